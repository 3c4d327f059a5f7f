"""References find their records, records learn who points at them, and what follows from other relations."""

import pytest
from desk import least, linked, said, sound

from briefing.corpus.linker import Corpus, Link, ancestors

STATEMENT = "date: 2022-10-20\nsummary: S\n"
EVENT = "title: T\ndate: 2022-10-20\n"


def referrers(corpus: Corpus, id: str) -> list[tuple[str, str]]:
    return [(link.origin, link.label) for link in corpus.links_to.get(id, ())]


def following(corpus: Corpus, id: str) -> list[Link]:
    return list(corpus.derived_links.get(id, ()))


# --- references ------------------------------------------------------------------------------------------------------

PEOPLE = {
    "people/john-kirby": "name: John Kirby\naliases: [Admiral Kirby]\nformer_ids: [kirby]\n",
    "organizations/government-of-iran": "name: Government of Iran\n",
    "places/iran": "name: Iran\n",
}


@pytest.mark.parametrize(
    ("speaker", "code", "hint"),
    [
        ("jon-kirby", "unknown-reference", "did you mean `john-kirby` (John Kirby, person)?"),
        ("John Kirby", "unknown-reference", "did you mean `john-kirby` (John Kirby, person)?"),
        ("admiral-kirby", "unknown-reference", "did you mean `john-kirby` (John Kirby, person)?"),
        ("kirby", "unknown-reference", "it is now called `john-kirby`"),
        ("zzzzzz", "unknown-reference", "write the record first, or mend the id"),
        ("iran", "wrong-kind", "did you mean `government-of-iran` (Government of Iran, organization)?"),
    ],
)
def test_a_reference_that_finds_nobody_gets_a_suggestion(speaker: str, code: str, hint: str) -> None:
    _, problems = linked(PEOPLE | {"statements/s": f"speaker: {speaker}\n{STATEMENT}"})
    assert said(problems) == [f"{code} 1:10"]
    assert problems[0].hint == hint
    assert problems[0].location.length == len(speaker)


def test_a_thousand_unknown_ids_are_all_reported_and_soon() -> None:
    lines = "".join(f"- unknown-{n:04}\n" for n in range(500))
    files = {f"people/person-{n}": "name: N\n" for n in range(500)} | {"events/e": f"{EVENT}participants:\n{lines}"}
    _, problems = linked(files)
    assert len(problems) == 500


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("organizations/a", "name: N\nparent: a\n", ["self-reference 2:9"]),
        ("events/a", EVENT + "sources: [a]\n", ["self-reference 3:11"]),
        ("people/a", "name: N\nsummary: This is [[a]].\n", []),  # a text may name what it is about
        ("events/a", EVENT + "claims: [iran]\n", ["wrong-kind 3:10"]),
        ("events/a", EVENT + "sources: [{source: iran}]\n", ["wrong-kind 3:20"]),
        ("claims/a", "text: T\nevent: iran\n", ["wrong-kind 2:8"]),
        ("claims/a", "text: T\nabout: [iran, john-kirby, government-of-iran]\n", []),
        ("briefings/a", least("briefings") + "items: [iran, {items: [nobody]}]\n", ["unknown-reference 4:24"]),
    ],
)
def test_a_reference_must_fit_its_field(path: str, text: str, expected: list[str]) -> None:
    assert said(linked(PEOPLE | {path: text})[1]) == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("summary: see [[nobody]].\n", "1:16"),
        ("summary: see [[nobody|No One]].\n", "1:16"),
        ("summary: |\n  One.\n\n  Two: [[nobody]].\n", "4:10"),
        ("summary: >-\n  folded to\n  [[nobody]]\n", "3:5"),
        ("changes: [{date: 2022, kind: update, note: '[[nobody]]'}]\n", "1:47"),
        ("body: 'see [[iran]] and [[nobody]]'\n", "1:27"),
        ("body: see [[nobody-else]] and [[nobody]]\n", "1:33"),  # an id that begins like another
    ],
)
def test_a_link_in_a_text_that_leads_nowhere_is_pointed_at(text: str, place: str) -> None:
    files = PEOPLE | {"people/nobody-else": "name: N\n", "people/a": text + "name: N\n"}
    assert said(linked(files)[1]) == [f"unknown-reference {place}"]


def test_a_link_in_backticks_is_no_reference() -> None:
    assert referrers(sound({"people/a": "name: N\nsummary: write `[[nobody]]`\n"}), "nobody") == []


def test_in_a_file_of_several_records_the_right_one_is_pointed_at() -> None:
    text = f"id: s\nspeaker: john-kirby\n{STATEMENT}---\nid: t\nspeaker: jon-kirby\n{STATEMENT}"
    assert said(linked(PEOPLE | {"statements/all": text})[1]) == ["unknown-reference 7:10"]


