"""The JSON Schema of the documents beside all pages, published with the site, so that a document says itself how it is read.

Its number is in its name. Within a number keys may be added, but none goes or changes what it means; so the schema lets
through keys that it does not know.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from briefing.rendering.components.html_components import Components
from briefing.rendering.data.page_json import SCHEMA, VERSION
from briefing.rendering.exports.site_files import Site
from briefing.rendering.pages import Spec
from briefing.rendering.view.tracked_corpus import TrackedCorpus
from briefing.schema import vocabulary
from briefing.schema.kinds import KINDS

Json = dict[str, Any]
TEXT: Json = {"type": "string"}
COUNT: Json = {"type": "integer", "minimum": 0}
DAY: Json = {"type": "string", "pattern": r"^(\d{4}|[+-]\d{4,})-\d\d-\d\d$"}
OTHERS = ("home", "index", "part", "changes", "methodology", "moved", "page")


def every(tracked: TrackedCorpus, pages: Sequence[Any]) -> Iterator[Spec]:
    yield Spec(SCHEMA, "schema")


def make(components: Components, spec: Spec, site: Site) -> tuple[bytes]:
    return (
        f"{json.dumps(document_schema(components.tracked.config.base_url), indent=1, ensure_ascii=False)}\n".encode(),
    )


def document_schema(base_url: str = "") -> Json:
    """The schema; without the site's address it names itself by its path."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{base_url}{SCHEMA}",
        "title": f"The document of a page, version {VERSION}",
        "description": "What a page of the site says, as JSON. Paths begin at the site's root.",
        "type": "object",
        "required": ["kind", "title", "date", "summary", "$schema", "path"],
        "properties": {
            "kind": {"enum": [*(kind.KIND for kind in KINDS), *OTHERS]},
            "title": _text("What the page is called."),
            "date": _text("The record's date in words; empty where it has none."),
            "summary": _text("The beginning of what the page says, as plain text of at most 320 characters."),
            "$schema": _text("Where this schema is."),
            "path": _text("The page's path."),
            "url": _text("The page's address, where the site's is known."),
        },
        "allOf": [
            {"if": {"properties": {"kind": {"const": kind}}}, "then": {"$ref": f"#/$defs/{kind}"}}
            for kind in (*_RECORDS, *_PAGES)
        ],
        "$defs": _SHARED
        | {kind: _object(_OF_RECORDS | own, "id", "status") for kind, own in _RECORDS.items()}
        | {kind: _object(own, *(key for key in own if key in _NEEDED)) for kind, own in _PAGES.items()},
    }


def _text(description: str) -> Json:
    return TEXT | {"description": description}


def _ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


def _list(of: Json) -> Json:
    return {"type": "array", "items": of}


def _object(properties: Json, *required: str) -> Json:
    return {"type": "object", "properties": properties} | ({"required": list(required)} if required else {})


def _enum(words: Any) -> Json:
    return {"enum": list(words)}


RECORD, RECORDS, DATE, POSITIONS = _ref("reference"), _list(_ref("reference")), _ref("date"), _list(_ref("position"))

_SHARED: Json = {
    "reference": _object(
        {"id": TEXT, "label": TEXT, "path": _text("Of the record's page."), "date": _text("Its date as EDTF, where it has one.")}, "id", "label", "path"
    ),
    "linked": _object(
        {"id": TEXT, "label": TEXT, "path": TEXT, "date": TEXT, "through": RECORD | {"description": "The record that the relation comes through."}},
        "id", "label", "path",
    ),
    "date": _object(
        {
            "edtf": _text("As the desk wrote it, in the Extended Date/Time Format (ISO 8601-2)."),
            "words": TEXT,
            "earliest": DAY | {"description": "The first day that it can be; left out where the beginning is open."},
            "latest": DAY | {"description": "The last day that it can be; left out where the end is open."},
            "note": _text("How the date is known."),
        },
        "edtf", "words",
    ),
    "quantity": _object(
        {"form": _enum(("exactly", "about", "at_least", "at_most", "range", "text")), "low": TEXT, "high": TEXT, "text": TEXT, "unit": TEXT, "words": TEXT},
        "form", "words",
    ),
    "citation": _object(
        {
            "source": RECORD,
            "locator": _text("Where in the source."),
            "quote": _text("The source's own words."),
            "checked": {"type": "boolean", "description": "Whether the words were found in the archived text; left out where the desk compares none."},
            "note": TEXT,
        },
        "source",
    ),
    "change": _object({"date": DATE, "kind": _enum(vocabulary.CHANGE_KINDS), "record": RECORD, "note": TEXT}, "date", "kind", "note"),
    "position": _object(
        {
            "claim": RECORD,
            "stance": _enum(vocabulary.STANCES),
            "speaker": RECORD,
            "origin": RECORD | {"description": "Whom the position is counted for, where that is not the speaker."},
            "statement": RECORD,
            "quote": TEXT,
            "via": RECORDS,
        },
        "stance",
    ),
    "relation": _object({"type": _enum(vocabulary.RELATION_TYPES), "claim": RECORD, "note": TEXT}, "type", "claim"),
    "group": _object(
        {
            "label": _text("What the records have to do with this one."),
            "count": COUNT,
            "records": _list(_ref("linked")),
            "older": _text("The page where the list goes on, whose document has the rest."),
        },
        "label", "count", "records",
    ),
    "side": _object({"side": _enum(("for", "against", "none")), "count": COUNT, "positions": POSITIONS, "older": TEXT}, "side", "count", "positions"),
}  # fmt: skip

