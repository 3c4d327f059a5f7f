"""Mistakes that editors make: each folder in tests/invalid is a project with one, and `problems.txt` is what `check` prints.

`pytest --bless` accepts what it prints now; `command.txt` names another command, where it is one that finds the
mistake. Mistakes that git cannot hold, such as links and pipes, are made here.
"""

import errno
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from briefing.build.pipeline import build, check_project
from briefing.cli.command_line import main
from briefing.core.problems import CODES, Problem, in_order
from briefing.reading.decoder import LARGEST_FILE

INVALID = Path(__file__).parent / "invalid"
MISTAKES = {folder.name: folder for folder in sorted(INVALID.iterdir()) if folder.is_dir()}

# Codes that no folder can provoke, and the test here that does.
ELSEWHERE = {
    "symlink": "test_a_link_is_not_followed",
    "unreadable-file": "test_a_pipe_in_the_place_of_a_file_is_not_waited_for",
    "file-too-large": "test_a_file_may_be_so_large",
    "template-error": "test_a_broken_template_is_pointed_at",
    "unusable-name": "test_a_static_file_of_a_name_that_cannot_be_carried_is_told",
    "unreadable-font": "test_a_broken_font_is_named",
    "misplaced-output": "test_a_site_cannot_lie_where_content_does",
    "foreign-output": "test_what_no_build_wrote_is_left_alone",
    "unwritable-output": "test_an_output_that_cannot_be_written_is_told",
    "unnoted-change": "test_a_change_without_a_word_is_asked_about",
    "unusable-article": "test_a_file_that_is_no_article_is_told",
    "archive-differs": "test_another_text_in_the_archive_is_told",
}


@pytest.fixture(autouse=True)
def no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)


