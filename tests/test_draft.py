"""The `draft` command: what an editor gets from an article, and what is left alone."""

import contextlib
import hashlib
import io
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.build.pipeline import check_project
from briefing.cli.command_line import main

Project = Callable[[Mapping[str, str | bytes]], Path]

DESK = {
    "briefing.yaml": "title: Desk\n",
    "content/people/mara-lind.yaml": "name: Mara Lind\npostings:\n  - {title: Spokeswoman, organization: harbour-board}\n",
    "content/organizations/harbour-board.yaml": "name: Harbour Board\naliases: [the Board]\n",
    "content/organizations/avel-police.yaml": "name: Avel police\n",
    "content/places/avel.yaml": "name: Avel\n",
    "content/claims/ferry-was-overloaded.yaml": "text: The ferry at Avel was overloaded when it sank.\nabout: [avel, harbour-board]\n",
}
ARTICLE = """AVEL - The ferry that sank off Avel was not overloaded, the Harbour Board said on Thursday.

“Nobody sold a ticket too many,” spokeswoman Mara Lind told reporters at the quay in Avel. “The ferry was not overloaded.”

Police said the captain was “not in custody”, and that divers would return.

“I counted four hundred,” said Jonas Brandt, a passenger.
"""


def draft(root: Path, article: str | bytes = ARTICLE, *options: str, name: str = "article.txt") -> int:
    file = root / name
    file.write_bytes(article.encode() if isinstance(article, str) else article)
    return main(["draft", str(file), "--source", "avel-post", "--root", str(root), *options])


def statements(root: Path) -> dict[str, str]:
    return {f.stem: f.read_text("utf-8") for f in sorted((root / "content/statements").glob("*.yaml"))}


def files(root: Path) -> dict[str, bytes]:
    return {f.relative_to(root).as_posix(): f.read_bytes() for f in sorted(root.rglob("*")) if f.is_file()}


@pytest.fixture
def desk(project: Project) -> Path:
    return project(DESK)


def test_what_it_writes_is_sound_and_hidden(desk: Path) -> None:
    assert draft(desk, ARTICLE, "--date", "2023-06-16") == 0
    assert [p for p in check_project(desk, drafts=True).problems if p.is_error] == []
    assert all("\nstatus: draft\n" in text for text in statements(desk).values())
    assert len(statements(desk)) == 5
    assert check_project(desk).is_valid  # what is published refers to no draft


def test_what_it_writes_is_in_the_layout_that_all_files_share(desk: Path) -> None:
    draft(desk, ARTICLE, "--date", "2023-06-16")
    assert main(["fmt", "--root", str(desk)]) == 0
    before = files(desk)
    assert main(["fmt", "--root", str(desk)]) == 0
    assert files(desk) == before
    assert all("# Drafted from" in text for text in statements(desk).values())


