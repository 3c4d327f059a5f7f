"""The vendored lines become countries, as fine as a map needs them, and it can be asked in which country a point lies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from briefing.rendering.graphics.atlas import world

UNIT = 100  # parts of a degree in the vendored data
ROUND = 360 * UNIT

Point = tuple[float, float]  # (longitude, latitude) in degrees
Ring = list[Point]


class BoundingBox(NamedTuple):
    """A part of the world in degrees. The east may lie beyond 180 where the part goes over the meridian."""

    west: float
    south: float
    east: float
    north: float


class Country(NamedTuple):
    """`number` is its number in ISO 3166-1, or empty. `inside` is (longitude, latitude, distance from
    the border) of the point furthest inside. Each polygon is an outer ring and perhaps holes; longitudes run on over 180.
    """

    code: str
    number: str
    name: str
    inside: tuple[float, float, float]
    polygons: Sequence[Sequence[Ring]]


def level_for(tolerance: float) -> int:
    """The coarsest level on which no line is off by more than so many degrees, or the finest there is."""
    level, allowed = 0, world.FINEST * 2
    while allowed <= tolerance and level < 7:
        level, allowed = level + 1, allowed * 2
    return level


def countries(level: int = 0, box: BoundingBox | None = None) -> Iterator[Country]:
    """The countries on a level of detail that may be seen in a part of the world."""
    lines = world.ARCS.split("\n")
    arcs: dict[int, list[tuple[int, int]]] = {}

    def ring(numbers: str) -> Ring:
        out: list[tuple[int, int]] = []
        for number in map(int, numbers.split(" ")):
            line = number if number >= 0 else ~number
            if line not in arcs:
                arcs[line] = _points(lines[line], level)
            points = arcs[line] if number >= 0 else arcs[line][::-1]
            turn = ROUND * round((points[0][0] - out[-1][0]) / ROUND) if out else 0
            out.extend([(x - turn, y) for x, y in points[bool(out) :]] if turn else points[bool(out) :])
        if abs(out[0][0] - out[-1][0]) > UNIT:  # round the pole, over which it has to be closed
            pole = -90 * UNIT if out[0][1] < 0 else 90 * UNIT
            out += [(out[-1][0], pole), (out[0][0], pole), out[0]]
        return [(x / UNIT, y / UNIT) for x, y in out]

    for line in world.COUNTRIES.splitlines():
        code, number, name, numbers, shape = line.split("\t")
        west, south, east, north, x, y, room = (int(one) / UNIT for one in numbers.split(" "))
        if box is None or _meets(box, BoundingBox(west, south, east, north)):
            polygons = [
                rings
                for rings in ([ring(one) for one in polygon.split(";")] for polygon in shape.split("|"))
                if len(rings[0]) > 3
            ]
            if polygons:
                yield Country(code, number, name, (x, y, room), polygons)


def _points(line: str, level: int) -> list[tuple[int, int]]:
    numbers = list(map(int, line.split(" ")))
    xs, ys = accumulate(numbers[::3]), accumulate(numbers[1::3])
    return [(x, y) for x, y, rank in zip(xs, ys, numbers[2::3], strict=True) if rank >= level]


def _meets(box: BoundingBox, other: BoundingBox) -> bool:
    if other.north < box.south or other.south > box.north:
        return False
    return any(other.west + turn <= box.east and other.east + turn >= box.west for turn in (-360, 0, 360))


def holds(polygons: Sequence[Sequence[Sequence[Point]]], x: float, y: float) -> bool:
    """Whether a point lies in one of the polygons, and in none of its holes."""
    return any(sum(in_ring(ring, x + turn, y) for ring in rings) % 2 for rings in polygons for turn in (-360, 0, 360))


def in_ring(ring: Sequence[Point], x: float, y: float) -> bool:
    inside = False
    xa, ya = ring[-1]
    for xb, yb in ring:
        if (ya > y) != (yb > y) and x < xa + (y - ya) * (xb - xa) / (yb - ya):
            inside = not inside
        xa, ya = xb, yb
    return inside
