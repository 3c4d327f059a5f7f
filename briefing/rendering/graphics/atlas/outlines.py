"""Countries become outlines in a frame: projected, cut at its edges, and written as the paths of an SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from briefing.rendering.graphics.atlas.borders import Country, Point, Ring, countries, in_ring, level_for
from briefing.rendering.graphics.atlas.projection import Frame

TENTHS = 10  # paths are in tenths of a unit of the drawing, which takes fewer characters than a decimal point
MARGIN = 4.0  # units that outlines run on beyond the frame, so that no line is seen along its edge
SMALLEST = 2.5  # square units: an island that is smaller is not drawn
OFF, OFF_IN_THE_WORLD = 1.0, 2.0  # units by which a line may be off, in a part of the world and in most of it
LARGEST = 40_000  # characters of all outlines; where they are more, lines are thinned further


class Outline(NamedTuple):
    """A country as it is drawn. `path` is an SVG path in tenths of a unit; `inside` is (x, y, room) of the point of it in view
    that is furthest from its border and from the edges.
    """

    country: Country
    path: str
    inside: tuple[float, float, float]


def outlines(frame: Frame, width: float) -> list[Outline]:
    """What is seen of each country in a frame that is drawn so many units wide.

    The points for names are those of the whole frame, which a drawing may be cut out of.
    """
    level = level_for((OFF if frame.conic else OFF_IN_THE_WORLD) * frame.width / width)
    while True:
        found = list(_drawn(frame, width / frame.width, level))
        if level >= 7 or sum(len(outline.path) for outline in found) <= LARGEST:
            return found
        level += 1


def _drawn(frame: Frame, scale: float, level: int) -> Iterator[Outline]:
    project, left, top = frame.project, frame.left, frame.top
    right, bottom = frame.width * scale, frame.height * scale
    west, east = frame.meridian - 180, frame.meridian + 180
    for country in countries(level, frame.box):
        paths: list[str] = []
        largest: Ring = []
        for rings in country.polygons:
            xs, ys = [x for x, _ in rings[0]], [y for _, y in rings[0]]
            low, high, south, north = min(xs), max(xs), min(ys), max(ys)
            if (
                north < frame.box.south
                or south > frame.box.north
                or (high - low) * (north - south) * scale * scale < SMALLEST
            ):
                continue
            for turn in (-360, 0, 360):
                if low + turn > frame.box.east or high + turn < frame.box.west:
                    continue
                for number, ring in enumerate(rings):
                    points = [(x + turn, y) for x, y in ring] if turn else ring
                    if low + turn < west or high + turn > east:
                        points = _cut(_cut(points, 0, west, True), 0, east, False)
                    flat = [((x - left) * scale, (y - top) * scale) for x, y in [project(x, y) for x, y in points]]
                    flat = within(flat, -MARGIN, -MARGIN, right + MARGIN, bottom + MARGIN)
                    path = _path(flat)
                    if path:
                        paths.append(path)
                        largest = max(largest, flat, key=_extent) if number == 0 else largest
                    elif number == 0:
                        break  # too small, and so are its holes
        if paths:
            x, y = (value * scale for value in frame.place(country.inside[1], country.inside[0]))
            room = min(country.inside[2] * scale, x, right - x, y, bottom - y)
            seen = _extent(largest)
            if max(room, 0) ** 2 * 12 < seen and seen > 4000:  # the country is cut, and there is more room elsewhere
                x, y, room = _inside(largest, right, bottom)
            yield Outline(country, "".join(paths), (x, y, room))


def _extent(ring: Ring) -> float:
    """The area of the box round a ring."""
    if not ring:
        return 0.0
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))


def _inside(ring: Ring, right: float, bottom: float) -> tuple[float, float, float]:
    """About the point of what is in view that is furthest from the border and from the edges, by a grid."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    best = (0.0, 0.0, 0.0)
    low, high = max(min(xs), 0.0), min(max(xs), right)
    up, down = max(min(ys), 0.0), min(max(ys), bottom)
    for row in range(1, 6):
        for column in range(1, 8):
            x, y = low + (high - low) * column / 8, up + (down - up) * row / 6
            room = min(x, right - x, y, bottom - y)
            if room > best[2] and in_ring(ring, x, y):
                room = min(room, min((x - a) ** 2 + (y - b) ** 2 for a, b in ring) ** 0.5)
                if room > best[2]:
                    best = x, y, room
    return best


def within(ring: Ring, left: float, top: float, right: float, bottom: float) -> Ring:
    """What of a ring lies in a rectangle: Sutherland and Hodgman's way, an edge of the rectangle after the other."""
    if not ring:
        return ring
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    for axis, least, most, edges in ((0, min(xs), max(xs), (left, right)), (1, min(ys), max(ys), (top, bottom))):
        if most < edges[0] or least > edges[1]:
            return []
        if least < edges[0]:
            ring = _cut(ring, axis, edges[0], True)
        if most > edges[1]:
            ring = _cut(ring, axis, edges[1], False)
    return ring


def _cut(ring: Ring, axis: int, edge: float, above: bool) -> Ring:
    """The part of a ring on one side of a straight line across the plane."""
    out: Ring = []
    if not ring:
        return out
    keeps: Callable[[Point], bool] = (lambda p: p[axis] >= edge) if above else (lambda p: p[axis] <= edge)
    last = ring[-1]
    was = keeps(last)
    for point in ring:
        is_in = keeps(point)
        if is_in != was:
            share = (edge - last[axis]) / (point[axis] - last[axis])
            other = last[1 - axis] + share * (point[1 - axis] - last[1 - axis])
            out.append((edge, other) if axis == 0 else (other, edge))
        if is_in:
            out.append(point)
        last, was = point, is_in
    return out


def _path(ring: Ring) -> str:
    """A ring as a path, nothing where it is too small to be seen. Each point is written as the way from the last."""
    if len(ring) < 3:
        return ""
    points = [(round(x * TENTHS), round(y * TENTHS)) for x, y in ring]
    twice = sum(xa * yb - xb * ya for (xa, ya), (xb, yb) in zip(points, [*points[1:], points[0]], strict=True))
    if abs(twice) < 2 * SMALLEST * TENTHS**2:
        return ""
    x, y = points[0]
    parts = [f"M{x} {y}l"]
    for nx, ny in points[1:]:
        if nx != x or ny != y:
            dy = ny - y
            parts.append(f"{nx - x}{'' if dy < 0 else ' '}{dy}")
            x, y = nx, ny
    return parts[0] + " ".join(parts[1:]).replace("  ", " ") + "z" if len(parts) > 2 else ""
