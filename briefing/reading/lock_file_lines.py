"""Lock files, which commands write, git keeps and anybody may merge: text in, numbered lines out.

Each line stands for itself and the lines are sorted, so that two branches' files are merged by keeping the lines of both.
"""

from __future__ import annotations

from collections.abc import Iterator


def numbered(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say something, without comments, each with its number."""
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        if line and not line.startswith("#"):
            yield number, line
