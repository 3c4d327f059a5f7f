"""Loose ends: statements that might take a position, claims that nobody speaks to, entities that nothing refers to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from briefing.core.problems import Problem
from briefing.core.text import shortened
from briefing.corpus.linker import Corpus
from briefing.reading.yaml_parser import locate
from briefing.schema.kinds.claim import Claim
from briefing.schema.kinds.record import Entity
from briefing.schema.kinds.statement import Statement

MOST_NAMED = 3  # claims named in one suggestion


def unstated_positions(corpus: Corpus) -> Iterator[Problem]:
    """A statement on the event of a claim, about all that the claim is about, which takes no position on it."""
    claims: dict[str, list[Claim]] = defaultdict(list)
    for claim in corpus.of(Claim):
        if claim.event and claim.about and claim.status != "withdrawn":
            claims[claim.event].append(claim)
    for record in corpus.written():
        if not isinstance(record, Statement) or record.status == "withdrawn" or record.event not in claims:
            continue
        taken = {position.claim for position in record.positions}
        about = {record.speaker, *record.about}
        open_ones = [claim for claim in claims[record.event] if claim.id not in taken and about.issuperset(claim.about)]
        if open_ones:
            named = ", ".join(f"`{claim.id}` ({shortened(claim.text, 40)})" for claim in open_ones[:MOST_NAMED])
            more = f" and {len(open_ones) - MOST_NAMED} more" if len(open_ones) > MOST_NAMED else ""
            message = f"no position on {named}{more}, though on the same event and entities"
            place = locate(corpus.documents[record.id], "positions")
            yield Problem(place, "unstated-position", message, "add one under `positions`, if the speaker took one")


def unaddressed_claims(corpus: Corpus) -> Iterator[Problem]:
    """A claim that no statement takes a position on."""
    addressed = {p.claim for s in corpus.of(Statement) if s.status != "withdrawn" for p in s.positions}
    for record in corpus.written():
        if isinstance(record, Claim) and record.id not in addressed and record.status != "withdrawn":
            place = locate(corpus.documents[record.id], "text")
            hint = "add a statement that takes a position on it, or leave the claim out"
            yield Problem(place, "unaddressed-claim", "nobody has said anything about this claim", hint)


def unused_entities(corpus: Corpus) -> Iterator[Problem]:
    """An entity that no other record names, neither in a field nor in a text."""
    for record in corpus.written():
        if isinstance(record, Entity) and record.status != "withdrawn" and not corpus.links_to.get(record.id):
            place = locate(corpus.documents[record.id], "name")
            hint = "name it where it belongs, or delete it before it is published"
            yield Problem(place, "unused-entity", f"nothing refers to this {record.KIND}", hint)
