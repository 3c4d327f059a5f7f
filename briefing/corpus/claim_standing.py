"""The standing of claims: who stands for, against or uncommitted, counted by origin and never by outlet.

The origin of a position is the first speaker in its chain, taken up through the postings held at the statement's date
and through parents to the topmost organization. A source that repeats another adds no origin of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefing.core.values import UNDATED
from briefing.corpus.linker import Corpus, ancestors
from briefing.schema.kinds.claim import Claim
from briefing.schema.kinds.person import Person
from briefing.schema.kinds.record import date_order
from briefing.schema.kinds.source import Source
from briefing.schema.kinds.statement import Statement
from briefing.schema.vocabulary import STANCES, Stance


@dataclass(frozen=True, slots=True)
class CountedPosition:
    """One position on a claim: the id of the statement that takes it, and its stance.

    `attribution_path` is the ids from the speaker up to the origin that the position counts for, both included.
    `established` is false where the speaker spoke in a role and no posting says for whom: the origin may be any other.
    """

    statement: str
    stance: Stance
    attribution_path: tuple[str, ...]
    established: bool = True

    @property
    def speaker(self) -> str:
        return self.attribution_path[0]

    @property
    def origin(self) -> str:
        return self.attribution_path[-1]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a claim stands. `positions` are in the order of time; origins are ids, in the order they first spoke."""

    word: str  # one of vocabulary.STANDINGS
    positions: tuple[CountedPosition, ...]
    origins_for: tuple[str, ...]
    origins_against: tuple[str, ...]
    uncommitted: tuple[str, ...]  # origins that spoke to it, but neither for nor against
    not_established: tuple[str, ...] = ()  # origins for or against it of whom it is not known for whom they speak


PositionsByActor = Mapping[
    str, Sequence[tuple[str, CountedPosition]]
]  # by actor: (claim, position) of all that count for it, newest first


class Standings(Mapping[str, Standing]):
    """The standing of every claim, by id, each found when it is asked for."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._found: dict[str, Standing] = {}

    def __getitem__(self, claim: str) -> Standing:
        standing = self._found.get(claim)
        if standing is None:
            standing = self._found[claim] = _standing(list(_positions(self._corpus, claim)))
        return standing

    def __iter__(self) -> Iterator[str]:
        return (claim.id for claim in self._corpus.of(Claim))

    def __len__(self) -> int:
        return len(self._corpus.of(Claim))


def standings(corpus: Corpus) -> Standings:
    """The standing of every claim. A withdrawn statement does not count."""
    return Standings(corpus)


def _positions(corpus: Corpus, claim: str) -> Iterator[CountedPosition]:
    statements = [corpus[id] for id in corpus.referrers(claim, "Statements on this claim")]
    for statement in sorted((s for s in statements if s.status != "withdrawn"), key=date_order):
        attribution_path = way_to_origin(corpus, statement)
        established = _is_established(corpus, statement, attribution_path)
        for position in statement.positions:
            if position.claim == claim:
                yield CountedPosition(statement.id, STANCES[position.stance], attribution_path, established)


def positions_by_actor(corpus: Corpus, standings: Mapping[str, Standing]) -> PositionsByActor:
    """The positions that count for each actor: for a position's speaker and for all on the way to its origin."""
    found: dict[str, list[tuple[str, CountedPosition]]] = defaultdict(list)
    for claim, standing in standings.items():
        for taken in standing.positions:
            for actor in dict.fromkeys(taken.attribution_path):
                found[actor].append((claim, taken))
    for positions in found.values():
        positions.sort(key=lambda pair: (corpus.ranks[pair[1].statement], pair[0]))
    return dict(found)


def _is_established(corpus: Corpus, statement: Statement, attribution_path: Sequence[str]) -> bool:
    """Whether it is known for whom a speaker spoke: a role without a posting at that time leaves it open.

    The role itself is free text and decides nothing more. A person whose record says `postings: []` has none and speaks
    for themself.
    """
    speaker = corpus.records.get(statement.speaker)
    if not isinstance(speaker, Person) or not statement.role or len(attribution_path) > 1:
        return True
    return speaker.postings is not None and not speaker.postings


