"""Rules of source 003: objectives, their KPIs, and what follows when an objective moves."""

from __future__ import annotations

import pytest

from successtui.domain.errors import Forbidden, Invalid, NeedsConfirmation, Refused
from successtui.domain.permissions import Action
from successtui.records import (
    Objective,
    Outcome,
    PicklistValues,
    Record,
    Task,
)
from successtui.records.picklists import GoalOwnerKind, TaskOwnerKind
from successtui.services import records
from successtui.services.plays import play_templates
from successtui.services.showing import related
from tests.worlds import Book


def test_an_objective_has_plays_tasks_and_kpis(book: Book) -> None:
    """R003-01, R003-02, R003-05, R003-40: several of each, all found from the objective."""
    account = book.account()
    plan = book.plan(account)
    objective = book.objective(account, plan=plan.id)
    plays = [book.play(objective) for _ in range(2)]
    outcomes = [book.outcome(objective) for _ in range(2)]
    task = book.task(objective)
    with book.session.read() as reader:
        found = related(reader, objective)
        assert found["play"] == [play.number for play in plays]
        assert found["outcome"] == [outcome.number for outcome in outcomes]
        assert found["task"] == [task.number]
        assert related(reader, plan)["objective"] == [objective.number]


def test_customer_success_may_do_everything(book: Book) -> None:
    """R003-03: view, create, edit and delete objectives, and use templates."""
    for username, role in (("dora", "customer_success_agent"), ("max", "success_manager")):
        me = book.user(username, role)
        session, account = book.as_(me), book.account(csm=me.id)
        values = {"name": "Goal", "description": "Why", "account": account.id}
        made = records.create(session, Objective, values).record
        records.update(session, made, {"name": "Other"})
        records.delete(session, book.again(made))
        assert play_templates(session) == []


def test_a_participant_creates_blank_only(book: Book) -> None:
    """R003-04 and R003-49: views and edits, creates blank, deletes neither objective nor KPI."""
    me = book.user("helper", "participant")
    session, account = book.as_(me), book.account(account_manager=me.id)
    values = {"name": "Goal", "description": "Why", "account": account.id}
    made = records.create(session, Objective, values).record
    made = records.update(session, made, {"name": "Other"}).record
    kpi_values = {"objective": made.id, "title": "KPI", "description": "How"}
    kpi = records.create(session, Outcome, kpi_values).record
    kpi = records.update(session, kpi, {"title": "Other"}).record
    for record in (made, kpi):
        with pytest.raises(Forbidden, match="success_manager or customer_success_agent"):
            records.delete(session, record)
    with pytest.raises(Forbidden):
        records.create(session, Objective, {**values, "is_template": True})
    with pytest.raises(Forbidden, match="use templates"):
        play_templates(session)
    assert not records.may(session, Action.USE_TEMPLATES, Objective).allowed


def test_ticking_template_makes_a_template(book: Book) -> None:
    """R003-06, R003-11, R003-23: saved as a template, it leaves lists, counts and choices."""
    account = book.account()
    blank = book.objective(account)
    template = book.objective(account, is_template=True)
    play, kpi = book.play(template), book.outcome(template)
    task = book.task(play)
    assert play.is_template
    assert kpi.is_template
    assert task.is_template
    with book.session.read() as reader:
        assert reader.ids(Objective) == [blank.id]
        assert reader.count(Objective) == 1
        assert reader.ids(Objective, templates=True) == [template.id]
        assert [r.id for r in reader.choices("objective", "Objective")] == [blank.id]
        assert reader.ids(Task) == []
    turned = book.change(blank, is_template=True)
    book.change(turned, is_template=False)
    assert book.again(blank).is_template is False


def test_a_template_needs_no_account(book: Book) -> None:
    """Account, plan and objective are not required on templates and their children."""
    template = book.objective(None, is_template=True, start_date=None)
    task = book.task(book.play(template))
    assert (template.account, template.start_date, task.account) == (None, None, None)
    with pytest.raises(Invalid, match="Account: is required"):
        book.change(template, is_template=False)


def test_children_inherit_the_account(book: Book) -> None:
    """R003-27: plays and tasks take the account of their objective."""
    account = book.account()
    objective = book.objective(account)
    play = book.play(objective)
    assert {play.account, book.task(play).account, book.task(objective).account} == {account.id}
    with pytest.raises(Invalid, match="must be that of its objective"):
        book.play(objective, account=book.account().id)


def test_plan_and_objective_have_the_same_account(book: Book) -> None:
    """R003-28: an objective of one account never hangs from a plan of another."""
    account, other = book.account(), book.account()
    foreign = book.plan(other)
    with pytest.raises(Invalid, match=f"Plan: the success plan {foreign.name} is of another"):
        book.objective(account, plan=foreign.id)
    objective = book.objective(account, plan=book.plan(account).id)
    with pytest.raises(Invalid, match="is of another account"):
        book.change(objective, plan=foreign.id)
    plan = book.again(objective).plan
    assert plan is not None
    with book.session.read() as reader:
        stored = reader.require(type(foreign), plan)
    with pytest.raises(Invalid, match="cannot change while the plan has objectives"):
        book.change(stored, account=other.id)
    assert book.change(foreign, account=account.id).account == account.id
    engagement = book.engagement(other)
    with pytest.raises(Invalid, match=r"Engagement: .* is of another account"):
        book.change(objective, engagement=engagement.id)


