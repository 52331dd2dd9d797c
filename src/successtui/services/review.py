"""A template's children laid out for review before anything is created: selected, dated, assigned.

Pure values that a screen can edit; `template_children.py` and `plays.py` create records from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from successtui.domain.errors import Invalid, Refused
from successtui.records import Objective, Outcome, Plan, Play, Record, Task
from successtui.store.reader import Reader


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One child of a template, as it would be created; edit it with `dataclasses.replace`.

    Attributes:
        key: unique within one review.
        parent: key of the play or objective it belongs to; `None` directly under what is made.
        kind: `objective`, `outcome`, `play` or `task`.
        origin: id of the template record; 0 for something added in the review.
        start, due: the dates it would get; `due` is the end of a play, the target of an outcome.
        resources: ids of users, on tasks.
        included: whether it will be created.
    """

    key: str
    parent: str | None
    kind: str
    origin: int
    title: str
    description: str = ""
    start: date | None = None
    due: date | None = None
    owner_kind: str | None = None
    owner: int | None = None
    resources: tuple[int, ...] = ()
    included: bool = True


Names = dict[tuple[str, int], str]
"""What owners and resources are called, by owner kind and id."""

_OWNERS = {"role": "role", "pool": "team_pool", "user": "user", "contact": "contact"}
_LABELS = {"role": "Role: ", "pool": "Pool: "}


class ItemRefused(Refused):
    """One of the reviewed items cannot be created; `key` says which one."""

    def __init__(self, item: ReviewItem, message: str) -> None:
        super().__init__(f"{item.title}: {message}")
        self.key = item.key


@contextmanager
def naming(item: ReviewItem) -> Iterator[None]:
    """Makes errors about the item's values name the item.

    Raises:
        ItemRefused: in place of `Invalid`.
    """
    try:
        yield
    except Invalid as invalid:
        raise ItemRefused(item, str(invalid)) from None


def owner_names(reader: Reader, owners: Iterable[tuple[str | None, int | None]]) -> Names:
    """What these owners are called: (owner kind, id) to name; hidden ones are shown as such."""
    wanted: dict[str, set[int]] = {}
    for kind, owner in owners:
        if kind is not None and owner is not None:
            wanted.setdefault(kind, set()).add(owner)
    return {
        (kind, owner): _LABELS.get(kind, "") + label
        for kind, ids in wanted.items()
        for owner, label in reader.labels(_OWNERS[kind], ids).items()
    }


def item_names(reader: Reader, items: Iterable[ReviewItem]) -> Names:
    """What the owners and resources of reviewed items are called."""
    listed = list(items)
    owners = [(item.owner_kind, item.owner) for item in listed]
    return owner_names(reader, [*owners, *(("user", i) for item in listed for i in item.resources)])


def review_objective(
    reader: Reader, template: Objective, start: date, today: date
) -> list[ReviewItem]:
    """The KPIs, plays and tasks a copy of the objective would bring, all included (R003-15).

    Plays and tasks keep their distance from the objective's start (R003-21); KPI target dates are
    set from today, whatever the start (R003-53, R003-54). Without a start on the template, dates
    stay as they are; a task dated by its offset only counts from its play's start.
    """
    shift = _shift(template.start_date, start)
    kpi_shift = _shift(template.start_date, today)
    return _children(reader, template, None, shift, kpi_shift, start)


def review_plan(reader: Reader, template: Plan, start: date, today: date) -> list[ReviewItem]:
    """The objectives a copy of the plan would bring, each followed by its KPIs, plays and tasks
    (R003-55), then the plan's own plays and tasks; all included.

    Everything keeps its distance from the plan's start; KPI target dates are set from today,
    whatever the start. A plan without a start begins with the earliest of its objectives.
    """
    where: dict[str, object] = {"plan": template.id}
    objectives = reader.all(Objective, where, templates=None, order=("start_date", "id"))
    begin = template_start(template, objectives)
    shift, kpi_shift = _shift(begin, start), _shift(begin, today)
    items: list[ReviewItem] = []
    for objective in objectives:
        end = _moved(objective.end_date, shift)
        first = _moved(objective.start_date, shift) or min(start, end or start)
        item = _item(objective, None, first, end)
        items.append(item)
        items += _children(reader, objective, item.key, shift, kpi_shift, first)
    loose = {**where, "objective": None}
    for play in reader.all(Play, loose, templates=None, order=("start_date", "id")):
        items += _with_tasks(reader, play, None, shift, start)
    own = {"parent_type": "plan", "parent": template.id}
    items += _tasks(reader, own, None, shift, start)
    return items


def template_start(template: Plan, objectives: Iterable[Objective]) -> date | None:
    """The day everything in a plan's template counts from; `None` when nothing says."""
    days = [o.start_date for o in objectives if o.start_date is not None]
    return template.start_date or min(days, default=None)


def review_play(reader: Reader, template: Play, start: date) -> list[ReviewItem]:
    """The tasks a run of the play would bring, dated from `start`."""
    shift = _shift(template.start_date, start)
    where = {"parent_type": "play", "parent": template.id}
    return list(_tasks(reader, where, None, shift, start))


def _children(
    reader: Reader,
    template: Objective,
    parent: str | None,
    shift: timedelta | None,
    kpi_shift: timedelta | None,
    start: date,
) -> list[ReviewItem]:
    where: dict[str, object] = {"objective": template.id}
    items = [
        _item(outcome, parent, None, _moved(outcome.target_date, kpi_shift))
        for outcome in reader.all(Outcome, where, templates=None, order=("id",))
    ]
    for play in reader.all(Play, where, templates=None, order=("start_date", "id")):
        items += _with_tasks(reader, play, parent, shift, start)
    own = {"parent_type": "objective", "parent": template.id}
    items += _tasks(reader, own, parent, shift, start)
    return items


def _with_tasks(
    reader: Reader, play: Play, parent: str | None, shift: timedelta | None, start: date
) -> Iterator[ReviewItem]:
    key = f"play:{play.id}"
    play_start = _moved(play.start_date, shift)
    yield _item(play, parent, play_start, _moved(play.end_date, shift))
    where: dict[str, object] = {"parent_type": "play", "parent": play.id}
    yield from _tasks(reader, where, key, shift, play_start or start)


def _tasks(
    reader: Reader,
    where: dict[str, object],
    parent: str | None,
    shift: timedelta | None,
    start: date,
) -> Iterator[ReviewItem]:
    order = ("due_offset_days", "due_date", "id")
    for task in reader.all(Task, where, templates=None, order=order):
        due = _moved(task.due_date, shift)
        if task.due_date is None and task.due_offset_days is not None:
            due = start + timedelta(days=task.due_offset_days)
        yield _item(task, parent, _moved(task.start_date, shift), due)


def _item(record: Record, parent: str | None, start: date | None, due: date | None) -> ReviewItem:
    name = record.declaration.name
    fields = record.values()
    owner_kind = fields.get("owner_kind")
    if name == "outcome":
        owner_kind = "user" if fields["owner"] else None
    return ReviewItem(
        key=f"{name}:{record.id}",
        parent=parent,
        kind=name,
        origin=record.id,
        title=record.caption,
        description=fields.get("description") or "",
        start=start,
        due=due,
        owner_kind=str(owner_kind) if owner_kind else None,
        owner=fields.get("owner"),
        resources=fields.get("resources") or (),
    )


def _shift(template_start: date | None, start: date) -> timedelta | None:
    return None if template_start is None else start - template_start


def _moved(day: date | None, shift: timedelta | None) -> date | None:
    return day if day is None or shift is None else day + shift
