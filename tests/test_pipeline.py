"""The build as a whole: the same site from the same content wherever it is built, and nothing touched where anything is wrong."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import REPOSITORY, SHIPPED_TEMPLATES, SITES

from briefing.build.pipeline import Built, build, check_project
from briefing.rendering.stylesheet_minifier import lean

HARBOUR = SITES["harbour"]
EVENT = "content/events/fire.yaml"
SMALL = {
    "briefing.yaml": "title: Small\n",
    EVENT: "title: Fire\ndate: 2031-01-01\nsources: [paper]\n",
    "content/sources/paper.yaml": "title: Paper\n",
}
Project = Callable[[Mapping[str, str | bytes]], Path]


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def stamps(folder: Path) -> dict[str, int]:
    return {p.relative_to(folder).as_posix(): p.stat().st_mtime_ns for p in sorted(folder.rglob("*"))}


def finished(root: Path, output: Path | None = None, drafts: bool = False) -> Path:
    output = output or root / "site"
    built = build(root, output, drafts)
    assert built.written is not None, built.problems
    return output


def said(built: Built) -> list[str]:
    return [f"{p.location.file}:{p.location.line} {p.code}" for p in built.problems]


# --- the same everywhere ---------------------------------------------------------------------------------------------

# Directories are listed backwards, as another file system might.
BACKWARDS = """
import os, sys
real = os.scandir
class Backwards(list):
    def __enter__(self): return iter(self)
    def __exit__(self, *_): pass
    def close(self): pass
def scandir(path="."):
    with real(path) as entries:
        return Backwards(sorted(entries, key=lambda e: e.name, reverse=True))
