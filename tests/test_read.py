"""From bytes on a disk to raw records: what is read, what is refused, and where the problem is said to be."""

import os
from pathlib import Path

import pytest
from desk import refused, said
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.values import Document
from briefing.reading.decoder import LARGEST_FILE, File, decode
from briefing.reading.reader import load
from briefing.reading.yaml_parser import DEEPEST, MOST_RECORDS, compose, locate, parse
from briefing.schema.kinds import KIND_IN_FOLDER

FOLDERS = tuple(KIND_IN_FOLDER)
CONFIG = {"briefing.yaml": "title: T\n"}
EVENT = "title: T\ndate: 2022-10-20\n"


def problems_of(root: Path) -> list[str]:
    """Each problem as "code file", for what is wrong with whole files."""
    return [f"{p.code} {p.location.file}" for p in load(root, FOLDERS)[1]]


def hint_of(root: Path) -> str:
    (problem,) = load(root, FOLDERS)[1]
    return problem.hint


# --- the project on the disk -----------------------------------------------------------------------------------------


def test_records_are_read_in_the_order_of_their_paths(project) -> None:
    root = project(
        CONFIG
        | {"content/people/b.yaml": "name: B", "content/events/z.yaml": EVENT, "content/people/a.yaml": "name: A"}
    )
    loaded, problems = load(root, FOLDERS)
    assert problems == []
    assert loaded.config == File("briefing.yaml", "title: T\n")
    paths = ["content/events/z.yaml", "content/people/a.yaml", "content/people/b.yaml"]
    assert [file.path for file in loaded.records] == paths
    assert loaded.records[1].text == "name: A"


def test_a_folder_without_briefing_yaml_is_no_project(project) -> None:
    root = project({"content/events/a.yaml": EVENT})
    assert problems_of(root) == ["missing-config briefing.yaml"]
    assert "--root" in hint_of(root)


def test_a_project_without_content_is_told_so(project) -> None:
    assert problems_of(project(CONFIG)) == ["missing-content content"]


def test_a_file_called_content_is_no_content_folder(project) -> None:
    assert problems_of(project(CONFIG | {"content": ""})) == ["missing-content content"]


def test_an_empty_content_folder_is_fine(project) -> None:
    root = project(CONFIG)
    (root / "content").mkdir()
    assert problems_of(root) == []


@pytest.mark.parametrize(
    ("name", "meant"), [("event", "events"), ("Events", "events"), ("persons", "people"), ("sorces", "sources")]
)
def test_a_misspelt_folder_gets_a_suggestion(project, name: str, meant: str) -> None:
    root = project(CONFIG | {f"content/{name}/a.yaml": EVENT})
    assert problems_of(root) == [f"unknown-folder content/{name}"]
    if name != "persons":  # too far from `people`; the hint lists the kinds
        assert hint_of(root) == f"did you mean `{meant}`?"
    else:
        assert "people" in hint_of(root)


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("content/events/a.yml", "rename it to a.yaml"),
        ("content/events/a.YAML", "rename it to a.yaml"),
        ("content/events/notes.txt", "move it out of content/"),
        ("content/events/yaml", "move it out of content/"),
        ("content/stray.yaml", f"move it into the folder of its kind: {', '.join(FOLDERS)}"),
    ],
)
def test_a_stray_file_is_not_passed_over_in_silence(project, path: str, hint: str) -> None:
    root = project(CONFIG | {path: EVENT})
    assert problems_of(root) == [f"unexpected-file {path}"]
    assert hint_of(root) == hint


def test_a_folder_in_a_kind_s_folder_is_refused(project) -> None:
    root = project(CONFIG | {"content/events/2022/a.yaml": EVENT})
    assert problems_of(root) == ["unknown-folder content/events/2022"]


def test_what_systems_and_editors_leave_behind_is_passed_over(project) -> None:
    left = ["content/.DS_Store", "content/events/.a.yaml.swp", "content/events/a.yaml~", "content/.git/config"]
    assert problems_of(project(CONFIG | dict.fromkeys(left, "x") | {"content/events/a.yaml": EVENT})) == []


