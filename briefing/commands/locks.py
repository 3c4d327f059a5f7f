"""What commands have in common that deal with lock files: writing one whole, and finding what is wrong with it."""

from __future__ import annotations

import os
import re
from collections import ChainMap
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from ..problem import Problem
    from ..survey import Survey

_ID = re.compile(r"^id:[ \t]*[\"']?([a-z0-9-]+)", re.MULTILINE)
_FORMER = re.compile(r"^former_ids:((?:.*\n)(?:[ \t-].*\n)*)", re.MULTILINE)
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def save(root: Path, name: str, text: str) -> bool:
    """Write a file beside briefing.yaml, all of it or nothing. True where it was not so already."""
    path, data = root / name, text.encode()
    if path.is_file() and not path.is_symlink() and path.read_bytes() == data:
        return False
    new = root / f".{name}.new"
    try:
        new.write_bytes(data)
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)
    return True


def lock_problems(root: Path, checked: Survey) -> tuple[list[Problem], dict[str, str]]:
    """What is wrong with quotes.lock and permalinks.lock, each where there is one; and the texts of those at fault."""
    from .. import permalinks, quotes, read

    problems: list[Problem] = []
    shaped = [one for unit in checked.units for one in unit.shaped]
    broken = ids_in(checked.texts, {problem.location.file for problem in checked.problems if problem.is_error})
    drafts = {one.id for one in shaped if one.draft and one.record}
    lock, found = read.load_beside(str(root), quotes.LOCK)
    problems += found
    if lock:
        lines, found = quotes.parse_lock(lock.text)
        problems += [*found, *quotes.stale_lines(checked.briefing, lines, broken | (drafts - checked.briefing.documents.keys()))]
    ledger, found = read.load_beside(str(root), permalinks.LEDGER)
    problems += found
    if ledger:
        problems += permalinks.permalink_problems(checked.briefing, ledger.text, broken, drafts)
    at_fault = {problem.location.file for problem in problems}
    return problems, {file.path: file.text for file in (lock, ledger) if file and file.path in at_fault}


def beside(texts: Mapping[str, str], more: Mapping[str, str]) -> Mapping[str, str]:
    """The project's texts, still read only when they are asked for, and those of files beside them."""
    return ChainMap(dict(more), cast("dict[str, str]", texts))  # it changes neither, so that any mapping will do


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
