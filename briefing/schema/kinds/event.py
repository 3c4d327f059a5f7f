"""Events: what happened, was reported, planned or alleged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from briefing.core.values import Date, Quantity
from briefing.schema import vocabulary
from briefing.schema.fields import Choice, DateText, Line, Many, Markdown, QuantityMapping, Ref, Struct, spec
from briefing.schema.kinds.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    entity: str = spec(
        Ref(("person", "organization", "place"), "Events as {role}"), "Who.", required=True, example="some-organization"
    )
    role: str = spec(Choice(vocabulary.PARTICIPANT_ROLES), "In which role.", default="participant")


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentUse:
    item: str = spec(Ref(("equipment",), "Events with this equipment"), "Which equipment.", required=True)
    role: str = spec(Line(60), "What became of it: used, supplied, requested …", example="used")
    quantity: Quantity | None = spec(QuantityMapping(), "How much of it.", example="{about: 1000}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Record):
    KIND: ClassVar[str] = "event"
    FOLDER: ClassVar[str] = "events"
    HELP: ClassVar[str] = "Something that happened, was reported, planned or alleged."

    title: str = spec(Line(200), "What happened, in a headline.", required=True, example="Reactor shut down")
    date: Date = spec(DateText(), "When, as an EDTF date.", required=True, example="2022-10-20")
    date_note: str = spec(Markdown(1000), "How the date is known, where it was inferred.")
    actuality: str = spec(Choice(vocabulary.ACTUALITY), "How real it is known to be.", default="happened")
    places: tuple[str, ...] = spec(Many(Ref(("place",), "Events here")), "Where.")
    participants: tuple[Participant, ...] = spec(
        Many(Struct(Participant, short="entity")), "Who took part, in which role."
    )
    equipment: tuple[EquipmentUse, ...] = spec(Many(Struct(EquipmentUse, short="item")), "With which equipment.")
    claims: tuple[str, ...] = spec(Many(Ref(("claim",), "Events this claim concerns")), "The claims made about it.")

    @property
    def label(self) -> str:
        return self.title

    @property
    def when(self) -> Date | None:
        return self.date
