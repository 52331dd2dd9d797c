"""Engagements and what happens in them: cases, internal plays, touchpoints, risk signals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from successtui.domain.errors import NeedsConfirmation, Refused
from successtui.domain.lifecycle import check_stage, is_open
from successtui.records import (
    Contract,
    Engagement,
    InternalPlay,
    Objective,
    Record,
    RiskSignal,
    SuccessCase,
    Task,
)
from successtui.services.draft import Draft, Mode
from successtui.services.rules.base import Rule, no_circle

if TYPE_CHECKING:
    from successtui.services.saver import Saver

_HANGS_FROM_ENGAGEMENT: tuple[type[Record], ...] = (
    Objective,
    SuccessCase,
    InternalPlay,
    RiskSignal,
)


def check_engagement(saver: Saver, draft: Draft) -> None:
    """The account stays while anything hangs from the engagement; parents make no circle."""
    no_circle("parent", "the engagement hierarchy")(saver, draft)
    _check_stage(saver, draft)
    if draft.mode is Mode.IMPORT or draft.old is None or not draft.changes("account"):
        return
    for cls in _HANGS_FROM_ENGAGEMENT:
        if saver.unit.house.count(cls, {"engagement": draft.old.id}):
            plural = cls.declaration.plural.lower()
            draft.refuse("account", f"cannot change while the engagement has {plural}")


def _check_stage(saver: Saver, draft: Draft) -> None:
    """Stages follow their graph; winning a lost customer back is confirmed (C3)."""
    if draft.mode is not Mode.PERSON or draft.old is None or not draft.changes("stage"):
        return
    before, after = str(draft.before("stage")), str(draft["stage"])
    try:
        check_stage(before, after)
    except Refused as refusal:
        draft.refuse("stage", str(refusal))
        return
    if before == "Lost" and not saver.confirmed:
        effect = f"{draft.old.number} {draft.old.caption} will be in stage {after} again"
        message = f"the customer was lost; confirm the win-back to stage {after}"
        raise NeedsConfirmation(message, (effect,))


def check_begun(saver: Saver, draft: Draft) -> None:
    """Nothing new is begun in an engagement that has ended."""
    if draft.mode is not Mode.PERSON or not draft.changes("engagement"):
        return
    engagement = saver.unit.house.get(Engagement, draft["engagement"])
    if engagement is not None and not is_open(engagement.state):
        message = f"{engagement.caption} is {engagement.state}; reopen it first"
        draft.refuse("engagement", message)


def check_touchpoint(saver: Saver, draft: Draft) -> None:
    """A QBR needs its time; an internal touchpoint takes no contacts; series end in a year."""
    if draft["meeting_type"] == "QBR" and draft["meeting_at"] is None:
        draft.refuse("meeting_at", "is required for a QBR")
    if draft["internal_only"] and (draft["participants"] or draft["contact"]):
        field = "participants" if draft["participants"] else "contact"
        draft.refuse(field, "an internal touchpoint takes no contacts")
    start = draft["meeting_at"]
    if draft["repeat_until"] and start and (draft["repeat_until"] - start.date()).days > 365:
        draft.refuse("repeat_until", "lies more than 365 days after the meeting")


def keep_engagement(saver: Saver, draft: Draft) -> None:
    """Work with tasks stays in its engagement."""
    if draft.mode is Mode.IMPORT or draft.old is None or not draft.changes("engagement"):
        return
    where = {"parent_type": draft.name, "parent": draft.old.id}
    if saver.unit.house.count(Task, where):
        draft.refuse("engagement", "cannot change while there are tasks")


def check_impacted(saver: Saver, draft: Draft) -> None:
    """Contracts impacted by a risk belong to the same account."""
    if not draft.changes("contracts_impacted"):
        return
    ids = list(draft["contracts_impacted"])
    for contract in saver.unit.house.rows(Contract, ids).values():
        if contract.account != draft["account"]:
            draft.refuse("contracts_impacted", f"{contract.number} is of another account")


def _work(saver: Saver, draft: Draft) -> None:
    keep_engagement(saver, draft)
    check_begun(saver, draft)


def _touchpoint(saver: Saver, draft: Draft) -> None:
    check_touchpoint(saver, draft)
    _work(saver, draft)


def _risk(saver: Saver, draft: Draft) -> None:
    check_impacted(saver, draft)
    check_begun(saver, draft)


ENGAGEMENT_RULES = {
    "engagement": Rule(check=check_engagement),
    "objective": Rule(check=check_begun),
    "touchpoint": Rule(check=_touchpoint),
    "success_case": Rule(check=_work),
    "internal_play": Rule(check=_work),
    "risk_signal": Rule(check=_risk),
}
