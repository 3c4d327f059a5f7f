"""The timeline: every event and statement, newest first as all lists of the site, in parts where there are many.

What is new is what readers come back for, so that it stands first, and a part numbered from the oldest keeps what it holds.
A part's spec carries a digest of which records it lists and whom they name, and the first page's the counts of all periods:
so a part is made anew when these differ, and reads nothing else but the cards of what it shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from markupsafe import Markup

from briefing.core.date_order import straddling
from briefing.core.values import FAR_PAST
from briefing.rendering.components.html_components import UNORDERED, Components
from briefing.rendering.graphics import timeline_histogram
from briefing.rendering.graphics.date_scale import axis, drawn
from briefing.rendering.graphics.timeline_periods import (
    LONGER,
    Moment,
    TimelineItem,
    TimelinePeriod,
    Year,
    day_anchor,
    month_anchor,
    years,
)
from briefing.rendering.page import Page, Spec
from briefing.rendering.view.pagination import Sizes, address, beside, neighbours, older_parts, part_of, place_of
from briefing.rendering.view.record_summary import INFERRED
from briefing.rendering.view.tracked_corpus import TrackedCorpus
from briefing.schema.kinds import KIND_IN_FOLDER
from briefing.schema.kinds.statement import Statement
from briefing.schema.kinds.topic import Topic

PATH = "timeline/index.html"
SIZES = Sizes(75, 10, 85)  # records of a page, so that it is not large even where each names many
CHOICES = 60  # names in a form before those that lead to one record only are left out
DESCRIPTION = "Every event and statement in time, the newest first."
_SAID = f"{Statement.FOLDER}/"
_STATEMENT = 'class="statement"><span class="kind">Statement</span>'
_EVENT = 'class="event"><span class="kind">Event</span>'
_ENTITIES = tuple(folder for folder in KIND_IN_FOLDER if folder in ("people", "organizations", "places", "equipment"))


def every(tracked: TrackedCorpus) -> Iterator[Spec]:
    ids = tracked.chronicle()
    parts = older_parts(len(ids), SIZES)
    days = [FAR_PAST if (when := tracked.record(id).when) is None else when.earliest for id in ids]
    counts = timeline_histogram.counted(days, lambda place: place_of(len(ids), place, SIZES))
    yield Spec(PATH, "timeline", _state(tracked, part_of(ids, 0, SIZES), parts), counts)
    for number in range(parts, 0, -1):
        yield Spec(
            address(PATH, "", number),
            "timeline",
            _state(tracked, part_of(ids, number, SIZES), number == parts),
            number=number,
        )


def _state(tracked: TrackedCorpus, ids: Sequence[str], beside: int) -> str:
    """A digest of what a part takes from the structure: its records, whom they name, and what lies beside it."""
    named = "\n".join([*ids, *map(tracked.names, ids)])
    return blake2b(f"{beside}\n{named}".encode(), digest_size=12).hexdigest()


def make(components: Components, spec: Spec) -> Page:
    ids = components.tracked.chronicle()
    number = spec.number
    shown = part_of(ids, number, SIZES)
    unordered = straddling([components.tracked.card(id).date for id in shown])
    found = years([_item(components, id, over) for id, over in zip(shown, unordered, strict=True)])
    entities, topics = _named(components, shown)
    values = {
        "crumbs": components.crumbs("timeline"),
        "number": number,
        "count": f"{len(ids):,}" if not number else "",
        "shown": f"{len(shown):,}",
        "density": timeline_histogram.strip(
            spec.part, lambda part: address(PATH, "", part).rpartition("/")[2] if part else ""
        ),
        "years": Markup("\n").join(_Sections(found).html()),
        "entities": entities,
        "topics": topics,
        **beside(PATH, "", neighbours(len(ids), number, SIZES), PATH),
    }
    title = f"Timeline, part {number}" if number else "Timeline"
    return Page(spec.path, "timeline.html", title, values, DESCRIPTION)


def _item(components: Components, id: str, unordered: bool) -> TimelineItem:
    """A record: its kind, the time of day, its link, and what must be known of it; with whom it names, for the filters."""
    path, date, _, link, when, marks, *_ = components.tracked.card(id)
    said = path.startswith(_SAID)
    kind = _STATEMENT if said else _EVENT
    clock = f'<span class="clock">{date.words.partition(", ")[2]}</span> ' if date and date.moment else ""
    return TimelineItem(
        date,
        said,
        INFERRED if INFERRED in when else "",
        f'<li data-names="{components.tracked.names(id)}" {kind} <span class="what">{clock}<a href="{components.root}{path}">{link}</a>{marks}{UNORDERED if unordered else ""}</span></li>',
    )


# --- whom the records of a page name ---------------------------------------------------------------------------------


def _named(components: Components, ids: Sequence[str]) -> tuple[Markup, Markup]:
    """(the entities, the topics) that the records of a page name, as choices of a form. Where they are many, those that lead to
    more than one; a link can still ask for the others.
    """
    counts = Counter(" ".join(map(components.tracked.names, ids)).split())
    choices = components.choices(
        counts if len(counts) <= CHOICES else [name for name, count in counts.items() if count > 1]
    )
    groups = [
        f'<optgroup label="{n.capitalize()}" data-folder="{n}">{choices[n]}</optgroup>'
        for n in _ENTITIES
        if n in choices
    ]
    return Markup("\n".join(groups)), Markup(choices.get(Topic.FOLDER, ""))


# --- what the page lists ---------------------------------------------------------------------------------------------


class _Sections:
    """The years of a page as HTML. The first record of a day, and of a month without a heading, can be linked to."""

    def __init__(self, years: Sequence[Year]) -> None:
        self._years = years
        self._anchors = {period.anchor for year in years for period in year.periods}

    def html(self) -> Iterator[Markup]:
        for year in self._years:
            periods = "\n".join([self._period(period) for period in year.periods])
            yield Markup(
                f'<section class="year" aria-labelledby="{year.anchor}">\n'
                f'<h2 id="{year.anchor}">{year.heading} <span class="count">{year.count:,}</span></h2>\n{periods}\n</section>'
            )

    def _period(self, period: TimelinePeriod) -> str:
        lines = "\n".join([self._moment(period, moment) for moment in period.moments])
        scale = axis(period.scale) if period.scale else ""
        if not period.heading:
            return (
                f'<div class="period">\n<div class="scale">{scale}</div>\n<ol class="moments">\n{lines}\n</ol>\n</div>'
            )
        longer = " longer" if period.heading == LONGER else ""
        heading = f'<h3 id="{period.anchor}">{period.heading} <span class="count">{period.count:,}</span></h3>'
        return (
            f'<section class="period{longer}" aria-labelledby="{period.anchor}">\n<div class="scale">{heading}{scale}</div>\n'
            f'<ol class="moments">\n{lines}\n</ol>\n</section>'
        )

    def _moment(self, period: TimelinePeriod, moment: Moment) -> str:
        entries = "\n".join(moment.entries)
        date = moment.date
        if date is None or period.scale is None:
            return f'<li><ul class="entries">\n{entries}\n</ul></li>'
        id = place = ""
        if date.earliest != FAR_PAST:
            id, place = self._new(day_anchor(date)), self._new(month_anchor(*date.earliest[:2]))
        id, place = f' id="{id}"' if id else "", f'<span id="{place}"></span>' if place else ""
        iso = date.iso[: date.iso.find("T")] if date.moment and date.iso else date.iso
        words = f'<time datetime="{iso}">{moment.words}</time>' if iso else moment.words
        return f'<li{id}><div class="when">{place}{words}{moment.inferred}</div>{drawn(period.scale, date)}<ul class="entries">\n{entries}\n</ul></li>'

    def _new(self, anchor: str) -> str:
        if anchor in self._anchors:
            return ""
        self._anchors.add(anchor)
        return anchor
