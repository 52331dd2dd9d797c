"""Rules of source 002: the twelve tables and how they hang together."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from successtui.domain.errors import Invalid, Refused
from successtui.records import (
    Contract,
    Engagement,
    InternalPlay,
    NextStep,
    OutcomePoint,
    Product,
    Record,
    RiskSignal,
    SuccessCase,
    Task,
    Touchpoint,
    record_type,
)
from successtui.records.picklists import PointSource, TaskOwnerKind, TaskParentType
from successtui.services import records
from successtui.services.derived import derive
from tests.pg import TODAY
from tests.worlds import Book, picked

DESCRIBED = {"short_description": "It", "description": "It is so"}


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("engagement", "engagement"),
        ("success objective", "objective"),
        ("success outcome", "outcome"),
        ("success initiative", "play"),
        ("success case", "success_case"),
        ("success task", "task"),
        ("touchpoint", "touchpoint"),
        ("internal play", "internal_play"),
        ("internal play task", "task"),
        ("risk signal and issue", "risk_signal"),
        ("definition record", "definition_record"),
        ("success launcher notifier", "launcher_notifier"),
    ],
)
def test_the_twelve_tables(name: str, table: str) -> None:
    """R002-01: every table is reachable by its name."""
    assert record_type(name).declaration.name == table


def test_an_account_has_engagements_that_hold_activities(book: Book) -> None:
    """R002-02: several engagements on one account, each with all kinds of activities."""
    account = book.account()
    first, second = book.engagement(account), book.engagement(account)
    activities: list[Record] = []
    for engagement in (first, second):
        here: dict[str, Any] = {"engagement": engagement.id}
        activities += [
            book.add(Touchpoint, subject="Call", **here),
            book.add(SuccessCase, **DESCRIBED, **here),
            book.add(InternalPlay, **DESCRIBED, **here),
            book.objective(account, **here),
        ]
    assert {record["account"] for record in activities} == {account.id}
    with pytest.raises(Invalid, match="Account: is required"):
        book.add(Engagement, title="No account")


def test_an_objective_covers_products(book: Book) -> None:
    """R002-03: one or more products."""
    products = tuple(book.add(Product, name=name).id for name in ("Suite", "Portal", "Robots"))
    objective = book.objective(book.account(), products=products[::-1])
    assert book.again(objective).products == products
    assert book.change(objective, products=products[:1]).products == products[:1]


def test_outcomes_belong_to_objectives(book: Book) -> None:
    """R002-04: the measurable components of an objective."""
    objective = book.objective(book.account())
    made = {book.outcome(objective).id for _ in range(2)}
    book.outcome(book.objective(book.account()))
    with book.session.read() as reader:
        assert set(reader.ids(record_type("outcome"), {"objective": objective.id})) == made


def test_values_may_come_from_elsewhere(book: Book) -> None:
    """R002-05: imported values stand beside typed ones, told apart by their source."""
    outcome = book.outcome(book.objective(book.account()))
    for day, source in enumerate(PointSource, start=1):
        book.add(
            OutcomePoint,
            outcome=outcome.id,
            date=TODAY.replace(day=day),
            value=Decimal(day),
            source=source,
        )
    with book.session.read() as reader:
        assert {p.source for p in reader.all(OutcomePoint)} == set(PointSource)


def test_planned_and_unplanned(book: Book) -> None:
    """R002-06, R002-07, R002-08: tasks of plays are planned, those of cases unplanned."""
    account = book.account()
    engagement = book.engagement(account)
    objective = book.objective(account)
    with pytest.raises(Invalid, match="Engagement: is required"):
        book.add(SuccessCase, **DESCRIBED)
    parents = {
        "play": (book.play(objective), True),
        "case": (book.add(SuccessCase, engagement=engagement.id, **DESCRIBED), False),
        "internal": (book.add(InternalPlay, engagement=engagement.id, **DESCRIBED), True),
        "objective": (objective, None),
    }
    for parent, planned in parents.values():
        task = book.task(parent)
        with book.session.read() as reader:
            assert derive(reader, [task], TODAY)[task.id] == {"planned": planned}


def test_a_task_is_ours_or_the_customers(book: Book) -> None:
    """R002-09: a colleague or a contact completes it."""
    account, dora = book.account(), book.user("dora")
    play = book.play(book.objective(account))
    ours = book.task(play, owner_kind=TaskOwnerKind.USER, owner=dora.id)
    theirs = book.task(play, owner_kind=TaskOwnerKind.CONTACT, owner=book.contact(account).id)
    assert not ours.visible_to_customer
    assert theirs.visible_to_customer


def test_a_touchpoint_records_a_conversation(book: Book) -> None:
    """R002-10: when, how long, with whom, what was shown, what is next."""
    account = book.account()
    engagement, jane = book.engagement(account), book.contact(account)
    meeting = {"meeting_type": picked(Touchpoint, "meeting_type", "QBR")}
    with pytest.raises(Invalid, match="Meeting at: is required for a QBR"):
        book.add(Touchpoint, engagement=engagement.id, subject="QBR", **meeting)
    touchpoint = book.add(
        Touchpoint,
        engagement=engagement.id,
        subject="QBR",
        **meeting,
        meeting_at=datetime(2026, 3, 3, 14, 30, tzinfo=UTC),
        duration_min=90,
        participants=(jane.id,),
        shared_items=("Report; Q1", "Slides"),
    )
    book.add(NextStep, touchpoint=touchpoint.id, text="Send slides")
    again = book.again(touchpoint)
    assert again.values() == touchpoint.values()
    assert again.shared_items == ("Report; Q1", "Slides")
    with book.session.read() as reader:
        derived = derive(reader, [engagement], TODAY)[engagement.id]
    assert derived["last_touchpoint_on"] == TODAY.replace(day=3)


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"internal_only": True, "contact": 1}, "Contact: an internal touchpoint takes no"),
        ({"internal_only": True, "participants": (1,)}, "Participants: an internal touchpoint"),
        ({"duration_min": 0}, "must lie between 1 and 1440"),
        ({"duration_min": 1441}, "must lie between 1 and 1440"),
        (
            {
                "meeting_at": datetime(2026, 3, 3, tzinfo=UTC),
                "repeat_until": TODAY.replace(year=2027, day=4),
            },
            "Repeat until: lies more than 365 days after the meeting",
        ),
    ],
)
def test_touchpoints_that_cannot_be(book: Book, values: dict[str, Any], complaint: str) -> None:
    """A11: internal conversations take no contacts; a series ends within a year."""
    account = book.account()
    assert book.contact(account).id == 1
    with pytest.raises(Invalid, match=complaint):
        book.add(Touchpoint, engagement=book.engagement(account).id, subject="Call", **values)


def test_internal_play_tasks(book: Book) -> None:
    """R002-11, R002-12, R002-13: only under an internal play, with a purpose and a launch mode."""
    engagement = book.engagement(book.account())
    play = book.add(InternalPlay, engagement=engagement.id, planned=False, **DESCRIBED)
    assert not play.planned
    with pytest.raises(Invalid, match="Description: is required for a task of an internal play"):
        book.task(play, description=None)
    task = book.task(play, launch_mode=picked(Task, "launch_mode", "conditional"))
    assert (task.launch_mode, task.engagement) == ("conditional", engagement.id)
    parentless = {"title": "Task", "description": "Why"}
    for values in (
        parentless,
        {**parentless, "parent_type": TaskParentType.INTERNAL_PLAY},
        {**parentless, "parent_type": TaskParentType.INTERNAL_PLAY, "parent": 10**6},
    ):
        with pytest.raises(Invalid, match="Parent"):
            book.add(Task, **values)
    with pytest.raises(Invalid, match="Description: is required"):
        book.change(task, description="  ")


def test_a_risk_is_tied_to_an_engagement(book: Book) -> None:
    """R002-14: an onboarding is an engagement in its first stage."""
    account = book.account()
    onboarding = book.engagement(account)
    assert onboarding.stage == "Initial onboarding"
    values: dict[str, Any] = {**DESCRIBED, "probability": picked(RiskSignal, "probability", "Low")}
    with pytest.raises(Invalid, match="Engagement: is required"):
        book.add(RiskSignal, **values)
    with pytest.raises(Invalid, match="Probability: is required"):
        book.add(RiskSignal, **DESCRIBED, engagement=onboarding.id)
    risk = book.add(RiskSignal, **values, engagement=onboarding.id)
    assert (risk.account, risk.state, risk.reported_by) == (account.id, "New", 1)
    contract = {"name": "C", "start_date": TODAY, "value": Decimal(7), "currency": "USD"}
    own = book.add(Contract, account=account.id, **contract)
    foreign = book.add(Contract, account=book.account().id, **contract)
    with pytest.raises(Invalid, match=f"{foreign.number} is of another account"):
        book.change(risk, contracts_impacted=(own.id, foreign.id))
    hit = book.change(risk, contracts_impacted=(own.id,))
    with book.session.read() as reader:
        assert derive(reader, [hit], TODAY)[hit.id] == {"contract_value_at_risk": Decimal(7)}


def test_definitions_and_launches(book: Book) -> None:
    """R002-15, R002-16: a definition names a play template; a launch is one row with a state."""
    template = book.play(book.objective(None, is_template=True))
    definition = book.add(
        record_type("definition_record"),
        title="Kick-off",
        category=picked(record_type("definition_record"), "category", "Onboarding"),
        play=template.id,
    )
    assert book.move(definition, "Published")["state"] == "Published"
    launch = book.add(
        record_type("launcher_notifier"),
        play=template.id,
        started_at=datetime(2026, 3, 3, tzinfo=UTC),
    )
    assert launch["status"] == "Pending"
    with pytest.raises(Invalid, match="cannot go from Pending to Succeeded"):
        book.move(launch, "Succeeded")
    running = book.move(launch, "Running")
    assert book.move(running, "Failed")["status"] == "Failed"


def test_work_stays_in_its_engagement_while_it_has_tasks(book: Book) -> None:
    """A case, internal play or touchpoint with tasks cannot move to another engagement."""
    account = book.account()
    here, there = book.engagement(account), book.engagement(account)
    for cls, values in (
        (SuccessCase, DESCRIBED),
        (InternalPlay, DESCRIBED),
        (Touchpoint, {"subject": "Call"}),
    ):
        record: Record = book.add(cls, engagement=here.id, **values)
        record = book.change(record, engagement=there.id)
        task = book.task(record)
        with pytest.raises(Invalid, match="cannot change while there are tasks"):
            book.change(record, engagement=here.id)
        records.delete(book.session, task)
        assert book.change(record, engagement=here.id)["engagement"] == here.id


def test_an_engagement_keeps_its_account_while_work_hangs_from_it(book: Book) -> None:
    """The account of an engagement changes only while nothing of that account hangs from it."""
    account, other = book.account(), book.account()
    engagement = book.engagement(account)
    touchpoint = book.add(Touchpoint, engagement=engagement.id, subject="Call")
    assert book.change(engagement, account=other.id).account == other.id
    assert book.again(touchpoint).account == other.id
    objective = book.objective(other, engagement=engagement.id)
    with pytest.raises(Invalid, match="cannot change while the engagement has objectives"):
        book.change(engagement, account=account.id)
    with pytest.raises(Refused, match="cannot be deleted while it has"):
        records.delete(book.session, engagement)
    records.delete(book.session, objective)
    assert book.change(engagement, account=account.id).account == account.id
