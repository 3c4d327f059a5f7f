"""A folder of releases: a checked site goes in beside the others, and `current` is turned to it in one step.

    TARGET/.briefing-releases     says whose folder this is, and keeps two publications from running at once
    TARGET/releases/0007-3f9c…/   a whole site each; files that are the same in two are one file with two names
    TARGET/.before/0007-3f9c…     a link to the release whose place that one took, for going back
    TARGET/current                a link to the release that readers see
    TARGET/previous               a link to the one they saw before, whose pages they may still have open

A name is a number that counts up and the beginning of the sha256 of the site's list of sums. Only names that begin with a
dot are ever unfinished or half removed, and nothing leads to those: a publication cut short anywhere leaves `current` as it
was, and the next one clears away what is left.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from briefing.build.output.output_writer import MANIFEST, sha256_hex, write_whole
from briefing.publishing.checksums import Sums, examine, read_sums, read_within
from briefing.reading.scanner import look

MARK, RELEASES, CURRENT, PREVIOUS, BEFORE = ".briefing-releases", "releases", "current", "previous", ".before"
_WORDS = b"Releases of a site, kept by `publish`. Do not edit what lies here: releases share their files.\n"
_NAME = re.compile(r"(\d{4,9})-[0-9a-f]{12}")
_UNFINISHED = re.compile(rf"\.{_NAME.pattern}\.(new|old)")


class PublishRefused(Exception):
    """Why a site is not published; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Published:
    """A publication: the release's name, and how many of its files are new and how many the release before has too."""

    name: str
    written: int
    shared: int


