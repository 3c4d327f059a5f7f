"""What changed since a revision: `check --since` asks for a word about it, `diff` says it. Repositories are made here."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import REPOSITORY
from desk import sound

from briefing.cli.change_report import as_data, as_markdown
from briefing.cli.command_line import main
from briefing.corpus.corpus_differences import BEARING, compare, unnoted
from briefing.schema.fields import fields_of
from briefing.schema.kinds import KINDS

FILES = {
    "briefing.yaml": "title: Port Avel\nbase_url: https://example.org/\n",
    "content/people/lind.yaml": "name: Mara Lind\n",
    "content/people/moss.yaml": "name: Ivo Moss\n",
    "content/sources/gazette.yaml": "title: Gazette\n",
    "content/places/avel.yaml": "name: Avel\n",
    "content/events/ferry.yaml": "title: Ferry adrift\ndate: 2031-05-03\nplaces: [avel]\nsources: [gazette]\n",
    "content/claims/burns.yaml": "text: The ferry burns.\nabout: [avel]\nevent: ferry\n",
    "content/statements/lind-1.yaml": (
        "speaker: lind\ndate: 2031-05-03\nquote: It burns\nevent: ferry\npositions:\n  - {claim: burns, stance: asserts}\nsources: [gazette]\n"
    ),
}
LIND = FILES["content/statements/lind-1.yaml"]
NOTE = "changes: [{date: 2031-05-05, kind: correction, note: We had misheard *her*.}]\n"
# Neither the tester's settings nor a hook's surroundings may reach the repositories made here.
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | {
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "LC_ALL": "C",
    **{f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "T"), ("EMAIL", "t@example.org"))},
}  # fmt: skip

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
Commit = Callable[[Mapping[str, str | None]], None]


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=root, env=ENVIRONMENT, check=True, capture_output=True, encoding="utf-8"
    ).stdout


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.delenv("FORCE_COLOR", raising=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project in a folder of a repository, with one commit, tagged v1."""
    root = tmp_path / "desk"
    change(root, FILES)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    git(tmp_path, "tag", "v1")
    return root


