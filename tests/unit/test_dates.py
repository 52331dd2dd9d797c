"""Dates as people type them, seen from Wednesday 2026-03-18."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from successtui.domain.dates import human_age, parse_date
from successtui.domain.plaintext import one_line

WEDNESDAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-03-01", date(2026, 3, 1)),
        (" 2026-3-1 ", date(2026, 3, 1)),
        ("31.12.2026", date(2026, 12, 31)),
        ("1.3.2026", date(2026, 3, 1)),
        ("2028-02-29", date(2028, 2, 29)),
        ("today", date(2026, 3, 18)),
        ("Tomorrow", date(2026, 3, 19)),
        ("yesterday", date(2026, 3, 17)),
        ("thu", date(2026, 3, 19)),
        ("FRI", date(2026, 3, 20)),
        ("tuesday", date(2026, 3, 24)),
        ("wed", date(2026, 3, 25)),
        ("+3d", date(2026, 3, 21)),
        ("-30d", date(2026, 2, 16)),
        ("+2w", date(2026, 4, 1)),
        ("+1m", date(2026, 4, 18)),
        ("-3M", date(2025, 12, 18)),
        ("+1y", date(2027, 3, 18)),
        ("eom", date(2026, 3, 31)),
        ("eoq", date(2026, 3, 31)),
        ("eoy", date(2026, 12, 31)),
    ],
)
def test_what_a_person_types(typed: str, meant: date) -> None:
    assert parse_date(typed, WEDNESDAY) == meant


@pytest.mark.parametrize(
    ("today", "typed", "meant"),
    [
        (date(2026, 1, 31), "+1m", date(2026, 2, 28)),
        (date(2028, 1, 31), "+1m", date(2028, 2, 29)),
        (date(2028, 2, 29), "+1y", date(2029, 2, 28)),
        (date(2026, 3, 31), "-1m", date(2026, 2, 28)),
        (date(2026, 4, 1), "eoq", date(2026, 6, 30)),
        (date(2026, 12, 31), "eoq", date(2026, 12, 31)),
        (date(2028, 2, 1), "eom", date(2028, 2, 29)),
    ],
)
def test_ends_of_months(today: date, typed: str, meant: date) -> None:
    assert parse_date(typed, today) == meant


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("2026-02-30", "2026-02 has the days 1 to 28"),
        ("1900-02-29", "1900-02 has the days 1 to 28"),
        ("2026-13-01", "no month 13"),
        ("31.04.2026", "2026-04 has the days 1 to 30"),
        ("0000-01-01", "year must be 1 or later"),
        ("01/02/2026", "use YYYY-MM-DD"),
        ("2026/02/01", "use YYYY-MM-DD"),
        ("01.02.26", "year of two digits; use YYYY-MM-DD"),
        ("", "No date given"),
        ("\u0662\u0660\u0662\u0666-\u0660\u0663-\u0660\u0661", "not a date"),
        ("20260301", "not a date"),
        ("3d", "not a date"),
        ("+3", "not a date"),
        ("next friday", "not a date"),
        ("2026-03-01T10:00", "not a date"),
        ("+99999y", "outside the years"),
        ("-99999m", "outside the years"),
        ("x\x1b[31m", "“x␛[31m”"),
        ("y" * 10_000, "…"),
    ],
)
def test_what_is_refused_and_why(typed: str, says: str) -> None:
    with pytest.raises(ValueError) as refused:
        parse_date(typed, WEDNESDAY)

    message = str(refused.value)
    assert says in message
    assert len(message.splitlines()) == 1
    assert len(message) < 160


def test_the_last_day_has_no_tomorrow() -> None:
    with pytest.raises(ValueError, match="outside the years"):
        parse_date("tomorrow", date.max)


@given(st.dates(), st.dates())
def test_both_full_spellings_of_a_date_are_read_back(day: date, today: date) -> None:
    assert parse_date(day.isoformat(), today) == day
    assert parse_date(f"{day.day}.{day.month}.{day.year:04}", today) == day


@given(st.dates(date(100, 1, 1), date(9000, 1, 1)), st.integers(-500, 500))
def test_days_forth_and_back_meet_again(today: date, days: int) -> None:
    assert parse_date(f"{-days:+}d", parse_date(f"{days:+}d", today)) == today


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_one_line_of_refusal(text: str) -> None:
    try:
        answer = parse_date(text, WEDNESDAY).isoformat()
    except ValueError as refused:
        answer = str(refused)

    assert answer == one_line(answer)


@pytest.mark.parametrize(
    ("then", "shown"),
    [
        (date(2026, 3, 18), "today"),
        (date(2026, 3, 15), "3 d ago"),
        (date(2026, 3, 19), "in 1 d"),
        (date(2026, 3, 4), "2 w ago"),
        (date(2026, 1, 1), "2 mo ago"),
        (date(2026, 12, 31), "in 9 mo"),
        (date(2024, 3, 18), "2 y ago"),
        (date(1026, 3, 18), "1000 y ago"),
    ],
)
def test_how_an_age_reads(then: date, shown: str) -> None:
    assert human_age(then, WEDNESDAY) == shown
