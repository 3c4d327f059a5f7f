"""A renamed id is another one everywhere that it is a reference, and nothing else in any file is touched."""

import difflib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import REPOSITORY, SITES
from hypothesis import given
from hypothesis import strategies as st

from briefing.build.pipeline import check_project
from briefing.cli.command_line import main
from briefing.editing.record_renaming import Renamed, RenameRefused, rename
from briefing.project.dry_run import added, check_in_memory
from briefing.reading import reader
from briefing.reading.decoder import File
from briefing.schema.kinds import KIND_IN_FOLDER

Project = Callable[[Mapping[str, str | bytes]], Path]


def files(texts: Mapping[str, str]) -> list[File]:
    return [File(f"content/{path}.yaml", text) for path, text in texts.items()]


def after(texts: Mapping[str, str], old: str = "old", new: str = "brand-new") -> dict[str, str]:
    """The files after renaming, by their paths as `texts` has them."""
    renamed = rename(files(texts), old, new)
    assert isinstance(renamed, Renamed), renamed
    changed = {f"content/{path}.yaml": text for path, text in texts.items()} | dict(renamed.texts)
    return {renamed.moved.get(path, path)[len("content/") : -len(".yaml")]: text for path, text in changed.items()}


PERSON = "name: Old\n"
BASE = {"people/old": PERSON, "people/someone": "name: S\n"}

# What an editor may write that refers to `old` (OLD here), and looks the same afterwards but for that.
WAYS = {
    "plain": "speaker: OLD\n",
    "with a comment": "speaker: OLD  # the old one\n",
    "in quotes": "speaker: 'OLD'\nevent: \"e\"\n",
    "in double quotes with space": 'speaker: " OLD "\n',
    "below a fold": "speaker: >-\n  OLD\n",
    "in a flow list": "via: [ a,OLD , b ]  # [OLD\n",
    "in a flow list over lines": "about: [\n  a,\n  OLD,  # c\n  ]\n",
    "in a block list": "via:\n- OLD   \n\n# c\n-   b\n",
    "in a mapping": "sources: [{source: s, note: 'see [[OLD]]'}]\n",
    "mentioned": "summary: Of [[OLD]] and [[OLD|the old man]], [[ OLD | him ]].\n",
    "mentioned in a literal text": "body: |\n  A [[OLD|very\n  old]] man,\n\n    [[OLD]] again.\n",
    "mentioned in a folded text": "summary: >-\n    A [[OLD|very\n    old]] man, and [[\n    OLD]].\n",
    "mentioned in quotes": "summary: 'It''s [[OLD]]'\nbody: \"“[[OLD]]”: \\\"yes\\\"\"\n",
    "mentioned by the way": 'date_note: "[[OLD]]"\nsummary: plain [[OLD]]\n  over lines [[OLD]]\n',
}
# What only looks like a reference to `old`.
OTHERS = {
    "code": "summary: Write `[[old]]`, and [[older]], old-er, more-old, [[very-old|old]].\n",
    "a comment": "summary: Nothing  # [[old]] speaker: old\n# old\n",
    "a word": "summary: An old man. old\nrole: old\n",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_reference_is_renamed_and_nothing_else(way: str, newline: str) -> None:
    others = dict.fromkeys(("a", "b"), "x")
    text = (WAYS[way] + ("" if "speaker" in WAYS[way] else "speaker: someone\n") + "date: 2022\n\n\n").replace(
        "\n", newline
    )
    texts = BASE | {"statements/s": text.replace("OLD", "old"), **{f"people/{o}": "name: O\n" for o in others}}
    assert after(texts)["statements/s"] == text.replace("OLD", "brand-new").replace("# [brand-new", "# [old")


@pytest.mark.parametrize("other", OTHERS)
def test_what_is_no_reference_stays(other: str) -> None:
    texts = BASE | {
        "statements/s": "speaker: old\n" + OTHERS[other],
        "people/older": "name: O\n",
        "people/very-old": "name: V\n",
    }
    assert after(texts)["statements/s"] == "speaker: brand-new\n" + OTHERS[other]


def test_an_id_with_escapes_is_written_plainly() -> None:
    assert (
        after(BASE | {"statements/s": 'speaker: "o\\x6cd"\nvia: [old]\n'})["statements/s"]
        == "speaker: brand-new\nvia: [brand-new]\n"
    )


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("name: Old\n", "name: Old\nformer_ids: [old]\n"),
        ("name: Old", "name: Old\nformer_ids: [old]"),
        ("# c\nname: Old  # n\n\n# end\n", "# c\nname: Old  # n\nformer_ids: [old]\n\n# end\n"),
        ("name: Old\r\n", "name: Old\r\nformer_ids: [old]\r\n"),
        ("name: Old\nbody: |\n  One.\n\n  Two.\n\n", "name: Old\nbody: |\n  One.\n\n  Two.\nformer_ids: [old]\n\n"),
        (
            "name: Old\naliases:\n  - a\n  - b # c\n# d\n",
            "name: Old\naliases:\n  - a\n  - b # c\nformer_ids: [old]\n# d\n",
        ),
        (
            "name: Old\nchanges:\n- {date: 2022, kind: update, note: N}\n",
            "name: Old\nformer_ids: [old]\nchanges:\n- {date: 2022, kind: update, note: N}\n",
        ),
        ("name: Old\nformer_ids: [older, 'oldest']\n", "name: Old\nformer_ids: [older, 'oldest', old]\n"),
        ("former_ids:\n  - older # c\n# d\nname: Old\n", "former_ids:\n  - older # c\n  - old\n# d\nname: Old\n"),
        ("former_ids:\n- older\nname: Old\n", "former_ids:\n- older\n- old\nname: Old\n"),
        ("name: Old\nformer_ids: [ ]\n", "name: Old\nformer_ids: [old ]\n"),
        ("name: Old\nformer_ids: [a, brand-new, b]\n", "name: Old\nformer_ids: [a, old, b]\n"),
        ("{name: Old}\n", "{name: Old, former_ids: [old]}\n"),
        ("  name: Old\n  aliases: [a]\n", "  name: Old\n  aliases: [a]\n  former_ids: [old]\n"),
        ("---\nname: Old\n...\n", "---\nname: Old\nformer_ids: [old]\n...\n"),
    ],
)
def test_the_old_id_leads_to_the_record(before: str, expected: str) -> None:
    assert after({"people/old": before}) == {"people/brand-new": expected}


