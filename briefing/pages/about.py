"""What a record's page is about, for programs: JSON-LD in the terms of https://schema.org.

Addresses are complete where `briefing.yaml` has a `base_url`; without one there are none.
"""

from __future__ import annotations

from typing import Any

from ..kinds.briefing import BriefingNote
from ..kinds.common import Record
from ..kinds.event import Event
from ..kinds.source import Source
from ..kinds.statement import Statement
from .fragments import Fragments

_TYPES = {
    "event": "Event",
    "statement": "Quotation",
    "claim": "Claim",
    "person": "Person",
    "organization": "Organization",
    "place": "Place",
    "briefing": "Report",
    "source": "CreativeWork",
    "equipment": "Thing",
    "topic": "Thing",
}


def about(f: Fragments, record: Record, label: str) -> dict[str, Any]:
    """The JSON-LD of a record, as plain data."""
    base = f.shelf.config.base_url
    told: dict[str, Any] = {"@context": "https://schema.org", "@type": _TYPES[record.KIND], "name": label}
    if base:
        told["url"] = base + record.path
    if isinstance(record, Event):
        _date(told, "startDate", record)
        told["location"] = [_thing(f, base, "Place", id) for id in record.places]
        told["about"] = [_thing(f, base, "Thing", p.entity) for p in record.participants]
    elif isinstance(record, Statement):
        _date(told, "dateCreated", record)
        if record.quote:
            told["text"] = record.quote
        told["creator"] = _thing(f, base, "Thing", record.speaker)
        told["about"] = [_thing(f, base, "Thing", id) for id in record.about]
    elif isinstance(record, (Source, BriefingNote)):
        _date(told, "datePublished", record)
        if isinstance(record, Source) and record.url:
            told["url"] = record.url
    elif aliases := getattr(record, "aliases", ()):
        told["alternateName"] = list(aliases)
    if record.same_as:
        told["sameAs"] = list(record.same_as)
    return {key: value for key, value in told.items() if value}


def _date(told: dict[str, Any], key: str, record: Record) -> None:
    """Only a date that ISO 8601 has: a day, a month or a year, without "about"."""
    if record.when and record.when.iso:
        told[key] = record.when.iso


def _thing(f: Fragments, base: str, type: str, id: str) -> dict[str, str]:
    card = f.shelf.card(id)
    thing = {"@type": type, "name": card.label}
    if base:
        thing["url"] = base + card.path
    return thing
