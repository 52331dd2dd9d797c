"""What is written when the app fails, and the one line a person sees.

Owns the crash report: where the failure happened, never what the data was. No local variables, no
SQL parameters, no quoted values, no passwords. Imports no Textual, so commands can use it too.
"""

import contextlib
import os
import platform
import re
import time
import traceback
from pathlib import Path

from successtui import __version__
from successtui.domain.plaintext import for_terminal, one_line

CRASHED = 70
"""Exit code of a failure nobody foresaw."""

_DEEPEST = 30
_LONGEST_MESSAGE = 300

# Failures of the code itself: what they quote are its own names.
_ABOUT_CODE = (AttributeError, ImportError, NameError, NotImplementedError, TypeError)

_MASK = "***"
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|“[^”]*”")
_SECRETS = (
    (re.compile(r"(//[^\s/@:]*):[^\s/]*@"), rf"\1:{_MASK}@"),
    (
        re.compile(
            r"(?i)(pass(?:word|wd|phrase)?|pwd|secret|token|api_?key)([\"']?\s*[=:]\s*)"
            r"(?:\"[^\"]*\"|'[^']*'|[^\s,;&)\]}]+)"
        ),
        rf"\1\2{_MASK}",
    ),
)


def report_crash(error: BaseException, state_dir: Path) -> Path:
    """Write a report of the error into the folder, readable by its owner only.

    Returns:
        The path of the new file.

    Raises:
        OSError: it cannot be written.
    """
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
    path = state_dir / f"crash-{stamp}-{os.getpid()}-{time.monotonic_ns() % 1_000_000:06}.txt"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as report:
        report.write(describe_crash(error))
    return path


def describe_crash(error: BaseException) -> str:
    """The text of a report: versions, and for each error of the chain its place and its kind."""
    head = (
        f"successtui {__version__} stopped unexpectedly at "
        f"{time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime())} UTC\n"
        f"Python {platform.python_version()} on {platform.platform()}\n"
        "Values, local variables and passwords are left out on purpose.\n"
    )
    parts = [_describe_one(link) for link in _chain(error)]
    return for_terminal(masked("\n".join([head, *parts])))


def crash_line(error: BaseException, report: Path | None) -> str:
    """The one line that ends a failed session.

    Args:
        error: what happened; only its kind is shown.
        report: the report's path; None if it could not be written.
    """
    where = (
        "No report could be written."
        if report is None
        else f"A report was written to {one_line(str(report))}"
    )
    kind = type(_innermost(error)).__name__
    return f"successtui stopped unexpectedly ({kind}). {where}"


def masked(text: str) -> str:
    """The text without passwords in addresses and in `password=...` of any spelling."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


def _chain(error: BaseException) -> list[BaseException]:
    links: list[BaseException] = []
    waiting = [error]
    while waiting and len(links) < _DEEPEST:
        link = waiting.pop(0)
        if any(link is known for known in links):
            continue
        links.append(link)
        if isinstance(link, BaseExceptionGroup):
            waiting.extend(link.exceptions)
        # Textual wraps what a worker raised and keeps it in `error`.
        for cause in (getattr(link, "error", None), link.__cause__, link.__context__):
            if isinstance(cause, BaseException):
                waiting.append(cause)
    return links


def _innermost(error: BaseException) -> BaseException:
    wrapped = getattr(error, "error", None)
    return wrapped if isinstance(wrapped, BaseException) else error


def _describe_one(error: BaseException) -> str:
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    places = "".join(traceback.format_tb(error.__traceback__, limit=-_DEEPEST))
    return f"{places}{kind}: {_message(error)}\n"


def _message(error: BaseException) -> str:
    shown = "(no text)"
    with contextlib.suppress(Exception):  # an error whose own text fails must not hide it
        # Database drivers and validation name the values from the second line on.
        shown = str(error).split("\n", 1)[0]
    if not isinstance(error, _ABOUT_CODE):
        shown = _QUOTED.sub(_MASK, shown)
    return masked(one_line(shown, _LONGEST_MESSAGE))
