"""`check`: every problem of a project, in one run."""

from __future__ import annotations

import argparse
from pathlib import Path

from .printing import format_argument, print_problems


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--drafts", action="store_true", help="show drafts too, marked as such")
    parser.add_argument("--suggest", action="store_true", help="suggest links, positions and tidying too")
    format_argument(parser)


def run(options: argparse.Namespace, root: Path) -> int:
    from ..pipeline import check_project
    from ..problem import in_order
    from ..report import summary
    from .locks import lock_problems

    checked = check_project(root, options.drafts)
    found, texts = lock_problems(root, checked)
    problems, texts = in_order([*checked.problems, *found]), {**checked.texts, **texts}
    if options.suggest:
        from ..advice import advise

        problems += in_order(advise(checked.briefing))
    print_problems(options, problems, texts)
    if options.format == "text":
        print(summary(problems, texts))
    return 1 if any(problem.is_error for problem in problems) else 0
