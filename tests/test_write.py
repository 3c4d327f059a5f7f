"""The output folder: what is not ours stays, what is the same is not touched, and a build cut short is mended by the next."""

import contextlib
import errno
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from briefing.build.output import output_writer as module
from briefing.build.output.output_writer import MANIFEST, Output, Written, sha256_hex, unwritable
from briefing.core.problems import Problem

FILES = {
    "index.html": b"home",
    "events/index.html": b"events",
    "events/a.html": "é".encode(),
    "people/b.html": b"",
    "static/deep/er/style.css": b"\x00\xff",
    "robots.txt": b"robots\n",
}


def write(output: Path, shown: str, files: Mapping[str, bytes]) -> tuple[Written | None, list[Problem]]:
    """Make the output folder hold exactly these files, as a build does."""
    folder, problems = Output.at(str(output), shown)
    if folder is None:
        return None, problems
    try:
        folder.begin(files)
        changed = sum(folder.put(path, data)[0] for path, data in sorted(files.items()))
        removed = folder.finish({path: sha256_hex(data) for path, data in files.items()})
    except OSError as error:
        return None, [unwritable(shown, error)]
    return Written(changed, len(files) - changed, removed), []


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything in a folder by path: a file's bytes, where a link leads, None for a folder."""
    return {
        p.relative_to(folder).as_posix(): os.readlink(p).encode()
        if p.is_symlink()
        else None
        if p.is_dir()
        else p.read_bytes()
        for p in sorted(folder.rglob("*"))
    }


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        p.relative_to(folder).as_posix(): (p.stat().st_mtime_ns, p.stat().st_ino)
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def done(output: Path, files: Mapping[str, bytes]) -> Written:
    written, problems = write(output, "site", files)
    assert problems == [] and written is not None
    return written


def refused(output: Path, files: Mapping[str, bytes] = FILES) -> str:
    """The code and message with which a write is refused, and that nothing was touched."""
    before = tree(output) if output.is_dir() else None
    written, problems = write(output, "site", files)
    assert written is None and len(problems) == 1
    assert (tree(output) if output.is_dir() else None) == before
    return f"{problems[0].code}: {problems[0].message}"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    output = tmp_path / "site"
    done(output, FILES)
    return output


def test_the_folder_holds_exactly_the_files_and_a_list_of_them(tmp_path: Path) -> None:
    output = tmp_path / "not" / "yet" / "there"
    assert done(output, FILES) == Written(changed=6, unchanged=0, removed=0)
    got = {path: data for path, data in tree(output).items() if data is not None}
    listed = json.loads(got.pop(MANIFEST) or b"")
    assert got == FILES
    assert list(listed["files"]) == sorted(FILES)


def test_a_second_write_touches_nothing(site: Path) -> None:
    before = stamps(site)
    assert done(site, FILES) == Written(changed=0, unchanged=6, removed=0)
    assert stamps(site) == before


def test_only_the_file_that_changed_is_written(site: Path) -> None:
    before = stamps(site)
    assert done(site, FILES | {"events/a.html": b"new"}) == Written(changed=1, unchanged=5, removed=0)
    after = stamps(site)
    assert {path for path in before if before[path] != after[path]} == {"events/a.html", MANIFEST}


def test_a_file_that_somebody_changed_or_deleted_is_made_again(site: Path) -> None:
    (site / "index.html").write_bytes(b"home, and more")
    (site / "robots.txt").unlink()
    assert done(site, FILES) == Written(changed=2, unchanged=4, removed=0)
    assert (site / "index.html").read_bytes() == b"home" and (site / "robots.txt").exists()


def test_what_is_no_longer_made_vanishes_with_its_empty_folders(site: Path) -> None:
    fewer = {path: FILES[path] for path in ("index.html", "events/index.html", "robots.txt")}
    assert done(site, fewer) == Written(changed=0, unchanged=3, removed=3)
    assert set(tree(site)) == {*fewer, "events", MANIFEST}


