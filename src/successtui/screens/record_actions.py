"""What can be done with the record under the cursor, the same in every list, tree and page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from successtui.domain.lifecycle import CLOSE_ON_ONE_KEY
from successtui.domain.template_actions import PLAN_FROM_TEMPLATE, SAVE_AS_TEMPLATE
from successtui.records import REGISTRY, Account, Play, Record
from successtui.records.house import takes_notes
from successtui.screens.base import Place, beside, dialog, read, say, write
from successtui.screens.carrying_out import carry_out
from successtui.screens.rights import OF_ACTIONS, note_refusal, refusal
from successtui.screens.saving_template import save_as_template
from successtui.widgets.confirm import Confirm
from successtui.widgets.menu import Menu, MenuItem
from successtui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from successtui.services.offering import Offer
    from successtui.services.records import Saved
    from successtui.services.session import Session


_COMPLETE = "c"
"""The key that ends a record well, whatever its type calls that."""


class RecordActions(Place):
    """A place that has a current record."""

    def __init__(self) -> None:
        super().__init__()
        self._offers: tuple[Offer, ...] = ()

    def current(self) -> tuple[type[Record], int] | None:
        """The record the actions are about; `None` when there is none."""
        raise NotImplementedError

    def type_at(self, action: str) -> type[Record] | None:
        """The record type an action is about at the moment; `None` when there is none."""
        about = self.current()
        return None if about is None else about[0]

    def refusal(self, action: str) -> str:
        """Why the person's roles do not allow an action here at all; empty where they do."""
        right = OF_ACTIONS.get(action)
        if right is None and action != "note":
            return ""
        if (about := self.type_at(action)) is None:
            return ""
        return refusal(self, right, about) if right is not None else note_refusal(self)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What the person's roles do not allow is greyed."""
        return None if self.refusal(action) else super().check_action(action, parameters)

    def why_not(self, action: str) -> str:
        """The missing role."""
        return self.refusal(action) or super().why_not(action)

    def open_in_place(self, record_type: type[Record], record_id: int) -> None:
        """Opens a record the way its type is opened: an account's page, else its form."""
        if record_type is Account:
            from successtui.screens.account import AccountPlace

            self.app.push_screen(AccountPlace(record_id))
        else:
            self._edit(record_type, record_id)

    @dialog
    async def action_edit(self) -> None:
        """A form for the record, where this one may be changed."""
        if (record := await self._permitted("edit")) is not None:
            await self._form(type(record), record.id)

    @dialog
    async def action_open_form(self) -> None:
        """A form for the record, to read it at least."""
        if (about := self.current()) is not None:
            await self._form(*about)

    @dialog
    async def action_menu(self) -> None:
        """The record's menu."""
        if (about := self.current()) is not None and (record := await self._offered(*about)):
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
        if (record := await self._permitted("delete")) is not None:
            await self._delete(record)

    async def _permitted(self, name: str) -> Record | None:
        """The current record, where this very one may be edited or deleted; else says why not."""
        about = self.current()
        if about is None or (record := await self._offered(*about)) is None:
            return None
        offer = next(offer for offer in self._offers if offer.name == name)
        if offer.allowed:
            return record
        say(self, f"{offer.title}: {offer.reason}", wrong=True)
        return None

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
        """The record's own actions, those impossible now with the reason; places add theirs."""
        offers = [
            MenuItem(f"act:{o.name}", o.title, o.key, o.allowed, o.reason) for o in self._offers
        ]
        edit = [item for item in offers if item.id == "act:edit"]
        delete = [item for item in offers if item.id == "act:delete"]
        acts = [item for item in offers if item not in (*edit, *delete)]
        items = [*edit, *acts, MenuItem("history", "History", "H")]
        if takes_notes(type(record)):
            reason = note_refusal(self)
            items.append(MenuItem("note", "Work note", "w", not reason, reason))
        return [*items, *delete]

    async def chosen(self, record: Record, item: str) -> None:
        """Carries out what was chosen in the menu."""
        if item == "act:edit":
            await self._form(type(record), record.id)
        elif item == "note":
            await self._note(record)
        elif item == "act:delete":
            await self._delete(record)
        elif item == "history":
            from successtui.screens.history import HistoryScreen

            await self.app.push_screen_wait(HistoryScreen(record))
        elif item.startswith("act:"):
            name = item.partition(":")[2]
            await self._carry_out(record, next(o for o in self._offers if o.name == name))

    async def _complete(self, record_type: type[Record], record_id: int) -> None:
        record = await self._offered(record_type, record_id)
        if record is None:
            return
        offer = next((o for o in self._offers if o.key == _COMPLETE), None)
        if offer is None:
            say(self, f"There is nothing to complete on {record.caption}", wrong=True)
        elif offer.allowed:
            await self._carry_out(record, offer)
        else:
            say(self, f"{offer.title}: {offer.reason}", wrong=True)

    async def _carry_out(self, record: Record, offer: Offer) -> None:
        """Does it; closing the last open task of a play offers to close the play as well."""
        if offer.name == SAVE_AS_TEMPLATE:
            await save_as_template(self, record)
            return
        if offer.name == PLAN_FROM_TEMPLATE:
            from successtui.screens.plan_template_picker import PlanTemplatePicker

            await self.app.push_screen_wait(PlanTemplatePicker(record.id, record.caption))
            return
        done = await carry_out(self, record, offer)
        if done is not None and done.next is not None:
            self._close_next(done.next)

    @dialog
    async def _close_next(self, play: Play) -> None:
        title = f"That was the last open task of {play.caption}. Close the SuccessPlay?"
        question = Confirm(title, confirm_label="Close it", cancel_label="Not yet", danger=False)
        if await self.app.push_screen_wait(question):
            await self._complete(Play, play.id)

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

    async def _offered(self, record_type: type[Record], record_id: int) -> Record | None:
        """The record, with what can be done with it noted for its menu."""
        found = await read(self, partial(_with_offers, record_type.declaration.name, record_id))
        if found is None:
            return None
        record, self._offers = found
        return record

    async def _record(self, record_type: type[Record], record_id: int) -> Record | None:
        return await read(self, partial(_get, record_type.declaration.name, record_id))

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


def _something(text: str) -> str | None:
    return None if text.strip() else "write something, or press esc"


def _get(name: str, record_id: int, session: Session) -> Record:
    from successtui.services.records import get

    return get(session, REGISTRY[name], record_id)


def _with_offers(name: str, record_id: int, session: Session) -> tuple[Record, tuple[Offer, ...]]:
    from successtui.services.offering import actions_of

    record = _get(name, record_id, session)
    return record, actions_of(session, record)


def _add_note(record: Record, text: str, session: Session, _confirmed: bool) -> Saved:
    from successtui.services.records import update

    return update(session, record, {}, note=text, title=f"Note on {record.number}")


def _remove(record: Record, session: Session, confirmed: bool) -> Saved:
    from successtui.services.records import delete

    return delete(session, record, confirmed=confirmed)
