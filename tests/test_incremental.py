"""Building again gives what building from nothing gives, whatever has happened in between.

A project changes at random; after every build its site, and what is said of it, must be byte for byte what a build
of a copy makes that has no site and no cache yet.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
import story as s
from conftest import SITES
from hypothesis import currently_in_test_context, given, settings
from hypothesis import event as hypothesis_event
from hypothesis import strategies as st

from briefing.build import page_making, pipeline
from briefing.build.incremental import build_cache
from briefing.build.incremental.build_cache import FOLDER, Cache
from briefing.build.output import output_writer
from briefing.checks.quotes import quote_lock
from briefing.corpus.claim_standing import positions_by_actor, standings
from briefing.corpus.co_occurrence import surroundings
from briefing.project import project_loader
from briefing.project.unit_serialization import unpack_problem
from briefing.reading import scanner
from briefing.rendering.exports import feeds, latest_records
from briefing.rendering.graphics import timeline_periods
from briefing.rendering.pages import home_page, timeline_page
from briefing.rendering.view import name_index, pagination
from briefing.rendering.view.tracked_corpus import (
    CARD,
    CHANGED,
    EVERYTHING,
    LINKS,
    LISTS,
    NAMES,
    RECORD,
    STANDING,
    TrackedCorpus,
    list_of,
)
from briefing.schema.kinds import KINDS
from briefing.schema.kinds.event import Event
from briefing.schema.kinds.statement import Statement

TICK = 0.012  # seconds: longer than the coarsest tick of a kernel's clock, by which it stamps files
Edit = Callable[[s.Story, Random], None]


@pytest.fixture(autouse=True, scope="module")
def _small() -> Iterator[None]:
    """What is long, late or shared by processes is so in a small project."""
    with pytest.MonkeyPatch.context() as patch:
        make_small(patch)
        yield


def make_small(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(project_loader, "FEW_FILES", 2)
    patch.setattr(project_loader, "TASK", 3)
    patch.setattr(page_making, "FEW_FILES", 2)
    patch.setattr(page_making, "TASK", 3)
    patch.setattr(feeds, "ENTRIES", 4)
    patch.setattr(feeds, "ENTRIES_OF_A_RECORD", 2)
    patch.setattr(latest_records, "MOST", tuple((kind, 2) for kind, _ in latest_records.MOST))
    patch.setattr(latest_records, "MOST_CHANGED", 2)
    patch.setattr(name_index, "MOST_TITLED", 3)
    for name, few in (("LATEST", 2), ("CONTESTED", 2), ("CHANGES", 2)):
        patch.setattr(home_page, name, few)
    for module, name in (
        (pagination, "ROWS"),
        (pagination, "INDEX_ROWS"),
        (pagination, "INDEX_NAMES"),
        (timeline_page, "SIZES"),
    ):
        patch.setattr(module, name, pagination.Sizes(2, 1, 3))
    patch.setattr(timeline_periods, "BUSY", 3)


class Desk:
    """A project on the disk, its sites, and how it is built, beside a copy that is always built from nothing."""

    def __init__(self, folder: Path, told: s.Story) -> None:
        self.folder = folder
        self.root = folder / "root"
        self.root.mkdir()
        self.story = told
        self._sound = told
        self._clean: dict[Any, Any] = {}
        self.story.lay(self.root)

    def edit(self, edit: Edit, by: Random) -> None:
        edit(self.story, by)

    def lay(self) -> None:
        self.story.lay(self.root)

    def build(self, output: str = "site", drafts: bool = False, jobs: int = 1, settled: bool = False) -> pipeline.Built:
        """Build, and hold the site against a clean one. `settled`: as if the files had been written long ago."""
        with pytest.MonkeyPatch.context() as patch:
            if settled:
                time.sleep(TICK)
                patch.setattr(scanner, "time", SimpleNamespace(time_ns=lambda: time.time_ns() + 10**10))
            return self._build(self.root / output, drafts, jobs)

    def _build(self, output: Path, drafts: bool, jobs: int) -> pipeline.Built:
        expected, problems, count = self.clean(drafts)
        looked = Cache(str(self.root), str(output), drafts).look(str(self.root))
        told = looked.told if looked else None
        if told is not None:
            event("recognized as unchanged")
            assert expected is not None and not different(expected, s.files_of(output))
            assert (told[0], told[1] + 1) == (count, len(expected))
            assert [unpack_problem(plain) for plain in told[2]] == problems
        before = s.files_of(output)
        built = pipeline.build(self.root, output, drafts, jobs, looked=looked)
        assert list(built.problems) == problems
        after = s.files_of(output)
        if expected is None:
            event("unsound")
            assert built.written is None and after == before
        else:
            assert built.written is not None
            assert not different(expected, after)
            assert built.records == count
            assert built.written.changed + built.written.unchanged + 1 == len(after)
            assert told is None or built.written.changed == built.written.removed == 0
        return built

    def clean(self, drafts: bool) -> tuple[dict[str, bytes] | None, list[Any], int]:
        """(the site as it is made from nothing, None where it cannot be; the problems; how many records)"""
        content = {
            path: data
            for path, data in s.files_of(self.root).items()
            if path.startswith(("content/", "templates/")) or path in scanner.BESIDE
        }
        key = tuple(content.items()), drafts
        if key not in self._clean:
            copy = self.folder / "copy"
            for path, data in content.items():
                (copy / path).parent.mkdir(parents=True, exist_ok=True)
                (copy / path).write_bytes(data)
            built = pipeline.build(copy, copy / "site", drafts, 1)
            site = s.files_of(copy / "site") if built.written else None
            self._clean = {key: (site, list(built.problems), built.records)}
            shutil.rmtree(copy)
        return self._clean[key]

    def forget(self) -> None:
        """What a clean build makes is no longer what it was."""
        self._clean = {}

    def mend(self, built: pipeline.Built) -> None:
        """Go back to the last sound state where the present one is not."""
        if built.written is not None:
            self._sound = self.story.copy()
        elif self.story is not self._sound:
            self.story = self._sound.copy()


def event(what: str) -> None:
    """Counted where Hypothesis counts, with `--hypothesis-show-statistics`."""
    if currently_in_test_context():
        hypothesis_event(what)


def different(expected: dict[str, bytes], found: dict[str, bytes]) -> list[str]:
    return sorted(path for path in {*expected, *found} if expected.get(path) != found.get(path))


# --- at random -------------------------------------------------------------------------------------------------------

MISHAPS = ("touch", "sly", "damage", "forget", "nothing")
steps = st.lists(
    st.tuples(
        st.lists(
            st.tuples(st.sampled_from([*s.EDITS, "edit_prose", "edit_name", "unquote"]), st.integers(0, 10**6)),
            max_size=3,
        ),
        st.sampled_from(MISHAPS + ("nothing",) * 4),
        st.integers(0, 10**6),
        st.sampled_from(("site",) * 4 + ("other",)),
        st.sampled_from((False,) * 4 + (True,)),
        st.sampled_from((1, 1, 2)),
        st.booleans(),
    ),
    min_size=2,
    max_size=9,
)


@settings(max_examples=settings.default.max_examples // 3)  # some 40 seconds, and an hour with the other profile
@given(steps=steps)
def test_after_any_edits_the_site_is_what_a_clean_build_makes(
    tmp_path_factory: pytest.TempPathFactory, steps: Any
) -> None:
    folder = tmp_path_factory.mktemp("desk")
    try:
        desk = Desk(folder, s.harbour())
        desk.build()
        for edits, mishap, seed, output, drafts, jobs, settled in steps:
            if settled:
                time.sleep(TICK)
            before = None
            for name, number in edits:
                desk.edit(s.EDITS[name], Random(number))
            desk.lay()
            by = Random(seed)
            if mishap == "touch":
                s.touch(desk.root, by)
            elif mishap == "sly":
                before = s.sly(desk.root, by)
            elif mishap == "damage":
                time.sleep(TICK)
                s.damage(desk.root / output, by)
            elif mishap == "forget":
                shutil.rmtree(desk.root / FOLDER, ignore_errors=True)
            built = desk.build(output, drafts, jobs, settled)
            if before is not None:
                before[0].write_bytes(before[1])
            desk.mend(built)
            desk.lay()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# --- one dependency at a time ----------------------------------------------------------------------------------------

# Each changes one thing on which some other page depends in one way only, so that whatever keeps track of it is needed.
# `tests/mutants.py` takes those things away one by one.


def put(id: str, **values: Any) -> Edit:
    """Fields of a record set; None takes one away."""

    def edit(story: s.Story, by: Random) -> None:
        record = story.get(id)
        for key, value in values.items():
            if value is None:
                record.values.pop(key)
            else:
                record.values[key] = deepcopy(value)

    return edit


def new(id: str, folder: str, file: str = "", **values: Any) -> Edit:
    return lambda story, by: story.records.append(s.Record(id, folder, file or id, deepcopy(values)))


def called(old: str, id: str) -> Edit:
    def edit(story: s.Story, by: Random) -> None:
        record = story.get(old)
        record.file = id if record.file == old else record.file
        record.id = id

    return edit


def config(**values: Any) -> Edit:
    return lambda story, by: story.config.update(values)


def extra(path: str, text: str) -> Edit:
    return lambda story, by: story.extra.update({path: text})


def lines_above(place: str) -> Edit:
    return lambda story, by: story.padding.update({place: 3})


NO_BASE: Edit = lambda story, by: [story.config.pop("base_url")]  # noqa: E731
TALK = {"speaker": "deepline", "date": "2031-04-01", "sources": ["wire-story"]}
POST = {"title": "Head", "organization": "deepline"}

LOCK = f"lin-declines {quote_lock.digest('無可奉告。')} tide-own-report {'0' * 64} 7\n"

SCENARIOS: dict[str, list[list[Edit]]] = {
    "a record is added": [[new("rig", "equipment", name="Rig")]],
    "a first change is noted": [[put("lin-hai", changes=[{"date": "2031-08-01", "kind": "update", "note": "New."}])]],
    "a change is dated otherwise": [[put("fish-have-left", changes=[{"date": "2031-07-23", "kind": "correction", "note": "New."}])]],
    "words change": [[put("lin-hai", summary="A salesman.")]],
    "words change beside structure": [[put("council-minutes", url="https://tarn.example/"), new("rig", "equipment", name="Rig")]],
    "a name changes": [[put("port-avel", name="Zzz")]],
    "a name changes and the order stays": [[put("port-avel", name="Port Avelle")]],
    "an alias is added": [[put("lin-hai", aliases=["The salesman"])]],
    "an alias changes beside structure": [[put("lin-hai", aliases=["Lin"]), new("rig", "equipment", name="Rig")]],
    "one alias after another": [[put("lin-hai", aliases=["Lin"])], [put("lin-hai", summary="A salesman.")], [put("deepline", aliases=["Deep"])]],
    "what is latest is said otherwise": [[put("tide-repeats", summary="It is said again.")]],
    "a title changes": [[put("dredging-of-the-channel", title="Digging")]],
    "a title changes beside structure": [[put("dredging-of-the-channel", title="Digging"), new("rig", "equipment", name="Rig")]],
    "a date changes": [[put("closing", date="2031-07-18/2031-07-20")]],
    "a date is inferred": [[put("closing", date_note="From a diary.")]],
    "an event is only alleged": [[put("closing", actuality="alleged")]],
    "a relation is added": [[put("survey", places=["north-mole"])]],
    "a relation moves from one to another": [[put("survey", places=["tarn-valley"]), put("night-alarm", places=["port-avel"])]],
    "a role changes": [[put("alleged-bribe", participants=[{"entity": "lin-hai", "role": "host"}])]],
    "a speaker's role is given, so that it is open for whom they speak": [
        [
            new("w", "people", name="W"),
            new("t", "statements", **TALK | {"speaker": "w", "summary": "S.", "positions": [{"claim": "fish-have-left", "stance": "asserts"}]}),
            new("u", "statements", **TALK | {"summary": "S.", "positions": [{"claim": "fish-have-left", "stance": "asserts"}]}),
        ],
        [put("t", role="spokeswoman")],
        [put("w", postings=[])],
    ],
    "a place lies elsewhere": [[put("north-mole", within="tarn-valley")]],
    "a place lies in what lies in another": [
        [new("isle", "places", name="Isle"), new("bay", "places", name="Bay", within="isle")],
        [put("north-mole", within="bay")],
    ],
    "a relation comes through another": [
        [new("x", "people", name="X", postings=[dict(POST, organization="ministry-of-harbours")]), new("t", "statements", **TALK | {"speaker": "x", "summary": "S."})],
        [new("y", "people", name="X", postings=[dict(POST, organization="dredging-directorate")]), put("t", speaker="y")],
    ],
    "an organization belongs to another": [[put("deepline", parent="fishers-union")]],
    "a source repeats another": [[put("council-minutes", origin="daryaban-article")]],
    "a source repeats another and its publisher counts": [
        [new("own", "sources", title="O", publisher="tarn-valley-council", published="2031-06"), put("council-asserts-leak", sources=["own"])],
        [put("own", origin="daryaban-article")],
    ],
    "a source has another address": [[put("wire-story", url="https://wire.example/new")]],
    "a source is in another language": [[put("tide-own-report", language="fa")]],
    "another speaks to the claim of a statement": [
        [new("t", "statements", **TALK | {"date": "2031-08-02", "summary": "S.", "positions": [{"claim": "dam-leaks", "stance": "questions"}]})]
    ],
    "a mention moves": [[put("deepline", summary="Sells to [[lin-hai]]."), put("sandbag", summary="For [[pump]].")], [put("deepline", summary="Sells to [[igor-vetrov]].")]],
    "a place becomes a topic": [
        [new("spit", "places", name="Spit"), put("deepline", summary="At [[spit]].")],
        [lambda story, by: setattr(story.get("spit"), "folder", "topics")],
    ],
    "a file is called otherwise": [[new("spit", "places", name="Spit")], [called("spit", "spot")]],
    "one of several is called otherwise": [[new("spit", "places", "coast", name="Spit")], [called("spit", "spot")]],
    "a former id moves": [[put("deepline", former_ids=["deep"])], [put("deepline", former_ids=None), put("avel-wire", former_ids=["deep"])]],
    "words change and change back": [[put("lin-hai", summary="A.")], [put("lin-hai", summary=None)]],
    "words change back beside structure": [
        [put("lin-hai", summary="B.")],
        [put("lin-hai", summary=None), new("rig", "equipment", name="Rig")],
    ],
    "a title changes back beside structure": [
        [put("closing", title="B")],
        [put("closing", title="Closing of the north channel"), new("rig", "equipment", name="Rig")],
    ],
    "a statement named by its summary": [
        [new("t", "statements", **TALK, summary="Of [[survey]].")],
        [put("survey", title="Sounding")],
        [put("survey", title="Plumbing")],
    ],
    "a statement loses its quote": [
        [new("t", "statements", **TALK, quote="No.", summary="Of [[survey]].")],
        [put("t", quote=None)],
        [put("survey", title="Sounding")],
    ],
    "a posting moves within its list": [
        [put("lin-hai", postings=[{"title": "A", "organization": "deepline", "to": "2031-01"}, {"title": "B", "organization": "fishers-union"}])],
        [put("lin-hai", postings=[{"title": "A", "organization": "deepline"}, {"to": "2031-01", "title": "B", "organization": "fishers-union"}])],
    ],
    "a record is withdrawn": [[put("closing", status="withdrawn", changes=[{"date": "2031", "kind": "retraction", "note": "No."}])]],
    "an event becomes the newest of all": [[put("first-harbour", date="2040-01-01")]],
    "a statement becomes the newest of all": [[put("raising-of-the-dam", date="2001"), put("tide-repeats", date="2033-01-01")]],
    "the latest event becomes later than what was said since": [
        [new(f"t{n}", "statements", **TALK | {"date": "2035", "summary": "S."}) for n in range(5)],
        [put("raising-of-the-dam", date="2036")],
    ],
    "what is said of an organization becomes later than what its people said": [
        [
            new("own", "statements", speaker="deepline", date="2035-01", summary="S.", sources=["tide-own-report"]),
            *(new(f"p{n}", "statements", **TALK | {"speaker": "lin-hai", "date": f"2035-0{n + 2}", "summary": "S."}) for n in range(4)),
        ],
        [put("own", date="2035-09")],
        [put("own", summary="Anew.")],
    ],
    "a correction is noted of what feeds hold": [
        [new("t", "statements", **TALK | {"date": "2036", "summary": "S."}, changes=[{"date": "2036-01-02", "kind": "update", "note": "N."}])],
        [put("t", changes=[{"date": "2036-01-03", "kind": "update", "note": "N."}])],
    ],
    "two dates that read the same": [[put("closing", date="2031-05-03")], [put("closing", date="2031-05-03?")], [put("closing", date="2031-05-03~")]],
    "an old event comes between others": [[new("dyke", "events", title="A dyke", date="-0100", places=["port-avel"], sources=["wire-story"])]],
    "an event names one more": [[put("survey", topics=["dredging"])], [put("survey", topics=None)]],
    "newer ones make another part of the timeline": [[new(f"t{n}", "statements", **TALK | {"date": f"2035-0{n}", "summary": "S."})] for n in range(1, 4)],
    "a date becomes less exact and its place stays": [[put("night-alarm", date="2031-08-09~")]],
    "a place gets a position, moves and loses it": [
        [put("north-mole", coordinates=[54.51, -3.26])],
        [put("north-mole", coordinates=[44.95, 34.1])],
        [put("north-mole", coordinates=None)],
    ],
    "no place has a position any longer": [[put("port-avel", coordinates=None), put("tarn-valley", coordinates=None)]],
    "what is said of a place that is disputed": [[put("tarn-valley", status_note="Of [[lin-hai]].")], [put("lin-hai", name="Lin")], [put("tarn-valley", status_note=None)]],
    "a place on the map is called otherwise, and is of another type": [[put("port-avel", name="Avel Harbour", aliases=None)], [put("tarn-valley", type="city")]],
    "an event takes place elsewhere": [[put("closing", places=["north-mole"])], [put("closing", places=["tarn-valley", "avel"])]],
    "a place lies in another": [[put("north-mole", within="tarn-valley")]],
    "other people take part": [[put("closing", participants=["lin-hai", "igor-vetrov"])], [put("closing", participants=["lin-hai"])]],
    "what links two is called otherwise, and is withdrawn": [
        [put("closing", participants=["lin-hai", "igor-vetrov"])],
        [put("closing", title="Shutting")],
        [put("closing", status="withdrawn", changes=[{"date": "2031", "kind": "retraction", "note": "No."}])],
    ],
    "the title of the site changes": [[config(title="Other")]],
    "the site has no address": [[NO_BASE], [config(base_url="https://new.example/")]],
    "a template is overridden": [[extra("templates/topic.html", "<p>{{ heading }}</p>")]],
    "a static file changes": [[extra("templates/static/tide.css", "u {}")]],
    "a file with a warning gets lines above it": [
        [new("b", "briefings", title="B", date="2031-01", bottom_line="L", supersedes="summer"), put("survey", sources=None)],
        [lines_above("content/briefings/b.yaml"), lines_above("content/events/dates.yaml")],
        [lines_above("content/briefings/summer.yaml")],
    ],
    "an entity stands beside another": [[put("survey", participants=["lin-hai", "deepline"])], [put("survey", participants=["deepline"])]],
    "two entities stand beside each other once more": [[put("survey", participants=["lin-hai", "deepline"])], [put("closing", participants=["lin-hai", "deepline"])]],
    "an entity beside another is called otherwise": [
        [put("survey", participants=["lin-hai", "fishers-union"])], [put("fishers-union", name="Zander Union")]
    ],
    "what two entities stand beside each other in is withdrawn": [
        [put("survey", participants=["lin-hai", "deepline"])],
        [put("survey", status="withdrawn", changes=[{"date": "2031", "kind": "retraction", "note": "No."}])],
    ],
    "the newest that two entities stand beside each other in is dated otherwise": [
        [put("survey", participants=["lin-hai", "deepline"]), put("closing", participants=["lin-hai", "deepline"])],
        [put("survey", date="2039-01-01")], [put("closing", date="2040")],
    ],
    "words change where two entities stand beside each other": [
        [put("survey", participants=["lin-hai", "deepline"])], [put("survey", title="Sounding")], [put("deepline", summary="New.")]
    ],
    "who stands beside whom stays and another file changes": [
        [put("survey", participants=["lin-hai", "deepline"]), new("rig", "equipment", name="Rig")], [put("lin-hai", summary="A.")],
    ],
    "an event of an entity is dated in another month": [[put("closing", date="2031-09")], [put("closing", date="2031-09~")]],
    "an event is next in time": [[new("n1", "events", title="N", date="2031-07-19", sources=["wire-story"])], [put("n1", title="M")]],
    "an event is no longer next in time": [[put("closing", date="1990")], [put("closing", status="withdrawn", changes=[{"date": "2031", "kind": "retraction", "note": "No."}])]],
    "a statement is next in time": [[new("n1", "statements", **TALK, quote="N")], [put("n1", date="2031-05")], [put("n1", status="draft")]],
    "a title is in the letters of a language": [[put("wire-story", title="نشست خبری")], [put("wire-story", language="fa")], [put("wire-story", language="en")]],
    "a lock changes": [[extra("quotes.lock", LOCK)], [extra("quotes.lock", "")]],
    "a lock comes that says nothing": [[extra("quotes.lock", "")], [extra("permalinks.lock", "")]],
    "a quote that was checked changes": [[extra("quotes.lock", LOCK)], [put("lin-declines", quote="Other words.")]],
    "the archived text of a quote that was checked changes": [[extra("quotes.lock", LOCK)], [put("tide-own-report", sha256="1" * 64)]],
    "an address is to stay": [[extra("permalinks.lock", "people/lin-hai.html\n")], [put("lin-hai", summary="New.")]],
    "a draft that checks would refuse lies beside": [
        [new("d", "statements", "ministry", speaker="igor-vetrov", date="2031", status="draft")],
        [put("dredging-of-the-channel", title="Digging")],
    ],
    "a warning goes with the words": [[put("lin-hai", summary="<i>So</i>.")], [put("lin-hai", summary="So.")]],
    "a text has a character that cannot be seen": [[put("lin-hai", summary="a\u200bb")], [put("deepline", summary="New.")]],
}  # fmt: skip


@pytest.mark.parametrize("name", SCENARIOS)
def test_scenario(tmp_path: Path, name: str) -> None:
    desk = Desk(tmp_path, s.harbour())
    desk.build(settled=True)
    for edits in SCENARIOS[name]:
        for edit in edits:
            desk.edit(edit, Random(0))
        desk.lay()
        built = desk.build(settled=True)
        assert built.written is not None, built.problems


@pytest.mark.parametrize(
    "path",
    [
        "sitemap.xml",
        "feed.xml",
        "feed.json",
        "index.html",
        "events/closing.html",
        "events/closing.json",
        "static/tide.css",
    ],
)
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_damaged_file_of_the_site_is_made_again(tmp_path: Path, path: str, jobs: int) -> None:
    desk = Desk(tmp_path, s.harbour())
    desk.build(jobs=jobs, settled=True)
    for damage in (Path.unlink, lambda file: file.write_bytes(file.read_bytes()[::-1])):
        time.sleep(TICK)
        damage(desk.root / "site" / path)
        written = desk.build(jobs=jobs, settled=True).written
        assert written and written.changed == 1


# --- what scenarios of edits do not come upon ------------------------------------------------------------------------


def test_another_version_of_the_generator_makes_all_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path, s.harbour())
    desk.build(settled=True)
    for module in (pipeline, build_cache):
        monkeypatch.setattr(module, "tool_signature", lambda: [("another", 1, 1)])
    monkeypatch.setattr(home_page, "LATEST", 1)
    desk.forget()
    written = desk.build(settled=True).written
    assert written and written.changed


def test_drafts_come_and_go_in_one_output(tmp_path: Path) -> None:
    desk = Desk(tmp_path, s.harbour())
    for drafts in (False, True, True, False):
        desk.build(drafts=drafts, settled=True)


def test_an_edit_within_a_tick_of_a_coarse_clock_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On FAT a file can change twice in two seconds and look the same."""
    coarse = 2 * 10**9

    def signature(status: Any) -> scanner.Signature:
        ctime, mtime = status.st_ctime_ns, status.st_mtime_ns
        return hash((ctime - ctime % coarse, mtime - mtime % coarse, status.st_size, status.st_ino))

    for module in (scanner, output_writer):
        monkeypatch.setattr(module, "signature", signature)
    fine = scanner.latest_change
    monkeypatch.setattr(scanner, "latest_change", lambda status: fine(status) // coarse * coarse)
    desk = Desk(tmp_path, s.harbour())
    time.sleep(2 - time.time() % 2)
    for name in ("Lin Hai", "Lin Haa", "Lin Hab"):
        desk.story.get("lin-hai").values["name"] = name
        desk.lay()
        desk.build()


def test_a_signature_holds_every_part_by_which_a_file_can_differ() -> None:
    """Which of them do depends on the system: one has no inodes, another keeps when a file was made for its ctime."""
    parts = {"st_ctime_ns": 1, "st_mtime_ns": 2, "st_size": 3, "st_ino": 4}
    first = scanner.signature(SimpleNamespace(**parts))  # type: ignore[arg-type]
    for part in parts:
        assert scanner.signature(SimpleNamespace(**(parts | {part: 9}))) != first  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ctime", "mtime", "settled"),
    [
        (10_000_000_123, 10_000_000_123, False),
        (9_950_000_123, 1, False),
        (1, 9_950_000_123, False),
        (9_800_000_123, 9_800_000_123, True),
        (9_000_000_000, 9_000_000_000, False),  # perhaps whole seconds, or even ones
        (8_000_000_000, 8_000_000_000, False),
        (7_000_000_000, 7_000_000_000, True),
        (20_000_000_123, 1, False),  # a clock that is ahead
    ],
)
def test_a_file_is_settled_when_no_later_change_can_look_the_same(ctime: int, mtime: int, settled: bool) -> None:
    seen = scanner.Scan()
    seen._begun = 10_000_000_000
    seen.signature("x", SimpleNamespace(st_ctime_ns=ctime, st_mtime_ns=mtime, st_size=0, st_ino=0))  # type: ignore[arg-type]
    assert ("x" not in seen.fresh) is settled


