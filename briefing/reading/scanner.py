"""A look at the files of a project and its site without reading them: which there are, and a signature of each.

A file whose signature is as it was need not be read again. This module imports next to nothing, because a build in
which nothing changed does nothing else.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Iterator, Sequence

CONFIG, TEMPLATES, CONTENT = "briefing.yaml", "templates", "content"
BESIDE = (CONFIG, "quotes.lock", "permalinks.lock")
# An installed package has its templates inside it, a checkout beside it.
_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHIPPED_TEMPLATES = next(
    path for at in (_HERE, os.path.dirname(_HERE)) if os.path.isdir(path := os.path.join(at, TEMPLATES))
)

Signature = int  # a hash of when a file's entry and its content changed, of its size and its inode
Stray = tuple[str, str, str]  # (what it is, its path, more about it) of what is no record file, for `read` to explain

# What hosts, git and file managers keep in a published folder. It is left alone; any other dot file is somebody's.
TOLERATED = frozenset(
    (".git", ".gitignore", ".gitattributes", ".gitkeep", ".nojekyll", ".well-known", ".htaccess", ".DS_Store")
)
TEMPORARY = ".new"  # a file is written as `.name.new` and then renamed

TICK = 100_000_000  # ns; ten times the coarsest clock tick that a Linux kernel stamps files with
COARSE_TICK = 2_100_000_000  # where times are kept in whole seconds, or, on FAT, in even ones


class Scan:
    """What a look at a project has found, each file's signature by its path.

    `fresh` are the files changed so shortly before that a later change could leave the same signature.
    """

    def __init__(self) -> None:
        self.records: dict[str, Signature] = {}  # sorted by path
        self.others: dict[str, Signature] = {}  # briefing.yaml and templates
        self.strays: list[Stray] = []
        self.fresh: set[str] = set()
        self._begun = time.time_ns()

    def signature(self, path: str, status: os.stat_result) -> Signature:
        """A file's signature; that it is fresh is noted."""
        latest = latest_change(status)
        if self._begun - latest <= (TICK if latest % 1_000_000 else COARSE_TICK):
            self.fresh.add(path)
        return signature(status)


def scan(root: str, folders: Sequence[str]) -> Scan:
    """Look at briefing.yaml, at all in `content/`, where records lie in the given folders, and at templates."""
    seen = Scan()
    seen.records = dict(sorted(_records(root, frozenset(folders), seen)))
    for name in BESIDE:
        try:
            seen.others[name] = seen.signature(name, os.lstat(os.path.join(root, name)))
        except OSError:
            continue
    for folder in (SHIPPED_TEMPLATES, os.path.join(root, TEMPLATES)):
        seen.others.update((path, seen.signature(path, os.stat(path))) for _, path in template_files(folder))
    return seen


def template_files(folder: str) -> list[tuple[str, str]]:
    """(name, path) of every file below a templates folder, sorted by name, but for dot files and folders.

    Templates are the tool's and the project's own code, not content, so links are followed, but none that leads back to a
    folder that it lies in.
    """
    found = []
    waiting = [("", folder, (os.path.realpath(folder),))]
    while waiting:
        prefix, place, above = waiting.pop()
        try:
            entries = list(os.scandir(place))
        except OSError:  # most projects have none
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            try:
                if entry.is_dir():
                    real = os.path.realpath(entry.path) if entry.is_symlink() else f"{above[-1]}{os.sep}{entry.name}"
                    if real not in above:
                        waiting.append((f"{prefix}{entry.name}/", entry.path, (*above, real)))
                elif entry.is_file():
                    found.append((f"{prefix}{entry.name}", entry.path))
            except OSError:  # a link that leads nowhere, or to itself
                continue
    return sorted(found)


class NotPlain(OSError):
    """A pipe, a device or a folder in the place of a file."""


