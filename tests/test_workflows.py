"""The hooks and workflows that run elsewhere: what they may do, what they are pinned to, and that their commands exist."""

import hashlib
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import REPOSITORY

from briefing.cli.command_line import parser
from briefing.cli.command_table import COMMANDS
from briefing.core.problem_reports import as_gitlab
from briefing.core.problems import Location, Problem

WORKFLOWS = sorted((REPOSITORY / ".github" / "workflows").glob("*.yml"))


def read(path: str | Path) -> Any:
    return yaml.load((REPOSITORY / path).read_text("utf-8"), yaml.BaseLoader)  # which does not take `on` for true


CHECK, DEPLOY, AUDIT = (read(f".github/workflows/{name}.yml") for name in ("check", "deploy", "audit"))
GITLAB = read(".gitlab-ci.yml")
HOOKS = read(".pre-commit-hooks.yaml")


def steps(workflow: Any) -> Iterator[dict[str, Any]]:
    for job in workflow["jobs"].values():
        yield from job["steps"]


def scripts() -> Iterator[str]:
    for workflow in map(read, WORKFLOWS):
        yield from (step["run"] for step in steps(workflow) if "run" in step)
    for job in GITLAB.values():
        yield from (*job.get("before_script", ()), *job.get("script", ()))


def commands() -> Iterator[list[str]]:
    """The arguments of every call of the generator in a workflow or hook."""
    for script in scripts():
        for match in re.finditer(r"python build\.py ([^;>|}]+)", script):
            yield shlex.split(match[1])
    for hook in HOOKS:
        program, *arguments = shlex.split(hook["entry"])
        assert program == "briefing"
        yield arguments


def test_every_command_and_option_exists() -> None:
    found = list(commands())
    assert {arguments[0] for arguments in found} >= {"build", "check", "verify", "permalinks"}
    for arguments in found:
        assert arguments[0] in COMMANDS
        if arguments[0] in COMMANDS:
            parser().parse_args(arguments)  # ends the test where an option is unknown


