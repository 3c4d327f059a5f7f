"""When a quote counts as found in a text, when it does not, and that neither hostile quotes nor hostile texts take long."""

import random
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.checks.quotes import nearest_passage
from briefing.checks.quotes.normalized_wording import Wording
from briefing.checks.quotes.quote_matching import find, missing, quote


def found(text: str, archive: str) -> str | None:
    """What a quote is found as in an archived text."""
    wording = Wording(archive)
    span = find(quote(text), wording)
    return None if span is None else wording.text[wording.origin(span[0]) : wording.origin(span[1])]


SAME = [
    # typographic quotes and apostrophes, nested or not, in every style
    ('He said "no"', "He said ‘no’"), ("they’ve gone", "they've gone"), ("« non »", "“non”"), ("a « non » b", "a “non” b"),
    ("sagte »Nein« und", "sagte „Nein“ und"), ("‹oui›", "'oui'"),
    # dashes and hyphens
    ("weapons -- that", "weapons — that"), ("weapons—that", "weapons – that"), ("weapons - that", "weapons—that"),
    ("Shahed-136", "Shahed–136"), ("eight-month", "eight\u2011month"), ("1914-1918", "1914–1918"), ("-5 degrees", "\u22125 degrees"),
    # white space, line breaks, hyphenation
    ("the drones are", "the drones\r\n\r\n   are"), ("1 000", "1\u202f000"), ("a b", "a\u00a0b"), ("他说过", "他说\n过"), ("他 说", "他说"),
    ("infrastructure", "infra-\n  structure"), ("infra-structure", "infra-\nstructure"), ("infrastructure", "infra\u00ad\nstructure"),
    ("infrastructure", "infra\u00adstructure"), ("eight-month-long", "eight-\nmonth-long"), ("zero", "ze\u200bro"),
    # Unicode
    ("café", "cafe\u0301"), ("office", "oﬃce"), ("سلام", "\u200fسلام\u200e"), ("می\u200cخواهم", "می\u200cخواهم"),
    # what is left out
    ("a … b", "a c b"), ("a... b", "a c b"), ("a [...] b", "a c b"), ("a (…) b", "a, c; b"), ("a . . . b", "a c b"), ("a … b", "a … b"),
    ("… war.", "the war."), ("the …", "the war."), ("a b … c", "a b a b d c"), ("a … b c", "a b b c"),
    # what is put in
    ("Iranian [drones,] using", "Iranian [drones,] using"), ("Iranian [drones] using", "Iranian UAVs using"), ("a [sic] b", "a b"),
    ("[T]he drones", "and the drones"), ("[T]he drones", "The drones"), ("[T]he drones", "[T]he drones"), ("[t]he", "The"),
    ("said. [T]hey", "said. they"), ("work[ed] hard", "working hard"), ("work[ed] hard", "work hard"), ("the [un]known thing", "the known thing"),
    ("[They] said … [it] is", "He said that that is"), ("weapons [from Iran] … to", "weapons sold to"),
]  # fmt: skip

DIFFERENT = [
    # case, words and punctuation count
    ("the drones", "The drones"), ("[T]he drones", "he drones"), ("a b", "a, b"), ("a, b", "a b"), ("no. Then", "no, Then"), ("color", "colour"),
    # a hyphen is not a dash, and not nothing
    ("weapons-that", "weapons — that"), ("infra-structure", "infrastructure"), ("infrastructure", "infra-structure"), ("eight month", "eight-month"),
    ("resign", "re-sign"),
    # a quote begins and ends with whole words and numbers
    ("on the ground", "on the grounds"), ("we can", "we can’t confirm"), ("lethal weapons", "non-lethal weapons"), ("about 1", "about 1,000"),
    ("000 drones", "1,000 drones"), ("2.5", "2.50"), ("caf", "cafe\u0301"), ("नमस्त", "नमस्ते"), ("provid… it", "provided it"),
    # what an ellipsis or brackets do not stand for
    ("a … b", "b a"), ("a … b", "a" + " c" * 1100 + " b"), ("a [b] c", "a" + " d" * 150 + " c"), ("work[ed] hard", "works for hard"),
    ("[inaudible]", "anything"), ("…", "anything"), ("a b", "a … b"), ("a b", "a [x] b"), ("x²", "x2"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "archive"), SAME)
