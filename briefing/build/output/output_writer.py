"""Files into the output folder, of which this module is the sole owner.

It touches nothing that it did not write, leaves alone every file whose bytes are the same, and removes what is no
longer made. `build-manifest.json` lists what the folder holds. It is written first with all that may come to be there,
so that a build cut short leaves nothing that the next one would take for somebody else's, and last with what is there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from json.encoder import encode_basestring_ascii as encode

from briefing import __version__
from briefing.core.problems import Location, Problem
from briefing.reading.scanner import TEMPORARY, Signature, Site, look, read_plain, signature

MANIFEST = "build-manifest.json"


@dataclass(frozen=True, slots=True)
class Written:
    """How many files a build made or changed, found as they should be, and removed."""

    changed: int
    unchanged: int
    removed: int


def misplaced(output: str, shown: str, sources: Iterable[str]) -> list[Problem]:
    """A site among the content or templates would be read as such by the next build."""
    for folder in sources:
        there, here = os.path.realpath(output), os.path.realpath(folder)
        if there == here or there.startswith(here + os.sep):
            message = f"the site cannot lie in {os.path.basename(folder)}/, where the next build would read it"
            return [
                Problem(Location(shown, 1, 1), "misplaced-output", message, "name another folder with --output DIR")
            ]
    return []


def unwritable(shown: str, error: OSError) -> Problem:
    """What to tell an editor where the system would not let the site be written."""
    name = error.filename if isinstance(error.filename, str) else ""
    message = f"it could not be written: {error.strerror or error}" + (f" ({name})" if name else "")
    hint = "mend that and build again; the next build completes what this one began"
    return Problem(Location(shown, 1, 1), "unwritable-output", message, hint)


class Output:
    """The output folder during a build. `at` looks at it, `begin` makes it ready, `put` writes, `finish` tidies up."""

    def __init__(
        self, folder: str, known: Mapping[str, str], found: Mapping[str, Signature], leftovers: Sequence[str]
    ) -> None:
        self.known = known  # what earlier builds list as theirs: sha256 by path
        self.found = found  # what lies there: signature by path
        self.fresh = not found  # nobody can be reading
        self._folder = folder
        self._leftovers = leftovers
        self._removed = 0
        self._first: list[str] = []
        self._created = False

    @classmethod
    def at(cls, folder: str, shown: str, site: Site | None = None) -> tuple[Output | None, list[Problem]]:
        """The folder as it is, of which nothing is touched yet. `shown` is what problems call it, `site` a look at it."""
        place = Location(shown, 1, 1)
        if os.path.lexists(folder) and not os.path.isdir(folder):
            return None, [
                Problem(place, "foreign-output", "it is a file, not a folder", "name another with --output DIR")
            ]
        known = _known(folder)
        try:
            found, leftovers, links = site or look(folder, deep=bool(known))
        except OSError as error:
            return None, [unwritable(shown, error)]
        foreign = sorted(
            [path for path in found if path not in known and path != MANIFEST] + [f"{path} (a link)" for path in links]
        )
        if foreign:
            return None, [_foreign_problem(place, foreign)]
        return cls(folder, known, found, leftovers), []

    def begin(self, made: Iterable[str]) -> None:
        """Make the folder ready for exactly these files, by path."""
        made = set(made)
        self._created |= not os.path.isdir(self._folder)
        os.makedirs(self._folder, exist_ok=True)
        stale = self.known.keys() - made
        if stale or made - self.known.keys():
            self._write_manifest({**dict.fromkeys(made, ""), **self.known})
        # A file where a folder must be, or the other way round, has to go first; all else goes last, so that no reader
        # follows a link to a page that is gone.
        self._first = _in_the_way(stale, made)
        self._removed += sum(self._remove(path) for path in self._first)
        for folder in {path.rpartition("/")[0] for path in made}:
            os.makedirs(os.path.join(self._folder, folder), exist_ok=True)

    def put(self, path: str, data: bytes) -> tuple[bool, Signature]:
        """Make a file hold the bytes: whether it did not, and its signature. Readers see the old file or the new one."""
        name = f"{self._folder}/{path}"
        if self.fresh:
            return True, signature(_write(name, data))
        return self._replace(path, data), signature(os.stat(name))

    def _replace(self, path: str, data: bytes) -> bool:
        name = os.path.join(self._folder, path)
        try:
            if read_plain(name) == data:
                return False
        except FileNotFoundError:
            pass
        temporary = os.path.join(self._folder, _temporary(path))
        _write(temporary, data)
        os.replace(temporary, name)
        return True

    def holds(self, path: str, digest: str) -> bool:
        """Whether a file of an earlier build lies there with these bytes."""
        if path not in self.found or self.known.get(path) != digest:
            return False
        return sha256_hex(read_plain(os.path.join(self._folder, path))) == digest

    def list_signature(self) -> Signature:
        """The signature of the list of files."""
        return signature(os.stat(os.path.join(self._folder, MANIFEST)))

    def finish(self, digests: Mapping[str, str], drafts: bool = False) -> int:
        """Remove what is no longer made, list what is there, with its sha256, and give how many files were removed.

        `drafts` is whether it shows any, which must not be published.
        """
        for path in sorted(self.known.keys() - digests.keys() - set(self._first)):
            self._removed += self._remove(path)
        self._write_manifest(digests, drafts)
        for path in self._leftovers:
            if path in self.known or path in digests or path == MANIFEST:
                self._remove(_temporary(path))
        return self._removed

    def undo(self, made: Iterable[str]) -> None:
        """Leave the folder as empty as it was, or none where there was none; `made` is all that may have been written."""
        for path in (*made, MANIFEST):
            self._remove(path)
        if self._created:
            os.rmdir(self._folder)

    def _write_manifest(self, digests: Mapping[str, str], drafts: bool = False) -> None:
        self._replace(MANIFEST, _manifest(digests, drafts))

    def _remove(self, path: str) -> bool:
        """Delete a file that is no longer made, and the folders that it leaves empty; true where it was there."""
        there = True
        try:
            os.unlink(os.path.join(self._folder, path))
        except (FileNotFoundError, NotADirectoryError):
            there = False
        for folder in _folders_of(path):
            try:
                os.rmdir(os.path.join(self._folder, folder))
            except OSError:  # not empty, or gone already
                continue
        return there


def sha256_hex(data: bytes) -> str:
    """A file's sha256, as the manifest has it."""
    return sha256(data).hexdigest()


