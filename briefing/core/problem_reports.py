"""Problems as an editor, a program or a code review sees them. Texts in, text out; nothing here touches the disk."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from briefing.core.problems import Location, Problem

WIDEST = 100  # columns of an excerpt; a longer line is shown around the problem
_COLOURS = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "suggestion": "\x1b[1;34m",
    "help": "\x1b[1;36m",
    "dim": "\x1b[2m",
    "bold": "\x1b[1m",
}
_END = "\x1b[0m"


def as_json(problems: Sequence[Problem]) -> str:
    """A JSON array of problems, in ASCII, which every terminal and every pipe can carry."""
    return json.dumps(as_dicts(problems), indent=1)


def as_dicts(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    return [problem.as_dict() for problem in problems]


def as_github(problems: Sequence[Problem], root: str = "") -> str:
    """GitHub's workflow commands, which annotate the lines of a pull request. `root` is the way from the repository's
    root, where workflows run, to the project's: "" or "desk/".
    """
    return "\n".join(
        f"::{'notice' if p.severity == 'suggestion' else p.severity} file={_property(root + p.location.file)},line={p.location.line},col={p.location.column},"
        f"title={p.code}::{_data(p.message + (f'; {p.hint}' if p.hint else ''))}"
        for p in problems
    )


def as_gitlab(problems: Sequence[Problem], root: str = "") -> str:
    """A GitLab code quality report, which shows problems at the lines of a merge request. `root` as for GitHub."""
    severities = {"error": "major", "warning": "minor", "suggestion": "info"}
    report = [
        {
            "description": visible(p.message + (f"; {p.hint}" if p.hint else "")),
            "check_name": p.code,
            "fingerprint": _fingerprint(p),
            "severity": severities[p.severity],
            "location": {"path": root + p.location.file, "lines": {"begin": p.location.line}},
        }
        for p in problems
    ]
    return json.dumps(report, indent=1)


def _fingerprint(problem: Problem) -> str:
    """What a problem is known by from one report to the next, and no two in one report share."""
    place = problem.location
    known_by = (place.file, place.line, place.column, problem.code, problem.message)
    return hashlib.sha256("\0".join(map(str, known_by)).encode()).hexdigest()


def _data(text: str) -> str:
    return visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_text(problems: Sequence[Problem], texts: Mapping[str, str], colour: bool) -> str:
    """Each problem with the line it points at, a mark below the place, and what to do about it."""
    return "\n\n".join(_one(problem, texts, colour) for problem in problems)


def _one(problem: Problem, texts: Mapping[str, str], colour: bool) -> str:
    def paint(name: str, text: str) -> str:
        return f"{_COLOURS[name]}{text}{_END}" if colour else text

    head = paint(problem.severity, f"{problem.severity}[{problem.code}]")
    lines = [f"{paint('bold', _at(problem.location))}: {head}: {visible(problem.message)}"]
    lines += _excerpt(problem.location, texts, paint, problem.severity)
    for related in problem.related:
        lines.append(f"  {paint('dim', _at(related.location) + ':')} {visible(related.message)}")
    if problem.hint:
        lines.append(f"  {paint('help', 'help:')} {visible(problem.hint)}")
    return "\n".join(lines)


def excerpt(location: Location, texts: Mapping[str, str]) -> str:
    """The line that a problem points at with its number, and below it a mark at the place; nothing where it is empty."""
    return "\n".join(_excerpt(location, texts, lambda _, text: text, ""))


def _at(location: Location) -> str:
    return f"{visible(location.file)}:{location.line}:{location.column}"


def _excerpt(location: Location, texts: Mapping[str, str], paint: object, severity: str) -> list[str]:
    """The offending line and a mark below the place; nothing where the file's text is not known."""
    assert callable(paint)
    lines = texts.get(location.file, "").split("\n")
    if location.line > len(lines):
        return []
    line = lines[location.line - 1].rstrip("\r")
    if not line.strip():
        return []
    start = location.column - 1
    first = max(0, start - WIDEST // 2) if len(line) > WIDEST else 0
    end = min(start + location.length, first + WIDEST)
    before, marked, rest = line[first:start], line[start:end], line[end : first + WIDEST]
    shown = ("…" if first else "") + visible(before + marked + rest) + ("…" if len(line) > first + WIDEST else "")
    number = str(location.line).rjust(4)
    indent = " " * (_width(visible(before)) + (1 if first else 0))
    caret = "^" * max(1, min(_width(visible(marked)), WIDEST))
    return [f"{paint('dim', number + ' |')} {shown}", f"{paint('dim', '     |')} {indent}{paint(severity, caret)}"]


def reason(error: OSError) -> str:
    """Why the system refused something, and for which file, in words that a terminal can show."""
    named = f" ({visible(str(error.filename))})" if error.filename else ""
    return f"{error.strerror or error}{named}"


def visible(text: str) -> str:
    """Text fit for a terminal: what would steer it or cannot be seen is written as its code point."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == " " else " " if c == "\t" else f"<U+{ord(c):04X}>" for c in text)


def _width(text: str) -> int:
    """How many columns a text takes on a terminal: combining marks none, wide characters two."""
    return sum(
        0 if unicodedata.category(c) in ("Mn", "Me") else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def summary(problems: Sequence[Problem], texts: Mapping[str, str]) -> str:
    """How many problems, and in how many of the files read: "3 errors, 1 warning in 2 of 84 files."."""
    counted = Counter(problem.severity for problem in problems)
    named = {problem.location.file for problem in problems}
    touched = sum(path in named for path in texts)  # `texts` may hold more than it counts: lock files, templates
    parts = [count(counted[word], word) for word in ("error", "warning", "suggestion") if counted[word]]
    if not parts:
        return f"No problems in {count(len(texts), 'file')}."
    return ", ".join(parts) + (f" in {touched} of {count(len(texts), 'file')}." if touched else ".")


def count(number: int, word: str) -> str:
    return f"{number:,} {word}" + ("" if number == 1 else "s")