class Target:
    """A folder of releases. `Target.opened` gives it while nobody else publishes there."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._releases = os.path.join(folder, RELEASES)
        self._before = os.path.join(folder, BEFORE)

    @classmethod
    @contextmanager
    def opened(cls, folder: str, create: bool = True) -> Iterator[Target]:
        """The folder, made where there is none, with what an earlier publication cut short has left cleared away.

        Raises PublishRefused where it is somebody else's, and OSError where the system will not let it be used.
        """
        _see_that_it_is_ours(folder, create)
        if create:
            made = not os.path.isdir(folder)
            os.makedirs(folder, exist_ok=True)
            if made:
                os.chmod(folder, 0o755)
        mark = os.open(os.path.join(folder, MARK), os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
        try:
            _wait_for(mark)
            if os.fstat(mark).st_size < len(_WORDS):
                os.write(mark, _WORDS)
                os.fsync(mark)
            target = cls(folder)
            target._tidy()
            yield target
        finally:
            os.close(mark)

    def names(self) -> list[str]:
        """The releases, oldest first."""
        found = [
            entry.name
            for entry in os.scandir(self._releases)
            if _NAME.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False)
        ]
        return sorted(found, key=_number)

    def where(self, link: str) -> str:
        """The release that a link leads to, or "" where there is no such link. Raises PublishRefused where it is no link of ours."""
        path = os.path.join(self._folder, link)
        if not os.path.lexists(path):
            return ""
        to = os.readlink(path) if os.path.islink(path) else ""
        name = to.removeprefix(f"{RELEASES}/")
        if to != f"{RELEASES}/{name}" or not _NAME.fullmatch(name):
            raise PublishRefused(f"{path} is not a link to a release. Move it away, or name another folder.")
        return name

    def folder_of(self, name: str) -> str:
        return os.path.join(self._releases, name)

    def add(self, site: str, sums: Sums) -> Published:
        """Take in a site, file by file as its list of sums has them, and show it. What is shown is never taken for new."""
        names, before = self.names(), self.where(CURRENT)
        self.where(PREVIOUS)
        number = _number(names[-1]) + 1 if names else 1
        name = f"{number:04}-{sums.digest[:12]}"
        unfinished = self.folder_of(f".{name}.new")
        os.mkdir(unfinished)
        try:
            shared = _fill(unfinished, site, sums, self.folder_of(before) if before in names else "")
            if before:
                self._note_before(name, before)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)  # on a full disk, its room is needed
            raise
        os.rename(unfinished, self.folder_of(name))
        _sync_folder(self._releases)
        self.show(name)
        return Published(name, len(sums.files) + 1 - shared, shared)

    def show(self, name: str) -> None:
        """Turn the links. Whoever looks in both at any moment finds every page that the release shown before had."""
        before = self.where(CURRENT)
        if before and before != name:
            self._turn(PREVIOUS, before)
        self._turn(CURRENT, name)

    def keep(self, most: int) -> tuple[str, ...]:
        """Remove the oldest releases but for so many, never one that a link leads to; which were removed."""
        needed = {self.where(CURRENT), self.where(PREVIOUS)}
        names = self.names()
        removed = tuple(name for name in names[: max(0, len(names) - most)] if name not in needed)
        for name in removed:
            old = self.folder_of(f".{name}.old")
            os.rename(self.folder_of(name), old)
            shutil.rmtree(old)
        self._tidy_links()
        return removed

    def _note_before(self, name: str, before: str) -> None:
        """Write down whose place a release takes; a link of one that never came to be is removed by the next publication."""
        os.makedirs(self._before, exist_ok=True)
        os.chmod(self._before, 0o755)
        os.symlink(f"../{RELEASES}/{before}", os.path.join(self._before, name))
        _sync_folder(self._before)

    def before(self, release: str) -> str:
        """The release whose place this one took when it was published. Raises PublishRefused where none is kept."""
        link = os.path.join(self._before, release)
        names = self.names()
        if release and os.path.islink(link):
            name = os.readlink(link).rpartition("/")[2]
        else:  # the first release, or one published when no such links were made: the newest that is older
            older = [name for name in names if release and _number(name) < _number(release)]
            name = older[-1] if older else ""
        if name not in names:
            raise PublishRefused(
                f"No release from before {release or 'this one'} is kept. There are: {', '.join(names) or 'none'}; "
                "name one to show it: --rollback RELEASE"
            )
        return name

    def checked(self, name: str) -> None:
        """Raises PublishRefused where a release is not there or not whole."""
        if not _NAME.fullmatch(name) or name not in self.names():
            raise PublishRefused(
                f"There is no release {name} in {self._folder}; there are: {', '.join(self.names()) or 'none'}."
            )
        _, faults = examine(self.folder_of(name))
        if faults:
            raise PublishRefused(
                f"The release {name} is not whole: {faults[0].fault} {faults[0].path}. It is not shown."
            )

    def _turn(self, link: str, name: str) -> None:
        """Let a link lead to a release from one moment to the next."""
        new = os.path.join(self._folder, f".{link}.new")
        with suppress(FileNotFoundError):
            os.unlink(new)
        os.symlink(f"{RELEASES}/{name}", new)
        os.replace(new, os.path.join(self._folder, link))
        _sync_folder(self._folder)

    def _tidy(self) -> None:
        """Clear away what a publication cut short has left, and make the folder of releases."""
        with suppress(FileExistsError):
            os.mkdir(self._releases)
            os.chmod(self._releases, 0o755)
        if os.path.islink(self._releases) or not os.path.isdir(self._releases):
            raise PublishRefused(f"{self._releases} is not a folder. Move it away, or name another target.")
        for entry in list(os.scandir(self._releases)):  # a publication cut short leaves nothing else
            if _UNFINISHED.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path)
        for link in (CURRENT, PREVIOUS):
            with suppress(FileNotFoundError):
                os.unlink(os.path.join(self._folder, f".{link}.new"))
        self._tidy_links()

    def _tidy_links(self) -> None:
        """Remove the links of releases that are no longer there."""
        with suppress(FileNotFoundError):
            for name in set(os.listdir(self._before)) - set(self.names()):
                os.unlink(os.path.join(self._before, name))


def _see_that_it_is_ours(folder: str, create: bool) -> None:
    if not os.path.isdir(folder):
        if os.path.lexists(folder):
            raise PublishRefused(f"{folder} is not a folder.")
        if not create:
            raise PublishRefused(f"There is no folder {folder}.")
        return
    mark = os.path.join(folder, MARK)
    if os.path.lexists(mark):
        if os.path.isfile(mark) and not os.path.islink(mark) and _WORDS.startswith(read_within(folder, MARK)):
            return  # a publication cut short may have written some of the words
    names = sorted(os.listdir(folder))
    if names or not create:
        named = f" It holds {', '.join(names[:3])}{' and more' if len(names) > 3 else ''}." if names else ""
        raise PublishRefused(
            f"{folder} is no folder of releases that this generator made, so nothing in it is touched.{named} Name a new or an empty one."
        )


def _fill(unfinished: str, site: str, sums: Sums, before: str) -> int:
    """Make a release of a site's files, sharing those that the release before has with the same bytes; how many those are.

    Each file is compared with its sum as it is taken, so that what changed since the site was checked is seen.
    """
    listed = read_sums(before) if before else None
    there = look(before)[0] if listed else {}
    folders = {""}
    shared = 0
    for path, digest in [*sums.files.items(), (MANIFEST, sums.digest)]:
        parts = path.split("/")[:-1]
        for depth in range(len(parts)):
            inner = "/".join(parts[: depth + 1])
            if inner not in folders:
                os.mkdir(os.path.join(unfinished, inner))
                folders.add(inner)
        data = read_within(site, path)
        if sha256_hex(data) != digest:
            raise PublishRefused(
                f"{path} was changed while it was being published. What readers see is as it was; publish again."
            )
        new, old = os.path.join(unfinished, path), os.path.join(before, path)
        if path in there and listed and listed.files.get(path) == digest and _share(old, new, data):
            shared += 1
        else:
            _write(new, data)
    for folder in sorted(folders, reverse=True):
        name = os.path.join(unfinished, folder)
        os.chmod(name, 0o755)  # whatever the umask: a web server is another user
        _sync_folder(name)
    return shared


def _share(old: str, new: str, data: bytes) -> bool:
    """Give a file a second name where it holds these bytes; false where it does not, or the system has no such names."""
    try:
        if read_within(*os.path.split(old)) != data:
            return False
        os.link(old, new, follow_symlinks=False)
    except (OSError, NotImplementedError):
        return False
    return True


def _write(name: str, data: bytes) -> None:
    descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o644)
    try:
        write_whole(descriptor, data)
        os.fchmod(descriptor, 0o644)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: str) -> None:
    """Have the system put on the disk what names a folder holds."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:  # some file systems have no such thing for folders
        pass
    finally:
        os.close(descriptor)


def _wait_for(mark: int) -> None:
    """Keep another publication to the same folder waiting, where the system has locks."""
    with suppress(ImportError, OSError):
        import fcntl

        fcntl.flock(mark, fcntl.LOCK_EX)


def _number(name: str) -> int:
    return int(name.partition("-")[0])
