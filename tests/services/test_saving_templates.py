"""Saving real work as a template: what goes along, what stays behind, and who may; both engines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from successtui.domain.errors import BadCall, Forbidden
from successtui.domain.template_actions import SAVE_AS_TEMPLATE
from successtui.records import Library, Objective, Outcome, Plan, Play, Record, Role, Task
from successtui.records.picklists import GoalOwnerKind, TaskOwnerKind
from successtui.services import plan_templates, undoing
from successtui.services.library import offers
from successtui.services.offering import actions_of
from successtui.services.saving_templates import save_as_template
from successtui.services.session import Session
from tests.worlds import Book

START = date(2026, 2, 2)


def make_work(book: Book) -> Objective:
    """An objective of an account with a KPI, a play and tasks, some of it personal or canceled."""
    dora = book.user("dora")
    account = book.account(csm=dora.id)
    lead = book.add(Role, name="Lead")
    jane = book.contact(account)
    plan = book.plan(account, summary="Only for us", start_date=START)
    objective = book.objective(
        account,
        name="Go live",
        plan=plan.id,
        start_date=START,
        owner_kind=GoalOwnerKind.ROLE,
        owner=lead.id,
    )
    kpi = book.outcome(
        objective,
        title="Seats",
        unit="Percent",
        base_value=Decimal(10),
        current_value=Decimal(20),
        target_value=Decimal(90),
        target_date=date(2026, 5, 1),
    )
    play = book.play(objective, name="Train", primary_outcome=kpi.id, start_date=START)
    told = {"owner_kind": TaskOwnerKind.USER, "owner": dora.id, "resources": (dora.id,)}
    book.task(play, title="Invite", due_date=date(2026, 2, 9), **told)
    book.task(objective, title="Ask", owner_kind=TaskOwnerKind.CONTACT, owner=jane.id)
    book.move(book.task(play, title="Dropped"), "Canceled")
    return objective


def plan_of(book: Book, objective: Objective) -> Plan:
    with book.session.read() as reader:
        return reader.require(Plan, objective.plan)


def below(session: Session) -> dict[str, Record]:
    """All templates but plans, by what they are called."""
    with session.read() as reader:
        everything: list[Record] = [
            *reader.all(Objective, templates=True),
            *reader.all(Outcome, templates=True),
            *reader.all(Play, templates=True),
            *reader.all(Task, templates=True),
        ]
    return {record.caption: record for record in everything}


def test_an_objective_becomes_a_template(book: Book) -> None:
    """R003-07, R003-12, R001-39: its KPIs, plays and tasks go along; people and values do not."""
    source = make_work(book)
    library = book.add(Library, name="Ours")
    saved = save_as_template(book.session, source, library.id)
    assert saved.record["is_template"]
    assert (saved.record["account"], saved.record["plan"]) == (None, None)
    assert saved.record["library"] == library.id
    assert str(saved.record["owner_kind"]) == "role"
    made = below(book.session)
    assert set(made) == {"Go live", "Seats", "Train", "Invite", "Ask"}
    assert made["Train"]["primary_outcome"] == made["Seats"].id
    assert made["Seats"]["target_value"] == 90
    assert made["Seats"]["base_value"] is None
    assert made["Seats"]["current_value"] is None
    assert made["Invite"]["due_date"] == date(2026, 2, 9)
    assert made["Invite"]["resources"] == ()
    assert made["Invite"]["owner"] is None
    assert made["Ask"]["owner"] is None
    assert all(record["account"] is None for record in made.values())
    assert book.again(source) == source
    assert [offer.objective.name for offer in offers(book.session)] == ["Go live"]
    undoing.undo(book.session)
    assert not below(book.session)


def test_a_play_becomes_a_template(book: Book) -> None:
    """R001-39: a play alone, with its tasks; without a start it counts from its first task."""
    objective = make_work(book)
    play = book.play(objective, name="Undated")
    book.task(play, title="Later", due_date=date(2026, 3, 9))
    saved = save_as_template(book.session, play, None)
    assert saved.record["objective"] is None
    assert saved.record["start_date"] == date(2026, 3, 9)
    assert set(below(book.session)) == {"Undated", "Later"}


def test_a_plan_becomes_a_template(book: Book) -> None:
    """R003-55: with its objectives and their KPIs; a copy of it has them again."""
    source = make_work(book)
    saved = save_as_template(book.session, plan_of(book, source), None)
    assert saved.record["summary"] is None
    assert saved.record["account"] is None
    [offer] = plan_templates.plan_offers(book.session)
    assert [item.title for item in offer.items] == ["Go live", "Seats", "Train", "Invite", "Ask"]
    assert [item.kind for item in offer.items] == ["objective", "outcome", "play", "task", "task"]
    assert offers(book.session) == [], "what belongs to a plan's template comes with the plan"


def test_admins_and_collaborators_may(book: Book) -> None:
    """R001-19, R003-04: collaborators fill their own library; others read which role is missing."""
    source = make_work(book)
    library, elsewhere = book.add(Library, name="Ours"), book.add(Library, name="Theirs")
    dora = book.as_("dora")
    offer = next(o for o in actions_of(dora, source) if o.name == SAVE_AS_TEMPLATE)
    assert not offer.allowed
    assert "role admin" in offer.reason
    with pytest.raises(Forbidden, match="role admin"):
        save_as_template(dora, source, library.id)
    book.change(library, collaborators=(_id(book, "dora"),))
    offer = next(o for o in actions_of(dora, source) if o.name == SAVE_AS_TEMPLATE)
    assert offer.allowed
    assert save_as_template(dora, source, library.id).record["library"] == library.id
    for somewhere in (elsewhere.id, None):
        with pytest.raises(Forbidden):
            save_as_template(dora, source, somewhere)


def test_a_collaborator_may_save_a_whole_plan(book: Book) -> None:
    """R001-19: what hangs from a plan's template belongs to its library."""
    source = make_work(book)
    library = book.add(Library, name="Ours", collaborators=(_id(book, "dora"),))
    dora = book.as_("dora")
    save_as_template(dora, plan_of(book, source), library.id)
    assert set(below(dora)) == {"Go live", "Seats", "Train", "Invite", "Ask"}


def test_a_template_is_not_saved_again(book: Book) -> None:
    """What is a template already, and what cannot be one, is refused with a reason."""
    template = book.objective(None, is_template=True)
    with pytest.raises(BadCall, match="template already"):
        save_as_template(book.session, template, None)
    with pytest.raises(BadCall, match="become templates"):
        save_as_template(book.session, book.account(), None)
    names = [offer.name for offer in actions_of(book.session, template)]
    assert SAVE_AS_TEMPLATE not in names


def _id(book: Book, username: str) -> int:
    with book.session.read() as reader:
        return next(user.id for user in reader.choices("user", username))