def test_every_quote_it_writes_is_verified(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(desk, ARTICLE, "--date", "2023-06-16")
    capsys.readouterr()
    assert main(["verify", "--root", str(desk)]) == 0
    assert "5 quotes: 5 verified" in capsys.readouterr().out


def test_a_statement_has_what_the_text_gives(desk: Path) -> None:
    draft(desk, ARTICLE, "--date", "2023-06-16")
    text = statements(desk)["lind-nobody-sold-a-ticket-too-many"]
    assert "speaker: mara-lind  # the text says “spokeswoman Mara Lind”" in text
    assert 'quote: "Nobody sold a ticket too many"\n' in text
    assert "role: spokeswoman\n" in text
    assert "venue: remarks to reporters\n" in text
    assert "paragraph 2, characters 94-" in text
    assert "  - source: avel-post\n    locator: paragraph 2\n" in text


def test_a_known_claim_is_suggested_and_not_taken(desk: Path) -> None:
    draft(desk, ARTICLE, "--date", "2023-06-16")
    first = next(text for id, text in statements(desk).items() if "paragraph 1" in text)
    assert "#   - {claim: ferry-was-overloaded, stance: asserts}" in first
    assert "speaker: harbour-board" in first
    assert "\npositions:" not in first


def test_a_relative_date_is_counted_from_the_article_s_and_says_so(desk: Path) -> None:
    draft(desk, ARTICLE, "--date", "2023-06-16")
    first = next(text for id, text in statements(desk).items() if "paragraph 1" in text)
    assert (
        "date: 2023-06-15\ndate_note: The text says “Thursday”; counted from the article's date, 2023-06-16.\n" in first
    )


def test_an_article_without_a_date_gives_none(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert draft(desk) == 0
    assert "--date" in capsys.readouterr().out
    assert "published" not in (desk / "content/sources/avel-post.yaml").read_text("utf-8")
    assert check_project(desk, drafts=True).is_valid


def test_new_people_are_proposed_as_drafts(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(desk)
    person = (desk / "content/people/jonas-brandt.yaml").read_text("utf-8")
    assert "name: Jonas Brandt\n" in person and "status: draft\n" in person and "Proposed because" in person
    assert "wrote content/people/jonas-brandt.yaml" in capsys.readouterr().out


def test_the_text_is_archived_and_its_hash_recorded(desk: Path) -> None:
    draft(desk)
    archived = (desk / "archive/avel-post.txt").read_bytes()
    assert archived == ARTICLE.encode()
    assert f"sha256: {hashlib.sha256(archived).hexdigest()}\n" in (desk / "content/sources/avel-post.yaml").read_text(
        "utf-8"
    )


def test_run_twice_it_recognises_what_it_drafted(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(desk)
    before = files(desk)
    capsys.readouterr()
    assert draft(desk) == 0
    assert files(desk) == before
    said = capsys.readouterr().out
    assert "5 passages had records already" in said and "0 drafts written" in said


def test_an_edited_draft_is_recognised_by_its_words(desk: Path) -> None:
    draft(desk)
    path = desk / "content/statements/brandt-i-counted-four-hundred.yaml"
    lines = path.read_text("utf-8").split("\n")
    path.write_text(
        "\n".join(line for line in lines if not line.startswith(("#", "status"))).replace(
            "four hundred", "four hundred of us", 0
        ),
        "utf-8",
    )
    before = files(desk)
    draft(desk)
    assert files(desk) == before


def test_nothing_existing_is_overwritten(desk: Path) -> None:
    mine = "speaker: mara-lind\ndate: 2020\nquote: Mine\nsources: []\n".replace("sources: []\n", "")
    (desk / "content/statements").mkdir()
    path = desk / "content/statements/brandt-i-counted-four-hundred.yaml"
    path.write_text(mine, "utf-8")
    draft(desk)
    assert path.read_text("utf-8") == mine
    assert (desk / "content/statements/brandt-i-counted-four-hundred-2.yaml").exists()


def test_a_dry_run_and_json_write_nothing(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = desk / "article.txt"
    article.write_text(ARTICLE, "utf-8")
    before = files(desk)
    assert draft(desk, ARTICLE, "--dry-run") == 0
    assert "would write content/statements/brandt-i-counted-four-hundred.yaml" in capsys.readouterr().out
    assert draft(desk, ARTICLE, "--format", "json") == 0
    assert files(desk) == before


def test_json_has_the_promised_shape_and_true_places(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(desk, ARTICLE, "--format", "json")
    data = json.loads(capsys.readouterr().out)
    keys = [
        "quote",
        "start",
        "end",
        "paraphrase",
        "speaker",
        "speaker_text",
        "speaker_start",
        "speaker_end",
        "cue",
        "stance",
        "via",
    ]
    assert all(list(one) == keys for one in data)
    assert [one["quote"] for one in data] == [
        None,
        "Nobody sold a ticket too many",
        "The ferry was not overloaded.",
        "not in custody",
        "I counted four hundred",
    ]
    for one in data:
        assert one["quote"] in (None, ARTICLE[one["start"] : one["end"]])
        assert one["speaker_text"] == ARTICLE[one["speaker_start"] : one["speaker_end"]]
    assert [one["speaker"] for one in data] == ["harbour-board", "mara-lind", "mara-lind", None, None]
    assert data[0]["paraphrase"].startswith("The ferry that sank")


def test_an_unclear_speaker_is_said_to_be_so(desk: Path) -> None:
    text = "Anna Berg and Ida Holm left the court on Monday.\n\nShe said “we will appeal”.\n"
    draft(desk, text)
    (one,) = statements(desk).values()
    assert "Anna Berg" in one and "Ida Holm" in one
    assert check_project(desk, drafts=True).is_valid


def test_a_speaker_whom_nothing_names_gets_a_stand_in(desk: Path) -> None:
    draft(desk, "“We will not be silent any longer about this.”\n\nThe rain fell all day.\n")
    (one,) = statements(desk).values()
    assert "speaker: avel-post-speaker-unclear  # NOT CLEAR: the text does not say who" in one
    assert check_project(desk, drafts=True).is_valid


def test_a_denial_through_another_names_both(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(desk, "Mara Lind said the Harbour Board denies that the ferry was overloaded.\n", "--format", "json")
    data = json.loads(capsys.readouterr().out)
    denial = next(one for one in data if one["cue"] == "denies")
    assert denial["speaker"] == "harbour-board" and denial["via"] == ["mara-lind"] and denial["stance"] == "denies"


# --- web pages -------------------------------------------------------------------------------------------------------

PAGE = """<!doctype html><html lang="en-GB"><head><title>Ferry sinks off Avel - Avel Post</title>
<meta property="og:title" content="Ferry sinks off Avel"><meta property="og:site_name" content="Avel Post">
<meta name="author" content="Nell Frost"><meta property="article:published_time" content="2023-06-16T08:00:00Z">
<link rel="canonical" href="https://avelpost.example/ferry"><meta property="og:url" content="https://avelpost.example/ferry"></head>
<body><nav>Home News Sport</nav><article><h1>Ferry sinks off Avel</h1>
<p>The ferry that sank off Avel on Wednesday night was not overloaded, the Harbour Board said on Thursday in a long statement.</p>
<p>“Nobody sold a ticket too many,” spokeswoman <b>Mara Lind</b> told reporters at the quay in Avel, where relatives had gathered.</p>
<p>“I counted four hundred,” said Jonas Brandt, a passenger who swam to the shore and was treated for cold in the hospital.</p>
</article><footer>All rights reserved</footer></body></html>"""


def test_a_web_page_gives_its_text_and_its_metadata(desk: Path) -> None:
    assert draft(desk, PAGE, name="page.html") == 0
    source = (desk / "content/sources/avel-post.yaml").read_text("utf-8")
    assert "title: Ferry sinks off Avel\n" in source
    assert "authors: [Nell Frost]\n" in source
    assert "published: 2023-06-16\n" in source
    assert "url: https://avelpost.example/ferry\n" in source
    assert "language: en-GB\n" in source
    archived = (desk / "archive/avel-post.txt").read_text("utf-8")
    assert "Nobody sold a ticket too many" in archived and "Home News" not in archived and "<p>" not in archived
    assert "speaker: mara-lind" in statements(desk)["lind-nobody-sold-a-ticket-too-many"]
    assert check_project(desk, drafts=True).is_valid
    publisher = (desk / "content/organizations").glob("avel-post*.yaml")
    assert "name: Avel Post\n" in next(publisher).read_text("utf-8")


def test_what_a_page_does_not_say_is_left_out(desk: Path) -> None:
    bare = (
        "<html><body><article>"
        + "".join(f"<p>{line}</p>" for line in ARTICLE.split("\n") if line)
        + "</article></body></html>"
    )
    assert draft(desk, bare, name="page.html") == 0
    source = (desk / "content/sources/avel-post.yaml").read_text("utf-8")
    assert all(key not in source for key in ("published", "authors", "publisher", "url", "language"))
    assert 'title: "[Untitled text, archived as avel-post]"' in source


def test_an_address_is_not_fetched(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draft", "https://example.org/a", "--source", "a", "--root", str(desk)]) == 2
    assert "Save the page" in capsys.readouterr().err


# --- sources that are there already ----------------------------------------------------------------------------------


def test_an_archived_text_and_its_source_are_used(desk: Path) -> None:
    (desk / "archive").mkdir()
    (desk / "archive/avel-post.txt").write_text(ARTICLE, "utf-8")
    (desk / "content/sources").mkdir()
    source = desk / "content/sources/avel-post.yaml"
    source.write_text("title: Mine\npublished: 2023-06-16\n", "utf-8")
    assert main(["draft", str(desk / "archive/avel-post.txt"), "--source", "avel-post", "--root", str(desk)]) == 0
    assert source.read_text("utf-8") == "title: Mine\npublished: 2023-06-16\n"
    assert any("date: 2023-06-15\n" in text for text in statements(desk).values())


def test_another_text_under_the_same_id_is_refused(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "archive").mkdir()
    (desk / "archive/avel-post.txt").write_text("Something else.\n", "utf-8")
    assert draft(desk) == 1
    assert "archive/avel-post.txt:1:1: error[archive-differs]" in capsys.readouterr().err
    assert not (desk / "content/statements").exists()


def test_a_source_of_another_text_is_refused(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "content/sources").mkdir()
    (desk / "content/sources/avel-post.yaml").write_text(f"title: T\nsha256: {'0' * 64}\n", "utf-8")
    assert draft(desk) == 1
    assert "error[archive-differs]" in capsys.readouterr().err


def test_an_id_of_another_kind_is_refused(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "article.txt").write_text(ARTICLE, "utf-8")
    assert main(["draft", str(desk / "article.txt"), "--source", "mara-lind", "--root", str(desk)]) == 2
    assert "kind person" in capsys.readouterr().err


# --- bad input -------------------------------------------------------------------------------------------------------

GERMAN = (
    "Der Minister sagte am Donnerstag, dass die Regierung an ihrem Plan festhalte und dass niemand etwas zu befürchten habe. "
    * 8
)


@pytest.mark.parametrize(
    ("article", "answer"),
    [
        (b"", "the file is empty"),
        (b"  \n\n ", "the file is empty"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 20, "the file is not text"),
        (bytes(random.Random(1).randbytes(5000)), "the file is not text"),
        ("Caf\xe9 society".encode("latin-1"), "is not UTF-8"),
        ("“Hello,” he said.".encode("utf-16"), "the file is not text"),
        (GERMAN, "does not read as English"),
        (
            "Die Bahn teilte mit, dass der Verkehr am Montag ruht. Ein Sprecher sagte, man habe mit der Gewerkschaft noch nicht gesprochen, und das werde sich auch bis Freitag wohl nicht ändern.",
            "but as German perhaps",
        ),
        (
            "Le ministre a dit que la décision est prise et qu’elle ne changera pas pour les usagers.",
            "but as French perhaps",
        ),
        ("Президент сказав, що переговори тривають.", "does not read as English"),
        ("Ο υπουργός είπε ότι όλα πάνε καλά.", "does not read as English"),
        (
            "<!doctype html><html lang='de'><body><article><p>“We are fine,” said Ann Holt of the board. She said it twice and then it was said to be the end of the matter for all.</p></article>",
            "says that it is in another language (`de`)",
        ),
        ("Президент сказал, что переговоры продолжаются. " * 40, "does not read as English"),
        ("!!! --- ???", "there are no words in it"),
        ("word " * 1024 * 1024, "an article has at most 1 MB"),
        ("<html><body></body></html>", "no article was found in the page"),
    ],
)
def test_what_is_no_article_gets_a_clear_answer(
    desk: Path, capsys: pytest.CaptureFixture[str], article: str | bytes, answer: str
) -> None:
    begun = time.perf_counter()
    assert draft(desk, article) == 1
    said = capsys.readouterr().err
    assert answer in said and "help:" in said and "article.txt:1:" in said
    assert time.perf_counter() - begun < 5
    assert not (desk / "archive").exists()


def test_no_file_and_no_source(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draft", str(desk / "none.txt"), "--source", "a", "--root", str(desk)]) == 2
    assert "There is no file" in capsys.readouterr().err
    assert main(["draft", str(desk / "briefing.yaml"), "--root", str(desk)]) == 2
    assert "--source ID" in capsys.readouterr().err
    assert draft(desk, ARTICLE, "--date", "soon") == 2
    assert "--date: `soon` is not a date" in capsys.readouterr().err


def test_a_text_in_which_nobody_speaks(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(desk)
    text = "The harbour reopened after a week of storms. Ferries run to the islands twice a day until the end of the month.\n"
    assert draft(desk, text) == 0
    assert "Nothing that anybody says was found" in capsys.readouterr().out
    assert set(files(desk)) - set(before) == {"article.txt"}


def test_a_hundred_kilobytes_take_under_two_seconds(desk: Path) -> None:
    text = (ARTICLE * (100_000 // len(ARTICLE) + 1))[:100_000]
    begun = time.process_time()
    assert draft(desk, text, "--dry-run") == 0
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    "text",
    [
        "“" * 20_000,
        "'" * 20_000,
        '" ' * 10_000,
        "said, " * 8_000,
        "(" * 20_000,
        "A, " * 10_000,
        "Mr. " * 10_000,
        "“Yes,” he said. " * 3_000,
        "‘a’ " * 8_000,
        "Anna Lee, a, b, " * 3_000 + "said.",
    ],
)
def test_hostile_texts_end_soon(text: str) -> None:
    from briefing.drafting.attribution.quotation_extraction import TooMuchSaid, said

    begun = time.process_time()
    with contextlib.suppress(TooMuchSaid):
        said(text)
    assert time.process_time() - begun < 5


# --- what is not there -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("package", "name", "text"), [("trafilatura", "page.html", PAGE), ("ahocorasick", "article.txt", ARTICLE)]
)
def test_a_missing_package_is_named(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, package: str, name: str, text: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    assert draft(desk, text, name=name) == 2
    said = capsys.readouterr().err
    assert package in said and "pip install" in said
    assert not (desk / "archive").exists()


def test_a_package_that_does_not_load_is_not_called_missing(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "lxml_html_clean", None)  # as with a pip that leaves out extras of extras
    for name in [name for name in sys.modules if name.split(".")[0] in ("trafilatura", "justext", "lxml")]:
        monkeypatch.delitem(sys.modules, name)
    assert draft(desk, PAGE, name="page.html") == 2
    said = capsys.readouterr().err
    assert "trafilatura is installed, but does not load" in said and "lxml_html_clean" in said


@pytest.mark.parametrize("inner", ["<svg><textarea></textarea><g>", "<svg><style></svg>", "<math><mtext><table>"])
def test_a_page_that_breaks_its_reader_is_told_without_a_traceback(
    desk: Path, capsys: pytest.CaptureFixture[str], inner: str
) -> None:
    assert draft(desk, f"<!doctype html><html><body>{inner}", name="page.html") == 1
    assert "error[unusable-article]" in capsys.readouterr().err + capsys.readouterr().out


def test_json_of_plain_text_needs_no_package(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for package in ("trafilatura", "ahocorasick"):
        monkeypatch.setitem(sys.modules, package, None)
    assert draft(desk, ARTICLE, "--format", "json") == 0
    assert capsys.readouterr().out.isascii()


def test_a_folder_that_cannot_be_written_is_told(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "archive").write_text("in the way")
    assert draft(desk) == 1
    assert "archive" in capsys.readouterr().err


def test_the_preview_shows_a_source_s_text_with_its_drafts(tmp_path: Path) -> None:
    pytest.importorskip("livereload")
    from briefing.preview.http_responses import SiteResponder
    from briefing.preview.live_site import Resident

    files = {
        "briefing.yaml": "title: T\n",
        "content/people/mara-lind.yaml": "name: Mara Lind\n",
        "content/sources/gazette.yaml": "title: The Gazette\n",
        "archive/gazette.txt": "PORT AVEL — The ferry is adrift.\n\n“Nobody has seen <b>it</b> since noon,” Mara Lind said.\n",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    answers = SiteResponder(Resident(str(tmp_path)), lambda: "1")
    answer = answers.answer("/-/review/gazette")
    page = answer.body.decode()
    assert answer.status == 200 and "<mark" in page and "mara-lind" in page and "&lt;b&gt;it&lt;/b&gt;" in page
    for nothing in ("mara-lind", "nobody", "..%2f..%2fbriefing.yaml", ""):
        assert answers.answer(f"/-/review/{nothing}").status == 404


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("url", 'https://example.org/"\nstatus: published\nx: "'),
        ("url", "https://example.org/a: b # c"),
        ("url", "https://example.org/{a}[b],c"),
        ("url", "javascript:alert(1)"),
        ("title", "A: b # c\nstatus: published"),
        ("title", "- [x] 'y' \"z\" \\"),
        ("authors", ("A, B]\nstatus: published", '"', "Ann", "Ann", "{x: y}", "x" * 900)),
        ("language", "en\nstatus: published"),
        ("publisher", "Post: # x\nstatus: published"),
    ],
)
def test_whatever_a_page_says_of_itself_stays_a_value(field: str, written: str | tuple[str, ...]) -> None:
    from briefing.corpus.linker import link
    from briefing.drafting import drafts
    from briefing.drafting.output.draft_records import propose
    from briefing.drafting.text.article_extraction import Article
    from briefing.reading.decoder import File
    from briefing.reading.yaml_parser import parse
    from briefing.schema.configuration import Config
    from briefing.schema.record_parser import parse_record

    corpus, _ = link(Config(title="T"), [], {}, True)
    article = replace(Article(text="“I saw it,” said Ann Holt.\n"), **{field: written})
    proposal = propose(drafts(article.text, corpus), article, "some-source", corpus, None)
    for file in proposal.files:
        (entry,), problems = parse(File(file.path, file.text))
        record, found = parse_record(entry)
        assert [p for p in (*problems, *found.problems) if p.is_error] == [], file.text
        assert record is not None and record.draft, file.text


PRONOUN = (
    "Ann Holt opened the meeting.\n\n“{named} was told of it,” said Mr Berg, a guard.\n\nShe said “we shall see”.\n"
)


@pytest.mark.parametrize("named", ["Harbour Board", "Avel police", "The Global Harbour Fund", "Ida Vance"])
def test_a_pronoun_means_nobody_who_is_named_within_a_quotation(desk: Path, named: str) -> None:
    from briefing.drafting import drafts

    corpus = check_project(desk).corpus
    *_, last = drafts(PRONOUN.format(named=named), corpus)
    assert last.quote == "we shall see" and last.words == "She"
    assert (last.speaker.record, last.speaker.name) == ("", "Ann Holt")


@pytest.mark.parametrize(
    "text",
    [
        "“Yes,” she said.",
        "“Die Linke will not go,” said Klaus Ernst of the party on Monday.",
        "Le Monde reported that the minister of La Rochelle had resigned.",
        "Ms Lind said “nyet” and left.",
        "El Niño is over, the bureau said.",
    ],
)
def test_short_english_with_foreign_words_is_english(desk: Path, text: str) -> None:
    assert draft(desk, text) == 0


# --- what is written is always sound ----------------------------------------------------------------------------------

PIECES = st.sampled_from(
    ["“no”", "“no”", "“never, ever”", '"a" said he. ', "said Ann Holt", "she said", " and ", ", ", ". ", "\n\n", "the board ",
     "Mr Berg, a guard, ", "according to police ", "told reporters ", "“He said ‘go’ twice” ", "# x ", ": ", "[[x]] ", "*", "1. "]
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["The court called it “void” and “void”, Ann Holt said.\n", "He was “not”, “not” in custody, police said.\n"],
)
def test_the_same_words_twice_in_a_sentence_are_cited_once(desk: Path, text: str) -> None:
    assert draft(desk, text) == 0
    assert [p for p in check_project(desk, drafts=True).problems if p.is_error] == []


@settings(max_examples=30)
@given(st.lists(PIECES, min_size=1, max_size=14).map("".join))
def test_after_every_draft_check_verify_and_fmt_are_clean(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, content in DESK.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(content)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            if draft(root, f"Police said the ferry was not in the port. {text}\n") != 0:
                return
            assert [p for p in check_project(root, drafts=True, jobs=1).problems if p.is_error] == []
            assert main(["verify", "--root", str(root)]) == 0
            if drafted := list((root / "content/statements").glob("*.yaml")):
                assert main(["fmt", "--check", *map(str, drafted), "--root", str(root)]) == 0


# --- how long it takes ------------------------------------------------------------------------------------------------

TURN = "MR. KIRBY: We have seen the reports on that, and I would say that we are concerned.\n\nQ Can you say more about Iran?\n\n"
SHAPES: dict[str, Callable[[int], str]] = {
    "a transcript": lambda n: TURN * n,
    "short quotations": lambda n: '"a" said he. ' * (3 * n),
    "many names": lambda n: "".join(f"“I saw it,” said Ann Holt{chr(97 + i % 26)}, a guard.\n\n" for i in range(n)),
    "one name": lambda n: "“I saw it,” said Ann Holt, a guard.\n\n“No,” she said.\n\n" * n,
    "one paragraph": lambda n: "He said that it was good and the minister told them so. " * n,
    "capitals": lambda n: "Ann Holt Berg Lind " * (20 * n),
    "marks that nothing closes": lambda n: "“a " * (40 * n),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_work_grows_with_the_text(shape: str) -> None:
    """Counted in calls, so that it does not depend on the machine."""
    from briefing.corpus.linker import link
    from briefing.drafting import drafts
    from briefing.drafting.output.draft_records import propose
    from briefing.drafting.text.article_extraction import Article
    from briefing.schema.configuration import Config

    corpus, _ = link(Config(title="T"), [], {}, True)

    def work(n: int) -> int:
        text, calls = SHAPES[shape](n), 0

        def count(frame: object, event: str, argument: object) -> None:
            nonlocal calls
            calls += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(count)
        try:
            propose(drafts(text, corpus), Article(text), "post", corpus, None)
        finally:
            sys.setprofile(before)
        return calls

    counted = [work(n) for n in (40, 80, 160)]
    assert counted[1] <= 2.5 * counted[0] and counted[2] <= 2.5 * counted[1], counted


def test_a_text_of_more_than_any_article_is_refused(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert draft(desk, "“Yes,” the board said.\n\n" * 2001) == 1
    assert "error[unusable-article]: it has more than 2,000 quotations" in capsys.readouterr().err
