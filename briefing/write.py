"""Files into the output folder, of which this module is the sole owner.

It touches nothing that it did not write, leaves alone every file whose bytes are the same, and removes what is no
longer made. `build-manifest.json` lists what the folder holds. It is written first with all that may come to be there,
so that a build cut short leaves nothing that the next one would take for somebody else's, and last with what is there.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from . import __version__
from .problem import Location, Problem

MANIFEST = "build-manifest.json"
# What hosts, git and file managers keep in a published folder. It is left alone; any other dot file is somebody's.
TOLERATED = frozenset((".git", ".gitignore", ".gitattributes", ".gitkeep", ".nojekyll", ".well-known", ".htaccess", ".DS_Store"))
TEMPORARY = ".new"  # a file is written as `.name.new` and then renamed


@dataclass(frozen=True, slots=True)
class Written:
    """How many files a build made or changed, found as they should be, and removed."""

    changed: int
    unchanged: int
    removed: int


def misplaced(output: Path, shown: str, sources: Iterable[Path]) -> list[Problem]:
    """A site among the content or templates would be read as such by the next build."""
    for folder in sources:
        if output.resolve().is_relative_to(folder.resolve()):
            message = f"the site cannot lie in {folder.name}/, where the next build would read it"
            return [Problem(Location(shown, 1, 1), "misplaced-output", message, "name another folder with --output DIR")]
    return []


def write(output: Path, shown: str, files: Mapping[str, bytes]) -> tuple[Written | None, list[Problem]]:
    """Make the output folder hold exactly these files, by relative path. `shown` is what problems call the folder."""
    place = Location(shown, 1, 1)
    try:
        if os.path.lexists(output) and not output.is_dir():
            return None, [Problem(place, "foreign-output", "it is a file, not a folder", "name another with --output DIR")]
        known = _known(output)
        found = _Found(output, deep=bool(known))
        foreign = found.foreign(known)
        if foreign:
            return None, [_foreign_problem(place, foreign)]
        written = _write(output, known, files)
        found.remove_leftovers(known.keys() | files.keys())
        return written, []
    except OSError as error:
        name = error.filename if isinstance(error.filename, str) else ""
        message = f"it could not be written: {error.strerror or error}" + (f" ({name})" if name else "")
        hint = "mend that and build again; the next build completes what this one began"
        return None, [Problem(place, "unwritable-output", message, hint)]


def _foreign_problem(place: Location, foreign: list[str]) -> Problem:
    named = ", ".join(foreign[:3]) + (f" and {len(foreign) - 3} more" if len(foreign) > 3 else "")
    message = f"the output folder holds what this generator did not write: {named}"
    hint = f"move that away, or name another folder with --output DIR; an old build without its {MANIFEST} may be deleted"
    return Problem(place, "foreign-output", message, hint)


def _known(output: Path) -> dict[str, str]:
    """The files that an earlier build lists as its own. A damaged list counts for nothing, nor does a path in it that
    leads out of the folder or to a dot file: what is listed may be deleted, so the list is not trusted.
    """
    try:
        listed = json.loads((output / MANIFEST).read_bytes())["files"]
        return {path: str(digest) for path, digest in listed.items() if _is_inside(path)}
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _is_inside(path: str) -> bool:
    parts = path.split("/")
    return not any(part == "" or part.startswith(".") or "\\" in part or "\0" in part or ":" in part for part in parts)


class _Found:
    """What lies in the output folder before a build; `deep`, in the folders below it too.

    A folder in which no build has listed anything is looked at no further than it takes to see that it is not empty.
    """

    def __init__(self, output: Path, deep: bool) -> None:
        self._output = output
        self._files: list[str] = []
        self._leftovers: list[str] = []  # paths whose temporary file a build that was cut short left behind
        if output.is_dir():
            self._walk(output, "", deep)

    def _walk(self, folder: Path, prefix: str, deep: bool) -> None:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name in TOLERATED:
                    continue
                if entry.name.startswith(".") and entry.name.endswith(TEMPORARY):
                    self._leftovers.append(f"{prefix}{entry.name[1 : -len(TEMPORARY)]}")
                elif entry.is_dir(follow_symlinks=False):
                    if deep:
                        self._walk(Path(entry.path), f"{prefix}{entry.name}/", deep)
                    else:
                        self._files.append(f"{prefix}{entry.name}/")
                else:
                    self._files.append(f"{prefix}{entry.name}" + (" (a link)" if entry.is_symlink() else ""))

    def foreign(self, known: Mapping[str, str]) -> list[str]:
        """The files that no build wrote, sorted."""
        return sorted(path for path in self._files if path not in known and path != MANIFEST)

    def remove_leftovers(self, known: Set[str]) -> None:
        for path in self._leftovers:
            if path in known or path == MANIFEST:
                _remove(self._output, _temporary(path))


def _write(output: Path, known: Mapping[str, str], files: Mapping[str, bytes]) -> Written:
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in sorted(files.items())}
    stale = sorted(known.keys() - files.keys())
    output.mkdir(parents=True, exist_ok=True)
    if known.keys() != files.keys():
        _put(output, MANIFEST, _manifest(dict(sorted({**known, **digests}.items()))))
    # A file where a folder must be, or the other way round, has to go first; all else goes last, so that no reader
    # follows a link to a page that is gone.
    first = _in_the_way(stale, files)
    removed = sum(_remove(output, path) for path in first)
    changed = 0
    for folder in sorted({path.rpartition("/")[0] for path in files}):
        (output / folder).mkdir(parents=True, exist_ok=True)
    for path in digests:
        changed += _put(output, path, files[path])
    removed += sum(_remove(output, path) for path in sorted(set(stale) - set(first)))
    _put(output, MANIFEST, _manifest(digests))
    return Written(changed, len(files) - changed, removed)


def _in_the_way(stale: Iterable[str], files: Mapping[str, bytes]) -> list[str]:
    """The files no longer made that have the name of a folder now needed, or lie in a folder that is now a file."""
    folders = {folder for path in files for folder in _folders_of(path)}
    return [path for path in stale if path in folders or any(folder in files for folder in _folders_of(path))]


def _folders_of(path: str) -> Iterator[str]:
    """The folders that a path lies in: "a/b" and "a" for "a/b/c"."""
    while path := path.rpartition("/")[0]:
        yield path


def _manifest(digests: Mapping[str, str]) -> bytes:
    listed = {"generator": f"briefing-site {__version__}", "files": digests}
    return (json.dumps(listed, indent=1) + "\n").encode()


def _temporary(path: str) -> str:
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}.{name}{TEMPORARY}"


def _put(output: Path, path: str, data: bytes) -> bool:
    """Make a file hold the bytes; true where it did not. Readers see the old file or the new one, never a part."""
    name = os.path.join(output, path)
    try:
        with open(name, "rb") as file:
            if file.read(len(data) + 1) == data:
                return False
    except FileNotFoundError:
        pass
    temporary = os.path.join(output, _temporary(path))
    with open(temporary, "wb") as file:
        file.write(data)
    os.replace(temporary, name)
    return True


def _remove(output: Path, path: str) -> bool:
    """Delete a file that is no longer made, and the folders that it leaves empty; true where it was there."""
    there = True
    try:
        (output / path).unlink()
    except (FileNotFoundError, NotADirectoryError):
        there = False
    for folder in (output / path).parents:
        if folder == output:
            break
        try:
            folder.rmdir()
        except OSError:  # not empty, or gone already
            continue
    return there
