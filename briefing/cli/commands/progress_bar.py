"""A progress bar with a count and a rate, for work that takes a while, on a terminal only."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TextIO

PATIENCE = 1.0  # seconds before a bar is shown
EVERY = 0.1  # seconds between two drawings
WIDTH = 30  # columns of the bar itself


class ProgressBar:
    """Drawn on the last line of a terminal, and gone when the work is done."""

    def __init__(self, stream: TextIO, what: str) -> None:
        self._stream = stream
        self._what = what
        self._begun = time.monotonic()
        self._first: tuple[float, int] | None = None  # when it was first told how much is done, and how much that was
        self._drawn = 0.0
        self._shown = stream.isatty()
        self._line = ""

    def __enter__(self) -> ProgressBar:
        return self

    def show(self, done: int, of: int) -> None:
        """Say how much is done. Cheap enough to be called for every piece."""
        now = time.monotonic()
        self._first = self._first or (now, done)
        if not self._shown or now - self._begun < PATIENCE or now - self._drawn < EVERY:
            return
        self._drawn = now
        full = WIDTH * done // max(of, 1)
        since, before = self._first
        rate = max(done - before, 0) / max(now - since, 0.001)
        line = f"[{'#' * full}{'.' * (WIDTH - full)}] {done:,} of {of:,} {self._what}, {rate:,.0f} a second"
        self._stream.write(f"\r{line:<{len(self._line)}}")
        self._stream.flush()
        self._line = line

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._line:
            self._stream.write(f"\r{' ' * len(self._line)}\r")
            self._stream.flush()
