"""What every type of field keeps to: what it is handed, what it finds, and how a field is declared."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, NamedTuple, Protocol

from yaml.nodes import Node

from briefing.core.problems import Location, Problem
from briefing.reading.locations import place_of_node, place_of_piece


class Reference(NamedTuple):
    """A record's id as it stands in another record, before anyone knows whether it exists.

    `kinds` are those allowed, empty for any. `label` is what the relation is called from the other end. `mention` is
    true for a `[[…]]` inside the text that begins at the line and column.
    """

    target: str
    kinds: tuple[str, ...]
    label: str
    line: int
    column: int
    mention: bool = False


class Found:
    """What shaping a document has come upon so far: problems, references to other records, and its structure.

    The structure is every value but prose, in the order of the text: what other records' pages, lists and checks can
    depend on. While it stays the same, an edit concerns only what shows the record's words.
    """

    __slots__ = ("file", "has_comments", "problems", "references", "structure", "text")

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.has_comments = " #" in text or "\t#" in text
        self.problems: list[Problem] = []
        self.references: list[Reference] = []
        self.structure: list[Any] = []

    def add(self, place: Location, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(place, code, message, hint))

    def problem(self, node: Node, code: str, message: str, hint: str = "") -> None:
        self.add(place_of_node(self.file, node), code, message, hint)

    def problem_within(self, node: Node, piece: str, code: str, message: str, hint: str) -> None:
        """As `problem`, at a piece of the node's text."""
        place = place_of_piece(self.file, self.text, place_of_node(self.file, node), piece)
        self.add(place, code, message, hint)


class Type(Protocol):
    """The type of a field."""

    prose: ClassVar[bool]  # whether it holds words for readers, on which nothing but their page depends

    @property
    def empty(self) -> Any: ...

    @property
    def describe(self) -> str: ...  # what to write, in words, for docs/content-model.md

    def parse(self, node: Node, found: Found) -> Any: ...


@dataclass(frozen=True, slots=True)
class Field:
    """A field as declared: its name in Python, its key in YAML, its type, and what it means to an editor."""

    name: str
    key: str
    type: Type
    required: bool
    help: str
    example: str


def spec(
    type: Type, help: str, *, required: bool = False, key: str = "", example: str = "", default: Any = None
) -> Any:
    """Declare a dataclass's field as one that editors write."""
    metadata = {"type": type, "help": help, "required": required, "key": key, "example": example}
    if required:
        return dataclasses.field(metadata=metadata)
    return dataclasses.field(default=type.empty if default is None else default, metadata=metadata)


class Fields(dict[str, Field]):
    """The fields of a mapping by key, in their order; `required` are those that it must have."""

    __slots__ = ("prose", "required")

    def __init__(self, fields: Iterable[Field]) -> None:
        super().__init__({field.key: field for field in fields})
        self.required = tuple(field for field in self.values() if field.required)
        self.prose = frozenset(field.key for field in self.values() if field.type.prose)


@cache
def fields_of(cls: Any) -> Fields:
    """The declared fields of a dataclass."""
    return Fields(
        Field(
            f.name, f.metadata["key"] or f.name, *(f.metadata[key] for key in ("type", "required", "help", "example"))
        )
        for f in dataclasses.fields(cls)
        if "type" in f.metadata
    )
