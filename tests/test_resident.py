"""The project in memory: whatever is edited, and in whatever order, its pages are those of a clean build with drafts."""

import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from conftest import REPOSITORY, SITES
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from briefing.build.output.output_writer import MANIFEST
from briefing.build.pipeline import build
from briefing.core.problem_reports import excerpt
from briefing.core.problems import Problem
from briefing.corpus.linker import link
from briefing.preview.live_files import is_passing
from briefing.preview.live_site import Resident, SiteUpdate
from briefing.reading import reader
from briefing.rendering.template_renderer import Renderer

HARBOUR = SITES["harbour"]
EVENT = "content/events/fire.yaml"
SMALL = {
    "briefing.yaml": "title: Small\n",
    EVENT: "title: Fire\ndate: 2031-01-01\nsummary: It burned.\nsources: [paper]\n",
    "content/events/flood.yaml": "title: Flood\ndate: 2031-01-02\nsources: [paper]\n",
    "content/sources/paper.yaml": "title: Paper\n",
}
Project = Callable[[Mapping[str, str | bytes]], Path]


def served(resident: Resident) -> dict[str, bytes]:
    pages = {path: resident.page(path) for path in resident.paths()}
    return {path: data for path, data in pages.items() if data is not None}


def said(problems: Iterable[Problem]) -> list[str]:
    """Problems as text, but for which of the pages that a template fails on is named."""
    return [re.sub(r" \(while rendering \S+\)", "", str(problem)) for problem in problems]


def built(root: Path) -> tuple[dict[str, bytes] | None, list[str]]:
    """(the files of a clean build with drafts, None where anything is wrong; its problems as text)"""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "site"
        found = build(root, output, drafts=True, jobs=1)
        problems = said(found.problems)
        if found.written is None:
            return None, problems
        files = {p.relative_to(output).as_posix(): p.read_bytes() for p in sorted(output.rglob("*")) if p.is_file()}
    del files[MANIFEST]
    return files, problems


# --- any sequence of edits -------------------------------------------------------------------------------------------


def changed(path: str, *pairs: tuple[str, str]) -> list[str | None]:
    text = (HARBOUR / path).read_text("utf-8")
    assert all(old in text for old, _ in pairs), path
    return [text.replace(old, new) for old, new in pairs]


MIRELA = "content/people/mirela-ostro.yaml"
OTHERS = "content/people/others.yaml"
DATES = "content/events/dates.yaml"
SUMMER = "content/briefings/summer.yaml"
# What each file can come to hold besides what it held at first; None where it is gone.
EDITS: dict[str, list[str | None]] = {
    MIRELA: [
        *changed(
            MIRELA,
            ("First spoke", "She first spoke"),
            ("Mirela Oštro", "Mirela Oštro-Vale"),
            ("[[tarn-valley-council]].", "[[lin-hai]]."),
            ("former_ids: [m-ostro]", "former_ids: [mirela, m-o]"),
            ("organization: ministry-of-harbours", "organization: nowhere"),
            ("name:", "nam:"),
        ),
        "name: [\n",
        "",
        None,
    ],
    OTHERS: changed(OTHERS, ("Lin Hai", "Lin H."), ("林海", "林海海"), ("title: Salesman", "title: Seller")),
    DATES: changed(
        DATES,
        ("Night alarm at the dam", "Alarm at the dam"),
        ("date: 2030-12%", "date: 2036-12%"),
        ("status: draft", "status: published"),
        ("places: [north-mole]", "places: [tarn-valley]"),
        ("id: survey", "id: survey-of-the-bed"),
        ("From a coin & a legend.", "From [[lin-hai]]."),
    ),
    SUMMER: [*changed(SUMMER, ("title:", "# a note\ntitle:")), None],
    "content/topics/new.yaml": [
        "name: New topic\n",
        "name: Newer topic\nsummary: On [[lin-hai]].\n",
        "name: N\nstatus: draft\n",
    ],
    "content/events/dredging-of-the-channel-again.yaml": [
        "title: Again\ndate: 2031\nsummary: '[[alireza-daryanavard]]'\n"
    ],
    "content/topics/notes.txt": ["not a record\n"],
    "content/topics/4913": ["vim looks whether it can write here\n"],
    "content/wars/war.yaml": ["name: N\n"],
    "templates/topic.html": [
        *changed("templates/topic.html", ("harbour desk", "other desk")),
        "{{ nonsense }}\n",
        "{% if %}\n",
        None,
    ],
    "templates/event.html": [
        '{% extends "shipped/event.html" %}{% block body %}MINE{% endblock %}',
        "{% if kind %}{% endfor %}",
    ],
    "templates/static/tide.css": ["p { color: red }\n", None],
    "templates/static/more/new.js": ["1;\n"],
    "briefing.yaml": [
        *changed(
            "briefing.yaml",
            ("Harbour & Dam", "Dam & Harbour"),
            ("https://harbour.example/notes", "https://elsewhere.example"),
            ("base_url: https://harbour.example/notes\n", ""),
            ("navigation: [briefings,", "navigation: ["),
            ("title:", "titel:"),
        ),
        None,
    ],
}


