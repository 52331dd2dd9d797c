"""Objectives, outcomes, plays and tasks driven at random against a model of lifecycles.md.

The model below is written from C1 and C2 of the document, and knows nothing of the program's
tables: states, progress, closing information, open children, cascades, reopening, undo and redo.
"""

from __future__ import annotations

import copy
import shutil
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
from successtui.domain.errors import NotFound, Refused
from successtui.records import Objective, Outcome, Play, Record, Task
from successtui.records.picklists import Progress
from successtui.services import records, undoing
from successtui.services.session import Session
from successtui.store.workspace import Workspace
from tests.pg import TODAY
from tests.services.lifecycle_model import DRIVEN, ENDED, STATES, Item, Key, Model
from tests.worlds import Book, move_state

TYPES: dict[str, type[Record]] = {
    "objective": Objective,
    "outcome": Outcome,
    "play": Play,
    "task": Task,
}
MADE_AT_START = 2


class Lifecycles(RuleBasedStateMachine):
    """Drives the real services and the model side by side."""

    fresh: Path
    workspace: Workspace

    def __init__(self) -> None:
        super().__init__()
        # The workspace stays, with all the statements it has compiled; only its file is fresh.
        assert self.workspace.file is not None
        shutil.copy(self.fresh, self.workspace.file)
        self.session = Session(self.workspace, "root", Clock(TODAY))
        self.book = Book(self.session)
        self.model = Model()
        self.done: list[Model] = []
        self.undone: list[Model] = []

    def teardown(self) -> None:
        self.workspace.close()

    @initialize()
    def start(self) -> None:
        self.account = self.book.account()
        objective = self.book.objective(self.account)
        self._happened(("objective", objective.id), Item("objective"))
        play = self.book.play(objective)
        self._happened(("play", play.id), Item("play", ("objective", objective.id)))

    def _happened(self, key: Key, item: Item) -> None:
        self._remember()
        self.model.items[key] = item

    def _remember(self) -> None:
        self.done.append(copy.deepcopy(self.model))
        self.undone.clear()

    def _pick(self, data: st.DataObject, *types: str) -> Key:
        return data.draw(st.sampled_from([k for k in self.model.items if k[0] in types]))

    def _record(self, key: Key) -> Record:
        return records.get(self.session, TYPES[key[0]], key[1])

    @rule()
    @precondition(lambda self: sum(k[0] == "objective" for k in self.model.items) < 3)
    def add_objective(self) -> None:
        self._happened(("objective", self.book.objective(self.account).id), Item("objective"))

    @rule(data=st.data())
    @precondition(lambda self: len(self.model.items) < 14)
    def add_child(self, data: st.DataObject) -> None:
        """Nothing new is made under a record that has ended."""
        parent = self._pick(data, "objective", "play")
        kind = (
            "task"
            if parent[0] == "play"
            else data.draw(st.sampled_from(["outcome", "play", "task"]))
        )
        toward = None
        values: dict[str, Any] = {}
        if kind == "play":
            kpis = [k[1] for k in self.model.items if k[0] == "outcome"]
            ours = [k for k in kpis if self.model.items["outcome", k].parent == parent]
            toward = data.draw(st.sampled_from([None, *ours]))
            values = {"primary_outcome": toward}
        above: Any = self._record(parent)
        make = getattr(self.book, kind)
        if not self.model.items[parent].open:
            with pytest.raises(Refused, match="reopen it first"):
                make(above, **values)
            return
        self._happened((kind, make(above, **values).id), Item(kind, parent, toward))

    @rule(
        data=st.data(),
        new=st.sampled_from(STATES),
        code=st.sampled_from([None, None, "Achieved", "Missed", "Canceled"]),
        notes=st.booleans(),
        confirmed=st.booleans(),
    )
    def move(
        self, data: st.DataObject, new: str, code: str | None, notes: bool, confirmed: bool
    ) -> None:
        """C1 and C2 with their guards G1 to G5 and effect E2."""
        key = self._pick(data, *TYPES)
        item = self.model.items[key]
        impossible = new == ("Paused" if key[0] == "objective" else "Define")
        if new == item.state or impossible:
            return
        obstacle = self.model.obstacle(key, new, code, notes, confirmed)
        record = self._record(key)

        def do() -> None:
            move_state(
                self.session,
                record,
                new,
                code=code if new in ENDED else None,
                notes="Agreed" if notes and new in ENDED else "",
                confirmed=confirmed,
            )

        if obstacle is not None:
            with pytest.raises(obstacle):
                do()
            return
        do()
        self._remember()
        self.model.move(key, new, code)

    @rule(data=st.data(), progress=st.sampled_from([p.value for p in Progress]))
    def set_progress(self, data: st.DataObject, progress: str) -> None:
        """Progress alone, or progress that drives the state back the same way."""
        key = self._pick(data, *TYPES)
        item = self.model.items[key]
        if progress == item.progress:
            return
        record = self._record(key)
        change = {"progress": Progress(progress)}
        if self.model.fits(key, progress):
            records.update(self.session, record, change)
            self._remember()
            item.progress = progress
            return
        new = DRIVEN[progress]
        if key[0] == "objective" and new == "Paused":
            new = "In progress"
        obstacle = self.model.obstacle(key, new, None, False, False)
        if obstacle is not None:
            with pytest.raises(obstacle):
                records.update(self.session, record, change)
            return
        records.update(self.session, record, change)
        self._remember()
        self.model.move(key, new, None, progress)

    @rule()
    @precondition(lambda self: len(self.done) > MADE_AT_START)
    def undo(self) -> None:
        """Every step is one undo step."""
        undoing.undo(self.session)
        self.undone.append(self.model)
        self.model = self.done.pop()

    @rule()
    def redo(self) -> None:
        """What was undone comes back, unless something new was done since."""
        if not self.undone:
            with pytest.raises(NotFound, match="nothing to redo"):
                undoing.redo(self.session)
            return
        undoing.redo(self.session)
        self.done.append(self.model)
        self.model = self.undone.pop()

    @invariant()
    def stored_as_modelled(self) -> None:
        """State, progress, closure and existence of every record are those of the model."""
        with self.session.read() as reader:
            stored = {
                (name, r.id): r.values() for name, cls in TYPES.items() for r in reader.all(cls)
            }
        assert set(stored) == set(self.model.items)
        for key, item in self.model.items.items():
            values = stored[key]
            assert (values["state"], values["progress"], values["closure_code"]) == (
                item.state,
                item.progress,
                item.code,
            ), key
            assert (values["closed_at"] is None) == item.open, key
            assert (values["closed_by"] is None) == item.open, key


def test_lifecycles(sqlite_model: Path, tmp_path: Path) -> None:
    """C1, C2, progress coupling, G1 to G5, E2; undo and redo of each of them."""

    path = tmp_path / "machine.db"
    shutil.copy(sqlite_model, path)

    class Here(Lifecycles):
        fresh = sqlite_model
        workspace = Workspace(path)

    effort = settings(max_examples=25, stateful_step_count=30)
    run_state_machine_as_test(Here, settings=effort)
