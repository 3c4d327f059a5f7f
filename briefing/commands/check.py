"""`check`: every problem of a project, in one run."""

from __future__ import annotations

import argparse
from pathlib import Path

from .printing import format_argument, print_problems


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--drafts", action="store_true", help="show drafts too, marked as such")
    format_argument(parser)


def run(options: argparse.Namespace, root: Path) -> int:
    from ..pipeline import check_project
    from ..report import summary

    checked = check_project(root, options.drafts)
    print_problems(options, checked.problems, checked.texts)
    if options.format == "text":
        print(summary(checked.problems, checked.texts))
    return 0 if checked.sound else 1
