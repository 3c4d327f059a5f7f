"""The shell completes what there is: commands, options, kinds, and the ids of the project."""

import builtins
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from briefing.cli.command_line import main
from briefing.cli.command_table import COMMANDS
from briefing.schema.kinds import KINDS

Project = Callable[[Mapping[str, str | bytes]], Path]
FILES = {
    "briefing.yaml": "title: T\n",
    "content/people/john-kirby.yaml": "name: J\n",
    "content/people/others.yaml": "id: johan-b\nname: B\n---\nid: ann\nname: A\n",
    "other/content/people/zoe.yaml": "name: Z\n",
}


@pytest.fixture
def complete(project: Project, capsys: pytest.CaptureFixture[str]) -> Callable[..., list[str]]:
    root = project(FILES)
    assert main(["completion", "bash", "--root", str(root)]) == 0
    script = capsys.readouterr().out

    def completed(*words: str) -> list[str]:
        """What bash offers for the last word."""
        given = " ".join(f"'{word}'" for word in ("briefing", *words))
        asked = f'{script}\nCOMP_WORDS=({given}); COMP_CWORD={len(words)}; _shtab_briefing 2>/dev/null; printf "%s\\n" "${{COMPREPLY[@]}}"'
        done = subprocess.run(["bash", "--norc", "-c", asked], cwd=root, capture_output=True, text=True, check=True)
        assert done.stderr == ""
        return done.stdout.split()

    return completed


def test_commands_and_options(complete: Callable[..., list[str]]) -> None:
    assert complete("") == list(COMMANDS)
    assert complete("ren") == ["rename"]
    assert complete("rename", "--d") == ["--dry-run"]
    assert complete("--r") == ["--root"]
    assert complete("--root", "other", "ren") == ["rename"]
    assert complete("--root", "other", "check", "--format", "g") == ["github", "gitlab"]
    assert complete("check", "--format", "g") == ["github", "gitlab"]


def test_kinds_for_new(complete: Callable[..., list[str]]) -> None:
    assert complete("new", "") == [kind.KIND for kind in KINDS]


def test_ids_for_rename(complete: Callable[..., list[str]]) -> None:
    assert complete("rename", "jo") == ["john-kirby", "johan-b"]
    assert complete("rename", "--root", "other", "z") == ["zoe"]
    assert complete("--root", "other", "rename", "z") == ["zoe"]
    assert complete("rename", "john-kirby", "") == []  # the new id is the editor's to make up


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_get_theirs(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert all(command in script for command in COMMANDS)
    assert "_briefing_ids" in script and " ".join(kind.KIND for kind in KINDS) in script


def test_without_shtab_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "shtab":
            raise ModuleNotFoundError(name, name=name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    assert main(["completion", "bash"]) == 2
    assert "not installed: pip install 'briefing-site[edit]'" in capsys.readouterr().err
