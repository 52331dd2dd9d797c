"""Add objective from library: find, look inside, adjust, add; driven by keys."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from successtui.records import Account, Contact, Objective, Outcome, Plan, Play, Task, User
from successtui.screens.library_order import LibraryOrder
from successtui.screens.library_picker import LibraryPicker
from successtui.screens.review_dialogs import Chooser, ItemDetails
from successtui.screens.review_grid import ReviewGrid
from successtui.services import records
from successtui.services.review import ReviewItem
from successtui.widgets.confirm import Confirm
from successtui.widgets.prompt import Prompt
from successtui.widgets.tree_table import TreeTable
from tests.ui.office import HOSTILE, add, session_of
from tests.ui.wizard_stage import TODAY, Stage, wizard

TITLE = "Launch in 90 days"
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


async def open_picker(stage: Stage) -> LibraryPicker:
    picker = LibraryPicker(stage.account().id, "Acme")
    await stage.show(picker)
    return picker


async def open_review(stage: Stage) -> ReviewGrid:
    """The review of the objective that brings things along, with the focus in its grid."""
    await open_picker(stage)
    await stage.press("down", "enter", "tab", "tab")
    assert isinstance(stage.app.screen, LibraryOrder)
    assert stage.sees(TITLE)
    return stage.app.screen.grid


def item(grid: ReviewGrid, title: str) -> ReviewItem:
    return next(each for each in grid.items if each.title == title)


@SIZES
async def test_library_unfolds_before_choosing(tmp_path: Path, size: tuple[int, int]) -> None:
    """R001-13, R001-20, R003-23: by SuccessBLOC; an objective shows its plays, tasks and KPIs."""
    async with wizard(tmp_path, size=size) as stage:
        await open_picker(stage)
        assert stage.sees("Onboarding", TITLE, "2 plays, 5 tasks, 1 KPI", "2 of 2 templates")
        assert not stage.sees("Go live in spring")
        stage.assert_tidy()
        await stage.press("down", "right")
        assert stage.sees("Seats in use", "Set up", "Go live")
        await stage.press("down", "down", "right")
        assert stage.sees("Connect SSO", "Train admins")
        assert not stage.all(Objective, name=TITLE)


async def test_words_narrow_the_list_as_they_are_typed(tmp_path: Path) -> None:
    """Words are found in names, texts and tasks; what is not found says so, esc clears."""
    async with wizard(tmp_path) as stage:
        await open_picker(stage)
        await stage.press("slash", "=SSO")
        assert stage.sees(TITLE, "1 of 2 templates")
        assert not stage.sees("Bare objective")
        await stage.press("=zzz")
        assert stage.sees("Nothing holds “SSOzzz”")
        await stage.press("escape")
        assert stage.sees("2 of 2 templates")
        await stage.press("escape")
        assert stage.answers == [None]


async def test_last_view_comes_back(tmp_path: Path) -> None:
    """R003-24: cards or list; what was used last is there the next time."""
    async with wizard(tmp_path) as stage:
        picker = await open_picker(stage)
        assert picker.query_one(TreeTable).display
        await stage.press("v")
        assert picker.query_one(OptionList).display
        assert stage.sees(TITLE, "Everybody works with the product", "2 plays, 5 tasks, 1 KPI")
        stage.assert_tidy()
        await stage.press("escape")
        picker = await open_picker(stage)
        assert picker.query_one(OptionList).display
        assert not picker.query_one(TreeTable).display
        await stage.press("down", "right")
        assert stage.sees("◎ KPI  Seats in use", "· Task  Connect SSO")
        await stage.press("enter")
        assert stage.front(LibraryOrder)


async def test_reload_reads_the_templates_again(tmp_path: Path) -> None:
    """R003-25: what an admin added meanwhile is there after r."""
    async with wizard(tmp_path) as stage:
        await open_picker(stage)
        admin = session_of(tmp_path / "office.db", "root")
        texts = {"description": "New", "is_template": "yes", "library": "Onboarding"}
        add(admin, "objective", name="Brand new", start_date="2024-01-01", **texts)
        admin.workspace.close()
        assert not stage.sees("Brand new")
        await stage.press("r")
        assert stage.sees("Brand new", "3 of 3 templates")


async def test_everything_is_selected_and_dated(tmp_path: Path) -> None:
    """R003-14, R003-15, R003-12, R003-53: all children, dated from today; adding makes them all."""
    async with wizard(tmp_path) as stage:
        await open_review(stage)
        assert stage.sees("8 of 8 will be created", "2026-03-09", "[x] Seats in use")
        stage.assert_tidy()
        await stage.press("ctrl+s")
        objective = stage.only(Objective, name=TITLE)
        assert stage.saved.record == objective
        assert objective.source == "library"
        assert objective.start_date == TODAY
        assert [play.name for play in stage.all(Play, objective=objective.id)] == [
            "Set up",
            "Go live",
        ]
        assert stage.only(Task, title="Connect SSO").due_date == TODAY + timedelta(days=7)
        assert stage.only(Outcome, title="Seats in use").target_date == TODAY + timedelta(days=90)


async def test_deselected_children_are_not_made(tmp_path: Path) -> None:
    """R003-13, R003-16: a play is left out with its tasks; one task comes without its play."""
    async with wizard(tmp_path) as stage:
        grid = await open_review(stage)
        await stage.press("down", "space")
        assert [i.title for i in grid.items if not i.included] == [
            "Set up",
            "Connect SSO",
            "Load data",
            "Train admins",
        ]
        await stage.press("down", "space")
        assert stage.sees("5 of 8 will be created", "1 task without a play")
        await stage.press("ctrl+s")
        objective = stage.only(Objective, name=TITLE)
        alone = stage.only(Task, title="Connect SSO")
        assert (str(alone.parent_type), alone.parent) == ("objective", objective.id)
        assert [play.name for play in stage.all(Play, objective=objective.id)] == ["Go live"]
        assert not stage.all(Task, title="Load data")


async def test_children_are_edited_in_the_grid(tmp_path: Path) -> None:
    """R001-22, R003-18, R003-20: date, owner, several resources and words, for this copy only."""
    async with wizard(tmp_path) as stage:
        grid = await open_review(stage)
        await stage.press("down", "down", "right", "right", "enter")
        assert stage.front(Prompt)
        await stage.press("ctrl+u", "=nonsense", "enter")
        assert stage.sees("is not a date")
        await stage.press("ctrl+u", "=+1w", "enter")
        assert item(grid, "Connect SSO").due == TODAY + timedelta(days=7)
        await stage.press("right", "enter")
        assert stage.front(Chooser)
        await stage.press("=jane", "enter")
        assert stage.sees("Jane Doe")
        await stage.press("m", "=max", "enter", "ctrl+u", "=otto", "enter", "ctrl+s")
        await stage.press("e")
        assert stage.front(ItemDetails)
        await stage.press("end", "= first", "tab", "=With their IT", "ctrl+s")
        await stage.press("ctrl+s")
        task = stage.only(Task, title="Connect SSO first")
        assert task.description == "With their IT"
        assert str(task.owner_kind) == "contact"
        assert task.visible_to_customer
        usernames = {user.username for user in stage.all(User) if user.id in task.resources}
        assert usernames == {"max", "otto"}
        with stage.session.read() as reader:
            [template] = reader.all(Task, {"title": "Connect SSO"}, templates=True)
        assert template.owner is None


async def test_psa_resources_are_not_offered(tmp_path: Path) -> None:
    """R003-19: people who are PSA resources, or not active, cannot be chosen for a task."""
    async with wizard(tmp_path) as stage:
        admin = session_of(tmp_path / "office.db", "root")
        role = "customer_success_agent"
        add(admin, "user", username="psa", name="Zoe Psa", roles=role, is_psa_resource="yes")
        gone = add(admin, "user", username="gone", name="Zoe Gone", roles=role)
        records.update(admin, gone, {"active": False})
        add(admin, "user", username="zoe", name="Zoe Here", roles=role)
        admin.workspace.close()
        await open_review(stage)
        await stage.press("down", "down", "m", "=Zoe")
        assert stage.sees("Zoe Here")
        assert not stage.sees("Zoe Psa")
        assert not stage.sees("Zoe Gone")


async def test_new_start_moves_plays_and_tasks(tmp_path: Path) -> None:
    """R003-21, R003-54: plays and tasks keep their distance, KPIs stay until K moves them."""
    async with wizard(tmp_path) as stage:
        grid = await open_review(stage)
        await stage.press("shift+tab", "ctrl+u", "=2026-03-12", "tab")
        assert item(grid, "Connect SSO").due == date(2026, 3, 19)
        assert item(grid, "Seats in use").due == TODAY + timedelta(days=90)
        await stage.press("K")
        assert item(grid, "Seats in use").due == date(2026, 3, 12) + timedelta(days=90)
        await stage.press("ctrl+s")
        assert stage.only(Objective, name=TITLE).start_date == date(2026, 3, 12)
        assert stage.only(Task, title="Connect SSO").due_date == date(2026, 3, 19)


@pytest.mark.parametrize("agreed", [False, True], ids=["keeps", "loses"])
async def test_new_start_warns_before_edits_are_lost(tmp_path: Path, agreed: bool) -> None:
    """R003-22: dates changed by hand are lost with a new start, and only after a warning."""
    async with wizard(tmp_path) as stage:
        grid = await open_review(stage)
        await stage.press("down", "down", "right", "right", "enter", "ctrl+u", "=+5d", "enter")
        assert stage.sees("2026-03-07*")
        await stage.press("shift+tab", "ctrl+u", "=2026-03-12", "tab")
        assert stage.front(Confirm)
        assert stage.sees("will be lost")
        await stage.press("y" if agreed else "n")
        expected = date(2026, 3, 19) if agreed else date(2026, 3, 7)
        assert item(grid, "Connect SSO").due == expected
        assert grid.edited_dates is not agreed
        start = stage.app.screen.query_one("#row-start_date Input", Input)
        assert start.value == ("2026-03-12" if agreed else "2026-03-02")


async def test_start_typed_just_before_adding_shows_its_dates_first(tmp_path: Path) -> None:
    """R003-21: nobody adds dates they have not seen."""
    async with wizard(tmp_path) as stage:
        await open_review(stage)
        await stage.press("shift+tab", "ctrl+u", "=2026-04-01", "ctrl+s")
        assert stage.sees("All dates moved with the new start", "2026-04-08")
        assert not stage.all(Objective, name=TITLE)
        await stage.press("ctrl+s")
        assert stage.only(Objective, name=TITLE).start_date == date(2026, 4, 1)


async def test_unreadable_start_is_named(tmp_path: Path) -> None:
    async with wizard(tmp_path) as stage:
        await open_review(stage)
        await stage.press("shift+tab", "ctrl+u", "=soon", "ctrl+s")
        assert stage.sees("“soon” is not a date", "1 to mend; nothing was made")
        assert not stage.all(Objective, name=TITLE)


async def test_template_without_children_says_so(tmp_path: Path) -> None:
    """R003-17: a sentence in place of the grid, and adding works all the same."""
    async with wizard(tmp_path) as stage:
        await open_picker(stage)
        await stage.press("enter")
        assert stage.sees("Bare objective", "brings no plays, tasks or KPIs along")
        assert not stage.sees("Select records")
        await stage.press("ctrl+s")
        assert stage.only(Objective, name="Bare objective").account == stage.account().id


async def test_owner_is_asked_for(tmp_path: Path) -> None:
    """R001-21, R001-15, R001-27: a role becomes its present holder; pools are not offered."""
    async with wizard(tmp_path) as stage:
        admin = session_of(tmp_path / "office.db", "root")
        add(admin, "team_pool", name="Success pool")
        admin.workspace.close()
        await open_picker(stage)
        await stage.press("down", "enter", "=Success")
        assert stage.sees("Success Manager  role")
        assert not stage.sees("Success pool")
        await stage.press("enter", "ctrl+s")
        objective = stage.only(Objective, name=TITLE)
        assert str(objective.owner_kind) == "role"
        assert objective.owner_user is not None


async def test_account_without_a_plan_gets_one(tmp_path: Path) -> None:
    """R003-26: the objective stands in the account's plan, which is made when there is none."""
    async with wizard(tmp_path) as stage:
        account = stage.account("Acme North")
        await stage.show(LibraryPicker(account.id, account.name))
        await stage.press("enter", "ctrl+s")
        plan = stage.only(Plan, account=account.id)
        assert stage.only(Objective, account=account.id).plan == plan.id


