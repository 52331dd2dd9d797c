"""The record menu: what is greyed and why, remedies, proposals; and the date that moves on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import OptionList

from successtui.app import SuccessApp
from successtui.domain.clock import Clock
from successtui.options import AppOptions
from successtui.records import Account, Contract, Objective, Outcome, Play, Record, Task
from successtui.records.picklists import ContractState
from successtui.screens.account import AccountPlace
from successtui.screens.plan import PlanPane
from successtui.services import records
from successtui.services.draft import Mode
from successtui.services.saver import Saver
from successtui.services.session import Session
from successtui.widgets.confirm import Confirm
from successtui.widgets.menu import Menu
from successtui.widgets.prompt import Prompt
from tests.ui.office import TODAY, copy_of_office, office, screen_text, session_of, settle


async def at(pilot: Pilot[None], session: Session, record_type: type[Record], name: str) -> Record:
    """The cursor of Acme's plan on the record with that caption."""
    if not isinstance(pilot.app.screen, AccountPlace):
        await pilot.press("enter")
        await settle(pilot)
    with session.read() as reader:
        record = next(r for r in reader.all(record_type) if r.caption == name)
    pane = pilot.app.screen.query_one(PlanPane)
    pane.outline.move_to(f"{record.declaration.name}:{record.id}")
    return record


def state(session: Session, record: Record) -> object:
    return records.get(session, type(record), record.id)["state"]


async def test_what_is_impossible_is_greyed_and_says_why(tmp_path: Path) -> None:
    """C1: the menu shows every action of the type; greyed ones cannot be chosen."""
    async with office(tmp_path) as (pilot, app, session):
        task = await at(pilot, session, Task, "Invite the team")
        await pilot.press("full_stop")
        await settle(pilot)
        text = screen_text(app)
        assert "Reopen  – it is New, not Closed or Canceled" in text
        options = app.screen.query_one(OptionList)
        menu = app.screen
        assert isinstance(menu, Menu)
        reopen = next(i for i in range(options.option_count) if "Reopen" in _text(options, i))
        assert options.get_option_at_index(reopen).disabled
        await pilot.press("r")
        await settle(pilot)
        assert app.screen is menu
        await pilot.press("s")
        await settle(pilot)
        assert state(session, task) == "In progress"


def _text(options: OptionList, index: int) -> str:
    return str(options.get_option_at_index(index).prompt)


async def test_a_viewer_reads_which_role_is_missing(tmp_path: Path) -> None:
    """permissions.md: refused with the reason and the missing role."""
    async with office(tmp_path, "vic", (120, 40)) as (pilot, app, session):
        await at(pilot, session, Task, "Invite the team")
        await pilot.press("full_stop")
        await settle(pilot)
        assert "you need the role" in screen_text(app)
        options = app.screen.query_one(OptionList)
        enabled = [
            _text(options, i)
            for i in range(options.option_count)
            if not options.get_option_at_index(i).disabled
        ]
        assert not any("Complete" in text or "Edit" in text for text in enabled)


async def test_the_last_task_offers_to_close_the_play(tmp_path: Path) -> None:
    """C1, task extra: closing the last open task leads on to closing the play."""
    async with office(tmp_path) as (pilot, app, session):
        for name in ("Invite the team", "Hold the kick-off"):
            await at(pilot, session, Task, name)
            await pilot.press("c")
            await settle(pilot)
        assert isinstance(app.screen, Confirm)
        assert "last open task of Kick-off" in screen_text(app)
        await pilot.press("y")
        await settle(pilot)
        assert isinstance(app.screen, Menu)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, Prompt)
        await pilot.press("o", "k", "enter")
        await settle(pilot)
        play = await at(pilot, session, Play, "Kick-off")
        assert (state(session, play), play["close_notes"]) == ("Closed", "ok")


