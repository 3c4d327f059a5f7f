"""Rules about meaning, a module for each family. Adding a check adds a line to one of the two tables here.

A check of `RECORD_CHECKS` takes a sound record by itself, with the document it was written in; one of `CHECKS` takes the
Corpus, for what shows only between records. It may meet records that stand in for unsound ones, so it looks only at
what editors wrote. Each gives a Problem for everything that breaks its rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from briefing.checks.rules import claim_rules, cycle_rules, markdown_rules, record_rules
from briefing.core.problems import Problem
from briefing.core.values import Document
from briefing.corpus.linker import Corpus
from briefing.schema.kinds.record import Record

RECORD_CHECKS: tuple[Callable[[Record, Document], Iterator[Problem]], ...] = (
    record_rules.wordless_statements,
    record_rules.relays,
    record_rules.withdrawals,
    record_rules.ratings,
    record_rules.postings,
    record_rules.unsourced,
    claim_rules.conflicting_positions,
    claim_rules.self_contradictions,
    claim_rules.judgements,
    markdown_rules.markdown,
)

CHECKS: tuple[Callable[[Corpus], Iterator[Problem]], ...] = (cycle_rules.cycles, cycle_rules.supersession)


def check_record(record: Record, document: Document) -> tuple[Problem, ...]:
    """Every problem that a check finds in one record."""
    return tuple(problem for rule in RECORD_CHECKS for problem in rule(record, document))


def check(corpus: Corpus) -> list[Problem]:
    """Every problem that a check finds between records."""
    return [problem for rule in CHECKS for problem in rule(corpus)]
