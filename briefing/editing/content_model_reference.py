"""The content model for editors, docs/content-model.md: prose from here, tables from the definitions themselves."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

from briefing.core.values import FAR_FUTURE, FAR_PAST, Day
from briefing.reading.yaml_parser import compose
from briefing.schema import edtf, vocabulary
from briefing.schema.configuration import Config
from briefing.schema.fields import (
    LONGEST_ID,
    Choice,
    DateText,
    Field,
    Found,
    Id,
    Line,
    Many,
    Markdown,
    OneOf,
    QuantityMapping,
    Ref,
    Struct,
    Type,
    Url,
    Words,
    fields_of,
)  # fmt: skip
from briefing.schema.kinds import KINDS
from briefing.schema.kinds.record import Citation, Record
from briefing.schema.kinds.statement import Statement

_INTRO = f"""\
# What an editor may write

*Made from the definitions by `briefing/editing/content_model_reference.py`. Do not edit it: change the definition and run `make test ARGS=--bless`.*

Three things are kept apart, always:

- a **claim** is a proposition that nobody owns ("The ferry sank");
- a **statement** is somebody's act of speech, with a time and a source, which may take a **stance** on claims;
- a **judgement** is this desk's own view, written in a briefing, with a likelihood or a confidence.

## Files and ids

A record is a file, `content/<folder>/<id>.yaml`. The folder is the record's kind and the file's name, without `.yaml`, its id. A file may
also hold several records of its kind, one after the other, each after a line `---`; each of them then has a line `id: …`.

An id is made of lower-case letters a to z, digits and single hyphens, as in `john-kirby`, and has at most {LONGEST_ID} characters. It is unique
over the whole site, whatever the kind, and never changes once published: it is the page's address. Where it must change after all, put the
old one in `former_ids`, and the old address leads to the new page.

A record is `field: value`, one to a line:

```yaml
title: Ferry adrift off Port Avel
date: 2022-10-20
places: [port-avel]
summary: >-
  Text that is long is written on the lines below `>-`, indented. It may hold anything: colons, "quotes", # signs.
sources:
  - gazette-2022-10-21
  - {{source: harbour-log, locator: p. 4}}
```

Values are what you typed: `NO`, `on`, `012` and `1e3` stay as they are, and a date is a date because its field says so. Put quotes around a text
that contains `: ` or ` #`, or begins with one of ``[ ] {{ }} , & * ! | > ' " % @ ` ``, or write it below `>-`. Where lines matter, as in Markdown
with several paragraphs, write `|` instead of `>-`. A comment begins with two spaces,
`#` and a space; where less stands before or after the `#`, a text would be cut off there, and that is an error. Keys that stand twice, keys that no field has, anchors (`&`, `*`) and tags (`!`) are errors.

## References

A record refers to another by its id: `speaker: john-kirby`. Within Markdown it is `[[john-kirby]]`, which shows the record's own name, or
`[[john-kirby|Mr Kirby]]`. Every reference must lead to a record; the other record's page shows who refers to it, and as what.

Markdown is the usual: a list may follow a paragraph's lines at once and keeps its first number, `#7` is no heading, code stands between fences
or is indented. Paragraphs, `*emphasis*`, `**strong**`, lists, quotations, tables, `[a page](https://example.org/)`. HTML and images are
not shown. Links lead to `https:`, `http:` or `mailto:` addresses.
"""

_DATES = """\
## Dates

Dates are written as the Extended Date/Time Format has them (EDTF, levels 0 and 1). Say as much as is known, and no more. Lists and timelines sort by
the earliest day a date may mean, then by the latest. That sorts and tells no order: where a date reaches over another one, "order not known" stands
beside it, and nothing is called earlier, later or since. A date with `~`, `?` or `%` is taken to reach as far again on either side as it is long:
"about August" may be July or September.
"""

_DATE_FORMS = (
    "2022-10-20", "2022-10", "2022", "2022-08~", "2022-09?", "2022-09%", "2022-10-20T14:30Z", "2022-10-20T14:30+03:00",
    "2022-10-20/2022-10-25", "2022-09/2022-10", "2022-09~/2022-10", "2022-10-20/..", "../2022-10", "2022-10-20/", "2022-10-XX",
    "2022-XX", "202X", "2022-21", "2022-22", "2022-23", "2022-24", "-0043", "Y-17000",
)  # fmt: skip

_QUANTITIES = """\
## Amounts

