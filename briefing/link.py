"""Shaped records become a Briefing: references resolved once, and every record told who points at it, in which role."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import edtf
from .compose import locate
from .config import Config
from .fields import DateText, Reference, fields_of
from .kinds import KIND_NAMED
from .kinds.common import Record
from .kinds.event import Event
from .kinds.person import Person
from .kinds.statement import Statement
from .model import Document
from .places import place_within
from .problem import Location, Problem, Related
from .shape import Shaped
from .suggest import Suggestions

MENTIONED = "Mentioned in"


@dataclass(frozen=True, slots=True)
class Link:
    """One record pointing at another: its id, and the label the relation bears from the other end.

    `through` is the record in between, where the relation follows from others.
    """

    origin: str
    label: str
    through: str = ""


@dataclass(frozen=True, slots=True)
class Briefing:
    """Everything the desk knows, linked: the ids that a record holds are all known here.

    `records` is by id, in the order of ids. `links_to[id]` are the links that point at a record, `follows_to[id]`
    those that follow from other relations (what its people said counts for an organization).
    """

    config: Config
    records: Mapping[str, Record]
    documents: Mapping[str, Document]
    links_to: Mapping[str, Sequence[Link]]
    follows_to: Mapping[str, Sequence[Link]]

    def __getitem__(self, id: str) -> Any:
        return self.records[id]

    def of(self, kind: type[Record]) -> list[Any]:
        """Every record of a kind, by id."""
        return [record for record in self.records.values() if type(record) is kind]

    def pointing(self, id: str, label: str) -> list[str]:
        """The ids of the records that point at one under a label."""
        return [link.origin for link in self.links_to.get(id, ()) if link.label == label]

    def written(self) -> Iterator[Record]:
        """Every record that an editor wrote soundly; not those that stand in for what is missing or wrong."""
        return (self.records[id] for id in self.documents)


def link(config: Config, shaped: Sequence[Shaped], drafts: bool) -> tuple[Briefing, list[Problem]]:
    """The Briefing of all records, without drafts unless they are wanted.

    Where a record was not sound or does not exist, a bare one stands in, so that checks can go on; the problems then
    forbid publishing it.
    """
    by_id = {one.id: one for one in shaped}
    hidden = set() if drafts else {one.id for one in shaped if one.draft}
    problems = list(_former_ids(shaped, by_id))
    records = {one.id: one.record or _stand_in(one.kind, one.id) for one in shaped if one.id not in hidden}
    suggest = Suggestions(shaped)
    for one in shaped:
        for reference in one.references:
            target = by_id.get(reference.target)
            problem = _problem_with(reference, one, target, hidden, suggest)
            if problem:
                problems.append(problem)
            if reference.target not in records and one.id not in hidden:
                kind = KIND_NAMED[reference.kinds[0]] if reference.kinds else Event
                records.setdefault(reference.target, _stand_in(kind, reference.target))
    records = dict(sorted(records.items()))
    documents = {one.id: one.document for one in sorted(shaped, key=lambda s: s.id) if one.record and one.id not in hidden}
    links = _links(one for one in shaped if one.id not in hidden)
    return Briefing(config, records, documents, links, _follows(records, links)), problems


def _stand_in(kind: type[Record], id: str) -> Record:
    needed = [f for f in fields_of(kind).values() if f.required]
    return kind(id=id, **{f.name: edtf.parse("2000") if isinstance(f.type, DateText) else f.type.empty for f in needed})


# --- what can be wrong with a reference ------------------------------------------------------------------------------


def _problem_with(
    reference: Reference, one: Shaped, target: Shaped | None, hidden: set[str], suggest: Suggestions
) -> Problem | None:
    id = reference.target
    if target is None:
        message, hint = f"no record has the id `{id}`", suggest.for_unknown(reference)
        return Problem(_place(reference, one), "unknown-reference", message, hint)
    if target is one:
        if reference.mention:
            return None
        return Problem(_place(reference, one), "self-reference", f"`{id}` refers to itself", "leave it out")
    if reference.kinds and target.kind.KIND not in reference.kinds:
        wanted = " or ".join(reference.kinds)
        message = f"`{id}` is of the kind {target.kind.KIND}, and this field takes the kind {wanted}"
        return Problem(_place(reference, one), "wrong-kind", message, suggest.of_kind(reference))
    if target.id in hidden and one.id not in hidden:
        hint = f"publish `{id}`, or make this record a draft too"
        return Problem(_place(reference, one), "draft-reference", f"`{id}` is a draft, and this record is not", hint)
    return None


def _place(reference: Reference, one: Shaped) -> Location:
    """Where the id itself stands; a mention is searched for in the text that holds it."""
    document = one.document
    if not reference.mention:
        return Location(document.file, reference.line, reference.column, len(reference.target))
    piece = re.compile(rf"\[\[\s*({re.escape(reference.target)})\s*[|\]]")
    return place_within(document.file, document.text, Location(document.file, reference.line, reference.column), piece)


def _former_ids(shaped: Sequence[Shaped], by_id: Mapping[str, Shaped]) -> Iterator[Problem]:
    """A former id leads to one place only, and is never given to another record."""
    owners: dict[str, Shaped] = {}
    for one in shaped:
        for at, former in enumerate(one.record.former_ids if one.record else ()):
            taken = by_id.get(former) or owners.get(former)
            owners.setdefault(former, one)
            if taken is one:
                message = f"`{former}` is what the record is called now"
                yield Problem(locate(one.document, "former_ids", at), "former-id-in-use", message, "leave it out")
            elif taken:
                place = locate(one.document, "former_ids", at)
                related = (Related(taken.place, "the record that has it"),)
                message = f"`{former}` is an id of {taken.kind.KIND} `{taken.id}`"
                hint = "leave it out here or there; an id leads to one record for ever"
                yield Problem(place, "former-id-in-use", message, hint, related)


# --- who points at whom ----------------------------------------------------------------------------------------------


def _links(shaped: Iterable[Shaped]) -> dict[str, list[Link]]:
    """Every link by its target. A mention does not count where the same record already points there in a role."""
    links: dict[str, list[Link]] = defaultdict(list)
    for one in shaped:
        plural = one.kind.FOLDER.capitalize()
        seen: dict[str, set[str]] = {}
        for reference in sorted(one.references, key=lambda r: r.mention):
            if reference.target == one.id:
                continue
            label = reference.label.replace("{kind}", plural) if "{" in reference.label else reference.label
            labels = seen.setdefault(reference.target, set())
            if label in labels or labels and reference.mention:
                continue
            labels.add(label)
            links[reference.target].append(Link(one.id, label))
    return dict(links)


def ancestors(records: Mapping[str, Record], id: str, field: str) -> list[str]:
    """The ids above a record along a field such as `parent` or `within`, nearest first; a circle ends it."""
    above: list[str] = []
    while True:
        next_id = getattr(records.get(id), field, "")
        if not next_id or next_id in above:
            return above
        above.append(next_id)
        id = next_id


def organizations_of(records: Mapping[str, Record], speaker: str, at: Any) -> list[tuple[str, str]]:
    """(organization, the one below it on the way) for all that an actor's acts count for at a date, nearest first."""
    reached: dict[str, str] = {}
    record = records.get(speaker)
    starts = [speaker]
    if isinstance(record, Person):
        starts = [p.organization for p in record.postings if p.held_on(at)]
        reached |= dict.fromkeys(starts, speaker)
    for start in starts:
        below = start
        for above in ancestors(records, start, "parent"):
            reached.setdefault(above, below)
            below = above
    return list(reached.items())


