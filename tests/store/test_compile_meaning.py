"""What single comparisons mean, written out one by one, on both engines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from successtui.domain.permissions import Actor
from successtui.query import QueryError, parse
from successtui.records import (
    Account,
    Contract,
    Engagement,
    Objective,
    Touchpoint,
)
from successtui.services.session import Session
from successtui.store.compile import condition
from successtui.store.conditions.context import QueryContext
from tests.pg import TODAY
from tests.store.asking import check, found
from tests.worlds import Book, picked


def test_text(session: Session) -> None:
    book = Book(session)
    for name, kind in (("Acme", "Company"), ("AcmeEast", None), ("Ünal", "ÇA"), ("a%b_c\\", "x")):
        book.account(name=name, account_type=kind)
    check(
        session,
        Account,
        {
            "name:acme": "Acme AcmeEast",
            "name=acme": "Acme",
            "name!=ACME": "AcmeEast Ünal a%b_c\\",
            "-name:acme": "Ünal a%b_c\\",
            "name:ÜN": "Ünal",
            "name:ün": "Ünal",
            "account_type:ça": "Ünal",
            "account_type=Ça": "Ünal",
            "name:%": "a%b_c\\",
            "name:_": "a%b_c\\",
            "name:\\": "a%b_c\\",
            'name:"\\\\"': "a%b_c\\",
            "account_type:none": "AcmeEast",
            "account_type!=none": "Acme Ünal a%b_c\\",
            "account_type!=company": "AcmeEast Ünal a%b_c\\",
            "account_type!=company,none": "Ünal a%b_c\\",
            "account_type:company,none": "Acme AcmeEast",
            'account_type:"none"': "",
            "NAME:acme": "Acme AcmeEast",
        },
    )


def test_numbers_are_meant_whole(session: Session) -> None:
    book = Book(session)
    for number in ("ACC1", "ACC10", "ACC2"):
        book.account(name=number.lower(), number=number)
    check(
        session,
        Account,
        {
            "number:ACC1": "acc1",
            "number:acc1,ACC2": "acc1 acc2",
            "number!=ACC1": "acc10 acc2",
            "ACC1": "acc1 acc10",
        },
    )


def test_fixed_picklists(session: Session) -> None:
    book = Book(session)
    account = book.account()
    stages = ("Initial onboarding", "Adoption", "Expand", "Lost")
    for stage in stages:
        book.engagement(account, title=stage.split()[0], stage=picked(Engagement, "stage", stage))
    check(
        session,
        Engagement,
        {
            "stage:adoption": "Adoption",
            "stage:onb": "Initial",
            'stage:"initial onb"': "Initial",
            "stage:adoption,LOST": "Adoption Lost",
            "stage!=lost": "Initial Adoption Expand",
            "stage<adoption": "Initial",
            "stage<=adoption": "Initial Adoption",
            "stage>adoption": "Expand Lost",
            "stage>=adoption": "Adoption Expand Lost",
            "closure_code:none": "Initial Adoption Expand Lost",
            "closure_code<canceled": "",
        },
    )


def test_an_exact_value_wins_over_beginnings(session: Session) -> None:
    book = Book(session)
    account = book.account()
    objectives = [("Low", "low"), ("Very Low", "verylow"), ("High", "high")]
    for priority, name in objectives:
        book.objective(account, name=name, priority=picked(Objective, "priority", priority))
    check(
        session,
        Objective,
        {
            "priority:low": "low",
            "priority:lo": "low verylow",
            "priority!=lo": "high",
            'priority>="very low"': "verylow",
            "priority:very-low": "verylow",
        },
    )


def test_lists_an_admin_changes(session: Session) -> None:
    book = Book(session)
    for industry in ("Retail", "Finance", None):
        book.account(name=str(industry), industry=industry)
    check(
        session,
        Account,
        {
            "industry:retail": "Retail",
            "industry:ret,fin": "Retail Finance",
            "industry!=retail": "Finance None",
            "industry:none": "None",
            'industry:"Gone by now"': "",
        },
    )
    with pytest.raises(QueryError, match="did you mean Retail"):
        found(session, Account, "industry:Retial")


def test_values_that_stand_together(session: Session) -> None:
    book = Book(session)
    for name, tags in (("a", ("pilot", "Gold star")), ("b", ("pilots",)), ("c", ())):
        book.account(name=name, tags=tags)
    check(
        session,
        Account,
        {
            "tags:PILOT": "a",
            "tags:gold": "",
            'tags:"gold star",pilots': "a b",
            "-tags:pilot": "b c",
            "tags!=pilot": "b c",
            "tags:none": "c",
            "-tags:none": "a b",
            'tags:"pilot\nGold"': "",
        },
    )


def test_amounts(session: Session) -> None:
    book = Book(session)
    account = book.account()
    for name, value in (("small", "99999.99"), ("even", "100000"), ("big", "1200000")):
        book.add(Contract, name=name, account=account.id, value=Decimal(value), start_date=TODAY)
    check(
        session,
        Contract,
        {
            "value>=100k": "even big",
            "value>100k": "big",
            "value<100k": "small",
            "value<=100k": "small even",
            'value:"100,000"': "even",
            "value:1.2m,99999.99": "small big",
            "value!=1.2m": "small even",
            "adjustment_amount<5": "",
            "adjustment_amount!=5": "small even big",
            "auto_renew:no": "small even big",
            "auto_renew!=FALSE": "",
            "version<2": "small even big",
        },
    )


def test_dates(session: Session) -> None:
    book = Book(session)
    account = book.account()
    for name, days in (("past", -1), ("now", 0), ("soon", 90), ("later", 91), ("never", None)):
        day = None if days is None else TODAY + timedelta(days=days)
        book.engagement(account, title=name, renewal_date=day)
    check(
        session,
        Engagement,
        {
            "renewal_date<+90d": "past now",
            "renewal_date<=+90d": "past now soon",
            "renewal_date>+90d": "later",
            "renewal_date>=today renewal_date<=+90d": "now soon",
            "renewal_date:today,yesterday": "past now",
            "renewal_date!=today": "past soon later never",
            "renewal_date:none": "never",
            "not renewal_date<today": "now soon later never",
            f"renewal_date:{TODAY}": "now",
        },
    )


def test_moments_by_the_day_of_the_zone(session: Session) -> None:
    book = Book(session)
    engagement = book.engagement(book.account())
    for name, moment in (
        ("eve", datetime(2026, 3, 9, 23, 30, tzinfo=UTC)),
        ("noon", datetime(2026, 3, 10, 12, 0, 59, tzinfo=UTC)),
        ("late", datetime(2026, 3, 10, 23, 30, tzinfo=UTC)),
        ("unset", None),
    ):
        book.add(Touchpoint, engagement=engagement.id, subject=name, meeting_at=moment)
    table = {
        "meeting_at:2026-03-10": ("noon late", "eve noon"),
        "meeting_at<2026-03-10": ("eve", ""),
        "meeting_at<=2026-03-10": ("eve noon late", "eve noon"),
        "meeting_at>2026-03-10": ("", "late"),
        "meeting_at>=2026-03-10": ("noon late", "eve noon late"),
        "meeting_at!=2026-03-10": ("eve unset", "late unset"),
        'meeting_at:"2026-03-10 12:00"': ("noon", "noon"),
        "meeting_at:2026-03-10T12:00:59Z": ("noon", "noon"),
        "meeting_at:2026-03-10T12:00:58Z": ("", ""),
        "meeting_at>2026-03-10T12:00:59Z": ("late", "late"),
        'meeting_at>"2026-03-10 12:00"': ("late", "late"),
        "meeting_at:none": ("unset", "unset"),
    }
    for query, (in_utc, in_berlin) in table.items():
        assert found(session, Touchpoint, query) == in_utc, query
        assert found(session, Touchpoint, query, zone="Europe/Berlin") == in_berlin, query


def test_joining(session: Session) -> None:
    book = Book(session)
    for name in ("x", "y", "xy", "xyz"):
        book.account(name=name)
    check(
        session,
        Account,
        {
            "": "x y xy xyz",
            "x y": "xy xyz",
            "x y or z": "xy xyz",
            "z or x y": "xy xyz",
            "x (y or z)": "xy xyz",
            "x -z": "x xy",
            "x not z": "x xy",
            "-(x y)": "x y",
            "not (x or y)": "",
            "x and not (y z)": "x xy",
            "--x": "x xy xyz",
            "(x or y) (z or name=y)": "y xyz",
        },
    )


def test_what_needs_the_workspace_says_so_without_it() -> None:
    context = QueryContext(date(2026, 1, 1), Actor(1, "x", "X", frozenset(), None))
    with pytest.raises(QueryError, match="cannot be filtered here"):
        condition(Engagement, parse("contract_value>1"), context)
    assert condition(Account, parse("industry:anything"), context) is not None
