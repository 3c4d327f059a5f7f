"""What can be wrong with content, and where.

A `Problem` cannot be made without a `Location` and a code from `CODES`, so every message an editor sees points at a
place and can be looked up in docs/problems.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["error", "warning", "suggestion"]

# code -> (severity, what it means in a sentence). The codes are stable: tools and people filter by them.
CODES: dict[str, tuple[Severity, str]] = {
    # the project and its files
    "missing-config": ("error", "The project has no briefing.yaml."),
    "missing-content": ("error", "The project has no content folder."),
    "unknown-folder": ("error", "A folder in content/ is not named after a kind."),
    "unexpected-file": ("error", "A file lies where only records belong."),
    "symlink": ("error", "A file or folder is a symbolic link, which could lead outside the project."),
    "unreadable-file": ("error", "The operating system would not let the file be read."),
    "file-too-large": ("error", "The file is larger than any record needs to be."),
    "not-utf8": ("error", "The file is not UTF-8 text."),
    "merge-conflict": ("error", "Git could not merge two versions of the file, and both stand in it."),
    "control-character": ("error", "The text holds a control character or noncharacter."),
    "bidi-control": ("error", "The text holds a character that silently reorders what is shown."),
    "misplaced-joiner": ("error", "A zero-width joiner stands where no script joins letters."),
    "invisible-character": ("warning", "The text holds a character that cannot be seen."),
    # YAML
    "yaml-syntax": ("error", "The file is not well-formed YAML."),
    "yaml-anchor": ("error", "Anchors and aliases are not allowed."),
    "yaml-tag": ("error", "Tags are not allowed; a field's type comes from the schema."),
    "too-deep": ("error", "The nesting is deeper than any field needs."),
    "empty-record": ("error", "The file or document holds no record."),
    "duplicate-key": ("error", "A key stands twice in one mapping."),
    # shapes and values
    "wrong-folder": ("error", "A record has the fields of another kind than its folder's."),
    "unknown-key": ("error", "The kind has no field of this name."),
    "missing-key": ("error", "A required field is missing."),
    "empty-value": ("error", "A key stands without a value."),
    "wrong-shape": ("error", "Text, a list or a mapping was expected and something else found."),
    "line-break": ("error", "The text of a one-line field runs over several lines."),
    "text-cut-off": ("error", "A text stops at a `#`, because YAML takes what follows for a comment."),
    "too-long": ("error", "A text or list is longer than allowed."),
    "duplicate-item": ("error", "A list names the same thing twice."),
    "unknown-choice": ("error", "The value is not one of those the field allows."),
    "invalid-date": ("error", "The text is not an EDTF date of level 0 or 1, or no such day exists."),
    "reversed-interval": ("error", "An interval ends before it begins."),
    "invalid-number": ("error", "The text is not a number, or is out of range."),
    "invalid-quantity": ("error", "A quantity must use exactly one of its forms."),
    "invalid-coordinates": ("error", "Coordinates are two numbers: latitude, longitude."),
    "invalid-url": ("error", "The text is not a complete http or https address."),
    "invalid-hash": ("error", "The text is not a SHA-256 in hexadecimal."),
    "invalid-language": ("error", "The text is not a language tag such as `en` or `pt-BR`."),
    "invalid-path": ("error", "The text is not the path of a file inside the project."),
    "invalid-time-zone": ("error", "The text is not a time zone name such as `Europe/Kyiv`."),
    # identity
    "missing-id": ("error", "A document of a file with several records names no id."),
    "id-mismatch": ("error", "The id and the file's name differ."),
    "invalid-id": ("error", "The id has characters or a length that ids may not have."),
    "reserved-id": ("error", "The id is reserved for the site or by an operating system."),
    "duplicate-id": ("error", "Two records have the same id."),
    "former-id-in-use": ("error", "A former id belongs to another record."),
    # references
    "unknown-reference": ("error", "No record has the id that is referred to."),
    "wrong-kind": ("error", "The record referred to is of a kind that the field does not allow."),
    "self-reference": ("error", "A record refers to itself."),
    "reference-cycle": ("error", "A chain of references comes back to where it began."),
    "draft-reference": ("error", "A published record refers to a draft."),
    # Markdown
    "invalid-link": ("error", "A `[[…]]` is not an id, or an id and a text."),
    "link-scheme": ("error", "A Markdown link leads to something other than http, https or mailto."),
    "raw-html": ("warning", "HTML in Markdown is shown as text."),
    "markdown-image": ("warning", "Images in Markdown are not shown."),
    # templates and output
    "unusable-name": ("error", "A static file has a name that some system, or the site, cannot carry."),
    "unused-template": ("warning", "A template is none of the shipped ones, and no other uses it."),
    "unused-block": ("warning", "A template has a block that none of those it extends has."),
    "template-error": ("error", "A template could not be compiled or rendered."),
    "unreadable-font": ("error", "A font of the site, with which pictures are drawn, is no font."),
    "misplaced-output": ("error", "The output folder lies among the files that a build reads."),
    "foreign-output": ("error", "The output folder holds something that the generator did not write."),
    "unwritable-output": ("error", "The operating system would not let the site be written."),
    # drafting
    "unusable-article": ("error", "A file cannot be drafted from: it is empty, no text, too large or not in English."),
    "archive-differs": ("error", "A source's archived text is another than the one to draft from."),
    # meaning
    "wordless-statement": ("error", "A statement has neither a quote nor a summary."),
    "conflicting-positions": ("error", "A statement takes two stances on one claim."),
    "relay-is-speaker": ("error", "A statement's speaker is also named as the one who relayed it."),
    "likelihood-and-confidence": ("error", "A judgement carries both a likelihood and a confidence, or neither."),
    "withdrawn-without-reason": ("error", "A withdrawn record gives no reason."),
    "missing-rating-note": ("error", "A source is rated without a reason."),
    "posting-order": ("error", "A posting ends before it begins."),
    "no-source": ("warning", "A published event or statement cites no source."),
    "unsupported-basis": ("warning", "A judgement names nothing it rests on."),
    "superseded-later": ("warning", "A briefing supersedes one that is dated later than itself."),
    "self-contradiction": ("warning", "A claim is said to contradict a claim that it also refines or supersedes."),
    # quotes and archived texts
    "quote-differs": ("error", "The archived text of the source does not have the words of the quote."),
    "archive-mismatch": ("error", "The archived text is not the one whose SHA-256 the source gives."),
    "unverified-change": (
        "error",
        "A verified quote was changed, and its source's archived text is not here to compare it with.",
    ),
    "stale-verification": ("warning", "A line of quotes.lock is of a quote or an archived text that is no longer so."),
    # what was published
    "invalid-line": ("error", "A line of quotes.lock or permalinks.lock cannot be read."),
    "vanished-permalink": ("error", "A published address has neither a record, nor a redirect, nor a tombstone."),
    "unnoted-change": ("warning", "What a published record claims was changed without a word about it in `changes`."),
    # suggestions
    "unlinked-name": ("suggestion", "The name of a record stands in a text without a link."),
    "unstated-position": ("suggestion", "A statement takes no position on a claim about the same event and entities."),
    "unposted-role": ("suggestion", "A speaker's role names an organization, and no posting there is recorded."),
    "similar-entities": ("suggestion", "Two records may be of the same person, organization, place or thing."),
    "unaddressed-claim": ("suggestion", "Nobody has said anything about a claim."),
    "unused-entity": ("suggestion", "Nothing refers to an entity."),
}


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: its path from the project's root, and line and column counted from 1."""

    file: str
    line: int
    column: int
    length: int = 1


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to a problem, such as the first of two duplicates."""

    location: Location
    message: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where, and what to do about it."""

    location: Location
    code: str
    message: str
    hint: str = ""
    related: tuple[Related, ...] = ()

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"no problem has the code {self.code!r}")

    @property
    def severity(self) -> Severity:
        return CODES[self.code][0]

    @property
    def is_error(self) -> bool:
        return self.severity == "error"

    def as_dict(self) -> dict[str, Any]:
        """The problem as plain data, the shape of `--format json`."""
        place = self.location
        return {
            "file": place.file,
            "line": place.line,
            "column": place.column,
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "hint": self.hint,
            "related": [
                {"file": r.location.file, "line": r.location.line, "column": r.location.column, "message": r.message}
                for r in self.related
            ],
        }


def in_order(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Problems by file, line and column, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.location, p.code, p.message)))
