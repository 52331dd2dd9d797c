"""A list as a file: asks for format and name, writes what is shown.

Owns the file, which never takes the place of another one unasked. What stands in it is for the
services to say.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from successtui.domain.errors import Refused, SuccessError
from successtui.records import Record
from successtui.screens.base import host, say
from successtui.screens.list_look import Look
from successtui.widgets.confirm import Confirm
from successtui.widgets.menu import Menu, MenuItem
from successtui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from successtui.services.session import Session

_TITLES = {
    "csv": ("CSV, for spreadsheets and imports", "c"),
    "json": ("JSON, for programs", "j"),
    "md": ("Markdown, for reading", "m"),
}


async def export(
    screen: Screen[Any],
    record_type: type[Record],
    look: Look,
    ids: Sequence[int] | None,
    subject: str,
) -> None:
    """Asks how and where to, then writes the file.

    Args:
        ids: only these records, in this order; `None` for all of the list.
        subject: what is exported, such as `12 marked accounts`.
    """
    items = [MenuItem(form, title, key) for form, (title, key) in _TITLES.items()]
    form = await screen.app.push_screen_wait(Menu(f"Export {subject} as", items))
    if form is None:
        return
    proposed = f"{record_type.declaration.file}.{form}"
    asked = await ask_for_file(screen, proposed)
    if asked is None:
        return
    path, replaces = asked
    job = partial(_written, record_type, look, ids, form, path, replaces)
    try:
        await host(screen).desk.read(job)
    except SuccessError as error:
        say(screen, str(error), wrong=True)
    else:
        say(screen, f"Exported {subject} to {path}")


async def ask_for_file(screen: Screen[Any], proposed: str) -> tuple[Path, bool] | None:
    """Asks where to write to, and before another file is replaced.

    Returns:
        The file, and whether it replaces one; `None` when the person left.
    """
    question = Prompt("File name (~ is your home)", value=proposed, validator=_problem)
    name = await screen.app.push_screen_wait(question)
    if name is None:
        return None
    path = _path(name)
    replaces = path.exists()
    if replaces:
        asked = Confirm(
            f"Replace {path.name}?", (f"{path} exists already.",), confirm_label="Replace"
        )
        if not await screen.app.push_screen_wait(asked):
            return None
    return path, replaces


def _path(name: str) -> Path:
    return Path(name.strip()).expanduser().absolute()


def _problem(name: str) -> str | None:
    if not name.strip() or "\0" in name:
        return "write a file name, or press esc"
    try:
        path = _path(name)
        if path.is_dir():
            return f"{path} is a folder; write a file name"
        return None if path.parent.is_dir() else f"there is no folder {path.parent}"
    except (OSError, RuntimeError) as error:
        return str(error)


def _written(
    record_type: type[Record],
    look: Look,
    ids: Sequence[int] | None,
    form: str,
    path: Path,
    replaces: bool,
    session: Session,
) -> None:
    from successtui.services.exporting import export_list

    names = look.names(record_type)
    text = export_list(session, look.request(record_type), names, form, ids=ids)
    try:
        write_private(path, text, replaces=replaces)
    except FileExistsError:
        raise Refused(f"{path} was made meanwhile; nothing was written") from None
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror or error}") from error


def write_private(path: Path, content: str | bytes, *, replaces: bool) -> None:
    """Writes a file only its owner may read, whole or not at all.

    Raises:
        FileExistsError: it exists, and must not be replaced.
        OSError: it cannot be written.
    """
    if not replaces:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        _write(handle, content, path)
        return
    handle, fresh = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    _write(handle, content, Path(fresh))
    os.replace(fresh, path)


def _write(handle: int, content: str | bytes, path: Path) -> None:
    """Fills a new file; half of one is taken away again."""
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
    except OSError:
        path.unlink(missing_ok=True)
        raise
