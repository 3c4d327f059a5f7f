"""Drafts become the files of records: the source, a statement for each thing said, and people and organizations that are new.

Every record has `status: draft`. Whatever a person must decide stands in a comment; nothing here replaces a file.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from briefing.core.values import Date
from briefing.corpus.linker import Corpus
from briefing.drafting.grammar.time_expressions import dated
from briefing.drafting.lexicon.word_lists import BODIES, PRONOUNS
from briefing.drafting.output.draft_statements import Draft
from briefing.drafting.output.draft_yaml import comment, id_of, listed, scalar
from briefing.drafting.output.record_wording import (
    LONGEST_QUOTE,
    bare,
    capitals,
    markdown,
    opening,
    outside,
    shortened,
    spoken,
)
from briefing.drafting.resolution.desk_names import desk, key
from briefing.drafting.resolution.entity_mentions import mentions
from briefing.drafting.resolution.field_suggestions import Claims, about, role, venue
from briefing.drafting.resolution.speaker_resolution import Identity
from briefing.drafting.text.article_extraction import Article
from briefing.drafting.text.paragraphs import TextSpan, paragraphs
from briefing.editing.formatter import formatted
from briefing.reading.decoder import File
from briefing.reading.yaml_parser import parse
from briefing.schema import edtf
from briefing.schema.fields.reference_fields import RESERVED_IDS
from briefing.schema.kinds.source import Source
from briefing.schema.kinds.statement import Statement
from briefing.schema.record_parser import parse_record

LEAST = 12  # characters that a part of other words needs to be taken for the same


@dataclass(frozen=True, slots=True)
class NewFile:
    """A record to be written: its path from the root, its text, and what it is in a few words."""

    path: str
    text: str
    what: str


@dataclass(frozen=True, slots=True)
class DeskContext:
    """A draft that the desk has a record of already."""

    draft: Draft
    record: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an article would add: new files, in the order to read them, and what was known."""

    files: tuple[NewFile, ...]
    known: tuple[DeskContext, ...]


def propose(found: Sequence[Draft], article: Article, source: str, corpus: Corpus, published: Date | None) -> Proposal:
    """The records that an article's drafts would add to a desk's."""
    return _Proposer(found, article, source, corpus, published).proposal()


