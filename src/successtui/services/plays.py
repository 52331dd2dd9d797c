"""SuccessPlays: running one from the library, making a custom one, and one-off tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from successtui.domain.lifecycle import is_open
from successtui.domain.permissions import Action, Subject, decide
from successtui.records import Account, Objective, Play, Record, Task
from successtui.records.picklists import PlayOwnerKind, TaskOwnerKind, TaskParentType
from successtui.services.copies import copy_objective
from successtui.services.planning import plan_for
from successtui.services.records import Saved
from successtui.services.review import ReviewItem, naming, review_play
from successtui.services.saver import Saver
from successtui.services.session import Session

_PLAY_FIELDS = ("category", "priority", "record_type")
_TASK_FIELDS = (
    "category",
    "priority",
    "launch_mode",
    "estimated_hours",
    "visible_to_customer",
    "record_type",
)


@dataclass(frozen=True, slots=True)
class PlayOrder:
    """A play about to be run (R001-34) or made by hand (R001-37).

    Attributes:
        template: id of the play it is run from; 0 for a custom play.
        account, objective: where it goes; the objective may be empty.
        items: the reviewed tasks.
        co_owner: id of a contact, only with `shared`.
        bring_objective: without an objective to go to, the one the template belongs to comes
            along (R001-14).
    """

    template: int
    account: int
    objective: int | None
    name: str
    description: str
    start: date
    items: tuple[ReviewItem, ...]
    owner_kind: str | None = None
    owner: int | None = None
    shared: bool = False
    co_owner: int | None = None
    bring_objective: bool = False


def play_templates(session: Session) -> list[tuple[Play, tuple[ReviewItem, ...]]]:
    """All plays of the library with their tasks, by name; custom plays are never among them
    (R001-38).

    Raises:
        Forbidden: the person may not run plays from the library.
    """
    today = session.clock.today()
    with session.read() as reader:
        assert reader.actor is not None
        decide(reader.actor, Action.USE_TEMPLATES, Subject("play")).enforce()
        plays = reader.all(Play, templates=True, order=("name",))
        return [(play, tuple(review_play(reader, play, today))) for play in plays]


def review_tasks(session: Session, template_id: int, start: date) -> list[ReviewItem]:
    """The tasks a run of the play would bring, dated from another start (R001-34)."""
    with session.read() as reader:
        return review_play(reader, reader.require(Play, template_id), start)


def run_play(session: Session, order: PlayOrder) -> Saved:
    """Creates the play and its tasks as one undo step; the template stays as it is (R001-35).

    Raises:
        Forbidden: a template, but the person may not use templates.
        ItemRefused: one of the tasks cannot be created.
        Invalid, NotFound: as saving any record.
    """
    custom = order.template == 0
    with session.change("Add custom SuccessPlay" if custom else "Run SuccessPlay") as unit:
        saver = Saver(unit, session.clock.today())
        if not custom:
            decide(unit.writer, Action.USE_TEMPLATES, Subject("play")).enforce()
        objective = order.objective
        if objective is None and order.bring_objective:
            objective = _brought_objective(saver, order)
        due = [item.due for item in order.items if item.included and item.due]
        due += _planned_end(unit.get(Play, order.template or None), order.start)
        item = ReviewItem(
            key="play",
            parent=None,
            kind="play",
            origin=order.template,
            title=order.name,
            description=order.description,
            start=order.start,
            due=max(due, default=None),
            owner_kind=order.owner_kind,
            owner=order.owner,
        )
        extras = {"shared": order.shared, "co_owner": order.co_owner, "is_custom": custom}
        play = add_play(saver, item, account=order.account, objective=objective, extras=extras)
        for task in order.items:
            if task.included:
                add_task(saver, task, play)
        notices = tuple(saver.notices)
    return Saved(play, unit.batch_id, (), frozenset(unit.touched), notices)


def home_objective(session: Session, template_id: int) -> Objective | None:
    """The objective of the library that a play belongs to, if any."""
    with session.read() as reader:
        play = reader.get(Play, template_id)
        return reader.get(Objective, play.objective) if play is not None else None


def _brought_objective(saver: Saver, order: PlayOrder) -> int | None:
    play = saver.unit.get(Play, order.template or None)
    template = saver.unit.get(Objective, play.objective) if play is not None else None
    if template is None:
        return None
    account = saver.unit.require(Account, order.account)
    return copy_objective(saver, template, account, order.start).id


def _planned_end(template: Play | None, start: date) -> list[date]:
    """Where a run of the template ends, if the template says how long it takes."""
    if template is None or template.start_date is None or template.end_date is None:
        return []
    return [start + (template.end_date - template.start_date)]


def add_play(
    saver: Saver,
    item: ReviewItem,
    *,
    account: int | None,
    objective: int | None,
    extras: Mapping[str, object] | None = None,
) -> Play:
    """A play from a reviewed item."""
    values: dict[str, object] = {
        **_copied(saver, Play, item, _PLAY_FIELDS),
        "name": item.title,
        "description": item.description or None,
        "objective": objective,
        "start_date": item.start,
        "end_date": item.due if item.due is None or not item.start else max(item.due, item.start),
        "owner_kind": PlayOwnerKind(item.owner_kind) if item.owner_kind else None,
        "owner": item.owner,
        **(extras or {}),
    }
    if objective is None:
        values["account"] = account
    return saver.add(Play, values)


def add_task(saver: Saver, item: ReviewItem, parent: Record) -> Task:
    """A task from a reviewed item, under a play or directly under an objective.

    Raises:
        ItemRefused: its values cannot be saved.
    """
    values = {
        **_copied(saver, Task, item, _TASK_FIELDS),
        "parent_type": TaskParentType(parent.declaration.name),
        "parent": parent.id,
        "title": item.title,
        "description": item.description or None,
        "start_date": item.start,
        "due_date": item.due,
        "owner_kind": TaskOwnerKind(item.owner_kind) if item.owner_kind else None,
        "owner": item.owner,
        "resources": item.resources,
    }
    with naming(item):
        return saver.add(Task, values)


def linkable_plays(session: Session, account_id: int) -> list[tuple[Play, str]]:
    """Open plays of the account that an objective can take over (R001-28, R001-29).

    Each comes with the name of the objective it already serves, empty if none.
    """
    with session.read() as reader:
        plays = reader.all(Play, {"account": account_id}, order=("name",))
        active = [play for play in plays if is_open(play.state)]
        names = reader.labels("objective", [p.objective for p in active if p.objective])
    return [(play, names.get(play.objective or 0, "")) for play in active]


def add_custom_objective(
    session: Session, values: dict[str, object], play_ids: tuple[int, ...] = ()
) -> Saved:
    """A custom objective that groups plays of its account, as one undo step (R001-24 to R001-31).

    An account without a plan gets one, unless the objective is a template.

    Raises:
        Invalid, Forbidden, NotFound: as saving any record.
    """
    with session.change("New objective") as unit:
        saver = Saver(unit, session.clock.today())
        account_id = values.get("account")
        if isinstance(account_id, int) and not values.get("is_template"):
            account = unit.require(Account, account_id)
            if not values.get("plan"):
                values = {**values, "plan": plan_for(saver, account).id}
        objective = saver.add(Objective, values)
        for play_id in play_ids:
            saver.change(unit.require(Play, play_id), {"objective": objective.id})
        notices = tuple(saver.notices)
    return Saved(objective, unit.batch_id, (), frozenset(unit.touched), notices)


def _copied(
    saver: Saver, cls: type[Record], item: ReviewItem, names: tuple[str, ...]
) -> dict[str, object]:
    """What is taken over from the template as it stands, and where it came from."""
    origin = saver.unit.get(cls, item.origin or None)
    if origin is None:
        return {}
    return {**{name: origin[name] for name in names}, "template_origin": origin.id}
