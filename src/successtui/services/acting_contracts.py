"""What the actions of a contract change besides its state: terms, dates and verdicts (C5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from successtui.domain.errors import Invalid, Problem, Refused
from successtui.domain.lifecycle_actions import Act
from successtui.domain.lifecycle_contracts import activated
from successtui.records import Contract

if TYPE_CHECKING:
    from successtui.services.saver import Saver


def contract_changes(
    saver: Saver,
    act: Act,
    contract: Contract,
    values: Mapping[str, Any],
    goal: Mapping[str, Any],
) -> dict[str, Any]:
    """Everything the act changes.

    Args:
        values: what the person gave.
        goal: what the act declares.

    Raises:
        Refused, Invalid: something is missing or does not fit.
    """
    changes = {**goal, **values}
    match act.name:
        case "adjust":
            if not any(contract[name] != value for name, value in values.items()):
                raise Refused("say what to adjust, such as end_date=2027-12-31 or value=1200")
        case "approve-new":
            changes |= activated(contract, saver.today)
        case "approve-renewal":
            _warn_of_open_terms(saver, contract)
        case "save-extension" | "submit-extension":
            _check_extension(contract, {**contract.values(), **values}, required=False)
        case "approve-extension":
            changes |= _extended(contract, {**contract.values(), **values}, values)
        case _:
            pass
    return changes


def _warn_of_open_terms(saver: Saver, contract: Contract) -> None:
    if contract.renewal_start is None:
        saver.notices.append("no renewal start is set: the new term will not begin by itself")
    elif contract.renewal_end is None:
        saver.notices.append("no renewal end is set: the renewed contract will be open-ended")


def _extended(
    contract: Contract, terms: Mapping[str, Any], values: Mapping[str, Any]
) -> dict[str, Any]:
    """The end date moves to the one asked for with the extension, or given now."""
    end = values.get("end_date") or terms["renewal_end"]
    _check_extension(contract, {"renewal_end": end}, required=True)
    return {"end_date": end, "renewal_end": None}


def _check_extension(contract: Contract, terms: Mapping[str, Any], *, required: bool) -> None:
    new_end = terms["renewal_end"]
    if contract.end_date is None:
        raise Refused("it is open-ended, so there is nothing to extend")
    if new_end is None and not required:
        return
    if new_end is None:
        raise Refused("say the new end date: end_date=2027-12-31")
    if new_end <= contract.end_date:
        message = f"{new_end} does not lie after the present end, {contract.end_date}"
        raise Invalid([Problem("renewal_end", "New end date", message)])
