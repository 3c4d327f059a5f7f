"""The names of records become the small files in which names are found as they are typed.

Up to `FEW` records are in one file. Beyond that, each is in a file for every word of its names, by the word's first letter
and a class of its second, so that a reader fetches only those that begin like what was typed; `static/quick.js` fetches
the other classes of the letter, and those of the second letter, where a typo may have hidden a name. What does not fit
into a file is left to the search, the latest kinds in the list first.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from briefing.rendering.view.record_summary import cut
from briefing.schema.kinds.claim import Claim
from briefing.schema.kinds.equipment import Equipment
from briefing.schema.kinds.event import Event
from briefing.schema.kinds.organization import Organization
from briefing.schema.kinds.person import Person
from briefing.schema.kinds.place import Place
from briefing.schema.kinds.record import Record
from briefing.schema.kinds.source import Source
from briefing.schema.kinds.topic import Topic

# What has a name of its own, in the order in which names are offered. A statement is called by its words, which may be
# those of its summary.
NAMED: tuple[type[Record], ...] = (Person, Organization, Place, Equipment, Topic, Claim, Event, Source)
MOST_TITLED = 1000  # claims, events and sources, of each the newest; older ones are in their index, and in the search
FEW = 700  # records in one file
MOST_BYTES = 95_000  # of a file
LONGEST = 120  # characters of a name; a claim's may be a paragraph
CLASSES = 5
SHORT = 3  # letters; words of titles that are no longer lead nowhere, because too many have them
INDEX = "quick/index.js"

_TITLED = (Claim, Event, Source)
_NUMBER = {kind.FOLDER: number for number, kind in enumerate(NAMED)}
_TITLES = {_NUMBER[kind.FOLDER] for kind in _TITLED}
_WORD = re.compile(r"[^\W_]+")
_KINDS = [[kind.FOLDER, kind.KIND.capitalize()] for kind in NAMED]
_LETTERS = (*"abcdefghijklmnopqrstuvwxyz0", "_0", "_1", "_2", "_3")
T = TypeVar("T")


class Name(NamedTuple):
    """What a record is called, and the folder of its kind."""

    folder: str
    label: str
    aliases: tuple[str, ...]


class Names(dict[str, Name]):
    """Names by id, in the order in which they are offered."""

    @cached_property
    def rows(self) -> list[tuple[int, str, str]]:
        """(kind, all its names, the entry as JSON) of each record."""
        found = []
        for id, (folder, label, aliases) in self.items():
            kind, names = _NUMBER[folder], [cut(label, LONGEST), *aliases]
            found.append(
                (kind, " ".join(names), json.dumps([kind, id, *names], ensure_ascii=False, separators=(",", ":")))
            )
        return found

    @cached_property
    def shards(self) -> dict[str, list[str]]:
        """The entries of each file, where there are several."""
        found: dict[str, list[str]] = {key: [] for key in keys()}
        for kind, names, entry in self.rows:
            words = _WORD.findall(folded(names))
            if kind in _TITLES:
                words = [word for word in words if len(word) > SHORT] or words
            for key in {key_of(word) for word in words}:
                found[key].append(entry)
        return found


def name_of(record: Any) -> Name:
    return Name(record.FOLDER, record.label, getattr(record, "aliases", ()))


def named_in(lists: Mapping[str, Sequence[T]]) -> Iterator[T]:
    """Of all records, by the folders of their kinds, those that have a name: ids from lists of ids, numbers from numbers."""
    for kind in NAMED:
        listed = lists[kind.FOLDER]
        yield from listed[:MOST_TITLED] if kind in _TITLED else listed


def names_of(lists: Mapping[str, Sequence[str]], records: Mapping[str, Any]) -> Names:
    """The names of all that are not withdrawn."""
    return Names((id, name_of(record)) for id in named_in(lists) if (record := records[id]).status != "withdrawn")


def folded(text: str) -> str:
    """A text without capitals and diacritics, as the script in the browser folds what is typed."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text).lower() if unicodedata.category(c)[0] != "M")


def key_of(word: str) -> str:
    """Which file a word leads to."""
    first = word[0]
    letter = first if "a" <= first <= "z" else "0" if "0" <= first <= "9" else f"_{ord(first) % 4}"
    return f"{letter}{ord(word[1]) % CLASSES if len(word) > 1 else 0}"


def keys() -> list[str]:
    """Every file's key: which files there are must not depend on how anything is called."""
    return [f"{letter}{number}" for letter in _LETTERS for number in range(CLASSES)]


def index(names: Names | None) -> str:
    """The file that is fetched first: all names, or, where there are too many, only that there are others."""
    return _script(
        {"kinds": _KINDS, "classes": CLASSES, "split": names is None},
        [] if names is None else [row[2] for row in names.rows],
    )


def shard(names: Names, key: str) -> str:
    return _script({}, names.shards[key])


def _script(head: Mapping[str, Any], entries: Iterable[str]) -> str:
    """Data as a script, which a page opened from a folder can fetch too. It is handed to whoever put the script there."""
    fitting, size = [], 0
    for entry in entries:
        size += len(entry.encode("utf-8")) + 2
        if size > MOST_BYTES:
            break
        fitting.append(entry)
    start = "".join(f"{json.dumps(key)}:{json.dumps(value)}," for key, value in head.items())
    rows = ",\n".join(fitting)
    return (
        f'document.currentScript.dispatchEvent(new CustomEvent("names", {{detail: {{{start}"rows":[\n{rows}\n]}}}}));\n'
    )
