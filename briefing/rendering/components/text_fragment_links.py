"""A web address becomes one that opens at the exact words: a text fragment, as browsers know it (WICG Scroll To Text Fragment).

A browser that knows none opens the page as it would have.
"""

from __future__ import annotations

import re
from urllib.parse import quote

LONGEST_WHOLE = 150  # characters of a quote that stand whole in an address
EITHER_END = 6  # words of a longer one, from its start and from its end
_LEFT_OUT = re.compile(
    r"\s*(?:\[[^\]]*\]|…|\.\s?\.\s?\.)\s*"
)  # what a quote leaves out or puts in: not the source's words

_PERHAPS = re.compile(r"[\[…]|\.\s?\.")
_ENCODED = re.compile(r"[\w.~%]*", re.ASCII)


def at_words(url: str, words: str) -> str:
    """An address with the words to open it at. Other addresses than of the web, and such as have words already, stay."""
    if not words or not url.startswith(("http://", "https://")) or ":~:" in url:
        return url
    words = words.strip(" \t\r\n“”\"'‘’")
    runs = [run for run in _LEFT_OUT.split(words) if any(map(str.isalnum, run))] if _PERHAPS.search(words) else [words]
    if not runs or not words:
        return url
    if len(runs) == 1 and len(runs[0]) <= LONGEST_WHOLE:
        text = _encoded(runs[0])
    else:
        first, last = _words(runs[0]), _words(runs[-1])
        start, end = first[:EITHER_END], last[-EITHER_END:]
        if len(runs) == 1 and len(first) <= 2 * EITHER_END:  # few and long: the ends must not overlap
            start, end = first[: len(first) // 2], first[len(first) // 2 :]
        text = ",".join(_encoded(" ".join(part)) for part in (start, end) if part)
    return f"{url}{'' if '#' in url else '#'}:~:text={text}"


def _words(run: str) -> list[str]:
    return run.split()


def _encoded(text: str) -> str:
    """Percent-encoded, the dash too, which would end a prefix and which `quote` leaves as it is."""
    text = " ".join(text.split())
    short = text.replace("%", "%25").replace(" ", "%20").replace(",", "%2C").replace("-", "%2D").replace("'", "%27")
    return short if _ENCODED.fullmatch(short) else quote(text, safe="").replace("-", "%2D")
