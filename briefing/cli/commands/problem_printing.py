"""What commands that find problems have in common: the option that says in which form, and printing them so."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from briefing.core.problems import Problem

FORMATS = ("text", "json", "github", "gitlab")


def format_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=FORMATS, default="text", help="how problems are printed (default: text)")


def print_problems(options: argparse.Namespace, problems: Sequence[Problem], texts: Mapping[str, str]) -> None:
    from briefing.core import problem_reports

    root = Path(options.root)
    folder = "" if root.is_absolute() or root == Path() else f"{root.as_posix()}/"
    if options.format == "json":
        print(problem_reports.as_json(problems))
    elif options.format == "gitlab":
        print(problem_reports.as_gitlab(problems, folder))
    elif problems and options.format == "github":
        print(problem_reports.as_github(problems, folder))
    elif problems:
        print(problem_reports.as_text(problems, texts, coloured()), end="\n\n")


def coloured() -> bool:
    """Whether standard output is to have colours; a setting that is empty counts as none: https://no-color.org."""
    variable = os.environ.get
    return bool(variable("FORCE_COLOR")) or (sys.stdout.isatty() and not variable("NO_COLOR"))
