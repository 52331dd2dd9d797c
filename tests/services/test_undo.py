"""History, undo and redo: what a person did can be taken back exactly, and never by stealth."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from successtui.domain.errors import Forbidden, Invalid, NotFound, Refused
from successtui.domain.permissions import Actor
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
    SuccessCase,
    Task,
    Touchpoint,
    User,
)
from successtui.records.picklists import ContractState, GoalOwnerKind, TaskOwnerKind
from successtui.services import records, undoing
from successtui.services.histories import history_of
from successtui.services.saver import Saver
from successtui.services.session import Session
from successtui.store import journal
from successtui.store.tables import BatchKind, ChangeKind
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


def history(session: Session, record: Record) -> list[tuple[str, str, object, object]]:
    """What history says of a record: kind, field, from, to."""
    with session.read() as reader:
        name = record.declaration.name
        changes = journal.changes_of_record(reader.connection, name, record.id)
    return [(c.kind.value, c.field, c.old, c.new) for c in changes]


def test_every_change_leaves_its_rows(book: Book) -> None:
    """Who, when, field, from, to, and the batch that joins what was done in one go."""
    dora = book.user("dora")
    account = book.account(csm=dora.id)
    objective = book.objective(account, end_date=TODAY)
    before = book.session.clock.now()
    saved = records.update(
        book.as_("dora"), objective, {"name": "Other", "end_date": None, "products": ()}
    )
    assert saved.changed == ("name", "end_date")
    assert history(book.session, objective)[1:] == [
        ("update", "name", objective.name, "Other"),
        ("update", "end_date", TODAY, None),
    ]
    with book.session.read() as reader:
        (first, *rest) = journal.changes_of_record(reader.connection, "objective", objective.id)
        assert first.kind is ChangeKind.CREATE
        assert first.new["name"] == objective.name
        assert first.new["end_date"] == TODAY
        assert {change.batch for change in rest} == {saved.batch}
        (batch,) = journal.batches(reader.connection, [rest[0].batch]).values()
    assert (batch.by, batch.kind, batch.undoes) == (dora.id, BatchKind.DO, None)
    assert batch.title == f"Edit objective {objective.number}"
    assert before <= batch.at <= book.session.clock.now()


def test_nothing_changed_leaves_nothing(book: Book) -> None:
    """Saving equal values is no change: no version, no batch, no history."""
    account = book.account(notes="x")
    size = journal_size(book.session)
    saved = records.update(book.session, account, {"notes": "x", "name": account.name})
    assert (saved.batch, saved.changed, saved.touched) == (None, (), frozenset())
    assert journal_size(book.session) == size
    assert book.again(account).version == account.version


def test_a_failing_unit_leaves_nothing(book: Book) -> None:
    """All of a use case or nothing: neither records nor history nor numbers."""
    account = book.account()
    before, size = dump(book.session), journal_size(book.session)

    def half_a_job(fail: Callable[[Saver, Record], object]) -> None:
        with book.session.change("Half a job") as unit:
            saver = Saver(unit, TODAY)
            values = {"name": "Goal", "description": "Why", "account": account.id}
            objective = saver.add(Objective, values)
            saver.change(account, {"notes": "changed"})
            unit.prepare()
            fail(saver, objective)

    def invalid(saver: Saver, objective: Record) -> object:
        return saver.add(Outcome, {"objective": objective.id})

    def broken(_saver: Saver, _objective: Record) -> object:
        raise RuntimeError("the plug was pulled")

    with pytest.raises(Invalid):
        half_a_job(invalid)
    with pytest.raises(RuntimeError):
        half_a_job(broken)
    assert dump(book.session) == before
    assert journal_size(book.session) == size
    assert book.objective(account).number == "OBJ0000001"


@pytest.mark.parametrize("table", ["history", "batch"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET {} = 1", "DELETE FROM {}"])
def test_history_is_append_only(book: Book, table: str, verb: str) -> None:
    """The database itself refuses to change or remove what was written."""
    book.account()
    size = journal_size(book.session)
    column = "record_id" if table == "history" else "by"
    statement = verb.format(table, f'"{column}"')
    with (
        pytest.raises(Exception, match="append-only"),
        book.session.workspace.write_engine.begin() as connection,
    ):
        connection.exec_driver_sql(statement)
    assert journal_size(book.session) == size


def test_history_hides_what_the_record_would_hide(book: Book) -> None:
    """Reading history needs the record; hidden records in it are not named."""
    dora = book.user("dora")
    mine, secret = book.account(csm=dora.id), book.account(name="Secret")
    account = book.change(mine, parent_account=secret.id)
    told = history_of(book.as_("dora"), account.number)[1]
    assert [(c.field, c.before, c.after) for c in told if c.field == "parent_account"] == [
        ("parent_account", None, "(hidden)")
    ]
    assert secret.number not in str(told)
    with pytest.raises(NotFound):
        history_of(book.as_("dora"), secret.number)
    full = history_of(book.session, account.number)[1]
    assert full[-1].after == secret.number
    assert full[-1].by == "root"


def test_acting_for_somebody_is_recorded(book: Book) -> None:
    """An admin who acts as another is named beside them."""
    book.user("dora")
    acting = Session(book.session.workspace, "dora", book.session.clock, acting_for="root")
    account = book.account(csm=book.session.actor().id)
    book.change(account, csm=2)
    records.update(acting, account, {"notes": "as dora"})
    last = history_of(book.session, account.number)[1][-1]
    assert (last.by, last.acting_as) == ("root", "dora")


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
        contract = self.book.add(
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


@pytest.mark.parametrize("seed", range(6))
def test_everything_can_be_undone_and_redone(book: Book, seed: int) -> None:
    """Byte-equal: back step by step to the beginning, and forward again to the end."""
    office = Office(book, random.Random(seed))
    for start in (office.do_account, office.do_account, office.do_objective, office.do_engagement):
        start()
    steps = [dump(book.session)]
    batches = journal_size(book.session)[0]
    while len(steps) < 25:
        if office.work():
            made = journal_size(book.session)[0] - batches
            batches += made
            # Some ways to work take two saves; the state between them is not compared.
            steps += [{}] * (made - 1) + [dump(book.session)]
    assert steps[0] != steps[-1]
    for expected in reversed(steps[:-1]):
        undoing.undo(book.session)
        assert expected == {} or dump(book.session) == expected
    for expected in steps[1:]:
        undoing.redo(book.session)
        assert expected == {} or dump(book.session) == expected
    with pytest.raises(NotFound, match="nothing to redo"):
        undoing.redo(book.session)
    undoing.undo(book.session)
    undoing.redo(book.session)
    assert dump(book.session) == steps[-1]


def test_undo_says_what_it_did(book: Book) -> None:
    """Titles, touched types and records, for the line on screen."""
    objective = book.objective(book.account())
    play = book.play(objective)
    book.task(play)
    records.delete(book.session, objective, confirmed=True)
    undone = undoing.undo(book.session)
    assert undone.title == f"Undo: Delete objective {objective.number}"
    assert undone.touched == {"objective", "play", "task"}
    assert {record.number for record in undone.records} >= {objective.number, play.number}
    redone = undoing.redo(book.session)
    assert redone.title == f"Redo: Delete objective {objective.number}"
    again = undoing.undo(book.session)
    assert again.title == f"Undo: Delete objective {objective.number}"
    assert again.undone == redone.batch


def test_a_new_change_ends_the_chance_to_redo(book: Book) -> None:
    """As everywhere: after undoing and doing something else, there is nothing to redo."""
    account = book.account()
    book.change(account, notes="a")
    undoing.undo(book.session)
    book.change(account, name="Other")
    with pytest.raises(NotFound, match="nothing to redo"):
        undoing.redo(book.session)


def test_nothing_to_undo(book: Book) -> None:
    """Somebody who did nothing has nothing to take back."""
    book.user("dora")
    with pytest.raises(NotFound, match="nothing to undo"):
        undoing.undo(book.as_("dora"))


def test_changed_since(book: Book) -> None:
    """What somebody changed since is not overwritten, unless it is forced."""
    dora = book.user("dora")
    account = book.account(csm=dora.id, notes="old")
    mine = records.update(book.as_("dora"), account, {"notes": "mine", "tier": "Growth"})
    book.change(account, notes="theirs")
    with pytest.raises(Refused, match=f"changed again since: {account.number} {account.name}"):
        undoing.undo(book.as_("dora"))
    assert book.again(account).notes == "theirs"
    undoing.undo(book.as_("dora"), mine.batch, force=True)
    again = book.again(account)
    assert (again.notes, again.tier) == ("old", None)


def test_another_field_changed_since_is_kept(book: Book) -> None:
    """Undo takes back its own fields only."""
    dora = book.user("dora")
    account = book.account(csm=dora.id)
    records.update(book.as_("dora"), account, {"notes": "mine"})
    book.change(account, tier="Growth")
    undoing.undo(book.as_("dora"))
    again = book.again(account)
    assert (again.notes, again.tier) == (None, "Growth")


def test_deleted_since(book: Book) -> None:
    """A change of a record that was deleted since is not taken back."""
    dora = book.user("dora")
    objective = book.objective(book.account(csm=dora.id))
    records.update(book.as_("dora"), objective, {"name": "Mine"})
    records.delete(book.session, book.again(objective))
    with pytest.raises(Refused, match="changed again since"):
        undoing.undo(book.as_("dora"))


def test_somebody_elses_batch(book: Book) -> None:
    """Own batches only; an admin takes back anybody's."""
    dora, otto = book.user("dora"), book.user("otto")
    account = book.account(csm=dora.id, account_manager=otto.id)
    saved = records.update(book.as_("dora"), account, {"notes": "x"})
    for batch in (saved.batch, 10**6):
        with pytest.raises(NotFound, match=f"you have no batch {batch}"):
            undoing.undo(book.as_("otto"), batch)
    undoing.undo(book.session, saved.batch)
    assert book.again(account).notes is None
    with pytest.raises(Refused, match="was taken back already"):
        undoing.undo(book.as_("dora"), saved.batch)


