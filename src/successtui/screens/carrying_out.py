"""Carrying out an action of a record's lifecycle: asks what it needs, then has it done.

What there is to ask comes with the offer; whether it may be done is decided by the services.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from successtui.domain.clock import Clock
from successtui.domain.codec import read_typed
from successtui.domain.lifecycle import CLOSE_ON_ONE_KEY
from successtui.domain.lifecycle_actions import REMINDERS
from successtui.domain.lifecycle_contracts import suggested_term
from successtui.records import Contract, Play, Record
from successtui.records.kinds import Picklist
from successtui.screens.base import Place, host, write
from successtui.widgets.confirm import Confirm
from successtui.widgets.menu import Menu, MenuItem
from successtui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from successtui.services.acting import Acted
    from successtui.services.offering import Offer
    from successtui.services.session import Session


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, as `write` tells it, and the play that can be closed now."""

    touched: frozenset[str]
    notices: tuple[str, ...]
    next: Play | None


async def carry_out(place: Place, record: Record, offer: Offer) -> Done | None:
    """Asks what the action needs and carries it out; `None` when it was left or refused."""
    children = ""
    if offer.waiting:
        chosen = await place.app.push_screen_wait(_about_children(offer))
        if chosen is None:
            return None
        children = chosen
    texts = await _ask(place, record, offer)
    if texts is None:
        return None
    if offer.confirm:
        question = Confirm(f"{offer.title}: {record.caption}?", ("Undo (u) takes it back.",))
        if not await place.app.push_screen_wait(question):
            return None
    job = partial(_act, record, offer.name, texts, children)
    return await write(place, job, done=f"{record.caption}: {offer.title}. u takes it back")


def _about_children(offer: Offer) -> Menu:
    count = len(offer.waiting)
    shown = "; ".join(offer.waiting[:2]) + ("; …" if count > 2 else "")
    items = [
        MenuItem("close", f"Close all {count}, too", "c"),
        MenuItem("cancel", f"Cancel all {count}", "x"),
    ]
    return Menu(f"Still open below: {shown}", items)


async def _ask(place: Place, record: Record, offer: Offer) -> dict[str, str] | None:
    """Texts for the fields the action asks for; `None` when the person left."""
    texts: dict[str, str] = {}
    if record.declaration.name in CLOSE_ON_ONE_KEY:
        return texts
    suggested = _suggested(record, offer)
    for name in offer.asks:
        if name == "closure_code":
            answer = await place.app.push_screen_wait(_about_code(record, offer.proposed))
        else:
            answer = await place.app.push_screen_wait(
                _about_field(place, record, name, offer, suggested.get(name, ""))
            )
        if answer is None:
            return None
        texts[name] = answer
    return texts


def _about_code(record: Record, proposed: str) -> Menu:
    kind = record.declaration.fields["closure_code"].kind
    assert isinstance(kind, Picklist)
    codes = [str(code) for code in kind.choices if str(code) != "Canceled"]
    codes.sort(key=lambda code: code != proposed)
    titles = {code: f"{code} (as its progress says)" for code in codes if code == proposed}
    return Menu("How did it end?", [MenuItem(c, titles.get(c, c)) for c in codes])


def _about_field(place: Place, record: Record, name: str, offer: Offer, value: str) -> Prompt:
    field = record.declaration.fields[name]
    if name == "close_notes":
        return Prompt("Close notes (one line)", validator=_something)
    label = field.label
    if "extension" in offer.name or offer.name == "adjust":
        label = REMINDERS.get(name, label)
    today = Clock(host(place).desk.options.today).today()

    def wrong(text: str) -> str | None:
        try:
            read_typed(field.kind, text, today)
        except ValueError as error:
            return str(error)
        return None

    return Prompt(f"{offer.title}: {label}", value=value, validator=wrong)


def _suggested(record: Record, offer: Offer) -> Mapping[str, str]:
    """What stands there already; for a renewal the term that would follow."""
    found = {name: record[name] for name in offer.asks if name != "closure_code"}
    if isinstance(record, Contract) and offer.name.endswith("-renewal"):
        found |= {n: v for n, v in suggested_term(record).items() if found.get(n) is None}
    return {name: "" if value is None else str(value) for name, value in found.items()}


def _something(text: str) -> str | None:
    return None if text.strip() else "write something, or press esc"


def _act(
    record: Record,
    name: str,
    texts: Mapping[str, str],
    children: str,
    session: Session,
    confirmed: bool,
) -> Done:
    from successtui.services.acting import act
    from successtui.services.reading import read_values

    with session.read() as reader:
        values = read_values(reader, type(record), texts, session.clock.today())
    acted: Acted = act(session, record, name, values, children=children, confirmed=confirmed)
    return Done(acted.saved.touched, acted.saved.notices, acted.next)
