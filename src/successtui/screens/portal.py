"""The one screen a customer's contact ever sees, and all they can do on it.

Reads and changes through a `PortalSession` alone. Knows no place, list, menu or record of the
house, and binds nothing but what stands in its scope.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Footer, Static
from textual.worker import Worker

from successtui.actions import Scope, bindings
from successtui.domain.errors import NotFound, SuccessError
from successtui.screens.customer_body import CustomerBody
from successtui.text import ui_text

if TYPE_CHECKING:
    from successtui.services.sharing.portal import PortalSession

T = TypeVar("T")

_MESSAGE_SECONDS = 8
_FAILED = "That did not work; nothing was stored. Please try again"


class PortalHost(Protocol):
    """What the screen needs of its app."""

    async def ask(self, job: Callable[[PortalSession], T]) -> T:
        """The result of a job, off the screen's thread; it is finished even if nobody waits."""

    def failed(self, error: Exception) -> None:
        """Writes a report of something unexpected; the contact sees nothing of it."""


class PortalScreen(Screen[None]):
    """The portal; see the module."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.PORTAL)]
    AUTO_FOCUS = "TreeTable"

    def __init__(self) -> None:
        super().__init__()
        self._title = "Your success plan"
        self._who = ""
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """First line, plan, message, keys."""
        yield Static(ui_text(self._title), classes="breadcrumb")
        yield CustomerBody()
        yield Static("", classes="portal--message")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Reads the plan."""
        self._start(self._read)

    def on_resize(self) -> None:
        """The name stays at the right edge."""
        self._show_title()

    def action_complete(self) -> None:
        """Completes the contact's own task under the cursor."""
        task = self._body.chosen_task
        if task is None or not task.mine:
            self._say("Only tasks marked “you” are yours to complete", wrong=True)
        elif task.done:
            self._say(f"{task.title} is done already", wrong=True)
        else:
            self._start(partial(self._complete, task.id))

    def action_undo(self) -> None:
        """Opens the task again that the contact completed last."""
        self._start(self._undo)

    def action_next_task(self) -> None:
        """To the next task that waits for the contact."""
        if not self._body.go_to_next():
            self._say("Nothing waits for you right now")

    def action_refresh(self) -> None:
        """Reads the plan again."""
        self._start(self._read)

    def action_quit(self) -> None:
        """Leaves the portal."""
        self.app.exit(return_code=0)

    @property
    def _body(self) -> CustomerBody:
        return self.query_one(CustomerBody)

    async def _read(self) -> None:
        view = await self._host.ask(lambda portal: portal.view())
        self._title, self._who = f"{view.account} – success plan", view.contact
        self._show_title()
        self._body.show(view)

    async def _complete(self, task_id: int) -> None:
        done = await self._host.ask(lambda portal: portal.complete(task_id))
        self._say(f"✓ {done.title}: done. u takes it back")
        await self._read()

    async def _undo(self) -> None:
        task = await self._host.ask(lambda portal: portal.undo_own())
        self._say(f"↶ {task.title} is open again")
        await self._read()

    def _start(self, work: Callable[[], Awaitable[None]]) -> None:
        _worker: Worker[None] = self.run_worker(
            partial(self._guarded, work), group="portal", exit_on_error=False
        )

    async def _guarded(self, work: Callable[[], Awaitable[None]]) -> None:
        """What goes wrong is said in words meant for people, and never more than that."""
        try:
            await work()
        except NotFound as error:
            self._say(str(error), wrong=True)
            await self._guarded_read()
        except SuccessError as error:
            self._say(str(error), wrong=True)
        except Exception as error:
            self._host.failed(error)
            self._say(_FAILED, wrong=True)

    async def _guarded_read(self) -> None:
        """What is no longer the contact's is no longer shown."""
        try:
            await self._read()
        except SuccessError as error:
            self._say(str(error), wrong=True)

    @property
    def _host(self) -> PortalHost:
        return cast(PortalHost, self.app)

    def _show_title(self) -> None:
        gap = max(1, self.app.size.width - len(self._title) - len(self._who) - 2)
        line = f"{self._title}{' ' * gap}{self._who}"
        self.query_one(".breadcrumb", Static).update(ui_text(line))

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        line = self.query_one(".portal--message", Static)
        line.update(ui_text(f"✗ {sentence}" if wrong else sentence))
        line.set_class(wrong, "-wrong")
        line.add_class("-shown")
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_MESSAGE_SECONDS, partial(line.remove_class, "-shown"))