An amount says how exact it is. Numbers are digits, with a point for decimals and nothing between thousands.
"""

_QUANTITY_FORMS = (
    "{exactly: 4, unit: ferries}", "{about: 1000, unit: drones}", "{at_least: 12, unit: boats}", "{at_most: 2.5, unit: tonnes}",
    "{min: 10, max: 12, unit: boats}", "{text: dozens}", "{text: dozens, unit: drones}",
)  # fmt: skip

_CITATIONS = """\
## Citations

Wherever `sources` stands, each item is a source's id, or says more:
"""

_STANCES = """\
## Stances

One word for each position; what it counts for is fixed here. Someone who commits to nothing is never counted as denying. A claim's standing is
computed from its positions and never written.

Positions count by origin. A person speaks for the topmost organization of the posting that they held at the time.
Where a statement has a `role` and its speaker no posting that covers the date, it is not established for whom they
spoke. They may be of the same house as anybody else, so they corroborate nothing: two of them, or one of them and
another origin, leave a claim at "origins not established". Their denial still makes a claim contested, so that none is
hidden. What the role says decides nothing. Give the person the posting, or `postings: []` where there is none: then
they speak for themselves, as somebody without a role does.
"""

_WORDS = (
    ("Status", "`status`, of every record.", vocabulary.STATUS),
    (
        "Changes",
        "`kind`, of each of a record's `changes`. A withdrawn record has one of the kind `retraction`.",
        vocabulary.CHANGE_KINDS,
    ),
    ("Actuality", "`actuality`, of an event.", vocabulary.ACTUALITY),
    ("Roles of participants", "`role`, of each of an event's `participants`.", vocabulary.PARTICIPANT_ROLES),
    ("Relations between claims", "`type`, of each of a claim's `relations`.", vocabulary.RELATION_TYPES),
    ("Likelihood", f"`likelihood`, of a judgement, after {vocabulary.LIKELIHOOD_SOURCE}.", vocabulary.LIKELIHOOD),
    ("Confidence", "`confidence`, of a judgement; never together with a likelihood.", vocabulary.CONFIDENCE),
    (
        "Reliability",
        "`reliability`, of a source. Off unless given, never averaged, and only with a `rating_note`.",
        vocabulary.RELIABILITY,
    ),
    ("Credibility", "`credibility`, of what a source says; as reliability.", vocabulary.CREDIBILITY),
)

# Examples of fields whose definition names none, and whose type is too wide for one to be made up.
_EXAMPLES = {
    "aliases": "[the Marguerite, Маргарита]",
    "authors": "[Ann Reporter]",
    "body": "The longer story.",
    "bottom_line": "The ferry is adrift and nobody is hurt.",
    "date_note": "The log says “Thursday”.",
    "description": "What happens in Port Avel, and who says so.",
    "former_ids": "[old-id]",
    "gaps": "[Where the ferry is now.]",
    "heading": "At sea",
    "judgements": "[{text: It will be found., likelihood: likely, basis: [some-claim]}]",
    "language": "en",
    "licence": "CC BY 4.0",
    "navigation": "[events, claims, people]",
    "note": "Only the first edition has it.",
    "publisher": "The Port Avel desk",
    "quote": "It is adrift.",
    "rating_note": "Its figures were right before.",
    "same_as": "['https://www.wikidata.org/wiki/Q42']",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "status_note": "Held by one state and claimed by another.",
    "summary": "A ferry was found adrift off [[port-avel]].",
    "text": "It will be found.",
    "time_zone": "Europe/Kyiv",
    "would_change_if": "Wreckage came ashore.",
}
_NAMES = {"organization": "Harbour office", "place": "Port Avel", "equipment": "Shahed-136", "topic": "Shipping"}


def content_model() -> str:
    """docs/content-model.md."""
    parts = [_INTRO, *_dates(), *_quantities(), _CITATIONS, _field_table(Citation), *_stances()]
    for title, about, words in _WORDS:
        parts += [
            f"## {title}\n\n{about}\n",
            _table(("word", "means"), ((f"`{word}`", means) for word, means in words.items())),
        ]
    parts += ["## Every record\n\nThese fields every kind has.\n", *_fields(Record)]
    for kind in KINDS:
        parts += [f"## {kind.KIND.capitalize()}\n\n{kind.HELP} At the least, in `content/{kind.FOLDER}/<id>.yaml`:\n"]
        parts += [_least(kind), *_fields(kind, fields_of(Record))]
    parts += [
        "## briefing.yaml\n\nWhat is said of the site as a whole, in the project's folder beside `content/`.\n",
        *_fields(Config),
    ]
    return "\n".join(parts)


def _dates() -> Iterator[str]:
    dates = [edtf.parse(text) for text in _DATE_FORMS]
    yield _DATES
    yield _table(
        ("write", "reads", "from", "to"), ((f"`{d.text}`", d.words, _day(d.earliest), _day(d.latest)) for d in dates)
    )


def _day(day: Day) -> str:
    year, month, date = day
    return "open" if day in (FAR_PAST, FAR_FUTURE) else f"{'-' if year < 0 else ''}{abs(year):04}-{month:02}-{date:02}"


def _quantities() -> Iterator[str]:
    yield _QUANTITIES
    yield _table(("write", "reads"), ((f"`{text}`", parsed(QuantityMapping(), text).words) for text in _QUANTITY_FORMS))


def _stances() -> Iterator[str]:
    yield _STANCES
    rows = ((f"`{s.name}`", s.polarity, s.commitment or "an act", s.meaning) for s in vocabulary.STANCES.values())
    yield _table(("stance", "counts", "commitment", "means"), rows)


def _least(kind: type[Record]) -> str:
    lines = [f"{field.key}: {_example_in(kind, field)}\n" for field in fields_of(kind).values() if field.required]
    if kind is Statement:
        lines.append("quote: It is adrift.  # or a summary\n")
    return f"```yaml\n{''.join(lines)}```\n"


def _fields(cls: Any, besides: Iterable[str] = ()) -> Iterator[str]:
    """A table of a class's fields, and one of each mapping that stands in them."""
    yield _field_table(cls, besides)
    for field in fields_of(cls).values():
        for struct in () if field.key in besides else _structs(field.type):
            if struct.cls is not Citation:  # has its own section
                yield f"In `{field.key}`, each:\n"
                yield _field_table(struct.cls)