def test_the_engagement_is_filled_in(book: Book) -> None:
    """R003-29 and A6: when the account has exactly one active engagement; not for templates."""
    account = book.account()
    assert book.objective(account).engagement is None
    first = book.engagement(account)
    assert book.objective(account).engagement == first.id
    assert book.objective(account, engagement=None).engagement is None
    assert book.objective(account, is_template=True).engagement is None
    second = book.engagement(account)
    assert book.objective(account).engagement is None
    book.move(second, "Canceled")
    assert book.objective(account).engagement == first.id


def test_the_record_type_is_kept(book: Book) -> None:
    """R003-08, R003-31: chosen when the record is made, read-only afterwards, on these types."""
    account = book.account()
    with pytest.raises(Invalid, match=r"Record type: 'Strategic' is not in the list"):
        book.objective(account, record_type="Strategic")
    for name in ("plan", "objective", "play", "task"):
        book.add(PicklistValues, name=f"{name}_record_type", entries=("Strategic", "Other"))
    objective = book.objective(account, record_type="Strategic")
    made: list[Record] = [
        objective,
        book.plan(account, record_type="Strategic"),
        book.play(objective, record_type="Strategic"),
        book.task(objective, record_type="Strategic"),
    ]
    for record in made:
        with pytest.raises(Invalid, match="Record type: cannot be changed"):
            book.change(record, record_type="Other")
        assert book.again(record)["record_type"] == "Strategic"


def test_a_new_plan_is_passed_down(book: Book) -> None:
    """R003-34: plays and tasks follow the plan of their objective."""
    account = book.account()
    first, second = book.plan(account), book.plan(account)
    objective = book.objective(account, plan=first.id)
    play = book.play(objective)
    below, beside = book.task(play), book.task(objective)
    for plan in (second.id, None):
        book.change(objective, plan=plan)
        assert [book.again(r)["plan"] for r in (play, below, beside)] == [plan] * 3


def test_a_new_account_is_passed_down(book: Book) -> None:
    """R003-35: everything below follows; a plan of the old account must go in the same save."""
    account, other = book.account(), book.account()
    objective = book.objective(account, plan=book.plan(account).id)
    play, kpi = book.play(objective), book.outcome(objective)
    below, beside = book.task(play), book.task(objective)
    with pytest.raises(Invalid, match=r"Plan: .* is of another account"):
        book.change(objective, account=other.id)
    assert book.again(play).account == account.id
    there = book.plan(other)
    for change in ({"account": other.id, "plan": there.id}, {"account": account.id, "plan": None}):
        book.change(objective, **change)
        moved: list[Record] = [play, kpi, below, beside]
        assert {book.again(record)["account"] for record in moved} == {change["account"]}
        assert book.again(below).plan == change["plan"]


def test_moving_takes_no_contact_of_the_old_account_along(book: Book) -> None:
    """A contact owns and sees only work of their own account."""
    account, other = book.account(), book.account()
    jane = book.contact(account)
    objective = book.objective(account, owner_kind=GoalOwnerKind.CONTACT, owner=jane.id)
    with pytest.raises(Invalid, match="is a contact of another account"):
        book.change(objective, account=other.id)
    objective = book.change(objective, owner=None)
    task = book.task(objective, owner_kind=TaskOwnerKind.CONTACT, owner=jane.id)
    with pytest.raises(Refused, match=f"{task.number} .* is owned by .*, a contact of another"):
        book.change(objective, account=other.id)
    assert book.again(task).account == account.id
    book.change(task, owner=None)
    assert book.change(objective, account=other.id).account == other.id


def test_only_active_people_are_allocated(book: Book) -> None:
    """R003-19, R003-36, R003-37: the allocated person is the owner, active and no PSA resource."""
    account = book.account()
    dora = book.user("dora")
    gone, hired = book.user("gone", active=False), book.user("hired", is_psa_resource=True)
    objective = book.objective(account, owner_kind=GoalOwnerKind.USER, owner=dora.id)
    assert (objective.owner_kind, objective.owner) == ("user", dora.id)
    for person, complaint in ((gone, "Gone is not active"), (hired, "Hired is a PSA resource")):
        with pytest.raises(Invalid, match=complaint):
            book.change(objective, owner=person.id)
        with pytest.raises(Invalid, match=complaint):
            book.task(objective, resources=(dora.id, person.id))
    task = book.task(objective, resources=(dora.id, 1))
    assert task.resources == (1, dora.id)
    book.change(dora, active=False)
    assert book.change(task, title="Still editable").resources == (1, dora.id)


def test_deleting_an_objective(book: Book) -> None:
    """R003-38 and R003-39: refused while it has KPIs; plays and tasks go along once shown."""
    objective = book.objective(book.account())
    kpis = [book.outcome(objective) for _ in range(7)]
    play = book.play(objective, name="Kick-off")
    below, beside = book.task(play), book.task(objective)
    with pytest.raises(Refused) as refused:
        records.delete(book.session, objective, confirmed=True)
    assert f"outcome (kpi) {kpis[0].number} {kpis[0].title}" in str(refused.value)
    assert str(refused.value).endswith("and 2 more")
    assert len(refused.value.obstacles) == 7
    for kpi in kpis:
        records.delete(book.session, kpi)
    with pytest.raises(NeedsConfirmation, match="takes 3 more along") as asked:
        records.delete(book.session, objective)
    assert f"successplay {play.number} Kick-off will be deleted" in asked.value.obstacles
    saved = records.delete(book.session, objective, confirmed=True)
    assert saved.touched == {"objective", "play", "task"}
    with book.session.read() as reader:
        gone: list[Record] = [objective, play, below, beside]
        assert [reader.get(type(record), record.id) for record in gone] == [None] * 4
