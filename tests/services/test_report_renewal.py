"""The numbers of the Renewal tab: what is due, in review, won, lost and in force."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from successtui.domain.errors import BadCall
from successtui.records import Account, Contract, Engagement, Opportunity, RenewalEvent
from successtui.records.picklists import (
    ContractState,
    OpportunityStage,
    OpportunityType,
    RenewalOutcome,
)
from successtui.services import acting
from successtui.services.report.drill import drill
from successtui.services.report.scope import NO_FILTERS, Filters
from tests.services.reporting import (
    DAY,
    at_work,
    contract,
    groups,
    number,
    rate,
    records,
    setting,
)
from tests.worlds import Book

MONTHS = "renewal.renewals_and_losses_by_month"
IN_FORCE = "renewal.total_contract_value_by_month"


@pytest.fixture
def engagement(book: Book) -> Engagement:
    """An engagement to link contracts to."""
    return book.engagement(book.account(), number="E1")


def _contract(book: Book, engagement: Engagement, **values: Any) -> Contract:
    return contract(book, _account(book, engagement), engagement, **values)


def _account(book: Book, engagement: Engagement) -> Account:
    with book.session.read() as reader:
        return reader.require(Account, engagement.account)


def _deal(book: Book, of: Contract, stage: OpportunityStage, day: date | None, **more: Any) -> None:
    made = {"account": of.account, "contract": of.id, "type": OpportunityType.RENEW, **more}
    book.brought(Opportunity, stage=stage, actual_closed_date=day, value=Decimal(5), **made)


def _event(book: Book, of: Contract, outcome: RenewalOutcome, day: date) -> None:
    book.brought(RenewalEvent, contract=of.id, outcome=outcome, finalized_on=day)


WON, LOST = OpportunityStage.CLOSED_WON, OpportunityStage.CLOSED_LOST


def test_renewals_due(book: Book) -> None:
    """Today and 90 days ahead, by end or start of renewal; active contracts only (R004-36)."""
    made: dict[str, dict[str, Any]] = {
        "today": {"end_date": DAY},
        "last": {"end_date": date(2026, 2, 20)},
        "late": {"end_date": date(2026, 2, 21)},
        "past": {"end_date": DAY - timedelta(days=1)},
        "open": {},
        "early": {"end_date": date(2027, 1, 1), "renewal_start": date(2025, 12, 1)},
        "only": {"renewal_start": DAY},
        "begun": {"end_date": date(2026, 1, 1), "renewal_start": DAY - timedelta(days=1)},
        "approved": {"end_date": date(2026, 1, 5), "substate": "Renewal approved"},
        "expired": {"end_date": DAY, "state": ContractState.EXPIRED},
    }
    account = book.account()
    for name, values in made.items():
        contract(book, account, book.engagement(account, number=name), **values)
    session, key = at_work(book), "renewal.due_in_90_days"
    assert records(session, key) == ("approved", "early", "last", "only", "today")
    opened = drill(session, NO_FILTERS, key)
    with session.read() as reader:
        rows = reader.rows(Engagement, opened.ids)
    named = {row.number: opened.remarks[i] for i, row in rows.items()}
    assert list(named) == ["only", "today", "early", "approved", "last"]
    assert named["approved"] == "due 2026-01-05, in 44 days, Renewal approved"


def test_opened_renewals_extensions_and_stages(book: Book, engagement: Engagement) -> None:
    """Opened ones, extensions among them, and the four steps with their value (R004-37 to
    R004-39)."""
    rate(book, "EUR", "2", DAY)
    given = (
        ("A1", "Active", "Under review"),
        ("A2", "Expired", "Awaiting review"),
        ("A3", "Active", "Extension approved"),
        ("A4", "Expired", "Extension approved"),
        ("A5", "Canceled", "Under review"),
        ("A6", "Draft", "Under review"),
        ("A7", "Expired", "Renewal rejected"),
        ("A8", "Active", "Renewed"),
    )
    for name, state, substate in given:
        _contract(book, engagement, number=name, state=state, substate=substate, currency="EUR")
    _contract(book, engagement, number="A9", substate="Awaiting review", currency="CHF")
    session = at_work(book)
    assert records(session, "renewal.opened_renewals") == ("A1", "A2", "A3", "A9")
    assert records(session, "renewal.contracts_on_extension") == ("A3",)
    found = groups(session, "renewal.by_stage")
    assert [(label, group.value, group.money) for label, group in found.items()] == [
        ("Awaiting review", 2, 2000),
        ("Renewal approved", 0, 0),
        ("Renewal rejected", 1, 2000),
        ("Under review", 1, 2000),
    ]
    assert number(session, "renewal.by_stage").without_rate == 1


def test_contract_of_two_engagements_counts_once(book: Book, engagement: Engagement) -> None:
    """Once among contracts, once for each engagement among engagements (R004-41)."""
    second = book.engagement(_account(book, engagement), number="E2")
    contract(
        book, _account(book, engagement), engagement, second, substate="Under review", end_date=DAY
    )
    session = at_work(book)
    assert number(session, "renewal.opened_renewals").value == 1
    assert records(session, "renewal.due_in_90_days") == ("E1", "E2")
    assert groups(session, IN_FORCE)["2025-11"].value == 1000


def test_contracts_of_others_are_not_covered(book: Book, engagement: Engagement) -> None:
    """Only contracts linked to a visible engagement (R004-41)."""
    contract(book, _account(book, engagement), substate="Under review")
    book.user("dora")
    _contract(book, engagement, substate="Under review")
    assert number(at_work(book), "renewal.opened_renewals").value == 1
    assert number(at_work(book, "dora"), "renewal.opened_renewals").value == 0


def test_months_of_verdicts(book: Book, engagement: Engagement) -> None:
    """The deal's day when there is a deal, else that of the log; never both (R004-40, R004-43,
    R004-44, R004-46)."""
    january, march, last_year = date(2025, 1, 31), date(2025, 3, 1), date(2024, 12, 31)
    by_deal = _contract(book, engagement, number="deal", value=Decimal(100))
    _event(book, by_deal, RenewalOutcome.LOST, march)
    _deal(book, by_deal, LOST, date(2025, 1, 5))
    _deal(book, by_deal, WON, january)
    by_log = _contract(book, engagement, number="log", value=Decimal(20), currency="CHF")
    _event(book, by_log, RenewalOutcome.LOST, march)
    _deal(book, by_log, WON, january, type=OpportunityType.UPSELL)
    _deal(book, by_log, OpportunityStage.OPEN, None)
    old = _contract(book, engagement, number="old")
    _event(book, old, RenewalOutcome.WON, last_year)
    over = _contract(book, engagement, number="over")
    _event(book, over, RenewalOutcome.WON, march)
    _deal(book, over, WON, last_year)
    future = _contract(book, engagement, number="future")
    _event(book, future, RenewalOutcome.WON, DAY + timedelta(days=1))
    _event(book, future, RenewalOutcome.LOST, DAY)
    session = at_work(book)
    found = groups(session, MONTHS)
    assert list(found) == [f"2025-{month:02d}" for month in range(1, 12)]
    assert {label: dict(g.series) for label, g in found.items() if g.value} == {
        "2025-01": {"won": 1, "lost": 0, "won_value": 100, "lost_value": 0},
        "2025-03": {"won": 0, "lost": 1, "won_value": 0, "lost_value": 0},
        "2025-11": {"won": 0, "lost": 1, "won_value": 0, "lost_value": 1000},
    }
    assert number(session, MONTHS).value is None
    assert number(session, MONTHS).without_rate == 1
    opened = drill(session, NO_FILTERS, MONTHS, "2025-03/lost")
    assert opened.ids == (by_log.id,)
    assert opened.remarks == {by_log.id: "lost 2025-03-01"}
    assert drill(session, NO_FILTERS, MONTHS, "2025-03/won_value").ids == ()
    for wrong in ("2025-12", "2025-03/drawn", "March"):
        with pytest.raises(BadCall):
            drill(session, NO_FILTERS, MONTHS, wrong)


def test_reversal_takes_the_place_of_the_loss(book: Book, engagement: Engagement) -> None:
    """A loss that was turned into a win later in the year is not counted (R004-40)."""
    turned = _contract(book, engagement)
    _event(book, turned, RenewalOutcome.LOST, date(2025, 2, 1))
    _event(book, turned, RenewalOutcome.WON, date(2025, 5, 1))
    found = groups(at_work(book), MONTHS)
    assert {label for label, group in found.items() if group.value} == {"2025-05"}


def test_lost_contracts(book: Book) -> None:
    """Rejected, or expired with nothing pending, unless the latest deal says otherwise; newest
    first (R004-45)."""
    account = book.account()
    given: dict[str, dict[str, Any]] = {
        "rejected": {"substate": "Renewal rejected", "renewal_finalized_on": date(2025, 5, 1)},
        "expired": {"state": ContractState.EXPIRED, "end_date": date(2025, 6, 1)},
        "review": {"state": ContractState.EXPIRED, "substate": "Under review"},
        "canceled": {"state": ContractState.CANCELED},
        "draft": {"state": ContractState.DRAFT, "substate": "Renewal rejected"},
        "won": {"state": ContractState.EXPIRED},
        "deal": {},
        "undated": {},
        "fine": {},
    }
    made = {
        name: contract(book, account, book.engagement(account, number=name), **values)
        for name, values in given.items()
    }
    _deal(book, made["won"], LOST, date(2025, 1, 1))
    _deal(book, made["won"], WON, date(2025, 2, 1))
    _deal(book, made["deal"], WON, date(2025, 2, 1))
    _deal(book, made["deal"], LOST, date(2025, 7, 1))
    _deal(book, made["undated"], LOST, None)
    _deal(book, made["fine"], LOST, date(2025, 7, 1), type=OpportunityType.NEW)
    session, key = at_work(book), "renewal.lost_contracts"
    assert records(session, key) == ("deal", "expired", "rejected", "undated")
    with session.read() as reader:
        rows = reader.rows(Engagement, drill(session, NO_FILTERS, key).ids)
    assert [row.number for row in rows.values()] == ["deal", "expired", "rejected", "undated"]


def test_in_force_at_the_ends_of_months(book: Book, engagement: Engagement) -> None:
    """From the first to the last day, open ends included; drafts and those that came as canceled
    never (R004-42)."""
    day = date
    _contract(book, engagement, value=Decimal(1), start_date=day(2025, 1, 31))
    _contract(book, engagement, value=Decimal(10), start_date=day(2025, 2, 1))
    spring = {"start_date": day(2024, 1, 1), "end_date": day(2025, 3, 31)}
    _contract(book, engagement, value=Decimal(100), state="Expired", **spring)
    _contract(book, engagement, value=Decimal(1000), start_date=DAY + timedelta(days=1))
    _contract(book, engagement, value=Decimal(10000), state="Draft")
    _contract(book, engagement, value=Decimal(10000), state="Canceled")
    _contract(book, engagement, value=Decimal(7), currency="CHF")
    session = at_work(book)
    found = groups(session, IN_FORCE)
    assert [int(group.value) for group in found.values()] == [101, 111, 111, *([11] * 8)]
    assert number(session, IN_FORCE).without_rate == 1
    assert number(session, IN_FORCE).count == 3


def test_value_and_cancellation_as_history_has_them(book: Book, engagement: Engagement) -> None:
    """The value of a day is what it held then; a contract counts until the day it was canceled;
    days before the record was made have the present value (R004-42)."""
    first = _contract(book, engagement, value=Decimal(100), start_date=date(2020, 1, 1))
    gone = _contract(book, engagement, value=Decimal(7), start_date=date(2020, 1, 1))
    with book.session.workspace.write_engine.begin() as connection:
        begin = "DROP TRIGGER IF EXISTS {}" + (
            " ON batch" if connection.dialect.name == "postgresql" else ""
        )
        for trigger in ("batch_no_update", "batch_no_change"):
            connection.exec_driver_sql(begin.format(trigger))
        early = _moment(book, datetime(2025, 2, 10, tzinfo=UTC))
        connection.exec_driver_sql(f"UPDATE batch SET at = '{early}'")
        connection.exec_driver_sql(f"UPDATE contract SET created_at = '{early}'")
    with book.session.change("Adjust") as unit:
        unit.update(book.again(first), {"value": Decimal(250)})
        unit.update(book.again(gone), {"state": ContractState.CANCELED})
    with book.session.workspace.write_engine.begin() as connection:
        late = _moment(book, datetime(2025, 9, 30, 12, tzinfo=UTC))
        connection.exec_driver_sql(f"UPDATE batch SET at = '{late}' WHERE title = 'Adjust'")
        connection.exec_driver_sql(f"UPDATE contract SET updated_at = '{late}'")
    found = groups(at_work(book), IN_FORCE)
    values = [int(group.value) for group in found.values()]
    # January lies before the record, which is as good as no history.
    assert values == [257, 107, 107, 107, 107, 107, 107, 107, 257, 250, 250]


def _moment(book: Book, at: datetime) -> str:
    server = book.session.workspace.file is None
    return at.isoformat() if server else at.replace(tzinfo=None).isoformat(timespec="microseconds")


def test_year_that_begins_in_another_month(book: Book, engagement: Engagement) -> None:
    """The year to date and its months follow the setting."""
    setting(book, "fiscal_year_start_month", "10")
    _event(book, _contract(book, engagement), RenewalOutcome.WON, date(2025, 9, 30))
    _event(book, _contract(book, engagement), RenewalOutcome.WON, date(2025, 10, 1))
    session = at_work(book)
    assert {n: g.value for n, g in groups(session, MONTHS).items()} == {"2025-10": 1, "2025-11": 0}
    assert list(groups(session, IN_FORCE)) == ["2025-10", "2025-11"]
    january = at_work(book, day=date(2026, 1, 1))
    assert list(groups(january, MONTHS)) == ["2025-10", "2025-11", "2025-12", "2026-01"]


def test_decisions_by_hand_reach_the_chart(book: Book, engagement: Engagement) -> None:
    """Approving a renewal is a win on that day, and stays one when the renewal has begun
    (R004-40)."""
    running = {"end_date": date(2025, 12, 31), "substate": "Under review"}
    of = _contract(book, engagement, review_kind="renewal", **running)
    session = at_work(book)
    acting.act(session, book.again(of), "approve", {})
    assert groups(session, MONTHS)["2025-11"].series["won"] == 1


def test_no_filter_raises_a_number(book: Book, engagement: Engagement) -> None:
    """A filter can only take away."""
    _contract(book, engagement, substate="Under review", end_date=DAY)
    session = at_work(book)
    filtered = Filters(contract_values=("0-500",), industries=("(none)",))
    for key in ("renewal.opened_renewals", "renewal.due_in_90_days"):
        assert (number(session, key).count, number(session, key, filtered).count) == (1, 0)
