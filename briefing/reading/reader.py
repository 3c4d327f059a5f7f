"""The project's files, from the disk: content, configuration and templates, as texts; and what lies beside them.

Nothing here follows a link out of the content, waits on a pipe or reads more than a record can need.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefing.core.problems import Problem
from briefing.core.text import closest, slug
from briefing.reading.decoder import LARGEST_FILE, File, decode, not_utf8
from briefing.reading.locations import at_start, printable
from briefing.reading.merge_conflicts import merge_conflicts
from briefing.reading.scanner import CONFIG, Stray, read_plain, scan, template_files
from briefing.reading.static_names import static_name_problems

LARGEST_BESIDE = 32 * 2**20  # bytes; a line for each of a hundred thousand quotes
LARGEST_ARCHIVED = 20 * 2**20
# What a folder is called by who thinks of one record, or spells otherwise.
_FOLDER_MEANT = {
    "person": "people",
    "persons": "people",
    "organisation": "organizations",
    "organisations": "organizations",
}
_READABLE = "put a plain file here that you are allowed to read"


@dataclass(frozen=True, slots=True)
class Project:
    """The project's files as they are on the disk, for those who want all of them at once."""

    config: File | None
    records: tuple[File, ...]


def load(root: str, folders: Sequence[str]) -> tuple[Project, list[Problem]]:
    """Read briefing.yaml and every record file in `content/<folder>/` for the given folder names, sorted by path."""
    seen = scan(root, folders)
    config, problems = load_config(root)
    problems += explain(seen.strays, folders)
    found = [load_file(root, path) for path in seen.records]
    problems += [problem for _, wrong in found for problem in wrong]
    return Project(config, tuple(file for file, _ in found if file is not None)), problems


def load_config(root: str) -> tuple[File | None, list[Problem]]:
    """briefing.yaml, or the problem that there is none."""
    if os.path.lexists(os.path.join(root, CONFIG)):
        return load_file(root, CONFIG)
    message = "there is no briefing.yaml here, so this is not a briefing project"
    hint = "make one with a line such as `title: My briefing`, or name the project's folder with --root DIR"
    return None, [at_start(CONFIG, "missing-config", message, hint)]


def load_file(root: str, path: str) -> tuple[File | None, list[Problem]]:
    """A file of the project as clean text, with what is wrong in it; None where it cannot be read."""
    shown = printable(path)
    try:
        data = _bytes(os.path.join(root, path))
    except OSError as error:
        if os.path.islink(os.path.join(root, path)):
            return None, [_symlink(shown)]
        return None, [at_start(shown, "unreadable-file", f"it could not be read: {error.strerror}", _READABLE)]
    file, found = decode(shown, data)
    return file or File(shown, data[:LARGEST_FILE].decode("utf-8-sig", "replace"), is_valid=False), found


