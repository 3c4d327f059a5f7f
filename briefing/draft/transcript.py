"""A transcript's paragraphs become its turns: "MR. KIRBY: …", "Q …", "A …", "Anna Holt: …"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .marks import ALL, trimmed
from .paragraphs import Span

_TITLE = r"(?:(?:MR|MS|MRS|DR|GEN|COL|SEN|REP|SECRETARY|PRESIDENT|MINISTER|PROF|Mr|Ms|Mrs|Dr|Gen|Sen|Rep|Prof)\.?\s+)"
_CAPITALS = rf"{_TITLE}?[A-Z][A-Z'’.\-]+(?:\s+[A-Z][A-Z'’.\-]*){{0,5}}"
_NAMED = r"(?:[A-Z][\w'’.\-]+)(?:\s+(?:[A-Z][\w'’.\-]+|van|de|der|al|bin|of|the)){0,4}"
_LABEL = re.compile(rf"(?P<label>{_CAPITALS}|{_TITLE}?{_NAMED}|[QA])(?:\s*\([^()\n]{{1,60}}\))?\s*:\s+(?=\S)|(?P<bare>[QA])(?:[.):]|\s{{2,}}|\t|\s(?=[A-Z\[(]))\s*")
_NO_SPEAKER = frozenset("note update photo picture image video watch read source sources editing writing reporting additional byline dateline"
                        " correction headline key background location date time subject from to re contact website tel email e-mail".split())  # fmt: skip
_ASIDE = re.compile(r"[(\[][^()\[\]\n]*[)\]]$")


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says at a stretch: the label's words, and the words spoken."""

    speaker: Span
    words: Span


def turns(text: str, paragraphs: Sequence[Span]) -> tuple[Turn, ...]:
    """The turns of a transcript; none where a text is not one."""
    labels = [(_LABEL.match(text, p.start, p.end), p) for p in paragraphs]
    found = [(m, p) for m, p in labels if m and _is_label(m, text, p)]
    counts = Counter((m["label"] or m["bare"]) for m, _ in found)
    bare = sum(1 for m, _ in found if m["bare"] or m["label"] in ("Q", "A"))
    kept = {p.start for m, p in found if m["bare"] is None or bare > 1}
    if len(kept) < 2 or not (max(counts.values()) > 1 or any(name.isupper() for name in counts)) or len(kept) * 4 < len(paragraphs):
        return ()
    result: list[Turn] = []
    for number, (match, paragraph) in enumerate(labels):
        if match is None or paragraph.start not in kept:
            continue
        label = "label" if match["label"] else "bare"
        end = paragraph.end
        for following in paragraphs[number + 1 :]:
            if following.start in kept or _ASIDE.fullmatch(following.of(text).strip()) or text[following.start] in "*#_=":
                break
            end = following.end
        words = trimmed(text, match.end(), end)
        if words.start < words.end and text[words.start] in ALL and text[words.end - 1] in ALL:
            words = Span(words.start + 1, words.end - 1)
        if match[label] != "Q":
            result.append(Turn(Span(match.start(label), match.end(label)), words))
    return tuple(result)


def _is_label(match: re.Match[str], text: str, paragraph: Span) -> bool:
    name = (match["label"] or match["bare"]).lower()
    if name.split()[0].strip(".") in _NO_SPEAKER or paragraph.end - match.end() < 2:
        return False
    return text[match.end()] not in "“\"‘«" or True
