"""A project's own templates: what they add holds on every page, and one that nothing uses is told."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import REPOSITORY, SHIPPED_TEMPLATES, SITES

from briefing.build.pipeline import build, check_project
from briefing.rendering.template_overrides import unused_overrides
from briefing.rendering.view import pagination
from briefing.schema.kinds import KINDS

TEMPLATES_DOC = (REPOSITORY / "docs/templates.md").read_text("utf-8")
RECIPE = next(
    code for code in re.findall(r"```jinja\n(.*?)```", TEMPLATES_DOC, re.DOTALL) if "shipped/base.html" in code
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


def overridden(text: str) -> dict[str, str]:
    """The outermost blocks of a template that extends another, with what is in them."""
    found, depth, start, name = {}, 0, 0, ""
    for tag in re.finditer(r"\{% (?:block (\w+)|endblock) %\}", text):
        depth += 1 if tag[1] else -1
        if tag[1] and depth == 1:
            name, start = tag[1], tag.end()
        elif depth == 0:
            found[name] = text[start : tag.start()]
    return found


def test_no_shipped_template_drops_what_a_project_adds_to_the_one_it_extends() -> None:
    seen = 0
    for path in sorted(SHIPPED_TEMPLATES.glob("*.html")):
        text = path.read_text("utf-8")
        for name, inside in overridden(text).items() if "{% extends" in text else ():
            seen += 1
            assert "{{ super() -}}" in inside, f"{path.name}: {name}"
    assert seen > 30


def test_what_a_project_adds_to_any_block_holds_on_every_page_and_takes_nothing_away(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagination, "ROWS", pagination.Sizes(2, 1, 3))  # so that there are pages of older items
    plain = build(desk, desk.parent / "plain", jobs=1)
    added = {"base.html": ["head", "main"], "record.html": list(overridden_in_record()), "part.html": ["list"]}
    for name, blocks in added.items():
        lines = [f"{{% block {block} %}}{{{{ super() }}}}[{name} {block}]{{% endblock %}}" for block in blocks]
        (desk / "templates" / name).write_text("\n".join([f'{{% extends "shipped/{name}" %}}', *lines]))
    done = build(desk, desk.parent / "site", jobs=1)
    assert plain.written and done.written, done.problems
    kinds: set[str] = set()
    seen: set[tuple[str, ...]] = set()
    for page in sorted((desk.parent / "site").rglob("*.html")):
        path, text = page.relative_to(desk.parent / "site"), page.read_text("utf-8")
        kinds |= {kind for kind in re.findall(r'<article class="record (\w+)', text)}
        expected = [f"[base.html {block}]" for block in added["base.html"]]
        if '<article class="record ' in text:
            expected += [f"[record.html {block}]" for block in added["record.html"]]
        elif "Older items." in text:
            expected.append("[part.html list]")
        assert sorted(re.findall(r"\[\w+\.html \w+\]", text)) == sorted(expected), path
        seen |= {tuple(word[1:-1].split()) for word in expected}
        for word in expected:
            text = text.replace(word, "")
        assert text == (desk.parent / "plain" / path).read_text("utf-8"), path
    assert len(kinds) == len(KINDS)
    assert {template for template, _ in seen} == set(added)


def overridden_in_record() -> list[str]:
    """The blocks of record.html as docs/templates.md has them."""
    row = re.search(r"^\| `record.html` \| (.*?) \|", TEMPLATES_DOC, re.MULTILINE)
    assert row
    return re.findall(r"`(\w+)`", row[1])


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


def test_a_name_in_another_folder_is_taken_for_the_one_that_is_meant() -> None:
    shipped = {"parts/rail.html": "x", "shipped/parts/rail.html": "x"}
    for name in ("rail.html", "parts/rial.html", "macros/rail.html"):
        (problem,) = unused_overrides({**shipped, name: "x"})
        assert (problem.location.file, problem.hint) == (f"templates/{name}", "did you mean `parts/rail.html`?")


@pytest.mark.parametrize(
    ("own", "unused"),
    [
        (
            {"event.html": '{% extends "shipped/event.html" %}\n{% block boddy %}x{% endblock %}'},
            ["templates/event.html:2:1"],
        ),
        (
            {
                "event.html": '{% extends "shipped/event.html" %}{% block body %}{% block new %}{% endblock %}{% endblock %}'
            },
            [],
        ),
        (
            {"event.html": '{% extends "shipped/event.html" %}{% block head %}{% endblock %}'},
            [],
        ),  # of its parent's parent
        ({"event.html": '{% extends "base.html" %}{% block body %}{% endblock %}'}, ["templates/event.html:1:1"]),
        ({"event.html": "{% block body %}{% endblock %}{% block new %}{% endblock %}"}, []),  # shown where they stand
        ({"event.html": "{% extends name %}{% block new %}{% endblock %}"}, []),  # nobody can say of which
        ({"event.html": '{% extends "event.html" %}{% block new %}{% endblock %}'}, []),  # told where it is rendered
        (
            {
                "event.html": '{% extends "shipped/event.html" %}{% block body %}{{ self.new() }}{% endblock %}'
                "{% block new %}x{% endblock %}"
            },
            [],
        ),
        (
            {
                "base.html": '{% extends "shipped/base.html" %}{% block head %}{% block ours %}{% endblock %}{% endblock %}',
                "event.html": '{% extends "shipped/event.html" %}{% block ours %}x{% endblock %}',
            },
            [],
        ),
    ],
)
def test_a_block_that_no_template_above_has_is_told(own: dict[str, str], unused: list[str]) -> None:
    base = "{% block head %}{% endblock %}{% block main %}{% endblock %}"
    event = '{% extends "base.html" %}{% block main %}{% block body %}{% endblock %}{% endblock %}'
    shipped = {"event.html": event, "base.html": base}
    templates = {**shipped, **{f"shipped/{name}": text for name, text in shipped.items()}, **own}
    found = unused_overrides(templates)
    assert [f"{at.file}:{at.line}:{at.column}" for at in (problem.location for problem in found)] == unused
    assert all(problem.code == "unused-block" for problem in found)


@pytest.mark.parametrize(
    ("own", "unused"),
    [
        ({"box.html": "x", "event.html": "{% include 'box.html' %}"}, []),
        ({"box.html": "x", "event.html": "{% from 'box.html' import y %}"}, []),
        ({"box.html": "{% include 'box.html' %}"}, ["templates/box.html"]),
        ({"a.html": "x", "event.html": "{% include name %}"}, []),  # nobody can say which
        ({"a.html": "x", "event.html": "{% include %}"}, []),  # told where it is rendered
        ({"a.html": "x", "b.html": "{% include ['a.html', 'c.html'] %}"}, ["templates/b.html"]),
        ({"evnt.html": "{% include %}"}, ["templates/evnt.html"]),  # told nowhere else
    ],
)
def test_what_is_used_is_what_another_template_names(own: dict[str, str], unused: list[str]) -> None:
    shipped = {"event.html": "shipped", "base.html": "shipped"}
    templates = {**shipped, **{f"shipped/{name}": text for name, text in shipped.items()}, **own}
    assert [problem.location.file for problem in unused_overrides(templates)] == unused


def test_no_template_of_a_project_can_show_what_was_withdrawn(desk: Path) -> None:
    (desk / "templates/record.html").write_text(
        '{% extends "shipped/record.html" %}{% block lead %}[{{ summary }}{{ body }}{{ facts }}]{% endblock %}'
    )
    (desk / "templates/withdrawn.html").write_text('{% extends "record.html" %}')
    text = "name: Nobody's topic\nsummary: Nobody reads this.\nbody: Nor this.\nstatus: withdrawn\n"
    (desk / "content/topics/gone.yaml").write_text(
        f"{text}changes: [{{date: 2031, kind: retraction, note: Made up.}}]\n"
    )
    done = build(desk, desk.parent / "site", jobs=1)
    assert done.written, done.problems
    page = (desk.parent / "site/topics/gone.html").read_text("utf-8")
    assert "[]" in page and "Nobody reads" not in page and "Nor this" not in page