class Texts(Mapping[str, str]):
    """The texts of a project's files by path, each read when it is asked for: only problems want any."""

    def __init__(self, root: str, paths: Iterable[str]) -> None:
        self._root = root
        self._paths = {printable(path): path for path in paths}
        self._read: dict[str, str] = {}

    def __getitem__(self, path: str) -> str:
        if path not in self._read:
            file, _ = load_file(self._root, self._paths[path])
            self._read[path] = file.text if file else ""
        return self._read[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


class WithOthers(Mapping[str, str]):
    """The project's texts, and others beside them, which are counted as no files of it: of locks and templates."""

    def __init__(self, texts: Mapping[str, str], others: Mapping[str, str]) -> None:
        self._texts = texts
        self._others = others

    def __getitem__(self, path: str) -> str:
        return self._others[path] if path in self._others else self._texts[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


def texts_beside(root: str, paths: Iterable[str]) -> dict[str, str]:
    """The texts of files that are no records, such as lock files and templates, by path; none of what cannot be read."""
    found = {path: load_beside(root, path)[0] for path in paths}
    return {path: file.text for path, file in found.items() if file is not None}


def load_templates(folders: Sequence[str]) -> tuple[dict[str, str], dict[str, bytes], list[Problem]]:
    """(templates, static files) by their path in a templates folder; a later folder's file overrides an earlier one's.

    The first folder's templates are also there as `shipped/…`, so that what overrides one can extend it.
    """
    templates: dict[str, str] = {}
    static: dict[str, bytes] = {}
    problems: list[Problem] = []
    for folder in folders:
        for name, path in template_files(folder):
            if name.startswith("static/"):
                static[name] = _content(path)
                if name.endswith((".css", ".js")) and b"<<<<<<<" in static[name]:
                    problems += merge_conflicts(f"templates/{name}", static[name].decode("utf-8", "replace"))
            elif name.endswith((".html", ".xml", ".txt")):
                try:
                    templates[name] = _content(path).decode("utf-8")
                    problems += merge_conflicts(f"templates/{name}", templates[name])
                    if folder == folders[0]:
                        templates[f"shipped/{name}"] = templates[name]
                except UnicodeDecodeError as error:
                    problems.append(not_utf8(f"templates/{name}", error, "template-error"))
    return templates, static, [*problems, *static_name_problems(static)]


def load_beside(root: str, name: str) -> tuple[File | None, list[Problem]]:
    """A file that a command keeps beside briefing.yaml, such as quotes.lock; None where there is none.

    One that git could not merge is there to be shown only, and not valid.
    """
    if not os.path.lexists(os.path.join(root, name)):
        return None, []
    data, problem = _plain_bytes(root, name, LARGEST_BESIDE)
    if data is None:
        return None, [problem] if problem else []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [not_utf8(name, error, "not-utf8")]
    conflicts = merge_conflicts(name, text)
    return File(name, text, is_valid=not conflicts), conflicts


def load_archived(root: str, path: str) -> tuple[bytes | None, Problem | None]:
    """An archived text's bytes, by its path from the root; None where it is not here, or lies behind a link."""
    folders = path.split("/")[:-1]
    for depth in range(len(folders)):
        folder = "/".join(folders[: depth + 1])
        if os.path.islink(os.path.join(root, folder)):
            return None, _symlink(folder)
    if not os.path.lexists(os.path.join(root, path)):
        return None, None
    return _plain_bytes(root, path, LARGEST_ARCHIVED)


def _plain_bytes(root: str, path: str, most: int) -> tuple[bytes | None, Problem | None]:
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


def explain(strays: Iterable[Stray], folders: Sequence[str]) -> list[Problem]:
    """A problem for whatever lies in content/ and is no record file, by path."""
    return [_stray(*stray, folders) for stray in sorted(strays, key=lambda stray: stray[1])]


def _stray(what: str, path: str, more: str, folders: Sequence[str]) -> Problem:
    if what == "link":
        return _symlink(path)
    if what == "unreadable":
        return at_start(path, "unreadable-file", f"it could not be read: {more}", "check its permissions")
    if what == "no-content":
        hint = f"make one with a folder for each kind, such as content/events; kinds are {', '.join(folders)}"
        return at_start(path, "missing-content", "there is no content folder here", hint)
    if what == "not-in-a-folder":
        hint = f"move it into the folder of its kind: {', '.join(folders)}"
        if not more.endswith((".yaml", ".yml")):
            hint = "move it out of content/"
        return at_start(path, "unexpected-file", "records lie in a folder named after their kind", hint)
    if what == "no-kind":
        close = _FOLDER_MEANT.get(more.lower()) or closest(more, folders)
        hint = f"did you mean `{close}`?" if close else f"the kinds are {', '.join(folders)}"
        return at_start(path, "unknown-folder", f"no kind is called `{more}`", hint)
    if what == "folder":
        hint = f"move its files to {path.rpartition('/')[0]}/"
        return at_start(path, "unknown-folder", "a kind's folder has no folders in it", hint)
    if more != more.strip() and more.strip().endswith((".yaml", ".yml")):
        name = f"{slug(more.strip().rpartition('.')[0])}.yaml"
        return at_start(
            path, "unexpected-file", "there is a space at an end of the file's name", f"rename it to {name}"
        )
    shown = more.removesuffix(".txt")
    if shown != more and shown.endswith((".yaml", ".yml")):
        hint = f"rename it to {slug(shown.rpartition('.')[0])}.yaml; your system may hide the `.txt`"
        return at_start(path, "unexpected-file", "the file's name ends in .txt", hint)
    stem, dot, ending = more.rpartition(".")
    message = "a record is a plain file" if ending == "yaml" else "record files end in .yaml"
    hint = f"rename it to {slug(stem)}.yaml" if dot and ending in ("yml", "YAML", "YML") else "move it out of content/"
    return at_start(path, "unexpected-file", message, hint)


def _symlink(path: str) -> Problem:
    return at_start(path, "symlink", "symbolic links are not followed", "put the file itself here")


def _content(path: str) -> bytes:
    return read_plain(path)


def _bytes(path: str, most: int = LARGEST_FILE) -> bytes:
    """A regular file's content, a byte more than allowed at most. Neither follows a link nor waits on a pipe."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "it is not a regular file")
        data = os.read(descriptor, min(status.st_size, most) + 1)
        while len(data) <= most and len(data) != status.st_size and (more := os.read(descriptor, most + 1)):
            data += more
        return data
    finally:
        os.close(descriptor)
