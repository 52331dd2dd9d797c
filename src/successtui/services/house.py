"""Settings and picklists of the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from successtui.domain.errors import Problem
from successtui.domain.lifecycle_statuses import STATUS_LISTS, Status, labels, write_entry
from successtui.records import PicklistValues, Setting
from successtui.records.kinds import OpenPicklist
from successtui.records.picklists import OPEN_PICKLISTS
from successtui.records.record import fields_of_kind
from successtui.services.draft import Draft, Mode
from successtui.store.reader import Reader

if TYPE_CHECKING:
    from successtui.services.saver import Saver

BASE_CURRENCY = "base_currency"


def setting(reader: Reader, name: str, default: str = "") -> str:
    """The value of a setting."""
    found = reader.by_key(Setting, name)
    return default if found is None else found.value or default


def base_currency(reader: Reader) -> str:
    """The currency that amounts are added up in."""
    return setting(reader, BASE_CURRENCY, "USD")


def picklist(reader: Reader, name: str) -> tuple[str, ...]:
    """The values of a list that administrators may change; its starting values until they do.

    Of a list of statuses these are the labels, without the states they belong to.
    """
    found = reader.by_key(PicklistValues, name)
    return OPEN_PICKLISTS.get(name, ()) if found is None else labels(name, found.entries)


def picklist_problems(saver: Saver, draft: Draft) -> list[Problem]:
    """Values outside their picklist: refused to people, added to the list by an import."""
    found = []
    for field in fields_of_kind(draft.cls, OpenPicklist):
        value = draft[field.name]
        if not isinstance(field.kind, OpenPicklist) or value is None:
            continue
        if not draft.changes(field.name):
            continue
        values = picklist(saver.unit.house, field.kind.setting)
        if value in values:
            continue
        spelled = next((v for v in values if v.casefold() == str(value).casefold()), None)
        if spelled is not None and draft.mode is Mode.PERSON:
            draft[field.name] = spelled
        elif draft.mode is Mode.IMPORT:
            _extend(saver, draft, field.kind.setting, str(value))
            draft.notices.append(f"'{value}' was added to the picklist {field.kind.setting}")
        else:
            known = ", ".join(values) or "still empty"
            message = f"'{value}' is not in the list ({known}); an admin can add it"
            found.append(Problem(field.name, field.label, message))
    return found


def _extend(saver: Saver, draft: Draft, name: str, value: str) -> None:
    """Adds a value to a list; a status belongs to the state of the record it came with."""
    stored = saver.unit.house.by_key(PicklistValues, name)
    if name in STATUS_LISTS:
        value = write_entry(Status(value, str(draft["state"])))
    entries = (*(OPEN_PICKLISTS.get(name, ()) if stored is None else stored.entries), value)
    if stored is None:
        saver.add(PicklistValues, {"name": name, "entries": entries}, mode=Mode.PROGRAM)
    else:
        saver.change(stored, {"entries": entries}, mode=Mode.PROGRAM)
