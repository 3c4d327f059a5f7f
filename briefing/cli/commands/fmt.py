"""`fmt`: record files in the one layout that all share."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="files or folders (default: briefing.yaml and content/)"
    )
    parser.add_argument("--check", action="store_true", help="list the files that would change, and change nothing")


def run(options: argparse.Namespace, root: Path) -> int:
    from briefing.cli.commands.problem_printing import coloured
    from briefing.core.atomic_changes import ConcurrentEdit, apply_changes
    from briefing.core.problem_reports import as_text, count, visible
    from briefing.editing.formatter import formatted
    from briefing.reading import reader
    from briefing.reading.yaml_parser import compose
    from briefing.schema.kinds import KIND_IN_FOLDER

    project, unread = reader.load(str(root), tuple(KIND_IN_FOLDER))
    files = [*([project.config] if project.config else []), *project.records]
    if options.paths:
        wanted = [_from_root(root, path) for path in options.paths]
        unknown = [
            path for path, of in zip(options.paths, wanted, strict=True) if not any(_is_in(f.path, of) for f in files)
        ]
        if unknown:
            print(
                f"There is no record file at {visible(unknown[0])}. Name files or folders in content/, or briefing.yaml.",
                file=sys.stderr,
            )
            return 2
        files = [file for file in files if any(_is_in(file.path, of) for of in wanted)]
    before: dict[str, bytes | None] = {}
    after: dict[str, bytes | None] = {}
    problems, unclear, broken = [], [], 0
    for file in files:
        _, problem = compose(file.path, file.text)
        done = formatted(file.path, file.text) if file.is_valid else None
        if not file.is_valid or problem:
            broken += 1
            problems += [p for p in unread if p.location.file == file.path] + (
                [problem] if problem and file.is_valid else []
            )
        elif done is None:
            unclear.append(file.path)
        elif done.encode() != (data := (root / file.path).read_bytes()):  # a byte order mark is not in the text
            before[file.path], after[file.path] = data, done.encode()
    if problems:
        print(as_text(problems, {file.path: file.text for file in files}, coloured()), end="\n\n", file=sys.stderr)
    for path in unclear:
        print(
            f"{visible(path)}: left as it is; `check` says what is wrong with it, or its layout is one that fmt does not take apart",
            file=sys.stderr,
        )
    if not options.check:
        try:
            apply_changes(root, before, after)
        except ConcurrentEdit as error:
            print(
                f"{visible(str(error))} was changed while this command ran; no file was. Run it again.", file=sys.stderr
            )
            return 1
        except OSError as error:
            print(
                f"{visible(str(error.filename))} could not be written ({error.strerror}); no file was.", file=sys.stderr
            )
            return 1
    print(*map(visible, after), sep="\n", end="\n" if after else "")
    rest = f"{count(len(files) - len(after) - broken - len(unclear), 'file')} in order"
    if options.check:
        print(
            f"{count(len(after), 'file')} to lay out anew, {rest}." + (" Run `python build.py fmt`." if after else "")
        )
        return 1 if after or problems else 0
    print(f"{count(len(after), 'file')} laid out anew, {rest}.")
    return 1 if problems else 0


def _from_root(root: Path, path: str) -> str:
    """A path on the command line as the project names its files; the whole project is ``."""
    relative = os.path.relpath(os.path.abspath(path), os.path.abspath(root)).replace(os.sep, "/")
    return "" if relative == "." else relative


def _is_in(file: str, folder: str) -> bool:
    return not folder or file == folder or file.startswith(f"{folder}/")
