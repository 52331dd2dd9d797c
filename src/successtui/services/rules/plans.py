"""Plans, objectives and outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from successtui.domain.lifecycle import is_open
from successtui.records import Engagement, Objective, Outcome, OutcomePoint, Plan, Play, Record
from successtui.records.picklists import Direction, Tracking
from successtui.services.draft import Draft, Mode
from successtui.services.rules.base import Rule

if TYPE_CHECKING:
    from successtui.services.saver import Saver

_VALUES = ("base_value", "target_value", "current_value")


def stamp_summary(saver: Saver, draft: Draft) -> None:
    """Keeps who edited the summary last, and when (R001-11)."""
    if draft.is_new and draft["summary"] is None:
        return
    if draft.mode is Mode.PERSON and draft.changes("summary"):
        draft["summary_updated_by"] = saver.unit.writer.id
        draft["summary_updated_at"] = saver.unit.now


def check_plan(saver: Saver, draft: Draft) -> None:
    """A plan's account stays while objectives of that account hang from it (R003-28)."""
    if draft.old is None or not draft.changes("account"):
        return
    for objective in saver.unit.house.all(Objective, {"plan": draft.old.id}, templates=None):
        if objective.account != draft["account"]:
            draft.refuse("account", "cannot change while the plan has objectives")
            return


def place_objective(saver: Saver, draft: Draft) -> None:
    """Fills in the engagement when the account has exactly one that is active (never on import)."""
    if draft.is_new and draft.mode is Mode.PERSON and "engagement" not in draft.given:
        if draft["account"] is not None and not draft["is_template"]:
            found = saver.unit.all(Engagement, {"account": draft["account"]})
            active = [engagement for engagement in found if is_open(engagement.state)]
            draft["engagement"] = active[0].id if len(active) == 1 else None


def check_objective(saver: Saver, draft: Draft) -> None:
    """Plan and engagement belong to the objective's account (R003-28, R003-35)."""
    for field, cls in (("plan", Plan), ("engagement", Engagement)):
        other = saver.unit.house.get(cls, draft[field])
        if other is not None and other["account"] != draft["account"]:
            label = cls.declaration.label.lower()
            draft.refuse(field, f"the {label} {other.caption} is of another account")
    if draft.mode is Mode.PERSON and draft.old is not None and draft.changes("engagement"):
        if saver.unit.house.count(Outcome, {"objective": draft.old.id}):
            if draft.before("engagement") is not None:
                draft.refuse("engagement", "cannot change while the objective has outcomes")


def prepare_outcome(saver: Saver, draft: Draft) -> None:
    """Dates the current value when it is typed."""
    if draft.mode is Mode.PERSON and draft["current_value"] is not None:
        if draft.changes("current_value"):
            draft["current_as_of"] = saver.today


def check_outcome(saver: Saver, draft: Draft) -> None:
    """One unit for the values; a metric when tracked by one; an objective that is still open."""
    if any(draft[name] is not None for name in _VALUES) and draft["unit"] is None:
        draft.refuse("unit", "is required as soon as a value is set")
    if draft["tracking_method"] == Tracking.METRIC and draft["metric"] is None:
        draft.refuse("metric", "is required when tracked by a metric")
    by_hand = draft.mode is Mode.PERSON and "current_value" in draft.given
    if by_hand and draft["tracking_method"] == Tracking.METRIC and draft.changes("current_value"):
        draft.refuse("current_value", "is filled by the metric; choose Manual to type it")
    if draft.mode is Mode.PERSON and draft.old is not None and draft.changes("objective"):
        if saver.unit.house.count(Play, {"primary_outcome": draft.old.id}):
            draft.refuse("objective", "cannot change while plays work toward the outcome")
    if draft.mode is Mode.PERSON and draft.is_new:
        objective = saver.unit.house.get(Objective, draft["objective"])
        if objective is not None and not is_open(objective.state):
            draft.refuse("objective", f"{objective.caption} is {objective.state}; reopen it first")


def offer_direction(saver: Saver, draft: Draft) -> None:
    """Says how a target below its base becomes measurable."""
    base, target = draft["base_value"], draft["target_value"]
    if base is None or target is None or draft["direction"] != Direction.INCREASE:
        return
    if target < base and (draft.changes("target_value") or draft.changes("base_value")):
        draft.notices.append("the target lies below the base: set direction to Decrease")


def record_point(saver: Saver, draft: Draft, record: Record) -> None:
    """Keeps the outcome's value of the day for its trend."""
    if draft.mode is not Mode.PERSON or not draft.changes("current_value"):
        return
    if draft["current_value"] is None:
        return
    where = {"outcome": record.id, "date": saver.today}
    point = {"value": draft["current_value"], "by": saver.unit.writer.id}
    stored = saver.unit.house.all(OutcomePoint, where)
    if stored:
        saver.change(stored[0], point, mode=Mode.PROGRAM)
    else:
        saver.add(OutcomePoint, {**where, **point}, mode=Mode.PROGRAM)


def _prepare_outcome(saver: Saver, draft: Draft) -> None:
    prepare_outcome(saver, draft)
    offer_direction(saver, draft)


PLAN_RULES = {
    "plan": Rule(prepare=stamp_summary, check=check_plan),
    "objective": Rule(prepare=place_objective, check=check_objective),
    "outcome": Rule(prepare=_prepare_outcome, check=check_outcome, after=record_point),
}
