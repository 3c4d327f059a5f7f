"""Building again gives what building from nothing gives, whatever has happened in between.

A project changes at random; after every build its site, and what is said of it, must be byte for byte what a build
of a copy makes that has no site and no cache yet.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import jinja2
import pytest
import story as s
from hypothesis import event, given, settings
from hypothesis import strategies as st

from briefing import making, pipeline, scan, survey
from briefing.cache import FOLDER, Cache
from briefing.exports import feed
from briefing.pack import unpack_problem
from briefing.pages import home, parts

TICK = 0.012  # seconds: longer than the coarsest tick of a kernel's clock, by which it stamps files
Edit = Callable[[s.Story, Random], None]


@pytest.fixture(autouse=True, scope="module")
def _fast_and_small() -> Iterator[None]:
    """Templates are compiled once, and what is long, late or shared by processes is so in a small project."""
    with pytest.MonkeyPatch.context() as patch:
        make_small(patch)
        yield


def make_small(patch: pytest.MonkeyPatch) -> None:
    compiled: dict[Any, Any] = {}
    compile = jinja2.Environment.compile

    def once(self: Any, source: str, name: Any = None, filename: Any = None, raw: bool = False, defer_init: bool = False) -> Any:
        key = source, name, filename
        if key not in compiled:
            compiled[key] = compile(self, source, name, filename, raw, defer_init)
        return compiled[key]

    patch.setattr(jinja2.Environment, "compile", once)
    patch.setattr(survey, "FEW_FILES", 2)
    patch.setattr(survey, "TASK", 3)
    patch.setattr(making, "FEW_FILES", 2)
    patch.setattr(making, "TASK", 3)
    patch.setattr(feed, "ENTRIES", 4)
    for name, few in (("LATEST", 2), ("CONTESTED", 2), ("CHANGES", 2)):
        patch.setattr(home, name, few)
    for name, few in (("SIZE", 2), ("LEAST", 1), ("MOST", 3)):
        patch.setattr(parts, name, few)


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
                patch.setattr(scan, "time", SimpleNamespace(time_ns=lambda: time.time_ns() + 10**10))
            return self._build(self.root / output, drafts, jobs)

    def _build(self, output: Path, drafts: bool, jobs: int) -> pipeline.Built:
        expected, problems, count = self.clean(drafts)
        told = Cache(str(self.root), str(output), drafts).unchanged(str(self.root))
        if told is not None:
            event("recognized as unchanged")
            assert expected is not None and not different(expected, s.files_of(output))
            assert (told[0], told[1] + 1) == (count, len(expected))
            assert [unpack_problem(plain) for plain in told[2]] == problems
        before = s.files_of(output)
        built = pipeline.build(self.root, output, drafts, jobs)
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
        content = {path: data for path, data in s.files_of(self.root).items() if path.startswith(("content/", "templates/", "briefing."))}
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

    def mend(self, built: pipeline.Built) -> None:
        """Go back to the last sound state where the present one is not."""
        if built.written is not None:
            self._sound = self.story.copy()
        elif self.story is not self._sound:
            self.story = self._sound.copy()


def different(expected: dict[str, bytes], found: dict[str, bytes]) -> list[str]:
    return sorted(path for path in {*expected, *found} if expected.get(path) != found.get(path))


# --- at random -------------------------------------------------------------------------------------------------------

MISHAPS = ("touch", "sly", "damage", "forget", "nothing")
steps = st.lists(
    st.tuples(
        st.lists(st.tuples(st.sampled_from([*s.EDITS, "edit_prose", "edit_name", "unquote"]), st.integers(0, 10**6)), max_size=3),
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


@given(steps=steps)
def test_after_any_edits_the_site_is_what_a_clean_build_makes(tmp_path_factory: pytest.TempPathFactory, steps: Any) -> None:
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
