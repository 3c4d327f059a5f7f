"""What programs read of a site: Atom and JSON feeds, the sitemap, and JSON-LD on the pages, whatever the content holds."""

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

from briefing.build.pipeline import build
from briefing.corpus.co_occurrence import Surroundings
from briefing.reading.unicode_safety import suspects
from briefing.rendering.components.html_components import Components
from briefing.rendering.data.json_ld import about
from briefing.rendering.exports import sitemap
from briefing.rendering.view.record_summary import without_isolates
from briefing.rendering.view.tracked_corpus import TrackedCorpus
from briefing.schema.kinds.source import Source
from briefing.schema.kinds.topic import Topic

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


def feed(folder: Path, path: str = "feed.xml") -> ElementTree.Element:
    return ElementTree.fromstring((folder / path).read_bytes())


def json_feed(folder: Path, path: str = "feed.json") -> Any:
    return json.loads((folder / path).read_bytes())


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
    said = "".join(
        f"---\nid: s-{n}\nspeaker: ann\ndate: 20{n:02}-06\nquote: Word {n}\nsources: [paper]\n" for n in range(10, 50)
    )
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
    root = feed(
        site(project, {"content/events/a.yaml": event("Strange", f'"{date}"'), "content/events/b.yaml": event("Fire")})
    )
    assert "Fire" in texts(root, "entry", "title")
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", text) for text in texts(root, "entry", "updated"))


def test_a_site_with_nothing_dated_has_an_empty_feed_that_is_whole(project: Project) -> None:
    root = feed(site(project, {}))
    assert texts(root, "updated") == ["1970-01-01T00:00:00Z"] and texts(root, "entry") == []


def test_a_site_without_an_address_has_no_feed_and_its_pages_name_none(project: Project) -> None:
    folder = site(project, {"briefing.yaml": "title: Desk\n", "content/events/fire.yaml": event("Fire")})
    assert not (folder / "feed.xml").exists()
    assert "feed.xml" not in (folder / "index.html").read_text("utf-8")


# --- feeds of one thing ----------------------------------------------------------------------------------------------

STORY = {
    "content/organizations/board.yaml": "name: Board\nparent: state\n",
    "content/organizations/state.yaml": "name: State\n",
    "content/people/bo.yaml": "name: Bo\npostings: [{title: T, organization: board}]\n",
    "content/places/port.yaml": "name: Port\nwithin: land\n",
    "content/places/land.yaml": "name: Land\n",
    "content/topics/harbour.yaml": "name: Harbour\n",
    "content/equipment/crane.yaml": "name: Crane\n",
    "content/claims/burned.yaml": "text: It burned.\nabout: [port]\n",
    "content/events/fire.yaml": event(
        "Fire",
        "2031-01-01",
        "places: [port]\nparticipants: [ann]\nequipment: [crane]\ntopics: [harbour]\nsummary: S.\n",
    ),
    "content/events/flood.yaml": event("Flood", "2031-03-01", "summary: '[[ann]] was not there.'\n"),
    "content/statements/no.yaml": "speaker: bo\ndate: 2031-02-01\nquote: No fire\nabout: [ann]\npositions: [{claim: burned, stance: denies}]\nsources: [paper]\n",
}


