"""What threatens an engagement: risk signals, their solutions, and account escalations."""

import datetime as dt
from datetime import date, datetime
from decimal import Decimal

from successtui.records.kinds import (
    Default,
    Number,
    OnDelete,
    any_reference,
    date_field,
    derived,
    instant,
    number,
    open_picklist,
    picklist,
    reference,
    references,
    text,
)
from successtui.records.parts import Watched
from successtui.records.picklists import (
    EscalationReason,
    EscalationSeverity,
    EscalationSource,
    EscalationState,
    Priority,
    Probability,
    RiskClosureCode,
    RiskOrIssue,
    RiskScope,
    RiskState,
    RiskTracking,
    SolutionType,
    Trend,
)
from successtui.records.record import Record, Scope


class RiskSignal(
    Watched,
    name="risk_signal",
    label="Risk signal",
    prefix="RSK",
    family="risk",
    scope=Scope.ENGAGEMENT,
    caption="short_description",
    aliases=("risk", "risk_signal_and_issue"),
    columns=(
        "number",
        "short_description",
        "account",
        "probability",
        "priority",
        "state",
        "due_date",
    ),
):
    """A risk or an issue of an engagement, onboarding included (R002-14)."""

    account: int = reference("account", mirrors="engagement.account", automatic=True, required=True)
    engagement: int = reference("engagement", required=True)
    short_description: str = text(required=True, max_length=255)
    description: str = text(required=True, multiline=True)
    risk_or_issue: RiskOrIssue = picklist(RiskOrIssue, required=True, default=RiskOrIssue.RISK)
    category: str | None = open_picklist("risk_category")
    state: RiskState = picklist(RiskState, required=True, default=RiskState.NEW)
    priority: Priority | None = picklist(Priority, default=Priority.MEDIUM)
    probability: Probability = picklist(Probability, required=True)
    scope: RiskScope | None = picklist(RiskScope)
    tracking_method: RiskTracking = picklist(
        RiskTracking, required=True, default=RiskTracking.MANUAL
    )
    contracts_impacted: tuple[int, ...] = references("contract")
    products_impacted: tuple[int, ...] = references("product")
    reported_by: int = reference(
        "user", required=True, default=Default.CURRENT_USER, section="People"
    )
    assigned_to: int | None = reference("user", section="People")
    due_date: date | None = date_field(section="Schedule")
    squad: tuple[int, ...] = references("user", section="People")
    source_table: str | None = text(max_length=64, automatic=True)
    source_record: str | None = text(max_length=64, automatic=True)
    closure_code: RiskClosureCode | None = picklist(RiskClosureCode, section="Closure")
    close_notes: str | None = text(multiline=True, section="Closure", internal=True)
    closed_at: datetime | None = instant(automatic=True, section="Closure")
    contract_value_at_risk: Decimal | None = derived(
        Number(2), help="Sum of the contracts impacted, in the base currency."
    )


class RiskOccurrence(
    Record,
    name="risk_occurrence",
    label="Risk occurrence",
    key=("risk_signal", "date"),
    caption="",
    family="risk",
    scope=Scope.PARENT,
    through="risk_signal",
    columns=("risk_signal", "date", "value", "threshold", "gap"),
):
    """Another time the same risk showed itself."""

    risk_signal: int = reference("risk_signal", required=True, on_delete=OnDelete.TAKE_ALONG)
    date: dt.date = date_field(required=True, default=Default.TODAY)
    value: Decimal | None = number()
    threshold: Decimal | None = number()
    gap: Decimal | None = number()


class RiskSolution(
    Record,
    name="risk_solution",
    label="Risk solution",
    key=("risk_signal", "solution_type", "solution"),
    caption="",
    family="risk",
    scope=Scope.PARENT,
    through="risk_signal",
    columns=("risk_signal", "solution_type", "solution"),
):
    """What is being done about a risk."""

    risk_signal: int = reference("risk_signal", required=True, on_delete=OnDelete.TAKE_ALONG)
    solution_type: SolutionType = picklist(SolutionType, required=True)
    solution: int = any_reference(
        "solution_type",
        {"internal_play": "internal_play", "success_case": "success_case", "task": "task"},
        required=True,
        on_delete=OnDelete.TAKE_ALONG,
    )


class Escalation(
    Watched,
    prefix="ESC",
    family="contract",
    scope=Scope.ENGAGEMENT,
    caption="number",
    columns=("number", "account", "state", "severity", "reason", "opened_at"),
):
    """An account that needs attention from above."""

    account: int = reference("account", required=True)
    state: EscalationState = picklist(
        EscalationState, required=True, default=EscalationState.REQUESTED
    )
    severity: EscalationSeverity | None = picklist(EscalationSeverity)
    reason: EscalationReason | None = picklist(EscalationReason)
    opened_at: datetime | None = instant(section="Schedule")
    closed_at: datetime | None = instant(section="Schedule")
    request_source: EscalationSource | None = picklist(EscalationSource)
    justification: str | None = text(multiline=True)
    trend: Trend | None = picklist(Trend)
    requested_by: int | None = reference("user", section="People")
    approved_by: int | None = reference("user", section="People")
    declined_by: int | None = reference("user", section="People")
    de_escalated_by: int | None = reference("user", section="People")
