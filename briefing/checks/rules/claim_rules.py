"""Rules about claims, positions and judgements."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.problems import Problem, Related
from briefing.core.values import Document
from briefing.reading.yaml_parser import locate
from briefing.schema.kinds.briefing import BriefingNote
from briefing.schema.kinds.claim import Claim
from briefing.schema.kinds.record import Record
from briefing.schema.kinds.statement import Statement
from briefing.schema.vocabulary import STANCES


def conflicting_positions(record: Record, document: Document) -> Iterator[Problem]:
    """One act of speech takes one stance on a claim; an act about the future may stand beside it."""
    taken: dict[str, tuple[str, int]] = {}
    for at, position in enumerate(record.positions if isinstance(record, Statement) else ()):
        if STANCES[position.stance].is_act:
            continue
        first, there = taken.setdefault(position.claim, (position.stance, at))
        if first != position.stance:
            place = locate(document, "positions", at, "stance")
            message = f"the statement already takes the stance `{first}` on `{position.claim}`"
            hint = "keep one stance, or split the statement in two"
            related = (Related(locate(document, "positions", there, "stance"), "the other stance"),)
            yield Problem(place, "conflicting-positions", message, hint, related)


def self_contradictions(record: Record, document: Document) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for at, relation in enumerate(record.relations if isinstance(record, Claim) else ()):
        first = seen.setdefault(relation.claim, relation.type)
        if "contradicts" in (first, relation.type) and first != relation.type:
            place = locate(document, "relations", at, "type")
            message = f"this claim both {first} and {relation.type} `{relation.claim}`"
            yield Problem(place, "self-contradiction", message, "keep the one that holds")


def judgements(record: Record, document: Document) -> Iterator[Problem]:
    for at, judgement in enumerate(record.judgements if isinstance(record, BriefingNote) else ()):
        if not judgement.basis:
            place = locate(document, "judgements", at)
            hint = "name under `basis` the records it rests on"
            yield Problem(place, "unsupported-basis", "the judgement names nothing it rests on", hint)
