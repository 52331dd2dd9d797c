"""Laws of templates, over random templates, selections and starts (R003-07, R003-16, R003-55)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from successtui.domain.clock import Clock
from successtui.records import Account, Objective, Outcome, Plan, Play, Record, Task
from successtui.services import library, plan_templates, undoing
from successtui.services.review import ReviewItem
from successtui.services.workspaces import create_workspace
from successtui.transfer.bundle import write_bundle
from tests.worlds import Book

TODAY = date(2025, 6, 15)
KINDS: Mapping[str, type[Record]] = {
    "objective": Objective,
    "outcome": Outcome,
    "play": Play,
    "task": Task,
}
START_OF = {"objective": "start_date", "outcome": None, "play": "start_date", "task": "start_date"}
END_OF = {
    "objective": "end_date",
    "outcome": "target_date",
    "play": "end_date",
    "task": "due_date",
}

days = st.none() | st.integers(-10, 400)
lengths = st.none() | st.integers(0, 200)


@dataclass(frozen=True)
class Work:
    """When something of a template begins and how long it takes; `None`: it does not say."""

    begins: int | None
    lasts: int | None
    below: tuple[Work, ...] = ()
    kpis: tuple[int | None, ...] = ()
    tasks: tuple[Work, ...] = ()


tasks = st.builds(Work, days, lengths)
few_tasks = st.lists(tasks, max_size=3).map(tuple)
plays = st.builds(Work, days, lengths, tasks=few_tasks)
goals = st.builds(
    Work,
    days,
    lengths,
    below=st.lists(plays, max_size=2).map(tuple),
    kpis=st.lists(days, max_size=2).map(tuple),
    tasks=few_tasks,
)
plans = st.builds(
    Work,
    days,
    lengths,
    below=st.lists(goals, max_size=3).map(tuple),
    tasks=few_tasks,
)
DAY_0 = date(2024, 1, 1)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """One workspace; every example takes back what it made."""
    path = tmp_path_factory.mktemp("templates") / "house.db"
    session = create_workspace(path, Clock(TODAY), admin="root")
    yield Book(session)
    session.workspace.close()


def _dated(work: Work, end: str) -> dict[str, object]:
    begins = None if work.begins is None else DAY_0 + timedelta(days=work.begins)
    values: dict[str, object] = {"start_date": begins}
    if work.lasts is not None:
        values[end] = (begins or DAY_0) + timedelta(days=work.lasts)
    return values


def _make_objective(book: Book, goal: Work, plan: Plan | None) -> Objective:
    where = {"plan": plan.id} if plan else {}
    made = book.objective(None, is_template=True, **where, **_dated(goal, "end_date"))
    for day in goal.kpis:
        target = None if day is None else DAY_0 + timedelta(days=day)
        book.outcome(made, target_date=target)
    for each in goal.below:
        play = book.play(made, **_dated(each, "end_date"))
        for task in each.tasks:
            book.task(play, **_dated(task, "due_date"))
    for task in goal.tasks:
        book.task(made, **_dated(task, "due_date"))
    return made


def _make_plan(book: Book, work: Work) -> Plan:
    name = f"Template {book.session.clock.today()}"
    plan = book.add(Plan, name=name, is_template=True, **_dated(work, "end_date"))
    for goal in work.below:
        _make_objective(book, goal, plan)
    for task in work.tasks:
        book.task(plan, **_dated(task, "due_date"))
    return plan


def _everything(book: Book) -> dict[str, dict[int, Record]]:
    with book.session.read() as reader:
        return {
            name: _by_id(reader.all(cls, templates=None))
            for name, cls in {**KINDS, "plan": Plan, "account": Account}.items()
        }


def _by_id(records: Sequence[Record]) -> dict[int, Record]:
    return {record.id: record for record in records}


def _bundle(book: Book, folder: Path) -> dict[str, bytes]:
    write_bundle(book.session, folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _selected(items: Sequence[ReviewItem], data: st.DataObject) -> tuple[ReviewItem, ...]:
    """Some of the items left out; a KPI goes with its objective."""
    chosen: dict[str, ReviewItem] = {}
    for item in items:
        included = data.draw(st.booleans(), label=item.key)
        if item.kind == "outcome" and item.parent is not None:
            included = included and chosen[item.parent].included
        chosen[item.key] = replace(item, included=included)
    return tuple(chosen.values())


def _home(item: ReviewItem, items: Mapping[str, ReviewItem]) -> str | None:
    """Title of the nearest item above it that is made."""
    above = item.parent
    while above is not None and not items[above].included:
        above = items[above].parent
    return None if above is None else items[above].title


def _above(record: Record, made: Mapping[str, dict[int, Record]]) -> str | None:
    values = record.values()
    name, above = "objective", values.get("objective")
    if isinstance(record, Task):
        name, above = str(record.parent_type), record.parent
    found = made.get(name, {}).get(above or 0)
    return None if found is None else found.caption


def _check(
    book: Book,
    items: tuple[ReviewItem, ...],
    before: Mapping[str, dict[int, Record]],
    root: Record,
) -> None:
    """What is there now and was not before is what was selected, dated as it was shown."""
    after = _everything(book)
    for name, records in before.items():
        assert {i: after[name][i] for i in records} == records, "templates stay as they are"
    made = {
        name: {i: r for i, r in records.items() if i not in before[name] and r != root}
        for name, records in after.items()
    }
    by_key = {item.key: item for item in items}
    wanted = sorted(
        (i.kind, i.title, str(i.start if i.kind != "outcome" else None), str(i.due),
         str(_home(i, by_key)))
        for i in items if i.included
    )  # fmt: skip
    found = sorted(
        (
            kind,
            record.caption,
            str(record[start] if (start := START_OF[kind]) else None),
            str(record[END_OF[kind]]),
            str(_above(record, made)),
        )
        for kind in KINDS
        for record in made[kind].values()
    )
    assert found == wanted


def _shifted(day: date | None, begin: date | None, start: date) -> date | None:
    return day if day is None or begin is None else day + (start - begin)


def _check_shift(book: Book, items: Sequence[ReviewItem], begin: date | None, start: date) -> None:
    """R003-21, R003-53, R003-54: plain day arithmetic; KPIs from today, all else from the start."""
    with book.session.read() as reader:
        for item in items:
            origin = reader.require(KINDS[item.kind], item.origin)
            first = TODAY if item.kind == "outcome" else start
            due = _shifted(origin[END_OF[item.kind]], begin, first)
            assert item.due == due, item.title
            if (name := START_OF[item.kind]) is not None and origin[name] is not None:
                assert item.start == _shifted(origin[name], begin, start), item.title


@settings(max_examples=15)
@given(work=plans, shift=st.integers(-400, 800), data=st.data())
def test_a_plan_from_a_template(
    work: Work,
    shift: int,
    data: st.DataObject,
    house: Book,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """R003-07, R003-13, R003-16, R003-21, R003-53, R003-55: for a plan and all it holds."""
    folder = tmp_path_factory.mktemp("plan")
    account = house.account()
    template = _make_plan(house, work)
    start = TODAY + timedelta(days=shift)
    shown = plan_templates.review(house.session, template.id, start)
    begins = [template.start_date, *sorted(g for g in _begins(work) if g is not None)]
    begin = next((day for day in begins if day is not None), None)
    _check_shift(house, shown, begin, start)
    items = _selected(shown, data)
    before, bytes_before = _everything(house), _bundle(house, folder / "before")
    order = plan_templates.PlanOrder(template.id, account.id, start, items)
    saved = plan_templates.add_plan(house.session, order)
    _check(house, items, before, saved.record)
    undoing.undo(house.session)
    assert _bundle(house, folder / "after") == bytes_before


@settings(max_examples=15)
@given(work=goals, shift=st.integers(-400, 800), data=st.data())
def test_an_objective_from_a_template(
    work: Work,
    shift: int,
    data: st.DataObject,
    house: Book,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """R003-07, R003-12, R003-13, R003-16, R003-52: for an objective and its children."""
    folder = tmp_path_factory.mktemp("objective")
    account = house.account()
    template = _make_objective(house, work, None)
    start = TODAY + timedelta(days=shift)
    shown = library.review(house.session, template.id, start)
    _check_shift(house, shown, template.start_date, start)
    items = _selected(shown, data)
    before, bytes_before = _everything(house), _bundle(house, folder / "before")
    saved = library.add_from_library(
        house.session, library.Order(template.id, account.id, start, items)
    )
    _check(house, items, before, saved.record)
    undoing.undo(house.session)
    assert _bundle(house, folder / "after") == bytes_before


def _begins(work: Work) -> list[date | None]:
    return [None if g.begins is None else DAY_0 + timedelta(days=g.begins) for g in work.below]
