"""From the report's numbers to tiles and charts: one function for each shape an indicator has.

Owns which words and tones stand where. Counts nothing, and loads no database layer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from successtui.screens.report_looks import (
    NOTHING,
    SHORT_TITLES,
    UNKNOWN,
    WORRIES,
    all_marked,
    compact_money,
    marked,
    sign,
    tone_of,
)
from successtui.services.report.catalogue import BY_KEY, Indicator, Shape
from successtui.services.report.numbers import Group, Number, Report
from successtui.services.report.windows import later, year_start
from successtui.widgets.charts import (
    Bar,
    Bars,
    Entry,
    Heading,
    Listing,
    Matrix,
    MatrixRow,
    Tile,
)
from successtui.widgets.charts import Number as MatrixNumber
from successtui.widgets.month_chart import Figures, Month, Months, Series
from successtui.widgets.pictures import Block, Key

WAITING = "counting …"
ROWS_SHOWN = 5
"""Rows of a list that the page itself shows."""
ROWS_WHERE_ROOMY = 16
"""The same on a terminal of much room."""
_COLUMNS_WHERE_ROOMY = 10
"""Height of the columns of months there."""
_PER_CSM_SHOWN = 6
_TOTAL = "Total"


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a list on the page: its id, what it is, and the fact it is listed for."""

    id: int
    text: str
    fact: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Glance:
    """The first rows behind a number, and how many there are."""

    rows: tuple[Row, ...]
    total: int


def row_key(key: str, record_id: int) -> Key:
    """What stands for a row of the list on the page."""
    return (key, "", str(record_id))


def titles_of(indicator: Indicator) -> tuple[str, ...]:
    """The wordings of a title, longest first."""
    return (indicator.title, *SHORT_TITLES.get(indicator.key, ()))


def block_of(key: str, report: Report | None, *, roomy: bool = False) -> Block:
    """The tile or chart of an indicator; without a report, what stands there until it comes.

    Args:
        roomy: whether there is much room.
    """
    indicator = BY_KEY[key]
    number = report.numbers[key] if report else None
    currency = report.currency if report else ""
    match indicator.shape:
        case Shape.MATRIX:
            return _matrix(indicator, number)
        case Shape.BARS | Shape.TOP:
            return _bars(indicator, number)
        case Shape.MONTHS:
            months = _months(indicator, number, currency)
            return replace(months, height=_COLUMNS_WHERE_ROOMY) if roomy else months
        case _:
            return _tile(indicator, report)


def listing_of(key: str, glance: Glance | None, *, roomy: bool = False) -> Listing:
    """The first rows behind a number; more of them where there is much room."""
    indicator = BY_KEY[key]
    if glance is None:
        return Listing(titles_of(indicator), (), empty=WAITING)
    rows = glance.rows[: ROWS_WHERE_ROOMY if roomy else ROWS_SHOWN]
    entries = [Entry(row_key(key, row.id), row.text, row.fact, row.tone) for row in rows]
    note = f"first {len(entries)} of {glance.total:,}" if glance.total > len(entries) else ""
    return Listing(titles_of(indicator), tuple(entries), note, empty=f"{_fine()}none")


def per_csm(key: str, number: Number | None) -> Bars:
    """How many engagements each CSM has, those with most first; nobody's stay in sight."""
    groups = number.groups if number else ()
    shown = list(groups[:_PER_CSM_SHOWN])
    if groups and groups[-1] not in shown:
        shown[-1] = groups[-1]
    names = number.extra.get("names", {}) if number else {}
    people = names if isinstance(names, dict) else {}
    bars = [_bar(key, group, str(people.get(group.label, group.label))) for group in shown]
    left = len(groups) - len(shown)
    empty = "nobody has any" if number else WAITING
    return Bars(("Engagements by CSM",), tuple(bars), f"+ {left} more" if left else "", empty)


def _fine() -> str:
    return sign("good")


def _tile(indicator: Indicator, report: Report | None) -> Tile:
    key = (indicator.key,)
    if report is None:
        return Tile(key, titles_of(indicator), UNKNOWN)
    number = report.numbers[indicator.key]
    tone = _tone(indicator, number)
    figure = f"{sign(tone)}{_figure(indicator, number, report.currency)}"
    return Tile(key, titles_of(indicator), figure, _notes(indicator, number, report), tone)


def _tone(indicator: Indicator, number: Number) -> str:
    worry = WORRIES.get(indicator.key, "")
    return worry if worry and number.value else "good" if worry else ""


def _figure(indicator: Indicator, number: Number, currency: str) -> str:
    if number.value is None:
        return NOTHING
    if indicator.shape is Shape.MONEY:
        return f"{currency} {compact_money(Decimal(number.value))}"
    return f"{number.value:,}"


def _notes(indicator: Indicator, number: Number, report: Report) -> tuple[str, ...]:
    """What stands below the number: its groups, what the count says of itself, or its window."""
    if indicator.groups:
        return (" ".join(f"{marked(g.label).strip()} {g.value:,}" for g in number.groups),)
    if not number.notes:
        return (_window(indicator, report),)
    return ", ".join(number.notes), " · ".join(map(_shortened, number.notes))


def _shortened(note: str) -> str:
    return (
        note.replace(" signals", "").replace(" rows", "").replace(" without engagements", " idle")
    )


