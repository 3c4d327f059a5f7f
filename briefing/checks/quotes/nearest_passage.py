"""Words that a text does not have become the passage of it that is most like them, and what differs, word by word.

Likeness is judged by words, and where those are few by letters, if rapidfuzz is installed, which sees through slips in
them. Only a few stretches are looked at: those that have several of the words, in about the right distance.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher

from briefing.checks.quotes.normalized_wording import Wording

MOST_WORDS = 12  # of the words wanted, the longest are looked for
MOST_PLACES = 200  # where each of them stands
MOST_STRETCHES = 8  # are compared
MOST_LETTERS = 500  # longer quotes are compared by words only
LIKE = 0.5  # below it a passage is no help
_WORD = re.compile(r"\w[\w']*")


def nearest(wanted: Wording, text: Wording) -> tuple[int, int] | None:
    """Where the most similar passage stands in the text's wording, from and to, in whole words."""
    best: tuple[float, int, int] | None = None
    for begin, end in _stretches(wanted.words, text.words):
        stretch = text.words[begin:end]
        likeness, first, last = _by_words(wanted.words, stretch)
        if likeness < LIKE and len(wanted.words) <= MOST_LETTERS:
            likeness = _by_letters(wanted.words, stretch)
        if last and likeness >= LIKE and (best is None or likeness > best[0]):
            best = (likeness, begin + first, begin + last)
    return _in_words(text.words, *best[1:], wanted.words[-1:].isalnum()) if best else None


def _stretches(wanted: str, text: str) -> list[tuple[int, int]]:
    """Where the passage may be, from and to, the most promising first."""
    words = sorted(dict.fromkeys(_WORD.findall(wanted)), key=lambda word: (-len(word), word))
    width, half = max(40, len(wanted) // 2), len(wanted) // 2
    votes: Counter[int] = Counter()
    for word in words[:MOST_WORDS]:
        offset, at = wanted.index(word), -1
        slots: set[int] = set()
        for _ in range(MOST_PLACES):
            at = text.find(word, at + 1)
            if at < 0:
                break
            slots.add(max(0, at - offset) // width)
        votes.update(slots)
    best = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:MOST_STRETCHES]
    return [(max(0, slot * width - half), (slot + 1) * width + len(wanted) + half) for slot, _ in best]


def _by_letters(wanted: str, stretch: str) -> float:
    """How alike the most similar part of a stretch is, letter by letter, from 0 to 1; 0 where rapidfuzz is not installed."""
    try:
        from rapidfuzz.fuzz import partial_ratio
    except ImportError:
        return 0
    return float(partial_ratio(wanted, stretch)) / 100 if len(stretch) >= len(wanted) else 0


def _by_words(wanted: str, stretch: str) -> tuple[float, int, int]:
    """How many of the words the most similar part of a stretch has, as a share, and where it begins and ends."""
    words = _WORD.findall(wanted)
    places = list(_WORD.finditer(stretch))
    blocks = SequenceMatcher(None, words, [place.group() for place in places]).get_matching_blocks()[:-1]
    if not blocks:
        return 0, 0, 0
    first = max(0, blocks[0].b - blocks[0].a)
    last = min(len(places), blocks[-1].b + len(words) - blocks[-1].a)
    return sum(block.size for block in blocks) / len(words), places[first].start(), places[last - 1].end()


def _in_words(text: str, start: int, end: int, bare: bool) -> tuple[int, int]:
    """A passage widened to the white space around it, without quotation marks there, nor stops after it if it is `bare`."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    passage = text[start:end]
    return start + len(passage) - len(passage.lstrip(" '")), start + len(passage.rstrip(" '.,;:!?" if bare else " '"))


def difference(wanted: str, there: str, most: int = 40) -> str:
    """What differs, as git writes word diffs: `on [-the-] {+firm+} ground`. Of what does not, a few words around it."""
    ours, theirs = wanted.split(), there.split()
    same = SequenceMatcher(None, [_bare(word) for word in ours], [_bare(word) for word in theirs])
    shown: list[str] = []
    codes = same.get_opcodes()
    for at, (tag, a, b, c, d) in enumerate(codes):
        if tag == "equal":
            shown += _shortened(theirs[c:d], keep_first=at > 0, keep_last=at < len(codes) - 1)
        else:
            shown += [f"[-{' '.join(ours[a:b][:most])}-]"] * (a < b) + [f"{{+{' '.join(theirs[c:d][:most])}+}}"] * (
                c < d
            )
    return " ".join(shown)


def _shortened(words: list[str], keep_first: bool, keep_last: bool, around: int = 3) -> list[str]:
    kept = around * (keep_first + keep_last)
    if len(words) <= kept + 1:
        return words
    return [*words[: around * keep_first], "…", *(words[len(words) - around :] if keep_last else [])]


def _bare(word: str) -> str:
    return Wording(word).words.strip("'")
