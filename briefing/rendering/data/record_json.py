"""A record becomes its document: what its page says, as JSON. `TOLD` is the table, a function for each kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from json.encoder import encode_basestring as quoted
from typing import Any

from briefing.corpus.claim_standing import Taken
from briefing.corpus.linker import Link
from briefing.rendering.components.html_components import Fragments
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


def record_document(f: Fragments, record: Record, label: str, summary: str, html: str, body: str) -> str:
    """`summary` is the beginning of the record's, as plain text; `html` is all of it, and `body` what is longer."""
    date = record.when
    told = head(record.KIND, label, date.words if date else "", summary) + _own(f, record)
    told += [("summary_html", text(html)), ("body_html", text(body))]
    if isinstance(record, Entity):
        told.append(("aliases", array(map(quoted, record.aliases)) if record.aliases else ""))
        told += TOLD[type(record)](f, record) if type(record) in TOLD else ()
        told.append(("positions", positions_of(f, record.id, record.path)))
    else:
        told += TOLD[type(record)](f, record)
    told += [
        ("topics", references(f, record.topics)),
        ("sources", citations(f, record.id, record.sources)),
        ("same_as", array(map(quoted, record.same_as)) if record.same_as else ""),
        ("former_ids", array(map(quoted, record.former_ids)) if record.former_ids else ""),
        ("changes", changes(f, record)),
        ("linked_from", _links(f, record)),
    ]
    return joined([pair for pair in told if pair[1]])


def withdrawn_document(f: Fragments, record: Record, label: str) -> str:
    """Of a withdrawn record, only that it was withdrawn and why, and what still points at it."""
    told = head(record.KIND, label, "", "") + _own(f, record)
    return joined([*told, ("changes", changes(f, record)), ("linked_from", _links(f, record))])


def _own(f: Fragments, record: Record) -> Told:
    return [*place(f.shelf.config, record.path), ("id", f'"{record.id}"'), ("status", f'"{record.status}"')]


def _links(f: Fragments, record: Record) -> str:
    """What points at a record: as much of each group as its page shows, and where the rest is."""
    of, groups = f.shown
    if of != record.id:
        groups = shown(f.shelf, record)
    return array([_group(f, record.path, label, found) for label, found in groups.items()])


def _group(f: Fragments, path: str, label: str, found: Sequence[Link]) -> str:
    rows = array([linked(f, link) for link in part_of(found, 0)])
    return f'{{"label":"{label}","count":{len(found)},"records":{rows}{_rest(path, anchor_of(label), len(found))}}}'


def _rest(path: str, part: str, count: int) -> str:
    """The member that says on which page a long list goes on."""
    older = older_parts(count)
    return f',"older":{quoted(address(path, part, older))}' if older else ""


# --- positions -------------------------------------------------------------------------------------------------------


def side(f: Fragments, taken: Sequence[Taken], number: int) -> str:
    """The positions of a part of one side of a claim, in the order of time."""
    return array([_position(f, one) for one in part_of_side(taken, number)])


def _position(f: Fragments, taken: Taken) -> str:
    statement = f.record(taken.statement)
    parts = (
        ("stance", quoted(taken.stance.name)),
        ("speaker", f.reference(taken.speaker)),
        ("origin", f.reference(taken.origin) if taken.origin != taken.speaker else ""),
        ("statement", f.reference(taken.statement)),
        ("quote", text(statement.quote)),
        ("via", references(f, statement.via)),
    )
    return mapping(parts)


def positions_of(f: Fragments, actor: str, path: str) -> str:
    """The positions that count for an actor, as many as its page shows, and where the rest is; nothing where there are none."""
    taken = f.shelf.taken_by(actor)
    if not taken:
        return ""
    return f'{{"count":{len(taken)},"positions":{positions_part(f, actor, 0)}{_rest(path, "positions", len(taken))}}}'


def positions_part(f: Fragments, actor: str, number: int) -> str:
    return array(
        [
            mapping(
                (
                    ("claim", f.reference(claim)),
                    ("stance", quoted(taken.stance.name)),
                    ("speaker", f.reference(taken.speaker) if taken.speaker != actor else ""),
                    ("statement", f.reference(taken.statement)),
                )
            )
            for claim, taken in part_of(f.shelf.taken_by(actor), number)
        ]
    )


# --- a function for each kind ----------------------------------------------------------------------------------------


def _event(f: Fragments, event: Event) -> Told:
    return [
        ("when", when(f, event.date, event.date_note)),
        ("actuality", f'"{event.actuality}"'),
        ("places", references(f, event.places)),
        ("participants", array([f'{{"role":"{p.role}","record":{f.reference(p.entity)}}}' for p in event.participants]) if event.participants else ""),
        (
            "equipment",
            array([mapping((("record", f.reference(use.item)), ("role", text(use.role)), ("quantity", quantity(use.quantity)))) for use in event.equipment])
            if event.equipment
            else "",
        ),
        ("claims", references(f, claims_about(f.shelf, event))),
    ]


