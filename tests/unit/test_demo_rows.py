"""The demo book of business: believable, closed in itself, and true to the program's own rules."""

from datetime import date

import pytest

from successtui.starter.demo import demo_rows
from successtui.starter.rows import Row, Rows

TODAY = date(2025, 11, 22)
WORK_FILES = (
    *("objectives", "outcomes", "plays", "tasks"),
    *("touchpoints", "success_cases", "internal_plays"),
)
OPEN = ("New", "Define", "In progress", "Paused", "Active")

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


@pytest.fixture(scope="module", params=range(7, 15))
def rows(request: pytest.FixtureRequest) -> Rows:
    """Eight worlds: the rules must hold whatever chance brings, not only in the shipped one."""
    return demo_rows(TODAY, seed=request.param)


@pytest.fixture(scope="module")
def index(rows: Rows) -> dict[str, dict[str, Row]]:
    """Numbered rows by file and number, and users by username."""
    found = {
        file: {row["number"]: row for row in made}
        for file, made in rows.items()
        if "number" in made[0]
    }
    return found | {"users": {row["username"]: row for row in rows["users"]}}


def real(rows: Rows, file: str) -> list[Row]:
    """Rows that are no part of the library."""
    return [row for row in rows[file] if "-LIB-" not in row["number"]]


@pytest.mark.parametrize(
    ("file", "earlier", "later"),
    [
        ("contracts", "start_date", "end_date"),
        ("contracts", "renewal_start", "renewal_end"),
        ("plans", "start_date", "end_date"),
        ("objectives", "start_date", "end_date"),
        ("outcomes", "planned_start", "planned_stop"),
        ("plays", "start_date", "end_date"),
        ("tasks", "start_date", "due_date"),
        ("escalations", "opened_at", "closed_at"),
    ],
)
def test_nothing_ends_before_it_starts(rows: Rows, file: str, earlier: str, later: str) -> None:
    for row in rows[file]:
        if row[later]:
            assert row[earlier] <= row[later], row


def test_children_share_the_account_of_their_parent(
    rows: Rows, index: dict[str, dict[str, Row]]
) -> None:
    """R003-27, R003-28."""

    def account_of(file: str, number: str) -> str:
        return number if file == "accounts" else index[file][number]["account"]

    for file in ("objectives", "plans", "touchpoints", "success_cases", "internal_plays"):
        for row in real(rows, file):
            assert account_of("engagements", row["engagement"]) == row["account"]
    for file, column, parents in (
        ("objectives", "plan", "plans"),
        ("plays", "objective", "objectives"),
        ("plays", "plan", "plans"),
        ("plays", "co_owner", "contacts"),
    ):
        for row in real(rows, file):
            if row[column]:
                assert account_of(parents, row[column]) == row["account"], row
    for task in real(rows, "tasks"):
        assert account_of(PARENTS[task["parent_type"]], task["parent"]) == task["account"]
        if task["owner_kind"] == "contact":
            assert account_of("contacts", task["owner"]) == task["account"]
    for risk in rows["risk_signals"]:
        for contract in filter(None, risk["contracts_impacted"].split(";")):
            assert account_of("contracts", contract) == risk["account"]
    for link in rows["engagement_contracts"]:
        assert account_of("contracts", link["contract"]) == account_of(
            "engagements", link["engagement"]
        )


def test_a_play_has_the_plan_of_its_objective_and_an_outcome_of_it(
    rows: Rows, index: dict[str, dict[str, Row]]
) -> None:
    """R003-34, R002-06."""
    for play in real(rows, "plays"):
        if play["objective"]:
            assert play["plan"] == index["objectives"][play["objective"]]["plan"]
        if play["primary_outcome"]:
            outcome = index["outcomes"][play["primary_outcome"]]
            assert outcome["objective"] == play["objective"]


@pytest.mark.parametrize(
    "file",
    [*WORK_FILES, "engagements", "risk_signals"],
)
def test_closed_records_say_how_and_open_ones_say_nothing(rows: Rows, file: str) -> None:
    for row in rows[file]:
        if row["state"] in OPEN:
            assert (row["closure_code"], row["close_notes"], row["closed_at"]) == ("", "", "")
            continue
        assert (row["closure_code"] == "Canceled") == (row["state"] == "Canceled"), row
        assert row["closure_code"]
        assert "" < row["closed_at"][:10] < str(TODAY)
        if file not in ("tasks", "touchpoints"):
            assert row["close_notes"], row


@pytest.mark.parametrize(
    "file",
    WORK_FILES,
)
def test_progress_goes_with_the_state(rows: Rows, file: str) -> None:
    """R000-13 and the progress coupling of the lifecycles."""
    running = {"On-Track", "At Risk"} | ({"Paused"} if file == "objectives" else set())
    coupled = {
        "New": {"Not Started"},
        "Define": {"Not Started"},
        "In progress": running,
        "Paused": {"Paused"},
        "Closed": {"Completed"},
        "Canceled": {"Canceled"},
    }
    for row in rows[file]:
        assert row["progress"] in coupled[row["state"]], row


