"""The methodology page: what each word on the site means, from the same tables that the rest works by."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from briefing.corpus.co_occurrence import MOST
from briefing.rendering.components.html_components import Components
from briefing.rendering.data.page_json import listing
from briefing.rendering.page import Page, Spec
from briefing.rendering.view.tracked_corpus import TrackedCorpus
from briefing.schema import vocabulary
from briefing.schema.kinds import KINDS
from briefing.schema.kinds.event import Event
from briefing.schema.kinds.statement import Statement
from briefing.schema.vocabulary import Words, phrase

# The tables of words that the page's document has, each a word and what it means.
_WORDS = (
    "standings", "actuality", "roles", "relations", "likelihood", "confidence", "change_kinds", "quotes", "status", "reliability", "credibility",
)  # fmt: skip
# The page's sections, for the links at its top; a test holds them against the template's.
CONTENTS = (
    ("three-things", "Three things kept apart"),
    ("kinds", "What the site holds"),
    ("stances", "Stances"),
    ("standing", "The standing of a claim"),
    ("origins", "How origins are found"),
    ("likelihood", "Likelihood and confidence"),
    ("dates", "Dates"),
    ("actuality", "How real an event is known to be"),
    ("roles", "Roles in events"),
    ("relations", "Relations between claims"),
    ("follows", "Relations that follow"),
    ("appears-with", "Who appears with whom"),
    ("ratings", "Ratings of sources"),
    ("quotes", "Checked quotes"),
    ("changes", "Changes and corrections"),
    ("data", "Data and feeds"),
)


def every(tracked: TrackedCorpus) -> Iterator[Spec]:
    yield Spec("methodology/index.html", "methodology")


def make(components: Components, spec: Spec) -> Page:
    values: dict[str, Any] = {
        "crumbs": components.crumbs_here("Methodology"),
        "contents": CONTENTS,
        "feeds": bool(components.tracked.config.base_url),
        "positions": bool(components.tracked.ids(Statement)),
        "calendar": bool(components.tracked.config.base_url and components.tracked.ids(Event)),
        "companions": MOST,
        "kinds": [(kind.KIND.capitalize(), kind.HELP, kind.FOLDER) for kind in KINDS],
        "stances": list(vocabulary.STANCES.values()),
        "standings": _spoken(vocabulary.STANDINGS),
        "actuality": _spoken(vocabulary.ACTUALITY),
        "roles": _spoken(vocabulary.PARTICIPANT_ROLES),
        "relations": _spoken(vocabulary.RELATION_TYPES),
        "likelihood": _spoken(vocabulary.LIKELIHOOD),
        "likelihood_source": vocabulary.LIKELIHOOD_SOURCE,
        "confidence": _spoken(vocabulary.CONFIDENCE),
        "change_kinds": _spoken(vocabulary.CHANGE_KINDS),
        "quotes": _spoken(vocabulary.QUOTES),
        "status": _spoken(vocabulary.STATUS),
        "reliability": _spoken(vocabulary.RELIABILITY),
        "credibility": _spoken(vocabulary.CREDIBILITY),
    }
    description = "What each word on this site means, and how claims, origins and dates are handled."
    page = Page(spec.path, "methodology.html", "Methodology", values, description)
    words = {name: {word: meaning for word, _, meaning in values[name]} for name in _WORDS}
    words["stances"] = {stance.name: stance.meaning for stance in vocabulary.STANCES.values()}
    told = [("words", json.dumps(words, ensure_ascii=False, separators=(",", ":")))]
    return replace(page, document=listing(components.tracked.config, page, "methodology", told))


def _spoken(words: Words) -> list[tuple[str, str, str]]:
    """(the word as written, as spoken, its meaning)"""
    return [(word, phrase(word), meaning) for word, meaning in words.items()]
