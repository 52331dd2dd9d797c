"""Which states may follow which, how progress goes along, and what closing needs (C1 to C4).

Pure tables and functions. What stands in the way because of *other* records (open children, a
closed parent) is checked by the services.
"""

from __future__ import annotations

from enum import StrEnum

from successtui.domain.errors import Refused
from successtui.domain.plaintext import is_blank
from successtui.records.picklists import ClosureCode, Progress, RiskClosureCode, Stage

FINAL = frozenset({"Closed", "Canceled"})
"""States in which work has ended."""

_WORK = {
    "New": {"In progress", "Paused", "Closed", "Canceled"},
    "In progress": {"Paused", "Closed", "Canceled"},
    "Paused": {"In progress", "Closed", "Canceled"},
    "Closed": {"In progress"},
    "Canceled": {"In progress"},
}
_OBJECTIVE = {
    "New": {"Define", "In progress", "Closed", "Canceled"},
    "Define": {"In progress", "Closed", "Canceled"},
    "In progress": {"Define", "Closed", "Canceled"},
    "Closed": {"In progress"},
    "Canceled": {"In progress"},
}
_ENGAGEMENT = {
    "New": {"Define", "Canceled"},
    "Define": {"In progress", "Canceled"},
    "In progress": {"Closed", "Canceled"},
    "Closed": {"In progress"},
    "Canceled": {"In progress"},
}
_RISK = {
    "New": {"Active", "Closed", "Canceled"},
    "Active": {"Closed", "Canceled"},
    "Closed": {"Active"},
    "Canceled": {"Active"},
}
_PLAN = {
    "Draft": {"Active", "Canceled"},
    "Active": {"On hold", "Completed", "Canceled"},
    "On hold": {"Active", "Completed", "Canceled"},
    "Completed": {"Active"},
    "Canceled": set[str](),
}
_ESCALATION = {
    "Requested": {"Escalated", "Declined"},
    "Escalated": {"Closed"},
    "Declined": set[str](),
    "Closed": set[str](),
}
_DEFINITION = {
    "Draft": {"Published", "Canceled"},
    "Published": {"Closed", "Canceled"},
    "Closed": set[str](),
    "Canceled": set[str](),
}
_NEXT_STEP = {
    "Pending": {"Converted", "Dropped"},
    "Dropped": {"Converted"},
    "Converted": set[str](),
}
_LAUNCH = {
    "Pending": {"Running"},
    "Running": {"Succeeded", "Failed", "Canceled"},
    "Succeeded": set[str](),
    "Failed": set[str](),
    "Canceled": set[str](),
}
_PURSUED = {"Open", "Prospecting", "Engaging", "Closed won", "Closed lost"}
_OPPORTUNITY = {
    **{stage: _PURSUED - {stage} for stage in ("Open", "Prospecting", "Engaging")},
    "Closed won": set[str](),
    "Closed lost": set[str](),
}
STAGES: dict[str, set[str]] = {
    Stage.INITIAL_ONBOARDING: {Stage.ADOPTION, Stage.LOST},
    Stage.ADOPTION: {Stage.EXPAND, Stage.LOST},
    Stage.EXPAND: {Stage.RENEW, Stage.LOST},
    Stage.RENEW: {Stage.EXPAND, Stage.LOST},
    Stage.LOST: {Stage.RENEW, Stage.ADOPTION},
}
"""The stages of an engagement that may follow each stage, apart from its state (C3)."""
CLOSE_ON_ONE_KEY = ("task", "touchpoint")
"""Work that closes without asking: the code defaults, notes may stay empty (G1)."""

_WORK_TYPES = ("outcome", "play", "task", "success_case", "internal_play", "touchpoint")

TRANSITIONS: dict[str, dict[str, set[str]]] = {
    **dict.fromkeys(_WORK_TYPES, _WORK),
    "objective": _OBJECTIVE,
    "engagement": _ENGAGEMENT,
    "risk_signal": _RISK,
    "escalation": _ESCALATION,
    "definition_record": _DEFINITION,
    "plan": _PLAN,
    "next_step": _NEXT_STEP,
    "launcher_notifier": _LAUNCH,
    "opportunity": _OPPORTUNITY,
}
"""For each record type, the states that may follow each state."""

STATE_FIELD = {"plan": "status", "launcher_notifier": "status", "opportunity": "stage"}
"""Types whose state stands in a field of another name."""

_COUPLED = {
    "New": Progress.NOT_STARTED,
    "Define": Progress.NOT_STARTED,
    "In progress": Progress.ON_TRACK,
    "Paused": Progress.PAUSED,
    "Closed": Progress.COMPLETED,
    "Canceled": Progress.CANCELED,
}
_DRIVES = {
    Progress.NOT_STARTED: "New",
    Progress.ON_TRACK: "In progress",
    Progress.AT_RISK: "In progress",
    Progress.PAUSED: "Paused",
    Progress.COMPLETED: "Closed",
    Progress.CANCELED: "Canceled",
}


def state_field(record_type: str) -> str:
    """The field that holds the state of records of that type."""
    return STATE_FIELD.get(record_type, "state")


