"""The actions of `act` about templates: saving as one, and making a plan of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from successtui.domain.errors import BadCall
from successtui.domain.template_actions import PLAN_FROM_TEMPLATE, SAVE_AS_TEMPLATE
from successtui.records import Account, Plan, Record
from successtui.services import plan_templates, saving_templates
from successtui.services.reading import read_values
from successtui.services.records import Saved
from successtui.services.session import Session

ACTIONS = (SAVE_AS_TEMPLATE, PLAN_FROM_TEMPLATE)


def carry_out(session: Session, record: Record, action: str, texts: Mapping[str, str]) -> Saved:
    """Carries out one of `ACTIONS` with what was given as FIELD=VALUE.

    Raises:
        BadCall: the record knows no such action, or a field is missing or not known to it.
        Invalid, Forbidden, NotFound, Refused: what stands in the way.
    """
    if action == SAVE_AS_TEMPLATE:
        return _save(session, record, texts)
    return _plan(session, record, texts)


def _save(session: Session, record: Record, texts: Mapping[str, str]) -> Saved:
    values = _values(session, texts, ("library",), SAVE_AS_TEMPLATE)
    return saving_templates.save_as_template(session, record, values.get("library"))


def _plan(session: Session, record: Record, texts: Mapping[str, str]) -> Saved:
    if not isinstance(record, Account):
        raise BadCall(f"{PLAN_FROM_TEMPLATE} needs an account, such as ACC0000001")
    rest = dict(texts)
    address = rest.pop("plan", "")
    if not address:
        raise BadCall(f"{PLAN_FROM_TEMPLATE} needs plan=NUMBER, the number of a plan template")
    values = _values(session, rest, ("start_date", "name", "owner"), PLAN_FROM_TEMPLATE)
    with session.read() as reader:
        template = reader.find(address)
    if not isinstance(template, Plan):
        raise BadCall(f"{address} is no success plan")
    start = values.get("start_date") or session.clock.today()
    items = tuple(plan_templates.review(session, template.id, start))
    name, owner = values.get("name") or "", values.get("owner")
    order = plan_templates.PlanOrder(template.id, record.id, start, items, name, owner)
    return plan_templates.add_plan(session, order)


def _values(
    session: Session, texts: Mapping[str, str], known: tuple[str, ...], action: str
) -> dict[str, Any]:
    if strange := [name for name in texts if name not in known]:
        raise BadCall(f"{action} takes {', '.join(known)}; not {', '.join(strange)}")
    with session.read() as reader:
        return read_values(reader, Plan, texts, session.clock.today())
