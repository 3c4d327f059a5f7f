"""The latest events and statements, of the whole site and of each thing that has a page, as feeds for readers of news.

Each feed is an Atom feed (RFC 4287) and a JSON Feed (version 1.1), made in one go from the same reads: the records that
it holds and no others. A thing is concerned by the events and statements that point at it: for a claim, those that take a
position on it and those it is about; for a person, those that they made, took part in or are the subject of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import islice
from json.encoder import encode_basestring as quoted
from typing import Any, NamedTuple

from briefing.core.values import Date
from briefing.rendering.components.html_components import Components
from briefing.rendering.exports.site_files import Site
from briefing.rendering.pages import Spec
from briefing.rendering.view.record_summary import isolated_in_text
from briefing.rendering.view.tracked_corpus import TrackedCorpus, noted_days
from briefing.schema.kinds.claim import Claim
from briefing.schema.kinds.equipment import Equipment
from briefing.schema.kinds.event import Event
from briefing.schema.kinds.organization import Organization
from briefing.schema.kinds.person import Person
from briefing.schema.kinds.place import Place
from briefing.schema.kinds.record import Record
from briefing.schema.kinds.statement import Statement
from briefing.schema.kinds.topic import Topic

ENTRIES = 50  # of the site's feed
ENTRIES_OF_A_RECORD = 20
LONGEST_SUMMARY = 500  # characters
KINDS: tuple[type[Record], ...] = (Claim, Person, Organization, Place, Equipment, Topic)
SITE = "feed.xml"


class FeedItem(NamedTuple):
    """An event or a statement as both sorts of feed have it, made once; `updated` is when it last changed."""

    atom: str
    json: str
    updated: str


def every(tracked: TrackedCorpus, pages: Sequence[Any]) -> Iterator[Spec]:
    """The site's feed, and one beside the page of every published record that events and statements concern."""
    yield Spec(SITE, "feed")
    for kind in KINDS:
        for id in tracked.ids(kind):
            if tracked.is_published(id):
                yield Spec(f"{kind.FOLDER}/{id}.feed.xml", "feed", id)


def make(components: Components, spec: Spec, site: Site) -> tuple[bytes, bytes]:
    config = components.tracked.config
    if spec.subject_id:
        card = components.tracked.card(spec.subject_id)
        title, about, home = f"{card.title} – {config.title}", "", config.base_url + card.path
        ids, most = components.tracked.concerning(spec.subject_id), ENTRIES_OF_A_RECORD
    else:
        title, about, home = config.title, config.description, config.base_url
        ids, most = components.tracked.merged(Event, Statement), ENTRIES
    items = [_item(components, id) for id in islice((id for id in ids if _fits(components.record(id))), most)]
    own = config.base_url + spec.path
    json_path = f"{own[:-3]}json"
    updated = max((item.updated for item in items), default="1970-01-01T00:00:00Z")
    publisher = config.publisher or config.title
    atom = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{config.language}">',
        f"<title>{escape(title)}</title>",
        *([f"<subtitle>{escape(about)}</subtitle>"] if about else []),
        f"<id>{escape(home)}</id>",
        f'<link rel="self" type="application/atom+xml" href="{escape(own)}"/>',
        f'<link rel="alternate" type="text/html" href="{escape(home)}"/>',
        f"<updated>{updated}</updated>",
        f"<author><name>{escape(publisher)}</name></author>",
        *([f"<rights>{escape(config.licence)}</rights>"] if config.licence else []),
        *[item.atom for item in items],
        "</feed>\n",
    ]
    json = [
        '"version":"https://jsonfeed.org/version/1.1"',
        f'"title":{quoted(title)}',
        *([f'"description":{quoted(about)}'] if about else []),
        f'"home_page_url":{quoted(home)}',
        f'"feed_url":{quoted(json_path)}',
        f'"language":"{config.language}"',
        f'"authors":[{{"name":{quoted(publisher)}}}]',
        f'"items":[{",".join([item.json for item in items])}]',
    ]
    return "\n".join(atom).encode("utf-8"), ("{%s}\n" % ",\n".join(json)).encode("utf-8")


def _fits(record: Record) -> bool:
    """Whether a feed can hold a record: it is published, and its year has four digits (RFC 3339)."""
    date = record.when
    return record.status == "published" and date is not None and 1 <= date.earliest[0] <= 9999


def _item(components: Components, id: str) -> FeedItem:
    """What feeds hold of a record. It is made once; what it reads counts for each feed that holds it."""
    kept = components.items.get(id)
    if kept is None:
        kept = components.items[id] = components.tracked.capture_reads(lambda: _new_item(components, id))
    components.tracked.reads |= kept[1]
    made: FeedItem = kept[0]
    return made


def _new_item(components: Components, id: str) -> FeedItem:
    record, card, base = components.record(id), components.tracked.card(id), components.tracked.config.base_url
    summary = isolated_in_text(components.beginning(record.summary, LONGEST_SUMMARY))
    date: Date = record.when
    published = _moment(date)
    updated = max([published, *(f"{day}T00:00:00Z" for day in noted_days(record))])
    address = base + card.path
    shown = escape(address)
    atom = [
        "<entry>",
        f"<title>{escape(card.title)}</title>",
        f"<id>{shown}</id>",
        f'<link rel="alternate" type="text/html" href="{shown}"/>',
        f"<published>{published}</published>",
        f"<updated>{updated}</updated>",
        f'<category term="{record.KIND}"/>',
        *([f"<summary>{escape(summary)}</summary>"] if summary else []),
        "</entry>",
    ]
    url = quoted(address)
    json = (
        f'{{"id":{url},"url":{url},"title":{quoted(card.title)},"content_text":{quoted(summary or card.title)},'
        f'"date_published":"{published}","date_modified":"{updated}","tags":["{record.KIND}"],'
        f'"_briefing":{{"date":{{"edtf":{quoted(date.text)},"words":{quoted(date.words)}}},"document":{quoted(address[:-4] + "json")}}}}}'
    )
    return FeedItem("\n".join(atom), json, updated)


def _moment(date: Date) -> str:
    """The beginning of a date's earliest day: a feed has no other way to say when."""
    year, month, day = date.earliest
    return f"{year:04}-{month:02}-{day:02}T00:00:00Z"
