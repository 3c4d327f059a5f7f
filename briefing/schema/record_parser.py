"""An entry becomes a typed record by its kind's fields, with where it points and all that is wrong with it."""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

from yaml.nodes import Node, ScalarNode

from briefing.core.problems import Location
from briefing.core.values import Document
from briefing.reading.decoder import File
from briefing.reading.locations import place_of_node
from briefing.reading.yaml_parser import RawRecord, parse
from briefing.schema.fields import Found, Reference, fields_of, id_problem, missing_keys, shape_mapping
from briefing.schema.kinds import KIND_IN_FOLDER, KINDS
from briefing.schema.kinds.record import Record
from briefing.schema.kinds.statement import Statement


class Pointer(NamedTuple):
    """Where a record points: the id, the label that the relation bears from the other end, the kinds allowed there."""

    target: str
    label: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ParsedRecord:
    """One record before it is linked. `record` is None where its fields were wrong; its id and kind are known.

    `pointers` are each relation once. `draft` is known of an unsound record too, so that what it refers to is not
    blamed for being one. `structure` is a digest of everything that others' pages, lists and checks can depend on.
    """

    id: str
    kind: type[Record]
    record: Record | None
    pointers: tuple[Pointer, ...]
    file: str
    index: int  # which document of the file
    place: Location  # of the id, or of the record where the file's name is the id
    draft: bool
    structure: bytes


def parse_record(entry: RawRecord) -> tuple[ParsedRecord | None, Found]:
    """(the entry shaped, or None where it has no id; the problems and references found on the way)"""
    document = entry.document
    found = Found(document.file, document.text)
    kind = KIND_IN_FOLDER[entry.folder]
    fields = fields_of(kind)
    node = entry.node
    if node is None:
        unread = None if id_problem(entry.stem) else _unread(entry.stem, kind, document)
        return unread, found
    values = shape_mapping(node, fields, found)
    assert values is not None, "an entry's node is a mapping"
    if any(problem.code == "unknown-key" for problem in found.problems) and (other := _kind_meant(node, kind)):
        found = Found(document.file, document.text)
        message = f"these are the fields of the kind {other.KIND}, and this is the folder of the kind {kind.KIND}"
        place = Location(document.file, node.start_mark.line + 1, 1)
        found.add(place, "wrong-folder", message, f"move the file to content/{other.FOLDER}/")
        return (None if id_problem(entry.stem) else _unread(entry.stem, kind, document)), found
    id_node = next((value for key, value in node.value if key.value == "id"), None)
    id = _id(entry, values, node, id_node, found)
    for field in missing_keys(values, fields, node):
        example = f", as in `{field.key}: {field.example}`" if field.example else ""
        found.problem(node, "missing-key", f"this {kind.KIND} has no `{field.key}`", f"add it{example}")
    if id is None:
        return None, found
    record = None
    if not any(problem.is_error for problem in found.problems):
        record = kind(**(values | {"id": id}))
    pointers = _pointers(id, kind, found)
    place = place_of_node(document.file, id_node or node)
    draft = values.get("status") == "draft"
    structure = _structure(id, kind, record, found)
    return ParsedRecord(id, kind, record, pointers, document.file, document.index, place, draft, structure), found


def _kind_meant(node: Node, kind: type[Record]) -> type[Record] | None:
    """The other kind whose fields a record has, where this one lacks some of them and needs fields that it has not."""
    written = {key.value for key, _ in node.value if isinstance(key, ScalarNode)}
    fields = fields_of(kind)
    if written <= fields.keys() or all(field.key in written for field in fields.required):
        return None
    fitting = [
        other
        for other in KINDS
        if written <= fields_of(other).keys() and all(field.key in written for field in fields_of(other).required)
    ]
    return fitting[0] if len(fitting) == 1 else None


def references(file: File) -> Iterator[tuple[Document, list[Reference]]]:
    """Every reference in a file with its place, by document: what `ParsedRecord` leaves out because only problems need it."""
    for entry in parse(file)[0]:
        yield entry.document, parse_record(entry)[1].references


def _unread(id: str, kind: type[Record], document: Document) -> ParsedRecord:
    return ParsedRecord(id, kind, None, (), document.file, document.index, Location(document.file, 1, 1), False, b"")


def _pointers(id: str, kind: type[Record], found: Found) -> tuple[Pointer, ...]:
    """Each relation once. A mention does not count where the record already points there in a role."""
    pointers: dict[tuple[str, str], Pointer] = {}
    mentions: dict[str, Pointer] = {}
    roles = set()
    for target, kinds, label, line, column, mention in found.references:
        if mention:
            mentions.setdefault(target, Pointer(target, label, kinds))
        elif target == id:
            place = Location(found.file, line, column, len(target))
            found.add(place, "self-reference", f"`{target}` refers to itself", "leave it out")
        else:
            if "{" in label:
                label = label.replace("{kind}", kind.FOLDER.capitalize())
            roles.add(target)
            pointers.setdefault((target, label), Pointer(target, label, kinds))
    named = [pointer for target, pointer in mentions.items() if target not in roles and target != id]
    return (*pointers.values(), *named)


def _structure(id: str, kind: type[Record], record: Record | None, found: Found) -> bytes:
    """What is not dated stands in lists by its label, which is then more than words. Mentions are in words, the other
    references among the values.
    """
    label = record.label if record is not None and record.when is None else ""
    mentions = [reference.target for reference in found.references if reference.mention]
    has_role = isinstance(record, Statement) and bool(record.role)  # standings depend on whether there is one
    return blake2b(
        marshal.dumps((id, kind.KIND, label, mentions, has_role, found.structure), 2), digest_size=16
    ).digest()


def _id(entry: RawRecord, values: dict[str, object], node: Node, id_node: Node | None, found: Found) -> str | None:
    """The id from the file's name, or from the record where its file has several."""
    written = values.get("id")
    if not entry.alone:
        if id_node is None:
            hint = "add a line `id: …` to each document of the file"
            found.problem(node, "missing-id", "a record that shares its file must name its id", hint)
        return str(written) if written else None
    problem = id_problem(entry.stem)
    if problem and entry.stem != (stem := entry.stem.strip()):
        hint = f"rename the file to {stem}.yaml"
        found.add(Location(found.file, 1, 1), problem[0], "the file's name has a space before `.yaml`", hint)
        return None
    if problem:
        found.add(Location(found.file, 1, 1), problem[0], f"the file's name: {problem[1]}", problem[2])
        return None
    if id_node is not None and written and written != entry.stem:
        hint = f"rename the file to {written}.yaml, or leave the id out"
        found.problem(id_node, "id-mismatch", f"the id is `{written}`, but the file is called {entry.stem}.yaml", hint)
    return entry.stem
