"""A project in which every field of every kind holds a hostile text, wherever the field can hold it at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from conftest import lay as put
from desk import holdable, linked, remarks

from briefing.checks.rules import check
from briefing.reading.yaml_parser import compose
from briefing.schema import fields as f
from briefing.schema.configuration import Config
from briefing.schema.fields import Found, fields_of
from briefing.schema.kinds import KINDS

DATA = Path(__file__).parent / "adversarial"
PAYLOADS = (
    "xss_patt.jsonl",
    "xss_dompurify.jsonl",
    "xss_structured_own.jsonl",
    "ssti.jsonl",
    "blns.jsonl",
    "export_injection.jsonl",
    "csv_formula.jsonl",
)

# What harmless text makes of every field, Markdown and all: the elements and attributes that a page may have.
HARMLESS = (
    "Plain words",
    "https://example.org/a?b=c",
    "متن ساده",  # from right to left, which names on pages are kept apart for
    "fr",  # in a field for a language, which pages then bear on quotes
    "# A\n\n## B\n\n### C\n\n#### D\n\n##### E\n\n###### F\n\n*a* **b** `c` [d](https://example.org/) <https://example.org/>\n\n- a\n- b\n\n"
    "1. c\n2. d\n\n> e\n\n```\nf\n```\n\n    g\n\n| a | b |\n|:--|--:|\n| c | d |\n\n---\n\nh  \ni",
)

Value = Any


def payloads() -> list[str]:
    """Every hostile text, each once."""
    found: dict[str, None] = {}
    for name in PAYLOADS:
        for line in (DATA / name).read_text("utf-8").splitlines():
            row = json.loads(line)
            found[next(row[key] for key in ("payload", "s", "cell") if key in row)] = None
    return list(found)


class Group:
    """A record of each kind, all linked with each other, whose every field holds the text if it can."""

    def __init__(self, number: int, text: str) -> None:
        self.text = text
        self.files: dict[str, str] = {}
        self.held = 0  # fields that hold the text
        self._ids = {kind.KIND: f"h{number}-{kind.KIND}" for kind in KINDS}
        self._records = {kind: self._record(kind) for kind in KINDS}
        self._drop_what_is_refused()

    def _record(self, kind: Any) -> dict[str, Value]:
        must = {"summary": HARMLESS[0]} if kind.KIND == "statement" else {}  # a statement says something
        return must | self._mapping(kind, ("id", "status", "former_ids"))

    def _mapping(self, cls: Any, without: Sequence[str]) -> dict[str, Value]:
        values = {}
        for key, field in fields_of(cls).items():
            value = self._value(field.type)
            if key not in without and (value is not None or field.required):
                values[key] = HARMLESS[0] if value is None else value
        return values

    def _value(self, type: f.Type) -> Value:
        if isinstance(type, f.Ref):
            return self._ids[type.kinds[0] if type.kinds else "event"]
        if isinstance(type, f.Many):
            value = self._value(type.of)
            return None if value is None else [value]
        if isinstance(type, f.OneOf):
            return self._value(type.mapping)
        if isinstance(type, f.Struct):
            return self._mapping(type.cls, ("confidence",))  # which may not stand beside a likelihood
        if isinstance(type, f.QuantityMapping):
            return {"text": self.text, "unit": self.text} if accepts(f.Line(80), self.text) else {"about": "7"}
        if isinstance(type, f.Coordinates):
            return ["1", "2"]
        if accepts(type, self.text):
            return self.text
        return (
            "2022" if isinstance(type, f.DateText) else next(iter(type.words)) if isinstance(type, f.Choice) else None
        )

    def _drop_what_is_refused(self) -> None:
        """Fields that a rule about meaning refuses go, one after the other, until nothing is wrong."""
        while True:
            self.files = {
                f"{kind.FOLDER}/{self._ids[kind.KIND]}": written(values) for kind, values in self._records.items()
            }
            _, problems = linked(self.files)
            problems += [] if any(p.is_error for p in problems) else check(linked(self.files)[0]) + remarks(self.files)
            wrong = [problem for problem in problems if problem.is_error]
            if not wrong:
                break
            for problem in wrong:
                kind = next(kind for kind in KINDS if problem.location.file.startswith(f"content/{kind.FOLDER}/"))
                lines = self.files[problem.location.file[8:-5]].splitlines()
                key = lines[problem.location.line - 1].partition(":")[0]
                if fields_of(kind)[key].required:
                    assert self._records[kind][key] != HARMLESS[0], problem
                    self._records[kind][key] = HARMLESS[0]
                else:
                    self._records[kind].pop(key, None)
        self.held = sum(json.dumps(self.text, ensure_ascii=False)[1:-1] in text for text in self.files.values())


def accepts(type: f.Type, text: str) -> bool:
    """Whether a field of a type takes a text."""
    if not text.strip() or not holdable(text):
        return False
    (node,), problem = compose("a.yaml", json.dumps(text, ensure_ascii=False))
    assert problem is None
    found = Found("a.yaml", text)
    return type.parse(node, found) is not None and not any(problem.is_error for problem in found.problems)


def written(values: Mapping[str, Value]) -> str:
    """A record as YAML, a field to a line."""
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())


def lay(root: Path, texts: Iterable[str], config: str = "Hostile") -> list[Group]:
    """A project on disk with a group of records for each text; `config` is the text in all of briefing.yaml's fields."""
    said = {
        key: config for key, field in fields_of(Config).items() if accepts(field.type, config) and key != "navigation"
    }
    files = {"briefing.yaml": written({"title": "Hostile", "base_url": "https://desk.example/"} | said)}
    groups = [Group(number, text) for number, text in enumerate(texts)]
    for group in groups:
        files |= {f"content/{path}.yaml": text for path, text in group.files.items()}
    put(root, files)
    return groups
