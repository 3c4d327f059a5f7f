"""The commands as somebody at a terminal, a script or a code review meets them."""

import json
import os
import pty
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import REPOSITORY, SITES

from briefing.cli.command_line import main

EVENT = "content/events/fire.yaml"
FINE = {
    "briefing.yaml": "title: Small\n",
    EVENT: "title: Fire\ndate: 2031-01-01\nsources: [paper]\n",
    "content/sources/paper.yaml": "title: Paper\n",
}
WRONG = FINE | {EVENT: "title: Fire\ndate: 2031-02-30\nplacess: [x]\n"}
WARNED = FINE | {EVENT: "title: Fire\ndate: 2031-01-01\n"}

Project = Callable[[Mapping[str, str | bytes]], Path]
ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in ("FORCE_COLOR", "NO_COLOR", "TERM", "PYTHONIOENCODING")}


def run(*arguments: str | Path, cwd: Path | None = None, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(REPOSITORY / "build.py"), *map(str, arguments)]
    given = {"capture_output": True, "timeout": 60, "encoding": "utf-8"}
    done = subprocess.run(command, cwd=cwd, env=ENVIRONMENT | {"PYTHONIOENCODING": "utf-8"} | settings, **given)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def on_a_terminal(*arguments: str | Path, **settings: str) -> str:
    """What a terminal is sent."""
    parent, child = pty.openpty()
    command = [sys.executable, str(REPOSITORY / "build.py"), *map(str, arguments)]
    process = subprocess.Popen(command, env=ENVIRONMENT | settings, stdin=child, stdout=child, stderr=child)
    os.close(child)
    sent = b""
    while True:
        try:
            data = os.read(parent, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not data:
            break
        sent += data
    os.close(parent)
    process.wait(60)
    return sent.decode("utf-8")


# --- commands and options --------------------------------------------------------------------------------------------


def test_without_a_command_it_builds(project: Project) -> None:
    root = project(FINE)
    done = run(cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(
        r"2 records in \d+ files in site/: \d+ written, 0 unchanged, 0 removed \(\d\.\d\d s\)\n", done.stdout
    )
    assert (root / "site/events/fire.html").exists()


def test_root_and_output_name_other_folders(project: Project, tmp_path: Path) -> None:
    root = project(FINE)
    assert run("build", "--root", root, "--output", tmp_path / "else" / "where").returncode == 0
    assert (tmp_path / "else/where/index.html").exists() and not (root / "site").exists()
    assert run("--root", root).returncode == 0
    assert (root / "site/index.html").exists()


def test_a_second_build_says_that_nothing_changed(project: Project) -> None:
    root = project(FINE)
    run("--root", root)
    assert re.search(r": 0 written, \d+ unchanged, 0 removed ", run("--root", root).stdout)


def test_check_finds_the_same_problems_and_writes_nothing(project: Project) -> None:
    root = project(WRONG)
    checked, built = run("check", "--root", root), run("build", "--root", root)
    assert checked.returncode == built.returncode == 1
    assert (
        f"{EVENT}:2:7: error[invalid-date]" in checked.stdout and f"{EVENT}:3:1: error[unknown-key]" in checked.stdout
    )
    assert built.stdout.startswith(checked.stdout.rstrip("\n"))
    assert "2 errors in 1 of 3 files." in checked.stdout
    assert re.search(r"Nothing was written; \S*site/ is as it was\.", built.stdout)
    assert not (root / "site").exists()


def test_check_of_a_fine_project_says_so(project: Project) -> None:
    done = run("check", "--root", project(FINE))
    assert (done.returncode, done.stdout, done.stderr) == (0, "No problems in 3 files.\n", "")


def test_warnings_are_told_and_do_not_fail(project: Project) -> None:
    root = project(WARNED)
    for command in ("check", "build"):
        done = run(command, "--root", root)
        assert (
            done.returncode == 0
            and f"{EVENT}:1:1: warning[no-source]" in done.stdout
            and "1 warning in 1 of 3 files." in done.stdout
        )


def test_drafts_are_shown_on_request(project: Project) -> None:
    root = project(FINE | {EVENT: FINE[EVENT] + "status: draft\n"})
    run("--root", root)
    assert not (root / "site/events/fire.html").exists()
    run("--root", root, "--drafts")
    assert "draft" in (root / "site/events/fire.html").read_text()


def test_help_lists_the_commands() -> None:
    for arguments in (["--help"], ["-h"]):
        done = run(*arguments)
        assert done.returncode == 0
        assert re.search(r"^ +build +\w", done.stdout, re.MULTILINE) and re.search(
            r"^ +check +\w", done.stdout, re.MULTILINE
        )
    for command, options in (
        ("build", ("--root", "--output", "--drafts", "--format")),
        ("check", ("--root", "--drafts", "--format")),
    ):
        done = run(command, "--help")
        assert done.returncode == 0 and all(option in done.stdout for option in options)
    assert re.fullmatch(r"build\.py \d+\.\d+\.\d+\n", run("--version").stdout)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["publsh"], "publsh"),
        (["--nonsense"], "--nonsense"),
        (["check", "--output", "x"], "--output"),
        (["build", "--format", "xml"], "xml"),
        (["build", "--out", "x"], "--out"),
        (["--root"], "--root"),
        (["--root", "no/such/folder"], "no/such/folder"),
        (["--root", __file__], "test_cli.py"),
    ],
    ids=lambda value: " ".join(value)[:20] if isinstance(value, list) else "",
)
def test_wrong_usage_is_explained_with_status_2(arguments: list[str], words: str, tmp_path: Path) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "") and words in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_is_told_what_is_missing_and_how_to_start(tmp_path: Path) -> None:
    done = run(cwd=tmp_path)
    assert done.returncode == 1
    for words in ("briefing.yaml", "title: My briefing", "--root DIR", "content folder", "content/events"):
        assert words in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_the_summary_never_counts_more_wrong_files_than_files(tmp_path: Path) -> None:
    shown = run("check", cwd=tmp_path).stdout
    counted = re.search(r"in (\d+) of (\d+) files?\.", shown)
    assert "2 errors" in shown and (counted is None or int(counted[1]) <= int(counted[2]))


