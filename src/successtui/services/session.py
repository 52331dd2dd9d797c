"""A person at work on a workspace: what every service takes first."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from successtui.domain.clock import Clock, known_zone
from successtui.domain.errors import Forbidden
from successtui.domain.permissions import Actor
from successtui.store.facts import login_role
from successtui.store.notices import tell
from successtui.store.people import load_actor
from successtui.store.reader import Reader
from successtui.store.tables import BatchKind
from successtui.store.unit import UnitOfWork
from successtui.store.workspace import Connection, Workspace


@dataclass(frozen=True)
class Session:
    """One person, one workspace, one clock.

    Attributes:
        acting_for: username of the admin who acts as this person, else empty.
    """

    workspace: Workspace
    username: str
    clock: Clock
    acting_for: str = ""

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A consistent view of what the person may see."""
        with self.workspace.read(partial(_load, self)) as reader:
            yield reader

    @contextmanager
    def change(
        self, title: str, *, kind: BatchKind = BatchKind.DO, undoes: int | None = None
    ) -> Iterator[UnitOfWork]:
        """A unit of work by the person; their rights are read anew inside it.

        Those on watch lists are told of what it did, in the same transaction (R000-18, R000-19).
        """
        find = partial(_load, self)
        with self.workspace.change(
            find, now=self.clock.now(), title=title, kind=kind, undoes=undoes
        ) as unit:
            yield unit
            if unit.batch_id is not None:
                unit.prepare()
                tell(unit.connection, unit.batch_id, unit.writer.id, unit.touched)

    def actor(self) -> Actor:
        """Who the program takes the person for, with their rights as of now."""
        with self.read() as reader:
            assert reader.actor is not None
            return reader.actor


def operating_system_user() -> str:
    """The name of the operating system's user; what the environment says is not believed."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid{os.getuid()}"


def own_name(workspace: Workspace) -> str:
    """Who one is without acting as another: on a server its login role, else the system's user."""
    if workspace.file is not None:
        return operating_system_user()
    with workspace.read(None) as reader:
        return login_role(reader.connection)


def open_session(
    workspace: Workspace, clock: Clock, *, as_user: str = "", demo_user: str = ""
) -> Session:
    """A session of oneself (see `own_name`), or of somebody one may act as.

    Args:
        as_user: whom to act as; allowed to admins, and to everyone in the demo.
        demo_user: in the demo, who one is without `as_user`; empty elsewhere.

    Raises:
        Forbidden: the person is no user, or may not act as another.
    """
    if demo_user:
        session = Session(workspace, as_user or demo_user, clock)
        return _in_zone(session, session.actor())
    me = own_name(workspace)
    own = Session(workspace, me, clock)
    actor = own.actor()
    if not as_user or as_user == me:
        return _in_zone(own, actor)
    if not actor.is_admin:
        raise Forbidden(f"only an admin may act as another user; you are {me}")
    other = Session(workspace, as_user, clock, acting_for=me)
    return _in_zone(other, other.actor())


def _in_zone(session: Session, actor: Actor) -> Session:
    """The session with the clock of the person's own time zone, where that is known."""
    zone = session.clock.zone or known_zone(actor.timezone)
    return replace(session, clock=replace(session.clock, zone=zone))


def _load(session: Session, connection: Connection) -> Actor:
    actor = load_actor(connection, session.username, session.acting_for)
    if session.acting_for:
        admin = load_actor(connection, session.acting_for)
        if not admin.is_admin:
            raise Forbidden("acting as another user needs the role admin")
    return actor
