"""Statuses an admin defines, kept in step with the state they belong to (R001-18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from successtui.domain.errors import Refused
from successtui.domain.lifecycle_statuses import STATUS_LISTS, Status, check_entries, read_entry
from successtui.records import PicklistValues
from successtui.records.kinds import Picklist
from successtui.services.draft import Draft, Mode
from successtui.store.reader import Reader

if TYPE_CHECKING:
    from successtui.services.saver import Saver

_LIST_OF = {record_type: name for name, record_type in STATUS_LISTS.items()}


def statuses(reader: Reader, record_type: str) -> tuple[Status, ...]:
    """The statuses that records of that type can have, in the order of their list."""
    name = _LIST_OF.get(record_type)
    stored = None if name is None else reader.by_key(PicklistValues, name)
    return () if stored is None else tuple(read_entry(entry) for entry in stored.entries)


def drive_state(saver: Saver, draft: Draft) -> None:
    """Choosing a status sets its state, whose guards then hold; history keeps what it brings."""
    if draft.name not in _LIST_OF or draft.mode is Mode.IMPORT:
        return
    chosen = draft["status"]
    if chosen is None or not draft.changes("status"):
        return
    status = _called(saver, draft.name, str(chosen))
    if status is None or not status.state or status.state == str(draft["state"]):
        return
    if "state" in draft.given and (draft.is_new or draft.changes("state")):
        message = f"'{status.label}' belongs to {status.state}, not to {draft['state']}"
        draft.refuse("status", message)
        return
    kind = draft.cls.declaration.fields["state"].kind
    assert isinstance(kind, Picklist)
    draft["state"] = kind.choices(status.state)


def follow_state(saver: Saver, draft: Draft) -> None:
    """A state that contradicts the status replaces it by its own label, if it has just one."""
    if draft.name not in _LIST_OF or draft.mode is Mode.IMPORT:
        return
    held = draft["status"]
    if held is None or draft.is_new or not draft.changes("state"):
        return
    status = _called(saver, draft.name, str(held))
    state = str(draft["state"])
    if status is None or status.state in ("", state):
        return
    if draft.changes("status"):
        draft.refuse("status", f"'{status.label}' belongs to {status.state}, not to {state}")
        return
    fitting = [s.label for s in statuses(saver.unit.house, draft.name) if s.state == state]
    draft["status"] = fitting[0] if len(fitting) == 1 else None


def check_list(_saver: Saver, draft: Draft) -> None:
    """Each label of a status list stands there once, and belongs to a state there is."""
    if draft["name"] not in STATUS_LISTS or not draft.changes("entries"):
        return
    entries = tuple(draft["entries"] or ())
    try:
        draft["entries"] = check_entries(draft["name"], entries)
    except Refused as refusal:
        draft.refuse("entries", str(refusal))
        return
    stateless = [s.label for s in map(read_entry, draft["entries"]) if not s.state]
    if stateless and draft.mode is Mode.PERSON:
        label = stateless[0]
        draft.notices.append(
            f"'{label}' belongs to no state; to make it set one, write: {label} = In progress"
        )


def _called(saver: Saver, record_type: str, label: str) -> Status | None:
    known = statuses(saver.unit.house, record_type)
    return next((s for s in known if s.label.casefold() == label.casefold()), None)
