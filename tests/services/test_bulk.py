"""Bulk work: exactly the marked records, shown before it happens, one undo step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from successtui.domain.errors import BadCall, Conflict, Invalid, Refused
from successtui.records import Account, Objective, Play, Record, Role, Task
from successtui.services import bulk, undoing
from successtui.services.bulk import (
    Assign,
    BulkChange,
    Cancel,
    Close,
    Delete,
    Edit,
    Members,
    assignable,
    editable,
    member_fields,
    working,
)
from successtui.services.listing import ListRequest, first_ids, list_ids
from successtui.services.records import update
from successtui.services.session import Session
from tests.services.office import dump
from tests.worlds import Book, picked

HIGH = Edit({"priority": "high"})
CHANGES: tuple[BulkChange, ...] = (
    HIGH,
    Edit({"due_date": "2026-05-01", "title": "Same"}),
    Edit({}, frozenset({"due_date"})),
    Assign("root"),
    Close(notes="Done"),
    Cancel(),
)


def do(session: Session, cls: type[Record], ids: Sequence[int], change: BulkChange) -> int:
    """Previews and applies a change nobody refuses; how many records it changed."""
    seen = bulk.preview(session, cls, ids, change)
    return bulk.apply(session, cls, seen, change).changed


def values(session: Session, cls: type[Record], name: str) -> dict[int, Any]:
    """A field of every record of a type, by id."""
    ids = list_ids(session, ListRequest(cls, templates=None))
    with session.read() as reader:
        return {i: record[name] for i, record in reader.rows(cls, ids).items()}


def tasks(book: Book, count: int, **given: Any) -> list[int]:
    """Ids of new tasks of one account."""
    account = book.account()
    return [book.task(account, title=f"Task {n}", **given).id for n in range(count)]


def test_marks_hidden_by_a_filter_are_changed_and_what_is_shown_is_not(book: Book) -> None:
    """espocrm#2598: what is marked stays what is changed, whatever is filtered meanwhile."""
    low = tasks(book, 3, priority=picked(Task, "priority", "Low"))
    shown = tasks(book, 3, priority=picked(Task, "priority", "Medium"))
    marked = low[:2]
    assert set(list_ids(book.session, ListRequest(Task, "priority:medium"))) == set(shown)
    assert do(book.session, Task, marked, HIGH) == 2
    now = values(book.session, Task, "priority")
    assert {i for i, value in now.items() if value == "High"} == set(marked)


def test_all_means_the_list_that_is_shown_and_undo_takes_it_back(book: Book) -> None:
    """netbox#345: 50 were meant and 310 changed. All of a filtered list are its own ids, the
    preview counts them first, and one undo puts every one of them back."""
    tasks(book, 7, priority=picked(Task, "priority", "Low"))
    meant = tasks(book, 4, priority=picked(Task, "priority", "Medium"))
    before = dump(book.session)
    everything = list_ids(book.session, ListRequest(Task, "priority:medium"))
    seen = bulk.preview(book.session, Task, everything, HIGH)
    assert (seen.changing, set(seen.ids)) == (len(meant), set(meant))
    done = bulk.apply(book.session, Task, seen, HIGH)
    undone = undoing.undo(book.session)
    assert undone.undone == done.batch
    assert dump(book.session) == before


def test_marks_survive_paging_and_sorting(book: Book) -> None:
    """SuiteCRM#3330: marks made on several pages and orders are all kept, and are all that is
    changed."""
    everything = tasks(book, 9)
    pages = [
        first_ids(book.session, ListRequest(Task, order=order), 3)
        for order in (("number",), ("-number",), ("title",))
    ]
    marked = [pages[0][0], pages[1][0], pages[2][2]]
    assert do(book.session, Task, marked, HIGH) == len(set(marked))
    now = values(book.session, Task, "priority")
    assert {i for i in everything if now[i] == "High"} == set(marked)


def test_an_empty_line_of_the_form_blanks_nothing(book: Book) -> None:
    ids = tasks(book, 2, start_date=None, due_date=None, description="Keep me")
    change = Edit({"priority": "high", "description": "", "due_date": "  "})
    do(book.session, Task, ids, change)
    assert set(values(book.session, Task, "description").values()) == {"Keep me"}
    with pytest.raises(BadCall, match="no field has a value"):
        bulk.preview(book.session, Task, ids, Edit({"description": " "}))
    emptied = Edit({}, frozenset({"priority"}))
    assert do(book.session, Task, ids, emptied) == 2
    assert set(values(book.session, Task, "priority").values()) == {None}


