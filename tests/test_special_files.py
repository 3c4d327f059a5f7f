"""Names that cannot be carried, pipes in the place of files, links in circles: refused at once, and nothing is locked out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefing.build.pipeline import build
from briefing.cli.command_line import main
from briefing.publishing.checksums import examine
from briefing.reading.static_names import static_name_problems

DESK = {"briefing.yaml": "title: T\n", "content/topics/a.yaml": "name: A\n"}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    for path, text in DESK.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    (tmp_path / "templates/static").mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    "name",
    ["a:b.txt", "a\\b.txt", "x" * 201, "é" * 101, "a\nb.css", "a\x1b[2J", "a?.css", "trail.", " lead.css", "trail ", "CON", "nul.css", "com1.txt", "a|b", 'a"b'],
)  # fmt: skip
def test_a_name_that_cannot_be_carried_is_refused_at_once(desk: Path, name: str) -> None:
    (desk / "templates/static" / name).write_text("x")
    built = build(desk, desk / "site", jobs=1)
    assert [problem.code for problem in built.problems] == ["unusable-name"]
    assert not (desk / "site").exists()
    (desk / "templates/static" / name).unlink()
    assert build(desk, desk / "site", jobs=1).written


@pytest.mark.parametrize("name", ["x" * 200, "é" * 100, "a.b.css", "Größe-1_2.css", "console.css", "a b.css"])
def test_other_names_are_carried_again_and_again(desk: Path, name: str) -> None:
    (desk / "templates/static" / name).write_text("x")
    for _ in range(2):
        built = build(desk, desk / "site", jobs=1)
        assert built.written and built.problems == ()
    assert (desk / "site/static" / name).read_bytes().strip() == b"x"
    assert examine(str(desk / "site"))[1] == []


def test_names_that_are_one_on_some_systems_are_told() -> None:
    (problem,) = static_name_problems(["static/Logo.svg", "static/logo.svg", "static/other.svg"])
    assert problem.location.file == "templates/static/logo.svg" and "templates/static/Logo.svg" in problem.message


@pytest.mark.parametrize("path", ["build-manifest.json", "index.html", "static/style.css", "new.html", "topics/new"])
def test_a_pipe_in_the_output_is_told_and_not_waited_for(desk: Path, path: str) -> None:
    assert build(desk, desk / "site", jobs=1).written
    place, kept = desk / "site" / path, None
    if place.exists():
        kept = place.read_bytes()
        place.unlink()
    os.mkfifo(place)
    (problem,) = (problem for problem in build(desk, desk / "site", jobs=1).problems if problem.is_error)
    assert problem.code in ("foreign-output", "unwritable-output")
    assert examine(str(desk / "site"))[1] != []
    place.unlink()
    if kept is not None:
        place.write_bytes(kept)
    assert build(desk, desk / "site", jobs=1).written


def test_a_pipe_in_the_place_of_what_is_remembered_is_not_waited_for(desk: Path) -> None:
    assert build(desk, desk / "site", jobs=1).written
    for file in [file for file in (desk / ".briefing-cache").rglob("*") if file.is_file() and file.name != "lock"]:
        file.unlink()
        os.mkfifo(file)
        assert build(desk, desk / "site", jobs=1).written, file


@pytest.mark.parametrize("to", [".", "..", "../templates", "a", "nowhere"])
def test_a_link_in_a_circle_among_the_templates_ends_no_build(desk: Path, to: str) -> None:
    (desk / "templates/a").symlink_to(to)
    (desk / "templates/static/own.css").write_text("p { color: teal }\n")
    built = build(desk, desk / "site", jobs=1)
    assert built.written and [p for p in built.problems if p.is_error] == []
    assert (desk / "site/static/own.css").exists()


def test_a_folder_of_templates_may_be_a_link(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    shared = tmp_path_factory.mktemp("shared")
    (shared / "shared.css").write_text("p { color: teal }\n")
    (desk / "templates/static/shared").symlink_to(shared)
    assert build(desk, desk / "site", jobs=1).written
    assert (desk / "site/static/shared/shared.css").exists()


@pytest.mark.parametrize(
    "arguments", [["rename", "a", "--", "--"], ["rename", "--", "a", "--"], ["publish", "--", "--"]]
)
def test_dashes_alone_are_no_argument(desk: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        status = main([arguments[0], "--root", str(desk), *arguments[1:]])
    except SystemExit as ended:
        status = int(str(ended.code))
    assert status in (1, 2)
    assert capsys.readouterr().err
