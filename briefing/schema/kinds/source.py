"""Sources: the documents that are cited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from briefing.core.values import Date
from briefing.schema import vocabulary
from briefing.schema.fields import Choice, DateText, Line, Many, Markdown, Pattern, Ref, Url, spec
from briefing.schema.kinds.record import Record

SHA256 = Pattern(
    "[0-9a-f]{64}",
    "invalid-hash",
    "a SHA-256 in hexadecimal",
    "write the 64 digits that `sha256sum FILE` prints, in lower case",
)
# Forward slashes, no way up, no drive, and nothing hidden, such as what git keeps.
ARCHIVE_PATH = Pattern(
    r'(?:(?!\.)[^/\\:*?"<>|\x00-\x1f]{1,200}/)*(?!\.)[^/\\:*?"<>|\x00-\x1f]{1,200}', "invalid-path", "the path of a file inside the project",
    "write it from the project's folder, with / between folders, as in archive/report.txt",
)  # fmt: skip
LANGUAGE = Pattern(
    "[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*", "invalid-language", "a language tag", "write a tag such as en, uk or pt-BR"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Record):
    KIND: ClassVar[str] = "source"
    FOLDER: ClassVar[str] = "sources"
    HELP: ClassVar[str] = "A document that is cited: an article, a transcript, a report."

    title: str = spec(
        Line(300), "Its title, or a description in square brackets.", required=True, example="Annual report"
    )
    publisher: str = spec(Ref(("organization",), "Sources published"), "Who published it.")
    authors: tuple[str, ...] = spec(Many(Line(200)), "Who wrote it, as it is signed.")
    published: Date | None = spec(DateText(), "When it was published.", example="2022-10-20")
    date_note: str = spec(Markdown(1000), "How the date is known, where it was inferred.")
    url: str = spec(Url(), "Where it can be read.", example="https://example.org/report")
    archive_url: str = spec(Url(), "Where a web archive keeps it.")
    retrieved: Date | None = spec(DateText(), "When the desk read it.")
    language: str = spec(LANGUAGE, "The language it is in.", example="en")
    type: str = spec(Line(60), "What sort of document, in a word or two.", example="news article")
    origin: str = spec(Ref(("source",), "Repeated by"), "The source it repeats, such as a wire story.")
    archive: str = spec(
        ARCHIVE_PATH,
        "The file with the archived text; `archive/<id>.txt` where left out.",
        example="archive/annual-report.txt",
    )
    sha256: str = spec(SHA256, "The SHA-256 of the archived text.")
    reliability: str = spec(Choice(vocabulary.RELIABILITY), "The source's reliability, A to F.")
    credibility: str = spec(Choice(vocabulary.CREDIBILITY), "The information's credibility, 1 to 6.")
    rating_note: str = spec(Markdown(1000), "Why it is rated so.")

    @property
    def archive_path(self) -> str:
        """Where the archived text lies, if the desk has it: often not in git, for copyright."""
        return self.archive or f"archive/{self.id}.txt"

    @property
    def label(self) -> str:
        return self.title

    @property
    def when(self) -> Date | None:
        return self.published