def test_rights_lost_since(book: Book) -> None:
    """Who may no longer change such records cannot undo changes of them either."""
    dora = book.user("dora")
    account = book.account(csm=dora.id)
    records.update(book.as_("dora"), account, {"notes": "x"})
    book.change(dora, roles=("viewer",))
    with pytest.raises(Forbidden, match="you hold viewer"):
        undoing.undo(book.as_("dora"))
    assert book.again(account).notes == "x"


def test_a_record_others_build_on_is_not_undone(book: Book) -> None:
    """Undoing a creation never leaves others' work hanging from nothing."""
    dora = book.user("dora")
    account = book.account(csm=dora.id)
    values = {"name": "Goal", "description": "Why", "account": account.id}
    objective = records.create(book.as_("dora"), Objective, values).record
    assert isinstance(objective, Objective)
    kpi = book.outcome(objective)
    with pytest.raises(Refused, match=f"{kpi.number} {kpi.title} was linked to it since"):
        undoing.undo(book.as_("dora"))
    assert book.again(objective).id == objective.id
    records.delete(book.session, kpi)
    undoing.undo(book.as_("dora"))


def test_a_record_does_not_come_back_under_a_deleted_one(book: Book) -> None:
    """Undoing a deletion needs the parent to be there."""
    dora = book.user("dora")
    objective = book.objective(book.account(csm=dora.id))
    kpi = book.outcome(objective)
    records.delete(book.as_("dora"), kpi)
    records.delete(book.session, objective)
    with pytest.raises(Refused, match="refers to a deleted objective"):
        undoing.undo(book.as_("dora"))
    undoing.undo(book.session)
    undoing.undo(book.as_("dora"))
    assert book.again(kpi).id == kpi.id


