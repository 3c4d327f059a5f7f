"""Whatever stands in a file, the answer is a site or problems with their places: never another exception, never a hang.

`make test` tries a few hundred inputs, the same each time; `make fuzz` goes on for as long as it is told (tests/fuzz.py).
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import story as s
from conftest import SHIPPED_TEMPLATES, SITES
from hypothesis import given
from hypothesis import strategies as st
from test_adversarial import HERE, NAUGHTY, OWN, UNITS, cut_off
from test_incremental import LOCK, make_small

from briefing.build import pipeline
from briefing.build.incremental.build_cache import FOLDER
from briefing.checks.permalink_ledger import parse_ledger
from briefing.checks.quotes.quote_lock import parse_lock
from briefing.checks.suggestions import advise
from briefing.core.problems import Problem
from briefing.drafting import drafts
from briefing.drafting.output.draft_records import propose
from briefing.drafting.text.article_extraction import article
from briefing.editing.formatter import formatted
from briefing.reading.decoder import decode
from briefing.rendering import markdown
from briefing.schema import edtf, fields
from briefing.schema.kinds import KINDS

SECONDS = 20.0  # of CPU, for a whole build of some eighty pages: a hang, not a slow machine
LOCKS = {"quotes.lock": LOCK, "permalinks.lock": "people/lin-hai.html\n# a comment\nplaces/port-avel.html\n"}
SPOOFS = [json.loads(line)["s"] for line in (HERE / "unicode_spoof.jsonl").read_text("utf-8").splitlines()]
HOSTILE = [
    *NAUGHTY,
    *OWN,
    *UNITS,
    *SPOOFS,
    "[[lin-hai]]",
    "[[lin-hai|",
    "{{ site }}",
    "{% include 'x' %}",
    "]]>",
    "-->",
    "</script>",
    "\u202e",
    "\ud800",
    "a" * 5001,
]
# What files of the project are made of; much of what is put in by chance is a piece of these.
PIECES = [": ", "- ", "\n", "\n  ", "[", "{", "'", '"', "|\n", ">-\n", "---\n", "&a ", "*a", "!!python/object:os.system ", "<<: ", "? ", "\t", "#", "%", "\0", "\x85", "\ufeff", "{{ ", "{% ", "%}", "{#", "[[", "]]"]  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def _small() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        make_small(patch)
        yield


def told(problems: Any, texts: Any = None) -> None:
    for problem in problems:
        assert (
            isinstance(problem, Problem)
            and problem.message
            and problem.location.line >= 1
            and problem.location.column >= 1
        )
        if texts is not None and problem.location.file in texts:
            assert problem.location.line <= texts[problem.location.file].count("\n") + 1, problem


class Ground:
    """A project that is built again and again, as each example leaves it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
        self.root = self.folder / "desk"
        shutil.copytree(SITES["harbour"], self.root, ignore=shutil.ignore_patterns("expected"))
        for name, text in LOCKS.items():
            (self.root / name).write_text(text)
        self.files = {
            p.relative_to(self.root).as_posix(): p.read_bytes() for p in sorted(self.root.rglob("*")) if p.is_file()
        }
        assert self.build().written, "else nothing is made of any example"

    def restore(self) -> None:
        """The project as it was at first."""
        shutil.rmtree(self.root / "content", ignore_errors=True)
        shutil.rmtree(self.root / "templates", ignore_errors=True)
        for path, whole in self.files.items():
            self.put(path, whole)

    def build(self, drafts: bool = False) -> pipeline.Built:
        with cut_off(SECONDS):
            built = pipeline.build(self.root, self.folder / "site", drafts, 1)
        told(built.problems, built.texts)
        assert built.written or any(problem.is_error for problem in built.problems)
        return built

    def put(self, path: str, data: bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    one = Ground()
    yield one
    shutil.rmtree(one.folder)


@st.composite
def mutated(draw: Any, data: bytes) -> bytes:
    """A file in which pieces are cut out, doubled, moved, replaced or flipped, or all else than it was."""
    if draw(st.integers(0, 9)) == 0:
        return draw(
            st.one_of(
                st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
            )
        )
    for _ in range(draw(st.integers(1, 4))):
        at, length = draw(st.integers(0, len(data))), draw(st.integers(0, 40))
        how = draw(st.integers(0, 4))
        if how == 0:
            data = data[:at] + data[at + length :]
        elif how == 1:
            data = data[:at] + data[at : at + length] * 2 + data[at + length :]
        elif how == 2 and data:
            at = min(at, len(data) - 1)
            data = data[:at] + bytes([data[at] ^ 1 << draw(st.integers(0, 7))]) + data[at + 1 :]
        else:
            piece = draw(st.sampled_from(PIECES if how == 3 else HOSTILE))
            data = data[:at] + piece.encode("utf-8", "surrogatepass") + data[at:]
    return data


# --- records ---------------------------------------------------------------------------------------------------------


@given(st.integers(0, 2**32), st.sampled_from(KINDS), st.booleans())
def test_valid_records_of_every_kind_make_a_site(ground: Ground, seed: int, kind: Any, drafts: bool) -> None:
    """Every field of a kind at once, with references among them; what rules about meaning refuse is told."""
    by, story = Random(seed), s.harbour()
    for _ in range(by.randint(1, 3)):
        values = {
            f.key: v
            for f in fields.fields_of(kind).values()
            if (f.required or by.random() < 0.8) and (v := s.value_of(f.type, story, by)) is not None
        }
        values.pop("former_ids", None) if by.random() < 0.7 else None
        story.records.append(
            s.Record(f"added-{story.counter}-{by.randrange(99)}", kind.FOLDER, f"added-{by.randrange(999)}", values)
        )
    story.lay(ground.root)
    ground.build(drafts)


@given(st.integers(0, 2**32), st.sampled_from(HOSTILE))
def test_hostile_text_in_any_field_is_shown_or_told(ground: Ground, seed: int, text: str) -> None:
    by, story = Random(seed), s.harbour()

    def change(type: fields.Type, value: Any) -> Any:
        return (text if by.random() < 0.5 else f"{value} {text}") if by.random() < 0.02 else value

    story.change(change)
    for path, whole in story.texts().items():
        ground.put(path, whole.encode("utf-8", "surrogatepass"))
    ground.build(by.random() < 0.5)


# --- files -----------------------------------------------------------------------------------------------------------


@given(st.data())
def test_any_file_of_a_project_mutated(ground: Ground, data: st.DataObject) -> None:
    """Records, briefing.yaml, the locks, templates that override the shipped ones, static files."""
    ground.restore()
    for path in data.draw(st.lists(st.sampled_from(sorted(ground.files)), min_size=1, max_size=2, unique=True)):
        ground.put(path, data.draw(mutated(ground.files[path])))
    built = ground.build(data.draw(st.booleans()))
    with cut_off(SECONDS):
        checked = pipeline.check_project(ground.root, drafts=True, jobs=1)
        if not any(problem.is_error for problem in checked.problems):
            told(advise(checked.corpus))
    told(checked.problems, checked.texts)
    assert built is not None


TEMPLATES = {p.name: p.read_bytes() for p in sorted((SHIPPED_TEMPLATES).glob("*.html"))}


@given(st.data())
def test_any_template_overridden(ground: Ground, data: st.DataObject) -> None:
    ground.restore()
    name = data.draw(st.sampled_from(sorted(TEMPLATES)))
    ground.put(f"templates/{name}", data.draw(mutated(TEMPLATES[name])))
    ground.build()


@given(st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=60), st.integers(0, 60)), min_size=2, max_size=2))
def test_any_cache(ground: Ground, damages: list[tuple[float, bytes, int]]) -> None:
    ground.restore()
    clean = ground.build()
    files = sorted((ground.root / FOLDER).glob("*.*"))
    assert clean.written and files
    for file, (where, inserted, left_out) in zip(files, damages, strict=False):
        whole = file.read_bytes()
        at = int(where * len(whole))
        file.write_bytes(whole[:at] + inserted + whole[at + left_out :])
    assert ground.build().problems == clean.problems


