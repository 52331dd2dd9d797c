"""Bundle rows as the starter content writes them: which columns each file has, and their defaults.

Owns the shape of the rows and the spelling of single cells. Holds no content of its own.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

Row = dict[str, str]
"""One row of a bundle file: column name to text cell."""

Rows = dict[str, list[Row]]
"""A whole bundle: file name without `.csv` to its rows."""

Cell = str | int | date | Decimal | None
"""What a cell can be written from; everything ends as text."""

_CLOSURE = "closure_code close_notes closed_at"
_WORK = "state progress priority"
_OWNER = "owner_kind owner owner_user"
_SUPPORT = (
    "number account engagement short_description description assigned_to category"
    f" {_WORK} due_date {_CLOSURE}"
)

# Users carry no time zone on purpose: everybody in the demo shares the computer's own, so that
# "today" is the same day for all of them.
_COLUMNS = {
    "settings": "name value",
    "exchange_rates": "currency rate as_of",
    "roles": "name",
    "users": "username name email roles manager active is_psa_resource",
    "pools": "name members strategy",
    "libraries": "name description owner collaborators",
    "products": "name family",
    "accounts": (
        "number name external_id parent_account account_type industry status tier csm"
        " account_manager currency"
    ),
    "account_team": "account role user",
    "contacts": (
        "number account first_name last_name email phone title responsibility portal_access active"
    ),
    "engagements": (
        "number account title csm account_manager state stage perceived_health health_score"
        f" started_on initial_go_live went_live_on key_contact description {_CLOSURE}"
    ),
    "health_points": "engagement date score perceived",
    "product_usage": (
        "account engagement product activation_status usage_plan adoption_score customer_priority"
        " business_criticality monthly_active_users licenses_used licenses_total as_of"
    ),
    "contracts": (
        "number name account start_date end_date value currency state substate auto_renew"
        " renewal_start renewal_end renewal_finalized_on"
    ),
    "engagement_contracts": "engagement contract",
    "renewal_events": "contract finalized_on outcome value currency by source",
    "opportunities": (
        "number account contract product owner type stage value currency engaged_on"
        " actual_closed_date"
    ),
    "plans": (
        "number name account engagement owner status summary summary_updated_by"
        " summary_updated_at start_date end_date shared_with_customer is_template library"
    ),
    "objectives": (
        f"number name description account plan engagement {_OWNER} products category {_WORK}"
        f" start_date end_date is_template template_origin library source {_CLOSURE}"
    ),
    "outcomes": (
        f"number objective title description owner {_WORK} planned_start planned_stop category"
        " unit tracking_method metric base_value target_value current_value current_as_of"
        f" target_date direction {_CLOSURE}"
    ),
    "outcome_points": "outcome date value by source",
    "plays": (
        f"number name description account objective plan primary_outcome {_OWNER} co_owner shared"
        f" category {_WORK} start_date end_date is_template is_custom template_origin library"
        f" {_CLOSURE}"
    ),
    "tasks": (
        f"number account parent_type parent title description {_OWNER} resources category {_WORK}"
        " start_date due_date due_offset_days visible_to_customer launch_mode template_origin"
        f" {_CLOSURE}"
    ),
    "touchpoints": (
        f"number account engagement subject description channel category {_WORK} meeting_type"
        f" meeting_at due_date assigned_to contact internal_only {_CLOSURE}"
    ),
    "success_cases": _SUPPORT,
    "internal_plays": _SUPPORT,
    "risk_signals": (
        "number account engagement short_description description risk_or_issue category state"
        " priority probability scope tracking_method contracts_impacted products_impacted"
        f" reported_by assigned_to due_date {_CLOSURE}"
    ),
    "escalations": "number account state severity reason opened_at closed_at",
    "work_notes": "record_type record at author text",
}

_DEFAULTS = {
    "active": "true",
    "auto_renew": "false",
    "currency": "USD",
    "direction": "Increase",
    "internal_only": "false",
    "is_custom": "false",
    "is_psa_resource": "false",
    "is_template": "false",
    "perceived_health": "Unknown",
    "portal_access": "false",
    "priority": "Medium",
    "progress": "Not Started",
    "risk_or_issue": "Risk",
    "shared": "false",
    "shared_with_customer": "false",
    "stage": "Initial onboarding",
    "state": "New",
    "status": "Draft",
    "strategy": "manual",
    "tracking_method": "Manual",
    "visible_to_customer": "false",
}

_OTHER_DEFAULTS: dict[str, Row] = {
    "accounts": {"status": "Active"},
    "contracts": {"state": "Draft"},
    "escalations": {"state": "Requested"},
    "exchange_rates": {"currency": ""},
    "objectives": {"source": "custom"},
    "opportunities": {"stage": "Open", "type": "New"},
    "outcome_points": {"source": "Manual"},
}

DEFAULTS: dict[str, Row] = {
    file: {column: _DEFAULTS.get(column, "") for column in columns.split()}
    | _OTHER_DEFAULTS.get(file, {})
    for file, columns in _COLUMNS.items()
}
"""Per bundle file its columns in order, each with the cell it has when nothing else is said."""


def cell(value: Cell) -> str:
    """The bundle's spelling of a value: ISO dates, `true`/`false`, empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def several(values: Iterable[str]) -> str:
    """Several values in one cell, joined by `;`; a `;` inside a value is written `\\;`."""
    return ";".join(value.replace(";", "\\;") for value in values)


def make_row(file: str, **cells: Cell) -> Row:
    """A complete row of `file`: every column, the given cells over the defaults.

    Raises:
        KeyError: a column the file does not have.
    """
    row = DEFAULTS[file].copy()
    for column, value in cells.items():
        if column not in row:
            raise KeyError(f"{file} has no column {column}")
        row[column] = cell(value)
    return row
