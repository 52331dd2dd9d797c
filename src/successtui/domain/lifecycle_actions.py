"""Every action that moves a record through its lifecycle, declared once (C1 to C6).

The command `act`, the `.` menu on screen and their refusals derive from `ACTS`. Which states may
follow which stands in `lifecycle.TRANSITIONS`; here stands what a person calls the step, which
record types know it, who may take it and what it asks for. Knows no other records.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from successtui.domain.errors import Refused
from successtui.domain.lifecycle import FINAL, TRANSITIONS, check_stage, state_field
from successtui.domain.permissions import Action

_ENDED = FINAL | {"Completed"}
_WORK = ("outcome", "play", "task", "success_case", "internal_play", "touchpoint")
_GOALS = ("objective", "engagement")
_CLOSES = (*_WORK, *_GOALS, "risk_signal")
_REVIEWED = ("Awaiting review", "Under review")
_NEW_REVIEW = (None, "Rejected")
_RENEWABLE = (None, "Rejected", "Renewal rejected")
_EXTENSIBLE = (*_RENEWABLE, "Extension approved", "Extension rejected")
RENEWAL_TERMS = (
    "renewal_start",
    "renewal_end",
    "renewal_term",
    "auto_renew",
    "cost_adjustment_type",
    "adjustment_amount",
    "adjustment_percentage",
)
"""What a renewal is agreed on."""
CONTRACT_TERMS = ("start_date", "end_date", "value", "currency", *RENEWAL_TERMS)
"""Dates, money and renewal of a contract: read-only after Draft except through actions (C5)."""


@dataclass(frozen=True, slots=True)
class Act:
    """One action.

    Attributes:
        name: as the command line takes it; unique among the acts of a record type.
        types: the record types that know it.
        state: the state it leads to; empty when it leaves the state alone.
        sets: further fields and the values they get.
        states: where it is possible; empty for wherever the transitions lead to `state` from.
        substates: of a contract, where it is possible; empty for all, `None` in it for none.
        review: which review of a contract it belongs to.
        reopens: it leads back from a state in which work has ended.
        right: besides editing, what the person must be allowed to do.
        asks: fields a screen asks for, first things first.
        takes: further fields it may set although people may not edit them otherwise.
        also: other names the command line takes; several acts may share one, and the first that
            is possible is meant.
        confirm: a screen asks before.
    """

    name: str
    title: str
    key: str
    types: tuple[str, ...]
    state: str = ""
    sets: Mapping[str, str | None] = field(default_factory=dict)
    states: tuple[str, ...] = ()
    substates: tuple[str | None, ...] = ()
    review: str = ""
    reopens: bool = False
    right: Action = Action.EDIT
    asks: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    confirm: bool = False


_CLOSURE = ("closure_code", "close_notes")
_FLIPS = (*_WORK, "objective")
_CONTRACT = ("contract",)
_APPROVAL: dict[str, Any] = {"types": _CONTRACT, "right": Action.APPROVE}
_AT_WORK = ("Active", "Expired")


def _submission(kind: str, title: str, keys: str, ways: dict[str, Any]) -> tuple[Act, Act]:
    """Saving a contract for review, and submitting it: at once, or after it was saved."""
    begun = {"review": kind, "types": _CONTRACT, **ways}
    waiting = {"substate": "Awaiting review", "review_kind": kind}
    under = {"substate": "Under review", "review_kind": kind}
    further = (*begun.pop("substates"), "Awaiting review")
    return (
        Act(f"save-{kind}", f"Save {title} for review", keys[0], sets=waiting,
            substates=further[:-1], also=("save",), **begun),
        Act(f"submit-{kind}", f"Submit {title}", keys[1], sets=under, substates=further,
            also=("submit",), **begun),
    )  # fmt: skip


def _verdict(kind: str, title: str, approved: str, rejected: str, **ways: Any) -> tuple[Act, Act]:
    """Approving and rejecting what is under review."""
    begun = {**_APPROVAL, "review": kind, "substates": ("Under review",), "states": ways["states"]}
    taken: dict[str, Any] = {n: v for n, v in ways.items() if n in ("asks", "takes")}
    yes = {"substate": approved, "review_kind": None}
    no = {"substate": rejected, "review_kind": None}
    return (
        Act(
            f"approve-{kind}",
            f"Approve {title}",
            "a",
            sets=yes,
            also=("approve",),
            **begun,
            **taken,
        ),
        Act(f"reject-{kind}", f"Reject {title}", "j", sets=no, also=("reject",), **begun),
    )


ACTS: tuple[Act, ...] = (
    Act("start", "Start", "s", (*_WORK, *_GOALS), "In progress"),
    Act("start", "Activate", "s", ("plan", "risk_signal"), "Active", also=("activate",)),
    Act("define", "Define", "f", _GOALS, "Define"),
    Act("pause", "Pause", "p", _WORK, "Paused"),
    Act("pause", "Pause", "p", ("objective",), sets={"progress": "Paused"},
        states=("In progress",)),
    Act("pause", "Put on hold", "p", ("plan",), "On hold", also=("hold",)),
    Act("on-track", "On track", "", _FLIPS, sets={"progress": "On-Track"},
        states=("In progress",)),
    Act("at-risk", "At risk", "!", _FLIPS, sets={"progress": "At Risk"}, states=("In progress",)),
    Act("close", "Complete", "c", _CLOSES, "Closed", asks=_CLOSURE, also=("complete",)),
    Act("close", "Complete", "c", ("plan",), "Completed", also=("complete",)),
    Act("cancel", "Cancel", "x", _CLOSES, "Canceled", asks=("close_notes",)),
    Act("cancel", "Cancel", "x", ("plan", "definition_record"), "Canceled", confirm=True),
    Act("reopen", "Reopen", "r", (*_WORK, *_GOALS), "In progress", reopens=True),
    Act("reopen", "Reopen", "r", ("plan", "risk_signal"), "Active", reopens=True),
    Act("stage-adoption", "Stage: Adoption", "", ("engagement",), sets={"stage": "Adoption"}),
    Act("stage-expand", "Stage: Expand", "", ("engagement",), sets={"stage": "Expand"}),
    Act("stage-renew", "Stage: Renew", "", ("engagement",), sets={"stage": "Renew"}),
    Act("stage-lost", "Stage: Lost", "", ("engagement",), sets={"stage": "Lost"}, confirm=True),
    Act("escalate", "Escalate", "a", ("escalation",), "Escalated", right=Action.APPROVE,
        also=("approve",)),
    Act("decline", "Decline", "j", ("escalation",), "Declined", right=Action.APPROVE,
        also=("reject",)),
    Act("de-escalate", "De-escalate", "c", ("escalation",), "Closed", also=("close",)),
    Act("publish", "Publish", "p", ("definition_record",), "Published"),
    Act("close", "Close", "c", ("definition_record",), "Closed"),
    Act("run", "Running", "s", ("launcher_notifier",), "Running"),
    Act("succeed", "Succeeded", "c", ("launcher_notifier",), "Succeeded"),
    Act("fail", "Failed", "f", ("launcher_notifier",), "Failed"),
    Act("cancel", "Cancel", "x", ("launcher_notifier",), "Canceled", confirm=True),
    Act("convert", "Converted", "c", ("next_step",), "Converted"),
    Act("drop", "Drop", "x", ("next_step",), "Dropped"),
    Act("prospect", "Prospecting", "p", ("opportunity",), "Prospecting"),
    Act("engage", "Engaging", "s", ("opportunity",), "Engaging"),
    Act("win", "Closed won", "c", ("opportunity",), "Closed won"),
    Act("lose", "Closed lost", "x", ("opportunity",), "Closed lost", confirm=True),
    *_submission("new", "contract", "vb", {"states": ("Draft",), "substates": _NEW_REVIEW}),
    *_submission("renewal", "renewal", "vb", {
        "states": _AT_WORK, "substates": _RENEWABLE, "takes": RENEWAL_TERMS,
        "asks": ("renewal_start", "renewal_end", "adjustment_percentage")}),
    *_submission("extension", "extension", "VB", {
        "states": ("Active",), "substates": _EXTENSIBLE, "takes": ("renewal_end",),
        "asks": ("renewal_end",)}),
    *_verdict("new", "contract", "Approved", "Rejected", states=("Draft",)),
    *_verdict("renewal", "renewal", "Renewal approved", "Renewal rejected", states=_AT_WORK),
    *_verdict("extension", "extension", "Extension approved", "Extension rejected",
              states=("Active",), takes=("renewal_end", "end_date")),
    Act("withdraw", "Withdraw from review", "i", _CONTRACT, substates=_REVIEWED,
        sets={"substate": None, "review_kind": None}),
    Act("adjust", "Adjust", "t", _CONTRACT, states=("Active",), takes=CONTRACT_TERMS,
        asks=("end_date", "value")),
    Act("cancel", "Cancel", "x", _CONTRACT, "Canceled", states=("Draft", "Active"), confirm=True,
        sets={"substate": None, "review_kind": None}),
)  # fmt: skip
"""All actions, in the order menus show them."""

REMINDERS: Mapping[str, str] = {
    "renewal_end": "New end date",
    "end_date": "End date",
    "value": "Value",
}
"""What a screen calls a field that an act asks for, where its own label would not do."""


def acts_of(record_type: str) -> Iterator[Act]:
    """The acts a record type knows, in the order of menus."""
    return (act for act in ACTS if record_type in act.types)


def acts_named(record_type: str, name: str) -> list[Act]:
    """The acts of that name: its own bearer first, then those that share it as another name."""
    known = list(acts_of(record_type))
    own = [act for act in known if act.name == name]
    return [*own, *(act for act in known if name in act.also)]


def states_before(act: Act, record_type: str) -> tuple[str, ...]:
    """The states from which records of that type can take the step; empty for all of them."""
    if act.states or not act.state:
        return act.states
    table = TRANSITIONS.get(record_type, {})
    return tuple(
        state
        for state, nexts in table.items()
        if act.state in nexts and (state in _ENDED) == act.reopens
    )


def obstacle(act: Act, record_type: str, values: Mapping[str, Any]) -> str:
    """Why a record with those values cannot take the step; empty when its own state lets it."""
    now = values.get(state_field(record_type))
    if act.state and str(now) == act.state:
        return f"it is {now} already"
    before = states_before(act, record_type)
    if (before or act.state) and str(now) not in before:
        return f"it is {now}, not {_any_of(before)}"
    substate = values.get("substate")
    if act.substates and substate not in act.substates:
        named = tuple(name or "empty" for name in act.substates)
        return f"its substate is {substate or 'empty'}, not {_any_of(named)}"
    kind = values.get("review_kind")
    if act.review and substate in _REVIEWED and kind is not None and kind != act.review:
        return f"it is under review as {kind}"
    done = [name for name, value in act.sets.items() if values.get(name) == value]
    if not act.state and act.sets and len(done) == len(act.sets):
        return f"it is {values[done[0]]} already"
    if (stage := act.sets.get("stage")) is not None:
        try:
            check_stage(str(values["stage"]), stage)
        except Refused as refusal:
            return str(refusal)
    return ""


def _any_of(names: tuple[str, ...]) -> str:
    return " or ".join(names)