os.scandir = scandir
os.umask(int(sys.argv.pop(1), 8))
from briefing.cli.command_line import main
sys.exit(main())
"""


def build_elsewhere(
    tmp_path: Path, name: str, cwd: Path, root: str, umask: str = "022", **settings: str
) -> dict[str, bytes]:
    output = tmp_path / name
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON", "TZ"))}
    environment |= {"PYTHONPATH": str(REPOSITORY), **settings}
    start = ["-c", BACKWARDS, umask] if umask != "022" else [str(REPOSITORY / "build.py")]
    command = [sys.executable, *start, "build", "--no-search", "--root", root, "--output", str(output)]
    run = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, timeout=60)
    assert run.returncode == 0, run.stdout + run.stderr
    return tree(output)


def test_the_site_is_the_same_bytes_on_every_machine(tmp_path: Path, built: Callable[[str], Path]) -> None:
    reference = tree(built("harbour"))
    assert len(reference) > 80
    here = str(HARBOUR)
    assert (
        build_elsewhere(tmp_path, "a", tmp_path, here, PYTHONHASHSEED="1", LC_ALL="C", TZ="Pacific/Kiritimati")
        == reference
    )
    assert (
        build_elsewhere(tmp_path, "b", HARBOUR, ".", PYTHONHASHSEED="4242", LANG="tr_TR.UTF-8", TZ="UTC+11")
        == reference
    )
    backwards = build_elsewhere(
        tmp_path, "c", HARBOUR / "content", "..", umask="077", PYTHONHASHSEED="0", PYTHONUTF8="0", LC_ALL="POSIX"
    )
    assert backwards == reference


def test_a_second_build_writes_nothing(tmp_path: Path) -> None:
    output = finished(HARBOUR, tmp_path / "site")
    before = stamps(output)
    written = build(HARBOUR, output).written
    assert written and (written.changed, written.removed) == (0, 0) and written.unchanged > 80
    assert stamps(output) == before


def test_a_build_over_an_old_site_equals_a_clean_one(project: Project) -> None:
    root = project(SMALL)
    finished(root)
    (root / EVENT).rename(root / "content/events/blaze.yaml")
    (root / "content/sources/paper.yaml").write_text("title: Another paper\n")
    assert tree(finished(root)) == tree(finished(root, root / "clean"))


def test_the_site_can_be_built_under_a_path_with_spaces_and_letters_of_any_script(
    tmp_path: Path, built: Callable
) -> None:
    root = tmp_path / "Mes notes – گزارش 港 #1 %20"
    shutil.copytree(HARBOUR, root, ignore=shutil.ignore_patterns("expected"))
    assert tree(finished(root)) == tree(built("harbour"))


def test_the_address_shows_only_where_an_address_must_be_complete(tmp_path: Path, built: Callable) -> None:
    """So that a site built for a sub-path also works at the root of a host, and from a folder on a disk."""
    root = tmp_path / "moved"
    shutil.copytree(HARBOUR, root, ignore=shutil.ignore_patterns("expected"))
    config = (root / "briefing.yaml").read_text()
    (root / "briefing.yaml").write_text(config.replace("https://harbour.example/notes", "https://elsewhere.example"))
    before, after = tree(built("harbour")), tree(finished(root))
    assert set(before) == set(after)
    for path in set(before) - {"build-manifest.json", "404.html"}:
        there, here = (
            files[path].replace(b"\r\n ", b"") if path == "calendar.ics" else files[path] for files in (before, after)
        )  # its lines are folded
        assert there.replace(b"https://harbour.example/notes/", b"https://elsewhere.example/") == here
    not_found = before["404.html"].replace(b'="/notes/', b'="/')
    assert not_found == after["404.html"] and b'href="/notes/static/style.css"' in before["404.html"]


# --- nothing is touched where anything is wrong ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "broken",
    [
        {EVENT: "title: Fire\ndate: 2031-02-30\n"},
        {EVENT: "title: [Fire\n"},
        {"content/people/nobody.yaml": "name: N\npostings: [{title: T, organization: nowhere}]\n"},
        {"briefing.yaml": "titel: Small\n"},
        {"content/events/x.yaml": b"\xff\xfe"},
        {"content/wars/x.yaml": "title: T\n"},
        {"templates/event.html": "{% endif %}"},
    ],
    ids=["date", "yaml", "reference", "config", "bytes", "folder", "template"],
)
def test_an_error_leaves_the_site_byte_for_byte_as_it_was(project: Project, broken: Mapping[str, str | bytes]) -> None:
    root = project(SMALL)
    output = finished(root)
    before = tree(output), stamps(output)
    built = build(project(broken), output)
    assert built.written is None and any(p.is_error for p in built.problems)
    assert (tree(output), stamps(output)) == before


def test_an_error_makes_no_output_folder(project: Project) -> None:
    root = project(SMALL | {EVENT: "title: Fire\n"})
    assert build(root, root / "site").written is None
    assert not (root / "site").exists()


def test_a_warning_does_not_stop_the_build(project: Project) -> None:
    root = project(SMALL | {EVENT: "title: Fire\ndate: 2031\n"})
    built = build(root, root / "site")
    assert said(built) == [f"{EVENT}:1 no-source"] and (root / "site/events/fire.html").exists()


def test_checking_writes_nothing(project: Project) -> None:
    root = project(SMALL)
    before = tree(root)
    assert check_project(root).is_valid
    assert tree(root) == before


def test_every_file_that_is_wrong_is_named_in_one_run(project: Project) -> None:
    wrong = {f"content/events/e{n}.yaml": "title: T\ndate: never\n" for n in range(5)}
    assert said(build(project(SMALL | wrong), project({}) / "site")) == [
        f"{path}:2 invalid-date" for path in sorted(wrong)
    ]


# --- drafts ----------------------------------------------------------------------------------------------------------


def test_drafts_show_only_where_they_are_wanted_and_are_marked(tmp_path: Path) -> None:
    output = finished(HARBOUR, tmp_path / "site", drafts=True)
    page = (output / "events/unfinished-inquiry.html").read_text("utf-8")
    assert '<span class="mark draft">draft</span>' in page
    assert "is not published" in page and "noindex" in page
    assert b"unfinished-inquiry" not in (output / "sitemap.xml").read_bytes()
    assert "mark draft" in (output / "events/index.html").read_text("utf-8")
    assert (output / "events/inquiry.html").exists() and (output / "briefings/autumn-plan.html").exists()
    finished(HARBOUR, output)
    for path, data in tree(output).items():
        for word in (b"inquiry", b"not yet public", b"autumn-plan", b"Autumn plan", b"mark draft"):
            assert word not in data and word.decode() not in path, path


def test_a_withdrawn_records_words_are_on_its_page_no_longer(built: Callable[[str], Path]) -> None:
    page = (built("harbour") / "claims/gulls-are-fewer.html").read_text("utf-8")
    assert "This claim has been taken back" in page and "Nobody had said so" in page and "noindex" in page
    claim = (built("harbour") / "claims/dam-is-safe.html").read_text("utf-8")
    assert "tide-withdrew" not in claim


# --- templates -------------------------------------------------------------------------------------------------------


def test_a_project_overrides_templates_file_by_file(built: Callable[[str], Path]) -> None:
    site = built("harbour")
    topic, person = ((site / path).read_text("utf-8") for path in ("topics/dredging.html", "people/lin-hai.html"))
    assert "A topic of the harbour desk." in topic and "Harbour desk" not in person
    assert (site / "static/tide.css").read_bytes() == lean((HARBOUR / "templates/static/tide.css").read_bytes())
    assert (site / "static/style.css").read_bytes() == lean((SHIPPED_TEMPLATES / "static/style.css").read_bytes())


def test_a_project_overrides_the_style_and_a_parent(project: Project) -> None:
    site = finished(
        project(SMALL | {"templates/static/style.css": "p {}", "templates/record.html": "MINE: {{ heading }}"})
    )
    assert (site / "static/style.css").read_bytes() == b"p{}\n"
    assert (site / "events/fire.html").read_text() == "MINE: Fire"


def test_a_template_can_extend_the_one_it_overrides(project: Project) -> None:
    more = '{% extends "shipped/event.html" %}{% block body %}{{ super() }}<p>MINE</p>{% endblock %}'
    site = finished(project(SMALL | {"templates/event.html": more}))
    page = (site / "events/fire.html").read_text()
    assert "<h1>Fire</h1>" in page and "<p>MINE</p>" in page


def test_a_template_that_extends_itself_is_told_what_to_extend(project: Project) -> None:
    root = project(SMALL | {"templates/event.html": '{% extends "event.html" %}'})
    (problem,) = build(root, root / "site").problems
    assert problem.code == "template-error" and "`shipped/event.html`" in problem.message


def put_in(template: str, after: str, line: str) -> tuple[str, str, int]:
    """(name, text, line number) of a shipped template with a line put in below another."""
    lines = (SHIPPED_TEMPLATES / template).read_text("utf-8").split("\n")
    at = lines.index(after) + 1
    return template, "\n".join([*lines[:at], line, *lines[at:]]), at + 1


@pytest.mark.parametrize(
    ("template", "text", "line", "words"),
    [
        ("event.html", '{% extends "record.html" %}\n{% if %}\n', 2, "Expected an expression"),
        ("event.html", '{% extends "record.html" %}\n{% block lead %}\n{{ nonsense }}\n{% endblock %}\n', 3, "nonsense"),
        ("event.html", '{% extends "record.html" %}\n{% block lead %}\n{% include "gone.html" %}{% endblock %}', 3, "gone.html"),
        ("event.html", "\n{% extends 'gone.html' %}\n", 2, "gone.html"),
        ("event.html", "{{ 1 // 0 }}\n", 1, "division"),
        ("event.html", "\n\n{{ kind|shout }}", 3, "shout"),
        ("event.html", "{{ kind.__class__.mro()[1].nothing }}", 1, "nothing"),
        (*put_in("base.html", "<body>", "{{ nonsense }}"), "nonsense"),
        (*put_in("record.html", "{% block main %}", "{{ nonsense }}"), "nonsense"),
        (*put_in("record.html", "{% block main %}", '{% include "gone.html" %}'), "gone.html"),
        ("home.html", b"<p>caf\xe9</p>\n", 1, "UTF-8"),
        ("home.html", b"<p>\n\n  caf\xe9</p>\n", 3, "UTF-8"),
    ],
    ids=[
        "syntax", "undefined", "missing-include", "missing-parent", "crash", "unknown-filter", "undefined-attribute",
        "undefined-in-base", "undefined-in-parent", "missing-include-in-parent", "not-utf8", "not-utf8-below",
    ],
)  # fmt: skip
def test_a_broken_template_is_named_with_its_line(
    project: Project, template: str, text: str | bytes, line: int, words: str
) -> None:
    assert words in broken(project, {template: text}, template, line)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("fine\n{{ nonsense }}\n", 2, "nonsense"),
        ("fine\n\n{% endif %}\n", 3, "endif"),
        ('{% include "gone.html" %}', 1, "gone.html"),
    ],
    ids=["undefined", "syntax", "missing-include"],
)
def test_a_broken_part_is_named_and_not_the_template_that_includes_it(
    project: Project, text: str, line: int, words: str
) -> None:
    including = {
        "event.html": '{% extends "record.html" %}\n{% block lead %}{% include "parts/mine.html" %}{% endblock %}'
    }
    assert words in broken(project, including | {"parts/mine.html": text}, "parts/mine.html", line)


def broken(project: Project, templates: Mapping[str, str | bytes], template: str, line: int) -> str:
    """The message of the one problem that a project's templates have, which stands at a place and stops the build."""
    root = project(SMALL | {f"templates/{name}": text for name, text in templates.items()})
    built = build(root, root / "site")
    assert built.written is None and not (root / "site").exists()
    assert said(built) == [f"templates/{template}:{line} template-error"]
    assert "\n" not in built.problems[0].message
    return built.problems[0].message


