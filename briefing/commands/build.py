"""`build`: the content becomes the site."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from .printing import format_argument, print_problems


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--drafts", action="store_true", help="show drafts too, marked as such")
    parser.add_argument("--output", metavar="DIR", help="where the site goes (default: site/ in the root)")
    format_argument(parser)


def run(options: argparse.Namespace, root: Path) -> int:
    from ..pipeline import build
    from ..report import count, summary, visible

    begun = time.perf_counter()
    output = Path(options.output) if options.output else root / "site"
    shown = visible(str(output))
    built = build(root, output, options.drafts)
    print_problems(options, built.problems, built.texts)
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
