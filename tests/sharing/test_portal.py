"""The customer's place below the screen: who gets in, what is theirs to do, who is told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from successtui.domain.errors import BadCall, Forbidden, NotFound, Refused
from successtui.records import Account, Contact, Play, Task, User
from successtui.services import records, undoing
from successtui.services.histories import history_of
from successtui.services.inbox import inbox
from successtui.services.retelling import record_history
from successtui.services.sharing.portal import PortalSession, liveliest_contact, portal_of
from successtui.services.sharing.shown import own_tasks
from successtui.services.sharing.switching import sharing_of, switch
from tests.worlds import Book


@dataclass
class Stage:
    """A shared plan, a contact with a task in it, and the CSM."""

    book: Book
    account: Account
    jane: Contact
    play: Play
    task: Task
    csm: User
    portal: PortalSession


@pytest.fixture
def stage(book: Book) -> Stage:
    """Jane in her portal."""
    csm = book.user("dora")
    account = book.account(name="Acme", csm=csm.id)
    plan = book.plan(account, shared_with_customer=True, owner=csm.id)
    goal = book.objective(account, plan=plan.id, name="Go live")
    play = book.play(goal, name="Roll-out", shared=True)
    jane = book.contact(account, first_name="Jane", last_name="Doe", portal_access=True)
    task = _hers(book, play, jane, title="Send the list")
    portal = PortalSession(book.session.workspace, jane.id, book.session.clock)
    return Stage(book, account, jane, play, task, csm, portal)


def _hers(book: Book, parent: Any, contact: Contact, **values: Any) -> Task:
    return book.task(parent, owner_kind="contact", owner=contact.id, **values)


def test_a_contact_completes_their_own_task(stage: Stage) -> None:
    """R001-03: one call closes it; history names the contact, and nobody of the house."""
    done = stage.portal.complete(stage.task.id)
    stored = stage.book.again(stage.task)
    assert done.done
    assert (stored.state, stored.closure_code) == ("Closed", "Achieved")
    assert stored.closed_at is not None
    assert stored.closed_by is None
    _, changes = history_of(stage.book.session, stage.task.number)
    assert {
        (c.by, c.acting_as) for c in changes if c.field == "state" and c.action == "update"
    } == {("Jane Doe (customer)", None)}
    told = record_history(stage.book.session, stored)
    assert any(line.who == "Jane Doe (customer)" for line in told)


def test_the_csm_is_told_of_it_and_of_its_undo(stage: Stage) -> None:
    """R001-03: the inbox of the CSM says what the customer did."""
    stage.portal.complete(stage.task.id)
    (notice,) = inbox(stage.book.as_("dora")).notices
    assert notice.who == "Jane Doe (customer)"
    assert notice.record.number == stage.task.number
    assert "State: New → Closed" in notice.lines
    stage.portal.undo_own()
    assert [n.who for n in inbox(stage.book.as_("dora")).notices] == ["Jane Doe (customer)"] * 2


def test_a_csm_who_watches_the_task_is_told_once(stage: Stage) -> None:
    """R000-18: the watch list and the customer's place tell the same person one time."""
    stage.book.change(stage.task, watch_list=(stage.csm.id,))
    before = len(inbox(stage.book.as_("dora")).notices)
    stage.portal.complete(stage.task.id)
    assert len(inbox(stage.book.as_("dora")).notices) == before + 1


def test_without_a_csm_the_owner_of_the_plan_is_told(stage: Stage) -> None:
    """R001-03: somebody of the house always hears of it."""
    plan = sharing_of(stage.book.session, stage.play).plan
    assert plan is not None
    stage.book.change(plan, owner=plan.created_by)
    stage.book.change(stage.account, csm=None)
    stage.portal.complete(stage.task.id)
    assert [n.who for n in inbox(stage.book.session).notices] == ["Jane Doe (customer)"]


