"""What each field takes, and where and how a bad value is reported. Bad values stand in the first line of a record."""

import pytest
from desk import LEAST, least, linked, located, record, said, shaped

from briefing.core.values import Quantity
from briefing.reading.decoder import File
from briefing.schema.fields import fields_of
from briefing.schema.kinds import KIND_IN_FOLDER
from briefing.schema.kinds.event import EquipmentUse, Participant
from briefing.schema.kinds.record import Change, Citation
from briefing.schema.record_parser import references


def field_of(folder: str, line: str) -> object:
    """The value that a line gives its field, in a record that is otherwise the least."""
    key = line.partition(":")[0]
    made = record(f"{folder}/a", line + "\n" + least(folder, **{key: ""}))
    return getattr(made, {"from": "since", "to": "until"}.get(key, key))


def wrong_with(folder: str, line: str) -> list[str]:
    key = line.partition(":")[0]
    text = line + "\n" + least(folder, **{key: ""})
    _, problems = shaped({f"{folder}/a": text})
    assert located(problems, text)
    return said(problems)


# --- good values -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", LEAST)
def test_the_least_record_of_each_kind_is_sound(folder: str) -> None:
    made = record(f"{folder}/a", LEAST[folder])
    assert made.id == "a"
    assert made.status == "published"
    assert made.path == f"{folder}/a.html"
    assert made.label


@pytest.mark.parametrize(
    ("folder", "line", "value"),
    [
        # one line of text; YAML guesses nothing
        ("people", "name: NO", "NO"),
        ("people", "name: 012", "012"),
        ("people", "name: 1e3", "1e3"),
        ("people", "name: null", "null"),
        ("people", 'name: "  Ann  "', "Ann"),
        ("people", "name: >-\n  Ann\n  Bee", "Ann Bee"),
        ("people", "name: A\u030angstro\u0308m", "Ångström"),
        ("people", "aliases: [Анна, آنا]", ("Анна", "آنا")),
        # Markdown and verbatim words
        ("people", "summary: |\n  One.\n\n  Two *three*.", "One.\n\nTwo *three*."),
        ("statements", "quote: |\n  We are\n  not amused.", "We are not amused."),
        ("briefings", "gaps: [Who paid., When.]", ("Who paid.", "When.")),
        # words from a list
        ("events", "actuality: planned", "planned"),
        ("events", "status: withdrawn", "withdrawn"),
        ("sources", "reliability: A", "A"),
        ("sources", "credibility: 1", "1"),
        # addresses, hashes, tags
        ("sources", "url: https://example.org/a?b=c&d#e", "https://example.org/a?b=c&d#e"),
        ("sources", "url: http://example.org", "http://example.org"),
        ("sources", "url: https://пример.org:8080/шлях", "https://пример.org:8080/шлях"),
        ("people", "same_as: ['https://www.wikidata.org/wiki/Q1']", ("https://www.wikidata.org/wiki/Q1",)),
        ("sources", f"sha256: {'0a' * 32}", "0a" * 32),
        ("sources", "language: pt-BR", "pt-BR"),
        ("sources", "language: no", "no"),
        # coordinates
        ("places", "coordinates: [50.45, 30.52]", (50.45, 30.52)),
        ("places", "coordinates: [-90, 180]", (-90.0, 180.0)),
        # identity and lists
        ("people", "former_ids: [old-name, b2]", ("old-name", "b2")),
        ("people", "aliases: []", ()),
        # quantities
        ("claims", "quantity: {exactly: 4}", Quantity("exactly", low="4")),
        ("claims", "quantity: {about: 1000, unit: drones}", Quantity("about", low="1000", unit="drones")),
        ("claims", "quantity: {at_least: 2.5, unit: t}", Quantity("at_least", low="2.5", unit="t")),
        ("claims", "quantity: {at_most: -3}", Quantity("at_most", low="-3")),
        ("claims", "quantity: {min: 10, max: 12}", Quantity("range", low="10", high="12")),
        ("claims", "quantity: {max: 12, min: 12, unit: boats}", Quantity("range", low="12", high="12", unit="boats")),
        ("claims", "quantity: {text: dozens, unit: drones}", Quantity("text", text="dozens", unit="drones")),
        # short forms
        ("events", "participants: [x, {entity: y, role: host}]", (Participant(entity="x"), Participant(entity="y", role="host"))),
        ("events", "equipment: [x]", (EquipmentUse(item="x"),)),
        ("events", "sources: [x, {source: y, locator: p. 4}]", (Citation(source="x"), Citation(source="y", locator="p. 4"))),
    ],
)  # fmt: skip
def test_a_good_value_is_kept(folder: str, line: str, value: object) -> None:
    assert field_of(folder, line) == value


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        ("{exactly: 4}", "4"),
        ("{about: 1000, unit: drones}", "about 1,000 drones"),
        ("{at_least: 1234567.50}", "at least 1,234,567.50"),
        ("{at_most: 3, unit: boats}", "at most 3 boats"),
        ("{min: 1000, max: 2000, unit: men}", "1,000 to 2,000 men"),
        ("{text: dozens}", "dozens"),
        ("{text: dozens, unit: drones}", "dozens (drones)"),
        ("{exactly: -1000}", "\u22121,000"),
    ],
)
def test_a_quantity_reads_as_its_source_gave_it(quantity: str, words: str) -> None:
    assert record("claims/a", f"text: T\nquantity: {quantity}\n").quantity.words == words


