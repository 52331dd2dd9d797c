"""One row of a form: label, editor, and what is wrong; an editor for every kind of value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from successtui.domain.codec import read_typed, write
from successtui.domain.dates import parse_date
from successtui.records.kinds import (
    AnyReference,
    Boolean,
    Date,
    Field,
    Integer,
    Number,
    OpenPicklist,
    Picklist,
    Reference,
    References,
    Text,
)
from successtui.text import ui_text
from successtui.widgets.choice import ChoiceField
from successtui.widgets.choices import Choice
from successtui.widgets.date_field import DateField
from successtui.widgets.entry import Entry

YES_NO = (Choice("true", "yes"), Choice("false", "no"))


class FieldRow(Vertical):
    """A field being edited.

    Args:
        labels: what the referred records are called, by (type, id), for the values there are.
        picklist: the values of an open picklist.
    """

    def __init__(
        self,
        field: Field,
        value: Any,
        told: str | None,
        labels: Mapping[tuple[str, int], str],
        picklist: Sequence[str],
        today: Callable[[], date],
    ) -> None:
        super().__init__(classes="field-row", id=f"row-{field.name}")
        self.field = field
        self._today = today
        self._error: Static | None = None
        self.editor = self._make_editor(value, told, labels, picklist)
        self.editor.add_class("editor")

    def compose(self) -> ComposeResult:
        """Label and editor side by side; `say` puts the error below."""
        mark = " *" if self.field.required else ""
        with Horizontal(classes="field-line"):
            yield Static(ui_text(f"{self.field.label}{mark}"), classes="field-label")
            yield self.editor

    def say(self, message: str) -> None:
        """Shows what is wrong; nothing when empty."""
        if self._error is None:
            if not message:
                return
            # Most fields never need one, and twenty more widgets slow a form's opening down.
            self._error = Static("", classes="field-error")
            self.mount(self._error)
        self._error.update(ui_text(f"✗ {message}" if message else ""))
        self._error.set_class(bool(message), "-shown")

    def text(self) -> str:
        """What stands in the editor, for the draft."""
        editor = self.editor
        if isinstance(editor, ChoiceField):
            return ";".join(editor.values)
        if isinstance(editor, TextArea):
            return editor.text
        assert isinstance(editor, Input)
        return editor.value

    def read(self, values: dict[str, Any]) -> None:
        """Puts the field's value into `values`; an `AnyReference` puts its kind there too.

        Raises:
            ValueError: what stands there cannot be understood.
        """
        kind, name = self.field.kind, self.field.name
        editor = self.editor
        if isinstance(editor, ChoiceField):
            if editor.unresolved:
                raise ValueError(f"'{editor.unresolved}' is not in the list; choose from it")
            if isinstance(kind, References):
                values[name] = tuple(sorted(int(v) for v in editor.values))
            elif isinstance(kind, AnyReference):
                told, _, record_id = (editor.value or "").partition(":")
                values[kind.discriminator] = told or None
                values[name] = int(record_id) if record_id else None
            elif isinstance(kind, Reference):
                values[name] = int(editor.value) if editor.value else None
            else:
                values[name] = read_typed(kind, editor.value or "", self._today())
            if isinstance(kind, Boolean):
                values[name] = bool(values[name])
            return
        values[name] = read_typed(kind, self.text(), self._today())

    def _make_editor(
        self,
        value: Any,
        told: str | None,
        labels: Mapping[tuple[str, int], str],
        picklist: Sequence[str],
    ) -> Widget:
        kind = self.field.kind
        hint = self.field.help
        match kind:
            case Picklist(choices=choices):
                offered = [Choice(c.value, c.value) for c in choices]
                return ChoiceField(offered, value=_text(value), placeholder=hint)
            case OpenPicklist():
                offered = [Choice(v, v) for v in picklist]
                return ChoiceField(offered, value=_text(value), placeholder=hint)
            case Boolean():
                return ChoiceField(YES_NO, value="true" if value else "false")
            case Reference(target=target):
                chosen = _choice(value, labels.get((target, value or 0), ""))
                return ChoiceField(value=chosen, placeholder=hint or "type to find")
            case References(target=target):
                several = [Choice(str(i), labels.get((target, i), "")) for i in value or ()]
                return ChoiceField(
                    multiple=True, values=several, placeholder=hint or "type to find several"
                )
            case AnyReference():
                target_type = kind.target(told)
                label = labels.get((target_type or "", value or 0), "")
                chosen = Choice(f"{told}:{value}", label, told or "") if value else None
                return ChoiceField(value=chosen, placeholder=hint or "type to find")
            case Date():
                return DateField(
                    lambda text: parse_date(text, self._today()),
                    today=self._today,
                    value=value,
                    placeholder="date, fri, +2w, eom – f4 opens a calendar",
                )
            case Text(multiline=True):
                area = TextArea(_text(value) or "", compact=True, tab_behavior="focus")
                area.cursor_blink = False
                return area
            case _:
                shown = write(kind, value, lambda _t, _i: "")
                entry = Entry(shown, placeholder=_hint(self.field), compact=True)
                entry.cursor_blink = False
                return entry


def _hint(field: Field) -> str:
    if field.help:
        return field.help
    return (
        "number, 250k, 1.2m"
        if isinstance(field.kind, Number)
        else ("whole number" if isinstance(field.kind, Integer) else "")
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _choice(value: int | None, label: str) -> Choice | None:
    return None if value is None else Choice(str(value), label)