def test_undo_takes_back_their_own_completion_alone(stage: Stage) -> None:
    """R001-03: newest first, nothing of anybody else, and nothing twice."""
    other = _hers(stage.book, stage.account, stage.jane, title="Name a sponsor")
    before = stage.book.again(stage.task).values()
    stage.portal.complete(stage.task.id)
    stage.portal.complete(other.id)
    stage.book.change(stage.account, notes="The house went on")
    assert stage.portal.undo_own().title == "Name a sponsor"
    assert stage.portal.undo_own().title == "Send the list"
    assert stage.book.again(stage.task).values() == before
    assert stage.book.again(stage.account).notes == "The house went on"
    with pytest.raises(NotFound, match="nothing of yours"):
        stage.portal.undo_own()


def test_undo_never_takes_back_what_the_house_did_since(stage: Stage) -> None:
    """R001-03: a task that was worked on, or whose play was closed, stays as it is."""
    stage.portal.complete(stage.task.id)
    stage.book.change(stage.task, close_notes="Seen, thanks")
    stage.book.change(stage.task, closure_code="Missed")
    with pytest.raises(Refused, match="changed since"):
        stage.portal.undo_own()
    stage.book.change(stage.task, closure_code="Achieved", close_notes=None)
    stage.book.move(stage.play, "Closed", "Achieved")
    with pytest.raises(Refused, match="changed since"):
        stage.portal.undo_own()
    assert stage.book.again(stage.task).state == "Closed"


def test_the_house_does_not_undo_what_a_customer_did(stage: Stage) -> None:
    """The CSM's own undo is not about the customer's batch; an admin may name it."""
    stage.portal.complete(stage.task.id)
    with pytest.raises(NotFound):
        undoing.undo(stage.book.as_("dora"))
    batch = history_of(stage.book.session, stage.task.number)[1][-1].batch
    with pytest.raises(NotFound):
        undoing.undo(stage.book.as_("dora"), batch)
    undoing.undo(stage.book.session, batch)
    assert stage.book.again(stage.task).state == "New"


def test_nothing_but_ones_own_shown_open_tasks_can_be_completed(stage: Stage) -> None:
    """R001-02, R001-03: asked again inside the transaction, whatever id is sent."""
    book, jane = stage.book, stage.jane
    jim = book.contact(stage.account, portal_access=True)
    elsewhere = book.account()
    private = book.plan(stage.account)
    unseen = {
        "ours": book.task(stage.play, visible_to_customer=True),
        "a colleague's": _hers(book, stage.play, jim),
        "canceled": book.move(_hers(book, stage.play, jane), "Canceled"),
        "another account's": _hers(book, elsewhere, book.contact(elsewhere)),
        "of a plan not shared": _hers(book, book.objective(stage.account, plan=private.id), jane),
    }
    for what, task in unseen.items():
        with pytest.raises(NotFound, match="no open task of yours"):
            stage.portal.complete(task.id)
        assert book.again(task).version == task.version, what
    stage.portal.complete(stage.task.id)
    with pytest.raises(Refused, match="done already"):
        stage.portal.complete(stage.task.id)
    with pytest.raises(NotFound):
        stage.portal.complete(10**9)


def test_what_is_no_longer_shared_can_no_longer_be_completed(stage: Stage) -> None:
    """R001-02: unsharing counts at once, for what is seen, done and taken back."""
    plan = sharing_of(stage.book.session, stage.play).plan
    assert plan is not None
    todo = _hers(stage.book, stage.account, stage.jane)
    stage.portal.complete(todo.id)
    switch(stage.book.session, plan, False)
    assert stage.portal.view().is_empty
    with pytest.raises(NotFound):
        stage.portal.complete(stage.task.id)
    with pytest.raises(NotFound):
        stage.portal.undo_own()
    assert stage.book.again(stage.task).state == "New"
    assert stage.book.again(todo).state == "Closed"


