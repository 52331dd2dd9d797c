"""The customer preview: exactly what the portal shows, read-only, for one contact or for all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Footer, Static

from successtui.actions import Scope, bindings
from successtui.records import Account, Contact
from successtui.screens.base import beside, dialog, read
from successtui.screens.customer_body import CustomerBody
from successtui.screens.share_document import share_document
from successtui.text import ui_text
from successtui.widgets.finder import Finder, FinderItem
from successtui.widgets.question import Question

if TYPE_CHECKING:
    from successtui.services.session import Session
    from successtui.services.sharing.shown import CustomerView

_ALL = "all"


class CustomerPreview(Question[None]):
    """What the customer sees of an account's plans."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.PREVIEW)]
    AUTO_FOCUS = "TreeTable"

    def __init__(self, account: Account) -> None:
        super().__init__()
        self._account = account
        self._contact: Contact | None = None

    def compose(self) -> ComposeResult:
        """Whose view it is, the portal's body, keys."""
        with Vertical(classes="dialog"):
            yield Static(ui_text(self._heading()), classes="dialog--title")
            yield CustomerBody()
            yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Reads the view."""
        beside(self, self._fill, group="preview")

    @dialog
    async def action_contact(self) -> None:
        """Asks for whose eyes to look through."""
        people = await read(self, partial(_contacts, self._account.id))
        if people is None:
            return
        items = [FinderItem(_ALL, "All contacts", "what every document shows")]
        items += [FinderItem(str(one.id), one.caption, _access(one)) for one in people]
        chosen = await self.app.push_screen_wait(Finder("Look as", items))
        if chosen is not None:
            self._contact = next((one for one in people if str(one.id) == chosen), None)
            await self._fill()

    @dialog
    async def action_document(self) -> None:
        """The customer's document, as a file."""
        await share_document(self, self._account)

    def action_close(self) -> None:
        """Back to the plan."""
        self.dismiss(None)

    async def _fill(self) -> None:
        view = await read(self, partial(_view, self._account, self._contact))
        if view is not None:
            self.query_one(".dialog--title", Static).update(ui_text(self._heading()))
            self.query_one(CustomerBody).show(view)

    def _heading(self) -> str:
        name = self._contact.caption if self._contact else "all contacts"
        return f"Read only, as {name} see{'s' * bool(self._contact)} it – {self._account.name}"


def _access(contact: Contact) -> str:
    return "" if contact.active and contact.portal_access else "has no access to the portal"


def _contacts(account_id: int, session: Session) -> list[Contact]:
    with session.read() as reader:
        found = reader.all(Contact, {"account": account_id}, order=("last_name", "first_name"))
    return sorted(found, key=lambda one: not (one.active and one.portal_access))


def _view(account: Account, contact: Contact | None, session: Session) -> CustomerView:
    from successtui.services.sharing.looking import preview

    return preview(session, account, contact)
