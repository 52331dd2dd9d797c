"""The actions of the record menu that move a state: which there are, and carrying one out.

An action says where a record goes; whether it may go there is decided by the lifecycle rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from successtui.domain.errors import BadCall, Refused
from successtui.domain.lifecycle import FINAL, TRANSITIONS, state_field
from successtui.records import REGISTRY, Record
from successtui.records.picklists import Progress
from successtui.services.records import Saved, add_note
from successtui.services.saver import Saver
from successtui.services.session import Session
from successtui.store import journal

_ENDED = FINAL | {"Completed", "Declined"}
_STATES: dict[str, dict[str, str]] = {
    "close": {"": "Closed", "plan": "Completed"},
    "complete": {"": "Closed", "plan": "Completed"},
    "cancel": {"": "Canceled"},
    "reopen": {"": "In progress", "plan": "Active", "risk_signal": "Active"},
    "pause": {"": "Paused", "plan": "On hold"},
    "start": {"": "In progress", "plan": "Active", "risk_signal": "Active"},
}
ACTIONS = tuple(_STATES)
"""Names of the actions, as the command line takes them."""
_TITLES = {"complete": "Complete", "close": "Close", "cancel": "Cancel", "reopen": "Reopen"}


@dataclass(frozen=True, slots=True)
class Acted:
    """What an action did, or would do.

    Attributes:
        effects: one line for each other record it changes.
    """

    saved: Saved
    effects: tuple[str, ...]


def act(
    session: Session,
    record: Record,
    action: str,
    values: Mapping[str, Any],
    *,
    note: str = "",
    confirmed: bool = False,
    dry_run: bool = False,
) -> Acted:
    """Carries out an action, with further fields such as closure code and close notes.

    Args:
        dry_run: find out what would happen, and store nothing.

    Raises:
        BadCall: records of this type know no such action.
        Invalid, Forbidden, NotFound, Refused, NeedsConfirmation: what stands in the way.
    """
    changes = {**_goal(record, action), **values}
    label = record.declaration.label.lower()
    title = f"{_TITLES.get(action, action.capitalize())} {label} {record.number}"
    try:
        with session.change(title.strip()) as unit:
            saver = Saver(unit, session.clock.today(), confirmed=confirmed or dry_run)
            saved = saver.change(record, changes)
            add_note(saver, saved, note)
            unit.prepare()
            effects = () if unit.batch_id is None else _effects(saver, saved, unit.batch_id)
            fields = tuple(n for n, v in saved.values().items() if record[n] != v)
            touched, notices = frozenset(unit.touched), tuple(saver.notices)
            batch = None if dry_run else unit.batch_id
            acted = Acted(Saved(saved, batch, fields, touched, notices), effects)
            if dry_run:
                raise _OnlyLooking(acted)
    except _OnlyLooking as found:
        return found.acted
    return acted


class _OnlyLooking(Exception):
    """Ends a unit of work so that nothing of it is stored."""

    def __init__(self, acted: Acted) -> None:
        super().__init__()
        self.acted = acted


def _goal(record: Record, action: str) -> dict[str, Any]:
    """The field values the action stands for."""
    name = record.declaration.name
    if action not in _STATES:
        raise BadCall(f"there is no action '{action}'; known are: {', '.join(ACTIONS)}")
    if name not in TRANSITIONS:
        raise BadCall(f"a {record.declaration.label.lower()} has no state to {action}")
    field = state_field(name)
    state = _STATES[action].get(name, _STATES[action][""])
    now = str(record[field])
    if action == "reopen" and now not in _ENDED:
        raise Refused(f"it is {now}, so there is nothing to reopen")
    if action == "start" and now in _ENDED:
        raise Refused(f"it is {now}; reopen it instead")
    if action == "pause" and name == "objective":
        return {"progress": Progress.PAUSED}
    choices = record.declaration.fields[field].kind.choices  # type: ignore[attr-defined]
    if state not in choices._value2member_map_:
        raise BadCall(f"a {record.declaration.label.lower()} cannot {action}")
    if now == state:
        raise Refused(f"it is {now} already")
    return {field: choices(state)}


def _effects(saver: Saver, record: Record, batch: int) -> tuple[str, ...]:
    """One line for each other record the batch changed, as far as the person sees it."""
    own = (record.declaration.name, record.id)
    lines: dict[tuple[str, int], str] = {}
    for change in journal.changes_of_batch(saver.unit.connection, batch):
        where = (change.record_type, change.record_id)
        if where == own or where in lines:
            continue
        cls = REGISTRY[change.record_type]
        other = saver.unit.get(cls, change.record_id)
        if other is not None and change.record_type in TRANSITIONS:
            state = other[state_field(change.record_type)]
            lines[where] = f"{other.number} {other.caption} will be {str(state).lower()}"
    return tuple(lines.values())
