"""What programs read of a site: the Atom feed, and JSON-LD on the pages, whatever the content holds."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest
from conftest import SITES
from desk import sound
from hypothesis import given
from hypothesis import strategies as st

from briefing.characters import suspects
from briefing.kinds.source import Source
from briefing.kinds.topic import Topic
from briefing.pages.about import about
from briefing.pages.fragments import Fragments
from briefing.pages.shelf import Shelf
from briefing.pipeline import build
from briefing.surroundings import Surroundings

Project = Callable[[Mapping[str, str | bytes]], Path]
ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://desk.example/notes/"
START = {
    "briefing.yaml": f"title: Desk\nbase_url: {BASE}\n",
    "content/people/ann.yaml": "name: Ann\n",
    "content/sources/paper.yaml": "title: Paper\n",
}
HOSTILE = "</script><script>alert(1)</script> ]]> <!-- & \" ' &amp; \u202f\u05d0\u00ad {{ 7*7 }} <![CDATA[ </title>"


def site(project: Project, files: Mapping[str, str], drafts: bool = False) -> Path:
    root = project(START | files)
    built = build(root, root / "site", drafts)
    assert built.written is not None, built.problems
    return root / "site"


def feed(folder: Path) -> ElementTree.Element:
    return ElementTree.fromstring((folder / "feed.xml").read_bytes())


def texts(element: ElementTree.Element, *path: str) -> list[str]:
    return [found.text or "" for found in element.findall("/".join(ATOM + name for name in path))]


def event(title: str, date: str = "2031-01-01", more: str = "") -> str:
    return f"title: {json.dumps(title, ensure_ascii=False)}\ndate: {date}\nsources: [paper]\n{more}"


# --- the feed --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in SITES if "base_url" in (SITES[name] / "briefing.yaml").read_text()])
def test_a_feed_has_all_that_the_format_asks_for(built: Callable[[str], Path], name: str) -> None:
    """RFC 4287, 4.1.1 and 4.1.2."""
    root = feed(built(name))
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.findall(f"{ATOM}entry")):
        for wanted in ("id", "title", "updated"):
            (text,) = texts(element, wanted)
            assert text.strip(), wanted
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", texts(element, "updated")[0])
        assert texts(element, "id")[0].startswith("https://")
        assert element.findall(f"{ATOM}link")
    assert texts(root, "author", "name") != [""]
    assert {link.get("rel") for link in root.findall(f"{ATOM}link")} == {"self", "alternate"}
    addresses = texts(root, "entry", "id")
    assert len(set(addresses)) == len(addresses) > 3


def test_the_ids_of_entries_are_the_addresses_of_their_pages(project: Project) -> None:
    folder = site(project, {"content/events/fire.yaml": event("Fire")})
    root = feed(folder)
    assert texts(root, "id") == [BASE]
    assert texts(root, "entry", "id") == [f"{BASE}events/fire.html"]
    assert [link.get("href") for link in root.findall(f"{ATOM}entry/{ATOM}link")] == [f"{BASE}events/fire.html"]
    assert (folder / "events/fire.html").exists()


def test_a_feed_has_the_fifty_newest_and_newest_first(project: Project) -> None:
    said = "".join(f"---\nid: s-{n}\nspeaker: ann\ndate: 20{n:02}-06\nquote: Word {n}\nsources: [paper]\n" for n in range(10, 50))
    held = "".join(f"---\nid: e-{n}\n{event(f'Event {n}', f'20{n:02}-07')}" for n in range(10, 50))
    root = feed(site(project, {"content/statements/all.yaml": said[4:], "content/events/all.yaml": held[4:]}))
    updated = texts(root, "entry", "updated")
    assert len(updated) == 50 and updated == sorted(updated, reverse=True)
    assert texts(root, "entry", "title")[:2] == ["Event 49", "Ann: “Word 49”"]
    assert texts(root, "updated") == [updated[0]]


@pytest.mark.parametrize("drafts", [False, True])
def test_drafts_and_what_was_withdrawn_are_in_no_feed_and_take_nobodys_place(project: Project, drafts: bool) -> None:
    gone = "status: withdrawn\nchanges: [{date: 2031, kind: retraction, note: No.}]\n"
    files = {f"content/events/gone-{n}.yaml": event("Gone", "2032", gone) for n in range(60)}
    files |= {f"content/events/draft-{n}.yaml": event("Draft", "2033", "status: draft\n") for n in range(60)}
    files |= {f"content/events/fire-{n}.yaml": event("Fire") for n in range(60)}
    assert texts(feed(site(project, files, drafts)), "entry", "title") == ["Fire"] * 50


@pytest.mark.parametrize("date", ["Y12031", "Y-12031", "-0044", "../1875", "0000", "9999", "0001", "2031/.."])
def test_a_year_that_the_format_cannot_hold_does_not_break_a_feed(project: Project, date: str) -> None:
    root = feed(site(project, {"content/events/a.yaml": event("Strange", f'"{date}"'), "content/events/b.yaml": event("Fire")}))
    assert "Fire" in texts(root, "entry", "title")
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", text) for text in texts(root, "entry", "updated"))


def test_a_site_with_nothing_dated_has_an_empty_feed_that_is_whole(project: Project) -> None:
    root = feed(site(project, {}))
    assert texts(root, "updated") == ["1970-01-01T00:00:00Z"] and texts(root, "entry") == []


def test_a_site_without_an_address_has_no_feed_and_its_pages_name_none(project: Project) -> None:
    folder = site(project, {"briefing.yaml": "title: Desk\n", "content/events/fire.yaml": event("Fire")})
    assert not (folder / "feed.xml").exists()
    assert "feed.xml" not in (folder / "index.html").read_text("utf-8")


# --- whatever the content holds --------------------------------------------------------------------------------------


def hostile_site(project: Project) -> Path:
    quoted = json.dumps(HOSTILE, ensure_ascii=False)
    return site(
        project,
        {
            "briefing.yaml": f"title: {quoted}\ndescription: {quoted}\npublisher: {quoted}\nlicence: {quoted}\nbase_url: {BASE}\n",
            "content/people/ann.yaml": f"name: {quoted}\naliases: [{quoted}]\nsame_as: ['https://x.example/?a=1&b=</script>'.]\n".replace("</script>'.", "2'"),
            "content/organizations/o.yaml": f"name: {quoted}\n",
            "content/places/p.yaml": f"name: {quoted}\n",
            "content/topics/t.yaml": f"name: {quoted}\n",
            "content/equipment/e.yaml": f"name: {quoted}\n",
            "content/claims/c.yaml": f"text: {quoted}\n",
            "content/sources/paper.yaml": f"title: {quoted}\nurl: 'https://x.example/?a=1&b=2'\n",
            "content/briefings/b.yaml": f"title: {quoted}\ndate: 2031\nbottom_line: {quoted}\nsources: [paper]\n",
            "content/events/fire.yaml": event(HOSTILE, more=f"summary: {quoted}\nplaces: [p]\nparticipants: [ann, o]\n"),
            "content/statements/said.yaml": f"speaker: ann\ndate: 2031\nquote: {quoted}\nabout: [p]\nsources: [paper]\n",
            "content/statements/told.yaml": f"speaker: ann\ndate: 2031\nsummary: {quoted}\nsources: [paper]\n",
        },
    )


def test_hostile_text_survives_in_a_feed_as_text(project: Project) -> None:
    root = feed(hostile_site(project))
    assert texts(root, "title") == [HOSTILE] == texts(root, "subtitle") == texts(root, "author", "name")
    assert HOSTILE in texts(root, "entry", "title")
    assert [element.tag for element in root.iter() if not element.tag.startswith(ATOM)] == []


def test_the_json_of_every_page_parses_and_cannot_end_its_element(project: Project) -> None:
    folder = hostile_site(project)
    names, pages = [], sorted(folder.rglob("*.html"))
    for file in pages:
        page = html5lib.parse(file.read_bytes(), namespaceHTMLElements=False)
        for script in page.iter("script"):
            if script.get("src"):
                continue
            assert script.get("type") == "application/ld+json" and len(script) == 0, file
            told = json.loads(script.text or "")
            assert told["@context"] == "https://schema.org" and told["@type"], file
            names.append(told["name"])
            addresses_are_complete(told)
        assert b"<script>alert" not in file.read_bytes()
        assert [file.name for e in page.iter("title") if "</title>" not in (e.text or "") and file.stem in ("fire", "c")] == []
    assert names.count(HOSTILE) >= 8 and len(pages) > 20


def addresses_are_complete(told: Any) -> None:
    for key, value in told.items() if isinstance(told, dict) else ():
        if key == "url":
            assert value.startswith("https://")
        for each in value if isinstance(value, list) else [value]:
            addresses_are_complete(each)


@pytest.mark.parametrize("name", [*SITES, "own"])
def test_every_record_that_is_shown_says_what_it_is_for_programs(built: Callable[[str], Path], name: str) -> None:
    folder = built(name)
    for file in sorted(folder.glob("*/*.html")):
        html = file.read_text("utf-8")
        if "/".join(file.parts[-2:]).endswith("index.html") or "http-equiv" in html or re.search(r"\.\d+\.html$", file.name):
            continue
        found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        if 'content="noindex"' not in html:
            assert len(found) == 1, file
        for text in found:
            assert json.loads(text)["name"]


@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_any_text_comes_out_of_a_script_element_as_it_went_in(label: str, quote: str, names: list[str]) -> None:
    shelf = Shelf(sound({}), {}, {}, {}, Surroundings((), {}, (), ()))
    topic = about(Fragments(shelf, ""), Topic(id="t", name="T", aliases=tuple(names)), label)
    source = about(Fragments(shelf, ""), Source(id="s", title="T", same_as=tuple(names)), quote)
    for told, name, key in ((topic, label, "alternateName"), (source, quote, "sameAs")):
        assert "<" not in told
        assert json.loads(told) == {
            "@context": "https://schema.org",
            "@type": "Thing" if told is topic else "CreativeWork",
            "name": name,
        } | ({key: names} if names else {})


def test_the_hostile_text_is_one_that_a_record_can_hold() -> None:
    assert not [code for _, code, _ in suspects(HOSTILE) if code != "invisible-character"]
