"""The verbs and phrases by which news prose attributes words, and the stance that each suggests for the words' speaker.

`CUES` is by form ("denied", "denying"), so that a text's word is looked up as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cue:
    """A form of a verb of speech: `base` "deny", `form` "denied", what it suggests, and how far it may be trusted.

    `clear` cues make indirect speech by themselves; the others only bear words in quotation marks. `nounlike` forms are
    nouns as often ("reports", "claims") and need a neighbour that says otherwise. `ending` is "past", "s", "ing" or "".
    """

    base: str
    form: str
    ending: str
    stance: str
    clear: bool
    nounlike: bool


# stance -> verbs. A verb in capitals is a clear cue; the others need quotation marks.
_VERBS = {
    "asserts": (
        "SAY TELL ADD STATE CLAIM ASSERT INSIST MAINTAIN CONTEND ARGUE DECLARE ANNOUNCE EXPLAIN STRESS EMPHASISE EMPHASIZE NOTE REITERATE"
        " REPEAT COMPLAIN ALLEGE TESTIFY CHARGE ACCUSE BLAME POINT DISCLOSE REVEAL UNDERLINE UNDERSCORE REMARK OBSERVE comment continue"
        " conclude recall remember reply respond answer write tweet post joke quip shout cry exclaim whisper mutter murmur sigh begin"
        " interject retort counter shoot snap fume thunder boast brag lament muse opine reflect reason summarise summarize describe call"
        " brand label term characterise characterize portray depict denounce condemn criticise criticize slam blast hail praise applaud welcome"
        " thank congratulate tease read elaborate clarify enthuse gush rage yell scream chant sing intone recount relate narrate advise"
        " counsel interrupt laugh chuckle smile grin nod concur agree speak talk refer cite quote express voice offer object protest"
        " grumble gripe moan tout dismiss deride mock ridicule lambast lambaste decry deplore regret apologise apologize confess profess"
        " proclaim pronounce broadcast message text email highlight list mention outline detail sum chime venture volunteer deadpan"
        " crow gloat exult scoff sneer bark growl bellow roar stammer plead beg pray sob implore defend justify attribute liken compare"
        " preach lecture scold admonish rebuke chide dictate relay convey reassure assure tell console marvel wonder philosophise"
        " philosophize theorise theorize expound inform notify instruct interpret rule find decide hold deem consider regard see"
        " feel open close finish end follow persist press rejoin riposte sniff snarl spit splutter stutter cheer toast salute recommend"
        " prefer like love hate greet sign caption blog vent rant erupt explode seethe swear vouch certify attest"
    ),
    "confirms": "CONFIRM ACKNOWLEDGE ADMIT CONCEDE verify corroborate allow accept",
    "assesses": "ASSESS ESTIMATE CONCLUDE BELIEVE EXPECT PREDICT FORECAST judge think calculate reckon project determine guess figure",
    "reports": "REPORT",
    "suggests": "SUGGEST IMPLY INDICATE HINT SPECULATE propose signal intimate",
    "denies": "DENY REFUTE REBUT",
    "disputes": "DISPUTE REJECT CONTEST challenge rebuff repudiate disagree",
    "doubts": "DOUBT",
    "questions": "question ask query inquire enquire wonder",
    "pledges": "PLEDGE PROMISE VOW COMMIT swear guarantee undertake",
    "demands": "DEMAND URGE appeal implore order insist exhort request call encourage invite",
    "warns": "WARN CAUTION THREATEN FEAR alert",
    "declines-to-say": "DECLINE REFUSE",
}
_IRREGULAR = {
    "say": ("said", "says"), "tell": ("told", "tells"), "write": ("wrote", "writes", "written"), "shoot": ("shot",), "read": ("read", "reads"),
    "swear": ("swore", "swears", "sworn"), "speak": ("spoke", "speaks", "spoken"), "begin": ("began", "begins"), "find": ("found", "finds"),
    "hold": ("held", "holds"), "think": ("thought", "thinks"), "sing": ("sang", "sings"), "undertake": ("undertook", "undertakes"),
    "broadcast": ("broadcast",), "see": ("saw", "sees"), "feel": ("felt", "feels"), "spit": ("spat",), "forecast": ("forecast", "forecasts"),
    "plead": ("pleaded", "pled", "pleads"), "cry": ("cried", "cries"), "deny": ("denied", "denies"), "imply": ("implied", "implies"),
    "reply": ("replied", "replies"), "decry": ("decried", "decries"), "testify": ("testified", "testifies"), "verify": ("verified", "verifies"),
    "justify": ("justified", "justifies"), "clarify": ("clarified", "clarifies"), "certify": ("certified", "certifies"), "notify": ("notified",),
}  # fmt: skip
_DOUBLING = {
    "beg",
    "nod",
    "sum",
    "chat",
    "sob",
    "brag",
    "quip",
    "grin",
    "admit",
    "commit",
    "refer",
    "rebut",
    "snap",
    "signal",
    "label",
    "blog",
    "crow",
}
_NO_DOUBLING = {"crow"}
_NOUNLIKE = {
    "claims", "reports", "comments", "calls", "notes", "states", "answers", "demands", "charges", "points", "posts", "texts", "messages",
    "complaints", "promises", "questions", "orders", "offers", "objects", "estimates", "forecasts", "projects", "figures", "hints",
    "signals", "doubts", "fears", "remarks", "laughs", "smiles", "cheers", "rules", "toasts", "signs", "blogs", "highlights", "lists",
    "details", "quotes", "blames", "pledges", "vows", "threats", "cries", "replies", "feels", "sees", "likes", "holds", "finds", "opens",
    "labels", "brands", "terms", "read", "found", "held", "closed", "ended", "shot", "presses", "appeals", "requests", "thanks",
    "broadcast", "forecast", "plan", "view", "views", "disputes", "contests", "counters", "recounts", "repeats", "ventures", "regards",
    "saw", "felt", "relayed", "related", "based", "concerned", "determined", "projected", "listed", "detailed", "like", "closes", "ends",
    "finishes", "follows", "sums", "broadcasts", "volunteers", "sings", "loves", "hates", "guesses",
}  # fmt: skip


def _inflect(base: str) -> list[tuple[str, str]]:
    """(form, ending) of a verb."""
    forms = [(form, "s" if form.endswith("s") and form != "s" else "past") for form in _IRREGULAR.get(base, ())]
    stem = base.removesuffix("e")
    if base in _DOUBLING - _NO_DOUBLING:
        double = stem + stem[-1]
        forms += [(double + "ed", "past"), (double + "ing", "ing")]
    if base in {"signal", "label"} or base not in _DOUBLING or base in _NO_DOUBLING:
        forms.append((stem + "ing", "ing"))
        if base not in _IRREGULAR:
            forms.append((base[:-1] + "ied" if base.endswith("y") and base[-2] not in "aeiou" else stem + "ed", "past"))
    if not any(ending == "s" for _, ending in forms):
        hissing = base.endswith(("s", "sh", "ch", "x", "z"))
        forms.append(
            (
                base + "es"
                if hissing
                else base[:-1] + "ies"
                if base.endswith("y") and base[-2] not in "aeiou"
                else base + "s",
                "s",
            )
        )
    return forms


def _table() -> dict[str, Cue]:
    table: dict[str, Cue] = {}
    for stance, verbs in _VERBS.items():
        for verb in verbs.split():
            base = verb.lower()
            for form, ending in [*_inflect(base), (base, "")]:
                table.setdefault(
                    form,
                    Cue(
                        base,
                        form,
                        ending,
                        stance,
                        verb.isupper(),
                        form in _NOUNLIKE or (ending == "" and form not in _IRREGULAR.get(base, ())),
                    ),
                )
    return table


CUES = _table()
