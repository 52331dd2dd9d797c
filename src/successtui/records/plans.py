"""The success plan and what it is made of: objectives, outcomes (KPIs), SuccessPlays and tasks."""

import datetime as dt
from datetime import date, datetime
from decimal import Decimal

from successtui.records.kinds import (
    Boolean,
    Check,
    Default,
    Integer,
    OnDelete,
    Picklist,
    any_reference,
    boolean,
    date_field,
    derived,
    instant,
    integer,
    markdown,
    number,
    open_picklist,
    picklist,
    reference,
    references,
    text,
)
from successtui.records.parts import Closable, Watched, WorkItem
from successtui.records.picklists import (
    Direction,
    GoalOwnerKind,
    GoalState,
    KpiStatus,
    LaunchMode,
    ObjectiveSource,
    PlanStatus,
    PlayCategory,
    PlayOwnerKind,
    PointSource,
    Priority,
    Progress,
    TaskCategory,
    TaskOwnerKind,
    TaskParentType,
    Tracking,
    TriggerEvent,
    TriggerKind,
)
from successtui.records.record import Record, Scope


class Library(
    Record,
    file="libraries",
    label="SuccessBLOC",
    key=("name",),
    family="library",
    scope=Scope.EVERYONE,
    aliases=("successbloc",),
    columns=("name", "description", "owner"),
):
    """A collection of objective, play and plan templates (R001-19)."""

    name: str = text(required=True, max_length=255, unique=True)
    description: str | None = text(multiline=True)
    owner: int | None = reference("user")
    collaborators: tuple[int, ...] = references("user")


class Plan(
    Record,
    prefix="PLN",
    label="Success plan",
    family="plan",
    aliases=("success_plan", "success_blueprint"),
    checks=(Check("start_date", "end_date"), Check("horizon_start", "horizon_end")),
    columns=("number", "name", "account", "owner", "status", "start_date", "end_date"),
):
    """Mutual objectives and the plays and tasks that reach them (R001-01)."""

    name: str = text(required=True, max_length=255)
    account: int | None = reference("account", required=True, template_optional=True)
    engagement: int | None = reference("engagement")
    owner: int = reference("user", required=True, default=Default.CURRENT_USER, section="People")
    status: PlanStatus = picklist(PlanStatus, required=True, default=PlanStatus.DRAFT)
    summary: str | None = markdown(
        internal=True, section="Notes", help="Never shown to the customer."
    )
    summary_updated_by: int | None = reference("user", automatic=True, section="Notes")
    summary_updated_at: datetime | None = instant(automatic=True, section="Notes")
    start_date: date | None = date_field(section="Schedule")
    end_date: date | None = date_field(section="Schedule")
    horizon_start: date | None = date_field(section="Schedule")
    horizon_end: date | None = date_field(section="Schedule", help="Usually 3 to 12 months ahead.")
    business_review_date: date | None = date_field(section="Schedule")
    shared_with_customer: bool = boolean(section="Sharing")
    shared_contacts: tuple[int, ...] = references(
        "contact", section="Sharing", help="Empty: every contact with portal access."
    )
    is_template: bool = boolean(label="Template")
    library: int | None = reference("library")
    record_type: str | None = open_picklist("plan_record_type", locked=True)


class Objective(
    Closable,
    Watched,
    prefix="OBJ",
    aliases=("success_objective",),
    checks=(Check("start_date", "end_date"),),
    columns=("number", "name", "account", "owner", "state", "progress", "start_date", "end_date"),
):
    """What the customer wants to reach, in one short sentence (R001-12, R003-01)."""

    name: str = text(required=True, max_length=255, help="One short sentence.")
    description: str = text(
        required=True,
        multiline=True,
        help="Objectives can be shared with the customer: write it for their eyes.",
    )
    account: int | None = reference("account", required=True, template_optional=True)
    plan: int | None = reference("plan")
    engagement: int | None = reference("engagement")
    owner_kind: GoalOwnerKind | None = picklist(GoalOwnerKind, section="People")
    owner: int | None = any_reference(
        "owner_kind", {"role": "role", "user": "user", "contact": "contact"}, section="People"
    )
    owner_user: int | None = reference(
        "user",
        automatic=True,
        section="People",
        label="Owner in person",
        help="Who the role resolved to when the owner was set.",
    )
    products: tuple[int, ...] = references("product")
    category: str | None = open_picklist("objective_category")
    state: GoalState = picklist(GoalState, required=True, default=GoalState.NEW)
    progress: Progress = picklist(Progress, required=True, default=Progress.NOT_STARTED)
    priority: Priority | None = picklist(Priority, default=Priority.MEDIUM)
    start_date: date | None = date_field(
        required=True, template_optional=True, default=Default.TODAY, section="Schedule"
    )
    end_date: date | None = date_field(section="Schedule")
    sponsor: int | None = reference("contact", section="People")
    is_template: bool = boolean(label="Template")
    template_origin: int | None = reference("objective", automatic=True, on_delete=OnDelete.UNLINK)
    library: int | None = reference("library")
    source: ObjectiveSource = picklist(
        ObjectiveSource, required=True, default=ObjectiveSource.CUSTOM, automatic=True
    )
    record_type: str | None = open_picklist("objective_record_type", locked=True)
    status: str | None = open_picklist("objective_status")
    shareable: bool = derived(
        Boolean(), help="The plan is shared and holds a shared play for this objective."
    )
    completion_pct: int | None = derived(
        Integer(0, 100), label="Completion", help="Closed share of its outcomes, plays and tasks."
    )


