"""The demo book of business as a bundle: keys, references, picklists and required fields."""

from datetime import date

import pytest

from successtui.starter.demo import demo_rows
from successtui.starter.rows import Row, Rows

TODAY = date(2025, 11, 22)
WORK = ("New", "In progress", "Paused", "Canceled", "Closed")
GOAL = ("New", "Define", "In progress", "Canceled", "Closed")
CODES = ("Achieved", "Partially achieved", "Missed", "Canceled")
PROGRESS = ("Not Started", "On-Track", "At Risk", "Paused", "Completed", "Canceled")
PRIORITY = ("Critical", "High", "Medium", "Low", "Very Low")
LEVELS = ("Critical", "High", "Moderate", "Nice to have", "Not required")

ALLOWED = {
    "accounts.status": ("Prospect", "Active", "Canceled"),
    "pools.strategy": ("manual", "next available"),
    "engagements.state": GOAL,
    "engagements.stage": ("Initial onboarding", "Adoption", "Expand", "Renew", "Lost"),
    "engagements.perceived_health": ("Unknown", "Red", "Yellow", "Green"),
    "engagements.closure_code": ("", *CODES),
    "health_points.perceived": ("Red", "Yellow", "Green"),
    "product_usage.usage_plan": ("No plan", "Planned", "Activated", "Deactivated"),
    "product_usage.customer_priority": LEVELS,
    "product_usage.business_criticality": LEVELS,
    "contracts.state": ("Draft", "Active", "Expired", "Canceled"),
    "contracts.substate": (
        "",
        "Awaiting review",
        "Under review",
        "Approved",
        "Rejected",
        "Renewal approved",
        "Renewal rejected",
        "Renewal in process",
        "Renewed",
        "Extension approved",
        "Extension rejected",
    ),
    "renewal_events.outcome": ("won", "lost"),
    "opportunities.type": ("New", "Renew", "Upsell"),
    "opportunities.stage": ("Open", "Prospecting", "Engaging", "Closed won", "Closed lost"),
    "plans.status": ("Draft", "Active", "On hold", "Completed", "Canceled"),
    "objectives.state": GOAL,
    "objectives.progress": PROGRESS,
    "objectives.priority": PRIORITY,
    "objectives.owner_kind": ("role", "user", "contact"),
    "objectives.source": ("library", "custom", "template"),
    "objectives.closure_code": ("", *CODES),
    "outcomes.state": WORK,
    "outcomes.progress": PROGRESS,
    "outcomes.priority": PRIORITY,
    "outcomes.tracking_method": ("Manual",),
    "outcomes.direction": ("Increase", "Decrease"),
    "outcomes.closure_code": ("", *CODES),
    "outcomes.unit": (
        *("EUR", "GBP", "JPY", "USD", "Hours", "Days", "Weeks", "Months"),
        *("Percent", "Quantity"),
    ),
    "outcome_points.source": ("Manual",),
    "plays.state": WORK,
    "plays.progress": PROGRESS,
    "plays.priority": PRIORITY,
    "plays.owner_kind": ("role", "user"),
    "plays.category": (
        "General",
        "Strategic planning",
        "Architecture and design",
        "Adoption",
        "Technical guidance",
    ),
    "plays.closure_code": ("", *CODES),
    "tasks.state": WORK,
    "tasks.progress": PROGRESS,
    "tasks.priority": PRIORITY,
    "tasks.owner_kind": ("", "role", "pool", "user", "contact"),
    "tasks.parent_type": (
        *("play", "success_case", "internal_play", "touchpoint"),
        *("objective", "plan", "account"),
    ),
    "tasks.category": (
        "",
        "Workshops and meetings",
        "Design reviews",
        "Product training",
        "Professional services",
    ),
    "tasks.launch_mode": ("", "automatic", "optional", "conditional"),
    "tasks.closure_code": ("", *CODES),
    "touchpoints.state": WORK,
    "touchpoints.progress": PROGRESS,
    "touchpoints.channel": (
        *("Web", "Phone", "Email", "Chat", "Social", "Community"),
        *("Alert", "Virtual Agent"),
    ),
    "touchpoints.category": (
        "General conversation",
        "Value and adoption",
        "Expansion opportunities",
        "Renewal support",
    ),
    "touchpoints.meeting_type": ("", "Ad-hoc", "Weekly status", "QBR", "Renewal"),
    "success_cases.state": WORK,
    "success_cases.category": (
        "Guidance",
        "Architecture review",
        "Demos and POCs",
        "Training",
    ),
    "internal_plays.state": WORK,
    "internal_plays.category": (
        "General",
        "Account health",
        "Adoption support",
        "Expansion and renewal support",
        "Governance and audits",
        "Partner reviews",
    ),
    "risk_signals.state": ("New", "Active", "Canceled", "Closed"),
    "risk_signals.risk_or_issue": ("Risk", "Issue"),
    "risk_signals.probability": ("Very high", "High", "Moderate", "Low", "Very low"),
    "risk_signals.priority": PRIORITY,
    "risk_signals.scope": ("", "Onboarding", "Adoption", "Expansion", "Renewal"),
    "risk_signals.tracking_method": ("Manual", "Automated"),
    "risk_signals.closure_code": ("", "Mitigated", "Accepted", "Occurred", "Canceled"),
    "escalations.state": ("Requested", "Escalated", "Declined", "Closed"),
    "escalations.severity": ("High", "Medium"),
    "escalations.reason": ("Inactivity", "Lack of Progress", "Customer Imposed Deadline"),
}

