"""A command becomes how long it took, and what memory it and its children held at their worst."""

from __future__ import annotations

import contextlib
import mmap
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

INTERVAL = 0.01  # seconds between two looks at the memory


class Failed(Exception):
    """A command that was measured did not do its work."""


@dataclass(frozen=True)
class Memory:
    """The highest sums over all processes of a command, in bytes, and the largest single one.

    `shared` counts a page that two processes share once, half for each (PSS); `resident` counts it twice (RSS). Both are
    0 where there is no /proc to look in. `largest` is the kernel's own high-water mark, which misses no peak.
    """

    shared: int
    resident: int
    largest: int


def seconds(command: Sequence[str | Path], folder: Path, environment: Mapping[str, str]) -> float:
    """How long a command took, from its start until it ended."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    printed, _ = process.communicate()
    taken = time.perf_counter() - begun
    _expect(process.returncode, command, printed)
    return taken


def memory(command: Sequence[str | Path], folder: Path, environment: Mapping[str, str]) -> Memory:
    """What a command held. It is looked at while it runs, which slows it: never take its time as well."""
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        peaks = [0, 0, 0]
        ended = threading.Event()
        watcher = threading.Thread(target=_watch, args=(process.pid, peaks, ended))
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)  # or Popen would wait for it again
        ended.set()
        watcher.join()
    _expect(process.returncode, command, b"")
    # The usage also counts what this process held when it started the command, so it only stands in.
    return Memory(peaks[0], peaks[1], peaks[2] or usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def touch_memory(size: int = 4 << 30) -> None:
    """Have the system lay that many bytes ready: whatever comes next finds memory that was in use before.

    A virtual machine gets its memory from its host at the first touch, which costs five times what the next one does (2.5 ms a
    megabyte against 0.45, measured on one), and it gives back what lies idle. A large build reaches further into such memory than a small one.
    """
    with (
        contextlib.suppress(OSError, ValueError),
        mmap.mmap(-1, size) as held,
    ):  # where there is less, there is less to lay ready
        for at in range(0, size, mmap.PAGESIZE):
            held[at] = 1


def _expect(status: int, command: Sequence[str | Path], printed: bytes) -> None:
    if status:
        shown = " ".join(map(str, command))
        raise Failed(f"{shown}\nended with the status {status}\n{printed[-2000:].decode('utf-8', 'replace')}")


def _watch(pid: int, peaks: list[int], ended: threading.Event) -> None:
    while not ended.wait(INTERVAL):
        held = [_held(one) for one in _family(pid)]
        for at in range(2):
            peaks[at] = max(peaks[at], sum(one[at] for one in held))
        peaks[2] = max(peaks[2], *(one[2] for one in held))


def _family(pid: int) -> list[int]:
    """A process and all its descendants."""
    family = [pid]
    for one in family:
        try:
            tasks = os.listdir(f"/proc/{one}/task")
            for task in tasks:
                family += map(int, Path(f"/proc/{one}/task/{task}/children").read_text().split())
        except OSError:
            continue  # it has ended, or there is no /proc
    return family


def _held(pid: int) -> tuple[int, int, int]:
    """The (PSS, RSS, highest RSS so far) of a process in bytes."""
    try:
        lines = (
            Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            + Path(f"/proc/{pid}/status").read_text().splitlines()
        )
    except OSError:
        return 0, 0, 0
    sizes = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines if line.endswith(" kB")}
    return sizes.get("Pss", 0), sizes.get("Rss", 0), sizes.get("VmHWM", 0)
