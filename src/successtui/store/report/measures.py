"""What counts: for each indicator one condition on the rows it counts, and how rows are grouped.

The same condition counts a number and finds the rows behind it, so the two cannot differ. Names are
those of `Indicator.counted`. Which rows are in scope at all is the business of `rows`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    true,
)

from successtui.records.picklists import (
    ContractState,
    ContractSubstate,
    EscalationState,
    GoalState,
    Health,
    MeetingType,
    Progress,
    RiskState,
    Stage,
    TaskOwnerKind,
    UsagePlan,
    WorkState,
)
from successtui.store.report.lists import among
from successtui.store.report.losses import lost_contract
from successtui.store.report.scope import (
    Condition,
    Shape,
    day,
    engagement_accounts,
    engagements,
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
            return engagements(shape)
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


def _open(table: FromClause) -> Condition:
    return and_(table.c.state != WorkState.CLOSED.value, table.c.state != WorkState.CANCELED.value)


def _has(shape: Shape, owner: ColumnElement[int], found: Any, *conditions: Condition) -> Condition:
    """Whether rows exist whose column `found` is the `owner`.

    Over a wide scope all such rows are looked for once; over a narrow one they are looked up row
    by row, so that the cost does not grow with rows of others.
    """
    if shape.wide:
        some = select(found).where(found.is_not(None), *conditions)
        return owner.in_(some.correlate(None))
    return select(found).where(found == owner, *conditions).correlate(owner.table).exists()


# Engagements


def active(_shape: Shape) -> Condition:
    """Engagements that are worked on."""
    return _open(TABLES["engagement"])


def ended(shape: Shape) -> Condition:
    """Engagements that are closed or canceled."""
    return ~active(shape)


def owned(shape: Shape) -> Condition:
    """Active engagements with a CSM."""
    return and_(active(shape), TABLES["engagement"].c.csm.is_not(None))


def new_this_year(_shape: Shape) -> Condition:
    """Engagements that began in the year up to now."""
    engagement = TABLES["engagement"]
    return and_(
        engagement.c.started_on >= day("year_start"),
        engagement.c.started_on <= day("today"),
        engagement.c.state != GoalState.CANCELED.value,
    )


def escalated(shape: Shape) -> Condition:
    """Active engagements of an account that is escalated."""
    engagement, escalation = TABLES["engagement"], TABLES["escalation"]
    return and_(
        active(shape),
        _has(
            shape,
            engagement.c.account,
            escalation.c.account,
            escalation.c.deleted_at.is_(None),
            escalation.c.state == EscalationState.ESCALATED.value,
        ),
    )


def upcoming_qbr(shape: Shape) -> Condition:
    """Active engagements with a QBR today or later."""
    engagement, touchpoint = TABLES["engagement"], TABLES["touchpoint"]
    return and_(
        active(shape),
        _has(shape, engagement.c.id, touchpoint.c.engagement, *qbr_ahead()),
    )


def qbr_ahead() -> tuple[Condition, ...]:
    """The conditions that a touchpoint is a QBR today or later."""
    touchpoint = TABLES["touchpoint"]
    return (
        touchpoint.c.deleted_at.is_(None),
        touchpoint.c.meeting_type == MeetingType.QBR.value,
        _open(touchpoint),
        case(
            (touchpoint.c.meeting_at.is_not(None), touchpoint.c.meeting_at >= day("today_starts")),
            else_=touchpoint.c.due_date >= day("today"),
        ),
    )


def red_or_yellow(shape: Shape) -> Condition:
    """Active engagements perceived as red or yellow."""
    health = TABLES["engagement"].c.perceived_health
    return and_(active(shape), or_(health == Health.RED.value, health == Health.YELLOW.value))


def poor_before_renewal(shape: Shape) -> Condition:
    """Active engagements in poor health whose renewal is near."""
    engagement = TABLES["engagement"]
    score = engagement.c.health_score
    return and_(
        active(shape),
        engagement.c.renewal_date >= day("today"),
        engagement.c.renewal_date <= day("renewal_until"),
        case(
            (score.is_not(None), score < threshold("red_below", 2)),
            else_=engagement.c.perceived_health == Health.RED.value,
        ),
    )


def no_touchpoint_ahead(shape: Shape) -> Condition:
    """Active engagements without a touchpoint in the coming days."""
    engagement, touchpoint = TABLES["engagement"], TABLES["touchpoint"]
    met, due = touchpoint.c.meeting_at, touchpoint.c.due_date
    ahead = case(
        (met.is_not(None), and_(met >= day("today_starts"), met < day("touch_ends"))),
        else_=and_(due >= day("today"), due <= day("touch_until")),
    )
    living = touchpoint.c.deleted_at.is_(None)
    planned = _has(
        shape, engagement.c.id, touchpoint.c.engagement, living, _open(touchpoint), ahead
    )
    return and_(active(shape), ~planned)


def onboarding(shape: Shape) -> Condition:
    """Active engagements in initial onboarding."""
    return and_(active(shape), TABLES["engagement"].c.stage == Stage.INITIAL_ONBOARDING.value)


def overdue_go_live(shape: Shape) -> Condition:
    """Engagements in onboarding that should be live by now."""
    engagement = TABLES["engagement"]
    return and_(
        onboarding(shape),
        engagement.c.went_live_on.is_(None),
        engagement.c.initial_go_live < day("today"),
    )


def go_live_soon(shape: Shape) -> Condition:
    """Active engagements that go live in the coming days."""
    engagement = TABLES["engagement"]
    return and_(
        active(shape),
        engagement.c.went_live_on.is_(None),
        engagement.c.initial_go_live >= day("today"),
        engagement.c.initial_go_live <= day("go_live_until"),
    )


def _of_objectives() -> tuple[Condition, ...]:
    objective = TABLES["objective"]
    return objective.c.deleted_at.is_(None), objective.c.is_template.is_(False)


def without_objectives(shape: Shape) -> Condition:
    """Active engagements nobody set an objective for."""
    engagement, objective = TABLES["engagement"], TABLES["objective"]
    some = _has(shape, engagement.c.id, objective.c.engagement, *_of_objectives())
    return and_(active(shape), ~some)


def mostly_completed(shape: Shape) -> Condition:
    """Active engagements with a larger share of completed objectives than the threshold."""
    engagement, objective = TABLES["engagement"], TABLES["objective"]
    done = func.count(case((objective.c.progress == Progress.COMPLETED.value, 1)))
    enough = literal(100, BigInteger) * done > bindparam("percent", type_=BigInteger) * func.count()
    query = (
        select(objective.c.engagement)
        .where(*_of_objectives(), objective.c.progress != Progress.CANCELED.value)
        .group_by(objective.c.engagement)
        .having(enough)
    )
    if shape.wide:
        query = query.where(objective.c.engagement.is_not(None)).correlate(None)
        return and_(active(shape), engagement.c.id.in_(query))
    mine = query.where(objective.c.engagement == engagement.c.id).correlate(engagement)
    return and_(active(shape), mine.exists())


def renewal_due(shape: Shape) -> Condition:
    """Engagements with an active contract that is due in the coming days."""
    engagement, link, contract = (
        TABLES[name] for name in ("engagement", "engagement_contract", "contract")
    )
    return _has(
        shape,
        engagement.c.id,
        link.c.engagement,
        link.c.deleted_at.is_(None),
        link.c.contract == contract.c.id,
        *due_contract(),
    )


def due_contract() -> tuple[Condition, ...]:
    """The conditions that a contract is due for renewal in the coming days."""
    contract, due = TABLES["contract"], due_day()
    return (
        contract.c.deleted_at.is_(None),
        contract.c.state == ContractState.ACTIVE.value,
        due >= day("today"),
        due <= day("renewal_until"),
    )


def due_day() -> ColumnElement[Any]:
    """The day a contract is due: its end or the start of its renewal, whichever comes first."""
    contract = TABLES["contract"]
    end, renewal = contract.c.end_date, contract.c.renewal_start
    return case((and_(renewal.is_not(None), or_(end.is_(None), renewal < end)), renewal), else_=end)


def lost(shape: Shape) -> Condition:
    """Engagements with a contract that was lost."""
    engagement, link, contract = (
        TABLES[name] for name in ("engagement", "engagement_contract", "contract")
    )
    return _has(
        shape,
        engagement.c.id,
        link.c.engagement,
        link.c.deleted_at.is_(None),
        link.c.contract == contract.c.id,
        lost_contract(),
    )


# Risk signals


def active_risk(_shape: Shape) -> Condition:
    """Risks and issues that are new or active."""
    state = TABLES["risk_signal"].c.state
    return or_(state == RiskState.NEW.value, state == RiskState.ACTIVE.value)


def without_contract(shape: Shape) -> Condition:
    """Those among them that name no contract."""
    link, contract = LINKS["risk_signal", "contracts_impacted"], TABLES["contract"]
    living = (link.c.target_id == contract.c.id, contract.c.deleted_at.is_(None))
    some = _has(shape, TABLES["risk_signal"].c.id, link.c.record_id, *living)
    return and_(active_risk(shape), ~some)


# Tasks


def managers_tasks(shape: Shape) -> Condition:
    """Tasks owned by people in scope that are open, or ended in the year up to now."""
    return and_(_by_people(shape), or_(_open(TABLES["task"]), _ended_this_year()))


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
        _OVERDUE: and_(_open(task), due < day("today")),
        _DUE_TODAY: and_(_open(task), due == day("today")),
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
        active,
        ended,
        owned,
        new_this_year,
        escalated,
        upcoming_qbr,
        red_or_yellow,
        poor_before_renewal,
        no_touchpoint_ahead,
        onboarding,
        overdue_go_live,
        go_live_soon,
        without_objectives,
        mostly_completed,
        renewal_due,
        lost,
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
