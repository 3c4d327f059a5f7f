"""The closed vocabularies: each word that a field allows, and what it means.

The meanings are shown on the site's methodology page and in editors' tools, so they are written for readers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Polarity = Literal["for", "against", "none"]
Words = dict[str, str]


@dataclass(frozen=True, slots=True)
class Stance:
    """What a speaker does with a claim. Only a polarity of for or against is counted."""

    name: str
    polarity: Polarity
    commitment: str  # "certain", "probable", "possible", "uncommitted" or, for an act, ""
    meaning: str

    @property
    def is_act(self) -> bool:
        return not self.commitment


STANCES = {
    s.name: s
    for s in (
        Stance("asserts", "for", "certain", "Says that it is so."),
        Stance("confirms", "for", "certain", "Says that it is so after others have said it."),
        Stance("assesses", "for", "probable", "Judges from evidence that it is so."),
        Stance("reports", "for", "probable", "Passes on, as news or intelligence, that it is so."),
        Stance("suggests", "for", "possible", "Says that it may be so."),
        Stance("denies", "against", "certain", "Says that it is not so."),
        Stance("disputes", "against", "probable", "Argues that it is not so."),
        Stance("doubts", "against", "probable", "Says that it is probably not so."),
        Stance(
            "no-indication", "none", "uncommitted", "Says that nothing points to it. That is not a denial and is never counted as one.",
        ),
        Stance("declines-to-say", "none", "uncommitted", "Was asked and would not answer."),
        Stance("questions", "none", "uncommitted", "Asks whether it is so."),
        Stance("pledges", "none", "", "Promises to make it so. An act about the future: shown, not counted."),
        Stance("demands", "none", "", "Asks others to make it so. An act about the future: shown, not counted."),
        Stance("warns", "none", "", "Says that it may come. An act about the future: shown, not counted."),
    )
}  # fmt: skip

STANDINGS: Words = {
    "contested": "An origin stands for it and another against it, as far as it is established for whom they speak.",
    "corroborated": "Two or more independent origins stand for it and none against.",
    "origins-not-established": "Two or more stand for it and none against, but it is not established that they are independent of each other.",
    "single-origin": "One origin stands for it and no other has spoken against it.",
    "denied": "Someone stands against it and nobody for it.",
    "unaddressed": "Nobody has committed to it being so or not so; to decline to say, to see no indication or to pledge something is no such word.",
}

ACTUALITY: Words = {
    "happened": "It took place; its sources leave no doubt about that.",
    "reported": "A source says that it took place; this desk has not established it.",
    "planned": "It was announced for the future.",
    "alleged": "Somebody accuses somebody of it.",
}

PARTICIPANT_ROLES: Words = {
    "actor": "Did it.",
    "target": "It was done to them.",
    "supplier": "Gave or sold what it was done with.",
    "recipient": "Was given or sold something.",
    "operator": "Operated the equipment.",
    "host": "It took place with them or on their ground.",
    "participant": "Took part in another way.",
}

STATUS: Words = {
    "draft": "Not published; shown only where drafts are asked for.",
    "published": "Shown to everybody.",
    "withdrawn": "Taken back; its page stays and says why.",
}

CHANGE_KINDS: Words = {
    "correction": "Something was wrong and has been put right.",
    "update": "Something new is known.",
    "clarification": "The same, said more clearly.",
    "retraction": "What was said is withdrawn.",
}

RELATION_TYPES: Words = {
    "contradicts": "Both cannot be true.",
    "refines": "Says the same more exactly.",
    "supersedes": "Takes its place, because more is known.",
    "differs": "Gives another figure or detail, or speaks of something else nearby; both may be true.",
}

LIKELIHOOD: Words = {
    "almost-no-chance": "1 to 5 percent",
    "very-unlikely": "5 to 20 percent",
    "unlikely": "20 to 45 percent",
    "roughly-even": "45 to 55 percent",
    "likely": "55 to 80 percent",
    "very-likely": "80 to 95 percent",
    "almost-certain": "95 to 99 percent",
}
LIKELIHOOD_SOURCE = "US Intelligence Community Directive 203, Analytic Standards (2015)"

CONFIDENCE: Words = {
    "low": "The information is scant, questionable or hard to fit together.",
    "moderate": "The information is credible and plausible, but not enough for more.",
    "high": "The information is of high quality or comes from several independent origins.",
}

RELIABILITY: Words = {
    "A": "Completely reliable",
    "B": "Usually reliable",
    "C": "Fairly reliable",
    "D": "Not usually reliable",
    "E": "Unreliable",
    "F": "Reliability cannot be judged",
}

CREDIBILITY: Words = {
    "1": "Confirmed by other sources",
    "2": "Probably true",
    "3": "Possibly true",
    "4": "Doubtful",
    "5": "Improbable",
    "6": "Truth cannot be judged",
}


QUOTES: Words = {
    "verified": "The words were found in the archived text of the source, as they are quoted.",
    "unchecked": "The words have not been compared with an archived text of the source.",
}


def phrase(word: str) -> str:
    """A vocabulary word as it reads in a sentence: "almost-no-chance" is "almost no chance"."""
    return word.replace("-", " ")
