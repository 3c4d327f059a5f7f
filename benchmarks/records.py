"""Benchmark records and the one way to keep them: plain fields of our model, by folder and id. No disk here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

Fields = dict[str, Any]
FOLDERS = ("events", "statements", "claims", "people", "organizations", "places", "sources")
ENTITIES = ("people", "organizations", "places")
MENTION = re.compile(r"\[\[([a-z0-9-]+)\]\]")


class Corpus:
    """Records as editors would write them: `corpus.folders[folder][id]` holds a record's fields, in our model's words."""

    def __init__(self) -> None:
        self.folders: dict[str, dict[str, Fields]] = {folder: {} for folder in FOLDERS}
        self.folder_of: dict[str, str] = {}

    def add(self, folder: str, id: str, fields: Mapping[str, Any]) -> None:
        """A record joins, without the fields that say nothing."""
        assert id not in self.folder_of, id
        self.folders[folder][id] = {key: value for key, value in fields.items() if value}
        self.folder_of[id] = folder

    def __len__(self) -> int:
        return len(self.folder_of)

    def __getitem__(self, id: str) -> Fields:
        return self.folders[self.folder_of[id]][id]

    def all(self) -> Iterator[tuple[str, str, Fields]]:
        """Every record as (folder, id, fields), in a fixed order."""
        for folder, records in self.folders.items():
            for id, fields in records.items():
                yield folder, id, fields


def roles(fields: Fields) -> dict[str, list[str]]:
    """Whom a record points at, by the field that does; what only its text mentions comes last, as `text`."""
    found: dict[str, list[str]] = {}
    for key in ("speaker", "event", "parent", "publisher"):
        if key in fields:
            found[key] = [fields[key]]
    for key in ("participants", "places", "about", "claims", "sources"):
        if key in fields:
            found[key] = [one["entity"] if isinstance(one, dict) else one for one in fields[key]]
    for key, points_at in (("positions", "claim"), ("relations", "claim"), ("postings", "organization")):
        if key in fields:
            found[key] = [one[points_at] for one in fields[key]]
    pointed = {target for targets in found.values() for target in targets}
    mentions = [id for id in dict.fromkeys(MENTION.findall(fields.get("summary", ""))) if id not in pointed]
    return found | ({"text": mentions} if mentions else {})


def pointers(corpus: Corpus) -> dict[str, set[str]]:
    """Who points at each record, or mentions it; never the record itself."""
    found: dict[str, set[str]] = {id: set() for id in corpus.folder_of}
    for _, id, fields in corpus.all():
        for targets in roles(fields).values():
            for target in targets:
                if target != id:
                    found[target].add(id)
    return found


def popular(corpus: Corpus, rank: int) -> str:
    """The entity that the rank-th most records point at."""
    counts = Counter(
        {id: len(referrers) for id, referrers in pointers(corpus).items() if corpus.folder_of[id] in ENTITIES}
    )
    return sorted(counts, key=lambda id: (-counts[id], id))[min(rank, len(counts)) - 1]


def middle_event(corpus: Corpus) -> str:
    """The event in the middle of the story, which is the one that gets edited."""
    events = sorted((fields["date"], id) for id, fields in corpus.folders["events"].items())
    return events[len(events) // 2][1]
