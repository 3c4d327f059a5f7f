"""Dates, mentions and the review page of drafts."""

from pathlib import Path
from typing import Any

import html5lib
import pytest

from briefing.build.pipeline import check_project
from briefing.drafting import drafts, review_page
from briefing.drafting.grammar.time_expressions import dated
from briefing.drafting.resolution.entity_mentions import mentions
from briefing.reading.reader import load_templates
from briefing.reading.scanner import SHIPPED_TEMPLATES
from briefing.schema import edtf

THURSDAY = edtf.parse("2022-10-20")


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("he said on Thursday", "2022-10-20"),
        ("he said Monday", "2022-10-17"),
        ("he said last Thursday", "2022-10-13"),
        ("he said on Friday", "2022-10-14"),
        ("he said yesterday", "2022-10-19"),
        ("he said last week", "2022-10-10/2022-10-16"),
        ("he said this week", "2022-10-17/2022-10-20"),
        ("he said in July", "2022-07"),
        ("he said in November", "2021-11"),
        ("he said last month", "2022-09"),
        ("he said last year", "2021"),
        ("he said on Oct. 3", "2022-10-03"),
        ("he said on 25 December", "2021-12-25"),
        ("he said on February 24, 2022", "2022-02-24"),
        ("he said in March 2020", "2020-03"),
    ],
)
def test_a_time_is_counted_from_the_article_s_date(words: str, date: str) -> None:
    found = dated(words, THURSDAY)
    assert found.date == date and "The text says “" in found.note
    edtf.parse(found.date)


def test_where_the_text_gives_no_time_the_note_says_so() -> None:
    assert dated("he said", THURSDAY).note == "The text does not say when; this is the article's date."


@pytest.mark.parametrize(
    "words", ["he said", "he said on Thursday", "he said last week", "he said in July", "he said on Oct. 3"]
)
def test_without_the_article_s_date_none_is_guessed(words: str) -> None:
    assert dated(words, None).date == "20XX"
    assert dated(words, edtf.parse("2022")).date in ("2022", "20XX")


def test_a_whole_date_needs_no_article_s() -> None:
    assert dated("he said on 3 October 2022", None).date == "2022-10-03"


@pytest.fixture(scope="session")
def corpus() -> Any:
    return check_project(Path(__file__).parent.parent, drafts=True).corpus


def found_in(text: str, corpus: Any) -> list[tuple[str, str]]:
    return [(text[m.place.start : m.place.end], m.record) for m in mentions(text, corpus.records)]


def test_mentions_are_whole_words_and_the_longest_name(corpus: Any) -> None:
    assert found_in("US officials in Kyiv told us of Iranians and Iran.", corpus) == [
        ("US officials", "us-officials"),
        ("Kyiv", "kyiv"),
        ("Iran", "iran"),
    ]


def test_mentions_keep_their_places_after_letters_that_grow_in_lower_case(corpus: Any) -> None:
    assert found_in("İİİ Kyiv", corpus) == [("Kyiv", "kyiv")]


TEXT = "“We saw <nothing>,” Kirby said. He said the “plan” was late.\n\nOfficials denied that it was late & wrong.\n"


def page(corpus: Any, text: str = TEXT) -> str:
    templates, _, problems = load_templates([SHIPPED_TEMPLATES])
    assert problems == []
    return review_page(templates, "archive/a.txt", text, drafts(text, corpus), known={0: "kirby-saw-nothing"})


def test_the_review_page_is_sound_html_without_script_or_style(corpus: Any) -> None:
    html = page(corpus)
    html5lib.HTMLParser(strict=True).parse(html)
    assert "<script" not in html and "<style" not in html and " style=" not in html
    assert '<link rel="stylesheet" href="../-/review.css">' in html
    _, static, _ = load_templates([SHIPPED_TEMPLATES])
    assert "static/review.css" not in static, "no site needs it"


def test_the_review_page_marks_each_draft_in_the_whole_text(corpus: Any) -> None:
    html = page(corpus)
    assert '<mark class="quote" id="text-1"><a href="#draft-1">We saw &lt;nothing&gt;</a></mark>' in html
    assert '<li id="draft-1">' in html and "recorded as kirby-saw-nothing" in html
    assert "john-kirby" in html and "suggests denies" in html
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    shown = "".join("".join(p.itertext()) for p in tree.findall(".//section[@class='text']/p"))
    assert shown == TEXT.replace("\n", "")
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert {e.get("href")[1:] for e in tree.iter("a") if e.get("href", "").startswith("#")} <= set(ids)


def test_the_review_page_of_a_text_without_speech_says_so(corpus: Any) -> None:
    assert "Nothing that anybody says was found" in page(corpus, "It rained.\n")
