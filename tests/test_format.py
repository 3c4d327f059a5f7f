"""One layout for every file: nothing said otherwise, no comment lost, and a second time changes nothing."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import REPOSITORY, SITES
from desk import shaped
from hypothesis import given
from hypothesis import strategies as st

from briefing.cli.command_line import main
from briefing.editing.field_layout import WIDTH, fields_in_order, scalar
from briefing.editing.formatter import formatted
from briefing.reading.yaml_parser import compose
from briefing.schema.fields import fields_of
from briefing.schema.kinds import KINDS
from briefing.schema.record_parser import ParsedRecord

ADVERSARIAL = Path(__file__).parent / "adversarial"


def laid_out(text: str, path: str = "content/events/e.yaml") -> str:
    result = formatted(path, text)
    assert result is not None
    return result


def record(one: ParsedRecord) -> tuple[object, ...]:
    return one.id, one.kind, one.record, sorted(one.pointers)


def unchanged_in_meaning(path: str, before: str, after: str) -> None:
    name = path.removeprefix("content/").removesuffix(".yaml")
    was, wrong = shaped({name: before})
    now, also_wrong = shaped({name: after})
    assert list(map(record, was)) == list(map(record, now))
    assert sorted(p.code for p in wrong) == sorted(p.code for p in also_wrong)


# --- one thing after the other ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("date: 2022\ntitle: T\n", "title: T\ndate: 2022\n"),
        ("title:   'T'\ndate: \"2022\"", "title: T\ndate: 2022\n"),
        ("title: 'a: b'\n", 'title: "a: b"\n'),
        ('title: "say \\"yes\\": now"\n', "title: 'say \"yes\": now'\n"),
        ('title: "it\'s: \\"x\\""\n', "title: 'it''s: \"x\"'\n"),
        (
            "title: NO\ndate: 0043\nplaces: [012, 1e3, ~, null, on]\n",
            "title: NO\ndate: 0043\nplaces: [012, 1e3, ~, null, on]\n",
        ),
        ("title: ' T '\n", "title: T\n"),
        ("title: T\ndate:\n", "title: T\ndate:\n"),
        ("places: [ a,b ,'c' ]\n", "places: [a, b, c]\n"),
        ("places:\n- a\n-   b\n", "places: [a, b]\n"),
        ("places: []\n", "places: []\n"),
        ("places: ['a, b', \"[c]\", ':d', 'e']\n", 'places: ["a, b", "[c]", ":d", e]\n'),
        ("participants: [{role: host, entity: x}]\n", "participants:\n  - {entity: x, role: host}\n"),
        ("participants:\n- role: host\n  entity: x\n", "participants:\n  - entity: x\n    role: host\n"),
        ("participants:\n  -\n    entity: x\n", "participants:\n  - entity: x\n"),
        (
            "equipment:\n- {item: x, quantity: {unit: y, about: 3}}\n",
            "equipment:\n  - {item: x, quantity: {unit: y, about: 3}}\n",
        ),
        ("sources:\n  - {quote: so, source: x}\n", 'sources:\n  - {source: x, quote: "so"}\n'),
        (
            "sources:\n  - source: x\n    quote: 'it''s \"so\"'\n",
            "sources:\n  - source: x\n    quote: 'it''s \"so\"'\n",
        ),
        ("summary: >\n    Folded\n    text.\n\n\n", "summary: >-\n  Folded\n  text.\n"),
        ("body: |+\n    One.\n\n      code\n\n", "body: |\n  One.\n\n    code\n"),
        ('body: "One.\\n\\nTwo."\n', "body: |\n  One.\n\n  Two.\n"),
        ("summary: plain\n  on two lines\n", "summary: plain on two lines\n"),
        ("a_mistake: x\ntitle: T\n", "title: T\na_mistake: x\n"),
        ("{title: T, date: 2022}\n", "title: T\ndate: 2022\n"),
        ("---\nid: a\ntitle: T\n...\n---\ntitle: U\nid: b\n", "id: a\ntitle: T\n---\nid: b\ntitle: U\n"),
        ("title: T\r\ndate: '2022'\r\n", "title: T\ndate: 2022\n"),
        ("title: سلام\u200cها\nplaces: [a\u00a0b]\n", "title: سلام\u200cها\nplaces: [a\u00a0b]\n"),
    ],
)
def test_layout(before: str, after: str) -> None:
    assert laid_out(before) == after
    assert laid_out(after) == after
    unchanged_in_meaning("content/events/e.yaml", before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# about the date\ndate: 2022 # when\n# about the title\ntitle: T  # what\n", "# about the title\ntitle: T  # what\n# about the date\ndate: 2022  # when\n"),
        ("# yaml-language-server: $schema=x\ndate: 2022\ntitle: T\n", "# yaml-language-server: $schema=x\ntitle: T\ndate: 2022\n"),
        ("# About this file.\n\ndate: 2022\ntitle: T\n", "# About this file.\n\ntitle: T\ndate: 2022\n"),
        ("title: T\n\n\n\ndate: 2022\n\n# end\n\n", "title: T\n\ndate: 2022\n\n# end\n"),
        ("places: # where\n- a # one\n# two\n- b\n", "places:  # where\n  - a  # one\n  # two\n  - b\n"),
        ("places: [a, b] # where\n", "places: [a, b]  # where\n"),
        ("places: [a, # one\n  b]\n", "places: [a, # one\n  b]\n"),
        ("summary: > # why\n  So.\n", "summary: >-  # why\n  So.\n"),
        ("sources:\n  - source: x # one\n    # within\n    quote: q\n    # after it\n  # after the list\n# of the title\ntitle: T\n",
         '# of the title\ntitle: T\nsources:\n  - source: x  # one\n    # within\n    quote: "q"\n    # after it\n  # after the list\n'),
        ("participants:\n  - # first\n    entity: x\n", "participants:\n  # first\n  - entity: x\n"),
        ("title: T\n# - # not: a [comment\n# places: [x]\n", "title: T\n# - # not: a [comment\n# places: [x]\n"),
        ("title: '# no comment' # one\nsummary: a#b\n", 'title: "# no comment"  # one\nsummary: a#b\n'),
        ("title: T\n---\n# between\nid: b\ntitle: U\n# end\n", "title: T\n---\n# between\nid: b\ntitle: U\n# end\n"),
    ],
)  # fmt: skip
def test_comments_stay_with_what_they_are_about(before: str, after: str) -> None:
    assert laid_out(before) == after
    assert laid_out(after) == after


LONG = "What was said, " * 12 + "and what [[some-id|a long link with words in it]] says " * 2


@pytest.mark.parametrize(
    "written",
    [
        'summary: "{}"\n',
        "summary: {}\n",
        "summary: >-\n  {}\n",
        'gaps:\n  - "{}"\n',
        'sources:\n  - source: x\n    quote: "{}"\n',
    ],
)
def test_a_text_too_long_for_its_line_is_folded(written: str) -> None:
    done = laid_out(written.format(LONG.strip()), "content/briefings/b.yaml")
    assert max(map(len, done.split("\n"))) <= WIDTH
    assert ">-\n" in done and all(line.count("[[") == line.count("]]") for line in done.split("\n"))
    unchanged_in_meaning("content/briefings/b.yaml", written.format(LONG.strip()), done)


def test_what_was_folded_by_hand_and_fits_is_left_so() -> None:
    text = "summary: >-\n  One sentence.\n  Another one.\n\n  A paragraph\n    with code\n"
    assert laid_out(text) == text


def test_what_cannot_be_folded_is_not() -> None:
    for text in ("x" * 200, "two  spaces " * 20, "a\tb " * 50, "a\u00a0b" * 60):
        done = laid_out(f"summary: {json.dumps(text.strip(), ensure_ascii=False)}\n")
        assert done.count("\n") == 1 or "a\u00a0b" not in text


@pytest.mark.parametrize(
    "text", ["title: [\n", "- a\n", "text\n", "", "# only this\n", "a: &b c\n", "? [a]\n: b\n", "title: T\n---\n"]
)
def test_what_is_no_record_is_left_alone(text: str) -> None:
    assert formatted("content/events/e.yaml", text) is None


@pytest.mark.parametrize(
    "text", ["equipment:\n  - {item: a, {b: 1}}\n", "places: [{[a]: b}]\n", "participants:\n  - {{a: b}: c}\n"]
)
def test_brackets_in_the_place_of_a_name_are_left_as_they_are(text: str) -> None:
    assert formatted("content/events/e.yaml", text) == text


def test_every_field_has_its_place() -> None:
    for kind in KINDS:
        assert {field.key for field in fields_in_order(kind)} == set(fields_of(kind))
        assert [field.key for field in fields_in_order(kind)][0] == "id"


# --- whatever it is --------------------------------------------------------------------------------------------------

FIELDS = [
    "title: T", "title: 'it''s: so'", 'title: "T" # c1', "title: plain\n  goes on # c2", "date: 2022", "date:  '2022-10~'", "date_note: >  # c3\n   Note\n   goes on\n\n   there",
    "summary: " + "long words " * 20, 'summary: "' + "longer: words " * 20 + '" # c4', "body: |\n  One.\n\n    two\n  # no comment\n", "body: |2\n    indented\n",
    "summary: 'x\n\n  y'", 'summary: "a\\\n  b # no"', "places: [a,b]", "places:\n- a\n- b # c5", "places: [a, # c6\n b]", "places: # c7\n  - a\n\n  # c8\n  - 'b'\n  # c9",
    "topics:\n    - a\n    - b", "participants: [x, {entity: y, role: host}]", "participants:\n- entity: x # c10\n  # c11\n  role: host\n- y\n  # c12",
    "participants:\n  -\n    entity: x\n  - # c13\n    entity: z", "equipment:\n  - item: x\n    quantity: {about: 3} # c14\n  - {item: y,\n     role: used}",
    "sources:\n  - source: s\n    quote: 'q: \"r\"'\n    locator: p. 4", "sources: [s, {source: t, note: n}] # c15", "same_as: [https://example.org/?a=1&b=2#c]", "speeker: x",
    "speeker: {a: [b, {c: d}], e: f}", "claims:\n  - - a\n  - [b]", "claims: ['']", "claims: {}", "former_ids:\n  []", "status: draft   # c16", "status: ! draft", "x y: z", "'id': e", '"quoted # key": 1',
]  # fmt: skip
GAPS = st.lists(st.sampled_from(["", "", "# comment", "  # indented", "#: [", "    # deep", "#"]), max_size=2)


@st.composite
def files(draw: st.DrawFn) -> str:
    documents = []
    for _ in range(draw(st.integers(1, 2))):
        fields = draw(
            st.lists(st.sampled_from(FIELDS), min_size=1, max_size=6, unique_by=lambda field: re.split(":", field)[0])
        )
        documents.append(
            "".join("".join(f"{line}\n" for line in draw(GAPS)) + f"{field}\n" for field in fields)
            + "".join(f"{line}\n" for line in draw(GAPS))
        )
    text = draw(st.sampled_from(["", "", "---\n", "# top\n---\n"])) + draw(
        st.sampled_from(["---\n", "...\n---\n"])
    ).join(documents)
    return text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"])))


COMMENT = re.compile(r"(?:^|(?<=\s))#.*?(?=\r?$)", re.MULTILINE)


@given(files())
def test_a_second_time_changes_nothing_and_nothing_is_lost(text: str) -> None:
    path = "content/events/e.yaml"
    done = formatted(path, text)
    nodes, problem = compose(path, text)
    if done is None:
        assert (
            problem
            or any(getattr(n, "flow_style", None) is None or not n.value for n in nodes)
            or "- - a" in text
            or "x y" in text
        ), text
        return
    assert formatted(path, done) == done
    unchanged_in_meaning(path, text, done)
    assert sorted(c.strip() for c in COMMENT.findall(text)) == sorted(c.strip() for c in COMMENT.findall(done))


@given(
    st.lists(
        st.sampled_from([f for f in FIELDS if "#" not in f and "\n" not in f and "!" not in f]),
        min_size=1,
        max_size=6,
        unique_by=lambda field: re.split(":", field)[0],
    )
)
def test_the_order_of_fields_makes_no_difference(fields: list[str]) -> None:
    known = [field for field in fields if re.split(":", field)[0] in fields_of(KINDS[1])]
    if known:
        assert laid_out("\n".join(known)) == laid_out("\n".join(reversed(known)))


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).map(str.strip).filter(bool),
    st.booleans(),
    st.booleans(),
)
def test_any_text_of_one_line_can_be_written(text: str, flow: bool, quoted: bool) -> None:
    written = scalar(text, flow, quoted)
    nodes, problem = compose("x", f"k: [{written}, z]\n" if flow else f"k: {written}\n")
    if re.search("[\ud800-\udfff\ufffe\uffff]", text):
        return
    assert problem is None, problem
    value = nodes[0].value[0][1]
    assert (value.value[0] if flow else value).value == text


@pytest.mark.parametrize("root", [REPOSITORY, *SITES.values()], ids=["own", *SITES])
def test_whole_projects_survive(root: Path) -> None:
    for file in sorted([*root.glob("content/*/*.yaml"), root / "briefing.yaml"]):
        path, text = file.relative_to(root).as_posix(), file.read_text("utf-8")
        done = laid_out(text, path)
        assert laid_out(done, path) == done
        if path != "briefing.yaml":
            unchanged_in_meaning(path, text, done)


def test_the_yaml_test_suite_survives() -> None:
    cases = [json.loads(line) for line in (ADVERSARIAL / "yaml_test_suite.jsonl").read_text("utf-8").splitlines()]
    texts = [text for case in cases for text in case.values() if isinstance(text, str)]
    done = [(text, result) for text in texts if (result := formatted("content/events/e.yaml", text)) is not None]
    assert len(done) > 20
    for text, result in done:
        assert formatted("content/events/e.yaml", result) == result, text


# --- the command -----------------------------------------------------------------------------------------------------

Project = Callable[[Mapping[str, str | bytes]], Path]
DISK = {
    "briefing.yaml": "title: 'T'\n",
    "content/events/e.yaml": "date: 2022\ntitle: T   # c\n",
    "content/topics/t.yaml": "name: N\n",
}


def test_the_command_writes_only_what_changes(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(DISK)
    stamp = (root / "content/topics/t.yaml").stat().st_mtime_ns
    assert main(["fmt", "--check", "--root", str(root)]) == 1
    assert (
        capsys.readouterr().out
        == "briefing.yaml\ncontent/events/e.yaml\n2 files to lay out anew, 1 file in order. Run `python build.py fmt`.\n"
    )
    assert (root / "content/events/e.yaml").read_text() == DISK["content/events/e.yaml"]
    assert main(["fmt", "--root", str(root)]) == 0
    assert (root / "content/events/e.yaml").read_text() == "title: T  # c\ndate: 2022\n"
    assert (root / "content/topics/t.yaml").stat().st_mtime_ns == stamp
    capsys.readouterr()
    assert main(["fmt", "--check", "--root", str(root)]) == 0
    assert capsys.readouterr().out == "0 files to lay out anew, 3 files in order.\n"


@pytest.mark.parametrize("line", ["title: Burn #1 of five", "title: Burn  #1 of five", "summary: A # b\ntitle: T"])
def test_a_text_that_stops_at_a_hash_is_never_made_to_look_like_one_with_a_comment(line: str) -> None:
    assert formatted("content/events/e.yaml", f"date: 2022 # a day\n{line}\n") is None
    whole = line.replace(" #1", " no. 1").replace("A # b", "A  # b")
    assert formatted("content/events/e.yaml", f"date: 2022 # a day\n{whole}\n") is not None


@pytest.mark.parametrize("found", ["\ufefftitle: T\n", "title: T\r\n", "\ufefftitle: T\r\n"])
def test_a_byte_order_mark_and_carriage_returns_go(
    project: Project, found: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project({"briefing.yaml": found.encode(), "content/topics/t.yaml": "name: N\n"})
    assert main(["fmt", "--check", "--root", str(root)]) == 1
    assert main(["fmt", "--root", str(root)]) == 0
    assert (root / "briefing.yaml").read_bytes() == b"title: T\n"
    capsys.readouterr()
    assert main(["fmt", "--check", "--root", str(root)]) == 0


@pytest.mark.parametrize(
    ("path", "changed"), [("content/events", 1), ("content/topics/t.yaml", 0), (".", 2), ("briefing.yaml", 1)]
)
def test_paths_choose_the_files(project: Project, capsys: pytest.CaptureFixture[str], path: str, changed: int) -> None:
    root = project(DISK)
    assert main(["fmt", "--check", "--root", str(root), str(root / path)]) == (1 if changed else 0)
    assert f"{changed} file" in capsys.readouterr().out


def test_a_path_that_is_none_is_wrong_usage(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(DISK)
    assert main(["fmt", "--root", str(root), str(root / "content/evnets")]) == 2
    assert "no record file at" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_is_told_and_left(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(DISK | {"content/events/f.yaml": "title: [\n", "content/events/g.yaml": b"title: \xff\n"})
    assert main(["fmt", "--root", str(root)]) == 1
    printed = capsys.readouterr()
    assert "content/events/f.yaml:2:1: error[yaml-syntax]" in printed.err and "error[not-utf8]" in printed.err
    assert (root / "content/events/f.yaml").read_text() == "title: [\n"
    assert "2 files laid out anew, 1 file in order.\n" in printed.out


def test_this_repositorys_content_is_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fmt", "--check", "--root", str(REPOSITORY)]) == 0, capsys.readouterr().out
