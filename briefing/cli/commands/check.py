"""`check`: every problem of a project, in one run."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from briefing.cli.commands.problem_printing import format_argument, print_problems


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--drafts", action="store_true", help="show drafts too, marked as such")
    parser.add_argument(
        "--since", metavar="REV", help="ask for a word about changes to what was published in a revision of git"
    )
    parser.add_argument("--suggest", action="store_true", help="suggest links, positions and tidying too")
    format_argument(parser)


def run(options: argparse.Namespace, root: Path) -> int:
    from briefing.build.pipeline import check_project
    from briefing.cli.commands.lock_file_writing import beside
    from briefing.core.problem_reports import summary
    from briefing.core.problems import in_order
    from briefing.project.lock_files import ids_in, load_locks, lock_problems

    checked = check_project(root, options.drafts)
    locks = load_locks(str(root))
    found = lock_problems(locks, checked)
    more = {
        file.path: file.text
        for file in (locks.quotes, locks.ledger)
        if file and any(p.location.file == file.path for p in found)
    }
    if options.since is not None:
        from briefing.core.problem_reports import visible
        from briefing.corpus.corpus_differences import unnoted
        from briefing.project.git_snapshots import NoHistory, at_revision

        try:
            past = at_revision(root, options.since)
        except NoHistory as reason:
            print(f"Nothing to compare with: {visible(str(reason))}.", file=sys.stderr)
            return 2
        found += unnoted(past.corpus, checked.corpus, ids_in(past.texts, past.unread))
    problems, texts = in_order([*checked.problems, *found]), beside(checked.texts, more)
    if options.suggest:
        from briefing.checks.suggestions import advise

        problems += in_order(advise(checked.corpus))
    print_problems(options, problems, texts)
    if options.format == "text":
        print(summary(problems, texts))
    return 1 if any(problem.is_error for problem in problems) else 0