@pytest.mark.parametrize("path", ["content/events/a.yaml", "content/events", "content", "briefing.yaml", "content/x"])
@pytest.mark.parametrize("dangling", [False, True])
def test_a_symbolic_link_is_not_followed(project, tmp_path_factory, path: str, dangling: bool) -> None:
    root = project({k: v for k, v in CONFIG.items() if k != path})
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret").write_text("title: secret\n")
    target = outside / ("secret" if path.endswith(".yaml") else "")
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).symlink_to(outside / "nothing" if dangling else target)
    if path == "briefing.yaml":
        (root / "content").mkdir()
    loaded, problems = load(root, FOLDERS)
    assert [(p.code, p.location.file) for p in problems] == [("symlink", path)]
    assert not any("secret" in file.text for file in (*loaded.records, *filter(None, [loaded.config])))


def test_a_pipe_named_like_a_record_does_not_hold_the_build_up(project) -> None:
    root = project(CONFIG | {"content/events/a.yaml": EVENT})
    os.mkfifo(root / "content/events/b.yaml")
    assert problems_of(root) == ["unexpected-file content/events/b.yaml"]


def test_a_pipe_in_the_place_of_the_config_does_not_hold_the_build_up(project) -> None:
    root = project({"content/events/a.yaml": EVENT})
    os.mkfifo(root / "briefing.yaml")
    assert problems_of(root) == ["unreadable-file briefing.yaml"]


def test_a_folder_named_like_a_record_is_refused(project) -> None:
    root = project(CONFIG | {"content/events/a.yaml/b.txt": ""})
    assert problems_of(root) == ["unknown-folder content/events/a.yaml"]


def test_a_folder_in_the_place_of_the_config_is_refused(project) -> None:
    root = project({"briefing.yaml/x": "", "content/events/a.yaml": EVENT})
    assert problems_of(root) == ["unreadable-file briefing.yaml"]


@pytest.mark.parametrize("name", [b"\xff.yaml", b"\xff.txt", b"\xff"])
def test_a_file_name_that_is_not_utf8_can_be_printed(project, name: bytes) -> None:
    root = project(CONFIG | {"content/events/a.yaml": EVENT})
    with open(os.path.join(os.fsencode(root), b"content", b"events", name), "w") as file:
        file.write(EVENT)
    loaded, problems = load(root, FOLDERS)
    for problem in problems:
        f"{problem.location.file}{problem.message}{problem.hint}".encode()
    for record in loaded.records:
        record.path.encode()


def test_a_folder_name_that_is_not_utf8_can_be_printed(project) -> None:
    root = project(CONFIG | {"content/events/a.yaml": EVENT})
    os.mkdir(os.path.join(os.fsencode(root), b"content", b"event\xff"))
    _, (problem,) = load(root, FOLDERS)
    f"{problem.location.file}{problem.message}{problem.hint}".encode()


@pytest.mark.parametrize(
    ("size", "wrong"), [(LARGEST_FILE, []), (LARGEST_FILE + 1, ["file-too-large content/events/a.yaml"])]
)
def test_a_file_has_a_largest_size(project, size: int, wrong: list[str]) -> None:
    assert problems_of(project(CONFIG | {"content/events/a.yaml": b"#" * size})) == wrong


# --- characters ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "place", "byte"),
    [
        (b"\xff", "1:1", "0xff"),
        (b"title: \xe9t\xe9", "1:8", "0xe9"),
        ("title: été\nname: é".encode() + b"\xff", "2:8", "0xff"),
        ("a: é".encode("utf-16"), "1:1", "0xff"),
        (b"title: \xe2\x82", "1:8", "0xe2"),  # cut off
        (b"title: \xc0\xaf", "1:8", "0xc0"),  # overlong
        (b"title: \xed\xa0\x80", "1:8", "0xed"),  # a surrogate
        (b"\xef\xbb\xbftitle: \xff", "1:8", "0xff"),  # after a byte order mark
    ],
)
def test_bytes_that_are_not_utf8_are_pointed_at(data: bytes, place: str, byte: str) -> None:
    file, problems = decode("x", data)
    assert refused(file)
    assert said(problems) == [f"not-utf8 {place}"]
    assert byte in problems[0].message