# --- former ids ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("other", ["people/old", "places/old"])
def test_a_former_id_is_never_given_to_another_record(other: str) -> None:
    _, problems = linked({"people/a": "name: N\nformer_ids: [older, old]\n", other: "name: M\n"})
    assert said(problems) == ["former-id-in-use 2:21"]
    assert problems[0].related[0].location.file == f"content/{other}.yaml"


def test_a_former_id_belongs_to_one_record() -> None:
    _, problems = linked({"people/a": "name: N\nformer_ids: [old]\n", "people/b": "name: M\nformer_ids: [old]\n"})
    assert [(p.code, p.location.file) for p in problems] == [("former-id-in-use", "content/people/b.yaml")]


def test_a_record_is_not_its_own_former_self() -> None:
    assert said(linked({"people/a": "name: N\nformer_ids: [a]\n"})[1]) == ["former-id-in-use 2:14"]


# --- drafts ----------------------------------------------------------------------------------------------------------

DRAFT = {"people/hidden": "name: H\nstatus: draft\n"}


def test_a_draft_is_shown_only_where_drafts_are_wanted() -> None:
    files = DRAFT | {"people/a": "name: N\n"}
    assert list(sound(files).records) == ["a"]
    assert list(sound(files, drafts=True).records) == ["a", "hidden"]


def test_a_published_record_must_not_refer_to_a_draft() -> None:
    files = DRAFT | {"statements/s": f"speaker: hidden\n{STATEMENT}"}
    corpus, problems = linked(files)
    assert said(problems) == ["draft-reference 1:10"]
    assert "publish `hidden`" in problems[0].hint
    assert sound(files, drafts=True).links_to["hidden"]


def test_a_published_text_must_not_name_a_draft() -> None:
    assert said(linked(DRAFT | {"people/a": "name: N\nsummary: see [[hidden]]\n"})[1]) == ["draft-reference 2:16"]


def test_a_draft_may_refer_to_anything_that_exists() -> None:
    files = DRAFT | {
        "people/a": "name: N\n",
        "statements/s": f"speaker: hidden\nstatus: draft\nabout: [a]\n{STATEMENT}",
    }
    assert sound(files).links_to == {}
    assert [link.origin for link in sound(files, drafts=True).links_to["a"]] == ["s"]


def test_drafts_that_refer_to_each_other_stay_hidden() -> None:
    files = DRAFT | {"people/a": "name: N\n", "statements/s": f"speaker: hidden\nstatus: draft\n{STATEMENT}"}
    assert list(sound(files).records) == ["a"]


def test_a_draft_s_mistakes_are_told_even_where_it_is_hidden() -> None:
    assert said(linked({"people/a": "name: N\nstatus: draft\nsummary: '[[nobody]]'\n"})[1]) == [
        "unknown-reference 3:13"
    ]


def test_an_unsound_draft_is_not_taken_for_published() -> None:
    text = f"speaker: hidden\nstatus: draft\nbogus: x\n{STATEMENT}"
    assert said(linked(DRAFT | {"statements/s": text})[1]) == ["unknown-key 3:1"]


def test_a_reference_to_an_unsound_record_is_not_unknown() -> None:
    corpus, problems = linked({"people/a": "name: N\nbogus: x\n", "statements/s": f"speaker: a\n{STATEMENT}"})
    assert said(problems) == ["unknown-key 2:1"]
    assert corpus["a"].KIND == "person"
    assert [r.id for r in corpus.written()] == ["s"]


# --- backlinks -------------------------------------------------------------------------------------------------------

