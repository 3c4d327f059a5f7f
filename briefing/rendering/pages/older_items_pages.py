"""The pages of what is older in a record's long lists: a group, one side of a claim, the positions of an actor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from json.encoder import encode_basestring as quoted
from typing import Any

from markupsafe import Markup

from briefing.rendering.components.html_components import Components
from briefing.rendering.components.positions_by_side import on_side, positions_part
from briefing.rendering.components.record_groups import anchor_of, group_part, long_groups
from briefing.rendering.data.page_json import array, linked, list_document
from briefing.rendering.data.record_json import positions_part as actor_positions
from briefing.rendering.data.record_json import side
from briefing.rendering.page import Page, Spec
from briefing.rendering.pages.claim_page import long_sides, side_part
from briefing.rendering.view.pagination import PartNeighbours, address, beside, older_parts
from briefing.rendering.view.record_summary import cut, without_isolates
from briefing.rendering.view.tracked_corpus import TrackedCorpus
from briefing.schema.kinds.claim import Claim
from briefing.schema.kinds.record import Entity

Part = Callable[[Components, str, str, int], tuple[dict[str, Any], PartNeighbours]]


def every_group(tracked: TrackedCorpus) -> Iterator[Spec]:
    for id in tracked.everything():
        for label, parts in long_groups(tracked, id):
            yield from _specs(tracked, "group", id, label, anchor_of(label), parts)


def every_side(tracked: TrackedCorpus) -> Iterator[Spec]:
    for id in tracked.ids(Claim):
        if tracked.record(id).status == "withdrawn":  # whose page does not show them
            continue
        for name, parts in long_sides(tracked, id):
            yield from _specs(tracked, "side", id, name, name, parts)


def every_positions(tracked: TrackedCorpus) -> Iterator[Spec]:
    for id in tracked.everything():
        record = tracked.record(id)
        if not isinstance(record, Entity) or record.status == "withdrawn":  # a source can be an origin too
            continue
        if parts := older_parts(len(tracked.taken_by(id))):
            yield from _specs(tracked, "positions", id, "positions", "positions", parts)


def _specs(tracked: TrackedCorpus, maker: str, id: str, part: str, name: str, parts: int) -> Iterator[Spec]:
    path = tracked.card(id).path
    return (Spec(address(path, name, number), maker, id, part, number) for number in range(parts, 0, -1))


def make_group(components: Components, spec: Spec) -> Page:
    values, beside = group_part(components, spec.subject_id, spec.part, spec.number)
    rows = array([linked(components, link) for link in values["links"]])
    return _page(components, spec, "part.html", anchor_of(spec.part), values, beside, ("records", rows))


def make_side(components: Components, spec: Spec) -> Page:
    rows = side(components, on_side(components.tracked.standing(spec.subject_id), spec.part), spec.number)
    return _page(
        components,
        spec,
        "part-positions.html",
        spec.part,
        *side_part(components, spec.subject_id, spec.part, spec.number),
        ("positions", rows),
    )


def make_positions(components: Components, spec: Spec) -> Page:
    rows = actor_positions(components, spec.subject_id, spec.number)
    return _page(
        components,
        spec,
        "part-positions.html",
        spec.part,
        *positions_part(components, spec.subject_id, spec.number),
        ("positions", rows),
    )


def _page(
    components: Components,
    spec: Spec,
    template: str,
    name: str,
    values: dict[str, Any],
    neighbours: PartNeighbours,
    rows: tuple[str, str],
) -> Page:
    card = components.tracked.card(spec.subject_id)
    values |= {
        "record": components.anchor(spec.subject_id),
        "record_path": card.path,
        "folder": card.path.partition("/")[0],
        **beside(card.path, name, neighbours, f"{card.path}#{values['anchor']}"),
    }
    title = f"{card.title}: {values['label'][0].lower()}{values['label'][1:]}, part {spec.number}"
    description = cut(
        f"Older items in a list of {values['count']} on the page of {card.label}: {values['label']}.", 160
    )
    heading = quoted(without_isolates(title)).replace("<", "\\u003c")
    about = f'{{"@context":"https://schema.org","@type":"CollectionPage","name":{heading}}}'
    page = Page(spec.path, template, title, values, description, card.listed, Markup(about))
    more = ("of", components.reference(spec.subject_id)), ("label", quoted(values["label"]))
    return replace(
        page,
        document=list_document(components, page, "part", int(values["count"].replace(",", "")), rows[1], rows[0], more),
    )