def test_the_preview_shows_each_change_and_stores_nothing(book: Book) -> None:
    one, other = tasks(book, 2)
    book.change(book.again(_task(book, other)), priority=picked(Task, "priority", "High"))
    before = dump(book.session)
    seen = bulk.preview(book.session, Task, [other, one, one], HIGH)
    assert dump(book.session) == before
    assert seen.ids == (other, one)
    assert [(li.record_id, li.field, li.before, li.after) for li in seen.lines] == [
        (one, "priority", "Medium", "High")
    ]
    assert (seen.lines[0].number, seen.lines[0].caption) == ("TSK0000001", "Task 0")
    assert (seen.unchanged, seen.refused, seen.effects) == (1, (), ())
    assert undoing.undo(book.session).title == "Undo: Edit task TSK0000002"


def test_closing_takes_one_note_for_all(book: Book) -> None:
    """G1: bulk close applies one code and one note to all; G2 stops those with open children."""
    account = book.account()
    objective = book.objective(account, state=picked(Objective, "state", "In progress"))
    free = [book.play(objective).id for _ in range(2)]
    busy = book.play(objective)
    task = book.task(busy)
    change = Close("missed", "Customer left")
    seen = bulk.preview(book.session, Play, [*free, busy.id], change)
    assert [refusal.record_id for refusal in seen.refused] == [busy.id]
    assert task.number in seen.refused[0].reason
    assert {line.record_id for line in seen.lines} == set(free)
    with pytest.raises(Refused, match=busy.number) as caught:
        bulk.apply(book.session, Play, seen, change)
    assert len(caught.value.obstacles) == 1
    assert set(values(book.session, Play, "state").values()) == {"New"}
    done = bulk.apply(book.session, Play, seen, change, skip_refused=True)
    assert (done.changed, len(done.refused)) == (2, 1)
    notes = values(book.session, Play, "close_notes")
    assert (notes[free[0]], notes[busy.id]) == ("Customer left", None)
    assert values(book.session, Play, "closure_code")[free[1]] == "Missed"
    assert bulk.preview(book.session, Play, free, Close("achieved", "Again")).unchanged == 2


def test_canceling_says_what_goes_along(book: Book) -> None:
    """G3: the open tasks of a canceled play are canceled, shown first, undone in one step."""
    objective = book.objective(book.account())
    plays = [book.play(objective) for _ in range(2)]
    task = book.task(plays[0])
    before = dump(book.session)
    change = Cancel("Not wanted")
    seen = bulk.preview(book.session, Play, [p.id for p in plays], change)
    assert seen.effects == (f"task {task.number} {task.title} will be canceled",)
    done = bulk.apply(book.session, Play, seen, change)
    assert done.effects == (f"task {task.number} {task.title} is now canceled",)
    assert done.touched == {"play", "task"}
    undoing.undo(book.session)
    assert dump(book.session) == before


def test_deleting_children_with_their_parents(book: Book) -> None:
    """R003-39: an account with a child account goes only after it, in whichever order they are
    marked; one batch brings both back."""
    parent = book.account()
    child = book.account(parent_account=parent.id)
    stuck = book.account()
    book.engagement(stuck)
    before = dump(book.session)
    ids = [parent.id, stuck.id, child.id]
    seen = bulk.preview(book.session, Account, ids, Delete())
    assert [refusal.record_id for refusal in seen.refused] == [stuck.id]
    assert [(li.record_id, li.after) for li in seen.lines] == [
        (parent.id, "deleted"),
        (child.id, "deleted"),
    ]
    done = bulk.apply(book.session, Account, seen, Delete(), skip_refused=True)
    assert list(values(book.session, Account, "name")) == [stuck.id]
    undoing.undo(book.session, done.batch)
    assert dump(book.session) == before


def test_tasks_that_go_with_their_marked_parent(book: Book) -> None:
    objective = book.objective(book.account())
    play = book.play(objective)
    tasks_of_it = [book.task(play) for _ in range(2)]
    seen = bulk.preview(book.session, Play, [play.id], Delete())
    gone = {f"task {t.number} {t.title} will be deleted" for t in tasks_of_it}
    assert set(seen.effects) == gone
    done = bulk.apply(book.session, Play, seen, Delete())
    assert (done.changed, values(book.session, Task, "title")) == (1, {})


