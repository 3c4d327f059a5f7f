"""Nodes and weighted links become positions on a page, so that what is closely linked lies near and no box covers another.

The same input gives the same output on every machine: the start is fixed and rounded, and from there on only operations
are used that IEEE 754 rounds in one way.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate

Link = tuple[int, int, float]  # two nodes, and how strongly they pull

STEPS = 110
TURN = 2.399963229728653  # the golden angle, in radians: points that follow each other never lie side by side


def weights(pairs: Iterable[tuple[str, str, int]]) -> Counter[str]:
    """How strongly each node is linked, all in all, where pairs of them are linked so strongly."""
    weight = Counter[str]()
    for a, b, shared in pairs:
        weight[a] += shared
        weight[b] += shared
    return weight


def spread(count: int, links: Sequence[Link]) -> list[tuple[float, float]]:
    """Positions of so many nodes about the origin: all push each other away, and links pull (Fruchterman and Reingold).

    The first nodes begin in the middle.
    """
    xs = [round(math.sqrt(n + 0.5) * math.cos(n * TURN), 3) for n in range(count)]
    ys = [round(math.sqrt(n + 0.5) * math.sin(n * TURN), 3) for n in range(count)]
    sqrt = math.sqrt
    for step in range(STEPS):
        dxs, dys = [0.0] * count, [0.0] * count
        for a in range(count):
            xa, ya, sx, sy = xs[a], ys[a], 0.0, 0.0
            for b in range(a + 1, count):
                x, y = xa - xs[b], ya - ys[b]
                push = 1.0 / (x * x + y * y + 0.01)
                x *= push
                y *= push
                sx += x
                sy += y
                dxs[b] -= x
                dys[b] -= y
            dxs[a] += sx
            dys[a] += sy
        for a, b, weight in links:
            x, y = xs[b] - xs[a], ys[b] - ys[a]
            pull = weight * sqrt(x * x + y * y) * 0.35
            dxs[a] += x * pull
            dys[a] += y * pull
            dxs[b] -= x * pull
            dys[b] -= y * pull
        most = 0.9 * (1 - step / STEPS) + 0.02
        for n in range(count):
            x, y = dxs[n] - xs[n] * 0.06, dys[n] - ys[n] * 0.06
            length = sqrt(x * x + y * y)
            if length > most:
                x, y = x * most / length, y * most / length
            xs[n] += x
            ys[n] += y
    return list(zip(xs, ys, strict=True))


def fitted(
    positions: Sequence[tuple[float, float]], sizes: Sequence[tuple[float, float]], width: float, height: float
) -> tuple[list[tuple[float, float]], float]:
    """(the middles of boxes of these sizes, none over another; the height they need) in a drawing so wide, and at least so high."""
    enough = height + sum(tall for _, tall in sizes)  # for all of them below each other
    while True:
        found = _apart(_scaled(positions, sizes, width, height), sizes, width, height)
        if found is not None or height > 2 * enough:
            return found or _stacked(sizes, width), height
        height *= 1.12


def _stacked(sizes: Sequence[tuple[float, float]], width: float) -> list[tuple[float, float]]:
    """Boxes below each other, should nothing else do."""
    ends = list(accumulate(tall for _, tall in sizes))
    return [(width / 2, end - tall / 2) for end, (_, tall) in zip(ends, sizes, strict=True)]


def _scaled(
    positions: Sequence[tuple[float, float]], sizes: Sequence[tuple[float, float]], width: float, height: float
) -> list[list[float]]:
    """Positions stretched to fill the drawing. Each axis is half by distance and half by rank, which thins out what is dense."""
    columns = []
    for axis, length in ((0, width), (1, height)):
        values = [position[axis] for position in positions]
        low, high = min(values), max(values)
        margin = max(size[axis] for size in sizes) / 2
        rank = {n: at for at, n in enumerate(sorted(range(len(values)), key=lambda n: (values[n], n)))}
        last = max(len(values) - 1, 1)
        share = [
            ((value - low) / (high - low) + rank[n] / last) / 2 if high > low else 0.5 for n, value in enumerate(values)
        ]
        columns.append([margin + one * (length - 2 * margin) for one in share])
    return [list(point) for point in zip(*columns, strict=True)]


def _apart(
    points: list[list[float]], sizes: Sequence[tuple[float, float]], width: float, height: float
) -> list[tuple[float, float]] | None:
    """Boxes pushed off each other, each the shorter way, until none lies over another; None where that does not come about."""
    count = len(points)
    for _ in range(80):
        touching = False
        for a in range(count):
            xa, ya = points[a]
            wa, ha = sizes[a]
            for b in range(a + 1, count):
                x, y = points[b][0] - xa, points[b][1] - ya
                over_x, over_y = (wa + sizes[b][0]) / 2 - abs(x), (ha + sizes[b][1]) / 2 - abs(y)
                if over_x > 0.01 and over_y > 0.01:
                    touching = True
                    axis, by = (0, over_x / 2 + 0.1) if over_x < over_y else (1, over_y / 2 + 0.1)
                    by = by if (x, y)[axis] >= 0 else -by
                    points[a][axis] -= by
                    points[b][axis] += by
                    xa, ya = points[a]
        for point, (wide, tall) in zip(points, sizes, strict=True):
            point[0] = min(max(point[0], wide / 2), width - wide / 2)
            point[1] = min(max(point[1], tall / 2), height - tall / 2)
        if not touching:
            return [(point[0], point[1]) for point in points]
    return None
