"""A page for every record: what its kind's template shows. `VALUES` is the table, a function for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from markupsafe import Markup, escape

from ..edtf import MONTHS
from ..kinds import KINDS
from ..kinds.briefing import BriefingNote, Section
from ..kinds.claim import Claim
from ..kinds.common import Citation, Entity, Record
from ..kinds.equipment import Equipment
from ..kinds.event import Event
from ..kinds.organization import Organization
from ..kinds.person import Person
from ..kinds.place import Place
from ..kinds.source import Source
from ..kinds.statement import Statement
from ..kinds.topic import Topic
from ..markup import words_of
from ..model import FAR_FUTURE, FAR_PAST, Date, Day
from ..vocabulary import ACTUALITY, CONFIDENCE, CREDIBILITY, LIKELIHOOD, PARTICIPANT_ROLES, RELIABILITY, phrase
from .about import about
from .card import cut, isolated, time_element
from .claims import claim_values, positions_of
from .document import LONGEST_SUMMARY
from .fragments import Fragments, facts, joined
from .groups import groups
from .page import Page, Spec
from .parts import address, older_parts
from .record_document import record_document, withdrawn_document
from .shelf import Shelf

Values = dict[str, Any]
Facts = list[tuple[str, Any]]

LONGEST_DESCRIPTION = 160  # characters; search engines show about as many


def every(shelf: Shelf) -> Iterator[Spec]:
    """The page of every record, kind by kind."""
    for kind in KINDS:
        for id in shelf.ids(kind):
            yield Spec(f"{kind.FOLDER}/{id}.html", "record", id)


def make(f: Fragments, spec: Spec) -> Page:
    """A record's page; of a withdrawn one, only that it was withdrawn and why."""
    record = f.record(spec.about)
    if record.status == "withdrawn":
        return _withdrawn(f, record)
    values = _common(f, record)
    values.update(VALUES[type(record)](f, record))
    values["facts"] = facts(values["facts"])
    label = f.label(record.id)
    said = words_of(values["summary"], LONGEST_SUMMARY) if record.summary else f.plain(values.get("lead") or label, LONGEST_SUMMARY)
    description = cut(said, LONGEST_DESCRIPTION)
    published = record.status == "published"
    document = record_document(f, record, label, cut(said, LONGEST_SUMMARY), values["summary"], values["body"])
    feed = f"{record.path[:-4]}feed.xml" if published and isinstance(record, (Entity, Claim)) else ""
    image = f"{record.path[:-4]}png" if published and isinstance(record, BriefingNote) else ""
    told = about(f, record, label)
    return Page(record.path, f"{record.KIND}.html", label, values, description, published, told, document, feed, image)


def _withdrawn(f: Fragments, record: Record) -> Page:
    values = _common(f, record) | {"groups": groups(f, record)}
    values["reasons"] = [change["note"] for change in values["changes"] if change["kind"] == "retraction"]
    label = f.label(record.id)
    return Page(record.path, "withdrawn.html", label, values, listed=False, document=withdrawn_document(f, record, label))


def _common(f: Fragments, record: Record) -> Values:
    card = f.shelf.card(record.id)
    return {
        "id": record.id,
        "kind": record.KIND,
        "kind_name": record.KIND.capitalize(),
        "crumbs": f.crumbs(record.FOLDER),
        "folder": record.FOLDER,
        "heading": card.link,
        "marks": card.marks,
        "summary": f.markdown(record.summary),
        "body": f.markdown(record.body),
        "status": record.status,
        "topics": f.anchors(record.topics),
        "sources": _sources(f, record.id, record.sources),
        "changes": [
            {"date": f.date(c.date), "kind": c.kind, "note": f.markdown(c.note)}
            for c in sorted(record.changes, key=lambda c: c.date.order, reverse=True)
        ]
        if record.changes
        else (),
        "same_as": record.same_as,
        "groups": (),
    }


def _sources(f: Fragments, id: str, citations: Iterable[Citation]) -> Markup:
    return Markup("\n".join([f.source(id, citation, number) for number, citation in enumerate(citations, 1)]))


def _date_facts(f: Fragments, name: str, date: Date | None, note: str) -> Facts:
    """A date, the bounds of one that is not a day, and how it is known."""
    if date is None:
        return []
    found: Facts = [(name, f.date(date))]
    if date.earliest != date.latest:
        found.append(("Earliest and latest", _bounds(date)))
    if note:
        found.append(("How the date is known", f.markdown(note)))
    return found


def _bounds(date: Date) -> str:
    if date.earliest == FAR_PAST:
        return f"not after {_day(date.latest)}"
    if date.latest == FAR_FUTURE:
        return f"not before {_day(date.earliest)}"
    return f"{_day(date.earliest)} to {_day(date.latest)}"


