"""A record becomes its document: what its page says, as JSON. `TOLD` is the table, a function for each kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from json.encoder import encode_basestring as quoted
from typing import Any

from briefing.corpus.claim_standing import CountedPosition
from briefing.corpus.linker import Link
from briefing.rendering.components.html_components import Components
from briefing.rendering.components.positions_by_side import SIDES, on_side, part_of_side
from briefing.rendering.components.record_groups import anchor_of, claims_about, shown, stated_by_others
from briefing.rendering.data.page_json import (
    Told,
    array,
    changes,
    checked,
    citations,
    head,
    joined,
    linked,
    mapping,
    place,
    quantity,
    reference,
    references,
    text,
    when,
)  # fmt: skip
from briefing.rendering.view.pagination import address, older_parts, part_of
from briefing.schema.kinds.briefing import BriefingNote, Section
from briefing.schema.kinds.claim import Claim, Relation
from briefing.schema.kinds.equipment import Equipment
from briefing.schema.kinds.event import Event
from briefing.schema.kinds.organization import Organization
from briefing.schema.kinds.person import Person
from briefing.schema.kinds.place import Place
from briefing.schema.kinds.record import Entity, Record
from briefing.schema.kinds.source import Source
from briefing.schema.kinds.statement import Statement
from briefing.schema.vocabulary import STANDINGS


def record_document(components: Components, record: Record, label: str, summary: str, html: str, body: str) -> str:
    """`summary` is the beginning of the record's, as plain text; `html` is all of it, and `body` what is longer."""
    date = record.when
    told = head(record.KIND, label, date.words if date else "", summary) + _own(components, record)
    told += [("summary_html", text(html)), ("body_html", text(body))]
    if isinstance(record, Entity):
        told.append(("aliases", array(map(quoted, record.aliases)) if record.aliases else ""))
        told += TOLD[type(record)](components, record) if type(record) in TOLD else ()
        told.append(("positions", positions_of(components, record.id, record.path)))
    else:
        told += TOLD[type(record)](components, record)
    told += [
        ("topics", references(components, record.topics)),
        ("sources", citations(components, record.id, record.sources)),
        ("same_as", array(map(quoted, record.same_as)) if record.same_as else ""),
        ("former_ids", array(map(quoted, record.former_ids)) if record.former_ids else ""),
        ("changes", changes(components, record)),
        ("linked_from", _links(components, record)),
    ]
    return joined([pair for pair in told if pair[1]])


def withdrawn_document(components: Components, record: Record, label: str) -> str:
    """Of a withdrawn record, only that it was withdrawn and why, and what still points at it."""
    told = head(record.KIND, label, "", "") + _own(components, record)
    return joined([*told, ("changes", changes(components, record)), ("linked_from", _links(components, record))])


def _own(components: Components, record: Record) -> Told:
    return [*place(components.tracked.config, record.path), ("id", f'"{record.id}"'), ("status", f'"{record.status}"')]


def _links(components: Components, record: Record) -> str:
    """What points at a record: as much of each group as its page shows, and where the rest is."""
    of, groups = components.shown
    if of != record.id:
        groups = shown(components.tracked, record)
    return array([_group(components, record.path, label, found) for label, found in groups.items()])


def _group(components: Components, path: str, label: str, found: Sequence[Link]) -> str:
    rows = array([linked(components, link) for link in part_of(found, 0)])
    return f'{{"label":"{label}","count":{len(found)},"records":{rows}{_rest(path, anchor_of(label), len(found))}}}'


def _rest(path: str, part: str, count: int) -> str:
    """The member that says on which page a long list goes on."""
    older = older_parts(count)
    return f',"older":{quoted(address(path, part, older))}' if older else ""


# --- positions -------------------------------------------------------------------------------------------------------


def side(components: Components, taken: Sequence[CountedPosition], number: int) -> str:
    """The positions of a part of one side of a claim, in the order of time."""
    return array([_position(components, one) for one in part_of_side(taken, number)])


def _position(components: Components, taken: CountedPosition) -> str:
    statement = components.record(taken.statement)
    parts = (
        ("stance", quoted(taken.stance.name)),
        ("speaker", components.reference(taken.speaker)),
        ("origin", components.reference(taken.origin) if taken.origin != taken.speaker else ""),
        ("statement", components.reference(taken.statement)),
        ("quote", text(statement.quote)),
        ("via", references(components, statement.via)),
    )
    return mapping(parts)


def positions_of(components: Components, actor: str, path: str) -> str:
    """The positions that count for an actor, as many as its page shows, and where the rest is; nothing where there are none."""
    taken = components.tracked.taken_by(actor)
    if not taken:
        return ""
    return f'{{"count":{len(taken)},"positions":{positions_part(components, actor, 0)}{_rest(path, "positions", len(taken))}}}'


def positions_part(components: Components, actor: str, number: int) -> str:
    return array(
        [
            mapping(
                (
                    ("claim", components.reference(claim)),
                    ("stance", quoted(taken.stance.name)),
                    ("speaker", components.reference(taken.speaker) if taken.speaker != actor else ""),
                    ("statement", components.reference(taken.statement)),
                )
            )
            for claim, taken in part_of(components.tracked.taken_by(actor), number)
        ]
    )


# --- a function for each kind ----------------------------------------------------------------------------------------


def _event(components: Components, event: Event) -> Told:
    return [
        ("when", when(components, event.date, event.date_note)),
        ("actuality", f'"{event.actuality}"'),
        ("places", references(components, event.places)),
        (
            "participants",
            array([f'{{"role":"{p.role}","record":{components.reference(p.entity)}}}' for p in event.participants])
            if event.participants
            else "",
        ),
        (
            "equipment",
            array(
                [
                    mapping(
                        (
                            ("record", components.reference(use.item)),
                            ("role", text(use.role)),
                            ("quantity", quantity(use.quantity)),
                        )
                    )
                    for use in event.equipment
                ]
            )
            if event.equipment
            else "",
        ),
        ("claims", references(components, claims_about(components.tracked, event))),
    ]