def test_the_tool_is_known_by_its_files_and_by_what_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, packages = tmp_path / "briefing", tmp_path / "site-packages"
    for folder in (here / "pages", here / "__pycache__", packages):
        folder.mkdir(parents=True)
    one = here / "pages" / "one.py"
    one.write_text("1")
    monkeypatch.setattr(scanner, "_HERE", str(here))
    monkeypatch.setattr(scanner.sys, "path", [str(packages), str(tmp_path / "lib")])
    seen = [scanner.tool_signature()]

    def differs() -> bool:
        seen.append(scanner.tool_signature())
        return seen[-1] not in seen[:-1]

    one.write_text("12")
    os.utime(one, ns=(1, 1))
    assert differs()
    os.utime(one, ns=(1, 2))
    assert differs()
    one.rename(here / "one.py")
    assert differs()
    os.utime(packages, ns=(1, 1))
    assert differs()
    (here / "__pycache__" / "one.pyc").write_text("")
    assert not differs()
    monkeypatch.setattr(scanner.sys, "version", "4")
    assert differs()


@pytest.mark.parametrize(
    ("read", "cells"),
    [
        (lambda tracked, id: tracked.record(id), {RECORD}),
        (lambda tracked, id: tracked.card(id), {CARD}),
        (lambda tracked, id: (tracked.card(id), tracked.reset_reads(), tracked.card(id)), {CARD}),
        (lambda tracked, id: tracked.links(id), {LINKS}),
        (lambda tracked, id: tracked.follows(id), {LINKS}),
        (lambda tracked, id: tracked.referrers(id, "People"), {LINKS}),
        (lambda tracked, id: tracked.standing(id), {STANDING}),
        (lambda tracked, id: tracked.taken_by(id), {STANDING}),
        (lambda tracked, id: tracked.companions(id), {STANDING}),
        (lambda tracked, id: tracked.periods(id), {STANDING}),
        (lambda tracked, id: tracked.beside(id), {STANDING}),
    ],
)
def test_the_shelf_notes_what_is_read_of_a_record(read: Callable[[TrackedCorpus, str], Any], cells: set[int]) -> None:
    tracked = shelved()
    read(tracked, "dam-leaks")
    assert tracked.reads == {LISTS + 4 * tracked.numbers["dam-leaks"] + cell for cell in cells}


