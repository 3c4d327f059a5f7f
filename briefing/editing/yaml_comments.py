"""The comments of a YAML text, which its parser throws away: text and nodes in, each comment with its place out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yaml.nodes import Node, ScalarNode


@dataclass(frozen=True, slots=True)
class Comment:
    line: int
    column: int
    text: str
    alone: bool  # on its line


def comments_in(text: str, nodes: Sequence[Node]) -> list[Comment]:
    """Every comment: what begins with `#` outside of the texts."""
    spans = sorted(span for node in nodes for span in _spans(node, text))
    starts = [start for start, _ in spans]
    found = []
    offset = 0
    for number, line in enumerate(text.split("\n")):
        for match in re.finditer(r"(?:^|(?<=[\s\[\]{},]))#", line):
            at = bisect_left(starts, offset + match.start() + 1) - 1
            if at < 0 or spans[at][1] <= offset + match.start():
                found.append(
                    Comment(number, match.start(), line[match.start() :].rstrip(), not line[: match.start()].strip())
                )
                break
        offset += len(line) + 1
    return found


def _spans(node: Node, text: str) -> Iterator[tuple[int, int]]:
    """From where to where each text in a document reaches. A comment after `>-` or `|` is not part of it."""
    if isinstance(node, ScalarNode):
        start, end = node.start_mark.index, node.end_mark.index
        if node.style in ("|", ">"):
            start = text.find("\n", start)
        if start < end:
            yield start, end
    else:
        for part in node.value:
            for one in part if isinstance(part, tuple) else (part,):
                yield from _spans(one, text)
