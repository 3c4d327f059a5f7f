"""Dates as editors write them: their bounds, their words, and what is said where they are none."""

import calendar
import datetime
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.values import FAR_FUTURE, FAR_PAST, Date, Day
from briefing.schema.edtf import DateError, parse


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "words"),
    [
        # level 0: dates
        ("2022-10-20", (2022, 10, 20), (2022, 10, 20), "20 October 2022"),
        ("2022-10-01", (2022, 10, 1), (2022, 10, 1), "1 October 2022"),
        ("2022-10", (2022, 10, 1), (2022, 10, 31), "October 2022"),
        ("2022-02", (2022, 2, 1), (2022, 2, 28), "February 2022"),
        ("2024-02", (2024, 2, 1), (2024, 2, 29), "February 2024"),
        ("2022", (2022, 1, 1), (2022, 12, 31), "2022"),
        ("0044", (44, 1, 1), (44, 12, 31), "44"),
        ("0000", (0, 1, 1), (0, 12, 31), "1 BCE"),
        # level 0: intervals
        ("1964/2008", (1964, 1, 1), (2008, 12, 31), "1964 to 2008"),
        ("2004-06/2006-08", (2004, 6, 1), (2006, 8, 31), "June 2004 to August 2006"),
        ("2022-09/2022-10", (2022, 9, 1), (2022, 10, 31), "September to October 2022"),
        ("2022-10-20/2022-10-25", (2022, 10, 20), (2022, 10, 25), "20 to 25 October 2022"),
        ("2022-10-20/2022-11-25", (2022, 10, 20), (2022, 11, 25), "20 October to 25 November 2022"),
        ("2021-10-20/2022-10-20", (2021, 10, 20), (2022, 10, 20), "20 October 2021 to 20 October 2022"),
        ("2004-02-01/2005-02-08", (2004, 2, 1), (2005, 2, 8), "1 February 2004 to 8 February 2005"),
        ("2004-02-01/2005-02", (2004, 2, 1), (2005, 2, 28), "1 February 2004 to February 2005"),
        ("2004-02-01/2005", (2004, 2, 1), (2005, 12, 31), "1 February 2004 to 2005"),
        ("2005/2006-02", (2005, 1, 1), (2006, 2, 28), "2005 to February 2006"),
        # level 1: large and negative years
        ("Y170000002", (170000002, 1, 1), (170000002, 12, 31), "170000002"),
        ("Y-170000002", (-170000002, 1, 1), (-170000002, 12, 31), "170000003 BCE"),
        ("-1985", (-1985, 1, 1), (-1985, 12, 31), "1986 BCE"),
        ("-0043-03-15", (-43, 3, 15), (-43, 3, 15), "15 March 44 BCE"),
        # level 1: seasons
        ("2001-21", (2001, 3, 1), (2001, 5, 31), "spring 2001"),
        ("2001-22", (2001, 6, 1), (2001, 8, 31), "summer 2001"),
        ("2001-23", (2001, 9, 1), (2001, 11, 30), "autumn 2001"),
        ("2001-24", (2001, 12, 1), (2002, 2, 28), "winter 2001"),
        ("2003-24", (2003, 12, 1), (2004, 2, 29), "winter 2003"),
        # level 1: qualifiers
        ("1984?", (1984, 1, 1), (1984, 12, 31), "possibly 1984"),
        ("2004-06~", (2004, 6, 1), (2004, 6, 30), "about June 2004"),
        ("2004-06-11%", (2004, 6, 11), (2004, 6, 11), "possibly about 11 June 2004"),
        ("2022-08~/2022-09?", (2022, 8, 1), (2022, 9, 30), "about August 2022 to possibly September 2022"),
        ("2001-21~", (2001, 3, 1), (2001, 5, 31), "about spring 2001"),
        # level 1: digits not given
        ("201X", (2010, 1, 1), (2019, 12, 31), "the 2010s"),
        ("20XX", (2000, 1, 1), (2099, 12, 31), "the 2000s"),
        ("2004-XX", (2004, 1, 1), (2004, 12, 31), "a month in 2004"),
        ("1985-04-XX", (1985, 4, 1), (1985, 4, 30), "a day in April 1985"),
        ("1985-XX-XX", (1985, 1, 1), (1985, 12, 31), "a day in 1985"),
        ("-198X", (-1989, 1, 1), (-1980, 12, 31), "1980s BCE"),
        # level 1: open and unknown ends
        ("1985-04-12/..", (1985, 4, 12), FAR_FUTURE, "since 12 April 1985"),
        ("1985/", (1985, 1, 1), FAR_FUTURE, "1985 to an unknown end"),
        ("../1985-04", FAR_PAST, (1985, 4, 30), "until April 1985"),
        ("/1985", FAR_PAST, (1985, 12, 31), "unknown start to 1985"),
        ("1984~/2004-06", (1984, 1, 1), (2004, 6, 30), "about 1984 to June 2004"),
        # level 0: date and time
        ("2022-10-20T14:30Z", (2022, 10, 20), (2022, 10, 20), "20 October 2022, 14:30 UTC"),
        ("1985-04-12T23:20:30", (1985, 4, 12), (1985, 4, 12), "12 April 1985, 23:20"),
        ("1985-04-12T23:20:30Z", (1985, 4, 12), (1985, 4, 12), "12 April 1985, 23:20 UTC"),
        ("1985-04-12T23:20:30-04", (1985, 4, 12), (1985, 4, 12), "12 April 1985, 23:20 UTC-04"),
        ("1985-04-12T23:20:30+04:30", (1985, 4, 12), (1985, 4, 12), "12 April 1985, 23:20 UTC+04:30"),
    ],
)
def test_a_date_has_bounds_and_words(text: str, earliest: Day, latest: Day, words: str) -> None:
    date = parse(text)
    assert (date.text, date.earliest, date.latest, date.words) == (text, earliest, latest, words)


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("2022", False, False),
        ("2022~", True, False),
        ("2022?", False, True),
        ("2022%", True, True),
        ("2022-08~/2022-09", True, False),
        ("2022-08/2022-09?", False, True),
        ("2022-08%/..", True, True),
    ],
)
def test_a_qualifier_is_kept(text: str, approximate: bool, uncertain: bool) -> None:
    assert (parse(text).approximate, parse(text).uncertain) == (approximate, uncertain)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2022-10-20", "2022-10-20"),
        ("2022-10", "2022-10"),
        ("2022", "2022"),
        ("2022-10-20T14:30Z", "2022-10-20T14:30Z"),
        ("2022-10-20T14:30+03:00", "2022-10-20T14:30+03:00"),
        # HTML's <time> knows none of these
        ("2022-10-20T14:30+03", ""),
        ("2022~", ""),
        ("2022-21", ""),
        ("201X", ""),
        ("-0043", ""),
        ("0000", ""),
        ("2022-09/2022-10", ""),
        ("Y170000002", ""),
    ],
)
def test_a_machine_readable_date_is_given_only_where_html_can_carry_it(text: str, iso: str) -> None:
    assert parse(text).iso == iso


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2022-02-29", "February 2022 has 28 days"),
        ("2022-02-30", "February 2022 has 28 days"),
        ("1900-02-29", "February 1900 has 28 days"),
        ("2022-04-31", "April 2022 has 30 days"),
        ("2022-10-00", "October 2022 has 31 days"),
        ("2022-13", "months are 01 to 12, seasons 21 to 24"),
        ("2022-00", "months are 01 to 12, seasons 21 to 24"),
        ("2022-25", "months are 01 to 12, seasons 21 to 24"),
        ("2022-21-01", "months are 01 to 12, seasons 21 to 24"),
        ("2022-10-20T24:30Z", "times run from 00:00 to 23:59:59"),
        ("2022-10-20T14:60Z", "times run from 00:00 to 23:59:59"),
        ("2022-10-20T14:30+15:00", "write +03:00 or Z"),
        ("2022-02-30T14:30Z", "February 2022 has 28 days"),
        ("2022-02-30/2022-03", "February 2022 has 28 days"),
    ],
)
def test_a_day_that_does_not_exist_is_refused(text: str, hint: str) -> None:
    with pytest.raises(DateError) as error:
        parse(text)
    assert (error.value.code, error.value.hint) == ("invalid-date", hint)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("20.10.2022", "the year comes first: 2022-MM-DD"),
        ("20/10/2022", "the year comes first: 2022-MM-DD"),
        ("2022/10/20", "write it as 2022-10-20"),
        ("2022.10.2", "write it as 2022-10-02"),
        ("2022-1-2", "write it as 2022-01-02"),
        ("20 October 2022", "write it as 2022-10-20"),
        ("5 Oct. 2022", "write it as 2022-10-05"),
        ("Oct 5, 2022", "write it as 2022-10-05"),
        ("sept 2022", "write it as 2022-09"),
    ],
)
def test_a_common_slip_gets_the_right_spelling(text: str, hint: str) -> None:
    with pytest.raises(DateError) as error:
        parse(text)
    assert error.value.hint == hint


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "today", "TBD", "22", "20221020", "2022-", "2022-10-20T", "2022-10-20 14:30", "2022-10-20T14", "~2022",
        "2022~~", "2022?~", "2022-XX-04", "201X-04", "20XX-04-01", "Y2022", "Y17E7", "Y170000002-04", "2022-10/2022-11/2022-12",
        "/", "../..", "../", "/..", "2022-10-20T14:30Z/2022-10-21T14:30Z", "[1667,1668]", "{1667..1668}", "?2004-06",
        "２０２２", "٢٠٢٢", "2022-10-20\n", "2" * 81, "−2022", "2022-10-20T14:30z",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(DateError) as error:
        parse(text)
    assert error.value.code == "invalid-date"