REFERENCES = {
    "users": {"manager": "users"},
    "pools": {"members": "users"},
    "libraries": {"owner": "users", "collaborators": "users"},
    "accounts": {"parent_account": "accounts", "csm": "users", "account_manager": "users"},
    "account_team": {"account": "accounts", "role": "roles", "user": "users"},
    "contacts": {"account": "accounts"},
    "engagements": {"account": "accounts", "csm": "users", "key_contact": "contacts"},
    "health_points": {"engagement": "engagements"},
    "product_usage": {"account": "accounts", "engagement": "engagements", "product": "products"},
    "contracts": {"account": "accounts"},
    "engagement_contracts": {"engagement": "engagements", "contract": "contracts"},
    "renewal_events": {"contract": "contracts", "by": "users"},
    "opportunities": {
        "account": "accounts",
        "contract": "contracts",
        "product": "products",
        "owner": "users",
    },
    "plans": {"account": "accounts", "engagement": "engagements", "owner": "users"},
    "objectives": {
        "account": "accounts",
        "plan": "plans",
        "engagement": "engagements",
        "owner_user": "users",
        "products": "products",
        "template_origin": "objectives",
        "library": "libraries",
    },
    "outcomes": {"objective": "objectives", "owner": "users"},
    "outcome_points": {"outcome": "outcomes", "by": "users"},
    "plays": {
        "account": "accounts",
        "objective": "objectives",
        "plan": "plans",
        "primary_outcome": "outcomes",
        "owner_user": "users",
        "co_owner": "contacts",
        "template_origin": "plays",
        "library": "libraries",
    },
    "tasks": {
        "account": "accounts",
        "owner_user": "users",
        "resources": "users",
        "template_origin": "tasks",
    },
    "touchpoints": {
        "account": "accounts",
        "engagement": "engagements",
        "assigned_to": "users",
        "contact": "contacts",
    },
    "success_cases": {
        "account": "accounts",
        "engagement": "engagements",
        "assigned_to": "users",
    },
    "internal_plays": {
        "account": "accounts",
        "engagement": "engagements",
        "assigned_to": "users",
    },
    "risk_signals": {
        "account": "accounts",
        "engagement": "engagements",
        "contracts_impacted": "contracts",
        "products_impacted": "products",
        "reported_by": "users",
        "assigned_to": "users",
    },
    "escalations": {"account": "accounts"},
    "work_notes": {"author": "users"},
}

