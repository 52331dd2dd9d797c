"""What a form needs to know before it can be shown: values, labels, picklists, which fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from successtui.domain.field_sets import RECORD_TYPE
from successtui.records import REGISTRY, Contact, Record
from successtui.records.kinds import (
    AnyReference,
    Default,
    Field,
    OpenPicklist,
    Picklist,
    Reference,
    References,
)
from successtui.widgets.choices import Choice

if TYPE_CHECKING:
    from successtui.services.session import Session
    from successtui.store.reader import Reader

SECTIONS = ("", "Measurement", "Schedule", "People", "Sharing", "Renewal", "Notes", "Closure")
_LIMIT = 51


@dataclass(frozen=True, slots=True)
class FormData:
    """Values to start with, and what is needed to show them.

    Attributes:
        facts: (label, text) of what the program fills in, shown above the fields.
        field_set: names of the fields to show; `None` for all of them (R003-30, R003-32).
        record_types: what a new record can be a type of (R003-08).
    """

    values: Mapping[str, Any]
    labels: Mapping[tuple[str, int], str]
    picklists: Mapping[str, tuple[str, ...]]
    facts: tuple[tuple[str, str], ...]
    today: Callable[[], date]
    field_set: frozenset[str] | None = None
    record_types: tuple[str, ...] = ()


def form_data(
    record_type: type[Record],
    record: Record | None,
    preset: Mapping[str, Any],
    session: Session,
) -> FormData:
    """Reads what the form shows; runs off the screen's thread."""
    from successtui.services.field_sets import field_set, record_types
    from successtui.services.house import base_currency, picklist

    today = session.clock.today
    declaration = record_type.declaration
    with session.read() as reader:
        assert reader.actor is not None
        currency = base_currency(reader)
        if record is None:
            values = {
                n: _default(f, today(), reader.actor.id, currency)
                for n, f in declaration.fields.items()
            }
            values.update(preset)
        else:
            record = reader.require(record_type, record.id)
            values = {**record.values(), **preset}
        settings = {
            f.kind.setting for f in declaration.fields.values() if isinstance(f.kind, OpenPicklist)
        }
        lists = {name: picklist(reader, name) for name in settings}
        labels = _labels(reader, record_type, values)
        facts = _facts(reader, record, today()) if record is not None else ()
        if values.get(RECORD_TYPE):
            label = declaration.fields[RECORD_TYPE].label
            facts = (*facts, (label, str(values[RECORD_TYPE])))
        only = field_set(reader, record_type, values)
        types = record_types(reader, record_type)
    return FormData(values, labels, lists, facts, today, only, types)


def shown_fields(
    record_type: type[Record],
    values: Mapping[str, Any],
    *,
    is_new: bool,
    only: frozenset[str] | None = None,
) -> list[Field]:
    """The fields a form asks for, section by section.

    Args:
        only: a field set; what is required, and what closing a record needs, is asked for anyway.
    """
    declaration = record_type.declaration
    told = {
        f.kind.discriminator
        for f in declaration.fields.values()
        if isinstance(f.kind, AnyReference)
    }
    kept = [
        field
        for field in declaration.fields.values()
        if not field.automatic
        and field.name not in told
        and (not field.mirrors or _stands_alone(field, values))
        and not (field.locked and (field.name == RECORD_TYPE or not is_new))
        and (only is None or field.name in only or field.required or field.section == "Closure")
        and field.section in SECTIONS
        and not (field.section == "Closure" and (is_new or not _ended(values)))
        and not (field.name == "due_offset_days" and not values.get("is_template"))
    ]
    return sorted(kept, key=lambda field: SECTIONS.index(field.section))


def choices_for(field: Field, text: str, account: int | None, session: Session) -> list[Choice]:
    """Records a field can refer to, found by typing; contacts of the record's own account."""
    kind = field.kind
    with session.read() as reader:
        if isinstance(kind, Reference | References):
            return _found(reader, kind.target, text, account, "")
        if isinstance(kind, AnyReference):
            choices: list[Choice] = []
            for told, target in kind.targets:
                choices += _found(reader, target, text, account, told)
            return choices
    return []


def _found(reader: Reader, target: str, text: str, account: int | None, told: str) -> list[Choice]:
    cls = REGISTRY[target]
    where: dict[str, object] = {}
    if account is not None and (cls is Contact or target in _OF_ACCOUNT):
        where["account"] = account
    if "active" in cls.declaration.fields:
        where["active"] = True
    found = reader.choices(target, text, limit=_LIMIT, where=where)
    hints = {"user": "team member", "team_pool": "pool"}
    hint = hints.get(target, cls.declaration.label.lower())
    prefix = f"{told}:" if told else ""
    return [
        Choice(
            f"{prefix}{record.id}",
            record.caption or reader.key_of(record),
            hint if told else record.number,
        )
        for record in found
    ]


_OF_ACCOUNT = ("plan", "objective", "engagement", "contract", "outcome", "play")


def _default(field: Field, today: date, me: int, currency: str) -> Any:
    match field.default:
        case Default.TODAY:
            return today
        case Default.CURRENT_USER:
            return me
        case Default.BASE_CURRENCY:
            return currency
        case value:
            return value


def _labels(
    reader: Reader, record_type: type[Record], values: Mapping[str, Any]
) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    for field in record_type.declaration.fields.values():
        value, kind = values.get(field.name), field.kind
        if value in (None, ()):
            continue
        target: str | None = None
        if isinstance(kind, Reference | References):
            target = kind.target
        elif isinstance(kind, AnyReference):
            target = kind.target(values.get(kind.discriminator))
        if target is not None:
            ids = value if isinstance(kind, References) else (value,)
            for record_id, label in reader.labels(target, ids).items():
                found[target, record_id] = label
    return found


def _facts(reader: Reader, record: Record, today: date) -> tuple[tuple[str, str], ...]:
    """Number, computed values and what the program keeps, for people to read."""
    from successtui.services.showing import Shower

    shower = Shower(reader, [record], today)
    declaration = record.declaration
    lines = [("Number", record.number)] if declaration.numbered else []
    for name, derived in declaration.derived.items():
        lines.append((derived.label, shower.cell(record, name).text))
    for name, field in declaration.fields.items():
        if (field.automatic or field.mirrors) and not isinstance(field.kind, Picklist):
            lines.append((field.label, shower.cell(record, name).text))
    return tuple((label, text) for label, text in lines if text and text != "no")


def _stands_alone(field: Field, values: Mapping[str, Any]) -> bool:
    """A mirrored field is asked for only while there is nothing to mirror."""
    return values.get(field.mirrors.partition(".")[0]) is None


def _ended(values: Mapping[str, Any]) -> bool:
    return str(values.get("state", "")) in ("Closed", "Canceled")