@pytest.mark.parametrize("text", ["2022-10/2022-09", "2008/1964", "2022-10-25/2022-10-20", "2022~/2021?", "0001/-0001"])
def test_an_interval_that_ends_before_it_begins_is_refused(text: str) -> None:
    with pytest.raises(DateError) as error:
        parse(text)
    assert error.value.code == "reversed-interval"
    assert parse(error.value.hint.removeprefix("turn it round: "))


@pytest.mark.parametrize(
    "text", ["2022/2022-06", "2022-06/2022", "2022-10-20/2022-10", "2022-10/2022-10-20", "2022/2022"]
)
def test_an_interval_with_one_vaguer_end_is_not_called_reversed(text: str) -> None:
    """It began on 20 October and ended some time that month: nothing says that it ended first."""
    date = parse(text)
    assert date.earliest <= date.latest


def test_dates_sort_by_earliest_bound_then_time_then_latest() -> None:
    texts = [
        "../2022",
        "2021-12-31",
        "2022-01-01",
        "2022-01",
        "2022",
        "2022-01-01T08:00",
        "2022-01-01T08:00:30",
        "2022-02",
    ]
    assert [d.text for d in sorted(map(parse, reversed(texts)), key=lambda d: d.order)] == texts


def no_date_or(text: str) -> Date | None:
    try:
        return parse(text)
    except DateError as error:
        assert error.code in ("invalid-date", "reversed-interval")
        assert error.message
        return None


