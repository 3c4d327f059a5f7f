"""The network: that it draws who appears together and nothing else, that its table says the same, and that it can be read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import combinations
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import pytest
from conftest import REPOSITORY, SITES
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.build.pipeline import build, check_project
from briefing.corpus.claim_standing import positions_by_actor, standings
from briefing.corpus.co_occurrence import surroundings
from briefing.rendering.graphics.network_layout import fitted, spread
from briefing.rendering.graphics.network_svg import STYLES, Node, draw
from briefing.rendering.pages import Pages, Spec
from briefing.rendering.pages.network_page import MOST_LINKS, MOST_NODES, strongest
from briefing.rendering.view.tracked_corpus import LISTS, RECORD, TrackedCorpus
from briefing.schema.kinds.event import Event
from briefing.schema.kinds.organization import Organization
from briefing.schema.kinds.person import Person
from briefing.schema.kinds.statement import Statement

SVG = re.compile(r'<svg class="network (\w+)".*?</svg>', re.DOTALL)
Project = Callable[[Mapping[str, str | bytes]], Path]


def drawings(page: str) -> dict[str, ElementTree.Element]:
    return {match[1]: ElementTree.fromstring(match[0]) for match in SVG.finditer(page)}


def together(root: Path) -> Counter[tuple[str, str]]:
    """How often each pair of people and organizations is named by one event or statement, found the long way."""
    corpus = check_project(root, jobs=1).corpus
    pairs: Counter[tuple[str, str]] = Counter()
    for record in corpus.records.values():
        named: set[str] = set()
        if isinstance(record, Event):
            named = {participant.entity for participant in record.participants}
        elif isinstance(record, Statement):
            named = {record.speaker, *record.via, *record.about}
        if record.status != "withdrawn":
            kept = [
                id
                for id in sorted(named)
                if isinstance(corpus[id], (Person, Organization)) and corpus[id].status != "withdrawn"
            ]
            pairs.update(combinations(kept, 2))
    return pairs


@pytest.mark.parametrize("name", ["own", "harbour"])
def test_the_table_and_the_drawing_say_who_appears_together_and_how_often(
    name: str, built: Callable[[str], Path]
) -> None:
    page = (built(name) / "network" / "index.html").read_text(encoding="utf-8")
    row = r'<tr><th scope="row"><a href="../\w+/([\w-]+)\.html">.*?</a></th><th scope="row"><a href="../\w+/([\w-]+)\.html">.*?<td class="number"[^>]*>([\d,]+)</td>'
    table = {(a, b) if a < b else (b, a): int(count) for a, b, count in re.findall(row, page)}
    expected = together(SITES.get(name, REPOSITORY))
    assert table == expected and len(table) > 20
    wide = drawings(page)["wide"]
    ids = [(link.get("href") or "").rpartition("/")[2].removesuffix(".html") for link in wide.findall("a")]
    drawn = set()
    for line in wide.findall("g/path"):
        a, b = (ids[int(number)] for number in re.findall(r"e(\d+)", line.get("class") or ""))
        drawn.add((a, b) if a < b else (b, a))
    assert drawn == set(table)


def test_what_links_a_pair_is_named_the_newest_first(built: Callable[[str], Path]) -> None:
    page = (built("own") / "network" / "index.html").read_text(encoding="utf-8")
    (row,) = (
        r
        for r in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
        if "nato.html" in r and "government-of-ukraine.html" in r
    )
    named = re.findall(r'href="\.\./((?:events|statements)/[^"]+)"', row)
    corpus = check_project(REPOSITORY, jobs=1).corpus
    ranks = [corpus.ranks[address.partition("/")[2].removesuffix(".html")] for address in named]
    assert len(named) == 2 and ranks == sorted(ranks) and "and 2 more" in row


def test_people_and_organizations_differ_in_shape(built: Callable[[str], Path]) -> None:
    for svg in drawings((built("own") / "network" / "index.html").read_text(encoding="utf-8")).values():
        for link in svg.findall("a"):
            is_person = "/people/" in (link.get("href") or "")
            assert (link.find("circle") is not None) is is_person and (link.find("rect") is None) is is_person


def test_without_a_link_the_page_says_so(project: Project) -> None:
    root = project(
        {"briefing.yaml": "title: T\n", "content/people/a.yaml": "name: A\n", "content/topics/t.yaml": "name: T\n"}
    )
    assert build(root, root / "site", jobs=1).written
    page = (root / "site" / "network" / "index.html").read_text(encoding="utf-8")
    assert "there is nothing to draw" in page and "<svg" not in page and "<table" not in page


def test_hostile_names_stay_text(project: Project) -> None:
    root = project({
        "briefing.yaml": "title: T\n",
        "content/people/a.yaml": "name: '<script>alert(1)</script> \" & x'\n",
        "content/people/b.yaml": "name: B\n",
        "content/events/e.yaml": "title: <b>E</b>\ndate: 2031\nparticipants: [a, b]\n",
    })  # fmt: skip
    assert build(root, root / "site", jobs=1).written
    page = (root / "site" / "network" / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page and "<b>E" not in page and drawings(page)


def test_what_events_and_statements_say_can_change_without_a_new_network() -> None:
    """It is made anew where who appears with whom changes, or what something is called."""
    corpus = check_project(REPOSITORY, jobs=1).corpus
    stood, numbers = standings(corpus), {id: number for number, id in enumerate(corpus.records)}
    tracked = TrackedCorpus(
        corpus, stood, positions_by_actor(corpus, stood), numbers, surroundings(corpus, tuple(numbers), numbers)
    )
    Pages(tracked).make(Spec("network/index.html", "network"))
    assert tracked.reads
    assert not [id for id in numbers if LISTS + 4 * numbers[id] + RECORD in tracked.reads]
    tracked.reset_reads()
    Pages(tracked).make(Spec("map/index.html", "map"))
    assert {corpus[id].KIND for id in numbers if LISTS + 4 * numbers[id] + RECORD in tracked.reads} == {"place"}


# --- what is shown ---------------------------------------------------------------------------------------------------


def many(count: int, links: int) -> list[tuple[str, str, int]]:
    by = Random(count)
    pairs = {tuple(sorted(by.sample(range(count), 2))): by.randint(1, 30) for _ in range(links)}
    return sorted(
        ((f"n{a}", f"n{b}", shared) for (a, b), shared in pairs.items()), key=lambda pair: (-pair[2], pair[0], pair[1])
    )


@pytest.mark.parametrize(("count", "links"), [(3, 3), (12, 40), (400, 3000), (36, 600), (2, 1)])
def test_only_the_strongest_are_shown_and_no_more_than_can_be_read(count: int, links: int) -> None:
    pairs = many(count, links)
    shown = strongest(pairs)
    assert len(shown) <= MOST_LINKS and len({id for a, b, _ in shown for id in (a, b)}) <= MOST_NODES
    assert [shared for *_, shared in shown] == sorted((shared for *_, shared in shown), reverse=True)
    assert {frozenset(pair[:2]) for pair in shown} <= {frozenset(pair[:2]) for pair in pairs}
    assert (
        len(shown) == min(len(pairs), MOST_LINKS) or len({id for a, b, _ in shown for id in (a, b)}) >= MOST_NODES - 1
    )


# --- the layout ------------------------------------------------------------------------------------------------------

sizes = st.tuples(st.floats(10, 220), st.floats(15, 60))


@settings(max_examples=30)
@given(st.lists(sizes, min_size=1, max_size=MOST_NODES), st.randoms(use_true_random=False))
def test_no_box_lies_over_another_or_leaves_the_drawing(found: list[tuple[float, float]], by: Random) -> None:
    links = [(a, b, 0.5) for a, b in combinations(range(len(found)), 2) if by.random() < 0.1]
    middles, height = fitted(spread(len(found), links), found, 400, 300)
    boxes = [(x - w / 2, y - h / 2, x + w / 2, y + h / 2) for (x, y), (w, h) in zip(middles, found, strict=True)]
    for left, top, right, bottom in boxes:
        assert left >= -0.1 and top >= -0.1 and right <= 400.1 and bottom <= height + 0.1
    for one, other in combinations(boxes, 2):
        wide, tall = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
        assert wide <= 0.1 or tall <= 0.1


def test_what_is_closely_linked_lies_near() -> None:
    """Two groups, each linked among itself, and one link between them."""
    groups = [list(combinations(range(start, start + 6), 2)) for start in (0, 6)]
    at = spread(12, [(a, b, 1.0) for a, b in (*groups[0], *groups[1], (0, 6))])
    far = {
        (a, b): ((at[a][0] - at[b][0]) ** 2 + (at[a][1] - at[b][1]) ** 2) ** 0.5 for a, b in combinations(range(12), 2)
    }
    within = [far[pair] for group in groups for pair in group]
    between = [far[a, b] for a in range(1, 6) for b in range(7, 12)]
    assert sum(within) / len(within) < 0.6 * sum(between) / len(between)


def test_the_layout_is_the_same_in_every_run() -> None:
    """As numbers that were seen once: so that another machine, or another order of operations, is noticed."""
    at = spread(4, [(0, 1, 1.0), (1, 2, 0.5)])
    assert [(round(x, 6), round(y, 6)) for x, y in at] == [
        (1.475827, -1.825156),
        (-0.102278, -1.79892),
        (-2.080607, -1.787941),
        (1.601993, 5.947177),
    ]


def test_every_name_fits_the_drawing_however_long(project: Project) -> None:
    nodes = {
        f"n{n}": Node(f"n{n}", f"people/n{n}.html", "Maximiliane Überlang-Donaudampfschifffahrt " * 3, "person")
        for n in range(36)
    }
    pairs = [(f"n{n}", f"n{(n * 7 + 1) % 36}", 36 - n) for n in range(36) if n != (n * 7 + 1) % 36]
    for style, svg in zip(STYLES, draw(nodes, pairs, "../"), strict=True):
        root = ElementTree.fromstring(svg)
        _, _, width, height = map(float, (root.get("viewBox") or "").split())
        assert width == style.width and len(root.findall("a")) == min(style.nodes, 36)
        for text in root.findall("a/text"):
            assert 0 < float(text.get("x", "")) < width and 0 < float(text.get("y", "")) < height