def test_templates_never_see_content_as_code(project: Project) -> None:
    """What an editor writes in any text field is shown as it stands."""
    text = "{{ 7*7 }}{% raw %}{# x #}<b>&amp;\"'"
    quoted = json.dumps(text)
    root = project(
        {
            "briefing.yaml": f"title: {quoted}\ndescription: {quoted}\npublisher: {quoted}\nlicence: {quoted}\n",
            EVENT: f"title: {quoted}\ndate: 2031\nsummary: {quoted}\nsources: [{{source: paper, quote: {quoted}, locator: {quoted}}}]\n",
            "content/sources/paper.yaml": f"title: {quoted}\nauthors: [{quoted}]\n",
        }
    )
    for path, data in tree(finished(root)).items():
        if path.endswith(".html"):
            page = data.decode()
            assert (
                "{{ 7*7 }}{% raw %}{# x #}&lt;b&gt;&amp;amp;" in page
                and not re.search(r"\b49\b(?!\.)", page)
                and "<b>" not in page
            ), path


def test_a_report_never_counts_more_files_than_there_are(tmp_path: Path) -> None:
    from briefing.core.problem_reports import summary

    (tmp_path / "briefing.yaml").write_text("title: T\nx: y\n")
    (tmp_path / "content").mkdir()
    (tmp_path / "quotes.lock").write_text("not a line\n")
    done = build(tmp_path, tmp_path / "site", jobs=1)
    assert {problem.location.file for problem in done.problems} == {"briefing.yaml", "quotes.lock"}
    assert summary(done.problems, done.texts) == "2 errors in 1 of 1 file."