def test_the_shelf_notes_that_others_are_read_beside_a_statement() -> None:
    """And nothing of the claims, whose standing every new statement changes."""
    tracked = shelved()
    assert tracked.exchanges("council-asserts-leak")
    assert tracked.reads == {LISTS + 4 * tracked.numbers["council-asserts-leak"] + STANDING}


def test_the_shelf_notes_what_is_read_of_all_records() -> None:
    tracked = shelved()
    for read, cells in (
        (lambda: tracked.ids(Event), {list_of("events")}),
        (tracked.published, {EVERYTHING}),
        (tracked.former, {EVERYTHING}),
        (tracked.name_index, {NAMES}),
        (tracked.changed, {CHANGED}),
        (lambda: list(tracked.everything()), {list_of(kind.FOLDER) for kind in KINDS}),
    ):
        tracked.reset_reads()
        read()
        assert tracked.reads == cells


def test_what_a_record_links_to_by_a_list_of_several_kinds_is_read_of_each() -> None:
    tracked = shelved()
    first = next(tracked.merged(Event, Statement))
    heads = [tracked.ids(kind)[0] for kind in (Event, Statement)]
    assert first in heads
    assert {LISTS + 4 * tracked.numbers[id] + RECORD for id in heads} <= tracked.reads


def shelved() -> TrackedCorpus:
    corpus = pipeline.check_project(SITES["harbour"], jobs=1).corpus
    stood = standings(corpus)
    ids = list(corpus.records)
    numbers = {id: number for number, id in enumerate(ids)}
    return TrackedCorpus(corpus, stood, positions_by_actor(corpus, stood), numbers, surroundings(corpus, ids, numbers))


