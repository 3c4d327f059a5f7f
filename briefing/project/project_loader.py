"""All files of a project read, linked and checked: what a build begins with, and all that `check` does."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from briefing.checks.rules import check
from briefing.core import process_pool
from briefing.core.problems import Problem, in_order
from briefing.corpus.linker import Corpus, link
from briefing.project.source_unit import SourceUnit, make_unit
from briefing.project.unit_serialization import pack_problem, pack_unit, ready, unpack_problem, unpack_unit
from briefing.reading import reader
from briefing.reading.scanner import CONFIG, Scan
from briefing.schema.configuration import Config, shape_config
from briefing.schema.kinds import KIND_IN_FOLDER

FOLDERS = tuple(KIND_IN_FOLDER)
FEW_FILES = 400  # with so few, a second process costs more than it saves
TASK = 50  # files in each task that processes share


@dataclass(frozen=True, slots=True)
class LoadedProject:
    """A project read, linked and checked. Where there are errors the Corpus is not fit to be published."""

    corpus: Corpus
    problems: tuple[Problem, ...]
    texts: Mapping[str, str]  # every file's text by its path, for showing the lines that problems point at
    units: tuple[SourceUnit, ...]
    between: tuple[Problem, ...]  # those of the problems that are about how records stand to each other

    @property
    def is_valid(self) -> bool:
        return not any(problem.is_error for problem in self.problems)


def load_project(root: str, seen: Scan, drafts: bool, jobs: int) -> LoadedProject:
    """Everything that a project's files say and all that is wrong with them. `seen` is a scan of it."""
    texts = reader.Texts(root, (*seen.records, *((CONFIG,) if CONFIG in seen.others else ())))
    config, problems = load_config(root)
    problems += reader.explain(seen.strays, FOLDERS)
    units, unread = make_units(root, tuple(seen.records), jobs)
    corpus, between = link(config, [one for unit in units for one in unit.shaped], texts, drafts)
    between += check(corpus)
    problems += [*unread, *between, *(problem for unit in units for problem in problems_of(unit, corpus))]
    return LoadedProject(corpus, in_order(problems), texts, tuple(units), tuple(between))


def load_config(root: str) -> tuple[Config, list[Problem]]:
    """What briefing.yaml says, or a configuration that lets the rest be checked, and what is wrong with it."""
    file, problems = reader.load_config(root)
    if file is None:
        return Config(title="?"), problems
    config, found = shape_config(file)
    return config, [*problems, *found]


def problems_of(unit: SourceUnit, corpus: Corpus) -> Iterator[Problem]:
    """What is wrong in a file by itself, and what checks found in those of its records that are shown."""
    yield from unit.problems
    for id, found in unit.remarks.items():
        if id in corpus.documents and corpus.documents[id].file == unit.path:
            yield from found


def make_units(root: str, paths: Sequence[str], jobs: int) -> tuple[list[SourceUnit], list[Problem]]:
    """(the unit of each file that could be read, in the order of paths; what is wrong with the reading)"""
    if jobs == 1 or len(paths) <= FEW_FILES:
        return _units(root, paths)
    size = max(TASK, len(paths) // process_pool.MOST_TASKS + 1)
    tasks = [paths[start : start + size] for start in range(0, len(paths), size)]
    own: list[tuple[list[SourceUnit], list[Problem]]] = []
    here = os.getpid()

    def work(numbers: Iterator[int]) -> Any:
        found = [_units(root, tasks[number]) for number in numbers]
        if os.getpid() != here:
            return [
                ([pack_unit(unit) for unit in units], [pack_problem(p) for p in problems]) for units, problems in found
            ]
        own.extend(found)
        return []

    ready()
    try:
        shared = process_pool.share(jobs, len(tasks), work)
    except process_pool.WorkerLost:
        return _units(root, paths)
    for packed in shared:
        own += [
            ([unpack_unit(unit) for unit in units], [unpack_problem(p) for p in problems]) for units, problems in packed
        ]
    by_path = {unit.path: unit for units, _ in own for unit in units}
    return [by_path[path] for path in map(reader.printable, paths) if path in by_path], [
        p for _, found in own for p in found
    ]


def _units(root: str, paths: Iterable[str]) -> tuple[list[SourceUnit], list[Problem]]:
    units: list[SourceUnit] = []
    problems: list[Problem] = []
    for path in paths:
        file, found = reader.load_file(root, path)
        if file is None:
            problems += found
        else:
            units.append(make_unit(file, found))
    return units, problems
