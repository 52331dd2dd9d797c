"""A month to pick a day from: 24 by 10 cells, keys only needed.

Owns the day under the cursor. Knows no field: it starts at a date and dismisses with one.
"""

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widget import Widget

from successtui.widgets.question import Question

WEEKDAYS = "Mo Tu We Th Fr Sa Su"
HEADER_LINES = 2
DAY_CELLS = 3


class MonthView(Widget, can_focus=True):
    """One month, weeks from Monday; the day of the cursor is reversed, today underlined."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "month-view--day",
        "month-view--title",
        "month-view--outside",
        "month-view--today",
        "month-view--cursor",
    }

    def __init__(self, day: date, today: date) -> None:
        super().__init__()
        self.day = day
        self._today = today

    def go(self, day: date) -> None:
        """Put the cursor on this day."""
        self.day = day
        self.refresh()

    def day_at(self, x: int, y: int) -> date | None:
        """The day drawn at this cell, None outside the days."""
        week, weekday = y - HEADER_LINES, x // DAY_CELLS
        if not (0 <= week < 6 and 0 <= weekday < 7):
            return None
        return shifted_days(self._first_shown(), 7 * week + weekday)

    def render_line(self, y: int) -> Strip:
        """Draw the title, the weekdays or one week."""
        title = self.get_component_rich_style("month-view--title")
        if y == 0:
            text = f"{self.day:%B} {self.day.year}".center(len(WEEKDAYS))
            return Strip([Segment(text, title)])
        if y == 1:
            return Strip([Segment(WEEKDAYS, title)])
        plain = self.get_component_rich_style("month-view--day")
        segments = []
        for weekday in range(7):
            day = self.day_at(weekday * DAY_CELLS, y)
            style = plain if day is None else self.get_component_rich_style(self._look(day))
            segments.append(Segment("  " if day is None else f"{day.day:2}", style))
            segments.append(Segment(" ", plain))
        return Strip(segments[:-1]).adjust_cell_length(self.size.width, plain)

    def _look(self, day: date) -> str:
        if day == self.day:
            return "month-view--cursor"
        if day == self._today:
            return "month-view--today"
        same_month = (day.year, day.month) == (self.day.year, self.day.month)
        return "month-view--day" if same_month else "month-view--outside"

    def _first_shown(self) -> date:
        first = self.day.replace(day=1)
        return shifted_days(first, -first.weekday()) or first


class DayPicker(Question[date | None]):
    """Asks for a day; None when it was left with escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "days(-1)", "Day before", show=False),
        Binding("right,l", "days(1)", "Day after", show=False),
        Binding("up,k", "days(-7)", "Week before", show=False),
        Binding("down,j", "days(7)", "Week after", show=False),
        Binding("pageup", "months(-1)", "Month before", show=False),
        Binding("pagedown", "months(1)", "Month after", show=False),
        Binding("home", "today", "Today", show=False),
        Binding("enter", "pick", "Pick", show=False),
        Binding("escape", "dismiss(None)", "Close", show=False),
    ]

    def __init__(self, day: date, today: date) -> None:
        super().__init__()
        self._month = MonthView(day, today)
        self._today = today

    @property
    def day(self) -> date:
        """The day of the cursor."""
        return self._month.day

    def compose(self) -> ComposeResult:
        """The month alone."""
        yield self._month

    def action_days(self, days: int) -> None:
        """Move by days, up to the ends of the calendar."""
        self._month.go(shifted_days(self.day, days) or self.day)

    def action_months(self, months: int) -> None:
        """Move by months; the last day of a shorter month stands in for a missing one."""
        self._month.go(shifted_months(self.day, months))

    def action_today(self) -> None:
        """Go to today."""
        self._month.go(self._today)

    def action_pick(self) -> None:
        """Answer with the day of the cursor."""
        self.dismiss(self.day)

    def on_click(self, event: events.Click) -> None:
        """Pick the day that was clicked; a click beside the month closes it."""
        offset = event.get_content_offset(self._month) if event.widget is self._month else None
        if event.widget is self:
            self.dismiss(None)
        elif offset is not None:
            day = self._month.day_at(offset.x, offset.y)
            if day is not None:
                self.dismiss(day)


def shifted_days(day: date, days: int) -> date | None:
    """The day so many days later, None beyond the ends of the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def shifted_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month; never beyond the ends."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return day
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
