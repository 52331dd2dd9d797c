"""The floor of the store: what somebody who knows the tables would write by hand.

Same rows, same visibility, same safety, nothing else.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

TEAM = """
WITH RECURSIVE team(id) AS (
    SELECT id FROM "user" WHERE username = :username
    UNION SELECT u.id FROM "user" u JOIN team ON u.manager = team.id WHERE u.deleted_at IS NULL
), seen(id) AS (
    SELECT id FROM account WHERE csm IN team
    UNION SELECT id FROM account WHERE account_manager IN team
    UNION SELECT account FROM account_team WHERE "user" IN team AND deleted_at IS NULL
    UNION SELECT account FROM engagement WHERE csm IN team AND deleted_at IS NULL
)"""
"""Names those whose records a person sees (`team`), and the accounts (`seen`)."""

MY_TASKS = """t.deleted_at IS NULL AND t.is_template = 0 AND (
    (t.parent_type IN ('play', 'objective', 'plan', 'account') AND t.account IN seen)
    OR (t.owner_kind = 'user' AND t.owner IN team) OR t.owner_user IN team)"""
"""The tasks of a person."""

_COPIED = (
    *("product", "exchange_rate", "account", "engagement", "contract", "engagement_contract"),
    *("plan", "objective", "outcome", "play", "task", "touchpoint", "risk_signal"),
    *("risk_signal__contracts_impacted", "product_usage", "opportunity", "renewal_event"),
    "escalation",
)


def save_by_hand(connection: sqlite3.Connection, note: str) -> None:
    """Changes a field and keeps history of it, in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE account SET notes = ?, version = version + 1 WHERE id = 2", (note,))
    batch = connection.execute(
        "INSERT INTO batch (at, by, acting_for, title, kind) VALUES ('', 1, '', 'By hand', 'do')"
    ).lastrowid
    connection.execute(
        "INSERT INTO history (batch, record_type, record_id, action, field, old, new) "
        "VALUES (?, 'account', 2, 'update', 'notes', NULL, ?)",
        (batch, note),
    )
    connection.execute("COMMIT")


def copy_by_hand(connection: sqlite3.Connection, source: Path) -> None:
    """Inserts all rows of another workspace, its users first, in one transaction."""
    rows = sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute('DELETE FROM "user"')
        for table in ("user", *_COPIED):
            found = rows.execute(f'SELECT * FROM "{table}"')
            marks = ", ".join("?" * len(found.description))
            connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', found)
        connection.execute("COMMIT")
    finally:
        rows.close()
