"""What an outcome's values say: progress in percent and the KPI's badge (rule K1)."""

from datetime import date
from decimal import Decimal

from successtui.records.picklists import Direction, KpiStatus


def is_measurable(
    base: Decimal | None, current: Decimal | None, target: Decimal | None, direction: str
) -> bool:
    """Whether the three values make a path that can be measured."""
    if base is None or current is None or target is None or base == target:
        return False
    return target > base if direction == Direction.INCREASE else target < base


def progress_pct(
    base: Decimal | None, current: Decimal | None, target: Decimal | None, direction: str
) -> int:
    """Share of the way from base to target, a whole number 0 to 100, rounded down.

    Below the base it is 0 (R003-44), beyond the target 100 (R003-43), never negative (R003-45);
    0 as well when the values make no path. A reduction is measured only when the direction says
    so (the literal reading of R003-44 for the default).
    """
    if not is_measurable(base, current, target, direction):
        return 0
    assert base is not None
    assert current is not None
    assert target is not None
    done = (current - base) * (1 if target > base else -1)
    whole = abs(target - base)
    if done <= 0:
        return 0
    return 100 if done >= whole else int(100 * done // whole)


def kpi_status(
    base: Decimal | None,
    current: Decimal | None,
    target: Decimal | None,
    direction: str,
    target_date: date | None,
    today: date,
) -> KpiStatus:
    """Completed, Overdue (the target date has passed), In progress, or Not available."""
    if not is_measurable(base, current, target, direction):
        return KpiStatus.NOT_AVAILABLE
    if progress_pct(base, current, target, direction) == 100:
        return KpiStatus.COMPLETED
    if target_date is not None and target_date < today:
        return KpiStatus.OVERDUE
    return KpiStatus.IN_PROGRESS
