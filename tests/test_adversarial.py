"""Hostile inputs (tests/adversarial/README.md): each is refused with a place, or handled like any other text."""

import json
import resource
import signal
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from desk import holdable, least, linked, record, refused, said, shaped

from briefing.checks.rules import check
from briefing.core.problems import Problem
from briefing.reading.decoder import decode
from briefing.rendering import markdown
from briefing.schema import fields
from briefing.schema.fields import id_problem
from briefing.schema.kinds import KINDS

HERE = Path(__file__).parent / "adversarial"
MEMORY = 512 * 1024 * 1024


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def from_bytes(path: str, data: bytes) -> tuple[str | None, list[Problem]]:
    """A file's bytes as `load` treats them, then shaped: the record's title, if it is sound, and the problems."""
    file, problems = decode(f"content/{path}.yaml", data)
    ones, found = ((), []) if file is None or refused(file) else shaped({path: file.text})
    made = ones[0].record if ones else None
    return getattr(made, "title", None), problems + found


# --- YAML ------------------------------------------------------------------------------------------------------------

# A source needs only its title, which is all that these files have.
CHILD = """
import json, sys, time
sys.path[:0] = sys.argv[1:3]
from test_adversarial import from_bytes
data = open(sys.argv[3], "rb").read()
began = time.perf_counter()
title, problems = from_bytes("sources/hostile", data)
took = time.perf_counter() - began
places = [[p.code, p.location.file, p.location.line, p.location.column] for p in problems if p.is_error]
print(json.dumps({"title": title, "errors": places, "took": took}))
"""


def limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


@pytest.mark.parametrize("case", json.loads((HERE / "yaml_hostile/expect.json").read_text()), ids=lambda c: c["file"])
def test_hostile_yaml(case: dict[str, Any]) -> None:
    root, file = HERE.parent.parent, HERE / "yaml_hostile" / case["file"]
    command = [sys.executable, "-c", CHILD, str(HERE.parent), str(root), str(file)]
    child = subprocess.run(command, capture_output=True, text=True, timeout=60, preexec_fn=limit_memory)
    assert child.returncode == 0, child.stderr
    made = json.loads(child.stdout)
    assert made["took"] <= case["max_s"]
    if case["expect"] == "reject":
        assert made["title"] is None
        assert made["errors"]
        assert all(
            name == "content/sources/hostile.yaml" and line >= 1 and column >= 1
            for _, name, line, column in made["errors"]
        )
    else:
        assert made["title"] == case["expect"].removeprefix("string:").partition(" or ")[0]
        assert made["errors"] == []


def test_documents_that_name_their_ids_may_share_a_file() -> None:
    assert from_bytes("sources/two", b"id: a\ntitle: A\n---\nid: b\ntitle: B\n")[1] == []


@pytest.mark.parametrize("row", rows("yaml_test_suite.jsonl"), ids=lambda row: row["id"])
def test_the_yaml_test_suite(row: dict[str, Any]) -> None:
    _, problems = from_bytes("sources/case", row["yaml"].encode("utf-8", "surrogatepass"))
    assert all(p.location.line >= 1 and p.location.column >= 1 for p in problems)
    if row["must_fail"]:
        assert any(p.is_error for p in problems)


