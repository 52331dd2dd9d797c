"""The numbers of Risk and Adoption at the edges of their windows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from successtui.records import (
    Contract,
    Engagement,
    Objective,
    Product,
    ProductUsage,
    RiskSignal,
    Touchpoint,
)
from successtui.records.picklists import (
    ClosureCode,
    Criticality,
    GoalState,
    Health,
    Probability,
    Progress,
    RiskScope,
    RiskState,
    Stage,
    UsagePlan,
    WorkState,
)
from successtui.services.report.drill import drill
from successtui.services.report.scope import NO_FILTERS
from tests.services.reporting import (
    DAY,
    at_work,
    contract,
    days,
    engagement_with,
    groups,
    number,
    rate,
    records,
)
from tests.worlds import Book


def _risk(book: Book, engagement: Engagement, *contracts: Contract, **values: object) -> RiskSignal:
    made = {
        "account": engagement.account,
        "engagement": engagement.id,
        "short_description": "Risk",
        "description": "What was heard.",
        "probability": Probability.HIGH,
        "contracts_impacted": tuple(sorted(c.id for c in contracts)),
        "reported_by": 1,
        **values,
    }
    return book.brought(RiskSignal, **made)


def test_value_at_risk_counts_each_contract_once(book: Book) -> None:
    """Distinct contracts of new and active signals, canceled ones left out, in the base currency;
    what has no rate is told (R004-07, R004-21)."""
    account = book.account()
    engagement = engagement_with(book, account=account.id)
    rate(book, "EUR", "1.10", date(2025, 1, 1))
    rate(book, "EUR", "1.20", DAY)
    rate(book, "EUR", "9", DAY + timedelta(days=1))
    shared = contract(book, account, engagement, number="C1", value=Decimal("100.01"))
    euros = contract(book, account, number="C2", value=Decimal("10.03"), currency="EUR")
    draft = contract(book, account, number="C3", value=Decimal(5), state="Draft")
    gone = contract(book, account, number="C4", value=Decimal(7), state="Canceled")
    swiss = contract(book, account, number="C5", value=Decimal(9), currency="CHF")
    other = contract(book, account, number="C6", value=Decimal(1000))
    _risk(book, engagement, shared, euros)
    _risk(book, engagement, shared, draft, gone, swiss, state=RiskState.ACTIVE)
    _risk(book, engagement, other, state=RiskState.CLOSED, closure_code="Mitigated")
    _risk(book, engagement)
    found = number(at_work(book), "risk.total_contract_value_at_risk")
    assert found.value == Decimal("100.01") + Decimal("10.03") * Decimal("1.20") + 5
    assert found.records == ("C1", "C2", "C3", "C5")
    assert found.without_rate == 1
    assert found.notes == ("1 row without rate", "1 signal without contract")


def test_sums_larger_than_a_machine_number(book: Book) -> None:
    """Amounts of the largest size are added up exactly."""
    account = book.account()
    engagement = engagement_with(book, account=account.id)
    most = Decimal("9999999999999999.99")
    many = [contract(book, account, engagement, value=most) for _ in range(12)]
    _risk(book, engagement, *many)
    found = number(at_work(book), "risk.total_contract_value_at_risk")
    assert found.value == most * 12
    months = groups(at_work(book), "renewal.total_contract_value_by_month")
    assert months["2025-11"].value == most * 12


def test_red_and_yellow(book: Book) -> None:
    """Green, unknown and ended ones are left out (R004-22)."""
    for health in Health:
        engagement_with(book, perceived_health=health)
    engagement_with(book, perceived_health=Health.RED)
    engagement_with(book, perceived_health=Health.RED, state=GoalState.CLOSED)
    found = groups(at_work(book), "risk.red_yellow_engagements")
    assert [(label, group.value) for label, group in found.items()] == [("Red", 2), ("Yellow", 1)]


def test_renewals_in_poor_health(book: Book) -> None:
    """Today and 90 days ahead are in; a score outweighs what people perceive (R004-23)."""
    red = {"perceived_health": Health.RED}
    for place, day in enumerate(days(-1, 0, 90, 91)):
        engagement_with(book, number=f"D{place}", renewal_date=day, **red)
    for score in ("0", "39.99", "40", "70"):
        engagement_with(
            book, number=f"S{score}", renewal_date=DAY, health_score=Decimal(score), **red
        )
    engagement_with(book, number="low", renewal_date=DAY, health_score=Decimal(10))
    engagement_with(book, number="yellow", renewal_date=DAY, perceived_health=Health.YELLOW)
    engagement_with(book, number="none", **red)
    key = "risk.renewals_due_soon_in_poor_health"
    assert records(at_work(book), key) == ("D1", "D2", "S0", "S39.99", "low")
    assert DAY + timedelta(days=90) == date(2026, 2, 20)


def test_no_touchpoint_ahead(book: Book) -> None:
    """Only what is planned in the next 90 days takes an engagement off the list (R004-24)."""
    today = datetime(2025, 11, 22, tzinfo=UTC)
    plans: dict[str, dict[str, object]] = {
        "first": {"meeting_at": today},
        "last": {"meeting_at": today + timedelta(days=91, microseconds=-1)},
        "late": {"meeting_at": today + timedelta(days=91)},
        "past": {"meeting_at": today - timedelta(microseconds=1), "due_date": DAY},
        "due": {"due_date": DAY + timedelta(days=90)},
        "later": {"due_date": DAY + timedelta(days=91)},
        "undated": {},
        "done": {"due_date": DAY, "state": WorkState.CLOSED},
    }
    for name, values in plans.items():
        engagement = engagement_with(book, number=name)
        book.brought(Touchpoint, engagement=engagement.id, subject="Call", **values)
    engagement_with(book, number="silent")
    found = records(at_work(book), "risk.no_touchpoints_in_90_days")
    assert found == ("done", "late", "later", "past", "silent", "undated")


def test_signals_by_category_scope_and_probability(book: Book) -> None:
    """The five most frequent, others beside; the sums of all three agree (R004-25 to R004-28)."""
    account = book.account()
    engagement = engagement_with(book, account=account.id, state=GoalState.CLOSED)
    big = contract(book, account, value=Decimal(900))
    for category, many in (("A", 3), (None, 2), ("C", 1), ("D", 1), ("E", 1), ("F", 1)):
        for _ in range(many):
            _risk(book, engagement, category=category, scope=RiskScope.RENEWAL)
    _risk(book, engagement, big, category="Z", probability=Probability.VERY_LOW)
    _risk(book, engagement, category="A", state=RiskState.CLOSED, closure_code="Mitigated")
    session = at_work(book)
    top = groups(session, "risk.top_5_indicators")
    assert [(label, group.value) for label, group in top.items()] == [
        ("A", 3),
        ("Uncategorised", 2),
        ("Z", 1),
        ("C", 1),
        ("D", 1),
    ]
    assert number(session, "risk.top_5_indicators").extra["others"] == 2
    scopes = groups(session, "risk.by_scope")
    assert {n: g.value for n, g in scopes.items() if g.value} == {"Renewal": 9, "(none)": 1}
    likely = groups(session, "risk.by_probability")
    assert [g.value for g in likely.values()] == [0, 9, 0, 0, 1]
    assert number(session, "risk.active_risk_signals").value == 10


def test_go_live(book: Book) -> None:
    """Yesterday is overdue, today to 30 days ahead is due, 31 is neither (R004-29 to R004-31)."""
    for place, day in enumerate(days(-1, 0, 30, 31)):
        engagement_with(book, number=f"G{place}", initial_go_live=day)
        engagement_with(book, number=f"L{place}", initial_go_live=day, went_live_on=DAY)
        engagement_with(book, number=f"A{place}", initial_go_live=day, stage=Stage.ADOPTION)
    session = at_work(book)
    assert records(session, "adoption.overdue_go_live") == ("G0",)
    assert records(session, "adoption.go_live_due_in_30_days") == ("A1", "A2", "G1", "G2")
    assert number(session, "adoption.active_onboarding").value == 8
    assert DAY + timedelta(days=30) == date(2025, 12, 22)


def _objective(book: Book, engagement: Engagement, progress: Progress) -> Objective:
    ended = {Progress.COMPLETED: GoalState.CLOSED, Progress.CANCELED: GoalState.CANCELED}
    codes = {Progress.COMPLETED: ClosureCode.MISSED, Progress.CANCELED: ClosureCode.CANCELED}
    closing = {"closure_code": codes[progress], "close_notes": "-"} if progress in codes else {}
    return book.brought(
        Objective,
        name="Grow",
        description="Why",
        account=engagement.account,
        engagement=engagement.id,
        start_date=DAY,
        state=ended.get(progress, GoalState.IN_PROGRESS),
        progress=progress,
        **closing,
    )


def test_objectives(book: Book) -> None:
    """None at all, more than 80 % completed (4 of 5 is not, 5 of 6 is), and by progress (R004-32
    to R004-34)."""
    done, running, gone = Progress.COMPLETED, Progress.ON_TRACK, Progress.CANCELED
    given = {
        "4of5": [done] * 4 + [running],
        "5of6": [done] * 5 + [running],
        "all": [done, gone],
        "canceled": [gone],
        "none": [],
    }
    for name, progresses in given.items():
        engagement = engagement_with(book, number=name)
        for progress in progresses:
            _objective(book, engagement, progress)
    ended = engagement_with(book, number="over", state=GoalState.CLOSED)
    _objective(book, ended, done)
    session = at_work(book)
    assert records(session, "adoption.no_success_objectives") == ("none",)
    assert records(session, "adoption.over_80_percent_objective_completion") == ("5of6", "all")
    found = groups(session, "adoption.success_objective_progress")
    assert {label: group.value for label, group in found.items()} == {
        "New": 0,
        "On-Track": 2,
        "At Risk": 0,
        "Paused": 0,
        "Completed": 10,
        "Canceled": 2,
    }
    empty = engagement_with(book, number="template")
    template = {"name": "T", "description": "D", "account": empty.account, "start_date": DAY}
    book.brought(Objective, engagement=empty.id, is_template=True, **template)
    assert number(session, "adoption.success_objective_progress").value == 14
    assert records(session, "adoption.no_success_objectives") == ("none", "template")


def test_low_adoption(book: Book) -> None:
    """Products, not engagements; below 40, in use or not yet decided; critical first (R004-35)."""
    engagement = engagement_with(book, number="E1")

    def usage(name: str, score: str | None, **values: object) -> None:
        product = book.add(Product, name=name)
        made = {"account": engagement.account, "engagement": engagement.id, **values}
        adopted = Decimal(score) if score else None
        book.brought(ProductUsage, product=product.id, adoption_score=adopted, **made)

    usage("low", "39.99")
    usage("zero", "0", customer_priority=Criticality.HIGH)
    usage("critical", "20", customer_priority=Criticality.CRITICAL)
    usage("edge", "40")
    usage("none", None)
    usage("off", "1", usage_plan=UsagePlan.DEACTIVATED)
    session, key = at_work(book), "adoption.low_adoption_products"
    found = number(session, key)
    assert found.records == (("E1", "critical"), ("E1", "low"), ("E1", "zero"))
    assert found.extra["engagements"] == 1
    with session.read() as reader:
        rows = reader.rows(ProductUsage, drill(session, NO_FILTERS, key).ids)
    assert [str(row.adoption_score) for row in rows.values()] == ["20.00", "0.00", "39.99"]


def test_deleted_rows_never_count(book: Book) -> None:
    """Neither the engagement nor what hung from it."""
    account = book.account()
    engagement = engagement_with(book, account=account.id)
    signal = _risk(book, engagement)
    with book.session.change("Delete") as unit:
        unit.delete(signal)
    session = at_work(book)
    assert number(session, "risk.active_risk_signals").value == 0
    with book.session.change("Delete") as unit:
        unit.delete(engagement)
    assert number(session, "overview.total_engagements").value == 0


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue", "UTC"])
def test_first_and_last_day_there_is(book: Book, day: date, zone: str) -> None:
    """The windows end where the calendar does."""
    engagement_with(book, renewal_date=day)
    assert number(at_work(book, day=day, zone=zone), "overview.total_engagements").value == 1
