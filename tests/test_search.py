"""Searching and finding by name: what is indexed, when, and that a site is built all the same where it cannot be."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import REPOSITORY, SITES

from briefing.build import pipeline
from briefing.build.incremental.build_cache import Cache
from briefing.rendering.search_index import pagefind_index, searchable_text
from briefing.rendering.search_index.searchable_text import Searchable
from briefing.rendering.view import name_index
from briefing.rendering.view.name_index import Name, Names
from briefing.rendering.view.record_summary import without_isolates

NEEDS_PAGEFIND = "the test extra has Pagefind"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    root = tmp_path / "desk"
    shutil.copytree(SITES["harbour"], root, ignore=shutil.ignore_patterns("expected"))
    return root


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many records were indexed, at each time that an index was made."""
    found: list[int] = []
    make = pagefind_index.make_index

    def counted(records: Any, language: str, folder: str) -> dict[str, str]:
        found.append(len(records))
        return make(records, language, folder)

    monkeypatch.setattr(pagefind_index, "make_index", counted)
    return found


def build(root: Path, **options: Any) -> pipeline.Built:
    built = pipeline.build(root, root / "site", search=True, **options)
    assert built.written is not None, built.problems
    return built


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root / "site").as_posix(): path.read_bytes()
        for path in (root / "site").rglob("*")
        if path.is_file()
    }


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


def of_index(site: dict[str, bytes]) -> set[str]:
    return {path for path in site if path.startswith("pagefind/")}


# --- the index -------------------------------------------------------------------------------------------------------


def test_pagefind_is_there_for_these_tests() -> None:
    assert pagefind_index.available(), NEEDS_PAGEFIND


def test_a_site_with_an_index_has_a_page_that_searches_it_and_leads_there(desk: Path) -> None:
    assert build(desk).notes == ()
    site = files(desk)
    assert {"pagefind/pagefind.js", "pagefind/pagefind-entry.json"} <= of_index(site)
    assert [path for path in of_index(site) if "ui" in path or "highlight" in path] == [], "no interfaces but our own"
    assert of_index(site) <= json.loads(site["build-manifest.json"])["files"].keys()
    assert (
        b'href="search/index.html"' in site["index.html"]
        and b'href="../search/index.html"' in site["people/index.html"]
    )
    assert b"events/index.html" in site["search/index.html"], "whoever has no script finds the indexes"
    published = json.loads(site["pagefind/pagefind-entry.json"])["languages"]
    assert sum(language["page_count"] for language in published.values()) == len(
        [p for p in site if p.startswith("pagefind/fragment/")]
    )


def test_what_is_not_searched_for_is_not_indexed_again(desk: Path, indexed: list[int]) -> None:
    build(desk)
    before = files(desk)
    build(desk)
    edit(desk / "briefing.yaml", "title: ", "title: The ")
    build(desk)  # all pages differ, and nothing that is searched
    now = files(desk)
    assert len(indexed) == 1
    assert now["index.html"] != before["index.html"]
    assert {path: now[path] for path in of_index(now)} == {path: before[path] for path in of_index(before)}


def test_an_edit_of_words_makes_a_new_index_and_the_old_one_goes(desk: Path, indexed: list[int]) -> None:
    build(desk)
    before = of_index(files(desk))
    (desk / "content/people/lin-newcomer.yaml").write_text("name: Lin Newcomer\nsummary: Nobody knows her.\n", "utf-8")
    build(desk)
    now = of_index(files(desk))
    assert indexed == [indexed[0], indexed[0] + 1]
    assert before - now and {path for path in now if path.startswith("pagefind/fragment/")} - before
    assert now <= json.loads((desk / "site/build-manifest.json").read_text())["files"].keys()


def test_a_file_of_the_index_that_was_touched_is_made_again(desk: Path, indexed: list[int]) -> None:
    build(desk)
    (desk / "site/pagefind/pagefind.js").write_text("nonsense", "utf-8")
    build(desk)
    assert len(indexed) == 2
    assert (desk / "site/pagefind/pagefind.js").read_bytes() != b"nonsense"


def test_all_but_the_index_is_what_a_clean_build_makes(desk: Path, tmp_path: Path) -> None:
    """Pagefind's files are the exception: it does not make the same bytes twice."""
    build(desk)
    (desk / "content/people/lin-newcomer.yaml").write_text("name: Lin Newcomer\naliases: [Newcomer]\n", "utf-8")
    build(desk)
    clean = tmp_path / "clean"
    shutil.copytree(desk, clean, ignore=shutil.ignore_patterns("site", ".briefing-cache"))
    build(clean)
    found, expected = files(desk), files(clean)
    exception = ("pagefind/", "build-manifest.json")
    assert {p: d for p, d in found.items() if not p.startswith(exception)} == {
        p: d for p, d in expected.items() if not p.startswith(exception)
    }