def test_a_record_that_shares_its_file_keeps_the_file() -> None:
    text = "id: a\nname: A\n---\n# the old one\nid: 'old'\nname: Old\n---\nid: b\nname: B\nsummary: After [[old]].\n"
    expected = "id: a\nname: A\n---\n# the old one\nid: 'brand-new'\nname: Old\nformer_ids: [old]\n---\nid: b\nname: B\nsummary: After [[brand-new]].\n"
    assert after({"people/several": text}) == {"people/several": expected}


def test_an_id_in_a_file_of_its_own_is_renamed_with_it() -> None:
    assert after({"people/old": "id: old\nname: Old\n"}) == {
        "people/brand-new": "id: brand-new\nname: Old\nformer_ids: [old]\n"
    }


def test_a_record_may_mention_itself() -> None:
    assert (
        after({"people/old": "name: Old\nsummary: This is [[old]].\n"})["people/brand-new"].count("[[brand-new]]") == 1
    )


@pytest.mark.parametrize(
    ("old", "new", "message", "hint"),
    [
        ("odl", "x", "no record has the id `odl`", "did you mean `old`?"),
        ("was-old", "x", "no record has the id `was-old`", "it is now called `old`"),
        ("old", "someone", "the person in content/people/someone.yaml has the id", "that no record has"),
        ("old", "was-someone", "was once the id of the person `someone`", "that no record has had"),
        ("old", "Old One", "`Old One` is not an id", "as in old-one"),
        ("old", "index", "`index` is reserved", "make it longer"),
        ("old", "old", "is its id already", ""),
        ("old", "several", "there is a file content/people/several.yaml already", "another id"),
    ],
)
def test_what_cannot_be_done_is_explained(old: str, new: str, message: str, hint: str) -> None:
    texts = {
        "people/old": "name: Old\nformer_ids: [was-old]\n",
        "people/someone": "name: S\nformer_ids: [was-someone]\n",
        "people/several": "id: p\nname: P\n---\nid: q\nname: Q\n",
    }
    refused = rename(files(texts), old, new)
    assert isinstance(refused, RenameRefused)
    assert message in refused.message and hint in refused.hint


