"""Asks which account, or which plan of an account, the tracker is to show; found by typing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from successtui.screens.base import beside, host
from successtui.text import fit, ui_text
from successtui.widgets.question import Question

if TYPE_CHECKING:
    from successtui.services.session import Session
    from successtui.services.tracking import Subject

_TITLE_CELLS = 40


class SubjectFinder(Question["Subject | None"]):
    """A list to type in, searched in the workspace; `None` when it was left with escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", show=False),
        Binding("down", "move('cursor_down')", "Next", show=False),
        Binding("up", "move('cursor_up')", "Previous", show=False),
        Binding("pagedown", "move('page_down')", "Next page", show=False),
        Binding("pageup", "move('page_up')", "Previous page", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Subject] = []
        self._found_for: str | None = None
        self._entered_early = False

    def compose(self) -> ComposeResult:
        """Title, search line, what was found."""
        with Vertical(classes="dialog"):
            yield Static(ui_text("Track which account or plan?"), classes="dialog--title")
            line = Input(placeholder="type a part of the name or number, enter opens", compact=True)
            line.cursor_blink = False
            yield line
            names = OptionList(markup=False, compact=True)
            names.can_focus = False
            yield names

    def on_mount(self) -> None:
        """The first accounts of the alphabet."""
        beside(self, partial(self._search, ""), group="search")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self._found_for:
            beside(self, partial(self._search, event.value), group="search")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value != self._found_for:
            # The answer to what was typed is on its way; it decides.
            self._entered_early = True
            return
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self.dismiss(self._found[place])

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._found[event.option_index])

    def action_move(self, how: str) -> None:
        """Moves among what was found while the search line keeps the focus."""
        getattr(self.query_one(OptionList), f"action_{how}")()

    async def _search(self, text: str) -> None:
        self._found = await host(self).desk.read(partial(_subjects, text))
        self._found_for = text
        names = self.query_one(OptionList)
        names.set_options(
            Option(ui_text(f"{fit(each.title, _TITLE_CELLS)}  ") + ui_text(each.hint, "dim"))
            for each in self._found
        )
        names.highlighted = 0 if self._found else None
        if self._entered_early:
            self._entered_early = False
            if self._found:
                self.dismiss(self._found[0])


def _subjects(text: str, session: Session) -> list[Subject]:
    from successtui.services.tracking import subjects

    return subjects(session, text)
