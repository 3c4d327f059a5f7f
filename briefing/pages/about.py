"""What a record's page is about, for programs: JSON-LD in the terms of https://schema.org.

Addresses are complete where `briefing.yaml` has a `base_url`; without one there are none.
"""

from __future__ import annotations

from collections.abc import Iterable
from json.encoder import encode_basestring as quoted

from markupsafe import Markup

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
Told = list[tuple[str, str]]  # (key, value as JSON)


def about(f: Fragments, record: Record, label: str) -> Markup:
    """The JSON-LD of a record, as HTML can hold it inside a script element, which nothing but `<` could end."""
    base = f.shelf.config.base_url
    told: Told = [("@context", '"https://schema.org"'), ("@type", quoted(_TYPES[record.KIND])), ("name", quoted(label))]
    address = record.url if isinstance(record, Source) and record.url else base + record.path if base else ""
    if address:
        told.append(("url", quoted(address)))
    if isinstance(record, Event):
        _date(told, "startDate", record)
        _things(told, "location", f, "Place", record.places)
        _things(told, "about", f, "Thing", [participant.entity for participant in record.participants])
    elif isinstance(record, Statement):
        _date(told, "dateCreated", record)
        if record.quote:
            told.append(("text", quoted(record.quote)))
        told.append(("creator", f.thing(record.speaker, "Thing")))
        _things(told, "about", f, "Thing", record.about)
    elif isinstance(record, (Source, BriefingNote)):
        _date(told, "datePublished", record)
    elif aliases := getattr(record, "aliases", ()):
        told.append(("alternateName", _array(map(quoted, aliases))))
    if record.same_as:
        told.append(("sameAs", _array(map(quoted, record.same_as))))
    return Markup("{%s}" % ",".join([f'"{key}":{value}' for key, value in told]).replace("<", "\\u003c"))


def _date(told: Told, key: str, record: Record) -> None:
    """Only a date that ISO 8601 has: a day, a month or a year, without "about"."""
    if record.when and record.when.iso:
        told.append((key, quoted(record.when.iso)))


def _things(told: Told, key: str, f: Fragments, type: str, ids: Iterable[str]) -> None:
    things = [f.thing(id, type) for id in ids]
    if things:
        told.append((key, _array(things)))


def _array(items: Iterable[str]) -> str:
    return f"[{','.join(items)}]"
