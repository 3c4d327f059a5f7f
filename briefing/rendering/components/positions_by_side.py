"""Positions by side: those on a claim, and those that a person or an organization takes, itself or through those who speak for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from briefing.corpus.claim_standing import CountedPosition, Standing
from briefing.rendering.components.html_components import Components
from briefing.rendering.view.pagination import PartNeighbours, neighbours, part_of
from briefing.schema.vocabulary import phrase

Values = dict[str, Any]

SIDES = {"for": "For", "against": "Against", "none": "Neither for nor against"}
SHOWN = 5  # claims of a side that are shown at once; the others are folded


def on_side(standing: Standing, side: str) -> list[CountedPosition]:
    """The positions on one side of a claim, in the order of time."""
    return [taken for taken in standing.positions if taken.stance.polarity == side]


def part_of_side(taken: Sequence[CountedPosition], number: int) -> Iterator[CountedPosition]:
    """The positions of a part, in the order of time; the parts are cut from the newest."""
    return reversed(part_of(taken[::-1], number))


def sides_of(components: Components, actor: str, number: int = 0) -> list[Values]:
    """The claims that an actor stands for, against and neither, what it said last first; those of an older part by its number.

    The count is of all claims on a side, also where some are on other parts.
    """
    whole = components.tracked.taken_by(actor)
    claims = {side: {claim for claim, taken in whole if taken.stance.polarity == side} for side in SIDES if whole}
    found: dict[str, dict[tuple[str, str], list[CountedPosition]]] = {side: {} for side in SIDES}
    for claim, taken in part_of(whole, number):
        found[taken.stance.polarity].setdefault((claim, taken.stance.name), []).append(taken)
    return [
        {
            "name": side,
            "heading": SIDES[side],
            "count": f"{len(claims[side]):,}",
            "parts": _folded(
                [_row(components, actor, claim, stance, takings) for (claim, stance), takings in rows.items()], number
            ),
        }
        for side, rows in found.items()
        if rows
    ]


def _folded(rows: list[Values], number: int) -> list[list[Values]]:
    """Rows in sight, and those that are folded. An older part shows all, and nothing is folded for the sake of one or two."""
    return [rows] if number or len(rows) <= SHOWN + 2 else [rows[:SHOWN], rows[SHOWN:]]


def _row(components: Components, actor: str, claim: str, stance: str, takings: Sequence[CountedPosition]) -> Values:
    """A claim with one stance on it, and the newest statement that takes it; the claim's page has all."""
    taken = takings[0]
    statement = components.record(taken.statement)
    return {
        "claim": components.anchor(claim),
        "marks": components.marks(claim),
        "stance": phrase(stance),
        "name": stance,
        "date": components.date(statement.date, statement.date_note),
        "anchor": components.anchor(taken.statement, "statement"),
        "speaker": components.anchor(taken.speaker) if taken.speaker != actor else "",
        "others": f"{len(takings) - 1:,}" if len(takings) > 1 else "",
    }


def positions_part(components: Components, actor: str, number: int) -> tuple[Values, PartNeighbours]:
    """(the rows of an older part of the positions of an actor, its neighbours)"""
    count = len(components.tracked.taken_by(actor))
    shown = {
        "sides": sides_of(components, actor, number),
        "label": "Positions on claims",
        "anchor": "positions",
        "count": f"{count:,}",
    }
    return shown, neighbours(count, number)
