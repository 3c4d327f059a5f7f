"""A project that changes: records as plain values, edits of every sort to them, and what they look like on a disk.

Every edit is drawn from the declarations of the kinds, so that a field added to the model is edited too. An edit may
leave the project unsound, as editors do.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import yaml
from conftest import SITES

from briefing.schema import fields as f
from briefing.schema.fields import fields_of
from briefing.schema.kinds import KIND_IN_FOLDER, KINDS
from briefing.schema.vocabulary import STATUS

Value = Any
Change = Callable[[f.Type, Value], Value]

WORDS = (
    "Quay",
    "Tide",
    "Mole",
    "a lock",
    "Ünïcode",
    "<b>",
    "&",
    "the end.",
    "He said so.",
    "{{ 7 }}",
    "بندر",
    "Zebra",
    "aardvark",
)
DATES = (
    "2031",
    "2031-03",
    "2031-03-02",
    "2031-03-02T06:45Z",
    "2031~",
    "2031-07?",
    "../2031",
    "2031-08/..",
    "-0044",
    "2032-22",
    "199X",
    "Y12031",
)
LANGUAGES = ("en", "en-GB", "fa", "uk")
TEMPLATES = {
    "templates/topic.html": '{% extends "shipped/topic.html" %}{% block body %}{{ super() }}<p>OURS</p>{% endblock %}',
    "templates/parts/pager.html": "<p>pager</p>",
    "templates/static/extra.css": "p {}",
    "templates/static/style.css": "b {}",
}
CONFIGS = {
    "title": ("One", "Two & three"),
    "description": ("About <it>.",),
    "base_url": ("https://one.example/", "https://two.example/notes/"),
    "language": ("en", "fa"),
    "publisher": ("A desk",),
    "licence": ("CC0",),
    "navigation": (["events"], ["people", "claims"]),
}


class Record:
    """`place` is the record's folder and the name of its file, in which several may lie."""

    def __init__(self, id: str, folder: str, file: str, values: dict[str, Value]) -> None:
        self.id = id
        self.folder = folder
        self.file = file
        self.values = values

    @property
    def place(self) -> str:
        return f"content/{self.folder}/{self.file}.yaml"

    @property
    def kind(self) -> Any:
        return KIND_IN_FOLDER[self.folder]


