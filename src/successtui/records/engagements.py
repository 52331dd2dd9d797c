"""Engagements and what happens in them: cases, internal plays, touchpoints and their next steps."""

import datetime as dt
from datetime import date, datetime
from decimal import Decimal

from successtui.records.kinds import (
    Boolean,
    Date,
    Default,
    Number,
    OnDelete,
    boolean,
    date_field,
    derived,
    instant,
    integer,
    number,
    open_picklist,
    picklist,
    reference,
    references,
    text,
    text_list,
)
from successtui.records.parts import Closable, Watched, WorkItem
from successtui.records.picklists import (
    Cadence,
    CaseCategory,
    Channel,
    GoalState,
    Health,
    InternalPlayCategory,
    MeetingType,
    NextStepState,
    Stage,
    TouchpointCategory,
)
from successtui.records.record import Record, Scope


class Engagement(
    Closable,
    Watched,
    prefix="ENG",
    scope=Scope.ENGAGEMENT,
    caption="title",
    columns=(
        "number",
        "title",
        "account",
        "csm",
        "stage",
        "perceived_health",
        "state",
        "renewal_date",
    ),
):
    """The work for an account over its life with us (R002-02)."""

    account: int = reference("account", required=True)
    title: str = text(required=True, max_length=255)
    csm: int | None = reference("user", label="CSM", section="People")
    state: GoalState = picklist(GoalState, required=True, default=GoalState.NEW)
    stage: Stage = picklist(Stage, required=True, default=Stage.INITIAL_ONBOARDING)
    perceived_health: Health = picklist(Health, required=True, default=Health.UNKNOWN)
    health_score: Decimal | None = number(scale=2, minimum=0, maximum=100)
    started_on: date = date_field(required=True, default=Default.TODAY, section="Schedule")
    initial_go_live: date | None = date_field(section="Schedule", label="Initial go-live")
    went_live_on: date | None = date_field(section="Schedule")
    key_contact: int | None = reference("contact", section="People")
    description: str | None = text(multiline=True, section="Notes")
    parent: int | None = reference("engagement", label="Parent engagement")
    account_manager: int | None = reference("user", section="People")
    squad: tuple[int, ...] = references("user", section="People")
    renewal_date: date | None = date_field(
        section="Schedule",
        help="Earliest end of the linked contracts in force; by hand only without any.",
    )
    contract_value: Decimal | None = derived(
        Number(2), help="Sum of the linked active contracts, in the base currency."
    )
    last_touchpoint_on: date | None = derived(
        Date(), help="Latest touchpoint up to today that was not canceled."
    )
    escalated: bool = derived(Boolean(), help="The account has an escalation in force.")


class SuccessCase(
    WorkItem,
    name="success_case",
    label="Success case",
    prefix="CAS",
    family="engagement",
    scope=Scope.ENGAGEMENT,
    caption="short_description",
    aliases=("customer_play",),
    columns=("number", "short_description", "account", "state", "priority", "due_date"),
):
    """An unplanned set of our actions in support of an engagement (R002-07)."""

    account: int = reference("account", mirrors="engagement.account", automatic=True, required=True)
    engagement: int = reference("engagement", required=True)
    short_description: str = text(required=True, max_length=255)
    description: str = text(required=True, multiline=True)
    assigned_to: int | None = reference("user", section="People")
    category: CaseCategory | None = picklist(CaseCategory)
    due_date: date | None = date_field(section="Schedule")
    contact: int | None = reference("contact", section="People")
    squad: tuple[int, ...] = references("user", section="People")
    product: int | None = reference("product")
    service_definition: str | None = text(max_length=255)
    additional_comments: str | None = text(
        multiline=True, section="Notes", help="The customer may read these."
    )


