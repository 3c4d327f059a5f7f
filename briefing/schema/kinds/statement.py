"""Statements: somebody's acts of speech."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from briefing.core.values import Date
from briefing.schema import vocabulary
from briefing.schema.fields import Choice, DateText, Line, Many, Markdown, Ref, Struct, Words, spec
from briefing.schema.kinds.record import ABOUT, ACTORS, Record

STANCE_WORDS = {stance.name: stance.meaning for stance in vocabulary.STANCES.values()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    claim: str = spec(Ref(("claim",), "Statements on this claim"), "The claim.", required=True)
    stance: str = spec(Choice(STANCE_WORDS), "What the speaker does with it.", required=True, example="asserts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Record):
    KIND: ClassVar[str] = "statement"
    FOLDER: ClassVar[str] = "statements"
    HELP: ClassVar[str] = "What somebody said, when, to whom, according to which source."

    speaker: str = spec(Ref(ACTORS, "Statements made"), "Whose words they are.", required=True, example="john-kirby")
    role: str = spec(Line(200), "The capacity they spoke in.", example="National Security Council spokesman")
    date: Date = spec(DateText(), "When, as an EDTF date.", required=True, example="2022-10-20")
    date_note: str = spec(Markdown(1000), "How the date is known, where it was inferred.")
    venue: str = spec(Line(200), "Where or on what occasion.", example="White House press briefing")
    quote: str = spec(Words(), "The words themselves, verbatim.")
    via: tuple[str, ...] = spec(
        Many(Ref(ACTORS, "Statements relayed")), "Who relayed it, nearest to the speaker first."
    )
    about: tuple[str, ...] = spec(ABOUT, "Whom and what it is about.")
    event: str = spec(Ref(("event",), "Statements on this event"), "The event it is about.")
    positions: tuple[Position, ...] = spec(Many(Struct(Position)), "Its stance on claims.")

    @property
    def label(self) -> str:
        """What was said, without the speaker: the quote in quotation marks, or the start of the summary."""
        return f"“{self.quote}”" if self.quote else self.summary

    @property
    def when(self) -> Date | None:
        return self.date