def test_a_date_field_is_a_date() -> None:
    date = record("events/a", "title: T\ndate: 2022-08~\n").date
    assert (date.text, date.earliest, date.words) == ("2022-08~", (2022, 8, 1), "about August 2022")


def test_a_posting_runs_from_and_to() -> None:
    text = "name: N\npostings:\n- {title: Clerk, organization: office, from: 2020, to: 2021-06}\n- {title: Head, organization: office}\n"
    first, second = record("people/a", text).postings
    assert (first.since.text, first.until.text) == ("2020", "2021-06")
    assert (second.since, second.until) == (None, None)


def test_a_briefing_takes_ids_and_sections() -> None:
    text = LEAST["briefings"][1:-1].replace(", ", "\n") + "\nitems:\n- a\n- heading: H\n  items: [b, c]\n  note: N\n"
    first, second = record("briefings/x", text).items
    assert first == "a"
    assert (second.heading, second.items, second.note) == ("H", ("b", "c"), "N")


def test_a_change_says_when_what_and_why() -> None:
    (change,) = record(
        "people/a", "name: N\nchanges: [{date: 2022-10-21, kind: correction, note: It was wrong.}]\n"
    ).changes
    assert isinstance(change, Change)
    assert (change.date.text, change.kind, change.note) == ("2022-10-21", "correction", "It was wrong.")


