"""Builds the same records with our generator and with Hugo, in turn, and prints what each took, as Markdown.

    make bench ARGS="--records 10000 --runs 5"

Progress goes to the standard error, so that `… > results.md` has the results alone.

Files are made ever more slowly on ext4 in the minutes after many were deleted, up to fifteen times. So nothing is deleted
while anything is still to be measured: each round has projects and outputs of its own, and all go at the end.
"""

from __future__ import annotations

import argparse
import copy
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from . import results
from .check_sites import look
from .corpus import arguments, corpus_of
from .generate import generate
from .measure import Failed, memory, seconds
from .records import Corpus, middle_event, pointers, popular
from .results import Row
from .sides import REPOSITORY, Side, clean_environment, has_timings, hugo, our_side

PLACE = REPOSITORY / ".cache" / "bench"
RANK = 10  # the entity that gets renamed: popular, and not the one that is everywhere
SETTLING = 300  # seconds until a mass deletion no longer slows what comes after it
GROWTH = (10_000, 50_000)


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.run", description="Measure builds beside Hugo's.")
    arguments(parser)
    parser.add_argument("--runs", type=int, default=5, help="how often each is measured (default: 5)")
    parser.add_argument("--growth", action="store_true", help="measure our side at 10,000 and at 50,000 records instead")
    parser.add_argument("--keep", action="store_true", help="leave all that was made, to look at")
    parser.add_argument("--place", type=Path, default=PLACE, metavar="DIR", help="where to work (default: .cache/bench)")
    parser.add_argument("--python", type=Path, default=Path(sys.executable), help="the Python that runs our side")
    options = parser.parse_args(given)
    options.python = options.python.absolute()  # not resolved: a link into an environment must stay one
    place = (options.place / f"{time.time_ns()}").absolute()
    _settled(options.place / "deleted")
    (place / "home").mkdir(parents=True)
    bench = Bench(place, options)
    try:
        print(bench.growth() if options.growth else bench.beside_hugo())
    except Failed as problem:
        print(problem, file=sys.stderr)
        return 1
    finally:
        if not options.keep:
            shutil.rmtree(place)
            (options.place / "deleted").touch()
    return 0


def _settled(deleted: Path) -> None:
    ago = time.time() - deleted.stat().st_mtime if deleted.exists() else SETTLING
    if ago < SETTLING:
        note = f"The last run's files were deleted {ago:.0f} s ago, which may slow this one; wait {SETTLING - ago:.0f} s for true figures."
        print(note, file=sys.stderr)


