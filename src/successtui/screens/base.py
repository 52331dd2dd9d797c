"""What all places share: loading off the screen's thread, changing with errors shown, dialogs.

A place never waits for the disk: it paints, asks the desk, and fills in what comes.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, ParamSpec, Protocol, TypeVar, cast

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Footer, Static
from textual.worker import Worker

from successtui.actions import Scope, bindings
from successtui.desk import Desk
from successtui.domain.errors import NeedsConfirmation, SuccessError
from successtui.screens.dialogs import dialogs
from successtui.text import safe_notify, ui_text
from successtui.widgets.confirm import Confirm

if TYPE_CHECKING:
    from successtui.services.session import Session

T = TypeVar("T")
P = ParamSpec("P")
S = TypeVar("S", bound="Screen[Any]")


FIELD_KEYS: list[BindingType] = [
    Binding("tab", "app.focus_next", "Next field", show=False, priority=True),
    Binding("shift+tab", "app.focus_previous", "Field before", show=False, priority=True),
]
"""Moving between fields; with priority, so that keys typed ahead land in the next field."""


class Host(Protocol):
    """What places need of the app."""

    desk: Desk

    def announce(self, touched: frozenset[str]) -> None:
        """Tells every place which record types changed."""

    def breadcrumb_tail(self) -> str:
        """Who is at work, for the right end of the first line."""

    def keep_draft(self, key: str, texts: Mapping[str, str]) -> None:
        """Keeps what was typed, for the next start."""

    def forget_draft(self, key: str) -> None:
        """Throws a draft away."""

    def open_list(self, record_type: str, *, query: str = "", templates: bool = False) -> None:
        """Shows a list of that type as the place to be."""

    def show_place(self, place: Place) -> None:
        """Shows a place as the place to be."""

    def back_to_now(self) -> None:
        """Stops looking at the past."""

    async def open_workspace(self, address: str, *, demo: bool = False) -> None:
        """Opens a workspace and shows its accounts."""

    def tell(self, sentence: str) -> None:
        """Says something in the place that is in front, or will be once the dialog closes."""

    def failed(self, error: Exception) -> None:
        """Says that something failed unexpectedly, and writes a report."""


def host(node: Screen[Any] | App[Any]) -> Host:
    """The app as places see it."""
    return cast(Host, node.app)


def dialog(
    action: Callable[Concatenate[S, P], Awaitable[None]],
) -> Callable[Concatenate[S, P], None]:
    """Makes an action that asks the person something run beside the screen, one at a time."""

    def start(self: S, /, *args: P.args, **kwargs: P.kwargs) -> None:
        desk = dialogs(self)
        if desk.take():
            work = partial(action, self, *args, **kwargs)
            beside(self, partial(desk.run, work), group="dialog", exclusive=False)

    start.__doc__ = action.__doc__
    return start


def beside(
    node: Screen[Any] | App[Any],
    work: Callable[[], Awaitable[None]],
    *,
    group: str,
    exclusive: bool = True,
) -> None:
    """Runs something beside the screen, or the app; a newer one of an exclusive group takes over.

    What goes wrong is said, and leaves the program alive.
    """

    async def run() -> None:
        try:
            await work()
        except SuccessError as error:
            say(node, str(error), wrong=True)
        except Exception as error:
            host(node).failed(error)

    _worker: Worker[None] = node.run_worker(
        run, group=group, exclusive=exclusive, exit_on_error=False
    )


def say(screen: Screen[Any] | App[Any], sentence: str, *, wrong: bool = False) -> None:
    """Tells the person something: in the place's message line, or beside a dialog."""
    if isinstance(screen, App):
        screen = screen.screen
    if isinstance(screen, Place):
        screen.show_message(sentence, wrong=wrong)
    else:
        safe_notify(screen, sentence, severity="error" if wrong else "information")


async def write(
    screen: Screen[Any],
    job: Callable[[Session, bool], T],
    *,
    done: str = "",
    raise_errors: bool = False,
) -> T | None:
    """Carries out a change, asks when it takes more along, and tells everybody what changed.

    Args:
        job: called with the session and whether the person confirmed what goes along.
        done: said when it is stored; empty says nothing.
        raise_errors: hands errors on instead of showing them (forms show them in place).
    """
    desk = host(screen).desk
    try:
        try:
            result = await desk.write(lambda session: job(session, False))
        except NeedsConfirmation as need:
            question = Confirm(str(need).partition(";")[0], need.obstacles, confirm_label="Go on")
            if not await screen.app.push_screen_wait(question):
                return None
            result = await desk.write(lambda session: job(session, True))
    except SuccessError as error:
        if raise_errors:
            raise
        say(screen, str(error), wrong=True)
        return None
    host(screen).announce(getattr(result, "touched", frozenset()))
    told = ". ".join((*getattr(result, "notices", ()), *((done,) if done else ())))
    if told:
        host(screen).tell(told)
    return result


