"""Places become SVGs over the outlines of countries: one for wide screens, one for narrow ones, from the same outlines.

The marks are links. In the head of the page `static/map.css` says how all of it looks, so that it follows light and dark.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from ..atlas.land import Outline, outlines
from ..atlas.projection import Frame, frame
from .card import cut
from .labels import LONGEST, Box, Boxes, Label, round_box, width_of
from .mapped import Mapped

WIDE, NARROW = 1000.0, 400.0  # units; about the pixels that a drawing is shown in
SHAPES = ((1.5, 2.1), (1.05, 1.5))  # the least and the most proportions of width to height, of the wide and the narrow


class Style(NamedTuple):
    """What differs between a wide drawing and a narrow one, in units."""

    name: str
    width: float
    text: float
    faint: float  # the size of countries' names
    radius: float
    most: int  # names of places


STYLES = (Style("wide", WIDE, 15, 12.5, 4.0, 80), Style("narrow", NARROW, 13, 10.5, 3.6, 24))


def draw(places: Sequence[Mapped], root: str, language: str) -> dict[str, Any]:
    """The drawings of places, and which projection they are in."""
    seen = frame([(place.latitude, place.longitude) for place in places], SHAPES)
    land = outlines(seen, WIDE)
    known = {outline.country.code for outline in land for place in places if place.country and _is(outline, place.country)}
    drawings = [_land(land, known)]
    for style, (_, most) in zip(STYLES, SHAPES, strict=True):
        drawings.append(_drawing(style, most, seen, land, known, places, root, language))
    names = sorted(outline.country.name for outline in land if not outline.country.un)
    return {"drawings": drawings, "projection": "conic" if seen.conic else "equal-area", "unnamed": names}


def _is(outline: Outline, names: frozenset[str]) -> bool:
    """Whether a country of the atlas is the one of a record, whose name may be shorter: United States (of America)."""
    called = outline.country.name.casefold()
    return called in names or any(called.startswith(f"{name} of ") for name in names)


def _land(land: Sequence[Outline], known: set[str]) -> Markup:
    """The outlines of all countries, which the drawings refer to."""
    paths = "".join(
        [f'<path{" class=known" if o.country.code in known else ""} data-code="{o.country.code}" d="{o.path}"/>' for o in land]
    ).replace("class=known", 'class="known"')
    return Markup(f'<svg class="land" width="0" height="0" aria-hidden="true" focusable="false"><defs><g id="land">{paths}</g></defs></svg>')


def _drawing(
    style: Style, most: float, seen: Frame, land: Sequence[Outline], known: set[str], places: Sequence[Mapped], root: str, language: str
) -> Markup:
    scale = style.width / seen.width
    height = min(seen.height * scale, style.width / most if seen.width / seen.height < most else seen.height * scale)
    top = _top(style, height, scale, seen, places)
    dots = [(place, *_at(seen, place, scale, top), _radius(style, place)) for place in places]
    taken = Boxes(Box(2, 2, style.width - 2, height - 2))
    for _, x, y, radius in dots:
        taken.add(round_box(x, y, radius))
    labels = _labels(style, dots, taken)
    faint = "".join(_names(style, land, known, scale, top, taken)) if language.split("-")[0] == "en" else ""
    marks = "\n".join([_mark(root, style, *dot, labels.get(dot[0].id)) for dot in reversed(dots)])  # the weightiest lie on top
    smaller = style.width / WIDE / 10
    return Markup(
        f'<svg class="map {style.name}" viewBox="0 0 {style.width:.0f} {height:.0f}" role="group" aria-label="Map of the places">\n'
        f'<rect class="sea" width="{style.width:.0f}" height="{height:.0f}"/>\n'
        f'<use href="#land" transform="translate(0 {-top:.1f}) scale({smaller:g})"/>\n'
        f'<g class="countries" aria-hidden="true">{faint}</g>\n{marks}\n</svg>'
    )


def _top(style: Style, height: float, scale: float, seen: Frame, places: Sequence[Mapped]) -> float:
    """How far below the frame's upper edge a drawing begins that is not so tall: with its places in its middle."""
    ys = [seen.place(place.latitude, place.longitude)[1] * scale for place in places]
    return max(0.0, min((min(ys) + max(ys) - height) / 2, seen.height * scale - height))


def _at(seen: Frame, place: Mapped, scale: float, top: float) -> tuple[float, float]:
    x, y = seen.place(place.latitude, place.longitude)
    return x * scale, y * scale - top


def _radius(style: Style, place: Mapped) -> float:
    """The area of a mark grows with how many events there were."""
    return style.radius * min(1 + 0.42 * place.events**0.5, 3.4)


def _labels(style: Style, dots: Sequence[tuple[Mapped, float, float, float]], taken: Boxes) -> dict[str, Label]:
    """Where the names go: those of places with many events find room first."""
    found: dict[str, Label] = {}
    for place, x, y, radius in dots[: style.most * 2]:
        label = taken.beside(x, y, radius, _name(place), style.text)
        if label:
            found[place.id] = label
            if len(found) == style.most:
                break
    return found


def _names(style: Style, land: Sequence[Outline], known: set[str], scale: float, top: float, taken: Boxes) -> Iterator[str]:
    """The names of countries where there is room, faintly; of none that has a mark, and none that the UN does not list."""
    share = style.width / WIDE
    for outline in sorted(land, key=lambda one: (-one.inside[2], one.country.code)):
        country, (x, y, room) = outline.country, (value * share for value in outline.inside)
        text = country.name.upper()
        if not country.un or country.code in known or width_of(text, style.faint) * 1.12 > 2.4 * room:
            continue
        label = taken.centred(x, y - top, text, style.faint * 1.12, (0, -style.faint, style.faint, -2 * style.faint, 2 * style.faint))
        if label:
            yield f'<text x="{label.x:.0f}" y="{label.y:.0f}">{escape(text)}</text>'


def _mark(root: str, style: Style, place: Mapped, x: float, y: float, radius: float, label: Label | None) -> str:
    kind = "rough" if place.rough else "exact"
    events = "no event" if not place.events else "1 event" if place.events == 1 else f"{place.events:,} events"
    full = escape(f"{place.label}: {events}{', position approximate' if place.rough else ''}{', status disputed' if place.disputed else ''}")
    text = ""
    if label:
        anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
        text = f'<text x="{label.x:.1f}" y="{label.y:.1f}"{anchor}>{escape(_name(place))}</text>'
    return (
        f'<a class="{kind}" href="{root}{place.path}" aria-label="{full}"><title>{full}</title><circle class="hit" cx="{x:.1f}" cy="{y:.1f}" r="12"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>{text}</a>'
    )


def _name(place: Mapped) -> str:
    return cut(place.label, LONGEST) + ("*" if place.disputed else "")
