"""The report's settings: ranges, bands, windows and thresholds, with their defaults (R004-08).

Kept as rows of `setting` under the names of `REPORT_SETTINGS`. What is stored but cannot be
understood gives way to the default, and the report says so; a person cannot save such a thing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from successtui.domain.errors import BadCall
from successtui.domain.plaintext import one_line
from successtui.services.report.scope import read_range

_SEVERAL = re.compile(r"[;,\s]+")
_LONGEST_WINDOW = 3660


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """What the settings say.

    Attributes:
        contract_value_ranges: as `Filters.contract_values` are written.
        health_bands: the health scores at which yellow and green begin.
        low_adoption_below: adoption scores below this are low.
        objective_completion_percent: completion must be above this share to be listed.
    """

    contract_value_ranges: tuple[str, ...]
    health_bands: tuple[int, int]
    low_adoption_below: int
    objective_completion_percent: int
    renewal_window_days: int
    touchpoint_window_days: int
    go_live_window_days: int
    fiscal_year_start_month: int

    @property
    def health_red_below(self) -> int:
        """Health scores below this are red."""
        return self.health_bands[0]


@dataclass(frozen=True, slots=True)
class ReportSetting:
    """One setting: its name, its default as it is written, what it means, and how it is read."""

    name: str
    default: str
    meaning: str
    read: Callable[[str], Any]


def _ranges(text: str) -> tuple[str, ...]:
    found = tuple(part for part in _SEVERAL.split(text.strip()) if part)
    if not found:
        raise ValueError("name at least one range, such as 0-50000;50000-")
    for part in found:
        try:
            read_range(part)
        except BadCall as error:
            raise ValueError(str(error)) from None
    return found


def _number(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        body = text.strip()
        if not re.fullmatch(r"[0-9]{1,6}", body, re.ASCII) or not low <= int(body) <= high:
            raise ValueError(f"takes a whole number from {low} to {high}")
        return int(body)

    return read


def _bands(text: str) -> tuple[int, int]:
    parts = [part for part in _SEVERAL.split(text.strip()) if part]
    read = _number(0, 100)
    if len(parts) != 2 or not read(parts[0]) < read(parts[1]):
        raise ValueError("takes two scores, the lower one first, such as 40;70")
    return read(parts[0]), read(parts[1])


REPORT_SETTINGS: tuple[ReportSetting, ...] = (
    ReportSetting(
        "contract_value_ranges",
        "0-50000;50000-100000;100000-500000;500000-1000000;1000000-",
        "Ranges the report can be filtered by, in the base currency, the upper end excluded.",
        _ranges,
    ),
    ReportSetting(
        "health_bands",
        "40;70",
        "Health scores at which yellow and green begin; below is red.",
        _bands,
    ),
    ReportSetting(
        "low_adoption_below", "40", "Adoption scores below this are low.", _number(0, 101)
    ),
    ReportSetting(
        "objective_completion_percent",
        "80",
        "Engagements with a larger share of completed objectives are listed.",
        _number(0, 100),
    ),
    ReportSetting(
        "renewal_window_days",
        "90",
        "How many days ahead renewals are looked for.",
        _number(0, _LONGEST_WINDOW),
    ),
    ReportSetting(
        "touchpoint_window_days",
        "90",
        "How many days ahead touchpoints are looked for.",
        _number(0, _LONGEST_WINDOW),
    ),
    ReportSetting(
        "go_live_window_days",
        "30",
        "How many days ahead go-live dates are looked for.",
        _number(0, _LONGEST_WINDOW),
    ),
    ReportSetting(
        "fiscal_year_start_month",
        "1",
        "The month in which the year of the report begins, 1 for January.",
        _number(1, 12),
    ),
)
"""Every setting of the report; `ReportSettings` has an attribute of each name."""

_BY_NAME = {setting.name: setting for setting in REPORT_SETTINGS}


def read_settings(stored: Mapping[str, str]) -> tuple[ReportSettings, tuple[str, ...]]:
    """The settings from what is stored, and a line for each that could not be understood."""
    values: dict[str, Any] = {}
    notes = []
    for setting in REPORT_SETTINGS:
        text = stored.get(setting.name) or setting.default
        try:
            values[setting.name] = setting.read(text)
        except ValueError:
            values[setting.name] = setting.read(setting.default)
            shown = one_line(text, 40)
            notes.append(f"the setting {setting.name} is '{shown}'; {setting.default} is used")
    return ReportSettings(**values), tuple(notes)


def setting_problem(name: str, text: str | None) -> str | None:
    """What is wrong with a value for a setting of the report; `None` for others and good ones."""
    if (setting := _BY_NAME.get(name)) is None or not text:
        return None
    try:
        setting.read(text)
    except ValueError as error:
        return str(error)
    return None
