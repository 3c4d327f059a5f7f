"""Who appears with whom and when, and what lies next in time: found once for all records, told by the shelf."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.build.pipeline import check_project
from briefing.corpus import co_occurrence as around
from briefing.corpus.co_occurrence import AppearancePeriod, Companion, Surroundings, TimeNeighbours, surroundings
from briefing.rendering.graphics.activity_chart import activity_chart

Project = Callable[[dict[str, str]], Path]

STORY = {
    "briefing.yaml": "title: T",
    "content/people/all.yaml": "id: ann\nname: Ann\n---\nid: bob\nname: Bob\n---\nid: gone\nname: Gone\nstatus: withdrawn\nchanges: [{date: 2031, kind: retraction, note: N}]",
    "content/places/all.yaml": "id: quay\nname: Quay\nwithin: port\n---\nid: port\nname: Port",
    "content/topics/tides.yaml": "name: Tides",
    "content/sources/s.yaml": "title: S\npublished: 2031",
    "content/claims/so.yaml": "text: So.\nabout: [ann, port]",
    "content/events/all.yaml": """
id: first
title: First
date: 2031-01-05
participants: [ann, {entity: ann, role: host}, bob]
places: [quay]
topics: [tides]
summary: With [[port]].
sources: [s]
---
id: second
title: Second
date: 2031-02~
participants: [ann, bob]
sources: [s]
---
id: third
title: Third
date: 2031-01/2031-04
participants: [ann]
status: withdrawn
changes: [{date: 2031, kind: retraction, note: N}]
sources: [s]
""",
    "content/statements/all.yaml": """
