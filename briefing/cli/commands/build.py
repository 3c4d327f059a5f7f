"""`build`: the content becomes the site."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefing.build.incremental.build_cache import Snapshot


def arguments(parser: argparse.ArgumentParser) -> None:
    from briefing.cli.commands.problem_printing import FORMATS

    parser.add_argument("--drafts", action="store_true", help="show drafts too, marked as such")
    parser.add_argument("--output", metavar="DIR", help="where the site goes (default: site/ in the root)")
    parser.add_argument(
        "--jobs",
        type=_jobs,
        default=0,
        metavar="N",
        help="how many processes share the work (default: one on each core)",
    )
    parser.add_argument("--no-search", action="store_true", help="make no index for searching the site")
    parser.add_argument("--timings", action="store_true", help="print where the time went")
    parser.add_argument("--format", choices=FORMATS, default="text", help="how problems are printed (default: text)")


def _jobs(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 3 and 1 <= int(text) <= 64):
        raise argparse.ArgumentTypeError("it is a number from 1 to 64")
    return int(text)


def run(options: argparse.Namespace, root: Path) -> int:
    from briefing.build.incremental.build_cache import Cache

    begun = time.perf_counter()
    output = options.output or os.path.join(root, "site")
    looked = Cache(str(root), output, options.drafts, not options.no_search).look(str(root))
    if looked is not None and looked.told is not None:
        records, files, packed, notes = looked.told
        if packed or options.format != "text":
            _print_again(options, root, packed)
        _done(options, begun, records, 0, files, 0, notes)
        if options.timings:
            _print_timings(options, begun, {})
        return 0
    return _build(options, root, output, begun, looked)


def _build(options: argparse.Namespace, root: Path, output: str, begun: float, looked: Snapshot | None) -> int:
    from briefing.build.pipeline import Clock, build
    from briefing.cli.commands.problem_printing import print_problems
    from briefing.cli.commands.progress_bar import ProgressBar
    from briefing.core.problem_reports import summary, visible

    clock = Clock()
    with ProgressBar(sys.stderr, "pages") as bar:
        built = build(root, output, options.drafts, options.jobs, bar.show, clock, looked, not options.no_search)
    print_problems(options, built.problems, built.texts)
    done = sys.stdout if options.format == "text" else sys.stderr
    if built.problems:
        print(summary(built.problems, built.texts), file=done)
    if built.written is None:
        touched = any(problem.code == "unwritable-output" for problem in built.problems)
        print(
            "The site is not complete." if touched else f"Nothing was written; {visible(output)}/ is as it was.",
            file=done,
        )
        return 1
    written = built.written
    _done(options, begun, built.records, written.changed, written.unchanged, written.removed, built.notes)
    if options.timings:
        _print_timings(options, begun, clock.stages)
    return 0


def _print_again(options: argparse.Namespace, root: Path, packed: list[Any]) -> None:
    """The warnings of a site in which nothing has changed, as the build before told them."""
    from briefing.cli.commands.problem_printing import print_problems
    from briefing.core.problem_reports import summary
    from briefing.project.project_loader import FOLDERS
    from briefing.project.unit_serialization import unpack_problem
    from briefing.reading.reader import Texts, WithOthers, texts_beside
    from briefing.reading.scanner import scan

    problems = [unpack_problem(plain) for plain in packed]
    files = Texts(str(root), ("briefing.yaml", *scan(str(root), FOLDERS).records))
    texts = WithOthers(files, texts_beside(str(root), {problem.location.file for problem in problems} - files.keys()))
    print_problems(options, problems, texts)
    if problems:
        print(summary(problems, texts), file=sys.stdout if options.format == "text" else sys.stderr)


def _done(
    options: argparse.Namespace,
    begun: float,
    records: int,
    changed: int,
    unchanged: int,
    removed: int,
    notes: Sequence[str],
) -> None:
    shown = options.output or os.path.join(options.root, "site")
    if not (shown.isascii() and shown.isprintable()):
        from briefing.core.problem_reports import visible

        shown = visible(shown)
    print(
        f"{records:,} record{'' if records == 1 else 's'}{' with drafts' if options.drafts else ''}"
        f" in {changed + unchanged:,} file{'' if changed + unchanged == 1 else 's'} in {os.path.normpath(shown)}/: "
        f"{changed:,} written, {unchanged:,} unchanged, {removed:,} removed ({time.perf_counter() - begun:.2f} s)",
        file=sys.stdout if options.format == "text" else sys.stderr,
    )
    for note in notes:
        print(note, file=sys.stderr)


def _print_timings(options: argparse.Namespace, begun: float, stages: dict[str, float]) -> None:
    """Seconds by stage, and what lies between and before them."""
    total = time.perf_counter() - begun
    print(file=sys.stderr)
    for name, seconds in (*stages.items(), ("the rest", total - sum(stages.values())), ("in all", total)):
        print(f"  {name:<20} {seconds:7.3f} s", file=sys.stderr)
