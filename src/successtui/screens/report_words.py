"""What the report says in running text: filters in force, the number under the cursor, a refusal.

Pure functions; no database layer.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from successtui.screens.report_looks import NOTHING, UNKNOWN, whole_money
from successtui.screens.report_pages import Page
from successtui.services.report.catalogue import BY_KEY, Indicator, Shape
from successtui.services.report.numbers import Group, Number, Report
from successtui.services.report.scope import NO_FILTERS, Filters
from successtui.widgets.pictures import Key

_NAMED = 3
"""Values of a filter that are named; of more only the number is said."""


def heading(filters: Filters, report: Report | None, moment: datetime | None) -> str:
    """The line above the page: whose numbers, of which day, counted when."""
    whose = filter_words(filters) or "All engagements in your charge"
    if filters != NO_FILTERS:
        whose = f"Filtered: {whose} – F clears"
    if report is None or moment is None:
        return f"{whose} · counting {UNKNOWN}"
    return f"{whose} · {report.today:%Y-%m-%d} · counted {moment:%H:%M}"


def filter_words(filters: Filters) -> str:
    """The filters in force; empty when there are none."""
    ranges = [range_words(text) for text in filters.contract_values]
    parts = (("contract value", ranges), ("CSM", filters.csms), ("industry", filters.industries))
    return ", ".join(f"{name} {_several(list(values))}" for name, values in parts if values)


def range_words(text: str) -> str:
    """A range of contract values with thousands grouped: `50,000-100,000`, `from 1,000,000`."""
    low, _, high = text.partition("-")
    if not high:
        return f"from {Decimal(low):,}"
    return f"{Decimal(low):,}-{Decimal(high):,}"


def _several(values: list[str]) -> str:
    if len(values) > _NAMED:
        return f"one of {len(values)}"
    return " or ".join(values)


def refusal_words(reason: str) -> str:
    """What somebody reads who may not open the report."""
    return (
        "The success report is not open to you.\n\n"
        f"{reason[:1].upper()}{reason[1:]}.\n\n"
        "An admin gives roles: g s, then Users. g a goes to your accounts."
    )


def counted_words(page: Page, key: Key | None) -> str:
    """The number under the cursor with its full name, and what can be done with it."""
    if key is None:
        return ""
    indicator = BY_KEY[key[0]]
    if page.report is None:
        return f"{indicator.title}: {UNKNOWN}"
    number = page.report.numbers[indicator.key]
    if len(key) > 2:
        return f"{indicator.title}: {number.count:,} · enter lists them from here"
    named = "".join(f" › {part}" for part in _path(key))
    figure = figure_words(indicator, number, key, page.report.currency)
    return f"{indicator.title}{named}: {figure} · enter lists"


def _path(key: Key) -> list[str]:
    return [part for part in key[1].split("/") if part] if len(key) > 1 else []


def figure_words(indicator: Indicator, number: Number, key: Key, currency: str) -> str:
    """A number in full: thousands grouped, money to the cent."""
    if len(key) < 2 or not key[1]:
        return _whole(indicator, number, currency)
    if indicator.shape is not Shape.MATRIX and indicator.shape is not Shape.MONTHS:
        group = next((each for each in number.groups if each.label == key[1]), None)
        return UNKNOWN if group is None else _of_group(group, currency)
    label, _, series = key[1].partition("/")
    groups = [group for group in number.groups if not label or group.label == label]
    if series:
        return f"{sum(int(group.series.get(series, 0)) for group in groups):,}"
    if indicator.shape is Shape.MONTHS and groups:
        return _of_month(indicator, groups[0], currency)
    return f"{sum(int(group.value) for group in groups):,}"


def _whole(indicator: Indicator, number: Number, currency: str) -> str:
    if indicator.shape is Shape.MONEY and number.value is not None:
        return whole_money(Decimal(number.value), currency)
    if indicator.shape is Shape.AVERAGE:
        return NOTHING if number.value is None else f"{number.value:,}"
    return f"{number.count:,}"


def _of_group(group: Group, currency: str) -> str:
    if group.money is None:
        return f"{group.value:,}"
    return f"{group.value:,}, {whole_money(group.money, currency)}{_missing(group)}"


def _of_month(indicator: Indicator, group: Group, currency: str) -> str:
    if not indicator.series or "won" not in indicator.series:
        return f"{whole_money(Decimal(group.value), currency)}{_missing(group)}"
    parts = []
    for name in ("won", "lost"):
        value = Decimal(group.series.get(f"{name}_value", 0))
        amount = f" ({whole_money(value, currency)})" if value else ""
        parts.append(f"{group.series.get(name, 0):,} {name}{amount}")
    return ", ".join(parts) + _missing(group)


def _missing(group: Group) -> str:
    return f", {group.without_rate} without rate" if group.without_rate else ""
