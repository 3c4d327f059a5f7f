"""The benchmark suite: its records are sound and the same every time, its figures are worked out rightly. Nothing is timed here."""

import json
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml

from benchmarks import hugo_side, ours
from benchmarks.check_sites import look
from benchmarks.generate import FEWEST, generate
from benchmarks.measure import Failed, memory, seconds
from benchmarks.neutral import neutral
from benchmarks.records import FOLDERS, Corpus, middle_event, pointers, popular, roles
from benchmarks.results import Row, middle, table
from briefing.build.pipeline import build, check_project

Project = Callable[[Mapping[str, str | bytes]], Path]
SHAPES = pytest.mark.parametrize("claims", [False, True], ids=["without claims", "with claims"])


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


# --- the records -----------------------------------------------------------------------------------------------------


@SHAPES
@pytest.mark.parametrize(("records", "seed"), [(FEWEST, 1), (60, 1), (200, 2), (300, 3)])
def test_a_corpus_is_sound(tmp_path: Path, records: int, seed: int, claims: bool) -> None:
    corpus = generate(records, seed, claims)
    ours.write_ours(corpus, tmp_path / "project")
    checked = check_project(tmp_path / "project")
    assert not checked.problems
    assert len(corpus) == len(files(tmp_path / "project" / "content")) == records
    assert all(corpus.folders[folder] for folder in FOLDERS if claims or folder != "claims")


@SHAPES
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, claims: bool) -> None:
    for name, seed in (("one", 7), ("same", 7), ("other", 8)):
        ours.write_ours(generate(60, seed, claims), tmp_path / name)
    assert files(tmp_path / "one") == files(tmp_path / "same") != files(tmp_path / "other")


@SHAPES
def test_a_corpus_has_the_shape_that_it_says(claims: bool) -> None:
    corpus = generate(1000, 1, claims)
    number = {folder: len(records) for folder, records in corpus.folders.items()}
    entities = number["people"] + number["organizations"] + number["places"]
    assert (number["events"], number["statements"], entities, number["sources"], number["claims"]) == (
        (300, 350, 150, 100, 100) if claims else (350, 350, 200, 100, 0)
    )
    mentions = sorted((len(referrers) for referrers in pointers(corpus).values()), reverse=True)
    assert mentions[0] > 10 * mentions[100]
    text = "".join(ours.as_yaml(fields) for _, _, fields in corpus.all())
    assert 700 < len(text.encode()) / 1000 < 1300
    assert re.search("[\u0400-\u04ff]", text) and re.search("[\u0600-\u06ff]", text)
    assert "\n  - " in text and "**" in text and "](https://" in text and "[[" in text


def test_a_corpus_with_claims_has_positions_postings_and_parents() -> None:
    folders = generate(300, 1, claims=True).folders
    positions = [len(fields.get("positions", ())) for fields in folders["statements"].values()]
    assert sum(positions) > 2 * len(folders["claims"])
    assert all(fields["postings"] for fields in folders["people"].values())
    assert any("parent" in fields for fields in folders["organizations"].values())


def test_who_points_at_whom() -> None:
    corpus = Corpus()
    corpus.add(
        "people",
        "ada",
        {"name": "Ada", "summary": "See [[ada]] and [[bo]].", "postings": [{"title": "T", "organization": "org"}]},
    )
    corpus.add("people", "bo", {"name": "Bo", "aliases": []})
    corpus.add("organizations", "org", {"name": "Org"})
    corpus.add(
        "events", "one", {"title": "One", "date": "2022", "participants": ["ada", {"entity": "bo", "role": "actor"}]}
    )
    corpus.add("statements", "said", {"speaker": "ada", "date": "2022", "summary": "[[ada]] of [[bo]]", "event": "one"})
    assert roles(corpus["said"]) == {"speaker": ["ada"], "event": ["one"], "text": ["bo"]}
    assert pointers(corpus) == {
        "ada": {"one", "said"},
        "bo": {"ada", "one", "said"},
        "org": {"ada"},
        "one": {"said"},
        "said": set(),
    }
    assert [popular(corpus, rank) for rank in (1, 2, 3, 99)] == ["bo", "ada", "org", "org"]
    assert middle_event(corpus) == "one"
    assert corpus["bo"] == {"name": "Bo"}