def _statement(components: Components, statement: Statement) -> Told:
    quote = statement.quote
    return [
        ("when", when(components, statement.date, statement.date_note)),
        ("speaker", components.reference(statement.speaker)),
        ("role", text(statement.role)),
        ("venue", text(statement.venue)),
        ("quote", text(quote)),
        ("checked", checked(components, statement.id, quote, [c.source for c in statement.sources]) if quote else ""),
        ("via", references(components, statement.via)),
        ("about", references(components, statement.about)),
        ("event", reference(components, statement.event)),
        (
            "positions",
            array([f'{{"claim":{components.reference(p.claim)},"stance":"{p.stance}"}}' for p in statement.positions])
            if statement.positions
            else "",
        ),
    ]


def _claim(components: Components, claim: Claim) -> Told:
    standing = components.tracked.standing(claim.id)
    found = (
        ("word", f'"{standing.word}"'),
        ("meaning", quoted(STANDINGS[standing.word])),
        ("origins_for", references(components, standing.origins_for)),
        ("origins_against", references(components, standing.origins_against)),
        ("uncommitted", references(components, standing.uncommitted)),
        ("not_established", references(components, standing.not_established)),
    )
    sides = [(name, taken) for name in SIDES if (taken := on_side(standing, name))]
    rows = [
        f'{{"side":"{name}","count":{len(taken)},"positions":{side(components, taken, 0)}{_rest(claim.path, name, len(taken))}}}'
        for name, taken in sides
    ]
    related = [_relation(components, r, r.claim) for r in claim.relations]
    stated = [_relation(components, r, other) for other, r in stated_by_others(components, claim.id)]
    return [
        ("standing", mapping(found)),
        ("sides", array(rows) if rows else ""),
        ("quantity", quantity(claim.quantity)),
        ("about", references(components, claim.about)),
        ("event", reference(components, claim.event)),
        ("relations", array(related) if related else ""),
        ("relations_stated_by_others", array(stated) if stated else ""),
    ]


def _relation(components: Components, relation: Relation, other: str) -> str:
    return mapping(
        (
            ("type", quoted(relation.type)),
            ("claim", components.reference(other)),
            ("note", text(components.plain(relation.note))),
        )
    )


def _person(components: Components, person: Person) -> Told:
    held = [
        mapping(
            (
                ("title", quoted(p.title)),
                ("organization", components.reference(p.organization)),
                ("from", when(components, p.since)),
                ("to", when(components, p.until)),
            )
        )
        for p in person.postings or ()
    ]
    return [("postings", array(held) if person.postings is not None else "")]


def _organization(components: Components, organization: Organization) -> Told:
    return [
        ("type", text(organization.type)),
        ("parent", reference(components, organization.parent)),
        ("country", reference(components, organization.country)),
    ]


def _place(components: Components, place: Place) -> Told:
    at = place.coordinates
    return [
        ("type", text(place.type)),
        ("within", reference(components, place.within)),
        ("coordinates", f'{{"latitude":{at[0]!r},"longitude":{at[1]!r}}}' if at else ""),
        ("status_note", text(components.plain(place.status_note))),
    ]


def _equipment(components: Components, equipment: Equipment) -> Told:
    return [
        ("type", text(equipment.type)),
        ("maker", reference(components, equipment.maker)),
        ("origin", reference(components, equipment.origin)),
        ("variant_of", reference(components, equipment.variant_of)),
    ]


def _source(components: Components, source: Source) -> Told:
    return [
        ("when", when(components, source.published, source.date_note)),
        ("publisher", reference(components, source.publisher)),
        ("authors", array(map(quoted, source.authors)) if source.authors else ""),
        ("type", text(source.type)),
        ("language", text(source.language)),
        ("address", text(source.url)),
        ("archived_at", text(source.archive_url)),
        ("retrieved", when(components, source.retrieved)),
        ("origin", reference(components, source.origin)),
        ("sha256", text(source.sha256)),
        ("reliability", text(source.reliability)),
        ("credibility", text(source.credibility)),
        ("rating_note", text(components.plain(source.rating_note))),
    ]


def _corpus(components: Components, note: BriefingNote) -> Told:
    judged = [
        mapping(
            (
                ("text", quoted(components.plain(j.text))),
                ("likelihood", text(j.likelihood)),
                ("confidence", text(j.confidence)),
                ("basis", references(components, j.basis)),
                ("would_change_if", text(components.plain(j.would_change_if))),
            )
        )
        for j in note.judgements
    ]
    return [
        ("when", when(components, note.date)),
        ("bottom_line", quoted(components.plain(note.bottom_line))),
        ("judgements", array(judged) if judged else ""),
        ("sections", array([_section(components, section) for section in note.sections]) if note.items else ""),
        ("gaps", array([quoted(components.plain(gap)) for gap in note.gaps]) if note.gaps else ""),
        ("supersedes", reference(components, note.supersedes)),
    ]


def _section(components: Components, section: Section) -> str:
    return mapping(
        (
            ("heading", text(section.heading)),
            ("note", text(components.plain(section.note))),
            ("records", references(components, section.items)),
        )
    )


TOLD: dict[type[Record], Callable[[Components, Any], Told]] = {
    BriefingNote: _corpus,
    Event: _event,
    Statement: _statement,
    Claim: _claim,
    Person: _person,
    Organization: _organization,
    Place: _place,
    Equipment: _equipment,
    Source: _source,
}
