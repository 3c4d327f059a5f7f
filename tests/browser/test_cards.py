"""Cards of linked records: for the pointer and the keyboard, dismissed, hovered and kept as WCAG 1.4.13 asks, and missed by nobody."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import browser  # noqa: F401
from served import served
from visit import AXE, RUN_AXE, Visitor

HOME = "index.html"
CLAIM = "claims/iranian-personnel-assisted-russia-in-crimea.html"
LINK = '.matrix a[href="../people/john-kirby.html"]'
CARD = ".record-card:not([hidden])"
TOLD = {
    "kind": "claim", "title": "<b>It</b> is so", "date": "about August 2022", "summary": "What is said. " * 20, "id": "x", "status": "published",
    "standing": {"word": "single-origin"},
}  # fmt: skip


@pytest.fixture(scope="module")
def address(built: Callable[[str], Path]) -> Iterator[str]:
    with served(built("own")) as address:
        yield address


@pytest.fixture
def visitor(browser: Any, address: str) -> Iterator[Visitor]:
    """A tab in which every document says the same, and that counts how often it was asked for."""
    visitor = Visitor(browser, address)
    visitor.page.route(
        "**/*.json", lambda route: route.fulfill(status=200, content_type="application/json", body=json.dumps(TOLD))
    )
    yield visitor
    visitor.close()


def asked(visitor: Visitor) -> list[str]:
    documents: list[str] = []
    visitor.page.on("request", lambda request: request.url.endswith(".json") and documents.append(request.url))
    return documents


def gone(page: Any) -> None:
    page.locator(CARD).wait_for(state="detached")


def test_the_pointer_brings_a_card_after_a_rest_and_takes_it_away(visitor: Visitor) -> None:
    page, documents = visitor.open(CLAIM), asked(visitor)
    link = page.locator(LINK).first
    link.hover()
    page.wait_for_timeout(100)
    assert page.locator(CARD).count() == 0, "a pointer that passes by brings none"
    page.locator(CARD).wait_for()
    assert page.locator(CARD).inner_text().split("\n")[0] == "Claim single origin"
    assert page.locator(".record-card .name").text_content() == "<b>It</b> is so"
    assert page.locator(".record-card .when").text_content() == "about August 2022"
    assert (page.locator(CARD).get_attribute("role"), link.get_attribute("aria-describedby")) == (
        "tooltip",
        page.locator(CARD).get_attribute("id"),
    )
    page.mouse.move(1, 1)
    gone(page)
    assert link.get_attribute("aria-describedby") is None
    link.hover()
    page.locator(CARD).wait_for()
    assert documents == [f"{visitor.address}/people/john-kirby.json"], "a document is asked for once"
    assert (visitor.now.said, page.evaluate("window.violations")) == ([], [])


def test_the_pointer_may_go_over_to_the_card(visitor: Visitor) -> None:
    page = visitor.open(CLAIM)
    page.locator(LINK).first.hover()
    page.locator(CARD).wait_for()
    box = page.locator(CARD).bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20, steps=8)
    page.wait_for_timeout(500)
    assert page.locator(CARD).is_visible(), "it stays as long as the pointer is on it"
    page.mouse.move(1, 1)
    gone(page)


def test_escape_puts_a_card_away_without_moving_anything(visitor: Visitor) -> None:
    page = visitor.open(CLAIM)
    page.locator(LINK).first.hover()
    page.locator(CARD).wait_for()
    page.keyboard.press("Escape")
    gone(page)
    page.wait_for_timeout(500)
    assert page.locator(CARD).count() == 0, "it stays away while nothing moves"


def test_the_keyboard_brings_a_card_that_stays(visitor: Visitor) -> None:
    page = visitor.open(CLAIM)
    page.keyboard.press("Tab")
    page.locator(LINK).first.focus()
    page.locator(CARD).wait_for()
    page.wait_for_timeout(500)
    assert page.locator(CARD).is_visible()
    page.keyboard.press("Escape")
    gone(page)
    assert page.evaluate("document.activeElement.getAttribute('href')") == "../people/john-kirby.html", (
        "the focus stays where it is"
    )
    page.keyboard.press("Tab")
    page.locator(CARD).wait_for()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/john-kirby.html")
    assert visitor.now.said == []


def test_a_card_lies_within_the_window_and_clear_of_its_link(visitor: Visitor) -> None:
    page = visitor.open(HOME)
    for width in (1280, 480):
        page.set_viewport_size({"width": width, "height": 600})
        links = page.locator(
            'main :is(a[href^="claims/"], a[href^="statements/"], a[href^="events/"]):not([href*="index.html"])'
        ).all()
        for link in (links[0], links[len(links) // 2], links[-1]):
            page.mouse.move(1, 1)
            gone(page)
            link.scroll_into_view_if_needed()
            link.hover()
            page.locator(CARD).wait_for()
            box, room = (
                page.locator(CARD).bounding_box(),
                page.evaluate("[document.documentElement.clientWidth, innerHeight]"),
            )
            assert (
                box["x"] >= 0
                and box["x"] + box["width"] <= room[0]
                and box["y"] >= 0
                and box["y"] + box["height"] <= room[1]
            ), (width, box)
            lines = link.evaluate("link => [...link.getClientRects()].map(line => [line.top, line.bottom])")
            assert all(box["y"] >= bottom or box["y"] + box["height"] <= top for top, bottom in lines), (
                "the link can be read"
            )


def test_ways_within_the_site_bring_no_cards(visitor: Visitor) -> None:
    page, documents = visitor.open(CLAIM), asked(visitor)
    for link in page.locator(
        f'nav.crumbs a, header nav a[href$="claims/index.html"], footer a, main a[href*="index.html"], main a[href*="{CLAIM}"]'
    ).all()[:8]:
        if link.is_visible():
            link.hover()
            page.wait_for_timeout(400)
    assert page.locator(CARD).count() == 0 and documents == []


def test_a_touch_brings_no_card(browser: Any, address: str) -> None:
    visitor = Visitor(browser, address, has_touch=True)
    page, documents = visitor.open(CLAIM), asked(visitor)
    page.evaluate("document.addEventListener('click', event => event.preventDefault())")
    page.locator(LINK).first.tap()
    page.wait_for_timeout(500)
    assert page.locator(CARD).count() == 0 and documents == []
    visitor.close()


@pytest.mark.parametrize("answer", ["abort", "not JSON", "{}", "null"])
def test_where_no_document_can_be_had_a_link_is_a_link(answer: str, browser: Any, address: str) -> None:
    visitor = Visitor(browser, address)
    page = visitor.open(CLAIM)
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.route(
        "**/*.json",
        lambda route: (
            route.abort()
            if answer == "abort"
            else route.fulfill(status=200, content_type="application/json", body=answer)
        ),
    )
    page.locator(LINK).first.hover()
    page.wait_for_timeout(500)
    assert page.locator(CARD).count() == 0 and broken == []
    page.locator(LINK).first.click()
    page.wait_for_url("**/people/john-kirby.html")
    visitor.close()


def test_axe_finds_nothing_about_a_card(visitor: Visitor) -> None:
    page = visitor.open(CLAIM)
    page.locator(LINK).first.hover()
    page.locator(CARD).wait_for()
    page.evaluate(AXE.read_text("utf-8"))
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        assert [one for one in page.evaluate(RUN_AXE, None) if "record-card" in one or "describedby" in one] == []


def test_the_sites_own_documents_fill_cards(browser: Any, address: str) -> None:
    """Of every kind of record that the claim's page and the home page lead to."""
    visitor = Visitor(browser, address)
    seen = set()
    for path, selector in (
        (CLAIM, LINK),
        (HOME, 'main a[href^="claims/"]:not([href*="index.html"])'),
        (HOME, 'main a[href^="briefings/"]'),
        (HOME, 'main a[href^="events/"]:not([href*="index.html"])'),
    ):
        page = visitor.open(path)
        link = page.locator(selector).first
        link.hover()
        page.locator(CARD).wait_for()
        kind = page.locator(".record-card .kind").inner_text().split(" ")[0]
        name = page.locator(".record-card .name").inner_text()
        assert name and not name.startswith("{"), (path, name)
        seen.add(kind)
    visitor.close()
    assert seen == {"Person", "Claim", "Briefing", "Event"}