@dataclass
class _Proposer:
    found: Sequence[Draft]
    article: Article
    source: str
    corpus: Corpus
    published: Date | None
    files: list[NewFile] = field(default_factory=list)
    people: dict[str, NewFile] = field(default_factory=dict)

    def proposal(self) -> Proposal:
        records = self.corpus.records
        text = self.article.text
        self.taken = set(records) | RESERVED_IDS | {self.source}
        self.desk = desk(records)
        self.mentioned = mentions(text, records)
        self.claims = Claims(records)
        self.paragraphs = paragraphs(text)
        self.starts = [paragraph.start for paragraph in self.paragraphs]
        self.quoted = sorted(draft.said.words for draft in self.found if draft.quote is not None)
        self.quoted_starts = [span.start for span in self.quoted]
        self.mentioned_starts = [mention.place.start for mention in self.mentioned]
        self.proposed_people: set[str] = set()
        self.numbers: dict[str, int] = {}
        self._index_earlier()
        known: list[DeskContext] = []
        for group in self._groups():
            record = self._known(group)
            if record:
                known += [DeskContext(draft, record) for draft in group]
            else:
                self.files.append(self._statement(group))
        files = [*self.people.values(), *self.files]
        if not isinstance(records.get(self.source), Source):
            files.insert(0, self._source())
            if self.article.publisher:  # _source may have proposed its publisher
                files = [files[0], *(f for f in self.people.values()), *self.files]
        laid_out = (replace(file, text=formatted(file.path, file.text) or file.text) for file in files)
        return Proposal(tuple(laid_out), tuple(known))

    def _groups(self) -> Iterable[list[Draft]]:
        """Drafts that one statement holds: the fragments that one sentence quotes of one speaker."""
        groups: dict[object, list[Draft]] = {}
        for draft in self.found:
            same = (draft.said.sentence, draft.words, draft.said.speaker) if draft.said.fragment else draft
            groups.setdefault(same, []).append(draft)
        return groups.values()

    # --- what the desk has already -----------------------------------------------------------------------------------

    def _index_earlier(self) -> None:
        """The statements that cite the source: by the characters that a draft's comment names, and by their words."""
        self.places: dict[tuple[int, int], str] = {}
        self.worded: list[tuple[str, Statement, bool]] = []  # (words, record, whether they are its own quote)
        for record in self.corpus.records.values():
            if not isinstance(record, Statement) or not any(c.source == self.source for c in record.sources):
                continue
            document = self.corpus.documents.get(record.id)
            if document and f"archive/{self.source}.txt" in document.text:
                for start, end in re.findall(r"characters (\d+)-(\d+)", document.text):
                    self.places.setdefault((int(start), int(end)), record.id)
            if record.quote:
                self.worded.append((bare(record.quote), record, True))
            cited = (c.quote for c in record.sources if c.source == self.source and c.quote)
            self.worded += [(bare(quote), record, bool(record.quote)) for quote in cited]

    def _known(self, group: Sequence[Draft]) -> str:
        """The statement that was drafted or written from the same words of this source before."""
        for draft in group:
            span = draft.said.words
            if (span.start, span.end) in self.places:
                return self.places[span.start, span.end]
        for draft in group:
            mine = bare(spoken(draft.quote or draft.paraphrase or ""))
            around = bare(draft.said.sentence.of(self.article.text)) if draft.paraphrase else ""
            for theirs, record, own in self.worded:
                within = (own and len(theirs) > LEAST and theirs in mine) or (len(mine) > LEAST and mine in theirs)
                cited = len(theirs) > LEAST and theirs in around and record.speaker == draft.speaker.record
                if mine == theirs or within or cited:
                    return record.id
        return ""

    # --- a statement -------------------------------------------------------------------------------------------------

    def _statement(self, group: Sequence[Draft]) -> NewFile:
        first = group[0]
        said = first.said
        text = self.article.text
        speaker, remark = self._speaker(first)
        quotes = [d for d in group if d.quote is not None]
        number = self._paragraph(said.words.start)
        places = ", ".join(f"characters {d.said.words.start}-{d.said.words.end}" for d in group)
        attribution = outside(text, said.sentence, _within(self.quoted, self.quoted_starts, said.sentence))
        lines = [
            f"# Drafted from archive/{self.source}.txt, paragraph {number}, {places}. Judge each line, then take `status` away.",
            "status: draft",
            f"speaker: {speaker}{remark}",
        ]
        capacity = role(text, said.speaker, first.speaker.name) if said.speaker else ""
        if capacity:
            lines.append(f"role: {scalar(capacity[:200])}")
        when = dated(attribution, self.published)
        lines += [f"date: {when.date}", f"date_note: {scalar(when.note)}"]
        where = venue(attribution)
        if where:
            lines.append(f"venue: {scalar(where[:200])}")
        if len(quotes) == 1:
            whole = spoken(quotes[0].quote or "")
            kept = shortened(whole)
            if kept != whole:
                lines.append(
                    f"# The words go on; a record holds at most {LONGEST_QUOTE:,} characters. Make further statements of the rest."
                )
            lines.append(f"quote: {scalar(kept)}")
        relays = [(words, self._record(identity, words)) for words, identity in first.via]
        relays = [(w, r) for w, r in relays if r and r != speaker]
        if relays:
            lines.append(
                f"via: {listed(list(dict.fromkeys(r for _, r in relays)))}  # {comment(', '.join(w for w, _ in relays))}"
            )
        span = TextSpan(said.words.start, said.words.end) if not said.fragment else said.sentence
        near = slice(bisect_left(self.mentioned_starts, span.start), bisect_left(self.mentioned_starts, span.end))
        entities = about(self.mentioned[near], span, (speaker, *(r for _, r in relays)))
        if entities:
            lines.append(f"about: {listed(entities)}")
        lines += self._positions(first, entities, speaker)
        if first.paraphrase is not None or len(quotes) != 1:
            lines.append(f"summary: {scalar(markdown(shortened(first.paraphrase or said.sentence.of(text))))}")
        lines.append("sources:")
        citation = [f"  - source: {self.source}", f"    locator: paragraph {number}"]
        if len(quotes) == 1:
            lines += citation
        else:  # the same words twice in one sentence are cited once
            own = (spoken(d.quote) if d.quote is not None else (d.paraphrase or "") for d in group)
            for words in dict.fromkeys(shortened(one) for one in own):
                lines += [*citation, f"    quote: {scalar(words)}"]
        short = self._short(first, speaker)
        begins = id_of(opening(first), 40).removeprefix(f"{short}-")
        id = self._free(f"{short}-{begins}".strip("-"))
        what = f"“{' '.join((first.quote or '').split())}”" if first.quote else (first.paraphrase or "")
        return NewFile(f"content/statements/{id}.yaml", "\n".join(lines) + "\n", what)

    def _positions(self, draft: Draft, entities: Sequence[str], speaker: str) -> list[str]:
        """DeskContext claims that the statement may bear on, as comments: which to take is a judgement."""
        text = (
            draft.said.words.of(self.article.text)
            if not draft.said.fragment
            else draft.said.sentence.of(self.article.text)
        )
        near = self.claims.near(text, (*entities, speaker))
        stance = draft.said.stance or "asserts"
        if not near:
            return (
                [f"# Suggested stance, from “{comment(draft.said.cue)}”: {stance}"]
                if draft.said.cue not in ("", ":")
                else []
            )
        return [
            f"# positions:  # suggested by shared names and words; the stance comes from “{comment(draft.said.cue or 'nothing')}”",
            *(f"#   - {{claim: {claim.id}, stance: {stance}}}  # {comment(claim.text)}" for claim in near),
        ]

    def _speaker(self, draft: Draft) -> tuple[str, str]:
        """(the id for `speaker`, the remark after it)."""
        words = f"the text says “{comment(draft.words)}”" if draft.words else "the text does not say who"
        identity = draft.speaker
        id = self._record(identity, draft.words)
        unsure = "" if draft.said.sure or not draft.words else "; taken from the sentence nearby"
        others = [c for c in identity.candidates if c not in (identity.name, identity.record)]
        if id and others:
            unsure += f"; it could also be {' or '.join(self._called(c) for c in others)}"
        if id:
            return id, f"  # {words}{unsure}"
        asked = (
            f"; candidates: {', '.join(self._called(c) for c in identity.candidates)}" if identity.candidates else ""
        )
        return self._unclear(), f"  # NOT CLEAR: {words}{asked}"

    def _called(self, candidate: str) -> str:
        return (
            f"{candidate} ({comment(self.desk.labels[candidate])})"
            if candidate in self.desk.labels
            else comment(candidate)
        )

    def _short(self, draft: Draft, speaker: str) -> str:
        name = draft.speaker.name or self.desk.labels.get(speaker, "")
        if speaker.endswith("speaker-unclear"):
            return "unclear"
        return (
            id_of(name.split()[-1], 30)
            if speaker in self.desk.people or speaker in self.proposed_people
            else id_of(speaker, 30)
        )

    # --- whom it proposes --------------------------------------------------------------------------------------------

    def _record(self, identity: Identity, words: str) -> str:
        """The id of a speaker or relay: the desk's, or that of a proposed record; "" where it is not clear."""
        if identity.record:
            return identity.record
        if (key(words) in PRONOUNS and not identity.name) or (identity.candidates and not identity.name):
            return ""
        name = identity.name
        if (
            name
            and key(name) not in PRONOUNS
            and identity.kind == "person"
            and (len(name.split()) > 1 or not self._collective(words))
        ):
            return self._propose("people", capitals(name), words, "")
        plain = re.sub(r"^(?:the|an?|one|some|several|two|three)\s+", "", words.strip(), flags=re.IGNORECASE)
        if not plain or key(plain) in PRONOUNS:
            return ""
        plain = re.sub(r"^unnamed\s+", "", plain, flags=re.IGNORECASE)
        head = plain.split()[-1].lower()
        if plain[0].isupper() and (not plain.split()[-1][0].islower() or head in BODIES):
            return self._propose("organizations", plain, words, "")
        return self._propose("organizations", f"Unnamed {plain}", words, "unnamed speakers")

    def _collective(self, words: str) -> bool:
        return words[:1].islower() or words.lower().startswith(("the ", "a ", "an "))

    def _propose(self, folder: str, name: str, words: str, type: str) -> str:
        ready = f"{folder}:{key(name)}"
        if ready in self.people:
            return self.people[ready].path.rsplit("/", 1)[1].removesuffix(".yaml")
        id = self._free(id_of(re.sub(r"^unnamed ", "", name, flags=re.IGNORECASE)) or f"{self.source}-speaker")
        parent = self.desk.within(words) if type == "unnamed speakers" else ""
        kind = "person" if folder == "people" else "organization"
        lines = [
            f"# Proposed because archive/{self.source}.txt names “{comment(words)}” and the desk has no such {kind}. Is it one that you have?",
            "status: draft",
            f"name: {scalar(name[:200])}",
            *([f"type: {type}"] if type else []),
            *([f"parent: {parent}"] if parent else []),
            f"sources: [{self.source}]",
        ]
        if folder == "people":
            self.proposed_people.add(id)
        self.people[ready] = NewFile(f"content/{folder}/{id}.yaml", "\n".join(lines) + "\n", f"{kind}: {name}")
        return id

    def _unclear(self) -> str:
        """The record that stands for speakers who are not clear, one for the article."""
        id = f"{self.source[:60].strip('-')}-speaker-unclear"
        if id not in self.corpus.records and "unclear" not in self.people:
            text = (
                f"# Stands in for the speakers that the drafts from archive/{self.source}.txt leave open. Delete it when none needs it.\n"
                f"status: draft\nname: Speaker not clear\ntype: stand-in\nsources: [{self.source}]\n"
            )
            self.people["unclear"] = NewFile(
                f"content/organizations/{id}.yaml", text, "a stand-in for speakers that are not clear"
            )
        return id

    def _source(self) -> NewFile:
        article = self.article
        title = article.title or f"[Untitled text, archived as {self.source}]"
        lines = [
            "# What the page itself gives is filled in; what it does not give is left out.",
            "status: draft",
            f"title: {scalar(title[:300])}",
        ]
        if article.publisher:
            ids = self.desk.named(article.publisher)
            id = (
                ids[0]
                if len(ids) == 1
                else self._propose("organizations", article.publisher, article.publisher, "news organization")
            )
            lines.append(f"publisher: {id}")
        if article.authors:
            lines.append(
                f"authors: [{', '.join(scalar(author, flow=True) for author in dict.fromkeys(article.authors))}]"
            )
        if self.published is not None:
            lines.append(f"published: {self.published.text}")
        if article.url:
            lines.append(f"url: {scalar(article.url)}")
        if article.language:
            lines.append(f"language: {scalar(article.language)}")
        lines.append(f"sha256: {digest(article.text)}")
        path = f"content/sources/{self.source}.yaml"
        return NewFile(path, "\n".join(_without_unfit(path, lines)) + "\n", f"source: {title}")

    def _paragraph(self, place: int) -> int:
        """The number of the paragraph that a place lies in, counted from 1."""
        at = bisect_right(self.starts, place)
        return at if at and place < self.paragraphs[at - 1].end else 1

    def _free(self, wanted: str) -> str:
        """An id that no record has."""
        id, number = wanted[:80].strip("-") or "statement", self.numbers.get(wanted, 2)
        while id in self.taken:
            id, number = f"{wanted[:73].strip('-')}-{number}", number + 1
        self.numbers[wanted] = number  # all below are taken
        self.taken.add(id)
        return id


def _within(spans: Sequence[TextSpan], starts: Sequence[int], whole: TextSpan) -> Sequence[TextSpan]:
    """Those of some spans, in order, that begin within another."""
    return spans[bisect_left(starts, whole.start) : bisect_left(starts, whole.end)]


def _without_unfit(path: str, lines: list[str]) -> list[str]:
    """The lines of a source without those that `check` would refuse: a page may say anything of itself."""
    text = "\n".join(lines) + "\n"
    (entry,), _ = parse(File(path, text))
    _, found = parse_record(entry)
    unfit = {problem.location.line - 1 for problem in found.problems if problem.is_error}
    return [line for number, line in enumerate(lines) if number not in unfit]


def digest(text: str) -> str:
    """The SHA-256 of an archived text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def published_date(article: Article, given: str) -> Date | None:
    """The article's date: as given, else as its page gives it. Raises `edtf.DateError` where what is given is no date."""
    return edtf.parse(given or article.published) if given or article.published else None
