"""Our side alone, at two sizes in turn: whether five times the records take about five times as much."""

from __future__ import annotations

import os
import shutil

from .generate import generate
from .measure import memory, seconds, touch_memory
from .results import Row, table
from .workplace import Workplace, tell

SMALL, LARGE = 10_000, 50_000
MOST = 5.5  # times as much for five times the records


def growth(work: Workplace) -> str:
    """The table. A row's first column is the larger size."""
    time, held = Row("cold full build", MOST), Row("peak memory, cold, all processes (PSS)", MOST, "MB")
    work.warm_up([work.ours])
    pristine = {records: work.folder / "pristine" / f"{records}" for records in (SMALL, LARGE)}
    for records, project in pristine.items():
        tell(f"writing {records:,} records")
        work.ours.write(generate(records, work.options.seed, work.options.claims), project)
    for round in range(work.options.runs):
        for records in (SMALL, LARGE):
            tell(f"round {round + 1} of {work.options.runs}: {records:,} records")
            for row, measure in ((time, seconds), (held, lambda *of: memory(*of).shared)):
                project = work.folder / f"round-{round}" / f"{records}-{row.unit}"
                shutil.copytree(pristine[records], project)
                os.sync()
                touch_memory()
                value = measure(
                    work.ours.command(project, project.with_name(f"{project.name}-site")), project, work.environment
                )
                (row.ours if records == LARGE else row.theirs).append(value)
    return f"{work.header('Growth of our side', [work.ours])}\n\n{table([time, held], f'{LARGE:,} records', f'{SMALL:,} records')}"
