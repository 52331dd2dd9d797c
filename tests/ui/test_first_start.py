"""The first start: five ways to a workspace, and nothing half-made when one of them fails."""

from __future__ import annotations

import csv
import shutil
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from successtui import paths
from successtui.app import SuccessApp
from successtui.options import AppOptions
from successtui.records import Account, Library, Setting
from successtui.records.picklists import Role
from successtui.screens.first_start import FirstStart
from successtui.screens.record_list import RecordList
from successtui.services.session import operating_system_user
from successtui.transfer import demo, starting
from successtui.transfer.bundle import write_bundle
from successtui.transfer.importer import Progress
from successtui.widgets.confirm import Confirm
from successtui.widgets.prompt import Prompt
from tests.ui.office import TODAY, copy_of_office, screen_text, session_of, settle


@asynccontextmanager
async def first_start() -> AsyncIterator[tuple[Pilot[None], SuccessApp]]:
    """The app without a workspace."""
    app = SuccessApp(AppOptions(None, today=TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, FirstStart)
        yield pilot, app


async def _answer(pilot: Pilot[None], *texts: str) -> None:
    """Answers questions one after another; the empty text takes what is offered."""
    for text in texts:
        await _until(pilot, Prompt)
        if text:
            pilot.app.screen.query_one(Input).value = text
        await pilot.press("enter")
    await settle(pilot)


async def _until(pilot: Pilot[None], kind: type[object]) -> None:
    """Waits for a screen that a dialog opens after some work."""
    for _ in range(200):
        if isinstance(pilot.app.screen, kind):
            return
        await settle(pilot)
    raise AssertionError(f"{kind.__name__} did not come: {pilot.app.screen}")


def _leftovers() -> list[str]:
    return [path.name for path in paths.data_dir().iterdir()]


def _bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "bundle"
    session = session_of(copy_of_office(tmp_path), "root")
    write_bundle(session, folder)
    session.workspace.close()
    return folder


def _spoil(bundle: Path) -> None:
    """One account more, in a status there is not."""
    path = bundle / "accounts.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    bad = dict.fromkeys(rows[0], "") | {"name": "Bad", "status": "Sleepy", "currency": "EUR"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows([*rows, bad])


async def test_the_five_ways_are_offered() -> None:
    async with first_start() as (_pilot, app):
        text = screen_text(app)
        for number, way in enumerate(("Try the demo", "Empty", "library", "Import", "Open"), 1):
            assert any(f"{number} " in line and way in line for line in text.splitlines())


async def test_an_empty_workspace_asks_for_the_base_currency() -> None:
    async with first_start() as (pilot, app):
        await pilot.press("2")
        await _answer(pilot, "chf")
        await _until(pilot, RecordList)

        assert app.desk.session is not None
        with app.desk.session.read() as reader:
            settings = {setting.name: setting.value for setting in reader.all(Setting)}
            assert settings["base_currency"] == "CHF"
            assert reader.actor is not None
            assert reader.actor.username == operating_system_user()
            assert Role.ADMIN in reader.actor.roles
        assert "successtui.db" in _leftovers()
        assert not [name for name in _leftovers() if name.startswith(".making")]


async def test_a_workspace_with_the_starter_library() -> None:
    async with first_start() as (pilot, app):
        await pilot.press("down", "down", "enter")
        await _answer(pilot, "")
        await _until(pilot, RecordList)

        assert app.desk.session is not None
        with app.desk.session.read() as reader:
            assert reader.count(Library) == 5


async def test_a_currency_that_is_none_is_refused_and_escape_makes_nothing() -> None:
    async with first_start() as (pilot, app):
        await pilot.press("2")
        await _answer(pilot, "money")
        assert isinstance(app.screen, Prompt)
        assert "three letters" in screen_text(app)
        await pilot.press("escape")
        await settle(pilot)

        assert isinstance(app.screen, FirstStart)
        assert _leftovers() == []


async def test_the_demo_is_opened_as_its_csm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "open_demo", lambda today: copy_of_office(tmp_path))
    async with first_start() as (pilot, app):
        await pilot.press("1")
        await _until(pilot, RecordList)
        await settle(pilot)

        text = screen_text(app)
        assert "dora (demo)" in text
        assert "Acme North" in text


async def test_a_bundle_is_imported(tmp_path: Path) -> None:
    bundle = _bundle(tmp_path)
    async with first_start() as (pilot, app):
        await pilot.press("4")
        await _answer(pilot, str(bundle), "", "")
        await _until(pilot, RecordList)
        await settle(pilot)

        assert "Imported" in screen_text(app)
        assert app.desk.session is not None
        with app.desk.session.read() as reader:
            assert reader.count(Account, {"name": "Acme"}) == 1


