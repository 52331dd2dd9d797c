"""The actions about templates among those offered on a record, and why not where they are grey."""

from __future__ import annotations

from successtui.domain.permissions import Action, Subject, decide
from successtui.domain.template_actions import PLAN_FROM_TEMPLATE, SAVE_AS_TEMPLATE
from successtui.records import Account, Record
from successtui.services.saving_templates import obstacle_to_saving
from successtui.store.reader import Reader


def template_action(reader: Reader, record: Record) -> tuple[str, str, str] | None:
    """Name, title and obstacle of the one such action a record has; an empty obstacle is none."""
    assert reader.actor is not None
    if isinstance(record, Account):
        decision = decide(reader.actor, Action.USE_TEMPLATES, Subject("plan"))
        return PLAN_FROM_TEMPLATE, "Success plan from a template", decision.reason
    reason = obstacle_to_saving(reader, record)
    return None if reason is None else (SAVE_AS_TEMPLATE, "Save as template", reason)
