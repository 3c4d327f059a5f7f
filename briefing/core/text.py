"""Words in messages: the known word nearest to one that is not, ids made from names, texts cut short."""

from __future__ import annotations

from collections.abc import Sequence


def slug(name: str) -> str:
    """A name as an id would have it: "John Kirby" is john-kirby. Letters of other scripts stay what they are."""
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())


def shortened(text: str, longest: int = 60) -> str:
    """A text cut for a message."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1] + "…"


def closest(word: str, known: Sequence[str]) -> str | None:
    """The known word that the given one is most likely a slip for: one within a slip or two of it."""
    from difflib import get_close_matches

    return next((near for near in get_close_matches(word, known, n=3, cutoff=0.6) if _is_slip(word, near)), None)


def _is_slip(word: str, meant: str) -> bool:
    """Whether a word comes from another by leaving out, adding, changing or exchanging a letter, twice at most."""
    allowed = min(2, max(len(word), len(meant)) // 3)
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, letter in enumerate(word, 1):
        before, above, row = row, before, [i]
        for j, other in enumerate(meant, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == meant[j - 2] and word[i - 2] == other:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1] <= allowed
