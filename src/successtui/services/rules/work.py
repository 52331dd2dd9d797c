"""Plays and tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from successtui.domain.lifecycle import is_open
from successtui.domain.plaintext import is_blank
from successtui.records import Objective, Outcome
from successtui.services.children import parent_of
from successtui.services.draft import Draft, Mode
from successtui.services.rules.base import Rule
from successtui.services.rules.ownership import check_contact, check_person

if TYPE_CHECKING:
    from successtui.services.saver import Saver


def check_play(saver: Saver, draft: Draft) -> None:
    """Outcomes of the same objective; a contact as co-owner only once it is shared (R001-16)."""
    outcomes = [draft["primary_outcome"], *(draft["applicable_outcomes"] or ())]
    for outcome_id in outcomes:
        outcome = saver.unit.house.get(Outcome, outcome_id)
        if outcome is not None and outcome.objective != draft["objective"]:
            field = "primary_outcome" if outcome_id == outcomes[0] else "applicable_outcomes"
            draft.refuse(field, f"{outcome.number} belongs to another objective")
    if draft["co_owner"] is not None:
        if not draft["shared"]:
            draft.refuse("co_owner", "a contact can be co-owner only of a shared play")
        elif draft.changes("co_owner") or draft.changes("account"):
            check_contact(saver, draft, "co_owner")
    if draft["is_custom"] and is_blank(draft["description"] or "") and draft.mode is Mode.PERSON:
        draft.refuse("description", "is required for a custom play")
    if draft.mode is Mode.PERSON and draft.changes("objective"):
        objective = saver.unit.house.get(Objective, draft["objective"])
        if objective is not None and not is_open(objective.state):
            draft.refuse("objective", f"{objective.caption} is {objective.state}; reopen it first")


def let_go_of_outcomes(_saver: Saver, draft: Draft) -> None:
    """A play that moves to another objective no longer works toward outcomes of the former one."""
    if draft.old is None or not draft.changes("objective"):
        return
    for field, nothing in (("primary_outcome", None), ("applicable_outcomes", ())):
        if field not in draft.given:
            draft[field] = nothing


def show_to_contact(_saver: Saver, draft: Draft) -> None:
    """A task that a contact owns is always visible to the customer."""
    if draft["owner_kind"] == "contact":
        draft["visible_to_customer"] = True


def check_task(saver: Saver, draft: Draft) -> None:
    """Tasks of internal plays say what they are for (R002-13); resources are active people."""
    if draft["parent_type"] == "internal_play" and is_blank(draft["description"] or ""):
        draft.refuse("description", "is required for a task of an internal play")
    if draft.mode is not Mode.PERSON:
        return
    added = tuple(set(draft["resources"]) - set(draft.before("resources") or ()))
    check_person(saver, draft, "resources", added)
    if draft.is_new:
        parent = parent_of(saver.unit.house, draft.cls(**draft.values))
        if parent is not None and not is_open(parent["state"]):
            draft.refuse("parent", f"{parent.caption} is {parent['state']}; reopen it first")


WORK_RULES = {
    "play": Rule(prepare=let_go_of_outcomes, check=check_play),
    "task": Rule(prepare=show_to_contact, check=check_task),
}
