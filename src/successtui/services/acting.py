"""Carrying out the actions of `domain/lifecycle_actions`: what `act` and the record menu share.

An action says where a record goes; whether it may go there is decided by the lifecycle rules as the
saver applies them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from successtui.domain.errors import BadCall, NeedsConfirmation, Refused
from successtui.domain.lifecycle import TRANSITIONS, is_open, proposed_code, state_field
from successtui.domain.lifecycle_actions import Act, acts_named, acts_of, obstacle, states_before
from successtui.domain.permissions import Action, decide
from successtui.records import REGISTRY, Contract, Outcome, Play, Record, Task
from successtui.records.kinds import Picklist
from successtui.services.acting_contracts import contract_changes
from successtui.services.children import open_children
from successtui.services.derived import outcome_values
from successtui.services.records import Saved, add_note
from successtui.services.saver import Saver
from successtui.services.session import Session
from successtui.store import journal

CHILDREN = {"close": "Closed", "cancel": "Canceled"}
"""What can be done with open work below a record that is closed, and the state it gets."""


@dataclass(frozen=True, slots=True)
class Acted:
    """What an action did, or would do.

    Attributes:
        effects: one line for each other record it changes.
        next: the play whose last open task this was; it can be closed now.
    """

    saved: Saved
    effects: tuple[str, ...]
    next: Play | None = None


def act(
    session: Session,
    record: Record,
    action: str,
    values: Mapping[str, Any],
    *,
    note: str = "",
    children: str = "",
    confirmed: bool = False,
    dry_run: bool = False,
) -> Acted:
    """Carries out an action, with further fields such as closure code and close notes.

    Args:
        children: `close` or `cancel` the open work below along with a record that is closed.
        confirmed: the person has seen what goes along.
        dry_run: find out what would happen, and store nothing.

    Raises:
        BadCall: records of this type know no such action.
        Invalid, Forbidden, NotFound, Refused, NeedsConfirmation: what stands in the way.
    """
    name, label = record.declaration.name, record.declaration.label.lower()
    known = acts_named(name, action)
    if not known:
        raise BadCall(_unknown(record, action))
    if children and children not in CHILDREN:
        raise BadCall(f"children can be: {', '.join(CHILDREN)}")
    title = f"{known[0].title} {label} {record.number}".strip()
    try:
        with session.change(title) as unit:
            saver = Saver(unit, session.clock.today(), confirmed=confirmed or dry_run)
            current = unit.require(type(record), record.id)
            chosen = _fitting(saver, known, current)
            changes = _changes(saver, chosen, current, values)
            if children and chosen.state == "Closed":
                _end_children(saver, current, children, changes)
            saver.unlocked = frozenset((*chosen.sets, *chosen.takes, *changes_of(chosen)))
            saved = saver.change(current, changes)
            saver.unlocked = frozenset()
            add_note(saver, saved, note)
            unit.prepare()
            effects = () if unit.batch_id is None else _effects(saver, saved, unit.batch_id)
            fields = tuple(n for n, v in saved.values().items() if current[n] != v)
            touched, notices = frozenset(unit.touched), tuple(dict.fromkeys(saver.notices))
            batch = None if dry_run else unit.batch_id
            following = _play_done(saver, saved)
            acted = Acted(Saved(saved, batch, fields, touched, notices), effects, following)
            if dry_run:
                raise _OnlyLooking(acted)
    except _OnlyLooking as found:
        return found.acted
    return acted


def changes_of(chosen: Act) -> tuple[str, ...]:
    """The fields of a contract that an act fills in besides what it declares."""
    if "contract" not in chosen.types:
        return ()
    dates = ("end_date", "renewal_end") if chosen.review == "extension" else ()
    return ("state", "substate", "renewal_finalized_on", *dates)


class _OnlyLooking(Exception):
    """Ends a unit of work so that nothing of it is stored."""

    def __init__(self, acted: Acted) -> None:
        super().__init__()
        self.acted = acted


def _unknown(record: Record, action: str) -> str:
    plural = record.declaration.plural.lower()
    known = ", ".join(dict.fromkeys(a.name for a in acts_of(record.declaration.name)))
    if not known:
        return f"{plural} have no actions such as '{action}'"
    return f"{plural} have no action '{action}'; known are: {known}"


def _fitting(saver: Saver, known: list[Act], record: Record) -> Act:
    """The first of the acts that is possible now and allowed.

    Raises:
        Forbidden: the person may not.
        Refused: none is possible, and why the first is not.
    """
    about = saver.subject(type(record), record.values())
    decide(saver.unit.writer, Action.EDIT, about).enforce()
    name, values = record.declaration.name, record.values()
    now = str(values.get(state_field(name)))
    near = [act for act in known if now in states_before(act, name)] or known
    chosen = next((act for act in near if not obstacle(act, name, values)), near[0])
    decide(saver.unit.writer, chosen.right, about).enforce()
    if reason := obstacle(chosen, name, values):
        raise Refused(f"cannot {chosen.name} {record.number or record.caption}: {reason}")
    return chosen


def _changes(
    saver: Saver, chosen: Act, record: Record, values: Mapping[str, Any]
) -> dict[str, Any]:
    """All field values the act stands for, those the person gave included."""
    fields = record.declaration.fields
    goal: dict[str, Any] = {}
    given = dict(chosen.sets)
    if chosen.state:
        given[state_field(record.declaration.name)] = chosen.state
    for name, value in given.items():
        kind = fields[name].kind
        assert isinstance(kind, Picklist)
        goal[name] = None if value is None else kind.choices(value)
    if isinstance(record, Contract):
        return contract_changes(saver, chosen, record, {**values}, goal)
    if isinstance(record, Outcome) and chosen.state == "Closed" and "closure_code" not in values:
        _propose_code(saver, record, goal)
    return {**goal, **values}


def _propose_code(saver: Saver, outcome: Outcome, goal: dict[str, Any]) -> None:
    """The code that an outcome's measured progress proposes (C1, "Outcome extra")."""
    code = code_for(outcome, saver)
    if code is not None:
        kind = outcome.declaration.fields["closure_code"].kind
        assert isinstance(kind, Picklist)
        goal["closure_code"] = kind.choices(code)
        saver.notices.append(f"closure code {code}, as its progress says")


