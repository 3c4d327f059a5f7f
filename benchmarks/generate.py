"""A number of records and a seed become a made-up Corpus: the same ones give the same records, on any machine.

Of the records 35 % are events, 35 % statements, 20 % people, organizations and places, and 10 % sources. With claims,
10 % are claims and there are fewer events and entities; then statements take positions, people hold postings and
organizations have parents. Which entities are mentioned follows Zipf's law, as it does in a real story: a few are
everywhere and most are rare.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from itertools import accumulate

from . import words
from .records import Corpus, Fields

FIRST_DAY, DAYS = datetime.date(2020, 1, 1), 2200
SHARES = {"events": 35, "statements": 35, "entities": 20, "claims": 0}  # percent; the rest are sources
SHARES_WITH_CLAIMS = {"events": 30, "statements": 35, "entities": 15, "claims": 10}
PATTERN = "POLPOPOPOP"  # people, organizations and places (L) by turns, so that the fewest records have some of each
FEWEST = 20
STANCES = (
    "asserts",
    "confirms",
    "assesses",
    "reports",
    "suggests",
    "denies",
    "disputes",
    "doubts",
    "no-indication",
    "questions",
    "warns",
)


def generate(records: int, seed: int, claims: bool = False) -> Corpus:
    if records < FEWEST:
        raise ValueError(f"{FEWEST} records are the fewest that have some of each kind")
    return _Maker(records, seed, claims).corpus


class _Ranked:
    """Ids to draw from, the first the most often: weight 1 / rank ** power."""

    def __init__(self, ids: Sequence[str], power: float, chance: random.Random) -> None:
        self.ids, self.chance = ids, chance
        self.weights = list(accumulate((rank + 1) ** -power for rank in range(len(ids))))

    def some(self, wanted: int, without: str = "") -> list[str]:
        """That many different ids, or as many as there are."""
        found: dict[str, None] = {}
        wanted = min(wanted, len(self.ids) - (without in self.ids))
        while len(found) < wanted:
            (id,) = self.chance.choices(self.ids, cum_weights=self.weights)
            if id != without:
                found[id] = None
        return list(found)

    def one(self) -> str:
        return self.some(1)[0]


class _Maker:
    """Makes the folders one after another, each of what the earlier ones hold."""

    def __init__(self, records: int, seed: int, claims: bool) -> None:
        self.chance = random.Random(f"{records} {seed} {claims}")
        self.corpus = Corpus()
        self.claims = claims
        counts = {key: records * percent // 100 for key, percent in (SHARES_WITH_CLAIMS if claims else SHARES).items()}
        self.entities(counts["entities"])
        ids = list(self.corpus.folder_of)
        self.chance.shuffle(ids)  # which are popular is chance
        folder_of = self.corpus.folder_of
        self.popular = _Ranked(ids, 1, self.chance)
        self.speakers = _Ranked([id for id in ids if folder_of[id] != "places"], 1, self.chance)
        self.places = [fields["name"] for fields in self.corpus.folders["places"].values()]
        if claims:
            self.hierarchy()
        self.sources(records - sum(counts.values()))
        self.cited = _Ranked(list(self.corpus.folders["sources"]), 0.8, self.chance)
        self.events(counts["events"])
        self.propositions(counts["claims"])
        self.statements(counts["statements"])

    # --- the folders ---------------------------------------------------------------------------------------------------

    def entities(self, number: int) -> None:
        """Half people, four tenths organizations, a tenth places; some names in Ukrainian and some in Persian."""
        choice = self.chance.choice
        for at in range(number):
            aliases: list[str] = []
            sort = PATTERN[at % len(PATTERN)]
            if sort == "P":
                folder, type = "people", ""
                name = latin = f"{choice(words.GIVEN)} {choice(words.FAMILY)}"
                if at % 10 == 0:
                    name, latin = choice(words.UKRAINIAN if at % 20 else words.PERSIAN)
                    aliases = [latin]
                elif self.chance.random() < 0.3:
                    aliases = [f"{name[0]}. {name.split()[-1]}"]
            elif sort == "O":
                folder, type = "organizations", choice(tuple(words.BODY))
                name = latin = choice(words.BODY[type]).format(choice(words.FIELD)) + f" of {choice(words.TOWN)}"
                aliases = ["".join(word[0] for word in name.split() if word[0].isupper())]
            else:
                folder, type = "places", choice(("city", "district", "harbour", "village"))
                name = latin = choice(words.OF_TOWN).format(choice(words.TOWN))
            summary = f"{name} has had a part in {choice(words.SUBJECT)}. " + self.text((), 25, 80, latin)
            self.corpus.add(
                folder, _id(latin, at), {"name": name, "aliases": aliases, "type": type, "summary": summary}
            )

    def hierarchy(self) -> None:
        """Postings for people, parents for organizations; a parent always comes earlier, so none goes round in a circle."""
        organizations = list(self.corpus.folders["organizations"])
        for at, fields in enumerate(self.corpus.folders["organizations"].values()):
            if at and self.chance.random() < 0.5:
                fields["parent"] = organizations[self.chance.randrange(at)]
        for fields in self.corpus.folders["people"].values():
            postings: list[Fields] = []
            for organization in self.chance.sample(
                organizations, min(self.chance.choice((1, 1, 2)), len(organizations))
            ):
                year = 2018 + 4 * len(postings)
                until = {} if postings or self.chance.random() < 0.5 else {"to": str(year + 3)}
                postings.append(
                    {"title": self.chance.choice(words.POST), "organization": organization, "from": str(year)} | until
                )
            fields["postings"] = postings

    def sources(self, number: int) -> None:
        organizations = self.corpus.folders["organizations"]
        press = [id for id, fields in organizations.items() if fields["type"] == "news organization"] or [
            *organizations
        ]
        for at in range(number):
            day = self.day()
            url = f"https://press.example.org/{day:%Y/%m}/{self.chance.getrandbits(32):08x}"
            fields = {
                "title": self.line(words.TITLES),
                "publisher": self.chance.choice(press),
                "published": day.isoformat(),
            }
            self.corpus.add("sources", f"source-{at:05}", fields | {"url": url})

    def events(self, number: int) -> None:
        folder_of = self.corpus.folder_of
        for at in range(number):
            entities = self.popular.some(self.chance.choice((2, 3, 3, 4, 5)))
            title = self.line(words.HEADLINES)
            fields = {
                "title": title,
                "date": self.day().isoformat(),
                "summary": self.text(entities, 110, 180),
                "participants": [id for id in entities if folder_of[id] != "places"],
                "places": [id for id in entities if folder_of[id] == "places"],
                "sources": self.cited.some(self.chance.choice((1, 1, 2, 3))),
            }
            self.corpus.add("events", _id(title, at), fields)

    def propositions(self, number: int) -> None:
        events = list(self.corpus.folders["events"])
        made: list[str] = []
        for at in range(number):
            text = self.line(words.CLAIMS)
            relations = (
                [{"type": "differs", "claim": self.chance.choice(made)}] if made and self.chance.random() < 0.2 else []
            )
            about = self.popular.some(self.chance.choice((1, 2)))
            fields = {"text": text, "about": about, "event": self.chance.choice(events), "relations": relations}
            made.append(_id(text, at, "claim"))
            self.corpus.add("claims", made[-1], fields | {"summary": self.text(about, 30, 70)})

    def statements(self, number: int) -> None:
        events = list(self.corpus.folders["events"].items())
        claims = _Ranked(list(self.corpus.folders["claims"]), 0.6, self.chance)
        for at in range(number):
            event, its = self.chance.choice(events)
            day = datetime.date.fromisoformat(its["date"]) + datetime.timedelta(days=self.chance.choice((0, 0, 1, 3)))
            speaker = self.speakers.one()
            about = self.popular.some(self.chance.choice((1, 2, 2, 3)), without=speaker)
            positions = claims.some(self.chance.choice((0, 1, 1, 2))) if self.claims else ()
            fields = {
                "speaker": speaker,
                "date": day.isoformat(),
                "quote": self.line(words.QUOTES),
                "summary": self.text([speaker, *about], 80, 130),
                "about": about,
                "event": event,
                "positions": [{"claim": claim, "stance": self.chance.choice(STANCES)} for claim in positions],
                "sources": its["sources"][:1],
            }
            self.corpus.add("statements", f"statement-{day:%Y-%m}-{at:05}", fields)

    # --- their words -----------------------------------------------------------------------------------------------------

    def day(self) -> datetime.date:
        """More of late than long ago."""
        return FIRST_DAY + datetime.timedelta(days=int(DAYS * self.chance.random() ** 0.6))

    def line(self, lines: Sequence[str], **records: str) -> str:
        """One of the lines with its gaps filled, beginning with a capital."""
        gaps = {
            "what": words.WHAT, "thing": words.THING, "subject": words.SUBJECT, "many": words.MANY, "who": words.WHO,
            "when": words.WHEN, "tail": words.TAIL,
        }  # fmt: skip
        filled = {name: self.chance.choice(from_) for name, from_ in gaps.items()}
        filled["place"] = self.chance.choice(self.places) if getattr(self, "places", None) else "the border"
        capitals = {name.capitalize(): text[0].upper() + text[1:] for name, text in filled.items()}
        text = self.chance.choice(lines).format(number=self.chance.randrange(10**6), **filled, **capitals, **records)
        return text[0].upper() + text[1:]

    def text(self, mentioned: Sequence[str], least: int, most: int, otherwise: str = "the committee") -> str:
        """Markdown of so many words in a paragraph or more, sometimes with a list, that mentions the records."""
        wanted, waiting = self.chance.randint(least, most), [f"[[{id}]]" for id in mentioned]
        paragraphs: list[list[str]] = [[]]
        said = 0
        while said < wanted or waiting:
            if waiting or self.chance.random() < 0.3:
                one = waiting.pop(0) if waiting else otherwise
                other = waiting.pop(0) if waiting else "the council"
                sentence = self.line(words.SENTENCES[: 2 if other == "the council" else None], one=one, other=other)
            else:
                sentence = self.line(words.PLAIN)
            paragraphs[-1].append(sentence)
            said += len(sentence.split())
            if len(paragraphs[-1]) == 4:
                paragraphs.append([])
        parts = [" ".join(sentences) for sentences in paragraphs if sentences]
        if most > 100 and self.chance.random() < 0.15:
            parts.insert(1, "\n".join(f"- {self.line(words.POINTS)}" for _ in range(3)))
        return "\n\n".join(parts)


def _id(text: str, number: int, before: str = "") -> str:
    """An id of a text's first words and a number, which makes it the only one."""
    letters = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in text.lower())
    return "-".join([*([before] if before else []), *letters.split()[:6], f"{number:05}"])
