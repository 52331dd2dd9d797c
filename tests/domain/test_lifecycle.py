"""The tables of states against the tables of lifecycles.md, written out again here."""

from __future__ import annotations

import itertools

import pytest

from successtui.domain.errors import Refused
from successtui.domain.lifecycle import (
    TRANSITIONS,
    allowed_progress,
    check_closure,
    check_stage,
    check_transition,
    couple,
    default_code,
    glyph,
    is_open,
    proposed_code,
    state_field,
)
from successtui.records import REGISTRY
from successtui.records.picklists import ClosureCode, Progress, RiskClosureCode, Stage

N, D, R, P, C, X = "New", "Define", "In progress", "Paused", "Closed", "Canceled"

WORK = {(N, R), (N, P), (N, C), (N, X), (R, P), (R, C), (R, X), (P, R), (P, C), (P, X)}
WORK |= {(C, R), (X, R)}
OBJECTIVE = {(N, D), (N, R), (N, C), (N, X), (D, R), (D, C), (D, X), (R, D), (R, C), (R, X)}
OBJECTIVE |= {(C, R), (X, R)}
ENGAGEMENT = {(N, D), (D, R), (R, C), (N, X), (D, X), (R, X), (C, R), (X, R)}
RISK = {(N, "Active"), (N, C), (N, X), ("Active", C), ("Active", X), (C, "Active"), (X, "Active")}
PLAN = {
    ("Draft", "Active"),
    ("Draft", X),
    ("Active", "On hold"),
    ("On hold", "Active"),
    ("Active", "Completed"),
    ("On hold", "Completed"),
    ("Active", X),
    ("On hold", X),
    ("Completed", "Active"),
}
ESCALATION = {("Requested", "Escalated"), ("Requested", "Declined"), ("Escalated", C)}
DEFINITION = {("Draft", "Published"), ("Published", C), ("Draft", X), ("Published", X)}
NEXT_STEP = {("Pending", "Converted"), ("Pending", "Dropped"), ("Dropped", "Converted")}
LAUNCH = {("Pending", "Running")} | {("Running", s) for s in ("Succeeded", "Failed", X)}
PURSUED = ("Open", "Prospecting", "Engaging")
OPPORTUNITY = {(a, b) for a in PURSUED for b in (*PURSUED, "Closed won", "Closed lost") if a != b}
STAGES = {("Initial onboarding", "Adoption"), ("Adoption", "Expand"), ("Expand", "Renew")}
STAGES |= {("Renew", "Expand"), ("Lost", "Renew"), ("Lost", "Adoption")}
STAGES |= {(s, "Lost") for s in ("Initial onboarding", "Adoption", "Expand", "Renew")}
WORK_TYPES = ("outcome", "play", "task", "success_case", "internal_play", "touchpoint")
ALLOWED = {
    **dict.fromkeys(WORK_TYPES, WORK),
    "objective": OBJECTIVE,
    "engagement": ENGAGEMENT,
    "risk_signal": RISK,
    "plan": PLAN,
    "escalation": ESCALATION,
    "definition_record": DEFINITION,
    "next_step": NEXT_STEP,
    "launcher_notifier": LAUNCH,
    "opportunity": OPPORTUNITY,
}


def states_of(name: str) -> list[str]:
    kind = REGISTRY[name].declaration.fields[state_field(name)].kind
    return [str(choice) for choice in kind.choices]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_every_pair_of_states(name: str) -> None:
    """C1 to C6: exactly the documented transitions are allowed; staying is always allowed."""
    for old, new in itertools.product(states_of(name), repeat=2):
        if old == new or (old, new) in ALLOWED[name]:
            check_transition(name, old, new)
        else:
            with pytest.raises(Refused, match=f"cannot go from {old} to {new}"):
                check_transition(name, old, new)


def test_every_pair_of_stages() -> None:
    """C3: stages are a graph of their own."""
    for old, new in itertools.product(Stage, repeat=2):
        if old == new or (old, new) in STAGES:
            check_stage(old, new)
        else:
            with pytest.raises(Refused, match=f"cannot go from {old} to {new}"):
                check_stage(old, new)


@pytest.mark.parametrize(
    ("progress", "code"),
    [(0, "Missed"), (1, "Partially achieved"), (99, "Partially achieved"), (100, "Achieved")],
)
def test_progress_proposes_a_closure_code(progress: int, code: str) -> None:
    """C1, outcome extra: 100 is Achieved, 1 to 99 Partially achieved, 0 Missed."""
    assert proposed_code(progress) == code


def test_no_table_is_left_untested() -> None:
    """A new table of states needs a line here."""
    assert set(TRANSITIONS) == set(ALLOWED)


def test_a_refusal_says_where_one_can_go() -> None:
    """The message lists what is possible."""
    with pytest.raises(Refused, match=r"it can go to: In progress$"):
        check_transition("task", C, P)
    with pytest.raises(Refused, match=r"it can go to: nothing$"):
        check_transition("plan", X, "Draft")


