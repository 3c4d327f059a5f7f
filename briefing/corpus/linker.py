"""ParsedRecord records become a Corpus: references resolved once, and every record told who points at it, in which role."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from briefing.core.problems import Location, Problem, Related
from briefing.core.values import Document
from briefing.corpus.did_you_mean import Suggestions
from briefing.reading.decoder import File
from briefing.reading.locations import place_within
from briefing.reading.yaml_parser import locate
from briefing.schema import edtf
from briefing.schema.configuration import Config
from briefing.schema.fields import DateText, Reference, fields_of
from briefing.schema.kinds import KIND_IN_FOLDER, KIND_NAMED
from briefing.schema.kinds.event import Event
from briefing.schema.kinds.person import Person
from briefing.schema.kinds.record import Record
from briefing.schema.kinds.statement import Statement
from briefing.schema.record_parser import ParsedRecord, Pointer, references

MENTIONED = "Mentioned in"


class Link(NamedTuple):
    """One record pointing at another: its id, and the label the relation bears from the other end.

    `through` is the record in between, where the relation follows from others.
    """

    origin: str
    label: str
    through: str = ""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything the desk knows, linked: the ids that a record holds are all known here.

    `records` is by id, in the order of ids. `lists` are the ids of each kind, by folder, in the order of lists: what is
    dated newest first, then the rest by name; `ranks` is each id's place in that order among all. `links_to[id]` are the
    links that point at a record, `follows_to[id]` those that follow from other relations (what its people said counts
    for an organization), both in the order of lists. `changed` are the ids of records with changes noted, by id; `former`
    is whose each former id was.
    """

    config: Config
    records: Mapping[str, Record]
    documents: Mapping[str, Document]
    lists: Mapping[str, Sequence[str]]
    ranks: Mapping[str, int]
    links_to: Mapping[str, Sequence[Link]]
    derived_links: Mapping[str, Sequence[Link]]
    changed: Sequence[str]
    former: Mapping[str, str]

    def __getitem__(self, id: str) -> Any:
        return self.records[id]

    def of(self, kind: type[Record]) -> list[Any]:
        """Every record of a kind, by id."""
        return [record for record in self.records.values() if type(record) is kind]

    def referrers(self, id: str, label: str) -> list[str]:
        """The ids of the records that point at one under a label, in the order of lists."""
        return [link.origin for link in self.links_to.get(id, ()) if link.label == label]

    def written(self) -> Iterator[Record]:
        """Every record that an editor wrote soundly; not those that stand in for what is missing or wrong."""
        return (self.records[id] for id in self.documents)


def link(
    config: Config, shaped: Sequence[ParsedRecord], texts: Mapping[str, str], drafts: bool
) -> tuple[Corpus, list[Problem]]:
    """The Corpus of all records, without drafts unless they are wanted. `texts` gives a file's text by its path.

    Where a record was not sound or does not exist, a bare one stands in, so that checks can go on; the problems then
    forbid publishing it.
    """
    by_id: dict[str, ParsedRecord] = {}
    problems = [_twice(one, by_id[one.id]) for one in shaped if by_id.setdefault(one.id, one) is not one]
    shaped = tuple(by_id.values())
    hidden = set() if drafts else {one.id for one in shaped if one.draft}
    problems += _former_ids(shaped, by_id, texts)
    records = {one.id: one.record or _stand_in(one.kind, one.id) for one in shaped if one.id not in hidden}
    suggest = Suggestions(shaped)
    kinds = {one.id: one.kind.KIND for one in shaped}
    shown = {id: kind for id, kind in kinds.items() if id not in hidden} if hidden else kinds
    for one in shaped:
        if not _all_fine(one.pointers, kinds if one.id in hidden else shown):
            problems += _reference_problems(one, by_id, hidden, suggest, texts)
            if one.id not in hidden:
                for pointer in one.pointers:
                    kind = KIND_NAMED[pointer.kinds[0]] if pointer.kinds else Event
                    if pointer.target not in records:
                        records[pointer.target] = _stand_in(kind, pointer.target)
    problems = _gathered(problems)
    records = dict(sorted(records.items()))
    documents = {
        id: Document(by_id[id].file, by_id[id].index, texts) for id in records if id in by_id and by_id[id].record
    }
    order = _in_order_of_lists(records)
    lists: dict[str, list[str]] = {folder: [] for folder in KIND_IN_FOLDER}
    for id in order:
        lists[records[id].FOLDER].append(id)
    links = _links(by_id[id] for id in order if id in by_id)
    follows = _follows(records, order, links)
    ranks = {id: rank for rank, id in enumerate(order)}
    changed = tuple(id for id, record in records.items() if record.changes)
    former = {former: id for id, record in records.items() for former in record.former_ids}
    return Corpus(config, records, documents, lists, ranks, links, follows, changed, former), problems


