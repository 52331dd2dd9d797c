"""Conditions on values that are computed on reading, as far as SQL can say them on every engine.

Each gives for the rows that the actor sees what `services.derived` computes; both must agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Numeric,
    Select,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    type_coerce,
)

from successtui.domain.lifecycle import FINAL
from successtui.records.picklists import Direction, KpiStatus
from successtui.store.conditions.completion import completed_from
from successtui.store.conditions.context import QueryContext
from successtui.store.conditions.reckoning import days_between, whole_quotient
from successtui.store.conditions.seen import seen_rows
from successtui.store.tables import LINKS

Condition = ColumnElement[bool]

_LARGEST = 2**63 - 1


@dataclass(frozen=True)
class NumberMeasure:
    """A computed number.

    `above(value, inclusive)` is the condition that it is more than the value, or equal; `filled`
    that there is one, `None` where there always is.
    """

    above: Callable[[Decimal, bool], Condition]
    filled: Condition | None = None


@dataclass(frozen=True)
class DayMeasure:
    """A computed date; `above` as in `NumberMeasure`, `filled` that there is one."""

    above: Callable[[date, bool], Condition]
    filled: Condition


@dataclass(frozen=True)
class Options:
    """A computed value out of few: the condition under which it is each of them."""

    when: Mapping[str, Condition]


Computed = NumberMeasure | DayMeasure | Options
YES, NO = "yes", "no"


def computed(
    record_type: str, name: str, rows: FromClause, context: QueryContext
) -> Computed | None:
    """The conditions for a derived value of the rows; `None` when it cannot be filtered by."""
    build = _COMPUTED.get((record_type, name))
    return None if build is None else build(rows, context)


def _flag(condition: Condition) -> Options:
    return Options({YES: condition, NO: not_(condition)})


def _seen(name: str, context: QueryContext) -> tuple[FromClause, Condition]:
    """Living rows of a type that the actor sees."""
    rows, seen = seen_rows(name, context.actor, "summed")
    return rows, and_(rows.c.deleted_at.is_(None), seen)


def _escalated(rows: FromClause, context: QueryContext) -> Options:
    escalation, seen = _seen("escalation", context)
    accounts = select(escalation.c.account).where(seen, escalation.c.state == "Escalated")
    return _flag(rows.c.account.in_(accounts))


def _active(rows: FromClause, _context: QueryContext) -> Options:
    ended = and_(rows.c.state.is_not(None), rows.c.state.in_(sorted(FINAL)))
    return _flag(not_(ended))


def _planned(rows: FromClause, _context: QueryContext) -> Options:
    kind = func.coalesce(rows.c.parent_type, "")
    return Options({YES: kind.in_(["play", "internal_play"]), NO: kind == "success_case"})


def _shareable(rows: FromClause, context: QueryContext) -> Options:
    plan, plan_seen = _seen("plan", context)
    play, play_seen = _seen("play", context)
    plans = select(plan.c.id).where(plan_seen, plan.c.shared_with_customer.is_(True))
    shared = select(play.c.objective).where(
        play_seen, play.c.shared.is_(True), play.c.objective.is_not(None)
    )
    in_plan = and_(rows.c.plan.is_not(None), rows.c.plan.in_(plans))
    return _flag(and_(in_plan, rows.c.id.in_(shared)))


def _progress(rows: FromClause, _context: QueryContext) -> NumberMeasure:
    """Rule K1, a whole number 0 to 100."""

    def above(value: Decimal, inclusive: bool) -> Condition:
        return _progress_from(rows, int(value) if inclusive else int(value) + 1)

    return NumberMeasure(above)


def _progress_from(rows: FromClause, percent: int) -> Condition:
    """Progress is at least that; the share is compared without dividing, so it is exact."""
    if percent <= 0:
        return true()
    if percent > 100:
        return false()
    base, current, target = (_units(rows.c[f"{n}_value"]) for n in ("base", "current", "target"))
    hundred, part = literal(100, BigInteger), literal(percent, BigInteger)
    return and_(
        _measurable(rows),
        or_(
            and_(target > base, hundred * (current - base) >= part * (target - base)),
            and_(target < base, hundred * (base - current) >= part * (base - target)),
        ),
    )


def _percent(rows: FromClause) -> ColumnElement[int]:
    """Progress itself; only where it is added up, for dividing is not exact beyond 18 digits."""
    base, current, target = (_units(rows.c[f"{n}_value"]) for n in ("base", "current", "target"))
    hundred = literal(100, BigInteger)
    way = case(
        (target > base, whole_quotient(hundred * (current - base), target - base)),
        else_=whole_quotient(hundred * (base - current), base - target),
    )
    return case((_progress_from(rows, 100), 100), (_progress_from(rows, 1), way), else_=0)


def _completion(rows: FromClause, context: QueryContext) -> NumberMeasure:
    """How far an objective has come, a whole number 0 to 100."""

    def above(value: Decimal, inclusive: bool) -> Condition:
        percent = int(value) if inclusive else int(value) + 1
        if percent <= 0:
            return true()
        return false() if percent > 100 else completed_from(rows, percent, _percent, context)

    return NumberMeasure(above)


def _duration(rows: FromClause, _context: QueryContext) -> NumberMeasure:
    """Days from start to end."""
    there = and_(rows.c.start_date.is_not(None), rows.c.end_date.is_not(None))
    days = days_between(rows.c.start_date, rows.c.end_date)

    def above(value: Decimal, inclusive: bool) -> Condition:
        limit = literal(_limited(value), BigInteger)
        return and_(there, days >= limit if inclusive else days > limit)

    return NumberMeasure(above, there)


def _measurable(rows: FromClause) -> Condition:
    base, current, target = rows.c.base_value, rows.c.current_value, rows.c.target_value
    rising = func.coalesce(rows.c.direction, "") == Direction.INCREASE.value
    return and_(
        base.is_not(None),
        current.is_not(None),
        target.is_not(None),
        or_(and_(rising, target > base), and_(not_(rising), target < base)),
    )


def _kpi_status(rows: FromClause, context: QueryContext) -> Options:
    """The badge of an outcome (rule K1)."""
    running = and_(_measurable(rows), not_(_progress_from(rows, 100)))
    day = rows.c.target_date
    late = and_(day.is_not(None), day < context.today)
    return Options(
        {
            KpiStatus.COMPLETED: _progress_from(rows, 100),
            KpiStatus.OVERDUE: and_(running, late),
            KpiStatus.IN_PROGRESS: and_(running, not_(late)),
            KpiStatus.NOT_AVAILABLE: not_(_measurable(rows)),
        }
    )


def _last_touchpoint(rows: FromClause, context: QueryContext) -> DayMeasure:
    """The latest touchpoint up to today that was not canceled, by its day in UTC."""
    touch, seen = _seen("touchpoint", context)
    met, due = touch.c.meeting_at, touch.c.due_date

    def on_or_after(day: date) -> Condition:
        met_then = and_(met.is_not(None), met >= _morning(day))
        return or_(met_then, and_(met.is_(None), due.is_not(None), due >= day))

    def after(day: date) -> Condition:
        return false() if day == date.max else on_or_after(day + timedelta(days=1))

    def some(then: Condition) -> Condition:
        kept = and_(seen, func.coalesce(touch.c.state, "") != "Canceled")
        found = select(touch.c.engagement).where(kept, then, not_(after(context.today)))
        return rows.c.id.in_(found)

    def above(day: date, inclusive: bool) -> Condition:
        return some(on_or_after(day) if inclusive else after(day))

    return DayMeasure(above, some(on_or_after(date.min)))


def _contract_value(rows: FromClause, context: QueryContext) -> NumberMeasure | None:
    """Sum of the linked active contracts, in the base currency."""
    link, link_seen = _seen("engagement_contract", context)
    contract, seen = _seen("contract", context)
    query = select(link.c.engagement).where(
        link.c.contract == contract.c.id, link_seen, seen, contract.c.state == "Active"
    )
    return _sum(rows, query.group_by(link.c.engagement), contract, context)


def _value_at_risk(rows: FromClause, context: QueryContext) -> NumberMeasure | None:
    """Sum of the contracts impacted, in the base currency."""
    link = LINKS["risk_signal", "contracts_impacted"].alias()
    contract, seen = _seen("contract", context)
    query = select(link.c.record_id).where(link.c.target_id == contract.c.id, seen)
    return _sum(rows, query.group_by(link.c.record_id), contract, context)


def _sum(
    rows: FromClause, query: Select[tuple[int]], contract: FromClause, context: QueryContext
) -> NumberMeasure | None:
    """The sum of contracts by record; nothing is 0, and a contract without a rate adds nothing."""
    if context.worth is None:
        return None
    worth = {name: rate.normalize() for name, rate in context.worth().items()}
    places = max((-_exponent(rate) for rate in worth.values()), default=0)
    places = max(places, 0)
    total: ColumnElement[int] = literal(0, BigInteger)
    for currency, rate in worth.items():
        units = type_coerce(contract.c.value, BigInteger)
        share = func.sum(case((contract.c.currency == currency, units), else_=0))
        total = total + share * literal(_limited(rate.scaleb(places)), BigInteger)

    def above(value: Decimal, inclusive: bool) -> Condition:
        if value < 0 or (value == 0 and inclusive):
            return true()
        limit = literal(_limited(value.scaleb(2 + places)), BigInteger)
        return rows.c.id.in_(query.having(total >= limit if inclusive else total > limit))

    return NumberMeasure(above)


def _units(column: ColumnElement[Decimal]) -> ColumnElement[int]:
    """The whole number a decimal is kept as, in a type that multiplies without overflow."""
    return type_coerce(cast(type_coerce(column, BigInteger), Numeric), BigInteger)


def _limited(value: Decimal) -> int:
    return max(-_LARGEST, min(_LARGEST, int(value)))


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _morning(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


_COMPUTED: dict[tuple[str, str], Callable[[FromClause, QueryContext], Computed | None]] = {
    ("engagement", "contract_value"): _contract_value,
    ("engagement", "escalated"): _escalated,
    ("engagement", "last_touchpoint_on"): _last_touchpoint,
    ("objective", "completion_pct"): _completion,
    ("objective", "shareable"): _shareable,
    ("outcome", "kpi_status"): _kpi_status,
    ("outcome", "progress_pct"): _progress,
    ("play", "active"): _active,
    ("play", "duration_days"): _duration,
    ("risk_signal", "contract_value_at_risk"): _value_at_risk,
    ("task", "planned"): _planned,
}
