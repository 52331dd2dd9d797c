"""The actions of `act` that bring something from the library: a play to run, an objective."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from successtui.domain.errors import BadCall, Refused
from successtui.domain.lifecycle import is_open
from successtui.domain.permissions import Action, Subject, decide
from successtui.records import Account, Objective, Plan, Play, Record
from successtui.services import library, planning, plays
from successtui.services.offering import Offer
from successtui.services.reading import read_values
from successtui.services.records import Saved
from successtui.services.session import Session

RUN_PLAY, ADD_FROM_LIBRARY = "run-play", "add-from-library"
ACTIONS = (RUN_PLAY, ADD_FROM_LIBRARY)
_TITLES = {RUN_PLAY: "Run a SuccessPlay", ADD_FROM_LIBRARY: "Add objective from library"}
_ON: dict[str, tuple[type[Record], ...]] = {
    RUN_PLAY: (Objective, Account),
    ADD_FROM_LIBRARY: (Account, Plan),
}
_TAKES = {
    RUN_PLAY: ("play", "start_date", "owner", "name"),
    ADD_FROM_LIBRARY: ("objective", "start_date", "owner"),
}
T = TypeVar("T", bound=Record)


def offers(session: Session, record: Record) -> tuple[Offer, ...]:
    """Those of the actions that records of this type have, and why not where they are refused."""
    found = [name for name in ACTIONS if isinstance(record, _ON[name]) and not _is_template(record)]
    with session.read() as reader:
        assert reader.actor is not None
        about = Subject(record.declaration.family)
        reason = decide(reader.actor, Action.USE_TEMPLATES, about).reason or _ended(record)
    return tuple(Offer(name, _TITLES[name], "", not reason, reason) for name in found)


def carry_out(session: Session, record: Record, action: str, texts: Mapping[str, str]) -> Saved:
    """Carries out one of `ACTIONS` with what was given as FIELD=VALUE; tasks and outcomes come
    along, dated from `start_date` (today when it is not given).

    Raises:
        BadCall: the record knows no such action, or a field is missing or not known to it.
        Invalid, Forbidden, NotFound, Refused: what stands in the way.
    """
    if not isinstance(record, _ON[action]) or _is_template(record):
        wanted = " or ".join(cls.declaration.label.lower() for cls in _ON[action])
        raise BadCall(f"{action} needs an {wanted} that is no template")
    if reason := _ended(record):
        raise Refused(f"cannot {action} on {record.number}: {reason}")
    takes = _TAKES[action]
    if strange := [name for name in texts if name not in takes]:
        raise BadCall(f"{action} takes {', '.join(takes)}; not {', '.join(strange)}")
    if not texts.get(takes[0]):
        raise BadCall(f"{action} needs {takes[0]}=NUMBER, the number of a template")
    if action == RUN_PLAY:
        return _run_play(session, record, texts)
    return _add_objective(session, record, texts)


def _run_play(session: Session, record: Record, texts: Mapping[str, str]) -> Saved:
    template = _template(session, Play, texts["play"])
    values = _values(session, Play, texts, ("start_date", "owner", "name"))
    start = _start(session, values)
    objective = record.id if isinstance(record, Objective) else None
    account = record["account"] if isinstance(record, Objective) else record.id
    return plays.run_play(
        session,
        plays.PlayOrder(
            template=template.id,
            account=account,
            objective=objective,
            name=values.get("name") or template.name,
            description=template.description or "",
            start=start,
            items=tuple(plays.review_tasks(session, template.id, start)),
            owner_kind=values.get("owner_kind"),
            owner=values.get("owner"),
            bring_objective=objective is None,
        ),
    )


def _add_objective(session: Session, record: Record, texts: Mapping[str, str]) -> Saved:
    account = record["account"] if isinstance(record, Plan) else record.id
    if isinstance(record, Plan):
        with session.read() as reader:
            current = planning.current_plan(reader, account)
        if current is not None and current.id != record.id:
            raise Refused(f"objectives join the account's current plan, which is {current.number}")
    template = _template(session, Objective, texts["objective"])
    values = _values(session, Objective, texts, ("start_date", "owner"))
    start = _start(session, values)
    items = tuple(library.review(session, template.id, start))
    kind, owner = values.get("owner_kind"), values.get("owner")
    order = library.Order(template.id, account, start, items, kind, owner)
    return library.add_from_library(session, order)


def _template(session: Session, cls: type[T], address: str) -> T:
    with session.read() as reader:
        found = reader.find(address)
    if not isinstance(found, cls) or not _is_template(found):
        raise BadCall(f"{address} is no template of a {cls.declaration.label}")
    return found


def _values(
    session: Session, cls: type[Record], texts: Mapping[str, str], names: tuple[str, ...]
) -> dict[str, Any]:
    given = {name: text for name, text in texts.items() if name in names}
    with session.read() as reader:
        return read_values(reader, cls, given, session.clock.today())


def _start(session: Session, values: Mapping[str, Any]) -> date:
    start: date | None = values.get("start_date")
    return start or session.clock.today()


def _is_template(record: Record) -> bool:
    return bool(record.values().get("is_template"))


def _ended(record: Record) -> str:
    """Why nothing is added to an objective or plan any more."""
    if isinstance(record, Plan):
        return "" if planning.is_running(record) else f"it is {record.status}"
    ended = isinstance(record, Objective) and not is_open(record.state)
    return f"it is {record['state']}" if ended else ""
