"""Files into the output folder, of which this module is the sole owner.

It touches nothing that it did not write, leaves alone every file whose bytes are the same, and removes what is no
longer made. `build-manifest.json` lists what the folder holds. It is written first with all that may come to be there,
so that a build cut short leaves nothing that the next one would take for somebody else's, and last with what is there.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from . import __version__
from .problem import Location, Problem

MANIFEST = "build-manifest.json"


@dataclass(frozen=True, slots=True)
class Written:
    """How many files a build made or changed, found as they should be, and removed."""

    changed: int
    unchanged: int
    removed: int


def write(output: Path, shown: str, files: Mapping[str, bytes]) -> tuple[Written | None, list[Problem]]:
    """Make the output folder hold exactly these files, by relative path. `shown` is what problems call the folder."""
    place = Location(shown, 1, 1)
    try:
        known = _known(output)
        foreign = [] if known is not None and not output.exists() else _foreign(output, known or {})
        if foreign:
            return None, [_foreign_problem(place, foreign)]
        return _write(output, known or {}, files), []
    except OSError as error:
        name = error.filename if isinstance(error.filename, str) else ""
        message = f"it could not be written: {error.strerror or error}" + (f" ({name})" if name else "")
        hint = "mend that and build again; the next build completes what this one began"
        return None, [Problem(place, "unwritable-output", message, hint)]


def _foreign_problem(place: Location, foreign: list[str]) -> Problem:
    named = ", ".join(foreign[:3]) + (f" and {len(foreign) - 3} more" if len(foreign) > 3 else "")
    message = f"the output folder holds what this generator did not write: {named}"
    return Problem(place, "foreign-output", message, "move that away, or name another folder with --output DIR")


def _known(output: Path) -> dict[str, str]:
    """The files that an earlier build lists as its own. A damaged list counts for nothing."""
    try:
        listed = json.loads((output / MANIFEST).read_bytes())["files"]
        return {str(path): str(digest) for path, digest in listed.items()}
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _foreign(output: Path, known: Mapping[str, str]) -> list[str]:
    """What lies in the folder that no build wrote. Dot files are others' business and never touched."""
    if output.is_dir():
        return sorted(path for path in _walk(output, "") if path not in known and path != MANIFEST)
    return [output.name] if os.path.lexists(output) else []


def _walk(folder: Path, prefix: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry.path), f"{prefix}{entry.name}/")
            else:
                yield f"{prefix}{entry.name}" + (" (a link)" if entry.is_symlink() else "")


def _write(output: Path, known: Mapping[str, str], files: Mapping[str, bytes]) -> Written:
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in sorted(files.items())}
    stale = sorted(set(known) - set(files))
    new = sorted(set(files) - set(known))
    output.mkdir(parents=True, exist_ok=True)
    if new or stale:
        _put(output / MANIFEST, _manifest(dict(sorted({**known, **digests}.items()))))
    changed = 0
    for folder in sorted({path.rpartition("/")[0] for path in files}):
        (output / folder).mkdir(parents=True, exist_ok=True)
    for path in digests:
        changed += _put(output / path, files[path])
    removed = sum(_remove(output, path) for path in stale)
    _put(output / MANIFEST, _manifest(digests))
    return Written(changed, len(files) - changed, removed)


def _manifest(digests: Mapping[str, str]) -> bytes:
    listed = {"generator": f"briefing-site {__version__}", "files": digests}
    return (json.dumps(listed, indent=1) + "\n").encode()


def _put(path: Path, data: bytes) -> bool:
    """Make a file hold the bytes; true where it did not. Readers see the old file or the new one, never a part."""
    name = os.fspath(path)
    try:
        with open(name, "rb") as file:
            if file.read(len(data) + 1) == data:
                return False
    except FileNotFoundError:
        pass
    temporary = os.path.join(os.path.dirname(name), f".{os.path.basename(name)}.new")
    with open(temporary, "wb") as file:
        file.write(data)
    os.replace(temporary, name)
    return True


def _remove(output: Path, path: str) -> bool:
    """Delete a file that is no longer made, and the folders that it leaves empty."""
    try:
        (output / path).unlink()
    except FileNotFoundError:
        return False
    for folder in (output / path).parents:
        if folder == output:
            break
        try:
            folder.rmdir()
        except OSError:  # not empty
            break
    return True