@pytest.mark.parametrize(
    "text",
    [
        "name: می‌خواهم",  # Persian spells with U+200C
        "name: नम्‍",  # Devanagari with U+200D
        "name: 👨‍👩‍👧‍👦 🏳️‍🌈 👩🏽‍🚀",  # emoji are joined by U+200D
        "name: שלום عربي Ελλάδα 東京 Київ",
        "name: Å Å ﬁ ẛ̣",
        "name: a\tb",
        "a: 1\r\nb: 2\r\n",
        "name: \u00a0\u202f\u3000wide",
    ],
)
def test_ordinary_text_of_any_script_passes(text: str) -> None:
    assert decode("x", text.encode()) == (File("x", text), [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name: a\x00b", "control-character 1:8"),
        ("name: a\x1bb", "control-character 1:8"),
        ("name: a\x7fb", "control-character 1:8"),
        ("name: é\x85b", "control-character 1:8"),
        ("a: b\rc: d", "control-character 1:5"),
        ("a: é\rc: d", "control-character 1:5"),
        ("name: a\u2028b", "control-character 1:8"),
        ("name: a\ufffeb", "control-character 1:8"),
        ("name: a\U0001ffffb", "control-character 1:8"),
        ("a: é\nname: a\u202eb", "bidi-control 2:8"),
        ("name: a\u2066b", "bidi-control 1:8"),
        ("name: a\u200fb", "bidi-control 1:8"),
        ("name: pay\u200cpal", "misplaced-joiner 1:10"),
        ("name: pay\u200dpal", "misplaced-joiner 1:10"),
        ("\u200dname: x", "misplaced-joiner 1:1"),
    ],
)
def test_a_character_that_hides_or_reorders_is_refused(text: str, expected: str) -> None:
    file, problems = decode("x", text.encode())
    assert refused(file)
    assert said(problems) == [expected]


@pytest.mark.parametrize("character", ["\u00ad", "\u200b", "\u2060", "\u3164", "\U000e0041"])
def test_a_character_that_cannot_be_seen_is_warned_of(character: str) -> None:
    file, problems = decode("x", f"name: smi{character}th".encode())
    assert not refused(file)
    assert said(problems) == ["invisible-character 1:10"]
    assert f"U+{ord(character):04X}" in problems[0].message


def test_warnings_do_not_crowd_out_an_error() -> None:
    """Soft hyphens from a word processor must not hide what reorders the line after them."""
    file, problems = decode("x", ("name: " + "\u00ad" * 30 + "\u202e\n").encode())
    assert "bidi-control" in [p.code for p in problems]
    assert refused(file)


def test_a_binary_file_gives_few_problems() -> None:
    assert len(decode("x", b"\x00" * 10_000)[1]) <= 20


def test_a_byte_order_mark_is_not_part_of_the_text() -> None:
    assert decode("x", b"\xef\xbb\xbftitle: T\n") == (File("x", "title: T\n"), [])


# --- YAML ------------------------------------------------------------------------------------------------------------


def values(text: str) -> dict[str, str]:
    (entry,), problems = parse(File("content/events/a.yaml", text))
    assert problems == []
    return {key.value: value.value for key, value in entry.node.value}


