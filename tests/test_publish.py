"""Publishing: what readers see changes all at once or not at all, and nothing is published that should not be."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest
from conftest import REPOSITORY, lay
from story import files_of
from test_cli import FINE, run

from briefing.build.output.output_writer import MANIFEST
from briefing.build.pipeline import build
from briefing.cli.command_line import main
from briefing.publishing import releases
from briefing.publishing.checksums import examine, read_sums
from briefing.publishing.releases import CURRENT, MARK, PREVIOUS, RELEASES, PublishRefused, Target

Project = Callable[[Mapping[str, str | bytes]], Path]
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def publish(root: Path, *more: str | Path, target: Path | None = None, status: int = 0) -> str:
    """What `publish` says, on either stream."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        got = main(["publish", str(target or root / "public"), "--root", str(root), *map(str, more)])
    assert got == status, out.getvalue() + err.getvalue()
    return out.getvalue() + err.getvalue()


def shown(target: Path) -> dict[str, bytes]:
    return files_of(target / CURRENT)


@pytest.fixture
def desk(project: Project) -> Path:
    root = project(FINE)
    assert build(root, root / "site", jobs=1).written
    return root


def save(root: Path, path: str, text: str) -> None:
    lay(root, {path: text})
    assert build(root, root / "site", jobs=1).written


# --- what is published -----------------------------------------------------------------------------------------------


def test_the_site_is_shown_as_it_is_and_a_second_time_nothing_happens(desk: Path) -> None:
    assert re.fullmatch(
        r"0001-[0-9a-f]{12} is shown: \d+ files new, 0 shared with the release before\.\n", publish(desk)
    )
    assert shown(desk / "public") == files_of(desk / "site")
    assert os.readlink(desk / "public" / CURRENT).startswith(f"{RELEASES}/0001-"), (
        "a link that may be moved with the folder"
    )
    assert "is shown already; nothing was published" in publish(desk)
    assert len(os.listdir(desk / "public" / RELEASES)) == 1


def test_files_that_are_the_same_are_one_file_and_all_can_be_read_by_a_web_server(desk: Path) -> None:
    mask = os.umask(0o077)
    try:
        publish(desk)
        save(desk, "content/topics/new.yaml", "name: New\n")
        said = publish(desk)
    finally:
        os.umask(mask)
    target = desk / "public"
    assert re.search(r": [1-9]\d* files new, [1-9]\d* shared with", said)
    before, now = target / PREVIOUS, target / CURRENT
    assert (before / "static/style.css").stat().st_ino == (now / "static/style.css").stat().st_ino
    assert (before / "index.html").stat().st_ino != (now / "index.html").stat().st_ino
    assert (before / "events/fire.html").stat().st_mtime_ns == (now / "events/fire.html").stat().st_mtime_ns
    for folder, _, files in os.walk(target):
        assert stat.S_IMODE(os.stat(folder).st_mode) == 0o755, folder
        assert {stat.S_IMODE(os.stat(os.path.join(folder, name)).st_mode) for name in files if name != MARK} <= {0o644}


def test_a_release_that_somebody_edited_is_not_shared_further(desk: Path) -> None:
    publish(desk)
    style = desk / "public" / CURRENT / "static/style.css"
    style.write_bytes(style.read_bytes() + b"/* mine */")
    save(desk, "content/topics/new.yaml", "name: New\n")
    publish(desk)
    assert shown(desk / "public") == files_of(desk / "site")
    style.write_bytes(b"mine")
    target = desk / "public"
    (target / CURRENT / "index.html").write_bytes(b"mine")
    publish(desk)
    assert shown(target) == files_of(desk / "site"), "the release that is shown is mended by another"


def test_only_so_many_releases_are_kept_and_always_those_that_links_lead_to(desk: Path) -> None:
    for number in range(6):
        save(desk, "content/topics/new.yaml", f"name: New {number}\n")
        said = publish(desk, "--keep", "3")
    kept = sorted(os.listdir(desk / "public" / RELEASES))
    assert [name[:4] for name in kept] == ["0004", "0005", "0006"] and "removed: 0003-" in said
    publish(desk, "--rollback", kept[0])
    for number in range(6, 9):
        save(desk, "content/topics/new.yaml", f"name: New {number}\n")
        publish(desk, "--keep", "2")
    kept = sorted(os.listdir(desk / "public" / RELEASES))
    assert [name[:4] for name in kept] == ["0008", "0009"]
    assert run("publish", desk / "public", "--root", desk, "--keep", "1").returncode == 2