def _stand_in(kind: type[Record], id: str) -> Record:
    needed = fields_of(kind).required
    return kind(id=id, **{f.name: edtf.parse("2000") if isinstance(f.type, DateText) else f.type.empty for f in needed})


def _twice(one: ParsedRecord, first: ParsedRecord) -> Problem:
    """Two records with one id."""
    message = f"another {first.kind.KIND} has the id `{one.id}`"
    if first.kind is not one.kind:
        message = f"the id `{one.id}` belongs to a record in {first.kind.FOLDER}"
    related = (Related(first.place, "the other record"),)
    return Problem(
        one.place, "duplicate-id", message, "ids are unique over the whole site; rename one of the two", related
    )


def name_order(record: Record) -> tuple[str, str]:
    """What a record that is not dated stands in lists by."""
    return record.label.casefold(), record.id


def _in_order_of_lists(records: Mapping[str, Record]) -> tuple[str, ...]:
    """All ids: what is dated newest first, those of the same date by id, then the rest by name."""
    dated, undated = [], []
    for id, record in records.items():  # by id, and sorting keeps that
        when = record.when
        if when is None:
            undated.append(name_order(record))
        else:
            dated.append((when.order, id))
    dated.sort(key=itemgetter(0), reverse=True)
    return (*(id for _, id in dated), *(id for _, id in sorted(undated)))


# --- what can be wrong with a reference ------------------------------------------------------------------------------


def _all_fine(pointers: Sequence[Pointer], kinds: Mapping[str, str]) -> bool:
    """Whether there is a record of the right kind wherever a record points. `kinds` are those that it may point at, by id."""
    for target, _, allowed in pointers:
        kind = kinds.get(target)
        if kind is None or (allowed and kind not in allowed):
            return False
    return True


MOST_APART = 2  # references to one missing record that are told one by one
MOST_NAMED = 5


def _gathered(problems: Sequence[Problem]) -> list[Problem]:
    """The problems, with one in the place of many references to the same missing record, which has one cause."""
    alike: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.code == "unknown-reference":
            alike.setdefault(problem.message, []).append(problem)
    kept = [p for p in problems if p.code != "unknown-reference" or len(alike[p.message]) <= MOST_APART]
    for message, same in alike.items():
        if len(same) > MOST_APART:
            first, *others = sorted(same, key=lambda problem: problem.location)
            related = tuple(Related(other.location, "and here") for other in others[:MOST_NAMED])
            rest = f", and {len(others) - MOST_NAMED} more places" if len(others) > MOST_NAMED else ""
            whole = f"{message}, to which {len(same)} places refer"
            hint = f"{first.hint}; if the record was deleted, put it back or take the references away{rest and ' (below' + rest + ')'}"
            kept.append(Problem(first.location, first.code, whole, hint, related))
    return kept


def _reference_problems(
    one: ParsedRecord,
    by_id: Mapping[str, ParsedRecord],
    hidden: set[str],
    suggest: Suggestions,
    texts: Mapping[str, str],
) -> Iterator[Problem]:
    """What is wrong with the references of a record, each at its place, for which its file is read again."""
    for document, found in references(File(one.file, texts[one.file])):
        if document.index == one.index:
            for reference in found:
                target = by_id.get(reference.target)
                if target is not one:
                    problem = _problem_with(reference, document, one, target, hidden, suggest)
                    if problem:
                        yield problem


