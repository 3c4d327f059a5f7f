"""Which of two dates comes first: an order that their bounds do not give is never told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.build.pipeline import build
from briefing.core.date_order import in_known_order, order, reach, straddling
from briefing.schema.edtf import parse

Project = Callable[[Mapping[str, str | bytes]], Path]
OPPOSITE = {"before": "after", "after": "before", "same day": "same day", "not known": "not known"}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2020-08-04", "2020-08-05", "before"),
        ("2020-08-04", "2020-08-04", "same day"),
        ("2020-08", "2020-08-04", "not known"),
        ("2020-08", "2020-09-01", "before"),
        ("2020-08~", "2020-09-01", "not known"),  # about August may be September
        ("2020-08~", "2020-10-15", "before"),
        ("2020-08?", "2020-07-15", "not known"),
        ("2020", "2021-01-01", "before"),
        ("2020~", "2021-06", "not known"),
        ("2020-08-01/2020-08-10", "2020-08-10", "not known"),
        ("../2020-08", "2020-08-20", "not known"),
        ("../2020-08", "2020-09-20", "before"),
        ("2020-08/..", "2030", "not known"),
        ("2020-08-04T10:00Z", "2020-08-04T11:00Z", "before"),
        ("2020-08-04T10:00Z", "2020-08-04T12:00+03:00", "after"),
        ("2020-08-04T23:30-05:00", "2020-08-05T01:00+03:00", "after"),  # a later moment of an earlier day
        ("2020-08-04T10:00Z", "2020-08-04", "same day"),
        ("-0043", "2020", "before"),
        ("Y-17000", "-0043", "before"),
    ],
)
def test_an_order_is_told_where_the_bounds_give_it(one: str, other: str, expected: str) -> None:
    assert order(parse(one), parse(other)) == expected
    assert order(parse(other), parse(one)) == OPPOSITE[expected]


days = st.tuples(st.integers(2019, 2021), st.integers(1, 12), st.integers(1, 28))
dates = st.one_of(
    days.map(lambda d: "%04d-%02d-%02d" % d),
    st.tuples(days, st.sampled_from("~?%")).map(lambda p: "%04d-%02d-%02d%s" % (*p[0], p[1])),
    st.tuples(days, st.sampled_from(["", "~", "?", "%"])).map(lambda p: "%04d-%02d%s" % (*p[0][:2], p[1])),
    st.tuples(st.integers(2019, 2021), st.sampled_from(["", "~"])).map(lambda p: "%04d%s" % p),
    st.tuples(days, days).map(lambda p: "/".join("%04d-%02d-%02d" % d for d in sorted(p))),
    st.tuples(days, st.integers(0, 23), st.sampled_from(["Z", "+03:00", "-05:00"])).map(
        lambda p: "%04d-%02d-%02dT%02d:00%s" % (*p[0], p[1], p[2])
    ),
).map(parse)


@given(st.lists(dates, min_size=2, max_size=3))
def test_the_order_is_antisymmetric_and_transitive(found: list[object]) -> None:
    one, *_, other = found
    assert order(one, other) == OPPOSITE[order(other, one)]  # type: ignore[arg-type]
    a, b, c = (found * 2)[:3]
    if order(a, b) == order(b, c) == "before":  # type: ignore[arg-type]
        assert order(a, c) == "before"  # type: ignore[arg-type]


@given(st.lists(dates, max_size=8))
def test_what_reaches_over_another_date_is_marked_and_nothing_else(found: list[object]) -> None:
    reaches = [reach(date) for date in found]  # type: ignore[arg-type]
    expected = [
        low != high and any(other != (low, high) and other[0] <= high and low <= other[1] for other in reaches)
        for low, high in reaches
    ]
    assert straddling(found) == expected  # type: ignore[arg-type]


@given(st.lists(dates, max_size=8))
def test_groups_are_certainly_one_after_the_other(found: list[object]) -> None:
    groups = in_known_order([(date, at) for at, date in enumerate(found)])  # type: ignore[misc]
    assert sorted(at for group in groups for _, at in group) == list(range(len(found)))
    for first, second in combinations(groups, 2):
        assert all(order(one, other) == "before" for one, _ in first for other, _ in second)


BEIRUT = {
    "briefing.yaml": "title: Beirut\n",
    "content/sources/paper.yaml": "title: Paper\n",
    "content/people/one.yaml": "name: One\n",
    "content/people/two.yaml": "name: Two\n",
    "content/events/explosion.yaml": "title: Explosion\ndate: 2020-08-04\nsources: [paper]\n",
    "content/events/inquiry.yaml": "title: Inquiry\ndate: 2020-08~\nsources: [paper]\n",
    "content/events/vote.yaml": "title: Vote\ndate: 2021-05-01\nsources: [paper]\n",
    "content/claims/stored.yaml": "text: It was stored there.\nevent: explosion\n",
    "content/statements/comment.yaml": "speaker: one\ndate: 2020-08~\nsummary: No comment.\nsources: [paper]\n"
    "positions: [{claim: stored, stance: declines-to-say}]\n",
    "content/statements/assertion.yaml": "speaker: two\ndate: 2020-08-05\nsummary: It was there.\nsources: [paper]\n"
    "positions: [{claim: stored, stance: asserts}]\n",
}


def test_no_page_tells_an_order_that_the_dates_do_not_give(project: Project, tmp_path: Path) -> None:
    built = build(project(BEIRUT), tmp_path / "site", jobs=1)
    assert built.written, built.problems
    site = tmp_path / "site"
    page = {p.relative_to(site).as_posix(): p.read_text("utf-8") for p in site.rglob("*.html")}
    note = '<span class="hint">order not known</span>'
    for path in ("events/index.html", "timeline/index.html", "sources/paper.html"):
        assert note in page[path], path
    rows = page["events/index.html"].split("<li>")
    assert [note in row for row in rows if "Explosion" in row or "Vote" in row] == [False, False]
    history = page["claims/stored.html"].partition('<ol class="history">')[2].partition("</ol>")[0]
    assert history.count("<li>") == 1 and "unaddressed" not in history and "order not known" in history
    assert "about August 2020" in history and "5 August 2020" in history
    beside = page["events/explosion.html"].partition('<nav class="beside"')[2].partition("</nav>")[0]
    assert "Order not known" in beside and "Later" in beside and "Earlier" not in beside
    said = page["statements/assertion.html"]
    assert "Order not known" in said and "Before it" not in said
