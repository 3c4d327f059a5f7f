"""What others said on the claims that a statement speaks to: before it, at about the same time, and since.

No record says what a statement answers, and to guess it would be to invent. What stands nearest in time on the same
claims follows from the positions and their dates alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from briefing.core.date_order import Order, order
from briefing.corpus.claim_standing import CountedPosition, Standing

NEAREST = 3  # positions before, at the time of, and after a statement, on each claim
LOOKED_AT = 40  # positions on either side of a statement in the order of time


class Exchange(NamedTuple):
    """The positions on one claim nearest in time to a statement's, by other origins, each in the order of time."""

    claim: str
    before: tuple[CountedPosition, ...]
    meanwhile: tuple[CountedPosition, ...]  # on the same day, or of dates that reach over the statement's
    since: tuple[CountedPosition, ...]


def exchanges(
    records: Mapping[str, Any], standings: Mapping[str, Standing], at: Mapping[str, Mapping[str, int]], id: str
) -> list[Exchange]:
    """Of each claim that a statement takes a position on and others have too. `at` is where in a claim's positions each statement stands."""
    statement = records[id]
    found = []
    for claim in dict.fromkeys(position.claim for position in statement.positions):
        positions, here = standings[claim].positions, at[claim].get(id)
        if here is None:  # it was withdrawn
            continue
        origin, date = positions[here].origin, statement.date
        earlier = positions[max(0, here - LOOKED_AT) : here]
        later = positions[here + 1 : here + 1 + LOOKED_AT]
        near = [(one, order(records[one.statement].date, date)) for one in (*earlier, *later) if one.origin != origin]
        one = Exchange(
            claim,
            tuple(_of(near, "before")[-NEAREST:]),
            tuple(_of(near, "same day", "not known")[:NEAREST]),
            tuple(_of(near, "after")[:NEAREST]),
        )
        if one.before or one.meanwhile or one.since:
            found.append(one)
    return found


def places(standing: Standing) -> dict[str, int]:
    """Where in a claim's positions each statement stands."""
    return {taken.statement: number for number, taken in enumerate(standing.positions)}


def _of(near: Iterable[tuple[CountedPosition, Order]], *orders: Order) -> Sequence[CountedPosition]:
    return list(dict.fromkeys(taken for taken, found in near if found in orders))
