"""The commands that open the full-screen app; it is loaded only once a terminal was found."""

from __future__ import annotations

import gc

import click

from successtui import config, paths
from successtui.cli.call import Call, command, existing
from successtui.cli.failures import NoTerminal
from successtui.options import AppOptions
from successtui.terminal.checks import refuse_unusable_terminal


def open_app(call: Call) -> int:
    """Opens the app on the workspace asked for, or on its first-start screen.

    Raises:
        NoTerminal: there is no terminal it could be shown on.
        IoTrouble: the workspace asked for does not exist.
    """
    _require_terminal()
    address = config.choose_database(call.database)
    if address is not None:
        existing(address)
    elif (default := paths.default_database()).exists():
        address = str(default)
    return _run(
        AppOptions(address=address, as_user=call.as_user or "", today=call.today, as_of=call.point)
    )


@command("demo", past=True)
def demo_command(call: Call) -> int:
    """Open the app on a throwaway demo workspace; --as says who you are in it."""
    if call.database is not None:
        raise click.UsageError("the demo makes its own workspace; leave --db out")
    _require_terminal()
    from successtui.transfer.demo import discard_demo, open_demo

    place = open_demo(call.clock.today())
    try:
        options = AppOptions(
            address=str(place),
            as_user=call.as_user or "",
            today=call.today,
            demo=True,
            as_of=call.point,
        )
        return _run(options)
    finally:
        discard_demo(place)


def _run(options: AppOptions) -> int:
    # Next to nothing of what a start makes is garbage; the app switches this on again.
    gc.disable()
    from successtui.app import run

    return run(options)


def _require_terminal() -> None:
    reason = refuse_unusable_terminal()
    if reason is not None:
        raise NoTerminal(reason)
