"""The table of saved views: which of them somebody sees, and keeping and removing one's own.

Knows nothing of what a view shows; whether it makes sense is for the services to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from successtui.store.tables import TABLES, saved_view

_LONGEST_CHAIN = 100


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A saved view as it is stored.

    Attributes:
        owner_name: what the owner is called.
        distance: 0 for one's own; for a manager's view, how far up the chain they are; for others
            of the team more than any of these.
    """

    id: int
    owner: int
    owner_name: str
    distance: int
    values: Mapping[str, Any]


def seen_views(
    connection: Connection, viewer: int, record_type: str | None = None
) -> list[ViewRow]:
    """Own views and those of the viewer's team, own ones first, then by name.

    The team of a view: those who share its owner's manager, the owner's managers up the chain, and
    everybody below the owner. Views of deleted users are seen by nobody else.
    """
    user = TABLES["user"]
    living = select(user.c.id, user.c.manager, user.c.name).where(user.c.deleted_at.is_(None))
    people = {row.id: row for row in connection.execute(living)}
    managers = {i: row.manager for i, row in people.items()}
    query = select(saved_view).order_by(saved_view.c.name, saved_view.c.id)
    if record_type is not None:
        query = query.where(saved_view.c.record_type == record_type)
    found = []
    for row in connection.execute(query).mappings():
        owner = row["owner"]
        if owner != viewer and not (row["team"] and owner in people):
            continue
        distance = _distance(managers, viewer, owner)
        if distance is not None:
            name = people[owner].name if owner in people else ""
            found.append(ViewRow(row["id"], owner, name, distance, dict(row)))
    return sorted(found, key=lambda view: view.distance > 0)


def store_view(connection: Connection, view_id: int, values: Mapping[str, Any]) -> int:
    """Keeps a view, a new one for id 0; returns its id."""
    if view_id:
        changed = update(saved_view).where(saved_view.c.id == view_id).values(values)
        connection.execute(changed)
        return view_id
    done = connection.execute(insert(saved_view).values(values))
    assert done.inserted_primary_key is not None
    return int(done.inserted_primary_key[0])


def unset_default(connection: Connection, owner: int, record_type: str) -> None:
    """No view of that type is the owner's default any more."""
    theirs = (saved_view.c.owner == owner, saved_view.c.record_type == record_type)
    connection.execute(update(saved_view).where(*theirs).values(is_default=False))


def drop_view(connection: Connection, view_id: int) -> None:
    """Removes a view."""
    connection.execute(delete(saved_view).where(saved_view.c.id == view_id))


def _distance(managers: Mapping[int, int | None], viewer: int, owner: int) -> int | None:
    """How near the owner of a view is to the viewer; `None` outside the team."""
    if owner == viewer:
        return 0
    above = _chain(managers, viewer)
    if owner in above:
        return above.index(owner) + 1
    same = managers.get(owner) is not None and managers.get(owner) == managers.get(viewer)
    if same or viewer in _chain(managers, owner):
        return _LONGEST_CHAIN + 1
    return None


def _chain(managers: Mapping[int, int | None], user: int) -> list[int]:
    """The user's managers upwards; a chain that runs in a circle ends where it closes."""
    found: list[int] = []
    manager = managers.get(user)
    while manager is not None and manager not in (user, *found) and len(found) < _LONGEST_CHAIN:
        found.append(manager)
        manager = managers.get(manager)
    return found