def test_a_file_may_take_the_place_of_a_folder_and_a_folder_that_of_a_file(site: Path) -> None:
    done(site, FILES | {"static/x": b"1", "static/y/z": b"2"})
    changed = FILES | {"static/x/w": b"1", "static/y": b"2"}
    written, problems = write(site, "site", changed)
    assert problems == [] and written
    assert {path: data for path, data in tree(site).items() if data is not None and path != MANIFEST} == changed


def test_what_hosts_and_git_keep_in_the_folder_is_left_alone(tmp_path: Path) -> None:
    output = tmp_path / "site"
    first, later = (".gitignore", ".nojekyll", ".git/HEAD"), ("events/.htaccess", "gone/.gitkeep")
    for path in first:
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_bytes(path.encode())
    done(output, FILES | {"gone/x.html": b"x"})
    for path in later:
        (output / path).write_bytes(path.encode())
    assert done(output, FILES).removed == 1
    for path in (*first, *later):
        assert (output / path).read_bytes() == path.encode()


@pytest.mark.parametrize("path", [".bashrc", ".ssh/id_ed25519", ".keepass.kdbx"])
def test_a_home_folder_is_not_taken_for_an_empty_one(tmp_path: Path, path: str) -> None:
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text("mine")
    written, problems = write(tmp_path, "site", FILES)
    assert written is None and [p.code for p in problems] == ["foreign-output"]
    assert [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()] == [path]


def link_to_outside(output: Path) -> None:
    (output / "index.html").unlink()
    (output / "index.html").symlink_to(output.parent / "precious.txt")


def link_to_folder(output: Path) -> None:
    for file in (output / "events").iterdir():
        file.unlink()
    (output / "events").rmdir()
    (output / "events").symlink_to(output.parent / "precious", target_is_directory=True)


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda output: (output / "thesis.doc").write_text("mine"), "thesis.doc"),
        (lambda output: (output / "events" / "mine.html").write_text("mine"), "events/mine.html"),
        (lambda output: (output / "dangling").symlink_to("nowhere"), "dangling (a link)"),
        (link_to_outside, "index.html (a link)"),
        (link_to_folder, "events (a link)"),
        (lambda output: (output / MANIFEST).unlink(), "events/, index.html, people/ and 2 more"),
        (lambda output: (output / MANIFEST).write_text("{"), "and 2 more"),
        (lambda output: (output / MANIFEST).write_text("[]"), "and 2 more"),
        (lambda output: (output / MANIFEST).write_text('{"files": ["index.html"]}'), "and 2 more"),
        (lambda output: (output / MANIFEST).write_text("[" * 100_000), "and 2 more"),
        (lambda output: (output / MANIFEST).write_bytes(b"\xff\x00"), "and 2 more"),
    ],
    ids=[
        "file", "file-in-folder", "dangling-link", "link-for-file", "link-for-folder", "no-list", "half-a-list",
        "list-of-nothing", "list-of-names", "list-too-deep", "list-not-text",
    ],
)  # fmt: skip
def test_what_no_build_wrote_is_refused_and_nothing_is_deleted(site: Path, spoil: Callable, named: str) -> None:
    precious = site.parent / "precious"
    precious.mkdir()
    (site.parent / "precious.txt").write_text("precious")
    (precious / "a.html").write_text("precious")
    spoil(site)
    message = refused(site, {"index.html": b"new"})
    assert message.startswith("foreign-output") and named in message
    assert (site.parent / "precious.txt").read_text() == "precious"
    assert (precious / "a.html").read_text() == "precious"


def test_an_output_that_is_a_file_is_refused_and_stays(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a letter")
    assert refused(tmp_path / "site").startswith("foreign-output")
    assert (tmp_path / "site").read_text() == "a letter"


def test_an_output_that_cannot_be_made_is_a_problem_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a letter")
    assert refused(tmp_path / "file" / "site").startswith("unwritable-output")
    assert (tmp_path / "file").read_text() == "a letter"


# --- a list that lies ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["../precious.txt", "events/../../precious.txt", "{outside}/precious.txt", "../precious/a"]
)
def test_a_tampered_list_never_leads_to_deleting_anything_outside(site: Path, path: str) -> None:
    precious = site.parent / "precious"
    precious.mkdir()
    (precious / "a").write_text("precious")
    (site.parent / "precious.txt").write_text("precious")
    listed = json.loads((site / MANIFEST).read_text())
    listed["files"][path.replace("{outside}", str(site.parent))] = "0" * 64
    (site / MANIFEST).write_text(json.dumps(listed))
    write(site, "site", FILES)
    assert (precious / "a").read_text() == "precious"
    assert (site.parent / "precious.txt").read_text() == "precious"


