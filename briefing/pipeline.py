"""From a project's folder to a finished site: every stage, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from . import read
from .checks import check
from .compose import parse
from .config import Config, shape_config
from .exports import make_exports
from .kinds import KIND_IN_FOLDER
from .link import Briefing, link
from .pages import make_pages
from .problem import Problem, in_order
from .render import FOLDER as TEMPLATES
from .render import Renderer
from .shape import shape
from .write import Written, misplaced, write

READ_FROM = ("content", "templates", "archive")  # the project's folders that a build reads


@dataclass(frozen=True, slots=True)
class Checked:
    """A project read, linked and checked. Where there are errors the Briefing is not fit to be published."""

    briefing: Briefing
    problems: tuple[Problem, ...]
    texts: Mapping[str, str]  # every file's text by its path, for showing the lines that problems point at

    @property
    def sound(self) -> bool:
        return not any(problem.is_error for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Built:
    """A build: what it found, and what it wrote, which is nothing where there were errors."""

    records: int
    problems: tuple[Problem, ...]
    texts: Mapping[str, str]  # as in Checked, with the templates where one of them is at fault
    written: Written | None


def check_project(root: Path, drafts: bool = False) -> Checked:
    """Everything wrong with a project, in one run. Writes nothing."""
    project, problems = read.load(root, tuple(KIND_IN_FOLDER))
    config, found = shape_config(project.config) if project.config else (Config(title="?"), [])
    problems += found
    parsed = [parse(file) for file in project.records]
    problems += [problem for _, found in parsed for problem in found]
    shaped, found = shape(entry for entries, _ in parsed for entry in entries)
    problems += found
    briefing, found = link(config, shaped, drafts)
    problems += found
    problems += check(briefing)
    texts = {file.path: file.text for file in (*project.records, *([project.config] if project.config else []))}
    return Checked(briefing, in_order(problems), texts)


def build(root: Path, output: Path, drafts: bool = False) -> Built:
    """The project's site in the output folder, which is touched only where nothing is wrong."""
    checked = check_project(root, drafts)
    records, problems, texts = len(checked.briefing.records), checked.problems, checked.texts
    if not checked.sound:
        return Built(records, problems, texts, None)
    found = misplaced(output, _shown(root, output), [root / folder for folder in READ_FROM])
    if found:
        return Built(records, in_order([*problems, *found]), texts, None)
    templates, static, found = read.load_templates([read.SHIPPED_TEMPLATES, root / "templates"])
    pages = make_pages(checked.briefing)
    files, failed = Renderer(templates, checked.briefing.config).render(pages)
    found += failed
    if found:
        shown = {TEMPLATES + name: text for name, text in templates.items()}
        return Built(records, in_order([*problems, *found]), {**texts, **shown}, None)
    exported = make_exports(checked.briefing.config, pages)
    written, found = write(output, _shown(root, output), {**static, **exported, **files})
    return Built(records, in_order([*problems, *found]), texts, written)


def _shown(root: Path, output: Path) -> str:
    """The output folder as messages name it: from the root where it lies there."""
    return output.relative_to(root).as_posix() if output.is_relative_to(root) else str(output)