class Story:
    """The whole project. `texts` are the files as they should be; `lay` makes a folder hold them."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.config: dict[str, Value] = {"title": "Story"}
        self.extra: dict[str, str] = {}  # templates
        self.padding: dict[str, int] = {}  # empty lines at the start of a file
        self.broken: dict[str, str] = {}  # files that hold something else
        self.counter = 0

    @classmethod
    def of(cls, folder: Path) -> Story:
        story = cls()
        story.config = yaml.load((folder / "briefing.yaml").read_text("utf-8"), yaml.CBaseLoader)
        for file in sorted(folder.glob("content/*/*.yaml")):
            for values in yaml.load_all(file.read_text("utf-8"), yaml.CBaseLoader):
                id = values.pop("id", file.stem)
                story.records.append(Record(id, file.parent.name, file.stem, values))
        for file in sorted((folder / "templates").rglob("*.*")):
            story.extra[file.relative_to(folder).as_posix()] = file.read_text("utf-8")
        return story

    def copy(self) -> Story:
        return deepcopy(self)

    # --- on a disk ---------------------------------------------------------------------------------------------------

    def texts(self) -> dict[str, str]:
        files: dict[str, list[Record]] = {}
        for record in self.records:
            files.setdefault(record.place, []).append(record)
        texts = {"briefing.yaml": _lines(self.config)} | self.extra
        for place, records in files.items():
            alone = len(records) == 1 and records[0].id == records[0].file
            parts = [_lines(({} if alone else {"id": r.id}) | r.values) for r in records]
            texts[place] = "#\n" * self.padding.get(place, 0) + "---\n".join(parts)
        return texts | {path: text for path, text in self.broken.items() if path in texts}

    def lay(self, root: Path) -> None:
        """Only files that differ are touched, and what is no longer there goes."""
        texts = self.texts()
        for folder in (root / "content", root / "templates"):
            for file in [*folder.rglob("*")] if folder.is_dir() else ():
                if file.is_file() and file.relative_to(root).as_posix() not in texts:
                    file.unlink()
        for path, text in texts.items():
            file = root / path
            if not file.is_file() or file.read_bytes() != text.encode():
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(text.encode())

    # --- looking things up -------------------------------------------------------------------------------------------

    def get(self, id: str) -> Record:
        return next(record for record in self.records if record.id == id)

    def ids(self, kinds: tuple[str, ...]) -> list[str]:
        return [r.id for r in self.records if (not kinds or r.kind.KIND in kinds) and r.values.get("status") != "draft"]

    def new_id(self) -> str:
        self.counter += 1
        return f"new-{self.counter}"

    def refer(self, id: str) -> bool:
        return any(re.search(rf"(?<![a-z0-9-]){id}(?![a-z0-9-])", _lines(r.values)) for r in self.records if r.id != id)

    def change(self, change: Change) -> None:
        """Change every value of every record; what a change makes None is left out, and whatever needs it too."""
        kept = []
        for record in self.records:
            values = _changed(record.values, record.kind, change)
            if values is not None:
                record.values = values
                kept.append(record)
        self.records = kept


def _lines(values: dict[str, Value]) -> str:
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())


def _changed(values: dict[str, Value], cls: Any, change: Change) -> dict[str, Value] | None:
    declared, made = fields_of(cls), {}
    for key, value in values.items():
        new = _within(declared[key].type, value, change)
        if new is not None and new != []:
            made[key] = new
        elif declared[key].required:
            return None
    return made


def _within(type: f.Type, value: Value, change: Change) -> Value:
    if isinstance(type, f.Many):
        return [new for one in value if (new := _within(type.of, one, change)) is not None]
    if isinstance(type, f.OneOf):
        return _within(type.mapping if isinstance(value, dict) else type.text, value, change)
    if isinstance(type, f.Struct):
        if isinstance(value, dict):
            return _changed(value, type.cls, change)
        return _within(fields_of(type.cls)[type.short].type, value, change)
    return change(type, value)


# --- values ----------------------------------------------------------------------------------------------------------


def text(story: Story, by: Random, mentions: bool) -> str:
    words = [by.choice(WORDS) for _ in range(by.randint(1, 4))]
    if mentions and by.random() < 0.5:
        ids = story.ids(())
        if ids:
            words.insert(by.randrange(len(words)), by.choice(("[[{}]]", "[[{}|so]]")).format(by.choice(ids)))
    return " ".join(words)


def value_of(type: f.Type, story: Story, by: Random) -> Value:
    """Some value for a field of a type; None where there is nothing to refer to."""
    if isinstance(type, f.Ref):
        ids = story.ids(type.kinds)
        return by.choice(ids) if ids else None
    if isinstance(type, f.Many):
        found: list[Value] = []
        for _ in range(by.randint(1, 4)):
            one = value_of(type.of, story, by)
            if one is not None and one not in found:
                found.append(one)
        return found or None
    if isinstance(type, f.OneOf):
        return value_of(by.choice((type.text, type.mapping)), story, by)
    if isinstance(type, f.Struct):
        values = {}
        for field in fields_of(type.cls).values():
            if field.required or by.random() < 0.4:
                value = value_of(field.type, story, by)
                if value is not None:
                    values[field.key] = value
        if len({"likelihood", "confidence"} & values.keys()) != 1 and "likelihood" in fields_of(type.cls):
            values.pop("confidence", None)
            values["likelihood"] = "likely"
        items = list(values.items())
        by.shuffle(items)
        return dict(items)
    if isinstance(type, f.DateText):
        return by.choice(DATES)
    if isinstance(type, f.Choice):
        return by.choice(list(type.words))
    if isinstance(type, f.QuantityMapping):
        return by.choice(({"about": "7"}, {"min": "1", "max": "2", "unit": "boats"}, {"text": "some"}))
    if isinstance(type, f.Url):
        return f"https://example.org/{by.randint(0, 9)}"
    if isinstance(type, f.Id):
        return story.new_id()
    if isinstance(type, f.Pattern):
        return by.choice(LANGUAGES) if type.code == "invalid-language" else f"{by.randint(0, 9)}" * 64
    if isinstance(type, f.Coordinates):
        return [str(by.randint(-9, 9)), "1.5"]
    return text(story, by, isinstance(type, f.Markdown))


# --- edits -----------------------------------------------------------------------------------------------------------


def _prose_fields(record: Record) -> list[Any]:
    return [fields_of(record.kind)[key] for key in record.values if fields_of(record.kind)[key].type.prose]


def edit_prose(story: Story, by: Random) -> None:
    """Words that stand there are written anew, as an editor does most of the time."""
    record = by.choice(story.records)
    if found := _prose_fields(record):
        field = by.choice(found)
        record.values[field.key] = value_of(field.type, story, by)


def edit_name(story: Story, by: Random) -> None:
    record = by.choice(story.records)
    key = next((key for key in ("name", "title", "text", "quote", "summary") if key in record.values), None)
    if key:
        record.values[key] = text(story, by, key == "summary")


def unquote(story: Story, by: Random) -> None:
    """A statement that is called by its summary, in which others are named."""
    said = [record for record in story.records if record.folder == "statements"]
    if said:
        record = by.choice(said)
        record.values.pop("quote", None)
        record.values["summary"] = text(story, by, True)


def set_field(story: Story, by: Random) -> None:
    record = by.choice(story.records)
    declared = fields_of(record.kind)
    field = by.choice([field for key, field in declared.items() if key not in ("id", "status")])
    if not field.required and field.key in record.values and by.random() < 0.4:
        del record.values[field.key]
    elif (value := value_of(field.type, story, by)) is not None:
        record.values[field.key] = value
        if field.key in ("reliability", "credibility"):
            record.values.setdefault("rating_note", "So.")


def shuffle_fields(story: Story, by: Random) -> None:
    record = by.choice(story.records)
    items = list(record.values.items())
    by.shuffle(items)
    record.values = dict(items)
    for value in record.values.values():
        if isinstance(value, list) and by.random() < 0.5:
            by.shuffle(value)


def set_status(story: Story, by: Random) -> None:
    record = by.choice(story.records)
    status = by.choice(list(STATUS))
    if status == "draft" and story.refer(record.id):
        status = "withdrawn"
    record.values["status"] = status
    if status == "withdrawn":
        change = {"date": by.choice(DATES), "kind": "retraction", "note": "No."}
        record.values["changes"] = [*record.values.get("changes", []), change][-3:]


def add(story: Story, by: Random) -> None:
    kind = by.choice(KINDS)
    values = {}
    for field in fields_of(kind).values():
        if field.required or (by.random() < 0.15 and field.key not in ("id", "status")):
            value = value_of(field.type, story, by)
            if value is None and field.required:
                return
            if value is not None:
                values[field.key] = value
    if kind.KIND == "statement":
        values.setdefault("summary", text(story, by, True))
    if {"reliability", "credibility"} & values.keys():
        values.setdefault("rating_note", "So.")
    id = story.new_id()
    beside = [record.file for record in story.records if record.folder == kind.FOLDER and record.file != record.id]
    story.records.append(Record(id, kind.FOLDER, by.choice([id, *beside]), values))


def delete(story: Story, by: Random) -> None:
    """A record goes, mostly with all that refers to it."""
    if len(story.records) < 10:
        return
    gone = by.choice(story.records)
    story.records.remove(gone)
    if by.random() < 0.85:
        mention = re.compile(rf"\[\[{gone.id}(\|[^]]*)?\]\]")

        def without(type: f.Type, value: Value) -> Value:
            if isinstance(type, f.Ref):
                return None if value == gone.id else value
            return mention.sub("it", value) if isinstance(value, str) else value

        story.change(without)


def rename(story: Story, by: Random) -> None:
    record = by.choice(story.records)
    old = record.id
    called_otherwise(story, old, story.new_id(), everywhere=by.random() < 0.85)
    if by.random() < 0.5:
        record.values["former_ids"] = [*record.values.get("former_ids", []), old]


def called_otherwise(story: Story, old: str, new: str, everywhere: bool = True) -> None:
    record = story.get(old)
    if record.file == old:
        record.file = new
    record.id = new
    if everywhere:
        mention = re.compile(rf"\[\[{old}(?=[|\]])")

        def renamed(type: f.Type, value: Value) -> Value:
            if isinstance(type, f.Ref):
                return new if value == old else value
            return mention.sub(f"[[{new}", value) if isinstance(value, str) else value

        story.change(renamed)


def move(story: Story, by: Random) -> None:
    """A record into another file of its kind, or one of its own."""
    record = by.choice(story.records)
    others = {one.file for one in story.records if one.folder == record.folder and one.file != one.id}
    record.file = by.choice([record.id, "several", *sorted(others)])


def turn_kind(story: Story, by: Random) -> None:
    """A place becomes a topic, or the like, with the same text and the same id."""
    turned = [r for r in story.records if r.values.keys() <= {"name", "aliases", "summary"} and r.file == r.id]
    if turned:
        by.choice(turned).folder = by.choice(("places", "topics", "equipment", "organizations", "people"))


def pad(story: Story, by: Random) -> None:
    """Lines above the records, which move what is said of their places."""
    story.padding[by.choice(story.records).place] = by.randint(0, 3)


def template(story: Story, by: Random) -> None:
    path = by.choice(sorted(TEMPLATES))
    if story.extra.pop(path, None) is None:
        story.extra[path] = TEMPLATES[path]
    if by.random() < 0.2 and path.endswith(".css"):
        story.extra[path] = f"i {{ order: {by.randint(0, 9)} }}"


def configure(story: Story, by: Random) -> None:
    key = by.choice(sorted(CONFIGS))
    if key in story.config and key != "title" and by.random() < 0.5:
        del story.config[key]
    else:
        story.config[key] = by.choice(CONFIGS[key])


def break_file(story: Story, by: Random) -> None:
    path = by.choice([*story.texts()])
    if path in story.broken:
        del story.broken[path]
    elif path.endswith((".yaml", ".html")):
        story.broken[path] = by.choice(("title: [", "nonsense: 1\n", "{% endif %}", ""))


EDITS: dict[str, Callable[[Story, Random], None]] = {
    edit.__name__: edit
    for edit in (
        edit_prose, edit_name, unquote, set_field, shuffle_fields, set_status, add, delete, rename, move, turn_kind, pad,
        template, configure, break_file,
    )
}  # fmt: skip


# --- what happens to files without the story changing ----------------------------------------------------------------


def touch(root: Path, by: Random) -> None:
    os.utime(by.choice(sorted(root.glob("content/*/*.yaml"))))


def sly(root: Path, by: Random) -> tuple[Path, bytes]:
    """Another text of the same size with the same modification time. Gives what it was."""
    file = by.choice(sorted(root.glob("content/*/*.yaml")))
    before, status = file.read_bytes(), file.stat()
    file.write_bytes(before.replace(b"e", b"o") if by.random() < 0.5 else before.replace(b"a ", b"A "))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    return file, before


def damage(output: Path, by: Random) -> None:
    """A file of the site is gone, or holds something else."""
    files = [file for file in sorted(output.rglob("*")) if file.is_file() and file.name != "build-manifest.json"]
    if not files:
        return
    file, how = by.choice(files), by.randrange(5)
    if how == 0:
        file.unlink()
    elif how == 1:
        file.write_bytes(file.read_bytes() + b"x")
    elif how == 2:
        file.write_bytes(file.read_bytes()[::-1])
    elif how == 3:
        status = file.stat()
        file.write_bytes(file.read_bytes()[::-1])
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    else:
        shutil.rmtree(output)


def files_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def harbour() -> Story:
    return Story.of(SITES["harbour"])
