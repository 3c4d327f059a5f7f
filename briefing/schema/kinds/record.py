"""What every kind has in common: the base of all records, citations, and changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from briefing.core.values import UNDATED, Date
from briefing.schema import vocabulary
from briefing.schema.fields import (
    ENTITY_KINDS,
    Choice,
    DateText,
    Id,
    Line,
    Many,
    Markdown,
    Ref,
    Struct,
    Url,
    Words,
    spec,
)

ACTORS = ("person", "organization")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    date: Date = spec(DateText(), "When the record was changed.", required=True, example="2022-10-21")
    kind: str = spec(
        Choice(vocabulary.CHANGE_KINDS), "What sort of change it was.", required=True, example="correction"
    )
    note: str = spec(
        Markdown(1000), "What was changed and why, for readers.", required=True, example="The date was wrong."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    source: str = spec(Ref(("source",), "Cited by"), "The source.", required=True, example="some-source")
    quote: str = spec(Words(), "The source's own words that carry the point.")
    locator: str = spec(Line(100), "Where in the source: a page, a time, a paragraph.", example="p. 4")
    note: str = spec(Markdown(1000), "What a reader should know about this citation.")


SOURCES = Many(Struct(Citation, short="source"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every kind of record has. A subclass adds its own fields and says what it is called."""

    KIND: ClassVar[str]  # the kind in the singular, as it stands in a sentence
    FOLDER: ClassVar[str]  # its folder in content/ and on the site
    HELP: ClassVar[str]  # what the kind is, for editors and readers

    id: str = spec(Id(), "The record's own name. Only a file with several records needs it.", default="")
    summary: str = spec(Markdown(5000), "A paragraph: what a reader needs to know.")
    body: str = spec(Markdown(30000), "Longer text, where there is more to say.")
    status: str = spec(Choice(vocabulary.STATUS), "Who may see the record.", default="published")
    topics: tuple[str, ...] = spec(Many(Ref(("topic",), "{kind} on this topic")), "The topics it belongs to.")
    former_ids: tuple[str, ...] = spec(Many(Id()), "Ids it used to have; each leads here.")
    changes: tuple[Change, ...] = spec(Many(Struct(Change)), "What was changed after publication, and why.")
    sources: tuple[Citation, ...] = spec(SOURCES, "What says so.")
    same_as: tuple[str, ...] = spec(Many(Url()), "The same thing elsewhere: Wikidata, an official site.")

    @property
    def label(self) -> str:
        """What the record is called wherever it is linked. A statement's also needs its speaker's."""
        raise NotImplementedError

    @property
    def when(self) -> Date | None:
        """The date the record is sorted by, if it has one."""
        return None

    @property
    def path(self) -> str:
        """The record's page, from the site's root."""
        return f"{self.FOLDER}/{self.id}.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Record):
    """Somebody or something that has a name."""

    name: str = spec(Line(200), "Its name, as readers know it.", required=True, example="Port Avel")
    aliases: tuple[str, ...] = spec(Many(Line(200)), "Other names, short forms and spellings, in any script.")

    @property
    def label(self) -> str:
        return self.name


def date_order(record: Record) -> tuple[Any, ...]:
    """The key that sorts records in time: earliest bound, latest bound, id."""
    when = record.when
    return (*(UNDATED if when is None else when.order), record.id)


def newest_first(records: Iterable[Record]) -> list[Any]:
    """Records by date, the latest first; those of the same date by id."""
    return sorted(sorted(records, key=lambda r: r.id), key=lambda r: date_order(r)[:-1], reverse=True)


ABOUT = Many(Ref(ENTITY_KINDS, "{kind} about"))
