"""How columns share the width there is; bars and sparklines."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from successtui.widgets.bars import progress_bar, sparkline
from successtui.widgets.columns import GAP, Column, place, place_pages

columns = st.lists(
    st.builds(
        Column,
        key=st.uuids().map(str),
        title=st.just("Title"),
        width=st.none() | st.integers(1, 40),
        min_width=st.integers(1, 30),
        weight=st.integers(1, 5),
        priority=st.integers(0, 9),
    ),
    min_size=1,
    max_size=12,
)


@given(columns, st.integers(1, 250))
def test_columns_never_overflow_and_never_overlap(given_columns: list[Column], width: int) -> None:
    placed = place(given_columns, width)

    assert placed
    assert placed[0].x == 0
    for left, right in pairwise(placed):
        assert right.x == left.x + left.width + GAP
    assert placed[-1].x + placed[-1].width <= width
    assert [each.index for each in placed] == sorted(each.index for each in placed)


@given(columns, st.integers(1, 250))
def test_a_pinned_column_is_never_left_out(given_columns: list[Column], width: int) -> None:
    pinned = len(given_columns) // 2

    assert pinned in [each.index for each in place(given_columns, width, pinned=pinned)]


@given(columns, st.integers(1, 250))
def test_a_left_out_column_is_of_no_higher_priority(
    given_columns: list[Column], width: int
) -> None:
    placed = {each.index for each in place(given_columns, width)}
    left_out = set(range(len(given_columns))) - placed

    kept = min(given_columns[index].priority for index in placed)
    assert all(given_columns[index].priority <= kept for index in left_out)


def test_spare_width_is_shared_by_weight() -> None:
    shared = place(
        [
            Column("fixed", "", width=10),
            Column("one", "", min_width=5, weight=1),
            Column("three", "", min_width=5, weight=3),
        ],
        10 + 5 + 5 + 2 * GAP + 40,
    )

    assert [each.width for each in shared] == [10, 15, 35]


def test_no_width_or_no_columns_place_nothing() -> None:
    assert place([Column("key", "")], 0) == ()
    assert place([], 80) == ()


@given(st.none() | st.integers(-50, 200), st.integers(0, 60))
def test_a_progress_bar_is_as_wide_as_it_is_told(percent: int | None, width: int) -> None:
    assert len(progress_bar(percent, width)) == width


def test_progress_in_eighths() -> None:
    assert progress_bar(0, 4) == "    "
    assert progress_bar(1, 4) == "▏   "
    assert progress_bar(50, 4) == "██  "
    assert progress_bar(60, 4) == "██▍ "
    assert progress_bar(99, 4) == "███▉"
    assert progress_bar(100, 4) == "████"
    assert progress_bar(120, 4) == "████"
    assert progress_bar(-5, 4) == "    "
    assert progress_bar(None, 4) == "–   "


@given(st.lists(st.none() | st.floats(-1e9, 1e9), max_size=60), st.integers(0, 30))
def test_a_sparkline_is_no_wider_than_it_is_told(values: list[float | None], width: int) -> None:
    assert len(sparkline(values, width)) == min(len(values), width)


def test_sparkline_levels_gaps_and_groups() -> None:
    assert sparkline([0, 7], 5) == "▁█"
    assert sparkline([0, None, 7], 5) == "▁ █"
    assert sparkline([3, 3, 3], 5) == "▄▄▄"
    assert sparkline([None, None], 5) == "  "
    assert sparkline([], 5) == ""
    assert sparkline([0, 0, 7, 7], 2) == "▁█"


@given(columns, st.integers(1, 250))
def test_every_column_is_on_one_of_the_pages(given_columns: list[Column], width: int) -> None:
    pages = place_pages(given_columns, width)

    assert {each.index for page in pages for each in page} == set(range(len(given_columns)))
    for page in pages:
        assert page[-1].x + page[-1].width <= width
        assert all(given_columns[each.index] is each.column for each in page)


def test_further_pages_are_led_by_the_column_of_highest_priority() -> None:
    given_columns = [
        Column("a", "", width=10, priority=3),
        Column("name", "", width=10, priority=9),
        Column("b", "", width=10, priority=2),
        Column("c", "", width=10, priority=1),
    ]

    pages = place_pages(given_columns, 21)

    keys = [[each.column.key for each in page] for page in pages]
    assert keys == [["a", "name"], ["name", "b"], ["name", "c"]]