# --- bad values ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folder", "line", "expected"),
    [
        # keys
        ("people", "nmae: N", "unknown-key 1:1"),
        ("people", "summary: a\nsummary: b", "duplicate-key 2:1"),
        ("people", "? [a]\n: b", "wrong-shape 1:3"),
        ("people", "summary:", "empty-value 1:9"),
        ("people", "summary: ''", "empty-value 1:10"),
        ("people", "summary: '  '", "empty-value 1:10"),
        ("people", "aliases:", "empty-value 1:9"),
        ("people", "aliases: [a, '']", "empty-value 1:14"),
        # text
        ("people", "name: [N]", "wrong-shape 1:7"),
        ("people", "name: {a: b}", "wrong-shape 1:7"),
        ("people", "name: |\n  a\n  b", "line-break 1:7"),
        ("people", f"name: {'x' * 201}", "too-long 1:7"),
        ("people", f"summary: {'x' * 5001}", "too-long 1:10"),
        ("statements", f"quote: {'x' * 3001}", "too-long 1:8"),
        ("people", 'name: "a\\x07b"', "control-character 1:7"),
        ("people", 'name: "a\\u202eb"', "bidi-control 1:7"),
        ("people", 'name: "a\\u200db"', "misplaced-joiner 1:7"),
        ("people", 'name: "a\\u200bb"', "invisible-character 1:7"),
        ("people", 'name: "a\\Lb"', "control-character 1:7"),
        # lists
        ("people", "aliases: Ann", "wrong-shape 1:10"),
        ("people", "aliases: {a: b}", "wrong-shape 1:10"),
        ("people", "aliases: [[a]]", "wrong-shape 1:11"),
        ("people", "aliases: [a, b, a]", "duplicate-item 1:17"),
        ("people", "aliases: [Å, A\u030a]", "duplicate-item 1:14"),
        ("events", "participants: [x, {entity: x}]", "duplicate-item 1:19"),
        ("briefings", "items: [{items: [x, y]}, {items: [x, y]}]", "duplicate-item 1:26"),
        ("briefings", "items: [{items: []}, {items: []}]", "duplicate-item 1:22"),
        ("events", f"places: [{', '.join(f'p{n}' for n in range(501))}]", "too-long 1:9"),
        # words from a list
        ("events", "actuality: Happened", "unknown-choice 1:12"),
        ("events", "status: public", "unknown-choice 1:9"),
        ("sources", "reliability: a", "unknown-choice 1:14"),
        ("sources", "credibility: 7", "unknown-choice 1:14"),
        ("events", "participants: [{entity: x, role: actr}]", "unknown-choice 1:34"),
        # dates
        ("events", "date: yesterday", "invalid-date 1:7"),
        ("events", "date: 2022-02-30", "invalid-date 1:7"),
        ("events", "date: 2022-10/2022-09", "reversed-interval 1:7"),
        ("events", "date: [2022]", "wrong-shape 1:7"),
        # numbers
        ("claims", "quantity: {exactly: many}", "invalid-number 1:21"),
        ("claims", "quantity: {exactly: '1,000'}", "invalid-number 1:21"),
        ("claims", "quantity: {exactly: 1e3}", "invalid-number 1:21"),
        ("claims", "quantity: {exactly: 1_000}", "invalid-number 1:21"),
        ("claims", "quantity: {exactly: ١٢}", "invalid-number 1:21"),
        ("claims", "quantity: {exactly: .inf}", "invalid-number 1:21"),
        ("claims", f"quantity: {{exactly: {'9' * 16}}}", "invalid-number 1:21"),
        ("claims", "quantity: 4", "wrong-shape 1:11"),
        ("claims", "quantity: {}", "invalid-quantity 1:11"),
        ("claims", "quantity: {unit: drones}", "invalid-quantity 1:11"),
        ("claims", "quantity: {min: 1}", "invalid-quantity 1:11"),
        ("claims", "quantity: {max: 1}", "invalid-quantity 1:11"),
        ("claims", "quantity: {min: 2, max: 1}", "invalid-quantity 1:11"),
        ("claims", "quantity: {exactly: 1, about: 1}", "invalid-quantity 1:11"),
        ("claims", "quantity: {min: 1, max: 2, text: some}", "invalid-quantity 1:11"),
        ("claims", "quantity: {exactly: 1, min: 1}", "invalid-quantity 1:11"),
        ("claims", "quantity: {exact: 1}", "unknown-key 1:12"),
        # coordinates
        ("places", "coordinates: 50.45 30.52", "invalid-coordinates 1:14"),
        ("places", "coordinates: [50.45]", "invalid-coordinates 1:14"),
        ("places", "coordinates: [1, 2, 3]", "invalid-coordinates 1:14"),
        ("places", "coordinates: [50N, 30E]", "invalid-coordinates 1:14"),
        ("places", "coordinates: [91, 0]", "invalid-coordinates 1:14"),
        ("places", "coordinates: [0, -180.1]", "invalid-coordinates 1:14"),
        ("places", "coordinates: [nan, 0]", "invalid-coordinates 1:14"),
        ("places", "coordinates: [[1], 0]", "invalid-coordinates 1:14"),
        # addresses
        ("sources", "url: example.org", "invalid-url 1:6"),
        ("sources", "url: ftp://example.org", "invalid-url 1:6"),
        ("sources", "url: javascript:alert(1)", "invalid-url 1:6"),
        ("sources", "url: data:text/html,x", "invalid-url 1:6"),
        ("sources", "url: //example.org", "invalid-url 1:6"),
        ("sources", "url: https://", "invalid-url 1:6"),
        ("sources", "url: https:///path", "invalid-url 1:6"),
        ("sources", "url: 'https://a b.org'", "invalid-url 1:6"),
        ("sources", "url: https://user:pass@example.org", "invalid-url 1:6"),
        ("sources", "url: https://example.org\\@evil.org", "invalid-url 1:6"),
        ("sources", "url: 'https://example.org/\"x'", "invalid-url 1:6"),
        ("sources", "url: https://example.org/<x>", "invalid-url 1:6"),
        ("people", "same_as: [Q1]", "invalid-url 1:11"),
        ("sources", "sha256: abc", "invalid-hash 1:9"),
        ("sources", f"sha256: {'A' * 64}", "invalid-hash 1:9"),
        ("sources", "language: English!", "invalid-language 1:11"),
        ("sources", "language: e", "invalid-language 1:11"),
        # ids and references
        ("people", "former_ids: [Old]", "invalid-id 1:14"),
        ("people", "former_ids: [a--b]", "invalid-id 1:14"),
        ("people", "former_ids: [index]", "reserved-id 1:14"),
        ("events", "places: [[x]]", "wrong-shape 1:10"),
        ("organizations", "parent: {a: b}", "wrong-shape 1:9"),
        # mappings
        ("events", "participants: [{role: actor}]", "missing-key 1:16"),
        ("events", "participants: [{entity: x, rol: actor}]", "unknown-key 1:28"),
        ("events", "participants: [{entity: x, entity: y}]", "duplicate-key 1:28"),
        ("events", "participants: [[x]]", "wrong-shape 1:16"),
        ("events", "participants: [{}]", "missing-key 1:16"),
        ("people", "postings: [clerk]", "wrong-shape 1:12"),
        ("people", "changes: [{date: 2022, kind: fix, note: x}]", "unknown-choice 1:30"),
        ("people", "changes: [{date: 2022, kind: update}]", "missing-key 1:11"),
        ("claims", "relations: [{type: refines}]", "missing-key 1:13"),
        ("statements", "positions: [{claim: c, stance: says}]", "unknown-choice 1:32"),
        ("statements", "positions: [{claim: c}]", "missing-key 1:13"),
        ("briefings", "items: [{heading: H}]", "missing-key 1:9"),
        # judgements
        ("briefings", "judgements: [{text: T}]", "likelihood-and-confidence 1:14"),
        ("briefings", "judgements: [{text: T, likelihood: likely, confidence: low}]", "likelihood-and-confidence 1:14"),
        ("briefings", "judgements: [{text: T, likelihood: probable}]", "unknown-choice 1:36"),
        # links in Markdown
        ("people", "summary: a [[B c]]", "invalid-link 1:12"),
        ("people", "summary: a [[]]", "invalid-link 1:12"),
        ("people", "summary: a [[b|]]", "invalid-link 1:12"),
        ("people", "summary: a [[b|c|d]]", "invalid-link 1:12"),
    ],
)
def test_a_bad_value_is_pointed_at(folder: str, line: str, expected: str) -> None:
    assert wrong_with(folder, line) == [expected]