def _follows(records: Mapping[str, Record], links: Mapping[str, Sequence[Link]]) -> dict[str, list[Link]]:
    """The relations that follow from others, by target; never one that a record states itself."""
    follows: dict[str, dict[Link, None]] = defaultdict(dict)
    for record in records.values():
        if isinstance(record, Statement):
            for organization, through in organizations_of(records, record.speaker, record.date):
                follows[organization][Link(record.id, "Statements by its people and members", through)] = None
        elif isinstance(record, Event):
            for place in record.places:
                for above in ancestors(records, place, "within"):
                    follows[above][Link(record.id, "Events within", place)] = None
            for participant in record.participants:
                for organization, through in organizations_of(records, participant.entity, record.date):
                    follows[organization][Link(record.id, "Events of its people and members", through)] = None
            for use in record.equipment:
                for above in ancestors(records, use.item, "variant_of"):
                    follows[above][Link(record.id, "Events with its variants", use.item)] = None
    result: dict[str, list[Link]] = {}
    for target, found in follows.items():
        stated = {entry.origin for entry in links.get(target, ()) if entry.label != MENTIONED}
        kept: dict[tuple[str, str], Link] = {}
        for entry in found:
            if entry.origin not in stated:
                kept.setdefault((entry.origin, entry.label), entry)
        if kept:
            result[target] = list(kept.values())
    return result