OWNERS = {"role": "roles", "pool": "pools", "user": "users", "contact": "contacts"}
PARENTS = {
    "play": "plays",
    "success_case": "success_cases",
    "internal_play": "internal_plays",
    "touchpoint": "touchpoints",
    "objective": "objectives",
    "plan": "plans",
    "account": "accounts",
    "engagement": "engagements",
    "outcome": "outcomes",
    "risk_signal": "risk_signals",
    "task": "tasks",
}
KEYS = {
    "users": "username",
    **dict.fromkeys(("roles", "pools", "libraries", "products", "settings"), "name"),
}
LINK_KEYS = {
    "account_team": ("account", "role", "user"),
    "product_usage": ("account", "engagement", "product"),
    "engagement_contracts": ("engagement", "contract"),
    "renewal_events": ("contract", "finalized_on", "outcome"),
    "outcome_points": ("outcome", "date"),
    "health_points": ("engagement", "date"),
    "exchange_rates": ("currency", "as_of"),
    "work_notes": ("record", "at", "author"),
}
REQUIRED = {
    "accounts": "name status currency",
    "contacts": "account last_name",
    "engagements": "account title state stage perceived_health started_on",
    "contracts": "name account start_date value currency state",
    "plans": "name owner status",
    "objectives": "name description state progress",
    "outcomes": "objective title description state progress unit",
    "plays": "name description state progress",
    "tasks": "parent_type parent title state progress",
    "touchpoints": "engagement subject state progress",
    "success_cases": "engagement short_description description state progress",
    "internal_plays": "engagement short_description description state progress",
    "risk_signals": "engagement short_description description probability reported_by state",
    "escalations": "account state",
}


@pytest.fixture(scope="module")
def rows() -> Rows:
    return demo_rows(TODAY)


@pytest.fixture(scope="module")
def index(rows: Rows) -> dict[str, dict[str, Row]]:
    return {
        file: {row[KEYS.get(file, "number")]: row for row in made}
        for file, made in rows.items()
        if file not in LINK_KEYS
    }


def test_keys_are_unique(rows: Rows, index: dict[str, dict[str, Row]]) -> None:
    for file, made in rows.items():
        if file in LINK_KEYS:
            keys = {tuple(row[column] for column in LINK_KEYS[file]) for row in made}
            assert len(keys) == len(made), file
        else:
            assert len(index[file]) == len(made), file


def test_all_rows_of_a_file_have_the_same_columns(rows: Rows) -> None:
    for file, made in rows.items():
        assert len({tuple(row) for row in made}) == 1, file


@pytest.mark.parametrize("file", REFERENCES)
def test_every_reference_resolves(rows: Rows, index: dict[str, dict[str, Row]], file: str) -> None:
    for row in rows[file]:
        for column, target in REFERENCES[file].items():
            for value in filter(None, row[column].split(";")):
                assert value in index[target], (file, column, row)


def test_owners_and_parents_resolve_by_their_kind(
    rows: Rows, index: dict[str, dict[str, Row]]
) -> None:
    for file in ("objectives", "plays", "tasks"):
        for row in rows[file]:
            assert bool(row["owner"]) == bool(row["owner_kind"])
            if row["owner"]:
                assert row["owner"] in index[OWNERS[row["owner_kind"]]], row
    for task in rows["tasks"]:
        assert task["parent"] in index[PARENTS[task["parent_type"]]], task
    for note in rows["work_notes"]:
        assert note["record"] in index[PARENTS[note["record_type"]]], note


@pytest.mark.parametrize("where", ALLOWED)
def test_picklists_hold_allowed_values(rows: Rows, where: str) -> None:
    file, column = where.split(".")
    assert {row[column] for row in rows[file]} <= set(ALLOWED[where])


@pytest.mark.parametrize("file", REQUIRED)
def test_required_fields_are_filled(rows: Rows, file: str) -> None:
    for row in rows[file]:
        for column in REQUIRED[file].split():
            assert row[column], (column, row)
    if file == "plans":
        assert all(row["account"] or row["is_template"] == "true" for row in rows[file])


def test_stages_states_healths_and_substates_all_occur(rows: Rows) -> None:
    for where in (
        "engagements.state",
        "engagements.stage",
        "engagements.perceived_health",
        "contracts.state",
        "contracts.substate",
        "plans.status",
        "objectives.state",
        "objectives.progress",
        "tasks.owner_kind",
        "tasks.parent_type",
        "escalations.state",
        "risk_signals.probability",
        "opportunities.stage",
    ):
        file, column = where.split(".")
        assert {row[column] for row in rows[file]} == set(ALLOWED[where]), where
