"""A bulk change made ready: its texts read once, and what it means for each record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from successtui.domain.errors import BadCall, Invalid, Problem
from successtui.domain.lifecycle import TRANSITIONS, state_field
from successtui.records import Record
from successtui.records.kinds import Boolean, Picklist, TextList
from successtui.services.bulk.changes import (
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
    takes_kinds,
)
from successtui.services.reading import read_values
from successtui.store.reader import Reader

_CLOSED = ("Closed", "Completed")
_CANCELED = ("Canceled",)


@dataclass(frozen=True, slots=True)
class Ready:
    """A bulk change whose texts were read.

    Attributes:
        verb: what is done, for the title of the batch.
        values: the same for every record.
        add, remove: by field that holds several, what is added and taken away.
        ends: the field and value that make a record one the change was done to already.
    """

    verb: str
    values: Mapping[str, Any] = field(default_factory=dict)
    add: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    remove: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    ends: tuple[str, object] | None = None
    deletes: bool = False

    def wanted(self, record: Record) -> dict[str, Any]:
        """What to change on a record; empty when it is as wanted already."""
        if self.ends is not None and record[self.ends[0]] == self.ends[1]:
            return {}
        found = {n: v for n, v in self.values.items() if record[n] != v}
        for name, more in self.add.items():
            held = tuple(item for item in record[name] if item not in self.remove[name])
            kept = (*held, *(item for item in more if item not in held))
            if kept != record[name]:
                found[name] = kept
        return found


def ready(reader: Reader, cls: type[Record], change: BulkChange, today: date) -> Ready:
    """Reads the texts of a change.

    Raises:
        BadCall: records of the type take no such change, or it says nothing.
        Invalid: a field is unknown, or a value cannot be understood.
    """
    match change:
        case Edit():
            return _edit(reader, cls, change, today)
        case Assign():
            return _assign(reader, cls, change, today)
        case Close(code=code, notes=notes):
            texts = {"closure_code": code, "close_notes": notes}
            return _end(reader, cls, "Close", _CLOSED, texts, today)
        case Cancel(notes=notes):
            return _end(reader, cls, "Cancel", _CANCELED, {"close_notes": notes}, today)
        case Members():
            return _members(reader, cls, change, today)
        case Delete():
            return Ready("Delete", deletes=True)


def _edit(reader: Reader, cls: type[Record], change: Edit, today: date) -> Ready:
    texts = {name: text for name, text in change.texts.items() if text.strip()}
    both = texts | dict.fromkeys(change.clear, "")
    if not both:
        raise BadCall("say what to change: no field has a value")
    known = {f.name: f for f in editable(cls)}
    problems = []
    for name in both:
        declared = cls.declaration.fields.get(name)
        label = declared.label if declared else name
        if declared is not None and name not in known:
            problems.append(Problem(name, label, "cannot be changed for many records at once"))
        elif name in texts and name in change.clear:
            problems.append(Problem(name, label, "is given a value and emptied at once"))
        elif name in change.clear and declared and isinstance(declared.kind, Boolean):
            problems.append(Problem(name, label, "is yes or no, so it cannot be emptied"))
    if problems:
        raise Invalid(problems)
    return Ready("Edit", read_values(reader, cls, both, today))


def _assign(reader: Reader, cls: type[Record], change: Assign, today: date) -> Ready:
    owner = assignable(cls)
    plural = cls.declaration.plural.lower()
    if owner is None:
        raise BadCall(f"{plural} have no owner to assign")
    text = change.owner.strip()
    if not text:
        raise BadCall(f"say whom to assign the {plural} to")
    if takes_kinds(owner) and ":" not in text:
        text = f"user:{text}"
    return Ready("Assign", read_values(reader, cls, {owner.name: text}, today))


def _end(
    reader: Reader,
    cls: type[Record],
    verb: str,
    states: tuple[str, ...],
    texts: Mapping[str, str],
    today: date,
) -> Ready:
    """Closing and canceling; which records may is for the lifecycle rules to say."""
    declaration = cls.declaration
    name = state_field(declaration.name)
    kind = declaration.fields[name].kind if declaration.name in TRANSITIONS else None
    choices = kind.choices if isinstance(kind, Picklist) else ()
    goal = next((choice for choice in choices if choice in states), None)
    if goal is None:
        raise BadCall(f"{declaration.plural.lower()} have no state to {verb.lower()}")
    given = {n: text for n, text in texts.items() if text.strip()}
    for field_name in given:
        if field_name not in declaration.fields:
            what = field_name.replace("_", " ")
            raise BadCall(f"{declaration.plural.lower()} take no {what}")
    values = read_values(reader, cls, given, today)
    return Ready(verb, {name: goal, **values}, ends=(name, goal))


def _members(reader: Reader, cls: type[Record], change: Members, today: date) -> Ready:
    known = {f.name: f for f in member_fields(cls)}
    if change.field not in known:
        listed = ", ".join(known) or "none"
        plural = cls.declaration.plural.lower()
        message = f"'{change.field}' of {plural} does not hold several values; those that do:"
        raise BadCall(f"{message} {listed}")
    if not (change.add or change.remove):
        raise BadCall("say what to add or to take away")
    one_each = isinstance(known[change.field].kind, TextList)

    def read(texts: tuple[str, ...]) -> tuple[Any, ...]:
        joined = ";".join(texts)
        return tuple(read_values(reader, cls, {change.field: joined}, today)[change.field] or ())

    add, remove = read(change.add), read(change.remove)
    verb = "Tag" if one_each and change.field == "tags" else "Edit"
    return Ready(verb, add={change.field: add}, remove={change.field: remove})
