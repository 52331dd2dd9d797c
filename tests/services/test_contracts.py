"""Contracts: the renewal date that follows them, their locks, and sums in the base currency."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from successtui.domain.errors import Forbidden, Invalid
from successtui.records import (
    Account,
    Contract,
    Engagement,
    EngagementContract,
    Escalation,
    ExchangeRate,
    Touchpoint,
)
from successtui.records.picklists import ContractState, ContractSubstate, CostAdjustment
from successtui.services import acting, records, undoing
from successtui.services.derived import derive
from tests.pg import TODAY
from tests.worlds import Book, picked

ACTIVE, DRAFT, EXPIRED, CANCELED = (
    ContractState.ACTIVE,
    ContractState.DRAFT,
    ContractState.EXPIRED,
    ContractState.CANCELED,
)


def contract(book: Book, account: Account, **values: Any) -> Contract:
    made = {"name": "C", "start_date": date(2026, 1, 1), "value": Decimal(10), "state": ACTIVE}
    return book.brought(Contract, account=account.id, **{**made, **values})


def link(book: Book, engagement: Engagement, *contracts: Contract) -> list[EngagementContract]:
    return [
        book.add(EngagementContract, engagement=engagement.id, contract=c.id) for c in contracts
    ]


def test_the_renewal_date_follows_the_contracts(book: Book) -> None:
    """A4: the earliest end of the linked contracts that are not Draft, Expired or Canceled."""
    account = book.account()
    engagement = book.engagement(account, renewal_date=date(2027, 1, 1))
    assert engagement.renewal_date == date(2027, 1, 1)
    late = contract(book, account, end_date=date(2026, 12, 31))
    early = contract(book, account, end_date=date(2026, 6, 30))
    others = [
        contract(book, account, end_date=date(2026, 4, 1), state=state)
        for state in (DRAFT, EXPIRED, CANCELED)
    ]
    endless = contract(book, account, end_date=None)

    def renewal() -> date | None:
        return book.again(engagement).renewal_date

    link(book, engagement, *others, endless)
    assert renewal() is None
    link(book, engagement, late)
    assert renewal() == date(2026, 12, 31)
    (second,) = link(book, engagement, early)
    assert renewal() == date(2026, 6, 30)
    acting.act(book.session, early, "adjust", {"end_date": date(2026, 7, 31)})
    assert renewal() == date(2026, 7, 31)
    acting.act(book.session, early, "cancel", {})
    assert renewal() == date(2026, 12, 31)
    undoing.undo(book.session)
    assert renewal() == date(2026, 7, 31)
    other = book.engagement(account)
    records.update(book.session, second, {"engagement": other.id})
    assert (renewal(), book.again(other).renewal_date) == (date(2026, 12, 31), date(2026, 7, 31))
    records.delete(book.session, book.again(second))
    assert book.again(other).renewal_date is None
    with pytest.raises(Invalid, match="Renewal date: follows from the linked contracts"):
        book.change(engagement, renewal_date=TODAY)


def test_the_renewal_date_of_an_engagement_one_does_not_see(book: Book) -> None:
    """What follows from an allowed change happens whether or not one sees where."""
    dora, otto = book.user("dora"), book.user("otto")
    account = book.account(csm=dora.id)
    theirs = book.engagement(account, csm=otto.id)
    signed = contract(book, account, end_date=date(2026, 12, 31))
    link(book, theirs, signed)
    acting.act(book.as_("dora"), signed, "adjust", {"end_date": date(2026, 10, 31)})
    assert book.again(theirs).renewal_date == date(2026, 10, 31)


def test_deleting_a_contract_unlinks_it(book: Book) -> None:
    """The link goes with the contract, and the renewal date follows."""
    account = book.account()
    engagement = book.engagement(account)
    first = contract(book, account, end_date=date(2026, 6, 30))
    second = contract(book, account, end_date=date(2026, 9, 30))
    link(book, engagement, first, second)
    records.delete(book.session, first, confirmed=True)
    assert book.again(engagement).renewal_date == date(2026, 9, 30)


def test_links_stay_within_an_account(book: Book) -> None:
    """A contract serves engagements of its own account."""
    engagement = book.engagement(book.account())
    foreign = contract(book, book.account())
    with pytest.raises(Invalid, match="Contract: is of another account than the engagement"):
        link(book, engagement, foreign)


@pytest.mark.parametrize("state", [DRAFT, ACTIVE, EXPIRED])
def test_states_are_locked(book: Book, state: ContractState) -> None:
    """C5: state and substate change through actions only, never by editing the field."""
    stored = contract(book, book.account(), state=state)
    with pytest.raises(Invalid, match="State: changes only through the contract's actions"):
        book.change(stored, state=CANCELED)
    with pytest.raises(Invalid, match="Substate: changes only through the contract's actions"):
        book.change(stored, substate=ContractSubstate.UNDER_REVIEW)


TERMS: dict[str, Any] = {
    "start_date": date(2026, 2, 1),
    "end_date": date(2027, 2, 1),
    "value": Decimal(11),
    "currency": "CHF",
    "auto_renew": True,
    "renewal_start": date(2027, 2, 2),
    "renewal_end": date(2028, 2, 1),
    "renewal_term": "a year",
    "cost_adjustment_type": CostAdjustment.CPI,
    "adjustment_amount": Decimal(1),
    "adjustment_percentage": Decimal(1),
}


@pytest.mark.parametrize("field", list(TERMS))
def test_terms_are_locked_after_draft(book: Book, field: str) -> None:
    """C5: dates, money and renewal are read-only except through adjust and renew."""
    account = book.account()
    draft, signed = contract(book, account, state=DRAFT), contract(book, account)
    assert book.change(draft, **{field: TERMS[field]})[field] == TERMS[field]
    with pytest.raises(Invalid, match="only through the contract's actions once it left Draft"):
        book.change(signed, **{field: TERMS[field]})
    acting.act(book.session, signed, "adjust", {field: TERMS[field]})
    assert book.again(signed)[field] == TERMS[field]


def test_people_begin_with_a_draft(book: Book) -> None:
    """C5: what a contract becomes is decided by its review; only imports bring other states."""
    made = {"account": book.account().id, "name": "C", "start_date": TODAY, "value": Decimal(1)}
    for state in (ACTIVE, EXPIRED, CANCELED):
        with pytest.raises(Invalid, match="State: a new contract is a Draft"):
            book.add(Contract, **made, state=state)
    with pytest.raises(Invalid, match="Substate: changes only through"):
        book.add(Contract, **made, substate=ContractSubstate.APPROVED)
    with pytest.raises(Invalid, match="Renewal finalized on: changes only through"):
        book.add(Contract, **made, renewal_finalized_on=TODAY)
    assert book.brought(Contract, **made, state=EXPIRED).state == EXPIRED


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"end_date": date(2025, 12, 31)}, "End date: 2025-12-31 lies before start date"),
        (
            {"renewal_start": date(2026, 2, 2), "renewal_end": date(2026, 2, 1)},
            "Renewal end: 2026-02-01 lies before renewal start",
        ),
        ({"value": Decimal(-1)}, "Value: must lie between 0 and any value"),
        (
            {"adjustment_amount": Decimal(1), "adjustment_percentage": Decimal(1)},
            "give an amount or a percentage, not both",
        ),
    ],
)
def test_contracts_that_cannot_be(book: Book, values: dict[str, Any], complaint: str) -> None:
    """A17: order of dates, values from zero, one way of adjusting."""
    with pytest.raises(Invalid, match=complaint):
        contract(book, book.account(), **values)


def test_money_adds_up_in_the_base_currency(book: Book) -> None:
    """Linked active contracts at the newest rate known; one without a rate adds nothing."""
    account = book.account()
    engagement = book.engagement(account)
    for rate, day in ((Decimal("1.5"), 1), (Decimal("1.1"), 4), (Decimal(9), 5)):
        book.add(ExchangeRate, currency="EUR", rate=rate, as_of=date(2026, 3, day))
    link(
        book,
        engagement,
        contract(book, account, value=Decimal("100.10")),
        contract(book, account, value=Decimal("10"), currency="EUR"),
        contract(book, account, value=Decimal("7"), currency="CHF"),
        contract(book, account, value=Decimal("1000"), state=DRAFT),
    )
    with book.session.read() as reader:
        values = derive(reader, [engagement], TODAY)[engagement.id]
    assert values["contract_value"] == Decimal("111.10")


def test_what_an_engagement_derives(book: Book) -> None:
    """A4: the last touchpoint that happened, and whether the account is escalated."""
    account = book.account()
    engagement = book.engagement(account)

    def derived() -> dict[str, Any]:
        with book.session.read() as reader:
            return derive(reader, [book.again(engagement)], TODAY)[engagement.id]

    assert derived() == {
        "contract_value": Decimal(0),
        "last_touchpoint_on": None,
        "escalated": False,
    }
    on = {"engagement": engagement.id, "subject": "Call"}
    book.add(Touchpoint, **on, meeting_at=datetime(2026, 3, 1, 9, tzinfo=UTC))
    book.add(Touchpoint, **on, due_date=date(2026, 3, 2))
    book.add(Touchpoint, **on, meeting_at=datetime(2026, 3, 5, 9, tzinfo=UTC))
    book.add(Touchpoint, **on)
    canceled = book.add(Touchpoint, **on, due_date=date(2026, 3, 3))
    assert derived()["last_touchpoint_on"] == date(2026, 3, 3)
    book.move(canceled, "Canceled")
    assert derived()["last_touchpoint_on"] == date(2026, 3, 2)
    escalation = book.add(Escalation, account=account.id)
    assert not derived()["escalated"]
    escalation = book.move(escalation, "Escalated")
    assert derived()["escalated"]
    book.move(escalation, "Closed")
    assert not derived()["escalated"]


def test_who_escalates(book: Book) -> None:
    """An agent asks for an escalation; a viewer cannot."""
    dora, viewer = book.user("dora"), book.user("looker", "viewer")
    account = book.account(csm=dora.id, account_manager=viewer.id)
    values = {"account": account.id, "severity": picked(Escalation, "severity", "High")}
    records.create(book.as_("dora"), Escalation, values)
    with pytest.raises(Forbidden):
        records.create(book.as_("looker"), Escalation, values)
