"""The JSON beside every page: it is there, valid by the schema that the site publishes, and says what the page says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import html5lib
import jsonschema
import pytest
from conftest import SITES
from test_feeds import BASE, HOSTILE, event, hostile_site, site

from briefing.rendering.data.page_json import LONGEST_SUMMARY
from briefing.rendering.exports.document_schema import document_schema

Project = Callable[[Mapping[str, str | bytes]], Path]
EVERY_SITE = pytest.mark.parametrize("name", [*SITES, "own"])


def documents(folder: Path) -> dict[str, Any]:
    """The documents of a site's pages, by path; feeds and what lists files are none."""
    found = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*.html"))}
    return {path: json.loads((folder / f"{path[:-4]}json").read_bytes()) for path in found if path != "404.html"}


def closed(schema: Any) -> Any:
    """The schema with nothing let through that it does not name."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(value) for key, value in schema.items()}
    if "properties" in made and made.get("type") == "object" and "allOf" not in made:
        made["additionalProperties"] = False
    return made


def strict() -> jsonschema.Draft202012Validator:
    """A validator that lets through no key but those that the schema names, the common ones too."""
    schema = deepcopy(document_schema())
    for name, own in schema["$defs"].items():
        if name in schema["properties"]["kind"]["enum"]:
            own["properties"] = schema["properties"] | own["properties"]
    schema["$defs"]["page"] = {"type": "object", "properties": schema["properties"]}
    schema["allOf"].append({"if": {"properties": {"kind": {"const": "page"}}}, "then": {"$ref": "#/$defs/page"}})
    schema = closed(schema)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


STRICT = strict()


def wrong(document: Any) -> list[str]:
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in STRICT.iter_errors(document)]


def references(value: Any) -> Iterator[dict[str, str]]:
    """Every record that a document names."""
    if isinstance(value, list):
        for one in value:
            yield from references(one)
    elif isinstance(value, dict):
        if {"id", "label", "path"} <= value.keys():
            yield value
        for one in value.values():
            yield from references(one)


@EVERY_SITE
def test_every_page_has_a_document_that_is_valid_and_that_it_names(built: Callable[[str], Path], name: str) -> None:
    folder = built(name)
    found = documents(folder)
    assert len(found) > 10
    for path, document in found.items():
        assert wrong(document) == [], path
        assert document["path"] == path
        html = (folder / path).read_text("utf-8")
        (named,) = re.findall(r'<link rel="alternate" type="application/json" href="([^"]+)">', html)
        assert (folder / path).parent.joinpath(named).resolve() == (folder / path).with_suffix(".json").resolve()
    kinds = {document["kind"] for document in found.values()}
    assert {"event", "home", "index", "changes", "methodology"} <= kinds


@EVERY_SITE
def test_a_document_begins_with_what_a_card_of_a_link_needs(built: Callable[[str], Path], name: str) -> None:
    for path, document in documents(built(name)).items():
        assert list(document)[:4] == ["kind", "title", "date", "summary"], path
        for key in ("title", "date", "summary"):
            assert "\n" not in document[key] and "<p>" not in document[key], path
        assert document["title"] and len(document["summary"]) <= LONGEST_SUMMARY


@EVERY_SITE
def test_what_documents_name_is_there(built: Callable[[str], Path], name: str) -> None:
    folder = built(name)
    named = 0
    for path, document in documents(folder).items():
        for reference in references(document):
            named += 1
            assert (folder / reference["path"]).is_file(), (path, reference)
        for key in ("newer", "older"):
            assert (folder / document.get(key, "index.html").partition("#")[0]).is_file(), path
    assert named > 1
    assert (
        jsonschema.Draft202012Validator.check_schema(json.loads((folder / "schema/document-1.json").read_bytes()))
        is None
    )


@EVERY_SITE
def test_a_document_leads_to_all_that_its_page_leads_to(built: Callable[[str], Path], name: str) -> None:
    """But for what the page says of others' sources and positions, and its own navigation."""
    folder = built(name)
    for path, document in documents(folder).items():
        if (
            document["kind"] not in ("event", "person", "organization", "place", "equipment", "topic", "source")
            or document["status"] == "withdrawn"
        ):
            continue
        page = html5lib.parse((folder / path).read_bytes(), namespaceHTMLElements=False)
        linked = {
            link.get("href", "").removeprefix("../")
            for group in page.iter("section")
            if group.get("class") == "group"
            for link in group.iter("a")
        }
        told = {reference["path"] for reference in references(document)} | {
            group.get("older", "") for group in document.get("linked_from", ())
        }
        assert {one for one in linked if not one.startswith("#")} <= told, path


