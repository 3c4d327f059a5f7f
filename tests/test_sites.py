"""Golden sites: each project in tests/sites becomes exactly the tree in its `expected`. `pytest --bless` accepts a new one.

What every project gets unchanged from templates/static, pictures, whose bytes are those of one release of Pillow, and the
manifest, which only repeats the rest as digests, are left out of the comparison.
"""

import difflib
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import REPOSITORY, SHIPPED_TEMPLATES, SITES

from briefing.build.output.output_writer import MANIFEST
from briefing.build.pipeline import check_project
from briefing.corpus.linker import MENTIONED
from briefing.rendering.components.record_groups import ORDER
from briefing.schema.fields import fields_of, labels_of
from briefing.schema.kinds import KINDS
from briefing.schema.vocabulary import PARTICIPANT_ROLES

Built = Callable[[str], Path]


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def own(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """A site's files without those that are the same in every site."""
    shipped = tree(SHIPPED_TEMPLATES / "static")
    return {
        path: data
        for path, data in files.items()
        if path != MANIFEST and not path.endswith(".png") and shipped.get(path.removeprefix("static/"), b"") != data
    }


def difference(expected: Mapping[str, bytes], got: Mapping[str, bytes]) -> str:
    """What a person needs in order to see how two trees differ; nothing where they do not."""
    lines = [f"missing: {path}" for path in expected if path not in got]
    lines += [f"extra: {path}" for path in got if path not in expected]
    changed = [path for path in expected if path in got and expected[path] != got[path]]
    lines += [f"changed: {path}" for path in changed]
    for path in changed[:3]:
        was, now = (data.decode("utf-8", "backslashreplace").split("\n") for data in (expected[path], got[path]))
        lines += list(difflib.unified_diff(was, now, f"expected/{path}", f"built/{path}", lineterm="", n=1))[:60]
    return "\n".join(lines)


@pytest.mark.parametrize("name", SITES)
def test_site_is_as_expected(name: str, built: Built, request: pytest.FixtureRequest) -> None:
    expected, got = SITES[name] / "expected", own(tree(built(name)))
    if request.config.getoption("--bless"):
        if os.environ.get("CI"):
            pytest.fail("--bless is for people: CI must not accept what it is there to question")
        shutil.rmtree(expected, ignore_errors=True)
        for path, data in got.items():
            (expected / path).parent.mkdir(parents=True, exist_ok=True)
            (expected / path).write_bytes(data)
    assert expected.is_dir(), f"{expected} does not exist yet: look at the site, then accept it with pytest --bless"
    found = difference(tree(expected), got)
    assert not found, f"tests/sites/{name} is not as expected; if it should be so, accept it with --bless\n{found}"


def test_this_repositorys_content_has_no_errors_and_no_warnings() -> None:
    found = [f"{p.location.file}:{p.location.line} {p.code} {p.message}" for p in check_project(REPOSITORY).problems]
    assert found == []


def test_the_only_thing_to_say_of_the_sites_is_what_they_do_on_purpose() -> None:
    codes = {name: {problem.code for problem in check_project(folder).problems} for name, folder in SITES.items()}
    assert codes == {"harbour": {"raw-html"}, "minimal": {"no-source"}}


def test_harbour_uses_every_word_of_the_model() -> None:
    """So that nothing can be added to the model without showing in a golden page."""
    from briefing.corpus.claim_standing import standings
    from briefing.schema import vocabulary as v
    from briefing.schema.kinds import KINDS

    corpus = check_project(SITES["harbour"], drafts=True).corpus
    records = corpus.records.values()

    def all_of(field: str) -> list:
        return [one for record in records for one in getattr(record, field, ())]

    def given(field: str, among: list) -> set[str]:
        return {getattr(one, field) for one in among if getattr(one, field, "")}

    quantities = [one.quantity for one in all_of("equipment")] + [getattr(r, "quantity", None) for r in records]
    assert {type(record) for record in records} == set(KINDS)
    assert given("stance", all_of("positions")) == set(v.STANCES)
    assert given("role", all_of("participants")) == set(v.PARTICIPANT_ROLES)
    assert {one.type for one in all_of("relations")} == set(v.RELATION_TYPES)
    assert given("kind", all_of("changes")) == set(v.CHANGE_KINDS)
    assert given("actuality", list(records)) == set(v.ACTUALITY)
    assert given("status", list(records)) == set(v.STATUS)
    assert {q.form for q in quantities if q} == {"exactly", "about", "at_least", "at_most", "range", "text"}
    assert {standing.word for standing in standings(corpus).values()} == set(v.STANDINGS)


@pytest.mark.parametrize(
    ("claim", "word", "origins_for", "origins_against"),
    [
        ("channel-will-be-dredged", "contested", ("republic-of-avel",), ("fishers-union",)),  # two voices, one origin
        ("channel-is-nine-metres", "single-origin", ("avel-wire",), ()),  # a wire story in three papers
        ("channel-is-seven-metres", "corroborated", ("republic-of-avel", "deepline"), ()),
        ("channel-is-shallow", "denied", (), ("republic-of-avel", "tarn-valley-council")),
        ("dam-leaks", "contested", ("tarn-valley-council", "morning-tide"), ("republic-of-avel",)),  # she changed posts
        ("dam-is-safe", "denied", (), ("tarn-valley-council",)),  # the statement for it was withdrawn
        ("fish-have-left", "unaddressed", (), ()),  # a demand, and no indication
    ],
)
def test_claims_stand_as_their_origins_say(claim: str, word: str, origins_for: tuple, origins_against: tuple) -> None:
    from briefing.corpus.claim_standing import standings

    found = standings(check_project(SITES["harbour"]).corpus)[claim]
    assert (found.word, found.origins_for, found.origins_against) == (word, origins_for, origins_against)


def test_a_mismatch_reads_as_a_diff() -> None:
    found = difference({"a": b"one\ntwo", "b": b""}, {"a": b"one\n2", "c": b""})
    assert found == "missing: b\nextra: c\nchanged: a\n--- expected/a\n+++ built/a\n@@ -1,2 +1,2 @@\n one\n-two\n+2"


def test_what_is_known_through_one_source_alone_says_so(built: Callable[[str], Path]) -> None:
    """Two origins in one report are not two reports."""
    page = (built("own") / "claims/drones-killed-civilians.html").read_text("utf-8")
    assert "Corroborated" in page and "known here through one source" in page


def test_nothing_withdrawn_is_among_the_latest(built: Callable[[str], Path]) -> None:
    assert "mark withdrawn" not in (built("harbour") / "index.html").read_text("utf-8")


def test_every_relation_has_its_place_among_the_groups_of_a_page() -> None:
    """A label that no page has a place for could not be shown."""
    templates = {label for kind in KINDS for field in fields_of(kind).values() for label in labels_of(field.type)}
    labels = {
        label.replace("{kind}", kind.FOLDER.capitalize()).replace("{role}", role)
        for label in templates
        for kind in KINDS
        for role in PARTICIPANT_ROLES
    }
    assert len(templates) > 20 and labels | {MENTIONED} <= set(ORDER)