# What a record of any kind has.
_OF_RECORDS: Json = {
    "id": TEXT,
    "status": _enum(vocabulary.STATUS),
    "summary_html": _text("All of the summary, as HTML whose links are relative to the page."),
    "body_html": TEXT,
    "topics": RECORDS,
    "sources": _list(_ref("citation")),
    "same_as": _list(TEXT),
    "former_ids": _list(TEXT),
    "changes": _list(_ref("change")),
    "linked_from": _list(_ref("group")) | {"description": "What points at the record, as the page groups it."},
}
_OF_ENTITIES: Json = {
    "aliases": _list(TEXT),
    "type": TEXT,
    "positions": _object({"count": COUNT, "positions": POSITIONS, "older": TEXT}, "count", "positions"),
}
_RECORDS: dict[str, Json] = {
    "event": {
        "when": DATE,
        "actuality": _enum(vocabulary.ACTUALITY),
        "places": RECORDS,
        "participants": _list(_object({"role": _enum(vocabulary.PARTICIPANT_ROLES), "record": RECORD}, "role", "record")),
        "equipment": _list(_object({"record": RECORD, "role": TEXT, "quantity": _ref("quantity")}, "record")),
        "claims": RECORDS | {"description": "The claims about it."},
    },
    "statement": {
        "when": DATE,
        "speaker": RECORD,
        "role": _text("The capacity they spoke in."),
        "venue": TEXT,
        "quote": _text("The words themselves."),
        "checked": {"type": "boolean"},
        "via": RECORDS | {"description": "Who relayed it, nearest to the speaker first."},
        "about": RECORDS,
        "event": RECORD,
        "positions": POSITIONS,
    },
    "claim": {
        "standing": _object(
            {"word": _enum(vocabulary.STANDINGS), "meaning": TEXT, "origins_for": RECORDS, "origins_against": RECORDS, "uncommitted": RECORDS, "not_established": RECORDS | {"description": "Origins for or against it of whom it is not known for whom they speak."}},
            "word", "meaning",
        ),
        "sides": _list(_ref("side")),
        "quantity": _ref("quantity"),
        "about": RECORDS,
        "event": RECORD,
        "relations": _list(_ref("relation")),
        "relations_stated_by_others": _list(_ref("relation")) | {"description": "What other claims say of this one: it is they that refine it, and so on."},
    },
    "person": _OF_ENTITIES | {"postings": _list(_object({"title": TEXT, "organization": RECORD, "from": DATE, "to": DATE}, "title", "organization"))},
    "organization": _OF_ENTITIES | {"parent": RECORD, "country": RECORD},
    "place": _OF_ENTITIES
    | {
        "within": RECORD,
        "coordinates": _object({"latitude": {"type": "number"}, "longitude": {"type": "number"}}, "latitude", "longitude"),
        "status_note": TEXT,
    },
    "equipment": _OF_ENTITIES | {"maker": RECORD, "origin": RECORD, "variant_of": RECORD},
    "topic": _OF_ENTITIES,
    "source": {
        "when": DATE,
        "publisher": RECORD,
        "authors": _list(TEXT),
        "type": TEXT,
        "language": TEXT,
        "address": _text("Where the source itself can be read."),
        "archived_at": TEXT,
        "retrieved": DATE,
        "origin": RECORD | {"description": "The source that it repeats."},
        "sha256": _text("Of the archived text."),
        "reliability": _enum(vocabulary.RELIABILITY),
        "credibility": _enum(vocabulary.CREDIBILITY),
        "rating_note": TEXT,
    },
    "briefing": {
        "when": DATE,
        "bottom_line": TEXT,
        "judgements": _list(
            _object(
                {
                    "text": TEXT,
                    "likelihood": _enum(vocabulary.LIKELIHOOD),
                    "confidence": _enum(vocabulary.CONFIDENCE),
                    "basis": RECORDS,
                    "would_change_if": TEXT,
                },
                "text",
            )
        ),
        "sections": _list(_object({"heading": TEXT, "note": TEXT, "records": RECORDS}, "records")),
        "gaps": _list(TEXT),
        "supersedes": RECORD,
    },
}  # fmt: skip
_BESIDE: Json = {"newer": _text("The page with what is newer."), "older": _text("The page with what is older.")}
_PAGES: dict[str, Json] = {
    "home": {
        "publisher": TEXT,
        "licence": TEXT,
        "language": TEXT,
        "latest": RECORD,
        "contested": RECORDS,
        "events": RECORDS,
        "statements": RECORDS,
        "indexes": _list(_object({"path": TEXT, "kind": TEXT, "count": COUNT}, "path", "kind", "count")),
    },
    "index": {"count": COUNT, "records": RECORDS} | _BESIDE,
    "part": {"of": RECORD, "label": TEXT, "count": COUNT}
    | {"records": _list(_ref("linked")), "positions": POSITIONS}
    | _BESIDE,
    "changes": {"count": COUNT, "changes": _list(_ref("change"))} | _BESIDE,
    "methodology": {
        "words": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": TEXT}}
    },
    "moved": {"to": RECORD},
}
_NEEDED = ("count", "changes", "words", "to", "indexes", "of")