# --- GitHub ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", WORKFLOWS, ids=[path.name for path in WORKFLOWS])
def test_actions_are_pinned_to_commits_and_credentials_not_kept(path: Path) -> None:
    used = [step["uses"] for step in steps(read(path)) if "uses" in step]
    assert used and [one for one in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", one)] == []
    assert len(re.findall(r"uses: \S+@[0-9a-f]{40} # v\d+\.\d+\.\d+\n", path.read_text("utf-8"))) == len(used)
    checkouts = [step for step in steps(read(path)) if step.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"]["persist-credentials"] == "false" for step in checkouts)
    assert all("timeout-minutes" in job for job in read(path)["jobs"].values())


@pytest.mark.parametrize("path", WORKFLOWS, ids=[path.name for path in WORKFLOWS])
def test_no_script_is_made_of_what_somebody_else_wrote(path: Path) -> None:
    """An expression in a script is pasted into it before the shell reads it; a variable in double quotes is not."""
    for step in steps(read(path)):
        assert "${{" not in step.get("run", "")
    assert "pull_request_target" not in path.read_text("utf-8")
    for script in scripts():
        assert re.sub(r'"[^"]*\$[A-Z_]+"', "", script).count("$") == 0, script


def test_pull_requests_are_read_and_nothing_else() -> None:
    assert list(CHECK["on"]) == ["pull_request"]
    assert CHECK["permissions"] == {"contents": "read"}
    assert [job for job in CHECK["jobs"].values() if "permissions" in job or "environment" in job] == []
    assert "secrets" not in json.dumps(CHECK) and "token" not in json.dumps(CHECK)
    check = next(step["run"] for step in steps(CHECK) if "build.py check" in step.get("run", ""))
    assert "--format github" in check and '--since "origin/$GITHUB_BASE_REF"' in check
    assert next(step for step in steps(CHECK) if "checkout" in step.get("uses", ""))["with"]["fetch-depth"] == "0"


def test_what_publishes_runs_no_code_of_the_repository() -> None:
    assert DEPLOY["on"]["push"] == {"branches": ["main"]} and set(DEPLOY["on"]) == {"push", "workflow_dispatch"}
    assert DEPLOY["permissions"] == {}
    build, deploy = DEPLOY["jobs"]["build"], DEPLOY["jobs"]["deploy"]
    assert build["permissions"] == {"contents": "read"}
    assert deploy["permissions"] == {"pages": "write", "id-token": "write"} and deploy["needs"] == "build"
    assert [step for step in deploy["steps"] if "run" in step or "checkout" in step.get("uses", "")] == []
    assert "secrets" not in json.dumps(DEPLOY)
    uploaded = next(step["with"]["path"] for step in build["steps"] if "upload-pages" in step.get("uses", ""))
    assert any(f"--output {uploaded}" in step.get("run", "") for step in build["steps"])


def test_packages_come_with_their_hashes() -> None:
    installs = [script for script in scripts() if "pip install" in script]
    assert len(installs) == 4
    assert all(re.fullmatch(r".* --require-hashes -r requirements/(site|audit)\.txt", script) for script in installs)
    assert "requirements/audit.txt" in " ".join(step.get("run", "") for step in steps(AUDIT))


def test_every_lock_file_is_audited_and_nothing_of_it_installed_for_that() -> None:
    audited = " ".join(step["run"] for step in steps(AUDIT) if "pip_audit" in step.get("run", ""))
    locks = sorted((REPOSITORY / "requirements").glob("*.txt"))
    assert len(locks) == 6 and [path.name for path in locks if f"-r requirements/{path.name}" not in audited] == []
    assert audited.count("--require-hashes --disable-pip") == 2


@pytest.mark.parametrize("path", WORKFLOWS, ids=[path.name for path in WORKFLOWS])
def test_a_workflow_that_sees_proposals_may_read_and_nothing_else(path: Path) -> None:
    workflow = read(path)
    assert (
        "permissions" in workflow
        and "secrets." not in re.sub(r"(?m)^#.*$", "", path.read_text("utf-8"))
        and "secrets[" not in path.read_text("utf-8")
    )
    if "pull_request" in workflow["on"]:
        assert workflow["permissions"] == {"contents": "read"}
        assert [
            job
            for job in workflow["jobs"].values()
            if {"permissions", "environment", "container", "services"} & job.keys()
        ] == []
    else:
        assert workflow["permissions"] == {}


# --- GitLab ----------------------------------------------------------------------------------------------------------


def test_merge_requests_are_checked_and_the_default_branch_published() -> None:
    assert [rule["if"] for rule in GITLAB["check"]["rules"]] == ['$CI_PIPELINE_SOURCE == "merge_request_event"']
    assert [rule["if"] for rule in GITLAB["pages"]["rules"]] == ["$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"]
    assert GITLAB["check"]["artifacts"]["reports"] == {"codequality": "problems.json"}
    assert GITLAB["pages"]["artifacts"]["paths"] == ["public"] and "--output public" in " ".join(
        GITLAB["pages"]["script"]
    )
    assert set(GITLAB["check"]["variables"]) == {"GIT_DEPTH"} and "variables" not in GITLAB["pages"]


def test_a_code_quality_report_has_what_gitlab_asks_for() -> None:
    problems = [
        Problem(Location("content/a.yaml", 3, 2), "yaml-syntax", "bad\x1b[2J", "mend it"),
        Problem(Location("content/a.yaml", 3, 9), "no-source", "none"),
        Problem(Location("content/a.yaml", 4, 9), "unused-entity", "none"),
    ]
    found = json.loads(as_gitlab(problems, "desk/"))
    assert found[0] == {
        "description": "bad<U+001B>[2J; mend it",
        "check_name": "yaml-syntax",
        "fingerprint": hashlib.sha256(b"content/a.yaml\x003\x002\x00yaml-syntax\x00bad\x1b[2J").hexdigest(),
        "severity": "major",
        "location": {"path": "desk/content/a.yaml", "lines": {"begin": 3}},
    }
    assert [one["severity"] for one in found] == ["major", "minor", "info"] and len(
        {one["fingerprint"] for one in found}
    ) == 3
    assert as_gitlab([]) == "[]"


# --- pre-commit ------------------------------------------------------------------------------------------------------


def test_hooks_look_at_the_whole_project_once() -> None:
    assert [hook["id"] for hook in HOOKS] == [
        "briefing-check",
        "briefing-fmt",
        "briefing-verify",
        "briefing-permalinks",
    ]
    for hook in HOOKS:
        assert hook["language"] == "python" and hook["pass_filenames"] == "false" and hook["require_serial"] == "true"
        assert hook["name"] and hook["description"].endswith(".")
        assert re.search(hook["files"], "content/events/fire.yaml") and not re.search(
            hook["files"], "docs/content/x.md"
        )


def test_hooks_are_documented() -> None:
    page = (REPOSITORY / "docs" / "publishing.md").read_text("utf-8")
    assert [hook["id"] for hook in HOOKS if f"id: {hook['id']}" not in page] == []
