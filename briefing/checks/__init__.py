"""Rules about meaning, a module for each family. Adding a check adds a line to one of the two tables here.

A check of `RECORD_CHECKS` takes a sound record by itself, with the document it was written in; one of `CHECKS` takes the
Briefing, for what shows only between records. It may meet records that stand in for unsound ones, so it looks only at
what editors wrote. Each gives a Problem for everything that breaks its rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..kinds.common import Record
from ..link import Briefing
from ..model import Document
from ..problem import Problem
from . import claims, graph, records, texts

RECORD_CHECKS: tuple[Callable[[Record, Document], Iterator[Problem]], ...] = (
    records.wordless_statements,
    records.relays,
    records.withdrawals,
    records.ratings,
    records.postings,
    records.unsourced,
    claims.conflicting_positions,
    claims.self_contradictions,
    claims.judgements,
    texts.markdown,
)

CHECKS: tuple[Callable[[Briefing], Iterator[Problem]], ...] = (
    graph.cycles,
    graph.supersession,
)


def check_record(record: Record, document: Document) -> tuple[Problem, ...]:
    """Every problem that a check finds in one record."""
    return tuple(problem for rule in RECORD_CHECKS for problem in rule(record, document))


def check(briefing: Briefing) -> list[Problem]:
    """Every problem that a check finds between records."""
    return [problem for rule in CHECKS for problem in rule(briefing)]
