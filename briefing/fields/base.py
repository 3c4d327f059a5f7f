"""What every type of field keeps to: what it is handed, what it finds, and how a field is declared."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, Protocol

from yaml.nodes import Node

from ..places import place_of_node, place_of_piece
from ..problem import Problem


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
    """What shaping a document has come upon so far: problems, and references to other records."""

    __slots__ = ("file", "problems", "references", "text")

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.problems: list[Problem] = []
        self.references: list[Reference] = []

    def problem(self, node: Node, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(place_of_node(self.file, node), code, message, hint))

    def problem_within(self, node: Node, piece: str, code: str, message: str, hint: str) -> None:
        """As `problem`, at a piece of the node's text."""
        place = place_of_piece(self.file, self.text, place_of_node(self.file, node), piece)
        self.problems.append(Problem(place, code, message, hint))


class Type(Protocol):
    """The type of a field."""

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


def spec(type: Type, help: str, *, required: bool = False, key: str = "", example: str = "", default: Any = None) -> Any:
    """Declare a dataclass's field as one that editors write."""
    metadata = {"type": type, "help": help, "required": required, "key": key, "example": example}
    if required:
        return dataclasses.field(metadata=metadata)
    return dataclasses.field(default=type.empty if default is None else default, metadata=metadata)


@cache
def fields_of(cls: Any) -> Mapping[str, Field]:
    """The declared fields of a dataclass, by key, in their order."""
    fields = {}
    for field in dataclasses.fields(cls):
        if "type" in field.metadata:
            about = field.metadata
            key = about["key"] or field.name
            fields[key] = Field(field.name, key, about["type"], about["required"], about["help"], about["example"])
    return fields
