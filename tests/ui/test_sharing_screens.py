"""Sharing from the plan tab: switches, why an objective stays hidden, preview, documents."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from successtui.screens.objectives_report import ObjectivesReport
from successtui.screens.preview import CustomerPreview
from successtui.services import records
from successtui.services.session import Session
from successtui.services.sharing.portal import PortalSession
from tests.ui.office import add, office, screen_text, settle

_ROOT = "root"


async def _press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def _share(session: Session) -> None:
    """Plan and play are shared; Jane has access and a task."""
    boss = Session(session.workspace, _ROOT, session.clock)
    for number, name in (("PLN0000001", "shared_with_customer"), ("PLY0000001", "shared")):
        records.update(boss, records.find(boss, number), {name: True})
    jane = records.find(boss, "CNT0000001")
    records.update(boss, jane, {"portal_access": True})
    play = "play:PLY0000001"
    add(boss, "task", title="Send the list", parent=play, owner=f"contact:{jane.number}")
    add(boss, "task", title="Call the lawyers", parent=play)


async def _open_plan(pilot: Pilot[None]) -> None:
    await _press(pilot, "enter")


async def test_the_menu_says_why_an_objective_is_hidden_and_switches(tmp_path: Path) -> None:
    """R001-02, R001-41: plan and play are shared one by one, and u takes it back."""
    async with office(tmp_path, size=(120, 40)) as (pilot, app, session):
        await _open_plan(pilot)
        await _press(pilot, "C")
        shown = screen_text(app)
        assert "its plan is not shared" in shown
        assert "Share the plan Acme plan" in shown
        await _press(pilot, "s")
        assert records.find(session, "PLN0000001")["shared_with_customer"]
        await _press(pilot, "C")
        assert "none of its plays is" in screen_text(app)
        await _press(pilot, "1")
        assert records.find(session, "PLY0000001")["shared"]
        await _press(pilot, "C")
        shown = screen_text(app)
        assert "The customer does not see it" not in shown
        assert "Stop sharing the play Kick-off" in shown
        await _press(pilot, "escape", "u", "u")
        assert not records.find(session, "PLN0000001")["shared_with_customer"]


async def test_the_preview_shows_the_portals_body_and_changes_nothing(tmp_path: Path) -> None:
    """R001-03, R001-07: for all contacts, then as Jane sees it; c and u do nothing there."""
    async with office(tmp_path, size=(120, 40)) as (pilot, app, session):
        _share(session)
        await _open_plan(pilot)
        await _press(pilot, "V")
        assert isinstance(app.screen, CustomerPreview)
        shown = screen_text(app)
        assert "as all contacts see it" in shown
        assert "Send the list" in shown
        assert "Call the lawyers" not in shown
        await _press(pilot, "c", "down", "enter")
        shown = screen_text(app)
        assert "as Jane Doe sees it" in shown
        jane = records.find(session, "CNT0000001")
        view = PortalSession(session.workspace, jane.id, session.clock).view()
        body = app.screen.query_one("CustomerBody")
        assert str(body.query_one(".customer--head").render()) in ("1 task for you",)
        assert view.contact == "Jane Doe"
        await _press(pilot, "u", "d", "e")
        assert records.find(session, "TSK0000003")["state"] == "New"
        assert isinstance(app.screen, CustomerPreview)
        await _press(pilot, "q")
        assert not isinstance(app.screen, CustomerPreview)


async def test_a_document_is_written_from_the_plan(tmp_path: Path) -> None:
    """R001-02: asks what, how and where; the file holds the shared parts."""
    async with office(tmp_path, size=(120, 40)) as (pilot, app, session):
        _share(session)
        await _open_plan(pilot)
        target = tmp_path / "acme.html"
        await _press(pilot, "C", "x", "p", "h")
        await _type_over(pilot, str(target))
        assert "Written to" in screen_text(app)
        page = target.read_text()
        assert "Send the list" in page
        assert "Call the lawyers" not in page
        assert target.stat().st_mode & 0o077 == 0
        await _press(pilot, "C", "x", "q", "m")
        await _type_over(pilot, str(tmp_path / "qbr.md"))
        assert "Business review" in (tmp_path / "qbr.md").read_text()


async def _type_over(pilot: Pilot[None], text: str) -> None:
    await pilot.press("ctrl+u")
    field = pilot.app.screen.query_one("Input")
    field.value = text  # type: ignore[attr-defined]
    await _press(pilot, "enter")


async def test_nothing_shared_writes_nothing(tmp_path: Path) -> None:
    """R001-02: the refusal says which switches to set."""
    async with office(tmp_path, size=(120, 40)) as (pilot, app, _):
        await _open_plan(pilot)
        await _press(pilot, "C", "x", "p", "m")
        await _type_over(pilot, str(tmp_path / "none.md"))
        assert "is shared with the customer" in screen_text(app)
        assert not (tmp_path / "none.md").exists()


async def _to_report(pilot: Pilot[None]) -> None:
    await pilot.press("g", "o")
    await settle(pilot)


async def test_the_objectives_report_is_a_place(tmp_path: Path) -> None:
    """R001-46, R001-48: g o lists the scope's objectives, sorted and filtered like any list."""
    async with office(tmp_path, size=(160, 30)) as (pilot, app, session):
        boss = Session(session.workspace, _ROOT, session.clock)
        for name, account in (("A goal", "Acme North"), ("Unseen", "Hidden Corp")):
            add(boss, "objective", name=name, description="x", account=account)
        await _to_report(pilot)
        assert isinstance(app.screen, ObjectivesReport)
        shown = screen_text(app)
        assert "Objectives report" in shown
        for text in ("Go live in spring", "A goal", "2026-02-01", "2 objectives"):
            assert text in shown, text
        assert "Unseen" not in shown
        await _press(pilot, "s")
        await _type_over(pilot, "name")
        shown = screen_text(app)
        assert shown.index("A goal") < shown.index("Go live in spring")
        await _press(pilot, "slash")
        await pilot.press(*"spring", "enter")
        await settle(pilot)
        assert "A goal" not in screen_text(app)


async def test_the_objectives_report_takes_a_role(tmp_path: Path) -> None:
    """R001-47, R001-49: a viewer is told which role it takes, and sees no row."""
    async with office(tmp_path, "vic", size=(120, 30)) as (pilot, app, _):
        await _to_report(pilot)
        assert not isinstance(app.screen, ObjectivesReport)
        app.show_place(ObjectivesReport())
        await settle(pilot)
        shown = screen_text(app)
        assert "you need the role success_manager or customer_success_agent" in shown
        assert "Go live" not in shown
