"""Suggestions, a module for each family. `ADVICE` is the table: adding a suggestion adds a line here.

A suggestion is a function from the Corpus to Problems of the severity "suggestion": what an editor may want to look at,
and never what must be mended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from briefing.checks.suggestions import loose_ends, similar_entities, unlinked_names, unposted_roles
from briefing.core.problems import Problem
from briefing.corpus.linker import Corpus

Advice = Callable[[Corpus], Iterator[Problem]]

ADVICE: tuple[Advice, ...] = (
    unlinked_names.unlinked,
    loose_ends.unstated_positions,
    unposted_roles.unposted_roles,
    similar_entities.similar_entities,
    loose_ends.unaddressed_claims,
    loose_ends.unused_entities,
)


def advise(corpus: Corpus) -> list[Problem]:
    """Every suggestion for a Corpus in which nothing is wrong."""
    return [problem for advice in ADVICE for problem in advice(corpus)]
