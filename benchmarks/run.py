"""Builds the same records with our generator and with Hugo, in turn, and prints what each took, as Markdown.

    make bench ARGS="--records 10000 --runs 5"

Progress goes to the standard error, so that `make -s bench > results.md` keeps the results alone.

Files are made ever more slowly on ext4 in the minutes after many were deleted, up to fifteen times. So nothing is deleted
while anything is still to be measured: all that a run makes is its own, and goes at the end.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from .beside import beside_hugo
from .corpus import arguments
from .growth import growth
from .measure import Failed
from .sides import REPOSITORY
from .workplace import Workplace, tell

SETTLING = 300  # seconds until a mass deletion no longer slows what comes after it


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.run", description="Measure builds beside Hugo's.")
    arguments(parser)
    parser.add_argument("--runs", type=int, default=5, help="how often each is measured (default: 5)")
    parser.add_argument(
        "--growth", action="store_true", help="measure our side at 10,000 and at 50,000 records instead"
    )
    parser.add_argument("--keep", action="store_true", help="leave all that was made, to look at")
    parser.add_argument(
        "--place",
        type=Path,
        default=REPOSITORY / ".cache" / "bench",
        metavar="DIR",
        help="where to work (default: .cache/bench)",
    )
    parser.add_argument("--python", type=Path, default=Path(sys.executable), help="the Python that runs our side")
    options = parser.parse_args(given)
    options.python = options.python.absolute()  # not resolved: a link into an environment must stay one
    deleted = options.place.absolute() / "deleted"
    warn_of_deletions(deleted)
    folder = deleted.with_name(f"{time.time_ns()}")
    try:
        work = Workplace(folder, options)
        print(growth(work) if options.growth else beside_hugo(work))
    except Failed as problem:
        print(problem, file=sys.stderr)
        return 1
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
            deleted.touch()
    return 0


def warn_of_deletions(deleted: Path) -> None:
    """A file that is touched after each mass deletion tells when the last one was."""
    ago = time.time() - deleted.stat().st_mtime if deleted.exists() else SETTLING
    if ago < SETTLING:
        tell(
            f"The last run's files were deleted {ago:.0f} s ago; wait {SETTLING - ago:.0f} s more, or this run may be slowed."
        )


if __name__ == "__main__":
    raise SystemExit(main())
