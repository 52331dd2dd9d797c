"""Which schema a database holds, told by one plain read, without loading the migration tool."""

from __future__ import annotations

from sqlalchemy import Connection, inspect

from successtui.domain.errors import IoTrouble, NewerSchema, Refused

REVISIONS = ("0001", "0002", "0003")
"""Every released schema, oldest first; the last one is what this program works with."""
HEAD = REVISIONS[-1]


def revision(connection: Connection) -> str | None:
    """The database's schema revision, `None` when it holds no workspace."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return None if row is None else str(row[0])


def check_schema(connection: Connection) -> None:
    """Refuses a database this program cannot work on.

    Raises:
        IoTrouble: it holds no workspace.
        NewerSchema: a newer version of the program made it.
        Refused: it is older and needs `successtui upgrade`.
    """
    if check_known(connection) != HEAD:
        raise Refused("the workspace has an older layout; run: successtui upgrade")


def check_known(connection: Connection) -> str:
    """The database's schema revision, when it is one this program knows.

    Raises:
        IoTrouble: it holds no workspace.
        NewerSchema: a newer version of the program made it.
    """
    found = revision(connection)
    if found is None:
        raise IoTrouble("the database holds no successtui workspace; make one with init")
    if found not in REVISIONS:
        raise NewerSchema(
            "the workspace was made by a newer successtui; install that version to open it"
        )
    return found
