"""A project held in memory for the preview: told which files changed, it makes any page of the site, drafts and all.

What an edit leaves as it was is not read, linked or made again. An edit of words only replaces its record; any other
links all records anew, from the units in memory. Pages are made when they are asked for. Where anything is wrong, the
site stays as it last was, and the problems say why. A name is words too as long as it leaves the record in its place in lists. This module
knows nothing of sockets.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from briefing.build.incremental.change_detection import held_in
from briefing.build.page_making import PageFactory
from briefing.checks.quotes.quote_lock import Verification, by_record, parse_lock
from briefing.checks.rules import check
from briefing.core.problems import Problem, in_order
from briefing.corpus.claim_standing import positions_by_actor, standings
from briefing.corpus.co_occurrence import surroundings
from briefing.corpus.linker import Corpus, link, name_order
from briefing.preview.live_files import Inputs
from briefing.project.lock_files import Locks, lock_problems
from briefing.project.project_loader import LoadedProject, problems_of
from briefing.project.source_unit import SourceUnit
from briefing.rendering.exports import export_specs
from briefing.rendering.pages import Pages, Spec, TrackedCorpus, files_of, specs
from briefing.rendering.render_failed import RenderFailed
from briefing.rendering.stylesheet_minifier import published
from briefing.rendering.template_renderer import Renderer
from briefing.schema.configuration import Config
from briefing.schema.kinds.record import Entity, Record


class SiteUpdate(NamedTuple):
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

    corpus: Corpus
    units: Mapping[str, SourceUnit]
    templates: Mapping[str, str]
    locks: Locks
    verified: Mapping[str, Sequence[Verification]]  # what quotes.lock says, by record
    workshop: PageFactory
    table: Mapping[str, Spec]  # that which makes it of each file but the static ones, by path
    between: Sequence[Problem]  # about how records stand to each other and to the locks


class Resident:
    """`problems` are those of the files as they are now; `page` gives the site's files as they last were without errors."""

    def __init__(self, root: str, jobs: int = 2) -> None:
        self.root = os.fspath(root)
        self.problems: tuple[Problem, ...] = ()
        self._inputs = Inputs(self.root, jobs)
        self._shown: _Shown | None = None
        self._kept: dict[str, _Kept] = {}
        self._failed: dict[str, Problem] = {}  # pages whose template fails only there, by path
        self.refresh(None)

    # --- what is asked for -------------------------------------------------------------------------------------------

    @property
    def records(self) -> int:
        """How many records the site shows."""
        return len(self._shown.corpus.records) if self._shown else 0

    @property
    def config(self) -> Config:
        """What briefing.yaml said when the site was last shown."""
        return self._shown.corpus.config if self._shown else self._inputs.config

    @property
    def corpus(self) -> Corpus | None:
        """The records as the site shows them; None where the project was never without errors."""
        return self._shown.corpus if self._shown else None

    @property
    def templates(self) -> Mapping[str, str]:
        return self._inputs.templates

    def paths(self) -> list[str]:
        """Every file of the site."""
        return sorted([*(self._shown.table if self._shown else ()), *self._inputs.static])

    def holds(self, path: str) -> bool:
        return path in self._inputs.static or (self._shown is not None and path in self._shown.table)

    def page(self, path: str) -> bytes | None:
        """A file's bytes by its path; None where the site has no such file, or it was never made without an error."""
        if path in self._inputs.static:
            return published(path, self._inputs.static[path])
        if self._shown is None or path not in self._shown.table:
            return None
        kept = self._kept.get(path)
        if kept is None or not kept.fresh:
            try:
                spec = self._shown.table[path]
                files, reads = self._shown.workshop.make(spec)
            except RenderFailed as error:
                if path not in self._failed:
                    self._failed[path] = error.problem
                    self.problems = in_order([*self.problems, error.problem])
                return kept.data if kept else None
            read = frozenset(memoryview(reads).cast("I"))
            self._kept.update((one, _Kept(data, read)) for one, data in zip(files_of(spec), files))
            kept = self._kept[path]
        return kept.data

    def texts(self) -> dict[str, str]:
        """The texts of the files that problems point at, by path."""
        known = self._inputs.all_texts()
        return {path: known[path] for path in sorted({p.location.file for p in self.problems}) if path in known}

    # --- what is told ------------------------------------------------------------------------------------------------

    def refresh(self, changed: Iterable[str] | None) -> SiteUpdate:
        """Take in files that changed, by their paths from the root with forward slashes; None to look at everything."""
        static, problems = self._inputs.static, self.problems
        pages = (self._inputs.take(changed) or bool(self._failed)) and self._go_on()
        now = self._inputs.static
        differing = (
            ()
            if now is static
            else tuple(path for path in sorted({*static, *now}) if static.get(path) != now.get(path))
        )
        return SiteUpdate(pages, differing, self.problems != problems)

    def _go_on(self) -> bool:
        """Show the files as they are now, or say what is wrong with them. True where pages may differ."""
        shown, inputs = self._shown, self._inputs
        self._failed.clear()
        edited: Mapping[str, Record] | None = None
        if shown and self._only_words(shown):
            edited = self._replaced(shown)
            corpus, between = replace(shown.corpus, records={**shown.corpus.records, **edited}), shown.between
        else:
            corpus, between = self._link()
        own = [problem for unit in inputs.units.values() for problem in problems_of(unit, corpus)]
        self.problems = in_order([*inputs.problems, *between, *own])
        if any(problem.is_error for problem in self.problems):
            return False
        if shown and edited is not None and inputs.templates == shown.templates:
            return self._renew(shown, corpus, edited)
        return self._show(corpus, between)

    def _only_words(self, shown: _Shown) -> bool:
        """Whether what differs keeps the structure of all records, and nothing that is said of it moves or lapses."""
        if shown.corpus.config != self._inputs.config or shown.locks != self._inputs.locks:
            return False
        for path in self._inputs.edited:
            before, now = shown.units.get(path), self._inputs.units.get(path)
            if (
                before is None
                or now is None
                or not now.is_valid
                or (held_in(before) != held_in(now) and not _keeps_its_place(before, now, shown.corpus))
            ):
                return False
            if any(one.id in shown.verified for one in now.shaped):
                return False
        places = {
            place.file for p in shown.between for place in (p.location, *(related.location for related in p.related))
        }
        return places.isdisjoint(self._inputs.units[path].path for path in self._inputs.edited)

    def _replaced(self, shown: _Shown) -> dict[str, Record]:
        """The records that were edited and are shown, by id."""
        documents = shown.corpus.documents
        units = [self._inputs.units[path] for path in sorted(self._inputs.edited)]
        found = [(one, unit) for unit in units for one in unit.shaped if one.id in documents and one.record]
        return {one.id: one.record for one, unit in found if documents[one.id].file == unit.path and one.record}

    def _link(self) -> tuple[Corpus, Sequence[Problem]]:
        """Link all records anew; with what is wrong between them, and with the locks."""
        inputs, texts = self._inputs, self._inputs.texts()
        units = tuple(inputs.units[path] for path in sorted(inputs.units))
        corpus, between = link(inputs.config, [one for unit in units for one in unit.shaped], texts, drafts=True)
        between += check(corpus)
        own = [problem for unit in units for problem in problems_of(unit, corpus)]
        surveyed = LoadedProject(corpus, in_order([*inputs.problems, *between, *own]), texts, units, tuple(between))
        return corpus, (*between, *lock_problems(inputs.locks, surveyed))

    def _renew(self, shown: _Shown, corpus: Corpus, edited: Iterable[str]) -> bool:
        """Show edited records; only the pages that have read anything which now differs are no longer fresh."""
        tracked = shown.workshop.tracked
        dirty = tracked.apply_edits(corpus, edited)
        workshop = replace(shown.workshop, pages=Pages(tracked))  # the fragments of the old one may show what was
        units = {**shown.units, **{path: self._inputs.units[path] for path in self._inputs.edited}}
        self._shown = replace(shown, corpus=corpus, units=units, workshop=workshop)
        self._inputs.edited.clear()
        for kept in self._kept.values():
            kept.fresh = kept.fresh and dirty.isdisjoint(kept.reads)
        return bool(dirty)

    def _show(self, corpus: Corpus, between: Sequence[Problem]) -> bool:
        """Make the site anew from linked records, if the templates can make a page of each sort."""
        inputs = self._inputs
        stood = standings(corpus)
        numbers = {id: number for number, id in enumerate(corpus.records)}
        verified = by_record(parse_lock(inputs.locks.quotes.text)[0], corpus.former) if inputs.locks.quotes else None
        around = surroundings(corpus, tuple(numbers), numbers)
        tracked = TrackedCorpus(corpus, stood, positions_by_actor(corpus, stood), numbers, around, verified)
        pages = specs(tracked)
        before = self._shown
        same = before is not None and inputs.templates == before.templates
        renderer = (
            before.workshop.renderer
            if before and same and inputs.config == before.corpus.config
            else Renderer(inputs.templates, inputs.config)
        )
        workshop = PageFactory(tracked, Pages(tracked), renderer, inputs.static, pages)
        if not same:
            wrong = _failures(workshop, pages)
            if wrong:
                self.problems = in_order([*self.problems, *wrong])
                return False
        table = {path: spec for spec in (*pages, *export_specs(tracked, pages)) for path in files_of(spec)}
        self._shown = _Shown(
            corpus, dict(inputs.units), inputs.templates, inputs.locks, verified or {}, workshop, table, between
        )
        inputs.edited.clear()
        self._kept = {path: replace(kept, fresh=False) for path, kept in self._kept.items() if path in table}
        return True


def _keeps_its_place(before: SourceUnit, now: SourceUnit, corpus: Corpus) -> bool:
    """Whether nothing in a file differs but the name of its one record, which is among the same neighbours in lists as it was."""
    if len(before.shaped) != 1 or len(now.shaped) != 1:
        return False
    was, one = before.shaped[0], now.shaped[0]
    if (
        not isinstance(was.record, Entity)
        or type(was.record) is not type(one.record)
        or corpus.records.get(was.id) is not was.record
    ):
        return False
    if replace(one.record, name=was.record.name) != was.record or one.pointers != was.pointers:
        return False
    rank, order = corpus.ranks[was.id], sorted(corpus.ranks, key=corpus.ranks.__getitem__)
    beside = [corpus.records[id] for id in order[max(rank - 1, 0) : rank + 2]]
    names = [name_order(one.record if record.id == one.id else record) for record in beside if record.when is None]
    return names == sorted(names)


def _failures(workshop: PageFactory, pages: Iterable[Spec]) -> list[Problem]:
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
