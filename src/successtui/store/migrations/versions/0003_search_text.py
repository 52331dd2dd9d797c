"""The words that search finds records by, with an index on SQLite."""

from alembic import op

from successtui.store.migrations.scripts import run_script

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Adds both, empty: what is derived from the records is filled when all migrations ran."""
    run_script(op.get_bind(), "search_text")
