"""Contracts and their links: renewal dates follow them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from successtui.domain.errors import Refused
from successtui.domain.lifecycle_actions import CONTRACT_TERMS
from successtui.domain.permissions import Action, decide
from successtui.records import Contract, Engagement, EngagementContract, Record, RenewalEvent
from successtui.records.picklists import ContractState, ContractSubstate, RenewalOutcome
from successtui.services.draft import Draft, Mode
from successtui.services.rules.base import Rule

if TYPE_CHECKING:
    from successtui.services.saver import Saver

_NOT_IN_FORCE = ("Draft", "Expired", "Canceled")
_ROLLING = ("end_date", "state")
_BY_ACTION = "changes only through the contract's actions"
_OUTCOMES = {
    ContractSubstate.RENEWAL_APPROVED: RenewalOutcome.WON,
    ContractSubstate.RENEWAL_REJECTED: RenewalOutcome.LOST,
}


def stamp_verdict(saver: Saver, draft: Draft) -> None:
    """The day a renewal was decided (C5)."""
    if draft.mode is Mode.PERSON and draft.old is not None and draft.changes("substate"):
        if draft["substate"] in _OUTCOMES:
            draft["renewal_finalized_on"] = saver.today


def check_contract(saver: Saver, draft: Draft) -> None:
    """State moves by actions only, and after Draft the terms as well; a person begins with Draft.

    A renewal is adjusted by an amount or by a percentage.
    """
    if draft["adjustment_amount"] is not None and draft["adjustment_percentage"] is not None:
        draft.refuse("adjustment_percentage", "give an amount or a percentage, not both")
    if draft.mode is not Mode.PERSON:
        return
    if draft.is_new:
        if draft["state"] != ContractState.DRAFT:
            draft.refuse("state", "a new contract is a Draft; its actions take it further")
        for field in ("substate", "renewal_finalized_on"):
            if draft[field] is not None:
                draft.refuse(field, _BY_ACTION)
        return
    for field in ("state", "substate"):
        if draft.changes(field) and field not in saver.unlocked:
            draft.refuse(field, _BY_ACTION)
    if draft.changes("renewal_finalized_on") and "renewal_finalized_on" not in saver.unlocked:
        about = saver.subject(draft.cls, draft.values)
        decide(saver.unit.writer, Action.APPROVE, about).enforce()
    if draft.before("state") == ContractState.DRAFT:
        return
    for field in CONTRACT_TERMS:
        if draft.changes(field) and field not in saver.unlocked:
            draft.refuse(field, f"{_BY_ACTION} once it left Draft, such as Adjust")


def record_verdict(saver: Saver, draft: Draft, record: Record) -> None:
    """Logs a renewal won or lost; a reversal within the year takes the earlier loss's place (W5).

    Only a loss can be reversed: after a win the contract goes on to its new term.
    """
    outcome = _OUTCOMES.get(draft["substate"]) if draft["substate"] else None
    if draft.mode is not Mode.PERSON or draft.is_new or not draft.changes("substate"):
        return
    if outcome is None:
        return
    lost = {"contract": record.id, "outcome": RenewalOutcome.LOST}
    begun = max(record["start_date"], saver.today.replace(month=1, day=1))
    for event in saver.unit.house.all(RenewalEvent, lost):
        if begun <= event.finalized_on <= saver.today:
            saver.unit.delete(event)
    values = {
        "contract": record.id,
        "outcome": outcome,
        "finalized_on": saver.today,
        "value": record["value"],
        "currency": record["currency"],
        "by": saver.unit.writer.id,
        "source": "substate",
    }
    key = {name: values[name] for name in RenewalEvent.declaration.key}
    if not saver.unit.house.holders(RenewalEvent, key):
        saver.add(RenewalEvent, values, mode=Mode.PROGRAM)


def check_event(_saver: Saver, draft: Draft) -> None:
    """The log is written by decisions and imports, never by hand."""
    if draft.mode is Mode.PERSON:
        raise Refused("renewal events are written when a renewal is approved or rejected")


def check_link(saver: Saver, draft: Draft) -> None:
    """Contract and engagement belong to the same account."""
    engagement = saver.unit.house.get(Engagement, draft["engagement"])
    contract = saver.unit.house.get(Contract, draft["contract"])
    if engagement is not None and contract is not None:
        if engagement.account != contract.account:
            draft.refuse("contract", "is of another account than the engagement")


def follow_contract(saver: Saver, draft: Draft, record: Record) -> None:
    """The log of renewals, and renewal dates of the engagements a changed contract is linked to."""
    record_verdict(saver, draft, record)
    if draft.old is not None and any(draft.changes(name) for name in _ROLLING):
        for link in saver.unit.house.all(EngagementContract, {"contract": record.id}):
            recompute_renewal(saver, link.engagement)


def follow_link(saver: Saver, draft: Draft, record: Record) -> None:
    """The renewal date of the engagement that was linked, and of the one it was linked to."""
    for engagement_id in dict.fromkeys((draft.before("engagement"), record["engagement"])):
        if engagement_id is not None:
            recompute_renewal(saver, engagement_id)


def recompute_renewal(saver: Saver, engagement_id: int) -> None:
    """The engagement renews when the first of its contracts in force ends."""
    engagement = saver.unit.house.get(Engagement, engagement_id)
    _, renews = _renewal(saver, engagement_id)
    if engagement is not None and renews != engagement.renewal_date:
        saver.change(engagement, {"renewal_date": renews}, mode=Mode.PROGRAM)


def renew_again(saver: Saver, changed: Iterable[Record]) -> None:
    """Renewal dates after contracts and links were taken or brought back, whoever linked others
    since. Where no contract is linked any more, the date is a person's and stays."""
    engagements: dict[int, None] = {}
    for record in changed:
        if isinstance(record, Contract):
            where = {"contract": record.id}
            links = saver.unit.house.all(EngagementContract, where)
            engagements.update((link.engagement, None) for link in links)
        elif isinstance(record, EngagementContract):
            engagements[record.engagement] = None
    for engagement_id in engagements:
        linked, _ = _renewal(saver, engagement_id)
        if linked:
            recompute_renewal(saver, engagement_id)


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
    "contract": Rule(prepare=stamp_verdict, check=check_contract, after=follow_contract),
    "renewal_event": Rule(check=check_event),
    "engagement_contract": Rule(check=check_link, after=follow_link),
    "engagement": Rule(prepare=keep_renewal_date, check=check_renewal_date),
}
