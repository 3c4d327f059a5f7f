"""The network: which people and organizations appear together in events and statements, drawn, and in a table that says the same.

It reads who appears with whom, which is structure, so that words can change without its being made anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from briefing.rendering.components.html_components import Components
from briefing.rendering.graphics.network_layout import weights
from briefing.rendering.page import Page, Spec
from briefing.rendering.view.tracked_corpus import TrackedCorpus
from briefing.schema.kinds.organization import Organization
from briefing.schema.kinds.person import Person
from briefing.schema.vocabulary import PARTICIPANT_ROLES

MOST_LINKS = 60  # the strongest: more lines hide each other, and more rows make a page too long
MOST_NODES = 36
NEWEST = 2  # of what links a pair, in the table
FIRST = 20  # rows in view; the rest is folded
LONGEST = 80  # characters of a record's label there

# The labels under which events and statements name a person or an organization in a role.
ROLES = frozenset(
    ("Statements made", "Statements relayed", "Statements about", *(f"Events as {role}" for role in PARTICIPANT_ROLES))
)

Pair = tuple[str, str, int]


def every(tracked: TrackedCorpus) -> Iterator[Spec]:
    yield Spec("network/index.html", "network")


def make(components: Components, spec: Spec) -> Page:
    pairs, known = _pairs(components.tracked)
    shown = strongest(pairs)
    rows = list(_rows(components, shown))
    parts = [rows[:FIRST], rows[FIRST:]] if len(rows) > FIRST * 1.2 else [rows]
    values: dict[str, Any] = {
        "crumbs": components.crumbs_here("Network"),
        "drawings": [],
        "shown": f"{len(shown):,}",
        "pairs": f"{len(pairs):,}",
        "nodes": f"{len({id for a, b, _ in shown for id in (a, b)}):,}",
        "tables": [Markup("\n".join(part)) for part in parts],
        "folded": f"{len(rows) - len(parts[0]):,}",
    }
    if shown:
        from briefing.rendering.graphics.network_svg import Node, draw  # late: most builds draw none

        nodes = {}
        for id in {id: None for a, b, _ in shown for id in (a, b)}:
            card = components.tracked.card(id)
            nodes[id] = Node(id, card.path, card.label, known[id])
        values["drawings"] = draw(nodes, shown, components.root)
    return Page(
        spec.path,
        "network.html",
        "Network",
        values,
        "Which people and organizations appear together in events and statements.",
    )


def _pairs(tracked: TrackedCorpus) -> tuple[list[Pair], dict[str, str]]:
    """(all pairs with how often they appear together, the strongest first; the kind of each person and organization)"""
    known = {id: kind.KIND for kind in (Person, Organization) for id in tracked.ids(kind)}
    found: dict[tuple[str, str], int] = {}
    for id in known:
        for other, shared, _ in tracked.companions(id):
            if other in known:
                found[(id, other) if id < other else (other, id)] = shared
    return sorted(
        ((a, b, shared) for (a, b), shared in found.items()), key=lambda pair: (-pair[2], pair[0], pair[1])
    ), known


def strongest(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs that are shown, the strongest first, in which the better linked of the two stands first."""
    shown: list[Pair] = []
    nodes: set[str] = set()
    for a, b, shared in pairs:
        if len(nodes | {a, b}) <= MOST_NODES:
            nodes |= {a, b}
            shown.append((a, b, shared))
            if len(shown) == MOST_LINKS:
                break
    weight = weights(shown)
    return [(b, a, shared) if (weight[b], a) > (weight[a], b) else (a, b, shared) for a, b, shared in shown]


def _rows(components: Components, shown: Sequence[Pair]) -> Iterator[str]:
    named: dict[str, list[str]] = {}
    for a, b, shared in shown:
        for id in (a, b):
            if id not in named:
                named[id] = list(
                    dict.fromkeys([link.origin for link in components.tracked.links(id) if link.label in ROLES])
                )
        others = set(named[b])
        both = [id for id in named[a] if id in others]
        if len(both) != shared:  # what was withdrawn is not counted
            both = [id for id in both if components.record(id).status != "withdrawn"]
        newest = "; ".join([components.short_anchor(id, LONGEST) for id in both[:NEWEST]])
        more = f" and {shared - NEWEST:,} more" if shared > NEWEST else ""
        yield (
            f'<tr><th scope="row">{components.anchor(a)}</th><th scope="row">{components.anchor(b)}</th><td class="number" data-label="Together in">{shared:,}</td>'
            f'<td data-label="The newest">{newest}{more}</td></tr>'
        )