def test_a_document_says_what_the_record_says(project: Project) -> None:
    folder = site(
        project,
        {
            "content/places/p.yaml": "name: Port\ncoordinates: [46.5, 30.7]\n",
            "content/claims/c.yaml": "text: It burned.\nabout: [p]\n",
            "content/events/fire.yaml": event(
                "Fire",
                "2031-03~",
                "date_note: The report says so.\nplaces: [p]\nparticipants: [{entity: ann, role: target}]\n"
                "summary: A *fire*, said [[ann]].\nclaims: [c]\nchanges: [{date: 2031-04-02, kind: correction, note: The month.}]\n",
            ),
            "content/statements/s.yaml": "speaker: ann\ndate: 2031-04-01\nquote: It did not\npositions: [{claim: c, stance: denies}]\n"
            "event: fire\nsources: [{source: paper, locator: p. 3, quote: It did not}]\n",
        },
    )
    found = documents(folder)
    fire = found["events/fire.html"]
    assert (fire["kind"], fire["title"], fire["date"], fire["summary"]) == (
        "event",
        "Fire",
        "about March 2031",
        "A fire, said Ann.",
    )
    assert fire["url"] == f"{BASE}events/fire.html" and fire["$schema"] == f"{BASE}schema/document-1.json"
    assert fire["when"] == {
        "edtf": "2031-03~",
        "words": "about March 2031",
        "earliest": "2031-03-01",
        "latest": "2031-03-31",
        "note": "The report says so.",
    }
    assert fire["participants"] == [
        {"role": "target", "record": {"id": "ann", "label": "Ann", "path": "people/ann.html"}}
    ]
    assert fire["changes"][0]["note"] == "The month." and '<a href="../people/ann.html">Ann</a>' in fire["summary_html"]
    assert [(group["label"], group["count"]) for group in fire["linked_from"]] == [("Statements on this event", 1)]
    assert found["places/p.html"]["coordinates"] == {"latitude": 46.5, "longitude": 30.7}
    claim = found["claims/c.html"]
    assert claim["standing"]["word"] == "denied" and [one["id"] for one in claim["standing"]["origins_against"]] == [
        "ann"
    ]
    assert claim["sides"][0]["positions"][0]["quote"] == "It did not"
    cited = found["statements/s.html"]["sources"][0]
    assert (cited["source"]["id"], cited["locator"], cited["quote"]) == ("paper", "p. 3", "It did not")
    ann = found["people/ann.html"]["positions"]
    assert ann["count"] == 1 and ann["positions"][0]["stance"] == "denies" and ann["positions"][0]["claim"]["id"] == "c"


def test_a_withdrawn_record_s_document_says_only_that_and_why(project: Project) -> None:
    more = "summary: Nobody shall read this.\nstatus: withdrawn\nchanges: [{date: 2031-02-01, kind: retraction, note: It was made up.}]\n"
    folder = site(project, {"content/events/gone.yaml": event("Gone", more=more)})
    text = (folder / "events/gone.json").read_text("utf-8")
    assert "Nobody shall" not in text and "It was made up." in text
    assert json.loads(text)["status"] == "withdrawn"
    assert not wrong(json.loads(text))


def test_a_former_address_s_document_leads_on(project: Project) -> None:
    folder = site(project, {"content/events/fire.yaml": event("Fire", more="former_ids: [blaze]\n")})
    moved = json.loads((folder / "events/blaze.json").read_bytes())
    assert moved["kind"] == "moved" and moved["to"]["path"] == "events/fire.html"


@pytest.mark.parametrize(
    "date", ["Y12031", "Y-12031", "-0044", "../1875", "1875/..", "0000", "9999", "2031-21", "203X"]
)
def test_any_year_is_held(project: Project, date: str) -> None:
    folder = site(project, {"content/events/a.yaml": event("Strange", f'"{date}"')})
    document = json.loads((folder / "events/a.json").read_bytes())
    assert wrong(document) == [] and document["when"]["edtf"] == date


def test_hostile_text_survives_in_documents(project: Project) -> None:
    folder = hostile_site(project)
    found = documents(folder)
    assert found["events/fire.html"]["title"] == HOSTILE == found["index.html"]["title"]
    assert HOSTILE in [one["label"] for one in references(found["places/p.html"])]
    for path, document in found.items():
        assert wrong(document) == [], path
    assert b"<script>alert" not in found["events/fire.html"]["summary_html"].encode()


def test_without_an_address_documents_find_the_schema_all_the_same(project: Project) -> None:
    folder = site(project, {"briefing.yaml": "title: Desk\n", "content/events/fire.yaml": event("Fire")})
    document = json.loads((folder / "events/fire.json").read_bytes())
    assert "url" not in document
    assert (folder / "events" / document["$schema"]).resolve() == (folder / "schema/document-1.json").resolve()
