"""What the report says: frozen results, without any knowledge of how they were counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from successtui.services.report.catalogue import Indicator
from successtui.services.report.scope import Filters
from successtui.services.report.settings import ReportSettings

Value = int | Decimal | None
NaturalKey = str | tuple[str, ...]
"""How files and JSON name a record: its number, or the parts of its key."""


@dataclass(frozen=True, slots=True)
class Group:
    """One bar, row or month of an indicator.

    Attributes:
        label: what it is called, and how `drill` names it.
        value: how many records (of a matrix: the row's total); of contract value by month, money.
        series: further numbers by name, as `Indicator.series` has them.
        money: the value of its records in the base currency, where that is shown besides.
        without_rate: records whose money could not be converted.
    """

    label: str
    value: int | Decimal
    series: Mapping[str, int | Decimal] = field(default_factory=dict)
    money: Decimal | None = None
    without_rate: int = 0


@dataclass(frozen=True, slots=True)
class Number:
    """One indicator as counted.

    Attributes:
        value: records counted; money (exact, unrounded) or an average (one decimal) where the
            indicator is one; `None` when there is nothing to divide by, or for W5 which has none.
        groups: its bars, rows or months in order, zeros included.
        count: records its drill-down opens.
        ids, records: ids of the records counted, ascending, and their natural keys sorted by code
            point; both only when asked for (`report(..., records=True)`).
        notes: short facts to stand beside the number, such as `+ 3 closed`.
        without_rate: records whose money could not be converted.
        extra: the facts of the notes for programs, such as `{"closed": 3}`.
    """

    key: str
    value: Value
    groups: tuple[Group, ...] = ()
    count: int = 0
    ids: tuple[int, ...] = ()
    records: tuple[NaturalKey, ...] = ()
    notes: tuple[str, ...] = ()
    without_rate: int = 0
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """The report as one person saw it at one moment.

    Attributes:
        as_: username of whose eyes it was made with.
        currency: the base currency, in which all money is.
        numbers: by key, in the order of the catalogue; only those of the tabs asked for.
        notes: what concerns all of it, such as a setting that could not be understood.
    """

    as_: str
    today: date
    currency: str
    filters: Filters
    numbers: Mapping[str, Number]
    settings: ReportSettings
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drilled:
    """The records behind a number, a bar, a cell or a month.

    Attributes:
        ids: exactly the counted records, in the indicator's order.
        columns: what a list of them shows.
        title: the indicator's title, with the group where one was chosen.
        remarks: what is worth saying of single records besides, by id, such as `in 12 days`.
    """

    indicator: Indicator
    record_type: str
    ids: tuple[int, ...]
    columns: tuple[str, ...]
    title: str
    rule: str
    remarks: Mapping[int, str] = field(default_factory=dict)
