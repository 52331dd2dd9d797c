"""Success plans from a template: what there is, and making one with all it brings along.

An account that has a running plan keeps it, and the template's objectives join that plan; an
account without one gets a plan of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from successtui.domain.errors import NotFound
from successtui.domain.permissions import Action, Subject, decide
from successtui.records import Account, Library, Objective, Plan
from successtui.services.planning import current_plan, is_running
from successtui.services.records import Saved
from successtui.services.review import ReviewItem, review_plan, template_start
from successtui.services.saver import Saver
from successtui.services.session import Session
from successtui.services.template_children import make_items
from successtui.store.reader import Reader
from successtui.store.unit import UnitOfWork


@dataclass(frozen=True, slots=True)
class PlanOffer:
    """One plan template and what it brings along.

    Attributes:
        days: how long it lasts, `None` when it does not say.
    """

    plan: Plan
    library: str
    days: int | None
    items: tuple[ReviewItem, ...]


@dataclass(frozen=True, slots=True)
class PlanOrder:
    """What a person decided before a plan is made of a template.

    Attributes:
        name, owner: of the new plan; an account's running plan keeps its own.
        start: what the items were dated from in the review.
        items: the reviewed children; those not included are not created (R003-16).
    """

    template: int
    account: int
    start: date
    items: tuple[ReviewItem, ...]
    name: str = ""
    owner: int | None = None


def plan_offers(session: Session) -> list[PlanOffer]:
    """All plans marked as templates, by library and name, dated from today.

    Raises:
        Forbidden: the person may not use templates (R003-04).
    """
    today = session.clock.today()
    with session.read() as reader:
        _permit(reader)
        names = {library.id: library.name for library in reader.all(Library)}
        found = [
            PlanOffer(
                plan,
                names.get(plan.library or 0, ""),
                _days(reader, plan),
                tuple(review_plan(reader, plan, today, today)),
            )
            for plan in reader.all(Plan, templates=True, order=("name",))
        ]
    return sorted(found, key=lambda offer: (offer.library, offer.plan.name))


def review(session: Session, template_id: int, start: date) -> list[ReviewItem]:
    """What the template brings along, dated from another start (R003-21).

    Raises:
        Forbidden: the person may not use templates.
        NotFound: there is no such template.
    """
    with session.read() as reader:
        _permit(reader)
        template = _template(reader, template_id)
        return review_plan(reader, template, start, session.clock.today())


def running_plan(session: Session, account_id: int) -> Plan | None:
    """The plan of the account that a template's objectives would join."""
    with session.read() as reader:
        return _running(reader, account_id)


def add_plan(session: Session, order: PlanOrder) -> Saved:
    """Makes the plan with the chosen children as one undo step; the template stays as it is.

    Raises:
        ItemRefused: one of the children cannot be created.
        Forbidden, Invalid, NotFound: as saving any record.
    """
    with session.change("Success plan from a template") as unit:
        _permit(unit)
        saver = Saver(unit, session.clock.today())
        template = _template(unit, order.template)
        account = unit.require(Account, order.account)
        plan = _running(unit, account.id)
        if plan is not None:
            saver.notices.append(f"the objectives joined the running plan {plan.name}")
        else:
            plan = _new_plan(saver, template, account, order)
        make_items(saver, order.items, plan)
        if _start_of(unit, template) is None and any(item.origin for item in order.items):
            saver.notices.append("the template has no start: its dates were copied as they are")
        notices = tuple(saver.notices)
    return Saved(plan, unit.batch_id, (), frozenset(unit.touched), notices)


def _new_plan(saver: Saver, template: Plan, account: Account, order: PlanOrder) -> Plan:
    values: dict[str, object] = {
        "name": order.name or template.name,
        "account": account.id,
        "summary": template.summary,
        "start_date": order.start,
        "record_type": template.record_type,
    }
    begin = _start_of(saver.unit, template)
    for name in ("end_date", "horizon_start", "horizon_end", "business_review_date"):
        day: date | None = template[name]
        values[name] = day if day is None or begin is None else day + (order.start - begin)
    end = values["end_date"]
    if isinstance(end, date) and end < order.start:
        values["end_date"] = None
    if order.owner is not None:
        values["owner"] = order.owner
    return saver.add(Plan, values)


def _running(reader: Reader | UnitOfWork, account_id: int) -> Plan | None:
    plan = current_plan(reader, account_id)
    return plan if plan is not None and is_running(plan) else None


def _template(reader: Reader | UnitOfWork, template_id: int) -> Plan:
    plan = reader.require(Plan, template_id)
    if not plan.is_template:
        raise NotFound(f"{plan.number} {plan.name} is not a template")
    return plan


def _objectives(reader: Reader | UnitOfWork, plan: Plan) -> list[Objective]:
    return reader.all(Objective, {"plan": plan.id}, templates=None)


def _start_of(reader: Reader | UnitOfWork, plan: Plan) -> date | None:
    return template_start(plan, _objectives(reader, plan))


def _days(reader: Reader, plan: Plan) -> int | None:
    ends = [o.end_date for o in _objectives(reader, plan) if o.end_date is not None]
    end, start = plan.end_date or max(ends, default=None), _start_of(reader, plan)
    return None if start is None or end is None else (end - start).days


def _permit(reader: Reader | UnitOfWork) -> None:
    assert reader.actor is not None
    decide(reader.actor, Action.USE_TEMPLATES, Subject("plan")).enforce()
