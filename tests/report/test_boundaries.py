"""The edges of windows, bands and ranges, and the hierarchy example, with today = 2025-11-22."""

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


def test_the_windows_are_the_days_of_the_definitions() -> None:
    assert (later(0), later(30), later(90)) == (
        date(2025, 11, 22),
        date(2025, 12, 22),
        date(2026, 2, 20),
    )


def test_director_and_managers_see_14_7_and_7(small: Small) -> None:
    """R004-02 to R004-04: everyone below, at every level; an agent sees only their own."""
    small.user("manager1", "success_manager", "dir")
    small.user("manager2", "success_manager", "dir")
    books = {"manager2": 1, "abel": 4, "abraham": 2, "beth": 1, "john": 4, "jane": 2}
    for name in ("abel", "abraham", "beth"):
        small.user(name, manager="manager1")
    for name in ("john", "jane"):
        small.user(name, manager="manager2")
    for name, count in books.items():
        for serial in range(count):
            small.engagement(f"ENG-{name}-{serial}", csm=name)

    def seen(viewer: str) -> int:
        return len(small.records("overview.total_engagements", viewer))

    assert (seen("dir"), seen("manager1"), seen("manager2")) == (14, 7, 7)
    assert {name: seen(name) for name in books} == {**books, "manager2": 7}
    assert seen("root") == 14


def test_renewals_are_due_through_the_ninetieth_day(small: Small) -> None:
    """R004-36, R004-23: both ends of the window count."""
    ends = {"ENG0": later(-1), "ENG1": TODAY, "ENG2": date(2026, 2, 20), "ENG3": date(2026, 2, 21)}
    for number, end in ends.items():
        small.engagement(number, health_score="39.99")
        small.contract(f"CON-{number}", number, end_date=end)

    assert small.records("renewal.due_in_90_days") == ["ENG1", "ENG2"]
    assert small.records("risk.renewals_due_soon_in_poor_health") == ["ENG1", "ENG2"]


def test_a_renewal_is_due_when_it_starts_or_when_the_contract_ends(small: Small) -> None:
    """R004-36: the earlier of both; R004-23 looks at contract ends alone."""
    for number in ("ENG1", "ENG2", "ENG3"):
        small.engagement(number, perceived_health="Red")
    small.contract("CON1", "ENG1", end_date=later(300), renewal_start=later(90))
    small.contract("CON2", "ENG2", end_date=later(90), renewal_start=later(-1))
    small.contract("CON3", "ENG3", renewal_start=later(0))

    assert small.records("renewal.due_in_90_days") == ["ENG1", "ENG3"]
    assert small.records("risk.renewals_due_soon_in_poor_health") == ["ENG2"]


def test_poor_health_is_a_low_score_and_without_score_perceived_red(small: Small) -> None:
    """R004-23, R004-22: the score decides where there is one, for R3 alone."""
    for number, score, perceived in (
        ("ENG1", "39.99", "Green"),
        ("ENG2", "40", "Red"),
        ("ENG3", None, "Red"),
        ("ENG4", None, "Yellow"),
        ("ENG5", "0", "Unknown"),
    ):
        small.engagement(number, health_score=score, perceived_health=perceived)
        small.contract(f"CON-{number}", number, end_date=later(10))

    assert small.records("risk.renewals_due_soon_in_poor_health") == ["ENG1", "ENG3", "ENG5"]
    assert small.groups("risk.red_yellow_engagements") == {"Red": 2, "Yellow": 1}
    assert small.records("risk.red_yellow_engagements") == ["ENG2", "ENG3", "ENG4"]


def test_a_renewal_date_by_hand_counts_only_without_contracts(small: Small) -> None:
    """R004-23: linked contracts tell the date, even when none of them is in force."""
    for number in ("ENG1", "ENG2"):
        small.engagement(number, health_score="0", renewal_date=later(5))
    small.contract("CON2", "ENG2", end_date=later(5), state="Expired")

    assert small.records("risk.renewals_due_soon_in_poor_health") == ["ENG1"]


def test_go_live_is_overdue_yesterday_and_due_through_the_thirtieth_day(small: Small) -> None:
    """R004-29 to R004-31: only onboarding can be overdue, any stage can be due."""
    days = {"ENG1": later(-1), "ENG2": TODAY, "ENG3": date(2025, 12, 22), "ENG4": later(31)}
    for number, day in days.items():
        small.engagement(number, stage="Initial onboarding", initial_go_live=day)
    small.engagement("ENG5", stage="Adoption", initial_go_live=later(-1))
    small.engagement("ENG6", stage="Renew", initial_go_live=later(1))
    small.engagement("ENG7", initial_go_live=later(1), went_live_on=later(-3))
    small.engagement("ENG8", stage="Initial onboarding", initial_go_live=later(-1), state="Closed")

    assert later(31) == date(2025, 12, 23)
    assert small.records("adoption.overdue_go_live") == ["ENG1"]
    assert small.records("adoption.go_live_due_in_30_days") == ["ENG2", "ENG3", "ENG6"]
    assert small.records("adoption.active_onboarding") == ["ENG1", "ENG2", "ENG3", "ENG4"]


