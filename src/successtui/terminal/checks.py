"""Whether this terminal can show a full-screen app, asked before anything is drawn.

Owns the reasons to refuse. Writes nothing itself: the caller prints the line and ends with
`NO_TERMINAL`.
"""

import codecs
import os
import sys
from typing import TextIO

NO_TERMINAL = 64
"""Exit code of a start that was refused because the terminal cannot be used."""

_HEADLESS_HINT = "run it in a terminal, or see `successtui --help` for commands without a screen"


def refuse_unusable_terminal() -> str | None:
    """The reason why the screen cannot be used here, in one line with advice; None if it can."""
    streams = {
        "standard input": sys.__stdin__,
        "standard output": sys.__stdout__,
        # Textual draws on standard error.
        "standard error": sys.__stderr__,
    }
    for name, stream in streams.items():
        if not _is_terminal(stream):
            return f"successtui needs a terminal, but {name} is not one; {_HEADLESS_HINT}."
    if os.environ.get("TERM") == "dumb":
        return "successtui cannot draw on a terminal of type dumb; set TERM to its real type."
    encoding = getattr(sys.__stderr__, "encoding", None) or "unknown"
    if not _is_utf8(encoding):
        return (
            f"successtui needs UTF-8 output, but this terminal session uses {encoding}; "
            "set LC_ALL=C.UTF-8 and unset PYTHONIOENCODING."
        )
    return None


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # a closed stream
        return False


def _is_utf8(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name == "utf-8"
    except LookupError:
        return False
