"""Rules about meaning, a module for each family. `CHECKS` is the table: adding a check adds a line here.

A check takes the Briefing and gives a Problem for everything that breaks its rule. It may meet records that stand in
for unsound ones, so it looks only at what editors wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..link import Briefing
from ..problem import Problem
from . import claims, graph, records, texts

Check = Callable[[Briefing], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    graph.cycles,
    records.wordless_statements,
    records.relays,
    records.withdrawals,
    records.ratings,
    records.postings,
    records.unsourced,
    claims.conflicting_positions,
    claims.self_contradictions,
    claims.judgements,
    claims.supersession,
    texts.markdown,
)


def check(briefing: Briefing) -> list[Problem]:
    """Every problem that any check finds."""
    return [problem for rule in CHECKS for problem in rule(briefing)]