@pytest.mark.parametrize(
    ("path", "titles"),
    [
        ("people/ann", ["Bo: “No fire”", "Fire"]),  # that an event mentions her in passing does not concern her
        ("people/bo", ["Bo: “No fire”"]),
        ("organizations/board", ["Bo: “No fire”"]),
        ("organizations/state", ["Bo: “No fire”"]),
        ("places/port", ["Fire"]),
        ("places/land", ["Fire"]),
        ("equipment/crane", ["Fire"]),
        ("topics/harbour", ["Fire"]),
        ("claims/burned", ["Bo: “No fire”"]),
    ],
)
def test_what_concerns_a_thing_is_in_its_feeds_newest_first(project: Project, path: str, titles: list[str]) -> None:
    folder = site(project, STORY)
    root, told = feed(folder, f"{path}.feed.xml"), json_feed(folder, f"{path}.feed.json")
    assert texts(root, "entry", "title") == titles == [item["title"] for item in told["items"]]
    assert texts(root, "id") == [f"{BASE}{path}.html"] == [told["home_page_url"]]
    (own,) = [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own == f"{BASE}{path}.feed.xml" and told["feed_url"] == f"{BASE}{path}.feed.json"
    html = (folder / f"{path}.html").read_text("utf-8")
    named = re.findall(
        r'<link rel="alternate" type="application/(?:atom\+xml|feed\+json)" title="[^"]*" href="([^"]*)">', html
    )
    assert named == ["../feed.xml", "../feed.json", f"../{path}.feed.xml", f"../{path}.feed.json"]


def test_what_has_no_feed_names_none(project: Project) -> None:
    folder = site(
        project,
        STORY
        | {
            "content/people/ann.yaml": "name: Ann\nstatus: withdrawn\nchanges: [{date: 2031, kind: retraction, note: No.}]\n"
        },
    )
    for path in ("events/fire", "sources/paper", "people/ann"):
        assert not (folder / f"{path}.feed.xml").exists() and "feed.xml" not in re.sub(
            r"\.\./feed.xml", "", (folder / f"{path}.html").read_text("utf-8")
        )


def test_a_thing_s_feed_has_the_twenty_newest_of_what_all_may_see(project: Project) -> None:
    gone = "status: withdrawn\nchanges: [{date: 2031, kind: retraction, note: No.}]\n"
    files = {
        f"content/events/e-{n}.yaml": event(f"E {n}", f"2031-01-{n:02}", "participants: [ann]\n") for n in range(1, 30)
    }
    files |= {f"content/events/g-{n}.yaml": event("Gone", "2032", f"participants: [ann]\n{gone}") for n in range(30)}
    titles = texts(feed(site(project, files), "people/ann.feed.xml"), "entry", "title")
    assert titles == [f"E {n}" for n in range(29, 9, -1)]


def test_a_correction_shows_in_a_feed_as_a_change_and_not_as_news(project: Project) -> None:
    files = {
        "content/events/fire.yaml": event(
            "Fire",
            "2031-01-01",
            "changes: [{date: 2031-06, kind: update, note: N.}, {date: 2031-05-03, kind: correction, note: N.}]\n",
        ),
        "content/events/flood.yaml": event("Flood", "2031-02-01"),
    }
    folder = site(project, files)
    root, told = feed(folder), json_feed(folder)
    assert texts(root, "entry", "title") == ["Flood", "Fire"]
    assert texts(root, "entry", "published")[1] == "2031-01-01T00:00:00Z" == told["items"][1]["date_published"]
    assert texts(root, "entry", "updated")[1] == "2031-05-03T00:00:00Z" == told["items"][1]["date_modified"]
    assert texts(root, "updated") == ["2031-05-03T00:00:00Z"]


# --- what the formats ask for ----------------------------------------------------------------------------------------

MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
ONCE, MAY = {"id", "title", "updated"}, {"published", "summary", "subtitle", "rights"}  # of RFC 4287, 4.1.1 and 4.1.2


def atom_faults(root: ElementTree.Element) -> list[str]:
    """What RFC 4287 forbids, of all that our feeds could do."""
    found = [] if root.tag == f"{ATOM}feed" else ["the root is no feed"]
    for element in (root, *root.findall(f"{ATOM}entry")):
        names = [child.tag.removeprefix(ATOM) for child in element]
        found += [f"{name} {names.count(name)} times" for name in ONCE if names.count(name) != 1]
        found += [f"{name} again" for name in MAY if names.count(name) > 1]
        found += [
            f"{name} is unknown" for name in names if name not in ONCE | MAY | {"link", "author", "category", "entry"}
        ]
        if element is not root:
            found += [name for name in names if name in ("entry", "subtitle")]
            if not [link for link in element.findall(f"{ATOM}link") if link.get("rel") == "alternate"]:
                found.append("neither content nor an alternate link")
        seen = [
            (link.get("type"), link.get("hreflang"))
            for link in element.findall(f"{ATOM}link")
            if link.get("rel", "alternate") == "alternate"
        ]
        found += ["two alternates of a type"] if len(set(seen)) != len(seen) else []
        for name in ("updated", "published"):
            found += [f"{name} {text}" for text in texts(element, name) if not re.fullmatch(MOMENT, text)]
        found += [f"id {text}" for text in texts(element, "id") if not text.startswith("https://")]
        found += [
            "an attribute of a text"
            for child in element
            if child.tag[len(ATOM) :] in ("title", "summary") and (child.attrib or len(child))
        ]
    if not texts(root, "author", "name"):
        found.append("no author")
    ids = texts(root, "entry", "id")
    return found + (["two entries of an id"] if len(set(ids)) != len(ids) else [])


def json_feed_faults(told: Any) -> list[str]:
    """What https://www.jsonfeed.org/version/1.1/ forbids, of all that our feeds could do."""
    known = {"version", "title", "home_page_url", "feed_url", "description", "language", "authors", "items"}
    items = {"id", "url", "title", "content_text", "date_published", "date_modified", "tags"}
    found = [f"{key} is unknown" for key in told if key not in known and not key.startswith("_")]
    found += [f"{key} is missing" for key in ("version", "title", "items") if key not in told]
    found += [] if told["version"] == "https://jsonfeed.org/version/1.1" else ["version"]
    found += (
        []
        if isinstance(told["authors"], list) and all(author.get("name") for author in told["authors"])
        else ["authors"]
    )
    for item in told["items"]:
        found += [f"{key} is unknown" for key in item if key not in items and not key.startswith("_")]
        found += [f"{key} is no text" for key in items - {"tags"} if not isinstance(item.get(key), str)]
        found += [] if item["content_text"] and item["id"] else ["empty"]
        found += [
            f"date {item[key]}" for key in ("date_published", "date_modified") if not re.fullmatch(MOMENT, item[key])
        ]
        found += [] if all(isinstance(tag, str) for tag in item["tags"]) else ["tags"]
    ids = [item["id"] for item in told["items"]]
    return found + (["two items of an id"] if len(set(ids)) != len(ids) else [])


@pytest.mark.parametrize(
    "name", [name for name in SITES if "base_url" in (SITES[name] / "briefing.yaml").read_text()] + ["own", "hostile"]
)
def test_every_feed_keeps_to_its_format(built: Callable[[str], Path], project: Project, name: str) -> None:
    folder = hostile_site(project) if name == "hostile" else built(name)
    paths = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*feed.xml"))
    assert len(paths) > 5
    for path in paths:
        root, told = feed(folder, path), json_feed(folder, f"{path[:-3]}json")
        assert atom_faults(root) == [] and json_feed_faults(told) == [], path
        assert texts(root, "entry", "id") == [item["id"] for item in told["items"]]
        assert texts(root, "entry", "title") == [item["title"] for item in told["items"]]
        for item in told["items"]:
            assert (
                folder / item["_briefing"]["document"].partition("//")[2].partition("/")[2].removeprefix("notes/")
            ).is_file(), item


# --- the sitemap -----------------------------------------------------------------------------------------------------

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_a_day_in_the_sitemap_is_one_on_which_an_editor_noted_a_change(project: Project) -> None:
    changes = "changes: [{date: 2031-05-03, kind: update, note: N.}, {date: 2031-06, kind: update, note: N.}]\n"
    folder = site(
        project, {"content/events/fire.yaml": event("Fire", more=changes), "content/events/flood.yaml": event("Flood")}
    )
    root = ElementTree.fromstring((folder / "sitemap.xml").read_bytes())
    days = {url.findtext(f"{MAP}loc"): url.findtext(f"{MAP}lastmod") for url in root}
    assert {address: day for address, day in days.items() if day} == {
        f"{BASE}events/fire.html": "2031-05-03",
        f"{BASE}changes/": "2031-05-03",
    }


def test_a_sitemap_too_large_for_one_file_lists_several(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {f"content/events/e-{n}.yaml": event("E") for n in range(30)}
    monkeypatch.setattr(sitemap, "MOST", 10)
    folder = site(project, files)
    whole = [
        BASE + p.relative_to(folder).as_posix().removesuffix("index.html")
        for p in folder.rglob("*.html")
        if p.name != "404.html"
    ]
    root = ElementTree.fromstring((folder / "sitemap.xml").read_bytes())
    assert root.tag == f"{MAP}sitemapindex"
    parts = [loc.text.removeprefix(BASE) for loc in root.iter(f"{MAP}loc") if loc.text]
    assert parts == [f"sitemap.{n}.xml" for n in range(1, len(parts) + 1)] and len(parts) > 3
    listed = [
        [loc.text for loc in ElementTree.fromstring((folder / part).read_bytes()).iter(f"{MAP}loc")] for part in parts
    ]
    assert max(map(len, listed)) <= 10 and sorted(sum(listed, [])) == sorted(whole)


# --- whatever the content holds --------------------------------------------------------------------------------------


def hostile_site(project: Project) -> Path:
    quoted = json.dumps(HOSTILE, ensure_ascii=False)
    return site(
        project,
        {
            "briefing.yaml": f"title: {quoted}\ndescription: {quoted}\npublisher: {quoted}\nlicence: {quoted}\nbase_url: {BASE}\n",
            "content/people/ann.yaml": f"name: {quoted}\naliases: [{quoted}]\nsame_as: ['https://x.example/?a=1&b=</script>'.]\n".replace(
                "</script>'.", "2'"
            ),
            "content/organizations/o.yaml": f"name: {quoted}\n",
            "content/places/p.yaml": f"name: {quoted}\n",
            "content/topics/t.yaml": f"name: {quoted}\n",
            "content/equipment/e.yaml": f"name: {quoted}\n",
            "content/claims/c.yaml": f"text: {quoted}\n",
            "content/sources/paper.yaml": f"title: {quoted}\nurl: 'https://x.example/?a=1&b=2'\n",
            "content/briefings/b.yaml": f"title: {quoted}\ndate: 2031\nbottom_line: {quoted}\nsources: [paper]\n",
            "content/events/fire.yaml": event(
                HOSTILE, more=f"summary: {quoted}\nplaces: [p]\nparticipants: [ann, o]\n"
            ),
            "content/statements/said.yaml": f"speaker: ann\ndate: 2031\nquote: {quoted}\nabout: [p]\nsources: [paper]\n",
            "content/statements/told.yaml": f"speaker: ann\ndate: 2031\nsummary: {quoted}\nsources: [paper]\n",
        },
    )


def test_hostile_text_survives_in_a_feed_as_text(project: Project) -> None:
    root = feed(hostile_site(project))
    assert texts(root, "title") == [HOSTILE] == texts(root, "subtitle") == texts(root, "author", "name")
    assert HOSTILE in map(without_isolates, texts(root, "entry", "title"))
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
        assert [
            file.name for e in page.iter("title") if "</title>" not in (e.text or "") and file.stem in ("fire", "c")
        ] == []
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
        if (
            "/".join(file.parts[-2:]).endswith("index.html")
            or "http-equiv" in html
            or re.search(r"\.\d+\.html$", file.name)
        ):
            continue
        found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        if 'content="noindex"' not in html:
            assert len(found) == 1, file
        for text in found:
            assert json.loads(text)["name"]


@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_any_text_comes_out_of_a_script_element_as_it_went_in(label: str, quote: str, names: list[str]) -> None:
    tracked = TrackedCorpus(sound({}), {}, {}, {}, Surroundings((), {}, (), ()))
    topic = about(Components(tracked, ""), Topic(id="t", name="T", aliases=tuple(names)), label)
    source = about(Components(tracked, ""), Source(id="s", title="T", same_as=tuple(names)), quote)
    for told, name, key in ((topic, label, "alternateName"), (source, quote, "sameAs")):
        assert "<" not in told
        assert json.loads(told) == {
            "@context": "https://schema.org",
            "@type": "Thing" if told is topic else "CreativeWork",
            "name": name,
        } | ({key: names} if names else {})


def test_the_hostile_text_is_one_that_a_record_can_hold() -> None:
    assert not [code for _, code, _ in suspects(HOSTILE) if code != "invisible-character"]
