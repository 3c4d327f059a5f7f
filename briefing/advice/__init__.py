"""Suggestions, a module for each family. `ADVICE` is the table: adding a suggestion adds a line here.

A suggestion is a function from the Briefing to Problems of the severity "suggestion": what an editor may want to look at,
and never what must be mended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..link import Briefing
from ..problem import Problem
from . import alike, loose, names

Advice = Callable[[Briefing], Iterator[Problem]]

ADVICE: tuple[Advice, ...] = (
    names.unlinked,
    loose.unstated_positions,
    alike.similar_entities,
    loose.unaddressed_claims,
    loose.unused_entities,
)


def advise(briefing: Briefing) -> list[Problem]:
    """Every suggestion for a Briefing in which nothing is wrong."""
    return [problem for advice in ADVICE for problem in advice(briefing)]
