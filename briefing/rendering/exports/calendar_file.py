"""calendar.ics: the latest events that are dated closely enough to stand in a calendar (RFC 5545).

All are whole days, from the first to the last that the event can have been on. An event that is not known to have happened says so before
its title and is tentative.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date as Day
from datetime import timedelta
from itertools import islice
from typing import Any

from briefing.core.values import Date
from briefing.rendering.components.html_components import Components
from briefing.rendering.exports.site_files import Site
from briefing.rendering.pages import Spec
from briefing.rendering.view.record_summary import isolated_in_text
from briefing.rendering.view.tracked_corpus import TrackedCorpus, noted_days
from briefing.schema.kinds.event import Event
from briefing.schema.vocabulary import phrase

PATH = "calendar.ics"
MOST = 100  # events
LONGEST_SPAN = 31  # days between which an event lies: what is known less closely would cover the calendar
LONGEST_SUMMARY = 500  # characters
LONGEST_LINE = 75  # octets, without the end of the line
_SPECIAL = re.compile(r"[\\;,]")
_BREAK = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


def every(tracked: TrackedCorpus, pages: Sequence[Any]) -> Iterator[Spec]:
    if tracked.ids(Event):
        yield Spec(PATH, "calendar")


def make(components: Components, spec: Spec, site: Site) -> tuple[bytes]:
    config = components.tracked.config
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//briefing-site//calendar//EN",
        f"NAME:{value_of(config.title)}",
        f"X-WR-CALNAME:{value_of(config.title)}",  # what calendars knew before there was NAME (RFC 7986)
        f"URL:{config.base_url}",
        f"SOURCE;VALUE=URI:{config.base_url}{PATH}",
    ]
    for id in islice((id for id in components.tracked.ids(Event) if _fits(components.record(id))), MOST):
        lines += _event(components, id)
    lines.append("END:VCALENDAR")
    return ("".join(f"{folded(line)}\r\n" for line in lines).encode("utf-8"),)


def _fits(event: Event) -> bool:
    return (
        event.status == "published"
        and event.date.earliest[0] >= 1
        and event.date.latest[0] < 9999
        and _span(event.date) < LONGEST_SPAN
    )


def _span(date: Date) -> int:
    return (Day(*date.latest) - Day(*date.earliest)).days


def _event(components: Components, id: str) -> list[str]:
    event, card = components.record(id), components.tracked.card(id)
    address = components.tracked.config.base_url + card.path
    first, after = Day(*event.date.earliest), Day(*event.date.latest) + timedelta(days=1)
    changed = max([first.isoformat(), *noted_days(event)]).replace("-", "")
    known = event.actuality == "happened"
    title = card.title if known else f"{phrase(event.actuality).capitalize()}: {card.title}"
    told = [f"{event.date.words}.", isolated_in_text(components.beginning(event.summary, LONGEST_SUMMARY)), address]
    places = ", ".join(components.title(place) for place in event.places)
    return [
        "BEGIN:VEVENT",
        f"UID:{address}",
        f"DTSTAMP:{changed}T000000Z",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{after:%Y%m%d}",
        f"SUMMARY:{value_of(title)}",
        f"DESCRIPTION:{value_of(' '.join(part for part in told if part))}",
        *([f"LOCATION:{value_of(places)}"] if places else []),
        f"URL:{address}",
        f"STATUS:{'CONFIRMED' if known else 'TENTATIVE'}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def value_of(text: str) -> str:
    """A text on one line: what has a meaning there is escaped, and what could end the line is a space."""
    return _BREAK.sub(" ", _SPECIAL.sub(r"\\\g<0>", text))


def folded(line: str) -> str:
    """A line as RFC 5545 wants it: of no more than 75 octets, going on after a break and a space; no letter is split."""
    data, parts, most = line.encode("utf-8"), [], LONGEST_LINE
    while len(data) > most:
        end = most
        while data[end] & 0xC0 == 0x80:  # in the middle of a letter
            end -= 1
        parts.append(data[:end])
        data, most = data[end:], LONGEST_LINE - 1  # the space counts
    return b"\r\n ".join([*parts, data]).decode("utf-8")
