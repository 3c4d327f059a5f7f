"""A page for every record: what its kind's template shows. `VALUES` is the table, a function for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from markupsafe import Markup, escape

from briefing.core.values import FAR_FUTURE, FAR_PAST, Date, Day
from briefing.rendering.components.html_components import Components, facts, joined
from briefing.rendering.components.record_groups import claims_about, groups
from briefing.rendering.data.json_ld import about
from briefing.rendering.data.page_json import LONGEST_SUMMARY
from briefing.rendering.data.record_json import record_document, withdrawn_document
from briefing.rendering.markdown import words_of
from briefing.rendering.page import Page, Spec
from briefing.rendering.pages.briefing_page import briefing_values
from briefing.rendering.pages.claim_page import claim_values
from briefing.rendering.pages.entity_page import entity_values
from briefing.rendering.pages.map_page import degrees
from briefing.rendering.pages.statement_page import statement_values
from briefing.rendering.view.record_summary import cut, isolated
from briefing.rendering.view.tracked_corpus import TrackedCorpus
from briefing.schema.edtf import MONTHS
from briefing.schema.kinds import KINDS
from briefing.schema.kinds.briefing import BriefingNote
from briefing.schema.kinds.claim import Claim
from briefing.schema.kinds.equipment import Equipment
from briefing.schema.kinds.event import Event
from briefing.schema.kinds.organization import Organization
from briefing.schema.kinds.person import Person
from briefing.schema.kinds.place import Place
from briefing.schema.kinds.record import Entity, Record
from briefing.schema.kinds.source import Source
from briefing.schema.kinds.statement import Statement
from briefing.schema.kinds.topic import Topic
from briefing.schema.vocabulary import ACTUALITY, CREDIBILITY, PARTICIPANT_ROLES, RELIABILITY

Values = dict[str, Any]
Facts = list[tuple[str, Any]]

LONGEST_DESCRIPTION = 160  # characters; search engines show about as many


def every(tracked: TrackedCorpus) -> Iterator[Spec]:
    """The page of every record, kind by kind."""
    for kind in KINDS:
        for id in tracked.ids(kind):
            yield Spec(f"{kind.FOLDER}/{id}.html", "record", id)


def make(components: Components, spec: Spec) -> Page:
    """A record's page; of a withdrawn one, only that it was withdrawn and why."""
    record = components.record(spec.subject_id)
    if record.status == "withdrawn":
        return _withdrawn(components, record)
    values = _common(components, record)
    values.update(VALUES[type(record)](components, record))
    values["facts"] = facts(values["facts"])
    label = components.label(record.id)
    said = (
        words_of(values["summary"], LONGEST_SUMMARY)
        if record.summary
        else components.plain(values.get("lead") or label, LONGEST_SUMMARY)
    )
    description = cut(said, LONGEST_DESCRIPTION)
    published = record.status == "published"
    document = record_document(components, record, label, cut(said, LONGEST_SUMMARY), values["summary"], values["body"])
    feed = f"{record.path[:-4]}feed.xml" if published and isinstance(record, (Entity, Claim)) else ""
    image = f"{record.path[:-4]}png" if published and isinstance(record, BriefingNote) else ""
    told = about(components, record, label)
    return Page(
        record.path,
        f"{record.KIND}.html",
        components.title(record.id),
        values,
        description,
        published,
        told,
        document,
        feed,
        image,
    )


def _withdrawn(components: Components, record: Record) -> Page:
    values = _common(components, record) | {"groups": groups(components, record)}
    values |= dict.fromkeys(("summary", "body", "facts"), "")  # so that no template, whose ever, can show them
    values["reasons"] = [change["note"] for change in values["changes"] if change["kind"] == "retraction"]
    label = components.label(record.id)
    return Page(
        record.path,
        "withdrawn.html",
        components.title(record.id),
        values,
        listed=False,
        document=withdrawn_document(components, record, label),
    )


def _common(components: Components, record: Record) -> Values:
    card = components.tracked.card(record.id)
    return {
        "id": record.id,
        "kind": record.KIND,
        "kind_name": record.KIND.capitalize(),
        "crumbs": components.crumbs(record.FOLDER),
        "folder": record.FOLDER,
        "heading": card.link,
        "marks": card.marks,
        "summary": components.markdown(record.summary),
        "body": components.markdown(record.body),
        "status": record.status,
        "topics": components.anchors(record.topics),
        "sources": components.sources(record.id, record.sources, getattr(record, "quote", "")),
        "changes": [
            {"date": components.date(c.date), "kind": c.kind, "note": components.markdown(c.note)}
            for c in sorted(record.changes, key=lambda c: c.date.order, reverse=True)
        ]
        if record.changes
        else (),
        "same_as": record.same_as,
        "groups": (),
        "foot": components.foot.of(record),
    }


def _date_facts(components: Components, name: str, date: Date | None, note: str) -> Facts:
    """A date, the bounds of one that is not a day, and how it is known."""
    if date is None:
        return []
    found: Facts = [(name, components.date(date))]
    if date.earliest != date.latest:
        found.append(("Earliest and latest", _bounds(date)))
    if note:
        found.append(("How the date is known", components.markdown(note)))
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


