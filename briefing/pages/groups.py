"""What points at a record, grouped by role, in one order on all pages."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from markupsafe import Markup

from ..kinds import KINDS
from ..kinds.common import Record
from ..link import MENTIONED, Link
from ..vocabulary import PARTICIPANT_ROLES
from .fragments import Fragments

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
    "Claims about this event",
    "Statements relayed",
    *(f"{plural} about" for plural in _PLURALS),
    "Claims that name this one",
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


@dataclass(frozen=True, slots=True)
class Group:
    """The records that point at one in the same role. `anchor` is the group's fragment id on the page."""

    label: str
    anchor: str
    count: int
    rows: Markup
    follows: bool  # the relation is not stated, but follows from others


def groups(fragments: Fragments, record: Record, leave_out: tuple[str, ...] = ()) -> list[Group]:
    """The groups of a record's page, without those that the page shows in another way."""
    found: dict[str, list[Link]] = defaultdict(list)
    for link in fragments.briefing.links_to.get(record.id, ()):
        found[link.label].append(link)
    follows = fragments.briefing.follows_to.get(record.id, ())
    for link in follows:
        found[link.label].append(link)
    following = {link.label for link in follows}
    resting = {link.origin for link in found["Judgements resting on this"]}  # those are in its briefing all the same
    found["Briefings"] = [link for link in found["Briefings"] if link.origin not in resting]
    return [
        _group(fragments, label, found[label], label in following)
        for label in sorted(found, key=_RANK.__getitem__)
        if found[label] and label not in leave_out
    ]


def _group(fragments: Fragments, label: str, links: list[Link], follows: bool) -> Group:
    through = {link.origin: link.through for link in links}
    rows = [fragments.row(id, through[id]) for id in fragments.in_order(through)]
    return Group(label, label.lower().replace(" ", "-"), len(rows), Markup("\n".join(rows)), follows)
