"""At the start: forms that were not saved when the program ended, offered again.

Owns the list and what becomes of each draft. Nothing is thrown away that the person did not save
or refuse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from successtui.domain.plaintext import one_line
from successtui.drafts import Draft, DraftStore
from successtui.records import REGISTRY, Record
from successtui.records.kinds import (
    AnyReference,
    Boolean,
    OpenPicklist,
    Picklist,
    Reference,
    References,
)
from successtui.screens.base import read, say
from successtui.text import ui_text
from successtui.widgets.question import Question

if TYPE_CHECKING:
    from successtui.services.session import Session

_NEW = "new"
_QUOTED = 40


@dataclass(frozen=True, slots=True)
class Answer:
    """What to do with a draft: reopen it, or throw it away."""

    draft: Draft
    reopen: bool


class DraftsOffer(Question[Answer | None]):
    """The drafts, newest first: enter reopens, d throws away, esc keeps them for later."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Later", show=False),
        Binding("d", "discard", "Throw away", show=False),
    ]

    def __init__(self, drafts: Sequence[Draft], now: datetime) -> None:
        super().__init__()
        self._drafts = tuple(sorted(drafts, key=lambda d: d.saved_at, reverse=True))
        self._now = now

    def compose(self) -> ComposeResult:
        """Title, drafts, keys."""
        with Vertical(classes="dialog"):
            yield Static(ui_text("Not saved when you left"), classes="dialog--title")
            yield OptionList(
                *(Option(ui_text(described(draft, self._now))) for draft in self._drafts),
                markup=False,
                compact=True,
            )
            yield Static(
                ui_text("enter reopens, d throws away, esc keeps all for later"),
                classes="dialog--hint",
            )

    def on_mount(self) -> None:
        """The newest first."""
        self.query_one(OptionList).highlighted = 0

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(Answer(self._drafts[event.option_index], reopen=True))

    def action_discard(self) -> None:
        """Throws the draft under the cursor away."""
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self.dismiss(Answer(self._drafts[place], reopen=False))


async def offer(app: App[Any], store: DraftStore, drafts: Sequence[Draft]) -> None:
    """Offers drafts until none is left or the person has other things to do.

    A reopened draft is forgotten when its form is left, saved or not.
    """
    left = [draft for draft in drafts if _address(draft) is not None]
    while left:
        answer = await app.push_screen_wait(DraftsOffer(left, datetime.now(UTC)))
        if answer is None:
            return
        if answer.reopen and not await _reopen(app, answer.draft):
            return
        store.discard_draft(answer.draft)
        left.remove(answer.draft)


async def _reopen(app: App[Any], draft: Draft) -> bool:
    """The form with what was typed; `False` when its record is not there to be changed."""
    from successtui.screens.form import RecordForm

    address = _address(draft)
    assert address is not None
    record_type, record_id = address
    record = None
    if record_id is not None:
        record = await read(app.screen, partial(_get, record_type.declaration.name, record_id))
        if record is None:
            return False
    preset = chosen_values(record_type, draft.fields)
    form = RecordForm(record_type, record, preset=preset, typed=draft.fields)
    saved = await app.push_screen_wait(form)
    if saved is not None:
        say(app, f"Saved {saved.record.number} {saved.record.caption}".rstrip())
    return True


def described(draft: Draft, now: datetime) -> str:
    """A draft in one line: `Outcome (KPI), new, 3 min ago: "SSO roll-out"`."""
    address = _address(draft)
    assert address is not None
    record_type, record_id = address
    what = _NEW if record_id is None else "changed"
    names = (*record_type.declaration.caption, *draft.fields)
    typed = next((draft.fields[n] for n in names if draft.fields.get(n, "").strip()), "")
    quote = f': "{one_line(typed, _QUOTED)}"' if typed else ""
    return f"{record_type.declaration.label}, {what}, {ago(now - draft.saved_at)}{quote}"


def ago(span: timedelta) -> str:
    """How long ago, in the largest unit that fits."""
    minutes = max(0, int(span.total_seconds())) // 60
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min ago"
    if minutes < 60 * 24:
        return f"{minutes // 60} h ago"
    days = minutes // (60 * 24)
    return f"{days} day{'' if days == 1 else 's'} ago"


def chosen_values(record_type: type[Record], texts: Mapping[str, str]) -> dict[str, object]:
    """Records and picklist values that were chosen, from the texts a form keeps of them."""
    found: dict[str, object] = {}
    for name, text in texts.items():
        field = record_type.declaration.fields.get(name)
        if field is None:
            continue
        ids = [part for part in text.split(";") if part.isdecimal()]
        match field.kind:
            case Reference():
                found[name] = int(ids[0]) if ids else None
            case References():
                found[name] = tuple(sorted(int(part) for part in ids))
            case AnyReference(discriminator=discriminator):
                told, _, record_id = text.partition(":")
                if record_id.isdecimal():
                    found[discriminator], found[name] = told, int(record_id)
            case Boolean():
                found[name] = text == "true"
            case Picklist() | OpenPicklist():
                found[name] = text or None
    return found


def _address(draft: Draft) -> tuple[type[Record], int | None] | None:
    """The record type and id a draft is of; `None` for what this version does not know."""
    name, _, rest = draft.key.rpartition("/")
    record_type = REGISTRY.get(name.rpartition("/")[2])
    if record_type is None or not (rest == _NEW or rest.isdecimal()):
        return None
    return record_type, None if rest == _NEW else int(rest)


def _get(name: str, record_id: int, session: Session) -> Record:
    from successtui.services.records import get

    return get(session, REGISTRY[name], record_id)
