"""`publish`: a finished, checked site becomes what readers see, all at once."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.publishing.checksums import Sums
    from briefing.publishing.releases import Target

KEPT = 5
NAMED = 5  # files in a message; check-site names all


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", metavar="TARGET", help="the folder of releases; the web server shows TARGET/current")
    parser.add_argument("--output", metavar="DIR", help="where the site was built (default: site/ in the root)")
    parser.add_argument(
        "--keep", type=_kept, default=KEPT, metavar="N", help=f"how many releases stay (default: {KEPT}, at least 2)"
    )
    parser.add_argument(
        "--rollback",
        nargs="?",
        const="",
        metavar="RELEASE",
        help="show the release before the one that is shown, or this one; each call goes one further back",
    )


def _kept(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 5 and int(text) >= 2):
        raise argparse.ArgumentTypeError("it is a number from 2 to 9999: what is shown, and what was shown before")
    return int(text)


def run(options: argparse.Namespace, root: Path) -> int:
    from briefing.core.problem_reports import reason
    from briefing.publishing.releases import PublishRefused

    target = os.path.abspath(options.target)
    if _is_a_record(root, options.target):
        hint = "To publish a record, delete its line `status: draft` and build; `publish FOLDER` then shows the site to readers."
        print(f"`{options.target}` is a record, not a folder of releases.\n  help: {hint}", file=sys.stderr)
        return 2
    try:
        return _publish(options, root, target) if options.rollback is None else _roll_back(options, target)
    except PublishRefused as refusal:
        return _not(str(refusal))
    except OSError as error:
        print(
            f"Not published: {reason(error)}. What readers see is as it was; mend that and publish again.",
            file=sys.stderr,
        )
        return 1


def _is_a_record(root: Path, target: str) -> bool:
    """Whether what should be a folder is the id of a record, which somebody means to publish by itself."""
    from briefing.schema.kinds import KIND_IN_FOLDER

    if os.path.basename(target) != target or os.path.lexists(target):
        return False
    return any((root / "content" / folder / f"{target}.yaml").is_file() for folder in KIND_IN_FOLDER)


def _publish(options: argparse.Namespace, root: Path, target: str) -> int:
    from briefing.core.problem_reports import count
    from briefing.publishing.releases import CURRENT, Target

    site = options.output or os.path.join(root, "site")
    _see_that_they_are_apart(os.path.realpath(site), os.path.realpath(target), os.path.realpath(root))
    sums = _checked(options, root, site)
    if sums is None:
        return 1
    with Target.opened(target) as folder:
        shown = folder.where(CURRENT)
        if shown.endswith(f"-{sums.digest[:12]}") and _is_whole(folder, shown):
            print(f"{shown} is shown already; nothing was published.")
            return 0
        done = folder.add(site, sums)
        removed = folder.keep(options.keep)
    gone = f"; removed: {', '.join(removed)}" if removed else ""
    print(
        f"{done.name} is shown: {count(done.written, 'file')} new, {done.shared:,} shared with the release before{gone}."
    )
    return 0


def _roll_back(options: argparse.Namespace, target: str) -> int:
    from briefing.publishing.releases import CURRENT, Target

    with Target.opened(target, create=False) as folder:
        shown = folder.where(CURRENT)
        name = options.rollback or folder.before(shown)
        folder.checked(name)
        if name == shown:
            print(f"{name} is shown already.")
            return 0
        folder.show(name)
    print(f"{name} is shown again, in place of {shown}. To undo this: --rollback {shown}")
    return 0


def _checked(options: argparse.Namespace, root: Path, site: str) -> Sums | None:
    """The list of sums of a site that may be published; else it is told why not."""
    from briefing.cli.commands.problem_printing import coloured
    from briefing.core.problem_reports import as_text, visible
    from briefing.publishing.checksums import examine
    from briefing.publishing.publish_checks import compare

    if not os.path.isdir(site):
        _not(f"there is no folder {visible(site)}. Build the site first.")
        return None
    sums, faults = examine(site)
    if sums is None or faults:
        _not(
            f"{visible(site)}/ is not what its list of sums says. Build it again.",
            [f"{fault} {path}" for fault, path in faults],
        )
        return None
    if sums.drafts:
        _not(f"{visible(site)}/ was built with --drafts. Build it without.")
        return None
    compared = compare(root, site, sums)
    errors = [problem for problem in compared.built.problems if problem.is_error] if compared.built else []
    if errors and compared.built:
        print(as_text(errors, compared.built.texts, coloured()), end="\n\n")
        _not("the content has errors, and the site is of an older state. Mend them and build.")
        return None
    if compared.paths:
        _not(
            f"{visible(site)}/ is not what the content now makes. Build it again.",
            [f"differs {path}" for path in compared.paths],
        )
        return None
    return sums


def _is_whole(folder: Target, name: str) -> bool:
    from briefing.publishing.releases import PublishRefused

    try:
        folder.checked(name)
    except PublishRefused:
        return False
    return True


def _see_that_they_are_apart(site: str, target: str, root: str) -> None:
    """A target within the site, or the site within a target, would be taken for part of it; one in content/ for content."""
    from briefing.publishing.releases import PublishRefused
    from briefing.reading.scanner import CONTENT, TEMPLATES

    for inner, outer in (
        (target, site),
        (site, target),
        *((target, os.path.join(root, name)) for name in (CONTENT, TEMPLATES)),
    ):
        if inner == outer or inner.startswith(outer + os.sep):
            raise PublishRefused(f"{target} and {outer} lie one in the other. Name another folder.")


def _not(reason: str, named: list[str] | None = None) -> int:
    from briefing.core.problem_reports import visible

    print(f"Not published: {visible(reason[:1].lower() + reason[1:])}", file=sys.stderr)
    for line in (named or [])[:NAMED]:
        print(f"  {visible(line)}", file=sys.stderr)
    if named and len(named) > NAMED:
        print(f"  and {len(named) - NAMED:,} more", file=sys.stderr)
    return 1
