"""What is said in a text, and by whom: the scores on the cases in tests/drafting, and single rules that editors rely on."""

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.build.pipeline import check_project
from briefing.drafting import as_data, drafts
from briefing.drafting.attribution.quotation_extraction import said

CASES = Path(__file__).parent / "drafting"
sys.path.insert(0, str(CASES))

import score  # noqa: E402


@pytest.fixture(scope="session")
def corpus() -> Any:
    return check_project(Path(__file__).parent.parent, drafts=True).corpus


@pytest.mark.parametrize("file", sorted(p.name for p in CASES.glob("*.yaml")))
def test_the_rules_are_as_good_as_the_docs_say(file: str, corpus: Any) -> None:
    misses: list[str] = []
    result = score.score_file(CASES / file, corpus, misses)
    assert result.precision >= 0.97, misses
    assert result.recall >= 0.95, misses
    assert result.speaker >= 0.90, misses
    assert result.record >= 0.85, misses


def test_there_are_enough_cases_of_enough_kinds() -> None:
    cases = [case for file in sorted(CASES.glob("*.yaml")) for case in score.cases(file)]
    assert len(cases) >= 80
    assert len({name for name, _, _ in cases}) == len(cases)
    assert sum(not wanted for _, _, wanted in cases) >= 5  # texts in which nobody is quoted


def test_the_scores_in_the_docs_are_those_measured(corpus: Any) -> None:
    page = (CASES.parent.parent / "docs" / "drafting.md").read_text("utf-8")
    for file in sorted(CASES.glob("*.yaml")):
        result = score.score_file(file, corpus)
        row = f"| `{file.stem}` | {result.expected} | {result.precision:.3f} | {result.recall:.3f} | {result.speaker:.3f} | {result.record:.3f} of {result.of_records} |"
        assert row in page, row


def quotes(text: str) -> list[tuple[str, str | None]]:
    return [
        (text[s.words.start : s.words.end], s.speaker and text[s.speaker.start : s.speaker.end])
        for s in said(text)
        if s.quoted
    ]


def test_a_quotation_over_paragraphs_is_one() -> None:
    (one,) = quotes("“We waited.\n\n“Then we went,” said Ann Lee.")
    assert one == ("We waited.\n\n“Then we went", "Ann Lee")


def test_a_split_quotation_is_two_with_one_speaker() -> None:
    assert quotes("“If it rains,” said Ann Lee, “we stay.”") == [("If it rains", "Ann Lee"), ("we stay.", "Ann Lee")]


def test_places_are_in_characters_not_in_bytes() -> None:
    text = "Łódź – “Idziemy 🙂 dalej,” said Ann Lee."
    (one,) = [s for s in said(text) if s.quoted]
    assert text[one.words.start : one.words.end] == "Idziemy 🙂 dalej"


def test_typesetters_marks_are_read_and_places_kept() -> None:
    assert quotes("``We waited,'' said Ann Lee. ``Then we went.''") == [
        ("We waited", "Ann Lee"),
        ("Then we went.", "Ann Lee"),
    ]


def test_broken_lines_are_one_paragraph() -> None:
    text = 'The mayor, who had come down to the quay to see\nthe damage for herself, said the town had been "let\ndown by the people who were paid to keep it dry".\n\n"It will not happen again," she told the crowd of\nabout two hundred who had gathered in the rain.\n'
    assert [q for q, _ in quotes(text)] == [
        "let\ndown by the people who were paid to keep it dry",
        "It will not happen again",
    ]


@pytest.mark.parametrize("stance, text", [
    ("denies", "The minister denied that the dam was opened."),
    ("warns", "The minister warned that the dam could break."),
    ("pledges", "The minister promised that the dam would be mended."),
    ("confirms", "The minister confirmed that the dam was opened."),
    ("reports", "The newspaper reported that the dam was opened."),
    ("suggests", "The minister suggested that the dam had been opened."),
])  # fmt: skip
def test_the_verb_suggests_the_stance(stance: str, text: str) -> None:
    (one,) = said(text)
    assert not one.quoted and one.stance == stance


def test_the_same_text_gives_the_same_drafts(corpus: Any) -> None:
    text = "\n\n".join(text for _, text, _ in score.cases(CASES / "developed.yaml"))
    assert as_data(drafts(text, corpus)) == as_data(drafts(text, corpus))


PIECES = st.sampled_from(["“", "”", '"', "'", "‘", "’", "«", "»", ",", ".", "?", ":", "—", "(", ")", "\n\n", "\n", " ", " said ", " he said", " according to ", "The minister", " Ann Lee", " that ", " who ", "and", " told reporters", "Q: ", "MR. LEE: ", "day", " 34", "é", "\u00a0"])  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_text_gives_places_within_it(text: str) -> None:
    for one in said(text):
        assert 0 <= one.words.start < one.words.end <= len(text)
        assert one.speaker is None or text[one.speaker.start : one.speaker.end].strip()


def test_a_case_s_markup_is_read() -> None:
    _, text, (one, two) = score.read_case(
        {"name": "n", "text": "“{1:Yes},” said <1:Ann>. “{2:No.}”", "speakers": {2: 1}, "records": {1: None}}
    )
    assert text == "“Yes,” said Ann. “No.”"
    assert (one.words, one.speaker, one.has_record) == ("Yes", "Ann", True)
    assert (two.words, two.speaker, two.has_record) == ("No.", "Ann", False)
