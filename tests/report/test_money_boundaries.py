"""Contracts at the edges of what counts: risk, renewal, months and rates (today = 2025-11-22)."""

from __future__ import annotations

from datetime import date

import pytest

from successtui.store.workspace import Workspace
from tests.report.small import TODAY, Small, at, later

BY_MONTH = "renewal.total_contract_value_by_month"
VERDICTS = "renewal.renewals_and_losses_by_month"


@pytest.fixture
def small(workspace: Workspace) -> Small:
    """A small world to fill, with one engagement."""
    world = Small(workspace)
    world.engagement("ENG1")
    return world


def won_and_lost(small: Small) -> dict[str, tuple[int, int]]:
    """Won and lost renewals of the months that had any."""
    groups = small.groups(VERDICTS).items()
    return {month: (n["won"], n["lost"]) for month, n in groups if n["won"] or n["lost"]}


def test_a_contract_is_at_risk_once(small: Small) -> None:
    """R004-21, R004-25: whatever its state but Canceled; closed signals change nothing."""
    for number, state in (("CON1", "Draft"), ("CON2", "Expired"), ("CON3", "Canceled")):
        small.contract(number, state=state)
    small.contract("CON4", "ENG1")
    hit = ("CON1", "CON2", "CON3")
    small.of_engagement("risk_signal", "RSK1", "ENG1", state="New", contracts_impacted=hit)
    small.of_engagement("risk_signal", "RSK2", "ENG1", contracts_impacted=("CON1",))
    small.of_engagement("risk_signal", "RSK3", "ENG1", state="Closed", contracts_impacted=("CON4",))
    small.of_engagement("risk_signal", "RSK4", "ENG1")

    told = small.ask("risk.total_contract_value_at_risk")
    assert (told["value"], told["records"]) == ("200.00", ["CON1", "CON2"])
    assert small.records("risk.active_risk_signals") == ["RSK1", "RSK2", "RSK4"]


def test_money_is_converted_with_the_newest_rate_of_today(small: Small) -> None:
    """R004-07: what has no rate stands beside the sum; cents are rounded half up at the end."""
    small.rate("EUR", "9", later(-900))
    small.rate("EUR", "1.005", TODAY)
    small.rate("EUR", "7", later(1))
    small.rate("GBP", "2", later(1))
    small.contract("CON1", value="0.50", currency="EUR")
    small.contract("CON2", value="0.50", currency="EUR")
    small.contract("CON3", value="5", currency="GBP")
    hit = ("CON1", "CON2", "CON3")
    small.of_engagement("risk_signal", "RSK1", "ENG1", contracts_impacted=hit)

    told = small.ask("risk.total_contract_value_at_risk")
    assert (told["value"], told["without_rate"], told["records"]) == ("1.01", 1, list(hit))


def test_large_amounts_are_summed_to_the_cent(small: Small) -> None:
    """R004-21, R004-42: nothing passes through a float."""
    small.rate("EUR", "1.00000001", TODAY)
    hit = tuple(f"CON{serial}" for serial in range(3))
    for number in hit:
        small.contract(number, "ENG1", value="9999999999999999.99")
    small.contract("CON3", "ENG1", value="1000000000000.01", currency="EUR")
    small.of_engagement("risk_signal", "RSK1", "ENG1", contracts_impacted=(*hit, "CON3"))

    assert small.ask("risk.total_contract_value_at_risk")["value"] == "30001000000009999.98"
    assert small.groups(BY_MONTH)["2025-11"] == "30001000000009999.98"


def test_five_indicators_by_count_then_value_then_name(small: Small) -> None:
    """R004-26."""
    small.contract("CON1", value="10")
    small.contract("CON2", value="9")
    plan = {"Zeal": 2, "Abandon": 2, "Value": 2, "Alpha": 1, None: 3, "Other": 1, "Beta": 1}
    for category, count in plan.items():
        for serial in range(count):
            # Named twice, a contract counts once: Zeal ties with Abandon at 10, Value has 9.
            hit = {"Zeal": "CON1", "Abandon": "CON1", "Value": "CON2"}.get(category or "")
            small.of_engagement(
                "risk_signal",
                f"RSK-{category}-{serial}",
                "ENG1",
                category=category,
                contracts_impacted=(hit,) if hit else (),
            )
    groups = small.ask("risk.top_5_indicators")["groups"]
    assert groups == [
        ["Uncategorised", 3],
        ["Abandon", 2],
        ["Zeal", 2],
        ["Value", 2],
        ["Alpha", 1],
    ]


