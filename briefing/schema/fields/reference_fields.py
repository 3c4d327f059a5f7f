"""Fields that name records: a record's own id, and the id of another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from yaml.nodes import Node

from briefing.core.text import shortened, slug
from briefing.reading import unicode_safety
from briefing.schema.fields.field_types import Found, Reference
from briefing.schema.fields.text_fields import ID_PATTERN, text_of

LONGEST_ID = 80
_ID = re.compile(ID_PATTERN, re.ASCII)
ENTITY_KINDS = ("person", "organization", "place", "equipment", "topic")
# Names that Windows cannot give a file, and `index`, which is each folder's own page.
RESERVED_IDS = frozenset(
    ["index", "con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))]
)


@dataclass(frozen=True)
class Id:
    """A record's own name: lower-case letters a to z, digits and single hyphens."""

    empty: str = ""
    prose: ClassVar[bool] = False

    @property
    def describe(self) -> str:
        return "an id"

    def parse(self, node: Node, found: Found) -> str | None:
        value = text_of(node, found, 1000, "an id")
        if value is None:
            return None
        reason = id_problem(value)
        if reason:
            found.problem(node, *reason)
            return None
        return value


def id_problem(id: str) -> tuple[str, str, str] | None:
    """(code, message, hint) of what keeps a text from being an id, or None."""
    if not _ID.fullmatch(id):
        example = slug(id) if _ID.fullmatch(slug(id)) else "john-kirby"
        rule = f"ids are lower-case letters a to z, digits and single hyphens, as in {example}"
        foreign = next((c for c in id if not c.isascii()), None)
        seen = f"; it holds {unicode_safety.name_of(foreign)}" if foreign else ""
        return "invalid-id", f"`{shortened(id)}` is not an id{seen}", rule
    if len(id) > LONGEST_ID:
        return "invalid-id", f"the id has {len(id)} characters; {LONGEST_ID} are allowed", "shorten it"
    if id in RESERVED_IDS:
        return "reserved-id", f"`{id}` is reserved", "make it longer; an id says what the record is about"
    return None


@dataclass(frozen=True)
class Ref:
    """The id of a record of one of the given kinds; of any kind where none is given.

    `inverse` is what the relation is called on the page of the record referred to. It may name another field of the
    same mapping in braces: "Events as {role}".
    """

    kinds: tuple[str, ...]
    inverse: str
    empty: str = ""
    prose: ClassVar[bool] = False

    @property
    def describe(self) -> str:
        kinds = " or ".join(part for part in (", ".join(self.kinds[:-1]), *self.kinds[-1:]) if part)
        return f"the id of a record of the kind {kinds}" if kinds else "the id of any record"

    def parse(self, node: Node, found: Found) -> str | None:
        value = text_of(node, found, 300, "an id")
        if value is not None:
            mark = node.start_mark
            found.references.append(Reference(value, self.kinds, self.inverse, mark.line + 1, mark.column + 1))
        return value
