"""Measurements become medians, ratios and a table in Markdown, with the machine they were taken on."""

from __future__ import annotations

import datetime
import os
import platform
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

MEGABYTE = 1_000_000


@dataclass
class Row:
    """One sort of work: what each side took each time, in seconds or bytes, and the ratio that must be reached, if any."""

    work: str
    required: float | None = None
    unit: str = "s"
    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float | None:
        """The median of ours by the median of theirs; nothing where one was not or could not be measured."""
        if not self.ours or not self.theirs or not statistics.median(self.theirs):
            return None
        return statistics.median(self.ours) / statistics.median(self.theirs)


def middle(values: Sequence[float], unit: str) -> str:
    """The median, with the least and the most: "2.31 (2.25 to 2.40) s"."""
    if not values or not any(values):
        return "–"
    if unit == "MB":
        values = [value / MEGABYTE for value in values]
    digits = 0 if unit == "MB" else 2 if statistics.median(values) >= 0.995 else 3
    low, mid, high = (f"{value:,.{digits}f}" for value in (min(values), statistics.median(values), max(values)))
    return f"{mid} {unit}" if len(values) == 1 else f"{mid} ({low} to {high}) {unit}"


def table(rows: Sequence[Row], ours: str = "ours", theirs: str = "Hugo") -> str:
    cells = [["work", ours, theirs, f"{ours} / {theirs}", "must reach", ""]]
    for row in rows:
        reached = "" if row.ratio is None or row.required is None else "yes" if row.ratio <= row.required else "no"
        ratio = "–" if row.ratio is None else f"{row.ratio:.3f}"
        required = "" if row.required is None else f"{row.required:g}"
        cells.append([row.work, middle(row.ours, row.unit), middle(row.theirs, row.unit), ratio, required, reached])
    widths = [max(len(line[at]) for line in cells) for at in range(len(cells[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in cells
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def machine(folder: Path) -> str:
    """The machine in a line: processor, cores, memory, system, and the file system that was written to."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    processor = _line("/proc/cpuinfo", "model name") or platform.processor() or platform.machine()
    total = _line("/proc/meminfo", "MemTotal")
    parts = [processor, f"{cores} cores", f"{int(total.split()[0]) * 1024 / 1e9:.0f} GB of memory" if total else ""]
    parts += [f"{platform.system()} {platform.release()}", _file_system(folder)]
    return ", ".join(part for part in parts if part)


def load() -> float:
    """How many processes wanted a core in the last minute."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0


def today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def commit(repository: Path) -> str:
    """The commit that was measured, with a + where files differ from it."""
    said = subprocess.run(
        ["git", "-C", repository, "describe", "--always", "--dirty=+"], capture_output=True, text=True, check=False
    )
    return said.stdout.strip() or "unknown"


def _line(file: str, key: str) -> str:
    try:
        lines = Path(file).read_text().splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")


def _file_system(folder: Path) -> str:
    try:
        mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    except OSError:
        return ""
    around = [(len(at), kind) for at, kind in mounts if folder.resolve().is_relative_to(at)]
    return max(around)[1] if around else ""
