"""Rules about chains of references: none may come back to where it began."""

from __future__ import annotations

from collections.abc import Iterator

from ..compose import locate
from ..kinds.common import Record
from ..link import Briefing
from ..problem import Problem, Related

# The fields that lead from a record to the one above it.
UPWARD = ("parent", "within", "variant_of", "origin", "supersedes")


def cycles(briefing: Briefing) -> Iterator[Problem]:
    """Each circle once, at the record in it whose id sorts first."""
    for record in briefing.written():
        for field in UPWARD:
            circle = _circle(briefing, record, field)
            if circle and record.id == min(circle):
                shown = " → ".join([*circle, record.id])
                place, *others = (locate(briefing.documents[id], field) for id in circle)
                related = tuple(Related(other, "and here") for other in others)
                hint = f"one of these is wrong: leave its `{field}` out, or name another"
                yield Problem(place, "reference-cycle", f"`{field}` goes round in a circle: {shown}", hint, related)


def _circle(briefing: Briefing, record: Record, field: str) -> list[str]:
    """The ids on the way from a record back to itself, beginning with its own, or nothing."""
    way = [record.id]
    while True:
        above = getattr(briefing.records[way[-1]], field, "")
        if above == record.id:
            return way if len(way) > 1 else []  # a record that names itself is already a self-reference
        if not above or above in way:
            return []
        way.append(above)