async def test_closing_offers_to_close_all_below(tmp_path: Path) -> None:
    """G2: the open tasks are listed, and closed along after one more look."""
    async with office(tmp_path) as (pilot, app, session):
        play = await at(pilot, session, Play, "Kick-off")
        await pilot.press("c")
        await settle(pilot)
        assert "Close all 2, too" in screen_text(app)
        await pilot.press("c")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("o", "k", "enter")
        await settle(pilot)
        assert isinstance(app.screen, Confirm)
        assert "Invite the team will be closed" in screen_text(app)
        await pilot.press("y")
        await settle(pilot)
        task = await at(pilot, session, Task, "Invite the team")
        assert (state(session, play), state(session, task)) == ("Closed", "Closed")
        await pilot.press("u")
        await settle(pilot)
        assert (state(session, play), state(session, task)) == ("New", "New")


async def test_an_outcome_is_asked_with_its_proposed_code_first(tmp_path: Path) -> None:
    """C1, outcome extra: 25 of 100 proposes Partially achieved."""
    async with office(tmp_path) as (pilot, app, session):
        outcome = await at(pilot, session, Outcome, "Active users")
        await pilot.press("c")
        await settle(pilot)
        assert _text(app.screen.query_one(OptionList), 0).startswith("Partially achieved")
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("o", "k", "enter")
        await settle(pilot)
        assert records.get(session, Outcome, outcome.id).closure_code == "Partially achieved"


async def test_canceling_an_objective_shows_what_goes_along(tmp_path: Path) -> None:
    """G5: outcomes, plays and tasks, shown before; escape leaves everything as it was."""
    async with office(tmp_path) as (pilot, app, session):
        objective = await at(pilot, session, Objective, "Go live in spring")
        await pilot.press("full_stop")
        await settle(pilot)
        await pilot.press("x")
        await settle(pilot)
        await pilot.press("o", "k", "enter")
        await settle(pilot)
        assert "Hold the kick-off will be canceled" in screen_text(app)
        await pilot.press("escape")
        await settle(pilot)
        assert state(session, objective) == "New"


def _ended_long_ago(session: Session, name: str) -> Contract:
    with session.change("Import") as unit:
        saver = Saver(unit, TODAY, Mode.IMPORT)
        account = next(a for a in unit.all(Account) if a.name == "Acme")
        values = {"account": account.id, "name": name, "value": Decimal(1)}
        dates = {"start_date": date(2019, 1, 1), "end_date": date(2020, 1, 1)}
        return saver.add(Contract, {**values, **dates, "state": ContractState.ACTIVE})


async def test_the_date_moves_contracts_on(tmp_path: Path) -> None:
    """C5: at the start and on a new day, as one undo step; not twice on one day."""
    path = copy_of_office(tmp_path)
    root = session_of(path, "root")
    old = _ended_long_ago(root, "Old")
    app = SuccessApp(AppOptions(str(path), as_user="dora", demo=True))
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        assert state(root, old) == "Expired"
        assert "The date moved 1 contract on" in screen_text(app)
        later = _ended_long_ago(root, "Later")
        watch = app._date_watch
        watch.look()
        await settle(pilot)
        assert state(root, later) == "Active"
        watch._clock = Clock(date(2999, 1, 1))
        watch.look()
        await settle(pilot)
        assert state(root, later) == "Expired"
        await pilot.press("u")
        await settle(pilot)
        assert state(root, later) == "Active"
    root.workspace.close()


async def test_a_pinned_date_moves_nothing(tmp_path: Path) -> None:
    """C5: nor for people who may not change contracts."""
    path = copy_of_office(tmp_path)
    root = session_of(path, "root")
    old = _ended_long_ago(root, "Old")
    for options in (
        AppOptions(str(path), as_user="dora", today=TODAY, demo=True),
        AppOptions(str(path), as_user="vic", demo=True),
    ):
        app = SuccessApp(options)
        async with app.run_test() as pilot:
            await settle(pilot)
            assert state(root, old) == "Active"
    root.workspace.close()
