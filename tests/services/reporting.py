"""Asking for the report in tests: on a pinned day, as anybody, and the records behind a number."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from successtui.domain.clock import Clock
from successtui.records import (
    Account,
    Contract,
    Engagement,
    EngagementContract,
    ExchangeRate,
    Setting,
)
from successtui.records.picklists import ClosureCode, ContractState, ContractSubstate, GoalState
from successtui.services.report.drill import drill
from successtui.services.report.numbers import Number
from successtui.services.report.report import report
from successtui.services.report.scope import NO_FILTERS, Filters
from successtui.services.session import Session
from tests.worlds import Book

DAY = date(2025, 11, 22)
"""The day of the boundary examples."""


def at_work(
    book: Book, username: str = "root", day: date | None = None, zone: str = "UTC"
) -> Session:
    """Somebody at work on the book's workspace, on that day."""
    return Session(book.session.workspace, username, Clock(day or DAY, zone))


def number(session: Session, key: str, filters: Filters = NO_FILTERS) -> Number:
    """One number, after a check that its drill-down opens as many records as it counts."""
    found = report(session, filters).numbers[key]
    assert len(drill(session, filters, key).ids) == found.count
    return found


def records(session: Session, key: str, filters: Filters = NO_FILTERS) -> tuple[Any, ...]:
    """Natural keys of the records behind a number."""
    return number(session, key, filters).records


def groups(session: Session, key: str, filters: Filters = NO_FILTERS) -> dict[str, Any]:
    """The groups of a number, after a check that each drills down to as many records."""
    found = number(session, key, filters).groups
    for group in found:
        opened = drill(session, filters, key, group.label)
        assert len(opened.ids) == group.series.get("contracts", group.value)
    return {group.label: group for group in found}


def contract(book: Book, account: Account, *engagements: Engagement, **values: Any) -> Contract:
    """An active contract, in any state an import may bring, linked to engagements."""
    made = {
        "name": "Subscription",
        "account": account.id,
        "start_date": date(2025, 1, 1),
        "value": Decimal(1000),
        "currency": "USD",
        "state": ContractState.ACTIVE,
        **values,
    }
    if isinstance(made.get("substate"), str):
        made["substate"] = ContractSubstate(made["substate"])
    found = book.brought(Contract, **made)
    for engagement in engagements:
        book.add(EngagementContract, engagement=engagement.id, contract=found.id)
    return found


def rate(book: Book, currency: str, worth: str, as_of: date) -> None:
    """An exchange rate."""
    book.add(ExchangeRate, currency=currency, rate=Decimal(worth), as_of=as_of)


def setting(book: Book, name: str, value: str) -> None:
    """A setting of the workspace."""
    book.add(Setting, name=name, value=value)


def engagement_with(book: Book, **values: object) -> Engagement:
    """An engagement in any state, of an account of its own unless one is named."""
    account = values.pop("account", None) or book.account().id
    made = {"title": "Work", "account": account, "started_on": date(2025, 3, 1), **values}
    if made.get("state") in (GoalState.CLOSED, GoalState.CANCELED):
        made |= {"closure_code": ClosureCode.ACHIEVED, "close_notes": "Done"}
    return book.brought(Engagement, **made)


def days(*offsets: int) -> list[date]:
    """Days that far from `DAY`."""
    return [DAY + timedelta(days=n) for n in offsets]
