"""Our side and Hugo build the same records, by turns, in rounds; the result is a table and the proof that both did the work."""

from __future__ import annotations

import copy
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from .check_sites import look
from .corpus import corpus_of
from .measure import Failed, memory, seconds
from .records import Corpus, middle_event, pointers, popular
from .results import Row, table
from .sides import Side, has_timings, hugo
from .workplace import Workplace, tell

RANK = 10  # the entity that gets renamed: popular, and not the one that is everywhere


def beside_hugo(work: Workplace) -> str:
    sides = (work.ours, hugo())
    corpus = corpus_of(work.options)
    work.warm_up(sides)
    for side in sides:
        tell(f"writing {len(corpus):,} records for {side.name}")
        (work.folder / "pristine").mkdir(exist_ok=True)
        side.write(corpus, work.folder / "pristine" / side.name)
    rows = {
        "cold": Row("cold full build", 0.35),
        "nothing": Row("build with nothing changed", 0.02),
        "edit": Row("build after one summary was edited", 0.05),
        "rename": Row(f"build after the {RANK}th most mentioned entity was renamed", 0.35),
        "shared": Row("peak memory, cold, all processes (PSS)", 0.5, "MB"),
        "resident": Row("the same with shared pages counted in each (RSS)", None, "MB"),
        "largest": Row("its largest process", None, "MB"),
        "copy": Row("for scale: `cp -r` of the finished site"),
    }
    for at in range(work.options.runs):
        Round(work, corpus, sides if at % 2 == 0 else sides[::-1], at).take(rows)
    unchanged = {side: _site(work.folder / "round-0" / f"{side.name}-memory") for side in sides}
    found = "\n".join(f"- {side.name}: {look(corpus, site)}" for side, site in unchanged.items())
    parts = [
        work.header(f"{len(corpus):,} records", sides),
        table(list(rows.values())),
        f"What was built:\n\n{found}",
        stages(work),
    ]
    return "\n\n".join(part for part in parts if part)


class Round:
    """Each sort of work once for each side, in a folder of the round's own, since nothing may be deleted meanwhile."""

    def __init__(self, work: Workplace, corpus: Corpus, sides: Sequence[Side], at: int) -> None:
        self.work, self.corpus, self.sides, self.at = work, corpus, sides, at
        self.folder = work.folder / f"round-{at}"
        for side in sides:
            for purpose in ("", "-memory"):  # memory is that of a cold build too
                shutil.copytree(work.folder / "pristine" / side.name, self.folder / f"{side.name}{purpose}")
        os.sync()

    def take(self, rows: dict[str, Row]) -> None:
        event, entity = middle_event(self.corpus), popular(self.corpus, RANK)
        said, name = f"Looked at again in round {self.at}.", f"Renamed in Round {self.at}"
        changed = copy.deepcopy(self.corpus)
        self.build(rows["cold"])
        self.build(rows["nothing"])
        changed[event]["summary"] += f" {said}"
        self.build(rows["edit"], changed, event, said, [event])
        changed[entity]["name"] = name
        self.build(rows["rename"], changed, entity, name, [entity, min(pointers(self.corpus)[entity])])
        for side in self.sides:
            self.tell("memory", side)
            project = self.folder / f"{side.name}-memory"
            held = memory(side.command(project, _site(project)), project, self.work.environment)
            for of in ("shared", "resident", "largest"):
                self.note(rows[of], side, getattr(held, of))
        for side in self.sides:
            site = _site(self.folder / side.name)
            self.note(
                rows["copy"], side, seconds(["cp", "-r", site, f"{site}-copy"], self.folder, self.work.environment)
            )

    def build(
        self, row: Row, corpus: Corpus | None = None, changed: str = "", text: str = "", seen_on: Sequence[str] = ()
    ) -> None:
        """Each side builds, after a record was changed in a corpus, if one was; a text must then be seen on these pages."""
        for side in self.sides:
            project = self.folder / side.name
            if corpus:
                side.write_record(corpus, project, changed)
            self.tell(row.work, side)
            self.note(row, side, seconds(side.command(project, _site(project)), project, self.work.environment))
            for id in seen_on:  # a build that is fast because it did not do its work counts for nothing
                if text not in side.page(_site(project), self.corpus, id):
                    raise Failed(f"{side.name} was built, but the page of {id} does not say “{text}”")

    def note(self, row: Row, side: Side, value: float) -> None:
        (row.ours if side is self.work.ours else row.theirs).append(value)

    def tell(self, what: str, side: Side) -> None:
        tell(f"round {self.at + 1} of {self.work.options.runs}: {what}, {side.name}")


def stages(work: Workplace) -> str:
    """Where our cold build's time went, if it can say so."""
    if not has_timings(work.options.python):
        return ""
    project = work.folder / "stages"
    shutil.copytree(work.folder / "pristine" / work.ours.name, project)
    command = [*work.ours.command(project, _site(project)), "--timings"]
    said = subprocess.run(
        command,
        cwd=project,
        env=work.environment,
        text=True,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return f"Our cold build by stage:\n\n```\n{said.stdout.rstrip()}\n```"


def _site(project: Path) -> Path:
    return project.with_name(f"{project.name}-site")
