"""Claims: propositions that nobody owns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from briefing.core.values import Quantity
from briefing.schema import vocabulary
from briefing.schema.fields import Choice, Line, Many, Markdown, QuantityMapping, Ref, Struct, spec
from briefing.schema.kinds.record import ABOUT, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    type: str = spec(Choice(vocabulary.RELATION_TYPES), "How the two relate.", required=True, example="refines")
    claim: str = spec(Ref(("claim",), "Claims that name this one"), "The other claim.", required=True)
    note: str = spec(Markdown(1000), "In what respect.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Record):
    KIND: ClassVar[str] = "claim"
    FOLDER: ClassVar[str] = "claims"
    HELP: ClassVar[str] = "A proposition that nobody owns; statements take a stance on it."

    text: str = spec(
        Line(300),
        "The proposition, one neutral sentence.",
        required=True,
        example="The reactor was shut down on 3 May.",
    )
    about: tuple[str, ...] = spec(ABOUT, "Whom and what it is about.")
    event: str = spec(Ref(("event",), "Claims about this event"), "The event it is about.")
    quantity: Quantity | None = spec(QuantityMapping(), "The number it states.", example="{about: 1000, unit: drones}")
    relations: tuple[Relation, ...] = spec(Many(Struct(Relation)), "How it relates to other claims.")

    @property
    def label(self) -> str:
        return self.text
