"""What the functions that make pages work from: the Briefing, the standings, and the fragments for each depth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ..link import Briefing
from ..standing import Standing, Taken
from .fragments import Fragments


class Shelf:
    """`inner` makes fragments for pages in a folder, `outer` for pages at the site's root."""

    def __init__(self, briefing: Briefing, standings: Mapping[str, Standing]) -> None:
        self.briefing = briefing
        self.standings = standings
        self.inner = Fragments(briefing, standings, "../")
        self.outer = Fragments(briefing, standings, "")
        self.taken_by = _taken_by(standings)


def _taken_by(standings: Mapping[str, Standing]) -> Mapping[str, Sequence[tuple[Taken, str]]]:
    """(position, claim) for every actor that a position counts for: its speaker and all on the way to its origin."""
    taken_by: dict[str, list[tuple[Taken, str]]] = defaultdict(list)
    for claim, standing in standings.items():
        for taken in standing.positions:
            for id in dict.fromkeys(taken.way):
                taken_by[id].append((taken, claim))
    return taken_by
