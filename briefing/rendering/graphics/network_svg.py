"""A network becomes SVGs: one for wide screens, and one of the strongest links for narrow ones.

People are circles and organizations squares; a link is as wide as it is strong. A name stands below its mark. Each node
and link bears the numbers of the nodes it belongs to as classes, by which `static/network.css` can set off a node's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from briefing.rendering.graphics.label_placement import width_of
from briefing.rendering.graphics.network_layout import fitted, spread, weights
from briefing.rendering.view.record_summary import cut, isolated_in_text

LONGEST = 34  # characters of a name, in two lines
LONGEST_LINE, LONGEST_WORD = 17, 22


class Node(NamedTuple):
    id: str
    path: str
    label: str
    kind: str


class NetworkStyle(NamedTuple):
    name: str
    width: float
    height: float
    text: float
    nodes: int


STYLES = (NetworkStyle("wide", 1000, 560, 14.5, 60), NetworkStyle("narrow", 400, 420, 13, 14))


def draw(nodes: Mapping[str, Node], pairs: Sequence[tuple[str, str, int]], root: str) -> list[Markup]:
    """The drawings of a network, whose pairs are given with the strongest first."""
    return [_drawing(style, nodes, pairs, root) for style in STYLES]


def _drawing(
    style: NetworkStyle, nodes: Mapping[str, Node], pairs: Sequence[tuple[str, str, int]], root: str
) -> Markup:
    weight = weights(pairs)
    chosen = sorted(weight, key=lambda id: (-weight[id], id))[: style.nodes]
    at = {id: number for number, id in enumerate(chosen)}
    links = [(at[a], at[b], shared) for a, b, shared in pairs if a in at and b in at]
    most = max(shared for *_, shared in links)
    heaviest = weight[chosen[0]]
    radii = [5 + 9 * (weight[id] / heaviest) ** 0.5 for id in chosen]
    names = [_lines(nodes[id].label) for id in chosen]
    sizes = [
        (
            max(2 * radius, *(width_of(line, style.text) for line in lines)) + 14,
            2 * radius + len(lines) * style.text * 1.15 + 10,
        )
        for radius, lines in zip(radii, names, strict=True)
    ]
    positions = spread(len(chosen), [(a, b, 0.3 + 0.7 * (shared / most) ** 0.5) for a, b, shared in links])
    middles, height = fitted(positions, sizes, style.width, style.height)
    # A box has its mark at the top and the name below it.
    centres = [(x, y - tall / 2 + radius + 3) for (x, y), (_, tall), radius in zip(middles, sizes, radii, strict=True)]
    near: list[set[int]] = [{number} for number in range(len(chosen))]
    for a, b, _ in links:
        near[a].add(b)
        near[b].add(a)
    lines = [_line(a, b, shared, most, centres) for a, b, shared in reversed(links)]
    marks = [_mark(root, style, n, nodes[id], centres[n], radii[n], names[n], near[n]) for n, id in enumerate(chosen)]
    return Markup(
        f'<svg class="network {style.name}" viewBox="0 0 {style.width:.0f} {height:.0f}" role="group" aria-label="Network of people and organizations">\n'
        f'<g aria-hidden="true">{"".join(lines)}</g>\n' + "\n".join(marks) + "\n</svg>"
    )


def _line(a: int, b: int, shared: int, most: int, centres: Sequence[tuple[float, float]]) -> str:
    (xa, ya), (xb, yb) = centres[a], centres[b]
    wide = 1 + 7 * (shared / most) ** 0.5 if most > 1 else 1.5
    return f'<path class="e{a} e{b}" d="M{xa:.0f} {ya:.0f}L{xb:.0f} {yb:.0f}" stroke-width="{wide:.1f}"/>'


def _mark(
    root: str,
    style: NetworkStyle,
    number: int,
    node: Node,
    centre: tuple[float, float],
    radius: float,
    lines: Sequence[str],
    near: set[int],
) -> str:
    x, y = centre
    full = escape(f"{isolated_in_text(node.label)}: {node.kind}, linked with {len(near) - 1} here")
    if node.kind == "person":
        shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
    else:
        side = radius * 1.77  # as large an area as a circle's
        shape = f'<rect x="{x - side / 2:.1f}" y="{y - side / 2:.1f}" width="{side:.1f}" height="{side:.1f}"/>'
    text = "".join(
        [
            f'<text x="{x:.1f}" y="{y + radius + style.text * (0.95 + 1.12 * row):.1f}">{escape(line)}</text>'
            for row, line in enumerate(lines)
        ]
    )
    classes = " ".join([f"n{number}", *(f"e{other}" for other in sorted(near))])
    return f'<a class="{node.kind} {classes}" href="{root}{node.path}"><title>{full}</title>{shape}{text}</a>'


def _lines(label: str) -> list[str]:
    """A name in one line, or in two that are about as long as each other."""
    label = cut(label, LONGEST)
    if len(label) <= LONGEST_LINE or " " not in label:
        return [cut(label, LONGEST_WORD)]
    middle = len(label) / 2
    space = min((at for at, character in enumerate(label) if character == " "), key=lambda at: (abs(at - middle), at))
    return [cut(label[:space], LONGEST_WORD), cut(label[space + 1 :], LONGEST_WORD)]
