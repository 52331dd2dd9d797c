"""Looking back: a session on the workspace as it stood, in which everything reads and nothing
changes.

Rights are those of now: roles and the reporting line are read from the living workspace each time,
so that who was dismissed sees nothing of the past either. Rows are those of then, without the
records that live now and are hidden from the person now.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NoReturn

from successtui.domain.as_of import PointInTime
from successtui.domain.clock import Clock
from successtui.domain.errors import BadCall
from successtui.services.past_folders import PastFolder
from successtui.services.session import Session
from successtui.store import asof
from successtui.store.reader import Reader
from successtui.store.tables import BatchKind


@dataclass(frozen=True)
class PastSession(Session):
    """A session on a copy that shows the past; close it when done.

    Attributes:
        live: the session on the living workspace.
        then: the point in words, for banners, such as `2026-03-01`.
        note: what a person should know besides; empty when there is nothing.
        folder: where the copy stands.
    """

    live: Session = field(kw_only=True)
    then: str = field(kw_only=True)
    note: str = field(kw_only=True, default="")
    folder: PastFolder = field(kw_only=True)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """What the person may see of the past, with their rights as of now."""
        actor = self.live.actor()
        with self.workspace.read(lambda _: actor) as reader:
            yield reader

    def change(
        self, title: str, *, kind: BatchKind = BatchKind.DO, undoes: int | None = None
    ) -> NoReturn:
        """Refuses: the past is over.

        Raises:
            BadCall: always.
        """
        raise BadCall(f"you are looking at {self.then}; the past cannot be changed")

    def close(self) -> None:
        """Removes the copy."""
        self.workspace.close()
        self.folder.remove()


def look_back(session: Session, point: PointInTime) -> PastSession:
    """A session on the workspace as it stood at the point; whoever asked closes it.

    Its date is that of the point, unless the session's own was pinned.

    Raises:
        IoTrouble, Busy, Unreachable: as `store.asof.build`.
        Forbidden: the person is no active user.
    """
    clock, actor = session.clock, session.actor()
    folder = PastFolder()
    try:
        until = point.until(clock)
        workspace = asof.build(session.workspace, folder.path / "then.db", until, actor)
    except BaseException:
        folder.remove()
        raise
    begun = asof.first_moment(session.workspace)
    empty = until is not None and (begun is None or begun >= until)
    note = f"nothing was recorded before {clock.local(begun):%Y-%m-%d}" if empty and begun else ""
    return PastSession(
        workspace,
        session.username,
        Clock(clock.pinned or point.date(clock), clock.zone),
        session.acting_for,
        live=session,
        then=point.in_words(clock),
        note=note,
        folder=folder,
    )
