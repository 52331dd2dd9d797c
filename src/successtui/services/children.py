"""Which work hangs under which: for guards, cascades and deletion."""

from __future__ import annotations

from collections.abc import Iterator

from successtui.domain.lifecycle import is_open
from successtui.records import (
    REGISTRY,
    Engagement,
    Objective,
    Outcome,
    Play,
    Record,
    Task,
)
from successtui.store.reader import Reader

_WITH_TASKS = ("play", "success_case", "internal_play", "touchpoint", "objective")


def children(reader: Reader, record: Record) -> Iterator[Record]:
    """The work that hangs directly under a record: outcomes, plays, tasks."""
    name = record.declaration.name
    if name == "objective":
        yield from reader.all(Outcome, {"objective": record.id}, templates=None)
        yield from reader.all(Play, {"objective": record.id}, templates=None)
    if name == "outcome":
        yield from reader.all(Play, {"primary_outcome": record.id}, templates=None)
    if name in _WITH_TASKS:
        yield from reader.all(Task, {"parent_type": name, "parent": record.id}, templates=None)


def open_children(reader: Reader, record: Record) -> list[Record]:
    """The open ones among the work under a record, the tasks of its plays included."""
    direct = list(children(reader, record))
    found = [child for child in direct if is_open(child["state"])]
    for play in direct:
        if isinstance(play, Play):
            found += [task for task in children(reader, play) if is_open(task["state"])]
    return found


def parent_of(reader: Reader, record: Record) -> Record | None:
    """The record that must be open for this one to be open."""
    if isinstance(record, Outcome | Play):
        return reader.get(Objective, record.objective)
    if isinstance(record, Task):
        target = str(record.parent_type)
        return reader.get(REGISTRY[target], record.parent) if target in _WITH_TASKS else None
    if isinstance(record, Objective):
        return reader.get(Engagement, record.engagement)
    if "engagement" in record.declaration.fields:
        return reader.get(Engagement, record["engagement"])
    return None
