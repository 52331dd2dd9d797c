"""The report as blocks of texts, which the writers of text, Markdown and HTML lay out.

Owns how numbers are spelled: money with two digits after the point, rounded half up, grouped by
thousands; an average with one digit; nothing to show as a dash.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from successtui.services.report.catalogue import BY_KEY, TABS, Indicator, Shape, Tab
from successtui.services.report.explaining import in_words
from successtui.services.report.numbers import Group, Number, Report, Value
from successtui.services.report.offers import range_label

_CENT = Decimal("0.01")
NOTHING = "–"
_SERIES = {"won_value": "Value won", "lost_value": "Value lost"}


@dataclass(frozen=True, slots=True)
class Block:
    """One indicator laid out.

    Attributes:
        value: the number itself, empty where only its groups count.
        head, rows: its groups as a table; a row begins with the group's label.
        bars: for each row how long its bars are, as shares of the longest one.
    """

    key: str
    title: str
    value: str
    notes: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    bars: tuple[tuple[float, ...], ...] = ()
    rule: str = ""


def rounded(money: int | Decimal) -> Decimal:
    """An amount with two digits after the point, half rounded up."""
    return Decimal(money).quantize(_CENT, ROUND_HALF_UP)


def money_text(money: int | Decimal) -> str:
    """An amount as people read it: `1,234.50`."""
    return f"{rounded(money):,f}"


def value_text(indicator: Indicator, value: Value) -> str:
    """The indicator's number as people read it."""
    if value is None:
        return NOTHING
    if indicator.shape in (Shape.MONEY, Shape.MONTHS):
        return money_text(value)
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def group_text(value: int | Decimal) -> str:
    """The number of a group as people read it: a count, or money."""
    return money_text(value) if isinstance(value, Decimal) else f"{value:,}"


def headline(report: Report) -> str:
    """Whose report it is, of which day, in which currency."""
    return (
        f"Success report of {report.as_}, {report.today.isoformat()}, amounts in {report.currency}"
    )


def filters_line(report: Report) -> str:
    """The filters in words; empty when nothing is filtered."""
    filters = report.filters
    parts = (
        ("contract value", tuple(map(range_label, filters.contract_values))),
        ("CSM", filters.csms),
        ("industry", filters.industries),
    )
    return "; ".join(f"{name}: {' or '.join(values)}" for name, values in parts if values)


def blocks(report: Report) -> list[tuple[Tab, list[Block]]]:
    """The indicators the report holds, tab by tab."""
    found = []
    for tab in TABS:
        mine = [n for key, n in report.numbers.items() if BY_KEY[key].tab is tab]
        if mine:
            found.append((tab, [_block(report, number) for number in mine]))
    return found


def _block(report: Report, number: Number) -> Block:
    indicator = BY_KEY[number.key]
    by_person = indicator.shape is Shape.AVERAGE
    only_groups = indicator.shape in (Shape.MONTHS, Shape.MATRIX, Shape.BARS, Shape.TOP)
    value = "" if only_groups else value_text(indicator, number.value)
    if indicator.shape is Shape.MONEY:
        value = f"{value} {report.currency}"
    head, rows, lengths = ((), (), ()) if by_person else _table(indicator, number.groups)
    if not value and not rows:
        value = value_text(indicator, number.value)
    return Block(
        number.key,
        indicator.title,
        value,
        number.notes,
        head,
        rows,
        lengths,
        in_words(indicator.rule, report.settings, report.today),
    )


Tables = tuple[tuple[str, ...], tuple[tuple[str, ...], ...], tuple[tuple[float, ...], ...]]


def _table(indicator: Indicator, groups: Sequence[Group]) -> Tables:
    if not groups:
        return (), (), ()
    if indicator.shape is Shape.MATRIX:
        names = indicator.series
        rows = [(g.label, *(f"{g.series[n]:,}" for n in names), f"{g.value:,}") for g in groups]
        sums = [sum(int(g.series[name]) for g in groups) for name in names]
        rows.append(("Total", *(f"{number:,}" for number in sums), f"{sum(sums):,}"))
        return ("Stage", *names, "Total"), tuple(rows), ()
    if indicator.series:
        names = indicator.series
        rows = [(g.label, *(_spelled(name, g.series[name]) for name in names)) for g in groups]
        counts = [[g.series[n] for n in names if not n.endswith("_value")] for g in groups]
        titles = tuple(_SERIES.get(name, name.capitalize()) for name in names)
        return ("Month", *titles), tuple(rows), _shares(counts)
    if indicator.shape is Shape.MONTHS:
        rows = [(g.label, money_text(g.value)) for g in groups]
        return ("Month", "Value"), tuple(rows), _shares([[g.value] for g in groups])
    lengths = _shares([[g.value] for g in groups])
    if any(g.money is not None for g in groups):
        rows = [(g.label, f"{g.value:,}", money_text(g.money or 0)) for g in groups]
        return ("Group", "Number", "Value"), tuple(rows), lengths
    return ("Group", "Number"), tuple((g.label, f"{g.value:,}") for g in groups), lengths


def _spelled(name: str, value: int | Decimal) -> str:
    return money_text(value) if name.endswith("_value") else f"{value:,}"


def _shares(lengths: Sequence[Sequence[int | Decimal]]) -> tuple[tuple[float, ...], ...]:
    longest = max((max(some) for some in lengths), default=0)
    if not longest:
        return tuple(tuple(0.0 for _ in some) for some in lengths)
    return tuple(tuple(float(length / longest) for length in some) for some in lengths)