def test_a_folder_of_somebody_elses_is_not_built_into(project: Project) -> None:
    root = project(FINE | {"site/thesis.doc": "mine"})
    done = run("--root", root)
    assert done.returncode == 1 and "site:1:1: error[foreign-output]" in done.stdout and "thesis.doc" in done.stdout
    assert [p.name for p in (root / "site").iterdir()] == ["thesis.doc"]


def test_a_full_disk_or_a_file_in_the_way_ends_with_a_problem(project: Project) -> None:
    root = project(FINE | {"file": ""})
    done = run("--root", root, "--output", root / "file" / "site")
    assert done.returncode == 1 and "error[unwritable-output]" in done.stdout


@pytest.mark.parametrize("output", ["content", "content/events/out", "templates", "templates/static"])
def test_the_site_is_never_put_among_what_it_is_made_from(project: Project, output: str) -> None:
    """It would be read as content or templates by the next build."""
    root = project(FINE)
    run("--root", root, "--output", root / output)
    assert run("check", "--root", root).returncode == 0
    assert not (root / "templates").exists()


# --- problems as text ------------------------------------------------------------------------------------------------


def test_a_problem_shows_its_place_its_line_and_what_to_do(project: Project) -> None:
    shown = run("check", "--root", project(WRONG)).stdout
    assert shown.startswith(
        f"{EVENT}:2:7: error[invalid-date]: `2031-02-30`: there is no such day\n"
        "   2 | date: 2031-02-30\n"
        "     |       ^^^^^^^^^^\n"
        "  help: February 2031 has 28 days\n\n"
        f"{EVENT}:3:1: error[unknown-key]: there is no field `placess` here\n"
        "   3 | placess: [x]\n"
        "     | ^^^^^^^\n"
        "  help: did you mean `places`?\n"
    )


@pytest.mark.parametrize(
    ("before", "columns"),
    [
        ("plain", 5),
        ("a\tb", 3),  # shown as one space
        ("é", 1),
        ("e\u0301\u0323", 1),  # e with two combining marks
        ("港口", 4),  # wide
        ("ｆｕｌｌ", 8),
        ("😀", 2),
        ("नमस्ते", 4),  # two marks that take no column and are not "combining" by class, one that is
        ("Порт", 4),
    ],
)
def test_the_mark_stands_below_the_place(project: Project, before: str, columns: int) -> None:
    root = project(FINE | {EVENT: f'title: T\ndate: 2031\nparticipants: [{{entity: "{before}", role: boss}}]\n'})
    lines = run("check", "--root", root, "--format", "text").stdout.split("\n")
    at = next(n for n, line in enumerate(lines) if "error[unknown-choice]" in line)
    text = f'participants: [{{entity: "{before}", role: boss}}]'
    assert f"{EVENT}:3:{text.index('boss') + 1}: " in lines[at]
    assert lines[at + 1] == "   3 | " + text.replace("\t", " ")
    fixed = len('participants: [{entity: "') + len('", role: ')
    assert lines[at + 2] == "     | " + " " * (fixed + columns) + "^^^^"


