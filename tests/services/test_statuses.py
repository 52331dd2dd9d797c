"""Statuses an admin defines: each belongs to a state, and choosing one sets it (R001-18)."""

from __future__ import annotations

from typing import Any

import pytest

from successtui.domain.errors import Forbidden, Invalid, Refused
from successtui.domain.lifecycle_statuses import (
    Status,
    check_entries,
    labels,
    plain_entry,
    read_entry,
    write_entry,
)
from successtui.records import Objective, PicklistValues, Task
from successtui.records.picklists import ClosureCode, GoalState, Progress
from successtui.services import acting, records
from successtui.services.house import picklist
from successtui.services.statuses import statuses
from tests.worlds import Book

ENTRIES = ("Shaping = define", "Steady = In progress", "Slow = In progress", "Won = Closed", "Free")


@pytest.fixture
def house(book: Book) -> Book:
    """A house whose admin has defined statuses of objectives."""
    book.add(PicklistValues, name="objective_status", entries=ENTRIES)
    return book


def objective(book: Book, **values: Any) -> Objective:
    return book.objective(book.account(), **values)


def test_what_an_admin_writes(house: Book) -> None:
    """R001-18: label = state; people and queries know the labels alone."""
    with house.session.read() as reader:
        stored = reader.by_key(PicklistValues, "objective_status")
        assert stored is not None
        assert stored.entries[0] == "Shaping = Define"
        assert picklist(reader, "objective_status") == ("Shaping", "Steady", "Slow", "Won", "Free")
        assert statuses(reader, "objective")[3] == Status("Won", "Closed")
        assert statuses(reader, "task") == ()
        assert statuses(reader, "account") == ()


def test_only_admins_define_them(house: Book) -> None:
    """R001-18: the lists of statuses and categories are an admin's to configure."""
    house.user("dora")
    for name in ("objective_status", "objective_category"):
        with pytest.raises(Forbidden, match="you need the role admin"):
            records.create(house.as_("dora"), PicklistValues, {"name": name, "entries": ("A",)})


def test_choosing_a_status_sets_its_state(house: Book) -> None:
    """R001-18, C2: with its progress, in whatever case it is typed."""
    made = objective(house)
    shaped = house.change(made, status="shaping")
    assert (shaped.status, shaped.state, shaped.progress) == ("Shaping", "Define", "Not Started")
    steady = house.change(made, status="Steady")
    assert (steady.state, steady.progress) == ("In progress", "On-Track")
    assert house.change(made, status="Slow").state == "In progress"
    assert house.change(made, status="Free").state == "In progress"
    assert objective(house, status="Steady").state == "In progress"


def test_the_guards_of_the_state_hold(house: Book) -> None:
    """C2: a status is no way around closing information and open children."""
    made = objective(house)
    task = house.task(made)
    with pytest.raises(Invalid, match="closing needs a closure code"):
        house.change(made, status="Won")
    said = {"closure_code": ClosureCode.ACHIEVED, "close_notes": "Done"}
    with pytest.raises(Refused, match="still has 1 open"):
        house.change(made, status="Won", **said)
    house.move(task, "Closed")
    won = house.change(made, status="Won", **said)
    assert (won.state, won.status, won.progress) == ("Closed", "Won", "Completed")
    with pytest.raises(Invalid, match="cannot go from Closed to Define"):
        house.change(made, status="Shaping")


def test_a_state_that_contradicts_replaces_or_clears_it(house: Book) -> None:
    """R001-18: by the one label of the new state; with several or none it is cleared."""
    made = objective(house, status="Shaping")
    acting.act(house.session, made, "start", {})
    assert house.again(made).status is None
    house.change(made, status="Slow")
    assert house.move(made, "Define").status == "Shaping"
    assert house.change(made, progress=Progress.AT_RISK).status is None
    house.change(made, status="Free")
    assert house.move(made, "Closed", "Missed").status == "Free"


def test_status_and_state_at_once_must_agree(house: Book) -> None:
    """R001-18: one label, one state."""
    made = objective(house)
    with pytest.raises(Invalid, match="'Shaping' belongs to Define, not to In progress"):
        house.change(made, status="Shaping", state=GoalState.IN_PROGRESS)
    with pytest.raises(Invalid, match="progress At Risk does not fit state Define"):
        house.change(made, status="Shaping", progress=Progress.AT_RISK)
    running = house.move(objective(house), "In progress")
    with pytest.raises(Invalid, match="'Steady' belongs to In progress, not to New"):
        house.change(running, status="Steady", progress=Progress.NOT_STARTED)
    both = house.change(made, status="Shaping", state=GoalState.DEFINE)
    assert (both.status, both.state) == ("Shaping", "Define")


def test_a_cascade_takes_the_status_along(book: Book) -> None:
    """G5: what is canceled along does not keep a status of open work."""
    book.add(PicklistValues, name="task_status", entries=("Waiting = Paused", "Off = Canceled"))
    made = objective(book)
    task: Task = book.task(made, status="Waiting")
    assert (task.state, task.progress) == ("Paused", "Paused")
    book.move(made, "Canceled", confirmed=True)
    assert book.again(task).status == "Off"


def test_history_brings_its_own(book: Book) -> None:
    """Imports: an unknown status is added with the state of its record; nothing is moved."""
    account = book.account()
    values = {"name": "O", "description": "Why", "account": account.id, "status": "Late"}
    made = book.brought(Objective, **values, state=GoalState.IN_PROGRESS)
    assert (made.status, made.state) == ("Late", "In progress")
    with book.session.read() as reader:
        assert statuses(reader, "objective") == (Status("Late", "In progress"),)
    odd = book.brought(Objective, **values, state=GoalState.DEFINE)
    assert (odd.status, odd.state) == ("Late", "Define")


@pytest.mark.parametrize(
    ("entries", "complaint"),
    [
        (("A = Paused",), "'Paused' is no state; 'A' can belong to: New, Define, In progress"),
        (("A", "a = New"), "'a' stands there twice"),
        (("= New",), "'= New' has no label"),
    ],
)
def test_lists_that_cannot_be(book: Book, entries: tuple[str, ...], complaint: str) -> None:
    """R001-18: one line says which entry, and what it could be."""
    with pytest.raises(Invalid, match=complaint):
        book.add(PicklistValues, name="objective_status", entries=entries)


def test_a_label_without_a_state_is_said(book: Book) -> None:
    """It is allowed, and leaves the state alone."""
    said = records.create(
        book.session, PicklistValues, {"name": "play_status", "entries": ("Idle", "On = New")}
    )
    assert said.notices == (
        "'Idle' belongs to no state; to make it set one, write: Idle = In progress",
    )


def test_entries_as_text() -> None:
    """What is written is read back, labels with an equals sign included."""
    for status in (Status("A", "New"), Status("A"), Status("a = b", "New"), Status("a = b")):
        assert read_entry(write_entry(status)) == status
    assert plain_entry("objective_status", "a = b") == "a = b ="
    assert plain_entry("tier", "a = b") == "a = b"
    assert labels("tier", ("a = b",)) == ("a = b",)
    assert check_entries("task_status", ("W=paused",)) == ("W = Paused",)
