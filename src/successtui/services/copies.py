"""Copies of a template's objective, for whatever brings one to an account (R003-07)."""

from __future__ import annotations

from datetime import date

from successtui.records import Account, Objective
from successtui.records.picklists import GoalOwnerKind, GoalState, ObjectiveSource, Progress
from successtui.services.planning import plan_for
from successtui.services.review import ReviewItem
from successtui.services.saver import Saver

_KEPT = ("name", "description", "category", "priority", "products", "record_type")


def copy_objective(
    saver: Saver,
    template: Objective,
    account: Account,
    start: date,
    owner_kind: str | None = None,
    owner: int | None = None,
) -> Objective:
    """The template's objective on an account, without its children; it lasts as long.

    An account without a plan gets one.
    """
    end = None
    if template.end_date is not None and template.start_date is not None:
        end = start + (template.end_date - template.start_date)
    given: dict[str, object] = {
        "plan": plan_for(saver, account).id,
        "start_date": start,
        "end_date": end,
        "owner_kind": GoalOwnerKind(owner_kind) if owner_kind else None,
        "owner": owner,
    }
    return _copied(saver, template, account, given)


def copy_reviewed(
    saver: Saver, template: Objective, account: Account, plan: int, item: ReviewItem
) -> Objective:
    """An objective of a plan's template as it was reviewed, without its children."""
    given: dict[str, object] = {
        "name": item.title,
        "description": item.description,
        "plan": plan,
        "start_date": item.start,
        "end_date": item.due,
        "owner_kind": GoalOwnerKind(item.owner_kind) if item.owner_kind else None,
        "owner": item.owner,
    }
    return _copied(saver, template, account, given)


def _copied(
    saver: Saver, template: Objective, account: Account, given: dict[str, object]
) -> Objective:
    return saver.add(
        Objective,
        {
            **{name: template[name] for name in _KEPT},
            "account": account.id,
            "state": GoalState.NEW,
            "progress": Progress.NOT_STARTED,
            "template_origin": template.id,
            "source": ObjectiveSource.LIBRARY,
            **given,
        },
    )
