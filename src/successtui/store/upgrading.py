"""A workspace of an older layout, seen before it is upgraded: read with what every layout has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from successtui.domain.permissions import known_roles
from successtui.records.picklists import Role
from successtui.store import engine as engines
from successtui.store.facts import login_role
from successtui.store.schema import HEAD, check_known
from successtui.store.tables import TABLES
from successtui.store.workspace import translated


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands in a database before an upgrade.

    Attributes:
        file: `None` on a server.
        login: who is logged in to the server; empty for a file.
        admins: usernames of its active admins.
    """

    file: Path | None
    revision: str
    login: str
    admins: frozenset[str]

    @property
    def is_newest(self) -> bool:
        """Whether there is nothing to upgrade."""
        return self.revision == HEAD


def look_at(address: str | Path) -> Layout:
    """Looks at a workspace through a connection that cannot change it.

    Raises:
        IoTrouble: no workspace, or not a database.
        NewerSchema: made by a newer version.
    """
    url = engines.parse_address(str(address))
    path = engines.file_of(url)
    if path is not None:
        engines.check_file(path)
    engine = engines.read_engine(url)
    user = TABLES["user"]
    living = select(user.c.username, user.c.roles).where(
        user.c.active.is_(True), user.c.deleted_at.is_(None)
    )
    try:
        with translated(), engine.connect() as connection:
            revision = check_known(connection)
            people = connection.execute(living).all()
            admins = {name for name, roles in people if Role.ADMIN in known_roles(roles)}
            return Layout(path, revision, login_role(connection), frozenset(admins))
    finally:
        engine.dispose()
