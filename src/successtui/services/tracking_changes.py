"""Changes made from the tracker without a form, each one undo step.

KPIs may be changed and deleted here only while their objective belongs to a plan (R003-57,
R003-58); from lists, forms and the objective's page they always may.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from successtui.domain.errors import BadCall, Refused
from successtui.records import Objective, Outcome, Record
from successtui.services import records
from successtui.services.reading import read_values
from successtui.services.records import Saved
from successtui.services.saver import Saver
from successtui.services.session import Session
from successtui.services.tracking import END_FIELD
from successtui.store.reader import Reader

_NO_PLAN = "its objective is in no plan; change the KPI from the objective's page or its list"


def refusal(session: Session, record_type: type[Record], record_id: int) -> str:
    """Why a record cannot be changed from the tracker; empty when it can."""
    if record_type is not Outcome:
        return ""
    with session.read() as reader:
        return _refusal(reader, reader.require(Outcome, record_id))


def move_end(session: Session, record_type: type[Record], record_id: int, days: int) -> Saved:
    """Moves the date a record ends with by so many days, from what is stored now.

    A touchpoint with a meeting moves the meeting and keeps its hour.

    Raises:
        Refused: it has no such date, or is a KPI without a plan.
        BadCall: the calendar ends there.
        Invalid, Forbidden, NotFound: as saving any record.
    """
    label = record_type.declaration.label.lower()
    with session.change(f"Move {label} by {_span(days)}") as unit:
        record = unit.require(record_type, record_id)
        if reason := _refusal(unit, record):
            raise Refused(reason)
        name = END_FIELD.get(record_type.declaration.name, "")
        if record.values().get("meeting_at") is not None:
            name = "meeting_at"
        if name not in record.values():
            raise Refused(f"a {label} has no date to move")
        before: date | datetime | None = record[name]
        declared = record_type.declaration.fields[name].label.lower()
        if before is None:
            raise Refused(f"{record.caption} has no {declared} to move yet; E sets one")
        try:
            after = before + timedelta(days=days)
        except OverflowError as error:
            raise BadCall(f"{declared} would be outside the calendar") from error
        saver = Saver(unit, session.clock.today())
        saved = saver.change(record, {name: after})
        notices = tuple(saver.notices)
    told = f"{saved.caption}: {after:%a %Y-%m-%d} ({_span(days)})"
    return Saved(saved, unit.batch_id, (name,), frozenset(unit.touched), (told, *notices))


def set_field(
    session: Session,
    record_type: type[Record],
    record_id: int,
    texts: Mapping[str, str],
    *,
    confirmed: bool = False,
) -> Saved:
    """Changes fields from typed texts; empty texts empty them.

    Raises:
        Refused: a KPI without a plan.
        Invalid, Forbidden, NotFound, NeedsConfirmation: as saving any record.
    """
    with session.read() as reader:
        record = reader.require(record_type, record_id)
        if reason := _refusal(reader, record):
            raise Refused(reason)
        values = read_values(reader, record_type, texts, session.clock.today())
    saved = records.update(session, record, values, confirmed=confirmed)
    if saved.batch is None:
        return replace(saved, notices=(f"{record.caption} stays as it is", *saved.notices))
    return saved


def remove(
    session: Session, record_type: type[Record], record_id: int, *, confirmed: bool = False
) -> Saved:
    """Deletes a record from the tracker; an objective with KPIs is refused (R003-38, R003-39).

    Raises:
        Refused: records hang from it that must go first, or it is a KPI without a plan.
        Forbidden, NotFound, NeedsConfirmation: as deleting any record.
    """
    with session.read() as reader:
        record = reader.require(record_type, record_id)
        if reason := _refusal(reader, record):
            raise Refused(reason)
    return records.delete(session, record, confirmed=confirmed)


def _refusal(reader: Reader, record: Record) -> str:
    if not isinstance(record, Outcome):
        return ""
    objective = reader.get(Objective, record.objective)
    return "" if objective is not None and objective.plan is not None else _NO_PLAN


def _span(days: int) -> str:
    size, unit = (abs(days) // 7, "week") if days % 7 == 0 else (abs(days), "day")
    return f"{'+' if days > 0 else '-'}{size} {unit}{'' if size == 1 else 's'}"
