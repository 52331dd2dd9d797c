"""The app's way to the services: everything that touches the database, off the screen's thread.

Reads run side by side; changes run one after another and are never given up half-way. The database
layer is loaded here, behind the first paint.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from successtui.domain.as_of import PointInTime
from successtui.domain.errors import BadCall, Unreachable
from successtui.domain.permissions import Actor
from successtui.options import AppOptions

if TYPE_CHECKING:
    from successtui.services.as_of import PastSession
    from successtui.services.session import Session

T = TypeVar("T")


class Desk:
    """Runs jobs that need a session.

    Attributes:
        session: the person's session; `None` until a workspace was opened.
        actor: who the person is and which roles they hold, as `know_actor` read them last.
        past: the past somebody looks at: reading goes there, and changing is refused.
    """

    def __init__(self, options: AppOptions) -> None:
        self.options = options
        self.session: Session | None = None
        self.actor: Actor | None = None
        self.past: PastSession | None = None
        self._readers = ThreadPoolExecutor(3, thread_name_prefix="read")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="write")

    async def open(self, address: str) -> Session:
        """Opens a workspace as the person the options name.

        Raises:
            SuccessError: it cannot be opened, or the person may not.
        """
        loop = asyncio.get_running_loop()
        self.session = await loop.run_in_executor(self._writer, _open, self.options, address)
        await self.know_actor()
        return self.session

    async def know_actor(self) -> None:
        """Reads who the person is and which roles they hold."""
        loop = asyncio.get_running_loop()
        self.actor = await loop.run_in_executor(self._readers, self._opened().actor)

    async def look_back(self, point: PointInTime) -> PastSession:
        """Lets everything be read as it stood at the point.

        Raises:
            SuccessError: the past cannot be laid out.
        """
        loop = asyncio.get_running_loop()
        past = await loop.run_in_executor(self._writer, _look_back, self._opened(), point)
        await self.back_to_now()
        self.past = past
        return past

    async def back_to_now(self) -> None:
        """Lets everything be read as it stands, and changed."""
        past, self.past = self.past, None
        if past is not None:
            await asyncio.get_running_loop().run_in_executor(self._writer, past.close)

    async def read(self, job: Callable[[Session], T]) -> T:
        """The result of a job that only reads."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, job, self.past or self._opened())

    async def write(self, job: Callable[[Session], T]) -> T:
        """The result of a job that changes something; it is finished even if nobody waits.

        Raises:
            BadCall: somebody looks at the past.
        """
        if self.past is not None:
            raise BadCall(f"you are looking at {self.past.then}; the past cannot be changed")
        loop = asyncio.get_running_loop()
        future = loop.run_in_executor(self._writer, job, self._opened())
        return await asyncio.shield(future)

    async def run(self, job: Callable[[], T]) -> T:
        """The result of a job that needs no session, such as making a workspace."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, job)

    def close(self) -> None:
        """Lets running jobs end and takes no more."""
        self._readers.shutdown(wait=False, cancel_futures=True)
        self._writer.shutdown(wait=True)
        if self.past is not None:
            self.past.close()
        if self.session is not None:
            self.session.workspace.close()

    def _opened(self) -> Session:
        if self.session is None:
            raise Unreachable("no workspace is open yet")
        return self.session


def _open(options: AppOptions, address: str) -> Session:
    from successtui.domain.clock import Clock
    from successtui.services.session import open_session
    from successtui.store.workspace import Workspace

    demo_user = DEMO_USER if options.demo else ""
    workspace = Workspace(address)
    clock = Clock(options.today)
    return open_session(workspace, clock, as_user=options.as_user, demo_user=demo_user)


def _look_back(session: Session, point: PointInTime) -> PastSession:
    from successtui.services.as_of import look_back

    return look_back(session, point)


DEMO_USER = "dora"
"""Who one is in the demo, unless asked to be somebody else."""