class InternalPlay(
    WorkItem,
    name="internal_play",
    label="Internal play",
    prefix="IPL",
    family="engagement",
    scope=Scope.ENGAGEMENT,
    caption="short_description",
    columns=("number", "short_description", "account", "state", "priority", "due_date"),
):
    """Work the customer never sees, tied to an engagement (R002-11)."""

    account: int = reference("account", mirrors="engagement.account", automatic=True, required=True)
    engagement: int = reference("engagement", required=True)
    short_description: str = text(required=True, max_length=255)
    description: str = text(required=True, multiline=True)
    assigned_to: int | None = reference("user", section="People")
    category: InternalPlayCategory | None = picklist(InternalPlayCategory)
    due_date: date | None = date_field(section="Schedule")
    planned: bool = boolean(True)


class Touchpoint(
    WorkItem,
    prefix="TCH",
    family="touchpoint",
    scope=Scope.ENGAGEMENT,
    caption="subject",
    aliases=("cs_activity",),
    columns=("number", "subject", "account", "meeting_type", "meeting_at", "state", "assigned_to"),
):
    """A conversation with the customer: a call, a report shared, a meeting (R002-10)."""

    account: int | None = reference(
        "account",
        mirrors="engagement.account",
        automatic=True,
        on_delete=OnDelete.UNLINK,
    )
    engagement: int = reference("engagement", required=True)
    subject: str = text(required=True, max_length=255)
    description: str | None = text(multiline=True)
    channel: Channel | None = picklist(Channel)
    category: TouchpointCategory | None = picklist(TouchpointCategory)
    meeting_type: MeetingType | None = picklist(MeetingType, section="Schedule")
    meeting_at: datetime | None = instant(section="Schedule", help="Needed for a QBR.")
    due_date: date | None = date_field(section="Schedule")
    assigned_to: int | None = reference("user", section="People")
    contact: int | None = reference("contact", section="People")
    internal_only: bool = boolean(help="Takes no contacts as participants.")
    squad: tuple[int, ...] = references("user", section="People")
    product: int | None = reference("product")
    duration_min: int | None = integer(1, 1440, section="Schedule", label="Duration (minutes)")
    cadence: Cadence | None = picklist(Cadence, section="Schedule")
    repeat_until: date | None = date_field(section="Schedule")
    location: str | None = text(max_length=255, section="Schedule")
    link: str | None = text(max_length=1024, section="Schedule")
    agenda: str | None = text(multiline=True, section="Notes")
    internal_notes: str | None = text(multiline=True, section="Notes", internal=True)
    participants: tuple[int, ...] = references("contact", section="People")
    shared_items: tuple[str, ...] = text_list(
        section="Notes", help="Reports and presentations that were shared."
    )
    record_type: str | None = open_picklist("touchpoint_record_type", locked=True)


class NextStep(
    Record,
    name="next_step",
    label="Next step",
    key=("touchpoint", "text"),
    caption="text",
    family="touchpoint",
    scope=Scope.PARENT,
    through="touchpoint",
    columns=("touchpoint", "text", "owner", "due_date", "state"),
):
    """What was agreed at a touchpoint."""

    touchpoint: int = reference("touchpoint", required=True, on_delete=OnDelete.TAKE_ALONG)
    text: str = text(required=True, max_length=255)
    owner: int | None = reference("user")
    due_date: date | None = date_field()
    state: NextStepState = picklist(NextStepState, required=True, default=NextStepState.PENDING)


class HealthPoint(
    Record,
    name="health_point",
    label="Health point",
    key=("engagement", "date"),
    caption="",
    family="engagement",
    scope=Scope.PARENT,
    through="engagement",
    columns=("engagement", "date", "score", "perceived"),
):
    """An engagement's health on a day; the trend is drawn from these."""

    engagement: int = reference("engagement", required=True, on_delete=OnDelete.TAKE_ALONG)
    date: dt.date = date_field(required=True, default=Default.TODAY)
    score: Decimal | None = number(scale=2, minimum=0, maximum=100)
    perceived: Health = picklist(Health, required=True, default=Health.UNKNOWN)
