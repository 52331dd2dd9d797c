"""The floor of lists of tasks: what somebody who knows the tables and indexes would write by hand.

Same rows, same visibility, nothing else. Who sees a good part of everything gets the statement that
walks along the sorted index, the others the one that begins with their own rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from benchmarks.sql import MY_TASKS, TEAM

_EVERYBODYS = "t.deleted_at IS NULL AND t.is_template = 0"
# A plus sign keeps SQLite from beginning with the index of that column.
_ONE_BY_ONE = f"""{_EVERYBODYS} AND (
    (t.parent_type IN ('play', 'objective', 'plan', 'account') AND +t.account IN seen)
    OR (t.owner_kind = 'user' AND +t.owner IN team) OR +t.owner_user IN team)"""
_SHOWN = """SELECT t.id, t.number, t.title, a.name, u.name, t.state, t.priority, t.due_date
    FROM task t LEFT JOIN account a ON a.id = t.account LEFT JOIN "user" u ON u.id = t.owner"""
_HITS = """FROM search_index i CROSS JOIN search_text s ON s.id = i.rowid AND s.record_type = 'task'
    CROSS JOIN task t ON t.id = s.record_id"""
"""Begins with the index of words, newest first; SQLite keeps the order of a cross join."""
_FOUND = f"""SELECT s.record_type, s.record_id, t.number, t.title, t.state, a.number, a.name
    {_HITS} LEFT JOIN account a ON a.id = t.account"""

FILTER = "t.state = 'New' AND t.priority = 'High'"
"""What `state:New priority:High` means."""


class Floor:
    """One person's lists of tasks on a file, by hand.

    Args:
        username: whose; `None` for an admin, who sees everything.
        wide: they see a good part of it.
    """

    def __init__(
        self, connection: sqlite3.Connection, username: str | None, *, wide: bool, shown: int
    ) -> None:
        self._connection = connection
        self._names = {"username": username, "shown": shown}
        self._with = "" if username is None else TEAM
        self._mine = _EVERYBODYS if username is None else MY_TASKS
        self._one_by_one = _EVERYBODYS if username is None else _ONE_BY_ONE
        self._first = self._one_by_one if wide else self._mine

    def first_page(self, extra: str = "1", order: str = "t.number") -> list[tuple[object, ...]]:
        """The first rows with what is shown of them."""
        mine = self._first if order == "t.number" else self._mine
        return self._all(f"{_SHOWN} WHERE {mine} AND {extra} ORDER BY {order} LIMIT :shown")

    def ids(self) -> list[tuple[object, ...]]:
        """All ids, in order: what marks, paging and counting need."""
        return self._all(f"SELECT t.id FROM task t WHERE {self._mine} ORDER BY t.number")

    def page(self, ids: Sequence[int]) -> list[tuple[object, ...]]:
        """What is shown of the visible ones among some records."""
        listed = ", ".join(map(str, ids))
        return self._all(f"{_SHOWN} WHERE {self._mine} AND t.id IN ({listed})")

    def search(self, question: str, most: int) -> list[tuple[object, ...]]:
        """The newest tasks that hold the words, with what is shown, and how many up to so many."""
        self._names |= {"question": question, "most": most}
        match = f"search_index MATCH :question AND {self._one_by_one}"
        found = self._all(f"{_FOUND} WHERE {match} ORDER BY i.rowid DESC LIMIT :shown")
        self._all(f"SELECT count(*) FROM (SELECT 1 {_HITS} WHERE {match} LIMIT :most)")
        return found

    def _all(self, statement: str) -> list[tuple[object, ...]]:
        return self._connection.execute(f"{self._with} {statement}", self._names).fetchall()
