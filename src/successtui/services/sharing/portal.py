"""The customer's own place: what a contact sees, and the one thing they can do (R001-02, R001-03).

A `PortalSession` is all a contact ever gets. It hands out values of `shown.py` and takes ids of
tasks it showed; everything is asked anew inside each transaction, so an access that was taken away,
or a plan no longer shared, counts at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from successtui.domain.clock import Clock
from successtui.domain.errors import BadCall, Forbidden, NotFound, Refused, SuccessError
from successtui.domain.lifecycle import check_transition, is_open, state_field
from successtui.domain.permissions import Actor
from successtui.records import REGISTRY, Account, Contact, Plan, Task, User
from successtui.records.picklists import WorkState
from successtui.services.children import parent_of
from successtui.services.clashes import clashes_of
from successtui.services.draft import Mode
from successtui.services.saver import Saver
from successtui.services.session import Session
from successtui.services.sharing.customer_view import customer_view
from successtui.services.sharing.shown import CustomerTask, CustomerView, own_tasks
from successtui.store import journal
from successtui.store.changes import Change
from successtui.store.notices import tell, tell_people
from successtui.store.people import load_actor, load_customer
from successtui.store.reader import Reader
from successtui.store.tables import BatchKind, ChangeKind
from successtui.store.unit import UnitOfWork
from successtui.store.workspace import Connection, Workspace

_TASK = Task.declaration.name
_NOT_YOURS = "that is no open task of yours any more; r reads the page again"
_CHANGED_SINCE = "it was changed since you completed it; ask your contact person to open it again"


@dataclass(frozen=True)
class PortalSession:
    """One contact in the portal.

    Attributes:
        contact_id: who looks; they must be active and have access to the portal.
        admin: username of the admin who looks in their stead, else empty.
    """

    workspace: Workspace
    contact_id: int
    clock: Clock
    admin: str = ""

    def view(self) -> CustomerView:
        """What the contact sees now.

        Raises:
            Forbidden: the portal is not, or no longer, open to them.
        """
        with self.workspace.read(self._actor) as reader:
            return self._view(Reader(reader.connection, None))

    def complete(self, task_id: int) -> CustomerTask:
        """Closes one of the contact's own tasks; their CSM is told.

        Raises:
            NotFound: it is no task of theirs, or no longer shown to them.
            Refused: it is done already.
            Forbidden: as in `view`.
        """
        with self._change("Complete a task in the portal") as unit:
            task = self._own(unit, task_id)
            if task.done:
                raise Refused(f"{task.title} is done already")
            stored = unit.house.require(Task, task_id)
            check_transition(_TASK, str(stored.state), WorkState.CLOSED)
            saver = Saver(unit, self.clock.today(), Mode.PROGRAM)
            saver.change(stored, {"state": WorkState.CLOSED})
            self._tell(unit, stored)
            return self._own(unit, task_id)

    def undo_own(self) -> CustomerTask:
        """Takes back the contact's newest completion; their CSM is told.

        Raises:
            NotFound: there is none, or the task is no longer theirs.
            Refused: somebody worked on it since.
            Forbidden: as in `view`.
        """
        with self.workspace.read(self._actor) as reader:
            batch = journal.newest_to_undo(reader.connection, -self.contact_id)
        if batch is None:
            raise NotFound("there is nothing of yours to take back")
        with self._change(f"Undo: {batch.title}", BatchKind.UNDO, batch.id) as unit:
            if journal.was_undone(unit.connection, batch.id):
                raise Refused("that was taken back already")
            changes = journal.changes_of_batch(unit.connection, batch.id)
            task = _only_task(unit, changes)
            self._own(unit, task.id)
            above = parent_of(unit.house, task)
            ended = above and not is_open(str(above[state_field(above.declaration.name)]))
            if ended or clashes_of(unit, batch, changes):
                raise Refused(_CHANGED_SINCE)
            for change in reversed(changes):
                record = unit.house.require(REGISTRY[change.record_type], change.record_id)
                unit.update(record, {change.field: change.old})
            self._tell(unit, task)
            return self._own(unit, task.id)

    def _actor(self, connection: Connection) -> Actor:
        if self.admin and not load_actor(connection, self.admin).is_admin:
            raise Forbidden("looking into a customer's portal needs the role admin")
        return load_customer(connection, self.contact_id, self.admin)

    @contextmanager
    def _change(
        self, title: str, kind: BatchKind = BatchKind.DO, undoes: int | None = None
    ) -> Iterator[UnitOfWork]:
        now = self.clock.now()
        with self.workspace.change(
            self._actor, now=now, title=title, kind=kind, undoes=undoes
        ) as unit:
            yield unit

    def _view(self, house: Reader) -> CustomerView:
        contact = house.require(Contact, self.contact_id)
        account = house.require(Account, contact.account)
        return customer_view(house, account, self.clock.today(), contact)

    def _own(self, unit: UnitOfWork, task_id: int) -> CustomerTask:
        """The contact's own task as they see it within the unit."""
        mine = {task.id: task for task in own_tasks(self._view(unit.house))}
        if task_id not in mine:
            raise NotFound(_NOT_YOURS)
        return mine[task_id]

    def _tell(self, unit: UnitOfWork, task: Task) -> None:
        """Tells those who watch the task, and the CSM whether they watch it or not."""
        unit.prepare()
        assert unit.batch_id is not None
        tell(unit.connection, unit.batch_id, unit.writer.id, unit.touched)
        tell_people(unit.connection, unit.batch_id, _carers(unit.house, task), (_TASK, task.id))


