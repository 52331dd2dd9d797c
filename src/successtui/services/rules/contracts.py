"""Contracts and their links: renewal dates follow them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from successtui.records import Contract, Engagement, EngagementContract, Record
from successtui.services.draft import Draft, Mode
from successtui.services.rules.base import Rule

if TYPE_CHECKING:
    from successtui.services.saver import Saver

_NOT_IN_FORCE = ("Draft", "Expired", "Canceled")
_ROLLING = ("end_date", "state")


def check_contract(saver: Saver, draft: Draft) -> None:
    """A renewal is adjusted by an amount or by a percentage; state moves by actions only."""
    if draft["adjustment_amount"] is not None and draft["adjustment_percentage"] is not None:
        draft.refuse("adjustment_percentage", "give an amount or a percentage, not both")
    if draft.mode is not Mode.PERSON or draft.old is None or draft.old["state"] == "Draft":
        return
    for field in ("state", "substate"):
        if draft.changes(field):
            draft.refuse(field, "changes only through the contract's actions once it left Draft")


def check_link(saver: Saver, draft: Draft) -> None:
    """Contract and engagement belong to the same account."""
    engagement = saver.unit.house.get(Engagement, draft["engagement"])
    contract = saver.unit.house.get(Contract, draft["contract"])
    if engagement is not None and contract is not None:
        if engagement.account != contract.account:
            draft.refuse("contract", "is of another account than the engagement")


def follow_contract(saver: Saver, draft: Draft, record: Record) -> None:
    """Renewal dates of the engagements a changed contract is linked to."""
    if draft.old is not None and any(draft.changes(name) for name in _ROLLING):
        for link in saver.unit.house.all(EngagementContract, {"contract": record.id}):
            recompute_renewal(saver, link.engagement)


def follow_link(saver: Saver, _draft: Draft, record: Record) -> None:
    """The renewal date of the engagement that was linked."""
    recompute_renewal(saver, record["engagement"])


def recompute_renewal(saver: Saver, engagement_id: int) -> None:
    """The engagement renews when the first of its contracts in force ends."""
    engagement = saver.unit.house.get(Engagement, engagement_id)
    linked, renews = _renewal(saver, engagement_id)
    if engagement is not None and linked and renews != engagement.renewal_date:
        saver.change(engagement, {"renewal_date": renews}, mode=Mode.PROGRAM)


def _renewal(saver: Saver, engagement_id: int) -> tuple[bool, date | None]:
    """Whether contracts are linked, and the earliest end of those in force."""
    reader = saver.unit.house
    held = reader.holders(EngagementContract, {"engagement": engagement_id})
    links = reader.rows(EngagementContract, held).values()
    contracts = reader.rows(Contract, [link.contract for link in links]).values()
    ends = [c.end_date for c in contracts if c.end_date and c.state not in _NOT_IN_FORCE]
    return bool(held), min(ends, default=None)


def keep_renewal_date(saver: Saver, draft: Draft) -> None:
    """A file's renewal date gives way to that of the linked contracts."""
    if draft.mode is Mode.IMPORT and draft.old is not None and draft.changes("renewal_date"):
        linked, renews = _renewal(saver, draft.old.id)
        if linked:
            draft["renewal_date"] = renews


def check_renewal_date(saver: Saver, draft: Draft) -> None:
    """By hand only while no contract is linked."""
    if draft.mode is not Mode.PERSON or draft.old is None or not draft.changes("renewal_date"):
        return
    if saver.unit.house.count(EngagementContract, {"engagement": draft.old.id}):
        draft.refuse("renewal_date", "follows from the linked contracts")


CONTRACT_RULES = {
    "contract": Rule(check=check_contract, after=follow_contract),
    "engagement_contract": Rule(check=check_link, after=follow_link),
    "engagement": Rule(prepare=keep_renewal_date, check=check_renewal_date),
}
