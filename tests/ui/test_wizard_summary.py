"""The editor of the plan summary, driven by keys on a real workspace."""

from pathlib import Path

import pytest
from textual.widgets import TextArea

from successtui.records import Plan, User
from successtui.screens.summary_editor import SummaryEditor
from successtui.services import records
from successtui.services.planning import save_summary
from successtui.services.session import Session
from successtui.widgets.confirm import Confirm
from tests.ui.office import HOSTILE, session_of
from tests.ui.wizard_stage import Stage, wizard

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


async def open_editor(stage: Stage, account: str = "Acme") -> SummaryEditor:
    found = stage.account(account)
    screen = SummaryEditor(found.id, found.name)
    await stage.show(screen)
    return screen


def summary(stage: Stage, account: str = "Acme") -> str | None:
    return stage.only(Plan, account=stage.account(account).id).summary


def store(stage: Stage, session: Session, text: str) -> None:
    save_summary(session, stage.account().id, text, summary(stage))


@SIZES
async def test_hint_and_privacy_are_said(tmp_path: Path, size: tuple[int, int]) -> None:
    """R001-04, R001-05, R001-07: free text about the next 3–12 months, never for the customer."""
    async with wizard(tmp_path, size=size) as stage:
        await open_editor(stage)
        assert stage.sees("Plan summary", "next 3–12 months", "Never shared with the customer")
        stage.assert_tidy()


@pytest.mark.parametrize("key", ["escape", "ctrl+s"])
async def test_closing_keeps_the_text(tmp_path: Path, key: str) -> None:
    """R001-10, R001-11: no separate save; who wrote it and when is there the next time."""
    async with wizard(tmp_path) as stage:
        await open_editor(stage)
        await stage.press("=Grow together", key)
        assert stage.saved.record.declaration.name == "plan"
        assert summary(stage) == "Grow together"
        stage.answers.clear()
        await open_editor(stage)
        assert stage.sees("Grow together", "last by Dora Lind")
        await stage.press("escape")
        assert stage.answers == [None]


async def test_account_without_a_plan_gets_one(tmp_path: Path) -> None:
    """R001-08: adding to nothing makes the plan, opening and closing alone does not."""
    async with wizard(tmp_path) as stage:
        account = stage.account("Acme North")
        await open_editor(stage, "Acme North")
        await stage.press("escape")
        assert not stage.all(Plan, account=account.id)
        await open_editor(stage, "Acme North")
        await stage.press("=New", "escape")
        assert summary(stage, "Acme North") == "New"


async def test_preview_at_80_columns_is_toggled(tmp_path: Path) -> None:
    """R001-09: formatting is shown; links are written out, never made."""
    async with wizard(tmp_path) as stage:
        screen = await open_editor(stage)
        screen.area.text = "# Goals\n\n- first\n- see [their site](https://example.com)"
        await stage.press("ctrl+r")
        assert stage.sees("• first", "their site (https://example.com)")
        assert not stage.sees("# Goals")
        strips = stage.app.screen._compositor.render_strips()
        assert not any(
            segment.style and segment.style.link for strip in strips for segment in strip
        )
        await stage.press("ctrl+r")
        assert stage.sees("# Goals")


async def test_preview_stands_beside_the_text_where_there_is_room(tmp_path: Path) -> None:
    async with wizard(tmp_path, size=(120, 40)) as stage:
        await open_editor(stage)
        await stage.press("=- one point")
        await stage.pilot.pause(0.3)
        assert stage.sees("- one point", "• one point")


@SIZES
async def test_hostile_text_is_harmless(tmp_path: Path, size: tuple[int, int]) -> None:
    """Markup, controls and links in the text neither act nor vanish."""
    async with wizard(tmp_path, size=size) as stage:
        admin = session_of(tmp_path / "office.db", "root")
        store(stage, admin, f"{HOSTILE}\n\n<b>bold</b> [x](javascript:1)")
        admin.workspace.close()
        await open_editor(stage)
        assert stage.sees("[/x] [red] [@click=app.quit]")
        if size[0] == 80:
            await stage.press("ctrl+r")
        assert stage.sees("[/x] [red] [@click=app.quit]")
        assert "\x1b" not in stage.text()
        await stage.press("escape")
        assert stage.answers == [None]


@pytest.mark.parametrize("mine", [True, False], ids=["replaces", "both"])
async def test_conflict_shows_both_texts(tmp_path: Path, mine: bool) -> None:
    """Nobody's text is overwritten silently: mine replaces theirs, or both go on being edited."""
    async with wizard(tmp_path) as stage:
        screen = await open_editor(stage)
        await stage.press("=My words")
        admin = session_of(tmp_path / "office.db", "root")
        store(stage, admin, "Their words")
        admin.workspace.close()
        await stage.press("escape")
        assert stage.front(Confirm)
        assert stage.sees("Somebody else changed the summary", "Their words", "My words")
        if mine:
            await stage.press("y")
            assert summary(stage) == "My words"
            return
        await stage.press("n")
        assert screen.area.text == "Their words\n\n---\n\nMy words"
        assert summary(stage) == "Their words"
        await stage.press("escape")
        assert summary(stage) == "Their words\n\n---\n\nMy words"


@pytest.mark.parametrize("username", ["pat", "vic"])
@SIZES
async def test_read_only_without_the_right(
    tmp_path: Path, username: str, size: tuple[int, int]
) -> None:
    """R001-06: the team reads it; who may not edit plans is told why."""
    async with wizard(tmp_path, username, size) as stage:
        admin = session_of(tmp_path / "office.db", "root")
        store(stage, admin, "What they want")
        admin.workspace.close()
        screen = await open_editor(stage)
        assert stage.sees("What they want", "Read only: to edit plan you need the role")
        assert screen.query_one(TextArea).read_only
        await stage.press("x", "escape")
        assert summary(stage) == "What they want"


async def test_what_cannot_be_stored_is_not_lost(tmp_path: Path) -> None:
    """The editor stays open with the reason; leaving for good is asked."""
    async with wizard(tmp_path) as stage:
        await open_editor(stage)
        await stage.press("=My words")
        admin = session_of(tmp_path / "office.db", "root")
        with admin.read() as reader:
            [dora] = reader.all(User, {"username": "dora"})
        records.update(admin, dora, {"roles": ("viewer",)})
        await stage.press("escape")
        assert stage.sees("Not kept: to edit plan you need the role", "My words")
        await stage.press("escape")
        assert stage.front(Confirm)
        await stage.press("n")
        assert stage.front(SummaryEditor)
        records.update(admin, dora, {"roles": ("customer_success_agent",)})
        admin.workspace.close()
        await stage.press("=!", "escape")
        assert summary(stage) == "My words!"


async def test_draft_survives_a_lost_line(tmp_path: Path) -> None:
    """What was typed is on disk before anybody closes anything; keeping it throws it away."""
    async with wizard(tmp_path) as stage:
        await open_editor(stage)
        await stage.press("=My words")
        stage.app._write_drafts()
        plan = stage.only(Plan, account=stage.account().id)
        drafts = stage.app._draft_store().load_all()
        assert [(d.key, d.fields) for d in drafts] == [(f"plan/{plan.id}", {"summary": "My words"})]
        await stage.press("escape")
        assert not stage.app._draft_store().load_all()
