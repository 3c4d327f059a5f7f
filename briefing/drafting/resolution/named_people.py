"""The people whom a text names in full: their names, surnames, the roles at their names, and how "he" or "she" may mean them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.drafting.lexicon.given_names import FEMALE_NAMES, MALE_NAMES
from briefing.drafting.lexicon.word_lists import (
    DAYS,
    DETERMINERS,
    FEMALE,
    FULL_TITLES,
    HONORIFICS,
    MALE,
    MONTHS,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
)
from briefing.drafting.resolution.desk_names import key

_PARTICLE = r"(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|bin|ibn|al|el|ben|ten|ter|y)"


_CAPITAL = r"(?:(?:al|el|ul|ash|as|an|ad|at|ar)-)?[A-ZÀ-ÖØ-ÞĀ-ŽЀ-Я][\w’'‑-]*\.?"


_NAME = re.compile(rf"{_CAPITAL}(?:[ \u00a0]+(?:{_PARTICLE}[ \u00a0]+){{0,2}}{_CAPITAL})+")


MOST_WORDS = 16  # of titles and names in a row; what is longer is a headline or a list
_ROLE_AFTER = re.compile(r",\s+((?:(?:an?|the|its|his|her|their)\s+)?[^,.;:“”\"!?()]{3,90})")


_ORGANIZATION = frozenset(
    [
        "ministry",
        "district",
        "department",
        "council",
        "university",
        "institute",
        "agency",
        "party",
        "committee",
        "commission",
        "bank",
        "company",
        "corp",
        "inc",
        "ltd",
        "house",
        "street",
        "road",
        "post",
        "times",
        "news",
        "press",
        "group",
        "union",
        "nations",
        "states",
        "kingdom",
        "court",
        "office",
        "party",
        "army",
        "force",
        "forces",
        "guard",
        "association",
        "federation",
        "foundation",
        "hospital",
        "school",
        "college",
        "church",
        "club",
        "united",
        "city",
        "county",
        "state",
        "republic",
        "airport",
        "river",
        "lake",
        "mountain",
        "sea",
        "ocean",
        "island",
        "bay",
        "park",
        "square",
        "bridge",
        "station",
        "east",
        "west",
        "north",
        "south",
        "research",
        "center",
        "centre",
        "service",
        "services",
        "bureau",
        "board",
        "trust",
        "authority",
        "security",
        "international",
        "national",
        "federal",
        "journal",
        "guardian",
        "herald",
        "tribune",
        "post",
        "capital",
        "partners",
        "holdings",
        "systems",
        "technologies",
        "airlines",
        "motors",
    ]
)


_TITLES = (
    ROLES
    | HONORIFICS
    | frozenset(
        [
            "foreign",
            "defence",
            "defense",
            "prime",
            "interior",
            "public",
            "works",
            "police",
            "fire",
            "city",
            "state",
            "u.s",
            "us",
            "american",
            "british",
            "russian",
            "ukrainian",
            "former",
            "vice",
            "acting",
            "finance",
            "health",
            "home",
            "justice",
            "labor",
            "labour",
            "education",
            "transport",
            "energy",
            "national",
            "security",
            "air",
            "force",
            "army",
            "navy",
            "marine",
            "brig",
            "lt",
            "gen",
            "col",
            "white",
            "house",
            "pentagon",
            "opposition",
            "senior",
            "deputy",
            "chief",
            "first",
            "republican",
            "democratic",
            "conservative",
            "liberal",
            "green",
            "independent",
            "assistant",
            "associate",
            "general",
            "attorney",
            "executive",
            "managing",
            "head",
            "coach",
            "company",
            "brigadier",
            "staff",
            "sgt",
            "royal",
            "queen's",
            "king's",
        ]
    )
)


@dataclass(frozen=True, slots=True)
class Named:
    """A person whom the text names in full at a place. `roles` are the words that tell what they are, in lower case."""

    at: int
    name: str
    surname: str
    roles: frozenset[str]
    gender: str  # "m", "f" or "" where nothing tells


def people_named(text: str) -> list[Named]:
    """The people named in full, at their places, with the roles that stand before or after the name."""
    found: list[Named] = []
    for match in _NAME.finditer(text):
        words = match[0].split()
        if len(words) > MOST_WORDS:
            continue
        cut = 0
        for i, word in enumerate(words):
            low = word.lower().strip(".,’'")
            if (
                low in _TITLES
                or low in DAYS | MONTHS
                or low in DETERMINERS
                or low in PRONOUNS
                or low.endswith(("'s", "’s"))
            ):
                cut = i + 1
        name_words = words[cut:]
        titles = [w.lower().strip(".") for w in words[:cut]]
        while name_words and name_words[0].lower() in PREPOSITIONS | {
            "but",
            "and",
            "when",
            "if",
            "as",
            "while",
            "meanwhile",
            "however",
        }:
            name_words = name_words[1:]
        if any(w.rstrip(".").endswith(("n't", "n’t", "'re", "’re")) for w in name_words):
            continue
        if len(name_words) < 2 or any(w.lower().strip(".") in _ORGANIZATION for w in name_words):
            continue
        name = " ".join(name_words).rstrip(".,")
        for ending in ("'s", "’s"):
            name = name.removesuffix(ending)
        at = match.start() + match[0].rfind(name_words[0]) if name_words[0] in match[0] else match.start()
        before = re.findall(
            r"[\w.’'-]+", text[max(0, match.start() - 70) : match.start()].rsplit(",", 1)[-1].rsplit(". ", 1)[-1]
        )[-6:]
        roles = (
            {w.lower().strip(".") for w in before if w[0].islower() or w[0].isupper()}
            if before and before[-1].lower() in ROLES | HONORIFICS
            else set()
        )
        after = _ROLE_AFTER.match(text, match.end())
        if after and not re.match(r"(?:who|which|said|and|but)\b", after[1]):
            roles |= {w.lower().strip(".") for w in re.findall(r"[\w.’'-]+", after[1])}
        lead = re.search(
            r"(?:the|its|his|her|their)\s+([^,.;:“”\"]{3,60}),\s*$", text[max(0, match.start() - 80) : match.start()]
        )
        if lead:
            roles |= {w.lower().strip(".") for w in re.findall(r"[\w.’'-]+", lead[1])}
        roles |= set(titles)
        roles |= {FULL_TITLES[r] for r in roles if r in FULL_TITLES}
        found.append(
            Named(
                at, name, surname(name), frozenset(key(r) for r in roles), gender_of(name, " ".join([*titles, *roles]))
            )
        )
    return found


def gender_of(name: str, words: str) -> str:
    told = set(re.findall(r"[\w'-]+", words.lower()))
    if told & FEMALE:
        return "f"
    if told & MALE:
        return "m"
    first = key(name).split()[0] if name else ""
    return "f" if first in FEMALE_NAMES else "m" if first in MALE_NAMES else ""


def bare_name(words: str) -> str:
    """The name at the end of a speaker's words, without titles and roles; "" where they are a description."""
    plain = re.sub(r"\([^)]*\)|,.*$", "", words)
    if words[:1].isupper() and words.split(maxsplit=1)[0].lower() not in DETERMINERS:
        of = re.match(r"(.+?\s\S+)\s+(?:of|from|at|with)\s", plain)
        if (
            of
            and all(w[0].isupper() for w in of[1].split())
            and of[1].split()[-1].lower() not in ROLES | _ORGANIZATION
            and len(of[1].split()) > 1
            and any(w.lower().strip(".") in HONORIFICS | MALE_NAMES | FEMALE_NAMES for w in of[1].split())
        ):
            plain = of[1]  # Dr Sidharth Kaushal of the institute
    parts = [p for p in plain.split() if p]
    if not parts or (
        parts[0].lower() in ("the", "a", "an", "its", "his", "her", "their", "one")
        and not any(p[0].isupper() for p in parts[-1:])
    ):
        return ""
    if (
        parts[0].lower() == "the"
        and len(parts) > 2
        and all(p[0].isupper() for p in parts)
        and parts[1].lower().strip(".") not in HONORIFICS
    ) or (
        parts[0] == "The"
        and len(parts) > 2
        and all(p[0].isupper() for p in parts[1:])
        and parts[1].lower().strip(".") not in _TITLES
    ):
        return ""  # the Escondido High School District
    name: list[str] = []
    for part in reversed(parts):
        low = part.lower().strip(".,")
        if (
            part[:1].isupper()
            or low[:3] in ("al-", "el-")
            or low in ("van", "von", "der", "den", "de", "del", "di", "da", "du", "bin", "ibn", "al", "el", "la", "le")
        ):
            if low in _TITLES and (low in HONORIFICS | ROLES or not name):
                break
            if low.endswith(("'s", "’s")) and name:
                break
            name.insert(0, part)
            continue
        break
    while name and name[0].lower() in ("van", "von", "de", "al", "el", "la", "le", "du", "da") and len(name) == 1:
        name = []
    if not name or any(n.lower().strip(".") in _ORGANIZATION for n in name) or name[0].lower() in DETERMINERS:
        return ""
    if (len(name) < len(parts) and parts[-len(name) - 1].lower() in PREPOSITIONS | {"and"}) or (
        len(name) < len(parts)
        and parts[0].lower() in ("the", "a", "an")
        and parts[-len(name) - 1].lower() not in ROLES | HONORIFICS
    ):
        return ""
    return " ".join(name).rstrip(".,") if not name[-1].lower().startswith(("jr", "sr")) else " ".join(name)


def surname(name: str) -> str:
    parts = [
        p for p in key(name.replace("-", "\u2010")).split() if p not in ("jr", "sr", "ii", "iii", "kc", "qc", "mp")
    ]
    return parts[-1] if parts else ""
