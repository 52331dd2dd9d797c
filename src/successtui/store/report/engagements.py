"""Which engagements count for which number: one condition on rows of engagements for each.

Names are those of `Indicator.counted`; who is in scope is the business of `scope.py`.
"""

from __future__ import annotations

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
)

from successtui.records.picklists import (
    ContractState,
    EscalationState,
    GoalState,
    Health,
    MeetingType,
    Progress,
    Stage,
    WorkState,
)
from successtui.store.report.losses import lost_contract
from successtui.store.report.scope import Condition, Shape, day, threshold
from successtui.store.tables import TABLES


def is_open(table: FromClause) -> Condition:
    """Rows of work that has not ended."""
    return and_(table.c.state != WorkState.CLOSED.value, table.c.state != WorkState.CANCELED.value)


def has(shape: Shape, owner: ColumnElement[int], found: Any, *conditions: Condition) -> Condition:
    """Whether rows exist whose column `found` is the `owner`.

    Over a wide scope all such rows are looked for once; over a narrow one they are looked up row
    by row, so that the cost does not grow with rows of others.
    """
    if shape.wide:
        some = select(found).where(found.is_not(None), *conditions)
        return owner.in_(some.correlate(None))
    return select(found).where(found == owner, *conditions).correlate(owner.table).exists()


def active(_shape: Shape) -> Condition:
    """Engagements that are worked on."""
    return is_open(TABLES["engagement"])


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
        has(
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
        has(shape, engagement.c.id, touchpoint.c.engagement, *qbr_ahead()),
    )


def qbr_ahead() -> tuple[Condition, ...]:
    """The conditions that a touchpoint is a QBR today or later."""
    touchpoint = TABLES["touchpoint"]
    return (
        touchpoint.c.deleted_at.is_(None),
        touchpoint.c.meeting_type == MeetingType.QBR.value,
        is_open(touchpoint),
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
    planned = has(
        shape, engagement.c.id, touchpoint.c.engagement, living, is_open(touchpoint), ahead
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
    some = has(shape, engagement.c.id, objective.c.engagement, *_of_objectives())
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
    return has(
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
    return has(
        shape,
        engagement.c.id,
        link.c.engagement,
        link.c.deleted_at.is_(None),
        link.c.contract == contract.c.id,
        lost_contract(),
    )
