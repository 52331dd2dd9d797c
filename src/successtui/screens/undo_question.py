"""Taking back with a question: what was changed again since is shown, and never overwritten
silently."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, Static

from successtui.domain.clock import Clock
from successtui.domain.errors import SuccessError
from successtui.screens.base import host, say, write
from successtui.text import ui_text
from successtui.widgets.question import Question

if TYPE_CHECKING:
    from successtui.services.clashes import Clash
    from successtui.services.session import Session
    from successtui.services.undoing import Later, Undone

_ASK, _KEEP, _OVERWRITE = "ask", "keep", "overwrite"
_NOTHING = "–"


class UndoQuestion(Question[str | None]):
    """Whether later changes stay; `None` changes nothing."""

    AUTO_FOCUS = "#cancel"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", f"answer('{_KEEP}')", "Keep theirs", show=False),
        Binding("t", f"answer('{_OVERWRITE}')", "Take back", show=False),
        Binding("n,escape", "dismiss(None)", "Cancel", show=False),
        Binding("left,up", "app.focus_previous", "Other answer", show=False),
        Binding("right,down", "app.focus_next", "Other answer", show=False),
        Binding("pageup", "page('up')", "Lines before", show=False),
        Binding("pagedown", "page('down')", "Lines after", show=False),
    ]

    def __init__(self, clashes: Sequence[Clash], clock: Clock) -> None:
        super().__init__(classes="-danger")
        self._lines = [line for clash in clashes for line in _told(clash, clock)]

    def compose(self) -> ComposeResult:
        """What was changed since, and the three answers."""
        with Vertical(classes="dialog"):
            title = "⚠ Changed again since. Take it back all the same?"
            yield Static(ui_text(title), classes="dialog--title")
            with VerticalScroll(classes="dialog--body", can_focus=False):
                yield Static(ui_text("\n".join(self._lines)))
            with Horizontal(classes="dialog--answers"):
                yield Button(ui_text("Cancel (esc)"), id="cancel", compact=True)
                yield Button(ui_text("Keep theirs (k)"), id=_KEEP, compact=True)
                yield Button(ui_text("Take back (t)"), id=_OVERWRITE, compact=True)

    def action_answer(self, answer: str) -> None:
        """Answers and closes."""
        self.dismiss(answer)

    def action_page(self, way: str) -> None:
        """Scrolls the lines, where there are more than fit."""
        body = self.query_one(".dialog--body", VerticalScroll)
        (body.scroll_page_down if way == "down" else body.scroll_page_up)(animate=False)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(None if event.button.id == "cancel" else event.button.id)


async def take_back(screen: Screen[Any], job: Callable[[Session, Later], Undone]) -> Undone | None:
    """Carries out an undo or redo, and asks what becomes of values that were changed again since.

    Args:
        job: does it, told what becomes of them.
    """
    try:
        return await write(screen, partial(_attempt, job, _ASK), raise_errors=True)
    except SuccessError as error:
        clashes = getattr(error, "clashes", ())
        if not clashes:
            say(screen, str(error), wrong=True)
            return None
    session = host(screen).desk.session
    assert session is not None
    answer = await screen.app.push_screen_wait(UndoQuestion(clashes, session.clock))
    return None if answer is None else await write(screen, partial(_attempt, job, answer))


def _attempt(
    job: Callable[[Session, Later], Undone], later: str, session: Session, _confirmed: bool
) -> Undone:
    from successtui.services.undoing import Later

    return job(session, Later(later))


def _told(clash: Clash, clock: Clock) -> list[str]:
    by = f" ({clash.who}" if clash.who else " ("
    when = "" if clash.at is None else f", {clock.local(clash.at):%Y-%m-%d %H:%M}"
    tail = f"{by}{when})" if clash.who or when else ""
    head = f"{clash.name} · {clash.label}" if clash.label else clash.name
    return [head, f"    now  {clash.now or _NOTHING}{tail}", f"    was  {clash.was or _NOTHING}"]
