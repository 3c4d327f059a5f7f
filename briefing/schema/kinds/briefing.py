"""Briefings: the desk's own view on a day, with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from yaml.nodes import Node

from briefing.core.values import Date
from briefing.schema import vocabulary
from briefing.schema.fields import Choice, DateText, Found, Line, Many, Markdown, OneOf, Ref, Struct, spec
from briefing.schema.kinds.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    text: str = spec(Markdown(2000), "What the desk holds to be so.", required=True)
    likelihood: str = spec(Choice(vocabulary.LIKELIHOOD), "How likely it is; not together with a confidence.")
    confidence: str = spec(Choice(vocabulary.CONFIDENCE), "How well founded it is; not together with a likelihood.")
    basis: tuple[str, ...] = spec(
        Many(Ref(("event", "statement", "claim", "source"), "Judgements resting on this")), "The records it rests on."
    )
    would_change_if: str = spec(Markdown(1000), "What would change the desk's mind.")


def _one_measure(judgement: Any, node: Node, found: Found) -> None:
    """ICD 203 keeps the likelihood of an event and the confidence in a judgement apart."""
    if bool(judgement.likelihood) == bool(judgement.confidence):
        which = (
            "both a likelihood and a confidence" if judgement.likelihood else "neither a likelihood nor a confidence"
        )
        found.problem(
            node, "likelihood-and-confidence", f"the judgement carries {which}", "give exactly one of the two"
        )


ITEM = Ref((), "Briefings")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Several items of a briefing under a heading. An item that stands alone has neither heading nor note."""

    items: tuple[str, ...] = spec(Many(ITEM), "The ids of the records, in order.", required=True)
    heading: str = spec(Line(200), "What they have in common.")
    note: str = spec(Markdown(2000), "What connects them.")


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingNote(Record):
    KIND: ClassVar[str] = "briefing"
    FOLDER: ClassVar[str] = "briefings"
    HELP: ClassVar[str] = (
        "The desk's own view on a day: a bottom line, judgements, what they rest on, what is not known."
    )

    title: str = spec(Line(200), "What the briefing is about.", required=True, example="The week in Port Avel")
    date: Date = spec(DateText(), "As of when.", required=True, example="2022-10-20")
    bottom_line: str = spec(
        Markdown(3000),
        "What a reader who reads one paragraph should know.",
        required=True,
        example="The dam is safe, says …",
    )
    judgements: tuple[Judgement, ...] = spec(
        Many(Struct(Judgement, check=_one_measure)), "What the desk holds to be so, and why."
    )
    items: tuple[str | Section, ...] = spec(
        Many(OneOf(ITEM, Struct(Section))), "Ids, or sections of them, in reading order."
    )
    gaps: tuple[str, ...] = spec(Many(Markdown(1000)), "What is not known.")
    supersedes: str = spec(Ref(("briefing",), "Superseded by"), "The briefing whose place it takes.")

    @property
    def sections(self) -> tuple[Section, ...]:
        """The items, each that stands alone as a section of its own."""
        return tuple(Section(items=(item,)) if isinstance(item, str) else item for item in self.items)

    @property
    def label(self) -> str:
        return self.title

    @property
    def when(self) -> Date | None:
        return self.date
