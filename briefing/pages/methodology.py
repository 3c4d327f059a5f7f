"""The methodology page: what each word on the site means, from the same tables that the rest works by."""

from __future__ import annotations

from collections.abc import Iterator

from .. import vocabulary
from ..kinds import KINDS
from ..surroundings import MOST
from ..vocabulary import Words, phrase
from .fragments import Fragments
from .page import Page, Spec
from .shelf import Shelf


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
)


def every(shelf: Shelf) -> Iterator[Spec]:
    yield Spec("methodology/index.html", "methodology")


def make(f: Fragments, spec: Spec) -> Page:
    values = {
        "crumbs": f.crumbs_here("Methodology"),
        "contents": CONTENTS,
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
    return Page(spec.path, "methodology.html", "Methodology", values, description)


def _spoken(words: Words) -> list[tuple[str, str, str]]:
    """(the word as written, as spoken, its meaning)"""
    return [(word, phrase(word), meaning) for word, meaning in words.items()]
