"""Who is who in a text: the people it names in full, and the record or the candidates that a speaker's words come to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.drafting.lexicon.word_lists import (
    BODIES,
    DETERMINERS,
    FEMALE,
    HONORIFICS,
    MALE,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
)
from briefing.drafting.resolution.desk_names import Desk, key
from briefing.drafting.resolution.named_people import Named, bare_name, gender_of, people_named, surname
from briefing.drafting.text.paragraphs import TextSpan, paragraphs
from briefing.drafting.text.quotation_marks import quoted

FEW = 200  # namesakes that are looked at, the nearest before a place, so that the time taken grows with the text alone


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a speaker's words come to: a record of the desk, or the name of somebody new, or candidates.

    `record` is "" where the desk has none or it is not clear; `name` is what the text calls them in full.
    """

    record: str = ""
    name: str = ""
    candidates: tuple[str, ...] = ()
    kind: str = "person"
    roles: str = ""


class Cast:
    """The people of a text and of a desk. `identity` answers for a span that names a speaker."""

    def __init__(self, text: str, desk: Desk, speakers: Sequence[TextSpan]) -> None:
        self.text, self.desk = text, desk
        self.named = tuple(people_named(text))
        self.places = [n.at for n in self.named]
        self.by_surname: dict[str, list[Named]] = {}
        self.by_first_name: dict[str, list[Named]] = {}
        self.by_role: dict[str, list[Named]] = {}
        for one in self.named:
            self.by_surname.setdefault(one.surname, []).append(one)
            self.by_first_name.setdefault(key(one.name).split()[0], []).append(one)
            for role in one.roles:
                self.by_role.setdefault(role, []).append(one)
        self.speakers = sorted({s for s in speakers if key(s.of(text)) not in PRONOUNS})
        self._mentions = sorted(self._who_may_be_meant(), key=lambda m: m[0])
        self._starts = [m[0] for m in self._mentions]

    # --- a speaker ---------------------------------------------------------------------------------------------------

    def identity(self, span: TextSpan) -> Identity:
        words = span.of(self.text)
        low = key(words)
        if low in ("he", "she"):
            return self._pronoun(span.start, "m" if low == "he" else "f")
        if low in ("they", "it", "i", "we", "who", "you"):
            return self._they(span.start) if low in ("they", "it") else Identity()
        return self._plain(span.start, words)

    def _plain(self, at: int, words: str) -> Identity:
        ids = self.desk.named(words)
        name = bare_name(words)
        if ids and not (len(name.split()) == 1 and ids[0] in self.desk.people):
            return self._chosen(ids, words)
        if name and len(name.split()) > 1:
            ids = self.desk.person(name)
            return self._chosen(ids, name) if ids else self._new(name, at)
        if name:
            return self._surname(at, name, words)
        return self._described(at, words)

    def _chosen(self, ids: Sequence[str], name: str) -> Identity:
        if len(ids) == 1:
            return Identity(ids[0], self.desk.labels[ids[0]])
        return Identity("", name, tuple(ids))

    def _new(self, name: str, at: int) -> Identity:
        return Identity("", name, (), "person", "")

    def _surname(self, at: int, name: str, words: str) -> Identity:
        """One name alone: whoever the text has named in full with it, before or else after; or the desk's one."""
        found = self.by_surname.get(surname(name), [])
        earlier = _latest(found, at) or found[:FEW]
        honorific = key(words).split()[0]
        gender = (
            "m"
            if honorific in ("mr", "sir", "lord")
            else "f"
            if honorific in ("mrs", "ms", "miss", "lady", "dame")
            else ""
        )
        fitting = [n for n in earlier if not gender or n.gender in ("", gender)] or earlier
        full = list(dict.fromkeys(n.name for n in fitting))
        if len(full) == 1 or (full and not gender):
            last = fitting[-1].name
            ids = self.desk.person(last)
            others = tuple(n for n in full if n != last)
            if not ids:
                return Identity("", last, ())
            return (
                self._chosen(ids, last) if not others else Identity(ids[0] if len(ids) == 1 else "", last, tuple(ids))
            )
        if full:
            return Identity("", full[-1], tuple(full))
        ids = self.desk.surnames.get(surname(name), ()) or tuple(i for i in self.desk.named(name))
        if ids:
            return self._chosen(ids, name)
        first = _latest(self.by_first_name.get(key(name), []), at)
        if first:
            ids = self.desk.person(first[-1].name)
            return self._chosen(ids, first[-1].name) if ids else Identity("", first[-1].name)
        country = self.desk.governments.get(key(words))
        if country:
            return Identity(country, self.desk.labels[country])
        return Identity("", name, (), "organization" if name.isupper() and len(name) > 2 else "person")

    def _described(self, at: int, words: str) -> Identity:
        """ "the Pentagon spokesman", "the minister": whom the text has introduced as such; then whom the desk knows as such."""
        low = key(words)
        country = self.desk.governments.get(low)
        if country:
            return Identity(country, self.desk.labels[country])
        content = {w for w in low.split() if w not in DETERMINERS | PREPOSITIONS | {"and"}}
        head = _head(low)
        definite = (
            words.split(maxsplit=1)[0].lower() in ("the", "his", "her", "its", "their", "our") or words[0].isupper()
        )
        if not head or head not in ROLES | HONORIFICS or not definite or (head.endswith("s") and head not in ("boss",)):
            return Identity(
                kind="organization"
                if head.endswith("s") or (head not in MALE | FEMALE | HONORIFICS and head in ROLES)
                else "person"
            )
        fitting = [
            n
            for n in _latest(self.by_role.get(head, []), at)
            if len(content & n.roles) >= len(content & (ROLES | HONORIFICS))
        ]
        exact = [n for n in fitting if content <= n.roles] or fitting
        full = list(dict.fromkeys(n.name for n in exact))
        if len(full) == 1:
            ids = self.desk.person(full[0])
            return self._chosen(ids, full[0]) if ids else Identity("", full[0])
        if full:
            return Identity("", "", tuple(full))
        ids = tuple(
            id
            for id, person in self.desk.people.items()
            if any(self._holds(p, head, content) for p in person.postings or ())
        )
        if len(ids) == 1 and len(content) > 1:
            return self._chosen(ids, "")
        named = [id for id in ids if any(id in self.desk.person(n.name) for n in _latest(self.named, at))]
        if len(named) == 1:  # the only one of them whom the text has named
            return self._chosen(named, "")
        return Identity("", "", ids)

    def _holds(self, posting: object, head: str, content: set[str]) -> bool:
        title = key(getattr(posting, "title", "")).split()
        organization = key(self.desk.labels.get(getattr(posting, "organization", ""), "")).split()
        known = {
            *title,
            *organization,
            *(
                w
                for name, ids in self.desk.names.items()
                if getattr(posting, "organization", "") in ids
                for w in name.split()
            ),
        }
        return head in title and content <= known

    # --- pronouns ----------------------------------------------------------------------------------------------------

    def _pronoun(self, at: int, gender: str) -> Identity:
        """The person most lately named as a subject or a speaker whom the pronoun fits; the others near are candidates."""
        near = [
            m
            for m in self._mentions[bisect_left(self._starts, at - 2500) : bisect_left(self._starts, at)]
            if m[3] in ("", gender)
        ]
        if not near:
            return Identity()
        prominent = [m for m in near if m[2]] or near
        chosen = prominent[-1]
        people = [m for m in prominent if (m[3] or len(m[1].split()) > 1) and m[0] >= at - 1200]
        if (
            people
            and len(chosen[1].split()) == 1
            and (
                sum(c.isupper() for c in chosen[1]) > 1
                or (self.desk.named(chosen[1])[:1] and (self.desk.named(chosen[1])[0] not in self.desk.people))
            )
        ):
            chosen = people[-1]  # rather somebody who is surely a person
        names = list(dict.fromkeys(m[1] for m in near if m[0] >= at - 400))
        others = [m for m in near if surname(m[1]) != surname(chosen[1]) and self._joined(m, chosen)]
        if others:
            return Identity(candidates=tuple(dict.fromkeys((*(m[1] for m in others), chosen[1]))))
        identity = self._plain(chosen[0], chosen[1])
        others = tuple(n for n in names if surname(n) != surname(chosen[1]))
        if others and not identity.candidates:
            return Identity(identity.record, identity.name or chosen[1], tuple(dict.fromkeys((chosen[1], *others)))[:4])
        return Identity(identity.record, identity.name or chosen[1], identity.candidates)

    def _joined(self, one: tuple[int, str, bool, str], other: tuple[int, str, bool, str]) -> bool:
        """Whether two names stand side by side, as in "Anna Berg and Ida Holm", so that a pronoun may mean either."""
        first, second = sorted((one, other))
        between = self.text[first[0] + len(first[1]) : second[0]]
        return between.strip(" ,") in ("and", "or") or between.strip() == ","

    def _they(self, at: int) -> Identity:
        before = bisect_left(self.speakers, TextSpan(at, at))
        if not before:
            return Identity()
        last = self.speakers[before - 1]
        if bare_name(last.of(self.text)):
            return Identity()
        return self._plain(last.start, last.of(self.text))

    def _who_may_be_meant(self) -> Iterator[tuple[int, str, bool, str]]:
        """The mentions that "he" or "she" may stand for: people, and none that is named within somebody's quoted words."""
        spans = [one.span for one in quoted(self.text, paragraphs(self.text))]
        starts = [span.start for span in spans]
        for mention in self._all_mentions():
            at = bisect_right(starts, mention[0]) - 1
            if at >= 0 and mention[0] < spans[at].end:
                continue
            ids = self.desk.named(mention[1])
            if not ids or any(id in self.desk.people for id in ids):
                yield mention

    def _all_mentions(self) -> list[tuple[int, str, bool, str]]:
        """(place, words, whether it is a subject or a speaker, gender) of everybody who may be "he" or "she"."""
        mentions: dict[int, tuple[int, str, bool, str]] = {}
        for one in self.named:
            mentions[one.at] = (one.at, one.name, _is_subject(self.text, one.at), one.gender)
        surnames = {s: found for s, found in self.by_surname.items() if len(s) > 2}
        for match in re.finditer(r"\b[A-ZÀ-Þ][\w’'-]+", self.text):
            found = surnames.get(surname(match[0]))
            if not found:
                continue
            before = _latest(found, match.start(), 1)
            last = before[0] if before else found[0]
            if not last.at <= match.start() <= last.at + len(last.name):
                mentions.setdefault(
                    match.start(), (match.start(), last.name, _is_subject(self.text, match.start()), last.gender)
                )
        starts = sorted(mentions)
        for span in self.speakers:
            words = span.of(self.text)
            name = bare_name(words)
            head = _head(key(words))
            if not name and (
                (head.endswith("s") and head != "boss")
                or head not in ROLES | HONORIFICS
                or head in BODIES
                or self.desk.named(words)
            ):
                continue
            if key(words) in self.desk.places:
                continue
            if self.desk.named(words) and self.desk.named(words)[0] not in self.desk.people:
                continue
            within = starts[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
            covered = [mentions.pop(at) for at in within if at in mentions]
            gender = covered[-1][3] if covered else gender_of(name, words)
            mentions[span.start] = (span.start, covered[-1][1] if covered else words, True, gender)
        return list(mentions.values())


def _latest(found: Sequence[Named], at: int, most: int = FEW) -> Sequence[Named]:
    """Those of a list in the order of the text that stand at a place or before it, the latest few."""
    end = bisect_right(found, at, key=lambda one: one.at)
    return found[max(0, end - most) : end]


def _is_subject(text: str, at: int) -> bool:
    """Whether a name opens its sentence, or nearly: nothing or an adverbial with a comma goes before."""
    before = text[max(0, at - 60) : at]
    sentence = re.split(r"[.!?\n”\"]\s*", before)[-1]
    return (
        not sentence.strip()
        or (sentence.rstrip().endswith(",") and len(sentence.split()) < 6)
        or (
            not re.search(r"\b[a-z]+ed\b|\b(?:is|was|with|by|to|of|for|from|met|told)\b", sentence)
            and len(sentence.split()) < 6
        )
    )


def _head(low: str) -> str:
    """The noun that a description turns on: what stands before its first preposition."""
    words: list[str] = []
    for word in low.split():
        if word in PREPOSITIONS and words:
            break
        words.append(word)
    return words[-1] if words else ""
