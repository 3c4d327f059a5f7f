"""What of each record is searched: its words, and by what its results are narrowed down and shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from briefing.core.values import FAR_FUTURE, FAR_PAST, Date
from briefing.rendering.view.record_summary import plain
from briefing.rendering.view.tracked_corpus import TrackedCorpus
from briefing.schema.fields import ENTITY_KINDS
from briefing.schema.kinds.briefing import BriefingNote
from briefing.schema.kinds.claim import Claim
from briefing.schema.kinds.event import Event
from briefing.schema.kinds.record import Record
from briefing.schema.kinds.source import Source
from briefing.schema.kinds.statement import Statement

MOST_YEARS = 30  # that a record of a long time is found under


class Searchable(NamedTuple):
    """`date` is in words; `order` sorts; `years` and `entities` are what a reader narrows the results down by."""

    path: str
    title: str
    kind: str
    date: str
    order: str
    years: tuple[str, ...]
    entities: tuple[str, ...]
    text: str


def searchable(tracked: TrackedCorpus) -> Iterator[Searchable]:
    """Every published record, in the order of lists of their kinds."""
    for id in tracked.everything():
        record = tracked.record(id)
        if record.status != "withdrawn":
            yield _searchable(tracked, record)


def _searchable(tracked: TrackedCorpus, record: Record) -> Searchable:
    card = tracked.card(record.id)
    when = record.when
    entities = dict.fromkeys([record.id] if record.KIND in ENTITY_KINDS else chain(_entities(record), record.topics))
    text = " · ".join(filter(None, (plain(tracked, words) if marked else words for words, marked in _words(record))))
    return Searchable(
        path=card.path,
        title=card.title,
        kind=record.KIND.capitalize(),
        date=when.words if when else "",
        order=_order(when),
        years=_years(when),
        entities=tuple(tracked.card(id).label for id in entities if tracked.knows(id)),
        text=text or card.label,
    )


def _entities(record: Any) -> Iterable[str]:
    """Whom and what a record is about: its own relations, and nothing that follows from others."""
    if isinstance(record, Event):
        return [*(one.entity for one in record.participants), *record.places, *(one.item for one in record.equipment)]
    if isinstance(record, Statement):
        return [record.speaker, *record.via, *record.about]
    if isinstance(record, Claim):
        return record.about
    return [record.publisher] if isinstance(record, Source) and record.publisher else []


def _words(record: Any) -> Iterator[tuple[str, bool]]:
    """(words, whether they are Markdown), the most telling first."""
    if isinstance(record, Statement):
        yield record.quote, False
    elif isinstance(record, BriefingNote):
        yield record.bottom_line, True
    yield record.summary, True
    yield record.body, True
    if isinstance(record, BriefingNote):
        yield from ((judgement.text, True) for judgement in record.judgements)
        yield from ((gap, True) for gap in record.gaps)
    for name in ("role", "venue", "type"):
        yield getattr(record, name, ""), False
    yield "; ".join(getattr(record, "aliases", getattr(record, "authors", ()))), False
    yield from ((citation.quote, False) for citation in record.sources)


def _order(when: Date | None) -> str:
    """A date as text that sorts: years before the common era and open beginnings before all else."""
    if when is None or when.earliest[0] < 1:
        return "0000"
    year, month, day = when.earliest
    return f"{min(year, 9999):04}-{month:02}-{day:02}"


def _years(when: Date | None) -> tuple[str, ...]:
    if when is None:
        return ()
    first = when.earliest[0] if when.earliest != FAR_PAST else when.latest[0]
    last = when.latest[0] if when.latest != FAR_FUTURE else when.earliest[0]
    if first == FAR_FUTURE[0] or last == FAR_PAST[0]:
        return ()
    return tuple(str(year) for year in range(max(first, last - MOST_YEARS), last + 1) if 1 <= year <= 9999)
