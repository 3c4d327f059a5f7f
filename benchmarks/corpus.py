"""Options become a Corpus, and a Corpus becomes projects on the disk.

python -m benchmarks.corpus --records 10000 --ours DIR --hugo DIR
python -m benchmarks.corpus --neutral CORPUS --ours DIR
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from . import hugo_side, ours
from .generate import FEWEST, generate
from .neutral import neutral
from .records import Corpus


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options that say which records."""
    parser.add_argument("--records", type=_records, default=10_000, help="how many (default: 10000)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other records (default: 1)")
    parser.add_argument("--claims", action="store_true", help="with claims and positions, postings and parents")
    parser.add_argument("--neutral", type=Path, metavar="DIR", help="take the records from a neutral corpus instead")


def _records(text: str) -> int:
    number = int(text)
    if number < FEWEST:
        raise argparse.ArgumentTypeError(f"at least {FEWEST}")
    return number


def corpus_of(options: argparse.Namespace) -> Corpus:
    return neutral(options.neutral) if options.neutral else generate(options.records, options.seed, options.claims)


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="benchmarks.corpus", description="Write made-up records as projects to build."
    )
    arguments(parser)
    parser.add_argument("--ours", type=Path, metavar="DIR", help="write a project of ours there")
    parser.add_argument("--hugo", type=Path, metavar="DIR", help="write a Hugo project there")
    options = parser.parse_args(given)
    corpus = corpus_of(options)
    if options.ours:
        ours.write_ours(corpus, options.ours)
    if options.hugo:
        hugo_side.write_hugo(corpus, options.hugo)
    print(", ".join(f"{len(records):,} {folder}" for folder, records in corpus.folders.items() if records))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
