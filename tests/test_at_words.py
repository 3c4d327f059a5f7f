"""Addresses that open a source at the exact words."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.rendering.components.text_fragment_links import LONGEST_WHOLE, at_words

URL = "https://paper.example/a"


@pytest.mark.parametrize(
    ("url", "words", "opened"),
    [
        (URL, "It is so", f"{URL}#:~:text=It%20is%20so"),
        (URL, "“It is  so”", f"{URL}#:~:text=It%20is%20so"),
        (URL, "well-known, & so", f"{URL}#:~:text=well%2Dknown%2C%20%26%20so"),
        (URL, "Так 100%", f"{URL}#:~:text=%D0%A2%D0%B0%D0%BA%20100%25"),
        (f"{URL}#part-2", "It is so", f"{URL}#part-2:~:text=It%20is%20so"),
        (f"{URL}#:~:text=here", "It is so", f"{URL}#:~:text=here"),
        (URL, "We saw … that [he] went home", f"{URL}#:~:text=We%20saw,went%20home"),
        (URL, "We saw ... it", f"{URL}#:~:text=We%20saw,it"),
        (URL, "[…]", URL),
        (URL, "", URL),
        ("", "It is so", ""),
        ("ftp://paper.example/a", "It is so", "ftp://paper.example/a"),
        ("mailto:desk@paper.example", "It is so", "mailto:desk@paper.example"),
    ],
)
def test_what_opens_where(url: str, words: str, opened: str) -> None:
    assert at_words(url, words) == opened


def test_a_long_quote_is_given_by_its_ends() -> None:
    words = " ".join(f"word{n}" for n in range(60))
    start, end = at_words(URL, words).partition("text=")[2].split(",")
    assert words.startswith(unquote(start)) and words.endswith(unquote(end))
    assert len(unquote(start).split()) == len(unquote(end).split()) > 3


def test_the_ends_of_few_long_words_do_not_overlap() -> None:
    words = " ".join("x" * 40 + str(n) for n in range(5))
    start, end = (unquote(part) for part in at_words(URL, words).partition("text=")[2].split(","))
    assert f"{start} {end}" == words


@given(st.text(max_size=3 * LONGEST_WHOLE))
def test_nothing_in_a_quote_ends_the_address_or_the_words(words: str) -> None:
    opened = at_words(URL, words)
    if opened != URL:
        assert re.fullmatch(rf"{re.escape(URL)}#:~:text=[\w.~%]+(,[\w.~%]+)?", opened, re.ASCII)


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=LONGEST_WHOLE))
def test_short_words_stand_whole(words: str) -> None:
    opened = at_words(URL, words)
    if opened != URL and not re.search(r"[\[\]…“”\"'‘’]|\.\s?\.", words):
        assert unquote(opened.partition("text=")[2]) == " ".join(words.split())
