"""The drafting rules against texts whose quotations and speakers are known: how many are found, and how many are right.

    python tests/drafting/score.py [FILE ...] [--misses]

Without files: all cases here, and the seed article where its text lies in archive/ or in ../shared/seed.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SEED = "us-iran-crimea-drones-article-2022-10-20"
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

_MARKUP = re.compile(r"\{(\d+):|<([\d,]+):|([}>])")
_MARKS = "“”„\"‘’'`«»‹›"


@dataclass(frozen=True)
class Expected:
    """A quotation that a case marks: where its words are, who is said to speak (None: nobody named), and which record."""

    start: int
    end: int
    words: str
    speaker: str
    record: str | None
    has_record: bool


@dataclass(frozen=True)
class Score:
    """Counts over cases. `right` are spans found; the other counts are of those."""

    expected: int = 0
    found: int = 0
    right: int = 0
    speakers: int = 0
    exact: int = 0
    records: int = 0
    of_records: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, f) + getattr(other, f) for f in self.__dataclass_fields__))

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0

    @property
    def speaker(self) -> float:
        return self.speakers / self.right if self.right else 1.0

    @property
    def record(self) -> float:
        return self.records / self.of_records if self.of_records else 1.0

    def line(self, name: str) -> str:
        return (
            f"{name}: {self.expected} quotations, precision {self.precision:.3f}, recall {self.recall:.3f}, "
            f"speaker's words {self.speaker:.3f} (to the letter {self.exact / max(1, self.right):.3f}), "
            f"records {self.record:.3f} of {self.of_records}"
        )


def cases(path: Path) -> list[tuple[str, str, list[Expected]]]:
    """(name, text, what is to be found) of each case of a file."""
    return [read_case(case) for case in yaml.safe_load(path.read_text("utf-8"))]


def read_case(case: Mapping[str, Any]) -> tuple[str, str, list[Expected]]:
    text, opened, spans, speakers = "", [], {}, {}
    at = 0
    for match in _MARKUP.finditer(case["text"]):
        text += case["text"][at : match.start()]
        at = match.end()
        if match[3]:
            kind, key, start = opened.pop() if opened and (match[3] == "}") == (opened[-1][0] == "{") else (None, "", 0)
            if kind is None:
                text += match[3]
            elif kind == "{":
                spans[int(key)] = (start, len(text))
            else:
                speakers.update({int(k): text[start:] for k in key.split(",")})
        else:
            opened.append(("{", match[1], len(text)) if match[1] else ("<", match[2], len(text)))
    text += case["text"][at:]
    for _, key, start in opened:  # a quotation whose closing mark is missing
        end = text.index(case["end_of"][int(key)], start) + len(case["end_of"][int(key)])
        spans[int(key)] = (start, end)
    for key, origin in case.get("speakers", {}).items():
        speakers[key] = speakers[origin]
    speakers.update(case.get("speaker_words", {}))
    records = case.get("records", {})
    return (
        case["name"],
        text,
        [
            Expected(start, end, text[start:end], speakers.get(key, ""), records.get(key), key in records)
            for key, (start, end) in sorted(spans.items())
        ],
    )


def core(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without marks, spaces and punctuation at its ends."""
    while start < end and not (text[start].isalnum() or text[start] in "[($£€"):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in "])%"):
        end -= 1
    return start, end


def plain(words: str | None) -> str:
    """A speaker's words without article, marks and case."""
    words = re.sub(r"[^\w\s.&'-]", " ", (words or "").replace("’", "'")).lower()
    return " ".join(re.sub(r"^(the|a|an)\s+", "", words.strip()).split()).strip(".' ")


def same_speaker(given: str | None, wanted: str) -> bool:
    """Whether one names what the other does: equal, or one is the whole other with more to tell."""
    a, b = plain(given), plain(wanted)
    return a == b or (
        bool(a and b)
        and bool(re.search(rf"(?<!\w){re.escape(a)}(?!\w)", b) or re.search(rf"(?<!\w){re.escape(b)}(?!\w)", a))
    )


def score_text(text: str, wanted: list[Expected], corpus: Any, misses: list[str] | None = None) -> Score:
    """One text's score. `misses` gathers what went wrong, a line each."""
    from briefing.drafting import as_data, drafts

    given = [d for d in as_data(drafts(text, corpus)) if d["quote"] is not None]
    by_span = {core(text, d["start"], d["end"]): d for d in given}
    right = speakers = exact = records = of_records = 0
    note = misses.append if misses is not None else (lambda line: None)
    for one in wanted:
        found = by_span.pop(core(text, one.start, one.end), None)
        if found is None:
            note(f"not found: {one.words[:90]!r}")
            continue
        right += 1
        if same_speaker(found["speaker_text"], one.speaker):
            speakers += 1
            exact += plain(found["speaker_text"]) == plain(one.speaker)
            if plain(found["speaker_text"]) != plain(one.speaker):
                note(f"  (speaker {found['speaker_text']!r} for {one.speaker!r})")
        else:
            note(f"speaker {found['speaker_text']!r}, not {one.speaker!r}: {one.words[:60]!r}")
        if one.has_record:
            of_records += 1
            records += found["speaker"] == one.record
            if found["speaker"] != one.record:
                note(f"record {found['speaker']!r}, not {one.record!r}: {one.words[:60]!r}")
    for extra in by_span.values():
        note(f"too much: {extra['quote'][:90]!r} by {extra['speaker_text']!r}")
    return Score(len(wanted), len(given), right, speakers, exact, records, of_records)


def score_file(path: Path, corpus: Any, misses: list[str] | None = None) -> Score:
    """A file of cases, scored."""
    total = Score()
    for name, text, wanted in cases(path):
        here: list[str] = []
        total += score_text(text, wanted, corpus, here)
        if misses is not None:
            misses += [f"  [{name}] {line}" for line in here]
    return total


def files(names: list[str]) -> Iterator[Path]:
    yield from (Path(name) for name in names)
    if not names:
        yield from sorted(HERE.glob("*.yaml"))


def seed_case() -> tuple[str, list[Expected]] | None:
    """The seed article and what is to be found in it; None where its text is not at hand, for it is not in the repository."""
    known = yaml.safe_load((HERE / "seed" / "places.yaml").read_text("utf-8"))
    for path in (ROOT / "archive" / f"{SEED}.txt", ROOT.parent / "shared" / "seed" / "article.txt"):
        data = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(data).hexdigest() == known["sha256"]:
            text = data.decode("utf-8")
            return text, [
                Expected(a, b, text[a:b], text[c:d], record, True) for a, b, c, d, record in known["quotations"]
            ]
    return None


def main() -> None:
    from briefing.build.pipeline import check_project

    shown = "--misses" in sys.argv
    corpus = check_project(ROOT, True).corpus
    for path in files([a for a in sys.argv[1:] if not a.startswith("-")]):
        misses: list[str] = []
        print(score_file(path, corpus, misses).line(path.stem))
        if shown:
            print("\n".join(misses))
    seed = seed_case()
    if seed and not [a for a in sys.argv[1:] if not a.startswith("-")]:
        print(score_text(*seed, corpus).line("seed article"))


if __name__ == "__main__":
    main()
