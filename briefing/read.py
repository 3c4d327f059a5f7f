"""Files become entries: YAML that is well-formed, plain and small, with a place for every part of it, and nothing typed.

`load` is the one function here that touches the disk; the rest works on text. YAML is composed, never constructed: no
tag is resolved, no object made, every scalar stays the text that the editor typed. What makes YAML dangerous is refused
before it is composed: the C parser recurses once per level and crashes on deep nesting, and anchors make small files
explode when walked.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from yaml._yaml import CParser

from . import characters
from .model import Document
from .problem import CODES, Location, Problem

LARGEST_FILE = 512 * 1024  # bytes
DEEPEST = 12  # levels of nesting; the schema's deepest field has 6
MOST_RECORDS = 1000  # documents in one file

# An installed package has its templates inside it, a checkout beside it.
_HERE = Path(__file__).resolve().parent
SHIPPED_TEMPLATES = _HERE / "templates" if (_HERE / "templates").is_dir() else _HERE.parent / "templates"

Node = yaml.Node
ScalarNode, MappingNode, SequenceNode = yaml.ScalarNode, yaml.MappingNode, yaml.SequenceNode


@dataclass(frozen=True, slots=True)
class File:
    """A text file of the project: its path from the root, with forward slashes, and its text.

    `sound` is false where the text has what no record may hold; it is then only there to be shown.
    """

    path: str
    text: str
    sound: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """One raw record: what was written, where, and nothing yet about what it means.

    `node` is None where the file could not be read; what refers to the record is then not to blame.
    """

    folder: str
    stem: str
    document: Document
    node: MappingNode | None
    alone: bool  # the only document of its file


@dataclass(frozen=True, slots=True)
class Project:
    """The project's files as they are on the disk."""

    config: File | None
    records: tuple[File, ...]


# --- from the disk ---------------------------------------------------------------------------------------------------


def load(root: Path, folders: Sequence[str]) -> tuple[Project, list[Problem]]:
    """Read briefing.yaml and every record file in `content/<folder>/` for the given folder names, sorted by path."""
    problems: list[Problem] = []
    config = _load_config(root, problems)
    files: list[File] = []
    for path in _scan(root, folders, problems):
        file = _load_file(root, path, problems)
        if file is not None:
            files.append(file)
    return Project(config, tuple(files)), problems


def load_templates(folders: Sequence[Path]) -> tuple[dict[str, str], dict[str, bytes], list[Problem]]:
    """(templates, static files) by their path in a templates folder; a later folder's file overrides an earlier one's.

    Templates are the tool's and the project's own code, not content, so links are followed.
    """
    templates: dict[str, str] = {}
    static: dict[str, bytes] = {}
    problems: list[Problem] = []
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder).as_posix()
            if any(part.startswith(".") for part in name.split("/")):
                continue
            if name.startswith("static/"):
                static[name] = path.read_bytes()
            elif name.endswith((".html", ".xml", ".txt")):
                try:
                    templates[name] = path.read_bytes().decode("utf-8")
                except UnicodeDecodeError as error:
                    problems.append(_not_utf8(f"templates/{name}", error, "template-error"))
    return templates, static, problems


def _load_config(root: Path, problems: list[Problem]) -> File | None:
    if not os.path.lexists(root / "briefing.yaml"):
        problems.append(
            _at_start(
                "briefing.yaml",
                "missing-config",
                "there is no briefing.yaml here, so this is not a briefing project",
                "make one with a line such as `title: My briefing`, or name the project's folder with --root DIR",
            )
        )
        return None
    return _load_file(root, "briefing.yaml", problems)


