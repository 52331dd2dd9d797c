"""A template's children laid out for review before anything is created: selected, dated, assigned.

Pure values that a screen can edit; `library.py` and `plays.py` create records from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from successtui.domain.errors import Invalid, Refused
from successtui.records import Objective, Outcome, Play, Record, Task
from successtui.store.reader import Reader


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One child of a template, as it would be created; edit it with `dataclasses.replace`.

    Attributes:
        key: unique within one review.
        parent: key of the play a task belongs to; `None` directly under the objective.
        kind: `outcome`, `play` or `task`.
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
    items = [
        _item(outcome, None, None, _moved(outcome.target_date, kpi_shift))
        for outcome in reader.all(
            Outcome, {"objective": template.id}, templates=None, order=("id",)
        )
    ]
    plays = reader.all(Play, {"objective": template.id}, templates=None, order=("start_date", "id"))
    for play in plays:
        items += _with_tasks(reader, play, shift, start)
    own = {"parent_type": "objective", "parent": template.id}
    items += _tasks(reader, own, None, shift, start)
    return items


def review_play(reader: Reader, template: Play, start: date) -> list[ReviewItem]:
    """The tasks a run of the play would bring, dated from `start`."""
    shift = _shift(template.start_date, start)
    where = {"parent_type": "play", "parent": template.id}
    return list(_tasks(reader, where, None, shift, start))


def _with_tasks(
    reader: Reader, play: Play, shift: timedelta | None, start: date
) -> Iterator[ReviewItem]:
    key = f"play:{play.id}"
    play_start = _moved(play.start_date, shift)
    yield _item(play, None, play_start, _moved(play.end_date, shift))
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
