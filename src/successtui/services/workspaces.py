"""Making a workspace: the schema, its first admin and its base currency."""

from __future__ import annotations

from pathlib import Path

from successtui.domain.clock import Clock
from successtui.domain.permissions import Actor
from successtui.records import Setting, User
from successtui.records.picklists import Role
from successtui.services.draft import Mode
from successtui.services.house import BASE_CURRENCY
from successtui.services.saver import Saver
from successtui.services.session import Session, own_name
from successtui.store import migrate
from successtui.store.workspace import Workspace

_FOUNDER = Actor(0, "founder", "Founder", frozenset({Role.ADMIN}), None)


def create_workspace(
    address: str | Path, clock: Clock, *, currency: str = "USD", admin: str = ""
) -> Session:
    """Makes an empty workspace and returns a session of its first admin.

    Args:
        admin: username of the first admin; oneself by default.

    Raises:
        CannotCreate: there is one already.
    """
    migrate.create(address)
    workspace = Workspace(address)
    username = admin or own_name(workspace)
    with workspace.change(lambda _: _FOUNDER, now=clock.now(), title="New workspace") as unit:
        saver = Saver(unit, clock.today())
        saver.add(User, {"username": username, "name": username, "roles": (Role.ADMIN.value,)})
        saver.add(Setting, {"name": BASE_CURRENCY, "value": currency}, mode=Mode.PROGRAM)
    return Session(workspace, username, clock)
