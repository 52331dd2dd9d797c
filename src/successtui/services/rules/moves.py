"""What is noted when escalations, opportunities and launches move on, and who may move them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from successtui.domain.permissions import Action, decide
from successtui.services.draft import Draft, Mode
from successtui.services.rules.base import Rule

if TYPE_CHECKING:
    from successtui.services.saver import Saver

_BY = {"Escalated": "approved_by", "Declined": "declined_by", "Closed": "de_escalated_by"}
_AT = {"Escalated": "opened_at", "Declined": "closed_at", "Closed": "closed_at"}
_WON_OR_LOST = ("Closed won", "Closed lost")
_LAUNCH_OVER = ("Succeeded", "Failed", "Canceled")


def stamp_escalation(saver: Saver, draft: Draft) -> None:
    """Who asked for it, granted, declined or ended it, and when (C6)."""
    if draft.mode is Mode.IMPORT:
        return
    if draft.is_new and draft["requested_by"] is None:
        draft["requested_by"] = saver.unit.writer.id
    if draft.changes("state"):
        state = str(draft["state"])
        _stamp(draft, _BY.get(state), saver.unit.writer.id)
        _stamp(draft, _AT.get(state), saver.unit.now)


def check_escalation(saver: Saver, draft: Draft) -> None:
    """An agent asks for it; a manager grants or declines it (permissions.md)."""
    if draft.mode is not Mode.PERSON or not draft.changes("state"):
        return
    asked_for = draft.is_new and draft["state"] == "Requested"
    ended = draft.before("state") == "Escalated"
    if not asked_for and not ended:
        about = saver.subject(draft.cls, draft.values)
        decide(saver.unit.writer, Action.APPROVE, about).enforce()


def stamp_opportunity(saver: Saver, draft: Draft) -> None:
    """The day it was won or lost (C5), and the day it became a real talk."""
    if draft.mode is Mode.IMPORT or not draft.changes("stage"):
        return
    if draft["stage"] in _WON_OR_LOST:
        _stamp(draft, "actual_closed_date", saver.today)
    if draft["stage"] == "Engaging" and draft["engaged_on"] is None:
        draft["engaged_on"] = saver.today


def stamp_launch(saver: Saver, draft: Draft) -> None:
    """When a launch was over."""
    if draft.mode is Mode.IMPORT or not draft.changes("status"):
        return
    if draft["status"] in _LAUNCH_OVER:
        _stamp(draft, "finished_at", saver.unit.now)


def _stamp(draft: Draft, field: str | None, value: object) -> None:
    if field is not None and field not in draft.given:
        draft[field] = value


MOVE_RULES = {
    "escalation": Rule(prepare=stamp_escalation, check=check_escalation),
    "opportunity": Rule(prepare=stamp_opportunity),
    "launcher_notifier": Rule(prepare=stamp_launch),
}