# --- back ------------------------------------------------------------------------------------------------------------


def test_rolling_back_shows_what_was_shown_before(desk: Path) -> None:
    target = desk / "public"
    publish(desk)
    first = files_of(desk / "site")
    assert "no release from before 0001-" in publish(desk, "--rollback", status=1)
    save(desk, "content/topics/new.yaml", "name: New\n")
    publish(desk)
    second = os.readlink(target / CURRENT).removeprefix(f"{RELEASES}/")
    said = publish(desk, "--rollback")
    assert re.fullmatch(rf"0001-\w+ is shown again, in place of {second}\. To undo this: --rollback {second}\n", said)
    assert shown(target) == first
    save(desk, "content/topics/new.yaml", "name: Newer\n")
    publish(desk)
    assert os.readlink(target / CURRENT).startswith(f"{RELEASES}/0003-"), "no number is used twice"
    publish(desk, "--rollback")
    assert shown(target) == first, "what was shown before, not the one that was taken back"
    third = next(name for name in os.listdir(target / RELEASES) if name.startswith("0003"))
    assert "no release from before 0001-" in publish(desk, "--rollback", status=1), "never forward again without a word"
    assert shown(target) == first
    publish(desk, "--rollback", third)
    assert shown(target) == files_of(desk / "site")


def test_each_rollback_goes_one_further_back(desk: Path) -> None:
    for number in range(4):
        save(desk, "content/topics/new.yaml", f"name: New {number}\n")
        publish(desk, "--keep", "3")
    at = [os.readlink(desk / "public" / CURRENT).removeprefix(f"{RELEASES}/")[:4]]
    for _ in range(2):
        publish(desk, "--rollback")
        at.append(os.readlink(desk / "public" / CURRENT).removeprefix(f"{RELEASES}/")[:4])
    assert at == ["0004", "0003", "0002"]
    assert "no release from before 0002-" in publish(desk, "--rollback", status=1), "the first is no longer kept"
    assert sorted(name[:4] for name in os.listdir(desk / "public" / ".before")) == ["0002", "0003", "0004"]


def test_releases_of_a_time_without_links_are_gone_back_through_by_number(desk: Path) -> None:
    for number in range(3):
        save(desk, "content/topics/new.yaml", f"name: New {number}\n")
        publish(desk)
    shutil.rmtree(desk / "public" / ".before")
    assert publish(desk, "--rollback").startswith("0002-")
    assert publish(desk, "--rollback").startswith("0001-")
    said = publish(desk, "--rollback", status=1)
    assert "no release from before 0001-" in said and "name one to show it: --rollback RELEASE" in said


def test_a_release_that_is_not_whole_or_not_there_is_not_shown(desk: Path) -> None:
    publish(desk)
    save(desk, "content/topics/new.yaml", "name: New\n")
    publish(desk)
    now = shown(desk / "public")
    (desk / "public" / PREVIOUS / "topics/index.html").unlink()
    (desk / "public" / RELEASES / "0009-aaaaaaaaaaaa").symlink_to(desk / "site")
    assert "is not whole: missing topics/index.html" in publish(desk, "--rollback", status=1)
    for name in ("0009-aaaaaaaaaaaa", "..", "../..", "0001", "x\x1b[2J"):
        assert "here is no release" in publish(desk, "--rollback", name, status=1)
    assert shown(desk / "public") == now
    assert (
        "there is no folder" in publish(desk, "--rollback", target=desk / "other", status=1)
        and not (desk / "other").exists()
    )


# --- what is refused -------------------------------------------------------------------------------------------------


