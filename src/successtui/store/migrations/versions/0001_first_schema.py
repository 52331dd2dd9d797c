"""The first schema."""

from alembic import op

from successtui.store.engine import append_only
from successtui.store.tables import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes every table, and keeps history from being changed."""
    metadata.create_all(op.get_bind(), checkfirst=False)
    for table in ("batch", "history"):
        append_only(op.get_bind(), table)
