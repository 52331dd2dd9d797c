"""Runs migrations on the connection it is handed, inside the caller's transaction."""

from alembic import context

from successtui.store.tables import whole_schema

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=whole_schema(),
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
