"""The edges of windows, bands and ranges, and the hierarchy example, with today = 2025-11-22."""

from __future__ import annotations

from datetime import date

import pytest

from successtui.store.workspace import Workspace
from tests.report.oracle_scope import Wanted
from tests.report.small import TODAY, Small, later


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


def test_a_line_with_a_gap_and_a_circle(small: Small) -> None:
    """R004-03: who left stays a link; a line that closes on itself ends there."""
    small.user("ann", "success_manager", "zoe")
    small.user("gone", "success_manager", "ann")["active"] = False
    small.user("zoe", "participant", "gone")
    for name in ("ann", "gone", "zoe", "abe"):
        small.engagement(f"ENG-{name}", csm=name)
    key = "overview.total_engagements"

    assert small.records(key, "ann") == ["ENG-ann", "ENG-gone", "ENG-zoe"]
    assert small.records(key, "dir") == ["ENG-abe"]


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