def test_opened_renewals_and_extensions(small: Small) -> None:
    """R004-37 to R004-39: Draft contracts are in none, an expired extension is over."""
    for number, state, substate in (
        ("CON1", "Active", "Under review"),
        ("CON2", "Expired", "Awaiting review"),
        ("CON3", "Draft", "Under review"),
        ("CON4", "Canceled", "Under review"),
        ("CON5", "Active", "Extension approved"),
        ("CON6", "Expired", "Extension approved"),
        ("CON7", "Active", "Renewal approved"),
        ("CON8", "Expired", "Renewal rejected"),
        ("CON9", "Active", None),
    ):
        small.contract(number, "ENG1", state=state, substate=substate)
    assert small.records("renewal.opened_renewals") == ["CON1", "CON2", "CON5"]
    assert small.records("renewal.contracts_on_extension") == ["CON5"]
    assert small.ask("renewal.by_stage")["groups"] == [
        ["Awaiting review", 1],
        ["Renewal approved", 1],
        ["Renewal rejected", 1],
        ["Under review", 1],
    ]


def test_a_shared_contract_counts_once_among_contracts(small: Small) -> None:
    """R004-41: and once for each engagement among these."""
    small.engagement("ENG2", state="Closed")
    small.contract("CON1", "ENG1", "ENG2", end_date=later(3), substate="Under review")

    assert small.records("renewal.opened_renewals") == ["CON1"]
    assert small.records("renewal.due_in_90_days") == ["ENG1", "ENG2"]
    assert small.groups(BY_MONTH)["2025-11"] == "100.00"


def test_what_counts_as_lost(small: Small) -> None:
    """R004-45: the latest closed renewal decides, else the contract itself."""
    rows = {
        "A-rejected": ("Active", "Renewal rejected"),
        "B-not-renewed": ("Expired", None),
        "C-undecided": ("Expired", "Under review"),
        "D-canceled": ("Canceled", "Renewal rejected"),
        "E-won-again": ("Expired", None),
        "F-lost-deal": ("Active", None),
        "G-upsell": ("Active", None),
        "H-draft": ("Draft", "Rejected"),
    }
    for name, (state, substate) in rows.items():
        small.engagement(f"ENG-{name}")
        small.contract(f"CON-{name}", f"ENG-{name}", state=state, substate=substate)
    small.deal("OPP1", "CON-E-won-again", "Closed lost", later(-20))
    small.deal("OPP2", "CON-E-won-again", "Closed won", later(-10))
    small.deal("OPP3", "CON-F-lost-deal", "Closed won", later(-20))
    small.deal("OPP4", "CON-F-lost-deal", "Closed lost", later(-10))
    small.deal("OPP5", "CON-G-upsell", "Closed lost", later(-10), kind="Upsell")

    found = small.records("renewal.lost_contracts")
    assert found == ["ENG-A-rejected", "ENG-B-not-renewed", "ENG-F-lost-deal"]


def test_verdicts_of_this_year_by_month(small: Small) -> None:
    """R004-40, R004-44: by the day they were made final."""
    days = (date(2024, 12, 31), date(2025, 1, 1), date(2025, 11, 22), date(2025, 11, 23))
    for serial, day in enumerate(days):
        small.contract(f"CON{serial}", "ENG1")
        small.verdict(f"CON{serial}", "won" if serial % 2 else "lost", day)

    assert won_and_lost(small) == {"2025-01": (1, 0), "2025-11": (0, 1)}
    assert small.groups(VERDICTS)["2025-01"]["won_value"] == "100.00"
    assert list(small.groups(VERDICTS)) == [f"2025-{month:02}" for month in range(1, 12)]


