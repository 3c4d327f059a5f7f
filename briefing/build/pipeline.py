"""From a project's folder to a finished site: every stage, in order."""

from __future__ import annotations

import os
import time
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from briefing.build.incremental import build_state
from briefing.build.incremental.build_cache import Cache, Snapshot
from briefing.build.incremental.build_state import BuildState, BuiltFile
from briefing.build.incremental.change_detection import BuildContext, SourceChanged, load_full, load_incremental
from briefing.build.output.output_writer import MANIFEST, Output, Written, misplaced, sha256_hex, unwritable
from briefing.build.page_making import PageFactory, Progress, make_files
from briefing.core import process_pool
from briefing.core.problems import Problem, in_order
from briefing.project.lock_files import Locks, load_locks, lock_problems
from briefing.project.project_loader import FOLDERS, LoadedProject, load_config, load_project
from briefing.project.source_unit import SourceUnit, make_unit
from briefing.project.unit_serialization import pack_problem, unpack_problem
from briefing.reading import reader
from briefing.reading.reader import WithOthers
from briefing.reading.scanner import CONFIG, CONTENT, SHIPPED_TEMPLATES, TEMPLATES, Scan, scan, tool_signature
from briefing.rendering.exports import EXPORTING, export_specs, prepare, share_pictures
from briefing.rendering.pages import Pages, Spec, files_of, specs
from briefing.rendering.search_index import pagefind_index
from briefing.rendering.search_index.searchable_text import searchable
from briefing.rendering.template_overrides import unused_overrides
from briefing.rendering.template_renderer import FOLDER as TEMPLATE_FOLDER
from briefing.rendering.template_renderer import Renderer
from briefing.schema.configuration import Config

_NO_PAGES = {"static", *EXPORTING}  # makers of what is no page
READ_FROM = (CONTENT, TEMPLATES, "archive")  # the project's folders that a build reads


@dataclass(frozen=True, slots=True)
class Built:
    """A build: what it found, and what it wrote, which is nothing where there were errors."""

    records: int
    problems: tuple[Problem, ...]
    texts: Mapping[str, str]  # every file's text by its path, with the templates where one of them is at fault
    written: Written | None
    notes: tuple[str, ...] = ()  # what whoever builds should know besides


@dataclass(slots=True)
class Clock:
    """Where the time goes: seconds by stage, in the order of the stages."""

    stages: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.stages[name] = self.stages.get(name, 0.0) + time.perf_counter() - begun


class Index(NamedTuple):
    """The files of the index for searching: as they lie there, or by path the places where new ones were made."""

    kept: Mapping[str, BuiltFile] = {}
    made: Mapping[str, str] = {}
    key: bytes = b""  # a digest of what it was made from


NO_INDEX = Index()


def _silent(done: int, of: int) -> None:
    pass


def _texts_of(problems: Iterable[Problem], templates: Mapping[str, str]) -> dict[str, str]:
    """The texts of the templates that problems are in, by path."""
    paths = {problem.location.file for problem in problems}
    return {path: templates[path.removeprefix(f"{TEMPLATES}/")] for path in paths}


def check_project(root: Path | str, drafts: bool = False, jobs: int = 0) -> LoadedProject:
    """Everything wrong with a project, in one run. Writes nothing."""
    root = os.fspath(root)
    checked = load_project(root, scan(root, FOLDERS), drafts, jobs or process_pool.cores())
    templates, _, wrong = reader.load_templates([SHIPPED_TEMPLATES, os.path.join(root, TEMPLATES)])
    unused = unused_overrides(templates)
    if not wrong and not unused:
        return checked
    texts = WithOthers(checked.texts, _texts_of(unused, templates))
    return replace(checked, problems=in_order([*checked.problems, *wrong, *unused]), texts=texts)


def build(
    root: Path | str,
    output: Path | str,
    drafts: bool = False,
    jobs: int = 0,
    progress: Progress = _silent,
    clock: Clock | None = None,
    looked: Snapshot | None = None,
    search: bool = False,
) -> Built:
    """The project's site in the output folder, which is touched only where nothing is wrong.

    `jobs` is how many processes share the work, 0 for one on each core. `looked` spares looking again. With `search` the
    site can be searched, if Pagefind is installed.
    """
    root, output = os.fspath(root), os.fspath(output)
    cache = Cache(root, output, drafts, search)
    one = _Build(root, output, drafts, search, jobs or process_pool.cores(), progress, clock or Clock(), cache)
    looked = looked if looked and looked.folders == FOLDERS else None
    while True:
        try:
            built = one.run(looked)
        except SourceChanged:  # a file was saved meanwhile
            built, one.recalls = None, False
        if built is not None:
            return built
        looked = None


