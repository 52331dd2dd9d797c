"""The demo book of business: large and varied enough, the same every time, and fresh every day."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest

from successtui.starter.demo import HERO, demo_rows
from successtui.starter.library import library_rows
from successtui.starter.rows import Rows

TODAY = date(2025, 11, 22)
OPEN = ("New", "Define", "In progress", "Paused", "Active")
CURRENT = ("Draft", "Active", "On hold")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@pytest.fixture(scope="module")
def rows() -> Rows:
    return demo_rows(TODAY)


def test_the_book_is_as_large_as_promised(rows: Rows) -> None:
    least = {
        "accounts": 150,
        "engagements": 140,
        "objectives": 250,
        "outcomes": 400,
        "plays": 300,
        "tasks": 1500,
        "touchpoints": 600,
        "risk_signals": 100,
        "contracts": 170,
    }
    assert {file: len(rows[file]) >= size for file, size in least.items()} == dict.fromkeys(
        least, True
    )


def test_the_house_has_a_chain_of_command(rows: Rows) -> None:
    users = {row["username"]: row for row in rows["users"]}
    agents = [
        user
        for user in users.values()
        if user["roles"] == "customer_success_agent" and user["active"] == "true"
    ]
    managers = {user["manager"] for user in agents}
    assert len(agents) >= 10
    assert len(managers) == 2
    assert {users[manager]["manager"] for manager in managers} == {"dana"}
    assert Counter(user["roles"] for user in users.values())["viewer"] == 1
    assert users["alex"]["roles"] == "admin"
    assert [user["username"] for user in users.values() if user["active"] == "false"] == ["hugo"]


def test_account_families_are_three_deep(rows: Rows) -> None:
    """R001-44 needs something to show."""
    parent = {row["number"]: row["parent_account"] for row in rows["accounts"]}
    deep = [number for number in parent if parent.get(parent.get(parent[number], ""), "")]
    assert deep == []
    grandchildren = [number for number, above in parent.items() if above and parent[above]]
    assert len(grandchildren) >= 6


def test_some_engagements_have_no_owner_and_some_accounts_no_plan(rows: Rows) -> None:
    assert sum(row["csm"] == "" for row in rows["engagements"]) >= 4
    planned = {row["account"] for row in rows["plans"]}
    active = {row["account"] for row in rows["engagements"] if row["state"] in OPEN}
    assert len(active - planned) >= 5


def test_an_account_has_at_most_one_current_plan(rows: Rows) -> None:
    current = Counter(row["account"] for row in rows["plans"] if row["status"] in CURRENT)
    assert max(current.values()) == 1


def test_the_default_person_has_something_of_everything(rows: Rows) -> None:
    today, soon = str(TODAY), str(TODAY + timedelta(days=90))
    mine = {row["number"]: row for row in rows["engagements"] if row["csm"] == HERO}
    assert len(mine) >= 16
    assert {row["stage"] for row in mine.values()} == {
        *("Initial onboarding", "Adoption", "Expand", "Renew", "Lost")
    }
    assert {row["perceived_health"] for row in mine.values()} == {
        *("Green", "Yellow", "Red", "Unknown")
    }
    open_tasks = [
        task
        for task in rows["tasks"]
        if task["state"] in OPEN and HERO in (task["owner"], task["owner_user"])
    ]
    assert sum(task["due_date"] < today for task in open_tasks) >= 3
    assert sum(task["due_date"] == today for task in open_tasks) >= 2
    by_number = {row["number"]: row for row in rows["contracts"]}
    contracts = [
        by_number[link["contract"]]
        for link in rows["engagement_contracts"]
        if link["engagement"] in mine
    ]
    assert sum(today <= contract["end_date"] <= soon for contract in contracts) >= 3
    assert {"Under review", "Renewal approved", "Extension approved"} <= {
        contract["substate"] for contract in contracts
    }
    talks = [row for row in rows["touchpoints"] if row["engagement"] in mine]
    assert any(row["due_date"] == today for row in talks)
    assert any(row["meeting_type"] == "QBR" and row["due_date"] >= today for row in talks)
    risks = [row for row in rows["risk_signals"] if row["engagement"] in mine]
    assert sum(row["state"] in OPEN for row in risks) >= 3
    accounts = {row["account"] for row in mine.values()}
    escalated = {row["account"] for row in rows["escalations"] if row["state"] == "Escalated"}
    assert accounts & escalated


def test_same_day_and_seed_give_the_same_rows(rows: Rows) -> None:
    assert demo_rows(TODAY) == rows


def test_another_seed_gives_another_book(rows: Rows) -> None:
    assert demo_rows(TODAY, seed=8)["engagements"] != rows["engagements"]


@pytest.mark.parametrize("days", [1, 37, -400])
def test_another_day_moves_every_date_and_nothing_else(rows: Rows, days: int) -> None:
    def moved(text: str) -> str:
        return ISO_DATE.sub(
            lambda found: str(date.fromisoformat(found[0]) + timedelta(days=days)), text
        )

    library = library_rows()
    later = demo_rows(TODAY + timedelta(days=days))
    for file, made in rows.items():
        own = len(library.get(file, ()))
        assert later[file][:own] == made[:own]
        expected = [{column: moved(text) for column, text in row.items()} for row in made[own:]]
        assert later[file][own:] == expected, file


def test_texts_need_no_filler(rows: Rows) -> None:
    for file, made in rows.items():
        for row in made:
            for text in row.values():
                assert text == text.strip(), (file, row)
                assert "lorem" not in text.lower()
