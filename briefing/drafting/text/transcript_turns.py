"""A transcript's paragraphs become its turns: "MR. KIRBY: …", "Q …", "A …", "Anna Holt: …"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.drafting.text.paragraphs import TextSpan
from briefing.drafting.text.quotation_marks import ALL, trimmed

_TITLE = r"(?:(?:MR|MS|MRS|DR|GEN|COL|SEN|REP|SECRETARY|PRESIDENT|MINISTER|PROF|Mr|Ms|Mrs|Dr|Gen|Sen|Rep|Prof)\.?\s+)"
_CAPITALS = rf"{_TITLE}?[A-Z][A-Z'’.\-]+(?:\s+[A-Z][A-Z'’.\-]*){{0,5}}"
_NAMED = r"(?:[A-Z][\w'’.\-]+)(?:\s+(?:[A-Z][\w'’.\-]+|van|de|der|al|bin|of|the)){0,4}"
_LABEL = re.compile(
    rf"(?P<label>{_CAPITALS}|{_TITLE}?{_NAMED}|[QA])(?:\s*\([^()\n]{{1,60}}\)|,\s[A-Za-z][\w .,'’\-]{{2,60}}?)?\s*:\s+(?=\S)|(?P<bare>[QA])(?:[.):]|\s{{2,}}|\t|\s(?=[A-Z\[(]))\s*"
)
_NO_SPEAKER = frozenset(["note", "update", "photo", "picture", "image", "video", "watch", "read", "source", "sources", "editing", "writing", "reporting", "additional", "byline", "dateline", "correction", "headline", "key", "background", "location", "date", "time", "subject", "from", "to", "re", "contact", "website", "tel", "email", "e-mail"])  # fmt: skip
_ASIDE = re.compile(r"[(\[][^()\[\]\n]*[)\]]$")


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says at a stretch: the label's words, and the words spoken."""

    speaker: TextSpan
    words: TextSpan


def turns(text: str, paragraphs: Sequence[TextSpan]) -> tuple[Turn, ...]:
    """The turns of a transcript; none where a text is not one."""
    labels = [(_LABEL.match(text, p.start, p.end), p) for p in paragraphs]
    found = [(m, p) for m, p in labels if m and _is_label(m, text, p)]
    counts = Counter((m["label"] or m["bare"]) for m, _ in found)
    bare = sum(1 for m, _ in found if m["bare"] or m["label"] in ("Q", "A"))
    kept = {p.start for m, p in found if m["bare"] is None or bare > 1}
    if (
        len(kept) < 2
        or not (max(counts.values()) > 1 or any(name.isupper() for name in counts))
        or len(kept) * 4 < len(paragraphs)
    ):
        return ()
    result: list[Turn] = []
    for number, (match, paragraph) in enumerate(labels):
        if match is None or paragraph.start not in kept:
            continue
        label = "label" if match["label"] else "bare"
        speaker = TextSpan(match.start(label), match.end(label))
        start, end = match.end(), paragraph.end
        stretches: list[tuple[int, int]] = []
        for following in paragraphs[number + 1 :]:
            plain = following.of(text).strip()
            if following.start in kept or text[following.start] in "*#_=" or re.match(r"END\b", plain):
                break
            if _ASIDE.fullmatch(plain):  # (Applause.): the same speaker goes on after it
                stretches.append((start, end))
                start = end = following.end
                continue
            end = following.end
        stretches.append((start, end))
        if match[label] != "Q":
            result += [Turn(speaker, words) for a, b in stretches if (words := _inside(text, a, b)).start < words.end]
    return tuple(result)


def questions(text: str, paragraphs: Sequence[TextSpan]) -> list[TextSpan]:
    """The paragraphs of a transcript that hold a reporter's question."""
    return [p for p in paragraphs if (m := _LABEL.match(text, p.start, p.end)) and (m["bare"] or m["label"]) == "Q"]


def _inside(text: str, start: int, end: int) -> TextSpan:
    """The words of a turn, without marks that stand around all of them."""
    words = trimmed(text, start, end)
    if words.end - words.start > 2 and text[words.start] in ALL and text[words.end - 1] in ALL:
        return TextSpan(words.start + 1, words.end - 1)
    return words


def _is_label(match: re.Match[str], text: str, paragraph: TextSpan) -> bool:
    name = (match["label"] or match["bare"]).lower()
    if name.split()[0].strip(".") in _NO_SPEAKER or paragraph.end - match.end() < 2:
        return False
    return text[match.end()] not in '“"‘«' or True
