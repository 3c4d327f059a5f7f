"""A project's files as they are now, held in memory: told which changed, it reads those and no others.

It says nothing of how records stand to each other; that is for `resident`, whose other half it is.
"""

from __future__ import annotations

import os
import re
from collections import ChainMap
from collections.abc import Iterable, Mapping

from briefing.core.problems import Problem
from briefing.project.lock_files import Locks, load_locks
from briefing.project.project_loader import FOLDERS, load_config, make_units
from briefing.project.source_unit import SourceUnit, make_unit
from briefing.reading import reader
from briefing.reading.scanner import BESIDE, CONFIG, CONTENT, SHIPPED_TEMPLATES, TEMPLATES, Signature, scan
from briefing.rendering.template_overrides import unused_overrides
from briefing.rendering.template_renderer import FOLDER as TEMPLATE_FOLDER
from briefing.schema.configuration import Config

FEW_FILES = 400  # so many are read in this process
# What editors put beside a file for the moment of saving it. Not mistakes, so they are never reported as such.
_PASSING = re.compile(
    r"#.*#|\d{4,5}|sed[A-Za-z0-9]{6}|.*(\.(tmp|temp|swp|swx|swo|part|vsctmp)|\.tmp[.-].*|___jb_(tmp|old)___|~)",
    re.DOTALL,
)
_RECORD = re.compile(rf"{CONTENT}/({'|'.join(FOLDERS)})/[^./][^/]*\.yaml")


def is_passing(name: str) -> bool:
    """Whether a file's name is one that editors give to what they will soon rename or remove."""
    return bool(_PASSING.fullmatch(name))


class Inputs:
    """`take` brings it up to date. `edited` are the record files that differ since somebody last cleared it."""

    def __init__(self, root: str, jobs: int) -> None:
        self.root = root
        self.config = Config(title="?")
        self.templates: Mapping[str, str] = {}
        self.static: Mapping[str, bytes] = {}
        self.locks = Locks(None, None, ())
        self.units: dict[str, SourceUnit] = {}
        self.edited: set[str] = set()
        self._jobs = jobs
        self._config_problems: list[Problem] = []
        self._template_problems: list[Problem] = []
        self._strays: list[Problem] = []
        self._unread: dict[str, list[Problem]] = {}
        self._signatures: dict[str, Signature | None] = {}  # None where it tells nothing
        self._has_config = False

    # --- what is asked for -------------------------------------------------------------------------------------------

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the files but for what the units say of theirs."""
        unread = [problem for found in self._unread.values() for problem in found]
        return [*self._config_problems, *self._template_problems, *self._strays, *unread]

    def texts(self) -> reader.Texts:
        """The texts of records and of the configuration, by path."""
        return reader.Texts(
            self.root, (*sorted({*self.units, *self._unread}), *((CONFIG,) if self._has_config else ()))
        )

    def all_texts(self) -> Mapping[str, str]:
        """The texts of all that problems can point at."""
        templates = {TEMPLATE_FOLDER + name: text for name, text in self.templates.items()}
        return ChainMap(templates, self.locks.texts, self.texts())  # type: ignore[arg-type]  # it changes none of them

    # --- what is told ------------------------------------------------------------------------------------------------

    def take(self, paths: Iterable[str] | None) -> bool:
        """Read what changed, by paths from the root; None to look at everything. True where anything but static files differs."""
        told = None if paths is None else list(paths)
        differs = False
        if _wanted(told, *BESIDE):
            differs |= self._load_beside()
        if _wanted(told, TEMPLATES):
            differs |= self._load_templates()
        if told is None or (below := [path for path in told if path == CONTENT or path.startswith(f"{CONTENT}/")]):
            differs |= self._load_records(None if told is None else below)
        return differs

    def _load_beside(self) -> bool:
        before = self.config, self._config_problems, self.locks
        self.config, self._config_problems = load_config(self.root)
        self._has_config = not any(problem.code == "missing-config" for problem in self._config_problems)
        self.locks = load_locks(self.root)
        return before != (self.config, self._config_problems, self.locks)

    def _load_templates(self) -> bool:
        before = self.templates, self._template_problems
        folders = [SHIPPED_TEMPLATES, os.path.join(self.root, TEMPLATES)]
        self.templates, self.static, found = reader.load_templates(folders)
        self._template_problems = [*found, *unused_overrides(self.templates)]
        return before != (self.templates, self._template_problems)

    def _load_records(self, paths: list[str] | None) -> bool:
        """Read the records that changed; where others came or went, look which. True where any differs."""
        if paths is not None:
            self._signatures.update((path, None) for path in paths if path in self._signatures)
            if all(_RECORD.fullmatch(path) and path in self.units for path in paths):
                found = [self._load(path) for path in paths]
                if None not in found:
                    return any(found)
        return self._look()

    def _look(self) -> bool:
        """Find out which records came, went or changed, and read those. True where any did."""
        seen = scan(self.root, FOLDERS)
        before = self._strays
        self._strays = reader.explain(
            [stray for stray in seen.strays if not is_passing(os.path.basename(stray[1]))], FOLDERS
        )
        differs = before != self._strays
        for path in self._signatures.keys() - seen.records.keys():
            del self._signatures[path]
            self.units.pop(path, None)
            self._note(path, [])
            differs = True
        todo = [path for path, signature in seen.records.items() if self._signatures.get(path) != signature]
        if len(todo) > FEW_FILES and not self.units:
            self._load_all(todo)
            differs = True
        else:
            for path in todo:
                found = self._load(path)
                differs |= self._lose(path) if found is None else found
        self._signatures.update((path, None if path in seen.fresh else seen.records[path]) for path in todo)
        return differs

    def _load(self, path: str) -> bool | None:
        """Read a record file: whether it differs from what it was, None where it cannot be read."""
        file, problems = reader.load_file(self.root, path)
        if file is None:
            return None
        before = self.units.get(path)
        if (
            before is not None
            and file.is_valid
            and file.digest == before.digest
            and problems == self._unread.get(path, [])
        ):
            return False
        self.units[path] = make_unit(file)
        self._note(path, problems)
        return True

    def _load_all(self, paths: list[str]) -> None:
        """Read all files of a project, by several processes."""
        units, problems = make_units(self.root, paths, self._jobs)
        named = {reader.printable(path): path for path in paths}
        self.units = {named[unit.path]: unit for unit in units}
        for problem in problems:
            self._unread.setdefault(named[problem.location.file], []).append(problem)
        self.edited.update(paths)

    def _lose(self, path: str) -> bool:
        """Note that a file is there and cannot be read."""
        _, problems = reader.load_file(self.root, path)
        differs = self.units.pop(path, None) is not None or problems != self._unread.get(path, [])
        self._note(path, problems)
        return differs

    def _note(self, path: str, problems: list[Problem]) -> None:
        self.edited.add(path)
        self._unread.pop(path, None)
        if problems:
            self._unread[path] = problems


def _wanted(paths: list[str] | None, *names: str) -> bool:
    """Whether one of these files or folders, or anything in them, is among the paths."""
    return paths is None or any(path == name or path.startswith(f"{name}/") for path in paths for name in names)