def put(root: Path, path: str, number: int) -> None:
    """Let a file hold what it held at first (0), or another of the texts above."""
    original = (HARBOUR / path).read_text("utf-8") if (HARBOUR / path).exists() else None
    text = [original, *EDITS[path]][number]
    file = root / path
    if text is None:
        file.unlink(missing_ok=True)
        if file.parent.name in ("wars", "more") and file.parent.exists():
            file.parent.rmdir()
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


steps = st.sampled_from(sorted(EDITS)).flatmap(lambda path: st.tuples(st.just(path), st.integers(0, len(EDITS[path]))))


@settings(
    max_examples=10, phases=[Phase.explicit, Phase.reuse, Phase.generate]
)  # making an example smaller takes minutes
@given(
    st.lists(st.tuples(st.lists(steps, min_size=1, max_size=3), st.booleans(), st.booleans()), min_size=1, max_size=6)
)
def test_after_any_edits_pages_are_those_of_a_clean_build(
    sequence: list[tuple[list[tuple[str, int]], bool, bool]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "desk"
        shutil.copytree(HARBOUR, root, ignore=shutil.ignore_patterns("expected"))
        resident = Resident(str(root), jobs=1)
        good, _ = built(root)
        assert good is not None and served(resident) == good
        for edits, told, looked_at in sequence:
            for path, number in edits:
                put(root, path, number)
            resident.refresh([path for path, _ in edits] if told else None)
            (root / "content/topics/4913").unlink(missing_ok=True)  # which a build takes for a mistake
            files, problems = built(root)
            at_once = {path: data for path, data in served(resident).items() if path.startswith("static/")}
            good = files or {**{path: data for path, data in good.items() if not path.startswith("static/")}, **at_once}
            if looked_at or files is None:
                assert served(resident) == good
            assert said(resident.problems) == problems
        assert served(resident) == good


def test_every_edit_by_itself_there_and_back(tmp_path: Path) -> None:
    root = tmp_path / "desk"
    shutil.copytree(HARBOUR, root, ignore=shutil.ignore_patterns("expected"))
    resident = Resident(str(root), jobs=1)
    good, warnings = served(resident), resident.problems
    for path, texts in EDITS.items():
        for number in range(1, len(texts) + 1):
            put(root, path, number)
            resident.refresh([path])
            if path != "content/topics/4913":
                files, problems = built(root)
                assert said(resident.problems) == problems, (path, number)
                assert files is None or served(resident) == files, (path, number)
            put(root, path, 0)
            resident.refresh([path])
            assert (served(resident), resident.problems) == (good, warnings), (path, number)


# --- no more than changed --------------------------------------------------------------------------------------------


@pytest.fixture
def small(project: Project) -> tuple[Path, Resident]:
    root = project(SMALL)
    return root, Resident(str(root), jobs=1)


def test_an_edit_of_words_reads_one_file_and_makes_only_what_shows_them(
    small: tuple[Path, Resident], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, resident = small
    served(resident)
    read, rendered = [], []
    load, render = reader.load_file, Renderer.render
    monkeypatch.setattr("briefing.reading.reader.load_file", lambda root, path: read.append(path) or load(root, path))
    monkeypatch.setattr(Renderer, "render", lambda self, page: rendered.append(page.path) or render(self, page))
    monkeypatch.setattr("briefing.preview.live_site.link", lambda *_: pytest.fail("nothing is to be linked"))
    (root / EVENT).write_text(SMALL[EVENT].replace("burned", "burned down"))
    assert resident.refresh([EVENT]) == SiteUpdate(pages=True)
    assert rendered == []
    assert b"burned down" in served(resident)["events/fire.html"]
    assert read == [EVENT]
    assert "events/fire.html" in rendered and not {"events/flood.html", "events/index.html"} & set(rendered)


@pytest.mark.parametrize(
    ("name", "relinks"),
    [
        ("Anneliese", False),
        ("annabel", False),
        ("Annab", True),
        ("Bob", True),
        ("Bea", True),
        ("Anna\naliases: [Bo]", True),
    ],
)
def test_a_name_is_words_while_its_record_keeps_its_place_in_lists(
    name: str, relinks: bool, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it stands Annabel, whose id comes before its own, and after it Bea, whose id does so too."""
    people = {
        f"content/people/{id}.yaml": f"name: {called}\n"
        for id, called in (("a", "Annabel"), ("m", "Anne"), ("b", "Bea"))
    }
    root = project(SMALL | people)
    resident = Resident(str(root), jobs=1)
    served(resident)
    linked = []
    monkeypatch.setattr("briefing.preview.live_site.link", lambda *of, **named: linked.append(1) or link(*of, **named))
    (root / "content/people/m.yaml").write_text(f"name: {name}\n")
    assert resident.refresh(["content/people/m.yaml"]).pages
    assert bool(linked) == relinks
    assert served(resident) == built(root)[0]


def test_a_file_saved_as_it_was_changes_nothing(small: tuple[Path, Resident]) -> None:
    root, resident = small
    (root / EVENT).write_text(SMALL[EVENT])
    assert resident.refresh([EVENT]) == SiteUpdate()
    assert resident.refresh(None) == SiteUpdate()


def test_what_editors_leave_for_a_moment_is_no_mistake(small: tuple[Path, Resident]) -> None:
    root, resident = small
    for name in (
        "4913",
        "fire.yaml~",
        "#fire.yaml#",
        ".fire.yaml.swp",
        "fire.yaml.tmp",
        "sedAb3xYz",
        "fire.yaml___jb_tmp___",
    ):
        (root / "content/events" / name).write_text("x")
    assert resident.refresh(None) == SiteUpdate()
    assert is_passing("4913") and not is_passing("fire.yaml") and not is_passing("notes.txt")


def test_a_static_file_is_told_by_its_path(small: tuple[Path, Resident], project: Project) -> None:
    _, resident = small
    project({"templates/static/mine.css": "p {}"})
    assert resident.refresh(["templates/static/mine.css"]) == SiteUpdate(static=("static/mine.css",))
    assert resident.page("static/mine.css") == b"p{}\n"


# --- where anything is wrong -----------------------------------------------------------------------------------------


def test_the_last_good_page_stays_until_the_file_is_mended(small: tuple[Path, Resident]) -> None:
    root, resident = small
    before = resident.page("events/fire.html")
    (root / EVENT).write_text("title: Fire\ndate: 2031-02-30\nsources: [paper]\n")
    assert resident.refresh([EVENT]) == SiteUpdate(problems=True)
    (problem,) = resident.problems
    assert (problem.location.file, problem.location.line, problem.location.column) == (EVENT, 2, 7)
    assert excerpt(problem.location, resident.texts()) == "   2 | date: 2031-02-30\n     |       ^^^^^^^^^^"
    assert resident.page("events/fire.html") == before
    (root / EVENT).write_text(SMALL[EVENT].replace("burned", "smoked"))
    assert resident.refresh([EVENT]) == SiteUpdate(pages=True, problems=True)
    assert resident.problems == () and b"smoked" in (resident.page("events/fire.html") or b"")


def test_an_edit_is_not_shown_while_another_file_is_broken_and_not_lost_either(small: tuple[Path, Resident]) -> None:
    root, resident = small
    (root / "content/sources/paper.yaml").write_text("titel: Paper\n")
    resident.refresh(["content/sources/paper.yaml"])
    (root / EVENT).write_text(SMALL[EVENT].replace("burned", "smoked"))
    assert not resident.refresh([EVENT]).pages
    (root / "content/sources/paper.yaml").write_text("title: Paper\n")
    assert resident.refresh(["content/sources/paper.yaml"]).pages
    assert b"smoked" in (resident.page("events/fire.html") or b"")


def test_a_template_that_fails_on_one_page_only_leaves_that_page_as_it_was(
    small: tuple[Path, Resident], project: Project
) -> None:
    root, resident = small
    before = resident.page("events/flood.html")
    more = '{% extends "shipped/event.html" %}{% block body %}{% if page.title == "Flood" %}{{ gone }}{% endif %}NEW{% endblock %}'
    project({"templates/event.html": more})
    (root / "content/events/early.yaml").write_text("title: Early\ndate: 2040\n")
    resident.refresh(None)
    assert b"NEW" in (resident.page("events/fire.html") or b"")
    assert resident.page("events/flood.html") == before
    assert [problem.code for problem in resident.problems] == ["no-source", "template-error"]
    project({"templates/event.html": '{% extends "shipped/event.html" %}'})
    assert resident.refresh(["templates/event.html"]) == SiteUpdate(pages=True, problems=True)
    assert [problem.code for problem in resident.problems] == ["no-source"]


def test_a_project_broken_from_the_first_has_no_pages_until_it_is_mended(project: Project) -> None:
    root = project(SMALL | {EVENT: "title: Fire\n"})
    resident = Resident(str(root), jobs=1)
    assert resident.page("index.html") is None and [p.code for p in resident.problems] == ["missing-key"]
    project(SMALL)
    assert resident.refresh([EVENT]) == SiteUpdate(pages=True, problems=True)
    assert resident.page("index.html") is not None


def test_a_file_that_cannot_be_read_is_told_and_comes_back(small: tuple[Path, Resident]) -> None:
    root, resident = small
    (root / EVENT).rename(root / "fire.yaml")
    (root / EVENT).symlink_to(root / "fire.yaml")
    resident.refresh([EVENT])
    assert [p.code for p in resident.problems] == ["symlink"]
    (root / EVENT).unlink()
    (root / "fire.yaml").rename(root / EVENT)
    assert resident.refresh([EVENT]).problems and resident.problems == ()


def test_what_is_on_no_page_is_not_served(small: tuple[Path, Resident]) -> None:
    root, resident = small
    for path in (
        "../briefing.yaml",
        "content/events/fire.yaml",
        "briefing.yaml",
        "",
        "events",
        MANIFEST,
        "events/fire.HTML",
    ):
        assert resident.page(path) is None


def test_the_lock_files_are_heeded(tmp_path: Path) -> None:
    """The first content has its quotes checked and its addresses in the ledger."""
    root = tmp_path / "desk"
    shutil.copytree(REPOSITORY / "content", root / "content")
    for name in ("briefing.yaml", "quotes.lock", "permalinks.lock"):
        shutil.copy(REPOSITORY / name, root)
    resident = Resident(str(root), jobs=1)

    def same(*changed: str) -> bool:
        """Whether problems, and pages if there are any, are those of a clean build; then whether there are any."""
        resident.refresh(changed)
        files, problems = built(root)
        assert said(resident.problems) == problems
        assert files is None or served(resident) == files
        return files is not None

    assert same()
    line = next(line for line in (root / "quotes.lock").read_text("utf-8").splitlines() if not line.startswith("#"))
    (path,) = (root / "content").rglob(f"{line.split()[0]}.yaml")
    name, text = path.relative_to(root).as_posix(), path.read_text("utf-8")
    path.write_text(text + "# a note\n", "utf-8")
    assert same(name)
    path.write_text(text.replace("quote:", "quote: Never said.  #"), "utf-8")
    same(name)
    assert "stale-verification" in {problem.code for problem in resident.problems}
    path.write_text(text, "utf-8")
    assert same(name)
    path.rename(path.with_name("another.yaml"))
    assert not same(name, name.replace(path.stem, "another"))
    path.with_name("another.yaml").rename(path)
    assert same(name, name.replace(path.stem, "another"))
    for lock in ("quotes.lock", "permalinks.lock"):
        (root / lock).write_text("nonsense\n")
        same(lock)
        (root / lock).unlink()
        assert same(lock)


def test_a_warning_between_records_moves_with_its_line(project: Project) -> None:
    first = "title: First\ndate: 2031-02-01\nbottom_line: B\n"
    second = "title: Second\ndate: 2031-01-01\nbottom_line: B\nsupersedes: first\n"
    name = "content/briefings/second.yaml"
    root = project(SMALL | {"content/briefings/first.yaml": first, name: second})
    resident = Resident(str(root), jobs=1)
    assert [(p.code, p.location.line) for p in resident.problems] == [("superseded-later", 4)]
    project({name: f"# a note\n{second}"})
    resident.refresh([name])
    assert [(p.code, p.location.line) for p in resident.problems] == [("superseded-later", 5)]