# --- the folders -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MISTAKES)
def test_an_editor_is_told(name: str, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> None:
    folder = MISTAKES[name]
    expected = folder / "problems.txt"
    command = (folder / "command.txt").read_text().split() if (folder / "command.txt").exists() else ["check"]
    status = main([*command, "--root", str(folder)])
    printed = capsys.readouterr().out
    if request.config.getoption("--bless"):
        if os.environ.get("CI"):
            pytest.fail("--bless is for people: CI must not accept what it is there to question")
        expected.write_bytes(printed.encode())
    assert expected.is_file(), f"{expected} does not exist yet: look at {printed!r}, then accept it with pytest --bless"
    assert printed == expected.read_bytes().decode()
    assert status == (1 if " error[" in f" {printed}" else 0)


def codes_in(folder: Path) -> set[str]:
    text = (folder / "problems.txt").read_bytes().decode()
    return set(re.findall(r"(?m)^\S.*?:\d+:\d+: (?:error|warning|suggestion)\[([a-z0-9-]+)\]", text))


def test_every_code_is_provoked() -> None:
    provoked = set[str]().union(*(codes_in(folder) for folder in MISTAKES.values()))
    assert {code for code in CODES if code not in provoked} == set(ELSEWHERE)
    assert provoked <= set(CODES)
    assert [test for test in ELSEWHERE.values() if not callable(globals().get(test))] == []


def test_the_folders_hold_projects_and_nothing_else() -> None:
    allowed = {
        "archive", "briefing.yaml", "command.txt", "content", "permalinks.lock", "problems.txt", "quotes.lock", "templates",
    }  # fmt: skip
    assert {
        f"{name}/{entry.name}"
        for name, folder in MISTAKES.items()
        for entry in folder.iterdir()
        if entry.name not in allowed | {".briefing-cache"}
    } == set()
    assert len(MISTAKES) >= 60


def problems_of(name: str) -> tuple[Problem, ...]:
    return check_project(MISTAKES[name]).problems


ALL = {name: problems_of(name) for name in MISTAKES}


def test_a_mistake_is_told_once() -> None:
    """One slip, one problem. Folders that hold several slips say so in their names or are listed here."""
    several = {
        "file-of-another-sort", "id-missing", "id-reserved", "key-missing-everything", "value-missing-optional", "warnings-only",
    }  # fmt: skip
    more = {name for name, problems in ALL.items() if len(problems) > 1 and not name.startswith("several-")}
    assert more == several


@pytest.mark.parametrize("name", ["nothing-wrong", "reference-mention-of-itself"])
def test_what_looks_odd_and_is_not_wrong_passes(name: str) -> None:
    assert ALL[name] == ()


@pytest.mark.parametrize("name", MISTAKES)
def test_problems_are_in_order_and_each_says_what_to_do(name: str) -> None:
    assert ALL[name] == in_order(ALL[name])
    for problem in ALL[name]:
        assert problem.hint, problem
        for text in (problem.message, problem.hint):
            assert text == text.strip() and "\n" not in text and not text.endswith("."), text
        assert len(problem.message) < 160


def test_every_place_lies_in_its_file() -> None:
    for name, problems in ALL.items():
        for problem in problems:
            for place in (problem.location, *(related.location for related in problem.related)):
                file = MISTAKES[name] / place.file
                if file.is_file():
                    lines = file.read_bytes().decode("utf-8", "replace").split("\n")
                    assert 1 <= place.line <= len(lines), (name, place)
                    assert 1 <= place.column <= len(lines[place.line - 1]) + 1, (name, place)


# --- a build with mistakes -------------------------------------------------------------------------------------------


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


SOUND = {
    "briefing.yaml": "title: Port Avel\n",
    "content/places/port-avel.yaml": "name: Port Avel\nsummary: A harbour town.\n",
    "content/places/old-harbour.yaml": "name: Old harbour\nwithin: port-avel\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished site of a sound project."""
    root = tmp_path_factory.mktemp("sound")
    for path, text in SOUND.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    assert main(["build", "--root", str(root)]) == 0
    return root / "site"


def test_no_mistake_touches_the_site(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, stamps = tree(site), {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    assert "places/port-avel.html" in before
    for name, problems in ALL.items():
        if any(problem.is_error for problem in problems):
            assert main(["build", "--root", str(MISTAKES[name]), "--output", str(site)]) == 1, name
            assert "is as it was" in capsys.readouterr().out
    assert tree(site) == before
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == stamps
    assert [name for name, folder in MISTAKES.items() if (folder / "site").exists()] == []


def test_warnings_do_not_stop_a_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--root", str(MISTAKES["warnings-only"]), "--output", str(tmp_path / "site")]) == 0
    assert "8 warnings in 5 of 9 files" in capsys.readouterr().out
    assert (tmp_path / "site" / "events" / "ferry-adrift.html").is_file()


# --- mistakes that git cannot hold -----------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A sound project that a test breaks."""
    for path, text in SOUND.items():
        (tmp_path / "desk" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "desk" / path).write_text(text)
    assert check_project(tmp_path / "desk").problems == ()
    return tmp_path / "desk"


def told(root: Path) -> Iterator[str]:
    return (f"{p.code} {p.location.file}:{p.location.line}:{p.location.column}" for p in check_project(root).problems)


@pytest.mark.parametrize("path", ["content/places/linked.yaml", "content/people", "content", "briefing.yaml"])
def test_a_link_is_not_followed(root: Path, path: str) -> None:
    aside = root.parent / "aside"
    aside.mkdir()
    place, target = root / path, aside / "target"
    if place.exists():
        shutil.move(place, target)
    elif path.endswith(".yaml"):
        target.write_text("name: Elsewhere\n")
    else:
        target.mkdir()
        (target / "somebody.yaml").write_text("name: Somebody\n")
    place.symlink_to(target)
    assert list(told(root)) == [f"symlink {path}:1:1"]


def test_a_link_that_leads_nowhere_is_told(root: Path) -> None:
    (root / "content/places/linked.yaml").symlink_to(root / "nothing")
    assert list(told(root)) == ["symlink content/places/linked.yaml:1:1"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(root: Path) -> None:
    os.mkfifo(root / "content/places/pipe.yaml")
    (root / "briefing.yaml").unlink()
    os.mkfifo(root / "briefing.yaml")
    assert list(told(root)) == ["unreadable-file briefing.yaml:1:1", "unexpected-file content/places/pipe.yaml:1:1"]


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no sockets in the file system here")
def test_a_socket_is_no_record(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)  # a socket's name must be short
    with socket.socket(socket.AF_UNIX) as end:
        end.bind("content/places/s.yaml")
        assert list(told(root)) == ["unexpected-file content/places/s.yaml:1:1"]


@pytest.mark.parametrize("path", ["content/places/port-avel.yaml", "content/places", "content", "briefing.yaml"])
def test_what_may_not_be_read_is_told(root: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal is made here, because to root the system refuses nothing."""

    def refusing(function: Callable[..., Any]) -> Callable[..., Any]:
        def refuse(name: Any, *rest: Any) -> Any:
            if Path(name) == root / path:
                raise PermissionError(errno.EACCES, "Permission denied", str(name))
            return function(name, *rest)

        return refuse

    monkeypatch.setattr(os, "open", refusing(os.open))
    monkeypatch.setattr(os, "scandir", refusing(os.scandir))
    assert f"unreadable-file {path}:1:1" in told(root)


@pytest.mark.parametrize("path", ["content/places/port-avel.yaml", "briefing.yaml"])
def test_a_file_may_be_so_large(root: Path, path: str) -> None:
    text = SOUND[path]
    (root / path).write_text(text + "#" * (LARGEST_FILE - len(text)))
    assert list(told(root)) == []
    (root / path).write_text(text + "#" * (LARGEST_FILE - len(text) + 1))
    assert list(told(root)) == [f"file-too-large {path}:1:1"]


@pytest.mark.parametrize("path", ["content/places/port-avel.yaml", "briefing.yaml"])
def test_a_file_that_is_not_utf8_is_pointed_at(root: Path, path: str) -> None:
    (root / path).write_bytes(SOUND[path].replace("Avel", "Çavel").encode("latin-1"))
    column = SOUND[path].index("Avel") + 1
    assert list(told(root)) == [f"not-utf8 {path}:1:{column}"]


@pytest.mark.parametrize("path", ["content/places/port-avel.yaml", "briefing.yaml"])
def test_an_excerpt_of_a_file_that_is_no_text_cannot_steer_a_terminal(
    root: Path, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / path).write_bytes(b"\x1b]0;title\x07\x1b[2Jname: \xff\x9b31m\x00\n")
    assert main(["check", "--root", str(root)]) == 1
    printed = capsys.readouterr().out
    assert path in printed
    assert {c for c in printed if not c.isprintable()} <= {"\n"}


def test_what_no_build_wrote_is_left_alone(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "site").mkdir()
    (root / "site" / "thesis.docx").write_text("precious")
    (problem,) = build(root, root / "site").problems
    assert (problem.code, problem.location.file, problem.location.line) == ("foreign-output", "site", 1)
    assert "thesis.docx" in problem.message and "--output" in problem.hint
    assert main(["build", "--root", str(root)]) == 1
    assert tree(root / "site") == {"thesis.docx": b"precious"}


@pytest.mark.parametrize("path", ["content", "content/places/site", "templates", "archive/site"])
def test_a_site_cannot_lie_where_content_does(root: Path, path: str) -> None:
    before = tree(root)
    (problem,) = build(root, root / path).problems
    assert (problem.code, problem.location.file, problem.location.line) == ("misplaced-output", path, 1)
    assert "--output" in problem.hint
    assert main(["build", "--root", str(root), "--output", str(root / path)]) == 1
    assert tree(root) == before


def test_an_output_that_cannot_be_written_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "file").write_text("in the way")
    (problem,) = build(root, root / "file" / "site").problems
    assert (problem.code, problem.location.file, problem.location.line) == ("unwritable-output", "file/site", 1)
    assert problem.hint
    assert main(["build", "--root", str(root), "--output", str(root / "file" / "site")]) == 1
    assert (root / "file").read_text() == "in the way"


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_change_without_a_word_is_asked_about(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """More of it in test_corrections.py."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for command in ("init -q", "add -A", "-c user.name=T -c user.email=t@example.org commit -qm first"):
        subprocess.run(["git", "-C", str(root), *command.split()], check=True)
    (root / "content/places/port-avel.yaml").write_text("name: Avel\n")
    assert main(["check", "--root", str(root), "--since", "HEAD"]) == 0
    assert "content/places/port-avel.yaml:1:7: warning[unnoted-change]: `name` changed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ferry.yaml ", "there is a space at an end of the file's name"),
        ("ferry .yaml", "the file's name has a space before `.yaml`"),
    ],
)
def test_a_space_in_a_file_s_name_is_told(tmp_path: Path, name: str, told: str) -> None:
    """Windows could not check such a file out."""
    (tmp_path / "content/topics").mkdir(parents=True)
    (tmp_path / "briefing.yaml").write_text("title: T\n")
    (tmp_path / "content/topics" / name).write_text("name: Ferry\n")
    (problem,) = check_project(tmp_path).problems
    assert problem.message == told
    assert problem.hint.endswith("to ferry.yaml")
    (tmp_path / "content/topics" / name).rename(tmp_path / "content/topics/ferry.yaml")
    assert check_project(tmp_path).problems == ()


def test_a_static_file_of_a_name_that_cannot_be_carried_is_told(tmp_path: Path) -> None:
    shutil.copytree(MISTAKES["nothing-wrong"], tmp_path, dirs_exist_ok=True)
    (tmp_path / "templates/static").mkdir(parents=True)
    (tmp_path / "templates/static/a:b.css").write_text("p { color: teal }")
    (problem,) = check_project(tmp_path).problems
    assert (problem.code, problem.location.file) == ("unusable-name", "templates/static/a:b.css")


def test_a_broken_font_is_named(tmp_path: Path) -> None:
    shutil.copytree(MISTAKES["nothing-wrong"], tmp_path, dirs_exist_ok=True)
    (tmp_path / "briefing.yaml").write_text("title: T\nbase_url: https://example.org/\n")  # so that there are pictures
    font = "templates/static/fonts/source-serif-4-latin.woff2"
    (tmp_path / font).parent.mkdir(parents=True)
    (tmp_path / font).write_bytes(b"no font")
    (problem,) = build(tmp_path, tmp_path / "site", jobs=1).problems
    assert (problem.code, problem.location.file) == ("unreadable-font", font)
    assert not (tmp_path / "site" / "index.html").exists()


@pytest.mark.parametrize("name", ["event.html", "static/style.css"])
def test_a_template_that_git_could_not_merge_is_pointed_at(tmp_path: Path, name: str) -> None:
    shutil.copytree(MISTAKES["nothing-wrong"], tmp_path, dirs_exist_ok=True)
    (tmp_path / "templates/static").mkdir(parents=True)
    ours, marks = b"/* ours */\n", b"<<<<<<< HEAD\n/* a */\n=======\n/* b */\n>>>>>>> main\n"
    (tmp_path / "templates" / name).write_bytes(ours + marks)
    (problem,) = build(tmp_path, tmp_path / "site", jobs=1).problems
    assert (problem.code, problem.location.file, problem.location.line) == ("merge-conflict", f"templates/{name}", 2)
    (tmp_path / "templates" / name).write_bytes(ours)
    assert build(tmp_path, tmp_path / "site", jobs=1).problems == ()


@pytest.mark.parametrize(
    ("template", "line", "text"),
    [
        ("{% extends 'base.html' %}\n{% block main %}{{ nowhere.to.be.found }}{% endblock %}\n", 2, None),
        ("{% extends 'base.html' %}\n\n{% if %}\n", 3, None),
        ("{% extends 'gone.html' %}\n", None, "gone.html"),
    ],
)
def test_a_broken_template_is_pointed_at(root: Path, template: str, line: int | None, text: str | None) -> None:
    assert main(["build", "--root", str(root)]) == 0
    before = tree(root / "site")
    (root / "templates").mkdir()
    (root / "templates" / "404.html").write_text(template)
    (problem,) = build(root, root / "site").problems
    assert (problem.code, problem.location.file) == ("template-error", "templates/404.html")
    assert line is None or problem.location.line == line
    assert text is None or text in problem.message
    assert problem.hint
    assert main(["build", "--root", str(root)]) == 1
    assert tree(root / "site") == before


# --- drafting; more of it in test_draft.py ---------------------------------------------------------------------------


def drafted(root: Path, text: str) -> int:
    (root / "article.txt").write_text(text, "utf-8")
    return main(["draft", str(root / "article.txt"), "--source", "some-article", "--root", str(root)])


def test_a_file_that_is_no_article_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drafted(root, "") == 1
    assert "article.txt:1:1: error[unusable-article]" in capsys.readouterr().err


def test_another_text_in_the_archive_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "archive").mkdir()
    (root / "archive" / "some-article.txt").write_text("Another text.", "utf-8")
    assert drafted(root, "“This is the text,” said Ann Lee.") == 1
    assert "archive/some-article.txt:1:1: error[archive-differs]" in capsys.readouterr().err
