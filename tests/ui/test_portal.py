"""The customer's screen: complete, undo, read – and no key that leads anywhere else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.pilot import Pilot

from successtui.actions import ACTIONS, Scope
from successtui.domain.clock import Clock
from successtui.portal_app import PortalApp
from successtui.screens.portal import PortalScreen
from successtui.services.sharing.portal import PortalSession
from successtui.services.workspaces import create_workspace
from tests.pg import TODAY
from tests.ui.office import HOSTILE, settle
from tests.worlds import Book

SECRET = "Zephyrine"


@dataclass
class Seen:
    """An open portal, and the book behind it."""

    pilot: Pilot[None]
    app: PortalApp
    book: Book
    task: int
    contact: int

    @property
    def text(self) -> str:
        """What the contact sees."""
        lines = self.app.screen._compositor.render_strips()
        return "\n".join("".join(part.text for part in strip) for strip in lines)

    async def press(self, *keys: str) -> None:
        """Presses keys, and waits for what they set off."""
        await self.pilot.press(*keys)
        await settle(self.pilot)


@asynccontextmanager
async def _portal(
    folder: Path, *, shared: bool = True, name: str = "Go live", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Seen]:
    session = create_workspace(folder / "own.db", Clock(TODAY), currency="EUR", admin="root")
    book = Book(session)
    account = book.account(name="Acme", notes=SECRET)
    plan = book.plan(account, name="Our plan", shared_with_customer=shared, summary=SECRET)
    goal = book.objective(account, plan=plan.id, name=name, description=name)
    play = book.play(goal, name="Roll-out", shared=True)
    book.play(goal, name=SECRET)
    jane = book.contact(account, first_name="Jane", last_name="Doe", portal_access=True)
    book.task(play, title="Ours to do", visible_to_customer=True)
    hers = book.task(play, title="Send the list", owner_kind="contact", owner=jane.id)
    book.task(goal, title="Name a sponsor", owner_kind="contact", owner=jane.id)
    app = PortalApp(PortalSession(session.workspace, jane.id, session.clock))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield Seen(pilot, app, book, hers.id, jane.id)
    session.workspace.close()


async def test_a_contact_sees_the_plan_and_their_bucket(tmp_path: Path) -> None:
    """R001-03, R001-07, R001-42: shared parts, To-Do's apart, nothing internal."""
    async with _portal(tmp_path) as seen:
        for shown in (
            *("Acme – success plan", "Jane Doe", "2 tasks for you", "Our plan", "Go live"),
            *("Roll-out", "Ours to do", "Send the list", "To-Do's", "Name a sponsor"),
        ):
            assert shown in seen.text, shown
        assert SECRET not in seen.text
        below = seen.text.partition("To-Do's")[2]
        assert "Name a sponsor" in below
        assert "Send the list" not in below.splitlines()[1]


async def test_one_key_completes_and_u_takes_it_back(tmp_path: Path) -> None:
    """R001-03: the cursor starts on what waits; c closes it, u opens it, n goes on."""
    async with _portal(tmp_path) as seen:
        await seen.press("c")
        assert "✓ Send the list: done. u takes it back" in seen.text
        assert "1 task for you" in seen.text
        await seen.press("u")
        assert "Send the list is open again" in seen.text
        assert "2 tasks for you" in seen.text
        await seen.press("n", "c", "n", "c")
        assert "Nothing waits for you right now." in seen.text
        await seen.press("c")
        assert "is done already" in seen.text


async def test_what_is_ours_cannot_be_completed(tmp_path: Path) -> None:
    """R001-03: read-only but for their own tasks."""
    async with _portal(tmp_path) as seen:
        await seen.press("up", "c")
        assert "Only tasks marked “you” are yours to complete" in seen.text
        await seen.press("home", "c")
        assert "Only tasks" in seen.text
        await seen.press("u")
        assert "nothing of yours to take back" in seen.text


async def test_nothing_shared_is_said_in_a_friendly_line(tmp_path: Path) -> None:
    """R001-02: an empty portal is no error."""
    async with _portal(tmp_path, shared=False) as seen:
        assert "Nothing is shared with you yet." in seen.text
        assert "Send the list" not in seen.text