def _statement(f: Fragments, statement: Statement) -> Told:
    quote = statement.quote
    return [
        ("when", when(f, statement.date, statement.date_note)),
        ("speaker", f.reference(statement.speaker)),
        ("role", text(statement.role)),
        ("venue", text(statement.venue)),
        ("quote", text(quote)),
        ("checked", checked(f, statement.id, quote, [c.source for c in statement.sources]) if quote else ""),
        ("via", references(f, statement.via)),
        ("about", references(f, statement.about)),
        ("event", reference(f, statement.event)),
        (
            "positions",
            array([f'{{"claim":{f.reference(p.claim)},"stance":"{p.stance}"}}' for p in statement.positions]) if statement.positions else "",
        ),
    ]


def _claim(f: Fragments, claim: Claim) -> Told:
    standing = f.shelf.standing(claim.id)
    found = (
        ("word", f'"{standing.word}"'),
        ("meaning", quoted(STANDINGS[standing.word])),
        ("origins_for", references(f, standing.origins_for)),
        ("origins_against", references(f, standing.origins_against)),
        ("uncommitted", references(f, standing.uncommitted)),
    )
    sides = [(name, taken) for name in SIDES if (taken := on_side(standing, name))]
    rows = [
        f'{{"side":"{name}","count":{len(taken)},"positions":{side(f, taken, 0)}{_rest(claim.path, name, len(taken))}}}'
        for name, taken in sides
    ]
    related = [_relation(f, r, r.claim) for r in claim.relations]
    stated = [_relation(f, r, other) for other, r in stated_by_others(f, claim.id)]
    return [
        ("standing", mapping(found)),
        ("sides", array(rows) if rows else ""),
        ("quantity", quantity(claim.quantity)),
        ("about", references(f, claim.about)),
        ("event", reference(f, claim.event)),
        ("relations", array(related) if related else ""),
        ("relations_stated_by_others", array(stated) if stated else ""),
    ]


def _relation(f: Fragments, relation: Relation, other: str) -> str:
    return mapping((("type", quoted(relation.type)), ("claim", f.reference(other)), ("note", text(f.plain(relation.note)))))


def _person(f: Fragments, person: Person) -> Told:
    held = [
        mapping(
            (("title", quoted(p.title)), ("organization", f.reference(p.organization)), ("from", when(f, p.since)), ("to", when(f, p.until)))
        )
        for p in person.postings
    ]
    return [("postings", array(held) if held else "")]


def _organization(f: Fragments, organization: Organization) -> Told:
    return [
        ("type", text(organization.type)),
        ("parent", reference(f, organization.parent)),
        ("country", reference(f, organization.country)),
    ]


def _place(f: Fragments, place: Place) -> Told:
    at = place.coordinates
    return [
        ("type", text(place.type)),
        ("within", reference(f, place.within)),
        ("coordinates", f'{{"latitude":{at[0]!r},"longitude":{at[1]!r}}}' if at else ""),
        ("status_note", text(f.plain(place.status_note))),
    ]


def _equipment(f: Fragments, equipment: Equipment) -> Told:
    return [
        ("type", text(equipment.type)),
        ("maker", reference(f, equipment.maker)),
        ("origin", reference(f, equipment.origin)),
        ("variant_of", reference(f, equipment.variant_of)),
    ]


def _source(f: Fragments, source: Source) -> Told:
    return [
        ("when", when(f, source.published, source.date_note)),
        ("publisher", reference(f, source.publisher)),
        ("authors", array(map(quoted, source.authors)) if source.authors else ""),
        ("type", text(source.type)),
        ("language", text(source.language)),
        ("address", text(source.url)),
        ("archived_at", text(source.archive_url)),
        ("retrieved", when(f, source.retrieved)),
        ("origin", reference(f, source.origin)),
        ("sha256", text(source.sha256)),
        ("reliability", text(source.reliability)),
        ("credibility", text(source.credibility)),
        ("rating_note", text(f.plain(source.rating_note))),
    ]


def _briefing(f: Fragments, note: BriefingNote) -> Told:
    judged = [
        mapping(
            (
                ("text", quoted(f.plain(j.text))),
                ("likelihood", text(j.likelihood)),
                ("confidence", text(j.confidence)),
                ("basis", references(f, j.basis)),
                ("would_change_if", text(f.plain(j.would_change_if))),
            )
        )
        for j in note.judgements
    ]
    return [
        ("when", when(f, note.date)),
        ("bottom_line", quoted(f.plain(note.bottom_line))),
        ("judgements", array(judged) if judged else ""),
        ("sections", array([_section(f, section) for section in note.sections]) if note.items else ""),
        ("gaps", array([quoted(f.plain(gap)) for gap in note.gaps]) if note.gaps else ""),
        ("supersedes", reference(f, note.supersedes)),
    ]


def _section(f: Fragments, section: Section) -> str:
    return mapping((("heading", text(section.heading)), ("note", text(f.plain(section.note))), ("records", references(f, section.items))))


TOLD: dict[type[Record], Callable[[Fragments, Any], Told]] = {
    BriefingNote: _briefing,
    Event: _event,
    Statement: _statement,
    Claim: _claim,
    Person: _person,
    Organization: _organization,
    Place: _place,
    Equipment: _equipment,
    Source: _source,
}
