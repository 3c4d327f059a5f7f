"""`check-site`: every file that is missing, changed or foreign is named, and a whole site passes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from test_cli import run
from test_publish import desk  # noqa: F401

from briefing.build.output.output_writer import MANIFEST
from briefing.build.pipeline import build
from briefing.publishing.checksums import Fault, Sums, differing, examine

Project = Callable[[Mapping[str, str | bytes]], Path]


def test_a_whole_site_passes_and_the_sum_of_its_list_is_told(desk: Path) -> None:
    done = run("check-site", "--root", desk)
    digest = sha256((desk / "site" / MANIFEST).read_bytes()).hexdigest()
    files = len([p for p in (desk / "site").rglob("*") if p.is_file()]) - 1
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        f"{files} files, each as listed; the list's sha256 is {digest}.\n",
        "",
    )
    assert run("check-site", desk / "site").stdout == done.stdout


def test_every_fault_is_named_one_a_line(desk: Path) -> None:
    site = desk / "site"
    (site / "index.html").write_bytes((site / "index.html").read_bytes().replace(b"Small", b"Smell"))
    (site / "events/fire.html").unlink()
    (site / "events/stranger.html").write_text("x")
    (site / "sources/\x1b[2J\n.html").write_text("x")
    (site / "link").symlink_to(site / "index.html")
    (site / ".env").write_text("x")
    (site / ".nojekyll").write_text("")  # hosts want it
    done = run("check-site", site)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "foreign    .env", "missing    events/fire.html", "foreign    events/stranger.html", "changed    index.html", "foreign    link",
        "foreign    sources/<U+001B>[2J<U+000A>.html",
    ]  # fmt: skip
    assert "6 files of " in done.stderr
    told = json.loads(run("check-site", site, "--format", "json").stdout)
    assert {"fault": "changed", "path": "index.html"} in told["faults"] and len(told["faults"]) == 6
    assert told["not_reproducible"] == ["pagefind/"] and len(told["manifest_sha256"]) == 64 and told["drafts"] is False


def test_a_link_in_place_of_a_file_is_foreign_even_with_the_same_bytes(desk: Path) -> None:
    page = desk / "site/index.html"
    page.rename(desk / "index.html")
    page.symlink_to(desk / "index.html")
    _, faults = examine(str(desk / "site"))
    assert faults == [Fault("foreign", "index.html"), Fault("missing", "index.html")]


def test_what_is_no_site_is_wrong_usage_and_a_site_without_its_list_a_fault(desk: Path) -> None:
    assert run("check-site", desk / "nothing").returncode == 2
    assert run("check-site", "--root", desk / "content").returncode == 2
    (desk / "site" / MANIFEST).unlink()
    done = run("check-site", desk / "site")
    assert (done.returncode, done.stdout) == (1, f"missing    {MANIFEST}\n")
    assert json.loads(run("check-site", desk / "site", "--format", "json").stdout)["files"] is None


@pytest.mark.parametrize(
    "listed",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"files": []}',
        b'{"files": {"a": 1}}',
        b"[" * 100_000,
        b'{"files": {"../a": "0"}}',
        b'{"files": {"/etc/passwd": "0"}}',
        b'{"files": {"": ""}}',
    ],
    ids=lambda data: ascii(data[:20]),
)
def test_a_damaged_list_is_a_fault_and_nothing_outside_is_looked_at(desk: Path, listed: bytes) -> None:
    (desk / "site" / MANIFEST).write_bytes(listed)
    sums, faults = examine(str(desk / "site"))
    assert sums is None and faults == [Fault("changed", MANIFEST)]


def test_a_build_that_was_cut_short_is_seen(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefing.build.output.output_writer import Output

    (desk / "content/topics").mkdir()
    (desk / "content/topics/new.yaml").write_text("name: New\n")

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Output, "finish", stop)
        with pytest.raises(KeyboardInterrupt):
            build(desk, desk / "site", jobs=1)
    _, faults = examine(str(desk / "site"))
    assert Fault("unfinished", "topics/new.html") in faults
    build(desk, desk / "site", jobs=1)
    assert examine(str(desk / "site"))[1] == []


def test_drafts_are_told(desk: Path) -> None:
    build(desk, desk / "site", drafts=True, jobs=1)
    assert "drafts among them" in run("check-site", desk / "site").stdout
    build(desk, desk / "site", jobs=1)
    assert "drafts" not in run("check-site", desk / "site").stdout


def test_two_sites_are_compared_but_for_what_no_tool_makes_twice() -> None:
    one = Sums({"a": "1", "b": "2", "pagefind/x": "3", "pagefind.html": "4"}, False, "")
    other = Sums({"a": "1", "b": "3", "c": "4", "pagefind/y": "5"}, False, "")
    assert differing(one, other) == ["b", "c", "pagefind.html"]
