"""What the workspace keeps about itself: settings, picklists, and the notes on records."""

from datetime import datetime
from enum import StrEnum

from successtui.records.kinds import (
    OnDelete,
    any_reference,
    instant,
    picklist,
    reference,
    text,
    text_list,
)
from successtui.records.record import Record, Scope


class Setting(
    Record,
    key=("name",),
    family="setting",
    scope=Scope.EVERYONE,
    columns=("name", "value"),
):
    """One setting of the workspace, such as the base currency."""

    name: str = text(required=True, max_length=64, unique=True)
    value: str | None = text()


class PicklistValues(
    Record,
    name="picklist",
    file="picklists",
    label="Picklist",
    key=("name",),
    family="picklist",
    scope=Scope.EVERYONE,
    columns=("name", "entries"),
):
    """The values of a list that administrators may change (R003-48, R001-18)."""

    name: str = text(required=True, max_length=64, unique=True)
    entries: tuple[str, ...] = text_list(label="Values")


class NotedType(StrEnum):
    """What can carry work notes."""

    ENGAGEMENT = "engagement"
    OBJECTIVE = "objective"
    OUTCOME = "outcome"
    PLAY = "play"
    TASK = "task"
    SUCCESS_CASE = "success_case"
    INTERNAL_PLAY = "internal_play"
    TOUCHPOINT = "touchpoint"
    RISK_SIGNAL = "risk_signal"


def takes_notes(record_type: type[Record]) -> bool:
    """Whether records of that type carry work notes."""
    return record_type.declaration.name in set(NotedType)


class WorkNote(
    Record,
    name="work_note",
    label="Work note",
    key=("record_type", "record", "at", "author"),
    caption="",
    family="work_note",
    scope=Scope.NOTE,
    through="record",
    columns=("record_type", "record", "at", "author", "text"),
):
    """An internal note; only ever added, never shown to a customer (R000-20)."""

    record_type: NotedType = picklist(NotedType, required=True)
    record: int = any_reference(
        "record_type",
        {kind.value: kind.value for kind in NotedType},
        required=True,
        on_delete=OnDelete.TAKE_ALONG,
    )
    at: datetime = instant(required=True)
    author: int = reference("user", required=True)
    text: str = text(required=True, multiline=True, internal=True)