@pytest.mark.parametrize(
    ("folder", "line", "hint"),
    [
        ("statements", "speeker: x", "did you mean `speaker`?"),
        ("statements", "Speaker: x", "did you mean `speaker`?"),
        ("statements", "date-note: x", "did you mean `date_note`?"),
        ("people", "zzz: x", "the fields are id, summary"),
        ("events", "actuality: Planned", "did you mean `planned`?"),
        ("events", "actuality: plannd", "did you mean `planned`?"),
        ("statements", "positions: [{claim: c, stance: no indication}]", "did you mean `no-indication`?"),
        ("statements", "positions: [{claim: c, stance: declines_to_say}]", "did you mean `declines-to-say`?"),
        ("events", "actuality: zzz", "write one of happened, reported, planned, alleged"),
        ("claims", "quantity: {exactly: '1,000'}", "write 1000"),
        ("claims", "quantity: {exactly: dozens}", "under `text`"),
        ("claims", "quantity: 4", "the fields are exactly, about"),
        ("events", "date: 20.10.2022", "the year comes first: 2022-MM-DD"),
        ("people", "aliases: Ann", "`- `"),
        ("people", "name: [sic]", "quotes"),
        ("people", "former_ids: [John-Kirby]", "lower-case"),
        ("people", "former_ids: [index]", "make it longer"),
        ("places", "coordinates: [50N, 30E]", "as in [50.45, 30.52]"),
        ("sources", "url: example.org", "https://"),
        ("people", "summary: a [[B c]]", "`[[id|text]]`"),
        ("people", "postings: [{title: Clerk}]", "add it"),
    ],
)
def test_a_problem_says_what_to_do(folder: str, line: str, hint: str) -> None:
    _, problems = shaped({f"{folder}/a": line + "\n" + least(folder, **{line.partition(":")[0]: ""})})
    assert hint in problems[0].hint