def _event(components: Components, event: Event) -> Values:
    taking_part: dict[str, list[str]] = {}
    for participant in event.participants:
        taking_part.setdefault(participant.role, []).append(participant.entity)
    equipment = []
    for use in event.equipment:
        details = [d for d in (use.role, use.quantity.words if use.quantity else "") if d]
        equipment.append(
            Markup(f"{components.anchor(use.item)}: {isolated(', '.join(details))}")
            if details
            else components.anchor(use.item)
        )
    return {
        "facts": [
            *_date_facts(components, "When", event.date, event.date_note),
            ("Where", joined(components.anchors(event.places))),
            *(
                (role.capitalize(), joined(components.anchors(taking_part[role])))
                for role in PARTICIPANT_ROLES
                if role in taking_part
            ),
            ("Equipment", _lines(equipment)),
            ("How certain", f"{event.actuality.capitalize()}. {ACTUALITY[event.actuality]}"),
        ],
        "claims": components.rows(claims_about(components.tracked, event)),
        "groups": groups(components, event),
    }


def _statement(components: Components, statement: Statement) -> Values:
    return statement_values(components, statement, _date_facts(components, "When", statement.date, statement.date_note))


def _claim(components: Components, claim: Claim) -> Values:
    return claim_values(components, claim) | {
        "facts": [
            ("Amount", claim.quantity.words if claim.quantity else ""),
            ("About", joined(components.anchors(claim.about))),
            ("Event", components.anchor(claim.event) if claim.event else ""),
        ],
        "groups": groups(components, claim),
    }


def _person(components: Components, person: Person) -> Values:
    postings = [
        Markup(f"{isolated(p.title)}, {components.anchor(p.organization)}{_period(p.since, p.until)}")
        for p in person.postings or ()
    ]
    held = _lines(postings) if person.postings != () else Markup("None, as far as this desk knows")
    return entity_values(components, person, [("Postings", held)])


def _period(since: Date | None, until: Date | None) -> str:
    if since and until:
        return f" ({since.words} to {until.words})"
    if since:
        return f" (from {since.words})"
    return f" (until {until.words})" if until else ""


def _organization(components: Components, organization: Organization) -> Values:
    found: Facts = [
        ("Type", organization.type),
        ("Part of", components.anchor(organization.parent) if organization.parent else ""),
        ("Country", components.anchor(organization.country) if organization.country else ""),
    ]
    return entity_values(components, organization, found)


def _place(components: Components, place: Place) -> Values:
    found: Facts = [
        ("Type", place.type),
        ("Lies in", components.anchor(place.within) if place.within else ""),
        ("Status", components.markdown(place.status_note)),
        ("Coordinates", degrees(place.coordinates) if place.coordinates else ""),
    ]
    return entity_values(components, place, found)


def _equipment(components: Components, equipment: Equipment) -> Values:
    found: Facts = [
        ("Type", equipment.type),
        ("Made by", components.anchor(equipment.maker) if equipment.maker else ""),
        ("Comes from", components.anchor(equipment.origin) if equipment.origin else ""),
        ("Variant of", components.anchor(equipment.variant_of) if equipment.variant_of else ""),
    ]
    return entity_values(components, equipment, found)


def _topic(components: Components, topic: Topic) -> Values:
    return entity_values(components, topic, [])


def _source(components: Components, source: Source) -> Values:
    rating = [
        f"{letter}: {words[letter]}"
        for letter, words in ((source.reliability, RELIABILITY), (source.credibility, CREDIBILITY))
        if letter
    ]
    return {
        "url": source.url,
        "archive_url": source.archive_url,
        "facts": [
            ("Publisher", components.anchor(source.publisher) if source.publisher else ""),
            ("Authors", joined([isolated(author) for author in source.authors])),
            *_date_facts(components, "Published", source.published, source.date_note),
            ("Type", source.type),
            ("Language", source.language),
            ("Address", _external(source.url)),
            ("Archived at", _external(source.archive_url)),
            ("Retrieved", components.date(source.retrieved)),
            ("Repeats", components.anchor(source.origin) if source.origin else ""),
            (
                "SHA-256 of the archived text",
                Markup('<code class="hash">{}</code>').format(source.sha256) if source.sha256 else "",
            ),
            ("Rating", Markup("; ").join(rating)),
            ("Reason for the rating", components.markdown(source.rating_note)),
        ],
        "groups": groups(components, source),
    }


def _external(url: str) -> Markup:
    shown = escape(url)
    return Markup(f'<a href="{shown}" rel="noopener">{shown}</a>') if url else Markup("")


def _lines(parts: Sequence[Any]) -> Markup:
    """Several things in one fact: alone as it is, else as a list."""
    if len(parts) < 2:
        return Markup("").join(escape(part) for part in parts)
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(part) for part in parts))


VALUES: dict[type[Record], Callable[[Components, Any], Values]] = {
    BriefingNote: briefing_values,
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