@pytest.mark.parametrize(
    "scalar",
    [
        "NO", "no", "on", "y", "Yes", "true", "null", "~", "012", "0o17", "1e3", "2022-10-20", "0x1F", "1_000", "+1", "1.10",
        "12:30:45", ".inf", "NaN", "<<", "=", "-0", "2024-02-30", "'", "a # b"[:1], "a#b", "a:b", "|x"[1:],
    ],
)  # fmt: skip
def test_a_value_stays_the_text_that_was_typed(scalar: str) -> None:
    quoted = '"\'"' if scalar == "'" else scalar
    assert values(f"title: {quoted}") == {"title": scalar}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("title: >-\n  one\n  two\n", "one two"),
        ("title: |\n  one\n  two\n", "one\ntwo\n"),
        ("title: 'it''s: so'\n", "it's: so"),
        ('title: "tab\\tand \\u00e9"\n', "tab\tand é"),
        ("title: one\n  two\n", "one two"),
        ("title:\n", ""),
        ("title: T\r\n", "T"),
        ("title: T # comment\n", "T"),
        ("{title: T}", "T"),
        ("%YAML 1.2\n---\ntitle: no\n", "no"),
        ("title: AT&T & co *\n", "AT&T & co *"),
        ('title: "! & *"\n', "! & *"),
        ("title: a -!b ![c]\n", "a -!b ![c]"),
        ("title: R&D,&more\n", "R&D,&more"),
        ("title: " + "[x] " * 100 + "\n", None),
        ("title: |\n  " + "[x] {y} " * 100 + "\n", ("[x] {y} " * 100) + "\n"),
    ],
)
def test_every_style_of_text_is_read(text: str, value: str | None) -> None:
    if value is None:  # begins with a bracket: a list, and then rubbish
        assert parse(File("content/events/a.yaml", text))[1]
    else:
        assert values(text) == {"title": value}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x 1\nb: *x\n", "yaml-anchor 1:4"),
        ("a: 1\nb: &x\n  c: 1\n", "yaml-anchor 2:4"),
        ("&x a: 1\n", "yaml-anchor 1:1"),
        ("- [&x 1]\n", "yaml-anchor 1:4"),
        ("{a: &x 1}\n", "yaml-anchor 1:5"),
        ("a: *x\n", "yaml-anchor 1:4"),
        ("<<: *x\n", "yaml-anchor 1:5"),
        ("a: !!int 1\n", "yaml-tag 1:4"),
        ("a: ! 1\n", "yaml-tag 1:4"),
        ("a: !python/object/apply:os.system [ls]\n", "yaml-tag 1:4"),
        ("!!map {a: 1}\n", "yaml-tag 1:1"),
        ("a: !<tag:yaml.org,2002:str> 1\n", "yaml-tag 1:4"),
        ("%TAG ! tag:x,2000:\n---\na: !b 1\n", "yaml-tag 3:4"),
    ],
)
def test_anchors_aliases_and_tags_are_refused(text: str, expected: str) -> None:
    entries, problems = parse(File("content/events/a.yaml", text))
    assert [entry for entry in entries if entry.node] == []
    assert said(problems) == [expected]
    assert "quotes" in problems[0].hint


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("title: a: b\n", "1:9", "needs quotes"),
        ("title: T\n\tdate: 2022\n", "2:1", "tabs"),
        ("title: T\ndate 2022\nx: y\n", "2:1", "field: value"),
        ("title: 'T\n", "1:8", "close it"),
        ('title: T\nsummary: "a\n', "2:10", "close it"),
        ('title: "\\d"\n', "1:9", "backslash"),
        ("title: [a, b\ndate: x\n", "1:8", "bracket"),
        ("title: @home\n", "1:8", "quotes"),
        ("title: T\n date: 2022\n", "2:6", "same column"),
        ('title: "a" b\n', "1:12", "quote"),
    ],
)
def test_a_syntax_error_is_pointed_at_and_explained(text: str, place: str, hint: str) -> None:
    entries, problems = parse(File("content/events/a.yaml", text))
    assert [entry for entry in entries if entry.node] == []
    assert said(problems) == [f"yaml-syntax {place}"]
    assert hint in problems[0].hint


