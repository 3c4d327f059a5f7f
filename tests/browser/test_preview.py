"""The preview in a real browser: a save is seen, a problem lies over the page and goes away, and the policy blocks nothing."""

import re
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import browser  # noqa: F401
from conftest import SITES

sys.path.insert(0, str(Path(__file__).parent.parent))
from preview import Preview, preview, until

MIRELA = "content/people/mirela-ostro.yaml"
PAGE = "/people/mirela-ostro.html"
HARMLESS = re.compile(r"/favicon\.ico")


@pytest.fixture
def opened(tmp_path: Path, browser: Any) -> Iterator[tuple[Path, Preview, Any, list[str]]]:
    """(the project, its preview, a page that shows a record, all that the browser complains about)"""
    root = tmp_path / "desk"
    shutil.copytree(SITES["harbour"], root, ignore=shutil.ignore_patterns("expected"))
    with preview(root, log=tmp_path / "log") as server:
        page = browser.new_page()
        page.set_default_timeout(20_000)
        said: list[str] = []
        page.on(
            "console",
            lambda message: message.type in ("error", "warning") and said.append(f"{message.text} {message.location}"),
        )
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("requestfailed", lambda request: said.append(f"{request.url} {request.failure}"))
        page.goto(server.address + PAGE)
        connected(page)
        yield root, server, page, said
        page.close()


def comes_true(page: Any, expression: str, argument: Any = None) -> None:
    """Wait for an expression. Playwright's own way to wait evaluates a text in the page, which the policy forbids."""
    from playwright.sync_api import Error

    def found() -> bool:
        try:
            return bool(page.evaluate(expression, argument))
        except Error:  # the page is being loaded again
            return False

    until(found)


def connected(page: Any) -> None:
    comes_true(page, "window.LiveReload && window.LiveReload.connector.protocol === 7")


def complaints(said: list[str]) -> list[str]:
    """What the browser complained about; a request that a reload cut short is none."""
    return [one for one in said if not HARMLESS.search(one) and "ERR_ABORTED" not in one]


def put(root: Path, old: str, new: str, path: str = MIRELA) -> None:
    text = (SITES["harbour"] / path).read_text("utf-8")
    assert old in text
    temporary = root / f"{path}.tmp"
    temporary.write_text(text.replace(old, new), "utf-8")
    temporary.replace(root / path)


def shows(page: Any, text: str) -> None:
    comes_true(page, "text => document.querySelector('main').textContent.includes(text)", text)


def test_a_save_is_seen(opened: tuple[Path, Preview, Any, list[str]]) -> None:
    root, _, page, said = opened
    shows(page, "First spoke")
    put(root, "First spoke", "She spoke")
    shows(page, "She spoke")
    assert complaints(said) == []


def test_ten_quick_saves_none_is_lost(opened: tuple[Path, Preview, Any, list[str]]) -> None:
    root, _, page, said = opened
    for pause in (0.0, 0.02, 0.1):
        for number in range(10):
            put(root, "First spoke", f"After {pause}, save {number} spoke")
            time.sleep(pause)
        shows(page, f"After {pause}, save 9 spoke")
    assert complaints(said) == []


def test_a_problem_lies_over_the_page_until_it_is_mended(opened: tuple[Path, Preview, Any, list[str]]) -> None:
    root, _, page, said = opened
    overlay = page.locator("#preview-problems")
    put(root, "from: 2031-01\n", "from: 2031-31\n")
    page.locator("#preview-problems.preview-broken[open]").wait_for()
    shown = overlay.inner_text()
    assert f"{MIRELA}:7:11" in shown and "error[invalid-date]" in shown and "help: " in shown
    assert "   7 |     from: 2031-31\n     |           ^^^^^^^" in (overlay.locator("pre").first.text_content() or "")
    assert "First spoke" in page.locator("main").inner_text()  # the page as it last was
    page.reload()
    page.locator("#preview-problems.preview-broken[open]").wait_for()
    page.keyboard.press("Escape")
    page.locator("#preview-problems.preview-broken:not([open])").wait_for()
    connected(page)
    put(root, "First spoke", "She spoke")
    shows(page, "She spoke")
    page.locator("#preview-problems:not(.preview-broken)").wait_for()  # the warnings that the project has
    assert complaints(said) == []


def test_undoing_a_mistake_clears_it_too(opened: tuple[Path, Preview, Any, list[str]]) -> None:
    root, _, page, said = opened
    page.evaluate("window.notLoadedAgain = true")
    put(root, "name:", "nam:")
    page.locator("#preview-problems.preview-broken").wait_for()
    put(root, "name:", "name:")
    page.locator("#preview-problems:not(.preview-broken)").wait_for()
    assert complaints(said) == []


def test_what_the_content_smuggles_in_is_text_in_the_overlay(opened: tuple[Path, Preview, Any, list[str]]) -> None:
    root, _, page, said = opened
    page.on("dialog", lambda dialog: said.append("a script ran"))
    put(root, "name: Mirela Oštro", "name: Mirela\n<img src=x onerror=alert(1)>: <script>alert(2)</script>")
    page.locator("#preview-problems.preview-broken").wait_for()
    assert "<img src=x onerror=alert(1)>" in page.locator("#preview-problems").inner_text()
    assert page.locator("#preview-problems img, #preview-problems script").count() == 0
    assert complaints(said) == []


def test_a_stylesheet_is_shown_without_loading_the_page_again(opened: tuple[Path, Preview, Any, list[str]]) -> None:
    root, _, page, said = opened
    page.evaluate("window.notLoadedAgain = true")
    style = root / "templates/static/style.css"
    style.write_text("main { color: rgb(1, 2, 3) }\n")
    comes_true(page, "getComputedStyle(document.querySelector('main')).color === 'rgb(1, 2, 3)'")
    assert page.evaluate("window.notLoadedAgain") is True
    assert complaints(said) == []


def test_no_page_of_any_sort_breaks_the_policy(opened: tuple[Path, Preview, Any, list[str]]) -> None:
    _, server, page, said = opened
    for path in (
        "/",
        "/claims/",
        "/claims/channel-is-safe.html",
        "/changes/",
        "/methodology/",
        "/events/unfinished-inquiry.html",
    ):
        page.goto(server.address + path)
        connected(page)
    said = [one for one in said if "404" not in one]
    assert complaints(said) == []
    assert page.locator(".mark.draft").count() > 0 or "is not published" in page.content()


def test_the_policy_stops_what_would_run(opened: tuple[Path, Preview, Any, list[str]]) -> None:
    """The control: the browser does complain where a template has a script of its own."""
    root, _, page, said = opened
    (root / "templates/person.html").write_text(
        '{% extends "shipped/person.html" %}{% block head %}<script>window.ran = 1</script>{% endblock %}'
    )
    comes_true(page, "document.head.innerHTML.includes('window.ran')")
    connected(page)
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in one for one in said)