def test_a_tampered_list_never_deletes_dot_files(site: Path) -> None:
    (site / ".git").mkdir()
    (site / ".git" / "HEAD").write_text("ref")
    listed = json.loads((site / MANIFEST).read_text())
    listed["files"] |= {".git/HEAD": "0" * 64, ".git": "0" * 64, "": "0" * 64, ".": "0" * 64}
    (site / MANIFEST).write_text(json.dumps(listed))
    write(site, "site", FILES)
    assert (site / ".git" / "HEAD").read_text() == "ref"


# --- cut short -------------------------------------------------------------------------------------------------------


class Full:
    """os.replace on a disk that is full from the n-th call on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, n: int) -> None:
        self.calls, self.n, self.replace = 0, n, os.replace
        monkeypatch.setattr(module.os, "replace", self)

    def __call__(self, old: str, new: str) -> None:
        self.calls += 1
        if self.calls >= self.n:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), old)
        self.replace(old, new)


NEXT = {"index.html": b"home 2", "events/a.html": "é".encode(), "new/c.html": b"c", "static/y.css": b"y", "z.txt": b"z"}


@pytest.mark.parametrize("first", [None, FILES], ids=["new-folder", "over-an-old-site"])
@pytest.mark.parametrize("n", range(1, 13))
def test_a_build_cut_short_is_mended_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, n: int, first: Mapping[str, bytes] | None
) -> None:
    output, clean = tmp_path / "site", tmp_path / "clean"
    done(clean, NEXT)
    if first:
        done(output, first)
    with monkeypatch.context() as patch:
        full = Full(patch, n)
        written, problems = write(output, "site", NEXT)
    if full.calls >= n:
        assert written is None
        assert [p.code for p in problems] == ["unwritable-output"] and os.strerror(errno.ENOSPC) in problems[0].message
    done(output, NEXT)
    assert tree(output) == tree(clean)


@pytest.mark.parametrize("n", range(1, 9))
def test_a_build_cut_short_leaves_nothing_of_a_record_that_is_then_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, n: int
) -> None:
    output, clean = tmp_path / "site", tmp_path / "clean"
    without = {"index.html": b"home"}
    done(clean, without)
    done(output, without)
    with monkeypatch.context() as patch:
        Full(patch, n)
        write(output, "site", NEXT)
    done(output, without)
    assert tree(output) == tree(clean)


@pytest.mark.parametrize("n", range(1, 9))
def test_a_removal_cut_short_is_mended_by_the_next(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, n: int
) -> None:
    done(tmp_path / "clean", {"index.html": b"home"})
    calls = 0

    def stop(real: Callable) -> Callable:
        def step(*args: object, **given: object) -> None:
            nonlocal calls
            calls += 1
            if calls == n:
                raise KeyboardInterrupt
            real(*args, **given)

        return step

    with monkeypatch.context() as patch, contextlib.suppress(KeyboardInterrupt):
        for name in ("unlink", "remove", "rmdir"):
            patch.setattr(os, name, stop(getattr(os, name)))
        write(site, "site", {"index.html": b"home"})
    assert calls
    done(site, {"index.html": b"home"})
    assert tree(site) == tree(tmp_path / "clean")


def test_readers_never_see_half_a_file(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the moment before a file is replaced, the old one stands whole beside the finished new one."""
    seen = []
    replace = os.replace

    def look(old: str, new: str) -> None:
        seen.append((Path(new).name, Path(new).read_bytes(), Path(old).read_bytes()))
        replace(old, new)

    with monkeypatch.context() as patch:
        patch.setattr(module.os, "replace", look)
        done(site, FILES | {"index.html": b"home 2"})
    assert seen[0] == ("index.html", b"home", b"home 2")
