"""A small workspace with people in every role, and the app opened on it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.worker import WorkerCancelled, WorkerFailed

from successtui.app import SuccessApp
from successtui.domain.clock import Clock
from successtui.options import AppOptions
from successtui.records import REGISTRY, Record
from successtui.services import records
from successtui.services.reading import read_values
from successtui.services.session import Session
from successtui.services.workspaces import create_workspace
from successtui.store.workspace import Workspace

TODAY = date(2026, 3, 2)
HOSTILE = "[/x] [red] [@click=app.quit] [EMEA] 日本 👩‍👩‍👧 \x1b[31mred\u202e"
PEOPLE = {
    "dora": ("Dora Lind", "customer_success_agent", "max"),
    "max": ("Max Berg", "success_manager", ""),
    "otto": ("Otto Other", "customer_success_agent", ""),
    "pat": ("Pat Part", "participant", ""),
    "vic": ("Vic View", "viewer", ""),
}


def add(session: Session, record_type: str, **texts: str) -> Record:
    """Saves a record from typed texts."""
    cls = REGISTRY[record_type]
    with session.read() as reader:
        values = read_values(reader, cls, texts, session.clock.today())
    return records.create(session, cls, values).record


@cache
def _template() -> Path:
    """The workspace every test gets a copy of."""
    path = Path(mkdtemp(prefix="office-")) / "office.db"
    session = create_workspace(path, Clock(TODAY), currency="EUR", admin="root")
    for username in ("max", "dora", "otto", "pat", "vic"):
        name, role, manager = PEOPLE[username]
        texts = {"username": username, "name": name, "roles": role}
        add(session, "user", **texts, **({"manager": manager} if manager else {}))
    add(session, "role", name="Success Manager")
    acme = add(session, "account", name="Acme", csm="dora", industry="Retail", tier="Growth")
    add(session, "account", name="Acme North", csm="dora", parent_account=acme.number)
    add(session, "account", name="Hidden Corp", csm="otto")
    add(session, "account", name=f"Zed {HOSTILE}", csm="dora")
    for username in ("pat", "vic"):
        add(session, "account_team", account="Acme", role="Success Manager", user=username)
    add(session, "account_team", account="Acme", role="Success Manager", user="dora")
    add(session, "contact", account="Acme", first_name="Jane", last_name="Doe")
    plan = add(session, "plan", name="Acme plan", account="Acme", owner="dora", status="Active")
    objective = add(
        session,
        "objective",
        name="Go live in spring",
        description="First teams at work",
        account="Acme",
        plan=plan.number,
        owner="user:dora",
        start_date="2026-02-01",
    )
    add(
        session,
        "outcome",
        objective=objective.number,
        title="Active users",
        description="Weekly active",
        unit="Quantity",
        base_value="0",
        current_value="25",
        target_value="100",
    )
    play = add(session, "play", name="Kick-off", objective=objective.number, owner="user:dora")
    for title, due in (("Invite the team", "2026-02-20"), ("Hold the kick-off", "2026-03-09")):
        add(session, "task", title=title, parent=f"play:{play.number}", due_date=due)
    _add_templates(session)
    session.workspace.close()
    return path


def _add_templates(session: Session) -> None:
    """A library objective with two plays, five tasks and a KPI, and one without children."""
    add(session, "library", name="Onboarding")
    objective = add(
        session,
        "objective",
        name="Launch in 90 days",
        description="Everybody works with the product",
        is_template="yes",
        library="Onboarding",
        start_date="2024-01-01",
    )
    add(
        session,
        "outcome",
        objective=objective.number,
        title="Seats in use",
        description="Share of seats",
        unit="Percent",
        base_value="0",
        target_value="80",
        target_date="2024-03-31",
    )
    for name, tasks in (
        ("Set up", ("Connect SSO", "Load data", "Train admins")),
        ("Go live", ("Check readiness", "Switch on")),
    ):
        play = add(session, "play", name=name, objective=objective.number, library="Onboarding")
        for day, title in enumerate(tasks, start=8):
            add(
                session,
                "task",
                title=title,
                parent=f"play:{play.number}",
                due_date=f"2024-01-{day:02}",
            )
    add(
        session,
        "objective",
        name="Bare objective",
        description="Nothing hangs from it",
        is_template="yes",
        library="Onboarding",
        start_date="2024-01-01",
    )


def copy_of_office(folder: Path) -> Path:
    """A private copy of the workspace."""
    path = folder / "office.db"
    shutil.copyfile(_template(), path)
    path.chmod(0o600)
    return path


def session_of(path: Path, username: str) -> Session:
    """A session of one of the people."""
    return Session(Workspace(path), username, Clock(TODAY))


async def settle(pilot: Pilot[None]) -> None:
    """Waits until nothing is being read, written or drawn any more.

    What a dialog in front is waiting for is left alone.
    """
    for _ in range(5):
        asking = isinstance(pilot.app.screen, ModalScreen)
        for worker in list(pilot.app.workers):
            if not worker.is_finished and not (asking and worker.group == "dialog"):
                with suppress(WorkerCancelled, WorkerFailed):
                    await worker.wait()
        await pilot.pause()


@asynccontextmanager
async def office(
    folder: Path,
    username: str = "dora",
    size: tuple[int, int] = (80, 24),
    *,
    keep: bool = False,
) -> AsyncIterator[tuple[Pilot[None], SuccessApp, Session]]:
    """The app as one of the people, and a session of the same person beside it.

    Args:
        keep: go on with the workspace that stands in the folder.
    """
    path = folder / "office.db" if keep else copy_of_office(folder)
    app = SuccessApp(AppOptions(str(path), as_user=username, today=TODAY, demo=True))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        session = session_of(path, username)
        try:
            yield pilot, app, session
        finally:
            session.workspace.close()


def screen_text(app: SuccessApp) -> str:
    """What a person sees now, without colours."""
    height = app.size.height
    lines = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in lines[:height])