def read_plain(path: str, follow: bool = True) -> bytes:
    """The bytes of a plain file. Neither waits on a pipe nor reads a device, and follows no link unless it may.

    Raises OSError, and NotPlain where it is no plain file.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags if follow else flags | getattr(os, "O_NOFOLLOW", 0))
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise NotPlain(errno.EINVAL, "it is no plain file", path)
        return file.read()


def latest_change(status: os.stat_result) -> int:
    """When a file or its entry last changed, in ns."""
    return max(status.st_ctime_ns, status.st_mtime_ns)


def signature(status: os.stat_result) -> Signature:
    return hash((status.st_ctime_ns, status.st_mtime_ns, status.st_size, status.st_ino))


def _records(root: str, folders: frozenset[str], seen: Scan) -> Iterator[tuple[str, Signature]]:
    content, strays = os.path.join(root, CONTENT), seen.strays
    if os.path.islink(content):
        strays.append(("link", CONTENT, ""))
    elif not os.path.isdir(content):
        strays.append(("no-content", CONTENT, ""))
    else:
        for entry in _entries(content, CONTENT, strays):
            path = f"{CONTENT}/{entry.name}"
            if entry.is_symlink():
                strays.append(("link", path, ""))
            elif not entry.is_dir():
                strays.append(("not-in-a-folder", path, entry.name))
            elif entry.name not in folders:
                strays.append(("no-kind", path, entry.name))
            else:
                yield from _files(entry.path, path, seen)


def _files(folder: str, path: str, seen: Scan) -> Iterator[tuple[str, Signature]]:
    for entry in _entries(folder, path, seen.strays):
        name = entry.name
        if name.endswith(".yaml") and entry.is_file(follow_symlinks=False):
            try:
                yield (full := f"{path}/{name}"), seen.signature(full, entry.stat(follow_symlinks=False))
            except OSError:  # gone since it was listed
                continue
        elif entry.is_symlink():
            seen.strays.append(("link", f"{path}/{name}", ""))
        else:
            seen.strays.append(("folder" if entry.is_dir() else "no-record", f"{path}/{name}", name))


def _entries(folder: str, path: str, strays: list[Stray]) -> list[os.DirEntry[str]]:
    """A folder's entries, without those that systems and editors leave behind (`.DS_Store`, `x.yaml~`)."""
    try:
        with os.scandir(folder) as found:
            return [entry for entry in found if entry.name[0] != "." and entry.name[-1] != "~"]
    except OSError as error:
        strays.append(("unreadable", path, error.strerror))
        return []


Site = tuple[dict[str, Signature], list[str], list[str]]
"""What lies in an output folder: its files with their signatures, the paths of which a build cut short left temporary
files, and links.
"""


def look(folder: str, deep: bool = True) -> Site:
    """What lies in an output folder.

    Unless `deep`, a folder within is not looked into, and listed itself: it takes no more to see that there is something.
    """
    found: dict[str, Signature] = {}
    leftovers: list[str] = []
    links: list[str] = []
    waiting = [("", folder)] if os.path.isdir(folder) else []
    while waiting:
        prefix, place = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                name = entry.name
                if name[0] == "." and (name in TOLERATED or name.endswith(TEMPORARY)):
                    if name not in TOLERATED:
                        leftovers.append(f"{prefix}{name[1 : -len(TEMPORARY)]}")
                elif entry.is_symlink():
                    links.append(f"{prefix}{name}")
                elif not entry.is_dir():
                    found[f"{prefix}{name}"] = signature(entry.stat(follow_symlinks=False))
                elif deep:
                    waiting.append((f"{prefix}{name}/", entry.path))
                else:
                    found[f"{prefix}{name}/"] = 0
    return found, leftovers, links


def tool_signature() -> list[tuple[str, int, int]]:
    """What stands for this version of the generator and of all that it uses: as long as it is the same, so are they.

    (path, modification time, size) of the package's files, and of the folders that installing a package changes.
    """
    found = [(sys.version, 0, 0)]
    waiting = [_HERE]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    if entry.name != "__pycache__":
                        waiting.append(entry.path)
                elif entry.name.endswith(".py"):
                    status = entry.stat()
                    found.append((entry.path, status.st_mtime_ns, status.st_size))
    for path in sys.path:
        if path.endswith("-packages"):
            found.append((path, os.stat(path).st_mtime_ns if os.path.isdir(path) else 0, 0))
    return sorted(found)
