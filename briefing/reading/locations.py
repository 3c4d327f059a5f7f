"""Where things stand: YAML nodes, offsets and pieces of text become a `Location`."""

from __future__ import annotations

import re

from yaml.nodes import Node

from briefing.core.problems import Location, Problem


def place_of_node(path: str, node: Node) -> Location:
    start, end = node.start_mark, node.end_mark
    length = end.column - start.column if end.line == start.line else 1
    return Location(path, start.line + 1, start.column + 1, max(length, 1))


def place_of(path: str, text: str, offset: int, length: int = 1) -> Location:
    """The place of a character, by its offset in the text."""
    begin = text.rfind("\n", 0, offset) + 1
    return Location(path, text.count("\n", 0, offset) + 1, offset - begin + 1, length)


def place_within(path: str, text: str, start: Location, piece: re.Pattern[str]) -> Location:
    """Where a piece of a value stands, such as a link in a long text: its first group, or all of it.

    `start` is where the value begins, and the answer where the piece is not to be found as it reads, being folded or
    escaped.
    """
    offset = -1
    for _ in range(start.line - 1):
        offset = text.find("\n", offset + 1)
    match = piece.search(text, offset + start.column)
    if match is None:
        return start
    group = 1 if match.re.groups else 0
    return place_of(path, text, match.start(group), len(match[group].split("\n")[0]))


def place_of_piece(path: str, text: str, start: Location, piece: str) -> Location:
    """As `place_within`, for a piece as it reads; of one that runs over several lines, its first."""
    return place_within(path, text, start, re.compile(re.escape(piece.split("\n", maxsplit=1)[0])))


def at_start(path: str, code: str, message: str, hint: str = "") -> Problem:
    """A problem of a whole file."""
    return Problem(Location(printable(path), 1, 1), code, printable(message), printable(hint))


def printable(text: str) -> str:
    """A text that may hold a file's name, which need not be UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode()