@dataclass(slots=True)
class _Build:
    """One build, with what all its stages are told."""

    root: str
    output: str
    drafts: bool
    search: bool
    jobs: int
    progress: Progress
    clock: Clock
    cache: Cache
    recalls: bool = True  # whether it may take most from memory
    notes: tuple[str, ...] = ()
    failed: bool = False  # whether something failed that may go well the next time

    def run(self, looked: Snapshot | None) -> Built | None:
        """All stages; None where another build has meanwhile made what this one found, so that it has to begin again."""
        clock = self.clock
        with clock.stage("look"):
            seen = looked.seen if looked else scan(self.root, FOLDERS)
            locks = load_locks(self.root)
            files = reader.Texts(self.root, (*seen.records, *((CONFIG,) if CONFIG in seen.others else ())))
            texts = WithOthers(files, locks.texts)
            config, problems = load_config(self.root)
            if self.search:
                config = replace(config, search=pagefind_index.available())
            self.notes = self._lacking(config)
            templates, static, wrong = reader.load_templates([SHIPPED_TEMPLATES, os.path.join(self.root, TEMPLATES)])
            unused = unused_overrides(templates)
            texts = WithOthers(files, {**locks.texts, **_texts_of(unused, templates)})
            fingerprint = self._fingerprint(config, templates, locks)
        with clock.stage("remember"):
            old = build_state.from_bytes(self.cache.load())
            if old is not None and old.fingerprint != fingerprint:
                old = None
            known = (
                load_incremental(old, config, seen, locks, self._unit, static)
                if old and not problems and self.recalls
                else None
            )
        if known is None:
            with clock.stage("read and link"):
                surveyed = load_project(self.root, seen, self.drafts, self.jobs)
                surveyed = replace(surveyed, corpus=replace(surveyed.corpus, config=config))
                found = lock_problems(locks, surveyed)
            problems = [*surveyed.problems, *found]
            if any(problem.is_error for problem in problems):
                return Built(len(surveyed.corpus.records), in_order(problems), texts, None)
            with clock.stage("compare"):
                known = load_full(surveyed, seen, locks, found, fingerprint, old, static)
        else:
            problems += map(unpack_problem, known.warned)
        problems += unused
        found = misplaced(self.output, self._shown(), [os.path.join(self.root, folder) for folder in READ_FROM])
        if found:
            return self._failed(len(known.tracked.numbers), [*problems, *wrong, *found], texts, templates)
        with self.cache.locked():
            if self.cache.newer():
                return None
            with clock.stage("look at the output"):
                folder, found = Output.at(self.output, self._shown(), looked.site if looked else None)
            wrong += found
            if folder is None or any(problem.is_error for problem in wrong):
                return self._failed(len(known.tracked.numbers), [*problems, *wrong], texts, templates)
            return self._publish(config, templates, static, problems, texts, seen, known, old, folder)

    def _publish(
        self,
        config: Config,
        templates: Mapping[str, str],
        static: Mapping[str, bytes],
        problems: list[Problem],
        texts: Mapping[str, str],
        seen: Scan,
        known: BuildContext,
        old: BuildState | None,
        folder: Output,
    ) -> Built:
        """Make the site of a project in which nothing is wrong."""
        clock = self.clock
        records = len(known.tracked.numbers)
        with ExitStack() as stack:
            index = NO_INDEX
            if config.search:
                with clock.stage("search"):
                    index = self._index(known, old, folder, stack)
            stack.enter_context(clock.stage("render and write"))
            files = ChainMap({**static}, pagefind_index.IndexFiles(index.made))  # type: ignore[arg-type]
            as_they_are = [Spec(path, "static", sha256_hex(data)) for path, data in static.items()]
            new = [Spec(path, "static", index.key.hex()) for path in index.made]
            workshop, todo, made = self._plan(config, templates, files, as_they_are, known, old, folder)
            todo += new
            made.update(index.kept)
            prepare(known.tracked, todo)
            try:
                written, wrong = self._make(workshop, todo, made, folder, known.remember)
            except OSError as error:
                written, wrong = None, [unwritable(self._shown(), error)]
        if written is None:
            return self._failed(records, [*problems, *wrong], texts, templates)
        with clock.stage("save"):
            found = in_order(problems)
            kept = known.remember()
            kept.made = {
                path: made[path] for spec in workshop.specs for path in files_of(spec)
            } | made  # the pages in their order
            if index.made:
                self.cache.keep_searched(index.key, {path: made[path][2] for path in index.made})
            self._save(kept, seen, folder, records, found)
        return Built(records, found, texts, written, self.notes)

    # --- the stages --------------------------------------------------------------------------------------------------

    def _fingerprint(self, config: Config, templates: Mapping[str, str], locks: Locks) -> bytes:
        """A digest of all that goes into every page besides what it reads: the tool, the options, the templates."""
        whole = repr((tool_signature(), self.drafts, config, sorted(templates.items()), locks.text))
        return blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=16).digest()

    def _unit(self, path: str) -> SourceUnit | None:
        file, problems = reader.load_file(self.root, path)
        return None if file is None or (problems and not file.is_valid) else make_unit(file, problems)

    def _plan(
        self,
        config: Config,
        templates: Mapping[str, str],
        static: Mapping[str, bytes],
        as_they_are: Sequence[Spec],
        known: BuildContext,
        old: BuildState | None,
        folder: Output,
    ) -> tuple[PageFactory, list[Spec], dict[str, BuiltFile]]:
        """(what files are made from, those to be made, those that are as they must be)"""
        before = old.made if old else {}
        if known.recalled:  # the structure is as it was, and so are the pages that there are
            there = [made[0] for path, made in before.items() if made[0][0] == path]
            pages: Sequence[build_state.Spec] = [spec for spec in there if spec[1] not in _NO_PAGES]
            others: Sequence[build_state.Spec] = [spec for spec in there if spec[1] in EXPORTING]
        else:
            pages = specs(known.tracked)
            others = export_specs(known.tracked, pages)
        todo: list[Spec] = []
        kept: dict[str, BuiltFile] = {}
        for spec in (*pages, *others, *as_they_are):
            path = spec[0]
            made = before.get(path)
            if (
                made is None
                or made[0] != spec
                or folder.found.get(path) != made[3]
                or known.dirty is None
                or (known.dirty and not known.dirty.isdisjoint(memoryview(made[1]).cast("I")))
            ):
                todo.append(Spec(*spec))
            elif not (beside := files_of(spec)[1:]):
                kept[path] = made
            elif any(
                (one := before.get(other)) is None or one[0] != spec or folder.found.get(other) != one[3]
                for other in beside
            ):
                todo.append(Spec(*spec))
            else:
                kept[path] = made
                kept.update((other, before[other]) for other in beside)
        return PageFactory(known.tracked, Pages(known.tracked), Renderer(templates, config), static, pages), todo, kept

    def _index(self, known: BuildContext, old: BuildState | None, folder: Output, stack: ExitStack) -> Index:
        """The files of the index for searching: those there are, where what is searched is as it was, else new ones,
        which lie in a folder that goes when the stack is closed.
        """
        if old is not None and known.dirty is not None and not known.dirty:
            kept = {path: made for path, made in old.made.items() if path.startswith(f"{pagefind_index.FOLDER}/")}
            if kept and all(folder.found.get(path) == made[3] for path, made in kept.items()):
                return Index(kept)
        records = list(searchable(known.tracked))
        key = pagefind_index.key_of(records, known.tracked.config.language)
        there = self.cache.searched(key)
        if there and all(folder.holds(path, digest) for path, digest in there.items()):
            return Index(
                {
                    path: (tuple(Spec(path, "static", key.hex())), b"", digest, folder.found[path])
                    for path, digest in there.items()
                }
            )
        place = stack.enter_context(pagefind_index.workplace())
        try:
            return Index(made=pagefind_index.make_index(records, known.tracked.config.language, place), key=key)
        except (pagefind_index.SearchFailed, OSError) as error:
            self.notes += (pagefind_index.FAILED.format(error),)
            self.failed = True
            return NO_INDEX

    def _make(
        self,
        workshop: PageFactory,
        todo: Sequence[Spec],
        made: dict[str, BuiltFile],
        folder: Output,
        meanwhile: Callable[[], Any],
    ) -> tuple[Written | None, list[Problem]]:
        """Make files and write them, tell the folder what is there, and add to `made`."""
        self.cache.forget()
        site = [*made, *(path for spec in todo for path in files_of(spec))]
        new, changed, wrong = make_files(workshop, todo, site, folder, self.jobs, self.progress, meanwhile)
        if wrong:
            return None, wrong
        made.update(new)
        removed = folder.finish({path: one[2] for path, one in made.items()}, self.drafts)
        return Written(changed, len(made) - changed, removed), []

    def _save(self, kept: BuildState, seen: Scan, folder: Output, records: int, problems: Sequence[Problem]) -> None:
        self.cache.save(kept.to_bytes())
        there = {path: made[3] for path, made in kept.made.items()} | {MANIFEST: folder.list_signature()}
        told = (records, len(kept.made), [pack_problem(problem) for problem in problems], self.notes)
        if not self.failed:
            self.cache.stamp(FOLDERS, seen, there, told)

    # --- what is told ------------------------------------------------------------------------------------------------

    def _lacking(self, config: Config) -> tuple[str, ...]:
        """What the site is without, because an optional package is not installed."""
        without_search = self.search and not config.search
        without_images = config.base_url and not share_pictures.can_draw()
        return (
            *([pagefind_index.MISSING] if without_search else []),
            *([share_pictures.MISSING] if without_images else []),
        )

    def _failed(
        self, records: int, problems: Sequence[Problem], texts: Mapping[str, str], templates: Mapping[str, str]
    ) -> Built:
        shown = {TEMPLATE_FOLDER + name: text for name, text in templates.items()}
        return Built(records, in_order(problems), WithOthers(texts, shown), None)

    def _shown(self) -> str:
        """The output folder as messages name it: from the root where it lies there."""
        inside = os.path.relpath(self.output, self.root)
        return self.output if inside.startswith("..") else inside.replace(os.sep, "/")