# --- parts -----------------------------------------------------------------------------------------------------------


@given(st.one_of(st.text(), st.text("0123456789-/.?~%XYSETZ:+ ", max_size=90)))
def test_any_date(text: str) -> None:
    with cut_off(1):
        try:
            date = edtf.parse(text)
        except edtf.DateError as error:
            assert error.message and error.hint is not None
        else:
            assert date.earliest <= date.latest or date.latest == () or date.words


@given(st.one_of(st.text(), st.lists(st.sampled_from([*UNITS, "a", " ", "\n"]), max_size=60).map("".join)))
def test_any_markdown(text: str) -> None:
    with cut_off(2):
        html = markdown.render(text, lambda id, words: "<a></a>")
    assert "<script" not in html.lower() and " on" not in html.lower().partition("<")[2].partition(">")[0]


@given(
    st.one_of(
        st.text(),
        st.binary().map(lambda data: data.decode("latin-1")),
        mutated("\n".join(LOCKS.values()).encode()).map(lambda data: data.decode("utf-8", "replace")),
    )
)
def test_any_lock(text: str) -> None:
    for parse in (parse_lock, parse_ledger):
        told(parse(text)[1])


@given(st.data())
def test_any_record_is_put_into_one_layout_or_refused(data: st.DataObject) -> None:
    path = data.draw(
        st.sampled_from(["statements/channel.yaml", "events/dredging-of-the-channel.yaml", "topics/all.yaml"])
    )
    file = SITES["harbour"] / "content" / path
    if not file.exists():
        file = next((SITES["harbour"] / "content" / path.partition("/")[0]).glob("*.yaml"))
    text = data.draw(mutated(file.read_bytes())).decode("utf-8", "replace")
    with cut_off(5):
        file_text = decode(f"content/{path}", text.encode("utf-8", "surrogatepass"))[0]
        if file_text is None or not file_text.is_valid:
            return  # nothing else is ever laid out
        done = formatted(f"content/{path}", file_text.text)
        assert done is None or formatted(f"content/{path}", done) == done


ARTICLE = """The harbour master, Lin Hai, said on Tuesday that "nobody opened the gate" and that the water had risen by itself.

Ostro denied this. "We saw them," Mirela Ostro told the Morning Tide, according to which the council had known for weeks; it was said to be so.
"""
PAGE = f"<!doctype html><html lang=en><head><title>T</title><meta property='og:title' content='A'></head><body><article><h1>A</h1><p>{ARTICLE}</p></article></body></html>"


@pytest.fixture(scope="module")
def corpus() -> Any:
    return pipeline.check_project(SITES["harbour"], drafts=True, jobs=1).corpus


@given(st.data())
def test_any_article(corpus: Any, data: st.DataObject) -> None:
    path, whole = data.draw(st.sampled_from([("a.txt", ARTICLE), ("a.html", PAGE)]))
    with cut_off(10):
        found, problems = article(path, data.draw(mutated(whole.encode())))
        told(problems)
        if found is not None:
            said = drafts(found.text, corpus)
            propose(said, found, "new-source", corpus, None)