NEUTRAL = {
    "content/entities/olena.yaml": "{id: olena, name: Олена, type: person, aliases: [Olena], summary: 'She is [[olena]].'}",
    "content/entities/bureau.yaml": "{id: bureau, name: Bureau, type: agency, aliases: [], summary: A bureau.}",
    "content/entities/avel.yaml": "{id: avel, name: Avel, type: place, aliases: [], summary: A port.}",
    "content/sources/src-1.yaml": "{id: src-1, title: Report, publisher: Daily, date: '2022-10-20', url: 'https://example.org/1'}",
    "content/sources/src-2.yaml": "{id: src-2, title: Second, publisher: Daily, date: '2022-10-21', url: 'https://example.org/2'}",
    "content/events/ev.yaml": "{id: ev, title: Flood, date: '2022-10-20', summary: 'At [[avel]].', entities: [olena, avel], places: [Nowhere],"
    " sources: [src-1], statements: [st]}",
    "content/statements/st.yaml": "{id: st, speaker: olena, date: '2022-10-21', quote: Never, summary: 'Of [[bureau]].', about: [bureau],"
    " event: ev, source: src-2}",
}


def test_a_neutral_corpus_becomes_ours(project: Project, tmp_path: Path) -> None:
    corpus = neutral(project({f"corpus/{path}": text for path, text in NEUTRAL.items()}) / "corpus")
    assert {folder: list(records) for folder, records in corpus.folders.items() if records} == {
        "events": ["ev"],
        "statements": ["st"],
        "people": ["olena"],
        "organizations": ["bureau", "publisher-01"],
        "places": ["avel"],
        "sources": ["src-1", "src-2"],
    }
    assert corpus["bureau"] == {"name": "Bureau", "type": "agency", "summary": "A bureau."}
    assert corpus["src-2"] == {
        "title": "Second",
        "publisher": "publisher-01",
        "published": "2022-10-21",
        "url": "https://example.org/2",
    }
    event = {"title": "Flood", "date": "2022-10-20", "summary": "At [[avel]]."}
    assert corpus["ev"] == event | {"participants": ["olena"], "places": ["avel"], "sources": ["src-1"]}
    assert (corpus["st"]["speaker"], corpus["st"]["quote"], corpus["st"]["sources"]) == ("olena", "Never", ["src-2"])
    ours.write_ours(corpus, tmp_path / "ours")
    assert not check_project(tmp_path / "ours").problems


# --- the projects ----------------------------------------------------------------------------------------------------


def test_our_files_are_written_as_editors_write_them() -> None:
    text = ours.as_yaml(
        {
            "date": "2022-10-20",
            "places": ["a", "b"],
            "summary": "One.\n\nTwo.",
            "postings": [{"title": "T", "from": "2018"}],
        }
    )
    assert (
        text == "date: 2022-10-20\nplaces: [a, b]\nsummary: |-\n  One.\n\n  Two.\npostings:\n- title: T\n  from: 2018\n"
    )


def test_hugo_is_told_of_every_link(tmp_path: Path) -> None:
    corpus = generate(60, 1, claims=True)
    hugo_side.write_hugo(corpus, tmp_path / "hugo")
    referrers = pointers(corpus)
    told = 0
    for folder, id, fields in corpus.all():
        _, front, text = hugo_side.record_file(tmp_path / "hugo", folder, id).read_text("utf-8").split("---\n", 2)
        meta = yaml.safe_load(front)
        for target in (target for targets in roles(fields).values() for target in targets if target != id):
            where = corpus.folder_of[target]
            assert target in meta[where] if where in hugo_side.TERMS else meta["event"] == f"events/{target}"
            told += 1
        if folder == "events":
            listed = {path.partition("/")[2] for key in ("its_statements", "its_claims") for path in meta.get(key, ())}
            assert listed == {one for one in referrers[id] if corpus[one].get("event") == id}
        assert "[[" not in text
    assert told > 200


def test_a_record_is_written_anew_as_it_was_written_first(tmp_path: Path) -> None:
    corpus = generate(60, 1)
    event = middle_event(corpus)
    for name, side in (("ours", ours), ("hugo", hugo_side)):
        getattr(side, f"write_{name}")(corpus, tmp_path / name)
        before = files(tmp_path / name)
        side.write_record(corpus, tmp_path / name, event)  # type: ignore[attr-defined]
        assert files(tmp_path / name) == before


