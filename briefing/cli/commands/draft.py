"""`draft`: an article becomes draft records, for an editor to judge."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.core.problems import Problem
    from briefing.drafting.output.draft_records import Proposal
    from briefing.drafting.text.article_extraction import Article


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("article", metavar="ARTICLE", help="a file with the article: plain text or a saved web page")
    parser.add_argument(
        "--source", default="", metavar="ID", help="the id of the source that the article is, or is to become"
    )
    parser.add_argument(
        "--date", default="", metavar="DATE", help="the article's date, where neither its page nor its source gives it"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be written and write nothing")
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="json prints what is said, as data, and writes nothing",
    )


def run(options: argparse.Namespace, root: Path) -> int:
    from briefing.core.optional_packages import MissingPackage
    from briefing.core.problem_reports import visible
    from briefing.schema.edtf import DateError
    from briefing.schema.fields.reference_fields import id_problem

    if not options.source and options.format == "text":
        print("Say which source the article is, with --source ID: its text goes to archive/ID.txt.", file=sys.stderr)
        return 2
    wrong = id_problem(options.source) if options.source else None
    if wrong:
        print(f"--source: {wrong[1]}; {wrong[2]}", file=sys.stderr)
        return 2
    if options.article.startswith(("http://", "https://")):
        print("Nothing is fetched from the web. Save the page to a file and name that.", file=sys.stderr)
        return 2
    path = Path(options.article)
    if not path.is_file():
        print(f"There is no file {visible(options.article)}.", file=sys.stderr)
        return 2
    try:
        return _draft(options, root, path)
    except MissingPackage as missing:
        print(f"`draft` cannot read this: {missing}.", file=sys.stderr)
        return 2
    except DateError as error:
        print(f"--date: {error.message}; {error.hint}", file=sys.stderr)
        return 2
    except OSError as error:
        name = visible(str(error.filename or options.article))
        print(
            f"{name}: {error.strerror}. What was written before stays; run it again when that is mended.",
            file=sys.stderr,
        )
        return 1


def _draft(options: argparse.Namespace, root: Path, path: Path) -> int:
    from briefing.build.pipeline import check_project
    from briefing.core.problem_reports import visible
    from briefing.drafting import as_data, drafts
    from briefing.drafting.attribution.quotation_extraction import TooMuchSaid
    from briefing.drafting.output.draft_records import propose, published_date
    from briefing.drafting.text.article_extraction import article
    from briefing.reading.locations import at_start
    from briefing.schema.kinds.source import Source

    with path.open("rb") as file:
        found, problems = article(visible(options.article), file.read(6 * 1024 * 1024))
    if found is None:
        return _refused(problems)
    checked = check_project(root, drafts=True)
    if any(problem.code in ("missing-config", "missing-content") for problem in checked.problems):
        return _refused(
            [problem for problem in checked.problems if problem.code in ("missing-config", "missing-content")]
        )
    record = checked.corpus.records.get(options.source)
    if options.source in checked.corpus.documents and not isinstance(record, Source):
        print(
            f"`{options.source}` is the id of another record, of the kind {record.KIND if record else '?'}. Choose another for --source.",
            file=sys.stderr,
        )
        return 2
    found, problems = _archived(root, options.source, found, record if isinstance(record, Source) else None)
    if found is None:
        return _refused(problems)
    published = published_date(found, options.date)
    if isinstance(record, Source) and record.published is not None and not options.date:
        published = record.published
    try:
        said = drafts(found.text, checked.corpus)
    except TooMuchSaid as much:
        message = f"it has {much}, more than any article"
        return _refused([at_start(visible(options.article), "unusable-article", message, "cut it into its articles")])
    if options.format == "json":
        print(json.dumps(as_data(said), indent=1))  # in ASCII, which every terminal and pipe can carry
        return 0
    if not said:
        print("Nothing that anybody says was found: no quotation, and no clear indirect speech. Nothing was written.")
        return 0
    proposal = propose(said, found, options.source, checked.corpus, published)
    written = [] if options.dry_run else _write(root, options.source, found, proposal)
    _report(options, proposal, written, len(said), published is None)
    return 0


def _archived(root: Path, source: str, given: Article, record: object) -> tuple[Article | None, list[Problem]]:
    """The article with the text that is or will be in the archive; a problem where another text is there already."""
    from dataclasses import replace

    from briefing.drafting.output.draft_records import digest
    from briefing.reading.locations import at_start

    path = root / "archive" / f"{source}.txt"
    known = getattr(record, "sha256", "")
    if path.is_file():
        text = path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")
        if text.split() != given.text.split():
            message = f"archive/{source}.txt already holds another text than this article"
            return None, [
                at_start(
                    f"archive/{source}.txt",
                    "archive-differs",
                    message,
                    "name another id with --source, or draft from the archived file itself",
                )
            ]
        return replace(given, text=text), []
    if known and known != digest(given.text):
        message = f"this text is not the one that the source `{source}` was recorded from: its sha256 differs"
        return None, [
            at_start(
                f"content/sources/{source}.yaml",
                "archive-differs",
                message,
                "name another id with --source, or find the text that it was",
            )
        ]
    return given, []


def _write(root: Path, source: str, found: Article, proposal: Proposal) -> list[str]:
    """The paths written. What exists is never replaced."""
    written: list[str] = []
    files = [(f"archive/{source}.txt", found.text), *((file.path, file.text) for file in proposal.files)]
    for name, text in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError:
            continue
        written.append(name)
    return written


def _report(options: argparse.Namespace, proposal: Proposal, written: list[str], said: int, undated: bool) -> None:
    from briefing.core.problem_reports import count, visible
    from briefing.core.text import shortened

    for file in proposal.files:
        mark = "would write" if options.dry_run else "wrote" if file.path in written else "kept"
        print(f"{mark} {visible(file.path)}  {shortened(file.what, 70)}")
    known = {one.record for one in proposal.known}
    if known:
        print(f"{count(len(proposal.known), 'passage')} had records already: {', '.join(sorted(known))}")
    unclear = sum("NOT CLEAR" in file.text for file in proposal.files)
    print(
        f"{count(said, 'thing')} said in {visible(options.article)}: {count(len(proposal.files), 'draft')} "
        f"{'would be written' if options.dry_run else 'written'}"
        + (f", {unclear} of them with a speaker that is not clear" if unclear else "")
        + "."
    )
    if undated and any("date: 20XX" in file.text for file in proposal.files):
        print("The article has no date, so statements have none either. Give it with --date, as in --date 2022-10-20.")
    if written:
        print("See them with `python build.py check --drafts`; take `status: draft` away from what you have judged.")


def _refused(problems: list[Problem]) -> int:
    from briefing.core.problem_reports import as_text

    print(as_text(problems, {}, colour=False), file=sys.stderr)
    return 1
