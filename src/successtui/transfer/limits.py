"""What only some people may bring in by a file, although others may edit the record as well.

On screen these values come about by actions with rights of their own; a file must not go round
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from successtui.domain.permissions import Action, Actor, Subject, decide
from successtui.records import Record

_DECIDED = {
    "contract": (
        "substate",
        (
            "Approved",
            "Rejected",
            "Renewal approved",
            "Renewal rejected",
            "Renewal in process",
            "Renewed",
            "Extension approved",
            "Extension rejected",
        ),
    ),
    "escalation": ("state", ("Escalated", "Declined")),
}
"""By record type, the field and the values that only an approver gives."""


def beyond_rights(
    actor: Actor, cls: type[Record], values: Mapping[str, Any], record: Record | None
) -> list[tuple[str, str]]:
    """The fields whose new values this person may not bring, each with the reason."""
    if actor.is_admin:
        return []
    name = cls.declaration.name
    approves = decide(actor, Action.APPROVE, Subject(cls.declaration.family))
    if name == "renewal_event" and not approves.allowed:
        return [("", approves.reason)]
    if name == "work_note" and (record is not None or values.get("author") != actor.id):
        return [("author", "must be you: notes are only ever added, under one's own name")]
    field, decided = _DECIDED.get(name, ("", ()))
    if field and not approves.allowed and str(values.get(field)) in decided:
        return [(field, approves.reason)]
    return []
