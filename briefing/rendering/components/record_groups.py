"""What points at a record, grouped by role, in one order on all pages; what is older in long groups on their own pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from briefing.corpus.linker import MENTIONED, Link
from briefing.rendering.components.html_components import Components
from briefing.rendering.view.pagination import PartNeighbours, address, is_long, neighbours, older_parts, part_of
from briefing.rendering.view.tracked_corpus import TrackedCorpus
from briefing.schema.kinds import KINDS
from briefing.schema.kinds.claim import Relation
from briefing.schema.kinds.event import Event
from briefing.schema.kinds.record import Record
from briefing.schema.vocabulary import PARTICIPANT_ROLES

CLAIMS_ABOUT = (
    "Claims about this event"  # which an event's page shows with its own, unless there are too many for a page
)
NAMING = "Claims that name this one"  # which a claim's page shows among its relations

_PLURALS = [kind.FOLDER.capitalize() for kind in KINDS]

# Every label that a relation bears from the other end, in the order in which pages show them.
ORDER: tuple[str, ...] = (
    "People",
    "Member organizations",
    "Places within",
    "Statements made",
    "Statements on this claim",
    *(f"Events as {role}" for role in PARTICIPANT_ROLES),
    "Events here",
    "Events with this equipment",
    "Events this claim concerns",
    "Statements on this event",
    CLAIMS_ABOUT,
    "Statements relayed",
    *(f"{plural} about" for plural in _PLURALS),
    NAMING,
    "Equipment made",
    "Equipment from here",
    "Variants",
    "Organizations of this place",
    *(f"{plural} on this topic" for plural in _PLURALS),
    "Sources published",
    "Cited by",
    "Repeated by",
    "Judgements resting on this",
    "Superseded by",
    "Briefings",
    "Statements by its people and members",
    "Events of its people and members",
    "Events within",
    "Events with its variants",
    MENTIONED,
)
_RANK = {label: rank for rank, label in enumerate(ORDER)}
# Groups that a kind's page shows in another way; that of a withdrawn record shows nothing but groups.
_ELSEWHERE: dict[str, tuple[str, ...]] = {"claim": ("Statements on this claim", NAMING), "event": (CLAIMS_ABOUT,)}
_FOLLOWS = '<p class="hint">These follow from other records: each names the one it came through.</p>\n'


def groups(components: Components, record: Record) -> Markup:
    """The groups of a record's page, as sections."""
    found = shown(components.tracked, record)
    components.shown = record.id, found
    return Markup("\n".join([_group(components, record.path, label, links) for label, links in found.items()]))


def shown(tracked: TrackedCorpus, record: Record) -> dict[str, list[Link]]:
    """The groups that stand on a record's page."""
    found = dict(grouped(tracked, record.id))
    for label in _ELSEWHERE.get(record.KIND, ()) if record.status != "withdrawn" else ():
        if label != CLAIMS_ABOUT or not is_long(len(found.get(label, ()))):
            found.pop(label, None)
    return found


def claims_about(tracked: TrackedCorpus, event: Event) -> list[str]:
    """The ids of the claims that an event's page shows as those about it: its own, and those that say so, unless they are a group."""
    referrers = tracked.referrers(event.id, CLAIMS_ABOUT)
    return tracked.ranked(list(dict.fromkeys(event.claims if is_long(len(referrers)) else (*event.claims, *referrers))))


def grouped(tracked: TrackedCorpus, id: str) -> Mapping[str, list[Link]]:
    """What points at a record, by label, in the order of pages; each record once in a group.

    The last one is kept: the many pages of a long list, each of which shows a part of it, are made one after the other.
    """
    links, follows = tracked.links(id), tracked.follows(id)
    if tracked.grouped[0] != id:
        tracked.grouped = id, _grouped(links, follows)
    return tracked.grouped[1]


def _grouped(links: Iterable[Link], follows: Iterable[Link]) -> dict[str, list[Link]]:
    found: dict[str, dict[str, Link]] = defaultdict(dict)
    for link in (*links, *follows):
        found[link.label][link.origin] = link
    resting = found.get("Judgements resting on this", {})  # those are in its briefing all the same
    if resting and "Briefings" in found:
        found["Briefings"] = {origin: link for origin, link in found["Briefings"].items() if origin not in resting}
    return {label: list(found[label].values()) for label in sorted(found, key=_RANK.__getitem__) if found[label]}


def anchor_of(label: str) -> str:
    """A group's fragment id, which is also in the address of its older parts."""
    return label.lower().replace(" ", "-")


def _group(components: Components, path: str, label: str, links: Sequence[Link]) -> str:
    anchor, older = anchor_of(label), older_parts(len(links))
    shown = part_of(links, 0)
    rows = components.rows_through((link.origin, link.through) for link in shown)
    hint = _FOLLOWS if shown[0].through else ""
    more = (
        f'\n<p class="older"><a href="{components.root}{address(path, anchor, older)}" rel="next">Older</a></p>'
        if older
        else ""
    )
    return (
        f'<section class="group" aria-labelledby="{anchor}">\n<h2 id="{anchor}">{label} <span class="count">{len(links):,}</span></h2>\n'
        f'{hint}<ul class="rows">\n{rows}\n</ul>{more}\n</section>'
    )


def long_groups(tracked: TrackedCorpus, id: str) -> Iterator[tuple[str, int]]:
    """(label, how many older parts) of each group of a record that has any."""
    if older_parts(len(tracked.links(id)) + len(tracked.follows(id))):
        for label, links in shown(tracked, tracked.record(id)).items():
            if older := older_parts(len(links)):
                yield label, older


def group_part(components: Components, id: str, label: str, number: int) -> tuple[dict[str, Any], PartNeighbours]:
    """(what the page of an older part shows, its neighbours)"""
    links = grouped(components.tracked, id).get(label, [])
    rows = part_of(links, number)
    return {
        "label": label,
        "anchor": anchor_of(label),
        "count": f"{len(links):,}",
        "rows": components.rows_through((link.origin, link.through) for link in rows),
        "links": rows,
    }, neighbours(len(links), number)


def stated_by_others(components: Components, claim: str) -> list[tuple[str, Relation]]:
    """(which other claim, the relation) of all relations that other claims state to one."""
    others = sorted(components.tracked.referrers(claim, NAMING))
    return [
        (other, relation)
        for other in others
        for relation in components.record(other).relations
        if relation.claim == claim
    ]