def test_the_same_words_are_found(text: str, archive: str) -> None:
    assert found(text, f"{archive}") is not None
    assert found(text, f"Before it: {archive} (and after)") is not None


@pytest.mark.parametrize(("text", "archive"), DIFFERENT)
def test_other_words_are_not(text: str, archive: str) -> None:
    assert found(text, archive) is None
    assert found(text, f"Before it: {archive} (and after)") is None


def test_the_place_is_one_in_the_text_as_it_was() -> None:
    archive = "\ufeffOne\u00ad\n two  “three” — fo\u200bur"[1:]
    assert found('"three" - four', archive) == "“three” — fo\u200bur"
    wording = Wording(archive)
    assert [wording.text[wording.origin(at)] for at, c in enumerate(wording.words) if c.isalpha()] == list(
        "Onetwothreefour"
    )


def test_what_is_missing_is_the_first_part_that_stands_nowhere() -> None:
    piece = missing(quote("one two … three for … five"), Wording("one two, three four, five"))
    assert piece is not None and piece.raw == "three for"
    assert missing(quote("two … one"), Wording("one two")) is None


# --- properties ------------------------------------------------------------------------------------------------------

TEXT = st.text(st.sampled_from("ab .,-–—“”'…[]T\n\u00ad\u00a0é"), min_size=1, max_size=60)
WORDS = st.lists(
    st.sampled_from(["the", "drones", "can’t", "eight-month", "1,000", "“so”", "—", "fly.", "Iran"]),
    min_size=3,
    max_size=30,
)


@given(TEXT, TEXT)
def test_no_text_is_too_odd(text: str, archive: str) -> None:
    found(text, archive)


