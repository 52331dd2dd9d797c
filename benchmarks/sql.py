"""The floor of the store: what somebody who knows the tables would write by hand.

Same rows, same visibility, same safety, nothing else.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

_TEAM = """
WITH RECURSIVE team(id) AS (
    SELECT id FROM "user" WHERE username = :username
    UNION SELECT u.id FROM "user" u JOIN team ON u.manager = team.id WHERE u.deleted_at IS NULL
), seen(id) AS (
    SELECT id FROM account WHERE csm IN team
    UNION SELECT id FROM account WHERE account_manager IN team
    UNION SELECT account FROM account_team WHERE "user" IN team AND deleted_at IS NULL
    UNION SELECT account FROM engagement WHERE csm IN team AND deleted_at IS NULL
)"""
_MY_ACCOUNTS = "a.deleted_at IS NULL AND a.id IN seen"
_MY_TASKS = """t.deleted_at IS NULL AND t.is_template = 0 AND (
    (t.parent_type IN ('play', 'objective', 'plan', 'account') AND t.account IN seen)
    OR (t.owner_kind = 'user' AND t.owner IN team) OR t.owner_user IN team)"""

FIRST_PAGE = {
    "account": f"""{_TEAM}
        SELECT a.id, a.number, a.name, a.industry, a.tier, a.status, u.name, p.name
        FROM account a LEFT JOIN "user" u ON u.id = a.csm
        LEFT JOIN account p ON p.id = a.parent_account
        WHERE {_MY_ACCOUNTS} ORDER BY a.number LIMIT :shown""",
    "task": f"""{_TEAM}
        SELECT t.id, t.number, t.title, a.name, u.name, t.state, t.priority, t.due_date
        FROM task t LEFT JOIN account a ON a.id = t.account
        LEFT JOIN "user" u ON u.id = t.owner
        WHERE {_MY_TASKS} ORDER BY t.number LIMIT :shown""",
}
"""The first page of each list, sorted as the app does."""

ALL_IDS = {
    "account": f"{_TEAM} SELECT a.id FROM account a WHERE {_MY_ACCOUNTS} ORDER BY a.number",
    "task": f"{_TEAM} SELECT t.id FROM task t WHERE {_MY_TASKS} ORDER BY t.number",
}
"""All of each list, in order: what marks, paging and counting need."""

_COPIED = (
    *("account", "engagement", "contract", "engagement_contract", "plan", "objective"),
    *("outcome", "play", "task", "touchpoint", "risk_signal"),
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
