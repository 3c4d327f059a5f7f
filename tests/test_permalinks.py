"""The ledger of published addresses: what is in it stays, and what would vanish is told."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import REPOSITORY
from desk import sound
from hypothesis import given
from hypothesis import strategies as st

from briefing.checks.permalink_ledger import format_ledger, parse_ledger, permalink_problems, published
from briefing.cli.command_line import main

Project = Callable[[Mapping[str, str | bytes]], Path]
FINE = {
    "briefing.yaml": "title: Small\n",
    "content/people/lind.yaml": "name: Mara Lind\n",
    "content/people/moss.yaml": "name: Ivo Moss\nstatus: draft\n",
    "content/places/avel.yaml": "name: Avel\nformer_ids: [port-avel]\n",
}


def ran(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = main([*arguments, "--root", str(root)])
    shown = capsys.readouterr()
    return status, shown.out + shown.err


def test_what_is_published_is_added_and_nothing_dropped(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(FINE)
    assert ran(root, capsys, "permalinks", "--check")[0] == 1 and not (root / "permalinks.lock").exists()
    assert ran(root, capsys, "permalinks") == (0, "permalinks.lock has 3 addresses, 3 of them new.\n")
    ledger = (root / "permalinks.lock").read_text()
    assert ledger.splitlines()[1:] == ["people/lind.html", "places/avel.html", "places/port-avel.html"]
    assert ran(root, capsys, "permalinks", "--check") == (0, "")
    (root / "content/people/moss.yaml").write_text("name: Ivo Moss\n")
    status, shown = ran(root, capsys, "permalinks", "--check")
    assert status == 1 and "4 addresses, 1 of them new" in shown and (root / "permalinks.lock").read_text() == ledger
    (root / "content/people/lind.yaml").unlink()
    status, shown = ran(root, capsys, "permalinks")
    assert status == 1 and "vanished-permalink" in shown and (root / "permalinks.lock").read_text() == ledger


def test_without_a_ledger_nothing_is_asked(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(project(FINE), capsys, "check")[0] == 0


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, None),
        ({"content/places/avel.yaml": "name: Avel\n"}, "port-avel.html was published, and nothing is there now"),
        ({"content/places/avel.yaml": None}, "`python build.py rename avel NEW`"),
        ({"content/places/avel.yaml": "name: Avel\nstatus: draft\nformer_ids: [port-avel]\n"}, "`avel` is a draft now"),
        ({"content/places/avel.yaml": "nam: Avel\nformer_ids: [port-avel]\n"}, "unknown-key"),
        (
            {
                "content/places/avel.yaml": "name: Avel\nformer_ids: [port-avel]\nstatus: withdrawn\n"
                "changes: [{date: 2031, kind: retraction, note: It is not.}]\n"
            },
            None,
        ),
        (
            {
                "content/people/lind.yaml": None,
                "content/people/mara-lind.yaml": "name: Mara Lind\nformer_ids: [lind]\n",
            },
            None,
        ),
        (
            {"content/people/lind.yaml": None, "content/people/linde.yaml": "name: Mara Lind\n"},
            "if it is `linde` now, add `former_ids: [lind]`",
        ),
        (
            {"content/people/lind.yaml": None, "content/organizations/lind.yaml": "name: Lind\n"},
            "people/lind.html was published",
        ),
    ],
    ids=lambda value: "" if value is None else str(value)[:60],
)
def test_an_address_is_kept_by_a_record_a_redirect_or_a_tombstone(
    files: Mapping[str, str | None], words: str | None, project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(FINE)
    ran(root, capsys, "permalinks")
    for path, text in files.items():
        if text is None:
            (root / path).unlink()
        else:
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_text(text)
    status, shown = ran(root, capsys, "check")
    assert status == (1 if words else 0), shown
    assert words is None or words in shown
    assert ("permalinks.lock:" in shown) == (
        words is not None and words != "unknown-key"
    )  # what is unsound is told once


def test_the_lines_of_both_branches_are_kept() -> None:
    corpus = sound({"people/lind": "name: L\n", "people/moss": "name: M\n"})
    ours, theirs = format_ledger(["people/lind.html"]), format_ledger(["people/moss.html"])
    assert permalink_problems(corpus, ours + theirs) == []
    assert format_ledger(parse_ledger(theirs + ours)[0]) == format_ledger(published(corpus))


@given(st.text())
def test_any_text_can_be_handed_in_as_a_ledger(text: str) -> None:
    addresses, problems = parse_ledger(text)
    assert all(address.count("/") == 1 for address in addresses)
    assert all(1 <= problem.location.line <= len(text.split("\n")) for problem in problems)


def test_the_repository_s_own_ledger_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(REPOSITORY, capsys, "permalinks", "--check") == (0, "")


def test_the_documentation_shows_what_an_editor_sees() -> None:
    printed = (REPOSITORY / "tests/invalid/permalink-vanished/problems.txt").read_text("utf-8").partition("\n\n")[0]
    shown = "\n".join(f"    {line}" for line in printed.split("\n"))
    assert shown in (REPOSITORY / "docs/publishing.md").read_text("utf-8")


def test_every_address_in_the_ledger_is_a_page_of_the_site(built: Callable[[str], Path]) -> None:
    site = built("own")
    addresses = parse_ledger((REPOSITORY / "permalinks.lock").read_text("utf-8"))[0]
    assert len(addresses) > 100 and [address for address in addresses if not (site / address).is_file()] == []


def test_the_pages_of_redirects_are_where_the_ledger_says(project: Project) -> None:
    root = project(FINE)
    assert main(["build", "--root", str(root)]) == 0
    assert (root / "site/places/port-avel.html").is_file()
    shutil.rmtree(root / "site")
