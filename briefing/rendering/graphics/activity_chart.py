"""When an entity's events and statements were, as a small picture: counts by period become an SVG and a sentence that says the same.

A bar is a month, or as many years as it takes to have no more than a hundred of them. What is dated no closer than that is
a band below, as long as the time it may lie in. Nothing but counts is read, so that any number of records costs the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from briefing.corpus.co_occurrence import AppearancePeriod
from briefing.schema.edtf import MONTHS

FEWEST = 6  # records worth a picture; fewer are seen at a glance in the list
BARS = 100  # at most
YEARS = (1, 2, 5)  # that a bar may stand for, and ten times as many, a hundred times, and so on
LABELS = 6  # years named below, at most: what a narrow phone has room for
TALL, LANE, LANES = 40, 5, 4  # pixels: the highest bar, a band; and how many bands lie below each other at most
WIDE = 26  # pixels that a bar may be wide, so that a few do not fill the page
NARROW = 30  # bars from which on they do

_Bars = dict[int, list[int]]  # by place: how many are dated exactly, and how many about or possibly so


def activity_chart(periods: Sequence[AppearancePeriod], list_at: str) -> Markup:
    """The picture with its sentence; nothing where there is too little to see. `list_at` is the fragment of the list it sums up."""
    dated = [period for period in periods if period.first is not None or period.last is not None]
    count = sum(period.count for period in dated)
    ends = [end for period in dated for end in (period.first, period.last) if end is not None]
    if count < FEWEST or min(ends) == max(ends):
        return Markup("")
    start, size = _scale(min(ends), max(ends))
    many = (max(ends) - start) // size + 1
    bars: _Bars = {}
    bands: list[tuple[int, int, int]] = []
    for period in dated:
        first = 0 if period.first is None else (period.first - start) // size
        last = many - 1 if period.last is None else (period.last - start) // size
        if first == last and period.first is not None and period.last is not None:
            bars.setdefault(first, [0, 0])[not period.exact] += period.count
        else:
            bands.append((first, last, period.count))
    plot, height = _plot(bars, bands, many)
    width = f"{many * WIDE}" if many < NARROW else "100%"
    years = "\n".join(_years(start, size, many, list_at))
    return Markup(
        f'<figure class="strip">\n<svg role="group" aria-label="By date" width="{width}" height="{height + 18}">\n{plot}\n{years}\n</svg>\n'
        f'<figcaption>{_said(count, bars, bands, start, size, (min(ends), max(ends)))} <a href="#{list_at}">The list</a>.</figcaption>\n</figure>'
    )


def _scale(first: int, last: int) -> tuple[int, int]:
    """(the month at which the picture begins, how many months a bar stands for)"""
    if last - first < BARS:
        return first, 1
    power = 12
    while True:
        for years in YEARS:
            size = years * power
            if last // size - first // size < BARS:
                return first // size * size, size
        power *= 10


def _plot(bars: _Bars, bands: Sequence[tuple[int, int, int]], many: int) -> tuple[str, int]:
    """(bars and bands, in a drawing that is as wide as there are bars and is stretched; its height)"""
    highest = max([sum(counts) for counts in bars.values()], default=1)
    exact, vague = [], []
    for at, (sure, unsure) in sorted(bars.items()):
        low = _height(sure, highest)
        if sure:
            exact.append(f"M{at}.1 {TALL}v-{low}h.8v{low}z")
        if unsure:
            high = max(_height(sure + unsure, highest) - low, 2)
            vague.append(f"M{at}.1 {TALL - low}v-{high}h.8v{high}z")
    lanes = [-1] * LANES  # where the last band in each ends
    spans = []
    for first, last, _ in sorted(bands):
        lane = next((n for n, end in enumerate(lanes) if end < first), LANES - 1)
        lanes[lane] = max(lanes[lane], last)
        spans.append(f"M{first} {TALL + 3 + LANE * lane}h{last - first + 1}v{LANE - 1}h-{last - first + 1}z")
    paths = ((name, "".join(path)) for name, path in (("bar", exact), ("bar vague", vague), ("band", spans)) if path)
    used = sum(end >= 0 for end in lanes)
    height = TALL + 2 + LANE * used
    drawn = "".join(f'<path class="{name}" d="{path}"/>' for name, path in paths)
    return (
        f'<svg viewBox="0 0 {many} {height}" width="100%" height="{height}" preserveAspectRatio="none" aria-hidden="true">'
        f'{drawn}<path class="base" d="M0 {TALL}h{many}v1h-{many}z"/></svg>'
    ), height


def _height(count: int, highest: int) -> int:
    return max(round(TALL * count / highest), 2) if count else 0


def _years(start: int, size: int, many: int, list_at: str) -> Iterator[str]:
    """The years below the picture, where each begins; with links that ask the list for a year, where a bar is no more than one."""
    first, last = start // 12, (start + many * size - 1) // 12
    step = max(-(-(last - first + 1) // LABELS), size // 12, 1)
    for year in range(first, last + 1, step):
        place = max(100 * (year * 12 - start) / (size * many), 0)
        end = ' class="end"' if place > 90 else ""
        words = _year(year)
        label = f'<text x="{"100" if end else f"{place:.4g}"}%" y="100%"{end} dy="-4">{words}</text>'
        yield f'<a href="?year={year}#{list_at}">{label}</a>' if year > 0 and size <= 12 else label


def _said(
    count: int, bars: _Bars, bands: Sequence[tuple[int, int, int]], start: int, size: int, ends: tuple[int, int]
) -> str:
    """All that the picture shows, in a sentence."""
    first, last = ends
    span = f"{_month(first)} to {_month(last)}" if size == 1 else f"{_year(first // 12)} to {_year(last // 12)}"
    words = f"{count:,} events and statements, {span}"
    if bars:
        at, counts = max(bars.items(), key=lambda bar: (sum(bar[1]), -bar[0]))
        if sum(counts) > 1:
            words += f"; most {_when(start + at * size, size)}, {sum(counts):,}"
    about = sum(counts[1] for counts in bars.values())
    if about:
        words += f"; {about:,} with an approximate or uncertain date, lighter"
    wide = sum(count for _, _, count in bands)
    if wide:
        words += f"; {wide:,} dated less closely than that, as bands below"
    return words + "."


def _when(month: int, size: int) -> str:
    if size == 1:
        return f"in {_month(month)}"
    return (
        f"in {_year(month // 12)}" if size == 12 else f"from {_year(month // 12)} to {_year((month + size) // 12 - 1)}"
    )


def _month(month: int) -> str:
    return f"{MONTHS[month % 12 + 1]} {_year(month // 12)}"


def _year(year: int) -> str:
    return str(year) if year > 0 else f"{1 - year} BCE"