@pytest.mark.parametrize("depth", [100, 1000, 20_000])
@pytest.mark.parametrize("unit", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_in_a_field(unit: str, depth: int) -> None:
    _, problems = from_bytes("sources/deep", ("title:\n  " + unit * depth).encode())
    assert any(p.is_error for p in problems)


# --- ids and look-alikes ---------------------------------------------------------------------------------------------


def refused_as_id(id: str) -> bool:
    """Whether no record can bear a text as its id, neither by its file's name nor by an `id:` key."""
    by_name, problems = ((), []) if "/" in id else shaped({f"people/{id}": "name: N\n"})
    assert "/" in id or any(p.is_error for p in problems)
    written = f"id: {json.dumps(id, ensure_ascii=False)}\nname: N\n"
    by_key, _ = shaped({"people/two": written + "---\nid: other\nname: M\n"})
    return id not in [one.id for one in (*by_name, *by_key)] and id_problem(id) is not None


@pytest.mark.parametrize("row", rows("bad_ids.jsonl"), ids=lambda row: ascii(row["id"])[:20])
def test_a_bad_id_is_refused(row: dict[str, Any]) -> None:
    assert refused_as_id(row["id"])


@pytest.mark.parametrize(
    "id",
    [
        "a/b",
        "../a",
        "/etc/passwd",
        "a\nb",
        "a\x00b",
        "ａ",
        "ı",
        "ﬁ",
        "K",
        "a\u200bb",
        "AUX",
        "nul",
        "lpt9",
        "x" * 81,
        "a" * 100_000,
    ],
)
def test_more_bad_ids_are_refused(id: str) -> None:
    assert refused_as_id(id)


@pytest.mark.parametrize("row", rows("unicode_spoof.jsonl"), ids=lambda row: f"{row['kind']} {ascii(row['s'])[:20]}")
def test_a_text_that_looks_like_another(row: dict[str, Any]) -> None:
    text = row["s"].encode("utf-16", "surrogatepass").decode("utf-16")
    title, problems = from_bytes("sources/spoof", f"title: {text}\n".encode())
    expect = row["expect"]
    if expect in ("reject", "reject-or-isolate"):
        assert title is None
        assert any(p.is_error for p in problems)
    elif expect == "reject-in-id-warn-in-text":
        assert title == text
        assert [p.code for p in problems] == ["invisible-character"]
        assert refused_as_id(text)
    elif expect.startswith("same-key-as:"):
        other = expect.partition(":")[2]
        assert (
            title == from_bytes("sources/spoof", f"title: {other}\n".encode())[0] == unicodedata.normalize("NFC", text)
        )
    else:
        assert expect == "reject-as-id" or expect.startswith("collides-with:")
        assert refused_as_id(text)
        assert (title, problems) == (unicodedata.normalize("NFC", text), [])


@pytest.mark.parametrize(
    "name",
    ["محمد بن سلمان", "می‌خواهم", "בנימין", "क्‍ष", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇺🇦", "1️⃣", "Ñandú", "Đorđe", "Ⅳ", "ʻOkina", "台灣"],
)
def test_a_legitimate_name_passes(name: str) -> None:
    assert from_bytes("sources/a", f"title: {name}\n".encode()) == (unicodedata.normalize("NFC", name), [])
    assert record("sources/a", f"title: {json.dumps(name, ensure_ascii=False)}\n").title == unicodedata.normalize(
        "NFC", name
    )


# --- Markdown --------------------------------------------------------------------------------------------------------

UNITS = [
    "> ", "> > ", ">\n", "* ", "- ", "1. ", "1.\n", "> - ", "- > ", "[", "(", "**", "*", "__", "_", "`", "[a](", "[a](b", "[a](<b", "\\", "\\*", "\\`",
    "_*", "*_", "*a_ ", "a**b", "**a *b", "[[", "[[a", "[[a|", "[[a]]", "[[a]](", "](", "![", "![[]](", "[^", "[x][", "[*", "[`", "*`", "`a``b", "<", "<a",
    "<https://a", "<!--", "<![CDATA[", "&amp;", "|", "| a ", "| a |\n", "|-|\n|-|\n", "    ", "\t", " \n", "#", "# ", "===\n", "---\n", "a\n---\n", "- - ",
    "*** ", "a  \n", "a\n", "a\n\n", "- a\n\n", "- a\n  - b\n", "- a\n\n        b\n", "[a]: b\n", "{: ", "~", '"', "http://",
]  # fmt: skip


def ladder(step: str) -> Any:
    """A line for each level, each deeper by a step than the one before."""

    def write(size: int) -> str:
        lines, length, depth = [], 0, 0
        while length < size:
            lines.append(step * depth + "- a\n")
            length, depth = length + len(lines[-1]), depth + 1
        return "".join(lines)

    return write


SHAPES = {
    "lists in lists, two spaces": ladder("  "),
    "lists in lists, four spaces": ladder("    "),
    "quotes in quotes": ladder("> "),
    "brackets opened and closed": lambda size: "[" * (size // 2) + "]" * (size // 2),
    "parentheses in a link": lambda size: "[a](" + "(" * (size // 2) + ")" * (size // 2) + ")",
    "emphasis opened and closed": lambda size: "*a " * (size // 6) + " a*" * (size // 6),
    "ever longer backticks": lambda size: " ".join("`" * n for n in range(1, int((2 * size) ** 0.5))),
    "a wide table": lambda size: "|".join("a" * (size // 6)) + "\n" + "|".join("-" * (size // 6)) + "\n" + "|".join("b" * (size // 6)),
    "a long table": lambda size: "a|b\n-|-\n" + "c|d\n" * (size // 4),
    "a ragged table": lambda size: "a|b\n-|-\n" + "|" * size,
    "a rule that is none": lambda size: "- " * (size // 2) + "a",
    "spaces in a line": lambda size: "a" + " " * size + "b",
    "spaces in lines": lambda size: "a" + "\n " * (size // 2) + "b",
    "links in links": lambda size: "[[[a]] x](https://example.org) " * (size // 31),
    "a link never closed": lambda size: "[[[a]](https://example.org " * (size // 27),
}  # fmt: skip


@contextmanager
def cut_off(seconds: float) -> Iterator[None]:
    """Ends what runs away, so that one hang does not hide what the other tests find."""

    def give_up(*_: object) -> None:
        raise TimeoutError(f"still running after {seconds} s of CPU")

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def cpu(text: str) -> float:
    """Seconds of CPU that a text costs to render; the best of three, where others may have been disturbed."""
    took: list[float] = []
    while not took or (took[-1] > 0.8 and len(took) < 3):
        began = time.process_time()
        with cut_off(3):
            markdown.render(text, lambda id, text: f'<a href="/{id}.html">{text or id}</a>')
        took.append(time.process_time() - began)
    return min(took)


@pytest.mark.parametrize("row", rows("markdown_pathological.jsonl"), ids=lambda row: row["name"])
def test_pathological_markdown(row: dict[str, Any]) -> None:
    assert cpu(row["unit"] * row["repeat"]) < row["max_cpu_s"]


@pytest.mark.parametrize("mark", ["> ", ">", "- ", "* ", "1. ", "12.", "> - ", ">\t"])
@pytest.mark.parametrize("depth", [11, 23, 24])
def test_a_few_deep_lines(mark: str, depth: int) -> None:
    assert cpu((mark * depth + "a\n") * 10) < 1


@pytest.mark.parametrize("size", [5_000, 30_000])
@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_markdown_of_one_mark_repeated(unit: str, size: int) -> None:
    assert cpu((unit * size)[:size]) < 1


@pytest.mark.parametrize("size", [5_000, 30_000])
@pytest.mark.parametrize("shape", SHAPES)
def test_markdown_nested(shape: str, size: int) -> None:
    assert cpu(SHAPES[shape](size)[:size]) < 1


@pytest.mark.parametrize("unit", ["](", "[a](", "![a](", "<a ", "`", "<!--", "</", "<a\n", "](\n", "] (", "[[", "](  "])
def test_the_checks_of_texts_take_no_time(unit: str) -> None:
    text = json.dumps((unit * 30_000)[:29_990])
    corpus, _ = linked({"people/a": f"name: N\nbody: {text}\n"})
    with cut_off(2):
        check(corpus)


# --- whole builds ----------------------------------------------------------------------------------------------------

# One process imports all and then forks for each case, which builds a project under the limit and tells what it took.
BUILDS = """
import json, os, pathlib, resource, sys, tempfile, time
sys.path.insert(0, sys.argv[1])
from briefing.build.pipeline import build
for name, files in json.load(sys.stdin).items():
    root = pathlib.Path(tempfile.mkdtemp(dir=sys.argv[2]))
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(bytes.fromhex(text))
    process = os.fork()
    if process == 0:
        resource.setrlimit(resource.RLIMIT_AS, (512 * 2**20, 512 * 2**20))
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
        began = time.process_time()
        built = build(root, root / "site", jobs=1)
        took = time.process_time() - began
        errors = [[p.code, p.location.file, p.location.line, p.location.column] for p in built.problems if p.is_error]
        print(json.dumps({"name": name, "took": took, "errors": errors, "written": built.written is not None}), flush=True)
        os._exit(0)
    if os.waitpid(process, 0)[1]:
        print(json.dumps({"name": name, "took": 99, "errors": [], "written": False}), flush=True)
"""
PLAIN = {"briefing.yaml": b"title: T\n", "content/topics/all.yaml": b"name: All\n"}


def hostile_projects() -> dict[str, dict[str, bytes]]:
    projects = {
        f"yaml: {path.name}": {"content/sources/hostile.yaml": path.read_bytes()}
        for path in sorted((HERE / "yaml_hostile").glob("*.yaml"))
    }
    for row in rows("markdown_pathological.jsonl"):
        text = row["unit"] * row["repeat"]
        for many in (
            len(text),
            4900,
        ):  # as it is, which a field may refuse for its length, and as long as a field may be
            body = f"name: N\nbody: {json.dumps(text[:many], ensure_ascii=False)}\n".encode()
            projects[f"markdown: {row['name']} {many}"] = {"content/people/hostile.yaml": body}
    deep, wide = b"[" * 20_000, b"a: &a [" + b"x, " * 50_000 + b"]\nb: *a\n"
    for name, data in {
        "deep": b"name: " + deep,
        "wide": wide,
        "many": b"---\nname: N\n" * 5000,
        "huge": b"name: " + b"x" * 3_000_000,
    }.items():
        projects[f"own: {name}"] = {"content/people/hostile.yaml": data}
        projects[f"own: {name} in briefing.yaml"] = {"briefing.yaml": data}
        projects[f"own: {name} in a lock"] = {"quotes.lock": data, "permalinks.lock": data}
    return projects


def test_each_hostile_input_in_a_whole_build_takes_less_than_a_second_and_512_mb(tmp_path: Path) -> None:
    projects = hostile_projects()
    given = json.dumps(
        {name: {path: data.hex() for path, data in (PLAIN | files).items()} for name, files in projects.items()}
    )
    command = [sys.executable, "-c", BUILDS, str(HERE.parent.parent), str(tmp_path)]
    done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["name"] for one in told] == list(projects) and len(told) > 35
    for one in told:
        assert one["took"] < 1.0, one
        assert one["written"] or one["errors"], one
        assert all(
            line >= 1 and column >= 1 and path in PLAIN | projects[one["name"]]
            for _, path, line, column in one["errors"]
        ), one


# --- every field -----------------------------------------------------------------------------------------------------


def written(type: fields.Type, text: str) -> Iterator[str]:
    """YAML of a field's type with a text in each place that takes one."""
    if isinstance(type, fields.Many):
        for item in written(type.of, text):
            yield f"[{item}]"
    elif isinstance(type, fields.Struct):
        parts = [f"{key}: {next(written(field.type, text))}" for key, field in fields.fields_of(type.cls).items()]
        yield f"{{{', '.join(parts)}}}"
        for key, field in fields.fields_of(type.cls).items():  # one at a time, beside values that are good
            good = {f.key: good_value(f) for f in fields.fields_of(type.cls).values() if f.required} | {
                key: next(written(field.type, text))
            }
            yield "{" + ", ".join(f"{k}: {v}" for k, v in good.items()) + "}"
    elif isinstance(type, fields.OneOf):
        yield from written(type.text, text)
        yield from written(type.mapping, text)
    elif isinstance(type, fields.QuantityMapping):
        yield f"{{about: {text}}}"
        yield f"{{text: {text}, unit: {text}}}"
    elif isinstance(type, fields.Coordinates):
        yield f"[{text}, {text}]"
    else:
        yield text


def good_value(field: fields.Field) -> str:
    if isinstance(field.type, fields.DateText):
        return "2022"
    if isinstance(field.type, fields.Choice):
        return next(iter(field.type.words))
    return "[x]" if isinstance(field.type, fields.Many) else "x"


NAUGHTY = [row["s"] for row in rows("blns.jsonl")]
OWN = [
    "",
    " ",
    "[[a|b]] [[",
    "*" * 300,
    "<script>",
    "{{ 7*7 }}",
    "{% for %}",
    "%s%n",
    "{0.__class__}",
    "\\",
    "\x07",
    "\x1b[31m",
    "a\nb",
    "\u2028",
    "🛰" * 100,
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.KIND)
def test_any_text_in_any_field(kind: Any) -> None:
    """Whatever stands in a field, the record is sound and can be shown, or a problem points at it."""
    for key, field in fields.fields_of(kind).items():
        for text in NAUGHTY + OWN:
            for value in written(field.type, json.dumps(text, ensure_ascii=False)):
                whole = f"{key}: {value}\n{least(kind.FOLDER, **{key: ''})}"
                file, problems = decode(f"content/{kind.FOLDER}/a.yaml", whole.encode("utf-8", "surrogatepass"))
                if refused(file):
                    assert problems
                    continue
                corpus, found = linked({f"{kind.FOLDER}/a": whole})
                found += check(corpus)
                assert all(p.location.line >= 1 and p.location.column >= 1 and p.message for p in found)
                if [r.id for r in corpus.written()] != ["a"]:
                    assert any(p.is_error for p in found)
                    continue
                for _, part in fields.markdown_texts(corpus["a"], fields.fields_of(kind)):
                    assert holdable(part)
                    markdown.render(part, lambda id, text: "")


@pytest.mark.parametrize("text", NAUGHTY + OWN, ids=lambda text: ascii(text)[:24])
def test_any_text_as_a_whole_file(text: str) -> None:
    _, problems = from_bytes("sources/a", text.encode("utf-8", "surrogatepass"))
    assert any(p.is_error for p in problems)
    assert said(problems)