def test_nothing_open_hangs_below_something_ended(
    rows: Rows, index: dict[str, dict[str, Row]]
) -> None:
    ended = ("Closed", "Canceled")
    for task in real(rows, "tasks"):
        parent = index[PARENTS[task["parent_type"]]][task["parent"]]
        if parent.get("state") in ended:
            assert task["state"] in ended, task
    for file in ("plays", "outcomes"):
        for row in real(rows, file):
            if row["objective"] and index["objectives"][row["objective"]]["state"] in ended:
                assert row["state"] in ended, row
    for file in ("objectives", "touchpoints", "success_cases", "internal_plays", "risk_signals"):
        for row in real(rows, file):
            if index["engagements"][row["engagement"]]["state"] in ended:
                assert row["state"] in ended, row
    for file in ("objectives", "plays"):
        for row in real(rows, file):
            if row["plan"] and index["plans"][row["plan"]]["status"] in ("Completed", "Canceled"):
                assert row["state"] in ended, row


def test_what_customers_own_they_can_see(rows: Rows) -> None:
    """R001-16 and the task rule of the lifecycles."""
    for task in rows["tasks"]:
        if task["owner_kind"] == "contact":
            assert task["visible_to_customer"] == "true"
        if task["parent_type"] == "internal_play":
            assert task["visible_to_customer"] == "false"
            assert task["description"]
    for play in rows["plays"]:
        if play["co_owner"]:
            assert play["shared"] == "true"
    for talk in rows["touchpoints"]:
        assert not (talk["internal_only"] == "true" and talk["contact"])
        if talk["meeting_type"] == "QBR":
            assert talk["meeting_at"]


def test_resources_are_active_and_no_psa_resources(
    rows: Rows, index: dict[str, dict[str, Row]]
) -> None:
    """R003-19."""
    for task in rows["tasks"]:
        for user in filter(None, task["resources"].split(";")):
            assert index["users"][user]["active"] == "true"
            assert index["users"][user]["is_psa_resource"] == "false"


def test_owner_in_person_is_whom_the_role_resolves_to(rows: Rows) -> None:
    """R001-27."""
    team = {(row["account"], row["role"]): row["user"] for row in rows["account_team"]}
    for file in ("objectives", "plays", "tasks"):
        for row in real(rows, file):
            by_role = row["owner_kind"] == "role"
            expected = team.get((row["account"], row["owner"]), "") if by_role else ""
            assert row["owner_user"] == expected, row


def test_the_newest_point_is_the_current_value(rows: Rows) -> None:
    newest: dict[str, tuple[str, str]] = {}
    for point in rows["outcome_points"]:
        newest[point["outcome"]] = max(
            newest.get(point["outcome"], ("", "")), (point["date"], point["value"])
        )
    for outcome in rows["outcomes"]:
        current = (outcome["current_as_of"], outcome["current_value"])
        assert current == newest.get(outcome["number"], ("", ""))
        assert outcome["current_as_of"] <= str(TODAY)
        assert "E" not in outcome["current_value"]


def test_contracts_stand_where_the_nightly_run_leaves_them(rows: Rows) -> None:
    today = str(TODAY)
    for row in rows["contracts"]:
        state, substate = row["state"], row["substate"]
        if state == "Active":
            assert row["start_date"] <= today
            assert row["end_date"] == "" or row["end_date"] >= today
        if state == "Expired":
            assert row["end_date"] < today
        if state == "Draft" and substate == "Approved":
            assert row["start_date"] > today
        if substate == "Renewal approved":
            assert row["renewal_start"] > today
        if substate in ("Renewal approved", "Renewal rejected"):
            assert "" < row["renewal_finalized_on"] <= today
        assert float(row["value"]) > 0


def test_a_decided_renewal_has_one_event_and_no_contradicting_opportunity(rows: Rows) -> None:
    """R004-43, R004-44."""
    events = {row["contract"]: row for row in rows["renewal_events"]}
    assert len(events) == len(rows["renewal_events"])
    for contract in rows["contracts"]:
        if contract["renewal_finalized_on"]:
            event = events[contract["number"]]
            assert event["finalized_on"] == contract["renewal_finalized_on"]
            assert event["value"] == contract["value"]
    for deal in rows["opportunities"]:
        assert bool(deal["actual_closed_date"]) == deal["stage"].startswith("Closed")
        if deal["type"] == "Renew" and deal["actual_closed_date"]:
            event = events[deal["contract"]]
            assert deal["actual_closed_date"] == event["finalized_on"]
            assert deal["stage"] == f"Closed {event['outcome']}"


def test_every_currency_in_use_has_a_rate(rows: Rows) -> None:
    rates = {row["currency"] for row in rows["exchange_rates"]} | {"USD"}
    assert {row["currency"] for row in rows["contracts"]} <= rates
    assert len(rates) >= 5
    assert max(row["as_of"] for row in rows["exchange_rates"]) <= str(TODAY)
    assert {"name": "base_currency", "value": "USD"} in rows["settings"]