def _day(day: Day) -> str:
    year, month, number = day
    return f"{number} {MONTHS[month]} {year}" if year > 0 else f"{number} {MONTHS[month]} {1 - year} BCE"


# --- a function for each kind ----------------------------------------------------------------------------------------


def _event(f: Fragments, event: Event) -> Values:
    taking_part: dict[str, list[str]] = {}
    for participant in event.participants:
        taking_part.setdefault(participant.role, []).append(participant.entity)
    concerning = [*event.claims, *f.shelf.pointing(event.id, "Claims about this event")]
    equipment = []
    for use in event.equipment:
        details = [d for d in (use.role, use.quantity.words if use.quantity else "") if d]
        equipment.append(Markup(f"{f.anchor(use.item)}: {escape(', '.join(details))}") if details else f.anchor(use.item))
    return {
        "facts": [
            *_date_facts(f, "When", event.date, event.date_note),
            ("Where", joined(f.anchors(event.places))),
            *((role.capitalize(), joined(f.anchors(taking_part[role]))) for role in PARTICIPANT_ROLES if role in taking_part),
            ("Equipment", _lines(equipment)),
            ("How certain", f"{event.actuality.capitalize()}. {ACTUALITY[event.actuality]}"),
        ],
        "claims": f.rows(f.shelf.ranked(list(dict.fromkeys(concerning)))),
        "groups": groups(f, event),
    }


def _statement(f: Fragments, statement: Statement) -> Values:
    chain = [statement.speaker, *statement.via]
    return {
        "heading": Markup(f"{f.shelf.card(statement.speaker).link}, {time_element(statement.date)}"),
        "quote": statement.quote,
        "speaker": f.anchor(statement.speaker),
        "role": statement.role,
        "language": _language_of_quote(f, statement),
        "checked": f.checked(statement.id, statement.quote, [c.source for c in statement.sources]) if statement.quote else "",
        "lead": statement.quote or statement.summary,
        "facts": [
            ("Speaker", Markup(f"{f.anchor(chain[0])}, {escape(statement.role)}") if statement.role else f.anchor(chain[0])),
            *_date_facts(f, "When", statement.date, statement.date_note),
            ("Venue", statement.venue),
            ("Reached us through", Markup(", then ").join(f.anchors(statement.via))),
            ("About", joined(f.anchors(statement.about))),
            ("Event", f.anchor(statement.event) if statement.event else ""),
        ],
        "positions": [
            {"claim": f.anchor(p.claim), "stance": phrase(p.stance), "name": p.stance, "mark": f.marks(p.claim)}
            for p in statement.positions
        ],
        "groups": groups(f, statement),
    }


def _language_of_quote(f: Fragments, statement: Statement) -> str:
    """The language of the words, where the only source says one that is not the site's."""
    languages = {f.record(citation.source).language for citation in statement.sources}
    language = languages.pop() if len(languages) == 1 else ""
    return "" if language == f.shelf.config.language else language


def _claim(f: Fragments, claim: Claim) -> Values:
    return claim_values(f, claim) | {
        "facts": [
            ("Amount", claim.quantity.words if claim.quantity else ""),
            ("About", joined(f.anchors(claim.about))),
            ("Event", f.anchor(claim.event) if claim.event else ""),
        ],
        "groups": groups(f, claim),
    }


def _person(f: Fragments, person: Person) -> Values:
    postings = [
        Markup(f"{escape(p.title)}, {f.anchor(p.organization)}{_period(p.since, p.until)}") for p in person.postings
    ]
    return _entity(f, person, [("Postings", _lines(postings))])


def _period(since: Date | None, until: Date | None) -> str:
    if since and until:
        return f" ({since.words} to {until.words})"
    if since:
        return f" (from {since.words})"
    return f" (until {until.words})" if until else ""


def _organization(f: Fragments, organization: Organization) -> Values:
    found: Facts = [
        ("Type", organization.type),
        ("Part of", f.anchor(organization.parent) if organization.parent else ""),
        ("Country", f.anchor(organization.country) if organization.country else ""),
    ]
    return _entity(f, organization, found)


def _place(f: Fragments, place: Place) -> Values:
    found: Facts = [
        ("Type", place.type),
        ("Lies in", f.anchor(place.within) if place.within else ""),
        ("Status", f.markdown(place.status_note)),
        ("Coordinates", _degrees(place.coordinates)),
    ]
    return _entity(f, place, found)


def _degrees(coordinates: tuple[float, float] | None) -> str:
    if coordinates is None:
        return ""
    latitude, longitude = coordinates
    return f"{abs(latitude):g}° {'N' if latitude >= 0 else 'S'}, {abs(longitude):g}° {'E' if longitude >= 0 else 'W'}"


