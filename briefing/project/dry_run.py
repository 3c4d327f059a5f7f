"""A project's files as they would be: what `check` would find in them, without their being on the disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefing.checks.rules import check
from briefing.core.problems import Problem, in_order
from briefing.corpus.linker import link
from briefing.project.project_loader import problems_of
from briefing.project.source_unit import make_unit
from briefing.reading.decoder import File
from briefing.schema.configuration import Config, shape_config


def check_in_memory(config: File | None, files: Sequence[File]) -> tuple[Problem, ...]:
    """Every problem in a configuration and records, as in pipeline.check_project."""
    site, problems = shape_config(config) if config else (Config(title="?"), [])
    units = [make_unit(file) for file in sorted(files, key=lambda file: file.path)]
    texts = {file.path: file.text for file in files}
    corpus, found = link(site, [one for unit in units for one in unit.shaped], texts, False)
    problems += [*found, *check(corpus), *(problem for unit in units for problem in problems_of(unit, corpus))]
    return in_order(problems)


def added(before: Sequence[Problem], after: Sequence[Problem], names: Mapping[str, str]) -> list[Problem]:
    """The problems that were not there before. `names` are those that have changed: of files, and ids in messages."""

    def known_as(problem: Problem, names: Mapping[str, str]) -> tuple[str, str, str]:
        message = problem.message
        for old, new in names.items():
            message = message.replace(f"`{old}`", f"`{new}`")
        return names.get(problem.location.file, problem.location.file), problem.code, message

    old = [known_as(problem, names) for problem in before]
    new = []
    for problem in after:
        known = known_as(problem, {})
        if known in old:
            old.remove(known)
        else:
            new.append(problem)
    return new
