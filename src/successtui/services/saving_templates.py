"""Saving an objective, play or plan as a template, with everything below it (R003-07, R001-39).

Owns what of real work is worth repeating. The record it is made from stays as it is, and so does
everything that belongs to one customer only: people, contacts, notes and measured values.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from successtui.domain.errors import BadCall
from successtui.domain.permissions import Action, Actor, Subject, decide
from successtui.records import Library, Objective, Outcome, Plan, Play, Record, Task
from successtui.records.picklists import TaskParentType
from successtui.services.records import Saved
from successtui.services.saver import Saver
from successtui.services.session import Session
from successtui.store.reader import Reader

TYPES: tuple[type[Record], ...] = (Objective, Play, Plan)
"""What can be saved as a template."""

_KEPT: Mapping[type[Record], tuple[str, ...]] = {
    Plan: ("name", "end_date", "horizon_start", "horizon_end", "record_type"),
    Objective: (
        "name",
        "description",
        "category",
        "priority",
        "products",
        "end_date",
        "record_type",
    ),
    Outcome: (
        "title",
        "description",
        "priority",
        "category",
        "unit",
        "tracking_method",
        "metric",
        "target_value",
        "direction",
        "target_date",
        "planned_start",
        "planned_stop",
    ),
    Play: ("name", "description", "category", "priority", "shared", "end_date", "record_type"),
    Task: (
        "title",
        "description",
        "category",
        "priority",
        "start_date",
        "due_date",
        "due_offset_days",
        "launch_mode",
        "estimated_hours",
        "visible_to_customer",
        "record_type",
    ),
}
_LASTING_OWNERS = ("role", "pool")


def template_libraries(reader: Reader) -> list[Library]:
    """The libraries the person may put templates in, by name (R001-19).

    All of them for an admin; for others those they own or help with.
    """
    actor = reader.actor
    assert actor is not None
    found = reader.all(Library, order=("name",))
    return [library for library in found if actor.is_admin or _helps(actor, library)]


def obstacle_to_saving(reader: Reader, record: Record) -> str | None:
    """Why the record cannot be saved as a template by this person; empty where it can.

    `None` where that makes no sense: for other types, and for what is a template already.
    """
    if not isinstance(record, TYPES) or record.values().get("is_template"):
        return None
    actor = reader.actor
    assert actor is not None
    helps = any(_helps(actor, library) for library in reader.all(Library))
    about = Subject(record.declaration.family, template=True, collaborator=helps)
    return decide(actor, Action.CREATE, about).reason


def save_as_template(session: Session, record: Record, library: int | None) -> Saved:
    """A template made of the record and all that hangs from it, as one undo step.

    Dates stay as they are: copies count from the template's start. Roles and pools stay owners,
    people do not. Canceled children are left out.

    Raises:
        BadCall: records of this type, or templates, cannot be saved as templates.
        Forbidden: only admins, and collaborators of the library, may.
        Invalid, NotFound: as saving any record.
    """
    with session.change(f"Save {record.number} as template") as unit:
        saver = Saver(unit, session.clock.today())
        stored = unit.require(type(record), record.id)
        if not isinstance(stored, TYPES):
            raise BadCall("only objectives, SuccessPlays and success plans become templates")
        if stored.values()["is_template"]:
            raise BadCall(f"{stored.number} is a template already")
        if library is not None:
            unit.require(Library, library)
        template = _Copier(saver, library).copy(stored)
        notices = tuple(saver.notices)
    return Saved(template, unit.batch_id, (), frozenset(unit.touched), notices)


class _Copier:
    """Makes templates of records, from the top down."""

    def __init__(self, saver: Saver, library: int | None) -> None:
        self._saver = saver
        self._library = library

    def copy(self, record: Record) -> Record:
        if isinstance(record, Plan):
            return self._plan(record)
        if isinstance(record, Objective):
            return self._objective(record, {"library": self._library})
        assert isinstance(record, Play)
        return self._play(record, {"is_template": True}, {})

    def _plan(self, plan: Plan) -> Plan:
        objectives = self._below(Objective, {"plan": plan.id})
        plays = self._below(Play, {"plan": plan.id, "objective": None})
        first = [o.start_date for o in objectives if o.start_date is not None]
        values = {
            **self._kept(plan),
            "start_date": plan.start_date or min(first, default=None),
            "library": self._library,
            "is_template": True,
        }
        made = self._saver.add(Plan, _in_order(values))
        for objective in objectives:
            self._objective(objective, {"plan": made.id})
        for play in plays:
            self._play(play, {"is_template": True, "plan": made.id}, {})
        self._tasks("plan", plan.id, made)
        return made

    def _objective(self, objective: Objective, place: Mapping[str, Any]) -> Objective:
        values = {
            **self._kept(objective),
            **_owner(objective),
            **place,
            "start_date": objective.start_date,
            "is_template": True,
        }
        made = self._saver.add(Objective, values)
        kpis: dict[int, int] = {}
        for kpi in self._below(Outcome, {"objective": objective.id}):
            kept = {**self._kept(kpi), "objective": made.id}
            kpis[kpi.id] = self._saver.add(Outcome, kept).id
        for play in self._below(Play, {"objective": objective.id}):
            self._play(play, {"objective": made.id}, kpis)
        self._tasks("objective", objective.id, made)
        return made

    def _play(self, play: Play, place: Mapping[str, Any], kpis: Mapping[int, int]) -> Play:
        values = {
            **self._kept(play),
            **_owner(play),
            **place,
            "start_date": play.start_date or self._first_day(play),
            "primary_outcome": kpis.get(play.primary_outcome or 0),
        }
        if "plan" not in place:
            values["library"] = self._library
        made = self._saver.add(Play, _in_order(values))
        self._tasks("play", play.id, made)
        return made

    def _tasks(self, kind: str, parent: int, made: Record) -> None:
        for task in self._below(Task, {"parent_type": kind, "parent": parent}):
            place = {"parent_type": TaskParentType(kind), "parent": made.id}
            self._saver.add(Task, {**self._kept(task), **_owner(task), **place})

    def _first_day(self, play: Play) -> date | None:
        """What a play without a start is counted from: the earliest date of its tasks."""
        tasks = self._below(Task, {"parent_type": "play", "parent": play.id})
        days = [task[name] for task in tasks for name in ("start_date", "due_date")]
        return min((day for day in days if day is not None), default=None)

    def _below(self, cls: type[Any], where: dict[str, Any]) -> list[Any]:
        found = self._saver.unit.all(cls, where, order=("id",))
        return [record for record in found if record.state != "Canceled"]

    def _kept(self, record: Record) -> dict[str, Any]:
        return {name: record[name] for name in _KEPT[type(record)]}


def _owner(record: Record) -> dict[str, Any]:
    """A role or a pool is there for every customer; a person, and a contact, is not."""
    if record["owner_kind"] not in _LASTING_OWNERS:
        return {}
    return {"owner_kind": record["owner_kind"], "owner": record["owner"]}


def _in_order(values: dict[str, Any]) -> dict[str, Any]:
    """Without an end that would lie before the start that was found."""
    start, end = values.get("start_date"), values.get("end_date")
    return {**values, "end_date": None} if start and end and end < start else values


def _helps(actor: Actor, library: Library) -> bool:
    return library.owner == actor.id or actor.id in library.collaborators
