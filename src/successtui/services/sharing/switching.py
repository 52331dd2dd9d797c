"""Switching sharing on and off, plan by plan and play by play (R001-02), and why nothing shows."""

from __future__ import annotations

from dataclasses import dataclass

from successtui.domain.errors import NotFound
from successtui.records import Account, Objective, Plan, Play, Record, Task
from successtui.services import records
from successtui.services.planning import current_plan
from successtui.services.records import Saved
from successtui.services.session import Session
from successtui.services.sharing.customer_view import why_not_shareable
from successtui.store.reader import Reader


@dataclass(frozen=True, slots=True)
class SharingState:
    """What can be switched around a record of the plan, as it stands.

    Attributes:
        plan: the plan it belongs to; `None` where there is none yet.
        plays: the play itself, or the objective's plays.
        hidden: why customers do not see the objective (R001-41); empty where they do, or where
            the record is no objective.
    """

    plan: Plan | None
    plays: tuple[Play, ...]
    hidden: str


def sharing_of(session: Session, record: Record) -> SharingState:
    """What of the plan around a record is shared: of an account, a plan, an objective or below.

    Raises:
        NotFound: the record is missing or hidden.
    """
    with session.read() as reader:
        here = _near(reader, reader.require(type(record), record.id))
        plays: list[Play] = []
        hidden = ""
        if isinstance(here, Objective):
            plays = reader.all(Play, {"objective": here.id}, order=("start_date", "id"))
            hidden = why_not_shareable(Reader(reader.connection, None), here)
        elif isinstance(here, Play):
            plays = [here]
        return SharingState(_plan_of(reader, here), tuple(plays), hidden)


def switch(session: Session, record: Plan | Play, shared: bool) -> Saved:
    """Shares a plan or a play with the customer, or stops sharing it.

    Raises:
        Forbidden, NotFound, Invalid: as saving any record.
    """
    name = "shared_with_customer" if isinstance(record, Plan) else "shared"
    verb = "Share" if shared else "Stop sharing"
    title = f"{verb} {record.declaration.label} {record.number}"
    return records.update(session, record, {name: shared}, title=title)


def _near(reader: Reader, record: Record) -> Record:
    """The objective, play, plan or account that sharing is asked about from a record."""
    if isinstance(record, Task) and record.parent_type == "play":
        return reader.get(Play, record.parent) or record
    if isinstance(record, Task) and record.parent_type == "objective":
        return reader.get(Objective, record.parent) or record
    if "objective" in record.declaration.fields and not isinstance(record, Play):
        return reader.get(Objective, record["objective"]) or record
    return record


def _plan_of(reader: Reader, record: Record) -> Plan | None:
    if isinstance(record, Plan):
        return record
    if isinstance(record, Account):
        return current_plan(reader, record.id)
    if "plan" not in record.declaration.fields:
        raise NotFound(f"{record.declaration.plural.lower()} belong to no plan")
    return reader.get(Plan, record["plan"])