def _equipment(f: Fragments, equipment: Equipment) -> Values:
    found: Facts = [
        ("Type", equipment.type),
        ("Made by", f.anchor(equipment.maker) if equipment.maker else ""),
        ("Comes from", f.anchor(equipment.origin) if equipment.origin else ""),
        ("Variant of", f.anchor(equipment.variant_of) if equipment.variant_of else ""),
    ]
    return _entity(f, equipment, found)


def _topic(f: Fragments, topic: Topic) -> Values:
    return _entity(f, topic, [])


def _entity(f: Fragments, entity: Any, found: Facts) -> Values:
    names = joined([isolated(alias) for alias in entity.aliases])
    return {
        "facts": [("Also called", names), *found],
        "positions": positions_of(f, entity.id),
        "taken": f"{(taken := len(f.shelf.taken_by(entity.id))):,}",
        "older_positions": address(entity.path, "positions", older_parts(taken)) if older_parts(taken) else "",
        "groups": groups(f, entity),
    }


def _source(f: Fragments, source: Source) -> Values:
    rating = [
        f"{letter}: {words[letter]}"
        for letter, words in ((source.reliability, RELIABILITY), (source.credibility, CREDIBILITY))
        if letter
    ]
    return {
        "url": source.url,
        "archive_url": source.archive_url,
        "facts": [
            ("Publisher", f.anchor(source.publisher) if source.publisher else ""),
            ("Authors", joined([isolated(author) for author in source.authors])),
            *_date_facts(f, "Published", source.published, source.date_note),
            ("Type", source.type),
            ("Language", source.language),
            ("Address", _external(source.url)),
            ("Archived at", _external(source.archive_url)),
            ("Retrieved", f.date(source.retrieved)),
            ("Repeats", f.anchor(source.origin) if source.origin else ""),
            ("SHA-256 of the archived text", Markup('<code class="hash">{}</code>').format(source.sha256) if source.sha256 else ""),
            ("Rating", Markup("; ").join(rating)),
            ("Reason for the rating", f.markdown(source.rating_note)),
        ],
        "groups": groups(f, source),
    }


def _external(url: str) -> Markup:
    shown = escape(url)
    return Markup(f'<a href="{shown}" rel="noopener">{shown}</a>') if url else Markup("")


def _briefing(f: Fragments, note: BriefingNote) -> Values:
    sections = [_section(f, item) for item in note.items]
    shown = [id for item in note.items for id in (item.items if isinstance(item, Section) else (item,))]
    basis = [id for judgement in note.judgements for id in judgement.basis]
    return {
        "date": f.date(note.date),
        "bottom_line": f.markdown(note.bottom_line),
        "lead": note.bottom_line,
        "facts": [("Supersedes", f.anchor(note.supersedes) if note.supersedes else "")],
        "judgements": [
            {
                "text": f.markdown(j.text),
                "measure": "likelihood" if j.likelihood else "confidence",
                "word": phrase(j.likelihood or j.confidence),
                "name": j.likelihood or j.confidence,
                "meaning": LIKELIHOOD.get(j.likelihood) or CONFIDENCE.get(j.confidence),
                "basis": f.rows(j.basis),
                "would_change_if": f.markdown(j.would_change_if),
            }
            for j in note.judgements
        ],
        "sections": sections,
        "gaps": [f.markdown(gap) for gap in note.gaps],
        "sources": _all_sources(f, note, [*shown, *basis]),
        "groups": groups(f, note),
    }


def _section(f: Fragments, item: str | Section) -> Values:
    if isinstance(item, str):
        item = Section(items=(item,))
    return {
        "heading": item.heading,
        "note": f.markdown(item.note),
        "items": [{"row": f.rows([id]), "summary": _summary_below(f, f.record(id))} for id in item.items],
    }


def _summary_below(f: Fragments, record: Record) -> Markup:
    """A record's summary to stand below its row, unless the row says it already."""
    return Markup("") if f.plain(record.summary) == f.label(record.id) else f.markdown(record.summary)


def _all_sources(f: Fragments, note: BriefingNote, ids: Sequence[str]) -> Markup:
    """The sources of a briefing and of what it shows, each once, in the order of first use."""
    own = {citation.source: citation for citation in note.sources}
    for id in ids:
        record = f.record(id)
        for source in [c.source for c in record.sources] + ([id] if isinstance(record, Source) else []):
            if source not in own:
                own[source] = Citation(source=source)
    return _sources(f, note.id, own.values())


def _lines(parts: Sequence[Any]) -> Markup:
    """Several things in one fact: alone as it is, else as a list."""
    if len(parts) < 2:
        return Markup("").join(escape(part) for part in parts)
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(part) for part in parts))


VALUES: dict[type[Record], Callable[[Fragments, Any], Values]] = {
    BriefingNote: _briefing,
    Event: _event,
    Statement: _statement,
    Claim: _claim,
    Person: _person,
    Organization: _organization,
    Place: _place,
    Equipment: _equipment,
    Topic: _topic,
    Source: _source,
}
