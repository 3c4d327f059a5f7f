"""What pages are made from: the linked records and what follows from them, and a note of everything that is read.

A page is a pure function of what it reads here. Each thing that can be read is a cell: a record, its card, the links that
point at it, where it stands and among whom, or the list of all records of a kind. The cells a page has read decide whether it must be
made anew, so nothing that pages show may be reached past the shelf.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from heapq import merge
from typing import Any, Literal, TypeVar

from briefing.checks.quotes.quote_lock import Verification, digest
from briefing.corpus.claim_standing import CountedPosition, PositionsByActor, Standing
from briefing.corpus.co_occurrence import AppearancePeriod, Companion, Surroundings, TimeNeighbours
from briefing.corpus.linker import Corpus, Link
from briefing.corpus.responses import Exchange, exchanges, places
from briefing.rendering.view.name_index import NAMED, Names, names_of
from briefing.rendering.view.record_summary import Card, make_card
from briefing.schema.configuration import Config
from briefing.schema.kinds import KINDS
from briefing.schema.kinds.event import Event
from briefing.schema.kinds.record import Record
from briefing.schema.kinds.statement import Statement

# The cells of a record: 4 × its number, and one of these, after the lists. STANDING is where a claim stands, what counts
# for an actor, and what others said beside a statement.
RECORD, CARD, LINKS, STANDING = range(4)
LISTS = 32  # cells before those of the records: a list for each kind, in the order of KINDS
STATIC, STATIC_CELLS = 12, 16  # of static files, each in one of these by its path
CHANGED = LISTS - 1  # the list of the records that have changes noted
EVERYTHING = LISTS - 2  # the structure of all records
NAMES = LISTS - 3  # the names by which records are found as they are typed
_HAPPENING = ("Events ", "Statements ")  # how the labels of what events and statements say of others begin
_LIST = {kind.FOLDER: number for number, kind in enumerate(KINDS)}
T = TypeVar("T")


def static_cell(path: str) -> int:
    """The cell of a static file, which it may share with others."""
    return STATIC + blake2b(path.encode(), digest_size=1).digest()[0] % STATIC_CELLS


def list_of(folder: str) -> int:
    """The cell of the list of a kind's records."""
    return _LIST[folder]


