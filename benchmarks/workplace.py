"""Options become a place to work in: a folder, a clean environment, our side, and the lines above a table of results."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from . import results
from .generate import generate
from .measure import seconds
from .sides import REPOSITORY, Side, clean_environment, our_side


class Workplace:
    """All that a run makes is in `folder`."""

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.folder, self.options = folder, options
        (folder / "home").mkdir(parents=True)
        self.environment = clean_environment(folder / "home")
        self.ours = our_side(options.python)
        self.commit = results.commit(REPOSITORY)
        self.load = results.load()
        if self.load > 0.5:
            tell(
                f"The machine is busy (load {self.load:.1f}): take these figures for a sketch. Hugo, which uses all cores, suffers most."
            )

    def warm_up(self, sides: Iterable[Side]) -> None:
        """A small build first, so that no side pays for programs that were never read before."""
        small = generate(100, self.options.seed)
        for side in sides:
            project = self.folder / "warm" / side.name
            side.write(small, project)
            seconds(side.command(project, project.with_name(f"{side.name}-site")), project, self.environment)

    def header(self, what: str, sides: Iterable[Side]) -> str:
        options = self.options
        shape = f"neutral corpus {options.neutral.name}" if options.neutral else f"seed {options.seed}"
        shape += ", with claims and positions" if options.claims and not options.neutral else ""
        versions = ", ".join(f"{side.name}: {side.version}" for side in sides)
        heading = f"**{what}; medians of {options.runs}, with the least and the most**"
        taken = f"Taken on {results.today()} of commit {self.commit}, {shape}; {versions}; load before {self.load:.1f}."
        return f"{heading}\n\n{results.machine(self.folder)}. {taken}"


def tell(what: str) -> None:
    """Progress, which is not part of the results."""
    print(what, file=sys.stderr, flush=True)
