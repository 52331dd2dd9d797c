"""How the report writes amounts and filters; every tone has a sign besides its colour."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from successtui.screens.report_looks import (
    SHORT_TITLES,
    WORRIES,
    all_marked,
    compact_money,
    marked,
    tone_of,
    whole_money,
)
from successtui.screens.report_pages import listed
from successtui.screens.report_words import filter_words, range_words, refusal_words
from successtui.services.report.catalogue import BY_KEY, INDICATORS, TABS
from successtui.services.report.scope import NO_FILTERS, Filters


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0", "0"),
        ("9.5", "9.5"),
        ("999.49", "999"),
        ("999.50", "1k"),
        ("12345", "12.3k"),
        ("999499.99", "999k"),
        ("999500", "1m"),
        ("1234567.50", "1.23m"),
        ("12000000", "12m"),
        ("340000000000", "340bn"),
        ("-1234567", "-1.23m"),
    ],
)
def test_amounts_are_short(amount: str, expected: str) -> None:
    assert compact_money(Decimal(amount)) == expected


@given(st.decimals(0, Decimal("99e12"), places=2))
def test_a_short_amount_is_near_the_whole_one(amount: Decimal) -> None:
    shown = compact_money(amount)

    number = shown.rstrip("kmbnt")
    power = {"": 0, "k": 3, "m": 6, "bn": 9, "tn": 12}[shown.removeprefix(number)]
    assert len(number) <= 4
    near = Decimal(number).scaleb(power)
    assert abs(near - amount) <= max(Decimal("0.005"), amount / 200)


def test_whole_amounts_are_rounded_half_up() -> None:
    assert whole_money(Decimal("1234567.885"), "EUR") == "EUR 1,234,567.89"


def test_a_colour_never_stands_alone() -> None:
    labels = {label for one in INDICATORS for label in (*one.groups, *one.series)}
    for label in labels:
        assert not tone_of(label) or marked(label)[0] != " ", label
    assert all_marked(["Onboarding", "(none)"]) == ["Onboarding", "(none)"]
    assert all_marked(["Moderate", "High"]) == ["  Moderate", "! High"]


def test_what_is_said_of_indicators_is_about_ones_there_are() -> None:
    known = set(BY_KEY)
    assert set(SHORT_TITLES) == known
    assert set(WORRIES) <= known
    assert {key for tab in TABS for key in listed(tab)} <= known


def test_filters_are_said_in_words() -> None:
    assert filter_words(NO_FILTERS) == ""
    assert range_words("1000000-") == "from 1,000,000"
    filters = Filters(("0-50000", "1000000-"), ("dora",), ("A", "B", "C", "D"))
    assert filter_words(filters) == (
        "contract value 0-50,000 or from 1,000,000, CSM dora, industry one of 4"
    )


def test_a_refusal_hands_on_the_reason() -> None:
    assert "To open the report you need the role x." in refusal_words(
        "to open the report you need the role x"
    )
