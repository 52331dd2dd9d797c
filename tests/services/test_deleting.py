"""Deleting: what stands in the way, what goes along, what is only unlinked."""

from __future__ import annotations

from decimal import Decimal

import pytest

from successtui.domain.errors import NeedsConfirmation, Refused
from successtui.records import (
    REGISTRY,
    AccountTeam,
    InternalPlay,
    NextStep,
    OutcomePoint,
    Record,
    RiskSignal,
    RiskSolution,
    Role,
    SuccessCase,
    Touchpoint,
    WorkNote,
)
from successtui.records.kinds import AnyReference, OnDelete, Reference, References
from successtui.records.record import referring
from successtui.services import records, undoing
from tests.pg import TODAY
from tests.worlds import Book, picked

DESCRIBED = {"short_description": "It", "description": "It is so"}


def gone(book: Book, *rows: Record) -> list[bool]:
    with book.session.read() as reader:
        return [reader.get(type(row), row.id) is None for row in rows]


def test_a_play_takes_its_tasks_along(book: Book) -> None:
    """A play, case, internal play or touchpoint takes its tasks with it, shown first."""
    account = book.account()
    engagement = book.engagement(account)
    parents: list[Record] = [
        book.play(book.objective(account)),
        book.add(SuccessCase, engagement=engagement.id, **DESCRIBED),
        book.add(InternalPlay, engagement=engagement.id, **DESCRIBED),
        book.add(Touchpoint, engagement=engagement.id, subject="Call"),
    ]
    for parent in parents:
        tasks = [book.task(parent, title=f"Do {i}") for i in range(2)]
        with pytest.raises(NeedsConfirmation, match="takes 2 more along") as asked:
            records.delete(book.session, parent)
        assert sorted(asked.value.effects) == [
            f"task {task.number} {task.title} will be deleted" for task in tasks
        ]
        assert gone(book, parent, *tasks) == [False] * 3
        records.delete(book.session, parent, confirmed=True)
        assert gone(book, parent, *tasks) == [True] * 3
        undoing.undo(book.session)
        assert gone(book, parent, *tasks) == [False] * 3


def test_a_record_alone_needs_no_confirmation(book: Book) -> None:
    """Nothing goes along, nothing is asked."""
    task = book.task(book.objective(book.account()))
    records.delete(book.session, task)
    assert gone(book, task) == [True]


@pytest.mark.parametrize("name", ["account", "plan", "engagement", "user", "role"])
def test_children_stand_in_the_way(book: Book, name: str) -> None:
    """Elsewhere deleting is refused, and says what hangs from the record."""
    dora, lead = book.user("dora"), book.add(Role, name="Lead")
    account = book.account(csm=dora.id)
    team = book.add(AccountTeam, account=account.id, role=lead.id, user=dora.id)
    plan, engagement = book.plan(account), book.engagement(account)
    touchpoint = book.add(Touchpoint, engagement=engagement.id, subject="Call")
    task = book.task(plan)
    above: dict[str, Record] = {
        "account": account,
        "plan": plan,
        "engagement": engagement,
        "user": dora,
        "role": lead,
    }
    with pytest.raises(Refused, match="cannot be deleted while it has: ") as refused:
        records.delete(book.session, above[name], confirmed=True)
    expected = {
        "account": f"success plan {plan.number} {plan.name}",
        "plan": f"task {task.number} {task.title}",
        "engagement": f"touchpoint {touchpoint.number} Call",
        "user": f"account {account.number} {account.name}",
        "role": "account team",
    }
    assert expected[name] in refused.value.obstacles
    assert gone(book, above[name], team) == [False, False]


def test_an_account_takes_its_team_along(book: Book) -> None:
    """What is only a link goes with the record."""
    account, lead = book.account(), book.add(Role, name="Lead")
    team = book.add(AccountTeam, account=account.id, role=lead.id, user=1)
    with pytest.raises(NeedsConfirmation):
        records.delete(book.session, account)
    records.delete(book.session, account, confirmed=True)
    assert gone(book, account, team) == [True, True]


def test_deep_chains_go_along(book: Book) -> None:
    """Points, steps, notes and links go with what they belong to, however deep."""
    account = book.account()
    engagement = book.engagement(account)
    touchpoint = book.add(Touchpoint, engagement=engagement.id, subject="Call")
    step = book.add(NextStep, touchpoint=touchpoint.id, text="Next")
    case = book.add(SuccessCase, engagement=engagement.id, **DESCRIBED)
    risk = book.add(
        RiskSignal,
        engagement=engagement.id,
        probability=picked(RiskSignal, "probability", "Low"),
        **DESCRIBED,
    )
    solution = book.add(
        RiskSolution,
        risk_signal=risk.id,
        solution_type=picked(RiskSolution, "solution_type", "success_case"),
        solution=case.id,
    )
    kpi = book.outcome(book.objective(account))
    point = book.add(OutcomePoint, outcome=kpi.id, date=TODAY, value=Decimal(1))
    records.update(book.session, touchpoint, {"subject": "Visit"}, note="They were late.")
    with book.session.read() as reader:
        (note,) = reader.all(WorkNote)
    records.delete(book.session, case, confirmed=True)
    assert gone(book, case, solution, risk) == [True, True, False]
    records.delete(book.session, kpi, confirmed=True)
    assert gone(book, kpi, point) == [True, True]
    records.delete(book.session, touchpoint, confirmed=True)
    assert gone(book, touchpoint, step, note) == [True, True, True]


def test_a_template_goes_and_its_copies_stay(book: Book) -> None:
    """Where a record came from is forgotten with the template, nothing more."""
    template = book.objective(None, is_template=True)
    copy = book.objective(book.account(), template_origin=template.id)
    records.delete(book.session, template)
    again = book.again(copy)
    assert again.template_origin is None
    undoing.undo(book.session)
    assert book.again(copy).template_origin == template.id


def test_every_reference_says_what_deleting_means() -> None:
    """No reference is left out when its target is deleted: each has a policy, or is one of many."""
    for target in REGISTRY:
        for _cls, field in referring(target):
            assert isinstance(field.kind, Reference | AnyReference | References)
            if not isinstance(field.kind, References):
                assert field.kind.on_delete in OnDelete
