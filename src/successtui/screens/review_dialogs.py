"""The small questions of a review: who, and which words. Each answers, or `None` on escape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static, TextArea

from successtui.records import User
from successtui.records.kinds import Field
from successtui.screens.base import FIELD_KEYS, beside, host
from successtui.screens.form_model import choices_for
from successtui.text import ui_text
from successtui.widgets.choice import ChoiceField
from successtui.widgets.choices import Choice
from successtui.widgets.question import Question

if TYPE_CHECKING:
    from successtui.services.session import Session

TITLE_LENGTH = 255
_Fits = Callable[[str], "str | None"]
_ONE = "type to find, enter takes it · ctrl+n nobody · esc leaves it as it is"
_SEVERAL = "type to find, enter ticks · ctrl+s takes them · ctrl+n nobody · esc leaves"


def people_for(field: Field, text: str, account: int | None, session: Session) -> list[Choice]:
    """Who can own or help: as for any field, but no PSA resources (R003-19)."""
    found = choices_for(field, text, account, session)
    users = {_user_id(choice): choice for choice in found}
    with session.read() as reader:
        known = reader.rows(User, [user for user in users if user is not None])
    psa = {user.id for user in known.values() if user.is_psa_resource}
    return [choice for choice in found if _user_id(choice) not in psa]


def _user_id(choice: Choice) -> int | None:
    kind, colon, record_id = choice.value.rpartition(":")
    return int(record_id) if not colon or kind == "user" else None


class Chooser(Question["tuple[Choice, ...] | None"]):
    """Asks who, by name.

    Args:
        field: the field of a record that is to be filled; it says who can be chosen.
        account: whose contacts are offered.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "take", "Take", show=False),
        Binding("ctrl+n", "nobody", "Nobody", show=False),
        Binding("escape", "dismiss(None)", "Close", show=False),
    ]

    def __init__(
        self,
        title: str,
        field: Field,
        account: int | None,
        chosen: Sequence[Choice] = (),
        *,
        multiple: bool = False,
    ) -> None:
        super().__init__()
        self._title = title
        self._field = field
        self._account = account
        self._multiple = multiple
        self._choice = ChoiceField(
            multiple=multiple,
            value=None if multiple else next(iter(chosen), None),
            values=chosen if multiple else (),
            placeholder="nobody yet",
        )

    def compose(self) -> ComposeResult:
        """Title, field, how to use it."""
        with Vertical(classes="dialog"):
            yield Static(ui_text(self._title), classes="dialog--title")
            yield self._choice
            yield Static(ui_text(_SEVERAL if self._multiple else _ONE), classes="dialog--hint")

    def on_mount(self) -> None:
        """Shows at once who there is."""
        self._choice.focus()
        self.call_after_refresh(self._choice.action_next)

    @on(ChoiceField.SearchWanted)
    def _search(self, event: ChoiceField.SearchWanted) -> None:
        event.stop()
        beside(self, partial(self._answer, event), group="search")

    async def _answer(self, event: ChoiceField.SearchWanted) -> None:
        job = partial(people_for, self._field, event.text, self._account)
        event.field.show_choices(event.token, await host(self).desk.read(job))

    @on(ChoiceField.Changed)
    def _changed(self, event: ChoiceField.Changed) -> None:
        event.stop()
        if not self._multiple:
            self.dismiss(self._choice.chosen)

    def action_take(self) -> None:
        """Answers with what is chosen."""
        self.dismiss(self._choice.chosen)

    def action_nobody(self) -> None:
        """Answers with nobody."""
        self.dismiss(())


class ItemDetails(Question["tuple[str, str] | None"]):
    """Asks for title and description of something that is about to be made."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "take", "Take", show=False),
        Binding("escape", "dismiss(None)", "Close", show=False),
        *FIELD_KEYS,
    ]

    def __init__(self, heading: str, title: str, description: str, fits: _Fits) -> None:
        super().__init__()
        self._heading = heading
        self._fits = fits
        self._title = Input(title, "title", compact=True)
        self._title.cursor_blink = False
        self._description = TextArea(description, compact=True, tab_behavior="focus")
        self._description.cursor_blink = False
        self._hint = "ctrl+s takes both, tab to the other, esc leaves them as they are"

    def compose(self) -> ComposeResult:
        """Title, description, how to use it."""
        with Vertical(classes="dialog"):
            yield Static(ui_text(self._heading), classes="dialog--title")
            yield self._title
            yield self._description
            yield Static(ui_text(self._hint), classes="dialog--hint")

    @on(Input.Submitted)
    def _on_to_description(self, event: Input.Submitted) -> None:
        event.stop()
        self._description.focus()

    def action_take(self) -> None:
        """Answers with both, if there is a title."""
        wrong = self._fits(self._title.value)
        if wrong is None:
            self.dismiss((self._title.value.strip(), self._description.text.strip()))
            return
        hint = self.query_one(".dialog--hint", Static)
        hint.add_class("-wrong")
        hint.update(ui_text(f"✗ {wrong}"))
        self._title.focus()


def title_problem(text: str) -> str | None:
    """What is wrong with a title, `None` where nothing is."""
    if not text.strip():
        return "write a title, or press esc"
    if len(text.strip()) > TITLE_LENGTH:
        return f"a title has {TITLE_LENGTH} characters at most; this has {len(text.strip())}"
    return None
