"""The files beside briefing.yaml that a build heeds: what quotes.lock and permalinks.lock say, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from briefing.checks import permalink_ledger
from briefing.checks.quotes import quote_lock
from briefing.core.problems import Problem
from briefing.project.project_loader import LoadedProject
from briefing.reading import reader
from briefing.reading.decoder import File

_ID = re.compile(r"^id:[ \t]*[\"']?([a-z0-9-]+)", re.MULTILINE)
_FORMER = re.compile(r"^former_ids:((?:.*\n)(?:[ \t-].*\n)*)", re.MULTILINE)
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Locks:
    """The two files as they are, None where there is none; and what is wrong with reading them."""

    quotes: File | None
    ledger: File | None
    unread: tuple[Problem, ...]

    @property
    def texts(self) -> dict[str, str]:
        """Their texts by path, for showing lines."""
        return {file.path: file.text for file in (self.quotes, self.ledger) if file}

    @property
    def text(self) -> str:
        """Both texts, for a digest; an empty file is another than none."""
        return "\0".join(f"+{file.text}" if file else "" for file in (self.quotes, self.ledger))


def load_locks(root: str) -> Locks:
    lock, problems = reader.load_beside(root, quote_lock.LOCK)
    ledger, more = reader.load_beside(root, permalink_ledger.LEDGER)
    return Locks(lock, ledger, (*problems, *more))


def lock_problems(locks: Locks, checked: LoadedProject) -> list[Problem]:
    """What is wrong with the locks: lines that cannot be read, quotes that have changed, addresses that would vanish."""
    problems = list(locks.unread)
    shaped = [one for unit in checked.units for one in unit.shaped]
    broken = ids_in(checked.texts, {problem.location.file for problem in checked.problems if problem.is_error})
    drafts = {one.id for one in shaped if one.draft and one.record}
    if locks.quotes and locks.quotes.is_valid:
        lines, found = quote_lock.parse_lock(locks.quotes.text)
        problems += [
            *found,
            *quote_lock.stale_lines(checked.corpus, lines, broken | (drafts - checked.corpus.documents.keys())),
        ]
    if locks.ledger and locks.ledger.is_valid:
        problems += permalink_ledger.permalink_problems(checked.corpus, locks.ledger.text, broken, drafts)
    return problems


def ids_in(texts: Mapping[str, str], files: Iterable[str]) -> set[str]:
    """The ids of all records in these files, drafts and unsound ones included, and those they used to have."""
    ids: set[str] = set()
    for file in files:
        if file.startswith("content/"):
            text = texts.get(file, "")
            ids.add(file.rpartition("/")[2].removesuffix(".yaml"))
            ids.update(_ID.findall(text))
            for former in _FORMER.findall(text):
                ids.update(_WORD.findall(former))
    return ids