def test_assigning(book: Book) -> None:
    account = book.account()
    dora = book.user("dora", name="Dora Lee")
    lead = book.add(Role, name="Lead")
    ids = [book.task(account).id for _ in range(2)]
    do(book.session, Task, ids, Assign("dora"))
    assert set(values(book.session, Task, "owner").values()) == {dora.id}
    do(book.session, Task, ids[:1], Assign("role:Lead"))
    assert values(book.session, Task, "owner")[ids[0]] == lead.id
    assert values(book.session, Task, "owner_kind") == {ids[0]: "role", ids[1]: "user"}
    do(book.session, Account, [account.id], Assign("Dora Lee"))
    assert values(book.session, Account, "csm") == {account.id: dora.id}
    for change, error in ((Assign(" "), BadCall), (Assign("nobody"), Invalid)):
        with pytest.raises(error):
            bulk.preview(book.session, Task, ids, change)
    with pytest.raises(BadCall, match="no owner"):
        bulk.preview(book.session, Role, [lead.id], Assign("dora"))


def test_tags_come_and_go_and_others_stay(book: Book) -> None:
    ids = [book.account(tags=tags).id for tags in (("a", "b"), (), ("c",))]
    do(book.session, Account, ids, Members("tags", add=("c", "d"), remove=("a",)))
    assert list(values(book.session, Account, "tags").values()) == [
        ("b", "c", "d"),
        ("c", "d"),
        ("c", "d"),
    ]
    with pytest.raises(BadCall, match="tags"):
        bulk.preview(book.session, Account, ids, Members("name", add=("x",)))
    with pytest.raises(BadCall, match="to add"):
        bulk.preview(book.session, Account, ids, Members("tags"))


def test_what_somebody_else_changed_since_is_not_overwritten(book: Book) -> None:
    ids = tasks(book, 3)
    seen = bulk.preview(book.session, Task, ids, HIGH)
    theirs = book.change(_task(book, ids[1]), priority=picked(Task, "priority", "Low"))
    with pytest.raises(Conflict, match=theirs.number):
        bulk.apply(book.session, Task, seen, HIGH)
    assert set(values(book.session, Task, "priority").values()) == {"Medium", "Low"}
    done = bulk.apply(book.session, Task, seen, HIGH, skip_refused=True)
    assert [refusal.record_id for refusal in done.refused] == [ids[1]]
    assert values(book.session, Task, "priority")[ids[1]] == "Low"


def test_gone_and_hidden_read_the_same(book: Book) -> None:
    dora = book.user("dora")
    mine = book.account(csm=dora.id)
    secret = book.account(name="Secret")
    seen = bulk.preview(
        book.as_("dora"), Account, [secret.id, 999_999, mine.id], Edit({"tier": "Growth"})
    )
    assert [(r.number, r.caption, r.reason) for r in seen.refused] == [
        ("", "", "there is no such account")
    ] * 2
    assert {line.record_id for line in seen.lines} == {mine.id}


def test_rights_are_asked_record_by_record(book: Book) -> None:
    """A viewer may look and change nothing; the reason names the role that is missing."""
    vic = book.account(csm=book.user("vi", "viewer").id)
    seen = bulk.preview(book.as_("vi"), Account, [vic.id], Edit({"tier": "Growth"}))
    assert seen.lines == ()
    assert "role" in seen.refused[0].reason
    with pytest.raises(Refused, match="cannot be changed"):
        bulk.apply(book.as_("vi"), Account, seen, Edit({"tier": "Growth"}))


def test_values_nobody_understands_are_told_before_anything_else(book: Book) -> None:
    ids = tasks(book, 1)
    for texts, field in (
        ({"priority": "urgent"}, "priority"),
        ({"nmae": "x"}, "nmae"),
        ({"account": "ACC1"}, "account"),
        ({"closed_at": "today"}, "closed_at"),
    ):
        with pytest.raises(Invalid) as caught:
            bulk.preview(book.session, Task, ids, Edit(texts))
        assert [problem.field for problem in caught.value.problems] == [field]
    for clear in (frozenset({"visible_to_customer"}), frozenset({"priority"})):
        with pytest.raises(Invalid):
            bulk.preview(book.session, Task, ids, Edit({"priority": "low"}, clear))
    for change in (Close("achieved"), Cancel()):
        with pytest.raises(BadCall, match="no state"):
            bulk.preview(book.session, Account, [1], change)
    plan = book.plan(book.account())
    with pytest.raises(BadCall, match="closure code"):
        bulk.preview(book.session, type(plan), [plan.id], Close("achieved"))


def test_stopping_leaves_everything_as_it_was(book: Book) -> None:
    ids = tasks(book, 4)
    seen = bulk.preview(book.session, Task, ids, HIGH)
    steps: list[tuple[int, int]] = []

    with pytest.raises(Refused, match="stopped"):
        bulk.apply(
            book.session,
            Task,
            seen,
            HIGH,
            progress=lambda *step: steps.append(step),
            stop=lambda: len(steps) == 2,
        )
    assert steps == [(1, 4), (2, 4)]
    assert set(values(book.session, Task, "priority").values()) == {"Medium"}


