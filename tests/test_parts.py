"""Long lists in parts: what stands where, what an addition touches, and that readers find their way through them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest
import test_links as links
from conftest import lay
from hypothesis import given
from hypothesis import strategies as st

from briefing.build.pipeline import build
from briefing.rendering.view import pagination
from briefing.rendering.view.pagination import (
    INDEX_NAMES,
    INDEX_ROWS,
    ROWS,
    Sizes,
    address,
    neighbours,
    older_parts,
    part_of,
)

counts = st.integers(0, 5 * ROWS.most)


def pages_of(items: range) -> dict[int, list[int]]:
    """What stands on the list's own page, 0, and on each of its parts."""
    return {number: list(part_of(items, number)) for number in range(older_parts(len(items)) + 1)}


# --- the arithmetic --------------------------------------------------------------------------------------------------


@given(counts)
def test_every_item_stands_once_and_in_order(count: int) -> None:
    shown = pages_of(range(count))
    in_order = [0, *range(len(shown) - 1, 0, -1)]
    assert [item for number in in_order for item in shown[number]] == list(range(count))


@given(counts)
def test_no_page_has_more_than_its_share_and_no_part_less(count: int) -> None:
    own, *older = pages_of(range(count)).values()
    assert len(own) <= ROWS.most and (not older or len(own) >= ROWS.least)
    assert all(len(part) == ROWS.size for part in older)


@given(counts)
def test_a_new_item_changes_the_lists_own_page_and_mostly_no_other(count: int) -> None:
    """Items are named by their age, so that a list that grows by one has a new first item."""
    before = {number: [count - item for item in shown] for number, shown in pages_of(range(count)).items()}
    after = {number: [count + 1 - item for item in shown] for number, shown in pages_of(range(count + 1)).items()}
    assert after[0][0] == count + 1
    assert all(after[number] == shown for number, shown in before.items() if number)
    assert set(after) - set(before) <= {len(before)}, "at most one part is new"


@given(counts)
def test_neighbours_link_up_both_ways_from_the_newest_to_the_oldest(count: int) -> None:
    older = older_parts(count)
    way, at = [0], 0
    while (beside := neighbours(count, at)).older is not None:
        assert neighbours(count, beside.older).newer == at
        at = beside.older
        way.append(at)
    assert way == [0, *range(older, 0, -1)]
    assert neighbours(count, 0).newer is None


@given(st.integers(0, 5 * INDEX_NAMES.most), st.sampled_from((INDEX_ROWS, INDEX_NAMES)))
def test_an_index_has_room_for_more(count: int, sizes: Sizes) -> None:
    shown = [part_of(range(count), number, sizes) for number in range(older_parts(count, sizes) + 1)]
    assert sorted(item for part in shown for item in part) == list(range(count))
    assert len(shown[0]) <= sizes.most and all(len(part) == sizes.size for part in shown[1:])
    assert neighbours(count, 0, sizes).older == (len(shown) - 1 or None)


def test_the_address_of_a_part_is_none_that_a_record_can_have() -> None:
    assert address("people/ann.html", "statements-made", 3) == "people/ann.statements-made.3.html"
    assert address("people/index.html", "", 3) == "people/index.3.html"


# --- a person who has said 400 things --------------------------------------------------------------------------------

SAID = 400
BUDGET = 60_000  # bytes of a page, which a slow telephone still opens at once
LARGEST = 130_000  # of one with several long lists


