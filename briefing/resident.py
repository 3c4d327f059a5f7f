"""A project held in memory for the preview: told which files changed, it makes any page of the site, drafts and all.

What an edit leaves as it was is not read, linked or made again. An edit of words only replaces its record; any other
links all records anew, from the units in memory. Pages are made when they are asked for. Where anything is wrong, the
site stays as it last was, and the problems say why. This module knows nothing of sockets.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from . import read
from .checks import check
from .config import Config
from .exports import export_specs
from .kinds.common import Record
from .known import held_in
from .link import Briefing, link
from .making import Workshop
from .pages import Pages, Shelf, Spec, specs
from .problem import Problem, in_order
from .render import FOLDER as TEMPLATE_FOLDER
from .render import Renderer, RenderFailed
from .scan import CONFIG, CONTENT, SHIPPED_TEMPLATES, TEMPLATES, Scan, Signature, scan
from .standing import standings, takings
from .survey import FOLDERS, load_config, make_units, problems_of
from .unit import Unit, make_unit

# What editors put beside a file for the moment of saving it. Not mistakes, so they are never reported as such.
_PASSING = re.compile(
    r"#.*#|\d{4,5}|sed[A-Za-z0-9]{6}|.*(\.(tmp|temp|swp|swx|swo|part|vsctmp)|\.tmp[.-].*|___jb_(tmp|old)___|~)", re.DOTALL
)
_RECORD = re.compile(rf"{CONTENT}/({'|'.join(FOLDERS)})/[^./][^/]*\.yaml")


def is_passing(name: str) -> bool:
    """Whether a file's name is one that editors give to what they will soon rename or remove."""
    return bool(_PASSING.fullmatch(name))


class Change(NamedTuple):
    """What a refresh brought: whether pages may differ, which static files do, and whether the problems do."""

    pages: bool = False
    static: tuple[str, ...] = ()
    problems: bool = False