def test_many_are_tried_in_portions_and_others_write_in_between(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An attempt lets go of the write lock now and then, and shows the same as in one go."""
    ids = tasks(book, 120)
    other = book.account(name="Other")
    ids[60:60] = [999_999]
    record = book.session
    closed = do(record, Task, ids[3:5], Close(notes="Done"))
    assert closed == 2
    change = Edit({"priority": "high", "title": "Same"})
    at_once = bulk.preview(record, Task, ids, change)
    assert {refusal.record_id for refusal in at_once.refused} >= {999_999}

    monkeypatch.setattr(working, "HOLD", 0.0)
    pauses: list[float] = []

    def write_meanwhile(seconds: float) -> None:
        pauses.append(seconds)
        with record.read() as reader:
            account = reader.require(Account, other.id)
        update(record, account, {"notes": f"written in pause {len(pauses)}"})

    monkeypatch.setattr("time.sleep", write_meanwhile)
    told: list[tuple[int, int]] = []
    seen = bulk.preview(
        record, Task, ids, change, progress=lambda done, total: told.append((done, total))
    )
    assert len(pauses) == 2
    assert seen == at_once
    assert told[-1] == (121, 121)
    assert told == sorted(set(told))
    assert bulk.apply(record, Task, seen, change, skip_refused=True).changed == seen.changing


def test_what_refuses_among_many_leaves_the_others_as_they_would_be(book: Book) -> None:
    """Records are changed many at a time; one that refuses is told apart from its neighbours."""
    objective = book.objective(book.account(), state=picked(Objective, "state", "In progress"))
    plays = [book.play(objective) for _ in range(7)]
    book.task(plays[2])
    ids = [play.id for play in plays]
    change = Close("missed", "Customer left")
    seen = bulk.preview(book.session, Play, ids, change)
    assert [refusal.record_id for refusal in seen.refused] == [ids[2]]
    done = bulk.apply(book.session, Play, seen, change, skip_refused=True)
    assert done.changed == 6
    states = values(book.session, Play, "state")
    assert [i for i in ids if states[i] == "Closed"] == [i for i in ids if i != ids[2]]


def test_accounts_of_one_family_are_tried_together(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What hangs from a marked record may be marked, too, so no portion ends between them."""
    monkeypatch.setattr(working, "HOLD", 0.0)
    top = book.account(name="Top")
    units = [book.account(name=f"Unit {n}", parent_account=top.id).id for n in range(60)]
    seen = bulk.preview(book.session, Account, [top.id, *units], Delete())
    assert seen.refused == ()
    assert seen.changing == 61


def test_what_each_type_takes() -> None:
    assert assignable(Account) is Account.declaration.fields["csm"]
    assert assignable(Task) is Task.declaration.fields["owner"]
    assert assignable(Role) is None
    names = [f.name for f in editable(Task)]
    assert "priority" in names
    assert not {"closed_at", "is_template", "record_type"} & set(names)
    assert "name" not in [f.name for f in editable(Role)]
    assert "tags" in [f.name for f in member_fields(Account)]


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_random_bulk_work_touches_exactly_the_marked(book: Book, data: st.DataObject) -> None:
    """Whatever is marked and changed, other tasks stay as they are, the preview foretells what is
    stored, and undo restores all of it (done-when 4)."""
    everything = list(values(book.session, Task, "title")) or tasks(book, 5)
    marked = data.draw(st.lists(st.sampled_from([*everything, 999_999]), min_size=1, max_size=6))
    change = data.draw(st.sampled_from(CHANGES))
    before = dump(book.session)
    seen = bulk.preview(book.session, Task, marked, change)
    assert dump(book.session) == before
    done = bulk.apply(book.session, Task, seen, change, skip_refused=True)
    after = dump(book.session)
    changed = {i for i in everything if before["task"][i] != after["task"][i]}
    assert changed == {line.record_id for line in seen.lines} <= set(marked)
    assert len(changed) == done.changed == seen.changing
    assert {name: rows for name, rows in after.items() if name != "task"} == {
        name: rows for name, rows in before.items() if name != "task"
    }
    if data.draw(st.booleans()) and done.batch is not None:
        undoing.undo(book.session, done.batch)
        assert dump(book.session) == before


def _task(book: Book, task_id: int) -> Task:
    with book.session.read() as reader:
        return reader.require(Task, task_id)
