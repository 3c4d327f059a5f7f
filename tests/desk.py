"""Records written in a test become what the stages make of them, without a disk in between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from briefing.checks.rules import check
from briefing.core.problems import Problem, in_order
from briefing.corpus.linker import Corpus, link
from briefing.project.source_unit import SourceUnit, make_unit
from briefing.reading import unicode_safety
from briefing.reading.decoder import File
from briefing.schema.configuration import Config
from briefing.schema.record_parser import ParsedRecord

# The least that a record of each kind must say, in one line, so that a test adds only the field it is about.
LEAST = {
    "briefings": "{title: T, date: 2022-10-20, bottom_line: B}",
    "claims": "{text: It is so.}",
    "equipment": "{name: N}",
    "events": "{title: T, date: 2022-10-20}",
    "organizations": "{name: N}",
    "people": "{name: N}",
    "places": "{name: N}",
    "sources": "{title: T}",
    "statements": "{speaker: someone, date: 2022-10-20, summary: S}",
    "topics": "{name: N}",
}


def least(folder: str, **instead: str) -> str:
    """The least record of a kind as lines, without the fields that a test writes itself."""
    pairs = (pair.split(": ", 1) for pair in LEAST[folder][1:-1].split(", "))
    return "".join(f"{key}: {instead.get(key, value)}\n" for key, value in pairs if instead.get(key, value))


def refused(file: File | None) -> bool:
    """Whether the reader gave no text that may be parsed."""
    return file is None or not file.is_valid


def units(files: Mapping[str, str]) -> list[SourceUnit]:
    """Files, given as {path in content/ without `.yaml`: text}, each by itself."""
    return [make_unit(File(f"content/{path}.yaml", text)) for path, text in files.items()]


def shaped(files: Mapping[str, str]) -> tuple[tuple[ParsedRecord, ...], list[Problem]]:
    """Files shaped, with what is wrong in each by itself but for what checks find."""
    made = units(files)
    return tuple(one for unit in made for one in unit.shaped), [problem for unit in made for problem in unit.problems]


def record(path: str, text: str) -> Any:
    """The one record of a file that is sound."""
    (one,), problems = shaped({path: text})
    assert problems == []
    return one.record


def linked(files: Mapping[str, str], drafts: bool = False) -> tuple[Corpus, list[Problem]]:
    ones, problems = shaped(files)
    texts = {f"content/{path}.yaml": text for path, text in files.items()}
    corpus, wrong = link(Config(title="T"), ones, texts, drafts)
    return corpus, problems + wrong


def sound(files: Mapping[str, str], drafts: bool = False) -> Corpus:
    """The Corpus of files in which nothing is wrong."""
    corpus, problems = linked(files, drafts)
    assert problems == []
    return corpus


def checked(files: Mapping[str, str]) -> list[Problem]:
    """What the checks find in files that are sound until then."""
    return check(sound(files)) + remarks(files)


def remarks(files: Mapping[str, str]) -> list[Problem]:
    """What the checks find in single records."""
    return [problem for unit in units(files) for found in unit.remarks.values() for problem in found]


def said(problems: Iterable[Problem]) -> list[str]:
    """Problems as "code line:column", in order, for tables of what is expected."""
    return [f"{p.code} {p.location.line}:{p.location.column}" for p in in_order(list(problems))]


def located(problems: Iterable[Problem], text: str) -> bool:
    """Whether every problem lies within a text and can be shown on one line."""
    lines = text.split("\n")
    return all(
        1 <= p.location.line <= len(lines)
        and 1 <= p.location.column <= len(lines[p.location.line - 1]) + 1
        and p.message
        and "\n" not in p.message
        for p in problems
    )


def holdable(text: str) -> bool:
    """Whether a record can hold a text: nothing in it that the reader refuses."""
    return not any(code != "invisible-character" for _, code, _ in unicode_safety.suspects(text))
