"""The numbers of Overview at the edges of their windows, and what is declared of all numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from successtui.domain.errors import BadCall
from successtui.records import (
    Engagement,
    Escalation,
    Task,
    Touchpoint,
)
from successtui.records import Role as AccountRole
from successtui.records.picklists import (
    ClosureCode,
    EscalationState,
    GoalState,
    Health,
    MeetingType,
    Stage,
    TaskOwnerKind,
    TaskParentType,
    WorkState,
)
from successtui.services.report.catalogue import BY_KEY, INDICATORS
from successtui.services.report.drill import drill
from successtui.services.report.scope import NO_FILTERS
from successtui.store.report.measures import MEASURES
from tests.services.reporting import (
    DAY,
    at_work,
    days,
    engagement_with,
    groups,
    number,
    records,
)
from tests.worlds import Book


def test_every_condition_is_declared() -> None:
    """Each indicator is counted by a condition of the store, and says what it shows (R004-12)."""
    special = {"at_risk", "renewal_verdicts", "in_force"}
    assert {i.counted for i in INDICATORS} <= {*MEASURES, *special}
    assert len(BY_KEY) == len(INDICATORS) == 29
    assert all(i.title and i.rule and i.excludes and i.columns and i.order for i in INDICATORS)


def test_year_to_date(book: Book) -> None:
    """The first of January counts, the day before does not; canceled ones never do (R004-15)."""
    for name, started in (
        ("A", date(2025, 1, 1)),
        ("B", date(2024, 12, 31)),
        ("C", DAY),
        ("D", DAY + timedelta(days=1)),
    ):
        engagement_with(book, number=name, started_on=started)
    engagement_with(book, number="E", started_on=DAY, state=GoalState.CANCELED)
    engagement_with(book, number="F", started_on=DAY, state=GoalState.CLOSED)
    assert records(at_work(book), "overview.ytd_new_engagements") == ("A", "C", "F")


def test_total_leaves_ended_ones_beside(book: Book) -> None:
    """Closed and canceled engagements are told beside the number (R004-14)."""
    engagement_with(book, number="A")
    engagement_with(book, number="B", state=GoalState.CLOSED)
    engagement_with(book, number="C", state=GoalState.CANCELED)
    found = number(at_work(book), "overview.total_engagements")
    assert (found.value, found.records, found.notes) == (1, ("A",), ("+ 2 closed",))


def test_escalated_accounts(book: Book) -> None:
    """Only escalations in force, of the account itself (R004-17)."""
    for place, state in enumerate(EscalationState):
        account = book.account()
        engagement_with(book, number=f"E{place}", account=account.id)
        book.brought(Escalation, account=account.id, state=state)
        if state is EscalationState.ESCALATED:
            engagement_with(
                book, number="child", account=book.account(parent_account=account.id).id
            )
            engagement_with(book, number="over", account=account.id, state=GoalState.CLOSED)
    assert records(at_work(book), "overview.engagements_with_escalations") == ("E1",)


def test_upcoming_reviews(book: Book) -> None:
    """From the beginning of today in the viewer's zone, without an end, next first (R004-18)."""
    for name, at in (
        ("yesterday", datetime(2025, 11, 21, 22, 59, tzinfo=UTC)),
        ("midnight", datetime(2025, 11, 21, 23, 0, tzinfo=UTC)),
        ("years", datetime(2029, 1, 1, tzinfo=UTC)),
        ("soon", datetime(2025, 12, 1, 12, tzinfo=UTC)),
    ):
        engagement = engagement_with(book, number=name)
        book.brought(
            Touchpoint,
            engagement=engagement.id,
            subject="Review",
            meeting_type=MeetingType.QBR,
            meeting_at=at,
        )
    closed = engagement_with(book, number="closed")
    for state, kind in ((WorkState.CLOSED, MeetingType.QBR), (WorkState.NEW, MeetingType.RENEWAL)):
        book.brought(
            Touchpoint,
            engagement=closed.id,
            subject="Review",
            meeting_type=kind,
            meeting_at=datetime(2025, 12, 24, tzinfo=UTC),
            state=state,
        )
    session = at_work(book, zone="Europe/Berlin")
    key = "overview.engagements_with_upcoming_qbrs"
    assert records(session, key) == ("midnight", "soon", "years")
    opened = drill(session, NO_FILTERS, key)
    with session.read() as reader:
        rows = reader.rows(Engagement, opened.ids)
    assert [row.number for row in rows.values()] == ["midnight", "soon", "years"]
    assert [opened.remarks[i] for i in opened.ids][:2] == [
        "QBR 2025-11-22, today",
        "QBR 2025-12-01, in 9 days",
    ]


