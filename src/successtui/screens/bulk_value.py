"""Asks for the value that many records are to get, with the editor their form has."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from successtui.records import Field, Record
from successtui.records.kinds import AnyReference, OpenPicklist, Reference, References
from successtui.screens.base import beside, dialog, host
from successtui.screens.form_fields import FieldRow
from successtui.screens.form_model import choices_for, form_data
from successtui.screens.typing_ahead import taken_in
from successtui.text import ui_text
from successtui.widgets.choice import ChoiceField
from successtui.widgets.question import Question

if TYPE_CHECKING:
    from successtui.services.session import Session

_EMPTY = "nothing was typed; ctrl+n empties the field on purpose"
_REQUIRED = "this field must not be empty"


@dataclass(frozen=True, slots=True)
class Typed:
    """What was answered.

    Attributes:
        texts: as the services read them; several for a field that holds several. None of them
            means that the field is to be emptied.
    """

    texts: tuple[str, ...]


class ValueQuestion(Question["Typed | None"]):
    """Asks for one value; `None` when it was left with escape.

    Args:
        may_empty: whether the field may be emptied instead.
        promise: what happens with the answer, told beside the keys.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "take", "Take", show=False),
        Binding("ctrl+n", "empty", "Empty", show=False),
        Binding("escape", "dismiss(None)", "Close", show=False),
    ]

    def __init__(
        self,
        title: str,
        record_type: type[Record],
        field: Field,
        *,
        may_empty: bool = True,
        promise: str = "nothing happens before you saw the changes",
    ) -> None:
        super().__init__()
        self._title = title
        self._type = record_type
        self._field = field
        self._may_empty = may_empty
        self._promise = promise
        self._row: FieldRow | None = None

    def compose(self) -> ComposeResult:
        """Title, editor, how to use it."""
        several = isinstance(self._field.kind, References)
        taking = "ctrl+s takes them" if several else "enter takes it"
        empties = " · ctrl+n empties it" if self._may_empty else ""
        with Vertical(classes="dialog"):
            yield Static(ui_text(self._title), classes="dialog--title")
            # Above the editor, for its list opens downwards.
            hint = f"{taking}{empties} · esc leaves; {self._promise}"
            yield Static(ui_text(hint), classes="dialog--hint")
            yield Vertical(id="editor")

    def on_mount(self) -> None:
        """Asks for picklists, then shows the editor."""
        beside(self, self._fill, group="fill")

    async def _fill(self) -> None:
        data = await host(self).desk.read(partial(form_data, self._type, None, {}))
        kind = self._field.kind
        offered = data.picklists.get(kind.setting, ()) if isinstance(kind, OpenPicklist) else ()
        self._row = FieldRow(self._field, None, None, {}, offered, data.today)
        await self.query_one("#editor", Vertical).mount(self._row)
        self._row.editor.focus()
        if isinstance(self._row.editor, ChoiceField):
            self.call_after_refresh(self._row.editor.action_next)

    @on(ChoiceField.SearchWanted)
    def _search(self, event: ChoiceField.SearchWanted) -> None:
        event.stop()
        beside(self, partial(self._answer, event), group="search")

    async def _answer(self, event: ChoiceField.SearchWanted) -> None:
        job = partial(choices_for, self._field, event.text, None)
        event.field.show_choices(event.token, await host(self).desk.read(job))

    @on(ChoiceField.Changed)
    def _chosen(self, event: ChoiceField.Changed) -> None:
        event.stop()
        if not isinstance(self._field.kind, References):
            self.action_take()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_take()

    @dialog
    async def action_take(self) -> None:
        """Answers with what stands in the editor, if it can be understood."""
        await taken_in(self)
        row = self._row
        if row is None:
            return
        try:
            row.read({})
        except ValueError as error:
            row.say(str(error))
            return
        if not row.text().strip():
            row.say(_EMPTY if self._may_empty else "choose or type something, or press esc")
            return
        chosen = isinstance(row.editor, ChoiceField)
        job = partial(spelled, self._field, row.text(), chosen)
        self.dismiss(Typed(await host(self).desk.read(job)))

    def action_empty(self) -> None:
        """Answers that the field is to be emptied."""
        if not self._may_empty:
            return
        if self._field.required:
            if self._row is not None:
                self._row.say(_REQUIRED)
            return
        self.dismiss(Typed(()))


def spelled(field: Field, text: str, chosen: bool, session: Session) -> tuple[str, ...]:
    """What stands in an editor as people would write it: keys in place of ids."""
    kind = field.kind
    if not chosen or not isinstance(kind, Reference | References | AnyReference):
        return (text,)
    with session.read() as reader:
        if isinstance(kind, AnyReference):
            told, _, record_id = text.partition(":")
            target = kind.target(told) or ""
            return (f"{told}:{reader.keys(target, [int(record_id)])[int(record_id)]}",)
        ids = [int(each) for each in text.split(";")]
        keys = reader.keys(kind.target, ids)
        return tuple(keys[record_id] for record_id in ids if record_id in keys)