class Outcome(
    WorkItem,
    prefix="OUT",
    label="Outcome (KPI)",
    plural="Outcomes (KPIs)",
    caption="title",
    aliases=("success_outcome", "primary_success_outcome", "kpi"),
    checks=(Check("planned_start", "planned_stop"),),
    columns=("number", "title", "objective", "progress_pct", "kpi_status", "state", "target_date"),
):
    """A measured component of a success objective (R000-01, R003-41)."""

    account: int | None = reference(
        "account", mirrors="objective.account", automatic=True, exported=False
    )
    objective: int = reference("objective", required=True, label="Success objective")
    owner: int | None = reference("user", section="People", help="A colleague.")
    planned_start: date | None = date_field(section="Schedule")
    planned_stop: date | None = date_field(section="Schedule")
    title: str = text(required=True, max_length=255)
    description: str = text(required=True, multiline=True)
    category: str | None = open_picklist("outcome_category")
    unit: str | None = open_picklist(
        "unit", section="Measurement", help="One unit for base, target and current."
    )
    tracking_method: Tracking = picklist(
        Tracking, required=True, default=Tracking.MANUAL, section="Measurement"
    )
    metric: int | None = reference("metric", section="Measurement")
    base_value: Decimal | None = number(section="Measurement")
    target_value: Decimal | None = number(section="Measurement")
    current_value: Decimal | None = number(section="Measurement")
    current_as_of: date | None = date_field(automatic=True, section="Measurement")
    target_date: date | None = date_field(section="Measurement")
    direction: Direction = picklist(
        Direction, required=True, default=Direction.INCREASE, section="Measurement"
    )
    is_template: bool = boolean(mirrors="objective.is_template", automatic=True, exported=False)
    progress_pct: int | None = derived(
        Integer(0, 100),
        label="Progress %",
        help="Share of the way from base to target value, 0 to 100.",
    )
    kpi_status: KpiStatus = derived(
        Picklist(KpiStatus), label="KPI status", help="Completed, overdue, in progress or unknown."
    )


class OutcomePoint(
    Record,
    name="outcome_point",
    label="Outcome value",
    key=("outcome", "date"),
    caption="",
    family="outcome",
    scope=Scope.PARENT,
    through="outcome",
    columns=("outcome", "date", "value", "by", "source"),
):
    """An outcome's value on a day."""

    outcome: int = reference("outcome", required=True, on_delete=OnDelete.TAKE_ALONG)
    date: dt.date = date_field(required=True, default=Default.TODAY)
    value: Decimal = number(required=True)
    by: int | None = reference("user")
    source: PointSource = picklist(PointSource, required=True, default=PointSource.MANUAL)