def test_one_bad_value_does_not_hide_the_next() -> None:
    text = "nmae: x\nstatus: public\naliases: [a, a, '']\nsummary: [[x]]\n"
    assert said(shaped({"people/a": text})[1]) == [
        "unknown-key 1:1", "unknown-choice 2:9", "duplicate-item 3:14", "empty-value 3:17", "wrong-shape 4:10",
    ]  # fmt: skip


def test_a_required_field_with_a_bad_value_is_not_also_missing() -> None:
    assert said(shaped({"people/a": "name: [N]\n"})[1]) == ["wrong-shape 1:7"]


@pytest.mark.parametrize("folder", LEAST)
def test_each_required_field_is_missed(folder: str) -> None:
    required = [f.key for f in fields_of(KIND_IN_FOLDER[folder]).values() if f.required]
    assert required
    for key in required:
        one = KIND_IN_FOLDER[folder].KIND
        (problem,) = shaped({f"{folder}/a": "status: draft\n" + least(folder, **{key: ""})})[1]
        assert said([problem]) == ["missing-key 1:1"]
        assert problem.message == f"this {one} has no `{key}`"


@pytest.mark.parametrize(
    "text",
    [
        "name: N\nstatus: |\n  one\n  two\n",
        "name: N\npostings:\n- title: T\n  organization: o\n  from: |\n    2022\n    2023\n",
        'name: N\n"a\\nb": x\n',
        "name: N\nsummary: |\n  see [[A\n  b]]\n",
        "name: N\nchanges:\n- {date: 2022, kind: update, note: x}\n- {date: 2022, kind: update, note: x}\n",
    ],
)
def test_a_message_is_one_line(text: str) -> None:
    problems = shaped({"people/a": text})[1]
    assert problems
    assert [p.message for p in problems if "\n" in p.message] == []


def test_a_list_of_one_judgement_twice_is_told_in_one_short_line() -> None:
    item = f'- {{text: "one\\n\\n{"x" * 1900}", confidence: low}}\n'
    (problem,) = shaped({"briefings/a": least("briefings") + "judgements:\n" + item + item})[1]
    assert problem.code == "duplicate-item"
    assert "\n" not in problem.message
    assert len(problem.message) < 200


def test_a_change_that_stands_twice_is_shown_as_it_was_written() -> None:
    item = "- {date: 2022, kind: update, note: x}\n"
    (problem,) = shaped({"people/a": "name: N\nchanges:\n" + item + item})[1]
    assert problem.message == "the list has this twice: `2022`"


def test_an_invisible_character_in_double_quotes_is_told_once() -> None:
    from briefing.reading.decoder import decode

    text = 'name: "smi\u3164th"\n'
    problems = decode("content/people/a.yaml", text.encode())[1] + shaped({"people/a": text})[1]
    assert [p.code for p in problems] == ["invisible-character"]


# --- identity --------------------------------------------------------------------------------------------------------


def test_a_file_s_name_is_its_record_s_id() -> None:
    assert record("people/john-kirby", "name: John Kirby\n").id == "john-kirby"
    assert record("people/john-kirby", "id: john-kirby\nname: John Kirby\n").id == "john-kirby"


def test_an_id_that_differs_from_the_file_s_name_is_told() -> None:
    _, problems = shaped({"people/a": "name: N\nid: b\n"})
    assert said(problems) == ["id-mismatch 2:5"]
    assert "rename the file to b.yaml" in problems[0].hint


