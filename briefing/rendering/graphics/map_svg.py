"""Places become SVGs over the outlines of countries: one for wide screens, one for narrow ones, from the same outlines.

The marks are links. In the head of the page `static/map.css` says how all of it looks, so that it follows light and dark.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from briefing.rendering.graphics.atlas.outlines import Outline, outlines
from briefing.rendering.graphics.atlas.projection import PADDING, Frame, frame, near
from briefing.rendering.graphics.label_placement import LONGEST, Boxes, Label, LabelBox, round_box, width_of
from briefing.rendering.graphics.map_place import Mapped
from briefing.rendering.view.record_summary import cut, isolated_in_text

WIDE, NARROW = 1000.0, 400.0  # units; about the pixels that a drawing is shown in
SHAPES = ((1.5, 2.4), (1.05, 1.5))  # the least and the most proportions of width to height, of the wide and the narrow

CLOSER = 0.4  # of the width of the whole: a part no wider than that is drawn a second time, closer
MOST_EVENTS = 0.85  # of all events, which that part has at least


class MapStyle(NamedTuple):
    """What differs between a wide drawing and a narrow one, in units."""

    name: str
    width: float
    text: float
    faint: float  # the size of countries' names
    radius: float
    growth: float  # by how many of those the largest mark is larger
    most: int  # names of places


STYLES = (MapStyle("wide", WIDE, 15, 12.5, 4.0, 2.4, 80), MapStyle("narrow", NARROW, 13, 10.5, 3.6, 1.5, 24))


class Drawn(NamedTuple):
    """A map: what it shows, its drawings of different widths, and what has to be said of it."""

    title: str
    drawings: list[Markup]
    conic: bool
    unnamed: list[str]  # the areas with borders of their own that have no number in ISO 3166-1


def draw(places: Sequence[Mapped], root: str, language: str) -> list[Drawn]:
    """A map of all places, the weightiest first; and one of where most events took place, where that is a small part of it."""
    whole = frame([(place.latitude, place.longitude) for place in places], SHAPES)
    drawn = [_drawn("", "land", whole, places, places, root, language)]
    core = _core(places)
    if len(core) > 1:
        closer = frame([(place.latitude, place.longitude) for place in core], SHAPES)
        if closer.width < CLOSER * whole.width:
            drawn.append(
                _drawn(
                    "Closer: where most of the events took place", "land-closer", closer, core, places, root, language
                )
            )
    return drawn


def _core(places: Sequence[Mapped]) -> list[Mapped]:
    """The places round the weightiest that together have most of the events."""
    total = sum(place.events for place in places)
    if not total:
        return []
    centre = places[0]
    wide = math.cos(math.radians(centre.latitude))

    def far(place: Mapped) -> float:
        return math.hypot(
            (near(place.longitude, centre.longitude) - centre.longitude) * wide, place.latitude - centre.latitude
        )

    found: list[Mapped] = []
    for place in sorted(places, key=far):
        if place.events:
            found.append(place)
            if sum(one.events for one in found) >= MOST_EVENTS * total:
                break
    return found


def _drawn(
    title: str, id: str, seen: Frame, core: Sequence[Mapped], places: Sequence[Mapped], root: str, language: str
) -> Drawn:
    land = outlines(seen, WIDE)
    countries = {
        place.id: outline.country.code
        for place in places
        if place.country
        for outline in land
        if _is(outline, place.country)
    }
    drawings = [_land(id, land, set(countries.values()))]
    for style, shape in zip(STYLES, SHAPES, strict=True):
        drawings.append(
            _drawing(style, *_cut_out(seen, core, shape), id, seen, land, countries, places, root, language)
        )
    return Drawn(
        title, drawings, seen.conic, sorted(outline.country.name for outline in land if not outline.country.number)
    )


def _is(outline: Outline, names: frozenset[str]) -> bool:
    """Whether a country of the atlas is the one of a record, whose name may be shorter: United States (of America)."""
    called = outline.country.name.casefold()
    return called in names or any(called.startswith(f"{name} of ") for name in names)


def _land(id: str, land: Sequence[Outline], known: set[str]) -> Markup:
    """The outlines of all countries, which the drawings refer to."""
    paths = []
    for outline in land:
        code = outline.country.code
        mark = ' class="known"' if code in known else ""
        paths.append(f'<path{mark} data-code="{code}" d="{outline.path}"/>')
    return Markup(
        f'<svg class="land" width="0" height="0" aria-hidden="true" focusable="false"><defs><g id="{id}" class="outlines">{"".join(paths)}</g></defs></svg>'
    )


def _drawing(
    style: MapStyle,
    top: float,
    height: float,
    id: str,
    seen: Frame,
    land: Sequence[Outline],
    countries: Mapping[str, str],
    places: Sequence[Mapped],
    root: str,
    language: str,
) -> Markup:
    scale = style.width / seen.width
    top, height = top * scale, height * scale
    busiest = max(place.events for place in places)
    dots = [(place, *_at(seen, place, scale, top), _radius(style, place, busiest)) for place in places]
    dots = [dot for dot in dots if 0 < dot[1] < style.width and 0 < dot[2] < height]
    taken = Boxes(LabelBox(2, 2, style.width - 2, height - 2))
    for _, x, y, radius in dots:
        taken.add(round_box(x, y, radius))
    labels = _labels(style, dots, taken)
    marked = {code for place, *_ in dots if (code := countries.get(place.id))}
    faint = "".join(_names(style, land, marked, top, taken)) if language.split("-", maxsplit=1)[0] == "en" else ""
    dots.sort(key=lambda dot: not dot[0].rough)  # exact marks lie on top, and the small on the large
    marks = "\n".join([_mark(root, style, *dot, labels.get(dot[0].id)) for dot in dots])
    smaller = style.width / WIDE / 10
    return Markup(
        f'<svg class="map {style.name}" viewBox="0 0 {style.width:.0f} {height:.0f}" role="group" aria-label="Map of the places">\n'
        f'<rect class="sea" width="{style.width:.0f}" height="{height:.0f}"/>\n'
        f'<use href="#{id}" transform="translate(0 {-top:.1f}) scale({smaller:g})"/>\n'
        f'<g class="countries" aria-hidden="true">{faint}</g>\n{marks}\n</svg>'
    )


def _cut_out(seen: Frame, core: Sequence[Mapped], shape: tuple[float, float]) -> tuple[float, float]:
    """(how far below the frame's upper edge a drawing of a shape begins, its height) with the places in its middle."""
    ys = [seen.place(place.latitude, place.longitude)[1] for place in core]
    wanted = max(ys) - min(ys) + 2 * PADDING * seen.width
    height = min(max(wanted, seen.width / shape[1]), seen.width / shape[0], seen.height)
    return max(0.0, min((min(ys) + max(ys) - height) / 2, seen.height - height)), height


def _at(seen: Frame, place: Mapped, scale: float, top: float) -> tuple[float, float]:
    x, y = seen.place(place.latitude, place.longitude)
    return x * scale, y * scale - top


def _radius(style: MapStyle, place: Mapped, busiest: int) -> float:
    """The area of a mark grows with how many events there were, up to a size for the place with the most."""
    share = (place.events / busiest) ** 0.5 if busiest else 0.0
    return style.radius * (1 + min(0.42 * place.events**0.5, style.growth * share))


def _labels(style: MapStyle, dots: Sequence[tuple[Mapped, float, float, float]], taken: Boxes) -> dict[str, Label]:
    """Where the names go: those of places with many events find room first."""
    found: dict[str, Label] = {}
    for place, x, y, radius in dots[: style.most * 2]:
        label = taken.beside(x, y, radius, _name(place), style.text)
        if label:
            found[place.id] = label
            if len(found) == style.most:
                break
    return found


def _names(style: MapStyle, land: Sequence[Outline], marked: set[str], top: float, taken: Boxes) -> Iterator[str]:
    """The names of countries where there is room, faintly; of none that has a mark, and none without a number in ISO 3166-1."""
    share = style.width / WIDE
    for outline in sorted(land, key=lambda one: (-one.inside[2], one.country.code)):
        country, (x, y, room) = outline.country, (value * share for value in outline.inside)
        text = country.name.upper()
        if not country.number or country.code in marked or width_of(text, style.faint) * 1.12 > 2.4 * room:
            continue
        label = taken.centred(
            x,
            y - top,
            text + "  ",
            style.faint * 1.12,
            (0, -style.faint, style.faint, -2 * style.faint, 2 * style.faint),
        )
        if label:
            yield f'<text x="{label.x:.0f}" y="{label.y:.0f}">{escape(text)}</text>'


def _mark(root: str, style: MapStyle, place: Mapped, x: float, y: float, radius: float, label: Label | None) -> str:
    kind = "rough" if place.rough else "exact"
    events = "no event" if not place.events else "1 event" if place.events == 1 else f"{place.events:,} events"
    full = escape(
        f"{isolated_in_text(place.label)}: {events}{', position approximate' if place.rough else ''}{', status disputed' if place.disputed else ''}"
    )
    text = ""
    if label:
        anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
        text = f'<text x="{label.x:.1f}" y="{label.y:.1f}"{anchor}>{escape(_name(place))}</text>'
    return (
        f'<a class="{kind}" href="{root}{place.path}"><title>{full}</title><circle class="hit" cx="{x:.1f}" cy="{y:.1f}" r="12"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>{text}</a>'
    )


def _name(place: Mapped) -> str:
    return cut(place.label, LONGEST) + ("*" if place.disputed else "")