@given(WORDS, st.data())
def test_a_run_of_whole_words_is_found_however_it_is_set(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    gaps = data.draw(
        st.lists(st.sampled_from([" ", "\n", "  ", "\u00a0", " \r\n"]), min_size=len(words), max_size=len(words))
    )
    archive = "".join(word + gap for word, gap in zip(words, gaps, strict=True))
    assert found(" ".join(words[start:end]).replace("’", "'").replace("—", "--"), archive) is not None


@given(WORDS, st.data())
def test_leaving_a_word_out_shows_unless_it_is_marked(words: list[str], data: st.DataObject) -> None:
    words = [f"{word}{at}" for at, word in enumerate(words) if word != "—"] + ["x", "y", "z"]  # each is there once
    at = data.draw(st.integers(1, len(words) - 2))
    assert found(" ".join([*words[:at], *words[at + 1 :]]), " ".join(words)) is None
    assert found(" ".join([*words[:at], "…", *words[at + 1 :]]), " ".join(words)) is not None


@given(
    st.lists(st.lists(st.sampled_from(["a", "b", "ab", "a-b", "1,2"]), min_size=1, max_size=3), min_size=1, max_size=4),
    st.data(),
)
def test_gaps_are_found_where_a_pattern_finds_them(pieces: list[list[str]], data: st.DataObject) -> None:
    """Against Python's own patterns, which try everything."""
    parts = st.lists(
        st.sampled_from(["a", "b", "ab", "a-b", "1,2", "a'b", "x" * 150, ("x " * 60)[:-1], ("a " * 30)[:-1]]),
        max_size=20,
    )
    archive = " ".join(data.draw(parts))
    marks = [data.draw(st.sampled_from(["…", "[x]"])) for _ in pieces[1:]]
    written = " ".join(
        part for piece, mark in zip(pieces, [*marks, ""], strict=True) for part in (*piece, mark) if part
    )
    runs = [rf"(?<![\w'-])(?<!\d,){re.escape(' '.join(piece))}(?![\w'-])(?!,\d)" for piece in pieces]
    pattern = runs[0] + "".join(
        f".{{0,{2000 if mark == '…' else 200}}}?{run}" for mark, run in zip(marks, runs[1:], strict=True)
    )
    assert (found(written, archive) is not None) == (re.search(pattern, archive) is not None)


@given(TEXT, st.data())
def test_what_is_found_has_the_wording_of_the_quote(archive: str, data: st.DataObject) -> None:
    wording = Wording(archive)
    start = data.draw(st.integers(0, len(archive) - 1))
    piece = archive[start : data.draw(st.integers(start + 1, len(archive)))].strip()
    if any(mark in piece for mark in "[]….") or not piece:
        return
    there = found(piece, archive)
    if there is not None:
        assert Wording(there.strip()).words.strip() in (Wording(piece).words.strip(), wording.words)


# --- the nearest passage ---------------------------------------------------------------------------------------------

ARCHIVE = (
    "Much was said before. We assess that Iranian military personnel were on the ground in Crimea, and more after. " * 3
)


@pytest.mark.parametrize("installed", [True, False])
def test_the_nearest_passage_and_how_it_differs(installed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not installed:
        monkeypatch.setitem(__import__("sys").modules, "rapidfuzz.fuzz", None)
        monkeypatch.setitem(__import__("sys").modules, "rapidfuzz", None)
    wanted = "we assess that Iranian soldiers were on the ground in the Crimea, and"
    text = Wording(ARCHIVE)
    span = nearest_passage.nearest(Wording(wanted), text)
    assert span is not None
    passage = text.words[slice(*span)]
    assert passage == "We assess that Iranian military personnel were on the ground in Crimea, and"
    assert nearest_passage.difference(wanted, passage) == (
        "[-we-] {+We+} assess that Iranian [-soldiers-] {+military personnel+} were on the ground in [-the-] Crimea, and"
    )
    assert nearest_passage.nearest(Wording("nothing like it xyzzy"), text) is None


def test_slips_in_every_word_are_seen_through_with_rapidfuzz() -> None:
    pytest.importorskip("rapidfuzz")
    text = Wording(ARCHIVE)
    span = nearest_passage.nearest(Wording("iranian militry personel wer on the grund"), text)
    assert span is not None and "personnel" in text.words[slice(*span)]


# --- size and spite --------------------------------------------------------------------------------------------------


def words(count: int) -> str:
    dice = random.Random(5)
    known = ["".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=dice.randint(1, 9))) for _ in range(20_000)]
    return " ".join(dice.choice(known) + ("\n" if at % 12 == 0 else "") for at in range(count))


def test_a_large_archive_is_read_once_and_searched_quickly() -> None:
    archive = words(900_000)
    assert len(archive) > 5_000_000
    begun = time.process_time()
    text = Wording(archive)
    at = archive.index("\n", 4_000_000) + 1
    last = " ".join(archive[at : at + 2500].split()[:-1])
    begun_again = time.process_time()
    assert find(quote(last), text) is not None
    assert find(quote(last[:1000].rpartition(" ")[0] + " … " + last[2000:].partition(" ")[2]), text) is not None
    changed = last.replace(last.split()[40], "xyzzy")
    assert find(quote(changed), text) is None
    assert nearest_passage.nearest(Wording(changed), text) is not None
    assert time.process_time() - begun_again < 2
    assert time.process_time() - begun < 12


@pytest.mark.parametrize("archive", ["a ", "a", " ", "-", "a-\n", "“", "«  ", "[", "…", ". ", "\u00ad", "a'"])
def test_a_text_of_one_thing_over_and_over_does_not_run_away(archive: str) -> None:
    begun = time.process_time()
    text = Wording(archive * (300_000 // len(archive)))
    spiteful = [
        "a b",
        " … ".join("a" * 700 + "b"),
        " … ".join("a" * 700),
        "[A]a … [A]a … [A]a aa",
        "a-a-a" * 500,
        "[" * 3000,
        "a[b]" * 700,
    ]
    for one in (*spiteful, archive * 500, ". " * 1500, "… " * 1500):
        wanted = quote(one)
        find(wanted, text)
        missing(wanted, text)
        nearest_passage.nearest(Wording(one), text)
    assert time.process_time() - begun < 20
