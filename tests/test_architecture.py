"""The house (ARCHITECTURE.md): who may import whom, what stands in which table, and who touches the disk."""

import ast
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import REPOSITORY

PACKAGE = REPOSITORY / "briefing"

# Bases and helpers of a package, which are no member of its table.
NO_MEMBERS = {
    "checks.suggestions": {"phonetic_keys"},
    "schema.kinds": {"record"},
    "checks.rules": set(),
    "rendering.exports": {"site_files"},
    "cli.commands": {"lock_file_writing", "problem_printing", "progress_bar"},
}


def name_of(file: Path) -> str:
    parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(file): ast.parse(file.read_text(encoding="utf-8")) for file in sorted(PACKAGE.rglob("*.py"))}


def members_of(package: str) -> set[str]:
    """The names of a package's own modules."""
    start = f"briefing.{package}."
    return {m.removeprefix(start) for m in MODULES if m.startswith(start) and "." not in m.removeprefix(start)}


def test_imports_follow_the_contracts_in_pyproject() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_an_import_that_goes_up_breaks_a_contract(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes((REPOSITORY / "pyproject.toml").read_bytes())
    for module in MODULES:
        file = tmp_path / Path(*module.split("."))
        source = PACKAGE.parent / Path(*module.split("."))
        if source.is_dir():
            file.mkdir(parents=True, exist_ok=True)
            (file / "__init__.py").touch()
        else:
            file.with_suffix(".py").touch()
    (tmp_path / "briefing" / "core" / "text.py").write_text("import briefing.cli\n")
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "briefing.core.text -> briefing.cli" in done.stdout


@pytest.mark.parametrize(
    ("package", "listed"),
    [
        ("schema.kinds", lambda module: module.KINDS),
        ("checks.rules", lambda module: (*module.CHECKS, *module.RECORD_CHECKS)),
        ("checks.suggestions", lambda module: module.ADVICE),
        ("rendering.exports", lambda module: [export.make for export in module.EXPORTS.values()]),
    ],
)
def test_every_module_of_a_table_s_package_is_in_the_table(
    package: str, listed: Callable[[Any], Iterable[Any]]
) -> None:
    module = __import__(f"briefing.{package}", fromlist=["*"])
    found = {getattr(member, "__module__", "").rpartition(".")[2] for member in listed(module)}
    assert found == members_of(package) - NO_MEMBERS[package]


def test_every_command_is_in_the_table() -> None:
    from briefing.cli.command_table import COMMANDS, command

    present = members_of("cli.commands") - NO_MEMBERS["cli.commands"]
    assert {name.replace("-", "_") for name in COMMANDS} == present
    assert all(callable(command(name).arguments) and callable(command(name).run) for name in COMMANDS)


def test_every_check_is_in_the_table() -> None:
    """A check is a public function of a module in checks/rules/."""
    from briefing.checks.rules import CHECKS, RECORD_CHECKS

    public = {
        f"{module}.{node.name}"
        for module, tree in MODULES.items()
        if module.startswith("briefing.checks.rules.")
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    assert {f"{check.__module__}.{check.__name__}" for check in (*CHECKS, *RECORD_CHECKS)} == public


# --- the disk --------------------------------------------------------------------------------------------------------

DISK_MODULES = {"io", "shutil", "tempfile", "glob", "fileinput", "mmap", "pathlib", "sqlite3", "subprocess"}
DISK_CALLS = {"open", "FileSystemLoader", "PackageLoader"}
DISK_METHODS = {
    "read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "rglob", "mkdir", "rmdir", "unlink", "touch",
    "symlink_to", "is_file", "is_dir", "exists",
}  # fmt: skip
# What of `os` has to do with processes, not with files.
PROCESS = {
    "fork", "wait", "waitpid", "_exit", "pipe", "cpu_count", "sched_getaffinity", "getpid", "getppid", "kill", "environ",
    "read", "readv", "write", "close",  # on pipes: no file can be opened without what is not here
}  # fmt: skip
PATHS = {"path", "sep", "fspath"}
WORDS = {"join", "relpath", "normpath", "basename"}  # of `os.path`, what looks at a path and not at what is there


def touches(module: str) -> Iterator[str]:
    for node in ast.walk(MODULES[module]):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            found = {name.split(".")[0] for name in names if isinstance(node, ast.Import) or not node.level}
            if module == "briefing.build.pipeline":
                found -= {"pathlib"}  # it may hand a Path on
            if isinstance(node, ast.ImportFrom) and [a.name for a in node.names] == ["BytesIO"]:
                found -= {"io"}  # which is in memory
            yield from (f"line {node.lineno}: import {name}" for name in sorted(found & DISK_MODULES))
        elif isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id in DISK_CALLS:
                yield f"line {node.lineno}: {called.id}()"
            elif isinstance(called, ast.Attribute) and called.attr in DISK_METHODS | DISK_CALLS:
                yield f"line {node.lineno}: .{called.attr}()"
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
            if node.attr not in PROCESS | PATHS:
                yield f"line {node.lineno}: os.{node.attr}"
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) == "os.path" and node.attr not in WORDS:
            yield f"line {node.lineno}: os.path.{node.attr}"


# Who touches the disk: the outermost packages, and of those below them the modules named here.
OUTERMOST = (
    "briefing.cli",
    "briefing.preview.server",
    "briefing.preview.file_watcher",
    "briefing.preview.http",
    "briefing.preview.draft_review",
    "briefing.publishing",
)
ON_THE_DISK = {
    "briefing.build.output.output_writer",
    "briefing.build.incremental.build_cache",
    "briefing.rendering.search_index.pagefind_index",
    "briefing.project.git_snapshots",
    "briefing.reading.scanner",
    "briefing.reading.reader",
    "briefing.core.atomic_changes",
}


def test_only_these_modules_touch_the_disk() -> None:
    touching = {m: found for m in MODULES if (found := list(touches(m)))}
    assert {m: found for m, found in touching.items() if m not in ON_THE_DISK and not m.startswith(OUTERMOST)} == {}
    assert set(touching) >= ON_THE_DISK