@pytest.mark.parametrize("change", [{"active": False}, {"portal_access": False}, None])
def test_the_portal_closes_at_once(stage: Stage, change: dict[str, bool] | None) -> None:
    """R001-03: a contact who left, lost access or was deleted gets nothing any more."""
    if change is None:
        with stage.book.session.change("Delete") as unit:
            unit.delete(unit.house.require(Contact, stage.jane.id))
    else:
        stage.book.change(stage.jane, **change)
    with pytest.raises(Forbidden, match="not open to you"):
        stage.portal.view()
    with pytest.raises(Forbidden, match="not open to you"):
        stage.portal.complete(stage.task.id)
    with pytest.raises(Forbidden, match="not open to you"):
        stage.portal.undo_own()
    assert stage.book.again(stage.task).state == "New"


def test_who_may_look_into_a_portal(stage: Stage) -> None:
    """Admins name a contact, in the demo anybody does; nobody else, and no other record."""
    root, number = stage.book.session, stage.jane.number
    assert portal_of(root, number).view().contact == "Jane Doe"
    with pytest.raises(Forbidden, match="only an admin"):
        portal_of(stage.book.as_("dora"), number)
    assert portal_of(stage.book.as_("dora"), number, demo=True).view().contact == "Jane Doe"
    with pytest.raises(BadCall, match="no contact"):
        portal_of(root, stage.account.number)
    with pytest.raises(NotFound):
        portal_of(root, "CNT9999999")
    stage.book.change(stage.jane, portal_access=False)
    with pytest.raises(Forbidden, match="has no access"):
        portal_of(root, number)
    with pytest.raises(NotFound):
        liveliest_contact(replace(root, username="dora"))


def test_an_admin_in_the_portal_is_named_with_the_contact(stage: Stage) -> None:
    """What an admin does in a contact's stead is never put down to the contact alone."""
    portal_of(stage.book.session, stage.jane.number).complete(stage.task.id)
    _, changes = history_of(stage.book.session, stage.task.number)
    assert changes[-1].by == "root as Jane Doe (customer)"
    fallen = portal_of(stage.book.session, stage.jane.number)
    other = stage.book.user("second", "admin")
    assert other.username
    root = records.find(stage.book.as_("second"), "user:root")
    records.update(stage.book.as_("second"), root, {"roles": ("viewer",)})
    with pytest.raises(Forbidden, match="needs the role admin"):
        fallen.view()


def test_the_liveliest_contact_is_the_one_with_most_to_do(stage: Stage) -> None:
    """The demo's portal opens where there is something to see."""
    stage.book.contact(stage.account, portal_access=True)
    assert liveliest_contact(stage.book.session) == stage.jane.number
    assert [task.title for task in own_tasks(stage.portal.view())] == ["Send the list"]


def test_tasks_of_internal_meetings_are_no_to_dos(stage: Stage) -> None:
    """R001-42: a meeting among ourselves stays in the house, whoever owns its tasks."""
    from successtui.records import Touchpoint

    engagement = stage.book.engagement(stage.account)
    for internal in (True, False):
        meeting = stage.book.add(
            Touchpoint, engagement=engagement.id, subject="Talk", internal_only=internal
        )
        _hers(stage.book, meeting, stage.jane, title=f"internal {internal}")
    assert [task.title for task in stage.portal.view().todos] == ["internal False"]


def test_sharing_says_what_is_on_and_why_an_objective_is_hidden(stage: Stage) -> None:
    """R001-02, R001-41: one switch for the plan, one for each play; undo takes them back."""
    goal = records.find(stage.book.session, "OBJ0000001")
    state = sharing_of(stage.book.session, goal)
    assert state.plan is not None
    assert ([play.shared for play in state.plays], state.hidden) == ([True], "")
    switch(stage.book.session, state.plays[0], False)
    assert sharing_of(stage.book.session, goal).hidden == "none of its plays is shared"
    assert not stage.portal.view().plans[0].objectives
    undoing.undo(stage.book.session)
    assert stage.portal.view().plans[0].objectives
    below = sharing_of(stage.book.session, stage.task)
    assert [play.number for play in below.plays] == [stage.play.number]
    assert sharing_of(stage.book.session, stage.account).plan == state.plan
