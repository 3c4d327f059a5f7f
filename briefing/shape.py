"""Entries become typed records, each by its kind's fields, with the references they hold and all that is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yaml.nodes import Node

from .compose import Entry
from .fields import Found, Reference, fields_of, id_problem, missing_keys, shape_mapping
from .kinds import KIND_IN_FOLDER
from .kinds.common import Record
from .model import Document
from .places import place_of_node
from .problem import Location, Problem, Related


@dataclass(frozen=True, slots=True)
class Shaped:
    """One record before it is linked. `record` is None where its fields were wrong; its id and kind are known.

    `draft` is known of an unsound record too, so that what it refers to is not blamed for being one.
    """

    id: str
    kind: type[Record]
    record: Record | None
    references: tuple[Reference, ...]
    document: Document
    place: Location  # of the id, or of the record where the file's name is the id
    draft: bool = False


def shape(entries: Iterable[Entry]) -> tuple[tuple[Shaped, ...], list[Problem]]:
    """Every entry that has an id, shaped, in the order given; the first of those with the same id."""
    problems: list[Problem] = []
    shaped: dict[str, Shaped] = {}
    for entry in entries:
        found = Found(entry.document.file, entry.document.text)
        one = _shape_entry(entry, found)
        problems.extend(found.problems)
        if one is None:
            continue
        first = shaped.setdefault(one.id, one)
        if first is not one:
            message = f"another {first.kind.KIND} has the id `{one.id}`"
            if first.kind is not one.kind:
                message = f"the id `{one.id}` belongs to a record in {first.kind.FOLDER}"
            related = (Related(first.place, "the other record"),)
            hint = "ids are unique over the whole site; rename one of the two"
            problems.append(Problem(one.place, "duplicate-id", message, hint, related))
    return tuple(shaped.values()), problems


def _shape_entry(entry: Entry, found: Found) -> Shaped | None:
    kind = KIND_IN_FOLDER[entry.folder]
    fields = fields_of(kind)
    node = entry.node
    if node is None:
        return None if id_problem(entry.stem) else Shaped(entry.stem, kind, None, (), entry.document, Location(found.file, 1, 1))
    values = shape_mapping(node, fields, found)
    assert values is not None, "an entry's node is a mapping"
    id_node = next((value for key, value in node.value if key.value == "id"), None)
    id = _id(entry, values, node, id_node, found)
    for field in missing_keys(values, fields, node):
        example = f", as in `{field.key}: {field.example}`" if field.example else ""
        found.problem(node, "missing-key", f"this {kind.KIND} has no `{field.key}`", f"add it{example}")
    if id is None:
        return None
    record = None
    if not any(problem.is_error for problem in found.problems):
        record = kind(**(values | {"id": id}))
    place = place_of_node(entry.document.file, id_node or node)
    return Shaped(id, kind, record, tuple(found.references), entry.document, place, values.get("status") == "draft")


def _id(entry: Entry, values: dict[str, object], node: Node, id_node: Node | None, found: Found) -> str | None:
    """The id from the file's name, or from the record where its file has several."""
    written = values.get("id")
    if not entry.alone:
        if id_node is None:
            hint = "add a line `id: …` to each document of the file"
            found.problem(node, "missing-id", "a record that shares its file must name its id", hint)
        return str(written) if written else None
    problem = id_problem(entry.stem)
    if problem:
        found.problems.append(Problem(Location(entry.document.file, 1, 1), problem[0], f"the file's name: {problem[1]}", problem[2]))
        return None
    if id_node is not None and written and written != entry.stem:
        hint = f"rename the file to {written}.yaml, or leave the id out"
        found.problem(id_node, "id-mismatch", f"the id is `{written}`, but the file is called {entry.stem}.yaml", hint)
    return entry.stem