# --- a site without ---------------------------------------------------------------------------------------------------


def test_where_pagefind_is_missing_the_build_says_so_and_leaves_search_out(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(desk)
    monkeypatch.setattr(pagefind_index, "available", lambda: False)
    built = build(desk)
    site = files(desk)
    assert len(built.notes) == 1 and "pip install 'briefing-site[search]'" in built.notes[0]
    assert of_index(site) == set() and "search/index.html" not in site
    assert b"search/index.html" not in site["index.html"] + site["404.html"] + site["people/index.html"]
    assert b'href="index.html#contents">Find</a>' in site["index.html"] and b'id="contents"' in site["index.html"]


def test_what_is_missing_is_known_without_importing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagefind_index, "find_spec", lambda name: None if name.startswith("pagefind_bin") else object())
    assert not pagefind_index.available(), "the package alone, without its program, makes no index"


def test_where_pagefind_fails_the_site_is_built_and_the_next_build_tries_again(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("PAGEFIND_BINARY_PATH", shutil.which("false") or "/bin/false")
        built = build(desk)
    assert len(built.notes) == 1 and built.notes[0].startswith("Pagefind made no index")
    assert of_index(files(desk)) == set() and "search/index.html" in files(desk)
    looked = Cache(str(desk), str(desk / "site"), False, True).look(str(desk))
    assert looked is None or looked.told is None, "it is not taken for a site with which nothing need be done"
    assert build(desk).notes == () and of_index(files(desk))


def test_an_index_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sleeper = tmp_path / "sleeper"
    sleeper.write_text("#!/bin/sh\nexec sleep 60\n")
    sleeper.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(sleeper))
    monkeypatch.setattr(pagefind_index, "PATIENCE", 0.3)
    with pytest.raises(pagefind_index.SearchFailed):
        pagefind_index.make_index([], "en", str(tmp_path / "index"))


def run(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(REPOSITORY / "build.py"), "build", "--root", str(root), *options]
    done = subprocess.run(command, capture_output=True, timeout=60, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done


def test_the_command_searches_unless_it_is_told_not_to(desk: Path) -> None:
    assert "search" in run(desk, "--timings").stderr
    assert of_index(files(desk))
    done = run(desk, "--no-search", "--timings")
    assert of_index(files(desk)) == set() and "search" not in done.stderr and "search/index.html" not in files(desk)
    run(desk)
    assert of_index(files(desk))


# --- what is searched -------------------------------------------------------------------------------------------------


@pytest.fixture
def found(desk: Path) -> dict[str, Searchable]:
    from briefing.build.incremental.change_detection import load_full
    from briefing.project.lock_files import load_locks
    from briefing.project.project_loader import FOLDERS, load_project
    from briefing.reading.scanner import scan

    seen = scan(str(desk), FOLDERS)
    known = load_full(load_project(str(desk), seen, False, 1), seen, load_locks(str(desk)), [], b"", None, {})
    return {one.path: one for one in searchable_text.searchable(known.tracked)}


def test_a_statement_is_found_by_its_words_its_year_and_who_said_it(found: dict[str, Searchable]) -> None:
    statements = [one for one in found.values() if one.kind == "Statement"]
    assert statements and all(one.entities and one.years and one.date and one.text for one in statements)
    assert all(
        one.entities[0] in {without_isolates(p.title) for p in found.values() if p.kind in ("Person", "Organization")}
        for one in statements
    )


def test_text_is_plain_and_names_stand_for_references(found: dict[str, Searchable]) -> None:
    assert [one.path for one in found.values() if "[[" in one.text.replace("[[not-a-link]]", "")] == []
    assert any("<script>" in one.text for one in found.values()), (
        "what looks like HTML is searched as the text that it is"
    )


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2031-07", ("2031",)),
        ("2030/2032", ("2030", "2031", "2032")),
        ("../2031", ("2031",)),
        ("2031/..", ("2031",)),
        ("-0050", ()),
        ("1400/1500", 31),
    ],
)
def test_a_span_is_found_under_each_of_its_years(text: str, years: Any) -> None:
    from briefing.schema import edtf

    found = searchable_text._years(edtf.parse(text))
    assert len(found) == years if isinstance(years, int) else found == years


# --- names -----------------------------------------------------------------------------------------------------------


def data_of(script: str) -> dict[str, Any]:
    """What a script hands over. Its rows are JSON."""
    match = re.fullmatch(
        r'document\.currentScript\.dispatchEvent\(new CustomEvent\("\w+", \{detail: (.*)\}\)\);\n', script, re.DOTALL
    )
    assert match
    return dict(json.loads(match[1]))


def many(count: int) -> Names:
    return Names(
        (f"p-{n}", Name("people", f"Person Number{n:05}", (f"Alias {chr(97 + n % 26)}{n}",))) for n in range(count)
    )


