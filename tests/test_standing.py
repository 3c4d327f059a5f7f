"""Where a claim stands: counted by independent origins, never by outlets."""

import pytest
from desk import sound

from briefing.corpus.claim_standing import Standing, standings
from briefing.schema.vocabulary import STANCES, STANDINGS

ACTORS = {
    "claims/c": "text: It is so.\n",
    "organizations/north": "name: North\n",
    "organizations/south": "name: South\n",
    "organizations/north-ministry": "name: N Ministry\nparent: north\n",
    "organizations/north-army": "name: N Army\nparent: north\n",
    "organizations/wire": "name: Wire\n",
    "organizations/paper": "name: Paper\n",
    "people/minister": "name: M\npostings: [{title: Minister, organization: north-ministry}]\n",
    "people/general": "name: G\npostings: [{title: General, organization: north-army}]\n",
    "people/witness": "name: W\n",
    "people/spokesman": "name: S1\n",
    "people/spokeswoman": "name: S2\n",
    "people/pilot": "name: P\npostings: []\n",
    "people/former": "name: F\npostings: [{title: Aide, organization: south, to: 2019}]\n",
    # moved from South to North
    "people/turncoat": "name: T\npostings:\n- {title: Aide, organization: south, from: 2020, to: 2021-12}\n"
    "- {title: Adviser, organization: north-ministry, from: 2022-01}\n",
    "sources/wire-story": "title: W\npublisher: wire\n",
    "sources/paper-copy": "title: P\npublisher: paper\norigin: wire-story\n",
    "sources/paper-own": "title: P2\npublisher: paper\n",
}


def stand(*said: str, claim: str = "c", drafts: bool = False) -> Standing:
    """The standing of a claim after statements "SPEAKER STANCE [DATE [FIELD: VALUE ...]]"."""
    files = dict(ACTORS)
    for n, one in enumerate(said):
        speaker, stance, *rest = one.split(" ", 3)
        rest = [part.replace(":_", ": ") for part in rest]
        date, more = (rest + ["2022-10-20", ""])[:1][0] if rest else "2022-10-20", rest[1] if len(rest) > 1 else ""
        files[f"statements/s{n}"] = (
            f"speaker: {speaker}\ndate: {date}\nsummary: S\npositions: [{{claim: c, stance: {stance}}}]\n{more}\n"
        )
    return standings(sound(files, drafts))[claim]


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ([], "unaddressed"),
        (["north asserts"], "single-origin"),
        (["north suggests"], "single-origin"),
        (["north denies"], "denied"),
        (["north doubts", "south disputes"], "denied"),
        (["north asserts", "south confirms"], "corroborated"),
        (["north asserts", "south denies"], "contested"),
        (["north asserts", "south asserts", "wire doubts"], "contested"),
        # uncommitted: never a denial, and never support
        (["north no-indication"], "unaddressed"),
        (["north declines-to-say", "south questions"], "unaddressed"),
        (["north asserts", "south no-indication"], "single-origin"),
        (["north asserts", "wire asserts", "south no-indication"], "corroborated"),
        (["north denies", "south no-indication"], "denied"),
        # acts about the future are shown, not counted
        (["north pledges", "south demands", "wire warns"], "unaddressed"),
        (["north asserts", "south pledges"], "single-origin"),
        (["north denies", "south warns"], "denied"),
        # two people of one government are one origin
        (["minister asserts", "general asserts"], "single-origin"),
        (["minister asserts", "general asserts", "north confirms"], "single-origin"),
        (["minister asserts", "south asserts"], "corroborated"),
        (["witness asserts", "minister asserts"], "corroborated"),
        # in a role, and no posting says for whom: never independent of others
        (["spokesman asserts 2022 role:_Spokesman"], "single-origin"),
        (["spokesman asserts 2022 role:_Spokesman", "spokeswoman confirms 2022 role:_A"], "origins-not-established"),
        (["spokesman asserts 2022 role:_Spokesman", "north confirms"], "origins-not-established"),
        (["former asserts 2022 role:_Aide", "north confirms"], "origins-not-established"),
        (["former asserts 2018 role:_Aide", "north confirms"], "corroborated"),
        (["spokesman asserts 2022 role:_Spokesman", "north confirms", "south confirms"], "corroborated"),
        (["spokesman asserts 2022 role:_Spokesman", "spokeswoman denies 2022 role:_A"], "contested"),
        (["spokesman denies 2022 role:_Spokesman", "spokeswoman denies 2022 role:_A"], "denied"),
        (["spokesman asserts", "spokeswoman asserts"], "corroborated"),  # no role: they speak for themselves
        (["pilot asserts 2022 role:_Pilot", "north confirms"], "corroborated"),  # an editor says that there are none
        (["spokesman asserts 2022 role:_Spokesman", "spokesman confirms", "north asserts"], "corroborated"),
        (  # what they said without a role, and to another effect, does not establish it
            ["spokesman no-indication", "spokesman asserts 2022 role:_Spokesman", "north asserts"],
            "origins-not-established",
        ),
        # an origin that says both has changed its mind and is not contested by itself
        (["north asserts", "north denies"], "single-origin"),
        (["minister asserts", "general denies"], "single-origin"),
        (["minister asserts", "general denies", "south denies"], "contested"),
        (["minister asserts", "general denies", "south asserts"], "contested"),
    ],
)
def test_the_standing_of_a_claim(said: list[str], word: str) -> None:
    assert stand(*said).word == word
    assert word in STANDINGS