def test_a_long_line_is_shown_around_the_place(project: Project) -> None:
    root = project(
        FINE | {EVENT: f"title: T\ndate: 2031\nsources: [paper]\nbody: {'word ' * 100}[[gone-record]]{' word' * 100}\n"}
    )
    shown = run("check", "--root", root).stdout.split("\n")
    assert all(len(line) < 130 for line in shown)
    line, mark = shown[1], shown[2]
    assert line[mark.index("^") : mark.rindex("^") + 1] == "gone-record"


COLOUR = "\x1b["


def test_colours_are_for_terminals(project: Project) -> None:
    root = project(WRONG)
    assert COLOUR not in run("check", "--root", root).stdout
    assert COLOUR in run("check", "--root", root, FORCE_COLOR="1").stdout
    assert COLOUR in on_a_terminal("check", "--root", root, TERM="xterm")
    assert COLOUR not in on_a_terminal("check", "--root", root, TERM="xterm", NO_COLOR="1")
    assert COLOUR not in on_a_terminal("check", "--root", root, "--format", "json", TERM="xterm")
    plain = run("check", "--root", root).stdout
    assert re.sub(r"\x1b\[[\d;]*m", "", run("check", "--root", root, FORCE_COLOR="1").stdout) == plain


def test_an_empty_setting_for_colours_is_no_setting(project: Project) -> None:
    """https://no-color.org and https://force-color.org: present and not an empty string."""
    root = project(WRONG)
    assert COLOUR not in run("check", "--root", root, FORCE_COLOR="").stdout
    assert COLOUR in on_a_terminal("check", "--root", root, TERM="xterm", NO_COLOR="")


# --- problems for programs -------------------------------------------------------------------------------------------


def test_json_has_exactly_the_fields_that_tools_rely_on(project: Project) -> None:
    again = {
        "content/events/other.yaml": "title: T\ndate: 2031\nstatus: secret\nsources: [paper]\nformer_ids: [paper]\n"
    }
    for command in ("check", "build"):
        done = run(command, "--root", project(FINE | again), "--format", "json")
        assert done.returncode == 1
        found = json.loads(done.stdout)
        assert found == [
            {
                "file": "content/events/other.yaml",
                "line": 3,
                "column": 9,
                "code": "unknown-choice",
                "severity": "error",
                "message": "`secret` is not allowed here",
                "hint": "write one of draft, published, withdrawn",
                "related": [],
            }
        ]
    root = project(FINE | {"content/events/other.yaml": "title: T\ndate: 2031\nsources: [paper]\n"})
    assert run("check", "--root", root, "--format", "json").stdout == "[]\n"


def test_json_names_related_places(project: Project) -> None:
    root = project(FINE | {"content/sources/fire.yaml": "title: T\n"})
    (problem,) = json.loads(run("check", "--root", root, "--format", "json").stdout)
    (related,) = problem["related"]
    assert (problem["code"], set(related)) == ("duplicate-id", {"file", "line", "column", "message"})


def test_json_parses_whatever_the_encoding_of_the_output(project: Project) -> None:
    root = project(FINE | {EVENT: "title: T\ndate: 2031\nstatus: é港😀\n"})
    for encoding in ("utf-8", "ascii", "latin-1", "cp1252"):
        command = [sys.executable, str(REPOSITORY / "build.py"), "check", "--root", str(root), "--format", "json"]
        done = subprocess.run(
            command, env=ENVIRONMENT | {"PYTHONIOENCODING": encoding}, capture_output=True, timeout=60
        )
        assert "`é港😀`" in json.loads(done.stdout.decode(encoding))[0]["message"], encoding


def test_only_problems_go_to_the_output_that_a_program_reads(project: Project) -> None:
    done = run("build", "--root", project(WARNED), "--format", "json")
    assert done.returncode == 0 and [p["code"] for p in json.loads(done.stdout)] == ["no-source"]
    assert "1 warning" in done.stderr and "written" in done.stderr
    done = run("build", "--root", project(FINE), "--format", "github")
    assert done.returncode == 0 and done.stdout == "" and "written" in done.stderr


