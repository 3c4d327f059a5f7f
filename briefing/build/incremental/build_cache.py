"""The cache folder, of which this module is the sole owner: what a build remembers, and a stamp by which the next sees at
once that nothing has changed.

Nothing in it is ever executed, and nothing is lost with it. Like `scan`, this module imports next to nothing.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import blake2b
from typing import Any

from briefing.reading.scanner import Scan, Signature, Site, look, read_plain, scan, signature, tool_signature

FOLDER = ".briefing-cache"
MOST_OUTPUTS = 4  # output folders of a project that are remembered
_HEAD = b"briefing-site stamp 1\n"


class Snapshot:
    """A scan of the project; what `look` found in its site; the folders scanned; and, where nothing has changed, what was told."""

    def __init__(self, seen: Scan, site: Site, folders: Sequence[str], told: Any) -> None:
        self.seen = seen
        self.site = site
        self.folders = folders
        self.told = told


class Cache:
    """What is kept for one output folder of a project. A folder that cannot be written keeps nothing, which only costs time."""

    def __init__(self, root: str, output: str, drafts: bool, search: bool = False) -> None:
        self._folder = os.path.join(root, FOLDER)
        self._output = output
        self._options = drafts, search
        name = blake2b(os.path.realpath(output).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
        self._memory = os.path.join(self._folder, f"{name}.memory")
        self._stamp = os.path.join(self._folder, f"{name}.stamp")
        self._searched = os.path.join(self._folder, f"{name}.search")
        self._loaded: Signature | None = None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep another build of the project waiting, and what a killed build may have left running from writing."""
        try:
            import fcntl

            os.makedirs(self._folder, exist_ok=True)
            lock = os.open(os.path.join(self._folder, "lock"), os.O_RDWR | os.O_CREAT, 0o666)
        except (ImportError, OSError):  # no such locks on this system, or nowhere to put one
            yield
            return
        try:
            with suppress(OSError):  # no locks in this folder, which may be on another machine
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    # --- memory ------------------------------------------------------------------------------------------------------

    def load(self) -> bytes:
        """The bytes that were last kept, or none."""
        self._loaded = _when(self._memory)
        return _read(self._memory)

    def newer(self) -> bool:
        """Whether another build has kept anything since it was loaded."""
        return _when(self._memory) != self._loaded

    def save(self, memory: bytes) -> None:
        self.forget()
        if _write(self._memory, memory):
            self._prune()

    def forget(self) -> None:
        """Take back the stamp, before anything is touched that it speaks of."""
        try:
            os.unlink(self._stamp)
        except OSError:
            pass

    def drop(self) -> None:
        """Keep nothing more for an output folder that will not be built again."""
        self.forget()
        with suppress(OSError):
            os.unlink(self._memory)
        with suppress(OSError):
            os.unlink(self._searched)

    # --- the search ---------------------------------------------------------------------------------------------------

    def searched(self, key: bytes) -> Mapping[str, str]:
        """The files of the index that was last made, with their sha256, if it was made from what has this digest."""
        data = _read(self._searched)
        whole = data[:32] == key and data[32:64] == blake2b(data[64:], digest_size=32).digest()
        found: Mapping[str, str] = marshal.loads(data[64:]) if whole else {}
        return found

    def keep_searched(self, key: bytes, files: Mapping[str, str]) -> None:
        data = marshal.dumps(dict(files))
        _write(self._searched, key + blake2b(data, digest_size=32).digest() + data)

    # --- the stamp ---------------------------------------------------------------------------------------------------

    def stamp(self, folders: Sequence[str], seen: Scan, site: Mapping[str, Signature], told: Any) -> None:
        """Note that the site is what these files make of it, and `told`, plain data to be told again.

        Nothing is noted where a file is so new that a later change could leave it with the same signature.
        """
        if not seen.strays and not seen.fresh:
            data = marshal.dumps((tuple(folders), self._key(seen, site), told), 2)
            _write(self._stamp, _HEAD + blake2b(data, digest_size=32).digest() + data)

    def look(self, root: str) -> Snapshot | None:
        """The project and its site as they lie there, where a stamp says what to compare them with; else None."""
        data = _read(self._stamp)
        kept = data[len(_HEAD) + 32 :]
        if data[: len(_HEAD)] != _HEAD or blake2b(kept, digest_size=32).digest() != data[len(_HEAD) : len(_HEAD) + 32]:
            return None
        try:
            folders, key, told = marshal.loads(kept)
            site, seen = _both(lambda: look(self._output), lambda: scan(root, folders))
        except (OSError, EOFError, TypeError, ValueError):  # of another version, or nothing to look at
            return None
        clean = not site[1] and not site[2] and not seen.strays
        return Snapshot(seen, site, folders, told if clean and self._key(seen, site[0]) == key else None)

    def _key(self, seen: Scan, site: Mapping[str, Signature]) -> bytes:
        """A digest of the signatures of all that goes into the site and of all that is in it."""
        parts = (
            tool_signature(),
            self._options,
            list(seen.records.items()),
            list(seen.others.items()),
            sorted(site.items()),
        )
        return blake2b(marshal.dumps(parts, 2), digest_size=32).digest()

    def _prune(self) -> None:
        """Forget the outputs that were built longest ago, such as those of tests."""
        kept = [entry for entry in os.scandir(self._folder) if entry.name.endswith(".memory")]
        for entry in sorted(kept, key=lambda entry: entry.stat().st_mtime_ns)[:-MOST_OUTPUTS]:
            for path in (entry.path, *(entry.path.removesuffix("memory") + other for other in ("stamp", "search"))):
                try:
                    os.unlink(path)
                except OSError:
                    pass


def _both(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, Any]:
    """What two functions give, the first called in a process of its own where there can be one: a site and its content
    are looked at in half the time. What the first gives must be plain data; where it fails it is called here.
    """
    if not hasattr(os, "fork"):
        return first(), second()
    back, hand = os.pipe()
    try:
        process = os.fork()
    except OSError:  # the system lets no more
        os.close(back)
        os.close(hand)
        return first(), second()
    if process == 0:
        try:
            os.close(back)
            with os.fdopen(hand, "wb") as pipe:
                pipe.write(marshal.dumps(first(), 2))
        finally:
            os._exit(0)
    os.close(hand)
    try:
        with os.fdopen(back, "rb") as pipe:
            found = second()
            data = pipe.read()
    finally:
        os.waitpid(process, 0)
    try:
        return marshal.loads(data), found
    except (EOFError, ValueError, TypeError):
        return first(), found


def _when(path: str) -> Signature | None:
    try:
        return signature(os.stat(path))
    except OSError:
        return None


def _read(path: str) -> bytes:
    try:
        return read_plain(path)
    except OSError:
        return b""


def _write(path: str, data: bytes) -> bool:
    """Put the whole in place at once; true where the system let it."""
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(f"{path}.new", "wb") as file:
            file.write(data)
        os.replace(f"{path}.new", path)
    except OSError:
        return False
    return True
