"""Roles that name an organization, of speakers whose records have no posting there."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from briefing.core.problems import Problem
from briefing.corpus.linker import Corpus
from briefing.reading.yaml_parser import locate
from briefing.schema.kinds.organization import Organization
from briefing.schema.kinds.person import Person
from briefing.schema.kinds.statement import Statement

Words = tuple[str, ...]
# Thai and Lao, Burmese, Khmer, Kana, Han: scripts that put no spaces between words, so each letter is taken for one.
_UNSPACED = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF))


def unposted_roles(corpus: Corpus) -> Iterator[Problem]:
    """A role in which a speaker spoke and which names a known organization, without a posting at that time.

    Each speaker is told once of each organization. A person whose record says `postings: []` has none.
    """
    names = _names(corpus)
    told = set()
    for record in corpus.written():
        if not isinstance(record, Statement) or not record.role or record.status == "withdrawn":
            continue
        speaker = corpus.records.get(record.speaker)
        if not isinstance(speaker, Person) or speaker.postings == ():
            continue
        if any(posting.held_on(record.date) for posting in speaker.postings or ()):
            continue
        named = _named(record.role, names)
        if named and (speaker.id, named) not in told:
            told.add((speaker.id, named))
            message = f"the role names `{named}`, and `{speaker.id}` has no posting there at that time"
            place = locate(corpus.documents[record.id], "role")
            yield Problem(place, "unposted-role", message, _hint(speaker, named))


def _hint(speaker: Person, organization: str) -> str:
    if speaker.postings:
        posting = f"`{{title: …, organization: {organization}, from: …}}`"
        return f"add {posting} to the postings of {speaker.id}, or correct the dates of those"
    posting = f"`postings: [{{title: …, organization: {organization}}}]`"
    return f"add to {speaker.id}: {posting}, or `postings: []` where there is none"


def _names(corpus: Corpus) -> Mapping[Words, Mapping[str, Words]]:
    """Index the names of organizations by their words in lower case: whose each is, and the words as written."""
    names: dict[Words, dict[str, Words]] = {}
    for organization in corpus.of(Organization):
        for name in (organization.name, *organization.aliases) if organization.status != "withdrawn" else ():
            if written := _words(name):
                names.setdefault(_folded(written), {}).setdefault(organization.id, written)
    return names


def _named(role: str, names: Mapping[Words, Mapping[str, Words]]) -> str:
    """Find the organization that a role names, by the longest name in it.

    Returns "" where it names none, or where several share the name.
    """
    written = _words(role)
    folded = _folded(written)
    for length in range(len(written), 0, -1):
        for start in range(len(written) - length + 1):
            owners = names.get(folded[start : start + length], {})
            if len(owners) == 1:
                ((owner, name),) = owners.items()
                if _is_written(name, written[start : start + length]):
                    return owner
    return ""


def _is_written(name: Words, words: Words) -> bool:
    """Tell whether words are a name that has their letters: acronyms, such as US, only in their own capitals."""
    pairs = zip(name, words, strict=True)
    return all(there == word or not (len(word) > 1 and word.isupper()) for word, there in pairs)


def _folded(words: Words) -> Words:
    return tuple(word.casefold() for word in words)


def _words(text: str) -> Words:
    """Cut a text in any script into words: letters, digits and the marks on them."""
    spaced = []
    for letter in text:
        if any(first <= ord(letter) <= last for first, last in _UNSPACED):
            spaced.append(f" {letter} ")
        else:
            spaced.append(letter if letter.isalnum() or unicodedata.category(letter)[0] == "M" else " ")
    return tuple("".join(spaced).split())
