"""The date field and its month."""

from datetime import date, timedelta
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from successtui.domain.dates import parse_date
from successtui.widgets.choice import ChoiceField
from successtui.widgets.date_field import DateField
from successtui.widgets.day_picker import DayPicker, MonthView, shifted_days, shifted_months
from tests.ui.widget_stage import ENDLESS, HOSTILE, screen_text, stage

TODAY = date(2026, 11, 22)


def field(value: date | str | None = None) -> DateField:
    return DateField(partial(parse_date, today=TODAY), today=lambda: TODAY, value=value)


async def test_leaving_writes_the_date_the_iso_way() -> None:
    async with stage() as run:
        one, other = field(), ChoiceField([])
        await run.show(one, other)
        await run.press("+", "2", "w", "tab")

        assert one.value == "2026-12-06"
        assert one.value_date == date(2026, 12, 6)
        assert not one.has_class("-invalid")
        settled = run.said(DateField.Settled)[-1]
        assert (settled.value_date, settled.error) == (date(2026, 12, 6), "")
        assert settled.control is one


async def test_what_cannot_be_read_stays_as_typed_with_the_reason() -> None:
    async with stage() as run:
        one, other = field(date(2026, 1, 2)), ChoiceField([])
        await run.show(one, other)
        assert one.value == "2026-01-02"
        await run.press(*"someday", "tab")

        assert one.value == "someday"
        assert one.value_date is None
        assert one.error
        assert one.has_class("-invalid")
        await run.press("shift+tab", *"fri", "tab")
        assert one.value == "2026-11-27"
        assert one.error == ""
        assert not one.has_class("-invalid")


async def test_an_empty_field_is_no_mistake() -> None:
    async with stage() as run:
        one, other = field(), ChoiceField([])
        await run.show(one, other)
        await run.press("tab")

        assert (one.value_date, one.error) == (None, "")
        assert not one.has_class("-invalid")


async def test_a_day_is_picked_with_the_arrows() -> None:
    async with stage() as run:
        one = field()
        await run.show(one)
        await run.press("f4")
        assert isinstance(run.app.screen, DayPicker)
        await run.press("down", "right", "enter")
        assert one.value == "2026-11-30"
        await run.press("alt+down", "pagedown", "pagedown", "pagedown", "enter")
        assert one.value == "2027-02-28"
        await run.press("f4", "pageup", "home", "left", "up", "enter")
        assert one.value == "2026-11-14"
        await run.press("f4", "down", "escape")

        assert one.value == "2026-11-14"
        assert one.has_focus
        picked = [each.value_date for each in run.said(DateField.Settled) if each.value_date]
        assert picked[0] == date(2026, 11, 30)


async def test_the_month_shows_weeks_from_monday_in_24_by_10_cells() -> None:
    async with stage() as run:
        one = field(date(2026, 11, 3))
        await run.show(one)
        await run.press("f4")
        month = run.app.screen.query_one(MonthView)

        assert month.outer_size == (24, 10)
        lines = [month.render_line(y).text for y in range(8)]
        assert lines[0].strip() == "November 2026"
        assert lines[1] == "Mo Tu We Th Fr Sa Su"
        assert lines[2] == "26 27 28 29 30 31  1"
        assert lines[7] == "30  1  2  3  4  5  6"


async def test_a_day_is_picked_with_the_mouse() -> None:
    async with stage() as run:
        one = field(date(2026, 11, 3))
        await run.show(one)
        await run.press("f4")
        await run.pilot.click(MonthView, offset=(2 + 3, 1 + 3))
        await run.settle()
        assert one.value == "2026-11-03"
        await run.press("f4")
        await run.pilot.click(MonthView, offset=(2 + 6, 1 + 4))
        await run.settle()
        assert one.value == "2026-11-11"
        await run.press("f4")
        await run.pilot.click(offset=(1, 1))
        await run.settle()

        assert not isinstance(run.app.screen, DayPicker)


async def test_the_ends_of_the_calendar_hold() -> None:
    async with stage() as run:
        one = field(date.max)
        await run.show(one)
        await run.press("f4", "right", "down", "pagedown", "enter")
        assert one.value_date == date.max
        one.set_date(date.min)
        await run.press("f4", "left", "up", "pageup", "enter")

        assert one.value_date == date.min
        one.set_date(None)
        assert one.value == ""


async def test_people_s_text_is_shown_literally() -> None:
    async with stage() as run:
        one, other = field(HOSTILE.replace("\n", " ")), field(ENDLESS.replace("\n", " "))
        await run.show(one, other)
        await run.press("tab", "tab")

        assert "[/x] [red] [@click=app.quit] [EMEA] 日本" in screen_text(run.app)
        assert one.error
        assert other.value_date is None


@given(st.dates(), st.integers(-1200, 1200))
def test_months_keep_the_day_or_take_the_last(day: date, months: int) -> None:
    there = shifted_months(day, months)

    assert there.day <= day.day
    if there.day < day.day:
        assert (there + timedelta(days=1)).month != there.month


def test_days_beyond_the_calendar_are_none() -> None:
    assert shifted_days(date.max, 1) is None
    assert shifted_days(date.min, -1) is None
