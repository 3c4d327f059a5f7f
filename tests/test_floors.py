"""The house's floors (README, docs): who may import whom, what stands in which table, and who touches the disk."""

import ast
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

PACKAGE = Path(__file__).parent.parent / "briefing"

# A module imports from its own floor or below. `*` stands for every module of a package, and the package itself.
FLOORS = {
    "briefing": 0,
    "briefing.atlas.*": 0,
    "briefing.problem": 0,
    "briefing.model": 0,
    "briefing.vocabulary": 0,
    "briefing.policy": 0,
    "briefing.characters": 1,
    "briefing.edtf": 1,
    "briefing.read": 1,
    "briefing.scan": 0,
    "briefing.cache": 0,
    "briefing.spelling": 0,
    "briefing.editing": 0,
    "briefing.editing.transliterate": 0,
    "briefing.places": 1,
    "briefing.decode": 1,
    "briefing.syntax": 1,
    "briefing.compose": 1,
    "briefing.verification": 0,
    "briefing.verification.wording": 1,
    "briefing.verification.matching": 1,
    "briefing.verification.nearest": 1,
    "briefing.advice.sounds": 1,
    "briefing.lockfile": 1,
    "briefing.fields.*": 1,
    "briefing.kinds.*": 1,
    "briefing.config": 1,
    "briefing.shape": 2,
    "briefing.reference": 2,
    "briefing.workers": 0,
    "briefing.suggest": 2,
    "briefing.editing.layout": 2,
    "briefing.editing.comments": 1,
    "briefing.editing.typed": 1,
    "briefing.editing.brackets": 2,
    "briefing.editing.writer": 2,
    "briefing.editing.format": 2,
    "briefing.editing.schema_of": 2,
    "briefing.editing.schema": 2,
    "briefing.editing.start": 2,
    "briefing.editing.edits": 2,
    "briefing.editing.rename": 2,
    "briefing.lean": 1,
    "briefing.link": 2,
    "briefing.standing": 3,
    "briefing.exchange": 3,
    "briefing.surroundings": 3,
    "briefing.verification.quotes": 3,
    "briefing.verification.verifying": 3,
    "briefing.permalinks": 3,
    "briefing.advice.*": 3,
    "briefing.differences": 3,
    "briefing.newsletter": 3,
    "briefing.checks.*": 3,
    "briefing.markup": 3,
    "briefing.unit": 3,
    "briefing.pack": 3,
    "briefing.pages.*": 4,
    "briefing.exports.*": 4,
    "briefing.draft.*": 4,
    "briefing.cells": 5,
    "briefing.memory": 5,
    "briefing.recall": 5,
    "briefing.render": 5,
    "briefing.write": 5,
    "briefing.search": 5,
    "briefing.survey": 6,
    "briefing.locks": 6,
    "briefing.known": 6,
    "briefing.making": 6,
    "briefing.pipeline": 6,
    "briefing.resident": 6,
    "briefing.inputs": 6,
    "briefing.rehearse": 6,
    "briefing.cli": 7,
    "briefing.commands.*": 7,
    "briefing.report": 7,
    "briefing.serve.*": 7,
    "briefing.publication.*": 7,
    "briefing.history": 7,
    "briefing.alter": 7,
}

# Bases and helpers of a package, which are no member of its table.
NO_MEMBERS = {"advice": {"sounds"}, "kinds": {"common"}, "checks": set(), "exports": {"site"}, "commands": {"locks", "printing", "progress"}}


def name_of(file: Path) -> str:
    parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(file): ast.parse(file.read_text(encoding="utf-8")) for file in sorted(PACKAGE.rglob("*.py"))}


def is_package(module: str) -> bool:
    return (PACKAGE.parent / Path(*module.split(".")) / "__init__.py").exists()


def floor(module: str) -> int | None:
    if module in FLOORS:
        return FLOORS[module]
    package = module if is_package(module) else module.rpartition(".")[0]
    return FLOORS.get(f"{package}.*")


def imports(module: str) -> Iterator[str]:
    """The modules of the package that a module imports anywhere in it, functions included."""
    for node in ast.walk(MODULES[module]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom):
            above = module.split(".") if is_package(module) else module.split(".")[:-1]
            base = above[: len(above) - node.level + 1] if node.level else []
            origin = ".".join([*base, *(node.module.split(".") if node.module else [])])
            for alias in node.names:
                full = f"{origin}.{alias.name}"
                if full in MODULES or origin in MODULES:
                    yield full if full in MODULES else origin


IMPORTS = {module: sorted(set(imports(module)) - {module}) for module in MODULES}


def test_every_module_has_a_floor() -> None:
    assert [module for module in MODULES if floor(module) is None] == []


def test_imports_are_found() -> None:
    assert len(MODULES) > 20
    assert sum(map(len, IMPORTS.values())) > 100
    assert "briefing.problem" in IMPORTS["briefing.read"]  # from .problem import
    assert "briefing.edtf" in IMPORTS["briefing.fields.values"]  # from .. import
    assert "briefing.vocabulary" in IMPORTS["briefing.kinds.event"]


def test_a_module_imports_only_from_its_own_floor_or_below() -> None:
    upward = [
        f"{module} (floor {floor(module)}) imports {imported} (floor {floor(imported)})"
        for module, found in IMPORTS.items()
        for imported in found
        if (floor(imported) or 0) > (floor(module) or 0)
    ]
    assert upward == []


def test_no_module_imports_itself_through_others() -> None:
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " → ".join([*way[way.index(module) :], module])
        if module not in done:
            for imported in IMPORTS[module]:
                visit(imported, (*way, module))
            done.add(module)

    for module in MODULES:
        visit(module, ())


@pytest.mark.parametrize(
    ("package", "members"),
    [
        ("kinds", lambda module: module.KINDS),
        ("checks", lambda module: (*module.CHECKS, *module.RECORD_CHECKS)),
        ("advice", lambda module: module.ADVICE),
        ("exports", lambda module: [export.make for export in module.EXPORTS.values()]),
    ],
)
def test_every_module_of_a_table_s_package_is_in_the_table(package: str, members: Callable[[Any], Iterable[Any]]) -> None:
    module = __import__(f"briefing.{package}", fromlist=[package])
    listed = {getattr(member, "__module__", "").rpartition(".")[2] for member in members(module)}
    present = {m.rpartition(".")[2] for m in MODULES if m.startswith(f"briefing.{package}.")}
    assert listed == present - NO_MEMBERS[package]


def test_every_command_is_in_the_table() -> None:
    from briefing.commands import COMMANDS, command

    present = {m.rpartition(".")[2] for m in MODULES if m.startswith("briefing.commands.")} - NO_MEMBERS["commands"]
    assert {name.replace("-", "_") for name in COMMANDS} == present
    assert all(callable(command(name).arguments) and callable(command(name).run) for name in COMMANDS)


def test_every_check_is_in_the_table() -> None:
    """A check is a public function of a module in checks/."""
    from briefing.checks import CHECKS, RECORD_CHECKS

    public = {
        f"{module}.{node.name}"
        for module, tree in MODULES.items()
        if module.startswith("briefing.checks.")
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
            if module == "briefing.pipeline":
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


def test_only_five_modules_and_the_commands_touch_the_disk() -> None:
    allowed = {"briefing.scan", "briefing.read", "briefing.write", "briefing.cache", "briefing.search"} | {m for m in MODULES if floor(m) == 7}
    assert {m: found for m in MODULES if m not in allowed and (found := list(touches(m)))} == {}


def test_the_rule_about_the_disk_sees_what_reading_needs() -> None:
    assert list(touches("briefing.read")) != []
