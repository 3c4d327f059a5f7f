"""Work shared among processes: the same function in this process and in forks of it, each taking the next task.

Forks share what was made before, so nothing has to be handed to them; what they hand back is plain data, through
`marshal`. Where there is no fork, or one job is asked for, all is done here.
"""

from __future__ import annotations

import gc
import marshal
import os
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any

Work = Callable[[Iterator[int]], Any]


class WorkerLost(Exception):
    """A process ended before it had handed back what it was to do. Whoever asked does all of it again, alone: where the
    cause was not the system's but ours, it then shows.
    """


def cores() -> int:
    """How many processors this process may run on, where it can be forked."""
    if not hasattr(os, "fork"):
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def share(jobs: int, tasks: int, work: Work) -> list[Any]:
    """What `work` gives in each process, this one's first. It is handed the numbers of the tasks that fall to it.

    Raises WorkerLost where a process ends early, and whatever `work` raises here.
    """
    crew = Crew(jobs, tasks, work)
    try:
        return crew.results()
    finally:
        crew.dismiss()


class Crew:
    """Processes at work: `work` takes tasks until none is left; then each may be told to go on with `after`.

    So that all can finish the first part before any begins the second, `results` gives what the first made, and
    `go_on` tells the processes to do the second and gives what that made. `dismiss` is called at the end, whatever comes of it.
    """

    def __init__(self, jobs: int, tasks: int, work: Work, after: Callable[[], Any] | None = None) -> None:
        self._after = after
        self._processes: list[tuple[int, int, int]] = []  # (process, where it hands back, where it is told to go on)
        jobs = min(jobs, tasks) if hasattr(os, "fork") else 1
        self._todo = _Tasks(tasks) if jobs > 1 else iter(range(tasks))
        if jobs > 1:
            sys.stdout.flush()
            sys.stderr.flush()
            gc.freeze()  # so that looking for rubbish does not touch, and thereby copy, what is shared
        try:
            for _ in range(jobs - 1):
                self._fork(work)
            self._first = work(self._todo)
        except BaseException:
            self.dismiss()
            raise

    def results(self) -> list[Any]:
        """What the first part made in each process, this one's first."""
        return [self._first, *(self._receive(back) for _, back, _ in self._processes)]

    def start_second_phase(self) -> list[Any]:
        """What the second part makes in each process, this one's first."""
        assert self._after is not None
        for _, _, told in self._processes:
            try:
                os.write(told, b"!")
            except BrokenPipeError:
                raise WorkerLost from None
        return [self._after(), *(self._receive(back) for _, back, _ in self._processes)]

    def dismiss(self) -> None:
        """End the processes, in the middle of what they do, and wait for their end."""
        if isinstance(self._todo, _Tasks):
            self._todo.close()
        while self._processes:
            process, back, told = self._processes.pop()
            os.close(told)
            os.close(back)
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        gc.unfreeze()

    def _fork(self, work: Work) -> None:
        back, hand = os.pipe()
        heard, told = os.pipe()
        try:
            process = os.fork()
        except OSError:  # the system lets no more; then there are fewer at work
            for end in (back, hand, heard, told):
                os.close(end)
            return
        if process:
            os.close(hand)
            os.close(heard)
            self._processes.append((process, back, told))
            return
        status = 1
        try:
            for _, other_back, other_told in self._processes:
                os.close(other_back)
                os.close(other_told)
            os.close(back)
            os.close(told)
            _send(hand, work(self._todo))
            if self._after is not None and os.read(heard, 1):
                _send(hand, self._after())
            status = 0
        except BaseException:  # the process that asked is gone, or sees that this one is
            pass
        finally:
            os._exit(status)

    def _receive(self, back: int) -> Any:
        length = int.from_bytes(_read(back, 8), "little")
        return marshal.loads(_read(back, length))


class _Tasks:
    """The numbers of tasks, handed out one by one to whichever process asks next, through a pipe that all share."""

    def __init__(self, tasks: int) -> None:
        self._numbers, put = os.pipe()
        for number in range(tasks):
            os.write(put, number.to_bytes(2, "little"))
        os.close(put)

    def __iter__(self) -> Iterator[int]:
        while number := os.read(self._numbers, 2):
            yield int.from_bytes(number, "little")

    def close(self) -> None:
        if self._numbers >= 0:
            os.close(self._numbers)
            self._numbers = -1


MOST_TASKS = 1000  # a pipe holds 4096 bytes at least before writing to it waits


def _send(hand: int, made: Any) -> None:
    data = memoryview(marshal.dumps(made))
    os.write(hand, len(data).to_bytes(8, "little"))
    while data:
        data = data[os.write(hand, data) :]


def _read(back: int, length: int) -> bytes:
    """Exactly so many bytes. They come into one buffer, so that no more than one copy is ever held."""
    whole = bytearray(length)
    view = memoryview(whole)
    while view:
        got = os.readv(back, [view])
        if not got:
            raise WorkerLost
        view = view[got:]
    return bytes(whole) if length < 4096 else whole  # type: ignore[return-value]


def parent_is_gone(parent: int) -> bool:
    """Whether the process that made this one has ended, whose work then nobody wants."""
    return os.getppid() != parent
