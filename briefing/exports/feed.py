"""feed.xml: the latest events and statements as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from html import escape

from ..kinds.event import Event
from ..kinds.statement import Statement
from ..model import Date
from ..pages import Spec
from ..pages.card import cut
from ..pages.fragments import Fragments

ENTRIES = 50
LONGEST_SUMMARY = 500  # characters


def feed(f: Fragments, pages: Sequence[Spec]) -> str:
    config = f.shelf.config
    base = config.base_url
    found = ((id, f.record(id)) for id in f.shelf.merged(Event, Statement))
    entries = list(islice((one for one in found if one[1].status == "published" and _holdable(one[1].when)), ENTRIES))
    updated = max((_moment(record.when) for _, record in entries), default="1970-01-01T00:00:00Z")
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(config.language)}">',
        f"<title>{escape(config.title)}</title>",
        *([f"<subtitle>{escape(config.description)}</subtitle>"] if config.description else []),
        f"<id>{escape(base)}</id>",
        f'<link rel="self" type="application/atom+xml" href="{escape(base)}feed.xml"/>',
        f'<link rel="alternate" type="text/html" href="{escape(base)}"/>',
        f"<updated>{updated}</updated>",
        f"<author><name>{escape(config.publisher or config.title)}</name></author>",
    ]
    for id, record in entries:
        card = f.shelf.card(id)
        summary = cut(f.plain(record.summary, LONGEST_SUMMARY), LONGEST_SUMMARY)
        address = escape(base + card.path)
        lines += [
            "<entry>",
            f"<title>{escape(card.label)}</title>",
            f"<id>{address}</id>",
            f'<link href="{address}"/>',
            f"<updated>{_moment(record.when)}</updated>",
            *([f"<summary>{escape(summary)}</summary>"] if summary else []),
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>", ""])


def _holdable(date: Date | None) -> bool:
    """Whether a date can stand in a feed, whose dates have years of four digits (RFC 3339)."""
    return date is not None and 1 <= date.earliest[0] <= 9999


def _moment(date: Date) -> str:
    """The beginning of a date's earliest day: a feed has no other way to say when."""
    year, month, day = date.earliest
    return f"{year:04}-{month:02}-{day:02}T00:00:00Z"