def change(root: Path, files: Mapping[str, str | None]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            (root / path).unlink()
        else:
            (root / path).write_text(text, "utf-8")


def ran(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = main([str(argument) for argument in arguments])
    shown = capsys.readouterr()
    return status, shown.out, shown.err


# --- check --since ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        ("statements/lind-1", LIND.replace("It burns", "It burned"), "3:8: warning[unnoted-change]: `quote` changed"),
        ("statements/lind-1", LIND.replace("asserts", "suggests"), "6:3: warning[unnoted-change]: `positions` changed"),
        ("statements/lind-1", LIND.replace("lind", "moss").replace("05-03", "05-04"), "1:10: warning[unnoted-change]: `speaker` and `date` changed"),
        ("statements/lind-1", LIND.replace("[gazette]", "[{source: gazette, quote: It burns}]"), None),  # more than before
        ("statements/lind-1", LIND + NOTE, None),
        ("statements/lind-1", LIND.replace("It burns", "It burned") + NOTE, None),
        ("statements/lind-1", LIND.replace("It burns", "It burned") + "status: draft\n", None),
        ("statements/lind-1", LIND + "summary: She said so.\ntopics: []\n", None),
        ("statements/lind-1", "# another layout\n" + LIND.replace("It burns", ">-\n  It\n  burns"), None),
        ("claims/burns", "text: The ferry is burning.\nabout: [avel]\nevent: ferry\n", "1:7: warning[unnoted-change]: `text` changed"),
        ("claims/burns", FILES["content/claims/burns.yaml"] + "quantity: {exactly: 1}\n", "4:11: warning[unnoted-change]: `quantity` changed"),
        ("events/ferry", "title: Ferry adrift\ndate: 2031-05-03\nsources: [gazette]\n", "1:1: warning[unnoted-change]: `places` changed"),
        ("people/lind", "name: Mara Lind\naliases: [Lind]\n", None),
        ("people/new", "name: New\n", None),
    ],
)  # fmt: skip
def test_a_word_is_asked_for_where_a_record_says_something_else(
    path: str, text: str, place: str | None, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(root, {f"content/{path}.yaml": text})
    status, shown, _ = ran(capsys, "check", "--root", root, "--since", "v1")
    assert status == 0
    if place is None:
        assert "unnoted-change" not in shown
    else:
        assert (
            f"content/{path}.yaml:{place} since this was published" in shown
            and "`{date: …, kind: correction, note: …}`" in shown
        )


def test_a_new_entry_counts_and_an_old_one_does_not(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(root, {"content/statements/lind-1.yaml": LIND.replace("It burns", "It burned") + NOTE})
    git(root, "commit", "-qam", "second")
    change(root, {"content/statements/lind-1.yaml": LIND.replace("It burns", "It smokes") + NOTE})
    assert "unnoted-change" in ran(capsys, "check", "--root", root, "--since", "HEAD")[1]
    assert "unnoted-change" not in ran(capsys, "check", "--root", root, "--since", "v1")[1]


def test_what_was_a_draft_may_change(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(root, {"content/statements/lind-2.yaml": LIND + "status: draft\n"})
    git(root, "add", "-A")
    git(root, "commit", "-qm", "second")
    change(root, {"content/statements/lind-2.yaml": LIND.replace("It burns", "It burned")})
    assert "unnoted-change" not in ran(capsys, "check", "--root", root, "--since", "HEAD")[1]


def test_a_rename_is_no_change_of_what_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(
        root,
        {
            "content/people/lind.yaml": None,
            "content/people/mara-lind.yaml": "name: Mara Lind\nformer_ids: [lind]\n",
            "content/claims/burns.yaml": None,
            "content/claims/ferry-burns.yaml": FILES["content/claims/burns.yaml"] + "former_ids: [burns]\n",
            "content/statements/lind-1.yaml": LIND.replace("speaker: lind", "speaker: mara-lind").replace(
                "claim: burns", "claim: ferry-burns"
            ),
        },
    )
    assert "unnoted-change" not in ran(capsys, "check", "--root", root, "--since", "v1")[1]
    shown = ran(capsys, "diff", "v1", "--root", root)[1]
    assert (
        "## At another address" in shown
        and "people/lind.html" in shown
        and "## Changed" not in shown
        and "statement" not in shown
    )


def test_a_file_that_does_not_read_by_today_s_rules_is_left_out(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(root, {"content/people/moss.yaml": "nam: Ivo Moss\n", "content/people/dell.yaml": "name: [\n"})
    git(root, "add", "-A")
    git(root, "commit", "-qm", "broken")
    change(root, {"content/people/moss.yaml": "name: Ivo Moss\n", "content/people/dell.yaml": "name: Dell\n"})
    status, shown, aside = ran(capsys, "diff", "HEAD", "--root", root)
    assert (status, shown) == (0, "# Port Avel: what changed since HEAD\n\nNothing.\n")
    assert "2 files did not read by today's rules" in aside and "content/people/dell.yaml" in aside


# --- what can be wrong with a revision -------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [["check", "--since"], ["diff"]])
def test_what_is_no_revision_is_explained(
    command: list[str], root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for revision in ("v9", "v1:desk", "", "v1 v2", "$(touch x)", "HEAD~7"):
        status, shown, aside = ran(capsys, *command, revision, "--root", root)
        assert (status, shown) == (2, "") and f"git knows no revision `{revision}`" in aside
    clone = tmp_path / "clone"
    change(root, {"content/people/lind.yaml": "name: Mara Lind-Moss\n"})
    git(root, "commit", "-qam", "second")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tmp_path}", str(clone))
    status, _, aside = ran(capsys, *command, "v1", "--root", clone / "desk")
    assert status == 2 and "fetch-depth: 0" in aside


def test_without_a_repository_or_git(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    change(tmp_path, FILES)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    status, _, aside = ran(capsys, "diff", "HEAD", "--root", tmp_path)
    assert status == 2 and "this project is not in a git repository" in aside
    monkeypatch.setenv("PATH", str(tmp_path))
    status, _, aside = ran(capsys, "check", "--since", "HEAD", "--root", tmp_path)
    assert status == 2 and "git is not installed" in aside


def test_within_a_hook_the_project_is_found_all_the_same(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hook = tmp_path / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nexec {sys.executable} {REPOSITORY / 'build.py'} check --root desk --since v1\n")
    hook.chmod(0o755)
    change(root, {"content/people/lind.yaml": "name: Mara Lind-Moss\n"})
    done = subprocess.run(
        ["git", "commit", "-qam", "second"],
        cwd=tmp_path,
        env=ENVIRONMENT,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    assert "warning[unnoted-change]" in done.stdout + done.stderr


def test_a_revision_that_looks_like_an_option_is_none(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, aside = ran(capsys, "check", "--since=--output=x", "--root", root)
    assert status == 2 and "git knows no revision" in aside and not (root / "x").exists()


def test_names_of_every_sort_are_read_from_git(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    several = "id: a\nname: A\n---\nid: b\nname: B\n"
    change(
        root,
        {
            "content/people/several.yaml": several,
            "content/people/.hidden.yaml": "x: [\n",
            "content/people/été.yaml": "name: Été\n",
        },
    )
    (root / "content/people/linked.yaml").symlink_to("lind.yaml")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "second")
    (root / "content/people/linked.yaml").unlink()
    change(root, {"content/people/été.yaml": None, "content/people/several.yaml": several.replace("B", "Bee")})
    status, shown, aside = ran(capsys, "diff", "HEAD", "--root", root)
    assert status == 0 and "name: “B” is now “Bee”" in shown and shown.count("- ") == 2
    assert "été.yaml" in aside


# --- diff ------------------------------------------------------------------------------------------------------------


def test_a_newsletter(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gone = "status: withdrawn\nchanges: [{date: 2031-05-06, kind: retraction, note: It never was.}]\n"
    change(
        root,
        {
            "content/statements/lind-1.yaml": LIND.replace("asserts", "suggests").replace("It burns", "It [may] burn")
            + NOTE,
            "content/statements/moss-1.yaml": LIND.replace("lind", "moss")
            .replace("asserts", "denies")
            .replace("It burns", "It does *not*"),
            "content/events/ferry.yaml": FILES["content/events/ferry.yaml"] + gone,
            "content/places/avel.yaml": "name: Port Avel\nsummary: A harbour.\ncoordinates: [54.1, 12.1]\n",
            "content/sources/gazette.yaml": "title: Gazette\nurl: https://example.org/g_1\n",
        },
    )
    status, shown, _ = ran(capsys, "diff", "v1", "--root", root)
    assert status == 0
    assert shown == (
        "# Port Avel: what changed since v1\n\n"
        "## Withdrawn\n\n"
        "- [Ferry adrift](https://example.org/events/ferry.html) (event)\n"
        "  - 6 May 2031, retraction: It never was.\n\n"
        "## Corrected\n\n"
        "- [Mara Lind, 3 May 2031: “It \\[may\\] burn”](https://example.org/statements/lind-1.html) (statement)\n"
        "  - 5 May 2031, correction: We had misheard her.\n"
        "  - quote: “It burns” is now “It \\[may\\] burn”\n"
        "  - positions: “The ferry burns.”: asserts is now suggests\n\n"
        "## Where claims stand now\n\n"
        "- [The ferry burns.](https://example.org/claims/burns.html): now contested, until now single origin\n\n"
        "## New\n\n"
        "- [Ivo Moss, 3 May 2031: “It does \\*not\\*”](https://example.org/statements/moss-1.html) (statement)\n\n"
        "## Changed\n\n"
        "- [Port Avel](https://example.org/places/avel.html) (place)\n"
        "  - summary: written\n"
        "  - name: “Avel” is now “Port Avel”\n"
        "  - coordinates: now “54.1, 12.1”\n"
        "- [Gazette](https://example.org/sources/gazette.html) (source)\n"
        "  - url: now “https://example.org/g\\_1”\n"
    )


def test_between_two_revisions_and_as_data(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(root, {"content/people/moss.yaml": None, "content/people/lind.yaml": "name: Mara Lind-Moss\n"})
    git(root, "add", "-A")
    git(root, "commit", "-qm", "second")
    change(root, {"content/people/lind.yaml": "name: Else\n"})
    status, shown, _ = ran(capsys, "diff", "v1", "HEAD", "--root", root)
    assert status == 0 and "# Port Avel: what changed since v1, up to HEAD\n" in shown and "Else" not in shown
    assert "## No longer there\n\n- **Ivo Moss** (person)\n" in shown
    found = json.loads(ran(capsys, "diff", "v1", "HEAD", "--root", root, "--format", "json")[1])
    assert (found["since"], found["until"]) == ("v1", "HEAD")
    assert [(record["what"], record["id"], record["label"]) for record in found["records"]] == [
        ("changed", "lind", "Mara Lind-Moss"),
        ("removed", "moss", "Ivo Moss"),
    ]
    assert found["records"][0]["fields"] == [
        {
            "field": "name",
            "before": "Mara Lind",
            "after": "Mara Lind-Moss",
            "words": "name: “Mara Lind” is now “Mara Lind-Moss”",
            "claim_bearing": True,
        }
    ]


def test_a_broken_project_is_not_compared(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(root, {"content/people/moss.yaml": "nam: Ivo Moss\n"})
    status, shown, aside = ran(capsys, "diff", "v1", "--root", root)
    assert (status, shown) == (1, "") and "python build.py check" in aside


def test_from_the_command_line_without_options_it_is_explained() -> None:
    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "build.py"), "diff"],
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 2 and "REV" in done.stderr


# --- the pure part ---------------------------------------------------------------------------------------------------


def test_every_kind_says_which_of_its_fields_bear_claims() -> None:
    assert set(BEARING) == {kind.KIND for kind in KINDS}
    for kind in KINDS:
        assert BEARING[kind.KIND] <= set(fields_of(kind)), kind


def test_nothing_differs_from_itself_and_every_field_can_be_told() -> None:
    from briefing.build.pipeline import check_project

    own = check_project(REPOSITORY).corpus
    assert compare(own, own) == [] and list(unnoted(own, own)) == []
    empty = sound({})
    for old, new in ((empty, own), (own, empty)):
        found = compare(old, new)
        assert len(found) == len(own.records)
        assert as_markdown(found, old, new, "a").count("\n- ") == len(found)
        json.dumps(as_data(found, old, new, "a", "b"))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("", "postings: []", "now said to be none"),
        ("postings: []", "", "no longer said to be none"),
        ("", "postings: [{title: clerk, organization: o}]", "now also “clerk (o)”"),
        ("postings: [{title: clerk, organization: o}]", "postings: []", "no longer “clerk (o)”"),
        ("postings: [{title: clerk, organization: o}]", "", "no longer “clerk (o)”"),
    ],
)
def test_an_empty_list_of_postings_says_something_and_no_list_nothing(before: str, after: str, told: str) -> None:
    old, new = (sound({"people/a": f"name: A\n{field}\n", "organizations/o": "name: o\n"}) for field in (before, after))
    found = compare(old, new)
    assert f"postings: {told}\n" in as_markdown(found, old, new, "v1")
    json.dumps(as_data(found, old, new, "v1", ""))


def test_what_an_editor_wrote_cannot_break_out_of_the_newsletter() -> None:
    old = sound({})
    new = sound({"people/a": 'name: "](https://evil.example) <script> `x` # | ~"\n'})
    text = as_markdown(compare(old, new), old, new, "[x](y)")
    assert (
        r"\]" in text
        and "<script" not in text.replace("\\<script", "")
        and "](https://evil" not in text.replace(r"\](https", "")
    )
