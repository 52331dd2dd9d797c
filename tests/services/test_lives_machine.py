"""Every other lifecycle driven at random against its model: by action and by editing the state."""

from __future__ import annotations

import copy
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

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
from successtui.domain.errors import Forbidden, NeedsConfirmation, Refused
from successtui.domain.lifecycle import state_field
from successtui.records import REGISTRY, Engagement, Play, Record, Task
from successtui.records.picklists import Role
from successtui.services import acting, records, undoing
from successtui.services.session import Session
from successtui.store.workspace import Workspace
from tests.pg import TODAY
from tests.services.lives_model import ENDED, LIVES, STAGES, Standing
from tests.worlds import Book, picked

CODES = {
    "risk_signal": ["Mitigated", "Accepted", "Canceled"],
    "": ["Achieved", "Partially achieved", "Missed", "Canceled"],
}
SAID = {"short_description": "It", "description": "It is so"}


class Lives(RuleBasedStateMachine):
    """Drives one record of one type, what hangs from it, and the engagement above it."""

    name: ClassVar[str]
    fresh: Path
    workspace: Workspace

    def __init__(self) -> None:
        super().__init__()
        assert self.workspace.file is not None
        shutil.copy(self.fresh, self.workspace.file)
        self.book = Book(self.session("root"))
        self.past: list[tuple[str, Standing]] = []

    def teardown(self) -> None:
        self.workspace.close()

    def session(self, username: str) -> Session:
        return Session(self.workspace, username, Clock(TODAY))

    @initialize()
    def begin(self) -> None:
        manager = self.book.user("mia", Role.MANAGER.value)
        agent = self.book.user("dora", manager=manager.id)
        account = self.book.account(csm=agent.id, account_manager=manager.id)
        self.engagement = self.book.engagement(account, csm=agent.id)
        self.record = self._made(account)
        life = LIVES[self.name]
        field = state_field(self.name)
        self.model = Standing(life, str(self.record[field]))

    def _made(self, account: Any) -> Record:
        cls = REGISTRY[self.name]
        on: dict[str, Any] = {"engagement": self.engagement.id}
        match self.name:
            case "engagement":
                return self.engagement
            case "plan":
                return self.book.plan(account)
            case "success_case" | "internal_play":
                return self.book.add(cls, **on, **SAID)
            case "touchpoint":
                return self.book.add(cls, **on, subject="Call")
            case "risk_signal":
                low = picked(cls, "probability", "Low")
                return self.book.add(cls, **on, **SAID, probability=low)
            case "escalation" | "opportunity":
                return self.book.add(cls, account=account.id)
            case "definition_record":
                category = next(iter(cls.declaration.fields["category"].kind.choices))  # type: ignore[attr-defined]
                return self.book.add(cls, title="Kick-off", category=category)
            case "launcher_notifier":
                play: Play = self.book.play(self.book.objective(account))
                return self.book.add(cls, play=play.id, started_at=datetime(2026, 3, 4, tzinfo=UTC))
            case _:
                call = self.book.add(REGISTRY["touchpoint"], **on, subject="Call")
                return self.book.add(cls, touchpoint=call.id, text="Send it")

    def _who(self, manager: bool) -> str:
        if self.model.life.admins:
            return "root"
        return "mia" if manager else "dora"

    def _expect(self, obstacle: type[Exception] | None, do: Any, after: Standing, who: str) -> None:
        if obstacle is None:
            do()
            self.past.append((who, self.model))
            self.model = after
            return
        with pytest.raises(obstacle) as refused:
            do()
        asked = isinstance(refused.value, NeedsConfirmation)
        assert asked == (obstacle is NeedsConfirmation)

    def _closing(self, code: str | None, notes: str | None) -> dict[str, Any]:
        values: dict[str, Any] = {}
        if self.model.life.closes != "no":
            if code is not None:
                values["closure_code"] = picked(REGISTRY[self.name], "closure_code", code)
            if notes is not None:
                values["close_notes"] = notes
        return values

    @rule(
        data=st.data(),
        manager=st.booleans(),
        notes=st.sampled_from([None, "Agreed"]),
        children=st.sampled_from([None, "close", "cancel"]),
        sure=st.booleans(),
        dry=st.integers(0, 4).map(lambda n: n == 0),
    )
    def acts(
        self,
        data: st.DataObject,
        manager: bool,
        notes: str | None,
        children: str | None,
        sure: bool,
        dry: bool,
    ) -> None:
        """Any action, possible or not; a dry run refuses the same and changes nothing."""
        action = data.draw(st.sampled_from(sorted(self.model.life.acts)))
        goal = self.model.life.acts[action][0]
        code = None
        if goal in ENDED:
            code = data.draw(st.sampled_from([None, *CODES.get(self.name, CODES[""])]))
        else:
            notes = None
        after = copy.deepcopy(self.model)
        obstacle = after.act(action, manager, code, notes, children, sure=sure or dry)
        who = self._who(manager)
        values = self._closing(code, notes)

        def do() -> None:
            acting.act(
                self.session(who),
                self.record,
                action,
                values,
                children=children or "",
                confirmed=sure,
                dry_run=dry,
            )

        if dry and obstacle is None:
            do()
            return
        self._expect(obstacle, do, after, who)

    @rule(data=st.data(), manager=st.booleans(), notes=st.booleans(), sure=st.booleans())
    def edits_state(self, data: st.DataObject, manager: bool, notes: bool, sure: bool) -> None:
        """Setting the state by hand meets the same guards."""
        goal = data.draw(st.sampled_from(sorted(self.model.life.graph)))
        if goal == self.model.state:
            return
        code = None
        if goal in ENDED:
            code = data.draw(st.sampled_from([None, *CODES.get(self.name, CODES[""])]))
        said = "Agreed" if notes and goal in ENDED else None
        after = copy.deepcopy(self.model)
        who = self._who(manager)
        obstacle = after.enter(goal, code, said, sure, None)
        if self.name == "escalation" and not manager and self.model.state != "Escalated":
            obstacle = Forbidden
        field = state_field(self.name)
        values = {field: picked(REGISTRY[self.name], field, goal), **self._closing(code, said)}

        def do() -> None:
            records.update(self.session(who), self.stored(), values, confirmed=sure)

        self._expect(obstacle, do, after, who)

    @rule()
    @precondition(lambda self: self.model.life.tasks and len(self.model.tasks) < 3)
    def begins_task(self) -> None:
        """Nothing new is begun below what has ended."""
        if self.model.state in ENDED:
            with pytest.raises(Refused, match="reopen it first"):
                self.book.task(self.stored())
            return
        self.book.task(self.stored())
        self.model.tasks.append("New")
        self.past.clear()

    @rule()
    @precondition(lambda self: self.model.life.under)
    def engagement_ends_or_goes_on(self) -> None:
        goal = "In progress" if self.model.above in ENDED else "Canceled"
        self.book.move(self.engagement, goal)
        self.model.above = goal
        self.past.clear()

    @rule(stage=st.sampled_from(sorted(STAGES)), sure=st.booleans(), by_name=st.booleans())
    @precondition(lambda self: self.name == "engagement")
    def goes_to_stage(self, stage: str, sure: bool, by_name: bool) -> None:
        """C3: the stage has a graph of its own; a lost customer is won back only when confirmed."""
        after = copy.deepcopy(self.model)
        after.stage = stage
        before = self.model.stage
        if stage == before or (by_name and stage == "Initial onboarding"):
            return
        obstacle: type[Exception] | None = None if stage in STAGES[before] else Refused
        if obstacle is None and before == "Lost" and not sure:
            obstacle = NeedsConfirmation
        session = self.session("dora")

        def do() -> None:
            if by_name:
                name = f"stage-{stage.lower()}"
                acting.act(session, self.record, name, {}, confirmed=sure)
            else:
                change = {"stage": picked(Engagement, "stage", stage)}
                records.update(session, self.stored(), change, confirmed=sure)

        self._expect(obstacle, do, after, "dora")

    @rule()
    @precondition(lambda self: self.past)
    def undo(self) -> None:
        """Every action is one undo step, cascades included."""
        who, before = self.past.pop()
        undoing.undo(self.session(who))
        self.model = before
        self.past.clear()

    def stored(self) -> Record:
        return records.get(self.session("root"), type(self.record), self.record.id)

    @invariant()
    def stored_as_modelled(self) -> None:
        if not hasattr(self, "model"):
            return
        stored, model = self.stored(), self.model
        values = stored.values()
        assert values[state_field(self.name)] == model.state
        if model.life.closes != "no":
            assert values["closure_code"] == model.code
            assert (values["closed_at"] is not None) == (model.state in ENDED)
        if model.life.progress:
            assert values["progress"] == model.progress
        if self.name == "engagement":
            assert values["stage"] == model.stage
        if self.name == "opportunity":
            closed = model.state.startswith("Closed")
            assert values["actual_closed_date"] == (TODAY if closed else None)
        if model.life.tasks:
            with self.session("root").read() as reader:
                tasks = reader.all(Task, order=("number",))
            assert [task.state for task in tasks] == model.tasks


@pytest.mark.parametrize("record_type", sorted(LIVES))
def test_lives(record_type: str, sqlite_model: Path, tmp_path: Path) -> None:
    """C1, C3, C4, C6: transitions, guards G1 to G3, cascades, reopening, stages, rights, undo."""
    path = tmp_path / "machine.db"
    shutil.copy(sqlite_model, path)

    class Here(Lives):
        name = record_type
        fresh = sqlite_model
        workspace = Workspace(path)

    many = 12 if LIVES[record_type].tasks or record_type == "engagement" else 6
    effort = settings(max_examples=many, stateful_step_count=20)
    run_state_machine_as_test(Here, settings=effort)
