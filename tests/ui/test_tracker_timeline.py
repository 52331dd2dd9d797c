"""The arithmetic of the timeline, and the tree that draws it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from successtui.widgets.columns import Column
from successtui.widgets.timeline import ZOOMS, Mark, Span, View, Zoom, row, ruler
from successtui.widgets.timeline_tree import TimelineTree
from successtui.widgets.tree_table import Node
from tests.ui.widget_stage import HOSTILE, lines_of, stage

TODAY = date(2026, 3, 2)
DAYS, WEEKS, MONTHS, QUARTERS, YEARS = ZOOMS
dates = st.dates(date(1990, 1, 1), date(2150, 1, 1))


def text(marks: list[Mark]) -> str:
    return "".join(mark[0] for mark in marks)


def by_weeks(first: date) -> View:
    return View(WEEKS, first.toordinal())


@given(dates, dates, st.sampled_from(ZOOMS))
def test_a_day_lies_in_the_cell_that_shows_it(first: date, day: date, zoom: Zoom) -> None:
    view = View(zoom, first.toordinal())
    cell = view.cell_of(day.toordinal())
    assert view.day_at(cell) <= day.toordinal() <= view.day_at(cell + 1)


@given(dates, dates, dates, st.sampled_from(ZOOMS), st.integers(1, 200), st.integers(0, 100))
def test_rows_and_rulers_are_as_wide_as_asked(
    first: date, start: date, end: date, zoom: Zoom, cells: int, progress: int
) -> None:
    view = View(zoom, first.toordinal())
    for span in (
        Span(start, end, progress),
        Span(start, None),
        Span(None, end, late=True),
        Span(start, end, ended=True, late=True),
        None,
    ):
        assert len(row(span, view, cells, TODAY)) == cells
    upper, lower = ruler(view, cells, TODAY)
    assert len(upper) == len(lower) == cells


def test_a_bar_takes_each_of_its_days_and_shows_what_is_done() -> None:
    view = by_weeks(date(2026, 3, 16))
    span = Span(date(2026, 3, 18), date(2026, 3, 27), progress=40)
    assert text(row(span, view, 20, TODAY)) == "  ████░░░░░░    " + "┊   "


def test_what_is_overdue_has_a_sign_besides_its_colour() -> None:
    view = by_weeks(date(2026, 2, 9))
    marks = row(Span(date(2026, 2, 10), date(2026, 2, 12), late=True), view, 14, TODAY)
    assert text(marks) == " ░░░!         "
    assert {mark[1] for mark in marks[1:5]} == {"late"}


def test_single_dates_are_milestones() -> None:
    view = by_weeks(date(2026, 3, 9))
    assert text(row(Span(end=date(2026, 3, 11)), view, 6, TODAY)) == "  ◆   "
    assert text(row(Span(end=date(2026, 3, 11), ended=True), view, 6, TODAY)) == "  ◇   "
    assert text(row(Span(start=date(2026, 3, 11)), view, 6, TODAY)) == "  ▷   "


def test_what_is_out_of_sight_says_where_it_is() -> None:
    view = by_weeks(date(2026, 3, 9))
    assert text(row(Span(end=date(2026, 1, 1)), view, 6, TODAY)) == "◂     "
    assert text(row(Span(end=date(2026, 9, 1)), view, 6, TODAY)) == "     ▸"


def test_today_is_a_line_even_through_bars() -> None:
    view = by_weeks(date(2026, 2, 28))
    assert text(row(None, view, 5, TODAY)) == " ┊│  "
    through = row(Span(date(2026, 2, 28), date(2026, 3, 4), 0), view, 5, TODAY)
    assert text(through) == "░░┃░░"


@pytest.mark.parametrize(
    ("zoom", "upper", "lower"),
    [
        (DAYS, "Mar 2026", "2 "),
        (WEEKS, "Mar 2026", "2 "),
        (MONTHS, "2026", "Mar 2026"),
        (QUARTERS, "2026", "Q1"),
        (YEARS, "2020s", "2026"),
    ],
)
def test_the_ruler_says_days_weeks_months_quarters_years(
    zoom: Zoom, upper: str, lower: str
) -> None:
    view = View(zoom, date(2026, 3, 2).toordinal())
    above, below = ruler(view, 60, TODAY)
    assert text(above).startswith(upper)
    assert text(below).startswith(lower)
    assert below[0][1] == "today"


@given(dates, st.integers(-4, 4), st.integers(10, 150))
def test_zooming_keeps_the_day_in_its_place(day: date, by: int, cells: int) -> None:
    view = View(MONTHS, day.toordinal()).scrolled(-cells // 2)
    before = view.cell_of(day.toordinal())
    after = view.zoomed(by, cells, day).cell_of(day.toordinal())
    assert abs(after - before) <= 3


@given(st.lists(st.integers(-10_000, 10_000), max_size=40), st.sampled_from(ZOOMS))
def test_scrolling_never_leaves_the_calendar(steps: list[int], zoom: Zoom) -> None:
    view = View(zoom, TODAY.toordinal())
    for step in steps:
        view = view.scrolled(step)
    assert all(len(line) == 300 for line in ruler(view, 300, TODAY))


COLUMNS = [Column("title", "Plan", min_width=18)]


def tree(count: int = 3) -> TimelineTree:
    table = TimelineTree(COLUMNS, today=TODAY, empty="Nothing yet. Press n.")
    table.set_nodes([Node(f"n{i}", 0, (f"Row {i} {HOSTILE}",)) for i in range(count)])
    start = TODAY - timedelta(days=3)
    table.set_spans(
        {f"n{i}": Span(start, TODAY + timedelta(days=i), 50) for i in range(count)}, TODAY
    )
    return table


async def test_rows_stand_beside_their_bars_under_a_header_that_stays() -> None:
    table = tree(60)
    async with stage(table) as run:
        await run.press("end")
        lines = lines_of(table)
        assert "by weeks" in lines[0]
        assert "Mar 2026" in lines[0]
        assert "23     2" in lines[1]
        assert "Row 59" in lines[-1]
        assert "█" in lines[-1]
        assert all(len(line) <= run.app.size.width for line in lines[:2])


async def test_only_rows_in_sight_are_drawn() -> None:
    """500 rows cost what a screenful costs."""
    table = tree(500)
    drawn: list[int] = []
    shown_keys_at = table.shown_keys_at

    def counting(place: int) -> str:
        drawn.append(place)
        return shown_keys_at(place)

    table.shown_keys_at = counting  # type: ignore[method-assign]
    async with stage(table) as run:
        drawn.clear()
        await run.press("j")
        assert len(drawn) <= 2
        drawn.clear()
        table.scroll_time(1)
        await run.press("j")
        assert len(drawn) <= 2 * run.app.size.height


async def test_an_empty_tree_has_its_sentence_on_the_whole_line() -> None:
    table = tree(0)
    async with stage(table):
        assert "Nothing yet. Press n." in "\n".join(lines_of(table))


async def test_the_bar_of_the_cursor_is_brought_into_sight() -> None:
    table = tree(1)
    table.set_spans({"n0": Span(date(2031, 5, 5), date(2031, 6, 5))}, TODAY)
    async with stage(table):
        assert lines_of(table)[2].rstrip().endswith("▸")
        assert table.show_cursor_bar()
        assert "░" in lines_of(table)[2]
        assert "2031" in lines_of(table)[0]
        table.set_spans({}, TODAY)
        assert not table.show_cursor_bar()
