"""The standing of claims: who stands for, against or uncommitted, counted by origin and never by outlet.

The origin of a position is the first speaker in its chain, taken up through the postings held at the statement's date
and through parents to the topmost organization. A source that repeats another adds no origin of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .kinds.claim import Claim
from .kinds.common import date_order
from .kinds.person import Person
from .kinds.source import Source
from .kinds.statement import Statement
from .link import Briefing, ancestors
from .model import UNDATED
from .vocabulary import STANCES, Stance


@dataclass(frozen=True, slots=True)
class Taken:
    """One position on a claim: the statement that takes it, its stance, and the origin it counts for.

    `way` is the ids from the speaker up to the origin, both included.
    """

    statement: Statement
    stance: Stance
    origin: str
    way: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a claim stands. `positions` are in the order of time; origins are ids, in the order they first spoke."""

    word: str  # one of vocabulary.STANDINGS
    positions: tuple[Taken, ...]
    origins_for: tuple[str, ...]
    origins_against: tuple[str, ...]
    uncommitted: tuple[str, ...]  # origins that spoke to it, but neither for nor against


def standings(briefing: Briefing) -> dict[str, Standing]:
    """The standing of every claim, by id. A withdrawn statement does not count."""
    taken: dict[str, list[Taken]] = {claim.id: [] for claim in briefing.of(Claim)}
    for statement in sorted(briefing.of(Statement), key=date_order):
        if statement.status == "withdrawn":
            continue
        way = way_to_origin(briefing, statement) if statement.positions else ()
        for position in statement.positions:
            if position.claim in taken:
                taken[position.claim].append(Taken(statement, STANCES[position.stance], way[-1], way))
    return {claim: _standing(positions) for claim, positions in taken.items()}


def _standing(positions: Sequence[Taken]) -> Standing:
    sides: Mapping[str, dict[str, None]] = {"for": {}, "against": {}, "none": {}}
    for taken in positions:
        sides[taken.stance.polarity][taken.origin] = None
    pro, con = tuple(sides["for"]), tuple(sides["against"])
    neither = tuple(origin for origin in sides["none"] if origin not in pro and origin not in con)
    return Standing(_word(pro, con), tuple(positions), pro, con, neither)


def _word(pro: Sequence[str], con: Sequence[str]) -> str:
    """One origin on both sides has changed its mind; only another origin's denial makes a claim contested."""
    if pro and any(one != other for one in pro for other in con):
        return "contested"
    if len(pro) >= 2:
        return "corroborated"
    if pro:
        return "single-origin"
    return "denied" if con else "unaddressed"


def way_to_origin(briefing: Briefing, statement: Statement) -> tuple[str, ...]:
    """The ids from a statement's speaker up to the origin that its positions count for.

    A speaker who only passes on another's text, because each source cited that the speaker publishes repeats another
    one, counts for the publisher of the first source in that row, or for that source itself where no publisher is named.
    """
    records = briefing.records
    way = _upwards(briefing, statement.speaker, statement)
    own = [
        source
        for citation in statement.sources
        if isinstance(source := records[citation.source], Source) and source.publisher in way
    ]
    if own and all(source.origin for source in own):
        first = ancestors(records, own[0].id, "origin")[-1]
        publisher = getattr(records[first], "publisher", "")
        return (*way, first, *(_upwards(briefing, publisher, statement) if publisher else ()))
    return way


def _upwards(briefing: Briefing, speaker: str, statement: Statement) -> tuple[str, ...]:
    """A speaker and whatever it is part of. Of several postings at the time, the latest begun leads; then the first."""
    record = briefing.records.get(speaker)
    way = [speaker]
    if isinstance(record, Person):
        held = [p for p in record.postings if p.held_on(statement.date)]
        if held:
            latest = max(held, key=lambda p: p.since.order if p.since else UNDATED)
            way.append(latest.organization)
    return (*way, *ancestors(briefing.records, way[-1], "parent"))
