"""Roles that name an organization, of speakers whose records have no posting there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.core.problems import Problem
from briefing.corpus.linker import Corpus
from briefing.reading.yaml_parser import locate
from briefing.schema.kinds.organization import Organization
from briefing.schema.kinds.person import Person
from briefing.schema.kinds.statement import Statement

_WORD = re.compile(r"\w+")
SHORTEST = 3  # letters of a name; shorter ones are ordinary words too often


def unposted_roles(corpus: Corpus) -> Iterator[Problem]:
    """A role in which a speaker spoke and which names a known organization, without a posting at that time.

    Each speaker is told once of each organization. A person whose record says `postings: []` has none.
    """
    names = _names(corpus)
    longest = max(map(len, names), default=0)
    told = set()
    for record in corpus.written():
        if not isinstance(record, Statement) or not record.role or record.status == "withdrawn":
            continue
        speaker = corpus.records.get(record.speaker)
        if not isinstance(speaker, Person) or speaker.postings == ():
            continue
        if any(posting.held_on(record.date) for posting in speaker.postings or ()):
            continue
        named = _named(record.role, names, longest)
        if named and (speaker.id, named) not in told:
            told.add((speaker.id, named))
            message = f"the role names `{named}`, and `{speaker.id}` has no posting there at that time"
            hint = f"add to {speaker.id}: `postings: [{{title: …, organization: {named}}}]`, or `postings: []` where there is none"
            yield Problem(locate(corpus.documents[record.id], "role"), "unposted-role", message, hint)


def _names(corpus: Corpus) -> dict[tuple[str, ...], str]:
    """Every name that one organization alone has, as words in lower case, with the organization's id."""
    owners: dict[tuple[str, ...], set[str]] = {}
    for organization in corpus.of(Organization):
        for name in (organization.name, *organization.aliases):
            words = _words(name)
            if len("".join(words)) >= SHORTEST:
                owners.setdefault(words, set()).add(organization.id)
    return {words: next(iter(ids)) for words, ids in owners.items() if len(ids) == 1}


def _named(role: str, names: dict[tuple[str, ...], str], longest: int) -> str:
    """The organization that a role names, by the longest name in it; "" where it names none."""
    words = _words(role)
    for length in range(min(longest, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            if found := names.get(words[start : start + length]):
                return found
    return ""


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))
