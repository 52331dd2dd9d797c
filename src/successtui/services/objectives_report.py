"""The outcome success plan report: every objective of the accounts a person has in their scope.

R001-46 to R001-49. Owns its columns, who may open it, and narrowing it to a team; filtering and
sorting are those of any list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from successtui.domain.errors import BadCall, Forbidden, NotFound
from successtui.domain.permissions import Action, Subject, decide
from successtui.records import Objective
from successtui.services.exporting import list_rows
from successtui.services.listing import ListRequest, list_ids, records_json
from successtui.services.session import Session
from successtui.store.people import load_actor
from successtui.store.reader import Reader

COLUMNS = (
    "account",
    "number",
    "name",
    "owner",
    "status",
    "category",
    "start_date",
    "end_date",
    "progress",
)
"""What the report shows; it can be sorted by each of them (R001-48)."""
_STATUS, _STATE = "status", "state"
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ObjectivesReport:
    """The report.

    Attributes:
        rows: cells spelled as in bundles; `shown` as people read them.
        data: the JSON object.
    """

    rows: tuple[Row, ...]
    shown: tuple[Row, ...]
    data: dict[str, Any]


def require_report(session: Session) -> None:
    """Raises `Forbidden`, naming the roles, unless the person may open reports (R001-47)."""
    decide(session.actor(), Action.REPORT, Subject(Objective.declaration.family)).enforce()


def objectives_report(
    session: Session, query: str = "", *, team: str = "", order: Sequence[str] = ()
) -> ObjectivesReport:
    """All objectives in scope. An objective without a status of its own shows its state.

    Args:
        query: narrows it, in the query language.
        team: username of somebody in the person's scope; only what is in their scope as well.
        order: columns, `-` in front for descending; by number where nothing else decides.

    Raises:
        Forbidden: the person holds no role that opens reports.
        NotFound: nobody of that name is in their scope.
        BadCall, QueryError: an unknown column, or a query that cannot be understood.
    """
    require_report(session)
    for wish in order:
        if wish.lstrip("-") not in COLUMNS:
            raise BadCall(f"the report is sorted by one of: {', '.join(COLUMNS)}")
    request = ListRequest(Objective, query)
    ids = list_ids(session, request)
    if team:
        theirs = _in_scope_of(session, team)
        ids = [i for i in ids if i in theirs]
    wanted = (*COLUMNS, _STATE)
    found = list_rows(session, request, wanted, ids=ids)
    exact = dict(zip(ids, map(_with_status, found.exact), strict=True))
    shown = dict(zip(ids, map(_with_status, found.shown), strict=True))
    for wish in reversed(order):
        ids = _sorted(session, ids, exact, wish)
    data = records_json(session, request, wanted, 0, ids)
    return ObjectivesReport(
        rows=tuple(exact[i] for i in ids),
        shown=tuple(shown[i] for i in ids),
        data={
            **data,
            "columns": list(COLUMNS),
            "records": [_status_in(record) for record in data["records"]],
        },
    )


def _in_scope_of(session: Session, username: str) -> set[int]:
    with session.read() as reader:
        assert reader.actor is not None
        try:
            other = load_actor(reader.connection, username)
        except Forbidden:
            other = None
        if other is None or not reader.actor.oversees(other.id):
            raise NotFound(f"there is no user {username} in your team")
        return set(Reader(reader.connection, other).ids(Objective))


def _sorted(session: Session, ids: list[int], rows: Mapping[int, Row], wish: str) -> list[int]:
    """In the order of one column; equal ones stay as they were."""
    name, down = wish.lstrip("-"), wish.startswith("-")
    place = COLUMNS.index(name)
    if name == _STATUS:
        return sorted(ids, key=lambda i: rows[i][place].casefold(), reverse=down)
    ranks: dict[str, int] = {}
    for rank, i in enumerate(list_ids(session, ListRequest(Objective, order=(wish,)))):
        if i in rows:
            ranks.setdefault(rows[i][place], rank)
    return sorted(ids, key=lambda i: ranks[rows[i][place]])


def _with_status(row: Row) -> Row:
    """The row without the state, which stands in for a status nobody gave."""
    *cells, state = row
    place = COLUMNS.index(_STATUS)
    cells[place] = cells[place] or state
    return tuple(cells)


def _status_in(record: dict[str, Any]) -> dict[str, Any]:
    return {**{n: record[n] for n in COLUMNS}, _STATUS: record[_STATUS] or record[_STATE]}