def _window(indicator: Indicator, report: Report) -> str:
    today, settings = report.today, report.settings
    match indicator.name:
        case "ytd_new_engagements":
            return f"since {year_start(today, settings.fiscal_year_start_month):%Y-%m-%d}"
        case "renewals_due_soon_in_poor_health" | "due_in_90_days":
            days = settings.renewal_window_days
        case "no_touchpoints_in_90_days":
            days = settings.touchpoint_window_days
        case "go_live_due_in_30_days":
            days = settings.go_live_window_days
        case _:
            return ""
    return f"until {later(today, days):%Y-%m-%d}"


def _bars(indicator: Indicator, number: Number | None) -> Bars:
    if number is None:
        waiting = tuple(
            Bar((indicator.key, label), shown, Decimal(0), UNKNOWN)
            for label, shown in zip(indicator.groups, all_marked(indicator.groups), strict=True)
        )
        return Bars(titles_of(indicator), waiting, empty=WAITING)
    shown = all_marked([group.label for group in number.groups])
    bars = tuple(
        _bar(indicator.key, group, label, tone_of(group.label))
        for group, label in zip(number.groups, shown, strict=True)
    )
    note = ", ".join((f"{number.count:,}", *number.notes))
    return Bars(titles_of(indicator), bars, note, empty=f"{_fine()}none")


def _bar(key: str, group: Group, label: str, tone: str = "") -> Bar:
    more = "" if group.money is None else compact_money(group.money)
    return Bar(
        (key, group.label),
        label,
        Decimal(group.value),
        f"{group.value:,}",
        tone,
        more,
    )


def _matrix(indicator: Indicator, number: Number | None) -> Matrix:
    """Stages by health; a cell is `stage/health`, a total has no stage or no health in its key."""
    names = indicator.series
    columns = [Heading(_headings(name), tone_of(name)) for name in names]
    groups = {group.label: group for group in number.groups} if number else {}
    rows = [_matrix_row(indicator, label, groups.get(label)) for label in indicator.groups]
    sums = [
        MatrixNumber(
            (indicator.key, f"/{name}"),
            sum(int(group.series.get(name, 0)) for group in groups.values()) if number else None,
        )
        for name in names
    ]
    whole = MatrixNumber((indicator.key,), number.count if number else None)
    rows.append(MatrixRow(_TOTAL, (*sums, whole), total=True))
    columns.append(Heading((_TOTAL, "Σ")))
    return Matrix(titles_of(indicator), tuple(columns), tuple(rows), "" if number else WAITING)


def _matrix_row(indicator: Indicator, label: str, group: Group | None) -> MatrixRow:
    cells = [
        MatrixNumber(
            (indicator.key, f"{label}/{name}"),
            None if group is None else int(group.series.get(name, 0)),
        )
        for name in indicator.series
    ]
    total = MatrixNumber((indicator.key, label), None if group is None else int(group.value))
    return MatrixRow(label, (*cells, total))


def _headings(name: str) -> tuple[str, ...]:
    """A column's name with its glyph, whole or as little as tells it from the others."""
    whole = marked(name)
    return whole, f"{whole[0]}{name[:3]}", whole[0]


def _months(indicator: Indicator, number: Number | None, currency: str) -> Months:
    groups = number.groups if number else ()
    notes = number.notes if number else (WAITING,)
    if indicator.series and "won" in indicator.series:
        return _verdicts(indicator, groups, notes, currency)
    months = tuple(_month(indicator, group, (Decimal(group.value),)) for group in groups)
    shown = tuple(compact_money(Decimal(group.value)) for group in groups)
    figures = (Figures(currency, shown, "figure"),)
    return Months(titles_of(indicator), (Series(currency),), months, figures, ", ".join(notes))


def _verdicts(
    indicator: Indicator, groups: Sequence[Group], notes: Sequence[str], currency: str
) -> Months:
    """Won and lost side by side: how many in the chart, their value in the figures as well."""
    months, figures = [], []
    for group in groups:
        sizes = tuple(Decimal(group.series.get(name, 0)) for name in ("won", "lost"))
        months.append(_month(indicator, group, sizes))
    for name, tone, mark in (("won", "good", "✓"), ("lost", "bad", "✗")):
        counts = tuple(f"{group.series.get(name, 0):,}" for group in groups)
        keys = tuple((indicator.key, f"{group.label}/{name}") for group in groups)
        figures.append(Figures(f"{mark} {name}", counts, tone, keys))
    for name, mark in (("won_value", "✓"), ("lost_value", "✗")):
        values = tuple(_amount(group, name) for group in groups)
        figures.append(Figures(f"{mark} {currency}", values))
    series = (Series("won", "good"), Series("lost", "bad", "▒"))
    told = ", ".join(("█ won, ▒ lost", *notes))
    return Months(titles_of(indicator), series, tuple(months), tuple(figures), told)


def _amount(group: Group, name: str) -> str:
    value = Decimal(group.series.get(name, 0))
    return compact_money(value) if value else NOTHING


def _month(indicator: Indicator, group: Group, sizes: tuple[Decimal, ...]) -> Month:
    label = date.fromisoformat(f"{group.label}-01").strftime("%b")
    return Month((indicator.key, group.label), label, sizes)
