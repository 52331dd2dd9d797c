"""A book of business for tests: `Book` makes records through services, as an admin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from successtui.domain.lifecycle import state_field
from successtui.records import (
    Account,
    Contact,
    Engagement,
    Objective,
    Outcome,
    Plan,
    Play,
    Record,
    Task,
    User,
)
from successtui.records.kinds import Boolean
from successtui.records.picklists import Role, TaskParentType
from successtui.services import records
from successtui.services.draft import Mode
from successtui.services.reading import read_values
from successtui.services.records import Saved
from successtui.services.saver import Saver
from successtui.services.session import Session

R = TypeVar("R", bound=Record)


def picked(cls: type[Record], name: str, value: str) -> Any:
    """The picklist member a field holds for that value."""
    return cls.declaration.fields[name].kind.choices(value)  # type: ignore[attr-defined]


def typed(book: Book, cls: type[Record], **texts: str) -> dict[str, Any]:
    """Values from what a person types."""
    with book.session.read() as reader:
        return read_values(reader, cls, texts, book.session.clock.today())


def row(cls: type[Record], /, **values: Any) -> dict[str, Any]:
    """Values with every yes/no field answered, as the store wants it."""
    fields = cls.declaration.fields.values()
    return {f.name: False for f in fields if isinstance(f.kind, Boolean)} | values


def move_state(
    session: Session,
    record: Record,
    state: str,
    *,
    code: str | None = None,
    notes: str = "",
    confirmed: bool = False,
) -> Saved:
    """Puts a piece of work into another state, as the form or `set` does.

    Raises:
        Invalid, Refused, NeedsConfirmation: what stands in the way.
    """
    cls = type(record)
    field = state_field(record.declaration.name)
    changes = {field: picked(cls, field, state)}
    if code is not None:
        changes["closure_code"] = picked(cls, "closure_code", code)
    if notes:
        changes["close_notes"] = notes
    return records.update(session, record, changes, confirmed=confirmed)


@dataclass
class Book:
    """Makes records as the admin `root`, filling in whatever a test does not care for."""

    session: Session
    _serial: int = 0

    def as_(self, user: User | str) -> Session:
        """A session of another user on the same workspace."""
        username = user if isinstance(user, str) else user.username
        return Session(self.session.workspace, username, self.session.clock)

    def add(self, cls: type[R], **values: Any) -> R:
        """A record of any type with exactly these values."""
        made = records.create(self.session, cls, values).record
        assert isinstance(made, cls)
        return made

    def brought(self, cls: type[R], **values: Any) -> R:
        """A record as an import brings it: in any state."""
        with self.session.change("Import") as unit:
            return Saver(unit, self.session.clock.today(), Mode.IMPORT).add(cls, values)

    def user(self, username: str, *roles: str, **values: Any) -> User:
        """A user; a customer success agent unless roles are named."""
        held = tuple(roles) or (Role.AGENT.value,)
        return self.add(
            User, **{"username": username, "name": username.title(), "roles": held, **values}
        )

    def account(self, **values: Any) -> Account:
        """An account."""
        return self.add(Account, **{"name": self._name("Account"), **values})

    def contact(self, account: Account, **values: Any) -> Contact:
        """A contact of the account."""
        return self.add(Contact, account=account.id, **{"last_name": self._name("Jones"), **values})

    def engagement(self, account: Account, **values: Any) -> Engagement:
        """An engagement of the account, its CSM that of the account."""
        made = {"title": self._name("Engagement"), "csm": account.csm, **values}
        return self.add(Engagement, account=account.id, **made)

    def plan(self, account: Account, **values: Any) -> Plan:
        """A plan of the account."""
        return self.add(Plan, account=account.id, **{"name": self._name("Plan"), **values})

    def objective(self, account: Account | None, **values: Any) -> Objective:
        """An objective of the account; without one, of a template."""
        made = {"name": self._name("Objective"), "description": "Why it matters.", **values}
        return self.add(Objective, account=account.id if account else None, **made)

    def outcome(self, objective: Objective, **values: Any) -> Outcome:
        """An outcome (KPI) of the objective."""
        made = {"title": self._name("Outcome"), "description": "How it is measured.", **values}
        return self.add(Outcome, objective=objective.id, **made)

    def play(self, objective: Objective, **values: Any) -> Play:
        """A play of the objective."""
        return self.add(Play, objective=objective.id, **{"name": self._name("Play"), **values})

    def task(self, parent: Record, **values: Any) -> Task:
        """A task of any record that can carry tasks."""
        told = TaskParentType(parent.declaration.name)
        made = {"title": self._name("Task"), "description": "What to do.", **values}
        return self.add(Task, parent_type=told, parent=parent.id, **made)

    def change(self, record: R, /, **changes: Any) -> R:
        """The record after a change of it as it is stored now."""
        records.update(self.session, self.again(record), changes)
        return self.again(record)

    def move(self, record: R, state: str, code: str | None = None, **options: Any) -> R:
        """The record in another state, with close notes."""
        notes = {"notes": "Agreed"} if state in ("Closed", "Canceled") else {}
        move_state(self.session, self.again(record), state, code=code, **{**notes, **options})
        return self.again(record)

    def again(self, record: R) -> R:
        """The record as it is stored now."""
        return records.get(self.session, type(record), record.id)

    def _name(self, what: str) -> str:
        self._serial += 1
        return f"{what} {self._serial}"
