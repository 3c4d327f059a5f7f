"""The same commit gives the same bytes, whoever builds it, wherever and whenever."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from conftest import REPOSITORY, SITES
from story import files_of
from test_architecture import MODULES, OUTERMOST

from briefing.build.output.output_writer import MANIFEST
from briefing.publishing.checksums import NOT_REPRODUCIBLE

SEEN_BY_A_BUILD = (
    "briefing",
    "templates",
    "content",
    "archive",
    "build.py",
    "briefing.yaml",
    "permalinks.lock",
    "quotes.lock",
)


def checkout(at: Path, by: Random, site: str = "") -> Path:
    """The repository as a fresh clone has it, its files written in some order and dated at some time; another project in it."""
    files = [
        path
        for name in SEEN_BY_A_BUILD
        for path in ([REPOSITORY / name] if (REPOSITORY / name).is_file() else sorted((REPOSITORY / name).rglob("*")))
    ]
    by.shuffle(files)
    for path in files:
        if path.is_file() and "__pycache__" not in path.parts:
            copy = at / path.relative_to(REPOSITORY)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
            moment = by.randrange(10**9, 4 * 10**9)
            os.utime(copy, (moment, moment))
    if site:
        for name in ("content", "templates-of-desk", "briefing.yaml", "permalinks.lock", "quotes.lock", "archive"):
            shutil.rmtree(at / name, ignore_errors=True) if (at / name).is_dir() else (at / name).unlink(
                missing_ok=True
            )
        shutil.copytree(SITES[site], at / "desk", ignore=shutil.ignore_patterns("expected"))
    return at


def built(
    at: Path,
    site: str,
    *options: str,
    flags: tuple[str, ...] = (),
    cwd: Path | None = None,
    umask: int = 0o022,
    **variables: str,
) -> dict[str, bytes]:
    """The bytes of a site that a process of its own builds."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(p for p in sys.path if p.endswith("-packages")),
        **variables,
    }
    root = at / "desk" if site else at
    command = [
        sys.executable,
        *flags,
        str(at / "build.py"),
        "build",
        "--no-search",
        "--root",
        os.path.relpath(root, cwd) if cwd else str(root),
        "--output",
        str(at / "out"),
        *options,
    ]
    done = subprocess.run(
        command,
        cwd=cwd or "/",
        env=environment,
        umask=umask,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {path: data for path, data in files_of(at / "out").items() if not path.startswith(NOT_REPRODUCIBLE)}


_C = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
_TURKISH = {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "LANGUAGE": "tr"}
_NOBODY = {"HOME": "/nonexistent", "USER": "nobody", "TMPDIR": "/dev/shm" if os.path.isdir("/dev/shm") else "/tmp"}
_TOGETHER: dict[str, dict[str, Any]] = {  # what is in each is also tried alone, by `make harden`
    "all that one machine may have": {
        "folder": "ein Ort/Ünïcode — 台", "umask": 0o077, "cwd": True, "options": ("--jobs", "5"), "archive": False,
        "variables": {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "SOURCE_DATE_EPOCH": "86400", **_C},
    },
    "all that another may have": {
        "umask": 0o002, "flags": ("-OO",), "options": ("--jobs", "1"),
        "variables": {"PYTHONHASHSEED": "7", "TZ": "America/St_Johns", "PYTHONPYCACHEPREFIX": "pyc", **_TURKISH, **_NOBODY},
    },
}  # fmt: skip
VARIANTS: dict[str, dict[str, Any]] = {
    "another path, with spaces and letters": {"folder": "ein Ort/Ünïcode — 台"},
    "a hash seed": {"variables": {"PYTHONHASHSEED": "4242"}},
    "another, on five processes": {"variables": {"PYTHONHASHSEED": "7"}, "options": ("--jobs", "5")},
    "one process": {"options": ("--jobs", "1")},
    "the C locale and ASCII": {"variables": _C},
    "a Turkish locale": {"variables": _TURKISH},
    "another time zone": {"variables": {"TZ": "Pacific/Kiritimati"}},
    "an umask": {"umask": 0o077},
    "no home, another temporary folder": {"variables": _NOBODY},
    "another working directory": {"cwd": True},
    "a date of the source": {"variables": {"SOURCE_DATE_EPOCH": "86400"}},
    "optimized code": {"flags": ("-OO", "-B"), "variables": {"PYTHONOPTIMIZE": "2"}},
    "code compiled elsewhere": {"variables": {"PYTHONPYCACHEPREFIX": "pyc"}},
    "no archived texts": {"archive": False},  # which are other people's, and not in git
}


@pytest.fixture(scope="module", params=["", "harbour"], ids=["own content", "harbour"])
def first(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, bytes]]:
    at = checkout(tmp_path_factory.mktemp("first"), Random(1), request.param)
    return request.param, built(at, request.param, PYTHONHASHSEED="0")


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that another user can reach."""
    at = Path(os.path.realpath("/tmp")) / f"reproducible-{os.getpid()}-{time.monotonic_ns()}"
    at.mkdir(mode=0o777)
    at.chmod(0o777)
    yield at
    shutil.rmtree(at)


@pytest.mark.parametrize(
    "variant", [*_TOGETHER, *(pytest.param(name, marks=pytest.mark.thorough) for name in VARIANTS)]
)
def test_the_same_bytes_with(variant: str, first: tuple[str, dict[str, bytes]], folder: Path) -> None:
    site, expected = first
    how = dict((_TOGETHER | VARIANTS)[variant])
    at = checkout(folder / how.pop("folder", "at"), Random(variant), site)
    if not how.pop("archive", True):
        shutil.rmtree(at / "archive", ignore_errors=True)
    cwd = at if how.pop("cwd", False) else None
    variables = {
        key: str(folder / value) if key.endswith("PREFIX") else value for key, value in how.pop("variables", {}).items()
    }
    got = built(at, site, *how.pop("options", ()), cwd=cwd, **how, **variables)
    assert len(expected) > 80 and MANIFEST in expected
    assert sorted(path for path in expected.keys() | got.keys() if expected.get(path) != got.get(path)) == []


# Another user may not be able to read this Python's own files: all that a build imports is imported by a first one.
AS_ANOTHER = """
import os, sys
sys.path.insert(0, sys.argv[1])
from briefing.cli.command_line import main
assert main(["build", "--root", sys.argv[2], "--output", sys.argv[1] + "/warm", "--jobs", "1"]) == 0
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
os.umask(0o027)
sys.exit(main(["build", "--no-search", "--root", sys.argv[3], "--output", sys.argv[3] + "/out"]))
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may become somebody else")
def test_the_same_bytes_as_another_user(first: tuple[str, dict[str, bytes]], folder: Path) -> None:
    site, expected = first
    at = checkout(folder / "at", Random(3), site)
    root = at / "desk" if site else at
    theirs = folder / "theirs"
    shutil.copytree(root, theirs)
    for path in (theirs, *theirs.rglob("*")):
        os.chown(path, 65534, 65534)
    done = subprocess.run(
        [sys.executable, "-c", AS_ANOTHER, str(at), str(root), str(theirs)], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert (theirs / "out/index.html").stat().st_uid == 65534
    assert files_of(theirs / "out") == expected


@pytest.mark.parametrize("moment", [0, 4_102_444_800])
def test_the_same_bytes_at_another_time(moment: int, first: tuple[str, dict[str, bytes]], folder: Path) -> None:
    """The clock as every function of `time` and `datetime` tells it."""
    site, expected = first
    at = checkout(folder / "at", Random(moment), site)
    customize = folder / "customize"
    customize.mkdir()
    (customize / "sitecustomize.py").write_text(
        f"import time\nreal = time.monotonic\n"
        f"time.time = lambda: {moment} + real()\ntime.time_ns = lambda: int(time.time() * 1e9)\n"
        "for name in ('gmtime', 'localtime', 'ctime'):\n"
        "    setattr(time, name, (lambda f: lambda *a: f(*(a or (time.time(),))))(getattr(time, name)))\n"
    )
    packages = os.pathsep.join([str(customize), *(p for p in sys.path if p.endswith("-packages"))])
    got = built(at, site, PYTHONPATH=packages)
    assert got == expected


CLOCKS = {"time", "time_ns", "localtime", "gmtime", "ctime", "now", "utcnow", "today"}
READ_THE_CLOCK = {
    "briefing.reading.scanner": {"time_ns"}
}  # whether a file was saved a moment ago; nothing of it is shown


def clocks(tree: ast.AST) -> set[str]:
    """The functions that tell the time, as a module calls them or takes them from where they are."""
    found = {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS
        and isinstance(node.func.value, ast.Name) and node.func.value.id in ("time", "datetime", "date")
    }  # fmt: skip
    return found | {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "time"
        for alias in node.names
        if alias.name in CLOCKS
    }


def test_nothing_that_a_build_is_made_of_reads_the_clock_or_chance() -> None:
    """So there is nothing that SOURCE_DATE_EPOCH would have to decide."""
    below = {module: tree for module, tree in MODULES.items() if not module.startswith(OUTERMOST)}
    assert {module: found for module, tree in below.items() if (found := clocks(tree))} == READ_THE_CLOCK
    chance = {"random", "secrets", "uuid", "locale", "getpass", "socket", "platform"}
    for module, tree in below.items():
        names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
        names |= {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and not n.level and n.module}
        assert not names & chance, module
    assert clocks(ast.parse("from time import time\nimport datetime\ndatetime.now()")) == {"time", "now"}