def test_a_site_is_searched_for_all_of_a_corpus(tmp_path: Path) -> None:
    corpus = generate(60, 1, claims=True)
    ours.write_ours(corpus, tmp_path / "project")
    site = tmp_path / "site"
    assert build(tmp_path / "project", site).written is not None
    before = look(corpus, site)
    assert not before.missing, before
    entity = popular(corpus, 1)
    page = site / corpus.folder_of[entity] / f"{entity}.html"
    whole = page.read_text("utf-8")
    page.write_text(whole.replace(f"{min(pointers(corpus)[entity])}.html", "elsewhere.html"), "utf-8")
    (site / "events" / f"{middle_event(corpus)}.html").unlink()
    documented = min(pointers(corpus)[entity])
    document = page.with_suffix(".json")
    document.write_text(document.read_text("utf-8").replace(documented, "elsewhere"), "utf-8")
    page.with_suffix(".feed.json").unlink()
    after = look(corpus, site)
    assert after.missing["page"] == after.missing["feeds"] == after.missing["what a page links to in its document"] == 1
    assert after.missing["link to what a record points at or what points at it"] == 1
    page.with_name(f"{entity}.2.html").write_text(whole, "utf-8")  # a long list goes on there
    assert not [what for what in look(corpus, site).missing if what.startswith("link")]


# --- the figures -----------------------------------------------------------------------------------------------------


def test_a_ratio_is_of_the_medians() -> None:
    assert Row("w", ours=[1, 9, 2], theirs=[4, 40, 4]).ratio == 0.5
    assert Row("w", ours=[1]).ratio is None
    assert Row("w", ours=[1], theirs=[0]).ratio is None


def test_the_middle_is_shown_with_the_extremes() -> None:
    assert middle([2, 1.5, 9], "s") == "2.00 (1.50 to 9.00) s"
    assert middle([0.0714], "s") == "0.071 s"
    assert middle([52_100_000, 1_300_000_000, 60_000_000], "MB") == "60 (52 to 1,300) MB"
    assert middle([], "s") == middle([0, 0], "MB") == "–"


def test_the_table_says_what_was_reached() -> None:
    rows = [
        Row("cold", 0.35, ours=[1.0], theirs=[4.0]),
        Row("edit", 0.05, ours=[1.0], theirs=[4.0]),
        Row("copy", ours=[1.0], theirs=[2.0]),
    ]
    lines = table(rows).split("\n")
    assert len({len(line) for line in lines}) == 1
    assert [[cell.strip() for cell in line.split("|")[1:-1]] for line in (lines[0], *lines[2:])] == [
        ["work", "ours", "Hugo", "ours / Hugo", "must reach", ""],
        ["cold", "1.00 s", "4.00 s", "0.250", "0.35", "yes"],
        ["edit", "1.00 s", "4.00 s", "0.250", "0.05", "no"],
        ["copy", "1.00 s", "2.00 s", "0.500", "", ""],
    ]


def test_a_command_that_fails_is_not_measured(tmp_path: Path) -> None:
    failing = [sys.executable, "-c", "import sys; print('in vain'); sys.exit(3)"]
    with pytest.raises(Failed, match="(?s)status 3.*in vain"):
        seconds(failing, tmp_path, {})
    with pytest.raises(Failed, match="status 3"):
        memory(failing, tmp_path, {})


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="needs Linux")
def test_memory_is_of_all_processes(tmp_path: Path) -> None:
    held = "import sys, time; held = b'x' * 40_000_000; time.sleep(1)"
    both = f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {held!r}]); exec({held!r}); child.wait()"
    found = memory([sys.executable, "-c", both], tmp_path, {})
    assert 80_000_000 < found.shared <= found.resident
    assert 40_000_000 < found.largest < 80_000_000


# --- what is said of them --------------------------------------------------------------------------------------------


def test_hugo_is_pinned_and_never_needed_to_build_or_test() -> None:
    requirements = Path(__file__).parent.parent / "requirements"
    pinned = {
        name: re.findall(r"(?m)^([a-z0-9-]+)==", (requirements / f"{name}.txt").read_text("utf-8"))
        for name in ("site", "test", "bench")
    }
    assert set(pinned["bench"]) == {*pinned["site"], "hugo"} - {"pagefind", "pagefind-bin-extended"}, (
        "the comparison is without search"
    )
    assert "hugo" not in pinned["site"] + pinned["test"]


def test_front_matter_is_json_and_yaml() -> None:
    text = hugo_side.as_markdown(generate(60, 1), "people", "x", {"name": 'A "b": \u202a#c', "summary": "S."}, {})
    assert yaml.safe_load(text.split("---\n")[1])["title"] == 'A "b": \u202a#c'
    assert json.loads(text.split("title: ")[1].split("\n")[0]) == 'A "b": \u202a#c'
