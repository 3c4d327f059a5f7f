"""The timeline: dates drawn to scale, in order and in words; parts that stay as they are; hostile and far-off records."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import html5lib
import pytest
import test_links as links
from conftest import REPOSITORY, SITES, lay
from hypothesis import given
from hypothesis import strategies as st

from briefing.build.pipeline import build, check_project
from briefing.core.values import FAR_PAST
from briefing.corpus.claim_standing import positions_by_actor, standings
from briefing.corpus.co_occurrence import surroundings
from briefing.rendering.graphics import timeline_histogram, timeline_periods
from briefing.rendering.graphics.date_scale import WIDTH, Scale, around, day_number, of_month, of_years
from briefing.rendering.graphics.timeline_periods import TimelineItem, Year, years
from briefing.rendering.pages import Pages, specs, timeline_page
from briefing.rendering.view.tracked_corpus import TrackedCorpus
from briefing.schema import edtf

BUDGET = 60_000  # bytes of a page

# --- to scale --------------------------------------------------------------------------------------------------------


@given(st.dates(), st.dates())
def test_days_are_as_far_apart_as_in_the_calendar(one: datetime.date, other: datetime.date) -> None:
    numbers = [day_number((day.year, day.month, day.day)) for day in (one, other)]
    assert numbers[1] - numbers[0] == (other - one).days


@pytest.mark.parametrize(
    ("year", "days"), [(-4, 366), (-1, 365), (0, 366), (1900, 365), (2000, 366), (170_000_004, 366)]
)
def test_years_before_the_first_and_far_ahead_have_their_leap_days(year: int, days: int) -> None:
    assert day_number((year + 1, 1, 1)) - day_number((year, 1, 1)) == days
    assert day_number((year, 3, 1)) - day_number((year, 2, 28)) == days - 364


def drawn(scale: Scale, text: str) -> tuple[str, list[float]]:
    """(the element, where it begins and ends; for a point where it stands)"""
    mark = scale.mark(edtf.parse(text))
    name = re.match(r"<(\w+)", mark)[1]  # type: ignore[index]
    if name == "circle":
        return name, [float(re.search(r'cx="([^"]+)"', mark)[1])]  # type: ignore[index]
    if name == "rect":
        x, width = (float(re.search(rf' {key}="([^"]+)"', mark)[1]) for key in ("x", "width"))  # type: ignore[index]
        return name, [x, x + width]
    return name, [float(number) for number in re.findall(r"[MH]([\d.]+)", mark)]


@pytest.mark.parametrize(
    ("text", "name", "ends"),
    [
        ("2031-07-01", "circle", [0.5 / 31]),
        ("2031-07-16", "circle", [0.5]),
        ("2031-07-31", "circle", [30.5 / 31]),
        ("2031-07", "rect", [0, 1]),
        ("2031-07~", "rect", [0, 1]),
        ("2031-07-18/2031-07-20", "rect", [17 / 31, 20 / 31]),
    ],
)
def test_a_day_is_a_point_and_anything_else_a_band_to_the_scale_of_its_month(
    text: str, name: str, ends: list[float]
) -> None:
    found, at = drawn(of_month(2031, 7), text)
    assert found == name and at == pytest.approx([end * WIDTH for end in ends], abs=0.11)


def test_a_band_in_a_year_is_as_long_as_its_share_of_the_year() -> None:
    _, (start, end) = drawn(of_years(2031, 2031), "2031-03/2031-09")
    assert (start, end) == pytest.approx((WIDTH * 59 / 365, WIDTH * 273 / 365), abs=0.11)


@pytest.mark.parametrize(
    ("text", "soft"),
    [
        ("2031-07", False),
        ("2031-07~", True),
        ("2031-07?", True),
        ("2031-07-18/2031-07-20~", True),
        ("2031-07-16%", True),
        ("2031-07-16", False),
    ],
)
def test_what_is_approximate_or_uncertain_is_drawn_so(text: str, soft: bool) -> None:
    assert ('soft"' in of_month(2031, 7).mark(edtf.parse(text))) == soft


def test_a_band_has_a_point_where_it_goes_on_and_none_where_it_ends() -> None:
    scale = of_years(2030, 2031)
    closed, before, after, both = (
        scale.mark(edtf.parse(t)) for t in ("2030/2031", "../2031-06", "2031/..", "2020/2040")
    )
    assert closed.startswith("<rect")
    assert "M0 6l4-3" in before and "l4 3-4 3" not in before
    assert "M0 6" not in after and "l4 3-4 3" in after
    assert "M0 6l4-3" in both and "l4 3-4 3" in both


def test_even_a_day_or_two_in_a_century_can_be_seen_and_stay_within_the_drawing() -> None:
    scale = of_years(1901, 2000)
    for text in ("1901-01-01/1901-01-02", "2000-12-30/2000-12-31", "1950-06-01/1950-06-03"):
        _, (start, end) = drawn(scale, text)
        assert start >= 0 and end - start >= 2.9 and end <= WIDTH + 0.11


def test_one_date_that_reaches_far_does_not_make_all_others_small() -> None:
    dates = [edtf.parse(text) for text in ("2031", "2031-02/2031-04", "2031-05/2031-08", "2031-05/2090")]
    assert (around(dates).first[0], around(dates).last[0]) == (2031, 2031)
    assert around([edtf.parse("2014/2022")]).last[0] == 2022
    assert around([edtf.parse("../1875")]).last[0] == 1875
    assert around([edtf.parse("0001/9999")]).last[0] < 100


# --- years, months and moments ---------------------------------------------------------------------------------------


def placed(*texts: str, said: bool = False) -> list[Year]:
    """Dates in the order of lists become years, each record named by its date."""
    dates = sorted((edtf.parse(text) for text in texts if text), key=lambda date: date.order, reverse=True)
    items = [TimelineItem(date, said, "", date.text) for date in dates]
    return years([*items, *(TimelineItem(None, said, "", "undated") for text in texts if not text)])


def shape(found: list[Year]) -> dict[str, dict[str, list[list[str]]]]:
    return {
        year.heading: {p.heading: [[m.words, *m.entries] for m in p.moments] for p in year.periods} for year in found
    }


def test_a_quiet_year_is_one_list_and_what_has_one_date_one_moment() -> None:
    assert shape(placed("2031-03-02", "2031-03-02T06:45Z", "2031-03", "2030")) == {
        "2031": {"": [["2 March", "2031-03-02T06:45Z", "2031-03-02"], ["March", "2031-03"]]},
        "2030": {"": [["2030", "2030"]]},
    }


def test_a_busy_year_has_its_months_and_then_what_is_longer() -> None:
    many = [f"2031-03-{day:02}" for day in range(1, timeline_periods.BUSY + 1)]
    (year,) = placed(*many, "2031-03~", "2031-05-01", "2031", "2031-03/2031-06", "2031-12-30/2032-01-02")
    assert [period.heading for period in year.periods] == ["May 2031", "March 2031", timeline_periods.LONGER]
    assert [period.count for period in year.periods] == [1, timeline_periods.BUSY + 1, 3]
    assert [moment.words for moment in year.periods[-1].moments] == [
        "30 December 2031 to 2 January 2032",
        "March to June",
        "2031",
    ]
    assert sum(period.count for period in year.periods) == year.count


def test_times_run_backwards_through_eras_to_what_has_no_beginning_and_no_date() -> None:
    found = placed("", "../1875", "2031", "-0044", "Y170000002", "0000", "199X/..")
    assert [year.heading for year in found] == [
        "170000002",
        "2031",
        "1990",
        "1 BCE",
        "45 BCE",
        "Beginning not known",
        "Undated",
    ]
    assert len({year.anchor for year in found}) == len(found)
    assert found[-1].periods[0].moments[0].entries == ["undated"] and found[-1].periods[0].scale is None


@pytest.mark.parametrize(
    ("text", "event", "statement"),
    [
        ("2022-10-09/2022-10-16", "9 to 16 October 2022", "between 9 and 16 October 2022"),
        (
            "2022-09/2022-10-20~",
            "September 2022 to about 20 October 2022",
            "between September 2022 and about 20 October 2022",
        ),
        ("../1875", "until 1875", "until 1875"),
        ("2022/..", "since 2022", "since 2022"),
        ("2022-10-20T14:30Z", "20 October 2022", "20 October 2022"),
        ("2022-10~", "about October 2022", "about October 2022"),
        ("2022/2022", "2022", "2022"),
    ],
)
def test_what_was_said_within_an_interval_was_said_between_its_ends(text: str, event: str, statement: str) -> None:
    assert timeline_periods.in_words(edtf.parse(text), False) == event
    assert timeline_periods.in_words(edtf.parse(text), True) == statement


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2022-10-20", "20 October"),
        ("2022-10~", "about October"),
        ("2022-09/2022-10-20", "September to 20 October"),
        ("2022", "2022"),
        ("2022-22", "summer 2022"),
        ("2022-10-20/2024-10~", "20 October 2022 to about October 2024"),
        ("2022/2022-10", "2022 to October 2022"),
    ],
)
def test_the_year_is_left_out_only_where_the_heading_says_it(text: str, words: str) -> None:
    assert placed(text)[0].periods[0].moments[0].words == words


# --- how much there is when ------------------------------------------------------------------------------------------

days = st.lists(
    st.one_of(
        st.just(FAR_PAST),
        st.tuples(
            st.one_of(st.integers(2019, 2026), st.integers(-(10**9), 10**9)), st.integers(1, 12), st.integers(1, 28)
        ),
    ),
    max_size=60,
).map(lambda found: sorted(found, reverse=True))


@given(days)
def test_every_dated_record_is_counted_in_one_of_a_few_bars(found: list[Any]) -> None:
    text = timeline_histogram.counted(found, lambda place: place // 10)
    known = [day for day in found if day != FAR_PAST]
    bars = [bar.split("|") for bar in text.split(" ")[1:]]
    assert sum(int(count) for _, count, *_ in bars) == len(known)
    assert len(bars) <= timeline_histogram.MOST + 2
    html = str(timeline_histogram.strip(text, "index.{}.html".format))
    assert html.count("<a ") == (len(bars) if len(bars) >= timeline_histogram.FEWEST else 0)
    assert all(0 <= float(x) <= 100 for x in re.findall(r' (?:x|width)="([\d.e-]+)%"', html))


@pytest.mark.parametrize(
    ("found", "unit"),
    [
        (["2022-10-01", "2022-10-09", "2022-11-10"], "day"),
        (["2022-01-01", "2022-10-09", "2023-11-10"], "month"),
        (["2019-01-01", "2022-10-09", "2025-11-10"], "quarter"),
        (["1990-01-01", "2010-10-09", "2025-11-10"], "1"),
        (["1790-01-01", "1910-10-09", "2025-11-10"], "10"),
    ],
)
def test_the_periods_are_as_short_as_the_whole_allows(found: list[str], unit: str) -> None:
    text = timeline_histogram.counted(
        sorted((edtf.parse(one).earliest for one in found), reverse=True), lambda place: 0
    )
    assert text.split(" ")[0] == unit


def test_a_few_far_off_records_do_not_make_all_others_one_bar() -> None:
    usual = [(2022, month, 1) for month in range(12, 0, -1) for _ in range(5)]
    unit, *bars = timeline_histogram.counted([(9000, 1, 1), *usual, (-43, 1, 1)], lambda place: place // 20).split(" ")
    assert unit == "month" and len(bars) == 14
    assert bars[0] == "earlier|1|3|m--43-01" and bars[-1] == "later|1|0|m-9000-01"


# --- on the site -----------------------------------------------------------------------------------------------------


@pytest.fixture(params=[*SITES, "own"])
def shown(request: pytest.FixtureRequest, built: Callable[[str], Path]) -> links.Site:
    return links.read(built(request.param), SITES.get(request.param, REPOSITORY))


def entries(page: links.Page) -> list[str]:
    """The ids of the records that a page of the timeline lists, in its order."""
    return re.findall(r'<span class="what">.*?href="\.\./(?:events|statements)/([^"]+)\.html"', page.html)


def test_every_event_and_statement_stands_once(shown: links.Site) -> None:
    records = shown.corpus.records.values()
    assert sorted(entries(shown.pages["timeline/index.html"])) == sorted(
        r.id for r in records if r.KIND in ("event", "statement")
    )


def test_every_date_stands_in_words_beside_its_drawing(built: Callable[[str], Path]) -> None:
    page = html5lib.parse((built("harbour") / "timeline/index.html").read_bytes(), namespaceHTMLElements=False)
    moments = [li for ol in page.iter("ol") if ol.get("class") == "moments" for li in ol]
    assert moments
    for moment in moments:
        when, drawing, _ = moment
        assert "".join(when.itertext()).strip() and drawing.get("aria-hidden") == "true"
        assert (
            len([mark for mark in drawing.iter() if (mark.get("class") or "").split()[:1] in (["point"], ["band"])])
            == 1
        )


def test_whom_a_record_names_in_a_role_is_there_to_filter_by() -> None:
    tracked = shelf_of(SITES["harbour"])
    assert tracked.names("alleged-bribe").split() == ["lin-hai", "igor-vetrov"]
    assert "port-avel" in tracked.names("dredging-of-the-channel").split()
    for id in tracked.chronicle():
        assert all(
            tracked.card(name).path.partition("/")[0] in (*FOLDERS, "topics") for name in tracked.names(id).split()
        )


FOLDERS = ("people", "organizations", "places", "equipment")


def shelf_of(root: Path) -> TrackedCorpus:
    corpus = check_project(root, jobs=1).corpus
    stood = standings(corpus)
    ids = list(corpus.records)
    numbers = {id: number for number, id in enumerate(ids)}
    return TrackedCorpus(corpus, stood, positions_by_actor(corpus, stood), numbers, surroundings(corpus, ids, numbers))


# --- many, far and hostile -------------------------------------------------------------------------------------------

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def corpus(root: Path, many: int = 250) -> Path:
    files: Mapping[str, str] = {
        "briefing.yaml": "title: Much\nbase_url: https://much.example/\n",
        "content/people/ann.yaml": f"name: 'Ann {EVIL}'\n",
        "content/people/ali.yaml": "name: علی‌رضا\n",
        "content/topics/water.yaml": "name: Water & <b>fish</b>\n",
        "content/places/spit.yaml": "name: Spit\n",
        "content/sources/paper.yaml": "title: Paper\n",
        "content/events/evil.yaml": f"title: 'Flood {EVIL}'\ndate: 2031-05-05\nplaces: [spit]\ntopics: [water]\ndate_note: 'So {EVIL}'\nsources: [paper]\n",
        "content/events/far.yaml": "---\n".join(
            f"id: far-{n}\ntitle: Far {n}\ndate: {date!r}\nsources: [paper]\n"
            for n, date in enumerate(
                (
                    "Y170000002",
                    "-0044",
                    "../1875",
                    "/1801",
                    "199X/..",
                    "2031/",
                    "Y-12345",
                    "2031-06-01/2032-02~",
                    "0000",
                )
            )
        ),
        "content/statements/many.yaml": "---\n".join(
            f"id: s-{n:03}\nspeaker: {('ann', 'ali')[n % 2]}\ndate: {2000 + n // 40}-{n % 12 + 1:02}-{n % 28 + 1:02}\n"
            f"topics: [water]\nsources: [paper]\nsummary: Statement number {n}, in a sentence as long as sentences are, about what they are about.\n"
            for n in range(many)
        ),
    }
    return lay(root, files)


@pytest.fixture(scope="module")
def much(tmp_path_factory: pytest.TempPathFactory) -> links.Site:
    root = corpus(tmp_path_factory.mktemp("much"))
    assert build(root, root / "site").written
    return links.read(root / "site", root)


def parts(site: links.Site) -> list[links.Page]:
    """The pages of the timeline, the newest first."""
    older = sorted(
        (path for path in site.pages if re.fullmatch(r"timeline/index\.\d+\.html", path)),
        key=lambda p: -int(p.split(".")[1]),
    )
    return [site.pages[path] for path in ("timeline/index.html", *older)]


def test_all_stand_in_the_parts_once_and_the_newest_first(much: links.Site) -> None:
    found = [entries(page) for page in parts(much)]
    assert len(found) > 2 and all(len(one) == timeline_page.SIZES.size for one in found[1:])
    listed = [id for one in found for id in one]
    assert sorted(listed) == sorted(shelf_of(much.folder.parent).chronicle())
    earliest = [min(much.corpus[id].date.earliest for id in one) for one in found]
    assert earliest == sorted(earliest, reverse=True)


def test_no_page_is_large(much: links.Site) -> None:
    assert {page.path: len(page.html.encode()) for page in parts(much) if len(page.html.encode()) > BUDGET} == {}


def test_the_parts_lead_to_each_other_and_the_strip_to_all(much: links.Site) -> None:
    newest, *older = parts(much)
    assert f'href="../{older[0].path}" rel="next"' in newest.html
    for page, next_page in pairwise(older):
        assert f'href="../{next_page.path}" rel="next"' in page.html
    bars = re.findall(r'<a href="([^"]*)" aria-label="([^"]+): ([\d,]+)"', newest.html)
    assert (
        sum(int(count.replace(",", "")) for *_, count in bars)
        == len(much.corpus.of(type(much.corpus["evil"]))) + 250 - 2
    )
    led = {links.target(newest, address, "/")[0] for address, *_ in bars}
    assert led >= {page.path for page in older[:-1]}


@pytest.mark.parametrize(
    "check",
    [
        links.test_every_page_parses_without_a_single_error,
        links.test_every_internal_link_leads_to_a_page_that_is_there_and_to_a_place_on_it,
        links.test_ids_are_unique_and_have_no_spaces,
        links.test_references_by_id_within_a_page_find_their_element,
        links.test_no_page_skips_a_level_of_headings,
        links.test_no_script_or_style_stands_in_a_page,
        links.test_every_page_can_be_reached_from_home_by_following_links,
    ],
    ids=lambda check: check.__name__.removeprefix("test_"),
)
def test_its_pages_are_pages_like_all_others(much: links.Site, check: Callable[[links.Site], None]) -> None:
    check(much)


def test_hostile_text_stays_text(much: links.Site) -> None:
    for page in parts(much):
        assert "<script>alert" not in page.html and "<img" not in page.html and "<b>fish" not in page.html
    options = [("".join(o.itertext()), o.get("value")) for o in parts(much)[0].all("option")]
    assert any(text == f"Ann {EVIL}" and value == "ann" for text, value in options)
    assert any(text == "\u2067علی‌رضا\u2069" and value == "ali" for text, value in options), (
        "kept from turning the count round"
    )


def test_a_long_choice_of_names_keeps_those_that_lead_to_several(
    much: links.Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline_page, "CHOICES", 3)
    tracked = shelf_of(much.folder.parent)
    (page,) = [Pages(tracked).make(spec) for spec in specs(tracked) if spec.path == "timeline/index.html"]
    assert 'value="ann"' in page.values["entities"] and 'value="spit"' not in page.values["entities"]


def test_one_more_record_makes_a_page_or_two_anew(tmp_path: Path) -> None:
    root = corpus(tmp_path)
    before = {spec.path: spec for spec in specs(shelf_of(root)) if spec.maker == "timeline"}
    (root / "content/events/newest.yaml").write_text("title: Newest\ndate: 2031-08-01\nsources: [paper]\n")
    after = {spec.path: spec for spec in specs(shelf_of(root)) if spec.maker == "timeline"}
    assert len(before) > 3 and [path for path in after if after[path] != before.get(path)] == ["timeline/index.html"]
    (root / "content/statements/old.yaml").write_text(
        "speaker: ann\ndate: 2003-02-02\nsummary: Old.\nsources: [paper]\n"
    )
    inserted = {spec.path: spec for spec in specs(shelf_of(root)) if spec.maker == "timeline"}
    kept = {path for path in inserted if inserted[path] == after[path]}
    assert "timeline/index.1.html" in kept, "what is older than the new one stays"


def test_an_edited_summary_leaves_the_timeline_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = corpus(tmp_path)
    build(root, root / "site")
    made: list[str] = []
    from briefing.build.page_making import PageFactory

    make = PageFactory.make
    monkeypatch.setattr(
        PageFactory,
        "make",
        lambda self, spec, broken=frozenset(): (made.append(spec.path), make(self, spec, broken))[1],
    )
    event = root / "content/events/evil.yaml"
    event.write_text(event.read_text() + "summary: Other words.\n")
    assert build(root, root / "site", jobs=1).written
    assert "events/evil.html" in made and not [path for path in made if path.startswith("timeline/")]


def test_the_sitemap_and_the_navigation_have_it(much: links.Site) -> None:
    listed = (much.folder / "sitemap.xml").read_text()
    assert "<loc>https://much.example/timeline/</loc>" in listed and "timeline/index.1.html</loc>" in listed
    assert '<a href="../timeline/index.html">Timeline</a>' in much.pages["people/ann.html"].html
    assert '<a href="../timeline/index.html" aria-current="page">Timeline</a>' in much.pages["timeline/index.html"].html


def test_a_site_without_anything_to_tell_says_so(tmp_path: Path) -> None:
    (tmp_path / "content/people").mkdir(parents=True)
    (tmp_path / "briefing.yaml").write_text("title: Nothing\n")
    (tmp_path / "content/people/ann.yaml").write_text("name: Ann\n")
    assert build(tmp_path, tmp_path / "site").written
    html = (tmp_path / "site/timeline/index.html").read_text()
    assert "There are none here yet." in html and "filters" not in html and "bars" not in html


def test_its_script_and_style_are_small() -> None:
    static = REPOSITORY / "templates/static"
    assert (static / "timeline.js").stat().st_size <= 6 * 1024 and (static / "timeline.css").stat().st_size <= 7 * 1024