def _structs(type: Type) -> Iterator[Struct]:
    if isinstance(type, Struct):
        yield type
    elif isinstance(type, Many):
        yield from _structs(type.of)
    elif isinstance(type, OneOf):
        yield from _structs(type.mapping)


def _field_table(cls: Any, besides: Iterable[str] = ()) -> str:
    defaults = {field.name: field.default for field in dataclasses.fields(cls)}
    rows = (
        (
            f"`{field.key}`",
            "yes" if field.required else "",
            field.type.describe
            + (f"; `{default}` where left out" if isinstance(default := defaults[field.name], str) and default else ""),
            field.help,
            f"`{_example_in(cls, field)}`",
        )
        for field in fields_of(cls).values()
        if field.key not in besides
    )
    return _table(("field", "required", "what to write", "what it means", "example"), rows)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [[cell.replace("|", "\\|") for cell in row] for row in (head, *rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _example_in(cls: Any, field: Field) -> str:
    return (_NAMES.get(getattr(cls, "KIND", "")) if field.key == "name" else None) or example(field)


def example(field: Field) -> str:
    """What may stand after a field's name, as YAML: the definition's own example, or one that its type makes up."""
    return field.example or _of_type(field.type, field.key)


def _of_type(type: Type, key: str = "") -> str:
    if isinstance(type, Ref):
        return f"some-{type.kinds[0]}" if type.kinds else "some-id"
    if key in _EXAMPLES:
        return _EXAMPLES[key]
    if isinstance(type, Many):
        return f"[{_of_type(type.of)}]"
    if isinstance(type, OneOf):
        return _of_type(type.text)
    if isinstance(type, Struct):
        fields = fields_of(type.cls)
        return "{" + ", ".join(f"{f.key}: {example(f)}" for f in fields.values() if f.required) + "}"
    if isinstance(type, Choice):
        return next(iter(type.words))
    made: dict[Any, str] = {
        DateText: "2022-10-20",
        Id: "some-id",
        Line: "a few words",
        Markdown: "The harbour office logged it.",
        Url: "https://example.org/",
        Words: "It is adrift.",
    }
    return made.get(type.__class__, "")


def parsed(type: Type, text: str) -> Any:
    """What a type makes of a text; an error in it is a mistake in this module or in a definition's example."""
    nodes, problem = compose("example", text)
    found = Found("example", text)
    value = None if problem else type.parse(nodes[0], found)
    if problem or found.problems:
        raise ValueError(f"`{text}`: {problem or found.problems[0]}")
    return value
