"""`diff`: what changed between two revisions, in words, as Markdown for a newsletter or as data."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("since", metavar="REV", help="the earlier revision: a commit, tag or branch")
    parser.add_argument("until", metavar="REV2", nargs="?", help="the later one (default: the files as they are now)")
    parser.add_argument("--format", choices=("markdown", "json"), default="markdown", help="(default: markdown)")


def run(options: argparse.Namespace, root: Path) -> int:
    from briefing.build.pipeline import check_project
    from briefing.cli.change_report import as_data, as_markdown
    from briefing.core.problem_reports import count, summary, visible
    from briefing.corpus.corpus_differences import compare
    from briefing.project.git_snapshots import NoHistory, at_revision
    from briefing.project.lock_files import ids_in

    try:
        old = at_revision(root, options.since)
        later = at_revision(root, options.until) if options.until else None
    except NoHistory as reason:
        print(f"No differences: {visible(str(reason))}.", file=sys.stderr)
        return 2
    if later is None:
        checked = check_project(root)
        if not checked.is_valid:
            print(
                f"{summary(checked.problems, checked.texts)} Mend them first: `python build.py check` lists them.",
                file=sys.stderr,
            )
            return 1
        new, unread = checked.corpus, list(old.unread)
    else:
        new, unread = later.corpus, [*old.unread, *later.unread]
    hidden = ids_in(old.texts, old.unread) | (ids_in(later.texts, later.unread) if later else set())
    if hidden:
        print(
            f"{count(len(unread), 'file')} did not read by today's rules, and nothing is said of them: {visible(unread[0])} …",
            file=sys.stderr,
        )
    differences = compare(old.corpus, new, hidden)
    if options.format == "json":
        print(json.dumps(as_data(differences, old.corpus, new, options.since, options.until or ""), indent=1))
    else:
        print(as_markdown(differences, old.corpus, new, options.since, options.until or ""), end="")
    return 0