def _only_task(unit: UnitOfWork, changes: list[Change]) -> Task:
    """The one task a completion was about.

    Raises:
        Refused: it did more than change that task, which only the house may take back.
    """
    about = {(change.record_type, change.record_id, change.kind) for change in changes}
    if len(about) == 1:
        name, record_id, kind = about.pop()
        task = unit.house.get(REGISTRY[name], record_id)
        if isinstance(task, Task) and kind is ChangeKind.UPDATE:
            return task
    raise Refused(_CHANGED_SINCE)


def _carers(house: Reader, task: Task) -> list[int]:
    """Who hears of it: the account's CSM; without an active one the plan's owner."""
    account, plan = house.get(Account, task.account), house.get(Plan, task.plan)
    for wanted in (account.csm if account else None, plan.owner if plan else None):
        user = house.get(User, wanted)
        if user is not None and user.active:
            return [user.id]
    return []


def portal_of(session: Session, number: str, *, demo: bool = False) -> PortalSession:
    """The portal of the contact with that number, for an admin, or for anybody in the demo.

    Raises:
        Forbidden: the person may not look into it, or it is not open to the contact.
        NotFound, BadCall: there is no such contact.
    """
    with session.read() as reader:
        assert reader.actor is not None
        if not demo and not reader.actor.is_admin:
            raise Forbidden("only an admin looks into a contact's portal with --contact")
        contact = Reader(reader.connection, None).find(number)
    if not isinstance(contact, Contact):
        raise BadCall(f"{number} is no contact; contacts' numbers begin with CNT")
    admin = "" if demo else session.acting_for or session.username
    portal = PortalSession(session.workspace, contact.id, session.clock, admin)
    try:
        portal.view()
    except Forbidden:
        missing = "is not active" if not contact.active else "has no access to the portal"
        raise Forbidden(f"{contact.number} {contact.caption} {missing}") from None
    return portal


def liveliest_contact(session: Session) -> str:
    """Number of the contact with most to see in their portal, for those who just want a look.

    Raises:
        NotFound: no contact has anything to see.
    """
    with session.read() as reader:
        house = Reader(reader.connection, None)
        plans = house.all(Plan, {"shared_with_customer": True})
        accounts = sorted({plan.account for plan in plans if plan.account is not None})
        open_to = {"account": accounts, "portal_access": True, "active": True}
        contacts = house.all(Contact, open_to, order=("number",))
    found = [(_life(PortalSession(session.workspace, c.id, session.clock)), c) for c in contacts]
    if not found:
        raise NotFound("no contact with access to the portal has a shared plan")
    return max(found, key=lambda pair: pair[0])[1].number


def _life(portal: PortalSession) -> tuple[int, int]:
    """How much a contact has to do and to see."""
    try:
        view = portal.view()
    except SuccessError:
        return 0, 0
    waiting = sum(not task.done for task in own_tasks(view))
    return waiting, sum(len(plan.objectives) for plan in view.plans)
