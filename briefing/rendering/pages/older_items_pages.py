"""The pages of what is older in a record's long lists: a group, one side of a claim, the positions of an actor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from json.encoder import encode_basestring as quoted
from typing import Any

from markupsafe import Markup

from briefing.rendering.components.html_components import Fragments
from briefing.rendering.components.positions_by_side import on_side, positions_part
from briefing.rendering.components.record_groups import anchor_of, group_part, long_groups
from briefing.rendering.data.page_json import array, linked, list_document
from briefing.rendering.data.record_json import positions_part as actor_positions
from briefing.rendering.data.record_json import side
from briefing.rendering.page import Page, Spec
from briefing.rendering.pages.claim_page import long_sides, side_part
from briefing.rendering.view.pagination import Neighbours, address, beside, older_parts
from briefing.rendering.view.record_summary import cut
from briefing.rendering.view.tracked_corpus import Shelf
from briefing.schema.kinds.claim import Claim
from briefing.schema.kinds.record import Entity

Part = Callable[[Fragments, str, str, int], tuple[dict[str, Any], Neighbours]]


def every_group(shelf: Shelf) -> Iterator[Spec]:
    for id in shelf.everything():
        for label, parts in long_groups(shelf, id):
            yield from _specs(shelf, "group", id, label, anchor_of(label), parts)


def every_side(shelf: Shelf) -> Iterator[Spec]:
    for id in shelf.ids(Claim):
        if shelf.record(id).status == "withdrawn":  # whose page does not show them
            continue
        for name, parts in long_sides(shelf, id):
            yield from _specs(shelf, "side", id, name, name, parts)


def every_positions(shelf: Shelf) -> Iterator[Spec]:
    for id in shelf.everything():
        record = shelf.record(id)
        if not isinstance(record, Entity) or record.status == "withdrawn":  # a source can be an origin too
            continue
        if parts := older_parts(len(shelf.taken_by(id))):
            yield from _specs(shelf, "positions", id, "positions", "positions", parts)


def _specs(shelf: Shelf, maker: str, id: str, part: str, name: str, parts: int) -> Iterator[Spec]:
    path = shelf.card(id).path
    return (Spec(address(path, name, number), maker, id, part, number) for number in range(parts, 0, -1))


def make_group(f: Fragments, spec: Spec) -> Page:
    values, beside = group_part(f, spec.about, spec.part, spec.number)
    rows = array([linked(f, link) for link in values["links"]])
    return _page(f, spec, "part.html", anchor_of(spec.part), values, beside, ("records", rows))


def make_side(f: Fragments, spec: Spec) -> Page:
    rows = side(f, on_side(f.shelf.standing(spec.about), spec.part), spec.number)
    return _page(f, spec, "part-positions.html", spec.part, *side_part(f, spec.about, spec.part, spec.number), ("positions", rows))


def make_positions(f: Fragments, spec: Spec) -> Page:
    rows = actor_positions(f, spec.about, spec.number)
    return _page(f, spec, "part-positions.html", spec.part, *positions_part(f, spec.about, spec.number), ("positions", rows))


def _page(f: Fragments, spec: Spec, template: str, name: str, values: dict[str, Any], neighbours: Neighbours, rows: tuple[str, str]) -> Page:
    card = f.shelf.card(spec.about)
    values |= {
        "record": f.anchor(spec.about),
        "record_path": card.path,
        "folder": card.path.partition("/")[0],
        **beside(card.path, name, neighbours, f"{card.path}#{values['anchor']}"),
    }
    title = f"{card.label}: {values['label'][0].lower()}{values['label'][1:]}, part {spec.number}"
    description = cut(f"Older items in a list of {values['count']} on the page of {card.label}: {values['label']}.", 160)
    about = '{"@context":"https://schema.org","@type":"CollectionPage","name":%s}' % quoted(title).replace("<", "\\u003c")
    page = Page(spec.path, template, title, values, description, card.listed, Markup(about))
    more = ("of", f.reference(spec.about)), ("label", quoted(values["label"]))
    return replace(page, document=list_document(f, page, "part", int(values["count"].replace(",", "")), rows[1], rows[0], more))