def test_names_and_aliases_are_in_one_small_file(desk: Path) -> None:
    build(desk)
    site = files(desk)
    data = data_of(site["quick/index.js"].decode())
    assert [path for path in site if path.startswith("quick/")] == ["quick/index.js"] and data["split"] is False
    paths = {f"{data['kinds'][row[0]][0]}/{row[1]}.html" for row in data["rows"]}
    assert paths and paths <= site.keys()
    assert {path for path in site if re.fullmatch(r"(people|organizations|places|topics)/[a-z0-9-]+\.html", path)} - {
        path for path in site if path.endswith("/index.html")
    } <= paths | {path for path, page in site.items() if b"Withdrawn" in page or b"noindex" in page}


def test_no_file_of_names_is_larger_than_100_kb_however_many_there_are() -> None:
    everything = many(20_000)
    assert all(len(name_index.shard(everything, key).encode()) <= 100_000 for key in name_index.keys())
    assert len(name_index.index(everything).encode()) <= 100_000


def test_every_word_leads_to_the_file_that_has_its_name() -> None:
    told = Names(
        a=Name("people", "Élodie Ångström", ("Łódź",)),
        b=Name("places", "Київ", ("كييف", "Kyiv")),
        c=Name("events", "The fall of 7 towers at Ur", ()),
        d=Name("people", "Li Bo", ()),
    )
    for id, name in told.items():
        for word in name_index._WORD.findall(name_index.folded(" ".join([name.label, *name.aliases]))):
            if id != "c" or len(word) > name_index.SHORT:
                assert any(f'"{id}"' in entry for entry in told.shards[name_index.key_of(word)]), word
    assert name_index.folded("Élodie Ångström") == "elodie angstrom"
    assert set(told.shards) == set(name_index.keys())


def test_a_hostile_name_stays_a_text() -> None:
    name = '</script><b>"\\\u2028]})'
    (row,) = data_of(name_index.index(Names(x=Name("people", name, (name,)))))["rows"]
    assert row == [0, "x", name, name]


def test_a_site_of_many_names_has_the_same_files_whatever_they_are_called(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from briefing.rendering.exports import quick_finder

    monkeypatch.setattr(quick_finder, "FEW", 3)
    build(desk)
    site = files(desk)
    assert {f"quick/{key}.js" for key in name_index.keys()} < site.keys()
    assert data_of(site["quick/index.js"].decode())["split"] is True
    rows = {row[1] for key in name_index.keys() for row in data_of(site[f"quick/{key}.js"].decode())["rows"]}
    monkeypatch.setattr(quick_finder, "FEW", 1000)
    shutil.rmtree(desk / ".briefing-cache")  # which takes the tool for the same
    build(desk)
    assert rows == {row[1] for row in data_of(files(desk)["quick/index.js"].decode())["rows"]}
    assert [path for path in files(desk) if path.startswith("quick/")] == ["quick/index.js"]


def test_an_edit_of_a_summary_leaves_the_names_as_they_are(desk: Path) -> None:
    build(desk)
    before = (desk / "site/quick/index.js").stat().st_mtime_ns
    person = next(iter(sorted((desk / "content/people").glob("*.yaml"))))
    person.write_text(
        re.sub(r"\nsummary:[^\n]*(\n +[^\n]*)*", "", person.read_text("utf-8")).rstrip() + "\nsummary: Words.\n",
        "utf-8",
    )
    build(desk)
    assert (desk / "site/quick/index.js").stat().st_mtime_ns == before


# --- what is new -----------------------------------------------------------------------------------------------------


def latest(root: Path) -> dict[str, list[Any]]:
    data = data_of((root / "site/latest.js").read_text("utf-8"))
    return {f"{data['kinds'][row[0]][0]}/{row[1]}": row for row in data["rows"]}


def test_the_latest_records_are_told_apart_by_what_readers_are_told(desk: Path) -> None:
    build(desk)
    before = latest(desk)
    assert before and all((desk / "site" / f"{path}.html").exists() for path in before)
    event = next(path for path in before if (desk / f"content/{path}.yaml").exists() and path.startswith("events/"))
    file = desk / f"content/{event}.yaml"
    file.write_text("# A comment for editors\n" + file.read_text("utf-8"), "utf-8")
    build(desk)
    assert latest(desk) == before
    edit(file, "title: ", "title: No ")
    build(desk)
    now = latest(desk)
    assert {path for path in now if now[path][2] != before[path][2]} == {event}


def test_every_script_is_small() -> None:
    static = REPOSITORY / "templates/static"
    limits = {"quick.js": 7, "search.js": 6, "since.js": 2.75}
    assert {name: size for name, most in limits.items() if (size := os.path.getsize(static / name)) > most * 1024} == {}
