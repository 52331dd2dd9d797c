"""The form of any record type, built from its declaration: new records and changes of stored ones.

Nothing is stored before Save. Errors stand under their fields and keep what was typed; what
somebody else changed meanwhile is shown and never overwritten silently.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Footer, Input, Static, TextArea

from successtui.actions import Scope, bindings
from successtui.domain.errors import Conflict, Invalid, Problem, SuccessError
from successtui.domain.field_sets import RECORD_TYPE
from successtui.domain.permissions import Action
from successtui.records import Record
from successtui.records.kinds import Field
from successtui.screens.base import FIELD_KEYS, beside, dialog, host, write
from successtui.screens.form_fields import FieldRow
from successtui.screens.form_model import FormData, choices_for, form_data, shown_fields
from successtui.screens.form_progress import live_progress
from successtui.screens.form_walk import BRACKET_KEYS, WalkingForm
from successtui.screens.rights import refusal
from successtui.screens.typing_ahead import taken_in
from successtui.text import safe_notify, ui_text
from successtui.widgets.choice import ChoiceField
from successtui.widgets.confirm import Confirm
from successtui.widgets.menu import Menu, MenuItem

if TYPE_CHECKING:
    from successtui.services.records import Saved
    from successtui.services.session import Session


class RecordForm(WalkingForm):
    """Asks for a record's values and saves them; `None` when it was left without saving.

    Args:
        record: the record to change; `None` for a new one.
        preset: values a new record starts with; these fields can still be changed.
        fixed: names of preset fields that are shown but not asked for.
        typed: texts of a draft, by field, that are put back into the editors.

    Attributes:
        rows: the fields from the top; none before they are laid out.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.FORM),
        *FIELD_KEYS,
        *BRACKET_KEYS,
    ]

    def __init__(
        self,
        record_type: type[Record],
        record: Record | None = None,
        *,
        preset: Mapping[str, Any] | None = None,
        fixed: Sequence[str] = (),
        title: str = "",
        typed: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.record_type = record_type
        self.record = record
        self._preset = dict(preset or {})
        self._fixed = frozenset(fixed)
        self._typed = dict(typed or {})
        self._started: dict[str, str] = {}
        self._data: FormData | None = None
        self._progress = ""
        self.rows: list[FieldRow] = []
        self.form_title = title or self._usual_title()

    def _usual_title(self) -> str:
        label = self.record_type.declaration.label.lower()
        return f"Edit {label} {self.record.number}" if self.record else f"New {label}"

    def compose(self) -> ComposeResult:
        """Title, fields, what is wrong, keys."""
        with Vertical(classes="form"):
            yield Static(ui_text(self.form_title), classes="form-title")
            yield Static("", classes="form-progress")
            yield VerticalScroll(id="fields", can_focus=False)
            yield Static("", classes="form-error")
            yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Asks for labels and picklists, then lays the fields out."""
        beside(self, self._fill, group="fill")

    async def _fill(self) -> None:
        job = partial(form_data, self.record_type, self.record, self._preset)
        try:
            self._data = await host(self).desk.read(job)
        except SuccessError as error:
            safe_notify(self, str(error), severity="error")
            self.dismiss(None)
            return
        if self.record is None and self._data.record_types and RECORD_TYPE not in self._preset:
            self._ask_type(self._data.record_types)
            return
        with self.app.batch_update():
            await self._lay_out(self._data)
        if self.record is not None:
            template = bool(self.record.values().get("is_template"))
            reason = refusal(self, Action.EDIT, self.record_type, template=template)
            self._say(f"Read only: {reason}" if reason else "")

    @dialog
    async def _ask_type(self, types: Sequence[str]) -> None:
        """Which type of record is to be made; it is read-only from then on (R003-08, R003-31)."""
        items = [*(MenuItem(name, name) for name in types), MenuItem("", "No record type")]
        label = self.record_type.declaration.label.lower()
        chosen = await self.app.push_screen_wait(Menu(f"Record type of the new {label}", items))
        if chosen is None:
            self.dismiss(None)
            return
        self._preset[RECORD_TYPE] = chosen or None
        await self._fill()

    async def _lay_out(self, data: FormData) -> None:
        lines = list(self._layout(data))
        await self.query_one("#fields", VerticalScroll).mount_all(lines)
        self.rows = [line for line in lines if isinstance(line, FieldRow)]
        self._put_back()
        self._started = {row.field.name: row.text() for row in self.rows}
        self._show_progress()
        title = self.query_one(".form-title", Static)
        title.update(ui_text(self.form_title + self.position()))
        empty = [row for row in self.rows if row.field.required and not row.text()]
        for row in (empty or self.rows)[:1]:
            row.editor.focus()

    def _layout(self, data: FormData) -> Iterator[Static | FieldRow]:
        for label, value in data.facts:
            yield Static(ui_text(f"{label:<22}{value}"), classes="form-fact")
        section = ""
        is_new, only = self.record is None, data.field_set
        for field in shown_fields(self.record_type, data.values, is_new=is_new, only=only):
            if field.name in self._fixed or self._empty_list(field, data):
                continue
            if field.section != section:
                section = field.section
                yield Static(ui_text(f"── {section} "), classes="form-section")
            kind = field.kind
            told = data.values.get(getattr(kind, "discriminator", ""), None)
            yield FieldRow(
                field,
                data.values.get(field.name),
                None if told is None else str(told),
                data.labels,
                data.picklists.get(getattr(kind, "setting", ""), ()),
                data.today,
            )

    def _empty_list(self, field: Field, data: FormData) -> bool:
        """A picklist nobody has filled yet is not worth a line."""
        setting = getattr(field.kind, "setting", None)
        return setting is not None and not data.picklists.get(setting)

    def _put_back(self) -> None:
        for row in self.rows:
            text = self._typed.get(row.field.name)
            if text is not None and isinstance(row.editor, Input):
                row.editor.value = text
            elif text is not None and isinstance(row.editor, TextArea):
                row.editor.text = text

    # Typing

    @on(ChoiceField.SearchWanted)
    async def _search(self, event: ChoiceField.SearchWanted) -> None:
        event.stop()
        row = next(r for r in self.rows if r.editor is event.control)
        job = partial(choices_for, row.field, event.text, self._account())
        found = await host(self).desk.read(job)
        event.control.show_choices(event.token, found)

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(ChoiceField.Changed)
    def _changed(self) -> None:
        if self._started:
            self._show_progress()
            self._keep_draft()

    def _show_progress(self) -> None:
        texts = {row.field.name: row.text() for row in self.rows}
        shown = live_progress(self.record_type, texts)
        if shown == self._progress:
            # Showing it again would lay the whole form out anew at every key.
            return
        self._progress = shown
        line = self.query_one(".form-progress", Static)
        line.update(ui_text(shown))
        line.set_class(bool(shown), "-shown")

    def _account(self) -> int | None:
        """The account that contacts and the like are looked for in."""
        for row in self.rows:
            if row.field.name == "account" and isinstance(row.editor, ChoiceField):
                return int(row.editor.value) if row.editor.value else None
        values = self._data.values if self._data else {}
        account = values.get("account")
        return account if isinstance(account, int) else None

    # Saving

    @dialog
    async def action_save(self) -> None:
        """Saves; errors are shown in place and the first bad field gets the focus."""
        await taken_in(self)
        values, problems = self._collect()
        if problems:
            self._show(problems)
            return
        self._show([])
        try:
            saved = await write(self, partial(self.job, values), raise_errors=True)
        except Conflict as conflict:
            await self._settle_conflict(conflict)
        except Invalid as invalid:
            self._show(invalid.problems)
        except SuccessError as error:
            self._say(str(error))
        else:
            if saved is not None:
                self._forget_draft()
                self.dismiss(saved)

    def job(self, values: dict[str, Any], session: Session, confirmed: bool) -> Saved:
        """Stores the values; runs off the screen's thread."""
        from successtui.services.records import create, update

        if self.record is None:
            return create(session, self.record_type, {**self._fixed_values(), **values})
        base = {name: self.record[name] for name in values if name in self.record.values()}
        changed = {n: v for n, v in values.items() if base.get(n) != v}
        return update(session, self.record, changed, base=base, confirmed=confirmed)

    def _fixed_values(self) -> dict[str, Any]:
        return {n: v for n, v in self._preset.items() if n not in self.record_type_rows()}

    def record_type_rows(self) -> frozenset[str]:
        """Names of the fields that are asked for."""
        return frozenset(row.field.name for row in self.rows)

    def _collect(self) -> tuple[dict[str, Any], list[Problem]]:
        values: dict[str, Any] = {}
        problems = []
        for row in self.rows:
            try:
                row.read(values)
            except ValueError as error:
                problems.append(Problem(row.field.name, row.field.label, str(error)))
        return values, problems

    def _show(self, problems: Sequence[Problem]) -> None:
        found = {problem.field: problem for problem in problems}
        first = None
        for row in self.rows:
            kind = row.field.kind
            problem = found.get(row.field.name) or found.get(getattr(kind, "discriminator", ""))
            row.say(problem.message if problem else "")
            if problem and first is None:
                first = row
        shown = {row.field.name for row in self.rows}
        rest = [str(problem) for problem in problems if problem.field not in shown]
        count = len(problems)
        summary = "; ".join(rest) or (f"{count} to mend; nothing was saved" if count else "")
        self._say(summary if count else "")
        if first is not None:
            first.editor.focus()
            first.scroll_visible(animate=False)

    def _say(self, message: str) -> None:
        line = self.query_one(".form-error", Static)
        line.update(ui_text(message))
        line.set_class(bool(message), "-shown")

    async def _settle_conflict(self, conflict: Conflict) -> None:
        """Shows both sides field by field; keeps what the person typed either way."""
        fields = self.record_type.declaration.fields
        lines = []
        for name, theirs in conflict.theirs.items():
            mine = next((row.text() for row in self.rows if row.field.name == name), "")
            lines.append(f"{fields[name].label}: stored now {theirs!s} – yours {mine}")
        question = Confirm(
            "Somebody else changed this meanwhile. Keep yours?", lines, confirm_label="Keep mine"
        )
        assert self.record is not None
        if await self.app.push_screen_wait(question):
            self.record = self.record.changed(**conflict.theirs)
            self.call_after_refresh(self.action_save)

    async def turn_to(self, record: Record) -> None:
        """Shows another record of the type; what was typed for the one so far is gone."""
        self._forget_draft()
        self.record = record
        self.form_title = self._usual_title()
        self.rows = []
        self._started, self._typed, self._preset = {}, {}, {}
        self._say("")
        await self.query_one("#fields", VerticalScroll).remove_children()
        await self._fill()

    @dialog
    async def action_history(self) -> None:
        """What the focused field held before; of a new record there is nothing to tell."""
        row = next((row for row in self.rows if row.has_focus_within), None)
        if self.record is not None and row is not None:
            from successtui.screens.history import HistoryScreen

            await self.app.push_screen_wait(HistoryScreen(self.record, row.field.label))

    # Leaving

    @property
    def is_dirty(self) -> bool:
        """Whether something was typed that is not stored; all of a draft is."""
        now = {row.field.name: row.text() for row in self.rows}
        return bool(self._started) and (bool(self._typed) or now != self._started)

    @dialog
    async def action_cancel(self) -> None:
        """Leaves the form; asks first when something was typed."""
        if self.is_dirty:
            question = Confirm(
                "Leave without saving?", ("What you typed will be gone.",), confirm_label="Leave"
            )
            if not await self.app.push_screen_wait(question):
                return
        self._forget_draft()
        self.dismiss(None)

    # Drafts

    @property
    def draft_key(self) -> str:
        """What the draft is of."""
        name = self.record_type.declaration.name
        return f"{name}/{self.record.id if self.record else 'new'}"

    def _keep_draft(self) -> None:
        if self.is_dirty:
            texts = {row.field.name: row.text() for row in self.rows}
            if self._preset.get(RECORD_TYPE):
                texts[RECORD_TYPE] = self._preset[RECORD_TYPE]
            host(self).keep_draft(self.draft_key, texts)

    def _forget_draft(self) -> None:
        host(self).forget_draft(self.draft_key)
