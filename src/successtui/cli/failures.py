"""How a call that failed ends: one clear line on stderr and the exit status that goes with it."""

from __future__ import annotations

import contextlib
import os
import sys

import click

from successtui import paths
from successtui.cli.output import say
from successtui.domain.errors import Invalid, NeedsConfirmation, SuccessError
from successtui.query import QueryError
from successtui.terminal.crash import CRASHED, crash_line, report_crash

INTERRUPTED = 130
BROKEN_PIPE = 141
CANNOT_CREATE = 73
IO_TROUBLE = 74
_SHOWN = 5


class NoTerminal(SuccessError):
    """The full-screen app cannot be shown here."""

    exit_code = 64


def end_with(error: BaseException) -> int:
    """Says what went wrong and returns the exit status."""
    with contextlib.suppress(OSError, ValueError):  # stderr may be gone as well
        try:
            return _end_with(error)
        except Exception as another:
            return _crashed(another)
    return IO_TROUBLE


def _end_with(error: BaseException) -> int:
    match error:
        case SystemExit():
            return error.code if isinstance(error.code, int) else int(error.code is not None)
        case Invalid():
            for problem in error.problems:
                say(str(problem))
            return error.exit_code
        case NeedsConfirmation():
            say(f"{error}: {listed(error.effects)}; add --yes to go on")
            return error.exit_code
        case QueryError():
            _show_mistake(error)
            return error.exit_code
        case SuccessError():
            say(str(error))
            return error.exit_code
        case click.UsageError():
            say(_usage_line(error))
            return error.exit_code
        case click.ClickException():
            say(error.format_message())
            return error.exit_code
        case KeyboardInterrupt() | click.Abort():
            say("stopped; nothing more was changed")
            return INTERRUPTED
        case BrokenPipeError():
            _silence_output()
            return BROKEN_PIPE
        case paths.FolderError():
            say(str(error))
            return CANNOT_CREATE
        case OSError():
            _silence_output()
            say(_system_line(error))
            return IO_TROUBLE
        case _:
            return _crashed(error)


def _show_mistake(error: QueryError) -> None:
    """The query with a caret under the mistake, then the one line that says what it is."""
    if not error.text:
        say(error.message)
        return
    query, caret, _message = str(error).split("\n")
    sys.stderr.write(f"{query}\n{caret}\n")
    say(f"{error.message} (at character {error.column + 1} of the query)")


def listed(effects: tuple[str, ...]) -> str:
    """The first few effects and how many more there are, on one line."""
    more = len(effects) - _SHOWN
    return "; ".join(effects[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")


def _usage_line(error: click.UsageError) -> str:
    where = "successtui" if error.ctx is None else error.ctx.command_path
    return f"{error.format_message().rstrip('.')}; see: {where} --help"


def _system_line(error: OSError) -> str:
    what = error.strerror or type(error).__name__
    return f"{error.filename}: {what}" if error.filename else f"writing failed: {what}"


def _crashed(error: BaseException) -> int:
    report = None
    with contextlib.suppress(OSError):
        report = report_crash(error, paths.state_dir())
    say(crash_line(error, report))
    return CRASHED


def _silence_output() -> None:
    """Keeps the interpreter from writing what is left of the output to a pipe that is gone."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
