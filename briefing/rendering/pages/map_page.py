"""The map: where the story takes place, drawn from the places that have coordinates, and a table that says the same.

Nothing is put where no record puts it: a place without coordinates is in the table alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from briefing.rendering.components.html_components import Components
from briefing.rendering.graphics.map_place import Mapped, is_rough
from briefing.rendering.page import Page, Spec
from briefing.rendering.view.record_summary import isolated
from briefing.rendering.view.tracked_corpus import TrackedCorpus
from briefing.schema.kinds.place import Place

MOST_DRAWN = 80  # places, those with the most events; the table has more
MOST_LISTED = 100

HERE, WITHIN = "Events here", "Events within"


def every(tracked: TrackedCorpus) -> Iterator[Spec]:
    yield Spec("map/index.html", "map")


def make(components: Components, spec: Spec) -> Page:
    found = [
        (id, place) for id in components.tracked.ids(Place) if (place := components.record(id)).status != "withdrawn"
    ]
    counts = {id: _counts(components.tracked, id) for id, _ in found}
    by_events = sorted(found, key=lambda one: -sum(counts[one[0]]))  # else by name, as they come
    with_position = [(id, place) for id, place in by_events if place.coordinates]
    drawn = [_mapped(components, id, place, counts[id][0]) for id, place in with_position[:MOST_DRAWN]]
    listed = by_events[:MOST_LISTED]
    values: dict[str, Any] = {
        "crumbs": components.crumbs_here("Map"),
        "maps": [],
        "conic": False,
        "equal_area": False,
        "unnamed": (),
        "countries": any(place.country for place in drawn),
        "drawn": f"{len(drawn):,}",
        "positions": f"{len(with_position):,}",
        "listed": f"{len(listed):,}",
        "places": f"{len(found):,}",
        "rows": Markup("\n".join([_row(components, id, place, *counts[id]) for id, place in listed])),
        "disputed": [
            {"place": components.anchor(id), "note": components.markdown(place.status_note)}
            for id, place in by_events
            if place.status_note
        ],
        "rough": any(place.rough for place in drawn),
        "exact": any(not place.rough for place in drawn),
    }
    if drawn:
        from briefing.rendering.graphics.map_svg import draw  # late: it brings the borders

        maps = draw(drawn, components.root, components.tracked.config.language)
        values["maps"] = maps
        values["conic"] = any(one.conic for one in maps)
        values["equal_area"] = any(not one.conic for one in maps)
        values["unnamed"] = sorted({name for one in maps for name in one.unnamed})
    return Page(
        spec.path, "map.html", "Map", values, "Where it happened: the places of this site on a map, and in a table."
    )


def _counts(tracked: TrackedCorpus, id: str) -> tuple[int, int]:
    """(how many events took place there, how many more in places within it)"""
    here = {link.origin for link in tracked.links(id) if link.label == HERE}
    return len(here), len({link.origin for link in tracked.follows(id) if link.label == WITHIN} - here)


def _mapped(components: Components, id: str, place: Place, events: int) -> Mapped:
    card = components.tracked.card(id)
    latitude, longitude = place.coordinates or (0.0, 0.0)
    names = (
        frozenset(name.casefold() for name in (place.name, *place.aliases))
        if place.type.casefold() == "country"
        else frozenset()
    )
    return Mapped(
        id, card.path, card.label, latitude, longitude, events, is_rough(place), bool(place.status_note), names
    )


def _row(components: Components, id: str, place: Place, here: int, within: int) -> str:
    mark = ' <span class="mark">approximate</span>' if place.coordinates and is_rough(place) else ""
    position = f"{degrees(place.coordinates)}{mark}" if place.coordinates else "not on the map"
    lies_in = components.anchor(place.within) if place.within else ""
    return (
        f'<tr><th scope="row">{components.anchor(id)}{components.marks(id)}</th><td data-label="Kind">{isolated(place.type)}</td><td data-label="Lies in">{lies_in}</td>'
        f'<td data-label="Position">{position}</td><td class="number" data-label="Events here">{here:,}</td>'
        f'<td class="number" data-label="Events within it">{within:,}</td></tr>'
    )


def degrees(coordinates: tuple[float, float]) -> str:
    """A position in words, such as 44.95° N, 34.1° E."""
    latitude, longitude = coordinates
    return f"{abs(latitude):g}° {'N' if latitude >= 0 else 'S'}, {abs(longitude):g}° {'E' if longitude >= 0 else 'W'}"
