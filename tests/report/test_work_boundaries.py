"""Work at the edges of what counts: escalations, reviews, touchpoints, tasks and usage
(today = 2025-11-22).
"""

from __future__ import annotations

from datetime import date

import pytest

from successtui.store.workspace import Workspace
from tests.report.oracle_scope import Wanted
from tests.report.small import TODAY, Small, at, later


@pytest.fixture
def small(workspace: Workspace) -> Small:
    """A small world to fill."""
    return Small(workspace)


def test_only_an_escalation_in_force_counts(small: Small) -> None:
    """R004-17."""
    for serial, state in enumerate(("Escalated", "Requested", "Declined", "Closed")):
        account = small.account(f"ACC-{serial}", parent_account="ACC1" if serial else None)
        small.engagement(f"ENG{serial}", account=account["number"])
        small.world.add("escalation", number=f"ESC{serial}", account=f"ACC-{serial}", state=state)
    assert small.records("overview.engagements_with_escalations") == ["ENG0"]


def test_a_review_earlier_today_is_upcoming(small: Small) -> None:
    """R004-18: without an upper bound; the viewer's zone tells the day."""
    for number, moment, values in (
        ("ENG1", at(TODAY, 0, 30), {}),
        ("ENG2", at(later(-1), 23, 30), {}),
        ("ENG3", at(later(900)), {}),
        ("ENG4", at(later(3)), {"state": "Canceled"}),
        ("ENG5", at(later(3)), {"meeting_type": "Renewal"}),
        ("ENG6", None, {"due_date": later(2)}),
    ):
        small.engagement(number)
        kind = {"meeting_type": "QBR", "meeting_at": moment, **values}
        small.of_engagement("touchpoint", f"TCH-{number}", number, **kind)
    key = "overview.engagements_with_upcoming_qbrs"

    assert small.records(key) == ["ENG1", "ENG3", "ENG6"]
    assert small.records(key, zone="America/Los_Angeles") == ["ENG3", "ENG6"]
    assert small.records(key, zone="Asia/Kolkata") == ["ENG1", "ENG2", "ENG3", "ENG6"]


def test_only_a_touchpoint_of_the_next_90_days_counts(small: Small) -> None:
    """R004-24: a past one changes nothing, an undated or a closed one neither."""
    for number, values in (
        ("ENG1", {"due_date": TODAY}),
        ("ENG2", {"due_date": later(90)}),
        ("ENG3", {"due_date": later(91)}),
        ("ENG4", {"due_date": later(-1)}),
        ("ENG5", {}),
        ("ENG6", {"due_date": later(5), "state": "Closed"}),
        ("ENG7", {"due_date": later(500), "meeting_at": at(later(5))}),
        ("ENG8", {"due_date": later(5), "meeting_at": at(later(500))}),
    ):
        small.engagement(number)
        small.of_engagement("touchpoint", f"TCH-{number}", number, **values)
    expected = ["ENG3", "ENG4", "ENG5", "ENG6", "ENG8"]
    assert small.records("risk.no_touchpoints_in_90_days") == expected


def test_each_task_is_in_one_bucket(small: Small) -> None:
    """R004-20: overdue before due today before its state; ended ones of this year alone."""
    small.engagement("ENG1")
    small.task("TSK1", state="In progress", due_date=later(-1))
    small.task("TSK2", state="Paused", due_date=TODAY)
    small.task("TSK3", state="In progress", due_date=later(1))
    small.task("TSK4")
    small.task("TSK5", state="Paused")
    small.task("TSK6", state="Closed", due_date=later(-1), closed_at=at(date(2025, 1, 1), 0))
    small.task("TSK7", state="Closed", closed_at=at(date(2024, 12, 31), 23, 59))
    small.task("TSK8", state="Canceled")
    small.task("TSK9", state="Canceled", closed_at=at(TODAY))
    small.task("TSK10", is_template=True)
    key = "overview.success_manager_tasks"

    here = {
        "Overdue": 1,
        "Due today": 1,
        "In progress": 1,
        "New": 1,
        "Paused": 1,
        "Closed": 1,
        "Canceled": 1,
    }
    assert small.groups(key) == here
    assert small.groups(key, zone="America/Los_Angeles") == {**here, "Closed": 0}
    assert small.groups(key, zone="Asia/Kolkata") == {**here, "Closed": 2}


def test_whose_tasks_count(small: Small) -> None:
    """R004-20: people's own and those of the role they were chosen for, on accounts in scope."""
    small.user("eve", "participant", "dir")
    small.account("ACC2")
    small.engagement("ENG1")
    small.world.add("role", name="Sponsor")
    small.world.add("team_pool", name="Queue", members=("abe",))
    small.world.add("contact", number="CNT1", account="ACC1", last_name="Jones")
    small.task("TSK1")
    small.task("TSK2", owner_kind="role", owner="Sponsor", owner_user="abe")
    small.task("TSK3", owner_kind="role", owner="Sponsor")
    small.task("TSK4", owner_kind="pool", owner="Queue")
    small.task("TSK5", owner_kind="contact", owner="CNT1")
    small.task("TSK6", owner_kind=None, owner=None)
    small.task("TSK7", account="ACC2", parent="ACC2")
    small.task("TSK8", owner="eve")
    key = "overview.success_manager_tasks"

    assert small.groups(key, "abe")["New"] == 2
    assert small.groups(key)["New"] == 3
    assert small.groups(key, wanted=Wanted(csms=("abe",)))["New"] == 2


def test_low_adoption_is_below_40(small: Small) -> None:
    """R004-35: no score is not a low one; a deactivated product does not count."""
    small.world.add("product", name="Core")
    small.world.add("product", name="Add-on")
    for number, product, plan, score in (
        ("ENG1", "Suite", None, "39.99"),
        ("ENG1", "Core", "Activated", "40"),
        ("ENG2", "Suite", "Deactivated", "1"),
        ("ENG2", "Core", "No plan", "0"),
        ("ENG2", "Add-on", "Activated", None),
        ("ENG3", "Suite", "Activated", "5"),
    ):
        if number not in [row["number"] for row in small.world.every("engagement")]:
            state = "Closed" if number == "ENG3" else "New"
            small.engagement(number, state=state)
        home = {"account": "ACC1", "engagement": number}
        how = {"usage_plan": plan, "adoption_score": score}
        small.world.add("product_usage", **home, product=product, **how)
    assert small.records("adoption.low_adoption_products") == [["ENG1", "Suite"], ["ENG2", "Core"]]
