"""People, and the postings they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from briefing.core.values import Date
from briefing.schema.fields import DateText, Line, Many, Ref, Struct, spec
from briefing.schema.kinds.record import Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    title: str = spec(Line(200), "The office or job.", required=True, example="spokesman")
    organization: str = spec(Ref(("organization",), "People"), "Where.", required=True)
    since: Date | None = spec(DateText(), "From when; left out where it is not known.", key="from", example="2022-02")
    until: Date | None = spec(DateText(), "Until when; left out where it lasts or is not known.", key="to")

    def held_on(self, date: Date) -> bool:
        """Whether the posting may have been held at some time within a date's bounds."""
        return (self.since is None or self.since.earliest <= date.latest) and (
            self.until is None or self.until.latest >= date.earliest
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Entity):
    KIND: ClassVar[str] = "person"
    FOLDER: ClassVar[str] = "people"
    HELP: ClassVar[str] = "Somebody with a name."

    postings: tuple[Posting, ...] | None = spec(
        Many(Struct(Posting), empty=None),
        "The offices and jobs they hold or held; `[]` says that there are none: they speak for themself.",
    )
