"""A project's own templates: what they add holds on every page, and one that nothing uses is told."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import REPOSITORY, SITES

from briefing.build.pipeline import build, check_project
from briefing.rendering.template_overrides import unused_templates

RECIPE = next(
    code
    for code in re.findall(r"```jinja\n(.*?)```", (REPOSITORY / "docs/templates.md").read_text("utf-8"), re.DOTALL)
    if "shipped/base.html" in code
)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    root = tmp_path / "desk"
    shutil.copytree(SITES["harbour"], root, ignore=shutil.ignore_patterns("expected", "templates"))
    (root / "templates/static").mkdir(parents=True, exist_ok=True)
    return root


def test_the_documented_recipe_holds_on_every_page_and_takes_nothing_away(desk: Path) -> None:
    plain = build(desk, desk.parent / "plain", jobs=1)
    (desk / "templates/base.html").write_text(RECIPE)
    (desk / "templates/static/desk.css").write_text("p { color: teal }\n")
    done = build(desk, desk.parent / "site", jobs=1)
    assert plain.written and done.written, done.problems
    pages = sorted((desk.parent / "site").rglob("*.html"))
    assert len(pages) > 40
    for page in pages:
        path = page.relative_to(desk.parent / "site")
        text, added = re.subn(r'<link rel="stylesheet" href="[^"]*static/desk.css">\n', "", page.read_text("utf-8"))
        assert added == 1, path
        lines = [line for line in text.splitlines() if line]
        before = [line for line in (desk.parent / "plain" / path).read_text("utf-8").splitlines() if line]
        assert lines == before, path


def test_a_template_that_nothing_uses_is_told_by_check_and_build_and_the_build_after(desk: Path) -> None:
    assert "unused-template" not in {problem.code for problem in check_project(desk, jobs=1).problems}
    (desk / "templates/evnt.html").write_text('{% extends "shipped/event.html" %}')
    for problems in (
        check_project(desk, jobs=1).problems,
        build(desk, desk.parent / "site", jobs=1).problems,
        build(desk, desk.parent / "site", jobs=1).problems,
    ):
        (found,) = [problem for problem in problems if problem.code == "unused-template"]
        assert (found.location.file, found.hint) == ("templates/evnt.html", "did you mean `event.html`?")
        assert found.severity == "warning"


@pytest.mark.parametrize(
    ("own", "unused"),
    [
        ({"box.html": "x", "event.html": "{% include 'box.html' %}"}, []),
        ({"box.html": "x", "event.html": "{% from 'box.html' import y %}"}, []),
        ({"box.html": "{% include 'box.html' %}"}, ["templates/box.html"]),
        ({"a.html": "x", "event.html": "{% include name %}"}, []),  # nobody can say which
        ({"a.html": "x", "event.html": "{% include %}"}, []),  # told where it is rendered
        ({"a.html": "x", "b.html": "{% include ['a.html', 'c.html'] %}"}, ["templates/b.html"]),
    ],
)
def test_what_is_used_is_what_another_template_names(own: dict[str, str], unused: list[str]) -> None:
    shipped = {"event.html": "shipped", "base.html": "shipped"}
    templates = {**shipped, **{f"shipped/{name}": text for name, text in shipped.items()}, **own}
    assert [problem.location.file for problem in unused_templates(templates)] == unused