def _scan(root: Path, folders: Sequence[str], problems: list[Problem]) -> list[str]:
    """The paths of all record files, sorted; a problem for whatever else lies in content/."""
    content = root / "content"
    if content.is_symlink():
        problems.append(_symlink("content"))
        return []
    if not content.is_dir():
        problems.append(
            _at_start(
                "content",
                "missing-content",
                "there is no content folder here",
                f"make one with a folder for each kind, such as content/events; kinds are {', '.join(folders)}",
            )
        )
        return []
    paths: list[str] = []
    for entry in _entries(content, "content", problems):
        path = f"content/{entry.name}"
        if entry.is_symlink():
            problems.append(_symlink(path))
        elif not entry.is_dir():
            hint = f"move it into the folder of its kind: {', '.join(folders)}"
            problems.append(_at_start(path, "unexpected-file", "records lie in a folder named after their kind", hint))
        elif entry.name not in folders:
            problems.append(_unknown_folder(path, entry.name, folders))
        else:
            paths.extend(_record_paths(content / entry.name, path, problems))
    return sorted(paths)


def _record_paths(folder: Path, path: str, problems: list[Problem]) -> Iterator[str]:
    for entry in _entries(folder, path, problems):
        file = f"{path}/{entry.name}"
        if entry.is_symlink():
            problems.append(_symlink(file))
        elif entry.name.endswith(".yaml") and entry.is_file():
            yield file
        elif entry.is_dir():
            problems.append(
                _at_start(file, "unknown-folder", "a kind's folder has no folders in it", f"move its files to {path}/")
            )
        else:
            stem, dot, ending = entry.name.rpartition(".")
            message = "a record is a plain file" if ending == "yaml" else "record files end in .yaml"
            hint = f"rename it to {stem}.yaml" if dot and ending in ("yml", "YAML", "YML") else "move it out of content/"
            problems.append(_at_start(file, "unexpected-file", message, hint))


def _entries(folder: Path, path: str, problems: list[Problem]) -> list[os.DirEntry[str]]:
    """A folder's entries by name, without those that systems and editors leave behind (`.DS_Store`, `x.yaml~`)."""
    try:
        with os.scandir(folder) as found:
            entries = [e for e in found if not e.name.startswith(".") and not e.name.endswith("~")]
    except OSError as error:
        message, hint = f"it could not be read: {error.strerror}", "check its permissions"
        problems.append(_at_start(path, "unreadable-file", message, hint))
        return []
    return sorted(entries, key=lambda e: e.name)


_READABLE = "put a plain file here that you are allowed to read"


def _load_file(root: Path, path: str, problems: list[Problem]) -> File | None:
    shown = _printable(path)
    try:
        data = _bytes(os.path.join(root, path))
    except OSError as error:
        problem = _at_start(shown, "unreadable-file", f"it could not be read: {error.strerror}", _READABLE)
        if os.path.islink(os.path.join(root, path)):
            problem = _symlink(shown)
        problems.append(problem)
        return None
    file, found = decode(shown, data)
    problems.extend(found)
    return file or File(shown, data[:LARGEST_FILE].decode("utf-8-sig", "replace"), sound=False)


def _bytes(path: str) -> bytes:
    """A regular file's content, a byte more than allowed at most. Neither follows a link nor waits on a pipe."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "it is not a regular file")
        data = os.read(descriptor, LARGEST_FILE + 1)
        while data and len(data) <= LARGEST_FILE and (more := os.read(descriptor, LARGEST_FILE + 1)):
            data += more
        return data
    finally:
        os.close(descriptor)


def _unknown_folder(path: str, name: str, folders: Sequence[str]) -> Problem:
    close = closest(name, folders)
    hint = f"did you mean `{close}`?" if close else f"the kinds are {', '.join(folders)}"
    return _at_start(path, "unknown-folder", f"no kind is called `{name}`", hint)


def _symlink(path: str) -> Problem:
    return _at_start(path, "symlink", "symbolic links are not followed", "put the file itself here")


def _at_start(path: str, code: str, message: str, hint: str = "") -> Problem:
    return Problem(Location(_printable(path), 1, 1), code, _printable(message), _printable(hint))


def _printable(text: str) -> str:
    """A text that may hold a file's name, which need not be UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode()


# --- from text -------------------------------------------------------------------------------------------------------


