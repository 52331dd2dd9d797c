"""The first schema, kept as the SQL it was made with, so that it never changes with the code."""

from pathlib import Path

from alembic import op

from successtui.store.engine import append_only

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes every table, and keeps batches and history from being changed."""
    connection = op.get_bind()
    script = Path(__file__).parent / "first_schema" / f"{connection.dialect.name}.sql"
    for statement in script.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            connection.exec_driver_sql(statement)
    for table in ("batch", "history"):
        append_only(connection, table)