class TrackedCorpus:
    """Reads for one page at a time: `begin` forgets what was read, and `reads` is what has been since."""

    def __init__(
        self,
        corpus: Corpus,
        standings: Mapping[str, Standing],
        takings: PositionsByActor,
        numbers: Mapping[str, int],
        around: Surroundings,
        verified: Mapping[str, Sequence[Verification]] | None = None,
        named: Callable[[], Names] | None = None,
    ) -> None:
        self.config: Config = corpus.config
        self.numbers = numbers
        self.reads: set[int] = set()
        self.card_reads: dict[str, set[int]] = {}
        self._corpus = corpus
        self._standings = standings
        self._takings = takings
        self._around = around
        self._verified = verified  # None where the desk does not check quotes
        self._cards: dict[str, Card] = {}
        self._named = named or (
            lambda: names_of(self._corpus.lists, self._corpus.records)
        )  # where names are remembered, no record need be read
        self._called: Names | None = None
        self._places: dict[str, dict[str, int]] = {}
        self._chronicle: Sequence[str] | None = None  # this and names are structure, which a renewal leaves as it is
        self._names: dict[str, str] = {}
        self.grouped: tuple[str, Mapping[str, list[Link]]] = (
            "",
            {},
        )  # of the record asked for last; as much structure as its links

    def reset_reads(self) -> None:
        self.reads = set()

    def apply_edits(self, corpus: Corpus, edited: Iterable[str]) -> set[int]:
        """Go on with a Corpus in which these records were edited and the structure of all is as it was.

        Gives the cells that differ; fragments made until now may show what they no longer hold.
        """
        dirty = {LISTS + 4 * self.numbers[id] + RECORD for id in edited}
        self._corpus = corpus
        self._places.clear()
        for id in [id for id, reads in self.card_reads.items() if not dirty.isdisjoint(reads)]:
            before = self._cards.pop(id)
            if self.card(id) != before:
                dirty.add(LISTS + 4 * self.numbers[id] + CARD)
                if type(corpus.records[id]) in NAMED:
                    dirty.add(NAMES)
                    self._called = None
        return dirty

    def everything(self) -> Iterator[str]:
        """The ids of all records, kind by kind."""
        for kind in KINDS:
            yield from self.ids(kind)

    def record(self, id: str) -> Any:
        """A record, of which anything may be shown."""
        self.reads.add(LISTS + 4 * self.numbers[id] + RECORD)
        return self._corpus.records[id]

    def knows(self, id: str) -> bool:
        """Whether there is such a record. What refers to one is in its structure, so this is no cell."""
        return id in self._corpus.records

    def card(self, id: str) -> Card:
        """What is shown of a record wherever it is linked."""
        self.reads.add(LISTS + 4 * self.numbers[id] + CARD)
        card = self._cards.get(id)
        if card is None:
            card, self.card_reads[id] = self.capture_reads(lambda: make_card(self, id))
            self._cards[id] = card
        return card

    def capture_reads(self, make: Callable[[], T]) -> tuple[T, set[int]]:
        """(what a function makes, what it reads for that). The page that is being made has read none of it yet."""
        page, self.reads = self.reads, set()
        made = make()
        read, self.reads = self.reads, page
        return made, read

    def links(self, id: str) -> Sequence[Link]:
        """The links that point at a record."""
        self.reads.add(LISTS + 4 * self.numbers[id] + LINKS)
        return self._corpus.links_to.get(id, ())

    def follows(self, id: str) -> Sequence[Link]:
        """The links to a record that follow from other relations."""
        self.reads.add(LISTS + 4 * self.numbers[id] + LINKS)
        return self._corpus.derived_links.get(id, ())

    def referrers(self, id: str, label: str) -> list[str]:
        """The ids of the records that point at one under a label, in the order of lists."""
        return [link.origin for link in self.links(id) if link.label == label]

    def standing(self, claim: str) -> Standing:
        """Where a claim stands."""
        self.reads.add(LISTS + 4 * self.numbers[claim] + STANDING)
        return self._standings[claim]

    def taken_by(self, actor: str) -> Sequence[tuple[str, CountedPosition]]:
        """(claim, position) of all positions that count for a person or an organization, newest first."""
        self.reads.add(LISTS + 4 * self.numbers[actor] + STANDING)
        return self._takings.get(actor, ())

    def exchanges(self, statement: str) -> Sequence[Exchange]:
        """What others said on the claims that a statement speaks to, nearest in time."""
        self.reads.add(LISTS + 4 * self.numbers[statement] + STANDING)
        for position in self._corpus.records[statement].positions:
            if position.claim not in self._places:
                self._places[position.claim] = places(self._standings[position.claim])
        return exchanges(self._corpus.records, self._standings, self._places, statement)

    def companions(self, entity: str) -> list[Companion]:
        """The entities that appear with one in events and statements, the most often first; no more than `surroundings.MOST`."""
        self.reads.add(LISTS + 4 * self.numbers[entity] + STANDING)
        return self._around.companions(self.numbers[entity])

    def periods(self, entity: str) -> list[AppearancePeriod]:
        """When the events and statements on an entity's page were, counted by period, in the order of time."""
        self.reads.add(LISTS + 4 * self.numbers[entity] + STANDING)
        return self._around.periods(self.numbers[entity])

    def beside(self, id: str) -> TimeNeighbours:
        """The events before and after an event in time, or the statements before and after a statement."""
        self.reads.add(LISTS + 4 * self.numbers[id] + STANDING)
        return self._around.neighbours(self.numbers[id])

    def checked(self, id: str, quote: str, sources: Iterable[str]) -> Verification | Literal["unchecked"] | None:
        """Where a quote of a record was found in the archived text of one of its sources; None where quotes are not checked.

        The lock file is part of what all pages are made from, so that it is no cell.
        """
        if self._verified is None:
            return None
        wanted, allowed = digest(quote), set(sources)
        for line in self._verified.get(id, ()):
            if (
                line.digest == wanted
                and line.source in allowed
                and self.record(line.source).sha256 in ("", line.sha256)
            ):
                return line
        return "unchecked"

    def name_index(self) -> Names:
        """What each record that has a name is called, by id, kind by kind. It is one cell: its digest is of their cards."""
        self.reads.add(NAMES)
        if self._called is None:
            self._called = self._named()
        return self._called

    def former(self) -> Mapping[str, str]:
        """The id that each former id leads to. It is structure, like the lists."""
        self.reads.add(EVERYTHING)
        return self._corpus.former

    def ids(self, kind: type[Record]) -> Sequence[str]:
        """The ids of all records of a kind, in the order of lists."""
        self.reads.add(_LIST[kind.FOLDER])
        return self._corpus.lists[kind.FOLDER]

    def merged(self, *kinds: type[Record]) -> Iterator[str]:
        """The ids of the records of several kinds together, in the order of lists."""
        return merge(*map(self._dated, kinds), key=self._corpus.ranks.__getitem__)

    def _dated(self, kind: type[Record]) -> Iterator[str]:
        return self._read(self.ids(kind))

    def concerning(self, id: str) -> Iterator[str]:
        """The ids of the events and statements that concern a record by what they say, once each, in the order of lists.

        A label tells the kind of what bears it, so that nothing is read but what is asked for.
        """
        ways = self.links(id), self.follows(id)
        found = [dict.fromkeys(link.origin for link in links if link.label.startswith(_HAPPENING)) for links in ways]
        return merge(*map(self._read, found), key=self._corpus.ranks.__getitem__)

    def _read(self, ids: Iterable[str]) -> Iterator[str]:
        """Ids, each of which is read, because its date decides where it stands among those of another list."""
        for id in ids:
            self.record(id)
            yield id

    def is_published(self, id: str) -> bool:
        """Whether all may see a record. It is in its structure, which decides what pages there are, so this is no cell."""
        return self._corpus.records[id].status == "published"

    def published(self) -> Mapping[str, str]:
        """Of every published record, by id, the last full day on which an editor noted a change, or nothing.

        This is all structure, of which any change dirties the cell, so that no record's own cell is.
        """
        self.reads.add(EVERYTHING)
        return {
            id: max(noted_days(record), default="")
            for id, record in self._corpus.records.items()
            if record.status == "published"
        }

    def changed(self) -> list[str]:
        """The ids of all records that have changes noted, by id."""
        self.reads.add(CHANGED)
        return self._corpus.changed

    def chronicle(self) -> Sequence[str]:
        """The ids of all events and statements, in the order of lists.

        It is no cell. The spec of a page that shows a part of it says so with a digest of that part.
        """
        if self._chronicle is None:
            lists = self._corpus.lists
            self._chronicle = self.ranked([*lists[Event.FOLDER], *lists[Statement.FOLDER]])
        return self._chronicle

    def names(self, id: str) -> str:
        """The ids of the entities and topics that an event or a statement names in some role, with spaces between.

        They are structure and no cell, as the chronicle is none.
        """
        names = self._names.get(id)
        if names is None:
            names = self._names[id] = " ".join(dict.fromkeys(_named(self._corpus.records[id])))
        return names

    def ranked(self, ids: Sequence[str]) -> list[str]:
        """Ids in the order of lists."""
        return sorted(ids, key=self._corpus.ranks.__getitem__) if len(ids) > 1 else list(ids)


def _named(record: Record) -> tuple[str, ...]:
    """The ids of the entities and topics that a record names in some role."""
    if type(record) is Statement:
        return (record.speaker, *record.via, *record.about, *record.topics)
    assert isinstance(record, Event)
    used = [use.item for use in record.equipment] if record.equipment else ()
    return (*[participant.entity for participant in record.participants], *record.places, *used, *record.topics)


def noted_days(record: Record) -> list[str]:
    """The full days on which editors noted a change."""
    return [change.date.iso for change in record.changes if len(change.date.iso) == 10]
