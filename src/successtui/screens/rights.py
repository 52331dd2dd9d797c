"""What the person at work may do as far as their roles decide: greys keys, menus and the palette.

Decides nothing for good: every service asks again, about the very record and inside its own
transaction.
"""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.screen import Screen

from successtui.domain.permissions import Action, Subject, decide
from successtui.records import Account, Objective, Outcome, Plan, Play, Record, Task, WorkNote
from successtui.screens.base import host

OF_ACTIONS = {
    "new": Action.CREATE,
    "edit": Action.EDIT,
    "complete": Action.EDIT,
    "assign": Action.EDIT,
    "delete": Action.DELETE,
}
"""The right that an action of a list or record needs."""


def refusal(
    node: Screen[Any] | App[Any],
    right: Action,
    record_type: type[Record],
    *,
    template: bool = False,
) -> str:
    """Why the person may do that to no record of the type at all, naming the missing role; empty
    where they may to some, or where nobody has opened a workspace yet."""
    actor = host(node).desk.actor
    if actor is None:
        return ""
    family = record_type.declaration.family
    return decide(actor, right, Subject(family, True, template, template)).reason


def note_refusal(node: Screen[Any] | App[Any]) -> str:
    """Why the person may write no work notes; empty where they may."""
    return refusal(node, Action.CREATE, WorkNote)


_OF_PLAN: dict[str, tuple[Action, type[Record]]] = {
    "plan_template": (Action.USE_TEMPLATES, Plan),
    "library": (Action.USE_TEMPLATES, Objective),
    "objective": (Action.CREATE, Objective),
    "outcome": (Action.CREATE, Outcome),
    "run_play": (Action.USE_TEMPLATES, Play),
    "custom_play": (Action.CREATE, Play),
    "task": (Action.CREATE, Task),
    "summary": (Action.EDIT, Plan),
}


def plan_refusal(node: Screen[Any] | App[Any], action: str) -> str:
    """Why the person's roles do not allow one of the plan's actions; empty where they do."""
    needed = _OF_PLAN.get(action)
    return "" if needed is None else refusal(node, *needed)


def place_refusal(node: Screen[Any] | App[Any], letter: str) -> str:
    """Why the person may not go to the place of that letter; empty where they may."""
    return refusal(node, Action.REPORT, Account) if letter in REPORTS else ""


REPORTS = ("r", "o")
"""The letters of the reports, the places that need a role."""