id: said
speaker: ann
date: 2032
quote: Q
via: [bob]
about: [tides]
sources: [s]
---
id: said-later
speaker: bob
date: 2032-03
quote: Q
sources: [s]
""",
}


class Told:
    def __init__(self, root: Path) -> None:
        survey = check_project(root, jobs=1)
        assert not [p for p in survey.problems if p.is_error], survey.problems
        self.ids = list(survey.corpus.records)
        self.numbers = {id: number for number, id in enumerate(self.ids)}
        self.found = surroundings(survey.corpus, self.ids, self.numbers)

    def __call__(self, ask: Callable[[Surroundings, int], Any], id: str) -> Any:
        return ask(self.found, self.numbers[id])


@pytest.fixture
def told(project: Project) -> Told:
    return Told(project(STORY))


def companions(told: Told, id: str) -> list[Companion]:
    return told(Surroundings.companions, id)  # type: ignore[no-any-return]


def test_those_named_in_a_role_by_the_same_records_appear_together(told: Told) -> None:
    """Each record counts once, and the newest stands for all."""
    assert companions(told, "ann") == [Companion("bob", 3, "said"), Companion("quay", 1, "first")]
    assert companions(told, "bob") == [Companion("ann", 3, "said"), Companion("quay", 1, "first")]


def test_mentions_claims_and_what_follows_name_nobody_in_a_role(told: Told) -> None:
    assert companions(told, "port") == []


def test_a_topic_has_companions_and_is_none(told: Told) -> None:
    assert {one.entity for one in companions(told, "tides")} == {"ann", "bob", "quay"}
    assert all(one.entity != "tides" for id in told.ids for one in companions(told, id))


def test_nothing_withdrawn_counts(told: Told) -> None:
    assert "third" not in {one.latest for id in told.ids for one in companions(told, id)}
    assert companions(told, "gone") == []
    assert told(Surroundings.neighbours, "third") == TimeNeighbours("", "")


def test_equals_are_in_the_order_in_which_they_appeared_last(project: Project) -> None:
    people = "\n---\n".join(f"id: p{n}\nname: P{n}" for n in range(30))
    events = "\n---\n".join(
        f"id: e{n}\ntitle: E\ndate: 20{n + 10}\nparticipants: [p0, p{n}]\nsources: [s]" for n in range(1, 30)
    )
    told = Told(
        project(
            STORY
            | {
                "content/people/all.yaml": people + "\n---\nid: ann\nname: A\n---\nid: bob\nname: B",
                "content/events/all.yaml": events,
            }
        )
    )
    found = companions(told, "p0")
    assert [one.entity for one in found] == [f"p{n}" for n in range(29, 29 - around.MOST, -1)]


def test_periods_count_what_is_on_the_page_by_month(told: Told) -> None:
    january = 2031 * 12
    expected = [
        AppearancePeriod(january, january, True, 1),
        AppearancePeriod(january + 1, january + 1, False, 1),
        AppearancePeriod(january + 12, january + 23, True, 1),
    ]
    assert told(Surroundings.periods, "ann") == expected
    assert told(Surroundings.periods, "port") == [
        AppearancePeriod(january, january, True, 1)
    ]  # mentioned, and by way of the quay, once


@pytest.mark.parametrize(
    ("date", "first", "last"), [("../2031-02", None, 24373), ("2031-02/..", 24373, None), ("-0044", -528, -517)]
)
def test_open_and_ancient_dates(project: Project, date: str, first: int | None, last: int | None) -> None:
    event = f"title: E\ndate: {date}\nparticipants: [ann]\nsources: [s]"
    told = Told(
        project(
            {
                **{k: v for k, v in STORY.items() if "statements" not in k and "events" not in k},
                "content/events/e.yaml": event,
            }
        )
    )
    assert told(Surroundings.periods, "ann") == [AppearancePeriod(first, last, True, 1)]


def test_neighbours_in_time_are_of_the_same_kind(told: Told) -> None:
    assert told(Surroundings.neighbours, "first") == TimeNeighbours("", "second")
    assert told(Surroundings.neighbours, "second") == TimeNeighbours("first", "")
    assert told(Surroundings.neighbours, "said") == TimeNeighbours("", "said-later")


# --- the picture -----------------------------------------------------------------------------------------------------

months = st.one_of(st.integers(24000, 24100), st.integers(-(10**6), 10**6))
periods = st.lists(
    st.tuples(
        months, st.integers(0, 40), st.booleans(), st.integers(1, 50), st.sampled_from(["", "", "first", "last"])
    ).map(
        lambda t: AppearancePeriod(
            None if t[4] == "first" else t[0], None if t[4] == "last" else t[0] + (t[1] if t[1] < 20 else 0), t[2], t[3]
        )
    ),
    max_size=30,
)


@given(periods)
def test_a_picture_of_any_periods_is_small_and_says_how_many_there_are(found: list[AppearancePeriod]) -> None:
    drawn = activity_chart(found, "list")
    assert len(drawn) < 9000
    if drawn:
        assert f"{sum(period.count for period in found):,} events and statements" in drawn
        assert "NaN" not in drawn and 'href="#list"' in drawn and " style=" not in drawn


def test_a_picture_has_a_bar_for_each_month_and_a_band_for_what_is_less_certain() -> None:
    drawn = activity_chart(
        [
            AppearancePeriod(24372, 24372, True, 4),
            AppearancePeriod(24374, 24374, False, 1),
            AppearancePeriod(24372, 24383, True, 2),
        ],
        "list",
    )
    assert drawn.count('class="bar"') == drawn.count('class="bar vague"') == drawn.count('class="band"') == 1
    assert "7 events and statements, January 2031 to December 2031; most in January 2031, 4" in drawn
    assert "1 with an approximate or uncertain date" in drawn and "2 dated less closely" in drawn


def test_too_few_records_have_no_picture() -> None:
    assert (
        activity_chart([AppearancePeriod(24372, 24372, True, 2), AppearancePeriod(24380, 24380, True, 1)], "list") == ""
    )
    assert activity_chart([AppearancePeriod(24372, 24372, True, 200)], "list") == "", "all in one month"
