"""Success plans from a template: new plans, running plans, rights and dates; on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from successtui.domain.clock import Clock
from successtui.domain.errors import Forbidden, NotFound
from successtui.records import Account, Objective, Outcome, Plan, Play, Task
from successtui.services import library
from successtui.services.plan_templates import (
    PlanOrder,
    add_plan,
    plan_offers,
    review,
    running_plan,
)
from successtui.services.review import ItemRefused
from successtui.services.session import Session
from tests.worlds import Book, picked

BEGIN = date(2024, 1, 1)
CREATED = date(2025, 6, 15)


def make_template(book: Book, **values: object) -> Plan:
    """A plan with one objective, its KPI, a play with a task, and a task of the plan itself."""
    told = {"is_template": True, "start_date": BEGIN, "end_date": date(2024, 12, 31), **values}
    plan = book.add(Plan, name="First year", **told)
    objective = book.objective(
        None, name="Go live", is_template=True, plan=plan.id, start_date=BEGIN
    )
    kpi = book.outcome(objective, title="Seats", target_date=date(2024, 3, 31))
    play = book.play(objective, name="Train", start_date=date(2024, 1, 8), primary_outcome=kpi.id)
    book.task(play, title="Invite", due_date=date(2024, 1, 31))
    book.task(plan, title="Kick-off", due_date=date(2024, 1, 15))
    return plan


def order_of(book: Book, template: Plan, account: Account, start: date) -> PlanOrder:
    items = tuple(review(book.session, template.id, start))
    return PlanOrder(template.id, account.id, start, items)


def created_on(book: Book, day: date) -> Book:
    workspace = book.session.workspace
    return Book(Session(workspace, book.session.username, Clock(day)))


def test_the_dated_example(book: Book) -> None:
    """R003-53: template 2024-01-01, KPI 2024-03-31, created 2025-06-15 => +531 => 2025-09-13."""
    template = make_template(book)
    there = created_on(book, CREATED)
    account = book.account()
    saved = add_plan(there.session, order_of(there, template, account, CREATED))
    assert (CREATED - BEGIN).days == 531
    with book.session.read() as reader:
        [kpi] = reader.all(Outcome, {"account": account.id})
        tasks = {task.title: task for task in reader.all(Task, {"account": account.id})}
    assert kpi.target_date == date(2025, 9, 13)
    assert tasks["Invite"].due_date == date(2024, 1, 31) + timedelta(days=531)
    assert saved.record["end_date"] == date(2024, 12, 31) + timedelta(days=531)


def test_the_dated_example_of_one_objective(book: Book) -> None:
    """R003-52, R003-53, R003-54: the same for an objective; a start by hand leaves the KPI."""
    template = book.objective(None, is_template=True, start_date=BEGIN)
    book.outcome(template, target_date=date(2024, 3, 31))
    book.outcome(template, title="Open end")
    there = created_on(book, CREATED)
    for start in (CREATED, date(2025, 8, 1)):
        items = library.review(there.session, template.id, start)
        assert [item.due for item in items] == [date(2025, 9, 13), None]
        account = book.account()
        order = library.Order(template.id, account.id, start, tuple(items))
        made = library.add_from_library(there.session, order)
        with book.session.read() as reader:
            kpis = reader.all(Outcome, {"objective": made.record.id}, order=("id",))
        assert [kpi.target_date for kpi in kpis] == [date(2025, 9, 13), None]


def test_an_account_without_a_plan_gets_one(book: Book) -> None:
    """R003-26, R003-27, R003-55: a plan of its own, all of it in this account and this plan."""
    template, account = make_template(book), book.account()
    start = book.session.clock.today()
    order = replace(order_of(book, template, account, start), name="Ours")
    saved = add_plan(book.session, order)
    plan = saved.record
    assert (plan["name"], plan["account"], plan["start_date"]) == ("Ours", account.id, start)
    assert not plan["is_template"]
    with book.session.read() as reader:
        [objective] = reader.all(Objective, {"plan": plan.id})
        [kpi] = reader.all(Outcome, {"objective": objective.id})
        [play] = reader.all(Play, {"objective": objective.id})
        tasks = reader.all(Task, {"account": account.id}, order=("id",))
        assert reader.require(Plan, template.id) == template
    assert (play.plan, play.account, play.primary_outcome) == (plan.id, account.id, kpi.id)
    assert {task.plan for task in tasks} == {plan.id}
    assert {str(task.parent_type) for task in tasks} == {"play", "plan"}
    assert objective.template_origin is not None
    assert objective.source == "library"


def test_a_running_plan_is_joined_and_an_ended_one_is_not(book: Book) -> None:
    """One current plan for each account: what comes along joins it, and it says so."""
    template, account = make_template(book), book.account()
    plan = book.plan(account, name="Running")
    start = book.session.clock.today()
    saved = add_plan(book.session, order_of(book, template, account, start))
    assert saved.record.id == plan.id
    assert any("Running" in notice for notice in saved.notices)
    book.change(plan, status=picked(Plan, "status", "Canceled"))
    assert running_plan(book.session, account.id) is None
    again = add_plan(book.session, order_of(book, template, account, start))
    assert again.record.id != plan.id


def test_a_kpi_needs_its_objective(book: Book) -> None:
    """R003-16: one that was selected without its objective is named, and nothing is made."""
    template, account = make_template(book), book.account()
    order = order_of(book, template, account, BEGIN)
    items = tuple(replace(i, included=i.kind != "objective") for i in order.items)
    with pytest.raises(ItemRefused, match="Seats: a KPI comes with its objective"):
        add_plan(book.session, replace(order, items=items))
    with book.session.read() as reader:
        assert not reader.all(Plan, {"account": account.id})


def test_children_without_their_objective_join_the_plan(book: Book) -> None:
    """R003-13: a play, or a task alone, whose objective is left out hangs from the plan."""
    template, account = make_template(book), book.account()
    order = order_of(book, template, account, BEGIN)
    items = tuple(replace(i, included=i.kind in ("play", "task")) for i in order.items)
    plan = add_plan(book.session, replace(order, items=items)).record
    with book.session.read() as reader:
        [play] = reader.all(Play, {"account": account.id})
        assert (play.objective, play.plan) == (None, plan.id)
    items = tuple(replace(i, included=i.kind == "task") for i in order.items)
    other = book.account()
    add_plan(book.session, replace(order, account=other.id, items=items))
    with book.session.read() as reader:
        tasks = reader.all(Task, {"account": other.id})
    assert {str(task.parent_type) for task in tasks} == {"plan"}


def test_a_template_without_any_start_says_so(book: Book) -> None:
    """R003-21, edge: nothing to count from, so dates are copied as they are, with a notice."""
    template, account = book.add(Plan, name="Undated", is_template=True), book.account()
    book.task(template, title="Kick-off", due_date=date(2024, 1, 15))
    saved = add_plan(book.session, order_of(book, template, account, CREATED))
    assert any("no start" in notice for notice in saved.notices)
    with book.session.read() as reader:
        [task] = reader.all(Task, {"account": account.id})
    assert task.due_date == date(2024, 1, 15)


def test_templates_only_and_for_those_who_may(book: Book) -> None:
    """R003-04, R003-23: plain plans are no templates; participants create blank records only."""
    template, account = make_template(book), book.account()
    plain = book.plan(account)
    assert [offer.plan.id for offer in plan_offers(book.session)] == [template.id]
    with pytest.raises(NotFound, match="is not a template"):
        review(book.session, plain.id, CREATED)
    with pytest.raises(NotFound, match="is not a template"):
        add_plan(book.session, PlanOrder(plain.id, account.id, CREATED, ()))
    pat = book.as_(book.user("pat", "participant"))
    with pytest.raises(Forbidden, match="you hold participant"):
        plan_offers(pat)
    with pytest.raises(Forbidden):
        add_plan(pat, order_of(book, template, account, CREATED))