class Bench:
    def __init__(self, place: Path, options: argparse.Namespace) -> None:
        self.place, self.options = place, options
        self.environment = clean_environment(place / "home")
        self.ours = our_side(options.python)
        self.load = results.load()
        if self.load > 0.5:
            self.tell(f"The machine is busy (load {self.load:.1f}): take these figures for a sketch. Hugo, which uses all cores, suffers most.")

    # --- beside Hugo ---------------------------------------------------------------------------------------------------

    def beside_hugo(self) -> str:
        sides = (self.ours, hugo())
        corpus = corpus_of(self.options)
        event, entity = middle_event(corpus), popular(corpus, RANK)
        self.warm_up(sides)
        self.pristine(corpus, sides)
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
        for round in range(self.options.runs):
            order = sides if round % 2 == 0 else sides[::-1]
            changed = copy.deepcopy(corpus)
            changed[event]["summary"] += f" Looked at again in round {round}."
            renamed = copy.deepcopy(changed)
            renamed[entity]["name"] = f"Renamed in Round {round}"
            self.prepare(order, round)
            for name in ("cold", "nothing", "edit", "rename"):
                for side in order:
                    if name == "edit":
                        side.write_record(changed, self.project(side, round), event)
                    elif name == "rename":
                        side.write_record(renamed, self.project(side, round), entity)
                    self.tell(f"round {round + 1} of {self.options.runs}: {rows[name].work}, {side.name}")
                    self.note(rows[name], side, seconds(self.command(side, round), self.project(side, round), self.environment))
                    if name == "edit":
                        self.expect(side, round, corpus, [event], f"Looked at again in round {round}.")
                    elif name == "rename":
                        self.expect(side, round, corpus, [entity, min(pointers(corpus)[entity])], f"Renamed in Round {round}")
            for side in order:
                self.tell(f"round {round + 1} of {self.options.runs}: memory, {side.name}")
                held = memory(self.command(side, round, "memory"), self.project(side, round, "memory"), self.environment)
                for name in ("shared", "resident", "largest"):
                    self.note(rows[name], side, getattr(held, name))
            for side in order:
                site = self.site(side, round)
                self.note(rows["copy"], side, seconds(["cp", "-r", site, f"{site}-copy"], self.place, self.environment))
        checked = "\n".join(f"- {side.name}: {look(corpus, self.site(side, 0, 'memory'))}" for side in sides)
        heading = f"{len(corpus):,} records, medians of {self.options.runs} runs in turn (least to most)"
        parts = [self.header(heading, sides), results.table(list(rows.values())), f"What was built:\n\n{checked}", self.stages()]
        return "\n\n".join(part for part in parts if part)

    def stages(self) -> str:
        """Where our cold build's time went, where it can say so."""
        if not has_timings(self.options.python):
            return ""
        self.copy(self.ours, "timings")
        project, site = self.place / "timings" / "ours", self.place / "timings" / "ours-site"
        command = [*self.ours.command(project, site), "--timings"]
        said = subprocess.run(command, cwd=project, env=self.environment, text=True, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return f"Our cold build by stage:\n\n```\n{said.stdout.rstrip()}\n```"

    # --- growth ----------------------------------------------------------------------------------------------------------

    def growth(self) -> str:
        small, large = Row("cold full build", 5.5), Row("peak memory, cold, all processes (PSS)", 5.5, "MB")
        self.warm_up([self.ours])
        for records in GROWTH:
            self.ours.write(generate(records, self.options.seed, self.options.claims), self.place / "pristine" / f"{records}")
        for round in range(self.options.runs):
            for records in GROWTH:
                self.tell(f"round {round + 1} of {self.options.runs}: {records:,} records")
                at = self.place / f"round-{round}" / f"{records}"
                for name in ("time", "memory"):
                    shutil.copytree(self.place / "pristine" / f"{records}", at / name)
                os.sync()
                commands = {name: self.ours.command(at / name, at / f"{name}-site") for name in ("time", "memory")}
                values = (
                    seconds(commands["time"], at / "time", self.environment),
                    memory(commands["memory"], at / "memory", self.environment).shared,
                )
                for row, value in zip((small, large), values, strict=True):
                    (row.ours if records == GROWTH[1] else row.theirs).append(value)
        heading = f"Growth of our side, medians of {self.options.runs} runs (least to most)"
        names = (f"{GROWTH[1]:,} records", f"{GROWTH[0]:,} records")
        return f"{self.header(heading, [self.ours])}\n\n{results.table([small, large], *names)}"

    # --- what both share ---------------------------------------------------------------------------------------------------

    def header(self, heading: str, sides: Iterable[Side]) -> str:
        shape = f"neutral corpus {self.options.neutral.name}" if self.options.neutral else f"seed {self.options.seed}"
        shape += ", with claims and positions" if self.options.claims and not self.options.neutral else ""
        versions = ", ".join(f"{side.name}: {side.version}" for side in sides)
        taken = f"Taken on {results.today()} of commit {results.commit(REPOSITORY)}, {shape}; {versions}; load before {self.load:.1f}."
        return f"**{heading}**\n\n{results.machine(self.place)}. {taken}"

    def warm_up(self, sides: Iterable[Side]) -> None:
        """A small build first, so that no side pays for programs that were never read before."""
        small = generate(100, self.options.seed)
        for side in sides:
            side.write(small, self.place / "warm" / side.name)
            site = self.place / "warm" / f"{side.name}-site"
            seconds(side.command(self.place / "warm" / side.name, site), self.place, self.environment)

    def pristine(self, corpus: Corpus, sides: Iterable[Side]) -> None:
        for side in sides:
            self.tell(f"writing {len(corpus):,} records, {side.name}")
            (self.place / "pristine").mkdir(exist_ok=True)
            side.write(corpus, self.place / "pristine" / side.name)

    def prepare(self, sides: Iterable[Side], round: int) -> None:
        """Projects that were never built, for time and for memory, and nothing left to be written to the disk."""
        for side in sides:
            self.copy(side, f"round-{round}")
            self.copy(side, f"round-{round}-memory")
        os.sync()

    def copy(self, side: Side, into: str) -> None:
        shutil.copytree(self.place / "pristine" / side.name, self.place / into / side.name)

    def project(self, side: Side, round: int, purpose: str = "") -> Path:
        return self.place / (f"round-{round}" + (f"-{purpose}" if purpose else "")) / side.name

    def site(self, side: Side, round: int, purpose: str = "") -> Path:
        project = self.project(side, round, purpose)
        return project.with_name(f"{project.name}-site")

    def command(self, side: Side, round: int, purpose: str = "") -> list[str | Path]:
        return side.command(self.project(side, round, purpose), self.site(side, round, purpose))

    def note(self, row: Row, side: Side, value: float) -> None:
        (row.ours if side is self.ours else row.theirs).append(value)

    def expect(self, side: Side, round: int, corpus: Corpus, ids: Iterable[str], text: str) -> None:
        """A build that is fast because it did not do its work counts for nothing."""
        for id in ids:
            if text not in side.page(self.site(side, round), corpus, id):
                raise Failed(f"{side.name} was built, but the page of {id} does not say “{text}”")

    def tell(self, what: str) -> None:
        print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