def decode(path: str, data: bytes) -> tuple[File | None, list[Problem]]:
    """Bytes become a `File` of clean UTF-8 text, or problems that say where it is not."""
    if len(data) > LARGEST_FILE:
        message = f"the file is larger than {LARGEST_FILE // 1024} KB"
        return None, [_at_start(path, "file-too-large", message, "split it, or keep long text elsewhere and cite it")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(path, error, "not-utf8")]
    suspects = sorted(characters.suspects(text), key=lambda s: CODES[s[1]][0] != "error")  # errors before warnings
    problems = [
        Problem(place_of(path, text, offset), code, *characters.explain(code, character))
        for offset, code, character in suspects[:20]  # a binary file has thousands
    ]
    return (None if any(p.is_error for p in problems) else File(path, text)), problems


def _not_utf8(path: str, error: UnicodeDecodeError, code: str) -> Problem:
    data = error.object  # without the byte order mark that the offset does not count
    line = data.count(b"\n", 0, error.start) + 1
    before = data[data.rfind(b"\n", 0, error.start) + 1 : error.start]
    place = Location(path, line, len(before.decode("utf-8", "replace")) + 1)
    return Problem(place, code, f"byte 0x{data[error.start]:02x} is not UTF-8", "save the file as UTF-8")


def parse(file: File) -> tuple[tuple[Entry, ...], list[Problem]]:
    """A record file's documents, each a raw mapping; one entry without a node where there is none to be had.

    The file's path gives the folder and the stem.
    """
    folder, _, name = file.path.removeprefix("content/").rpartition("/")
    stem = name.removesuffix(".yaml")
    unread = Entry(folder, stem, Document(file.path, file.text, 0), None, True)
    if not file.sound:
        return (unread,), []
    nodes, problem = compose(file.path, file.text)
    if problem:
        return (unread,), [problem]
    entries: list[Entry] = []
    problems: list[Problem] = []
    alone = sum(not _is_empty(node) for node in nodes) == 1
    for index, node in enumerate(nodes):
        if isinstance(node, MappingNode):
            entries.append(Entry(folder, stem, Document(file.path, file.text, index), node, alone))
        elif _is_empty(node):
            problems.append(Problem(place_of_node(file.path, node), "empty-record", "there is no record here", "delete the `---`"))
        else:
            hint = "a record is written as `field: value`, one to a line"
            problems.append(Problem(place_of_node(file.path, node), "wrong-shape", "this is not a record", hint))
    if not nodes:
        problems.append(_at_start(file.path, "empty-record", "the file is empty", "write a record in it or delete it"))
    return tuple(entries) or (unread,), problems


def _is_empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and not node.value


def compose(path: str, text: str) -> tuple[list[Node], Problem | None]:
    """The YAML node of every document in a text, or the one problem that stopped the parser."""
    problem = _dangers(path, text)
    if problem:
        return [], problem
    nodes: list[Node] = []
    composer = None
    try:
        composer = _Composer(text)
        while composer.check_node():
            nodes.append(composer.get_node())
            if len(nodes) > MOST_RECORDS:
                message = f"the file holds more than {MOST_RECORDS} records"
                return [], _at_start(path, "file-too-large", message, "split it")
    except Exception as error:  # PyYAML raises more than YAMLError on hostile text; all of it is the text's fault
        return [], _syntax_problem(path, text, error)
    finally:
        if composer is not None:
            composer.dispose()
    return nodes, None


