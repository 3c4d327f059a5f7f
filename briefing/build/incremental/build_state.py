"""What one build remembers for the next: a digest of every cell that pages read, and which page has read which.

It holds no content but names. What it says can only be taken for reason to leave a file as it is, and a damaged one is known by its
own digest and counts for nothing. Records are named by numbers, which stay theirs from build to build.
"""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b
from typing import Any, NamedTuple

from briefing.corpus.linker import Link
from briefing.reading.scanner import Signature
from briefing.rendering.view.name_index import Name, Names

_HEAD = b"briefing-site memory 4\n"
_NONE = 2**32 - 1


Spec = tuple[str, str, str, str, int]  # pages.Spec as plain data
BuiltFile = tuple[Spec, bytes, str, Signature]
"""A file of the site as it was made: by which spec; the cells it read, by number, 4 bytes each; its sha256; its signature."""


class Table(NamedTuple):
    """Links by the record they point at, in columns of numbers; `ends` is where each record's links end."""

    ends: bytes
    origins: bytes
    labels: bytes
    throughs: bytes

    def row(self, number: int) -> list[tuple[int, int, int]]:
        """(origin, label, through) of each link to a record."""
        ends = memoryview(self.ends).cast("I")
        start, end = (ends[number - 1] if number else 0), ends[number]
        columns = (memoryview(column).cast("I")[start:end] for column in (self.origins, self.labels, self.throughs))
        return list(zip(*columns, strict=True))


@dataclass(slots=True)
class BuildState:
    """All of it is plain data, so that it can be kept in a file. `ids[number]` is empty where a record is gone."""

    fingerprint: bytes  # of the tool, the templates, the configuration and the options
    ids: list[str]
    files: dict[str, tuple[Signature, bytes]]  # record files by path: signature, and digest of the content
    held: dict[
        str, tuple[tuple[str, int, bytes], ...]
    ]  # by path: (id, which document, structure) of each record, drafts and all
    warned: dict[str, Any]  # packed warnings by path; those about how records stand to each other under ""
    cells: bytearray
    card_reads: dict[int, bytes]  # the cells besides its record that a record's card has read, by its number
    made: dict[str, BuiltFile]  # the files of the site by path
    lists: dict[str, bytes]  # the numbers of each kind's records in the order of lists, by folder
    order: bytes  # the numbers of all records in the order of lists
    changed: bytes  # the numbers of the records that have changes noted
    former: dict[str, str]  # the id that each former id leads to
    labels: list[str]
    links: Table
    follows: Table
    takings: Table  # by actor: (claim, nothing, statement)
    names: bytes  # what records are called, packed, since it is seldom wanted
    beside: tuple[dict[int, bytes], bytes, bytes]  # of `Surroundings`: entities, earlier, later

    def to_bytes(self) -> bytes:
        data = marshal.dumps(
            [tuple(it) if isinstance(it := getattr(self, field.name), Table) else it for field in fields(self)]
        )
        return _HEAD + blake2b(data, digest_size=32).digest() + data


def from_bytes(data: bytes) -> BuildState | None:
    """The memory that was kept, or None where it is not whole."""
    start = len(_HEAD) + 32
    kept = memoryview(data)[start:]
    if data[: len(_HEAD)] != _HEAD or blake2b(kept, digest_size=32).digest() != data[len(_HEAD) : start]:
        return None
    try:
        memory = BuildState(*marshal.loads(kept))
        memory.links, memory.follows, memory.takings = (
            Table(*memory.links),
            Table(*memory.follows),
            Table(*memory.takings),
        )
    except (AttributeError, EOFError, TypeError, ValueError):  # of another version
        return None
    return memory


def pack_names(names: Names) -> bytes:
    return marshal.dumps([(id, tuple(name)) for id, name in names.items()])


def unpack_names(packed: bytes) -> Names:
    return Names((id, Name(*name)) for id, name in marshal.loads(packed))


def numbered(ids: Iterable[str], numbers: Mapping[str, int]) -> bytes:
    """The numbers of records, 4 bytes each."""
    return array("I", [numbers[id] for id in ids]).tobytes()


def named(packed: bytes, ids: Sequence[str]) -> list[str]:
    """The ids of records from their numbers."""
    return [ids[number] for number in memoryview(packed).cast("I")]


def table(
    links: Mapping[str, Sequence[Link]], ids: Sequence[str], numbers: Mapping[str, int], labels: list[str]
) -> Table:
    """Links by the id they point at, as a table. A label that is not yet in the list of labels is added to it."""
    place = {label: at for at, label in enumerate(labels)}
    ends, origins, marks, throughs = array("I"), array("I"), array("I"), array("I")
    for id in ids:
        for origin, label, through in links.get(id, ()):
            if label not in place:
                place[label] = len(labels)
                labels.append(label)
            origins.append(numbers[origin])
            marks.append(place[label])
            throughs.append(numbers[through] if through else _NONE)
        ends.append(len(origins))
    return Table(*(column.tobytes() for column in (ends, origins, marks, throughs)))


def links_of(table: Table, number: int, ids: Sequence[str], labels: Sequence[str]) -> list[Link]:
    """The links to a record from a table."""
    return [
        Link(ids[origin], labels[label], "" if through == _NONE else ids[through])
        for origin, label, through in table.row(number)
    ]
