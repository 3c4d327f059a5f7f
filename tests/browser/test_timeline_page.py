"""The timeline in a real browser, from a folder on the disk: filters, the address that keeps them, the keyboard, no script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import browser  # noqa: F401
from conftest import lay

from briefing.build.pipeline import build

PAGE = "timeline/index.html"
SHOWN = ".entries > li:visible"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose timeline has two parts; only the older one names Old."""
    root = tmp_path_factory.mktemp("many")
    files = {
        "briefing.yaml": "title: Many\n",
        "content/people/ann.yaml": "name: Ann <b>Example</b>\n",
        "content/people/old.yaml": "name: Old\n",
        "content/topics/water.yaml": "name: Water\n",
        "content/sources/paper.yaml": "title: Paper\n",
        "content/statements/many.yaml": "---\n".join(
            f"id: s-{n:03}\nspeaker: {'ann' if n > 9 else 'old'}\ndate: {2020 + n // 50}-{n % 12 + 1:02}\nsources: [paper]\nsummary: Number {n}.\n"
            + ("topics: [water]\n" if n % 2 else "")
            for n in range(120)
        ),
    }
    lay(root, files)
    assert build(root, root / "site").written
    return root / "site"


class Reader:
    """A tab, and all that the browser complains of."""

    def __init__(self, browser: Any, site: Path, **context: Any) -> None:
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, **context)
        self.context.set_default_timeout(20_000)
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.page.on("console", lambda message: message.type in ("error", "warning") and self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.address = site.as_uri()

    def open(self, path: str = PAGE) -> Any:
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}/{path}")
        return self.page


@pytest.fixture
def reader(browser: Any, built: Callable[[str], Path]) -> Iterator[Reader]:
    reader = Reader(browser, built("harbour"))
    yield reader
    reader.context.close()
    assert reader.said == []


@pytest.fixture
def reader_of_many(browser: Any, many: Path) -> Iterator[Reader]:
    reader = Reader(browser, many)
    yield reader
    reader.context.close()
    assert reader.said == []


def counted(page: Any) -> str:
    return page.locator(".filters output").inner_text()


def focused(page: Any) -> str:
    return page.evaluate("document.activeElement.textContent")


# --- filters ---------------------------------------------------------------------------------------------------------


def test_a_filter_leaves_what_fits_and_says_how_much(reader: Reader) -> None:
    page = reader.open()
    all_of_them = page.locator(SHOWN).count()
    assert counted(page) == f"{all_of_them} on this page." and page.locator(".filters button").is_disabled()
    page.get_by_label("Kind").select_option("Events")
    events = page.locator(SHOWN).count()
    assert 0 < events < all_of_them and page.locator(".entries > .statement:visible").count() == 0
    assert counted(page) == f"{events} of {all_of_them} on this page."
    page.get_by_label("Who, where or what").select_option("port-avel")
    both = page.locator(SHOWN)
    assert 0 < both.count() < events
    assert all("port-avel" in names.split() for names in both.evaluate_all("all => all.map(one => one.dataset.names)"))
    assert page.locator(".filters output").get_attribute("aria-live") == "polite"


def test_what_has_nothing_left_is_gone_with_its_headings(reader: Reader) -> None:
    page = reader.open()
    years = page.locator(".year > h2:visible").count()
    page.get_by_label("Topic").select_option("dredging")
    assert 0 < page.locator(".year > h2:visible").count() < years
    for part in (".moments > li:visible", ".period:visible", ".year:visible"):
        assert all(
            page.locator(part).evaluate_all("all => all.map(one => !!one.querySelector('.entries > li:not([hidden])'))")
        )
    page.get_by_role("button", name="Show all").click()
    assert page.locator(".year > h2:visible").count() == years and "#" not in page.url
    assert page.evaluate("document.activeElement.name") == "entity", "the focus is not lost with the button"


def test_the_address_keeps_the_filters_and_a_link_sets_them(reader: Reader) -> None:
    page = reader.open()
    page.get_by_label("Who, where or what").select_option("port-avel")
    page.get_by_label("Kind").select_option("Events")
    assert page.url.endswith("#kind=event&entity=port-avel")
    said, found = counted(page), page.locator(SHOWN).count()
    page = reader.open(page.url.removeprefix(reader.address + "/"))
    assert (counted(page), page.locator(SHOWN).count()) == (said, found)
    assert page.get_by_label("Kind").input_value() == "event"
    page.evaluate("location.hash = 'entity=dredging'")
    page.wait_for_function("document.querySelector('[name=topic]').value === 'dredging'")
    assert page.get_by_label("Kind").input_value() == ""
    page.go_back()
    page.wait_for_function("document.querySelector('[name=entity]').value === 'port-avel'")
    assert page.locator(SHOWN).count() == found


def test_an_entity_leads_on_to_its_own_page(reader: Reader) -> None:
    page = reader.open(f"{PAGE}#entity=port-avel")
    link = page.locator(".filters .whole")
    assert link.inner_text() == "All there is on Port Avel"
    link.click()
    assert page.url.endswith("/places/port-avel.html")


