"""The report as one object for JSON; its names are a promise to other programs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from successtui.services.report.catalogue import BY_KEY, Indicator, Shape
from successtui.services.report.numbers import Group, Number, Report, Value
from successtui.services.report.writing import rounded

_MONEY_SHAPES = (Shape.MONEY, Shape.MONTHS)


def as_json(report: Report) -> dict[str, Any]:
    """The report as JSON has it: whole numbers native, money and averages as texts.

    Indicators give `records` when the report was made with them.
    """
    filters = report.filters
    data: dict[str, Any] = {
        "as": report.as_,
        "today": report.today.isoformat(),
        "currency": report.currency,
        "filters": {
            "contract_values": list(filters.contract_values),
            "csms": list(filters.csms),
            "industries": list(filters.industries),
        },
        "indicators": {key: number_json(number) for key, number in report.numbers.items()},
    }
    return {**data, "notes": list(report.notes)} if report.notes else data


def number_json(number: Number) -> dict[str, Any]:
    """One indicator."""
    indicator = BY_KEY[number.key]
    data: dict[str, Any] = {"value": value_json(indicator, number.value)}
    if indicator.shape is Shape.AVERAGE:
        names = number.extra["names"]
        assert isinstance(names, dict)
        data["by_csm"] = [[g.label, names.get(g.label, ""), g.value] for g in number.groups]
    elif indicator.groups or indicator.shape in (Shape.TOP, Shape.MONTHS):
        data["groups"] = [[g.label, _group(indicator, g)] for g in number.groups]
    if indicator.listed:
        data["records"] = [list(key) if isinstance(key, tuple) else key for key in number.records]
    if indicator.name == "by_stage":
        data["money"] = [[g.label, str(rounded(g.money or 0))] for g in number.groups]
    if indicator.shape in _MONEY_SHAPES or indicator.name == "by_stage":
        data["without_rate"] = number.without_rate
    return {**data, **{k: v for k, v in number.extra.items() if k != "names"}}


def value_json(indicator: Indicator, value: Value) -> int | str | None:
    """The number as JSON has it."""
    if value is None or (isinstance(value, int) and indicator.shape not in _MONEY_SHAPES):
        return value
    return str(rounded(value)) if indicator.shape in _MONEY_SHAPES else str(value)


def _group(indicator: Indicator, group: Group) -> Any:
    if indicator.series:
        return {name: _plain(name, group.series[name]) for name in indicator.series}
    return str(rounded(group.value)) if indicator.shape is Shape.MONTHS else group.value


def _plain(name: str, value: int | Decimal) -> int | str:
    return str(rounded(value)) if name.endswith("_value") else int(value)
