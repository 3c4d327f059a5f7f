"""Names that a static file cannot have on the site, because some system, host or this tool could not carry it."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.core.problems import Problem
from briefing.reading.locations import at_start

LONGEST_NAME = 200  # bytes of one part of a path; most systems allow 255, and a file is written beside its place first
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}


def static_name_problems(names: Iterable[str]) -> list[Problem]:
    """A problem for each static file, by its path below templates/, whose name cannot be carried.

    Of two names that differ in capitals alone, which are one on some systems, the second in order is told.
    """
    problems, seen = [], dict[str, str]()
    for name in sorted(names):
        reason = next((found for part in name.split("/") if (found := _reason(part))), "")
        other = seen.setdefault(name.casefold(), name)
        if not reason and other != name:
            reason = f"it differs from templates/{other} in capitals alone, and on some systems the two are one file"
        if reason:
            hint = "give it a name of letters, digits, `-`, `_` and `.`"
            problems.append(
                at_start(f"templates/{name}", "unusable-name", f"the file cannot be on the site: {reason}", hint)
            )
    return problems


def _reason(part: str) -> str:
    sign = next((c for c in part if c in ':\\"<>|?*' or ord(c) < 32 or ord(c) == 127), "")
    if sign:
        return f"its name holds {sign!r}, which not every system can carry"
    if any("\ud800" <= c <= "\udfff" for c in part):
        return "its name is not UTF-8"
    if part != part.strip() or part.endswith("."):
        return "its name ends or begins with a space, or ends with a point"
    if len(part.encode("utf-8")) > LONGEST_NAME:
        return f"its name has more than {LONGEST_NAME} bytes"
    return "its name is reserved on Windows" if part.lower().partition(".")[0] in _RESERVED else ""