@pytest.mark.parametrize(
    "hash", ["#entity=%22%3E%3Cimg%20src%3Dx%3E", "#kind=nothing&topic=a+b", "#=&&==%", "#entity=__proto__", "#y-2031"]
)
def test_an_address_that_nobody_made_does_no_harm(reader: Reader, hash: str) -> None:
    page = reader.open(PAGE + hash)
    assert page.locator("main img").count() == 0
    if "entity" in hash or "topic" in hash:
        assert counted(page) == "Nothing on this page fits." and page.locator(".filters .whole").is_hidden()
        page.get_by_role("button", name="Show all").click()
    assert "on this page." in counted(page) and page.locator(SHOWN).count() > 20


def test_with_parts_it_says_that_the_filters_act_on_one_and_takes_them_along(reader_of_many: Reader) -> None:
    page = reader_of_many.open(f"{PAGE}#entity=old")
    assert (
        counted(page) == "Nothing on this page fits."
        and "not on the other parts" in page.locator(".filters").inner_text()
    )
    older = page.get_by_role("link", name="Older")
    while older.count():
        older.click()
    assert page.url.endswith("index.1.html#entity=old")
    assert counted(page) == "10 of 75 on this page."
    assert page.get_by_label("Who, where or what").input_value() == "old"


def test_a_name_is_text_in_what_the_script_writes(reader_of_many: Reader) -> None:
    page = reader_of_many.open(f"{PAGE}#entity=ann")
    assert page.locator(".filters .whole").inner_text() == "All there is on Ann <b>Example</b>"
    assert page.locator(".filters b").count() == 0


# --- the keyboard ----------------------------------------------------------------------------------------------------


def test_arrows_and_letters_walk_from_entry_to_entry(reader: Reader) -> None:
    page = reader.open()
    texts = page.locator(f"{SHOWN} a").all_inner_texts()
    page.locator(f"{SHOWN} a").first.focus()
    for key, at in (("ArrowDown", 1), ("j", 2), ("k", 1), ("ArrowUp", 0), ("ArrowUp", 0)):
        page.keyboard.press(key)
        assert focused(page) == texts[at], key
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/**")


def test_walking_passes_over_what_is_filtered_out(reader: Reader) -> None:
    page = reader.open(f"{PAGE}#kind=statement")
    links = page.locator(".entries > .statement a")
    links.first.focus()
    walked = []
    for _ in range(5):
        page.keyboard.press("j")
        walked.append(focused(page))
    assert walked == links.all_inner_texts()[1:6]


def test_nobody_who_types_or_scrolls_is_disturbed(reader: Reader) -> None:
    page = reader.open()
    page.get_by_label("Who, where or what").focus()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.name") == "entity"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement === document.body")
    page.locator(f"{SHOWN} a").first.focus()
    first = focused(page)
    for key in ("Control+j", "Alt+ArrowDown", "Shift+ArrowDown"):
        page.keyboard.press(key)
        assert focused(page) == first


def test_a_focused_entry_is_in_sight_below_the_heading_that_stays(reader: Reader) -> None:
    page = reader.open()
    page.locator(f"{SHOWN} a").last.focus()
    for _ in range(page.locator(SHOWN).count() - 1):
        page.keyboard.press("k")
        hidden = page.evaluate(
            """() => { const box = document.activeElement.getBoundingClientRect();
            const top = document.elementFromPoint(box.left + 4, box.top + 4);
            return box.top < 0 || box.bottom > innerHeight || !(top && document.activeElement.contains(top)); }"""
        )
        assert not hidden, focused(page)


def test_all_can_be_done_by_keyboard_alone(reader: Reader) -> None:
    page = reader.open()
    page.locator(".bars a[tabindex='0']").focus()
    stops = page.locator(".bars a[tabindex='0']")
    assert stops.count() == 1, "the strip is one stop"
    before = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") != before
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Earlier: ")
    page.keyboard.press("Tab")
    page.keyboard.type("Port")
    assert page.get_by_label("Who, where or what").input_value() == "port-avel"
    assert "entity=port-avel" in page.url


def test_a_bar_leads_to_its_period(reader: Reader) -> None:
    page = reader.open()
    page.locator(".bars a", has_text="2031").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash === '#y-2031'")
    top = page.locator("#y-2031").evaluate("one => one.getBoundingClientRect().top")
    assert 0 <= top < 200


# --- without any of it -----------------------------------------------------------------------------------------------


def test_without_a_script_all_is_there_and_nothing_that_would_not_work(
    browser: Any, built: Callable[[str], Path]
) -> None:
    reader = Reader(browser, built("harbour"), java_script_enabled=False)
    page = reader.open()
    assert page.locator(SHOWN).count() > 20 and page.locator(".filters").is_hidden()
    assert page.locator(".year > h2:visible").count() > 4 and page.locator(".bars a").count() > 2
    reader.context.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 2560])
def test_it_fits_every_width(reader: Reader, width: int) -> None:
    reader.page.set_viewport_size({"width": width, "height": 800})
    page = reader.open()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