async def test_rows_that_cannot_be_used_are_shown_and_may_stop_it(tmp_path: Path) -> None:
    bundle = _bundle(tmp_path)
    _spoil(bundle)
    async with first_start() as (pilot, app):
        await pilot.press("4")
        await _answer(pilot, str(bundle), "", "")
        await _until(pilot, Confirm)
        assert "1 rows cannot be used" in screen_text(app)
        assert "accounts.csv line" in screen_text(app)
        await pilot.press("n")
        await settle(pilot)

        assert isinstance(app.screen, FirstStart)
        assert "no workspace was made" in screen_text(app)
        assert _leftovers() == []


async def test_the_good_rows_alone_can_make_the_workspace(tmp_path: Path) -> None:
    bundle = _bundle(tmp_path)
    _spoil(bundle)
    async with first_start() as (pilot, app):
        await pilot.press("4")
        await _answer(pilot, str(bundle), "", "")
        await _until(pilot, Confirm)
        await pilot.press("y")
        await _until(pilot, RecordList)
        await settle(pilot)

        assert "1 rows were left out" in screen_text(app)
        assert app.desk.session is not None
        with app.desk.session.read() as reader:
            assert reader.count(Account, {"name": "Bad"}) == 0
            assert reader.count(Account, {"name": "Acme"}) == 1


async def test_escape_ends_an_import_that_is_under_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, pressed = threading.Event(), threading.Event()

    def endless(*_: object, progress: Progress, **__: object) -> None:
        progress(100, 9_000)
        begun.set()
        pressed.wait(30)
        progress(200, 9_000)

    monkeypatch.setattr(starting, "import_rows", endless)
    async with first_start() as (pilot, app):
        await pilot.press("4")
        await _answer(pilot, str(_bundle(tmp_path)), "")
        await _until(pilot, Prompt)
        await pilot.press("enter")
        while not begun.is_set():
            await pilot.pause()
        await pilot.pause()
        assert "100 of 9,000 rows" in screen_text(app)
        await pilot.press("escape")
        pressed.set()
        await settle(pilot)

        assert "The import was ended; nothing was stored." in screen_text(app)
        assert _leftovers() == []


@pytest.mark.parametrize(
    ("mapping", "said"), [("", "no file of a bundle"), ("unheard-of", "there is no mapping")]
)
async def test_an_import_that_fails_says_so_in_a_line(
    tmp_path: Path, mapping: str, said: str
) -> None:
    folder = tmp_path / "strange"
    folder.mkdir()
    (folder / "strange.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    async with first_start() as (pilot, app):
        await pilot.press("4")
        await _answer(pilot, str(folder), mapping, "")

        assert isinstance(app.screen, FirstStart)
        assert said in screen_text(app)
        assert _leftovers() == []


async def test_a_folder_that_is_not_there_is_refused_at_once(tmp_path: Path) -> None:
    async with first_start() as (pilot, app):
        await pilot.press("4")
        await _answer(pilot, str(tmp_path / "nowhere"))

        assert isinstance(app.screen, Prompt)
        assert "there is no folder" in screen_text(app)


async def test_a_workspace_file_is_opened(tmp_path: Path) -> None:
    """A stranger to the workspace is told so; its admin gets in."""
    place = copy_of_office(tmp_path)
    async with first_start() as (pilot, app):
        await pilot.press("5")
        await _answer(pilot, str(tmp_path / "not-there.db"))
        assert isinstance(app.screen, FirstStart)
        assert "✗" in screen_text(app)

        mine = tmp_path / "mine.db"
        shutil.copyfile(place, mine)
        _take_over(mine)
        await pilot.press("5")
        await _answer(pilot, str(mine))
        await _until(pilot, RecordList)
        await settle(pilot)
        assert operating_system_user() in screen_text(app)


async def test_nothing_is_to_be_done_before_a_workspace_is_open() -> None:
    async with first_start() as (pilot, app):
        await pilot.press("g", "a", "u", "q", "escape")
        await settle(pilot)

        assert isinstance(app.screen, FirstStart)
        assert app.is_running


def _take_over(place: Path) -> None:
    """Lets whoever runs the tests into the workspace."""
    from successtui.services import records

    session = session_of(place, "root")
    me = operating_system_user()
    if me != "root":
        from successtui.records import User

        values = {"username": me, "name": me, "roles": (Role.ADMIN.value,)}
        records.create(session, User, values)
    session.workspace.close()