def is_open(state: object) -> bool:
    """Whether work in that state has not ended."""
    return str(state) not in FINAL


def check_transition(record_type: str, old: str, new: str) -> None:
    """Raises `Refused` unless a record of that type may go from `old` to `new`."""
    if (table := TRANSITIONS.get(record_type)) is not None:
        _check_move(table, old, new)


def check_stage(old: str, new: str) -> None:
    """Raises `Refused` unless an engagement may go from one stage to the other (C3)."""
    _check_move(STAGES, old, new)


def _check_move(table: dict[str, set[str]], old: str, new: str) -> None:
    if old == new or new in table.get(old, ()):
        return
    possible = ", ".join(state for state in table if state in table.get(old, ())) or "nothing"
    raise Refused(f"cannot go from {old} to {new}; from {old} it can go to: {possible}")


def allowed_progress(record_type: str, state: str) -> tuple[Progress, ...]:
    """The progress values that fit a state; the first is the one entered with it."""
    if state == "In progress":
        steady = (Progress.ON_TRACK, Progress.AT_RISK)
        return (*steady, Progress.PAUSED) if record_type == "objective" else steady
    return (_COUPLED[state],) if state in _COUPLED else ()


def couple(
    record_type: str, *, state: str, progress: str | None, state_set: bool, progress_set: bool
) -> tuple[str, str | None]:
    """State and progress after one or both were set (lifecycles.md, "progress coupling").

    Args:
        state_set, progress_set: which of the two the person set.

    Raises:
        Refused: the two contradict each other.
    """
    if progress_set and not state_set and progress is not None:
        fitting = allowed_progress(record_type, state)
        if progress not in fitting:
            state = _DRIVES[Progress(progress)]
            if record_type == "objective" and state == "Paused":
                state = "In progress"
            return state, progress
        return state, progress
    fitting = allowed_progress(record_type, state)
    if not fitting or (progress in fitting):
        return state, progress
    if progress_set:
        raise Refused(f"progress {progress} does not fit state {state}: use {fitting[0]}")
    return state, fitting[0]


def default_code(record_type: str, state: str) -> str | None:
    """The closure code given when none was chosen."""
    if state == "Canceled":
        return ClosureCode.CANCELED.value
    if state == "Closed":
        return (
            RiskClosureCode.MITIGATED.value
            if record_type == "risk_signal"
            else ClosureCode.ACHIEVED.value
        )
    return None


def proposed_code(progress_pct: int) -> str:
    """The closure code an outcome's measured progress proposes, 0 to 100 (C1, "Outcome extra")."""
    if progress_pct >= 100:
        return ClosureCode.ACHIEVED.value
    return (ClosureCode.PARTIALLY_ACHIEVED if progress_pct > 0 else ClosureCode.MISSED).value


def check_closure(record_type: str, state: str, code: str | None, notes: str | None) -> None:
    """Raises `Refused` when closing information is missing or does not fit (G1).

    A task or touchpoint closes on one key: its code defaults and its notes may stay empty.
    """
    if state not in FINAL:
        return
    if state == "Closed" and code == "Canceled":
        raise Refused("a closed record needs another closure code than Canceled")
    if state == "Canceled" and code != "Canceled":
        raise Refused("a canceled record has the closure code Canceled")
    if code is None:
        raise Refused("closing needs a closure code")
    if is_blank(notes or "") and record_type not in ("task", "touchpoint"):
        raise Refused("closing needs close notes; one line is enough")


class Glyph(StrEnum):
    """One character for a status, so that it never depends on colour alone."""

    NEW = "○"
    DEFINE = "◌"
    RUNNING = "▶"
    PAUSED = "‖"
    DONE = "✓"
    CANCELED = "✗"
    AT_RISK = "!"


_GLYPHS = {
    "New": Glyph.NEW,
    "Not Started": Glyph.NEW,
    "Draft": Glyph.NEW,
    "Requested": Glyph.NEW,
    "Define": Glyph.DEFINE,
    "In progress": Glyph.RUNNING,
    "On-Track": Glyph.RUNNING,
    "Active": Glyph.RUNNING,
    "Published": Glyph.RUNNING,
    "Paused": Glyph.PAUSED,
    "On hold": Glyph.PAUSED,
    "At Risk": Glyph.AT_RISK,
    "Overdue": Glyph.AT_RISK,
    "Escalated": Glyph.AT_RISK,
    "Closed": Glyph.DONE,
    "Completed": Glyph.DONE,
    "Green": Glyph.DONE,
    "Yellow": Glyph.AT_RISK,
    "Red": Glyph.CANCELED,
    "Expired": Glyph.CANCELED,
    "Declined": Glyph.CANCELED,
    "Open": Glyph.NEW,
    "Prospecting": Glyph.DEFINE,
    "Engaging": Glyph.RUNNING,
    "Closed won": Glyph.DONE,
    "Closed lost": Glyph.CANCELED,
    "Canceled": Glyph.CANCELED,
}


def glyph(status: object) -> str:
    """The character that stands before a status word; a blank for words without one."""
    return str(_GLYPHS.get(str(status), " "))