def _standing(positions: Sequence[CountedPosition]) -> Standing:
    sides = _Sides()
    for taken in positions:
        sides.add(taken)
    pro, con = tuple(sides.origins["for"]), tuple(sides.origins["against"])
    neither = tuple(origin for origin in sides.origins["none"] if origin not in pro and origin not in con)
    return Standing(sides.word(), tuple(positions), pro, con, neither, sides.not_established())


class _Sides:
    """The origins that have spoken to a claim, by side, each with whether it is known for whom it spoke on that side."""

    def __init__(self) -> None:
        self.origins: Mapping[str, dict[str, bool]] = {"for": {}, "against": {}, "none": {}}

    def add(self, taken: CountedPosition) -> bool:
        """Count a position; whether its origin is new to the side."""
        side = self.origins[taken.stance.polarity]
        is_new = taken.origin not in side
        side[taken.origin] = taken.established or side.get(taken.origin, False)
        return is_new

    def not_established(self) -> tuple[str, ...]:
        """List the origins for or against the claim of whom it is not known for whom they spoke there."""
        committed = [*self.origins["for"].items(), *self.origins["against"].items()]
        return tuple(dict.fromkeys(origin for origin, established in committed if not established))

    def word(self) -> str:
        """Where the claim stands: one of vocabulary.STANDINGS.

        One origin on both sides has changed its mind; only another origin's denial makes a claim contested. Those of
        whom it is not known for whom they speak contradict like everybody else, since a denial must never be hidden,
        but they may all be of one house, or of that of any other, and so corroborate nothing.
        """
        pro, con = self.origins["for"], self.origins["against"]
        if pro and any(one != other for one in pro for other in con):
            return "contested"
        if sum(pro.values()) >= 2:
            return "corroborated"
        if len(pro) >= 2:
            return "origins-not-established"
        if pro:
            return "single-origin"
        return "denied" if con else "unaddressed"


@dataclass(frozen=True, slots=True)
class StandingEntry:
    """A position with which an origin first took a side of a claim, and where the claim stood from then on."""

    taken: CountedPosition
    word: str  # one of vocabulary.STANDINGS


def entries(standing: Standing) -> Iterator[StandingEntry]:
    """How a claim came to stand where it stands, in the order of time. What an origin says again changes nothing."""
    sides = _Sides()
    for taken in standing.positions:
        before = sides.word()
        if sides.add(taken) or sides.word() != before:
            yield StandingEntry(taken, sides.word())


def way_to_origin(corpus: Corpus, statement: Statement) -> tuple[str, ...]:
    """The ids from a statement's speaker up to the origin that its positions count for.

    A speaker who only passes on another's text, because each source cited that the speaker publishes repeats another
    one, counts for the publisher of the first source in that row, or for that source itself where no publisher is named.
    """
    records = corpus.records
    attribution_path = _upwards(corpus, statement.speaker, statement)
    own = [
        source
        for citation in statement.sources
        if isinstance(source := records[citation.source], Source) and source.publisher in attribution_path
    ]
    if own and all(source.origin for source in own):
        first = ancestors(records, own[0].id, "origin")[-1]
        publisher = getattr(records[first], "publisher", "")
        return (*attribution_path, first, *(_upwards(corpus, publisher, statement) if publisher else ()))
    return attribution_path


def _upwards(corpus: Corpus, speaker: str, statement: Statement) -> tuple[str, ...]:
    """A speaker and whatever it is part of. Of several postings at the time, the latest begun leads; then the first."""
    record = corpus.records.get(speaker)
    attribution_path = [speaker]
    if isinstance(record, Person):
        held = [p for p in record.postings or () if p.held_on(statement.date)]
        if held:
            latest = max(held, key=lambda p: p.since.order if p.since else UNDATED)
            attribution_path.append(latest.organization)
    return (*attribution_path, *ancestors(corpus.records, attribution_path[-1], "parent"))
