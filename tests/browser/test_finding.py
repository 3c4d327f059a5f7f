"""Searching and finding by name in a real browser: by keyboard, with a slip, narrowed down, from a folder, and without storage."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import SITES

from briefing.build import pipeline

sys.path.insert(0, str(Path(__file__).parent))
from chromium import browser  # noqa: F401
from served import served
from test_preview import HARMLESS, comes_true
from visit import Visitor


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """(where a site is served, its folder)"""
    root = tmp_path_factory.mktemp("search") / "desk"
    shutil.copytree(SITES["harbour"], root, ignore=shutil.ignore_patterns("expected"))
    built = pipeline.build(root, root / "site", search=True)
    assert built.written is not None and built.notes == ()
    with served(root / "site") as address:
        yield f"{address}/", root / "site"


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    page = browser.new_page()
    page.set_default_timeout(20_000)
    said: list[str] = []
    page.on("console", lambda message: message.type == "error" and said.append(f"{message.text} {message.location}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    page.close()
    assert [line for line in said if not HARMLESS.search(line)] == []


def results(page: Any) -> list[str]:
    return list(page.locator(".results h2").all_inner_texts())


def said(page: Any) -> str:
    page.locator(".said:not(:empty)").wait_for()
    return str(page.locator(".said").inner_text())


# --- the page for searching -------------------------------------------------------------------------------------------


def test_words_are_searched_by_keyboard_and_the_address_says_which(site: tuple[str, Path], page: Any) -> None:
    page.goto(site[0] + "search/index.html")
    page.locator("form.search").wait_for()
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("dredging")
    assert "result" in said(page) and page.url.endswith("?q=dredging")
    page.locator(".results li").first.wait_for()
    assert page.locator(".results mark").count() > 0
    assert all(about for about in page.locator(".results .about").all_inner_texts())
    page.keyboard.press("ArrowDown")
    first = page.evaluate("document.activeElement.href")
    page.keyboard.press("Enter")
    page.wait_for_url(first)
    assert page.locator("main h1").count() == 1


@pytest.mark.parametrize("query", ["?q=dredging", "?q=harbour&kind=Event&sort=asc", "?q=nothingofthesort"])
def test_a_page_of_results_is_readable_to_all_and_keeps_to_its_policy(
    query: str, site: tuple[str, Path], browser: Any
) -> None:
    visitor = Visitor(browser, site[0].rstrip("/"))
    found = visitor.visit(
        f"search/index.html{query}", wait_for=".results li .about" if "nothing" not in query else ".said:not(:empty)"
    )
    visitor.close()
    assert (found.axe, found.said, found.asked, found.violations, found.too_wide) == ([], [], [], [], [])


def test_results_are_narrowed_down_by_kind_year_and_entity(site: tuple[str, Path], page: Any) -> None:
    page.goto(site[0] + "search/index.html?q=dredging")
    whole = int(said(page).split()[0])
    page.select_option("#kind", "Statement")
    page.wait_for_url("**kind=Statement*")
    comes_true(page, "document.querySelectorAll('.results .about').length > 0")
    kinds = {about.split(" · ")[0] for about in page.locator(".results .about").all_inner_texts()}
    assert kinds == {"Statement"} and int(said(page).split()[0]) < whole
    year = page.locator("#from option").nth(1).get_attribute("value")
    page.goto(site[0] + f"search/index.html?from={year}&to={year}")
    assert int(said(page).split()[0]) > 0
    page.locator(".results li").first.wait_for()
    name = page.locator("#with option").nth(1).get_attribute("value")
    before = int(said(page).split()[0])
    page.select_option("#with", name)
    page.wait_for_url("**with=*")
    page.locator(".results li").first.wait_for()
    assert 0 < int(said(page).split()[0]) <= before


def test_a_title_is_searched_too_and_a_hostile_text_is_shown_as_text(site: tuple[str, Path], page: Any) -> None:
    page.goto(site[0] + "search/index.html?q=alert")
    said(page)
    page.locator(".results li").first.wait_for()
    assert page.locator(".results script, .results img").count() == 0
    assert any("<script>" in text for text in page.locator(".excerpt").all_inner_texts())


def test_nothing_found_is_said(site: tuple[str, Path], page: Any) -> None:
    page.goto(site[0] + "search/index.html?q=zzzzqqqq&kind=Statement")
    assert said(page).startswith("Nothing was found") and page.locator(".results").is_hidden()


def test_from_a_folder_it_says_that_search_needs_a_server(site: tuple[str, Path], page: Any) -> None:
    page.goto((site[1] / "search/index.html").as_uri())
    assert "needs a web server" in said(page) and page.locator("form.search").is_hidden()
    assert page.locator("#contents").is_visible()


def test_without_scripts_the_indexes_are_there(site: tuple[str, Path], browser: Any) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(site[0] + "search/index.html")
    assert "needs JavaScript" in page.inner_text("main") and page.locator("form.search").is_hidden()
    assert page.locator("main dt a").count() >= 10
    page.close()


# --- finding by name --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["mirela", "ostro", "mriela", "mirella", "mirla", "OSTRO mir", "irel"])
def test_a_name_is_found_by_its_beginning_its_middle_and_with_a_slip(
    site: tuple[str, Path], page: Any, typed: str
) -> None:
    page.goto(site[0] + "index.html")
    page.keyboard.press("/")
    page.locator("dialog[open]").wait_for()
    page.keyboard.type(typed)
    page.locator("dialog [role=option]").first.wait_for()
    assert page.locator("dialog [role=option]").first.inner_text().startswith("Mirela Oštro")
    assert (
        page.evaluate(
            "document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).ariaSelected"
        )
        == "true"
    )
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/mirela-ostro.html")


def test_escape_closes_and_the_focus_returns(site: tuple[str, Path], page: Any) -> None:
    page.goto(site[0] + "people/mirela-ostro.html")
    page.locator(".find").focus()
    page.keyboard.press("Control+k")
    page.locator("dialog[open]").wait_for()
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert page.evaluate("document.activeElement.className") == "find"


def test_a_slash_is_a_slash_in_a_field(site: tuple[str, Path], page: Any) -> None:
    page.goto(site[0] + "search/index.html")
    page.locator("form.search").wait_for()
    page.keyboard.type("a/b")
    assert page.locator("dialog[open]").count() == 0 and page.input_value("#q") == "a/b"


def test_names_are_fetched_when_the_box_is_first_opened(site: tuple[str, Path], page: Any) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site[0] + "people/index.html")
    assert not any("/quick/" in url for url in asked)
    page.locator(".find").click()
    page.keyboard.type("lin")
    page.locator("dialog [role=option]").first.wait_for()
    assert [url for url in asked if "/quick/" in url] == [site[0] + "quick/index.js"]


def test_names_are_found_in_a_folder_too_and_what_has_no_name_is_searched(site: tuple[str, Path], page: Any) -> None:
    page.goto((site[1] / "people/index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("mirela")
    page.locator("dialog [role=option]").first.wait_for()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/index.html?q=mirela")


def test_a_split_index_is_fetched_by_the_beginning_of_words(
    site: tuple[str, Path], tmp_path: Path, page: Any, monkeypatch: Any
) -> None:
    from briefing.rendering.exports import quick_finder

    monkeypatch.setattr(quick_finder, "FEW", 3)
    root = site[1].parent
    assert pipeline.build(root, tmp_path / "many").written
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto((tmp_path / "many/index.html").as_uri())
    page.keyboard.press("/")
    page.locator("dialog[open]").wait_for()
    page.keyboard.insert_text("mrela")
    page.locator("dialog [role=option]").first.wait_for()
    assert page.locator("dialog [role=option]").first.inner_text().startswith("Mirela Oštro")
    assert 2 < len([name for name in asked if name[:1] == "m"]) <= 5


# --- since the last visit ---------------------------------------------------------------------------------------------


def test_what_is_new_since_the_last_visit_is_told_and_marked_as_seen(site: tuple[str, Path], page: Any) -> None:
    page.goto(site[0] + "index.html")
    comes_true(page, "localStorage.length > 0")
    tally = page.inner_text(".since")
    assert "statements" in tally, "what stands there until there is something new"
    height = page.evaluate("document.querySelector('.since').offsetHeight")
    page.evaluate(
        """() => {
          const key = Object.keys(localStorage)[0], kept = JSON.parse(localStorage[key]), ids = Object.keys(kept.last.seen);
          delete kept.last.seen[ids[0]];
          kept.last.seen[ids[1]] = "other";
          kept.last.at -= 86400000;
          localStorage[key] = JSON.stringify(kept);
        }"""
    )
    page.reload()
    page.locator(".since summary").wait_for()
    assert page.inner_text(".since summary").endswith("1 new, 1 changed")
    assert page.evaluate("document.querySelector('.since').offsetHeight") == height, "nothing on the page has moved"
    page.reload()  # the same visit
    page.locator(".since summary").click()
    assert page.locator(".since li").count() == 2 and "sent anywhere" in page.inner_text(".since")
    page.locator(".since button").click()
    page.reload()
    page.wait_for_load_state("networkidle")
    assert page.inner_text(".since") == tally
    page.evaluate(
        """() => {
          const key = Object.keys(localStorage)[0], kept = JSON.parse(localStorage[key]);
          kept.last.at -= 86400000;
          localStorage[key] = JSON.stringify(kept);
        }"""
    )
    page.reload()  # a day later, and nothing has happened
    comes_true(page, "document.querySelector('.since').textContent.includes('Nothing new since your visit of')")
    assert page.evaluate("document.querySelector('.since').offsetHeight") == height


def test_where_storage_is_blocked_nothing_is_said(site: tuple[str, Path], page: Any) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    page.goto(site[0] + "index.html")
    page.wait_for_load_state("networkidle")
    assert "since" not in page.inner_text(".since")