def test_github_annotations_name_the_place_and_cannot_be_broken_out_of(project: Project) -> None:
    from briefing.core.problem_reports import as_github
    from briefing.core.problems import Location, Problem

    text = 'title: T\ndate: 2031\nstatus: "100%\\n::error::pwned"\n'
    done = run(
        "check",
        "--root",
        project(FINE | {EVENT: text, "content/sources/paper.yaml": "title: Paper\n"}),
        "--format",
        "github",
    )
    lines = done.stdout.splitlines()
    assert done.returncode == 1 and all(
        line.startswith(f"::error file={EVENT},line=3,col=9,title=unknown-choice::") for line in lines
    )
    assert len(lines) == 1 and "100%25" in lines[0] and lines[0].endswith("; write one of draft, published, withdrawn")
    made = as_github([Problem(Location("a", 1, 2), "yaml-syntax", "50%\r\n::error::", "b\nc")])
    assert made == "::error file=a,line=1,col=2,title=yaml-syntax::50%25%0D%0A::error::; b%0Ac"


def test_github_annotations_name_files_from_where_the_workflow_runs(project: Project) -> None:
    root = project(WRONG)
    lines = run("check", "--root", root.name, "--format", "github", cwd=root.parent).stdout.splitlines()
    assert lines and all(f" file={root.name}/content/" in line for line in lines)


def test_github_annotations_escape_file_names(project: Project) -> None:
    root = project(FINE | {"content/events/a,b:c%.yaml": "title: T\ndate: 2031\n"})
    lines = run("check", "--root", root, "--format", "github").stdout.splitlines()
    assert lines and all(
        line.startswith("::error file=content/events/a%2Cb%3Ac%25.yaml,line=1,col=1,title=") for line in lines
    )


# --- what must never reach a terminal raw ----------------------------------------------------------------------------

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f]")
HOSTILE = {
    "value": 'title: T\ndate: 2031\nstatus: "\\e[2J\\e]0;pwned\\a\\x9b31m\\u202e"\n',
    "key": 'title: T\ndate: 2031\n"\\e[2J\\x9b31m\\u202e": x\n',
    "date": 'title: T\ndate: "\\e[31m2031\\u202e\\x9b"\n',
    "reference": 'title: T\ndate: 2031\nplaces: ["\\e[31m\\x9b\\u202e"]\n',
    "raw": b"title: T\x1b[2J\ndate: 2031\nstatus: x\n",
    "raw-c1": "title: T\u009b2J\u202e\ndate: 2031\n",
    "former": 'title: T\ndate: 2031\nformer_ids: ["\\e[31m\\u202e"]\n',
    "link": 'title: T\ndate: 2031\nsummary: "[[\\e[31m\\x9b\\u202e]] and [x](\\e[31m:y)"\n',
    "several": '---\nid: "\\e[2J"\ntitle: T\n---\nid: b\ndate: "\\x9b"\n',
}


@pytest.mark.parametrize("shape", ["text", "json", "github"])
def test_content_cannot_steer_the_terminal(project: Project, shape: str) -> None:
    files = {f"content/events/{where}.yaml": text for where, text in HOSTILE.items()}
    done = run("check", "--root", project(FINE | files), "--format", shape)
    assert done.returncode == 1 and all(path in done.stdout for path in files)
    assert sorted({f"U+{ord(c):04X}" for c in STEERING.findall(done.stdout + done.stderr)}) == []


@pytest.mark.parametrize("shape", ["text", "json", "github"])
def test_file_names_cannot_steer_the_terminal(project: Project, shape: str) -> None:
    names = ["content/events/a\x1b[2J.yaml", "content/\x1b[31mwars\u202e/x.yaml", "content/events/c\x1b]0;x\x07.yml"]
    root = project(FINE | dict.fromkeys(names, "title: T\n"))
    (root / os.fsdecode(b"content/people/\xff\x9b.yaml")).parent.mkdir()
    (root / os.fsdecode(b"content/people/\xff\x9b.yaml")).write_text("name: N\n")
    done = run("check", "--root", root, "--format", shape)
    assert done.returncode == 1 and done.stdout
    assert sorted({f"U+{ord(c):04X}" for c in STEERING.findall(done.stdout + done.stderr)}) == []


def test_foreign_file_names_and_folders_cannot_steer_the_terminal(project: Project) -> None:
    root = project(FINE | {"site\x1b[2J/\x1b[31mthesis.doc": "mine"})
    done = run("--root", root, "--output", root / "site\x1b[2J")
    assert done.returncode == 1 and STEERING.findall(done.stdout + done.stderr) == []
    done = run("--root", root / "gone\x1b[2J")
    assert done.returncode == 2 and STEERING.findall(done.stdout + done.stderr) == []


def test_a_terminal_that_cannot_show_a_name_does_not_end_the_build(project: Project) -> None:
    root = project(FINE | {EVENT: "title: T\ndate: 2031\nstatus: علی‌رضا 港\n"})
    command = [sys.executable, str(REPOSITORY / "build.py"), "check", "--root", str(root)]
    done = subprocess.run(command, env=ENVIRONMENT | {"PYTHONIOENCODING": "ascii"}, capture_output=True, timeout=60)
    assert done.returncode == 1 and b"error[unknown-choice]" in done.stdout and b"Traceback" not in done.stderr


