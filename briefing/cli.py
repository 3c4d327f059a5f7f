"""The commands. Exit status: 0 fine, 1 problems in the content or the output, 2 wrong usage."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import __version__, report
from .problem import Problem
from .report import count, summary, visible

COMMANDS = {"build": "content/ becomes site/", "check": "list every problem and write nothing"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status. `build` is the command where none is named."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal that cannot show a name must not end the build
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0].startswith("-") and given[0] not in ("-h", "--help", "--version"):
        given.insert(0, "build")
    options = _parser().parse_args(given)
    root = Path(options.root)
    if not root.is_dir():
        print(f"There is no folder {visible(str(root))}. Name the one with briefing.yaml: --root DIR", file=sys.stderr)
        return 2
    collecting = gc.isenabled()
    gc.disable()  # a run makes no rubbish in circles, and looking for some takes a third of its time
    try:
        status = _check(options, root) if options.command == "check" else _build(options, root)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    finally:
        if collecting:
            gc.enable()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build.py" if sys.argv[0].endswith("build.py") else "briefing",
        description="Turn a desk's YAML records into a cross-linked static site.",
        epilog="Exit status: 0 fine, 1 problems, 2 wrong usage. Without a command, `build`.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, help in COMMANDS.items():
        command = commands.add_parser(name, help=help, description=help, allow_abbrev=False)
        command.add_argument("--root", default=".", metavar="DIR", help="the folder with briefing.yaml and content/")
        command.add_argument("--drafts", action="store_true", help="show drafts too, marked as such")
        command.add_argument(
            "--format", choices=("text", "json", "github"), default="text", help="how problems are printed (default: text)"
        )
        if name == "build":
            command.add_argument("--output", metavar="DIR", help="where the site goes (default: site/ in the root)")
    return parser


def _check(options: argparse.Namespace, root: Path) -> int:
    from .pipeline import check_project

    checked = check_project(root, options.drafts)
    _print_problems(options, checked.problems, checked.texts)
    if options.format == "text":
        print(summary(checked.problems, checked.texts))
    return 0 if checked.sound else 1


def _build(options: argparse.Namespace, root: Path) -> int:
    from .pipeline import build

    begun = time.perf_counter()
    output = Path(options.output) if options.output else root / "site"
    shown = visible(str(output))
    built = build(root, output, options.drafts)
    _print_problems(options, built.problems, built.texts)
    done = sys.stdout if options.format == "text" else sys.stderr
    if built.problems:
        print(summary(built.problems, built.texts), file=done)
    if built.written is None:
        touched = any(problem.code == "unwritable-output" for problem in built.problems)
        print("The site is not complete." if touched else f"Nothing was written; {shown}/ is as it was.", file=done)
        return 1
    written = built.written
    records = count(built.records, "record") + (" with drafts" if options.drafts else "")
    print(
        f"{records} in {count(written.changed + written.unchanged, 'file')} in {shown}/: "
        f"{written.changed:,} written, {written.unchanged:,} unchanged, {written.removed:,} removed"
        f" ({time.perf_counter() - begun:.2f} s)",
        file=done,
    )
    return 0


def _print_problems(options: argparse.Namespace, problems: Sequence[Problem], texts: Mapping[str, str]) -> None:
    if options.format == "json":
        print(report.as_json(problems))
    elif problems and options.format == "github":
        root = Path(options.root)
        print(report.as_github(problems, "" if root.is_absolute() or root == Path() else f"{root.as_posix()}/"))
    elif problems:
        variable = os.environ.get  # an empty one counts as none: https://no-color.org
        coloured = bool(variable("FORCE_COLOR")) or sys.stdout.isatty() and not variable("NO_COLOR")
        print(report.as_text(problems, texts, coloured), end="\n\n")
