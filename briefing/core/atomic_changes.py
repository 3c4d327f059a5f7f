"""New contents for files of the project, put in place all together or not at all.

Every file is written beside its place first and then renamed into it, which no reader sees half done. Should one of
them fail, those before it are put back.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


class ConcurrentEdit(Exception):
    """A file is not what it was when the change was worked out."""


def apply_changes(root: Path, before: Mapping[str, bytes | None], after: Mapping[str, bytes | None]) -> None:
    """Give files, by their path from the root, their new content; None where there is no file.

    `before` is what each file holds now. Raises `ConcurrentEdit` where one does not, and OSError where one cannot be
    written; either way every file is then as it was.
    """
    for path in after:
        if _content(root / path) != before[path]:
            raise ConcurrentEdit(path)
    ready: dict[str, str] = {}  # path -> the file that waits beside its place
    done: list[str] = []
    try:
        for path, data in after.items():
            if data is not None:
                ready[path] = _beside(root / path, data)
        for path in after:
            done.append(path)
            if path in ready:
                os.replace(ready[path], root / path)
                del ready[path]
            else:
                os.unlink(root / path)
    except BaseException:
        for path in reversed(done):
            _put_back(root / path, before[path])
        raise
    finally:
        for waiting in ready.values():
            Path(waiting).unlink(missing_ok=True)


def _content(file: Path) -> bytes | None:
    return file.read_bytes() if os.path.lexists(file) else None


def _beside(place: Path, data: bytes) -> str:
    """A new file in a file's folder, with the content that the file is to have and the permissions that it has."""
    place.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
        os.chmod(name, place.stat().st_mode & 0o7777 if place.exists() else 0o666 & ~_mask())
    except BaseException:
        os.unlink(name)
        raise
    return name


def _put_back(place: Path, data: bytes | None) -> None:
    if data is None:
        place.unlink(missing_ok=True)
    elif _content(place) != data:
        os.replace(_beside(place, data), place)


def _mask() -> int:
    """The permissions that new files do not get. It can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
