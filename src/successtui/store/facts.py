"""What the engine says of itself: its version, how it journals, and who is logged in to it."""

from __future__ import annotations

from sqlalchemy import Connection


def engine_name(connection: Connection) -> str:
    """Name and version of the database engine."""
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    version = ".".join(map(str, connection.dialect.server_version_info or ()))
    return f"{names.get(connection.dialect.name, connection.dialect.name)} {version}".strip()


def journal_in_use(connection: Connection) -> str:
    """The journal mode a SQLite file is in; empty on a server."""
    if connection.dialect.name != "sqlite":
        return ""
    return str(connection.exec_driver_sql("PRAGMA journal_mode").scalar())


def login_role(connection: Connection) -> str:
    """Who is logged in to the database server; empty where there is no server."""
    if connection.dialect.name == "sqlite":
        return ""
    return str(connection.exec_driver_sql("SELECT session_user").scalar())
