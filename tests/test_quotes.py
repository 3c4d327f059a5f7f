"""`verify` and its lock file: three answers, what they are kept as, and what makes them void."""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest
from conftest import REPOSITORY
from desk import sound
from hypothesis import given
from hypothesis import strategies as st

from briefing.checks.quotes import quote_lock, quote_verification
from briefing.checks.quotes.quote_lock import Verification, digest, format_lock, parse_lock, state_of, states
from briefing.checks.quotes.quote_verification import Archived, verify
from briefing.cli.command_line import main

Project = Callable[[Mapping[str, str | bytes]], Path]
TEXT = "“The ferry was adrift\nfor eleven hours,” Ms Lind said. “We do not know why.”\n"
SHA256 = hashlib.sha256(TEXT.encode()).hexdigest()
STATEMENT = "speaker: lind\ndate: 2031\nquote: We do not know why\nsources: [{source: gazette, quote: Ms Lind said}]\n"
FINE = {
    "briefing.yaml": "title: Small\n",
    "content/people/lind.yaml": "name: Mara Lind\n",
    "content/sources/gazette.yaml": "title: Gazette\n",
    "content/statements/lind-1.yaml": STATEMENT,
    "archive/gazette.txt": TEXT,
}


@pytest.fixture(autouse=True)
def no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def ran(root: Path, capsys: pytest.CaptureFixture[str], *options: str, command: str = "verify") -> tuple[int, str]:
    status = main([command, "--root", str(root), *options])
    shown = capsys.readouterr()
    return status, shown.out + shown.err


# --- the command -----------------------------------------------------------------------------------------------------


