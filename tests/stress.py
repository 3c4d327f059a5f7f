"""A made-up project of everything that is hard to lay out, as {path: text}: long and foreign names, long and empty lists, hostile text.

The stories in it are nobody's: what counts is that every field holds the longest, the strangest or nothing at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from briefing.schema.vocabulary import LIKELIHOOD, STANCES

LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstellenbeamter" * 2
LONG = "The Interim Joint Commission for the Review of the Conditions under which the Second Protocol on the Demarcation of the Northern Approaches May Be Held to Have Entered into Force in the Outer Roads"
NAMES = {
    "long-word": LONG_WORD[:200],
    "long-name": LONG[:200],
    "arabic": "محمد عبد الرحمن بن خالد آل النهيان",
    "persian": "علیرضا دریانورد (سخنگوی ۲۲)",
    "hebrew": "בנימין בן־דוד 1948 (Ltd.)",
    "ukrainian": "Олександра Миколаївна Перебийніс-Кваша",
    "russian": "Министерство по делам северных подходов и внешних рейдов",
    "chinese": "港口疏浚管理局",
    "script": "<script>document.title='ran'</script>",
    "image": '"><img src=x onerror="document.title=\'ran\'">',
    "braces": "{{ 7*7 }} {% raw %} ${7*7} </title>-->",
    "marked": "*Not* _marked_ `up` [x](javascript:alert(1)) & &amp; ]]>",
    "short": "X",
}
QUOTES = {
    "fa": "هیچ‌کس این‌جا لایروبی نمی‌کند، و هیچ‌کس در سال ۲۰۲۲ هم نکرد.",
    "ar": "لم يفتح أحد السدّ، ولن يفتحه أحد قبل 12 مايو.",
    "uk": "Ніхто не відкривав греблі, і ніхто цього не заперечує.",
    "zh": "無可奉告。",
    "he": "אף אחד לא פתח את הסכר.",
    "de": f"Das war der {LONG_WORD[:90]}, sonst niemand.",
}
DATES = (
    "2022-10-20", "2022-10", "2022", "2022-08~", "2022-09?", "2022-09%", "2022-10-20T14:30Z", "2022-10-20T14:30+03:00",
    "2022-10-20/2022-10-25", "2022-09/2022-10", "2022-09~/2022-10", "2022-10-20/..", "../2022-10", "2022-10-20/", "2022-10-XX",
    "2022-XX", "202X", "2022-21", "2022-24", "-0043", "Y-17000", "2022-02-28/2022-03-01", "1999-12-31", "2031-01-01",
)  # fmt: skip
MARKDOWN = """A paragraph with *emphasis*, **strong**, `code that-is-very-long-and-has-no-space-in-it-at-all-so-that-it-must-break-somewhere`,
[a page](https://example.org/{address}) and [[arabic]], whose name stands in a sentence that runs on.

> A quotation within a text, of [[long-name]].

1. one
2. two, with {word}

- three
  - four

| a | wide | table | with | many | columns | that | do | not | fit | on | a | phone |
|---|---|---|---|---|---|---|---|---|---|---|---|---|
| 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | {word} | 12 | 13 |

# A heading

    indented code that is wider than any phone and must not push the page aside, whatever happens to it {word}

<b onclick="document.title='ran'">HTML</b> <script>document.title='ran'</script>
""".format(address="a" * 150, word=LONG_WORD[:80])
MANY = 310


def project() -> dict[str, str]:
    """Every file of the project."""
    config = {
        "title": "Stress & <Strain> تجربة",
        "description": "Everything that is hard to lay out, in one place; {{ 7*7 }} is not arithmetic here.",
        "base_url": "https://stress.example/",
        "publisher": LONG[:100],
        "licence": "<b>none</b>",
    }
    files = {"briefing.yaml": _yaml(config)}
    for folder, id, fields in _records():
        files[f"content/{folder}/{id}.yaml"] = _yaml(fields)
    return files


def _yaml(fields: dict[str, Any]) -> str:
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())


def _records() -> Iterator[tuple[str, str, dict[str, Any]]]:
    yield from _sources()
    yield from _entities()
    yield from _claims_and_statements()
    yield from _events()
    yield from _briefings()


def _sources() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for language, quote in QUOTES.items():
        yield "sources", f"in-{language}", {
            "title": quote, "publisher": "russian", "authors": [NAMES["arabic"], NAMES["script"], LONG_WORD[:200]], "published": "2022-10-20",
            "url": f"https://example.org/{'path/' * 40}?q={quote.split()[0]}", "archive_url": "https://example.org/web/2022/", "retrieved": "2022-10-21",
            "language": language, "type": "news article", "date_note": "Signed “Thursday”.",
        }  # fmt: skip
    yield "sources", "bare", {"title": "X"}
    yield (
        "sources",
        "repeats",
        {
            "title": LONG + LONG[:90],
            "origin": "in-fa",
            "reliability": "F",
            "credibility": "6",
            "rating_note": MARKDOWN[:900],
        },
    )


def _entities() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each hard name once; a person for most, an organization, a place and equipment for the rest."""
    for id, name in NAMES.items():
        folder = {
            "russian": "organizations",
            "long-name": "organizations",
            "chinese": "places",
            "braces": "equipment",
        }.get(id, "people")
        yield (
            folder,
            id,
            {
                "name": name,
                "aliases": [f"{name[:150]} II", "Ω"],
                "summary": f"Known as {id}.",
                "topics": ["everything"],
            },
        )
    yield "people", "nobody", {"name": "Nobody Inparticular"}
    yield "people", "speaks-a-lot", {
        "name": "Speaks A. Lot", "summary": MARKDOWN, "body": MARKDOWN, "same_as": ["https://example.org/" + "a" * 150],
        "postings": [{"title": LONG, "organization": "long-name", "from": date} for date in ("2021", "2022-08~")], "former_ids": ["spoke-a-lot"],
        "changes": [{"date": "2022-10-21", "kind": "correction", "note": MARKDOWN[:900]}],
    }  # fmt: skip
    yield "organizations", "empty", {"name": "Empty", "parent": "russian", "country": "world"}
    yield (
        "places",
        "world",
        {"name": "The World", "type": "country", "coordinates": ["-90", "180"], "status_note": MARKDOWN[:900]},
    )
    for depth in range(6):
        within = f"depth-{depth - 1}" if depth else "world"
        yield (
            "places",
            f"depth-{depth}",
            {
                "name": f"{LONG[:60]} {depth}",
                "within": within,
                "coordinates": [str(80 - depth * 30), str(depth * 35 - 90)],
            },
        )
    yield (
        "equipment",
        "bare-thing",
        {"name": "Thing", "variant_of": "braces", "maker": "long-name", "origin": "chinese", "type": "x" * 60},
    )
    yield "topics", "everything", {"name": "Everything there is", "summary": MARKDOWN}
    yield "topics", "nothing", {"name": "Nothing"}


def _claims_and_statements() -> Iterator[tuple[str, str, dict[str, Any]]]:
    yield "claims", "contested", {
        "text": LONG[:250] + " is what it says it is.", "about": ["arabic", "russian", "chinese", "braces", "everything"], "event": "date-00",
        "quantity": {"min": "10", "max": "1200000", "unit": "unit of " + LONG[:40]}, "summary": MARKDOWN, "topics": ["everything"],
        "relations": [{"type": type, "claim": "unaddressed", "note": MARKDOWN[:400]} for type in ("contradicts", "refines", "differs")],
        "sources": [{"source": "in-fa", "quote": QUOTES["fa"], "locator": "p. 4", "note": "Only there."}],
    }  # fmt: skip
    yield "claims", "unaddressed", {"text": "Nobody has said anything about this."}
    yield "claims", "hostile", {"text": NAMES["script"] + NAMES["image"], "topics": ["everything"]}
    yield "claims", "withdrawn", {
        "text": "This was taken back.", "status": "withdrawn", "changes": [{"date": "2022-10-22", "kind": "retraction", "note": "It was <b>wrong</b>."}],
    }  # fmt: skip
    speakers = [id for id in NAMES if id not in ("chinese", "braces")]
    languages = list(QUOTES)
    for number, stance in enumerate(list(STANCES) * 3):
        language, speaker = languages[number % len(languages)], speakers[number % len(speakers)]
        yield "statements", f"position-{number:02}", {
            "speaker": speaker, "role": LONG, "date": DATES[number % len(DATES)], "date_note": "The source says “Thursday”.",
            "venue": QUOTES[language][:60], "quote": QUOTES[language], "via": [relay for relay in ("hebrew", "russian") if relay != speaker], "about": ["arabic", "world"], "event": "date-00",
            "positions": [{"claim": "contested", "stance": stance}, {"claim": "hostile", "stance": stance}],
            "sources": [{"source": f"in-{language}", "quote": QUOTES[language], "locator": "p. 4"}, "repeats"],
        }  # fmt: skip
    for number in range(MANY):
        yield "statements", f"one-of-many-{number:03}", {
            "speaker": "speaks-a-lot", "date": f"20{10 + number // 28:02}-02-{1 + number % 28:02}", "summary": f"Said something for the {number}th time.",
            "topics": ["everything"], "about": ["world"], "sources": ["bare"],
        }  # fmt: skip


def _events() -> Iterator[tuple[str, str, dict[str, Any]]]:
    roles = ("actor", "target", "supplier", "recipient", "operator", "host", "participant")
    for number, date in enumerate(DATES):
        yield "events", f"date-{number:02}", {
            "title": f"{NAMES[list(NAMES)[number % len(NAMES)]][:120]} met", "date": date, "date_note": "From a coin & a legend.",
            "actuality": ("happened", "reported", "planned", "alleged")[number % 4], "places": [f"depth-{number % 6}", "chinese"],
            "participants": [{"entity": id, "role": role} for id, role in zip(("arabic", "persian", "hebrew", "ukrainian", "russian", "long-word", "image"), roles)],
            "equipment": [{"item": "braces", "role": "used", "quantity": {"about": "1000", "unit": "drones"}}], "claims": ["contested"],
            "summary": f"It met, according to [[in-fa]], near [[depth-{number % 6}]].", "sources": ["in-fa", {"source": "in-de", "quote": QUOTES["de"]}],
        }  # fmt: skip
    yield "events", "bare-event", {"title": "X", "date": "2022"}


def _briefings() -> Iterator[tuple[str, str, dict[str, Any]]]:
    judgements = [
        {
            "text": f"{LONG} [[contested]]",
            "likelihood": word,
            "basis": ["contested", "date-03", "in-ar"],
            "would_change_if": MARKDOWN[:200],
        }
        for word in LIKELIHOOD
    ]
    judgements += [{"text": "It is so.", "confidence": word} for word in ("low", "moderate", "high")]
    yield "briefings", "all-of-it", {
        "title": LONG, "date": "2022-10-25", "bottom_line": MARKDOWN, "judgements": judgements, "supersedes": "least",
        "items": ["contested", {"heading": NAMES["hebrew"], "items": ["position-03", "arabic", "date-07"], "note": MARKDOWN[:600]}],
        "gaps": ["Where [[long-word]] is.", QUOTES["ar"]], "sources": [f"in-{language}" for language in QUOTES],
    }  # fmt: skip
    yield "briefings", "least", {"title": "Least", "date": "2022-10-20", "bottom_line": "Nothing."}
