"""`permalinks`: the ledger of published addresses is brought up to date. Addresses are added, never dropped."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from briefing.cli.commands.problem_printing import format_argument, print_problems


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="write nothing, and fail where it is not up to date")
    format_argument(parser)


def run(options: argparse.Namespace, root: Path) -> int:
    from briefing.build.pipeline import check_project
    from briefing.checks import permalink_ledger
    from briefing.cli.commands.lock_file_writing import beside, save
    from briefing.core.problem_reports import count, summary
    from briefing.core.problems import in_order
    from briefing.reading import reader

    checked = check_project(root)
    file, problems = reader.load_beside(str(root), permalink_ledger.LEDGER)
    texts = beside(checked.texts, {file.path: file.text} if file else {})
    text = file.text if file and file.is_valid else ""
    problems = [
        *checked.problems,
        *problems,
        *(permalink_ledger.permalink_problems(checked.corpus, text) if checked.is_valid else ()),
    ]
    told = [problem for problem in in_order(problems) if problem.is_error]
    print_problems(options, told, texts)
    done = sys.stdout if options.format == "text" else sys.stderr
    if told:
        print(f"{summary(told, texts)} {permalink_ledger.LEDGER} is as it was.", file=done)
        return 1
    known, now = permalink_ledger.parse_ledger(text)[0].keys(), permalink_ledger.published(checked.corpus)
    whole = permalink_ledger.format_ledger(known | now)
    state = f"{count(len(known | now), 'address')}, {len(now - known):,} of them new".replace("addresss", "addresses")
    if options.check:
        if whole == text:
            return 0
        print(
            f"{permalink_ledger.LEDGER} is not up to date ({state}): run `python build.py permalinks` and commit it.",
            file=sys.stderr,
        )
        return 1
    save(root, permalink_ledger.LEDGER, whole)
    print(f"{permalink_ledger.LEDGER} has {state}.", file=done)
    return 0