def test_what_is_verified_is_kept(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(FINE)
    status, shown = ran(root, capsys)
    assert status == 0 and "2 quotes: 2 verified, 0 differ, 0 not checked." in shown and SHA256[:12] in shown
    assert (root / "quotes.lock").read_text() == quote_lock._HEAD + "".join(
        f"lind-1 {digest(text)} gazette {SHA256} {TEXT.index(text)}\n"
        for text in ("We do not know why", "Ms Lind said")
    )
    assert ran(root, capsys, "--check")[0] == 0
    assert ran(root, capsys, command="check") == (0, "No problems in 4 files.\n")


def test_a_changed_quote_stays_in_sight_where_the_text_is_not_here(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(FINE)
    ran(root, capsys)
    lock = (root / "quotes.lock").read_text()
    (root / "archive/gazette.txt").unlink()
    assert ran(root, capsys, "--check")[0] == 0  # the lines still hold
    changed = root / "content/statements/lind-1.yaml"
    changed.write_text(STATEMENT.replace("We do not know", "We know"))
    status, shown = ran(root, capsys)  # as a colleague without the archive is advised to
    assert status == 0 and "changed since it was verified" in shown and "lind-1 (in gazette)" in shown
    assert "1 line of quotes.lock therefore stays" in shown
    assert (root / "quotes.lock").read_text() == lock
    status, shown = ran(root, capsys, "--check")
    assert status == 1 and "content/statements/lind-1.yaml:3:8: error[unverified-change]" in shown
    assert ran(root, capsys, "--require-text")[0] == 1
    assert ran(root, capsys, "--check", "--no-require-text")[0] == 0
    changed.write_text(STATEMENT.replace("quote: We do not know why", "summary: She did not know why."))
    status, shown = ran(root, capsys)
    assert status == 0 and "therefore" not in shown  # the quote is gone, and its line may go
    assert (root / "quotes.lock").read_text().count("lind-1 ") == 1
    changed.write_text(STATEMENT.replace("We do not know", "We know"))
    (root / "archive/gazette.txt").write_text(TEXT)
    assert "error[quote-differs]" in ran(root, capsys)[1]  # here the text decides


def test_every_answer_can_be_listed(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    shown = ran(project(FINE), capsys, "--list")[1]
    assert "verified  lind-1 quote: archive/gazette.txt:2:35: “We do not know why”\n" in shown
    assert "verified  lind-1 sources[0].quote: archive/gazette.txt:2:20: “Ms Lind said”\n" in shown


def test_as_json(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(
        FINE | {"content/statements/lind-2.yaml": STATEMENT.replace("We do", "They do").replace("Ms Lind", "…")}
    )
    assert main(["verify", "--root", str(root), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    first, _, third, _ = found["quotes"]
    assert first == {
        "record": "lind-1", "field": "quote", "quote": "We do not know why", "answer": "verified", "source": "gazette",
        "sha256": SHA256, "offset": TEXT.index("We do"), "archive": "archive/gazette.txt", "line": 2, "column": 35,
    }  # fmt: skip
    assert (third["record"], third["answer"], third["source"], third["line"]) == ("lind-2", "differs", None, None)
    (problem,) = found["problems"]
    assert (problem["code"], problem["file"], problem["line"], problem["column"]) == (
        "quote-differs",
        "content/statements/lind-2.yaml",
        3,
        8,
    )
    assert (
        problem["related"][0]["file"] == "archive/gazette.txt" and "[-They-] {+We+} do not know why" in problem["hint"]
    )


def test_without_the_archive_the_lock_speaks(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(FINE)
    ran(root, capsys)
    lock = (root / "quotes.lock").read_text()
    (root / "archive/gazette.txt").unlink()
    status, shown = ran(root, capsys)
    assert status == 0 and "2 verified (2 of them according to quotes.lock" in shown
    assert (root / "quotes.lock").read_text() == lock
    assert ran(root, capsys, "--check")[0] == 0


def test_without_archive_and_lock_nothing_is_checked_and_nothing_written(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project({path: text for path, text in FINE.items() if not path.startswith("archive")})
    status, shown = ran(root, capsys)
    assert status == 0 and "0 verified, 0 differ, 2 not checked." in shown and "archive/gazette.txt" in shown
    assert not (root / "quotes.lock").exists()
    assert ran(root, capsys, "--check")[0] == 0


def test_a_changed_quote_voids_its_line(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(FINE)
    ran(root, capsys)
    file = root / "content/statements/lind-1.yaml"
    file.write_text(STATEMENT.replace("We do not", "We did not"))
    status, shown = ran(root, capsys, command="check")
    assert status == 0 and "quotes.lock:3:1: warning[stale-verification]: the quote in `lind-1` has changed" in shown
    before = (root / "quotes.lock").read_bytes()
    assert ran(root, capsys, "--check")[0] == 1 and (root / "quotes.lock").read_bytes() == before
    (root / "archive/gazette.txt").unlink()
    assert ran(root, capsys, "--check")[0] == 1
    status, shown = ran(root, capsys)
    assert (
        status == 0
        and "1 verified (1 of them according to quotes.lock, without the archived text), 0 differ, 1 not checked."
        in shown
    )
    assert "We do not" not in shown and (root / "quotes.lock").read_bytes() == before
    assert "warning[stale-verification]" in ran(root, capsys, command="check")[1]
    (root / "archive/gazette.txt").write_text(TEXT.replace("We do not", "We did not"))
    assert ran(root, capsys)[0] == 0 and len((root / "quotes.lock").read_text().splitlines()) == 4
    assert ran(root, capsys, command="check")[1] == "No problems in 4 files.\n"


def test_a_changed_archive_voids_its_lines(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(FINE | {"content/sources/gazette.yaml": f"title: Gazette\nsha256: {SHA256}\n"})
    assert ran(root, capsys)[0] == 0
    (root / "archive/gazette.txt").write_text(TEXT + "Corrected.\n")
    status, shown = ran(root, capsys, "--check")
    assert status == 1 and "content/sources/gazette.yaml:2:9: error[archive-mismatch]" in shown
    other = hashlib.sha256((TEXT + "Corrected.\n").encode()).hexdigest()
    (root / "content/sources/gazette.yaml").write_text(f"title: Gazette\nsha256: {other}\n")
    shown = ran(root, capsys, command="check")[1]
    assert shown.count("warning[stale-verification]: the archived text of `gazette` has changed") == 2
    assert ran(root, capsys)[0] == 0 and other in (root / "quotes.lock").read_text()


def test_a_rename_voids_nothing(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(FINE)
    ran(root, capsys)
    (root / "content/statements/lind-1.yaml").unlink()
    (root / "content/sources/gazette.yaml").unlink()
    (root / "archive/gazette.txt").unlink()
    (root / "content/statements/lind-2.yaml").write_text(
        STATEMENT.replace("gazette", "post") + "former_ids: [lind-1]\n"
    )
    (root / "content/sources/post.yaml").write_text("title: Post\nformer_ids: [gazette]\n")
    assert ran(root, capsys, command="check") == (0, "No problems in 4 files.\n")
    status, shown = ran(root, capsys)
    assert status == 0 and "2 verified (2 of them according to quotes.lock" in shown
    assert (root / "quotes.lock").read_text().count("\nlind-2 ") == 2 and " post " in (root / "quotes.lock").read_text()


def test_of_a_large_archive_a_few_texts_are_kept(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    wording = quote_verification.Wording
    monkeypatch.setattr(quote_verification, "Wording", lambda text: read.append(text) or wording(text))
    several = {f"content/sources/s{n}.yaml": "title: S\n" for n in range(30)} | {
        f"archive/s{n}.txt": f"{TEXT}{n}" for n in range(30)
    }
    some = {f"content/statements/x{n}.yaml": STATEMENT.replace("gazette", f"s{n % 30}") for n in range(90)}
    status, shown = ran(project(FINE | several | some), capsys)
    assert status == 0 and "182 verified" in shown and len(read) == 31


def test_the_lock_of_a_merge_is_mended(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(FINE)
    ran(root, capsys)
    lock = (root / "quotes.lock").read_text()
    (root / "quotes.lock").write_text(f"<<<<<<< HEAD\n{lock}=======\n{lock}>>>>>>> branch\n")
    assert ran(root, capsys, "--check")[0] == 1
    assert ran(root, capsys)[0] == 0 and (root / "quotes.lock").read_text() == lock


def test_a_source_may_name_another_path(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    named = {
        "content/sources/gazette.yaml": "title: Gazette\narchive: texts/2031/gazette de l’été.txt\n",
        "texts/2031/gazette de l’été.txt": TEXT,
    }
    root = project({path: text for path, text in (FINE | named).items() if not path.startswith("archive")})
    status, shown = ran(root, capsys)
    assert status == 0 and "2 verified" in shown and "texts/2031/gazette de l’été.txt" in shown


@pytest.mark.parametrize(
    "path", ["../x.txt", "/etc/passwd", "a/../../x", "C:/x", "a\\b", ".git/config", "a/.hidden", "a//b", "a/", "."]
)
def test_a_path_stays_inside_the_project(path: str, project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(FINE | {"content/sources/gazette.yaml": f"title: Gazette\narchive: {json.dumps(path)}\n"})
    status, shown = ran(root, capsys)
    assert status == 1 and "content/sources/gazette.yaml:2:10: error[invalid-path]" in shown


@pytest.mark.parametrize("where", ["archive", "archive/gazette.txt"])
def test_a_link_is_not_followed(
    where: str, project: Project, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(FINE)
    aside = tmp_path_factory.mktemp("aside") / "target"
    (root / where).rename(aside)
    (root / where).symlink_to(aside)
    status, shown = ran(root, capsys)
    assert status == 1 and f"{where}:1:1: error[symlink]" in shown and "Ms Lind" not in shown


def test_an_archive_that_is_not_utf8_is_pointed_at(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(FINE | {"archive/gazette.txt": TEXT.encode() + b"caf\xe9\n"})
    status, shown = ran(root, capsys)
    assert status == 1 and "archive/gazette.txt:3:4: error[not-utf8]" in shown and "2 not checked" in shown


def test_a_file_too_large_is_not_read(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("briefing.reading.reader.LARGEST_ARCHIVED", 10)
    assert "archive/gazette.txt:1:1: error[file-too-large]" in ran(project(FINE), capsys)[1]


def test_nothing_is_verified_while_there_are_errors(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(FINE | {"content/people/lind.yaml": "nam: Mara Lind\n"})
    status, shown = ran(root, capsys)
    assert (
        status == 1 and "Nothing was verified: mend the errors first." in shown and not (root / "quotes.lock").exists()
    )


def test_drafts_are_verified_and_not_stale(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    draft = {"content/statements/lind-1.yaml": STATEMENT + "status: draft\n"}
    several = {"content/statements/more.yaml": f"id: lind-2\n{STATEMENT}status: draft\n---\nid: lind-3\n{STATEMENT}"}
    root = project(FINE | draft | several)
    assert "6 verified" in ran(root, capsys)[1]
    assert ran(root, capsys, command="check")[1] == "No problems in 5 files.\n"


def test_the_repository_s_own_quotes_were_all_verified(capsys: pytest.CaptureFixture[str]) -> None:
    status, shown = ran(REPOSITORY, capsys, "--check", "--format", "json")
    found = json.loads(shown[: shown.rindex("}") + 1])
    assert status == 0 and len(found["quotes"]) >= 70
    assert {answer["answer"] for answer in found["quotes"]} == {"verified"}


def test_the_repository_s_own_quotes_are_in_the_article(capsys: pytest.CaptureFixture[str]) -> None:
    """Where the article is at hand, which the repository does not hold; then nothing rests on the lock file's word."""
    from briefing.build.pipeline import check_project

    source = "us-iran-crimea-drones-article-2022-10-20"
    places = [REPOSITORY / "archive" / f"{source}.txt", REPOSITORY.parent / "shared" / "seed" / "article.txt"]
    article = next((place for place in places if place.is_file()), None)
    if article is None:
        pytest.skip("the article is not at hand")
    data = article.read_bytes()
    archived = Archived("article", hashlib.sha256(data).hexdigest(), data.decode)
    corpus = check_project(REPOSITORY).corpus
    answers, problems = verify(corpus, {source: archived}, ())
    assert problems == [] and all(answer.place for answer in answers)
    assert format_lock(answer.verification for answer in answers if answer.verification) == (
        REPOSITORY / "quotes.lock"
    ).read_text("utf-8")
    assert corpus[source].sha256 == archived.sha256


def test_the_documentation_shows_what_an_editor_sees() -> None:
    printed = (REPOSITORY / "tests/invalid/quote-differs/problems.txt").read_text("utf-8").partition("\n\n")[0]
    shown = "\n".join(f"    {line}" for line in printed.split("\n"))
    assert shown in (REPOSITORY / "docs/verifying.md").read_text("utf-8")


# --- the pure part ---------------------------------------------------------------------------------------------------

BRIEFING = sound(
    {
        path.removeprefix("content/").removesuffix(".yaml"): text
        for path, text in FINE.items()
        if path.startswith("content/")
    }
)


def test_any_source_of_a_statement_may_have_its_quote() -> None:
    files = {
        "people/lind": "name: Mara Lind\n",
        "sources/gazette": "title: G\n",
        "sources/post": "title: P\n",
        "statements/lind-1": "speaker: lind\ndate: 2031\nquote: We do not know why\nsources: [gazette, post]\n",
    }
    corpus = sound(files)
    post, gazette = (
        Archived(f"archive/{name}.txt", name * 8, partial(str, text))
        for name, text in (("post", TEXT), ("gazette", "No.\n"))
    )
    for archived, word in (
        ({"post": post}, "verified"),
        ({"post": post, "gazette": gazette}, "verified"),
        ({"gazette": gazette}, "unchecked"),
    ):
        ((answer,), problems) = verify(corpus, archived, ())
        assert (answer.word, problems) == (word, [])
        assert answer.verification is None or answer.verification.source == "post"
    ((answer,), (problem,)) = verify(corpus, {"post": Archived("p", "s", lambda: "Else.\n"), "gazette": gazette}, ())
    assert answer.word == "differs" and "`gazette` or `post`" in problem.message


def test_what_a_page_may_say() -> None:
    line = Verification("lind-1", digest("We do not know why"), "gazette", SHA256, 12)
    known = states(BRIEFING.records, [line])
    assert state_of(known, "lind-1", "We do not know why", ["other", "gazette"]) == line
    assert state_of(known, "lind-1", "We do not know", ["gazette"]) is None
    assert state_of(known, "lind-1", "Ms Lind said", ["gazette"]) is None
    assert states(BRIEFING.records, [Verification("lind-1", digest("We did not know"), "gazette", SHA256, 12)]) == {}
    assert states(BRIEFING.records, [Verification("lind-9", line.digest, "gazette", SHA256, 12)]) == {}
    assert states(BRIEFING.records, [Verification("lind-1", line.digest, "post", SHA256, 12)]) == {}


IDS = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,3}", fullmatch=True)
LINES = st.builds(
    Verification,
    IDS,
    st.from_regex("[0-9a-f]{32}", fullmatch=True),
    IDS,
    st.from_regex("[0-9a-f]{64}", fullmatch=True),
    st.integers(0, 10**8),
)


@given(st.lists(LINES), st.lists(LINES))
def test_a_lock_is_the_same_text_whatever_the_order_and_merges_by_lines(
    ours: list[Verification], theirs: list[Verification]
) -> None:
    text = format_lock(ours)
    assert format_lock(reversed(ours)) == text
    found, problems = parse_lock(text)
    assert (set(found), problems) == (set(ours), [])
    merged, problems = parse_lock(text + format_lock(theirs))
    assert (set(merged), problems) == ({*ours, *theirs}, [])


@given(st.text())
def test_any_text_can_be_handed_in_as_a_lock(text: str) -> None:
    _, problems = parse_lock(text)
    lines = text.split("\n")
    assert all(1 <= problem.location.line <= len(lines) for problem in problems)
