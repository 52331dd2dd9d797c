"""Changing one field of the record under the tracker's cursor without opening its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from successtui.domain.clock import Clock
from successtui.domain.codec import read_typed
from successtui.records import Field, Record
from successtui.records.kinds import (
    AnyReference,
    OpenPicklist,
    Picklist,
    Reference,
    References,
)
from successtui.screens.base import Place, host, read, write
from successtui.widgets.menu import Menu, MenuItem
from successtui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from successtui.services.records import Saved
    from successtui.services.session import Session

_KEYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("t", ("title", "name", "subject")),
    ("o", ("owner", "assigned_to")),
    ("s", ("start_date", "planned_start")),
    ("d", ("due_date", "end_date", "target_date")),
    ("m", ("meeting_at",)),
    ("v", ("current_value",)),
    ("g", ("progress",)),
    ("p", ("priority",)),
)
"""What can be changed in place, and the key that picks it in the menu."""
_CHOSEN = (AnyReference, Reference, References, Picklist, OpenPicklist)
_LABEL_CELLS = 16


@dataclass(frozen=True, slots=True)
class Standing:
    """What a record holds now.

    Attributes:
        refusal: why it cannot be changed here; empty when it can.
        shown: how its fields look, and `spelled` how one types them.
    """

    record: Record
    refusal: str
    shown: Mapping[str, str]
    spelled: Mapping[str, str]


def changeable(record_type: type[Record]) -> dict[str, str]:
    """Fields that can be changed in place, with their keys."""
    fields = record_type.declaration.fields
    return {name: key for key, names in _KEYS for name in names if name in fields}


async def change_in_place(
    place: Place, record_type: type[Record], record_id: int, name: str = ""
) -> Saved | None:
    """Asks which field, unless told, then for its value, and stores it; `None` when left."""
    found = await read(place, partial(_standing, record_type, record_id))
    if found is None:
        return None
    if found.refusal:
        place.show_message(found.refusal, wrong=True)
        return None
    fields = record_type.declaration.fields
    if not name:
        items = [
            MenuItem(each, f"{fields[each].label:<{_LABEL_CELLS}} {found.shown[each]}", key)
            for each, key in changeable(record_type).items()
        ]
        chosen = await place.app.push_screen_wait(Menu(found.record.caption, items))
        if chosen is None:
            return None
        name = chosen
    text = await _ask(place, found, fields[name])
    if text is None:
        return None
    job = partial(_set, record_type, record_id, {name: text})
    label = fields[name].label
    return await write(place, job, done=f"{found.record.caption}: {label} changed. u takes it back")


async def _ask(place: Place, found: Standing, field: Field) -> str | None:
    title = f"{found.record.caption}: {field.label}"
    if isinstance(field.kind, _CHOSEN):
        from successtui.screens.bulk_value import ValueQuestion

        question = ValueQuestion(
            f"{title} (now {found.shown[field.name] or 'empty'})",
            type(found.record),
            field,
            may_empty=not field.required,
            promise="u takes it back",
        )
        answer = await place.app.push_screen_wait(question)
        return None if answer is None else next(iter(answer.texts), "")
    today = Clock(host(place).desk.options.today).today()

    def wrong(text: str) -> str | None:
        if not text.strip():
            return "must not be empty" if field.required else None
        try:
            read_typed(field.kind, text, today)
        except ValueError as error:
            return str(error)
        return None

    value = found.spelled[field.name]
    return await place.app.push_screen_wait(Prompt(title, value=value, validator=wrong))


def _standing(record_type: type[Record], record_id: int, session: Session) -> Standing:
    from successtui.services.showing import Shower
    from successtui.services.tracking_changes import refusal

    with session.read() as reader:
        record = reader.require(record_type, record_id)
        shower = Shower(reader, [record], session.clock.today())
        names = changeable(record_type)
        shown = {name: shower.cell(record, name).text for name in names}
        spelled = {name: shower.cell_text(record, name) for name in names}
    return Standing(record, refusal(session, record_type, record_id), shown, spelled)


def _set(
    record_type: type[Record],
    record_id: int,
    texts: Mapping[str, str],
    session: Session,
    confirmed: bool,
) -> Saved:
    from successtui.services.tracking_changes import set_field

    return set_field(session, record_type, record_id, texts, confirmed=confirmed)