class Play(
    WorkItem,
    prefix="PLY",
    label="SuccessPlay",
    aliases=("success_initiative", "successplay", "playbook"),
    checks=(Check("start_date", "end_date"),),
    columns=("number", "name", "account", "objective", "state", "progress", "end_date"),
):
    """A planned set of actions agreed with the customer (R002-06)."""

    name: str = text(required=True, max_length=255)
    description: str | None = text(multiline=True)
    account: int | None = reference(
        "account", mirrors="objective.account", required=True, template_optional=True
    )
    objective: int | None = reference("objective", on_delete=OnDelete.TAKE_ALONG)
    plan: int | None = reference("plan", mirrors="objective.plan")
    primary_outcome: int | None = reference("outcome", on_delete=OnDelete.UNLINK)
    owner_kind: PlayOwnerKind | None = picklist(PlayOwnerKind, section="People")
    owner: int | None = any_reference(
        "owner_kind", {"role": "role", "user": "user"}, section="People"
    )
    owner_user: int | None = reference(
        "user", automatic=True, section="People", label="Owner in person"
    )
    co_owner: int | None = reference(
        "contact", section="People", help="A contact, once the play is shared."
    )
    shared: bool = boolean(section="Sharing")
    category: PlayCategory | None = picklist(PlayCategory)
    start_date: date | None = date_field(section="Schedule")
    end_date: date | None = date_field(section="Schedule")
    is_template: bool = boolean(mirrors="objective.is_template", label="Template")
    is_custom: bool = boolean(automatic=True)
    library: int | None = reference("library")
    applicable_outcomes: tuple[int, ...] = references("outcome")
    template_origin: int | None = reference("play", automatic=True, on_delete=OnDelete.UNLINK)
    trigger_kind: TriggerKind | None = picklist(TriggerKind, section="Trigger")
    trigger_event: TriggerEvent | None = picklist(TriggerEvent, section="Trigger")
    trigger_criteria: str | None = text(section="Trigger")
    record_type: str | None = open_picklist("play_record_type", locked=True)
    status: str | None = open_picklist("play_status")
    active: bool = derived(Boolean(), help="Neither closed nor canceled.")
    duration_days: int | None = derived(Integer(), help="End minus start.")


class Task(
    WorkItem,
    prefix="TSK",
    scope=Scope.TASK,
    caption="title",
    aliases=("success_task", "internal_play_task", "playbook_task"),
    checks=(Check("start_date", "due_date"),),
    columns=("number", "title", "account", "owner", "state", "priority", "due_date"),
):
    """One thing to do, by us or by the customer (R002-08, R002-09, R002-12)."""

    account: int | None = reference(
        "account",
        mirrors="parent.account",
        required=True,
        template_optional=True,
        automatic=True,
    )
    parent_type: TaskParentType = picklist(TaskParentType, required=True)
    parent: int = any_reference(
        "parent_type",
        {
            "play": "play",
            "success_case": "success_case",
            "internal_play": "internal_play",
            "touchpoint": "touchpoint",
            "objective": "objective",
            "plan": "plan",
            "account": "account",
        },
        required=True,
        on_delete=OnDelete.TAKE_ALONG,
        refusing=("plan", "account"),
    )
    title: str = text(required=True, max_length=255)
    description: str | None = text(multiline=True)
    owner_kind: TaskOwnerKind | None = picklist(TaskOwnerKind, section="People")
    owner: int | None = any_reference(
        "owner_kind",
        {"role": "role", "pool": "team_pool", "user": "user", "contact": "contact"},
        section="People",
    )
    owner_user: int | None = reference(
        "user", automatic=True, section="People", label="Owner in person"
    )
    resources: tuple[int, ...] = references("user", section="People")
    category: TaskCategory | None = picklist(TaskCategory)
    start_date: date | None = date_field(section="Schedule")
    due_date: date | None = date_field(section="Schedule")
    due_offset_days: int | None = integer(section="Schedule", help="On templates only.")
    visible_to_customer: bool = boolean(
        section="Sharing", help="Always so when a contact owns the task."
    )
    launch_mode: LaunchMode | None = picklist(LaunchMode)
    estimated_hours: Decimal | None = number(scale=2, minimum=0)
    plan: int | None = reference(
        "plan", mirrors="parent.plan", automatic=True, exported=False, on_delete=OnDelete.UNLINK
    )
    engagement: int | None = reference(
        "engagement", mirrors="parent.engagement", automatic=True, exported=False
    )
    is_template: bool = boolean(mirrors="parent.is_template", automatic=True, exported=False)
    template_origin: int | None = reference("task", automatic=True, on_delete=OnDelete.UNLINK)
    additional_comments: str | None = text(
        multiline=True, section="Notes", help="The customer may read these."
    )
    record_type: str | None = open_picklist("task_record_type", locked=True)
    status: str | None = open_picklist("task_status")
    planned: bool | None = derived(
        Boolean(), help="Under a play it is planned, under a case it is not."
    )
