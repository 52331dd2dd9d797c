"""Backups, restoring and upgrading: what only an admin may do, and never without a copy."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from successtui.domain.clock import Clock
from successtui.domain.errors import Forbidden, IoTrouble
from successtui.domain.permissions import Action, Subject, decide
from successtui.services.session import Session, open_session, operating_system_user
from successtui.store import backup as copies
from successtui.store.engine import file_of, parse_address
from successtui.store.schema import HEAD
from successtui.store.upgrading import Layout, look_at
from successtui.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Restored:
    """The restored workspace, and where its previous content is kept, if it had any."""

    workspace: Path
    kept: Path | None


@dataclass(frozen=True, slots=True)
class Upgraded:
    """Layouts before and after, and the copy of the one before; `None` if none was made.

    Attributes:
        mended: the layout was the newest, but what search finds records by was made anew.
    """

    before: str
    after: str
    backup: Path | None
    mended: bool = False


def backup(session: Session, target: Path) -> Path:
    """Writes a verified copy of the workspace.

    Raises:
        Forbidden: the person is no admin.
        Refused, CannotCreate, IoTrouble, Busy: as in `store.backup`.
    """
    _require_admin(session)
    return copies.backup(copies.file_to_copy(session.workspace.file), target)


def restore(address: str, source: Path, clock: Clock, *, as_user: str = "") -> Restored:
    """Brings a copy back.

    The person must be an admin of the copy, and of the workspace if that can still be opened.

    Raises:
        Forbidden: the person is no admin.
        NewerSchema: copy or workspace were made by a newer version.
        Refused, CannotCreate, IoTrouble, Busy: as in `store.backup`.
    """
    target = copies.file_to_copy(file_of(parse_address(address)))
    copies.verify(source)
    _require_admin_of(str(source), clock, as_user)
    if target.exists():
        # A damaged workspace is what restoring is for; the copy has said who is an admin.
        with suppress(IoTrouble):
            _require_admin_of(address, clock, as_user)
    return Restored(target, copies.restore(source, target))


def upgrade(address: str, *, as_user: str = "", copied: bool = False) -> Upgraded:
    """Brings an older workspace to this program's layout, after a verified copy was made.

    Args:
        copied: somebody made a copy with the server's own tool; needed on a server only.

    Raises:
        Forbidden: the person is no admin.
        NewerSchema: a newer version made the workspace.
        Refused, IoTrouble, Busy: the copy or the upgrade failed; nothing was changed.
    """
    layout = look_at(address)
    _require_admin_in(layout, as_user)
    from successtui.store import migrate  # deferred: Alembic is slow to load and rarely needed

    if layout.is_newest:
        return Upgraded(layout.revision, HEAD, None, migrate.mend(address))
    kept = None
    if layout.file is not None or not copied:
        path = copies.file_to_copy(layout.file)
        kept = copies.backup(path, copies.free_name(path, f"before-upgrade-{layout.revision}"))
    before, after = migrate.upgrade(address)
    return Upgraded(before, after, kept)


def _require_admin_of(address: str, clock: Clock, as_user: str) -> None:
    workspace = Workspace(address)
    try:
        _require_admin(open_session(workspace, clock, as_user=as_user))
    finally:
        workspace.close()


def _require_admin(session: Session) -> None:
    decide(session.actor(), Action.ADMINISTER, Subject("")).enforce()


def _require_admin_in(layout: Layout, as_user: str) -> None:
    me = layout.login or operating_system_user()
    for name in {me, as_user or me}:
        if name not in layout.admins:
            raise Forbidden(f"to administer you need the role admin; '{name}' does not hold it")
