"""`new`: a record's first file, valid, with every field that it could have explained in comments."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", help="what it is: event, person, source …")
    parser.add_argument(
        "words", nargs="*", metavar="ID FIELD=VALUE", help="its id, and what is known of it: title='Reactor shut down'"
    )


def run(options: argparse.Namespace, root: Path) -> int:
    from briefing.cli.commands.problem_printing import coloured
    from briefing.core.atomic_changes import ConcurrentEdit, apply_changes
    from briefing.core.problem_reports import as_text, visible
    from briefing.core.text import closest
    from briefing.editing.json_schema_files import as_json, schema_file, schemas
    from briefing.editing.record_scaffold import kind_called, label_field, started, suggested_id
    from briefing.project.dry_run import check_in_memory
    from briefing.reading import reader
    from briefing.reading.decoder import decode
    from briefing.schema.fields import fields_of, id_problem
    from briefing.schema.kinds import KIND_IN_FOLDER, KIND_NAMED

    def wrong(message: str, hint: str) -> int:
        print(f"{visible(message)}.\n  help: {visible(hint)}", file=sys.stderr)
        return 2

    kind = kind_called(options.kind)
    if kind is None:
        close = closest(options.kind.lower(), (*KIND_NAMED, *KIND_IN_FOLDER))
        return wrong(
            f"no kind is called `{options.kind}`",
            f"did you mean `{close}`?" if close else f"the kinds are {', '.join(KIND_NAMED)}",
        )
    fields = fields_of(kind)
    id, given = "", dict[str, str]()
    for word in options.words:
        key, is_field, value = word.partition("=")
        if not is_field or not re.fullmatch(r"[\w-]+", key):
            if id:
                return wrong(
                    f"`{word}` is a second id",
                    "write `field=value`, with quotes around a value that has spaces: title='Reactor shut down'",
                )
            id = word
        elif key not in fields:
            close = closest(key.lower().replace("-", "_"), tuple(fields))
            hint = f"did you mean `{close}`?" if close else f"the fields are {', '.join(fields)}"
            return wrong(f"this kind, {kind.KIND}, has no field `{key}`", hint)
        elif key in given:
            return wrong(f"`{key}` is given twice", "give it once; a list is written with commas: topics=one,two")
        else:
            given[key] = value
    id = id or given.pop("id", "")
    given.pop("id", None)

    project, unread = reader.load(str(root), tuple(KIND_IN_FOLDER))
    if project.config is None:
        print(as_text([p for p in unread if p.location.file == "briefing.yaml"], {}, coloured()), file=sys.stderr)
        return 2
    taken = _ids(project.records)
    by_itself = not id
    if by_itself:
        name = given.get(label_field(kind), "") or " ".join(given[key] for key in ("speaker", "date") if key in given)
        id = suggested_id(name, taken)
        if not id:
            how = f"new {kind.KIND} ID {label_field(kind) or 'speaker'}=…"
            return wrong(
                f"the {kind.KIND} needs an id", f"write one, made of letters a to z, digits and hyphens: {how}"
            )
    problem = id_problem(id)
    if problem:
        suggestion = suggested_id(id, taken)
        return wrong(problem[1], f"how about `{suggestion}`?" if suggestion and suggestion != id else problem[2])
    if id in taken:
        return wrong(f"the id `{id}` is taken: {taken[id]}", f"write another, such as `{suggested_id(id, taken)}`")
    path = f"content/{kind.FOLDER}/{id}.yaml"
    text, missing = started(kind, given)
    if missing and given.get("status", "draft") != "draft":
        return wrong(
            f"the record lacks {' and '.join(missing)}, so it can only be a draft",
            "leave `status` out, or give the rest",
        )
    file, found = decode(path, text.encode("utf-8", "surrogateescape"))
    problems = (
        found
        if file is None
        else [p for p in check_in_memory(project.config, [*project.records, file]) if p.location.file == path]
    )
    wrong_values = [p for p in problems if p.is_error and p.code not in ("unknown-reference", "draft-reference")]
    if wrong_values:
        for problem in wrong_values:
            key = _field_at(text, problem.location.line)
            typed = f"{key}={given[key]}" if key in given else key
            print(f"{visible(typed)}: error[{problem.code}]: {visible(problem.message)}", file=sys.stderr)
            print(f"  help: {visible(problem.hint)}", file=sys.stderr)
        print("\nNothing was written.", file=sys.stderr)
        return 1

    before: dict[str, bytes | None] = {path: None}
    after: dict[str, bytes | None] = {path: text.encode()}
    schema = schema_file(kind.FOLDER)
    if not (root / schema).exists():
        before[schema], after[schema] = None, as_json(schemas()[schema]).encode()
    try:
        apply_changes(root, before, after)
    except ConcurrentEdit as error:
        return wrong(f"{error} is there already, and nothing was written", "name another id, or edit that file")
    except OSError as error:
        print(f"{visible(str(error.filename))} could not be written ({error.strerror}).", file=sys.stderr)
        return 1
    for one in after:
        print(
            f"wrote {visible(one)}"
            + (", with which your editor completes and explains fields" if one == schema else "")
        )
    if by_itself:
        if (plain := suggested_id(name)) != id:
            print(f"Is it new? The id `{plain}` is taken: {visible(taken[plain])}.")
        print(
            f"The id comes from what you gave. Before the record is published its file may still be renamed; afterwards: rename {id} NEW-ID"
        )
    unknown = [p.message.split("`")[1] for p in problems if p.code == "unknown-reference"]
    steps = []
    if missing:
        steps.append(f"replace the example{'s' if len(missing) > 1 else ''} in {', '.join(missing)}")
    unwritten = [one for one in dict.fromkeys(unknown) if not one.startswith("some-")]
    if unwritten:
        steps.append(f"write the records that do not exist yet: {', '.join(map(visible, unwritten))}")
    if "status" not in given:
        steps.append("delete the line `status: draft` when the record is to be published")
    print("Next: " + "; ".join([*steps, "`check` says what is missing"]) + ".")
    return 0


def _field_at(text: str, line: int) -> str:
    """The field that a line of a record's text belongs to."""
    above = text.splitlines()[:line]
    return next((found[1] for row in reversed(above) if (found := re.match(r"([a-z_]+):", row))), "")


def _ids(files: object) -> dict[str, str]:
    """Every id that a record has or had, and every name of a record file, with where."""
    from briefing.reading.decoder import File
    from briefing.reading.yaml_parser import parse
    from briefing.schema.record_parser import parse_record

    taken: dict[str, str] = {}
    assert isinstance(files, tuple)
    for file in files:
        assert isinstance(file, File)
        taken[file.path.rpartition("/")[2].removesuffix(".yaml")] = f"there is a file {file.path}"
        for one in filter(None, (parse_record(entry)[0] for entry in parse(file)[0])):
            taken[one.id] = f"the {one.kind.KIND} in {file.path} has it"
            for former in one.record.former_ids if one.record else ():
                taken.setdefault(former, f"the {one.kind.KIND} `{one.id}` once had it, and it leads there")
    return taken