def test_an_edit_of_words_makes_anew_only_what_shows_them(tmp_path: Path) -> None:
    """So that the scenarios above try what they are meant to try."""
    desk = Desk(tmp_path, s.harbour())
    desk.build(settled=True)
    for edit, most in ((put("lin-hai", summary="New words."), 3), (put("closing", title="New title"), 30)):
        desk.edit(edit, Random(0))
        desk.lay()
        written = desk.build(settled=True).written
        assert written and 0 < written.changed <= most


def test_a_new_event_makes_anew_its_neighbours_in_time_and_none_of_the_rest(tmp_path: Path) -> None:
    desk = Desk(tmp_path, s.harbour())
    for n in range(12):
        desk.edit(new(f"e{n}", "events", title=f"E{n}", date=f"1950-01-{n + 10}", sources=["wire-story"]), Random(0))
    desk.lay()
    desk.build(settled=True)
    before = s.files_of(desk.root / "site")
    desk.edit(new("between", "events", title="Between", date="1950-01-15T12:00Z", sources=["wire-story"]), Random(0))
    desk.lay()
    desk.build(settled=True)
    after = s.files_of(desk.root / "site")
    assert {path for path in different(before, after) if path.startswith("events/e")} == {
        "events/e5.html",
        "events/e6.html",
    }