def test_a_loss_that_was_reversed_is_no_loss(small: Small) -> None:
    """R004-40."""
    small.contract("CON1", "ENG1")
    small.verdict("CON1", "lost", date(2025, 3, 5))
    small.verdict("CON1", "won", date(2025, 6, 5))
    assert won_and_lost(small) == {"2025-06": (1, 0)}


def test_a_closed_renewal_opportunity_tells_the_month(small: Small) -> None:
    """R004-43, R004-46: never both, the latest one, and only the type Renew."""
    for number in ("CON1", "CON2", "CON3"):
        small.contract(number, "ENG1")
        small.verdict(number, "lost", date(2025, 3, 5))
    small.deal("OPP1", "CON1", "Closed lost", date(2025, 5, 31))
    small.deal("OPP2", "CON2", "Closed won", date(2025, 2, 1), kind="Upsell")
    small.deal("OPP3", "CON3", "Closed lost", date(2025, 4, 1))
    small.deal("OPP4", "CON3", "Closed lost", date(2025, 9, 1))
    assert won_and_lost(small) == {"2025-03": (0, 1), "2025-05": (0, 1), "2025-09": (0, 1)}


def test_in_force_on_the_last_day_of_each_month(small: Small) -> None:
    """R004-42: today for the current one; the last day of a contract is one of its days."""
    small.contract("CON1", "ENG1", start_date=date(2025, 2, 28), end_date=date(2025, 4, 30))
    small.contract("CON2", "ENG1", value="1", start_date=date(2025, 6, 1), end_date=later(-1))
    small.contract("CON3", "ENG1", value="7", start_date=TODAY)
    small.contract("CON4", "ENG1", value="9", start_date=later(1))
    small.contract("CON5", "ENG1", value="9", state="Canceled")
    small.contract("CON6", "ENG1", value="9", state="Draft")
    values = list(small.groups(BY_MONTH).values())
    assert values == ["0.00", *["100.00"] * 3, "0.00", *["1.00"] * 5, "7.00"]


def test_contracts_without_rate_are_counted_once_over_the_months(small: Small) -> None:
    """R004-42: two that ran one after the other are two rows left out."""
    small.contract("CON1", "ENG1", currency="CHF", end_date=date(2025, 4, 30))
    small.contract("CON2", "ENG1", currency="CHF", start_date=date(2025, 5, 1))
    small.contract("CON3", "ENG1", currency="CHF", start_date=date(2025, 5, 2), state="Canceled")
    told = small.ask(BY_MONTH)
    assert (told["without_rate"], set(dict(told["groups"]).values())) == (2, {"0.00"})


@pytest.mark.parametrize("month", [1, 4])
def test_a_contract_counts_through_the_day_it_was_canceled(small: Small, month: int) -> None:
    """R004-42: not canceled before the last day of the month, in the first month as in others."""
    last = date(2025, month, 30 if month == 4 else 31)
    small.contract("CON1", "ENG1", state="Canceled")
    small.was("CON1", "state", "Active", "Canceled", at(last, 9))
    values = list(small.groups(BY_MONTH).values())
    assert values == ["100.00"] * month + ["0.00"] * (11 - month)


def test_a_contract_is_worth_what_it_was_worth_then(small: Small) -> None:
    """R004-42: history tells the value at the end of each month, where the viewer is."""
    small.contract("CON1", "ENG1", value="300")
    small.was("CON1", "value", "100", "200", at(date(2025, 3, 31), 23, 30))
    small.was("CON1", "value", "200", "300", at(date(2025, 8, 1), 3))

    here = [*["100.00"] * 2, *["200.00"] * 5, *["300.00"] * 4]
    assert list(small.groups(BY_MONTH).values()) == here
    east = list(small.groups(BY_MONTH, zone="Asia/Kolkata").values())
    assert east == [*["100.00"] * 3, *["200.00"] * 4, *["300.00"] * 4]
    west = list(small.groups(BY_MONTH, zone="America/Los_Angeles").values())
    assert west == [*["100.00"] * 2, *["200.00"] * 4, *["300.00"] * 5]