async def test_one_undo_takes_all_of_it_back(tmp_path: Path) -> None:
    async with wizard(tmp_path) as stage:
        await open_review(stage)
        await stage.press("ctrl+s", "u")
        assert not stage.all(Objective, name=TITLE)
        assert not stage.all(Task, title="Connect SSO")


async def test_back_a_step_asks_when_something_was_changed(tmp_path: Path) -> None:
    async with wizard(tmp_path) as stage:
        await open_review(stage)
        await stage.press("escape")
        assert stage.front(LibraryPicker)
        await stage.press("enter", "tab", "tab", "space", "escape")
        assert stage.front(Confirm)
        await stage.press("n")
        assert stage.front(LibraryOrder)
        await stage.press("escape", "y")
        assert stage.front(LibraryPicker)
        assert not stage.all(Objective, name=TITLE)


async def test_participant_is_told_why_not(tmp_path: Path) -> None:
    """R003-04: who may only create blank objectives reads which role is missing."""
    async with wizard(tmp_path, "pat") as stage:
        await open_picker(stage)
        assert stage.sees("to use templates you need the role")
        await stage.press("enter")
        assert stage.front(LibraryPicker)


async def test_a_child_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """An error about a task says which one, and the cursor goes to it."""
    async with wizard(tmp_path) as stage:
        grid = await open_review(stage)
        await stage.press("down", "down", "right", "right", "right", "enter", "=jane", "enter")
        admin = session_of(tmp_path / "office.db", "root")
        with admin.read() as reader:
            [contact] = reader.all(Contact, {"last_name": "Doe"})
            [other] = reader.all(Account, {"name": "Acme North"})
        records.update(admin, contact, {"account": other.id})
        admin.workspace.close()
        await stage.press("home", "ctrl+s")
        assert stage.sees("Connect SSO: Owner: Jane Doe is a contact of another account")
        assert grid.table.cursor_key == item(grid, "Connect SSO").key
        assert not stage.all(Objective, name=TITLE)


@SIZES
async def test_hostile_texts_are_shown_as_they_are(tmp_path: Path, size: tuple[int, int]) -> None:
    """Names from an import are never markup, in list, cards, title and grid."""
    async with wizard(tmp_path, size=size) as stage:
        admin = session_of(tmp_path / "office.db", "root")
        objective = add(
            admin,
            "objective",
            name=f"AA {HOSTILE}",
            description=HOSTILE * 20,
            is_template="yes",
            library="Onboarding",
            start_date="2024-01-01",
        )
        add(admin, "play", name=HOSTILE, objective=objective.number, library="Onboarding")
        admin.workspace.close()
        account = stage.account()
        await stage.show(LibraryPicker(account.id, HOSTILE))
        assert stage.sees("AA [/x] [red]")
        await stage.press("v", "right")
        assert stage.sees("AA [/x] [red]", "▷ Play  [/x] [red]")
        await stage.press("enter")
        assert stage.sees("AA [/x]" if size[0] > 100 else "[/x] [red]", "[x] [/x] [red]")
        await stage.press("ctrl+s")
        assert stage.saved.record.caption.startswith("AA [/x]")