@pytest.mark.parametrize(
    "broken", ["speaker: old\ndate: [\n", "- old\n", "speaker: &a old\n", "id: a\nname: N\n---\nname: old\n"]
)
def test_a_file_that_cannot_be_read_and_has_the_id_stops_it(broken: str) -> None:
    refused = rename(files(BASE | {"people/broken": broken}), "old", "x")
    assert isinstance(refused, RenameRefused) and "content/people/broken.yaml" in refused.message and refused.problems
    assert isinstance(rename(files(BASE | {"people/broken": broken.replace("old", "others")}), "old", "x"), Renamed)


def test_a_record_that_cannot_be_read_is_not_renamed() -> None:
    refused = rename(files({"people/old": "name: [\n"}), "old", "x")
    assert isinstance(refused, RenameRefused) and refused.problems[0].code == "yaml-syntax"


def test_where_the_old_id_still_stands_is_told() -> None:
    renamed = rename(files(BASE | {"statements/s": "speaker: old\nsummary: Write `[[old]]`\n# not old\n"}), "old", "x")
    assert isinstance(renamed, Renamed)
    assert [(place.file, place.line, place.column) for place in renamed.left] == [
        ("content/statements/s.yaml", 2, 19),
        ("content/statements/s.yaml", 3, 7),
    ]


