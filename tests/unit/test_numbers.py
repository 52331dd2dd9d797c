"""Decimal numbers as people type them and as files spell them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from successtui.domain.numbers import format_decimal, parse_decimal, parse_strict_decimal
from successtui.domain.plaintext import one_line

amounts = st.decimals(
    min_value=Decimal("-9999999999999999.99"),
    max_value=Decimal("9999999999999999.99"),
    places=2,
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1250000", "1250000"),
        ("1,250,000", "1250000"),
        ("1 250 000", "1250000"),
        ("1\u202f250\u00a0000.5", "1250000.5"),
        ("1,250,000.75", "1250000.75"),
        ("1.2m", "1200000"),
        ("1.2 M", "1200000"),
        ("250k", "250000"),
        ("3bn", "3000000000"),
        ("1.23456k", "1234.56"),
        ("-3.5", "-3.5"),
        ("+4", "4"),
        (".5", "0.5"),
        (" 7.10 ", "7.1"),
        ("7.1000", "7.1"),
        ("-0", "0"),
        ("007", "7"),
        ("9999999999999999.99", "9999999999999999.99"),
    ],
)
def test_what_a_person_types(typed: str, meant: str) -> None:
    found = parse_decimal(typed, scale=2)

    assert found == Decimal(meant)
    assert found.as_tuple().exponent == -2
    assert not (found == 0 and found.is_signed())


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("nan", "not a number"),
        ("inf", "not a number"),
        ("-Infinity", "not a number"),
        ("1e400", "not a number"),
        ("1_000", "not a number"),
        ("\u0661\u0662", "not a number"),
        ("\uff11", "not a number"),
        ("5\u212a", "not a number"),
        ("(5)", "not a number"),
        ("5%", "not a number"),
        ("--5", "not a number"),
        ("5.", "not a number"),
        ("1,250k", "not a number"),
        ("12 34", "not a number"),
        ("1,5", "more than one way"),
        ("1.234,50", "more than one way"),
        ("1 234,5", "more than one way"),
        ("1.250.000", "more than one way"),
        ("", "No number given"),
        ("1.005", "too many digits after the point"),
        ("1.000001k", "too many digits after the point"),
        ("10000000000000000", "too large"),
        ("99999999999bn", "too large"),
        ("9" * 70, "too long"),
        ("9\x1b[2J", "␛"),
    ],
)
def test_what_is_refused_and_why(typed: str, says: str) -> None:
    with pytest.raises(ValueError) as refused:
        parse_decimal(typed, scale=2)

    message = str(refused.value)
    assert says in message
    assert message == one_line(message)
    assert len(message) < 160


def test_a_field_without_decimals_says_so() -> None:
    with pytest.raises(ValueError, match="none allowed"):
        parse_decimal("1.5", scale=0)

    assert parse_decimal("1.5k", scale=0) == 1500


def test_the_size_of_a_field_counts_all_its_digits() -> None:
    assert parse_decimal("999.99", scale=2, digits=5) == Decimal("999.99")
    with pytest.raises(ValueError, match="at most 3 digits"):
        parse_decimal("1000", scale=2, digits=5)


@pytest.mark.parametrize("spelled", ["1250000.5", "-3.50", "0", "-0", " 12 "])
def test_a_file_spells_numbers_plainly(spelled: str) -> None:
    assert parse_strict_decimal(spelled, scale=2) == Decimal(spelled.strip())


@pytest.mark.parametrize(
    "spelled",
    [
        "1,250",
        "1 250",
        "1.2m",
        "+5",
        ".5",
        "5.",
        "1e3",
        "nan",
        "",
        "1_0",
        "5\n",
        "\u0661",
        "9" * 65,
    ],
)
def test_a_file_spells_numbers_no_other_way(spelled: str) -> None:
    with pytest.raises(ValueError, match="not a plain number"):
        parse_strict_decimal(spelled, scale=2)


@pytest.mark.parametrize("spelled", ["1.005", "10000000000000000"])
def test_a_number_in_a_file_must_fit_its_field(spelled: str) -> None:
    with pytest.raises(ValueError, match="too"):
        parse_strict_decimal(spelled, scale=2)


@given(amounts, st.booleans())
def test_what_is_shown_is_read_back(value: Decimal, grouped: bool) -> None:
    assert parse_decimal(format_decimal(value, grouped), scale=2) == value


@given(amounts)
def test_what_is_written_to_a_file_is_read_back(value: Decimal) -> None:
    assert parse_strict_decimal(format_decimal(value, False), scale=2) == value


@given(st.text(max_size=80))
def test_any_text_is_a_number_or_one_line_of_refusal(text: str) -> None:
    try:
        answer = format_decimal(parse_decimal(text, scale=4), True)
    except ValueError as refused:
        answer = str(refused)

    assert answer == one_line(answer)


@pytest.mark.parametrize(
    ("value", "grouped", "shown"),
    [
        ("1250000.50", True, "1,250,000.5"),
        ("1250000.50", False, "1250000.5"),
        ("1E+3", True, "1,000"),
        ("100", False, "100"),
        ("-0.00", False, "0"),
        ("-0.10", False, "-0.1"),
    ],
)
def test_how_a_number_is_shown(value: str, grouped: bool, shown: str) -> None:
    assert format_decimal(Decimal(value), grouped) == shown


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_what_is_no_number_is_not_shown(value: str) -> None:
    with pytest.raises(ValueError, match="cannot be shown"):
        format_decimal(Decimal(value), True)