WORLD = {
    "people/ann": "name: Ann\npostings: [{title: Clerk, organization: office}]\n",
    "people/bob": "name: Bob\n",
    "organizations/office": "name: Office\nparent: state\ncountry: land\n",
    "organizations/state": "name: State\n",
    "places/land": "name: Land\n",
    "places/town": "name: Town\nwithin: land\n",
    "equipment/drone": "name: Drone\nmaker: state\norigin: land\n",
    "equipment/drone-2": "name: Drone 2\nvariant_of: drone\n",
    "topics/war": "name: War\n",
    "claims/c": "text: It is so.\nabout: [ann, drone]\nevent: e\n",
    "claims/d": "text: It is not so.\nrelations: [{type: contradicts, claim: c}]\n",
    "events/e": f"{EVENT}places: [town]\nclaims: [c]\nparticipants: [ann, {{entity: state, role: host}}]\n"
    "equipment: [{item: drone-2, quantity: {exactly: 2}}]\nsources: [src]\ntopics: [war]\n",
    "statements/s": f"speaker: ann\nvia: [bob]\nabout: [land]\nevent: e\npositions: [{{claim: c, stance: asserts}}]\nsources: [src]\n{STATEMENT}",
    "sources/src": "title: T\npublisher: state\norigin: wire\n",
    "sources/wire": "title: W\n",
    "briefings/b": least("briefings")
    + "judgements: [{text: J, confidence: low, basis: [c, src]}]\nitems: [e]\nsupersedes: b0\n",
    "briefings/b0": least("briefings"),
}


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("ann", [("c", "Claims about"), ("e", "Events as participant"), ("s", "Statements made")]),
        ("bob", [("s", "Statements relayed")]),
        ("office", [("ann", "People")]),
        ("state", [("office", "Member organizations"), ("drone", "Equipment made"), ("e", "Events as host"), ("src", "Sources published")]),
        ("land", [("office", "Organizations of this place"), ("town", "Places within"), ("drone", "Equipment from here"), ("s", "Statements about")]),
        ("town", [("e", "Events here")]),
        ("drone", [("drone-2", "Variants"), ("c", "Claims about")]),
        ("drone-2", [("e", "Events with this equipment")]),
        ("war", [("e", "Events on this topic")]),
        ("c", [("d", "Claims that name this one"), ("e", "Events this claim concerns"), ("s", "Statements on this claim"), ("b", "Judgements resting on this")]),
        ("e", [("c", "Claims about this event"), ("s", "Statements on this event"), ("b", "Briefings")]),
        ("src", [("e", "Cited by"), ("s", "Cited by"), ("b", "Judgements resting on this")]),
        ("wire", [("src", "Repeated by")]),
        ("b0", [("b", "Superseded by")]),
        ("s", []),
    ],
)  # fmt: skip
def test_a_record_knows_who_points_at_it_and_as_what(id: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(referrers(sound(WORLD), id)) == sorted(expected)


def test_one_record_may_point_at_another_in_several_roles() -> None:
    text = f"{EVENT}participants: [{{entity: ann, role: actor}}, {{entity: ann, role: target}}]\n"
    assert referrers(sound({"people/ann": "name: A\n", "events/e": text}), "ann") == [
        ("e", "Events as actor"),
        ("e", "Events as target"),
    ]


def test_a_mention_counts_only_where_no_role_does() -> None:
    mention = "summary: By [[ann]] and [[bob]], [[bob]].\n"
    files = {
        "people/ann": "name: A\n",
        "people/bob": "name: B\n",
        "statements/s": f"speaker: ann\ndate: 2022\n{mention}",
    }
    corpus = sound(files)
    assert referrers(corpus, "ann") == [("s", "Statements made")]
    assert referrers(corpus, "bob") == [("s", "Mentioned in")]


def test_links_come_in_the_same_order_however_files_are_ordered() -> None:
    backwards = dict(reversed(list(WORLD.items())))
    assert list(sound(WORLD).records) == list(sound(backwards).records) == sorted(sound(WORLD).records)


# --- what follows ----------------------------------------------------------------------------------------------------


def test_what_an_official_says_counts_for_the_organizations_above() -> None:
    corpus = sound(WORLD)
    label = "Statements by its people and members"
    assert Link("s", label, "ann") in following(corpus, "office")
    assert Link("s", label, "office") in following(corpus, "state")


def test_an_event_counts_for_the_places_around_it() -> None:
    assert following(sound(WORLD), "land") == [Link("e", "Events within", "town")]


def test_an_event_counts_for_what_its_equipment_is_a_variant_of() -> None:
    assert following(sound(WORLD), "drone") == [Link("e", "Events with its variants", "drone-2")]


def test_an_event_counts_for_its_people_s_organizations() -> None:
    assert Link("e", "Events of its people and members", "ann") in following(sound(WORLD), "office")


def test_what_a_record_states_itself_does_not_also_follow() -> None:
    """The event names the state as its host; it is not listed again through Ann."""
    assert "e" not in [link.origin for link in following(sound(WORLD), "state")]


@pytest.mark.parametrize(
    ("date", "counts"),
    [
        ("2019-12-31", False),
        ("2020-01-01", True),
        ("2021-06-30", True),
        ("2021-07-01", False),
        ("2021", True),
        ("2019/2020-01", True),
    ],
)
def test_a_posting_counts_only_while_it_is_held(date: str, counts: bool) -> None:
    files = {
        "people/ann": "name: A\npostings: [{title: Clerk, organization: office, from: 2020, to: 2021-06}]\n",
        "organizations/office": "name: O\n",
        "statements/s": f"speaker: ann\ndate: {date}\nsummary: S\n",
    }
    assert bool(following(sound(files), "office")) is counts


def test_what_follows_reaches_through_every_parent_and_ends_in_a_circle() -> None:
    files = {f"organizations/o{n}": f"name: O\nparent: o{(n + 1) % 4}\n" for n in range(4)}
    files["statements/s"] = f"speaker: o0\n{STATEMENT}"
    corpus, problems = linked(files)
    assert problems == []  # a circle is for the checks
    assert [id for id in ("o1", "o2", "o3") if following(corpus, id)] == ["o1", "o2", "o3"]
    assert ancestors(corpus.records, "o1", "parent")[:3] == ["o2", "o3", "o0"]
