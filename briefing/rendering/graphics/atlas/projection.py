"""Places become a frame: the part of the world that shows them all, and how it is laid flat.

Where the places lie within a part of the world, an equidistant conic with the frame's own two standard parallels: its
distances from north to south are true everywhere, and shapes are hardly off anywhere in the frame. Where they lie
across the world, Equal Earth, in which every country has its true area. Both turn round the frame's own meridian, so
that the seam lies on the other side of the world.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from briefing.rendering.graphics.atlas.borders import BoundingBox

WIDEST_CONIC = 130  # degrees of longitude, and TALLEST of latitude, up to which a conic looks right
TALLEST_CONIC = 75
LEAST = 10.0  # degrees from side to side: the borders are not drawn more exactly than this would show
PADDING = 0.11  # of the width, on each side

Project = Callable[[float, float], tuple[float, float]]


class MapSpan(NamedTuple):
    """The longitudes of places: from the west to the east, which may lie beyond 180."""

    west: float
    east: float


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle on the flat map, in degrees of arc, with y downwards; `project` takes a longitude and a latitude.

    `meridian` is the middle one; `box` is what of the world can be seen at most; `conic` tells which projection it is.
    """

    project: Project
    left: float
    top: float
    width: float
    height: float
    meridian: float
    box: BoundingBox
    conic: bool

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where a place lies in the frame, in degrees of arc from its upper left corner."""
        x, y = self.project(near(longitude, self.meridian), latitude)
        return x - self.left, y - self.top


def near(longitude: float, meridian: float) -> float:
    """A longitude with as many turns round the world as bring it nearest to a meridian."""
    return longitude + 360 * round((meridian - longitude) / 360)


def span(longitudes: Sequence[float]) -> MapSpan:
    """The shortest stretch round the world that has them all."""
    around = sorted({longitude % 360 for longitude in longitudes})
    gaps = [
        ((after - before) % 360 or 360, after) for before, after in zip([around[-1], *around], around, strict=False)
    ]
    gap, west = max(gaps, key=lambda one: (one[0], -one[1]))
    west = west - 360 if west >= 180 else west
    return MapSpan(west, west + 360 - gap)


def frame(places: Sequence[tuple[float, float]], shapes: Sequence[tuple[float, float]]) -> Frame:
    """The frame of places, given as (latitude, longitude), of which there must be one at least.

    `shapes` are (least, most) proportions of width to height: the frame is as the first allows, and as tall as the one
    that is tallest wants it, so that drawings of other shapes can be cut out of it.
    """
    west, east = span([longitude for _, longitude in places])
    meridian = (west + east) / 2
    south, north = min(latitude for latitude, _ in places), max(latitude for latitude, _ in places)
    conic = east - west <= WIDEST_CONIC and north - south <= TALLEST_CONIC
    project, back = _conic(meridian, south, north) if conic else (_equal_earth(meridian), None)
    points = [project(near(longitude, meridian), latitude) for latitude, longitude in places]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    padding = max(PADDING * max(right - left, bottom - top), 1.0)
    width = max(right - left + 2 * padding, LEAST, (bottom - top + 2 * padding) * shapes[0][0])
    height = max(bottom - top + 2 * padding, max(width / most for _, most in shapes))
    middle, centre = (left + right) / 2, (top + bottom) / 2
    up = centre - height / 2
    if not conic:  # no further than the world goes
        width = min(width, 2 * project(meridian + 179.9, 0)[0])
        high, low = project(meridian, min(max(82, north + 3), 90))[1], project(meridian, -60 if south > -55 else -90)[1]
        height = min(height, low - high)
        up = min(max(up, high), low - height)
    box = (
        _seen(back, middle - width / 2, up, width, height, meridian)
        if back
        else _band(project, middle, up, width, height, meridian)
    )
    return Frame(project, middle - width / 2, up, width, height, meridian, box, conic)


def _conic(meridian: float, south: float, north: float) -> tuple[Project, Project]:
    """An equidistant conic, there and back. Its parallels lie a sixth of the way in, as is usual."""
    inset = max(north - south, 4.0) / 6
    first, second = (math.radians(max(-89.0, min(89.0, parallel))) for parallel in (south + inset, north - inset))
    if abs(second - first) < 0.01:
        first, second = first - 0.005, second + 0.005
    cone = (math.cos(first) - math.cos(second)) / (second - first)
    if abs(cone) < 0.02:  # about the equator it is a cylinder
        wide = math.cos(first)
        return (lambda x, y: ((x - meridian) * wide, -y)), (lambda x, y: (x / wide + meridian, -y))
    reach = math.degrees(math.cos(first) / cone + first)
    turn = math.radians(cone)
    sin, cos = math.sin, math.cos

    def project(x: float, y: float) -> tuple[float, float]:
        far, angle = reach - y, (x - meridian) * turn
        return far * sin(angle), far * cos(angle)

    def back(x: float, y: float) -> tuple[float, float]:
        side = math.copysign(1, cone)
        return math.atan2(side * x, side * y) / turn + meridian, reach - side * math.hypot(x, y)

    return project, back


def _equal_earth(meridian: float) -> Project:
    """Šavrič, Patterson and Jenny's projection of 2018."""
    a, b, c, d = 1.340264, -0.081106, 0.000893, 0.003796
    root = math.sqrt(3)

    def project(x: float, y: float) -> tuple[float, float]:
        t = math.asin(root / 2 * math.sin(math.radians(y)))
        t2 = t * t
        t6 = t2 * t2 * t2
        wide = 2 * root * math.cos(t) / (3 * (9 * d * t6 * t2 + 7 * c * t6 + 3 * b * t2 + a))
        return (x - meridian) * wide, -math.degrees(t * (a + b * t2 + t6 * (c + d * t2)))

    return project


def _seen(back: Project, left: float, top: float, width: float, height: float, meridian: float) -> BoundingBox:
    """What of the world a frame can show: what its edge shows, and the pole where it holds one."""
    steps = [step / 20 for step in range(21)]
    edge = [(left + width * s, y) for s in steps for y in (top, top + height)]
    edge += [(x, top + height * s) for s in steps for x in (left, left + width)]
    seen = [back(x, y) for x, y in edge]
    south, north = min(y for _, y in seen) - 1, max(y for _, y in seen) + 1
    west, east = min(x for x, _ in seen) - 1, max(x for x, _ in seen) + 1
    if left <= 0 <= left + width and top <= 0 <= top + height and abs(back(0.0, 1e-9)[1]) > 80:  # the apex of the cone
        west, east = meridian - 180, meridian + 180
        south, north = (south, 90.0) if back(0.0, 1e-9)[1] > 0 else (-90.0, north)
    return BoundingBox(max(west, meridian - 180), max(south, -90), min(east, meridian + 180), min(north, 90))


def _band(project: Project, middle: float, top: float, width: float, height: float, meridian: float) -> BoundingBox:
    """What of the world a frame in Equal Earth can show, whose parallels are straight and shorter towards the poles."""
    seen = [y for y in range(-90, 91) if top <= project(meridian, y)[1] <= top + height]
    south, north = max(seen[0] - 1, -90), min(seen[-1] + 1, 90)
    reach = (width / 2 + abs(middle)) / min(project(meridian + 1, y)[0] for y in (south, north))
    return BoundingBox(meridian - min(reach, 180), south, meridian + min(reach, 180), north)
