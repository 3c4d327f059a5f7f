"""In a real browser: the filter of an entity's list, and the citations that can be copied."""

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import browser  # noqa: F401
from test_preview import comes_true

Project = Callable[[dict[str, str]], Path]
HOSTILE = r"50% & $5 #1 a_b {x} }{ ~^ \end{document} <i> @misc{y, title = {z}}"
FILES = {
    "briefing.yaml": "title: The Tide & Co\nbase_url: https://tide.example/a\npublisher: A_B",
    "content/people/ann.yaml": "name: Ann\nchanges:\n- {date: 2034-03-02, kind: update, note: N}",
    "content/people/few.yaml": "name: Few",
    "content/sources/s.yaml": f"title: {json.dumps(HOSTILE)}\nauthors: [Bell and Cray, 'O’Neil, A.']\npublished: 2031~\nurl: https://post.example/a%7D?b=c_d&e\ntype: report",
    "content/events/all.yaml": "\n---\n".join(
        f"id: e{n}\ntitle: Storm {n}\ndate: 20{30 + n}-02\nparticipants: [{{entity: ann, role: {('actor', 'host')[n % 2]}}}]\nsources: [s]"
        for n in range(9)
    )
    + "\n---\nid: sao\ntitle: São Avel\ndate: 2030-05\nparticipants: [few, ann]\nsources: [s]",
}


