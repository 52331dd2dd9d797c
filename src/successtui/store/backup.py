"""Copies of a SQLite workspace: made while others work on it, verified, and brought back.

A copy is made through SQLite's own backup interface into a new private file, and counts only after
its integrity was checked. Servers have their own tools and are refused here.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from successtui.domain.errors import Busy, IoTrouble, Refused
from successtui.store import engine as engines

_SIDECARS = ("-wal", "-shm", "-journal")


def file_to_copy(path: Path | None) -> Path:
    """The file of a SQLite workspace.

    Raises:
        Refused: there is none, for the workspace is on a server.
    """
    if path is None:
        raise Refused(
            "this workspace is on a PostgreSQL server; copy it with pg_dump, "
            "bring it back with pg_restore"
        )
    return path


def backup(source: Path, target: Path) -> Path:
    """Writes a verified copy of the database into a new file that only its owner can read.

    Raises:
        CannotCreate: something stands at `target` already.
        IoTrouble: the source is damaged, or the copy cannot be written; no copy is left then.
        Busy: another program holds the database for too long.
    """
    engines.check_file(source)
    target = target.expanduser().absolute()
    engines.create_file(target)
    try:
        with (
            _in_words(source),
            closing(_open(source)) as original,
            closing(sqlite3.connect(target)) as copy,
        ):
            original.backup(copy)
            # One file that stands alone, whatever mode the original is in.
            copy.execute("PRAGMA journal_mode = DELETE")
        verify(target)
        _to_disk(target)
    except BaseException:
        for leftover in (target, *_sidecars(target)):
            leftover.unlink(missing_ok=True)
        raise
    return target


def verify(path: Path) -> None:
    """Checks every page and every reference of a database file.

    Raises:
        IoTrouble: with the first thing that is wrong.
    """
    engines.check_file(path)
    with _in_words(path), closing(_open(path)) as connection:
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
        if found != ["ok"]:
            raise IoTrouble(f"{path} is damaged: {found[0]}")
        orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
        if orphan is not None:
            where = f"{orphan[0]} row {orphan[1]} points to a missing {orphan[2]}"
            raise IoTrouble(f"{path} is damaged: {where}")


def restore(source: Path, target: Path) -> Path | None:
    """Puts the content of a verified copy in place of a workspace.

    A sound workspace is overwritten in one transaction, so that programs that have it open see
    the restored content and nothing in between. A damaged one is moved aside.

    Returns:
        Where the previous content is kept; `None` if there was no workspace.
    """
    verify(source)
    target = target.expanduser().absolute()
    if source.resolve() == target.resolve():
        raise Refused("the backup is the workspace itself")
    if not target.exists():
        backup(source, target)
        return None
    kept = free_name(target, "before-restore")
    if _is_sound(target):
        backup(target, kept)
        with _in_words(target), closing(_open(source)) as copy, closing(_open(target)) as live:
            live.execute("PRAGMA synchronous = FULL")
            copy.backup(live)
    else:
        _replace(source, target, kept)
    verify(target)
    return kept


def free_name(path: Path, occasion: str) -> Path:
    """The path with the occasion behind its name, and a number when that is taken."""
    name = path.with_name(f"{path.name}.{occasion}")
    count = 1
    while name.exists() or name.is_symlink():
        count += 1
        name = path.with_name(f"{path.name}.{occasion}-{count}")
    return name


def _replace(source: Path, target: Path, kept: Path) -> None:
    """Moves a database that cannot be opened aside, with its side files, and copies one there."""
    fresh = free_name(target, "restoring")
    backup(source, fresh)
    for old in (*_sidecars(target), target):
        if old.exists():
            suffix = old.name.removeprefix(target.name)
            old.rename(kept.with_name(kept.name + suffix))
    os.chmod(kept, 0o600)
    fresh.rename(target)
    _to_disk(target)


def _is_sound(path: Path) -> bool:
    try:
        engines.check_file(path)
        with closing(_open(path)) as connection:
            return bool(connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
    except IoTrouble:
        return False
    except sqlite3.OperationalError as error:
        if _is_busy(error):
            raise Busy("another program is writing to the workspace; try again") from None
        return False
    except sqlite3.DatabaseError:
        return False


def _open(path: Path) -> sqlite3.Connection:
    """A connection to a file that is there; a reader must be able to recover what a crash left."""
    mode = "rw" if os.access(path, os.W_OK) else "ro"
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=engines.BUSY_SECONDS, isolation_level=None)


def _sidecars(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(path.name + suffix) for suffix in _SIDECARS)


def _to_disk(path: Path) -> None:
    """Makes file and folder entry survive a power cut."""
    for each, flags in ((path, os.O_RDWR), (path.parent, os.O_RDONLY)):
        descriptor = os.open(each, flags)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        if _is_busy(error):
            raise Busy("another program is writing to the workspace; try again") from error
        raise IoTrouble(f"{path}: {error}") from error


def _is_busy(error: sqlite3.DatabaseError) -> bool:
    return "locked" in str(error) or "busy" in str(error)