def corpus(folder: Path, said: int = SAID) -> Path:
    """Somebody who says much, for an organization, on one claim, about one event, from one source; and who is withdrawn."""
    files = {
        "briefing.yaml": "title: Much\nbase_url: https://much.example/\n",
        "content/people/ann.yaml": "name: Ann Example\npostings: [{title: Head, organization: office}]\n",
        "content/people/cat.yaml": "name: Cat Example\npostings: [{title: Head, organization: office}]\n",
        "content/people/bob.yaml": "name: Bob\nstatus: withdrawn\nchanges: [{date: 2031, kind: retraction, note: Not he.}]\n",
        "content/organizations/office.yaml": "name: Office\n",
        "content/claims/so.yaml": "text: It is so.\n",
        "content/events/day.yaml": "title: The day\ndate: 2031-01-01\nsources: [paper]\n",
        "content/sources/paper.yaml": "title: Paper\n",
        "content/statements/many.yaml": "---\n".join(
            f"id: s-{n:03}\nspeaker: {speaker}\ndate: {2000 + n // 12}-{n % 12 + 1:02}\nevent: day\nabout: [bob]\n"
            + (f"positions: [{{claim: so, stance: {('asserts', 'denies')[n % 2]}}}]\n" if speaker == "cat" else "")
            + "sources: [paper]\n"
            f"summary: Statement number {n}, in a sentence that is as long as sentences are, about what they are about.\n"
            + (f"changes: [{{date: 2031-01-{n % 28 + 1:02}, kind: update, note: Note {n}.}}]\n" if n < 200 else "")
            for n, speaker in enumerate(["ann"] * said + ["cat"] * said)
        ),
    }
    return lay(folder, files)


@pytest.fixture(scope="module")
def much(tmp_path_factory: pytest.TempPathFactory) -> links.Site:
    root = corpus(tmp_path_factory.mktemp("much"))
    built = build(root, root / "site")
    assert built.written and not built.problems, built.problems
    return links.read(root / "site", root)


def of_parts(site: links.Site) -> dict[str, links.Page]:
    return {path: page for path, page in site.pages.items() if re.search(r"\.\d+\.html$", path)}


def test_every_long_list_has_its_parts(much: links.Site) -> None:
    stems = {re.sub(r"\.\d+\.html$", "", path) for path in of_parts(much)}
    assert stems == {
        "people/ann.statements-made",
        "people/cat.statements-made",
        "people/cat.positions",
        "people/bob.statements-about",
        "organizations/office.positions",
        "organizations/office.statements-by-its-people-and-members",
        "claims/so.for",
        "claims/so.against",
        "events/day.statements-on-this-event",
        "sources/paper.cited-by",
        "statements/index",
        "changes/index",
        "timeline/index",
    }


def test_no_page_grows_with_the_whole(much: links.Site) -> None:
    sizes = {path: len(page.html.encode()) for path, page in much.pages.items()}
    assert sizes["people/ann.html"] < BUDGET
    assert {path: size for path, size in sizes.items() if size > LARGEST} == {}


def test_all_that_a_person_said_is_found_by_going_from_part_to_part(much: links.Site) -> None:
    page, found, way = much.pages["people/ann.html"], [], []
    while page:
        way.append(page.path)
        found += re.findall(r'href="\.\./statements/(s-\d+)\.html"', section(page, "statements-made"))
        onward = re.search(
            r'href="\.\./([^"]*\.statements-made\.\d+\.html)" rel="next"', section(page, "statements-made")
        )
        page = much.pages[onward[1]] if onward else None
    assert found == [f"s-{n:03}" for n in reversed(range(SAID))]
    assert way == [
        "people/ann.html",
        *(f"people/ann.statements-made.{n}.html" for n in range(older_parts(SAID), 0, -1)),
    ]


def section(page: links.Page, anchor: str) -> str:
    """A group's part of a record's page; of an older part, the whole."""
    match = re.search(rf'<section class="group" aria-labelledby="{anchor}">.*?</section>', page.html, re.DOTALL)
    return match[0] if match else page.html


def test_every_part_leads_back_to_the_list_it_belongs_to(much: links.Site) -> None:
    for path, page in of_parts(much).items():
        targets = {links.target(page, address, "/") for name, address in page.links if links.is_internal(address)}
        stem = re.sub(r"(\.[a-z-]+)?\.\d+\.html$", ".html", path)
        assert stem in {file for file, _ in targets}, path


