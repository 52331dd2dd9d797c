"""Rules of source 001: plans, objectives, plays and tasks, and who may own them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from successtui.domain.errors import Forbidden, Invalid
from successtui.records import (
    Objective,
    Outcome,
    Plan,
    Play,
    Task,
    WorkNote,
)
from successtui.records.picklists import (
    ObjectiveSource,
)
from successtui.services import records
from successtui.services.plays import add_custom_objective, linkable_plays, play_templates
from successtui.services.reading import read_values
from tests.pg import TODAY
from tests.worlds import Book, typed


def test_a_plan_holds_objectives_and_an_action_plan(book: Book) -> None:
    """R001-01 and R001-32: objectives with any mix of plays, custom plays and tasks."""
    account = book.account()
    plan = book.plan(account)
    objective = book.objective(account, plan=plan.id)
    play = book.play(objective)
    custom = book.play(objective, is_custom=True, description="By hand")
    tasks = [book.task(parent) for parent in (play, custom, objective, plan)]
    assert {play.plan, custom.plan, *(book.again(task).plan for task in tasks)} == {plan.id}
    assert {task.account for task in tasks} == {account.id}
    bare = book.objective(account, plan=plan.id)
    assert book.task(bare).parent == bare.id


def test_sharing_is_off_by_default(book: Book) -> None:
    """R001-02: nothing is shared until somebody says so."""
    account = book.account()
    plan = book.plan(account)
    play = book.play(book.objective(account, plan=plan.id))
    assert not plan.shared_with_customer
    assert not play.shared
    assert not book.task(play).visible_to_customer
    assert not book.contact(account).portal_access


def test_the_summary(book: Book) -> None:
    """R001-04, R001-06, R001-07, R001-09, R001-11: free Markdown, stamped, internal, guarded."""
    agent, helper = book.user("dora"), book.user("otto", "participant")
    account = book.account(csm=agent.id, account_manager=helper.id)
    plan = book.plan(account, owner=agent.id)
    assert plan.summary_updated_at is None
    text = "# Goals\n\n- *Faster* close\n- 12 months: `EUR 1m`"
    records.update(book.as_("dora"), plan, {"summary": text})
    again = book.again(plan)
    assert again.summary == text
    assert again.summary_updated_by == agent.id
    assert isinstance(again.summary_updated_at, datetime)
    with pytest.raises(Forbidden, match="customer_success_agent"):
        records.update(book.as_("otto"), plan, {"summary": "Mine"})
    assert records.get(book.as_("otto"), Plan, plan.id).summary == text
    assert Plan.declaration.fields["summary"].internal
    records.update(book.session, again, {"name": "Other"})
    assert book.again(plan).summary_updated_by == agent.id
    cleared = book.change(plan, summary=None)
    assert (cleared.summary, cleared.summary_updated_by) == (None, 1)


def test_the_hint_of_the_summary_names_the_horizon() -> None:
    """R001-05: the next 3 to 12 months."""
    assert "3 to 12 months" in Plan.declaration.fields["horizon_end"].help


def test_an_objective_is_one_short_sentence(book: Book) -> None:
    """R001-12: one line of at most 255 characters."""
    account = book.account()
    objective = book.objective(account, name="Close\nthe books\tfaster")
    assert objective.name == "Close the books faster"
    assert book.objective(account, name="x" * 255).name == "x" * 255
    with pytest.raises(Invalid, match="Name: is longer than 255 characters"):
        book.objective(account, name="x" * 256)


def test_where_objectives_come_from(book: Book) -> None:
    """R001-13: library or custom; custom unless the program says otherwise."""
    assert list(ObjectiveSource) == ["library", "custom", "template"]
    assert book.objective(book.account()).source is ObjectiveSource.CUSTOM
    with book.session.read() as reader, pytest.raises(Invalid, match="filled in by the program"):
        read_values(reader, Objective, {"source": "library"}, TODAY)


def test_a_custom_objective(book: Book) -> None:
    """R001-24, R001-26, R001-31: name and description; category, dates, state."""
    account = book.account()
    for missing in ("name", "description"):
        with pytest.raises(Invalid, match=f"{missing.capitalize()}: is required"):
            book.objective(account, **{missing: None})
    objective = book.objective(
        account,
        category="Value",
        start_date=date(2026, 4, 1),
        end_date=date(2026, 9, 30),
        **typed(book, Objective, state="in progress"),
    )
    again = book.again(objective)
    assert (again.category, again.state, again.start_date, again.end_date) == (
        "Value",
        "In progress",
        date(2026, 4, 1),
        date(2026, 9, 30),
    )
    with pytest.raises(Invalid, match="End date: 2026-03-31 lies before start date 2026-04-01"):
        book.change(objective, end_date=date(2026, 3, 31))
    with pytest.raises(Invalid, match=r"Category: 'Fun' is not in the list \(Onboarding"):
        book.objective(account, category="Fun")
    assert book.objective(account, category="vALUE").category == "Value"
    assert book.objective(account).start_date == TODAY


def test_the_form_warns_that_objectives_can_be_shared() -> None:
    """R001-25: the description's help says so."""
    assert "shared with the customer" in Objective.declaration.fields["description"].help