DATE_LIKE = st.text(alphabet="0123456789-/.~?%XTYZ:+ ", max_size=90)


@given(
    st.one_of(
        st.text(),
        DATE_LIKE,
        st.from_regex(r"-?[0-9X]{4}(-[0-9X]{2}){0,2}[~?%]?(/(\.\.)?[0-9-]{0,10})?", fullmatch=True),
    )
)
def test_any_text_is_a_date_or_an_error(text: str) -> None:
    began = time.process_time()
    date = no_date_or(text)
    assert time.process_time() - began < 0.5
    if date:
        assert date.text == text
        assert date.words
        assert date.earliest <= date.latest


@pytest.mark.parametrize("unit", ["1", "1-", "X", "/", "a ", "2022-10-20/", "T", "  "])
def test_a_long_text_is_refused_at_once(unit: str) -> None:
    began = time.process_time()
    assert no_date_or(unit * 100_000) is None
    assert time.process_time() - began < 0.5


DAYS = st.dates(min_value=datetime.date(1, 1, 1))


@given(DAYS, DAYS)
def test_dates_sort_as_the_calendar_does(one: datetime.date, other: datetime.date) -> None:
    first, second = parse(one.isoformat()), parse(other.isoformat())
    assert (first.order < second.order) == (one < other)
    assert first.earliest == (one.year, one.month, one.day)


@given(DAYS)
def test_a_month_reaches_from_its_first_day_to_its_last(day: datetime.date) -> None:
    date = parse(f"{day.year:04}-{day.month:02}")
    assert date.earliest == (day.year, day.month, 1)
    assert date.latest == (day.year, day.month, calendar.monthrange(day.year, day.month)[1])
