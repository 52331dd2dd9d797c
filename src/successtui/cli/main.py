"""The command `successtui`: which commands there are, and how every call ends.

A command's module is loaded only when it is called, so `--version` and `--help` stay quick.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Any

import click

from successtui import __version__
from successtui.cli.call import Call, SharedOptions
from successtui.cli.failures import end_with
from successtui.domain.errors import BadCall

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("opening", "Open the app on a throwaway demo workspace."),
    "init": ("workspace", "Make an empty workspace; you become its admin."),
    "share": ("sharing", "Write what a customer may read, as a document."),
    "portal": ("portal", "What a customer's contact sees, and their tasks to complete."),
    "import": ("transfers", "Read a bundle, or other systems' files through a mapping."),
    "export": ("transfers", "Write the workspace as a bundle of CSV files."),
    "list": ("reading", "List records that match a query."),
    "count": ("reading", "Count records that match a query."),
    "search": ("searching", "Find records of every type by words of their texts."),
    "show": ("reading", "Show one record and what belongs to it."),
    "history": ("reading", "Show what changed on a record, oldest first."),
    "inbox": ("inbox", "What changed on records you watch."),
    "report": ("reporting", "The success report: 29 numbers on four tabs."),
    "new": ("changing", "Create a record."),
    "set": ("changing", "Change fields of a record."),
    "delete": ("changing", "Delete a record; undo brings it back."),
    "bulk": ("bulk", "Change every record a query finds, as one undo step."),
    "act": ("acting", "Close, cancel, approve or otherwise move a record; or list what can be."),
    "nightly": ("acting", "Carry out what the date brings: contracts start, renew, expire."),
    "undo": ("changing", "Take back a change: your newest, or the batch named."),
    "redo": ("changing", "Bring back what your newest undo took away."),
    "whoami": ("standing", "Who the program takes you for, and what you may do."),
    "doctor": ("standing", "Versions, files and terminal, and what to mend."),
    "check": ("workspace", "Look for damage and gaps in the data."),
    "backup": ("workspace", "Write a verified copy of the workspace."),
    "restore": ("workspace", "Bring a backup back; the present state is kept beside."),
    "upgrade": ("workspace", "Bring an older workspace to this version's layout."),
}
"""Module in this package and one line of help for each command."""


class Commands(SharedOptions, click.Group):
    """The group of all commands, each loaded when it is called."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.take_shared_options()

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Loads the command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module_name, help_text = COMMANDS[cmd_name]
        module = importlib.import_module(f"successtui.cli.{module_name}")
        found: click.Command = getattr(module, f"{cmd_name}_command")
        found.short_help = help_text
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the list of commands without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_text) for name, (_, help_text) in COMMANDS.items()])


@click.group(
    name="successtui",
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def successtui(context: click.Context) -> int | None:
    """Customer success in the terminal. Without a command it opens the full-screen app."""
    if context.invoked_subcommand is not None:
        return None
    from successtui.cli.opening import open_app

    return open_app(context.ensure_object(Call))


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one call and returns its exit status; no traceback ever leaves it."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        _refuse_broken_text(given)
        status = _run(given)
        sys.stdout.flush()
    except BaseException as error:
        return end_with(error)
    return status


def _run(arguments: list[str]) -> int:
    try:
        with successtui.make_context("successtui", arguments) as context:
            result = successtui.invoke(context)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    return result if isinstance(result, int) else 0


def _refuse_broken_text(arguments: list[str]) -> None:
    """What is not text in this terminal's encoding could be stored nowhere."""
    for place, argument in enumerate(arguments, 1):
        if any("\ud800" <= sign <= "\udfff" for sign in argument):
            raise BadCall(f"argument {place} is not text in this terminal's encoding")
