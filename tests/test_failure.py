"""When the system fails: full disks, no inodes, folders that may not be written, files that change while they are read.

Where the tests run as root on Linux, disks are really full: small ones are mounted in memory (tmpfs). Elsewhere those tests
are left out, and a limit on the size of files stands in for them. Permissions are tried as another user.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

import pytest
from conftest import REPOSITORY, SITES
from story import files_of
from test_cli import run as called

from briefing.build.pipeline import build
from briefing.publishing.checksums import examine

Project = Callable[[Mapping[str, str | bytes]], Path]
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
BIG = "x " * 2400


@contextmanager
def mounted(at: Path, options: str) -> Iterator[Path]:
    """A file system in memory of a certain size."""
    at.mkdir(exist_ok=True)
    if (
        not AS_ROOT
        or subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(at)], capture_output=True).returncode
    ):
        pytest.skip("no file system can be mounted here")
    try:
        yield at
    finally:
        subprocess.run(["umount", "-l", str(at)], check=True)


def remount(at: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(at)], check=True)


def desk(at: Path) -> Path:
    shutil.copytree(SITES["harbour"], at, ignore=shutil.ignore_patterns("expected", ".briefing-cache"))
    return at


def change_much(root: Path) -> None:
    """Every page is another, and larger."""
    for kind in ("people", "organizations", "places", "topics", "equipment"):
        for file in (root / "content" / kind).glob("*.yaml"):
            text = file.read_text("utf-8")
            if "\nbody:" not in text:
                file.write_text(f"{text.rstrip()}\nbody: >-\n  {BIG}\n", "utf-8")
    config = (root / "briefing.yaml").read_text("utf-8")
    (root / "briefing.yaml").write_text(config.replace("Harbour", "Haven"), "utf-8")


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """A command, which makes no index for searching where it builds: no two of those are the same."""
    builds = str(arguments[0]).startswith("--") or arguments[0] == "build"
    return called(*arguments, *(["--no-search"] if builds else []))


def clean(root: Path, output: Path) -> dict[str, bytes]:
    assert build(root, output, jobs=1).written
    return files_of(output)


def fill(disk: Path) -> Path:
    """Take all the room that is left on a disk."""
    filler = disk / "filler"
    descriptor = os.open(filler, os.O_WRONLY | os.O_CREAT)
    with suppress(OSError):
        while True:
            os.write(descriptor, b"x" * 4096)
    os.close(descriptor)
    return filler


# --- builds ----------------------------------------------------------------------------------------------------------


def half_full(disk: Path) -> None:
    now = os.statvfs(disk)
    remount(disk, f"size={(now.f_blocks - now.f_bfree) * now.f_frsize + 40 * 1024}")


def without_inodes(disk: Path) -> None:
    remount(disk, f"nr_inodes={sum(1 for _ in disk.rglob('*')) + 2}")


def read_only(disk: Path) -> None:
    remount(disk, "ro")


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    ("fail", "said"),
    [
        (half_full, "No space left on device"),
        (without_inodes, "No space left on device"),
        (read_only, "Read-only file system"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_goes_wrong_is_said_the_site_stays_and_the_next_build_mends(
    tmp_path: Path, fail: Callable[[Path], None], said: str, jobs: str
) -> None:
    root = desk(tmp_path / "desk")
    with mounted(tmp_path / "disk", "size=20m") as disk:
        site = disk / "site"
        before = clean(root, site)
        change_much(root)
        if fail is without_inodes:
            for number in range(30):
                (root / f"content/topics/topic-{number}.yaml").write_text(f"name: Topic {number}\n")
        expected = clean(root, tmp_path / "expected")
        around = files_of(root / "content") | {"": (root / "briefing.yaml").read_bytes()}
        fail(disk)
        done = run("--root", root, "--output", site, "--jobs", jobs)
        assert done.returncode == 1 and f"error[unwritable-output]: it could not be written: {said}" in done.stdout
        assert "The site is not complete." in done.stdout
        left = files_of(site)
        assert all(
            left[path] in (before[path], expected.get(path))
            for path in before
            if path in left and path != "build-manifest.json"
        ), "no file is half"
        assert all(path in left for path in before), "nothing goes before all else is there"
        assert files_of(root / "content") | {"": (root / "briefing.yaml").read_bytes()} == around
        if fail is read_only:
            assert left == before
        else:
            assert examine(str(site))[1] or left == before, "that it is not complete is seen"
        remount(disk, "rw,size=40m,nr_inodes=10k")
        assert run("--root", root, "--output", site).returncode == 0
        assert files_of(site) == expected


def test_a_first_build_on_a_full_disk_leaves_nothing_that_the_next_minds(tmp_path: Path) -> None:
    root = desk(tmp_path / "desk")
    expected = clean(root, tmp_path / "expected")
    with mounted(tmp_path / "disk", "size=100k") as disk:
        done = run("--root", root, "--output", disk / "site")
        assert done.returncode == 1 and "No space left on device" in done.stdout
        remount(disk, "size=20m")
        assert run("--root", root, "--output", disk / "site").returncode == 0
        assert files_of(disk / "site") == expected


def test_a_project_on_a_full_disk_is_built_elsewhere_without_its_cache(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "size=20m") as disk:
        root = desk(disk / "desk")
        expected = clean(root, tmp_path / "expected")
        shutil.rmtree(root / ".briefing-cache")
        fill(disk)
        for _ in range(2):
            assert run("--root", root, "--output", tmp_path / "site").returncode == 0
            assert files_of(tmp_path / "site") == expected


WRITERS = [
    ("permalinks",), ("verify",), ("fmt",), ("rename", "lin-hai", "lin-hai-two"), ("new", "person", "somebody-new"), ("schema",),
    ("publish", "{root}/../public"), ("check", "--format", "json"), ("--format", "json"),
]  # fmt: skip


@pytest.mark.parametrize("command", WRITERS, ids=lambda command: command[0])
def test_no_command_leaves_a_half_written_file_on_a_full_disk(tmp_path: Path, command: tuple[str, ...]) -> None:
    with mounted(tmp_path / "disk", "size=20m") as disk:
        root = desk(disk / "desk")
        clean(root, root / "site")
        topic = root / "content/topics/all.yaml"
        topic.write_text(topic.read_text("utf-8").replace("name: ", "name:   "), "utf-8")
        for lock in ("permalinks.lock", "quotes.lock"):
            (root / lock).write_text("")
        if command[0] != "publish":
            (root / "schemas").mkdir(exist_ok=True)
        else:
            clean(root, root / "site")
        before = {
            path: data for path, data in files_of(root).items() if not path.startswith((".briefing-cache", "site/"))
        }
        fill(disk)
        done = run(*(word.replace("{root}", str(root)) for word in command), "--root", root)
        after = {
            path: data for path, data in files_of(root).items() if not path.startswith((".briefing-cache", "site/"))
        }
        if done.returncode:
            assert "No space left on device" in done.stderr + done.stdout, done
        lost = [path for path in before if path not in after]
        changed = [path for path in before if path in after and after[path] != before[path]]
        assert not (done.returncode and (lost or changed)), (lost, changed, done)
        assert not [path for path, data in after.items() if path not in before and not data], (
            "nothing empty is left behind"
        )


def test_output_that_cannot_be_printed_is_said(tmp_path: Path) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("no such device here")
    root = desk(tmp_path / "desk")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, str(REPOSITORY / "build.py"), "check", "--format", "json", "--root", str(root)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.returncode != 0 and "Traceback" not in done.stderr


def test_files_that_may_not_grow_are_like_a_full_disk(tmp_path: Path) -> None:
    """For where nothing can be mounted: the system refuses to write more than so much into any file."""
    root = desk(tmp_path / "desk")
    site = root / "site"
    before = clean(root, site)
    change_much(root)
    expected = clean(root, tmp_path / "expected")

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))

    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "build.py"), "--no-search", "--root", str(root)],
        capture_output=True,
        text=True,
        preexec_fn=limit,
    )
    assert done.returncode == 1 and "File too large" in done.stdout and "Traceback" not in done.stderr, done
    left = files_of(site)
    assert all(left[path] in (before[path], expected.get(path)) for path in before if path != "build-manifest.json")
    assert run("--root", root).returncode == 0 and files_of(site) == expected


# Another user may not be able to read this Python's own files: all is imported by a first build.
AS_ANOTHER = """
import os, sys
sys.path.insert(0, sys.argv[1])
from briefing.cli.command_line import main
assert main(["build", "--no-search", "--root", sys.argv[2], "--output", sys.argv[3] + "/warm", "--jobs", "1"]) == 0
import difflib, briefing.core.problem_reports
print("---", flush=True)
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
sys.exit(main(["build", "--no-search", "--root", sys.argv[2], "--output", sys.argv[3] + "/site"]))
"""


@pytest.mark.skipif(not AS_ROOT, reason="only root may become somebody else")
@pytest.mark.parametrize("what", ["the output", "a record", "a page", "the cache"])
def test_what_may_not_be_read_or_written_is_named(what: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = Path(f"/tmp/failure-{os.getpid()}-{time.monotonic_ns()}")
    folder.mkdir()
    folder.chmod(0o755)
    try:
        root = desk(folder / "desk")
        out = folder / "out"
        out.mkdir()
        before = clean(root, out / "site")
        change_much(root)
        for path in (root, *root.rglob("*"), out, *out.rglob("*")):
            os.chown(path, 65534, 65534)
        if what == "the output":
            for path in (out / "site", *(out / "site").rglob("*")):
                os.chown(path, 0, 0)
                path.chmod(0o755 if path.is_dir() else 0o644)
        elif what == "a record":
            (root / "content/topics/all.yaml").chmod(0)
        elif what == "a page":
            os.chown(out / "site/people", 0, 0)
            (out / "site/people").chmod(0o755)
        warm_free = folder / "warm"
        shutil.copytree(root, warm_free)
        command = [sys.executable, "-c", AS_ANOTHER, str(REPOSITORY), str(root), str(out)]
        if what == "the cache":
            os.chown(root, 0, 0)
            shutil.rmtree(root / ".briefing-cache")
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        said = done.stdout.partition("---\n")[2]
        if what == "the cache":
            assert done.returncode == 0, done
            return
        assert done.returncode == 1 and "Traceback" not in done.stderr, done
        assert "Permission denied" in said
        if what == "a record":
            assert "content/topics/all.yaml:1:1: error[unreadable-file]" in said and files_of(out / "site") == before
        else:
            assert "error[unwritable-output]" in said
            after = files_of(out / "site")
            assert all(path in after for path in before) and (what == "a page" or after == before)
    finally:
        shutil.rmtree(folder)


# --- others at work --------------------------------------------------------------------------------------------------


def test_files_that_change_while_they_are_read_never_end_a_build_otherwise_than_in_a_site_or_in_problems(
    tmp_path: Path,
) -> None:
    root = desk(tmp_path / "desk")
    expected = clean(root, tmp_path / "expected")
    files = [
        *sorted((root / "content").rglob("*.yaml")),
        root / "briefing.yaml",
        *sorted((root / "templates").rglob("*.html")),
    ]
    texts = {file: file.read_bytes() for file in files}
    ended, by = threading.Event(), Random(5)

    def meddle() -> None:
        while not ended.is_set():
            file = by.choice(files)
            how = by.randrange(5)
            with suppress(OSError):
                if how == 0:
                    file.write_bytes(texts[file][: by.randrange(len(texts[file]))])
                elif how == 1:
                    file.unlink()
                elif how == 2:
                    file.write_bytes(by.randbytes(50))
                elif how == 3:
                    file.write_bytes(texts[file] * 2)
                time.sleep(0.002)
                new = file.with_name(f".{file.name}.tmp")
                new.write_bytes(texts[file])
                new.replace(file)

    meddler = threading.Thread(target=meddle)
    meddler.start()
    statuses = set()
    try:
        for number in range(12):
            done = run("--root", root, "--output", tmp_path / "site", "--jobs", str(1 + number % 3))
            assert done.returncode in (0, 1), done
            assert done.returncode == 0 or "error[" in done.stdout, done
            statuses.add(done.returncode)
    finally:
        ended.set()
        meddler.join()
    for file, data in texts.items():
        file.write_bytes(data)
    assert run("--root", root, "--output", tmp_path / "site").returncode == 0
    assert files_of(tmp_path / "site") == expected


def test_builds_at_once_into_one_folder_end_in_the_site_of_the_last_content(tmp_path: Path) -> None:
    root = desk(tmp_path / "desk")
    command = [sys.executable, str(REPOSITORY / "build.py"), "--no-search", "--root", str(root), "--jobs", "2"]
    for round in range(3):
        processes = []
        for number in range(5):
            (root / "content/topics/now.yaml").write_text(f"name: Now {round} {number}\n")
            processes.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        ended = [process.communicate(timeout=120) for process in processes]
        assert [process.returncode for process in processes] == [0] * 5, ended
        assert run("--root", root).returncode == 0
        assert files_of(root / "site") == clean(root, tmp_path / f"expected-{round}")


def test_a_build_touches_nothing_outside_its_output_and_its_cache(tmp_path: Path) -> None:
    root = desk(tmp_path / "desk")
    (tmp_path / "beside").write_text("mine")

    def state() -> dict[str, tuple[int, int, int]]:
        paths = [tmp_path, *tmp_path.rglob("*")]
        kept = [
            p
            for p in paths
            if not {"site", ".briefing-cache"} & set(p.relative_to(tmp_path).parts) and p not in (root, tmp_path)
        ]
        return {str(p): (p.lstat().st_mtime_ns, p.lstat().st_ctime_ns, p.lstat().st_ino) for p in kept}

    before = state()
    assert run("--root", root).returncode == 0
    change = root / "content/topics/all.yaml"
    change.write_text("title: [")
    assert run("--root", root).returncode == 1
    after = state()
    assert {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)} == {str(change)}
    assert {p.name for p in root.iterdir()} == {p.name for p in SITES["harbour"].iterdir() if p.name != "expected"} | {
        "site",
        ".briefing-cache",
    }