class _Composer(CParser):
    """libyaml's parser, composing nodes without deciding what type any scalar is."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        return ""

    def descend_resolver(self, parent: object, index: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


# Where an anchor or a tag could begin, and what could nest deeply. Text that has neither, which is nearly all, needs no
# second look; the rest is walked event by event, which does not recurse, before it is composed.
_ANCHOR_OR_TAG = re.compile(r"(?m)(?:^|[\s\[{,:?-])(?:&\S|!)")
_DEEP_BLOCK = re.compile(r"(?m)^(?:[ \t]*[-?:][ \t]){8}|^[ ]{80}")


def _dangers(path: str, text: str) -> Problem | None:
    """The first anchor, tag or too deep nesting in a text, if any."""
    if text.count("[") + text.count("{") <= 64 and not _ANCHOR_OR_TAG.search(text) and not _DEEP_BLOCK.search(text):
        return None
    depth = 0
    parser = None
    try:
        parser = CParser(text)
        while parser.check_event():
            event = parser.get_event()
            if isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
                depth += 1
            elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                depth -= 1
            place = Location(path, event.start_mark.line + 1, event.start_mark.column + 1)
            if depth > DEEPEST:
                return Problem(place, "too-deep", f"the nesting is deeper than {DEEPEST} levels", "no field needs that")
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                hint = "write the text out; put quotes around it if it is meant to begin with `&` or `*`"
                return Problem(place, "yaml-anchor", "anchors and aliases are not allowed", hint)
            if getattr(event, "tag", None):
                hint = "leave it out; put quotes around the text if it is meant to begin with `!`"
                return Problem(place, "yaml-tag", "tags are not allowed", hint)
    except Exception as error:  # as in compose
        return _syntax_problem(path, text, error)
    finally:
        if parser is not None:
            parser.dispose()
    return None


# How libyaml's message begins; whether the place is where that which it was reading began; what an editor should hear;
# and what to do.
_QUOTE = "a quote is opened here and never closed"
_ESCAPE = "in double quotes a backslash begins an escape; use single quotes"
_FIELD = "each line is `field: value`, with a space after the colon; text that runs on is indented below it"
_BRACKET = "close the bracket; a text that begins with `[` or `{` needs quotes around it"
_COLUMN = "check the indentation: what belongs together begins in the same column"
_SYNTAX = (
    ("mapping values are not", False, "a `:` stands where none can", "a text that contains `: ` needs quotes around it"),
    ("found a tab", False, "the line is indented with a tab", "indent with spaces, not tabs"),
    ("found character that", False, "a text cannot begin with this sign", "a text that begins with a sign needs quotes around it"),
    ("could not find expected ':'", True, "this is not a field", _FIELD),
    ("found unexpected end of", True, _QUOTE, "close it with the sign that opened it"),
    ("found unexpected document", True, _QUOTE, "close it before the `---`"),
    ("did not find expected ','", True, "a bracket is opened here and not closed", _BRACKET),
    ("found unknown escape", False, "`\\` cannot stand here", _ESCAPE),
    ("did not find expected hex", False, "`\\` cannot stand here", _ESCAPE),
    ("did not find expected alpha", True, "a text cannot begin with this sign", "a text that begins with a sign needs quotes around it"),
    ("did not find expected comment", False, "text follows the `|` or `>` of its field", "begin the text in the next line, indented"),
    ("did not find expected '-'", False, "the line fits none above it", _COLUMN),
    ("did not find expected key", False, "the line fits none above it", _COLUMN),
    ("did not find expected <", False, "the line fits none above it", _COLUMN),
    ("did not find expected node", False, "a bracket or comma stands where none can", "put quotes around a text that begins with it"),
    ("mapping keys are not", False, "a text cannot begin with `? `", "a text that begins with a sign needs quotes around it"),
    ("found undefined alias", False, "anchors and aliases are not allowed", "put quotes around a text that begins with `*`"),
    ("block sequence", False, "a list cannot begin in the line of its field", "write each item on a line of its own after `- `"),
)  # fmt: skip
_SIGN = re.compile(r"\s*(?:-\s+)*(?:[\w-]+:\s+)?(?=([\"'\[{]))")


def _syntax_problem(path: str, text: str, error: Exception) -> Problem:
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "the text is not YAML")
    begins, message, hint = next((row[1:] for row in _SYNTAX if said.startswith(row[0])), (False, said, ""))
    lines = text.split("\n")
    mark, beginning = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if beginning and (begins or mark is None or mark.line >= len(lines)):
        mark = beginning
    number, at = (min(mark.line, len(lines) - 1), mark.column) if mark else (0, 0)
    line = lines[number]
    if line[at : at + 1] == "\t":
        message, hint = "the line is indented with a tab", "indent with spaces, not tabs"
    elif said.startswith("did not find expected key") and (value := _SIGN.match(line)) and value.end() < at:
        message, hint = _after_value(value[1])
    elif said.startswith("mapping values") and line[:1] == " " and ": " not in line[:at]:
        message = "the line is indented deeper than the field above it"
        hint = f"{_COLUMN}; a text that runs on and contains `: ` needs quotes around it"
    place = Location(path, number + 1, at + 1)
    if "undefined alias" in said:
        return Problem(place, "yaml-anchor", message, hint)
    return Problem(place, "yaml-syntax", f"not well-formed YAML: {message}", hint)


def _after_value(sign: str) -> tuple[str, str]:
    """(message, hint) where a value in quotes or brackets is followed by more text."""
    if sign in "[{":
        return "text follows the bracket that closes", f"a text that begins with `{sign}` needs quotes around it"
    hint = f"write `{sign * 2}` for one in the text, or begin the text on a new line below `>-`"
    if sign == '"':
        hint = "use single quotes around the text, or “ ” within it, or begin the text on a new line below `>-`"
    return "text follows the quote that closes", hint


# --- places ----------------------------------------------------------------------------------------------------------


def place_of_node(path: str, node: Node) -> Location:
    start, end = node.start_mark, node.end_mark
    length = end.column - start.column if end.line == start.line else 1
    return Location(path, start.line + 1, start.column + 1, max(length, 1))


def place_of(path: str, text: str, offset: int, length: int = 1) -> Location:
    """The place of a character, by its offset in the text."""
    begin = text.rfind("\n", 0, offset) + 1
    return Location(path, text.count("\n", 0, offset) + 1, offset - begin + 1, length)


def place_within(path: str, text: str, start: Location, piece: re.Pattern[str]) -> Location:
    """Where a piece of a value stands, such as a link in a long text: its first group, or all of it.

    `start` is where the value begins, and the answer where the piece is not to be found as it reads, being folded or
    escaped.
    """
    offset = -1
    for _ in range(start.line - 1):
        offset = text.find("\n", offset + 1)
    match = piece.search(text, offset + start.column)
    if match is None:
        return start
    group = 1 if match.re.groups else 0
    return place_of(path, text, match.start(group), len(match[group].split("\n")[0]))


def locate(document: Document, *keys: str | int) -> Location:
    """The place of a value in a record, by the keys and indices that lead to it; of the nearest part that exists.

    Composes the document anew: places are wanted only for problems, which are few.
    """
    nodes, _ = compose(document.file, document.text)
    if document.index >= len(nodes):
        return Location(document.file, 1, 1)
    node = nodes[document.index]
    for key in keys:
        below = None
        if isinstance(node, MappingNode):
            below = next((v for k, v in node.value if k.value == key), None)
        elif isinstance(node, SequenceNode) and isinstance(key, int) and key < len(node.value):
            below = node.value[key]
        if below is None:
            break
        node = below
    return place_of_node(document.file, node)


def closest(word: str, known: Sequence[str]) -> str | None:
    """The known word that the given one is most likely a slip for: one within a slip or two of it."""
    from difflib import get_close_matches

    return next((near for near in get_close_matches(word, known, n=3, cutoff=0.6) if _is_slip(word, near)), None)


def _is_slip(word: str, meant: str) -> bool:
    """Whether a word comes from another by leaving out, adding, changing or exchanging a letter, twice at most."""
    allowed = min(2, max(len(word), len(meant)) // 3)
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, letter in enumerate(word, 1):
        before, above, row = row, before, [i]
        for j, other in enumerate(meant, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == meant[j - 2] and word[i - 2] == other:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1] <= allowed
