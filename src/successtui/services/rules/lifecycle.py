"""States: which may follow which, what goes along, what closing needs, what stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from successtui.domain.errors import NeedsConfirmation, Refused
from successtui.domain.lifecycle import (
    CLOSE_ON_ONE_KEY,
    FINAL,
    TRANSITIONS,
    check_closure,
    check_transition,
    couple,
    default_code,
    is_open,
    state_field,
)
from successtui.records import Record
from successtui.services.children import open_children, parent_of
from successtui.services.draft import Draft, Mode
from successtui.services.rules.base import Rule
from successtui.services.statuses import check_list, drive_state, follow_state

if TYPE_CHECKING:
    from successtui.services.saver import Saver

_CLOSES_ALONE = ("outcome",)
"""Types that may close while work hangs from them (G2 does not name them)."""
_CLOSING = ("closure_code", "close_notes", "closed_at", "closed_by")
_SHOWN = 5


class OpenChildren(Refused):
    """Work below is still open; it can be closed or canceled along (G2, G4)."""


def prepare_state(saver: Saver, draft: Draft) -> None:
    """Couples status, progress and state, and fills in or clears what belongs to closing."""
    fields = draft.cls.declaration.fields
    drive_state(saver, draft)
    if "progress" in fields:
        _couple(draft)
    follow_state(saver, draft)
    if "closure_code" not in fields:
        return
    if draft["state"] in FINAL:
        if draft["closure_code"] is None and _defaults_code(draft):
            draft["closure_code"] = default_code(draft.name, str(draft["state"]))
        if draft.changes("state") and "closed_at" not in draft.given:
            if draft.mode is not Mode.IMPORT:
                draft["closed_at"] = saver.unit.now
            if "closed_by" in fields and draft.mode is not Mode.IMPORT:
                draft["closed_by"] = saver.unit.writer.user_id
    elif draft.old is not None and draft.old["state"] in FINAL:
        for name in _CLOSING:
            if name in fields and not (draft.mode is Mode.IMPORT and name in draft.given):
                draft[name] = None


def check_state(saver: Saver, draft: Draft) -> None:
    """Guards that bind people, not history (lifecycles.md, "Imports")."""
    field = state_field(draft.name)
    closes = "closure_code" in draft.cls.declaration.fields
    moved = draft.changes(field)
    amended = closes and (draft.changes("closure_code") or draft.changes("close_notes"))
    if draft.mode is not Mode.PERSON or not (moved or amended):
        return
    old, new = draft.before(field), str(draft[field])
    try:
        if old is not None:
            check_transition(draft.name, str(old), new)
        if closes:
            check_closure(draft.name, new, draft["closure_code"], draft["close_notes"])
    except Refused as refusal:
        named = "close_notes" if "close notes" in str(refusal) else field
        named = "closure_code" if "closure code" in str(refusal) else named
        draft.refuse(named, str(refusal))
        return
    if draft.old is None or not moved:
        return
    if new == "Closed" and draft.name not in _CLOSES_ALONE:
        _refuse_open_children(saver, draft.old)
    if new == "Canceled":
        _confirm_cascade(saver, draft.old)
    if old in FINAL and new not in FINAL:
        _refuse_under_closed_parent(saver, draft.old)


def cascade(saver: Saver, draft: Draft, record: Record) -> None:
    """Cancels open children along with their parent, once that was confirmed."""
    field = state_field(draft.name)
    canceled = draft.old is not None and draft.changes(field) and draft[field] == "Canceled"
    if not canceled or draft.mode is Mode.IMPORT:
        return
    notes = draft["close_notes"] or f"Canceled with {record.caption}"
    for child in open_children(saver.unit.house, record):
        fresh = saver.unit.house.get(type(child), child.id)
        if fresh is not None and is_open(fresh["state"]):
            changes = {"state": "Canceled", "close_notes": notes}
            saver.change(fresh, changes, mode=Mode.PROGRAM)


def _couple(draft: Draft) -> None:
    if draft.mode is Mode.IMPORT and "progress" in draft.given:
        return
    state_set = draft.is_new or draft.changes("state")
    progress_set = "progress" in draft.given and draft.changes("progress")
    if draft.is_new:
        progress_set = "progress" in draft.given
        state_set = "state" in draft.given or not progress_set
    if not state_set and not progress_set:
        return
    try:
        state, progress = couple(
            draft.name,
            state=str(draft["state"]),
            progress=draft["progress"],
            state_set=state_set,
            progress_set=progress_set,
        )
    except Refused as refusal:
        draft.refuse("progress", str(refusal))
        return
    kinds = draft.cls.declaration.fields
    draft["state"] = kinds["state"].kind.choices(state)  # type: ignore[attr-defined]
    draft["progress"] = kinds["progress"].kind.choices(progress)  # type: ignore[attr-defined]


def _defaults_code(draft: Draft) -> bool:
    """Imports and cascades, cancellation, and the work that closes on one key fill the code in."""
    if draft.mode is not Mode.PERSON or draft["state"] == "Canceled":
        return True
    return draft.name in CLOSE_ON_ONE_KEY


def _refuse_open_children(saver: Saver, record: Record) -> None:
    children = open_children(saver.unit.house, record)
    if children:
        visible = tuple(f"{c.number} {c.caption} is {c['state']}" for c in children)
        label = record.declaration.label.lower()
        message = f"the {label} still has {len(children)} open; close or cancel them first"
        raise OpenChildren(f"{message}: {'; '.join(visible[:_SHOWN])}", visible)


def _confirm_cascade(saver: Saver, record: Record) -> None:
    children = open_children(saver.unit.house, record)
    if children and not saver.confirmed:
        effects = tuple(f"{c.number} {c.caption} will be canceled" for c in children)
        message = f"canceling takes {len(children)} open records along; confirm it to go on"
        raise NeedsConfirmation(message, effects)


def _refuse_under_closed_parent(saver: Saver, record: Record) -> None:
    parent = parent_of(saver.unit.house, record)
    if parent is not None and not is_open(parent[state_field(parent.declaration.name)]):
        label = parent.declaration.label.lower()
        seen = saver.sees(parent.declaration.name, parent.id)
        name = f"{parent.number} {parent.caption}" if seen else "above it"
        message = f"reopen the {label} {name} first"
        raise Refused(message, (message,))


_RULE = Rule(prepare=prepare_state, check=check_state, after=cascade)

LIFECYCLE_RULES = {**dict.fromkeys(TRANSITIONS, _RULE), "picklist": Rule(prepare=check_list)}
