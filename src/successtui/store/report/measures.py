"""What counts: for each indicator one condition on the rows it counts, by name.

The same condition counts a number and finds the rows behind it, so the two cannot differ. Those on
engagements stand in `engagements.py`, all others here. Names are those of `Indicator.counted`.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import and_, or_, select, true

from successtui.records.picklists import (
    ContractState,
    ContractSubstate,
    RiskState,
    TaskOwnerKind,
    UsagePlan,
    WorkState,
)
from successtui.store.report import engagements, scope
from successtui.store.report.engagements import active, has, is_open
from successtui.store.report.lists import among
from successtui.store.report.scope import (
    Condition,
    Shape,
    day,
    engagement_accounts,
    of_engagements,
    threshold,
    unindexed,
)
from successtui.store.tables import LINKS, TABLES

Measure = Callable[[Shape], Condition]
_OVERDUE, _DUE_TODAY = "Overdue", "Due today"


def rows(record: str, shape: Shape) -> Condition:
    """The condition that a living row of that type belongs to an engagement in scope."""
    table = TABLES[record]
    living = table.c.deleted_at.is_(None)
    match record:
        case "engagement":
            return scope.engagements(shape)
        case "contract":
            link = TABLES["engagement_contract"]
            linked = select(link.c.contract).where(
                link.c.deleted_at.is_(None), of_engagements(link.c.engagement, shape)
            )
            return and_(living, table.c.id.in_(linked.correlate(None)))
        case "task":
            accounts = engagement_accounts(shape)
            here = unindexed(table.c.account, shape).in_(accounts)
            return and_(living, table.c.is_template.is_(False), here)
        case "objective":
            mine = of_engagements(table.c.engagement, shape, active(shape))
            return and_(living, table.c.is_template.is_(False), mine)
        case "product_usage":
            return and_(living, of_engagements(table.c.engagement, shape, active(shape)))
        case _:
            return and_(living, of_engagements(table.c.engagement, shape))


# Risk signals


def active_risk(_shape: Shape) -> Condition:
    """Risks and issues that are new or active."""
    state = TABLES["risk_signal"].c.state
    return or_(state == RiskState.NEW.value, state == RiskState.ACTIVE.value)


def without_contract(shape: Shape) -> Condition:
    """Those among them that name no contract."""
    link, contract = LINKS["risk_signal", "contracts_impacted"], TABLES["contract"]
    living = (link.c.target_id == contract.c.id, contract.c.deleted_at.is_(None))
    some = has(shape, TABLES["risk_signal"].c.id, link.c.record_id, *living)
    return and_(active_risk(shape), ~some)


# Tasks


def managers_tasks(shape: Shape) -> Condition:
    """Tasks owned by people in scope that are open, or ended in the year up to now."""
    return and_(_by_people(shape), or_(is_open(TABLES["task"]), _ended_this_year()))


def _by_people(shape: Shape) -> Condition:
    task = TABLES["task"]
    own = task.c.owner_kind == TaskOwnerKind.USER.value
    resolved = and_(task.c.owner_kind == TaskOwnerKind.ROLE.value, task.c.owner_user.is_not(None))
    if shape.everyone:
        return or_(own, resolved)
    return or_(
        and_(own, among(unindexed(task.c.owner, shape), "people", sqlite=shape.sqlite)),
        and_(resolved, among(unindexed(task.c.owner_user, shape), "people", sqlite=shape.sqlite)),
    )


def _ended_this_year() -> Condition:
    closed_at = TABLES["task"].c.closed_at
    return and_(closed_at >= day("year_starts"), closed_at < day("tomorrow_starts"))


def task_groups() -> dict[str, Condition]:
    """The groups of tasks, each task in the first that fits; taken together, `managers_tasks`.

    One condition for each, because counting them side by side is quicker than grouping rows.
    """
    task = TABLES["task"]
    due, state = task.c.due_date, task.c.state
    not_due = or_(due.is_(None), due > day("today"))
    running = (WorkState.IN_PROGRESS, WorkState.NEW, WorkState.PAUSED)
    ended = (WorkState.CLOSED, WorkState.CANCELED)
    return {
        _OVERDUE: and_(is_open(task), due < day("today")),
        _DUE_TODAY: and_(is_open(task), due == day("today")),
        **{s.value: and_(state == s.value, not_due) for s in running},
        **{s.value: and_(state == s.value, _ended_this_year()) for s in ended},
    }


# Objectives, product usage


def objectives(_shape: Shape) -> Condition:
    """All objectives in scope."""
    return true()


def low_adoption(_shape: Shape) -> Condition:
    """Products in use, or meant to be, with a low score."""
    usage = TABLES["product_usage"]
    return and_(
        usage.c.adoption_score < threshold("low_below", 2),
        or_(usage.c.usage_plan.is_(None), usage.c.usage_plan != UsagePlan.DEACTIVATED.value),
    )


# Contracts

_SUB = ContractSubstate


def _is(column: str, *values: str) -> Condition:
    return or_(*(TABLES["contract"].c[column] == str(value) for value in values))


def on_extension(_shape: Shape) -> Condition:
    """Active contracts whose extension was approved."""
    return and_(_is("state", ContractState.ACTIVE), _is("substate", _SUB.EXTENSION_APPROVED))


def _running(*substates: str) -> Condition:
    running = _is("state", ContractState.ACTIVE, ContractState.EXPIRED)
    return and_(running, _is("substate", *substates))


def opened_renewal(shape: Shape) -> Condition:
    """Contracts whose renewal is being worked on."""
    return or_(_running(_SUB.UNDER_REVIEW, _SUB.AWAITING_REVIEW), on_extension(shape))


def in_renewal(_shape: Shape) -> Condition:
    """Contracts at one of the four steps of a renewal."""
    return _running(
        _SUB.AWAITING_REVIEW, _SUB.RENEWAL_APPROVED, _SUB.RENEWAL_REJECTED, _SUB.UNDER_REVIEW
    )


MEASURES: dict[str, Measure] = {
    measure.__name__: measure
    for measure in (
        engagements.active,
        engagements.ended,
        engagements.owned,
        engagements.new_this_year,
        engagements.escalated,
        engagements.upcoming_qbr,
        engagements.red_or_yellow,
        engagements.poor_before_renewal,
        engagements.no_touchpoint_ahead,
        engagements.onboarding,
        engagements.overdue_go_live,
        engagements.go_live_soon,
        engagements.without_objectives,
        engagements.mostly_completed,
        engagements.renewal_due,
        engagements.lost,
        active_risk,
        without_contract,
        managers_tasks,
        objectives,
        low_adoption,
        on_extension,
        opened_renewal,
        in_renewal,
    )
}
"""Each condition by the name indicators know it by."""