def test_health_by_stage(book: Book) -> None:
    """Five rows, four columns, a grand total that is the total (R004-19)."""
    engagement_with(book, perceived_health=Health.RED, stage=Stage.ADOPTION)
    engagement_with(book, perceived_health=Health.GREEN, stage=Stage.ADOPTION)
    engagement_with(book, stage=Stage.LOST)
    engagement_with(book, stage=Stage.LOST, state=GoalState.CLOSED)
    session, key = at_work(book), "overview.engagement_health_by_stage"
    found = groups(session, key)
    assert list(found) == ["Initial onboarding", "Adoption", "Expand", "Renew", "Lost"]
    assert dict(found["Adoption"].series) == {"Green": 1, "Yellow": 0, "Red": 1, "Unknown": 0}
    assert sum(group.value for group in found.values()) == 3
    for cell, rows in (("Adoption/Red", 1), ("Adoption/Yellow", 0), ("/Unknown", 1), ("Lost", 1)):
        assert len(drill(session, NO_FILTERS, key, cell).ids) == rows
    for wrong in ("Elsewhere", "Adoption/Blue", "/", ""):
        with pytest.raises(BadCall):
            drill(session, NO_FILTERS, key, wrong)
    with pytest.raises(BadCall):
        drill(session, NO_FILTERS, "overview.nothing")


def test_tasks_of_success_managers(book: Book) -> None:
    """One group each, first match; only owners in scope, of accounts with an engagement there
    (R004-20)."""
    dora, otto = book.user("dora"), book.user("otto")
    account = book.account(csm=dora.id)
    engagement_with(book, account=account.id, csm=dora.id)
    apart = book.account(csm=dora.id)
    lead = book.add(AccountRole, name="Lead")
    contact = book.contact(account)

    def task(where: object = account, **values: object) -> None:
        made = {
            "account": where.id,  # type: ignore[attr-defined]
            "parent_type": TaskParentType.ACCOUNT,
            "parent": where.id,  # type: ignore[attr-defined]
            "title": "Do",
            "owner_kind": TaskOwnerKind.USER,
            "owner": dora.id,
            **values,
        }
        book.brought(Task, **made)

    yesterday, _today, tomorrow = days(-1, 0, 1)
    task(due_date=yesterday)
    task(due_date=yesterday, state=WorkState.PAUSED)
    task(due_date=DAY)
    task(due_date=tomorrow, state=WorkState.IN_PROGRESS)
    task()
    task(state=WorkState.PAUSED)
    task(owner_kind=TaskOwnerKind.ROLE, owner=lead.id, owner_user=dora.id)
    this_year, last_year = datetime(2025, 1, 1, tzinfo=UTC), datetime(2024, 12, 31, tzinfo=UTC)
    for closed_at in (this_year, last_year, None):
        ended = {"closed_at": closed_at, "closure_code": ClosureCode.ACHIEVED, "close_notes": "-"}
        task(state=WorkState.CLOSED, due_date=yesterday, **ended)
    task(owner=otto.id)
    task(owner_kind=TaskOwnerKind.CONTACT, owner=contact.id)
    task(owner_kind=None, owner=None)
    task(apart)
    session = at_work(book, "dora")
    found = groups(session, "overview.success_manager_tasks")
    assert {label: group.value for label, group in found.items()} == {
        "Overdue": 2,
        "Due today": 1,
        "In progress": 1,
        "New": 2,
        "Paused": 1,
        "Closed": 1,
        "Canceled": 0,
    }
    assert number(at_work(book), "overview.success_manager_tasks").value == 9
