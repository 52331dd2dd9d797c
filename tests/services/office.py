"""What people do in an office, at random, and everything that is stored of it."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal
from typing import Any

from successtui.domain.errors import Refused
from successtui.records import (
    REGISTRY,
    AccountTeam,
    Contract,
    Engagement,
    EngagementContract,
    Objective,
    Outcome,
    Product,
    Record,
    Role,
    Task,
    Touchpoint,
)
from successtui.records.picklists import ContractState, GoalOwnerKind, TaskOwnerKind
from successtui.services import records
from successtui.services.session import Session
from successtui.store import journal
from tests.pg import TODAY
from tests.worlds import Book

Dump = dict[str, dict[int, dict[str, Any]]]


def dump(session: Session) -> Dump:
    """Every living record of every type, without the stamps that any change moves."""
    stamps = ("version", "updated_at", "updated_by")
    found: Dump = {}
    with session.workspace.read(None) as reader:
        for name, cls in REGISTRY.items():
            found[name] = {
                record.id: {k: v for k, v in record.__dict__.items() if k not in stamps}
                for record in reader.all(cls, templates=None)
            }
    return found


def journal_size(session: Session) -> tuple[int, int]:
    with session.read() as reader:
        return journal.counts(reader.connection)


class Office:
    """Does something different each time, the way people do."""

    def __init__(self, book: Book, rng: random.Random) -> None:
        self.book = book
        self.rng = rng
        self.people = [book.user(f"u{i}").id for i in range(3)]
        self.lead = book.add(Role, name="Lead").id
        self.products = [book.add(Product, name=f"P{i}").id for i in range(3)]

    def _one(self, cls: type[Record]) -> Any:
        with self.book.session.read() as reader:
            found = reader.all(cls, templates=None)
        return self.rng.choice(found) if found else None

    def work(self) -> bool:
        """Tries something; whether anything was stored."""
        size = journal_size(self.book.session)
        ways = [getattr(self, name) for name in dir(self) if name.startswith("do_")]
        try:
            self.rng.choice(ways)()
        except Refused:
            pass
        except AttributeError:
            if journal_size(self.book.session) != size:
                raise
        return journal_size(self.book.session) != size

    def do_account(self) -> None:
        account = self.book.account(csm=self.rng.choice([None, *self.people]), tags=("a", "b;c"))
        self.book.add(AccountTeam, account=account.id, role=self.lead, user=self.people[0])

    def do_edit_account(self) -> None:
        parent = self._one(REGISTRY["account"]).id
        self.book.change(self._one(REGISTRY["account"]), parent_account=parent, notes="x\ny")

    def do_plan(self) -> None:
        self.book.plan(self._one(REGISTRY["account"]), summary="# Goals")

    def do_objective(self) -> None:
        account = self._one(REGISTRY["account"])
        self.book.objective(
            account,
            owner_kind=GoalOwnerKind.ROLE,
            owner=self.lead,
            products=tuple(self.rng.sample(self.products, 2)),
            is_template=self.rng.random() < 0.2,
        )

    def do_move_objective(self) -> None:
        objective, plan = self._one(Objective), self._one(REGISTRY["plan"])
        self.book.change(objective, account=plan.account, plan=plan.id, engagement=None)

    def do_template(self) -> None:
        objective = self._one(Objective)
        self.book.change(objective, is_template=not objective.is_template)

    def do_outcome(self) -> None:
        self.book.outcome(
            self._one(Objective), unit="EUR", current_value=Decimal(self.rng.randint(0, 9))
        )

    def do_value(self) -> None:
        self.book.change(self._one(Outcome), unit="EUR", current_value=Decimal("1.2345"))

    def do_play(self) -> None:
        self.book.play(self._one(Objective), start_date=TODAY)

    def do_task(self) -> None:
        parent = self._one(REGISTRY[self.rng.choice(["objective", "play", "touchpoint"])])
        kind = TaskOwnerKind.USER
        self.book.task(parent, owner_kind=kind, owner=self.people[1], resources=(*self.people,))

    def do_edit_task(self) -> None:
        self.book.change(self._one(Task), resources=(self.people[2],), due_date=TODAY)

    def do_engagement(self) -> None:
        engagement = self.book.engagement(self._one(REGISTRY["account"]))
        self.book.add(Touchpoint, engagement=engagement.id, subject="Call")

    def do_contract(self) -> None:
        engagement = self._one(Engagement)
        contract = self.book.brought(
            Contract,
            account=engagement.account,
            name="C",
            start_date=TODAY,
            end_date=TODAY + timedelta(days=self.rng.randint(1, 400)),
            value=Decimal("12.34"),
            state=ContractState.ACTIVE,
        )
        self.book.add(EngagementContract, engagement=engagement.id, contract=contract.id)

    def do_move_state(self) -> None:
        record = self._one(self.rng.choice([Objective, Outcome, REGISTRY["play"], Task]))
        state = self.rng.choice(["In progress", "Closed", "Canceled"])
        code = "Missed" if state == "Closed" else None
        self.book.move(record, state, code, confirmed=True)

    def do_delete(self) -> None:
        kinds = ("objective", "outcome", "play", "task", "plan", "engagement_contract", "contract")
        record = self._one(REGISTRY[self.rng.choice(kinds)])
        records.delete(self.book.session, record, confirmed=True)