def test_new_this_year_from_the_first_of_january(small: Small) -> None:
    """R004-15: closed ones count, canceled ones and those of the future do not."""
    small.engagement("ENG1", started_on=date(2025, 1, 1))
    small.engagement("ENG2", started_on=date(2024, 12, 31))
    small.engagement("ENG3", started_on=TODAY, state="Closed")
    small.engagement("ENG4", started_on=TODAY, state="Canceled")
    small.engagement("ENG5", started_on=later(1))

    assert small.records("overview.ytd_new_engagements") == ["ENG1", "ENG3"]


def test_the_year_may_begin_in_another_month(small: Small) -> None:
    """R004-15, R004-42: the fiscal year's first month is a setting."""
    small.world.fiscal_start = 12
    small.engagement("ENG1", started_on=date(2024, 12, 1))
    small.engagement("ENG2", started_on=date(2024, 11, 30))

    assert small.records("overview.ytd_new_engagements") == ["ENG1"]
    months = small.ask("renewal.total_contract_value_by_month")["groups"]
    assert [label for label, _ in months][::11] == ["2024-12", "2025-11"]


def test_four_of_five_is_not_more_than_80_percent(small: Small) -> None:
    """R004-33: canceled objectives, templates and engagements without objectives stay out."""
    for number, closed, still_open in (("ENG1", 4, 1), ("ENG2", 5, 1), ("ENG3", 0, 0)):
        small.engagement(number)
        for serial in range(closed):
            name = f"OBJ-{number}-{serial}"
            small.of_engagement("objective", name, number, state="Closed", progress="Completed")
        for serial in range(still_open):
            small.of_engagement("objective", f"OBJ-{number}-open-{serial}", number)
    gone = {"state": "Canceled", "progress": "Canceled"}
    small.of_engagement("objective", "OBJ-gone", "ENG2", **gone)
    small.of_engagement("objective", "OBJ-template", "ENG2", is_template=True)

    key = "adoption.over_80_percent_objective_completion"
    assert small.records(key) == ["ENG2"]
    assert small.records("adoption.no_success_objectives") == ["ENG3"]
    assert small.groups("adoption.success_objective_progress") == {
        "New": 2,
        "On-Track": 0,
        "At Risk": 0,
        "Paused": 0,
        "Completed": 9,
        "Canceled": 1,
    }


def test_canceled_objectives_were_defined_all_the_same(small: Small) -> None:
    """R004-32: a canceled objective counts as one, a template or a deleted one does not."""
    for number in ("ENG1", "ENG2", "ENG3", "ENG4"):
        small.engagement(number)
    small.of_engagement("objective", "OBJ1", "ENG1", state="Canceled", progress="Canceled")
    small.of_engagement("objective", "OBJ2", "ENG2", is_template=True)
    small.of_engagement("objective", "OBJ3", "ENG3", deleted=True)

    assert small.records("adoption.no_success_objectives") == ["ENG2", "ENG3", "ENG4"]


def test_ranges_of_contract_value_are_half_open(small: Small) -> None:
    """R004-06, R004-08: only active contracts, one without a rate is worth nothing."""
    small.rate("EUR", "1.25", TODAY)
    small.rate("EUR", "2", later(1))
    for number in ("ENG1", "ENG2", "ENG3", "ENG4"):
        small.engagement(number)
    small.contract("CON1", "ENG1", value="40000", currency="EUR")
    small.contract("CON2", "ENG2", value="49999.99")
    small.contract("CON3", "ENG2", value="5", state="Expired")
    small.contract("CON4", "ENG3", value="777777", currency="CHF")

    def in_range(*ranges: str) -> list[str]:
        return small.records("overview.total_engagements", wanted=Wanted(contract_values=ranges))

    assert in_range("0-50000") == ["ENG2", "ENG3", "ENG4"]
    assert in_range("50000-100000") == ["ENG1"]
    assert in_range("50000-100000", "0-1") == ["ENG1", "ENG3", "ENG4"]
    assert in_range("1000000-") == []


def test_engagements_of_nobody(small: Small) -> None:
    """R004-02, R004-04: for the admin and the account's manager, for no CSM and no agent."""
    small.user("max", "success_manager")
    small.engagement("ENG1", csm=None)
    key = "overview.total_engagements"

    assert small.records(key, "root") == small.records(key, "dir") == ["ENG1"]
    assert small.records(key, "abe") == small.records(key, "max") == []
    assert small.records(key, "dir", wanted=Wanted(csms=("abe",))) == []
    assert small.ask("overview.average_engagements_per_csm")["value"] is None


def test_an_average_rounds_half_up(small: Small) -> None:
    """R004-16: the people who own one, and only what they own."""
    small.user("ben", manager="dir")
    small.user("cat", manager="dir")
    small.user("dan", manager="dir")
    for serial, csm in enumerate(("abe", "abe", "ben", "cat", "dan", None)):
        small.engagement(f"ENG{serial}", csm=csm)
    assert small.ask("overview.average_engagements_per_csm")["value"] == "1.3"


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