def code_for(outcome: Outcome, saver: Saver) -> str | None:
    """The proposed closure code; `None` while no value was recorded."""
    if outcome.current_value is None:
        return None
    return proposed_code(outcome_values(outcome, saver.today)["progress_pct"])


def _end_children(saver: Saver, record: Record, how: str, changes: Mapping[str, Any]) -> None:
    """Closes or cancels the open work below, what lies deepest first; one note for all (G1)."""
    found = open_children(saver.unit.house, record)
    state = CHILDREN[how]
    if found and not saver.confirmed:
        done = "closed" if how == "close" else "canceled"
        effects = tuple(f"{c.number} {c.caption} will be {done}" for c in found)
        raise NeedsConfirmation(f"{len(found)} open records will be {done}, too", effects)
    for child in sorted(found, key=lambda c: not isinstance(c, Task)):
        fresh = saver.unit.house.get(type(child), child.id)
        if fresh is None or not is_open(fresh["state"]):
            continue
        kind = fresh.declaration.fields["state"].kind
        assert isinstance(kind, Picklist)
        ended = {"state": kind.choices(state), "close_notes": changes.get("close_notes")}
        if how == "close":
            ended["closure_code"] = changes.get("closure_code")
        saver.change(fresh, {n: v for n, v in ended.items() if v is not None})


def _play_done(saver: Saver, record: Record) -> Play | None:
    """The open play all of whose tasks have ended with this one (C1, "Task extra")."""
    if not isinstance(record, Task) or is_open(record.state) or record.parent_type != "play":
        return None
    play = saver.unit.get(Play, record.parent)
    if play is None or not is_open(play.state) or open_children(saver.unit.house, play):
        return None
    return play


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
        if other is None:
            continue
        if cls.declaration.name == "renewal_event":
            lines[where] = f"a renewal event ({other['outcome']}) will be recorded"
        elif cls.declaration.name == "engagement" and change.field == "renewal_date":
            day = other["renewal_date"] or "empty"
            lines[where] = f"{other.number} {other.caption}: renewal date will be {day}"
        elif change.field == state_field(change.record_type) and change.record_type in TRANSITIONS:
            state = str(other[change.field]).lower()
            lines[where] = f"{other.number} {other.caption} will be {state}"
    return tuple(lines.values())
