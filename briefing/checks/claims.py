"""Rules about claims, positions, judgements and briefings."""

from __future__ import annotations

from collections.abc import Iterator

from ..compose import locate
from ..kinds.briefing import BriefingNote
from ..kinds.claim import Claim
from ..kinds.statement import Statement
from ..link import Briefing
from ..problem import Problem, Related
from ..vocabulary import STANCES


def conflicting_positions(briefing: Briefing) -> Iterator[Problem]:
    """One act of speech takes one stance on a claim; an act about the future may stand beside it."""
    for record in briefing.written():
        taken: dict[str, tuple[str, int]] = {}
        for at, position in enumerate(record.positions if isinstance(record, Statement) else ()):
            if STANCES[position.stance].is_act:
                continue
            first, there = taken.setdefault(position.claim, (position.stance, at))
            if first != position.stance:
                document = briefing.documents[record.id]
                place = locate(document, "positions", at, "stance")
                message = f"the statement already takes the stance `{first}` on `{position.claim}`"
                hint = "keep one stance, or split the statement in two"
                related = (Related(locate(document, "positions", there, "stance"), "the other stance"),)
                yield Problem(place, "conflicting-positions", message, hint, related)


def self_contradictions(briefing: Briefing) -> Iterator[Problem]:
    for record in briefing.written():
        seen: dict[str, str] = {}
        for at, relation in enumerate(record.relations if isinstance(record, Claim) else ()):
            first = seen.setdefault(relation.claim, relation.type)
            if "contradicts" in (first, relation.type) and first != relation.type:
                place = locate(briefing.documents[record.id], "relations", at, "type")
                message = f"this claim both {first} and {relation.type} `{relation.claim}`"
                yield Problem(place, "self-contradiction", message, "keep the one that holds")


def judgements(briefing: Briefing) -> Iterator[Problem]:
    for record in briefing.written():
        for at, judgement in enumerate(record.judgements if isinstance(record, BriefingNote) else ()):
            if not judgement.basis:
                place = locate(briefing.documents[record.id], "judgements", at)
                hint = "name under `basis` the records it rests on"
                yield Problem(place, "unsupported-basis", "the judgement names nothing it rests on", hint)


def supersession(briefing: Briefing) -> Iterator[Problem]:
    for record in briefing.written():
        if not isinstance(record, BriefingNote) or not record.supersedes:
            continue
        old = briefing[record.supersedes]
        if isinstance(old, BriefingNote) and old.date.order > record.date.order:
            place = locate(briefing.documents[record.id], "supersedes")
            message = f"`{old.id}` is dated {old.date.words}, later than this briefing"
            yield Problem(place, "superseded-later", message, "check both dates")
