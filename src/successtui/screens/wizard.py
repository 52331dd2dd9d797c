"""What the wizards share: one full screen with a title, a line for what is wrong, and the keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Footer, Static

from successtui.actions import Scope, bindings
from successtui.domain.errors import Unreachable
from successtui.screens.base import FIELD_KEYS, host
from successtui.text import ui_text
from successtui.widgets.question import Question

if TYPE_CHECKING:
    from successtui.services.records import Saved

WIDE = 110
"""Cells from which on there is room for two things side by side."""


def keys(*names: str, **titles: str) -> list[BindingType]:
    """Key bindings of wizard actions by their ids, in this order.

    Args:
        titles: other words for the footer, by the last part of an id; none hides the key there.
    """
    declared: dict[str, Binding] = {str(b.id): b for b in bindings(Scope.WIZARD)}
    found: list[BindingType] = []
    for name in names:
        binding = declared[name]
        title = titles.get(name.rpartition(".")[2], binding.description)
        found.append(replace(binding, description=title, show=binding.show and bool(title)))
    return found


class Wizard(Question["Saved | None"]):
    """A step of a wizard; `None` when it was left without making anything."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys("wizard.leave"), *FIELD_KEYS]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]

    def compose(self) -> ComposeResult:
        """Title, body, what is wrong, keys."""
        yield Static(ui_text(self.heading()), classes="wizard-title")
        yield from self.body()
        yield Static("", classes="wizard-error")
        yield Footer(compact=True, show_command_palette=False)

    def heading(self) -> str:
        """What the wizard does, and for whom."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """The widgets between title and keys."""
        raise NotImplementedError

    @property
    def today(self) -> Callable[[], date]:
        """The clock's day.

        Raises:
            Unreachable: no workspace is open.
        """
        session = host(self).desk.session
        if session is None:
            raise Unreachable("no workspace is open yet")
        return session.clock.today

    def say(self, message: str, *, wrong: bool = True) -> None:
        """Shows what is wrong, or worth knowing; nothing when empty."""
        line = self.query_one(".wizard-error", Static)
        line.update(ui_text(message))
        line.set_class(bool(message), "-shown")
        line.set_class(not wrong, "-note")

    def done(self, saved: Saved | None) -> None:
        """Ends the wizard with what was made; `None` keeps it open."""
        if saved is not None:
            self.dismiss(saved)

    def action_leave(self) -> None:
        """Leaves without making anything."""
        self.dismiss(None)
