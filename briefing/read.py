"""The project's files, from the disk: content, configuration, templates, and what lies beside. No other module reads any.

Nothing here follows a link out of the content, waits on a pipe or reads more than a record can need.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .decode import LARGEST_FILE, File, decode, not_utf8
from .places import at_start, printable
from .problem import Problem
from .spelling import closest, slug

LARGEST_BESIDE = 32 * 2**20  # bytes; a line for each of a hundred thousand quotes
LARGEST_ARCHIVED = 20 * 2**20

# An installed package has its templates inside it, a checkout beside it.
_HERE = Path(__file__).resolve().parent
SHIPPED_TEMPLATES = _HERE / "templates" if (_HERE / "templates").is_dir() else _HERE.parent / "templates"


@dataclass(frozen=True, slots=True)
class Project:
    """The project's files as they are on the disk."""

    config: File | None
    records: tuple[File, ...]


def load(root: Path, folders: Sequence[str]) -> tuple[Project, list[Problem]]:
    """Read briefing.yaml and every record file in `content/<folder>/` for the given folder names, sorted by path."""
    problems: list[Problem] = []
    config = _load_config(root, problems)
    files: list[File] = []
    for path in _scan(root, folders, problems):
        file = _load_file(root, path, problems)
        if file is not None:
            files.append(file)
    return Project(config, tuple(files)), problems


def load_templates(folders: Sequence[Path]) -> tuple[dict[str, str], dict[str, bytes], list[Problem]]:
    """(templates, static files) by their path in a templates folder; a later folder's file overrides an earlier one's.

    The first folder's templates are also there as `shipped/…`, so that what overrides one can extend it. Templates are
    the tool's and the project's own code, not content, so links are followed.
    """
    templates: dict[str, str] = {}
    static: dict[str, bytes] = {}
    problems: list[Problem] = []
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder).as_posix()
            if any(part.startswith(".") for part in name.split("/")):
                continue
            if name.startswith("static/"):
                static[name] = path.read_bytes()
            elif name.endswith((".html", ".xml", ".txt")):
                try:
                    templates[name] = path.read_bytes().decode("utf-8")
                    if folder == folders[0]:
                        templates[f"shipped/{name}"] = templates[name]
                except UnicodeDecodeError as error:
                    problems.append(not_utf8(f"templates/{name}", error, "template-error"))
    return templates, static, problems


def load_beside(root: Path, name: str) -> tuple[File | None, list[Problem]]:
    """A file that a command keeps beside briefing.yaml, such as quotes.lock; None where there is none."""
    if not os.path.lexists(root / name):
        return None, []
    data, problem = _load_bytes(root, name, LARGEST_BESIDE)
    if data is None:
        return None, [problem] if problem else []
    try:
        return File(name, data.decode("utf-8-sig")), []
    except UnicodeDecodeError as error:
        return None, [not_utf8(name, error, "not-utf8")]


def load_archived(root: Path, path: str) -> tuple[bytes | None, Problem | None]:
    """An archived text's bytes, by its path from the root; None where it is not here, or lies behind a link."""
    at = root
    for part in path.split("/")[:-1]:
        at = at / part
        if at.is_symlink():
            return None, _symlink(at.relative_to(root).as_posix())
    if not os.path.lexists(root / path):
        return None, None
    return _load_bytes(root, path, LARGEST_ARCHIVED)


def _load_bytes(root: Path, path: str, most: int) -> tuple[bytes | None, Problem | None]:
    """A plain file's bytes, where it is no larger than allowed."""
    try:
        data = _bytes(os.path.join(root, path), most)
    except OSError as error:
        if os.path.islink(os.path.join(root, path)):
            return None, _symlink(path)
        return None, at_start(path, "unreadable-file", f"it could not be read: {error.strerror}", _READABLE)
    if len(data) > most:
        return None, at_start(path, "file-too-large", f"the file is larger than {most // 2**20} MB", "split it")
    return data, None


def _load_config(root: Path, problems: list[Problem]) -> File | None:
    if not os.path.lexists(root / "briefing.yaml"):
        problems.append(
            at_start(
                "briefing.yaml",
                "missing-config",
                "there is no briefing.yaml here, so this is not a briefing project",
                "make one with a line such as `title: My briefing`, or name the project's folder with --root DIR",
            )
        )
        return None
    return _load_file(root, "briefing.yaml", problems)


