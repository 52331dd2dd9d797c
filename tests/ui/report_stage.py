"""The office with something to report on, and the app opened on its report."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from textual.pilot import Pilot

from successtui.app import SuccessApp
from successtui.records import Account
from successtui.records.picklists import ContractState
from successtui.screens.drilled import DrilledPlace
from successtui.screens.report import ReportPlace
from successtui.services.draft import Mode
from successtui.services.saver import Saver
from successtui.services.session import Session
from tests.ui.office import HOSTILE, TODAY, add, copy_of_office, office, session_of, settle

ENGAGEMENTS = (
    ("Roll-out", "Acme", "dora", "Adoption", "Green", "2026-01-10"),
    ("Rescue", "Acme", "dora", "Adoption", "Red", "2025-06-01"),
    ("Second site", "Acme North", "dora", "Initial onboarding", "Yellow", "2026-02-01"),
    (HOSTILE, "Zed", "dora", "Renew", "Red", "2025-03-01"),
    ("Hidden work", "Hidden Corp", "otto", "Expand", "Green", "2026-02-15"),
)
"""Title, account, CSM, stage, health, start."""


@cache
def _furnished() -> Path:
    """The office with engagements, risks, contracts and an escalation."""
    path = copy_of_office(Path(mkdtemp(prefix="report-office-")))
    session = session_of(path, "root")
    with session.read() as reader:
        numbers = {account.name: account.number for account in reader.all(Account)}
    numbers["Zed"] = next(number for name, number in numbers.items() if name.startswith("Zed"))
    made = {}
    for title, account, csm, stage, health, start in ENGAGEMENTS:
        made[title] = add(
            session,
            "engagement",
            title=title,
            account=numbers[account],
            csm=csm,
            stage=stage,
            perceived_health=health,
            started_on=start,
            state="In progress",
        )
    for title, probability, scope in (
        ("Sponsor leaves", "High", "Renewal"),
        (f"Budget cut {HOSTILE}", "Very high", "Renewal"),
        ("Few users", "Low", "Adoption"),
    ):
        add(
            session,
            "risk_signal",
            engagement=made["Rescue"].number,
            short_description=title,
            description=title,
            probability=probability,
            scope=scope,
            category="Low adoption",
        )
    contract = add(
        session,
        "contract",
        name="Acme licence",
        account="Acme",
        start_date="2025-02-01",
        end_date="2026-04-30",
        value="1234567.50",
        currency="EUR",
    )
    with session.change("history of its own") as unit:
        Saver(unit, TODAY, Mode.IMPORT).change(contract, {"state": ContractState.ACTIVE})
    add(
        session,
        "engagement_contract",
        engagement=made["Rescue"].number,
        contract=contract.number,
    )
    session.workspace.close()
    return path


@asynccontextmanager
async def report_of(
    folder: Path, username: str = "dora", size: tuple[int, int] = (80, 24), *, empty: bool = False
) -> AsyncIterator[tuple[Pilot[None], ReportPlace, Session]]:
    """The report as one of the people; `empty` leaves the office without engagements."""
    if not empty:
        shutil.copyfile(_furnished(), folder / "office.db")
    async with office(folder, username, size, keep=not empty) as (pilot, app, session):
        await press(pilot, "g", "r")
        if not isinstance(app.screen, ReportPlace):
            # Greyed in the menu for those who lack the role; the place itself refuses them, too.
            app.show_place(ReportPlace())
            await settle(pilot)
        place: object = app.screen
        assert isinstance(place, ReportPlace)
        yield pilot, place, session


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Presses keys, each after the last one's effect is seen."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def drilled(app: SuccessApp) -> DrilledPlace:
    """The list behind a number that is in front."""
    assert isinstance(app.screen, DrilledPlace)
    return app.screen