def test_those_of_whom_it_is_not_known_for_whom_they_speak_are_named() -> None:
    said = ["spokesman asserts 2022 role:_A", "north asserts", "spokeswoman denies 2022 role:_B", "south denies"]
    assert stand(*said).not_established == ("spokesman", "spokeswoman")
    assert [taken.established for taken in stand(*said[:2]).positions] == [False, True]


@pytest.mark.parametrize("stance", [s for s in STANCES.values() if s.polarity == "none"], ids=lambda s: s.name)
def test_nothing_uncommitted_ever_counts(stance) -> None:
    standing = stand(f"north {stance.name}", f"south {stance.name}")
    assert (standing.word, standing.origins_for, standing.origins_against) == ("unaddressed", (), ())
    assert len(standing.positions) == 2


def test_an_origin_that_is_uncommitted_is_named_apart() -> None:
    standing = stand("north asserts", "south no-indication", "general no-indication")
    assert standing.uncommitted == ("south",)  # the general's government has committed itself


@pytest.mark.parametrize(
    ("date", "origin"),
    [("2021-06-01", "south"), ("2022-06-01", "north"), ("2019-06-01", "turncoat"), ("2021-12-31", "south")],
)
def test_the_posting_held_when_it_was_said_decides(date: str, origin: str) -> None:
    (taken,) = stand(f"turncoat asserts {date}").positions
    assert taken.origin == origin
    assert taken.attribution_path[0] == "turncoat"


def test_of_several_postings_the_latest_begun_leads() -> None:
    (taken,) = stand("turncoat asserts 2021-12/2022-01").positions
    assert taken.attribution_path == ("turncoat", "north-ministry", "north")


def test_who_relayed_the_words_does_not_matter() -> None:
    standing = stand("minister asserts 2022-10-20 via: [wire]", "general asserts 2022-10-20 via: [paper]")
    assert (standing.word, standing.origins_for) == ("single-origin", ("north",))


def test_the_outlet_that_publishes_an_official_s_words_is_no_origin() -> None:
    standing = stand(
        "minister asserts 2022-10-20 sources: [wire-story]", "minister asserts 2022-10-21 sources: [paper-own]"
    )
    assert standing.origins_for == ("north",)


def test_a_wire_story_repeated_by_another_outlet_counts_once() -> None:
    standing = stand("wire reports 2022-10-20 sources: [wire-story]", "paper reports 2022-10-21 sources: [paper-copy]")
    assert (standing.word, standing.origins_for) == ("single-origin", ("wire",))
    assert standing.positions[1].attribution_path == ("paper", "wire-story", "wire")


def test_an_outlet_s_own_reporting_counts() -> None:
    standing = stand("wire reports 2022-10-20 sources: [wire-story]", "paper reports 2022-10-21 sources: [paper-own]")
    assert (standing.word, standing.origins_for) == ("corroborated", ("wire", "paper"))
    both = stand(
        "wire reports 2022-10-20 sources: [wire-story]", "paper reports 2022-10-21 sources: [paper-copy, paper-own]"
    )
    assert both.word == "corroborated"


def test_a_copy_does_not_take_an_official_s_words_away_from_him() -> None:
    assert stand("minister asserts 2022-10-20 sources: [paper-copy]").origins_for == ("north",)


def test_a_withdrawn_statement_does_not_count() -> None:
    assert stand("north asserts", "south denies 2022-10-20 status: withdrawn").word == "single-origin"


def test_a_draft_counts_only_in_the_preview() -> None:
    said = ("north asserts", "south denies 2022-10-20 status: draft")
    assert stand(*said).word == "single-origin"
    assert stand(*said, drafts=True).word == "contested"


def test_positions_and_origins_come_in_the_order_of_time() -> None:
    standing = stand("south asserts 2022-03-01", "wire asserts 2022-01-01", "north asserts 2022-02")
    assert [taken.statement for taken in standing.positions] == ["s1", "s2", "s0"]
    assert standing.origins_for == ("wire", "north", "south")


def test_every_claim_has_a_standing() -> None:
    assert standings(sound({"claims/a": "text: A\n", "claims/b": "text: B\n"})).keys() == {"a", "b"}


def test_a_circle_of_parents_or_origins_ends() -> None:
    files = {
        "claims/c": "text: C\n",
        "organizations/a": "name: A\nparent: b\n",
        "organizations/b": "name: B\nparent: a\n",
        "sources/x": "title: X\npublisher: a\norigin: y\n",
        "sources/y": "title: Y\norigin: x\n",
        "statements/s": "speaker: a\ndate: 2022\nsummary: S\nsources: [x]\npositions: [{claim: c, stance: asserts}]\n",
    }
    assert standings(sound(files))["c"].word == "single-origin"