CHECKS = [
    getattr(links, name)
    for name in (
        "test_every_page_parses_without_a_single_error",
        "test_every_internal_link_leads_to_a_page_that_is_there_and_to_a_place_on_it",
        "test_references_by_id_within_a_page_find_their_element",
        "test_internal_links_are_relative_so_that_the_site_works_anywhere",
        "test_ids_are_unique_and_have_no_spaces",
        "test_every_page_says_what_it_is_and_in_which_language",
        "test_no_page_skips_a_level_of_headings",
        "test_tables_have_header_cells",
        "test_no_script_or_style_stands_in_a_page",
        "test_every_page_can_be_reached_from_home_by_following_links",
    )
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.removeprefix("test_"))
def test_parts_are_pages_like_all_others(much: links.Site, check: Callable[[links.Site], None]) -> None:
    check(much)


def test_the_sitemap_has_the_parts_of_what_is_published_and_no_other(much: links.Site) -> None:
    root = ElementTree.fromstring((much.folder / "sitemap.xml").read_bytes())
    listed = {(loc.text or "").removeprefix("https://much.example/") for loc in root.iter() if loc.tag.endswith("}loc")}
    there = set(of_parts(much))
    withdrawn = {path for path in there if path.startswith("people/bob.")}
    assert withdrawn and there & listed == there - withdrawn
    assert {path for path in there if 'content="noindex"' in much.pages[path].html} == withdrawn


def test_titles_of_parts_say_which_they_are(much: links.Site) -> None:
    titles = ["".join(page.all("title")[0].itertext()) for page in of_parts(much).values()]
    assert len(set(titles)) == len(titles)
    assert any(title.startswith("Ann Example: statements made, part 2") for title in titles)


def test_one_more_statement_leaves_every_older_part_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ROWS", "INDEX_ROWS", "INDEX_NAMES"):
        monkeypatch.setattr(pagination, name, pagination.Sizes(4, 2, 6))
    sites = []
    for more in (
        "",
        "---\nid: newest\nspeaker: cat\ndate: 2040\nquote: Yes.\npositions: [{claim: so, stance: denies}]\nsources: [paper]\n",
    ):
        root = corpus(tmp_path / str(len(sites)), 18)
        with (root / "content/statements/many.yaml").open("a") as file:
            file.write(more)
        assert build(root, root / "site").written
        sites.append({p.relative_to(root).as_posix(): rows(p) for p in (root / "site").rglob("*.[0-9]*.html")})
    before, after = sites
    changed = {path for path in before if before[path] != after[path]}
    assert before.keys() <= after.keys() and len(before) > 20 and changed == set()


def rows(file: Path) -> Any:
    """What a part lists; the count of all is in its heading."""
    page = html5lib.parse(file.read_bytes(), namespaceHTMLElements=False)
    lists = [e for e in page.iter() if e.tag == "table" or e.get("class") in ("rows", "changes", "moments")]
    assert lists, file
    return [ElementTree.tostring(row) for e in lists for row in e.iter() if row.tag in ("li", "tr")]


def test_an_event_with_many_claims_about_it_lists_them_in_parts(tmp_path: Path) -> None:
    """Those that the event itself names stay on its page; of a few, all are in one list."""
    for count, parts_expected in ((3, 0), (ROWS.most + 10, 1)):
        root = tmp_path / str(count)
        claims = "---\n".join(f"id: c-{n:03}\ntext: It is {n}.\nevent: day\n" for n in range(count))
        files = {
            "briefing.yaml": "title: T\n",
            "content/events/day.yaml": "title: The day\ndate: 2031\nclaims: [own]\n",
            "content/claims/own.yaml": "text: It is its own.\n",
            "content/claims/many.yaml": claims,
        }
        lay(root, files)
        assert build(root, root / "site").written
        html = (root / "site/events/day.html").read_text()
        shown = set(re.findall(r'href="\.\./claims/([a-z0-9-]+)\.html"', html))
        older = sorted((root / "site/events").glob("day.claims-about-this-event.*.html"))
        assert len(older) == parts_expected and "own" in shown and len(shown) <= ROWS.most + 1
        for part in older:
            shown |= set(re.findall(r'href="\.\./claims/([a-z0-9-]+)\.html"', part.read_text()))
        assert shown - {"index"} == {"own", *(f"c-{n:03}" for n in range(count))}
        assert len(html) < BUDGET