def test_what_is_not_the_finished_site_of_this_content_is_refused(desk: Path) -> None:
    site, target = desk / "site", desk / "public"
    publish(desk)
    before = shown(target)

    def refused(reason: str) -> None:
        assert reason in publish(desk, status=1)
        assert shown(target) == before and len(os.listdir(target / RELEASES)) == 1

    page = site / "events/fire.html"
    whole = page.read_bytes()
    page.write_bytes(whole + b" ")
    refused("not what its list of sums says. Build it again.\n  changed events/fire.html")
    page.unlink()
    refused("  missing events/fire.html")
    page.write_bytes(whole)
    (site / "stranger.html").write_bytes(b"x")
    refused("  foreign stranger.html")
    (site / "stranger.html").unlink()
    (desk / "content/events/fire.yaml").write_text(FINE["content/events/fire.yaml"].replace("Fire", "Fires"))
    refused("is not what the content now makes. Build it again.\n  differs ")
    (desk / "content/events/fire.yaml").write_text("title: Fire\ndate: 2031-02-30\n")
    refused("content/events/fire.yaml:2:7: error[invalid-date]")
    (desk / "content/events/fire.yaml").write_text(FINE["content/events/fire.yaml"])
    (desk / "content/topics").mkdir()
    (desk / "content/topics/draft.yaml").write_text("name: Draft\nstatus: draft\n")
    build(desk, site, drafts=True, jobs=1)
    refused("was built with --drafts. Build it without.")
    shutil.rmtree(site)
    refused("there is no folder")


@pytest.mark.parametrize("remembers", [True, False], ids=["remembered", "made anew"])
def test_a_site_that_can_be_searched_is_published_as_well(desk: Path, remembers: bool) -> None:
    """As `build` makes it where nothing else is asked for, with an index that is not the same twice."""
    assert main(["build", "--root", str(desk)]) == 0
    assert (desk / "site/pagefind/pagefind.js").exists()
    if not remembers:
        shutil.rmtree(desk / ".briefing-cache")
    assert publish(desk).startswith("0001-")
    (desk / "content/events/fire.yaml").write_text((desk / "content/events/fire.yaml").read_text() + "summary: New.\n")
    assert "is not what the content now makes" in publish(desk, status=1)


def test_a_site_in_which_nothing_tells_that_it_is_fresh_is_made_anew_and_compared(desk: Path) -> None:
    """As on another machine, or where the cache is gone."""
    shutil.rmtree(desk / ".briefing-cache")
    before = files_of(desk / "site")
    assert " is shown: " in publish(desk)
    assert files_of(desk / "site") == before
    assert sorted(p.suffix for p in (desk / ".briefing-cache").iterdir()) == [""], "it leaves nothing but the lock"


def foreign_file(target: Path) -> None:
    target.write_text("mine")


def foreign_folder(target: Path) -> None:
    target.mkdir()
    (target / "index.html").write_text("mine")


def foreign_mark(target: Path) -> None:
    target.mkdir()
    (target / MARK).write_text("mine\n" * 50)


def linked_mark(target: Path) -> None:
    target.mkdir()
    (target.parent / "words").write_bytes(releases._WORDS)
    (target / MARK).symlink_to(target.parent / "words")


def ours(target: Path) -> None:
    target.mkdir()
    (target / MARK).write_bytes(releases._WORDS)


def foreign_current(target: Path) -> None:
    ours(target)
    (target / CURRENT).mkdir()
    (target / CURRENT / "index.html").write_text("mine")


def current_that_leads_away(target: Path) -> None:
    ours(target)
    (target.parent / "elsewhere").mkdir()
    (target / CURRENT).symlink_to(target.parent / "elsewhere")


def previous_that_leads_away(target: Path) -> None:
    ours(target)
    (target / PREVIOUS).symlink_to(f"{RELEASES}/../../elsewhere")


def releases_that_lead_away(target: Path) -> None:
    ours(target)
    (target.parent / "elsewhere").mkdir()
    (target.parent / "elsewhere/.0001-aaaaaaaaaaaa.new").mkdir()
    (target / RELEASES).symlink_to(target.parent / "elsewhere")


@pytest.mark.parametrize(
    "make",
    [
        foreign_file,
        foreign_folder,
        foreign_mark,
        linked_mark,
        foreign_current,
        current_that_leads_away,
        previous_that_leads_away,
        releases_that_lead_away,
    ],
    ids=lambda f: f.__name__,
)
def test_a_target_that_is_somebody_elses_is_refused_and_nothing_in_it_touched(
    desk: Path, make: Callable[[Path], None], tmp_path: Path
) -> None:
    make(desk / "public")

    def state() -> Any:
        return sorted(
            (str(p), os.readlink(p) if p.is_symlink() else p.read_bytes() if p.is_file() else None)
            for p in desk.rglob("*")
            if RELEASES not in p.parts[-1:]
        )

    before = state()
    assert "Not published: " in publish(desk, status=1)
    assert state() == before


