"""Try inputs by chance for as long as it is told, and say which ended otherwise than in a site or in problems.

    python tests/fuzz.py --minutes 60
    python tests/fuzz.py --minutes 5 article     only the tests whose names hold the word

Runs tests/test_fuzz.py over and over, each time with other inputs. What was found is kept in .hypothesis/ and tried first by the
next run, until it is mended. Exit status: 0 nothing was found, 1 something was.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    parser = argparse.ArgumentParser(description="Fuzz the generator.")
    parser.add_argument("--minutes", type=float, default=60, metavar="N", help="how long (default: 60)")
    parser.add_argument(
        "--examples", type=int, default=400, metavar="N", help="inputs for each test in a round (default: 400)"
    )
    parser.add_argument("words", nargs="*", metavar="WORD", help="only tests whose names hold one of these")
    options = parser.parse_args()
    command = [
        sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--hypothesis-profile", "fuzz", "--fuzz-examples", str(options.examples), str(HERE / "test_fuzz.py"),
    ]  # fmt: skip
    if options.words:
        command += ["-k", " or ".join(options.words)]
    end, rounds = time.monotonic() + 60 * options.minutes, 0
    while rounds == 0 or time.monotonic() < end:
        rounds += 1
        done = subprocess.run(
            [*command, "--hypothesis-seed", str(time.time_ns() % 2**32)],
            cwd=HERE.parent,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            print(done.stdout[-20_000:] + done.stderr[-5_000:])
            print(
                f"Found in round {rounds}; run `python -m pytest --hypothesis-profile fuzz tests/test_fuzz.py` to see it again."
            )
            return 1
        print(f"round {rounds}: nothing found; {max(0.0, end - time.monotonic()) / 60:.0f} minutes to go", flush=True)
    print(f"Nothing found in {rounds} rounds of {options.examples:,} inputs for each test.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
