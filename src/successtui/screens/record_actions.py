"""What can be done with the record under the cursor, the same in every list, tree and page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from successtui.domain.lifecycle import CLOSE_ON_ONE_KEY, TRANSITIONS, is_open, state_field
from successtui.records import REGISTRY, Account, Record
from successtui.screens.base import Place, beside, dialog, read, say, write
from successtui.widgets.confirm import Confirm
from successtui.widgets.menu import Menu, MenuItem
from successtui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from successtui.services.records import Saved
    from successtui.services.session import Session


class RecordActions(Place):
    """A place that has a current record."""

    def current(self) -> tuple[type[Record], int] | None:
        """The record the actions are about; `None` when there is none."""
        raise NotImplementedError

    def open_in_place(self, record_type: type[Record], record_id: int) -> None:
        """Opens a record the way its type is opened: an account's page, else its form."""
        if record_type is Account:
            from successtui.screens.account import AccountPlace

            self.app.push_screen(AccountPlace(record_id))
        else:
            self._edit(record_type, record_id)

    @dialog
    async def action_edit(self) -> None:
        """A form for the record."""
        if (about := self.current()) is not None:
            await self._form(*about)

    @dialog
    async def action_menu(self) -> None:
        """The record's menu."""
        if (about := self.current()) is not None and (record := await self._record(*about)):
            chosen = await self.app.push_screen_wait(Menu(record.caption, self.menu_items(record)))
            if chosen is not None:
                await self.chosen(record, chosen)

    def action_complete(self) -> None:
        """Closes the record as achieved; tasks and touchpoints on this one key."""
        about = self.current()
        if about is None:
            return
        if about[0].declaration.name in CLOSE_ON_ONE_KEY:
            beside(self, partial(self._complete, *about), group="complete", exclusive=False)
        else:
            self._complete_asking(*about)

    @dialog
    async def action_note(self) -> None:
        """Adds an internal note."""
        if (about := self.current()) is not None and (record := await self._record(*about)):
            await self._note(record)

    @dialog
    async def action_delete(self) -> None:
        """Deletes the record after asking."""
        if (about := self.current()) is not None and (record := await self._record(*about)):
            await self._delete(record)

    @dialog
    async def action_history(self) -> None:
        """What changed on the record."""
        if (about := self.current()) is not None and (record := await self._record(*about)):
            from successtui.screens.history import HistoryScreen

            await self.app.push_screen_wait(HistoryScreen(record))

    @dialog
    async def action_copy(self) -> None:
        """Number and name to the clipboard."""
        if (about := self.current()) is not None and (record := await self._record(*about)):
            text = f"{record.number} {record.caption}".strip()
            self.app.copy_to_clipboard(text)
            say(self, f"Copied: {text}")

    def menu_items(self, record: Record) -> list[MenuItem]:
        """The record's own actions; places add theirs in front."""
        name = record.declaration.name
        state = str(record.values().get(state_field(name), ""))
        items = [MenuItem("edit", "Edit", "e")]
        for verb, target, key in _MOVES:
            possible = TRANSITIONS.get(name, {}).get(state, set())
            if target in possible and (verb == "Reopen") == (not is_open(state)):
                items.append(MenuItem(f"state:{target}", verb, key))
        items.append(MenuItem("history", "History", "H"))
        if "work_notes_list" in record.declaration.fields:
            items.append(MenuItem("note", "Work note", "w"))
        items.append(MenuItem("delete", "Delete", "d"))
        return items

    async def chosen(self, record: Record, item: str) -> None:
        """Carries out what was chosen in the menu."""
        if item == "edit":
            await self._form(type(record), record.id)
        elif item == "note":
            await self._note(record)
        elif item == "delete":
            await self._delete(record)
        elif item == "history":
            from successtui.screens.history import HistoryScreen

            await self.app.push_screen_wait(HistoryScreen(record))
        elif item.startswith("state:"):
            await self._move(record, item.partition(":")[2])

    async def _complete(self, record_type: type[Record], record_id: int) -> None:
        if (record := await self._record(record_type, record_id)) is not None:
            await self._move(record, "Closed")

    @dialog
    async def _complete_asking(self, record_type: type[Record], record_id: int) -> None:
        await self._complete(record_type, record_id)

    @dialog
    async def _edit(self, record_type: type[Record], record_id: int) -> None:
        await self._form(record_type, record_id)

    async def _form(self, record_type: type[Record], record_id: int) -> None:
        from successtui.screens.form import RecordForm

        if (record := await self._record(record_type, record_id)) is not None:
            await self.app.push_screen_wait(RecordForm(record_type, record))

    async def _record(self, record_type: type[Record], record_id: int) -> Record | None:
        return await read(self, partial(_get, record_type.declaration.name, record_id))

    async def _move(self, record: Record, state: str) -> None:
        """To another state; closing asks for its code and notes where they are needed."""
        code, notes = None, ""
        fields = record.declaration.fields
        asks = "closure_code" in fields and record.declaration.name not in CLOSE_ON_ONE_KEY
        if state == "Closed" and asks:
            codes = fields["closure_code"].kind.choices  # type: ignore[attr-defined]
            offered = [MenuItem(c.value, c.value) for c in codes if c.value != "Canceled"]
            code = await self.app.push_screen_wait(Menu("How did it end?", offered))
            if code is None:
                return
        if state in ("Closed", "Canceled") and asks:
            asked = await self.app.push_screen_wait(
                Prompt("Close notes (one line)", validator=_something)
            )
            if asked is None:
                return
            notes = asked
        job = partial(_move_state, record, state, code, notes)
        await write(self, job, done=f"{record.caption}: {state}. u takes it back")

    async def _note(self, record: Record) -> None:
        text = await self.app.push_screen_wait(Prompt("Work note (internal)", validator=_something))
        if text is not None:
            await write(self, partial(_add_note, record, text), done="Note added")

    async def _delete(self, record: Record) -> None:
        label = record.declaration.label.lower()
        question = Confirm(
            f"Delete the {label} {record.caption}?",
            ("Undo (u) brings it back.",),
            confirm_label="Delete",
        )
        if await self.app.push_screen_wait(question):
            await write(
                self, partial(_remove, record), done=f"Deleted {record.caption}. u restores"
            )


_MOVES = (
    ("Start", "In progress", "s"),
    ("Reopen", "In progress", "r"),
    ("Reopen", "Active", "r"),
    ("Define", "Define", "f"),
    ("Activate", "Active", "s"),
    ("Pause", "Paused", "p"),
    ("Complete", "Closed", "c"),
    ("Complete", "Completed", "c"),
    ("Hold", "On hold", "p"),
    ("Cancel", "Canceled", "x"),
)


def _something(text: str) -> str | None:
    return None if text.strip() else "write something, or press esc"


def _get(name: str, record_id: int, session: Session) -> Record:
    from successtui.services.records import get

    return get(session, REGISTRY[name], record_id)


def _move_state(
    record: Record, state: str, code: str | None, notes: str, session: Session, confirmed: bool
) -> Saved:
    from successtui.services.records import move_state

    return move_state(session, record, state, code=code, notes=notes, confirmed=confirmed)


def _add_note(record: Record, text: str, session: Session, _confirmed: bool) -> Saved:
    from successtui.services.records import update

    return update(session, record, {}, note=text, title=f"Note on {record.number}")


def _remove(record: Record, session: Session, confirmed: bool) -> Saved:
    from successtui.services.records import delete

    return delete(session, record, confirmed=confirmed)