def test_a_reader_that_stops_early_sees_no_traceback(project: Project) -> None:
    """As in `build.py check | head -1`."""
    root = project(FINE | {f"content/events/e{n}.yaml": "title: T\n" for n in range(800)})
    command = [sys.executable, str(REPOSITORY / "build.py"), "check", "--root", str(root)]
    with subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


# --- the package -----------------------------------------------------------------------------------------------------


def test_the_wheel_carries_the_templates_where_the_generator_looks_for_them() -> None:
    with open(REPOSITORY / "pyproject.toml", "rb") as file:
        project = tomllib.load(file)
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["packages"] == ["briefing"] and wheel["force-include"] == {"templates": "briefing/templates"}
    assert (REPOSITORY / "templates/base.html").exists()
    assert project["project"]["scripts"] == {"briefing": "briefing.cli.command_line:run"}


def test_an_installed_package_builds_with_the_templates_inside_it(project: Project, tmp_path: Path) -> None:
    import shutil

    place = tmp_path / "installed"
    shutil.copytree(REPOSITORY / "briefing", place / "briefing", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(REPOSITORY / "templates", place / "briefing" / "templates")
    root = project(FINE)
    start = "import sys; from briefing.cli.command_line import main; sys.exit(main())"
    environment = ENVIRONMENT | {"PYTHONPATH": str(place)}
    done = subprocess.run(
        [sys.executable, "-c", start, "--root", str(root)], cwd=place, env=environment, capture_output=True, timeout=60
    )
    assert done.returncode == 0 and (root / "site/static/style.css").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--root", "HERE", "check"],
        ["--root=HERE", "check"],
        ["check", "--root", "HERE"],
        ["--root", "elsewhere", "check", "--root", "HERE"],  # the last one counts
        ["--root", "HERE", "check", "--format", "text"],
    ],
)
def test_the_folder_stands_before_or_after_the_command(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = SITES["minimal"]
    assert main([word.replace("HERE", str(root)) for word in arguments]) == 0
    assert "1 warning in 1 of 2 files." in capsys.readouterr().out
    (tmp_path / "briefing.yaml").write_text("title: T\n")
    assert main([word.replace("HERE", str(tmp_path)) for word in arguments]) == 1
    assert "missing-content" in capsys.readouterr().out


def test_a_misspelt_command_after_the_folder_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--root", str(SITES["minimal"]), "chekc"])
    assert ended.value.code == 2
    assert "invalid choice: 'chekc'" in capsys.readouterr().err


def test_the_help_of_all_commands_names_the_folder(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert re.search(r"--root DIR +the folder with briefing.yaml", capsys.readouterr().out)


def test_a_folder_left_out_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--root"])
    assert ended.value.code == 2
    assert "argument --root: expected one argument" in capsys.readouterr().err


def test_the_folder_alone_builds(tmp_path: Path) -> None:
    assert main(["--root", str(SITES["minimal"]), "--output", str(tmp_path / "site")]) == 0
    assert (tmp_path / "site/index.html").is_file()


def test_publishing_a_record_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", "only", "--root", str(SITES["minimal"])]) == 2
    assert "delete its line `status: draft`" in capsys.readouterr().err
    assert main(["publish", "no-such-id", "--root", str(SITES["minimal"])]) == 1
    assert "Build the site first" in capsys.readouterr().err


def test_a_build_with_nothing_to_do_says_what_the_build_before_it_said(tmp_path: Path) -> None:
    root = tmp_path / "desk"
    shutil.copytree(SITES["harbour"], root, ignore=shutil.ignore_patterns("expected"))
    (root / "templates").mkdir(exist_ok=True)
    (root / "templates/evnt.html").write_text("x")
    (root / "quotes.lock").write_text(f"nobody {'0' * 32} tide-own-report {'0' * 64} 7\n")
    (root / "permalinks.lock").write_text("topics/tarn-dam-question.html\n")
    time.sleep(0.2)  # files a moment old are looked at again
    first, second = run("build", "--root", root), run("build", "--root", root)
    assert first.returncode == second.returncode == 0, first.stdout
    told = [done.stdout.rpartition("warnings in")[0] for done in (first, second)]
    assert "stale-verification" in told[0] and "unused-template" in told[0] and "raw-html" in told[0]
    assert told[0] == told[1]
    assert " 0 written," in second.stdout