@dataclass(slots=True)
class _Kept:
    """A file of the site as it was last made. Once it is not `fresh`, it is shown only where it cannot be made anew."""

    data: bytes
    reads: frozenset[int]
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the site was last made from: a project in which nothing was wrong."""

    briefing: Briefing
    units: Mapping[str, Unit]
    templates: Mapping[str, str]
    workshop: Workshop
    table: Mapping[str, Spec]  # of all files but the static ones, by path
    between: Sequence[Problem]


class Resident:
    """`problems` are those of the files as they are now; `page` gives the site's files as they last were without errors."""

    def __init__(self, root: str, jobs: int = 2) -> None:
        self.root = os.fspath(root)
        self.problems: tuple[Problem, ...] = ()
        self._jobs = jobs
        self._config = Config(title="?")
        self._config_problems: list[Problem] = []
        self._has_config = False
        self._templates: Mapping[str, str] = {}
        self._static: Mapping[str, bytes] = {}
        self._template_problems: list[Problem] = []
        self._strays: list[Problem] = []
        self._units: dict[str, Unit] = {}
        self._unread: dict[str, list[Problem]] = {}
        self._signatures: dict[str, Signature | None] = {}
        self._edited: set[str] = set()  # files that are not what the site shows
        self._shown: _Shown | None = None
        self._kept: dict[str, _Kept] = {}
        self._failed: dict[str, Problem] = {}  # pages whose template fails only there, by path
        self.refresh(None)

    # --- what is asked for -------------------------------------------------------------------------------------------

    @property
    def records(self) -> int:
        """How many records the site shows."""
        return len(self._shown.briefing.records) if self._shown else 0

    @property
    def config(self) -> Config:
        """What briefing.yaml said when the site was last shown."""
        return self._shown.briefing.config if self._shown else self._config

    def paths(self) -> list[str]:
        """Every file of the site."""
        return sorted([*(self._shown.table if self._shown else ()), *self._static])

    def holds(self, path: str) -> bool:
        return path in self._static or self._shown is not None and path in self._shown.table

    def page(self, path: str) -> bytes | None:
        """A file's bytes by its path; None where the site has no such file, or it was never made without an error."""
        if path in self._static:
            return self._static[path]
        if self._shown is None or path not in self._shown.table:
            return None
        kept = self._kept.get(path)
        if kept is None or not kept.fresh:
            try:
                data, reads = self._shown.workshop.make(self._shown.table[path])
            except RenderFailed as error:
                if path not in self._failed:
                    self._failed[path] = error.problem
                    self.problems = in_order([*self.problems, error.problem])
                return kept.data if kept else None
            kept = self._kept[path] = _Kept(data, frozenset(memoryview(reads).cast("I")))
        return kept.data

    def texts(self) -> dict[str, str]:
        """The texts of the files that problems point at, by path."""
        files = read.Texts(self.root, self._paths())
        templates = {TEMPLATE_FOLDER + name: text for name, text in self._templates.items()}
        wanted = {problem.location.file for problem in self.problems}
        return {path: templates[path] if path in templates else files[path] for path in sorted(wanted) if path in templates or path in files}

    # --- what is told ------------------------------------------------------------------------------------------------

    def refresh(self, changed: Iterable[str] | None) -> Change:
        """Take in files that changed, by their paths from the root with forward slashes; None to look at everything."""
        paths = None if changed is None else list(changed)
        static, problems = self._static, self.problems
        same_config = not self._wanted(paths, CONFIG) or not self._load_config()
        same_templates = not self._wanted(paths, TEMPLATES) or not self._load_templates()
        same_content = not self._load_content(paths)
        if not (same_config and same_templates and same_content) or self._failed:
            changed_pages = self._go_on(same_config)
        else:
            changed_pages = False
        differing = tuple(path for path in sorted({*static, *self._static}) if static.get(path) != self._static.get(path))
        return Change(changed_pages, differing, self.problems != problems)

    @staticmethod
    def _wanted(paths: list[str] | None, name: str) -> bool:
        return paths is None or any(path == name or path.startswith(f"{name}/") for path in paths)

    def _load_config(self) -> bool:
        before = self._config, self._config_problems
        self._config, self._config_problems = load_config(self.root)
        self._has_config = not any(problem.code == "missing-config" for problem in self._config_problems)
        return before != (self._config, self._config_problems)

    def _load_templates(self) -> bool:
        """True where templates differ; static files are served as they are in any case."""
        before = self._templates, self._template_problems
        folders = [SHIPPED_TEMPLATES, os.path.join(self.root, TEMPLATES)]
        self._templates, self._static, self._template_problems = read.load_templates(folders)
        return before != (self._templates, self._template_problems)

    def _load_content(self, paths: list[str] | None) -> bool:
        """Read the records that changed; where others came or went, look which. True where any differs."""
        if paths is not None:
            paths = [path for path in paths if path == CONTENT or path.startswith(f"{CONTENT}/")]
            single = [path for path in paths if _RECORD.fullmatch(path) and path in self._units]
            if len(single) == len(paths):
                found = [self._load(path) for path in single]
                if None not in found:
                    self._signatures.update(dict.fromkeys(single))
                    return any(found)
            self._signatures.update(dict.fromkeys(paths))
        return self._look()

    def _load(self, path: str) -> bool | None:
        """Read a record file: whether it differs from what it was, None where it cannot be read."""
        file, problems = read.load_file(self.root, path)
        if file is None:
            return None
        before = self._units.get(path)
        if before is not None and file.sound and file.digest == before.digest and problems == self._unread.get(path, []):
            return False
        self._units[path] = make_unit(file)
        self._take(path, problems)
        return True

    def _take(self, path: str, problems: list[Problem]) -> None:
        self._edited.add(path)
        self._unread.pop(path, None)
        if problems:
            self._unread[path] = problems

    def _look(self) -> bool:
        """Find out which records came, went or changed, and read those. True where any did."""
        seen = scan(self.root, FOLDERS)
        strays = [stray for stray in seen.strays if not is_passing(os.path.basename(stray[1]))]
        before, self._strays = self._strays, read.explain(strays, FOLDERS)
        differs = before != self._strays
        known = {path for path, signature in self._signatures.items() if signature is not None}
        todo = [path for path, signature in seen.records.items() if path not in known or self._signatures[path] != signature]
        gone = [path for path in self._signatures if path not in seen.records]
        for path in gone:
            del self._signatures[path]
            if self._units.pop(path, None) or path in self._unread:
                self._take(path, [])
                differs = True
        if len(todo) > 400 and not self._units:
            self._load_all(todo)
            differs = True
        else:
            for path in todo:
                found = self._load(path)
                if found is None:
                    differs |= self._lose(path)
                else:
                    differs |= found
        self._signatures.update((path, _trusted(seen, path)) for path in todo)
        return differs

    def _load_all(self, paths: list[str]) -> None:
        """Read all files of a project, by several processes."""
        units, problems = make_units(self.root, paths, self._jobs)
        named = {read.printable(path): path for path in paths}
        self._units = {named[unit.path]: unit for unit in units}
        for problem in problems:
            self._unread.setdefault(named[problem.location.file], []).append(problem)
        self._edited.update(paths)

    def _lose(self, path: str) -> bool:
        """Note that a file is there and cannot be read."""
        _, problems = read.load_file(self.root, path)
        differs = self._units.pop(path, None) is not None or problems != self._unread.get(path, [])
        self._take(path, problems)
        return differs

    # --- what follows ------------------------------------------------------------------------------------------------

    def _go_on(self, same_config: bool) -> bool:
        """Show the files as they are now, or say what is wrong with them. True where pages may differ."""
        shown = self._shown
        self._failed.clear()
        if shown and same_config and shown.briefing.config == self._config and self._only_words(shown):
            edited = self._replaced(shown)
            briefing, between = replace(shown.briefing, records={**shown.briefing.records, **edited}), list(shown.between)
        else:
            ordered = sorted(self._units)
            texts = read.Texts(self.root, self._paths())
            shaped = [one for path in ordered for one in self._units[path].shaped]
            briefing, between = link(self._config, shaped, texts, drafts=True)
            between += check(briefing)
            edited = None
        self.problems = self._all_problems(briefing, between)
        if any(problem.is_error for problem in self.problems):
            return False
        if edited is not None and shown and shown.templates == self._templates:
            return self._renew(shown, briefing, edited)
        return self._show(briefing, between)

    def _only_words(self, shown: _Shown) -> bool:
        """Whether the files that are not as shown have kept their structure, and nothing said of it moves with them."""
        for path in self._edited:
            before, now = shown.units.get(path), self._units.get(path)
            if before is None or now is None or not now.sound or held_in(before) != held_in(now):
                return False
        places = {problem.location.file for problem in shown.between}
        places |= {related.location.file for problem in shown.between for related in problem.related}
        return places.isdisjoint(self._units[path].path for path in self._edited)

    def _replaced(self, shown: _Shown) -> dict[str, Record]:
        """The records that were edited and are shown, by id."""
        documents = shown.briefing.documents
        return {
            one.id: one.record
            for path in sorted(self._edited)
            for one in self._units[path].shaped
            if one.record and one.id in documents and documents[one.id].file == self._units[path].path
        }

    def _renew(self, shown: _Shown, briefing: Briefing, edited: Iterable[str]) -> bool:
        """Show edited records; only the pages that have read anything which now differs are no longer fresh."""
        shelf = shown.workshop.shelf
        dirty = shelf.renew(briefing, edited)
        workshop = replace(shown.workshop, pages=Pages(shelf))  # the fragments of the old one may show what was
        units = {**shown.units, **{path: self._units[path] for path in self._edited}}
        self._shown = replace(shown, briefing=briefing, units=units, workshop=workshop)
        self._edited.clear()
        for kept in self._kept.values():
            kept.fresh = kept.fresh and dirty.isdisjoint(kept.reads)
        return bool(dirty)

    def _show(self, briefing: Briefing, between: Sequence[Problem]) -> bool:
        """Make the site anew from linked records, if the templates can make a page of each sort."""
        stood = standings(briefing)
        numbers = {id: number for number, id in enumerate(briefing.records)}
        shelf = Shelf(briefing, stood, takings(briefing, stood), numbers)
        pages = specs(shelf)
        renderer = Renderer(self._templates, self._config)
        workshop = Workshop(shelf, Pages(shelf), renderer, self._static, pages)
        if self._shown is None or self._templates != self._shown.templates:
            wrong = _failures(workshop, pages)
            if wrong:
                self.problems = in_order([*self.problems, *wrong])
                return False
        table = {spec.path: spec for spec in (*pages, *export_specs(self._config))}
        self._shown = _Shown(briefing, dict(self._units), self._templates, workshop, table, tuple(between))
        self._edited.clear()
        self._kept = {path: replace(kept, fresh=False) for path, kept in self._kept.items() if path in table}
        return True

    def _all_problems(self, briefing: Briefing, between: Sequence[Problem]) -> tuple[Problem, ...]:
        own = [problem for unit in self._units.values() for problem in problems_of(unit, briefing)]
        unread = [problem for found in self._unread.values() for problem in found]
        return in_order([*self._config_problems, *self._template_problems, *self._strays, *unread, *between, *own])

    def _paths(self) -> tuple[str, ...]:
        return (*sorted({*self._units, *self._unread}), *((CONFIG,) if self._has_config else ()))


def _trusted(seen: Scan, path: str) -> Signature | None:
    """A file's signature, unless it is so new that a later change could leave it as it is."""
    return seen.records[path] if seen.settled(seen.records[path]) else None


def _failures(workshop: Workshop, pages: Iterable[Spec]) -> list[Problem]:
    """What is wrong with the templates, by a page of each sort; what fails only on others shows when those are made."""
    sorts: dict[tuple[str, str], Spec] = {}
    for spec in pages:
        sorts.setdefault((spec.maker, spec.path.partition("/")[0] if spec.maker == "record" else ""), spec)
    found: dict[object, Problem] = {}
    for spec in sorts.values():
        try:
            workshop.make(spec)
        except RenderFailed as error:
            found.setdefault(error.problem.location, error.problem)
    return list(found.values())