def _foreign_problem(place: Location, foreign: list[str]) -> Problem:
    named = ", ".join(foreign[:3]) + (f" and {len(foreign) - 3} more" if len(foreign) > 3 else "")
    message = f"the output folder holds what this generator did not write: {named}"
    hint = (
        f"move that away, or name another folder with --output DIR; an old build without its {MANIFEST} may be deleted"
    )
    return Problem(place, "foreign-output", message, hint)


def _known(folder: str) -> dict[str, str]:
    """The files that an earlier build lists as its own. A damaged list counts for nothing, nor does a path in it that
    leads out of the folder or to a dot file: what is listed may be deleted, so the list is not trusted.
    """
    try:
        listed = json.loads(read_plain(os.path.join(folder, MANIFEST)))["files"]
        return {path: str(digest) for path, digest in listed.items() if is_inside(path)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _manifest(digests: Mapping[str, str], drafts: bool = False) -> bytes:
    """The list of files as JSON, a line each, written by hand because `json` takes its time over lines."""
    files = ",\n".join([f'  {encode(path)}: "{digest}"' for path, digest in sorted(digests.items())])
    shown = ' "drafts": true,\n' if drafts else ""
    return f'{{\n "generator": "briefing-site {__version__}",\n{shown} "files": {{\n{files}\n }}\n}}\n'.encode()


def is_inside(path: str) -> bool:
    """Whether a path in a list of files stays inside the folder and names no dot file."""
    if path[:1] not in ("", "/", ".") and "\\" not in path and "\0" not in path and ":" not in path:
        return "/." not in path and "//" not in path and path[-1] != "/"
    return False


def _in_the_way(stale: Iterable[str], made: set[str]) -> list[str]:
    """The files no longer made that have the name of a folder now needed, or lie in a folder that is now a file."""
    stale = sorted(stale)
    if not stale:
        return []
    folders = {folder for path in made for folder in _folders_of(path)}
    return [path for path in stale if path in folders or any(folder in made for folder in _folders_of(path))]


def _folders_of(path: str) -> Iterator[str]:
    """The folders that a path lies in: "a/b" and "a" for "a/b/c"."""
    while path := path.rpartition("/")[0]:
        yield path


def _temporary(path: str) -> str:
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}.{name}{TEMPORARY}"


def write_whole(descriptor: int, data: bytes) -> None:
    """All of the bytes, of which the system may take fewer at a time."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _write(name: str, data: bytes) -> os.stat_result:
    descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        write_whole(descriptor, data)
        return os.fstat(descriptor)
    finally:
        os.close(descriptor)
