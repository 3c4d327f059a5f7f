"""What a claim's page shows: its standing and why, and who takes which stance, when, through whom, in which words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from ..kinds.claim import Claim
from ..standing import Standing, Taken
from ..vocabulary import STANDINGS, phrase
from .fragments import Fragments, joined
from .shelf import Shelf

Values = dict[str, Any]

SIDES = (("for", "For"), ("against", "Against"), ("none", "Neither for nor against"))
_REVERSED = {
    "contradicts": "is contradicted by",
    "refines": "is refined by",
    "supersedes": "is superseded by",
    "differs": "differs from",
}
_FORWARD = {"differs": "differs from"}


def claim_values(shelf: Shelf, claim: Claim) -> Values:
    """A claim's standing in words, its positions by side, and its relations in both directions."""
    f = shelf.inner
    standing = shelf.standings[claim.id]
    return {
        "standing": standing.word,
        "standing_words": phrase(standing.word),
        "meaning": STANDINGS[standing.word],
        "reasons": _reasons(f, standing),
        "only_source": _only_source(f, standing),
        "sides": [
            {"name": name, "heading": heading, "positions": [_position(f, taken) for taken in taken_there]}
            for name, heading in SIDES
            if (taken_there := [taken for taken in standing.positions if taken.stance.polarity == name])
        ],
        "relations": _relations(f, claim),
    }


def _only_source(f: Fragments, standing: Standing) -> Markup:
    """The source through which alone several positions are known here, if there is but one."""
    sources = {citation.source for taken in standing.positions for citation in taken.statement.sources}
    return f.anchor(sources.pop()) if len(sources) == 1 and len(standing.positions) > 1 else Markup("")


def _position(f: Fragments, taken: Taken) -> Values:
    """A row of the matrix."""
    statement = taken.statement
    words = f"“{statement.quote}”" if statement.quote else f.plain(statement.summary)
    return {
        "stance": phrase(taken.stance.name),
        "name": taken.stance.name,
        "speaker": f.anchor(statement.speaker),
        "origin": f.anchor(taken.origin) if taken.origin != statement.speaker else "",
        "date": f.date(statement.date, statement.date_note),
        "words": f.anchor(statement.id, words),
        "via": joined(f.anchors(statement.via)),
        "sources": joined(f.anchors(dict.fromkeys(citation.source for citation in statement.sources))),
    }


def _reasons(f: Fragments, standing: Standing) -> list[Values]:
    """For each side, its origins, and for each origin the voices that count for it, with the way from each."""
    sides = (
        ("for", "stands for it", "stand for it", standing.origins_for),
        ("against", "stands against it", "stand against it", standing.origins_against),
        ("none", "has spoken to it without committing itself", "have spoken to it without committing themselves", standing.uncommitted),
    )
    return [
        {
            "name": name,
            "sentence": f"{_count(len(origins))} {one if len(origins) == 1 else many}:",
            "origins": [_origin(f, origin, [t for t in standing.positions if t.stance.polarity == name]) for origin in origins],
        }
        for name, one, many, origins in sides
        if origins
    ]


def _count(number: int) -> str:
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
    return f"{words[number] if number < len(words) else number} {'origin' if number == 1 else 'origins'}"


def _origin(f: Fragments, origin: str, positions: Sequence[Taken]) -> Values:
    ways = {taken.statement.speaker: taken.way for taken in positions if taken.origin == origin}
    voices = [
        {"speaker": f.anchor(speaker), "way": Markup(" → ").join(f.anchors(way[1:]))}
        for speaker, way in ways.items()
        if speaker != origin
    ]
    return {"anchor": f.anchor(origin), "voices": voices, "one": len(ways) > 1}


def _relations(f: Fragments, claim: Claim) -> list[Values]:
    """The claim's own relations, then those that other claims state about it."""
    own = [_relation(f, _FORWARD.get(r.type, r.type), r.claim, r.note) for r in claim.relations]
    others = [
        _relation(f, _REVERSED[r.type], other, r.note)
        for other in sorted(f.briefing.pointing(claim.id, "Claims that name this one"))
        for r in f.briefing[other].relations
        if r.claim == claim.id
    ]
    return own + others


def _relation(f: Fragments, words: str, claim: str, note: str) -> Values:
    return {"words": words, "claim": f.anchor(claim), "marks": f.marks(f.briefing[claim]), "note": f.markdown(note)}


def positions_of(shelf: Shelf, id: str) -> list[Values]:
    """The positions that a person or organization takes, itself or through those who speak for it, newest first."""
    f = shelf.inner
    found = sorted(shelf.taken_by.get(id, ()), key=lambda pair: (pair[0].statement.id, pair[1]))
    found.sort(key=lambda pair: pair[0].statement.date.order, reverse=True)
    return [
        {
            "claim": f.anchor(claim),
            "marks": f.marks(f.briefing[claim]),
            "stance": phrase(taken.stance.name),
            "name": taken.stance.name,
            "date": f.date(taken.statement.date, taken.statement.date_note),
            "statement": f.anchor(taken.statement.id, "statement"),
            "speaker": f.anchor(taken.statement.speaker) if taken.statement.speaker != id else "",
        }
        for taken, claim in found
    ]