# --- whole projects --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("root", [REPOSITORY, *SITES.values()], ids=["own", *SITES])
def test_every_record_can_be_renamed_and_back(root: Path) -> None:
    project, _ = reader.load(root, tuple(KIND_IN_FOLDER))
    ids = sorted(check_project(root, drafts=True).corpus.documents)
    was = {file.path: file.text for file in project.records}
    found = check_in_memory(project.config, project.records)
    for id in ids[:: max(1, len(ids) // 40)]:
        there = rename(project.records, id, "another-name")
        assert isinstance(there, Renamed)
        moved = [File(there.moved.get(f.path, f.path), there.texts.get(f.path, f.text)) for f in project.records]
        assert added(found, check_in_memory(project.config, moved), {**there.moved, id: "another-name"}) == []
        back = rename(moved, "another-name", id)
        assert isinstance(back, Renamed) and back.references == there.references
        now = {back.moved.get(f.path, f.path): back.texts.get(f.path, f.text) for f in moved}
        lines = [
            line
            for path in was
            for line in difflib.ndiff(was[path].split("\n"), now[path].split("\n"))
            if line[0] in "+-"
        ]
        assert [line for line in lines if "another-name" not in line and "former_ids" not in line] == []
        assert len(lines) <= 2


TEXTS = st.text("[]|`'\" \n#:->old[[]]", max_size=40)


@given(
    st.lists(TEXTS | st.sampled_from(["[[old]]", "`[[old]]`", "[[old|x]]", "old", "[[older]]"]), max_size=6),
    st.sampled_from(["|", ">-", "'", '"']),
)
def test_whatever_the_text_only_its_references_change(pieces: list[str], style: str) -> None:
    text = " ".join(pieces)
    if style in "|>-":
        written = f"{style}\n" + "".join(f"  {line}\n" for line in f"x{text}".split("\n"))
    else:
        written = style + "x" + text.replace("\n", " ").replace(style, "''" if style == "'" else '\\"') + style + "\n"
    texts = BASE | {"people/older": "name: O\n", "events/e": f"title: T\ndate: 2022\nsummary: {written}"}
    before = check_in_memory(None, files(texts))
    renamed = rename(files(texts), "old", "brand-new")
    if isinstance(renamed, RenameRefused):
        assert any(p.is_error and p.location.file == "content/events/e.yaml" for p in before)
        return
    now = [File(renamed.moved.get(f.path, f.path), renamed.texts.get(f.path, f.text)) for f in files(texts)]
    assert added(before, check_in_memory(None, now), {**renamed.moved, "old": "brand-new"}) == []
    assert (
        renamed.texts.get("content/events/e.yaml", texts["events/e"]).replace("brand-new", "old") == texts["events/e"]
    )


# --- the command -----------------------------------------------------------------------------------------------------

DISK = {
    "briefing.yaml": "title: T\n",
    "content/sources/old.yaml": b"\xef\xbb\xbftitle: Old\r\n",
    "content/events/e.yaml": "title: T\ndate: 2022\nsources: [old]  # old\n",
    "archive/old.txt": "What it says.\n",
}


def disk(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def test_the_command_renames_on_the_disk(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(DISK)
    assert main(["rename", "old", "annual-report", "--root", str(root)]) == 0
    assert disk(root) == {
        "archive/annual-report.txt": b"What it says.\n",
        "briefing.yaml": b"title: T\n",
        "content/events/e.yaml": b"title: T\ndate: 2022\nsources: [annual-report]  # old\n",
        "content/sources/annual-report.yaml": b"\xef\xbb\xbftitle: Old\r\nformer_ids: [old]\r\n",
    }
    printed = capsys.readouterr().out
    assert printed.startswith("old is now annual-report: 1 reference in 2 files changed.\n")
    assert "still stands" in printed and "content/events/e.yaml:3:29" in printed
    assert check_project(root).is_valid


def test_an_archived_text_is_not_overwritten(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(DISK | {"archive/annual-report.txt": "Another.\n"})
    was = disk(root)
    assert main(["rename", "old", "annual-report", "--root", str(root)]) == 1
    assert "archive/annual-report.txt already" in capsys.readouterr().err and disk(root) == was


def test_a_dry_run_shows_the_diff_and_changes_nothing(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(DISK)
    was = disk(root)
    assert main(["rename", "old", "annual-report", "--dry-run", "--root", str(root)]) == 0
    assert disk(root) == was
    printed = capsys.readouterr().out
    assert "--- a/content/sources/old.yaml\n+++ b/content/sources/annual-report.yaml\n" in printed
    assert "-sources: [old]  # old\n+sources: [annual-report]  # old\n" in printed
    assert "+former_ids: [old]" in printed and printed.endswith(
        "rename from archive/old.txt\nrename to archive/annual-report.txt\n"
    )


@pytest.mark.parametrize("nth", [1, 2, 3, 4])
def test_when_writing_fails_nothing_is_renamed(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], nth: int
) -> None:
    import os

    root = project(DISK)
    was = disk(root)
    real, calls = os.replace, []

    def failing(source: str, target: str) -> None:
        calls.append(target)
        if len(calls) == nth:
            raise OSError(28, "No space left on device", str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", failing)
    status = main(["rename", "old", "annual-report", "--root", str(root)])
    monkeypatch.undo()
    if len(calls) >= nth:
        assert status == 1 and "nothing was renamed" in capsys.readouterr().err
        assert disk(root) == was
    else:
        assert status == 0


def test_wrong_usage_is_status_2_and_a_broken_file_1(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(DISK | {"content/events/broken.yaml": "title: old [\n: : old\n"})
    assert main(["rename", "odl", "x", "--root", str(root)]) in (1, 2)
    assert main(["rename", "old", "x", "--root", str(root)]) == 1
    assert "content/events/broken.yaml" in capsys.readouterr().err
    (root / "content/events/broken.yaml").unlink()
    assert main(["rename", "odl", "x", "--root", str(root)]) == 2
    assert "did you mean `old`?" in capsys.readouterr().err
