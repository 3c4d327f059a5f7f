"""One record file becomes a unit: all that it is by itself, whatever the other files say.

Units are what is made by several processes at once, and what an edit makes anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from briefing.checks.rules import check_record
from briefing.core.problems import Problem
from briefing.reading.decoder import File
from briefing.reading.yaml_parser import parse
from briefing.schema.record_parser import ParsedRecord, parse_record


@dataclass(frozen=True, slots=True)
class SourceUnit:
    """What a file holds, and what is wrong in it.

    `problems` hold in any case. `remarks` are what checks found in a sound record, by its id; they hold where the record
    is shown, which a draft or the second record of an id is not.
    """

    path: str
    digest: bytes  # of the file's content
    shaped: tuple[ParsedRecord, ...]
    problems: tuple[Problem, ...]
    remarks: Mapping[str, tuple[Problem, ...]]

    @property
    def is_valid(self) -> bool:
        return not any(p.is_error for p in (*self.problems, *(p for found in self.remarks.values() for p in found)))


def make_unit(file: File, problems: Iterable[Problem] = ()) -> SourceUnit:
    """The unit of a record file, with what was wrong in its text already."""
    entries, found = parse(file)
    problems = [*problems, *found]
    shaped: list[ParsedRecord] = []
    remarks: dict[str, tuple[Problem, ...]] = {}
    for entry in entries:
        one, wrong = parse_record(entry)
        problems += wrong.problems
        if one is not None:
            shaped.append(one)
            if one.record is not None and (said := check_record(one.record, entry.document)):
                remarks.setdefault(one.id, said)
    return SourceUnit(file.path, file.digest, tuple(shaped), tuple(problems), remarks)
