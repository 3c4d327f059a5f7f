"""The progress bar, the timings and `--jobs`: what a build that takes a while shows, and where."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import REPOSITORY

from briefing.cli.commands import progress_bar
from briefing.cli.commands.progress_bar import ProgressBar

Project = Callable[[Mapping[str, str | bytes]], Path]
FINE = {"briefing.yaml": "title: Small\n", "content/topics/dredging.yaml": "name: Dredging\n"}


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress_bar, "time", clock)
    return clock


def drawn(stream: io.StringIO) -> list[str]:
    return [line for line in stream.getvalue().split("\r") if line.strip()]


# --- the bar ---------------------------------------------------------------------------------------------------------


def test_a_bar_shows_how_much_is_done_and_how_fast(clock: Clock) -> None:
    stream = Terminal()
    with ProgressBar(stream, "pages") as bar:
        clock.now += 2  # before the first page nothing can be said of their rate
        bar.show(0, 3000)
        clock.now += 2
        bar.show(1500, 3000)
    (first, last) = drawn(stream)
    assert first.split() == ["[..............................]", "0", "of", "3,000", "pages,", "0", "a", "second"]
    assert last == f"[{'#' * 15}{'.' * 15}] 1,500 of 3,000 pages, 750 a second"


def test_the_rate_is_that_since_the_work_was_first_told_of(clock: Clock) -> None:
    stream = Terminal()
    with ProgressBar(stream, "pages") as bar:
        clock.now += 10
        bar.show(20, 100)
        clock.now += 1
        bar.show(70, 100)
    assert drawn(stream)[-1].endswith("70 of 100 pages, 50 a second")


def test_no_bar_is_drawn_in_the_first_second_nor_ten_times_in_the_same(clock: Clock) -> None:
    stream = Terminal()
    with ProgressBar(stream, "pages") as bar:
        for done in range(100):
            clock.now += 0.0099
            bar.show(done, 200)
        assert stream.getvalue() == ""
        for done in range(100, 200):
            clock.now += 0.01
            bar.show(done, 200)
        assert 8 <= len(drawn(stream)) <= 11


def test_a_bar_is_gone_when_the_work_is_done_or_has_failed(clock: Clock) -> None:
    stream = Terminal()
    with pytest.raises(KeyboardInterrupt), ProgressBar(stream, "pages") as bar:
        clock.now += 3
        bar.show(1000, 9000)
        clock.now += 1
        bar.show(1, 9)
        assert "9,000" not in screen(stream)  # a shorter line leaves nothing of the longer
        raise KeyboardInterrupt
    assert screen(stream).strip() == "" and stream.getvalue().endswith("\r")


def screen(stream: io.StringIO) -> str:
    """The line as a terminal shows it."""
    shown = ""
    for text in stream.getvalue().split("\r"):
        shown = text + shown[len(text) :]
    return shown


def test_a_bar_with_nothing_to_do_is_full_and_does_not_divide_by_it(clock: Clock) -> None:
    with ProgressBar(Terminal(), "pages") as bar:
        clock.now += 3
        bar.show(0, 0)


def test_no_bar_is_drawn_where_nobody_looks(clock: Clock) -> None:
    stream = io.StringIO()
    with ProgressBar(stream, "pages") as bar:
        clock.now += 5
        bar.show(5, 10)
    assert stream.getvalue() == ""


# --- at a terminal ---------------------------------------------------------------------------------------------------

PATIENT = "import sys; from briefing.cli.commands import progress_bar; progress_bar.PATIENCE = {}; progress_bar.EVERY = 0; from briefing.cli.command_line import main; sys.exit(main())"


def sent(root: Path, patience: float, *arguments: str) -> str:
    """What a terminal is sent by a build that is as long as it has to be for a bar."""
    parent, child = pty.openpty()
    command = [sys.executable, "-c", PATIENT.format(patience), "build", "--root", str(root), *arguments]
    process = subprocess.Popen(command, cwd=REPOSITORY, stdin=child, stdout=child, stderr=child)
    os.close(child)
    data = b""
    while True:
        try:
            more = os.read(parent, 65536)
        except OSError:
            break
        if not more:
            break
        data += more
    os.close(parent)
    assert process.wait(60) == 0
    return data.decode("utf-8")


def test_a_long_build_shows_a_bar_on_a_terminal_and_leaves_only_what_it_did(project: Project) -> None:
    shown = sent(project(FINE), 0)
    assert re.search(r"\r\[#*\.*\] \d+ of \d+ pages, [\d,]+ a second", shown)
    assert re.search(r"\r +\r1 record in \d+ files", shown)


def test_a_short_build_shows_none(project: Project) -> None:
    assert re.fullmatch(r"1 record in [^\r]*\r\n", sent(project(FINE), 1000))


# --- timings and jobs ------------------------------------------------------------------------------------------------


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(REPOSITORY / "build.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, timeout=60, encoding="utf-8")


def test_timings_say_where_the_time_went_and_add_up(project: Project) -> None:
    root = project(FINE)
    done = run("--root", root, "--timings", "--jobs", "1")
    assert done.returncode == 0 and done.stdout.count("\n") == 1
    lines = re.findall(r"^  (\S.*?) +(\d+\.\d{3}) s$", done.stderr, re.MULTILINE)
    seconds = {name: float(time) for name, time in lines}
    assert list(seconds)[0] == "look" and list(seconds)[-2:] == ["the rest", "in all"]
    assert {"read and link", "render and write", "save"} <= seconds.keys()
    assert abs(sum(seconds.values()) - 2 * seconds["in all"]) < 0.02
    assert all(time >= 0 for time in seconds.values())


def test_timings_of_a_build_with_nothing_to_do(project: Project) -> None:
    root = project(FINE)
    run("--root", root)
    for path in sorted(root.rglob("*.yaml")):
        os.utime(path, (1, 1))
    found = [re.findall(r"^  (\S.*?) +\d", run("--root", root, "--timings").stderr, re.MULTILINE) for _ in range(3)]
    assert all(names[-2:] == ["the rest", "in all"] for names in found)


@pytest.mark.parametrize("jobs", ["0", "-1", "65", "many", "1.5", "", "9" * 5000], ids=lambda jobs: jobs[:5])
def test_a_number_of_processes_that_is_none_is_wrong_usage(project: Project, jobs: str) -> None:
    root = project(FINE)
    done = run("--root", root, f"--jobs={jobs}")
    assert done.returncode == 2 and done.stdout == "" and not (root / "site").exists()
    assert done.stderr.endswith("error: argument --jobs: it is a number from 1 to 64\n")


@pytest.mark.parametrize("jobs", ["1", "2", "64"])
def test_any_number_of_processes_makes_the_site(project: Project, jobs: str) -> None:
    assert run("--root", project(FINE), "--jobs", jobs).returncode == 0
