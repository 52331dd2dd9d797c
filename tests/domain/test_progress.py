"""Progress of an outcome: golden numbers, and what holds for any three values."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from successtui.domain.progress import is_measurable, kpi_status, progress_pct
from successtui.records.picklists import Direction, KpiStatus

UP, DOWN = Direction.INCREASE, Direction.DECREASE
VALUES = st.decimals(min_value=-(10**12), max_value=10**12, places=4)
DIRECTIONS = st.sampled_from([UP, DOWN])
TODAY = date(2026, 3, 4)


def pct(base: str, current: str, target: str, direction: Direction = UP) -> int:
    return progress_pct(Decimal(base), Decimal(current), Decimal(target), direction)


@pytest.mark.parametrize(
    ("base", "current", "target", "direction", "expected"),
    [
        ("1000000", "1100000", "1250000", UP, 40),
        ("0", "99.99", "100", UP, 99),
        ("0", "99.9999", "100", UP, 99),
        ("0", "100", "100", UP, 100),
        ("0", "100.0001", "100", UP, 100),
        ("100", "99.9999", "200", UP, 0),
        ("100", "100", "200", UP, 0),
        ("0", "0.9999", "100", UP, 0),
        ("0", "1", "3", UP, 33),
        ("0", "2", "3", UP, 66),
        ("-50", "-25", "0", UP, 50),
        ("200", "150", "100", DOWN, 50),
        ("200", "201", "100", DOWN, 0),
        ("200", "50", "100", DOWN, 100),
        ("200", "150", "100", UP, 0),
        ("100", "150", "200", DOWN, 0),
        ("100", "100", "100", UP, 0),
    ],
)
def test_golden_numbers(
    base: str, current: str, target: str, direction: Direction, expected: int
) -> None:
    """R003-42: 1,000,000 / 1,100,000 / 1,250,000 is 40 %; R003-43, R003-44; 99.99 % shows 99."""
    assert pct(base, current, target, direction) == expected


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_missing_value_is_not_available(missing: int) -> None:
    """Rule K1: any empty value makes the badge Not available and the progress 0."""
    values: list[Decimal | None] = [Decimal(0), Decimal(5), Decimal(10)]
    values[missing] = None
    base, current, target = values
    assert not is_measurable(base, current, target, UP)
    assert progress_pct(base, current, target, UP) == 0
    badge = kpi_status(base, current, target, UP, TODAY - timedelta(1), TODAY)
    assert badge is KpiStatus.NOT_AVAILABLE


@given(VALUES, VALUES, VALUES, DIRECTIONS)
def test_progress_lies_between_0_and_100(
    base: Decimal, current: Decimal, target: Decimal, direction: Direction
) -> None:
    """R003-43 and R003-45: never above 100, never negative."""
    assert 0 <= progress_pct(base, current, target, direction) <= 100


@given(VALUES, VALUES, VALUES, DIRECTIONS)
def test_progress_is_the_share_of_the_way_rounded_down(
    base: Decimal, current: Decimal, target: Decimal, direction: Direction
) -> None:
    """R003-42, worked out again in fractions; a path against its direction is not measured."""
    wrong_way = target <= base if direction is UP else target >= base
    if wrong_way:
        assert progress_pct(base, current, target, direction) == 0
        return
    share = Fraction(current - base) / Fraction(target - base)
    expected = int(100 * min(max(share, Fraction(0)), Fraction(1)))
    assert progress_pct(base, current, target, direction) == expected


@given(VALUES, VALUES, VALUES, VALUES)
def test_more_is_never_less(base: Decimal, target: Decimal, one: Decimal, other: Decimal) -> None:
    """Progress is monotone: up on the way up, and mirrored for a Decrease."""
    low, high = sorted((one, other))
    assert progress_pct(base, low, target, UP) <= progress_pct(base, high, target, UP)
    assert progress_pct(base, low, target, DOWN) >= progress_pct(base, high, target, DOWN)


@given(VALUES, VALUES, VALUES)
def test_a_decrease_mirrors_an_increase(base: Decimal, current: Decimal, target: Decimal) -> None:
    """The mirrored rule for an explicit Decrease gives the same share."""
    mirrored = progress_pct(-base, -current, -target, DOWN)
    assert mirrored == progress_pct(base, current, target, UP)


@given(VALUES, VALUES, VALUES)
def test_100_only_when_reached(base: Decimal, current: Decimal, target: Decimal) -> None:
    """99.99 % is not 100: the figure appears only when the target is reached."""
    if progress_pct(base, current, target, UP) == 100:
        assert current >= target > base


@pytest.mark.parametrize(
    ("current", "due", "expected"),
    [
        (10, None, KpiStatus.COMPLETED),
        (10, -5, KpiStatus.COMPLETED),
        (5, -1, KpiStatus.OVERDUE),
        (5, 0, KpiStatus.IN_PROGRESS),
        (5, 1, KpiStatus.IN_PROGRESS),
        (5, None, KpiStatus.IN_PROGRESS),
        (-5, None, KpiStatus.IN_PROGRESS),
    ],
)
def test_the_badge(current: int, due: int | None, expected: KpiStatus) -> None:
    """Completed when reached, overdue the day after the target date, else in progress."""
    target_date = None if due is None else TODAY + timedelta(due)
    path = (Decimal(0), Decimal(current), Decimal(10), UP)
    assert kpi_status(*path, target_date, TODAY) is expected
