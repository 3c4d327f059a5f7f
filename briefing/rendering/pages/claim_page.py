"""What a claim's page shows: its standing and why, and who takes which stance, when, through whom, in which words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from briefing.corpus.claim_standing import CountedPosition, Standing
from briefing.rendering.components.html_components import Components, joined
from briefing.rendering.components.positions_by_side import SIDES, on_side, part_of_side
from briefing.rendering.components.record_groups import stated_by_others
from briefing.rendering.pages.claim_history import history
from briefing.rendering.view.pagination import PartNeighbours, address, neighbours, older_parts
from briefing.rendering.view.tracked_corpus import TrackedCorpus
from briefing.schema.kinds.claim import Claim
from briefing.schema.vocabulary import STANDINGS, phrase

Values = dict[str, Any]

LONGEST_WORDS = 300  # characters in a row of the matrix; the statement's page has all
MOST_VOICES = 50  # named for one origin; a count says how many more there are
_REVERSED = {
    "contradicts": "is contradicted by",
    "refines": "is refined by",
    "supersedes": "is superseded by",
    "differs": "differs from",
}
_FORWARD = {"differs": "differs from"}


def claim_values(components: Components, claim: Claim) -> Values:
    """A claim's standing in words, its positions by side, and its relations in both directions."""
    standing = components.tracked.standing(claim.id)
    return {
        "marks": "" if claim.status == "published" else components.marks(claim.id),  # its standing is said in full
        "standing": standing.word,
        "standing_words": phrase(standing.word),
        "meaning": STANDINGS[standing.word],
        "reasons": _reasons(components, standing),
        "not_established": joined(components.anchors(standing.not_established)),
        "only_source": _only_source(components, standing),
        "sides": [
            {
                "name": side,
                "heading": heading,
                "positions": _positions(components, taken, 0),
                "older": address(claim.path, side, older_parts(len(taken))) if older_parts(len(taken)) else "",
            }
            for side, heading in SIDES.items()
            if (taken := on_side(standing, side))
        ],
        "relations": _relations(components, claim),
        **history(components, standing),
    }


def long_sides(tracked: TrackedCorpus, claim: str) -> list[tuple[str, int]]:
    """(side, how many older parts) of each side of a claim that has any."""
    standing = tracked.standing(claim)
    return [(side, older) for side in SIDES if (older := older_parts(len(on_side(standing, side))))]


def side_part(components: Components, claim: str, side: str, number: int) -> tuple[Values, PartNeighbours]:
    """(the rows of an older part of one side of a claim, its neighbours)"""
    taken = on_side(components.tracked.standing(claim), side)
    values = {"side": {"name": side, "heading": SIDES[side], "positions": _positions(components, taken, number)}}
    return values | {"label": SIDES[side], "anchor": "who-says-what", "count": f"{len(taken):,}"}, neighbours(
        len(taken), number
    )


def _positions(components: Components, taken: Sequence[CountedPosition], number: int) -> list[Values]:
    """Rows of the matrix in the order of time."""
    return [_position(components, one) for one in part_of_side(taken, number)]


def _position(components: Components, taken: CountedPosition) -> Values:
    """A row of the matrix."""
    statement = components.record(taken.statement)
    return {
        "stance": phrase(taken.stance.name),
        "name": taken.stance.name,
        "speaker": components.anchor(statement.speaker),
        "origin": components.anchor(taken.origin) if taken.origin != statement.speaker else "",
        "date": components.date(statement.date, statement.date_note),
        "words": components.anchor(
            statement.id,
            components.words(statement, LONGEST_WORDS),
            components.tracked.card(statement.id).language if statement.quote else "",
        ),
        "via": joined(components.anchors(statement.via)),
        "sources": joined(components.anchors(dict.fromkeys(citation.source for citation in statement.sources))),
    }


def _only_source(components: Components, standing: Standing) -> Markup:
    """The source through which alone several positions are known here, if there is but one."""
    if len(standing.positions) < 2:
        return Markup("")
    sources = {
        citation.source for taken in standing.positions for citation in components.record(taken.statement).sources
    }
    return components.anchor(sources.pop()) if len(sources) == 1 else Markup("")


def _reasons(components: Components, standing: Standing) -> list[Values]:
    """For each side, its origins, and for each origin the voices that count for it, with the way from each."""
    sides = (
        ("for", "stands for it", "stand for it", standing.origins_for),
        ("against", "stands against it", "stand against it", standing.origins_against),
        (
            "none",
            "has spoken to it without committing itself",
            "have spoken to it without committing themselves",
            standing.uncommitted,
        ),
    )
    return [
        {
            "name": name,
            "sentence": _sentence(len(origins), one, many, not set(origins).isdisjoint(standing.not_established)),
            "origins": [_origin(components, origin, on_side(standing, name)) for origin in origins],
        }
        for name, one, many, origins in sides
        if origins
    ]


def _sentence(number: int, one: str, many: str, at_most: bool) -> str:
    """How many origins are on a side; where it is not known for whom some speak, there may be fewer."""
    if number == 1:
        return f"{_count(1)} {one}"
    return f"Up to {_count(number).lower()} {many}" if at_most else f"{_count(number)} {many}"


def _count(number: int) -> str:
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
    return f"{words[number] if number < len(words) else number} {'origin' if number == 1 else 'origins'}"


def _origin(components: Components, origin: str, positions: Sequence[CountedPosition]) -> Values:
    ways = {taken.speaker: taken.attribution_path for taken in positions if taken.origin == origin}
    others = [(speaker, way) for speaker, way in ways.items() if speaker != origin]
    voices = [
        {"speaker": components.anchor(speaker), "way": Markup(" → ").join(components.anchors(way[1:]))}
        for speaker, way in others[:MOST_VOICES]
    ]
    return {
        "anchor": components.anchor(origin),
        "voices": voices,
        "more": len(others) - len(voices),
        "one": len(ways) > 1,
    }


def _relations(components: Components, claim: Claim) -> list[Values]:
    """The claim's own relations, then those that other claims state about it."""
    own = [_relation(components, _FORWARD.get(r.type, r.type), r.claim, r.note) for r in claim.relations]
    return own + [
        _relation(components, _REVERSED[r.type], other, r.note) for other, r in stated_by_others(components, claim.id)
    ]


def _relation(components: Components, words: str, claim: str, note: str) -> Values:
    return {
        "words": words,
        "claim": components.anchor(claim),
        "marks": components.marks(claim),
        "note": components.markdown(note),
    }
