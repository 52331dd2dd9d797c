"""What stands behind a number, in words: its rule, window, exclusions and when it was counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from successtui.services.report.catalogue import BY_KEY
from successtui.services.report.numbers import Report
from successtui.services.report.settings import ReportSettings
from successtui.services.report.windows import later, year_start


@dataclass(frozen=True, slots=True)
class Explanation:
    """A number explained; empty texts have nothing to say.

    Attributes:
        as_of: the day it was counted for and with whose eyes.
    """

    title: str
    rule: str
    window: str
    excludes: str
    order: str
    as_of: str
    notes: tuple[str, ...]


def explain(report: Report, key: str) -> Explanation:
    """The number of that key explained.

    Raises:
        KeyError: the report does not hold it.
    """
    number, indicator = report.numbers[key], BY_KEY[key]
    settings, today = report.settings, report.today
    return Explanation(
        indicator.title,
        in_words(indicator.rule, settings, today),
        in_words(indicator.window, settings, today),
        indicator.excludes,
        indicator.order,
        f"{today.isoformat()}, as seen by {report.as_}, amounts in {report.currency}",
        (*number.notes, *report.notes),
    )


def in_words(text: str, settings: ReportSettings, today: date) -> str:
    """A text of the catalogue with the settings and days filled in."""
    start = year_start(today, settings.fiscal_year_start_month)
    windows = {
        name: _span(today, later(today, getattr(settings, f"{name}_days")))
        for name in ("renewal_window", "touchpoint_window", "go_live_window")
    }
    numbers = {name: getattr(settings, name) for name in ReportSettings.__slots__}
    return text.format_map(
        {
            **numbers,
            **windows,
            "health_red_below": settings.health_red_below,
            "today": today.isoformat(),
            "year_to_date": _span(start, today),
        }
    )


def _span(first: date, last: date) -> str:
    return f"from {first.isoformat()} to {last.isoformat()}, both included"
