"""A neutral corpus on the disk becomes a Corpus in our model.

The neutral corpus has content/{events,statements,entities,sources}/<id>.yaml, a record a file. What has no counterpart:

- an event's free-text `places`, which are no records, are dropped; its entities of the type place become its `places`,
  the others its participants;
- an event's list of statements is dropped: it follows from the statements' own `event`;
- a source's `publisher`, which is a text, becomes an organization, so a corpus gains as many records as it has publishers.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from .records import Corpus

FOLDER_OF_TYPE = {"person": "people", "place": "places"}  # any other type is an organization's


def neutral(folder: Path) -> Corpus:
    corpus = Corpus()
    places = set()
    for record in _read(folder / "content" / "entities"):
        kind = FOLDER_OF_TYPE.get(record["type"], "organizations")
        if kind == "places":
            places.add(record["id"])
        type = record["type"] if kind == "organizations" else None
        fields = {
            "name": record["name"],
            "aliases": record.get("aliases"),
            "type": type,
            "summary": record.get("summary"),
        }
        corpus.add(kind, record["id"], fields)
    publishers: dict[str, str] = {}
    for record in _read(folder / "content" / "sources"):
        name = record["publisher"]
        if name not in publishers:
            publishers[name] = f"publisher-{len(publishers) + 1:02}"
            corpus.add("organizations", publishers[name], {"name": name, "type": "publisher"})
        published = {"publisher": publishers[name], "published": record["date"], "url": record["url"]}
        corpus.add("sources", record["id"], {"title": record["title"], **published})
    for record in _read(folder / "content" / "events"):
        fields = {key: record[key] for key in ("title", "date", "summary")}
        fields["participants"] = [id for id in record["entities"] if id not in places]
        fields["places"] = [id for id in record["entities"] if id in places]
        corpus.add("events", record["id"], fields | {"sources": record["sources"]})
    for record in _read(folder / "content" / "statements"):
        fields = {key: record[key] for key in ("speaker", "date", "quote", "summary", "about", "event")}
        corpus.add("statements", record["id"], fields | {"sources": [record["source"]]})
    return corpus


def _read(folder: Path) -> Iterator[dict[str, Any]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for name in sorted(os.listdir(folder)):
        yield yaml.load((folder / name).read_text("utf-8"), loader)