async def read(screen: Screen[Any], job: Callable[[Session], T]) -> T | None:
    """The result of a reading job; an error is shown and gives `None`."""
    try:
        return await host(screen).desk.read(job)
    except SuccessError as error:
        say(screen, str(error), wrong=True)
        return None


MESSAGE_SECONDS = 6
"""How long a message stays."""


class Place(Screen[None]):
    """A screen one works in: breadcrumb above, footer below, data in between."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.APP, prefix="place.")]
    AUTO_FOCUS = "LineTable"
    INTERESTS: ClassVar[frozenset[str]] = frozenset()
    """Record types whose changes make this place load again; empty for all."""

    def __init__(self) -> None:
        super().__init__()
        self._stale = False
        self._message_timer: Timer | None = None

    @classmethod
    def coming_from(cls, _front: Screen[Any]) -> Place:
        """The place as one goes to it by its letter, from what is in front."""
        return cls()

    def compose(self) -> ComposeResult:
        """Breadcrumb, body, footer."""
        yield Static(ui_text(self.breadcrumb()), classes="breadcrumb")
        yield from self.body()
        yield Static("", classes="message")
        yield Footer(compact=True, show_command_palette=False)

    def body(self) -> ComposeResult:
        """The widgets of the place."""
        raise NotImplementedError

    def breadcrumb(self) -> str:
        """Where this is, from the outside in."""
        raise NotImplementedError

    async def reload(self) -> None:
        """Reads everything this place shows, and shows it."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Loads as soon as there is a workspace."""
        if host(self).desk.session is not None:
            self.load()

    def load(self) -> None:
        """Starts loading; a newer start makes an older one give up."""
        self._stale = False
        self.show_breadcrumb()
        self.start(self.reload, group="load")

    def start(self, work: Callable[[], Awaitable[None]], *, group: str) -> None:
        """Runs something beside the screen; a newer one of its group takes over."""
        beside(self, work, group=group)

    def show_breadcrumb(self) -> None:
        """Draws the first line: the place at the left, the person at the right."""
        line = self.query_one(".breadcrumb", Static)
        left, right = self.breadcrumb(), host(self).breadcrumb_tail()
        gap = max(1, self.app.size.width - len(left) - len(right) - 2)
        line.update(ui_text(f"{left}{' ' * gap}{right}"))
        line.set_class(host(self).desk.past is not None, "-past")

    def show_message(self, sentence: str, *, wrong: bool = False) -> None:
        """A line over the last row of the body, for a few seconds."""
        line = self.query_one(".message", Static)
        line.update(ui_text(f"{'✗' if wrong else '✓'} {sentence}"))
        line.set_class(wrong, "-wrong")
        line.add_class("-shown")
        if self._message_timer is not None:
            self._message_timer.stop()
        self._message_timer = self.set_timer(MESSAGE_SECONDS, self._hide_message)

    def _hide_message(self) -> None:
        self.query_one(".message", Static).remove_class("-shown")

    def data_changed(self, touched: frozenset[str]) -> None:
        """Loads again now, or when this place is next seen."""
        if self.INTERESTS and not self.INTERESTS & touched:
            return
        if self.is_current:
            self.load()
        else:
            self._stale = True

    def on_screen_resume(self) -> None:
        """Shows what changed while another screen was in front."""
        if self._stale:
            self.load()

    def on_key(self, event: events.Key) -> None:
        """Says why, when a key is pressed whose action is not possible now."""
        for binding in self._bound_to(event.key):
            action = binding.action
            if not self.check_action(action, ()) and (reason := self.why_not(action)):
                self.show_message(f"{binding.description}: {reason}", wrong=True)

    def _bound_to(self, key: str) -> Iterator[Binding]:
        for cls in type(self).__mro__:
            for binding in vars(cls).get("BINDINGS", ()):
                if isinstance(binding, Binding) and key in binding.key.split(","):
                    yield binding

    def why_not(self, action: str) -> str:
        """Why `check_action` does not allow an action now, for the palette; empty if unknown."""
        return ""

    def action_refresh(self) -> None:
        """Reads everything again."""
        self.load()

    def action_back(self) -> None:
        """Back to the place below; from the first one out of the past."""
        if len(self.app.screen_stack) > 2:
            self.app.pop_screen()
        elif host(self).desk.past is not None:
            host(self).back_to_now()