@pytest.fixture
def show(project: Project, browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page of the site from a folder on the disk."""
    from briefing.build.pipeline import build

    site = project(FILES) / "site"
    built = build(site.parent, site, jobs=1)
    assert built.written is not None, built.problems
    contexts, said = [], []

    def opened(path: str, **options: Any) -> Any:
        context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: message.type in ("error", "warning") and said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"file://{site}/{path}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


def count(page: Any, text: str) -> None:
    said = "document.querySelector('.filter [role=status]').textContent"
    end = time.monotonic() + 20
    while not page.evaluate(said).startswith(text):
        assert time.monotonic() < end, (page.evaluate(said), text)
        time.sleep(0.02)


# --- the filter ------------------------------------------------------------------------------------------------------


def test_a_list_is_filtered_by_words_by_role_and_by_year_with_the_keyboard_alone(show: Any) -> None:
    page = show("people/ann.html")
    count(page, "10 in the list.")
    page.locator(".filter input").focus()
    page.keyboard.type("storm 2033")
    count(page, "1 of 10 shown.")
    assert page.locator(".group:visible").count() == 1
    page.keyboard.press("Escape")
    count(page, "10 in the list.")
    page.keyboard.press("Tab")
    page.keyboard.type("Events as h")
    count(page, "4 of 10 shown.")
    assert page.locator(".group:visible h2").all_inner_texts() == ["Events as host 4"]
    page.keyboard.press("Tab")
    page.keyboard.type("2033")
    count(page, "1 of 10 shown.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # Show all
    count(page, "10 in the list.")
    assert page.evaluate("document.activeElement.name") == "words"


def test_words_are_found_without_their_accents(show: Any) -> None:
    page = show("people/ann.html")
    page.locator(".filter input").fill("sao")
    count(page, "1 of 10 shown.")


def test_a_view_can_be_linked(show: Any) -> None:
    page = show("people/ann.html?year=2033&role=events-as-host#everything")
    count(page, "1 of 10 shown.")
    page = show("people/ann.html?year=1900&role=nothing&words=%3Cb%3E")
    count(page, "0 of 10 shown.")
    assert page.locator(".filter select").first.input_value() == ""


def test_a_year_of_the_picture_asks_the_list_for_that_year(show: Any) -> None:
    page = show("people/ann.html")
    page.locator(".strip a", has_text="2030").click()
    count(page, "2 of 10 shown.")


def test_a_short_list_has_no_filter_and_a_page_without_scripts_shows_everything(show: Any) -> None:
    assert show("people/few.html").locator(".filter *").count() == 0
    page = show("people/ann.html?year=2033#everything", java_script_enabled=False)
    assert page.locator(".group .rows > li:visible").count() == 10
    assert page.locator(".filter").inner_html() == ""
    page.locator(".cite summary").click()
    assert "Ann" in page.locator(".cite p").first.inner_text()
    assert page.locator(".cite button").count() == 0


# --- citations -------------------------------------------------------------------------------------------------------


def copied(page: Any, label: str, nth: int = 0) -> str:
    page.locator(".cite:not([open]) summary").evaluate_all("all => all.forEach(one => one.click())")
    row = page.locator(".cite .copy").nth(nth)
    row.get_by_role("button", name=label, exact=True).click()
    comes_true(page, "nth => document.querySelectorAll('.copy [role=status]')[nth].textContent === 'Copied.'", nth)
    text = page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n")
    assert page.locator(".cite textarea").nth(nth).input_value() == text
    return str(text)


def test_a_page_is_cited_as_text_as_bibtex_and_as_csl_json(show: Any) -> None:
    page = show("people/ann.html")
    assert (
        copied(page, "Copy text")
        == "A_B, “Ann”, The Tide & Co, last changed 2 March 2034, https://tide.example/a/people/ann.html."
    )
    assert copied(page, "Address") == "https://tide.example/a/people/ann.html"
    assert json.loads(copied(page, "CSL-JSON")) == [
        {
            "id": "ann",
            "type": "webpage",
            "publisher": "A_B",
            "title": "Ann",
            "container-title": "The Tide & Co",
            "issued": {"date-parts": [[2034, 3, 2]]},
            "URL": "https://tide.example/a/people/ann.html",
            "language": "en",
        }
    ]
    assert copied(page, "BibTeX") == (
        "@misc{ann,\n  author = {{A\\_B}},\n  title = {{Ann}},\n  howpublished = {The Tide \\& Co},\n  year = {2034},\n  month = mar,\n  day = {2},\n"
        "  url = {https://tide.example/a/people/ann.html},\n  language = {en}\n}\n"
    )


def test_hostile_text_keeps_the_braces_of_bibtex_in_balance(show: Any) -> None:
    page = show("sources/s.html")
    (item,) = json.loads(copied(page, "CSL-JSON", 1))
    assert item["title"] == HOSTILE
    assert item["author"] == [{"literal": "Bell and Cray"}, {"literal": "O’Neil, A."}]
    assert (item["type"], item["issued"]) == ("report", {"literal": "about 2031"})
    entry = copied(page, "BibTeX", 1)
    assert "  author = {{Bell and Cray} and {O’Neil, A.}},\n" in entry and "  year = {about 2031}" in entry
    depth = 0
    for at, character in enumerate(entry):
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth > 0 or at < entry.index("{") or at >= len(entry) - 2, "closed before its end"
    assert depth == 0
    title = re.search(r"title = \{\{(.*)\}\},\n", entry)
    assert title is not None
    assert title[1].startswith(r"50\% \& \$5 \#1 a\_b \textbraceleft{}x\textbraceright{} ")
    assert (
        r"\textasciitilde{}\textasciicircum{} \textbackslash{}end\textbraceleft{}document\textbraceright{}" in title[1]
    )
    assert "url = {https://post.example/a%7D?b=c_d&e}" in entry


def test_where_the_clipboard_is_closed_the_text_is_selected_and_the_reader_told(show: Any) -> None:
    page = show("people/ann.html")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.locator(".cite summary").click()
    page.get_by_role("button", name="BibTeX").click()
    comes_true(page, "document.querySelector('.copy [role=status]').textContent.startsWith('Selected')")
    selected = "(() => { const a = document.activeElement; return a.value.slice(a.selectionStart, a.selectionEnd); })()"
    assert page.evaluate(selected).startswith("@misc{ann,")