@pytest.mark.parametrize(
    ("stem", "code"),
    [
        ("Kirby", "invalid-id"), ("john_kirby", "invalid-id"), ("a--b", "invalid-id"), ("-a", "invalid-id"), ("a-", "invalid-id"),
        ("été", "invalid-id"), ("a b", "invalid-id"), ("a.b", "invalid-id"), ("x" * 81, "invalid-id"), ("index", "reserved-id"),
        ("con", "reserved-id"), ("com1", "reserved-id"),
    ],
)  # fmt: skip
def test_a_file_s_name_must_be_an_id(stem: str, code: str) -> None:
    ones, problems = shaped({f"people/{stem}": "name: N\n"})
    assert ones == ()
    assert said(problems) == [f"{code} 1:1"]
    assert problems[0].hint


@pytest.mark.parametrize("stem", ["a", "0", "2022-10-20", "con-air", "x" * 80, "a-1-b"])
def test_these_are_ids(stem: str) -> None:
    assert record(f"people/{stem}", "name: N\n").id == stem


def test_records_that_share_a_file_name_their_ids() -> None:
    ones, problems = shaped({"people/staff": "id: a\nname: A\n---\nid: b\nname: B\n"})
    assert problems == []
    assert [one.id for one in ones] == ["a", "b"]
    assert [one.index for one in ones] == [0, 1]


def test_a_record_in_a_shared_file_without_an_id_is_told() -> None:
    ones, problems = shaped({"people/staff": "id: a\nname: A\n---\nname: B\n"})
    assert said(problems) == ["missing-id 4:1"]
    assert [one.id for one in ones] == ["a"]


def test_places_in_a_shared_file_are_those_of_the_file() -> None:
    assert said(shaped({"people/staff": "id: a\nname: A\n---\nid: b\nname: B\nbogus: x\n"})[1]) == ["unknown-key 6:1"]


def test_an_id_is_unique_over_all_kinds() -> None:
    corpus, problems = linked({"people/kyiv": "name: N\n", "places/kyiv": "name: N\n"})
    assert [(p.code, p.location.file) for p in problems] == [("duplicate-id", "content/places/kyiv.yaml")]
    assert problems[0].related[0].location.file == "content/people/kyiv.yaml"
    assert "people" in problems[0].message
    assert [record.KIND for record in corpus.records.values()] == ["person"]


def test_an_id_is_unique_within_a_file() -> None:
    _, problems = linked({"people/staff": "id: a\nname: A\n---\nname: B\nid: a\n"})
    assert said(problems) == ["duplicate-id 5:5"]
    assert problems[0].related[0].location.line == 1


def test_an_unsound_record_is_known_by_its_id_but_not_made() -> None:
    ((one,), problems) = shaped({"people/a": "name: N\nbogus: x\n"})
    assert problems
    assert (one.id, one.kind.KIND, one.record) == ("a", "person", None)


def test_a_warning_does_not_unmake_a_record() -> None:
    ((one,), problems) = shaped({"people/a": 'name: "a\\u200bb"\n'})
    assert [p.severity for p in problems] == ["warning"]
    assert one.record is not None


def test_references_know_their_place_and_role() -> None:
    text = "title: T\ndate: 2022\nparticipants:\n- {entity: x, role: host}\n- y\nsummary: see [[z|Z]] and `[[code]]`\n"
    ((_, found),) = references(File("content/events/a.yaml", text))
    assert [(r.target, r.label, r.line, r.column, r.mention) for r in found] == [
        ("x", "Events as host", 4, 12, False),
        ("y", "Events as participant", 5, 3, False),
        ("z", "Mentioned in", 6, 10, True),
    ]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("“Nobody opened anything”", "Nobody opened anything"),
        ("'\"It is adrift.\"'", "It is adrift."),
        ("«Il est parti»", "Il est parti"),
        ("“One,” he said. “Two.”", "“One,” he said. “Two.”"),
        ("It is “adrift”", "It is “adrift”"),
    ],
)
def test_quotation_marks_around_a_quote_are_the_pages_own(written: str, kept: str) -> None:
    """Pasted with its marks, a quote would stand in two pairs of them."""
    assert field_of("statements", f"quote: {written}") == kept
