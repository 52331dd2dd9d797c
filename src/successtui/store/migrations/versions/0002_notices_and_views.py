"""Notices of changes, and saved views of lists."""

from alembic import op

from successtui.store.migrations.scripts import run_script

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Adds both tables."""
    run_script(op.get_bind(), "notices_and_views")