@pytest.mark.parametrize("unit", ["[", "{", "- ", "? ", "[{", "- ? ", "{a: ", "[\n", "[ ? "])
def test_deep_nesting_neither_crashes_nor_hangs(unit: str) -> None:
    nodes, problem = compose("x", unit * (60_000 // len(unit)))
    assert nodes == []
    assert problem
    assert problem.code in ("too-deep", "yaml-syntax")


def test_nesting_by_indentation_neither_crashes_nor_hangs() -> None:
    text = "".join(f"{' ' * depth}a:\n" for depth in range(700))
    nodes, problem = compose("x", text)
    assert nodes == []
    assert problem
    assert said([problem]) == [f"too-deep {DEEPEST + 1}:{DEEPEST + 1}"]


@pytest.mark.parametrize("unit", ["[", "{a: ", "- "])
def test_the_deepest_field_fits(unit: str) -> None:
    text = "a:\n  " + unit * 6 + "x" + {"[": "]", "{a: ": "}", "- ": ""}[unit] * 6
    assert compose("x", text)[1] is None


def test_several_records_share_a_file() -> None:
    entries, problems = parse(File("content/people/two.yaml", "id: a\nname: A\n---\nid: b\nname: B\n"))
    assert problems == []
    assert [(e.folder, e.stem, e.document.index, e.alone) for e in entries] == [
        ("people", "two", 0, False),
        ("people", "two", 1, False),
    ]


@pytest.mark.parametrize(
    "text", ["---\nname: A\n", "name: A\n...\n", "# note\n---\nname: A\n", "%YAML 1.1\n---\nname: A\n"]
)
def test_a_record_may_be_marked_as_a_document(text: str) -> None:
    (entry,), problems = parse(File("content/people/a.yaml", text))
    assert problems == []
    assert entry.alone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "empty-record 1:1"),
        ("# only a comment\n", "empty-record 1:1"),
        ("---\n", "empty-record"),
        ("---\nname: A\n---\n", "empty-record"),
        ("just text\n", "wrong-shape 1:1"),
        ("- a\n- b\n", "wrong-shape 1:1"),
        ("name: A\n---\n- b\n", "wrong-shape 3:1"),
    ],
)
def test_a_document_that_is_no_record_is_told(text: str, expected: str) -> None:
    (problem,) = parse(File("content/people/a.yaml", text))[1]
    assert said([problem])[0].startswith(expected)


def test_a_file_has_a_largest_number_of_records() -> None:
    text = "---\nname: A\n" * (MOST_RECORDS + 1)
    assert said(parse(File("content/people/a.yaml", text))[1]) == ["file-too-large 1:1"]
    assert len(parse(File("content/people/a.yaml", "---\nname: A\n" * MOST_RECORDS))[0]) == MOST_RECORDS


@given(st.text(st.sampled_from("ab:- \n[]{}#&*!|>'\"%@`?,.é\\"), max_size=120))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    _, problems = parse(File("content/events/a.yaml", text))
    lines = text.split("\n")
    for problem in problems:
        assert problem.is_error
        assert 1 <= problem.location.line <= len(lines) + (not text.endswith("\n"))
        if problem.location.line <= len(lines):
            assert 1 <= problem.location.column <= len(lines[problem.location.line - 1]) + 1


@pytest.mark.parametrize("text", ["title: 'T", "title: [a", "{"])
def test_what_is_missing_at_the_end_is_pointed_at_within_the_file(text: str) -> None:
    (problem,) = parse(File("content/events/a.yaml", text))[1]
    assert problem.location.line == 1


# --- places ----------------------------------------------------------------------------------------------------------

TEXT = """\
id: a
title: Été à Київ
participants:
  - {entity: x, role: actor}
  - entity: y
---
id: b
title: >-
  Folded
"""


@pytest.mark.parametrize(
    ("index", "keys", "place"),
    [
        (0, (), "1:1"),
        (0, ("id",), "1:5"),
        (0, ("title",), "2:8"),
        (0, ("participants", 0, "role"), "4:23"),
        (0, ("participants", 1, "entity"), "5:13"),
        (1, ("id",), "7:5"),
        (1, ("title",), "8:8"),
        # the nearest part that exists
        (0, ("participants", 1, "role"), "5:5"),
        (0, ("participants", 7), "4:3"),
        (0, ("nothing", 0), "1:1"),
        (0, ("title", "deeper"), "2:8"),
        (9, ("title",), "1:1"),
    ],
)
def test_a_value_is_found_by_the_keys_that_lead_to_it(index: int, keys: tuple, place: str) -> None:
    location = locate(Document("content/events/a.yaml", index, {"content/events/a.yaml": TEXT}), *keys)
    assert f"{location.line}:{location.column}" == place
    assert location.file == "content/events/a.yaml"


def test_columns_count_characters_not_bytes() -> None:
    location = locate(Document("x", 0, {"x": "{name: 'Київ 🛰', title: T}"}), "title")
    assert (location.line, location.column, location.length) == (1, 25, 1)