def test_a_target_may_not_lie_in_the_site_nor_among_what_is_read(desk: Path) -> None:
    for target in (desk / "site", desk / "site/x", desk, desk / "content/x", desk / "templates/x"):
        assert "lie one in the other" in publish(desk, target=target, status=1)
    assert run("check", "--root", desk).returncode == 0


def test_links_in_an_older_release_are_not_followed(desk: Path) -> None:
    """Files of a release become names of the next one's; what lies outside must not."""
    publish(desk)
    target = desk / "public"
    outside = desk / "style.css"
    outside.write_bytes((target / CURRENT / "static/style.css").read_bytes())
    (target / CURRENT / "static/style.css").unlink()
    (target / CURRENT / "static/style.css").symlink_to(outside)
    shutil.move(target / CURRENT / "events", desk / "moved")
    (target / CURRENT / "events").symlink_to(desk / "moved")
    save(desk, "content/topics/new.yaml", "name: New\n")
    publish(desk)
    assert not (target / CURRENT / "static/style.css").is_symlink() and outside.stat().st_nlink == 1
    assert [p.stat().st_nlink for p in (desk / "moved").iterdir()] == [1] * len(list((desk / "moved").iterdir()))
    assert shown(target) == files_of(desk / "site")
    outside_file = desk / "moved/fire.html"
    for number in range(4):
        save(desk, "content/topics/new.yaml", f"name: New {number}\n")
        publish(desk, "--keep", "2")
    assert outside_file.exists() and outside.exists(), "what an old release's links lead to outlives it"


# --- cut short -------------------------------------------------------------------------------------------------------

TOUCHING = ("open", "write", "mkdir", "link", "rename", "replace", "symlink", "unlink", "fsync", "chmod", "rmdir")


