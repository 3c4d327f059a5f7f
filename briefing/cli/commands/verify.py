"""`verify`: every quote is compared with the archived text of its source, and the answers are kept in quotes.lock."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.cli.commands.problem_printing import format_argument, print_problems

if TYPE_CHECKING:
    from briefing.checks.quotes.quote_lock import Verification
    from briefing.checks.quotes.quote_verification import Archived, QuoteCheck
    from briefing.core.problems import Problem
    from briefing.corpus.linker import Corpus


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--check", action="store_true", help="write nothing, and fail where quotes.lock is not up to date"
    )
    parser.add_argument(
        "--require-text",
        action=argparse.BooleanOptionalAction,
        help="fail where a verified quote was changed and its source's text is not here (the default with --check)",
    )
    parser.add_argument("--list", action="store_true", help="list every quote with its answer")
    format_argument(parser)


def run(options: argparse.Namespace, root: Path) -> int:
    from briefing.build.pipeline import check_project
    from briefing.checks.quotes import quote_lock, quote_verification
    from briefing.cli.commands.lock_file_writing import beside, save
    from briefing.core.problem_reports import as_dicts, summary
    from briefing.core.problems import in_order
    from briefing.reading import reader

    checked = check_project(root, drafts=True)
    done = sys.stdout if options.format == "text" else sys.stderr
    if not checked.is_valid:
        print_problems(options, checked.problems, checked.texts)
        print(f"{summary(checked.problems, checked.texts)} Nothing was verified: mend the errors first.", file=done)
        return 1
    file, problems = reader.load_beside(str(root), quote_lock.LOCK)
    lock, unreadable = quote_lock.parse_lock(file.text if file else "")
    if options.check:
        problems += [] if problems else unreadable
    elif file:  # it is written whole: marks of a merge go, and the lines of both sides count
        problems = []
    archived, found = _archived(root, checked.corpus)
    answers, differing = quote_verification.verify(checked.corpus, archived, lock)
    kept, unproven = quote_verification.lines_to_keep(checked.corpus, answers, lock, archived)
    problems += [*found, *differing, *(unproven if _requires_text(options) else ())]
    texts = beside(checked.texts, {file.path: file.text} if file else {})
    told = in_order(problems)
    if options.format == "json":
        print(json.dumps({"quotes": [_as_dict(answer) for answer in answers], "problems": as_dicts(told)}, indent=1))
    else:
        print_problems(options, told, texts)
    if options.format == "text":
        for line in _listed(answers) if options.list else ():
            print(line)
    print(_summary(checked.corpus, answers, archived), file=done)
    if kept and not _requires_text(options):
        print(_kept(kept), file=done)
    whole = quote_lock.format_lock([*(answer.verification for answer in answers if answer.verification), *kept])
    current = whole == (file.text if file else quote_lock.format_lock(()))
    if options.check and not current:
        print(f"{quote_lock.LOCK} is not up to date: run `python build.py verify` and commit it.", file=sys.stderr)
    elif not options.check and not current and not any(problem.location.file == quote_lock.LOCK for problem in told):
        save(root, quote_lock.LOCK, whole)
    return 1 if any(problem.is_error for problem in told) or (options.check and not current) else 0


def _requires_text(options: argparse.Namespace) -> bool:
    return options.check if options.require_text is None else bool(options.require_text)


def _archived(root: Path, corpus: Corpus) -> tuple[dict[str, Archived], list[Problem]]:
    """The archived texts that are on this machine, by source, and what is wrong with them."""
    from briefing.checks.quotes import quote_verification
    from briefing.reading import reader
    from briefing.reading.decoder import not_utf8

    archived: dict[str, Archived] = {}
    problems: list[Problem] = []
    for source in quote_verification.cited(corpus):
        path = source.archive_path
        data, problem = reader.load_archived(str(root), path)
        if data is not None:
            sha256 = hashlib.sha256(data).hexdigest()
            problem = quote_verification.mismatch(corpus, source, path, sha256)
            try:
                data.decode("utf-8-sig")
            except UnicodeDecodeError as error:
                problem = not_utf8(path, error, "not-utf8")
            if problem is None:
                archived[source.id] = quote_verification.Archived(path, sha256, partial(_text, root, path))
        if problem:
            problems.append(problem)
    return archived, problems


def _text(root: Path, path: str) -> str:
    from briefing.reading.reader import load_archived

    return (load_archived(str(root), path)[0] or b"").decode("utf-8-sig", "replace")


def _as_dict(answer: QuoteCheck) -> dict[str, Any]:
    line, place = answer.verification, answer.place
    return {
        "record": answer.quoted.record,
        "field": answer.quoted.field,
        "quote": answer.quoted.text,
        "answer": answer.word,
        "source": line.source if line else None,
        "sha256": line.sha256 if line else None,
        "offset": line.offset if line else None,
        "archive": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }


def _listed(answers: Sequence[QuoteCheck]) -> list[str]:
    """A line for each quote: the answer, the record and field, where, and the quote's beginning."""
    from briefing.core.problem_reports import visible
    from briefing.core.text import shortened

    lines = []
    for answer in answers:
        where = ", ".join(answer.quoted.sources) or "no source"
        if answer.place:
            where = f"{answer.place.file}:{answer.place.line}:{answer.place.column}"
        elif answer.verification:
            where = f"{answer.verification.source}, according to quotes.lock"
        record = f"{answer.quoted.record} {answer.quoted.field}"
        lines.append(visible(f"{answer.word.ljust(9)} {record}: {where}: “{shortened(answer.quoted.text)}”"))
    return [*lines, ""] if lines else []


def _summary(corpus: Corpus, answers: Sequence[QuoteCheck], archived: Mapping[str, Archived]) -> str:
    """How many of each answer, and which sources have no archived text here."""
    from briefing.checks.quotes.quote_verification import cited
    from briefing.core.problem_reports import count

    words = Counter(answer.word for answer in answers)
    by_lock = sum(answer.word == "verified" and answer.place is None for answer in answers)
    lines = [
        f"{count(len(answers), 'quote')}: {words['verified']:,} verified"
        + (f" ({by_lock:,} of them according to quotes.lock, without the archived text)" if by_lock else "")
        + f", {words['differs']:,} differ{'s' if words['differs'] == 1 else ''}, {words['unchecked']:,} not checked."
    ]
    here = [f"{copy.path} (SHA-256 {copy.sha256[:12]}…)" for copy in archived.values()]
    absent = [source.archive_path for source in cited(corpus) if source.id not in archived]
    lines += [f"  archived: {_some(here)}"] * bool(here) + [f"  not here, or not usable: {_some(absent)}"] * bool(
        absent
    )
    return "\n".join(lines)


def _kept(lines: Sequence[Verification]) -> str:
    """Say which lines stay although their quote was changed."""
    from briefing.core.problem_reports import count

    told = _some(sorted({f"{line.record} (in {line.source})" for line in lines}))
    return (
        f"  changed since it was verified, with no archived text here to compare it with: {told}.\n"
        f"  {count(len(lines), 'line')} of quotes.lock therefore stay{'s' if len(lines) == 1 else ''}, and `verify --check` "
        "fails: put the verified words back, or run `verify` where the text is."
    )


def _some(names: Sequence[str], most: int = 3) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more:,} more" if more > 0 else "")
