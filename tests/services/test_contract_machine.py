"""Contracts driven at random against the model of C5, the calendar included."""

from __future__ import annotations

import copy
import shutil
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from successtui.domain.clock import Clock
from successtui.domain.errors import Invalid
from successtui.records import Contract, Engagement, EngagementContract, RenewalEvent
from successtui.records.picklists import Role
from successtui.services import acting, nightly, records, undoing
from successtui.services.session import Session
from successtui.store.workspace import Workspace
from tests.pg import TODAY
from tests.services.contract_model import EVENTS, STATES, SUBSTATES, Given, ModelContract
from tests.worlds import Book, picked

NEAR = st.integers(-40, 400).map(lambda days: TODAY + timedelta(days=days))
MAYBE_NEAR = st.none() | NEAR


class Contracts(RuleBasedStateMachine):
    """Drives the real services and the model side by side, day after day."""

    fresh: Path
    workspace: Workspace

    def __init__(self) -> None:
        super().__init__()
        assert self.workspace.file is not None
        shutil.copy(self.fresh, self.workspace.file)
        self.today = TODAY
        self.before: ModelContract | None = None

    def teardown(self) -> None:
        self.workspace.close()

    def session(self, username: str) -> Session:
        return Session(self.workspace, username, Clock(self.today))

    @initialize(
        data=st.data(),
        fresh_draft=st.booleans(),
        start=st.integers(-400, 30),
        length=st.none() | st.integers(0, 420),
    )
    def bring(self, data: st.DataObject, fresh_draft: bool, start: int, length: int | None) -> None:
        """A new draft by a person; or, as imports may bring it, a contract in any state."""
        book = Book(self.session("root"))
        manager = book.user("mia", Role.MANAGER.value)
        agent = book.user("dora", manager=manager.id)
        account = book.account(csm=agent.id)
        self.engagement = book.engagement(account, csm=agent.id)
        begins = TODAY + timedelta(days=start)
        ends = None if length is None else begins + timedelta(days=length)
        state, substate = "Draft", None
        if not fresh_draft:
            state = data.draw(st.sampled_from(STATES))
            substate = data.draw(st.sampled_from(SUBSTATES))
        values: dict[str, Any] = {
            "account": account.id,
            "name": "Main",
            "start_date": begins,
            "end_date": ends,
            "value": Decimal(1000),
        }
        if fresh_draft:
            made = records.create(self.session("dora"), Contract, values).record
        else:
            values["state"] = picked(Contract, "state", state)
            values["substate"] = picked(Contract, "substate", substate) if substate else None
            made = book.brought(Contract, **values)
        self.id = made.id
        book.add(EngagementContract, engagement=self.engagement.id, contract=self.id)
        self.model = ModelContract(state, substate, begins, ends, Decimal(1000))

    @rule(
        event=st.sampled_from(EVENTS),
        manager=st.booleans(),
        start=MAYBE_NEAR,
        end=MAYBE_NEAR,
        value=st.none() | st.integers(1, 3).map(lambda n: Decimal(500 * n)),
        dry=st.booleans(),
    )
    def happens(
        self,
        event: str,
        manager: bool,
        start: date | None,
        end: date | None,
        value: Decimal | None,
        dry: bool,
    ) -> None:
        """C5: every event, possible or not, by an agent or a manager."""
        given = Given()
        if "renewal" in event and event[0] == "s":
            given = Given(renewal_start=start, renewal_end=end)
            given.adjustment_percentage = None if value is None else value / 100
        elif "extension" in event and event[0] == "s":
            given = Given(renewal_end=end)
        elif event == "approve-extension":
            given = Given(end_date=end)
        elif event == "adjust":
            given = Given(end_date=end, value=value)
        values = {name: v for name, v in given.__dict__.items() if v is not None}
        session = self.session("mia" if manager else "dora")
        record = self.stored()
        after = copy.deepcopy(self.model)
        obstacle = after.happens(event, given, manager, self.today)

        def do() -> None:
            acting.act(session, record, event, values, confirmed=True, dry_run=dry)

        if obstacle is not None:
            with pytest.raises(obstacle):
                do()
            return
        do()
        if not dry:
            self.before, self.model = self.model, after
            self.by = session.username

    @rule(data=st.data(), start=MAYBE_NEAR)
    def goes_on(self, data: st.DataObject, start: date | None) -> None:
        """One of the events that are possible now, so that long stories are told as well."""
        given = Given(renewal_start=start)
        possible = []
        for event in EVENTS:
            if event in ("cancel", "adjust", "withdraw"):
                continue
            told = given if event.endswith("t-renewal") and event[0] == "s" else Given()
            after = copy.deepcopy(self.model)
            if after.happens(event, told, True, self.today) is None:
                possible.append((event, told, after))
        if not possible:
            return
        event, told, after = data.draw(st.sampled_from(possible))
        values = {} if told.renewal_start is None else {"renewal_start": told.renewal_start}
        acting.act(self.session("mia"), self.stored(), event, values)
        self.before, self.model, self.by = self.model, after, "mia"

    @rule(short=st.sampled_from(["approve", "reject"]))
    def decide_whatever_it_is(self, short: str) -> None:
        """`approve` and `reject` mean the review that the contract is in."""
        kinds = ("-new", "-renewal", "-extension")
        for kind in kinds:
            after = copy.deepcopy(self.model)
            if after.happens(f"{short}{kind}", Given(), True, self.today) is None:
                break
        else:
            return
        acting.act(self.session("mia"), self.stored(), short, {})
        self.before, self.model, self.by = self.model, after, "mia"

    @rule(
        field=st.sampled_from(["state", "substate", "end_date", "value", "renewal_start"]),
        day=NEAR,
    )
    def edit_by_hand(self, field: str, day: date) -> None:
        """State and substate never; dates and money only of a draft."""
        value: Any = {"end_date": day, "renewal_start": day, "value": Decimal(7)}.get(field)
        if field == "state":
            value = picked(Contract, "state", "Active")
        if field == "substate":
            value = picked(Contract, "substate", "Approved")
        record = self.stored()
        if record[field] == value:
            return
        misordered = field == "end_date" and day < self.model.start
        ends = self.model.renewal_end
        misordered |= field == "renewal_start" and ends is not None and ends < day
        locked = self.model.state != "Draft" or field in ("state", "substate")
        if locked or misordered:
            with pytest.raises(Invalid):
                records.update(self.session("mia"), record, {field: value})
            return
        records.update(self.session("mia"), record, {field: value})
        self.before = None
        name = {"end_date": "end", "renewal_start": "renewal_start", "value": "value"}[field]
        setattr(self.model, name, value)

    @rule(days=st.integers(1, 200))
    def days_go_by(self, days: int) -> None:
        self.today += timedelta(days=days)
        self.before = None

    @rule(username=st.sampled_from(["dora", "mia"]))
    def night(self, username: str) -> None:
        """Date-driven transitions: what a dry run tells is what is done, and once is enough."""
        session = self.session(username)
        told = nightly.run_nightly(session, dry_run=True)
        after = copy.deepcopy(self.model)
        after.nightly(self.today)
        done = nightly.run_nightly(session)
        assert done.lines == told.lines
        assert bool(done.lines) == (after != self.model)
        assert told.batch is None
        assert (done.batch is not None) == bool(done.lines)
        again = nightly.run_nightly(session)
        assert (again.lines, again.batch) == ((), None)
        if done.lines:
            self.before, self.model, self.by = self.model, after, username

    @rule()
    @precondition(lambda self: self.before is not None)
    def undo(self) -> None:
        """Every event and every night is one undo step, renewal events included."""
        undoing.undo(self.session(self.by))
        assert self.before is not None
        self.model, self.before = self.before, None

    def stored(self) -> Contract:
        return records.get(self.session("root"), Contract, self.id)

    @invariant()
    def stored_as_modelled(self) -> None:
        if not hasattr(self, "model"):
            return
        model, contract = self.model, self.stored()
        assert (contract.state, contract.substate, contract.review_kind) == (
            model.state,
            model.substate,
            model.kind,
        )
        assert (contract.start_date, contract.end_date, contract.value) == (
            model.start,
            model.end,
            model.value,
        )
        assert (contract.renewal_start, contract.renewal_end) == (
            model.renewal_start,
            model.renewal_end,
        )
        assert contract.renewal_finalized_on == model.finalized_on
        with self.session("root").read() as reader:
            events = {(str(e.outcome), e.finalized_on) for e in reader.all(RenewalEvent)}
            assert events == model.events
            engagement = reader.require(Engagement, self.engagement.id)
        assert engagement.renewal_date == model.in_force_until


def test_contracts(sqlite_model: Path, tmp_path: Path) -> None:
    """C5: state and substate, verdicts and their log, renewal dates, the calendar, undo."""
    path = tmp_path / "machine.db"
    shutil.copy(sqlite_model, path)

    class Here(Contracts):
        fresh = sqlite_model
        workspace = Workspace(path)

    effort = settings(max_examples=12, stateful_step_count=30)
    run_state_machine_as_test(Here, settings=effort)
