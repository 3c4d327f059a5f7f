"""Files of the site that have to be made are made, by several processes where there are many, and written."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from briefing.build.incremental.build_state import BuiltFile
from briefing.build.output.output_writer import Output, sha256_hex
from briefing.core import process_pool
from briefing.core.problems import Location, Problem
from briefing.project.unit_serialization import pack_problem, unpack_problem
from briefing.rendering.data.page_json import document_of
from briefing.rendering.exports import EXPORTING, make_export
from briefing.rendering.exports.site_files import Site, StaticFiles
from briefing.rendering.pages import Pages, Spec, TrackedCorpus, files_of
from briefing.rendering.render_failed import RenderFailed
from briefing.rendering.stylesheet_minifier import published
from briefing.rendering.template_renderer import Renderer

FEW_FILES = 300  # with so few, a second process costs more than it saves
TASK = 20  # files in each task that processes share: the smallest that keeps asking for tasks from mattering

Progress = Callable[[int, int], None]
"""Told (how many files are made, of how many)."""


@dataclass(frozen=True, slots=True)
class PageFactory:
    """What files are made from."""

    tracked: TrackedCorpus
    pages: Pages
    renderer: Renderer
    static: Mapping[str, bytes]  # what is not made: static files, and the index for searching
    specs: Sequence[Any]  # of all pages, perhaps as plain tuples, for what lists them

    def make(self, spec: Spec, broken: Set[str] = frozenset()) -> tuple[Sequence[bytes], bytes]:
        """(the bytes of each of a spec's files, the cells that they read); none for a page whose template is known to be broken.

        Raises RenderFailed where a template is at fault.
        """
        if spec.maker == "static":
            return (published(spec.path, self.static[spec.path]),), b""
        self.tracked.reset_reads()
        if spec.maker in EXPORTING:
            made = make_export(self.pages.outer, spec, Site(self.specs, StaticFiles(self.static, self.tracked)))
        else:
            page = self.pages.make(spec)
            if page.template in broken:
                return (), b""
            made = (self.renderer.render(page), document_of(page, self.tracked.config).encode("utf-8"))
        return made, array("I", self.tracked.reads).tobytes()


def make_files(
    workshop: PageFactory,
    todo: Sequence[Spec],
    site: Sequence[str],
    output: Output,
    jobs: int,
    progress: Progress,
    meanwhile: Callable[[], Any],
) -> tuple[dict[str, BuiltFile], int, list[Problem]]:
    """(each file as it was made, how many were not there already, what was wrong with the templates)

    `site` is the paths of all files that the site is to have. Nothing is written before everything is rendered, so that a
    template's fault leaves the site as it was. Only into a folder that was empty, in which nobody can be reading, files
    go as they are made, and out of it again. `meanwhile` is done in this process while others render. Where a process is
    lost, all is made again in this one. Raises OSError where the system will not let files be written.
    """
    jobs = jobs if len(todo) > FEW_FILES else 1
    size = max(TASK, len(todo) // process_pool.MOST_TASKS + 1)
    tasks = _apart([range(start, min(start + size, len(todo))) for start in range(0, len(todo), size)])
    rendered: list[tuple[int, Sequence[bytes], bytes]] = []
    made: list[tuple[Any, ...]] = []
    here = os.getpid()

    def write(at: int, files: Sequence[bytes], reads: bytes) -> None:
        for path, data in zip(files_of(todo[at]), files):
            changed, signature = output.put(path, data)
            made.append((at, path, reads, sha256_hex(data), signature, changed))

    def render(numbers: Iterator[int]) -> Any:
        failed: dict[str, Problem] = {}  # by the template of the page
        if os.getpid() == here:
            meanwhile()
        try:
            for number in numbers:
                for at in tasks[number]:
                    try:
                        files, reads = workshop.make(todo[at], failed.keys())
                    except RenderFailed as error:
                        failed[error.template] = error.problem
                        continue
                    if output.fresh and not failed:
                        write(at, files, reads)
                    else:
                        rendered.append((at, files, reads))
                if os.getpid() == here:
                    progress(min((number + 1) * size, len(todo)), len(todo))
                elif process_pool.parent_is_gone(here):
                    raise BrokenPipeError
        except OSError as error:
            return _said(error)
        return [pack_problem(problem) for problem in failed.values()]

    def write_all() -> Any:
        try:
            for item in rendered:
                if os.getpid() != here and process_pool.parent_is_gone(here):
                    raise BrokenPipeError
                write(*item)
        except OSError as error:
            return _said(error)
        return made

    if output.fresh:
        output.begin(site)
    crew = process_pool.Crew(jobs, len(tasks), render, write_all)
    problems: dict[Location, Problem] = {}
    try:
        for found in crew.results():
            for problem in map(unpack_problem, _checked(found)):
                problems.setdefault(problem.location, problem)
        if problems:
            if output.fresh:
                output.undo(site)
            return {}, 0, list(problems.values())
        if not output.fresh:
            output.begin(site)
        parts = [_checked(part) for part in crew.start_second_phase()]
    except process_pool.WorkerLost:
        crew.dismiss()  # before anything is made again: those that are left may be writing
        return make_files(workshop, todo, site, output, 1, progress, meanwhile)
    finally:
        crew.dismiss()
    specs = list(map(tuple, todo))
    files = {path: (specs[at], reads, digest, there) for part in parts for at, path, reads, digest, there, _ in part}
    return files, sum(item[5] for part in parts for item in part), []


def _apart(tasks: Sequence[range]) -> list[range]:
    """Tasks in an order in which neighbours are far apart, so that two processes seldom write into one folder, where they
    would wait for each other.
    """
    half = (len(tasks) + 1) // 2
    return [
        task
        for at in range(half)
        for task in tasks[at : at + half + 1 : half]
        if at + half < len(tasks) or task is tasks[at]
    ]


def _said(error: OSError) -> tuple[Any, ...]:
    """An error of the system's as plain data, to be raised in the process that asked."""
    named = error.filename if isinstance(error.filename, str) else None
    return "OSError", error.errno, error.strerror or str(error), named  # a library's own have no number and no words


def _checked(part: Any) -> Any:
    if isinstance(part, tuple):
        raise OSError(*part[1:])
    return part
