"""What a page is about, for programs: JSON-LD in the terms of https://schema.org.

Addresses are complete where `briefing.yaml` has a `base_url`; without one there are none. Nothing is said that the record
does not say: a posting is a role with the dates that are known, no first appearance of a claim is named, because the
desk knows only of those that it has, and what an event is not known to be stands beside its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from json.encoder import encode_basestring as quoted

from markupsafe import Markup

from briefing.core.values import Date
from briefing.rendering.components.html_components import Components
from briefing.rendering.data.page_json import array, mapping, text
from briefing.schema.kinds.briefing import BriefingNote
from briefing.schema.kinds.claim import Claim
from briefing.schema.kinds.event import Event
from briefing.schema.kinds.organization import Organization
from briefing.schema.kinds.person import Person
from briefing.schema.kinds.place import Place
from briefing.schema.kinds.record import Record
from briefing.schema.kinds.source import Source
from briefing.schema.kinds.statement import Statement

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
_IN_FOLDER = {
    "people": "Person",
    "organizations": "Organization",
    "places": "Place",
    "sources": "CreativeWork",
    "statements": "CreativeWork",
}
# What a source's type, which is free text, says in a word that schema.org has too.
_OF_SOURCES = {
    "news article": "NewsArticle",
    "news report": "NewsArticle",
    "wire story": "NewsArticle",
    "article": "Article",
    "report": "Report",
    "book": "Book",
    "dataset": "Dataset",
}
_SPAN = re.compile(r"(\d{4}(?:-\d\d){0,2})/(\d{4}(?:-\d\d){0,2})", re.ASCII)
MOST_APPEARANCES = 20  # of a claim: its page has all
Told = list[tuple[str, str]]  # (key, value as JSON)


def about(components: Components, record: Record, label: str) -> Markup:
    """The JSON-LD of a record, as HTML can hold it inside a script element, which nothing but `<` could end."""
    base = components.tracked.config.base_url
    told: Told = [("@context", '"https://schema.org"'), ("@type", quoted(_type(record))), ("name", quoted(label))]
    address = record.url if isinstance(record, Source) and record.url else base + record.path if base else ""
    if address:
        told.append(("url", quoted(address)))
    if isinstance(record, Event):
        if record.actuality != "happened":
            told.append(("disambiguatingDescription", quoted(record.actuality)))
        _date(told, "startDate", record)
        if span := _SPAN.fullmatch(record.date.text):
            told += [("startDate", quoted(span[1])), ("endDate", quoted(span[2]))]
        _things(told, "location", components, record.places)
        _things(told, "about", components, [participant.entity for participant in record.participants])
    elif isinstance(record, Statement):
        _date(told, "dateCreated", record)
        if record.quote:
            told += [("text", quoted(record.quote)), ("spokenByCharacter", _thing(components, record.speaker))]
        told.append(("creator", _thing(components, record.speaker)))
        _things(
            told,
            "isPartOf" if record.quote else "citation",
            components,
            [citation.source for citation in record.sources],
        )
        _things(told, "about", components, record.about)
    elif isinstance(record, Claim):
        positions = components.tracked.standing(record.id).positions
        stated = dict.fromkeys(taken.statement for taken in positions if taken.stance.polarity == "for")
        _things(told, "appearance", components, list(stated)[:MOST_APPEARANCES])
        _things(told, "about", components, record.about)
    elif isinstance(record, Source):
        _source(told, components, record)
    elif isinstance(record, BriefingNote):
        _date(told, "datePublished", record)
    else:
        _entity(told, components, record)
    if record.same_as:
        told.append(("sameAs", array(map(quoted, record.same_as))))
    if base:
        told.append(("mainEntityOfPage", components.way(record.FOLDER) % quoted(label)))
    return script(told)


def script(told: Told) -> Markup:
    return Markup("{%s}" % ",".join([f'"{key}":{value}' for key, value in told]).replace("<", "\\u003c"))


def about_site(components: Components) -> Markup:
    """The JSON-LD of the home page."""
    config = components.tracked.config
    told = [
        ("@context", '"https://schema.org"'),
        ("@type", '"WebSite"'),
        ("name", quoted(config.title)),
        ("url", text(config.base_url)),
        ("description", text(config.description)),
        ("inLanguage", quoted(config.language)),
        ("publisher", f'{{"@type":"Organization","name":{quoted(config.publisher)}}}' if config.publisher else ""),
    ]
    return script([pair for pair in told if pair[1]])


def _type(record: Record) -> str:
    if isinstance(record, Source):
        return _OF_SOURCES.get(record.type.lower(), "CreativeWork")
    return "CreativeWork" if isinstance(record, Statement) and not record.quote else _TYPES[record.KIND]


def _source(told: Told, components: Components, source: Source) -> None:
    _date(told, "datePublished", source)
    if source.publisher:
        told.append(("publisher", _thing(components, source.publisher)))
    if source.language:
        told.append(("inLanguage", quoted(source.language)))
    if source.archive_url:
        told.append(("archivedAt", quoted(source.archive_url)))
    if source.origin:
        told.append(("isBasedOn", _thing(components, source.origin)))


def _entity(told: Told, components: Components, record: Record) -> None:
    if aliases := getattr(record, "aliases", ()):
        told.append(("alternateName", array(map(quoted, aliases))))
    if isinstance(record, Person) and record.postings:
        roles = [
            mapping(
                (
                    ("@type", '"OrganizationRole"'),
                    ("roleName", quoted(posting.title)),
                    ("startDate", _iso(posting.since)),
                    ("endDate", _iso(posting.until)),
                    ("affiliation", _thing(components, posting.organization)),
                )
            )
            for posting in record.postings
        ]
        told.append(("affiliation", array(roles)))
    elif isinstance(record, Organization) and record.parent:
        told.append(("parentOrganization", _thing(components, record.parent)))
    elif isinstance(record, Place):
        if record.coordinates:
            latitude, longitude = record.coordinates
            told.append(("geo", f'{{"@type":"GeoCoordinates","latitude":{latitude!r},"longitude":{longitude!r}}}'))
        if record.within:
            told.append(("containedInPlace", _thing(components, record.within)))


def _date(told: Told, key: str, record: Record) -> None:
    if iso := _iso(record.when):
        told.append((key, iso))


def _iso(date: Date | None) -> str:
    """Only a date that ISO 8601 has: a day, a month or a year, without "about"."""
    return quoted(date.iso) if date and date.iso else ""


def _thing(components: Components, id: str) -> str:
    return components.thing(id, _IN_FOLDER.get(components.tracked.card(id).path.partition("/")[0], "Thing"))


def _things(told: Told, key: str, components: Components, ids: Iterable[str]) -> None:
    things = [_thing(components, id) for id in ids]
    if things:
        told.append((key, array(things)))
