"""Making the first workspace: empty, with the starter library, or filled by an import.

A workspace is made in a folder beside its place and moved there when it is complete, so that
nothing half-made is ever found there.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from successtui.domain.clock import Clock
from successtui.domain.errors import CannotCreate, IoTrouble
from successtui.services.session import Session, open_session
from successtui.services.workspaces import create_workspace
from successtui.store.workspace import Workspace
from successtui.transfer.importer import Progress, import_rows
from successtui.transfer.report import ImportReport
from successtui.transfer.source import ImportSource


def make_empty(place: Path, clock: Clock, *, currency: str, library: bool = False) -> None:
    """Makes an empty workspace, with the starter library if that is wanted.

    Raises:
        CannotCreate: something stands at that place already.
        IoTrouble: it cannot be written.
    """
    with _in_the_making(place, clock, currency) as making:
        if library:
            from successtui.transfer.demo import install_library

            install_library(making.session)
        making.keep()


def make_by_import(
    place: Path,
    clock: Clock,
    source: ImportSource,
    *,
    currency: str,
    keep_going: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Makes a workspace of what is imported; none when a row cannot be used.

    Args:
        keep_going: makes it of the good rows then.
        progress: what it raises ends the import, and nothing is left.

    Raises:
        CannotCreate, IoTrouble: as `make_empty`.
        BadInput: unknown files or columns.
    """
    with _in_the_making(place, clock, currency) as making:
        report = import_rows(making.session, source, keep_going=keep_going, progress=progress)
        if report.committed:
            making.keep()
        return report


def read_source(folder: Path, mapping: str) -> ImportSource:
    """The rows of a bundle folder, or under a mapping of another system's files.

    Args:
        mapping: a mapping file or the name of a built-in one; empty for a bundle.

    Raises:
        NotFound, BadInput, IoTrouble: as `read_bundle` and `load_mapping`.
    """
    if not mapping:
        from successtui.transfer.bundle import read_bundle

        return read_bundle(folder)
    from successtui.transfer.mapping import load_mapping, map_folder

    return map_folder(load_mapping(mapping), [folder])


def check_openable(address: str, clock: Clock, as_user: str) -> None:
    """Opens a workspace once as the person would, and closes it.

    Raises:
        SuccessError: it is none, cannot be reached, or the person may not open it.
    """
    workspace = Workspace(address)
    try:
        open_session(workspace, clock, as_user=as_user)
    finally:
        workspace.close()


class _Making:
    """A workspace that is not in its place yet."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.kept = False

    def keep(self) -> None:
        """It is complete."""
        self.kept = True


@contextmanager
def _in_the_making(place: Path, clock: Clock, currency: str) -> Iterator[_Making]:
    """A new workspace that moves to its place if it was kept, and is gone otherwise."""
    if place.exists():
        raise CannotCreate(f"{place} exists already; open it, or move it away")
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".making-", dir=place.parent))
    except OSError as error:
        raise CannotCreate(f"{place} cannot be made: {error.strerror}") from None
    try:
        session = create_workspace(folder / place.name, clock, currency=currency)
        try:
            making = _Making(session)
            yield making
        finally:
            session.workspace.close()
        if making.kept:
            _move(folder / place.name, place)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _move(made: Path, place: Path) -> None:
    try:
        made.rename(place)
    except OSError as error:
        raise IoTrouble(f"{place} cannot be written: {error.strerror}") from None