@pytest.mark.parametrize(
    ("title", "speaker"),
    [("ليلى حداد told reporters that it was closed.", ""), ("علی‌رضا دریانورد: “No.”", "علی‌رضا دریانورد")],
)
def test_a_name_from_right_to_left_stands_before_the_english_that_follows_it(
    browser: Any, address: str, title: str, speaker: str
) -> None:
    visitor = Visitor(browser, address)
    document = (
        TOLD
        | {"kind": "statement", "title": title, "summary": title}
        | ({"speaker": {"label": speaker}} if speaker else {})
    )
    visitor.page.route(
        "**/*.json", lambda route: route.fulfill(status=200, content_type="application/json", body=json.dumps(document))
    )
    page = visitor.open(CLAIM)
    page.locator(LINK).first.hover()
    page.locator(CARD).wait_for()
    name = page.locator(".record-card .name")
    assert name.text_content() == title
    # Where the first letter of the name and the last of the English are drawn.
    first, last = page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.querySelector(".record-card .name"), NodeFilter.SHOW_TEXT), nodes = [];
          while (walker.nextNode()) nodes.push(walker.currentNode);
          const left = (node, at) => { const range = new Range(); range.setStart(node, at); range.setEnd(node, at + 1); return range.getBoundingClientRect().left; };
          return [left(nodes[0], 0), left(nodes.at(-1), nodes.at(-1).length - 1)];
        }"""
    )
    assert first < last
    visitor.close()
