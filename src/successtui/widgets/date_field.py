"""A field for a date: typed the way people say it, or picked from a month.

Owns normalising what was typed when the field is left and keeping what cannot be read. Which
spellings mean which day is the business of the `parse` it is given.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.validation import ValidationResult, Validator

from successtui.widgets.day_picker import DayPicker
from successtui.widgets.entry import Entry

__all__ = ["DateField"]


class _Readable(Validator):
    def __init__(self, read: Callable[[str], tuple[date | None, str]]) -> None:
        super().__init__()
        self._read = read

    def validate(self, value: str) -> ValidationResult:
        error = self._read(value)[1]
        return self.failure(error) if error else self.success()


class DateField(Entry):
    """An input of one date, compact; see the module."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4,alt+down", "pick", "Calendar", show=False, id="date.pick"),
    ]

    @dataclass
    class Settled(Message):
        """The field was left, or a day was picked; its text is as normal as it can be."""

        field: "DateField"
        value_date: date | None
        error: str
        """Why the text is no date, for a person; empty where it is one or nothing."""

        @property
        def control(self) -> "DateField":
            """The field, for `@on` selectors."""
            return self.field

    def __init__(
        self,
        parse: Callable[[str], date],
        *,
        today: Callable[[], date],
        value: date | str | None = None,
        placeholder: str = "",
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        """Make a field.

        Args:
            parse: Reads a date; raises ValueError with a line for a person where it cannot.
            today: The day of the clock, where the calendar starts for an empty field.
            value: The date at first, or a text (a draft) to be kept as it was typed.
            placeholder: Shown while the field is empty.
        """
        self._parse = parse
        self._today = today
        super().__init__(
            value.isoformat() if isinstance(value, date) else value,
            placeholder,
            name=name,
            id=id,
            classes=classes,
            disabled=disabled,
            validators=_Readable(self._read),
            validate_on=["blur"],
            compact=True,
        )
        self.cursor_blink = False

    @property
    def value_date(self) -> date | None:
        """The date the text means, None where it is empty or means none."""
        return self._read(self.value)[0]

    @property
    def error(self) -> str:
        """Why the text is no date; empty where it is one or the field is empty."""
        return self._read(self.value)[1]

    def set_date(self, day: date | None) -> None:
        """Show this date, or nothing."""
        self.value = "" if day is None else day.isoformat()
        self.validate(self.value)

    def action_pick(self) -> None:
        """Open a month at the date of the field, or at today."""
        start = self.value_date or self._today()
        self.app.push_screen(DayPicker(start, self._today()), self._picked)

    def on_blur(self) -> None:
        """Write the date the ISO way; what cannot be read stays as it was typed."""
        self._settle()

    def _picked(self, day: date | None) -> None:
        if day is not None:
            self.set_date(day)
            self._settle()

    def _settle(self) -> None:
        day, error = self._read(self.value)
        if day is not None:
            self.value = day.isoformat()
        self.validate(self.value)
        self.post_message(self.Settled(self, day, error))

    def _read(self, text: str) -> tuple[date | None, str]:
        if not text.strip():
            return None, ""
        try:
            return self._parse(text.strip()), ""
        except ValueError as unreadable:
            return None, str(unreadable)
