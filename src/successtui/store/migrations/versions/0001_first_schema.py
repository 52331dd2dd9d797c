"""The first schema."""

from alembic import op

from successtui.store.engine import append_only
from successtui.store.migrations.scripts import run_script

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes every table, and keeps batches and history from being changed."""
    connection = op.get_bind()
    run_script(connection, "first_schema")
    for table in ("batch", "history"):
        append_only(connection, table)
