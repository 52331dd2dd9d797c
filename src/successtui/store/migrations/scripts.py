"""Migrations are kept as the SQL they were released with, so that they stay as they are."""

from pathlib import Path

from sqlalchemy import Connection

_VERSIONS = Path(__file__).parent / "versions"


def run_script(connection: Connection, folder: str) -> None:
    """Runs the statements of `versions/FOLDER/ENGINE.sql`, one after another."""
    script = _VERSIONS / folder / f"{connection.dialect.name}.sql"
    for statement in script.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            connection.exec_driver_sql(statement)