def test_grouping_plays_under_a_new_objective(book: Book) -> None:
    """R001-28, R001-29, R001-31: active plays of the account are offered; linking moves them."""
    account, other = book.account(), book.account()
    former = book.objective(account)
    loose = book.add(Play, name="A loose play", account=account.id)
    linked = book.play(former, name="B linked play")
    done = book.play(former, name="C done")
    book.move(done, "Closed", "Achieved")
    book.add(Play, name="Elsewhere", account=other.id)
    book.play(book.objective(None, is_template=True), name="Template")
    offered = [(play.name, serves) for play, serves in linkable_plays(book.session, account.id)]
    assert offered == [("A loose play", ""), ("B linked play", former.name)]
    task = book.task(loose)
    plan = book.plan(account)
    saved = add_custom_objective(
        book.session,
        {"name": "New", "description": "Why", "account": account.id, "plan": plan.id},
        (loose.id, linked.id),
    )
    for play in (loose, linked):
        again = book.again(play)
        assert (again.objective, again.plan) == (saved.record.id, plan.id)
    assert book.again(task).plan == plan.id


def test_no_play_to_group(book: Book) -> None:
    """R001-30: nothing is offered when no open play exists on the account."""
    assert linkable_plays(book.session, book.account().id) == []


def test_a_custom_play_stays_on_its_account(book: Book) -> None:
    """R001-37, R001-38, R001-39: described, on this account only, never in the library."""
    objective = book.objective(book.account())
    with pytest.raises(Invalid, match="Description: is required for a custom play"):
        book.play(objective, is_custom=True)
    custom = book.play(objective, is_custom=True, description="By hand", name="Custom")
    template = book.add(Play, name="From the library", is_template=True)
    book.task(template)
    assert [play.id for play, _ in play_templates(book.session)] == [template.id]
    assert custom.id not in [p.id for p, _ in linkable_plays(book.session, book.account().id)]


def test_one_off_tasks(book: Book) -> None:
    """R001-40 and R001-43: tasks of the objective itself, with all their details."""
    account, dora = book.account(), book.user("dora")
    objective = book.objective(account)
    details = typed(
        book,
        Task,
        title="Call them",
        parent=f"objective:{objective.number}",
        owner="user:dora",
        due_date="fri",
        start_date="today",
        priority="high",
        resources="root, dora",
        estimated_hours="1.5",
    )
    task = book.add(Task, **details)
    again = book.again(task)
    assert again.values() == task.values()
    assert (again.parent_type, again.parent, again.account) == (
        "objective",
        objective.id,
        account.id,
    )
    assert (again.due_date, again.priority, again.resources) == (
        date(2026, 3, 6),
        "High",
        (1, dora.id),
    )
    with pytest.raises(Invalid, match="Due date: 2026-03-03 lies before start date"):
        book.change(task, due_date=date(2026, 3, 3))


def test_texts_are_cleaned_at_the_door(book: Book) -> None:
    """Whatever way a text comes in, no control character and no lone surrogate is stored."""
    account = book.account(name="Ac\x1bme\x00\ud800 \u202e[/x]", tags=("a\x07b",))
    again = book.again(account)
    assert again.name == "Ac␛me␀\ufffd \u202e[/x]"
    assert again.tags == ("a␇b",)
    plan = book.change(book.plan(account), summary="a\r\nb\tc\x9b31m")
    assert plan.summary == "a\nb\tc\ufffd31m"
    kpi = book.outcome(book.objective(account))
    records.update(book.session, kpi, {"title": "x"}, note="bell\x07")
    with book.session.read() as reader:
        assert [note.text for note in reader.all(WorkNote)] == ["bell␇"]


def test_records_under_a_hidden_parent_are_refused(book: Book) -> None:
    """Creating needs the new parent to be visible; hidden and missing read the same."""
    dora = book.user("dora")
    mine = book.account(csm=dora.id)
    hidden = book.objective(book.account())
    visible = book.objective(mine)
    session = book.as_("dora")
    values = {"title": "KPI", "description": "How"}
    messages = set()
    for objective_id in (hidden.id, 10**6):
        with pytest.raises(Invalid) as refused:
            records.create(session, Outcome, {**values, "objective": objective_id})
        messages.add(str(refused.value))
    assert messages == {"Success objective: there is no such objective"}
    task = book.task(visible)
    with pytest.raises(Invalid, match="Parent: there is no such objective"):
        records.update(session, task, {"parent": hidden.id})