def test_a_name_taken_since(book: Book) -> None:
    """A deleted product does not come back beside a new one of the same name."""
    product = book.add(Product, name="Suite")
    deleted = records.delete(book.session, product)
    book.add(Product, name="Suite")
    with pytest.raises(Refused, match="holds the same name, number or key by now"):
        undoing.undo(book.session, deleted.batch)
    with book.session.read() as reader:
        assert reader.count(Product) == 1


def test_links_of_several_come_back(book: Book) -> None:
    """Fields that hold several references are unlinked on deletion and linked again by undo."""
    engagement = book.engagement(book.account(csm=1))
    kpis_of = book.objective(book.account())
    first, second = book.outcome(kpis_of), book.outcome(kpis_of)
    play = book.play(kpis_of, applicable_outcomes=(first.id, second.id))
    records.delete(book.session, first)
    assert book.again(play).applicable_outcomes == (second.id,)
    undoing.undo(book.session)
    assert book.again(play).applicable_outcomes == (first.id, second.id)
    case = book.add(
        SuccessCase,
        engagement=engagement.id,
        short_description="x",
        description="y",
        squad=(1,),
    )
    undoing.undo(book.session)
    undoing.redo(book.session)
    assert book.again(case).squad == (1,)


def test_undo_with_a_work_note(book: Book) -> None:
    """A note that came with a change goes with it."""
    task = book.task(book.objective(book.account()))
    records.update(book.session, task, {"title": "Other"}, note="Because")
    before = dump(book.session)
    undoing.undo(book.session)
    assert dump(book.session)["work_note"] == {}
    undoing.redo(book.session)
    assert dump(book.session) == before


def test_the_founder_has_no_account(book: Book) -> None:
    """What made the workspace belongs to no user and is nobody's to undo."""
    with pytest.raises(NotFound, match="nothing to undo"):
        undoing.undo(book.session)
    nobody = Actor(0, "founder", "Founder", frozenset(), None)
    assert nobody.oversees(1)
    with book.session.read() as reader:
        assert reader.count(User) == 1
