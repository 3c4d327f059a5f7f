"""`rename`: a record's id, its file's name, every reference to it, and the redirect from the old address."""

from __future__ import annotations

import argparse
import codecs
import difflib
import sys
from collections.abc import Mapping
from pathlib import Path

SHOWN = 20  # files, and places; there may be thousands


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", help="the id that the record has")
    parser.add_argument("new", metavar="NEW", help="the id that it is to have")
    parser.add_argument("--dry-run", action="store_true", help="show what would change, as a diff, and change nothing")


def run(options: argparse.Namespace, root: Path) -> int:
    from briefing.cli.commands.problem_printing import coloured
    from briefing.core.atomic_changes import ConcurrentEdit, apply_changes
    from briefing.core.problem_reports import as_text, count, visible
    from briefing.editing.record_renaming import RenameRefused, rename
    from briefing.project.dry_run import added, check_in_memory
    from briefing.reading import reader
    from briefing.reading.decoder import File
    from briefing.schema.kinds import KIND_IN_FOLDER

    old, new = options.old, options.new
    project, problems = reader.load(str(root), tuple(KIND_IN_FOLDER))
    texts = {file.path: file.text for file in project.records}
    unseen = [problem for problem in problems if problem.code in ("unreadable-file", "file-too-large")]
    if unseen:
        print(
            f"Nothing was renamed: `{visible(old)}` may stand where it cannot be seen.\n\n{as_text(unseen, {}, coloured())}",
            file=sys.stderr,
        )
        return 1
    renamed = rename(project.records, old, new)
    if isinstance(renamed, RenameRefused):
        print(f"{visible(renamed.message)}.\n  help: {visible(renamed.hint)}", file=sys.stderr)
        if renamed.problems:
            print("\n" + as_text(renamed.problems, texts, coloured()), file=sys.stderr)
        return 1 if renamed.problems else 2
    files = [
        File(renamed.moved.get(file.path, file.path), renamed.texts.get(file.path, file.text), is_valid=file.is_valid)
        for file in project.records
    ]
    wrong = added(
        check_in_memory(project.config, project.records),
        check_in_memory(project.config, files),
        {**renamed.moved, old: new},
    )
    if wrong:
        print(
            f"Nothing was renamed, because that would be wrong:\n\n{as_text(wrong, {f.path: f.text for f in files}, coloured())}"
        )
        return 1
    archived, archive = f"archive/{old}.txt", f"archive/{new}.txt"
    has_archive = renamed.kind == "source" and (root / archived).is_file()
    if has_archive and (root / archive).exists():
        print(
            f"There is a file {archive} already; nothing was renamed. Move it away, or name another id.",
            file=sys.stderr,
        )
        return 1
    if options.dry_run:
        print("\n".join(_diff(texts, renamed.texts, renamed.moved)))
        if has_archive:
            print(f"rename from {archived}\nrename to {archive}")
        return 0
    try:
        before, after = _bytes(root, renamed.texts, renamed.moved)
        if has_archive:
            data = (root / archived).read_bytes()
            before |= {archive: None, archived: data}
            after |= {archive: data, archived: None}
        apply_changes(root, before, after)
    except ConcurrentEdit as error:
        print(
            f"{visible(str(error))} was changed while this command ran; nothing was renamed. Run it again.",
            file=sys.stderr,
        )
        return 1
    except OSError as error:
        print(
            f"{visible(str(error.filename))} could not be written ({error.strerror}); nothing was renamed.",
            file=sys.stderr,
        )
        return 1
    print(
        f"{old} is now {new}: {count(renamed.references, 'reference')} in {count(len(renamed.texts), 'file')} changed."
    )
    _list([visible(path) for path, data in sorted(after.items()) if data is not None], "file")
    if renamed.left:
        print(f"\n`{old}` still stands where it is no reference; change it there if it should:")
        _list([f"{visible(place.file)}:{place.line}:{place.column}" for place in renamed.left], "place")
    return 0


def _bytes(
    root: Path, texts: Mapping[str, str], moved: Mapping[str, str]
) -> tuple[dict[str, bytes | None], dict[str, bytes | None]]:
    """(what the files hold, what they are to hold), with the mark that some editors put at the beginning kept."""
    before: dict[str, bytes | None] = {}
    after: dict[str, bytes | None] = {}
    for path, text in texts.items():
        data = (root / path).read_bytes()
        before[path] = data
        if path in moved:
            before[moved[path]], after[path] = None, None
        mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        after[moved.get(path, path)] = mark + text.encode()
    return before, after


def _diff(texts: Mapping[str, str], changed: Mapping[str, str], moved: Mapping[str, str]) -> list[str]:
    from briefing.core.problem_reports import visible

    lines = []
    for path, text in changed.items():
        names = f"a/{path}", f"b/{moved.get(path, path)}"
        for line in difflib.unified_diff(texts[path].splitlines(), text.splitlines(), *names, lineterm=""):
            lines.append(visible(line))
    return lines


def _list(lines: list[str], word: str) -> None:
    from briefing.core.problem_reports import count

    print(*(f"  {line}" for line in lines[:SHOWN]), sep="\n")
    if len(lines) > SHOWN:
        print(f"  and {count(len(lines) - SHOWN, f'more {word}')}")