def _scan(root: Path, folders: Sequence[str], problems: list[Problem]) -> list[str]:
    """The paths of all record files, sorted; a problem for whatever else lies in content/."""
    content = root / "content"
    if content.is_symlink():
        problems.append(_symlink("content"))
        return []
    if not content.is_dir():
        problems.append(
            at_start(
                "content",
                "missing-content",
                "there is no content folder here",
                f"make one with a folder for each kind, such as content/events; kinds are {', '.join(folders)}",
            )
        )
        return []
    paths: list[str] = []
    for entry in _entries(content, "content", problems):
        path = f"content/{entry.name}"
        if entry.is_symlink():
            problems.append(_symlink(path))
        elif not entry.is_dir():
            hint = f"move it into the folder of its kind: {', '.join(folders)}"
            if not entry.name.endswith((".yaml", ".yml")):
                hint = "move it out of content/"
            problems.append(at_start(path, "unexpected-file", "records lie in a folder named after their kind", hint))
        elif entry.name not in folders:
            problems.append(_unknown_folder(path, entry.name, folders))
        else:
            paths.extend(_record_paths(content / entry.name, path, problems))
    return sorted(paths)


def _record_paths(folder: Path, path: str, problems: list[Problem]) -> Iterator[str]:
    for entry in _entries(folder, path, problems):
        file = f"{path}/{entry.name}"
        if entry.is_symlink():
            problems.append(_symlink(file))
        elif entry.name.endswith(".yaml") and entry.is_file():
            yield file
        elif entry.is_dir():
            problems.append(
                at_start(file, "unknown-folder", "a kind's folder has no folders in it", f"move its files to {path}/")
            )
        else:
            stem, dot, ending = entry.name.rpartition(".")
            message = "a record is a plain file" if ending == "yaml" else "record files end in .yaml"
            hint = f"rename it to {slug(stem)}.yaml" if dot and ending in ("yml", "YAML", "YML") else "move it out of content/"
            problems.append(at_start(file, "unexpected-file", message, hint))


def _entries(folder: Path, path: str, problems: list[Problem]) -> list[os.DirEntry[str]]:
    """A folder's entries by name, without those that systems and editors leave behind (`.DS_Store`, `x.yaml~`)."""
    try:
        with os.scandir(folder) as found:
            entries = [e for e in found if not e.name.startswith(".") and not e.name.endswith("~")]
    except OSError as error:
        message, hint = f"it could not be read: {error.strerror}", "check its permissions"
        problems.append(at_start(path, "unreadable-file", message, hint))
        return []
    return sorted(entries, key=lambda e: e.name)


_READABLE = "put a plain file here that you are allowed to read"


def _load_file(root: Path, path: str, problems: list[Problem]) -> File | None:
    shown = printable(path)
    try:
        data = _bytes(os.path.join(root, path))
    except OSError as error:
        problem = at_start(shown, "unreadable-file", f"it could not be read: {error.strerror}", _READABLE)
        if os.path.islink(os.path.join(root, path)):
            problem = _symlink(shown)
        problems.append(problem)
        return None
    file, found = decode(shown, data)
    problems.extend(found)
    return file or File(shown, data[:LARGEST_FILE].decode("utf-8-sig", "replace"), sound=False)


def _bytes(path: str, most: int = LARGEST_FILE) -> bytes:
    """A regular file's content, a byte more than allowed at most. Neither follows a link nor waits on a pipe."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "it is not a regular file")
        data = os.read(descriptor, most + 1)
        while data and len(data) <= most and (more := os.read(descriptor, most + 1)):
            data += more
        return data
    finally:
        os.close(descriptor)


def _unknown_folder(path: str, name: str, folders: Sequence[str]) -> Problem:
    close = closest(name, folders)
    hint = f"did you mean `{close}`?" if close else f"the kinds are {', '.join(folders)}"
    return at_start(path, "unknown-folder", f"no kind is called `{name}`", hint)


def _symlink(path: str) -> Problem:
    return at_start(path, "symlink", "symbolic links are not followed", "put the file itself here")
