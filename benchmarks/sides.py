"""The two sides of every comparison: how each keeps a Corpus, and how it is told to build it."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import hugo_side, ours
from .records import Corpus

REPOSITORY = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Side:
    """Both sides give a record's page the same address, `<folder>/<id>.html`, so that one check serves both."""

    name: str
    version: str
    write: Callable[[Corpus, Path], None]
    write_record: Callable[[Corpus, Path, str], None]
    command: Callable[[Path, Path], list[str | Path]]  # of a project and the folder its site goes to

    def page(self, site: Path, corpus: Corpus, id: str) -> str:
        return (site / corpus.folder_of[id] / f"{id}.html").read_text("utf-8")


def our_side(python: Path) -> Side:
    """This checkout with a Python that has what a site needs and nothing else. Hugo makes no index for searching, so neither
    does our side; `--timings` shows what one costs, as a stage of its own.
    """
    build = REPOSITORY / "build.py"
    return Side(
        "ours",
        f"{_said(python, build, '--version')} on Python {_said(python, '-c', 'import platform; print(platform.python_version())')}",
        ours.write_ours,
        ours.write_record,
        lambda project, site: [python, build, "build", "--no-search", "--root", project, "--output", site],
    )


def hugo() -> Side:
    """Hugo itself, without the Python that PyPI's package wraps around it."""
    name = "hugo.exe" if sys.platform == "win32" else "hugo"
    binary = Path(sysconfig.get_path("platlib")) / "hugo" / "binaries" / name
    return Side(
        "Hugo",
        _said(binary, "version").split("+")[0].split("-")[0],
        hugo_side.write_hugo,
        hugo_side.write_record,
        lambda project, site: [binary, "--quiet", "--source", project, "--destination", site],
    )


def has_timings(python: Path) -> bool:
    """Whether our build can say where its time went."""
    return "--timings" in _said(python, REPOSITORY / "build.py", "build", "--help")


def clean_environment(home: Path) -> dict[str, str]:
    """Nothing of the user's settings, and caches that are kept at home begin empty."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return kept | {"HOME": str(home), "LANG": "C.UTF-8", "TMPDIR": str(home), "HUGO_CACHEDIR": str(home / "hugo")}


def _said(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
