"""What comparisons with references mean, and which words find a record, on both engines."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from successtui.query import QueryError, parse
from successtui.records import (
    Account,
    AccountTeam,
    Contact,
    Objective,
    Product,
    Role,
    Task,
    TeamPool,
    User,
)
from successtui.services.listing import ListRequest, list_ids
from successtui.services.session import Session
from successtui.store.compile import condition
from successtui.store.conditions.context import QueryContext
from tests.store.asking import check
from tests.worlds import Book, picked


def test_references(session: Session) -> None:
    book = Book(session)
    dora, dot = book.user("dora", name="Dora Ramos"), book.user("dot", name="Dot")
    named = {"Acme": dora.id, "Bolt": dot.id, "Core": None}
    made = {name: book.account(name=name, csm=csm) for name, csm in named.items()}
    book.account(name="AcmeKid", parent_account=made["Acme"].id)
    acme = made["Acme"].number
    check(
        session,
        Account,
        {
            "csm:dora": "Acme",
            "csm:RAMOS": "Acme",
            "csm:do": "Acme Bolt",
            "csm:do,none": "Acme Bolt Core AcmeKid",
            "csm!=dora": "Bolt Core AcmeKid",
            "csm:none": "Core AcmeKid",
            f"parent_account:{acme}": "AcmeKid",
            f"parent_account:{acme[:-1]}": "",
            "parent_account:acm": "AcmeKid",
            "parent_account.csm:dora": "AcmeKid",
            "parent_account.csm.username:dora": "AcmeKid",
            "parent_account.csm:none": "Acme Bolt Core",
            "parent_account.csm!=dora": "Acme Bolt Core",
            "created_by:root": "Acme Bolt Core AcmeKid",
            "updated_by.name:dora": "",
        },
    )


def test_paths_through_references_of_several_types(session: Session) -> None:
    """The type decides which field is meant; what has no such field has no value."""
    book = Book(session)
    lead, ann = book.add(Role, name="Support Lead"), book.user("ann", name="Ann Lee")
    account = book.account(name="Acme", industry="Retail")
    jane = book.contact(account, first_name="Jane", last_name="Lee")
    objective = book.objective(account, name="Grow")
    play = book.play(objective, name="Kick-off")
    book.task(play, title="byrole", owner_kind="role", owner=lead.id)
    book.task(objective, title="byuser", owner_kind="user", owner=ann.id)
    book.task(account, title="bycontact", owner_kind="contact", owner=jane.id)
    book.task(objective, title="bynobody", owner_kind=None, owner=None)
    check(
        session,
        Task,
        {
            "owner.name:lee": "byuser",
            "owner.name:support": "byrole",
            "owner.name:l": "byrole byuser",
            "owner.name!=l": "byrole byuser bycontact bynobody",
            "-owner.name:l": "bycontact bynobody",
            "owner.name:none": "bycontact bynobody",
            "owner.last_name:lee": "bycontact",
            "owner.username:ann": "byuser",
            "owner.account.name:acme": "bycontact",
            "parent.name:grow": "byuser bynobody",
            "parent.objective.name:grow": "byrole",
            "parent.industry:retail": "bycontact",
            "parent.industry:none": "byrole byuser bynobody",
            "parent.number:none": "",
            f"parent.number:{play.number}": "byrole",
            "parent.state:new": "byrole byuser bynobody",
            "parent.status:active": "bycontact",
            "parent.completion_pct>=0": "byuser bynobody",
        },
    )
    with pytest.raises(QueryError, match="state is never 'active'") as caught:
        list_ids(session, ListRequest(Task, "x parent.state:active"))
    assert caught.value.column == 15


def test_me_and_my_team(session: Session) -> None:
    book = Book(session)
    boss = book.user("mia", "success_manager")
    ann = book.user("ann", manager=boss.id)
    bob = book.user("bob", manager=ann.id)
    zed = book.user("zed")
    for user in (boss, ann, bob, zed):
        book.account(name=user.username, csm=user.id)
    book.account(name="me", account_manager=boss.id)
    check(book.as_("mia"), Account, {"csm:me": "mia", "csm:ME,bob": "mia bob"})
    check(book.as_("mia"), Account, {"csm:myteam": "mia ann bob", "csm!=myteam": "me"})
    check(book.as_("ann"), Account, {"csm:myteam": "ann", 'csm:"me"': "", "name:me": ""})
    check(session, Account, {"csm:me": "", "csm:myteam": "mia ann bob zed", "name:me": "me"})


def test_several_references(session: Session) -> None:
    book = Book(session)
    suite, desk = book.add(Product, name="Suite"), book.add(Product, name="Desk", family="Core")
    account = book.account()
    for name, products in (("both", (suite.id, desk.id)), ("one", (desk.id,)), ("no", ())):
        book.objective(account, name=name, products=products)
    check(
        session,
        Objective,
        {
            "products:suite": "both",
            "products:desk": "both one",
            "products!=suite": "one no",
            "products:none": "no",
            "products.family:core": "both one",
            "products.family:none": "no",
        },
    )


def test_owners_of_any_kind(session: Session) -> None:
    book = Book(session)
    dora = book.user("dora")
    lead = book.add(Role, name="Support Lead")
    pool = book.add(TeamPool, name="Queue", strategy=picked(TeamPool, "strategy", "manual"))
    account = book.account()
    jane = book.contact(account, first_name="Jane", last_name="Lead")
    owners = {"user": dora, "role": lead, "pool": pool, "contact": jane}
    for kind, owner in owners.items():
        book.task(account, title=kind, owner_kind=kind, owner=owner.id)
    book.task(account, title="nobody")
    check(
        session,
        Task,
        {
            "owner:dora": "user",
            'owner:"support lead"': "role",
            "owner:lead": "role contact",
            "owner:role:lead": "role",
            "owner:me": "",
            "owner:queue,none": "pool nobody",
            "owner!=dora": "role pool contact nobody",
            "owner_kind:role": "role",
            "owner_kind:none": "nobody",
            "parent_type:account": "user role pool contact nobody",
            f"parent:{account.number}": "user role pool contact nobody",
        },
    )
    check(book.as_("dora"), Task, {"owner:me": "user", "owner:myteam": "user"})


def test_words(session: Session) -> None:
    book = Book(session)
    account = book.account(name="Acme East", notes="hidden in a note")
    book.account(name="Acme")
    book.contact(account, first_name="Jane", last_name="Doe-Smith")
    book.contact(account, last_name="Solo")
    check(
        session,
        Account,
        {"east acme": "Acme East", '"east acme"': "", "note": "", "ast": "Acme East"},
    )
    role = book.add(Role, name="Sponsor")
    book.add(AccountTeam, account=account.id, role=role.id, user=1)
    check(session, Contact, {'"jane doe"': "Jane Doe-Smith", "doe jane": "Jane Doe-Smith"})
    check(session, Contact, {"solo": "Solo", '" solo"': "", "cnt0000001": "Jane Doe-Smith"})
    check(session, User, {"root": "root"})
    for query, count in (("east", 1), ("sponsor", 1), ("root", 1), ("jane", 0)):
        assert len(list_ids(session, ListRequest(AccountTeam, query))) == count


def test_me_is_nobody_to_the_program_itself() -> None:
    context = QueryContext(date(2026, 1, 1), None, ZoneInfo("UTC"))
    for query in ("csm:me", "csm:myteam"):
        with pytest.raises(QueryError, match="nobody"):
            condition(Account, parse(query), context)


def test_me_is_a_user_and_no_part_of_a_name(book: Book) -> None:
    """`owner:me` finds what is mine, not what belongs to a contact called Mehmet."""
    me = book.user("me")
    account = book.account(csm=me.id)
    mehmet = book.contact(account, first_name="Mehmet", last_name="Acme")
    mine = book.task(account, owner_kind="user", owner=me.id)
    book.task(account, owner_kind="contact", owner=mehmet.id)
    asked = ListRequest(Task, "owner:me")
    assert list_ids(book.as_(me), asked) == [mine.id]
    assert list_ids(book.as_(me), ListRequest(Task, "owner:myteam")) == [mine.id]
