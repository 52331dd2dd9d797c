"""Groups of a list: they add up to the list, and each one's query finds exactly its records."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from successtui.domain.clock import Clock
from successtui.domain.errors import BadCall
from successtui.query import QueryError
from successtui.records import REGISTRY, Account, Contact, Engagement, Outcome, Play, Role, Task
from successtui.records.picklists import TaskOwnerKind
from successtui.services.grouping import NOBODY, check_grouping, group_counts, groupable
from successtui.services.listing import ListRequest, count
from successtui.services.session import Session
from tests.pg import TODAY
from tests.store.query_world import fill
from tests.worlds import Book, picked


def told(session: Session, request: ListRequest, field: str) -> list[tuple[str, int]]:
    """Labels and counts, after every group was held against its own list."""
    groups = group_counts(session, request, field)
    for group in groups:
        narrowed = ListRequest(request.record, group.query, templates=request.templates)
        assert count(session, narrowed) == group.count, (field, group)
    assert sum(group.count for group in groups) == count(session, request)
    assert all(group.count for group in groups)
    return [(group.label, group.count) for group in groups]


def test_picklists_stand_in_their_own_order(book: Book) -> None:
    account = book.account()
    for priority in ("Low", "High", "Low", "Medium"):
        book.task(account, priority=picked(Task, "priority", priority))
    assert told(book.session, ListRequest(Task), "priority") == [
        ("High", 1),
        ("Medium", 1),
        ("Low", 2),
    ]
    assert told(book.session, ListRequest(Task, "priority:low or priority:high"), "priority") == [
        ("High", 1),
        ("Low", 2),
    ]


def test_empty_ones_come_last(book: Book) -> None:
    book.account(tier="Growth")
    book.account(tier="Strategic")
    book.account()
    labels = [label for label, _ in told(book.session, ListRequest(Account), "tier")]
    assert labels == ["Strategic", "Growth", NOBODY]


def test_references_go_by_what_they_are_known_by(book: Book) -> None:
    zoe = book.user("ann", name="Zoe")
    bob = book.user("anna", name="bob ann")
    for csm in (zoe.id, bob.id, bob.id, None):
        book.account(csm=csm)
    assert told(book.session, ListRequest(Account), "csm") == [
        ("bob ann", 2),
        ("Zoe", 1),
        (NOBODY, 1),
    ]


def test_accounts_of_the_same_name_are_two_groups(book: Book) -> None:
    for _ in range(2):
        book.contact(book.account(name="Acme"))
    assert told(book.session, ListRequest(Contact), "account") == [("Acme", 1), ("Acme", 1)]


def test_owners_of_any_kind(book: Book) -> None:
    """Users whose names hold another's key, and roles whose names hold one another."""
    account = book.account()
    people = [
        book.user("ann", name="Ann"),
        book.user("jo", name="Joanna"),
        book.user("b", name="b"),
    ]
    roles = [book.add(Role, name="Support"), book.add(Role, name="Support Lead")]
    for one in people:
        book.task(account, owner_kind=TaskOwnerKind.USER, owner=one.id)
    for role in roles:
        book.task(account, owner_kind=TaskOwnerKind.ROLE, owner=role.id)
    book.task(account)
    labels = dict(told(book.session, ListRequest(Task), "owner"))
    assert set(labels) == {"Ann", "Joanna", "b", "Role: Support", "Role: Support Lead", NOBODY}


def test_owners_that_no_query_tells_apart_are_one_group(book: Book) -> None:
    account = book.account()
    for username, name in (("ann", "The bob"), ("bob", "The ann"), ("cy", "Cy")):
        owner = book.user(username, name=name)
        book.task(account, owner_kind=TaskOwnerKind.USER, owner=owner.id)
    assert sorted(told(book.session, ListRequest(Task), "owner")) == [
        ("Cy", 1),
        ("The bob, The ann", 2),
    ]


def test_dates_go_by_month(book: Book) -> None:
    account = book.account()
    for day in (date(2026, 2, 28), date(2026, 2, 1), date(2024, 12, 31), None):
        book.task(account, due_date=day)
    assert told(book.session, ListRequest(Task), "due_date") == [
        ("2024-12", 1),
        ("2026-02", 2),
        (NOBODY, 1),
    ]


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
def test_moments_go_by_the_month_of_the_person(book: Book, zone: str) -> None:
    account = book.account(csm=book.user("dora").id)
    engagement = book.engagement(account)
    from successtui.records import Touchpoint

    for hour in (2, 12, 22):
        meeting = datetime(2026, 1, 31, hour, tzinfo=UTC)
        book.add(Touchpoint, engagement=engagement.id, subject="Call", meeting_at=meeting)
    there = Session(book.session.workspace, "root", Clock(TODAY, zone))
    months = dict(told(there, ListRequest(Touchpoint), "meeting_at"))
    expected = {
        "UTC": {"2026-01": 3},
        "Pacific/Auckland": {"2026-01": 1, "2026-02": 2},
        "America/Los_Angeles": {"2026-01": 3},
    }
    assert months == expected[zone]


def test_hidden_references_are_one_group(book: Book) -> None:
    dora = book.user("dora")
    secret = [book.account(name=name) for name in ("Secret one", "Secret two")]
    for parent in (*secret, None):
        book.account(csm=dora.id, parent_account=parent and parent.id)
    mine = book.account(name="Mine", csm=dora.id)
    book.account(csm=dora.id, parent_account=mine.id)
    shown = told(book.as_("dora"), ListRequest(Account), "parent_account")
    assert shown == [("Mine", 1), ("(hidden)", 2), (NOBODY, 2)]


@pytest.mark.parametrize("seed", range(3))
def test_groups_of_random_lists_add_up(session: Session, seed: int) -> None:
    """Every field of the types people work with, as admin, manager and agent."""
    fill(session, seed)
    sessions = [session, *(Session(session.workspace, u, session.clock) for u in ("mia", "ann"))]
    for who in sessions:
        for cls in (Account, Engagement, Contact, Outcome, Play, Task):
            for declared in groupable(cls):
                told(who, ListRequest(cls), declared.name)
            told(who, ListRequest(cls, "-number:1 or number:3", templates=None), "created_by")


def test_what_cannot_be_grouped_by(session: Session) -> None:
    for field in ("tags", "name", "nmae", "version", "last_touchpoint_on"):
        with pytest.raises(BadCall, match=field.split("_")[0].capitalize() + "|no field"):
            group_counts(session, ListRequest(Account), field)
    with pytest.raises(QueryError):
        group_counts(session, ListRequest(Account, "nmae:x"), "csm")
    for cls in REGISTRY.values():
        for declared in groupable(cls):
            assert check_grouping(cls, declared.name) is declared
            assert group_counts(session, ListRequest(cls), declared.name) is not None
