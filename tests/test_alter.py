"""Files change all together or not at all, whatever goes wrong on the way."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.core.atomic_changes import ConcurrentEdit, apply_changes

Project = Callable[..., Path]
BEFORE = {"a.yaml": b"one\n", "b.yaml": b"two\n", "sub/c.yaml": None}
AFTER = {"a.yaml": b"1\n", "b.yaml": None, "sub/c.yaml": b"3\n"}


def files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


@pytest.fixture
def root(project: Project) -> Path:
    return project({"a.yaml": "one\n", "b.yaml": "two\n", "other.yaml": "x\n"})


def test_files_are_changed_made_and_removed(root: Path) -> None:
    apply_changes(root, BEFORE, AFTER)
    assert files(root) == {"a.yaml": b"1\n", "other.yaml": b"x\n", "sub/c.yaml": b"3\n"}


def test_a_file_that_changed_meanwhile_stops_it(root: Path) -> None:
    (root / "b.yaml").write_text("saved by somebody\n")
    was = files(root)
    with pytest.raises(ConcurrentEdit, match="b.yaml"):
        apply_changes(root, BEFORE, AFTER)
    assert files(root) == was


def test_a_file_that_appeared_meanwhile_is_not_overwritten(root: Path) -> None:
    (root / "sub").mkdir()
    (root / "sub/c.yaml").write_text("somebody's\n")
    with pytest.raises(ConcurrentEdit, match="sub/c.yaml"):
        apply_changes(root, BEFORE, AFTER)
    assert files(root)["a.yaml"] == b"one\n"


@pytest.mark.parametrize("call", ["replace", "unlink", "open", "chmod"])
@pytest.mark.parametrize("nth", [1, 2, 3])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_whatever_fails_all_is_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch, call: str, nth: int, error: BaseException
) -> None:
    was = files(root)
    real, calls = getattr(os, call), []

    def failing(*arguments: object, **more: object) -> object:
        calls.append(arguments)
        if len(calls) == nth:
            raise error
        return real(*arguments, **more)

    monkeypatch.setattr(os, call, failing)
    try:
        apply_changes(root, BEFORE, AFTER)
    except (OSError, KeyboardInterrupt):
        monkeypatch.undo()
        assert files(root) == was
    else:
        assert len(calls) < nth
        assert files(root) == {"a.yaml": b"1\n", "other.yaml": b"x\n", "sub/c.yaml": b"3\n"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_permissions_are_kept_and_new_files_get_the_usual(root: Path) -> None:
    (root / "a.yaml").chmod(0o640)
    (root / "other.yaml").touch()
    apply_changes(root, BEFORE, AFTER)
    modes = {name: stat.S_IMODE((root / name).stat().st_mode) for name in ("a.yaml", "sub/c.yaml", "other.yaml")}
    assert modes["a.yaml"] == 0o640 and modes["sub/c.yaml"] == modes["other.yaml"]