async def test_what_was_taken_away_meanwhile_is_gone(tmp_path: Path) -> None:
    """R001-02: unshared while the contact looks: the key is refused and the screen empties."""
    async with _portal(tmp_path) as seen:
        with seen.book.session.read() as reader:
            plan, jane = reader.find("PLN0000001"), reader.find("CNT0000001")
        seen.book.change(plan, shared_with_customer=False)
        await seen.press("c")
        assert "Nothing is shared with you yet." in seen.text
        seen.book.change(jane, portal_access=False)
        await seen.press("r")
        assert "the portal is not open to you" in seen.text


async def test_hostile_text_is_only_text(tmp_path: Path) -> None:
    """Markup, escape codes and direction marks of a name change nothing on the screen."""
    async with _portal(tmp_path, name=HOSTILE, size=(140, 30)) as seen:
        assert "[/x] [red]" in seen.text
        assert "\x1b" not in seen.text
        assert "\u202e" not in seen.text


async def test_no_key_leads_anywhere_else(tmp_path: Path) -> None:
    """R001-03: every key there is leaves the contact on the one screen they have."""
    own = {key for spec in ACTIONS if spec.scope is Scope.PORTAL for key in spec.keys.split(",")}
    letters = [chr(code) for code in range(0x21, 0x7F)]
    keys = [*letters, *(f"ctrl+{c}" for c in "abdefghijklmnoprstuvwxyz"), "escape", "space",
            "enter", "tab", "shift+tab", *(f"f{n}" for n in range(1, 13)), "colon", "slash",
            "full_stop", "question_mark", "ctrl+backslash"]  # fmt: skip
    harmless = [key for key in keys if key not in own]
    async with _portal(tmp_path) as seen:
        before = seen.book.session
        with before.read() as reader:
            versions = [row.version for row in reader.all(type(reader.find("TSK0000001")), {})]
        for key in harmless:
            await seen.pilot.press(key)
            assert len(seen.app.screen_stack) == 2, key
            assert isinstance(seen.app.screen, PortalScreen), key
        await settle(seen.pilot)
        with before.read() as reader:
            rows = reader.all(type(reader.find("TSK0000001")), {})
        assert [row.version for row in rows] == versions
        assert SECRET not in seen.text


async def test_what_is_bound_is_what_is_declared(tmp_path: Path) -> None:
    """R001-03: the live bindings are moving, the five actions of the portal, and Textual's copy."""
    async with _portal(tmp_path) as seen:
        live = {binding.binding.action for binding in seen.app.screen.active_bindings.values()}
        ours = {spec.method for spec in ACTIONS if spec.scope is Scope.PORTAL}
        moving = {
            "cursor_down", "cursor_up", "page_down", "page_up", "first", "last", "open",
            "collapse", "expand", "toggle_all",
        }  # fmt: skip
        textual = {"screen.copy_text", "app.focus_next", "app.focus_previous"}
        assert ours <= live
        assert live <= ours | moving | textual, live - ours - moving - textual
        assert not seen.app.ENABLE_COMMAND_PALETTE
        assert not [b for b in vars(PortalApp)["BINDINGS"] if isinstance(b, Binding)]


async def test_leaving_ends_the_program(tmp_path: Path) -> None:
    """`q` leaves, with exit code 0."""
    async with _portal(tmp_path) as seen:
        await seen.pilot.press("q")
        await seen.pilot.pause()
        assert seen.app.return_code == 0


def test_the_house_is_not_even_loaded() -> None:
    """R001-03: the portal's program imports no place, palette, form or app of the house."""
    code = (
        "import sys, successtui.portal_app, successtui.services.sharing.portal\n"
        "names = [n.removeprefix('successtui.') for n in sys.modules if 'successtui.' in n]\n"
        "print(' '.join(names))"
    )
    loaded = set(subprocess.check_output([sys.executable, "-c", code], text=True).split())
    allowed = {"screens.portal", "screens.customer_body", "screens.customer_lines", "screens"}
    assert {name for name in loaded if name.startswith("screens")} == allowed
    assert not loaded & {"app", "palette", "desk", "drafts", "cli"}


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)])
async def test_it_is_readable_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    """What waits and how to complete it stand on the screen."""
    async with _portal(tmp_path, size=size) as seen:
        assert "Send the l" in seen.text
        assert "Complete" in seen.text