def _problem_with(
    reference: Reference,
    document: Document,
    one: ParsedRecord,
    target: ParsedRecord | None,
    hidden: set[str],
    suggest: Suggestions,
) -> Problem | None:
    id = reference.target
    if target is None:
        message, hint = f"no record has the id `{id}`", suggest.for_unknown(reference)
        return Problem(_place(reference, document), "unknown-reference", message, hint)
    if reference.kinds and target.kind.KIND not in reference.kinds:
        wanted = " or ".join(reference.kinds)
        message = f"`{id}` is of the kind {target.kind.KIND}, and this field takes the kind {wanted}"
        return Problem(_place(reference, document), "wrong-kind", message, suggest.of_kind(reference))
    if target.id in hidden and one.id not in hidden:
        hint = f"publish `{id}`, or make this record a draft too"
        return Problem(
            _place(reference, document), "draft-reference", f"`{id}` is a draft, and this record is not", hint
        )
    return None


def _place(reference: Reference, document: Document) -> Location:
    """Where the id itself stands; a mention is searched for in the text that holds it."""
    if not reference.mention:
        return Location(document.file, reference.line, reference.column, len(reference.target))
    piece = re.compile(rf"\[\[\s*({re.escape(reference.target)})\s*[|\]]")
    return place_within(document.file, document.text, Location(document.file, reference.line, reference.column), piece)


def _former_ids(
    shaped: Sequence[ParsedRecord], by_id: Mapping[str, ParsedRecord], texts: Mapping[str, str]
) -> Iterator[Problem]:
    """A former id leads to one place only, and is never given to another record."""
    owners: dict[str, ParsedRecord] = {}
    for one in shaped:
        for at, former in enumerate(one.record.former_ids if one.record else ()):
            taken = by_id.get(former) or owners.get(former)
            owners.setdefault(former, one)
            if not taken:
                continue
            place = locate(Document(one.file, one.index, texts), "former_ids", at)
            if taken is one:
                message = f"`{former}` is what the record is called now"
                yield Problem(place, "former-id-in-use", message, "leave it out")
            else:
                related = (Related(taken.place, "the record that has it"),)
                message = f"`{former}` is an id of {taken.kind.KIND} `{taken.id}`"
                hint = "leave it out here or there; an id leads to one record for ever"
                yield Problem(place, "former-id-in-use", message, hint, related)


# --- who points at whom ----------------------------------------------------------------------------------------------


def _links(shaped: Iterator[ParsedRecord]) -> dict[str, list[Link]]:
    """Every link by its target, in the order in which the records that point come."""
    links: dict[str, list[Link]] = defaultdict(list)
    for one in shaped:
        id = one.id
        for target, label, _ in one.pointers:
            links[target].append(Link(id, label))
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
        starts = [p.organization for p in record.postings or () if p.held_on(at)]
        reached |= dict.fromkeys(starts, speaker)
    for start in starts:
        below = start
        for above in ancestors(records, start, "parent"):
            reached.setdefault(above, below)
            below = above
    return list(reached.items())


def _follows(
    records: Mapping[str, Record], order: Sequence[str], links: Mapping[str, Sequence[Link]]
) -> dict[str, list[Link]]:
    """The relations that follow from others, by target; never one that a record states itself."""
    follows: dict[str, dict[Link, None]] = defaultdict(dict)
    for id in order:
        for target, found in _following(records, records[id]):
            follows[target][found] = None
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


def _following(records: Mapping[str, Record], record: Record) -> Iterator[tuple[str, Link]]:
    """(target, link) of all that follows from one record's relations."""
    id = record.id
    if isinstance(record, Statement):
        for organization, through in organizations_of(records, record.speaker, record.date):
            yield organization, Link(id, "Statements by its people and members", through)
    elif isinstance(record, Event):
        for place in record.places:
            for above in ancestors(records, place, "within"):
                yield above, Link(id, "Events within", place)
        for participant in record.participants:
            for organization, through in organizations_of(records, participant.entity, record.date):
                yield organization, Link(id, "Events of its people and members", through)
        for use in record.equipment:
            for above in ancestors(records, use.item, "variant_of"):
                yield above, Link(id, "Events with its variants", use.item)