def die_at(call: int, act: Callable[[], None]) -> list[int]:
    """Act at the n-th time that this process is about to touch the disk."""
    left = [call]

    def touching(real: Any) -> Any:
        def touch(*arguments: Any, **more: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                act()
            return real(*arguments, **more)

        return touch

    for name in TOUCHING:
        setattr(os, name, touching(getattr(os, name)))
    return left


def add(target: Path, site: Path, keep: int = 2) -> None:
    sums = read_sums(str(site))
    assert sums is not None
    with Target.opened(str(target)) as folder:
        folder.add(str(site), sums)
        folder.keep(keep)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Finished sites of one project in which pages come, change and go."""
    folder = tmp_path_factory.mktemp("sites")
    made = []
    for number in range(4):
        root = folder / f"desk-{number}"
        lay(
            root,
            FINE
            | {f"content/topics/topic-{n}.yaml": f"name: Topic {n} of {number}\n" for n in range(number, number + 12)},
        )
        assert build(root, root / "site", jobs=1).written
        made.append(root / "site")
    return made


def test_at_every_moment_what_is_shown_and_what_could_be_is_whole(
    tmp_path: Path, sites: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked at before each call that touches the disk: `current` leads to a whole release, and so would every name."""
    target = tmp_path / "public"
    add(target, sites[0])
    whole = dict.fromkeys(os.listdir(target / RELEASES))
    looked, seen = [0], set()
    scan, lexists = os.listdir, os.path.lexists

    def look() -> None:
        looked[0] += 1
        name = os.readlink(target / CURRENT).removeprefix(f"{RELEASES}/")
        assert lexists(target / RELEASES / name / "index.html"), "what is shown is not there"
        seen.add(name)
        for one in scan(target / RELEASES):
            if not one.startswith(".") and one not in whole:
                assert examine(str(target / RELEASES / one))[1] == [], (
                    "a name that could be shown is of an unfinished release"
                )
                whole[one] = None

    def watched(real: Any) -> Any:
        def call(*arguments: Any, **more: Any) -> Any:
            if not watching:
                watching.append(1)
                try:
                    look()
                finally:
                    watching.clear()
            return real(*arguments, **more)

        return call

    watching: list[int] = []
    with monkeypatch.context() as patch:
        for name in TOUCHING:
            patch.setattr(os, name, watched(getattr(os, name)))
        for following in (1, 2, 3, 0):
            add(target, sites[following])
    look()
    assert looked[0] > 300 and len(seen) == 5 and len(whole) == 5


def kill_publications(tmp_path: Path, sites: list[Path], calls: range | list[int]) -> None:
    target, by = tmp_path / "public", Random(7)
    add(target, sites[0])
    last = 0
    for call in calls:
        following = (last + by.randrange(1, len(sites))) % len(sites)
        process = os.fork()
        if process == 0:
            try:
                die_at(call, lambda: os.kill(os.getpid(), signal.SIGKILL))
                add(target, sites[following])
            finally:
                os._exit(0)
        _, status = os.waitpid(process, 0)
        now = shown(target)
        assert now == files_of(sites[last]) or now == files_of(sites[following]), call
        if status:
            add(target, sites[following])
        assert shown(target) == files_of(sites[following])
        assert (
            not [name for name in os.listdir(target / RELEASES) if name.startswith(".")]
            and not (target / ".current.new").exists()
        )
        assert len(os.listdir(target / RELEASES)) <= 3
        last = following


def test_a_publication_killed_anywhere_leaves_the_old_site_or_the_new_one_and_the_next_mends(
    tmp_path: Path, sites: list[Path]
) -> None:
    calls = [*range(1, 12), *range(12, 520, 23)]
    kill_publications(tmp_path, sites, calls)


@pytest.mark.thorough
def test_a_publication_killed_at_every_call(tmp_path: Path, sites: list[Path]) -> None:
    kill_publications(tmp_path, sites, range(1, 560))


def test_the_first_publication_killed_anywhere_is_completed_by_the_next(tmp_path: Path, sites: list[Path]) -> None:
    for call in (1, 2, 3, 4, 5, 6, 7, 8, 20, 60):
        target = tmp_path / f"public-{call}"
        process = os.fork()
        if process == 0:
            try:
                die_at(call, lambda: os.kill(os.getpid(), signal.SIGKILL))
                add(target, sites[0])
            finally:
                os._exit(0)
        os.waitpid(process, 0)
        assert not (target / CURRENT).exists()
        add(target, sites[0])
        assert shown(target) == files_of(sites[0])


@pytest.mark.parametrize(
    "number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT, errno.EIO], ids=errno.errorcode.__getitem__
)
def test_what_the_system_refuses_is_said_and_leaves_the_old_site(
    desk: Path, number: int, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    publish(desk)
    before = shown(desk / "public")
    save(desk, "content/topics/new.yaml", "name: New\n")
    real = releases._write

    def refuse(name: str, data: bytes) -> None:
        if name.endswith("topics/new.html"):
            raise OSError(number, os.strerror(number), name)
        real(name, data)

    with monkeypatch.context() as patch:
        patch.setattr(releases, "_write", refuse)
        assert main(["publish", str(desk / "public"), "--root", str(desk)]) == 1
    said = capsys.readouterr().err
    assert (
        os.strerror(number) in said
        and "topics/new.html" in said
        and "What readers see is as it was" in said
        and "Traceback" not in said
    )
    assert shown(desk / "public") == before and [n[:4] for n in os.listdir(desk / "public" / RELEASES)] == ["0001"], (
        "its room is free again"
    )
    publish(desk)
    assert shown(desk / "public") == files_of(desk / "site")


def test_a_site_that_is_built_anew_while_it_is_published_is_not_shown_mixed(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(desk)
    before = shown(desk / "public")
    save(desk, "content/topics/new.yaml", "name: New\n")
    real, done = releases.read_within, []

    def read(folder: str, path: str) -> bytes:
        if path == "index.html" and not done:
            done.append(1)
            save(desk, "content/events/fire.yaml", FINE["content/events/fire.yaml"].replace("Fire", "Fires"))
        return real(folder, path)

    monkeypatch.setattr(releases, "read_within", read)
    sums = read_sums(str(desk / "site"))
    assert sums
    with (
        pytest.raises(PublishRefused, match="was changed while it was being published"),
        Target.opened(str(desk / "public")) as folder,
    ):
        folder.add(str(desk / "site"), sums)
    assert done and shown(desk / "public") == before


def test_two_publications_at_once_wait_for_each_other(tmp_path: Path, sites: list[Path]) -> None:
    target, processes = tmp_path / "public", []
    for number in range(8):
        process = os.fork()
        if process == 0:
            status = 1
            with suppress(BaseException):
                add(target, sites[number % len(sites)], keep=9)
                status = 0
            os._exit(status)
        processes.append(process)
    assert [os.waitpid(process, 0)[1] for process in processes] == [0] * 8
    names = sorted(os.listdir(target / RELEASES))
    assert [name[:4] for name in names] == [f"{n:04}" for n in range(1, 9)]
    assert shown(target) in [files_of(site) for site in sites]


# --- readers ---------------------------------------------------------------------------------------------------------

# A web server in small: it opens what a request names in `current`, then in `previous`. A reader follows the links of pages
# that it was given. Only one whom two publications overtook between a page and a link may find nothing.
READER = r"""
import hashlib, json, os, random, re, sys, posixpath
target, known, always, seed = sys.argv[1], json.load(open(sys.argv[2])), json.load(open(sys.argv[3])), int(sys.argv[4])
by, counted = random.Random(seed), {"pages": 0, "links": 0, "fell back": 0, "overtaken": 0, "releases": 0}
seen = set()
def number():
    return int(os.readlink(target + "/current").split("/")[1].split("-")[0])
def get(path):
    for link in ("current", "previous"):
        try:
            with open(f"{target}/{link}/{path}", "rb") as file:
                data = file.read()
        except (FileNotFoundError, NotADirectoryError):
            continue
        assert hashlib.sha256(data).hexdigest() in known[path], "half a page, or another's: " + path
        counted["fell back"] += link == "previous"
        return data
    return None
while not os.path.exists(target + "/stop"):
    for path in by.sample(always, 3):  # the addresses that every release has need no falling back
        with open(f"{target}/current/{path}", "rb") as file:
            assert hashlib.sha256(file.read()).hexdigest() in known[path], path
    first, path = number(), by.choice(["index.html", "topics/index.html"])
    seen.add(first)
    page = get(path)
    assert page is not None
    counted["pages"] += 1
    links = re.findall(rb'(?:href|src)="([^"#:?]+)', page)
    for link in by.sample(links, min(6, len(links))):
        to = posixpath.normpath(posixpath.join(posixpath.dirname(path), link.decode()))
        if link.endswith(b"/") or to == ".":
            to = posixpath.join(to, "index.html").removeprefix("./")
        counted["links"] += 1
        if get(to) is None:
            assert number() >= first + 2, f"{to}, linked from {path}, is nowhere"
            counted["overtaken"] += 1
counted["releases"] = len(seen)
print(json.dumps(counted))
"""


def test_no_reader_sees_a_missing_or_mixed_page_during_fifty_publications(tmp_path: Path, sites: list[Path]) -> None:
    from hashlib import sha256

    target = tmp_path / "public"
    trees = [files_of(site) for site in sites]
    known: dict[str, list[str]] = {}
    for tree in trees:
        for path, data in tree.items():
            known.setdefault(path, []).append(sha256(data).hexdigest())
    always = sorted(set.intersection(*(set(tree) for tree in trees)))
    assert len(always) > 20 and len(known) > len(always)
    (tmp_path / "known").write_text(json.dumps(known))
    (tmp_path / "always").write_text(json.dumps(always))
    add(target, sites[0])
    command = [sys.executable, "-c", READER, str(target), str(tmp_path / "known"), str(tmp_path / "always")]
    readers = [
        subprocess.Popen([*command, str(seed)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for seed in range(4)
    ]
    try:
        for number in range(1, 51):
            add(target, sites[number % len(sites)])
            time.sleep(0.02)
            assert [reader.poll() for reader in readers] == [None] * 4, [
                reader.communicate()[1] for reader in readers if reader.poll() is not None
            ]
    finally:
        (target / "stop").touch()
        ended = [reader.communicate(timeout=30) for reader in readers]
    assert [reader.returncode for reader in readers] == [0] * 4, ended
    counted = [json.loads(out) for out, _ in ended]
    assert sum(one["releases"] for one in counted) > 40 and sum(one["links"] for one in counted) > 500
    assert sum(one["fell back"] for one in counted) > 0, "readers do follow links across a publication"
    assert sum(one["overtaken"] for one in counted) < sum(one["links"] for one in counted) / 20
    assert shown(target) == trees[50 % len(trees)]


def test_what_is_documented_for_web_servers_names_both_links() -> None:
    page = (REPOSITORY / "docs" / "publishing.md").read_text("utf-8")
    for word in (
        CURRENT,
        PREVIOUS,
        "try_files",
        "open_file_cache",
        "rsync",
        "--delete-after",
        "--keep",
        "--rollback",
        MANIFEST,
    ):
        assert word in page, word
