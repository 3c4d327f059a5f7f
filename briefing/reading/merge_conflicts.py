"""The marks that git leaves in a file where two versions of it could not be merged."""

from __future__ import annotations

import re

from briefing.core.problems import Location, Problem

# `<<<<<<< ours`, perhaps `||||||| base`, `=======` and `>>>>>>> theirs`, each at the beginning of a line. All of them must
# be there: a line of equals signs alone underlines a heading in Markdown.
_CONFLICT = re.compile(
    r"^<{7}(?: [^\n]*)?\r?\n(?:(?!<{7}(?:[ \r\n]|$))[^\n]*\n)*?={7}\r?\n(?:(?!<{7}(?:[ \r\n]|$))[^\n]*\n)*?>{7}(?: [^\n]*)?\r?$",
    re.MULTILINE,
)


def merge_conflicts(path: str, text: str) -> list[Problem]:
    """A problem for each conflict that stands unmerged in a text, at its first mark.

    Arguments: the file's path from the project's root, and its text.
    """
    if "<<<<<<<" not in text:
        return []
    return [_problem(path, text, match) for match in _CONFLICT.finditer(text)]


def _problem(path: str, text: str, match: re.Match[str]) -> Problem:
    line = text.count("\n", 0, match.start()) + 1
    last = line + match[0].count("\n")
    message = f"git could not merge two versions here: lines {line} to {last} hold both"
    marks = "the lines that begin with <<<<<<<, ======= and >>>>>>>"
    hint = f"choose one version or join them, then delete {marks}"
    if path.endswith(".lock"):
        hint = f"keep the lines of both versions and delete {marks}"
    return Problem(Location(path, line, 1, 7), "merge-conflict", message, hint)
