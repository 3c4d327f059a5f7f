"""Files that change become calls on the server's loop: a thread listens through `watchfiles`, `livereload` is fed.

A save is passed on as soon as it is whole. Many files at once, as `git checkout` changes them, are passed on together.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator

import watchfiles
from livereload.watcher import Watcher as LiveReloadWatcher
from tornado.ioloop import IOLoop

from briefing.preview.live_files import is_passing
from briefing.reading.scanner import BESIDE, CONFIG, CONTENT, SHIPPED_TEMPLATES, TEMPLATES

STEP = 5  # ms without another change before changes are passed on
BEGIN = 150  # ms after which we know that we are listening
FEW = 3  # files; more are not somebody's single save, so that we wait for the rest
QUIET = 0.08  # seconds without another change that end a change of many files
BLINK = 0.06  # seconds in which a file that an editor took away or emptied comes back
GIT = 10.0  # seconds that git is waited for at most, whose lock may be left over
MANY = 500  # changes of which the system may have dropped some, so that everything is looked at
LATER = (
    0.5  # seconds after folders came or went when everything is looked at again: files may have come before we listened
)

Apply = Callable[[list[str] | None], list[str]]
"""Takes paths from the project's root, or None for all; gives what browsers are to be told has changed."""


class Watcher(LiveReloadWatcher):
    """Watches a project's folders. `apply` and the telling of browsers run on the loop, never in the thread."""

    def __init__(self, root: str, apply: Apply) -> None:
        super().__init__()
        self._root = os.path.realpath(root)
        self._apply = apply
        self._loop = IOLoop.current()
        self._told: Callable[[], None] = lambda: None
        self._stop = threading.Event()
        self._renew = threading.Event()
        self._waiting: dict[str, float] = {}  # paths, and when each last changed
        self._everything = False
        self._first = 0.0
        self._due: object = None
        self._git = _git_folder(self._root)

    # --- what livereload asks ----------------------------------------------------------------------------------------

    def start(self, callback: Callable[[], None]) -> bool:
        """Begin to listen; `callback` makes livereload tell browsers of `filepath`."""
        self._told = callback
        for target in (self._watch_top, self._watch_folders):
            threading.Thread(target=target, daemon=True).start()
        return True

    def examine(self) -> tuple[str | None, None]:
        return self.filepath, None

    def stop(self) -> None:
        self._stop.set()
        self._renew.set()

    # --- in the threads ----------------------------------------------------------------------------------------------

    def _watch_top(self) -> None:
        """The root itself, where briefing.yaml and the lock files lie and whole folders come and go."""
        for paths in self._listen([self._root], False, self._stop):
            if {CONTENT, TEMPLATES} & set(paths):
                self._renew.set()  # the folder that was watched may be another now
            self._pass_on(paths)

    def _watch_folders(self) -> None:
        while not self._stop.is_set():
            self._renew.clear()
            folders = [os.path.join(self._root, CONTENT), os.path.join(self._root, TEMPLATES), SHIPPED_TEMPLATES]
            for paths in self._listen(
                [f for f in dict.fromkeys(map(os.path.realpath, folders)) if os.path.isdir(f)], True, self._renew
            ):
                self._pass_on(paths)

    def _listen(self, folders: list[str], deep: bool, stop: threading.Event) -> Iterator[list[str]]:
        """Paths from the project's root, as they change. Where the system cannot tell of changes, they are looked for.

        Once it listens, everything is looked at, for what was saved before.
        """
        polling: bool | None = None
        while not stop.is_set():
            begun = False
            try:
                for found in watchfiles.watch(
                    *folders, watch_filter=None, step=STEP, debounce=200, rust_timeout=BEGIN, yield_on_timeout=True, stop_event=stop,
                    recursive=deep, raise_interrupt=False, force_polling=polling, poll_delay_ms=200,
                ):  # fmt: skip
                    if not begun:
                        begun = True
                        self._pass_on([CONFIG, CONTENT, TEMPLATES])
                    if paths := [path for _, full in found if (path := self._path(full)) is not None]:
                        yield paths
            except OSError:  # a folder that went, or too many to be told of
                stop.wait(0.2)
                folders = [folder for folder in folders if os.path.isdir(folder)] or [self._root]
                polling = True
            except RuntimeError:  # watchfiles says so where its own thread fails
                stop.wait(0.2)

    def _path(self, full: str) -> str | None:
        """A path as the project calls it, or None for what is none of its files."""
        for folder, name in ((self._root, ""), (os.path.realpath(SHIPPED_TEMPLATES), f"{TEMPLATES}/")):
            if full == folder or full.startswith(folder + os.sep):
                path = (name + os.path.relpath(full, folder).replace(os.sep, "/")).removesuffix("/.")
                parts = path.split("/")
                ours = parts[0] in (CONTENT, TEMPLATES) or path in BESIDE
                return (
                    None if not ours or is_passing(parts[-1]) or any(part.startswith(".") for part in parts) else path
                )
        return None

    def _pass_on(self, paths: list[str]) -> None:
        try:
            self._loop.add_callback(self._hear, paths)
        except RuntimeError:  # the loop has ended
            self._stop.set()

    # --- on the loop -------------------------------------------------------------------------------------------------

    def _hear(self, paths: Iterable[str]) -> None:
        now = time.monotonic()
        self._first = self._first or now
        self._waiting.update(dict.fromkeys(paths, now))
        self._everything |= len(self._waiting) > MANY
        self._wait(0)

    def _wait(self, seconds: float) -> None:
        if self._due is not None:
            self._loop.remove_timeout(self._due)
            self._due = None
        delay = seconds or self._patience()
        if delay:
            self._due = self._loop.call_later(delay, self._wait, 0)
        else:
            self._take()

    def _patience(self) -> float:
        """How long to wait before what changed is whole; 0 where it is."""
        now = time.monotonic()
        if self._git and now - self._first < GIT and _is_at_work(self._git):
            return 0.02
        quiet = now - max(self._waiting.values(), default=0.0)
        if len(self._waiting) > FEW and quiet < QUIET:
            return QUIET - quiet
        if quiet < BLINK and any(map(self._is_half_saved, self._waiting)):
            return min(0.01, BLINK - quiet)
        return 0.0

    def _is_half_saved(self, path: str) -> bool:
        try:
            return os.stat(os.path.join(self._root, path)).st_size == 0
        except OSError:
            return not os.path.isfile(os.path.join(SHIPPED_TEMPLATES, path.removeprefix(f"{TEMPLATES}/")))

    def _take(self) -> None:
        """Apply what changed, and have browsers told."""
        paths, self._waiting, self._first = sorted(self._waiting), {}, 0.0
        if not paths:
            return
        if any("." not in path.rpartition("/")[2] for path in paths):  # a folder
            self._loop.call_later(LATER, self._look_again)
        self._say(self._apply(None if self._everything else paths))
        self._everything = False

    def _look_again(self) -> None:
        self._say(self._apply(None))

    def _say(self, told: Iterable[str]) -> None:
        for self.filepath in told:
            self._told()
        self.filepath = None


def _is_at_work(git: str) -> bool:
    """Whether git is changing files, or has done so just now, and we may not have heard of all of them."""
    try:
        written = os.stat(os.path.join(git, "index")).st_mtime
    except OSError:
        written = 0.0
    return os.path.exists(os.path.join(git, "index.lock")) or 0 <= time.time() - written < QUIET


def _git_folder(root: str) -> str | None:
    """Where git keeps its lock on the work tree that a project is in, if it is in one."""
    folder = root
    while True:
        at = os.path.join(folder, ".git")
        if os.path.isdir(at):
            return at
        if os.path.isfile(at):
            with open(at, encoding="utf-8", errors="replace") as file:
                return os.path.join(folder, file.read().removeprefix("gitdir:").strip())
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
