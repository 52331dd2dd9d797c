"""One call of the program: the options every command takes, and the session they lead to.

The options `--db --as --today --as-of --format` may stand before or after the command's name; the
later one counts. The database layer is loaded when a session is asked for. Commands that look at
the past say so when they are declared; `--as-of` is refused to all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from successtui import config, paths
from successtui.cli.output import say
from successtui.domain.as_of import PointInTime, read_point
from successtui.domain.clock import Clock
from successtui.domain.errors import BadCall, IoTrouble

if TYPE_CHECKING:
    from successtui.services.session import Session

C = TypeVar("C", bound=click.Command)
F = TypeVar("F", bound=Callable[..., Any])

_SHARED = (
    (("--db", "database"), "ADDRESS", "Path or URL of the workspace."),
    (("--as", "as_user"), "USERNAME", "Act as another user (admins only)."),
    (("--today", "today_text"), "YYYY-MM-DD", "The date to take for today."),
    (("--as-of", "as_of_text"), "DATE", "Look at everything as it stood at the end of that day."),
)


@dataclass
class Call:
    """What the shared options say, as they were typed."""

    database: str | None = None
    as_user: str | None = None
    today_text: str | None = None
    as_of_text: str | None = None
    format_name: str | None = None

    @property
    def today(self) -> date | None:
        """The pinned date, if any."""
        return config.choose_today(self.today_text)

    @property
    def clock(self) -> Clock:
        """The clock of this call."""
        return Clock(self.today)

    @property
    def point(self) -> PointInTime | None:
        """The point in the past to look at, if any.

        Raises:
            BadCall: it is no date and no moment.
        """
        if self.as_of_text is None:
            return None
        try:
            return read_point(self.as_of_text, self.clock.today())
        except ValueError as error:
            raise BadCall(f"--as-of: {error}") from None

    @property
    def format(self) -> str:
        """How to print the answer."""
        return config.choose_format(self.format_name)

    @property
    def address(self) -> str:
        """Path or URL of the workspace: the one asked for, else the default file."""
        return config.choose_database(self.database) or str(paths.default_database())

    @contextmanager
    def session(self) -> Iterator[Session]:
        """The person at work on the workspace, or on its past; closed again afterwards.

        Raises:
            SuccessError: there is no such workspace, it cannot be opened, or the person may not.
        """
        from successtui.services.session import open_session
        from successtui.store.workspace import Workspace

        clock, point = self.clock, self.point
        workspace = Workspace(existing(self.address))
        try:
            session = open_session(workspace, clock, as_user=self.as_user or "")
            if point is None:
                yield session
            else:
                with _past(session, point) as past:
                    yield past
        finally:
            workspace.close()


@contextmanager
def _past(session: Session, point: PointInTime) -> Iterator[Session]:
    from successtui.services.as_of import look_back

    past = look_back(session, point)
    try:
        if past.note:
            say(past.note)
        yield past
    finally:
        past.close()


def existing(address: str) -> str:
    """The address, unless it is a path where nothing stands.

    Raises:
        IoTrouble: with the command that makes a workspace.
    """
    if "://" not in address and not Path(address).expanduser().exists():
        raise IoTrouble(f"there is no workspace at {address}; make one with: successtui init")
    return address


class SharedOptions:
    """Mixin for commands and the group: takes the shared options and keeps them in the `Call`."""

    params: list[click.Parameter]

    def take_shared_options(self) -> None:
        """Adds the options behind the command's own."""
        for declared, metavar, help_text in _SHARED:
            self.params.append(_option(declared, help_text, metavar=metavar))
        formats = click.Choice(config.FORMATS)
        self.params.append(
            _option(("--format", "format_name"), "How to print the answer.", type=formats)
        )


class AppCommand(SharedOptions, click.Command):
    """A command that takes the shared options."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.take_shared_options()


def command(
    name: str, *, past: bool = False
) -> Callable[[Callable[..., int | None]], click.Command]:
    """Declares a command; its function gets the `Call` first, and may return an exit status.

    Args:
        past: whether it can look at the past; all others refuse `--as-of`.
    """

    def declare(function: Callable[..., int | None]) -> click.Command:
        @wraps(function)
        def called(call: Call, *args: Any, **options: Any) -> int | None:
            if call.as_of_text is not None and not past:
                raise BadCall(f"--as-of: {name} cannot be asked of the past; leave it out")
            return function(call, *args, **options)

        passed = click.make_pass_decorator(Call, ensure=True)(called)
        return click.command(name, cls=AppCommand)(passed)

    return declare


def _option(declared: tuple[str, ...], help_text: str, **options: Any) -> click.Option:
    return click.Option(declared, expose_value=False, callback=_keep, help=help_text, **options)


def _keep(context: click.Context, option: click.Parameter, value: str | None) -> None:
    call = context.ensure_object(Call)
    if value is not None and option.name is not None:
        setattr(call, option.name, value)


def in_forms(*forms: str) -> Callable[[C], C]:
    """Lets a command answer in other forms than `--format` usually takes."""

    def declare(declared: C) -> C:
        for param in declared.params:
            if param.name == "format_name":
                param.type = click.Choice(forms)
        return declared

    return declare
