"""The ledger of published addresses, `permalinks.lock`: what was published stays reachable, or says why it is gone.

A line for each address that a record's page ever had. An address is kept by its record, by one that has the id among its
`former_ids`, which makes a redirect, or by a tombstone: a record whose status is withdrawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set

from briefing.core.problems import Location, Problem
from briefing.core.text import closest
from briefing.corpus.linker import Corpus
from briefing.reading.lock_file_lines import numbered
from briefing.schema.kinds import KIND_IN_FOLDER

LEDGER = "permalinks.lock"
_HEAD = "# Every address that was ever published. Written by `python build.py permalinks`; a line is never dropped.\n"
_ADDRESS = re.compile(rf"({'|'.join(KIND_IN_FOLDER)})/([a-z0-9-]+)\.html", re.ASCII)
MOST_GUESSES = 20  # looking for a near id among ten thousand takes a while


def parse_ledger(text: str) -> tuple[dict[str, int], list[Problem]]:
    """The addresses in a ledger, each with the number of its line; a problem for each line that is not one."""
    addresses: dict[str, int] = {}
    problems: list[Problem] = []
    for number, line in numbered(text):
        if _ADDRESS.fullmatch(line):
            addresses.setdefault(line, number)
        else:
            hint = "keep both sides of a merge, without the marks between them; an address reads events/some-id.html"
            problems.append(
                Problem(Location(LEDGER, number, 1, len(line)), "invalid-line", "this line is not an address", hint)
            )
    return addresses, problems


def format_ledger(addresses: Iterable[str]) -> str:
    """A ledger of these addresses, sorted; the same addresses are always the same text."""
    return _HEAD + "".join(f"{address}\n" for address in sorted(set(addresses)))


def published(corpus: Corpus) -> set[str]:
    """The addresses of every record that readers can see, and of those that lead to them."""
    seen = [record for record in corpus.written() if record.status != "draft"]
    return {r.path for r in seen} | {f"{r.FOLDER}/{former}.html" for r in seen for former in r.former_ids}


def permalink_problems(
    corpus: Corpus, text: str, broken: Set[str] = frozenset(), drafts: Set[str] = frozenset()
) -> list[Problem]:
    """What is wrong with a ledger: lines that cannot be read, and addresses that would vanish.

    `broken` are ids of records that are there but unsound, which have problems of their own; `drafts` those of drafts.
    """
    ledger, problems = parse_ledger(text)
    return [*problems, *vanished(corpus, ledger, broken, drafts)]


def vanished(corpus: Corpus, ledger: Mapping[str, int], broken: Set[str], drafts: Set[str]) -> Iterator[Problem]:
    """A problem for each address in a ledger that nothing keeps."""
    kept = published(corpus)
    new: dict[str, list[str]] = {}
    for address in sorted(kept - ledger.keys()):
        folder, _, page = address.partition("/")
        new.setdefault(folder, []).append(page.removesuffix(".html"))
    guesses = MOST_GUESSES
    for address in sorted(ledger.keys() - kept):
        folder, _, page = address.partition("/")
        id = page.removesuffix(".html")
        if id in broken:
            continue
        guesses -= 1
        renamed = closest(id, new.get(folder, ())) if guesses >= 0 else None
        hint = f"restore content/{folder}/{id}.yaml, then `python build.py rename {id} {renamed or 'NEW'}`, or withdraw it: `status: withdrawn`"
        if renamed:
            hint = f"if it is `{renamed}` now, add `former_ids: [{id}]` there; else {hint}"
        message = f"{address} was published, and nothing is there now"
        if id in drafts:
            message = f"{address} was published, and `{id}` is a draft now"
            hint = "publish it again, or set `status: withdrawn` and say why in `changes`"
        yield Problem(Location(LEDGER, ledger[address], 1, len(address)), "vanished-permalink", message, hint)
