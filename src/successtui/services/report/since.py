"""What changed since a day: the report now beside the report then, and who came and went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from successtui.services.report.answer import value_json
from successtui.services.report.catalogue import BY_KEY, Indicator, Tab
from successtui.services.report.numbers import NaturalKey, Number, Report
from successtui.services.report.report import report
from successtui.services.report.scope import Filters
from successtui.services.session import Session


@dataclass(frozen=True, slots=True)
class Difference:
    """One number then and now.

    Attributes:
        came, went: natural keys of records that are counted now and were not, and the reverse;
            empty for indicators that do not list their records.
        groups: label, value then and value now of each group that differs.
    """

    key: str
    then: Number
    now: Number
    came: tuple[NaturalKey, ...]
    went: tuple[NaturalKey, ...]
    groups: tuple[tuple[str, int | Decimal, int | Decimal], ...]

    @property
    def is_any(self) -> bool:
        """Whether anything differs at all."""
        return self.then.value != self.now.value or bool(self.came or self.went or self.groups)


@dataclass(frozen=True, slots=True)
class Changes:
    """Two reports beside each other."""

    then: Report
    now: Report
    differences: tuple[Difference, ...]


def changes_since(
    session_now: Session, session_then: Session, filters: Filters, tabs: Sequence[Tab] = ()
) -> Changes:
    """What differs between the report of one session and that of another, older one.

    Raises:
        Forbidden: the person may not open the report; the message names the missing role.
    """
    then = report(session_then, filters, tabs)
    now = report(session_now, filters, tabs)
    found = [_difference(then.numbers[key], number) for key, number in now.numbers.items()]
    return Changes(then, now, tuple(found))


def changes_json(changes: Changes) -> dict[str, Any]:
    """The differences for JSON: numbers then and now, and records that came and went."""
    return {
        "as": changes.now.as_,
        "since": changes.then.today.isoformat(),
        "today": changes.now.today.isoformat(),
        "currency": changes.now.currency,
        "indicators": {d.key: _json(d) for d in changes.differences},
    }


def _json(difference: Difference) -> dict[str, Any]:
    indicator = BY_KEY[difference.key]
    return {
        "then": value_json(indicator, difference.then.value),
        "now": value_json(indicator, difference.now.value),
        "came": [list(key) if isinstance(key, tuple) else key for key in difference.came],
        "went": [list(key) if isinstance(key, tuple) else key for key in difference.went],
        "groups": [
            [label, *(_group_json(indicator, value) for value in values)]
            for label, *values in difference.groups
        ],
    }


def _group_json(indicator: Indicator, value: int | Decimal) -> int | str | None:
    """A group's value; of verdicts by month these are counts, not money."""
    return value if isinstance(value, int) else value_json(indicator, value)


def _difference(then: Number, now: Number) -> Difference:
    before, after = set(then.records), set(now.records)
    return Difference(
        now.key,
        then,
        now,
        tuple(sorted(after - before)),
        tuple(sorted(before - after)),
        tuple(_groups(then, now)),
    )


def _groups(then: Number, now: Number) -> list[tuple[str, int | Decimal, int | Decimal]]:
    old = {group.label: group.value for group in then.groups}
    new = {group.label: group.value for group in now.groups}
    labels = dict.fromkeys((*old, *new))
    return [(n, old.get(n, 0), new.get(n, 0)) for n in labels if old.get(n, 0) != new.get(n, 0)]