def test_types_without_states_are_not_bound() -> None:
    """A record type without a lifecycle has no transitions to break."""
    check_transition("account", "Prospect", "Canceled")


FIRST = {N: "Not Started", D: "Not Started", R: "On-Track", P: "Paused", C: "Completed", X: X}


@pytest.mark.parametrize("name", [*WORK_TYPES, "objective"])
def test_progress_goes_with_state(name: str) -> None:
    """R000-13: two fields; entering a state sets the progress that belongs to it."""
    for state in states_of(name):
        assert couple(name, state=state, progress=None, state_set=True, progress_set=False) == (
            state,
            FIRST[state],
        )
        assert allowed_progress(name, state)[0] == FIRST[state]


def test_entering_in_progress_keeps_at_risk() -> None:
    """In progress is On-Track unless At Risk is chosen."""
    both = couple("task", state=R, progress="At Risk", state_set=True, progress_set=True)
    assert both == (R, "At Risk")
    kept = couple("task", state=R, progress="At Risk", state_set=True, progress_set=False)
    assert kept == (R, "At Risk")


DRIVES = {
    "Not Started": N,
    "On-Track": R,
    "At Risk": R,
    "Paused": P,
    "Completed": C,
    "Canceled": X,
}


@pytest.mark.parametrize("progress", list(Progress))
def test_progress_drives_state_back(progress: Progress) -> None:
    """Setting progress moves the state the same way."""
    for state in states_of("task"):
        result = couple("task", state=state, progress=progress, state_set=False, progress_set=True)
        fits = progress in allowed_progress("task", state)
        assert result == (state if fits else DRIVES[progress], progress)


def test_pausing_an_objective_leaves_it_in_progress() -> None:
    """C2: an objective has no state Paused; pausing is progress Paused while In progress."""
    assert "Paused" not in states_of("objective")
    for state in (N, D, R):
        result = couple(
            "objective", state=state, progress="Paused", state_set=False, progress_set=True
        )
        assert result == (R, "Paused")


def test_contradictions_are_refused() -> None:
    """Combinations such as Closed with At Risk are refused."""
    for state, progress in itertools.product(states_of("task"), Progress):
        if progress in allowed_progress("task", state):
            continue
        with pytest.raises(Refused, match=f"progress {progress} does not fit state {state}"):
            couple("task", state=state, progress=progress, state_set=True, progress_set=True)


def test_a_state_without_progress_is_left_alone() -> None:
    """States outside the coupling keep whatever progress there is."""
    result = couple("task", state="Limbo", progress="Paused", state_set=True, progress_set=False)
    assert result == ("Limbo", "Paused")


@pytest.mark.parametrize(
    ("name", "state", "code", "notes", "complaint"),
    [
        ("play", N, None, None, None),
        ("play", C, "Achieved", "Done", None),
        ("play", C, "Achieved", None, "closing needs close notes"),
        ("play", C, "Achieved", "", "closing needs close notes"),
        ("play", C, "Achieved", " \n", "closing needs close notes"),
        ("play", C, None, "Done", "closing needs a closure code"),
        ("play", C, "Canceled", "Done", "another closure code than Canceled"),
        ("play", X, "Achieved", "Done", "has the closure code Canceled"),
        ("play", X, "Canceled", "Done", None),
        ("play", X, "Canceled", None, "closing needs close notes"),
        ("task", C, "Achieved", None, None),
        ("task", X, "Canceled", None, None),
        ("touchpoint", C, "Missed", None, None),
        ("touchpoint", C, None, None, "closing needs a closure code"),
    ],
)
def test_what_closing_needs(
    name: str, state: str, code: str | None, notes: str | None, complaint: str | None
) -> None:
    """G1: closure code and notes; a task or touchpoint closes without notes."""
    if complaint is None:
        check_closure(name, state, code, notes)
    else:
        with pytest.raises(Refused, match=complaint):
            check_closure(name, state, code, notes)


def test_default_codes() -> None:
    """Achieved on closing (risk: Mitigated), Canceled on canceling, none while open."""
    assert default_code("task", C) == ClosureCode.ACHIEVED
    assert default_code("risk_signal", C) == RiskClosureCode.MITIGATED
    assert default_code("risk_signal", X) == RiskClosureCode.CANCELED
    assert default_code("task", R) is None


def test_open_and_closed() -> None:
    """Work has ended when it is Closed or Canceled."""
    assert [state for state in (N, D, R, P, C, X, "Active", None) if not is_open(state)] == [C, X]


def test_every_status_has_a_sign() -> None:
    """Status never depends on colour alone; other words get a blank."""
    for name in ALLOWED:
        if name in ("next_step", "launcher_notifier"):
            continue
        assert all(glyph(state).strip() for state in states_of(name)), name
    assert glyph(Progress.AT_RISK) == "!"
    assert glyph("Suite") == " "
