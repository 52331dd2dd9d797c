"""The account page and its plan tab, driven by keys."""

from pathlib import Path

from textual.widgets import Static

from successtui.records import Outcome, Plan, Task
from successtui.screens.account import AccountPlace
from successtui.screens.form import RecordForm
from successtui.screens.plan import PlanPane
from successtui.screens.record_list import RecordList
from successtui.widgets.confirm import Confirm
from successtui.widgets.menu import Menu
from tests.ui.office import office, screen_text, settle


async def test_agent_sees_own_accounts_only(tmp_path: Path) -> None:
    """An agent's list holds their own book and nothing of a colleague's."""
    async with office(tmp_path) as (_pilot, app, _session):
        text = screen_text(app)
        assert "Acme North" in text
        assert "Hidden Corp" not in text
        assert "3 accounts" in text


async def test_manager_sees_the_teams_accounts(tmp_path: Path) -> None:
    """A manager sees the reports' accounts, not those of others."""
    async with office(tmp_path, "max") as (_pilot, app, _session):
        text = screen_text(app)
        assert "Acme North" in text
        assert "Hidden Corp" not in text


async def test_plan_shows_objectives_outcomes_plays_and_tasks(tmp_path: Path) -> None:
    """R003-05, R003-42: the objective shows its KPIs, plays and tasks, with progress."""
    async with office(tmp_path) as (pilot, app, _session):
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, AccountPlace)
        text = screen_text(app)
        for shown in ("Go live in spring", "Active users", "Kick-off", "Invite the team", "25%"):
            assert shown in text


async def test_complete_a_task_and_take_it_back(tmp_path: Path) -> None:
    """c closes the task under the cursor on one key, u takes it back."""
    async with office(tmp_path) as (pilot, app, session):
        await pilot.press("enter")
        await settle(pilot)
        pane = app.screen.query_one(PlanPane)
        with session.read() as reader:
            task = reader.all(Task, {"title": "Invite the team"})[0]
        pane.outline.move_to(f"task:{task.id}")
        await pilot.press("c")
        await settle(pilot)
        with session.read() as reader:
            assert reader.require(Task, task.id).state == "Closed"
        await pilot.press("u")
        await settle(pilot)
        with session.read() as reader:
            assert reader.require(Task, task.id).state == "New"
        assert pane.outline.cursor_key == f"task:{task.id}"


async def test_outcome_form_requires_title_and_description(tmp_path: Path) -> None:
    """R000-16, R000-17, R000-31: Save is refused with the fields named, and nothing is stored."""
    async with office(tmp_path) as (pilot, app, session):
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("K")
        await settle(pilot)
        assert isinstance(app.screen, RecordForm)
        await pilot.press("ctrl+s")
        await settle(pilot)
        text = screen_text(app)
        assert "✗ is required" in text
        assert "2 to mend; nothing was saved" in text
        with session.read() as reader:
            assert reader.count(Outcome) == 1


async def test_outcome_form_shows_progress_while_typing_and_saves(tmp_path: Path) -> None:
    """R003-42: 1,000,000 / 1,100,000 / 1,250,000 read as 40 %; R000-23 values by hand."""
    async with office(tmp_path) as (pilot, app, session):
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("K")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, RecordForm)
        typed = {
            "title": "Run rate",
            "description": "Revenue a year",
            "base_value": "1000000",
            "current_value": "1.1m",
            "target_value": "1,250,000",
        }
        for name, text in typed.items():
            form.query_one(f"#row-{name}").editor.focus()  # type: ignore[attr-defined]
            await pilot.pause()
            await pilot.press(
                *[
                    "comma" if c == "," else "full_stop" if c == "." else "space" if c == " " else c
                    for c in text
                ]
            )
        form.query_one("#row-unit").editor.focus()  # type: ignore[attr-defined]
        await pilot.press("e", "u", "r", "enter")
        await settle(pilot)
        progress = str(form.query_one(".form-progress", Static).render())
        assert "40%" in progress
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, AccountPlace)
        with session.read() as reader:
            saved = reader.all(Outcome, {"title": "Run rate"})[0]
        assert (saved.unit, str(saved.current_value)) == ("EUR", "1100000.0000")
        assert "40%" in screen_text(app)


async def test_leaving_a_form_with_typed_text_asks(tmp_path: Path) -> None:
    """Escape on a changed form asks first; the default answer keeps what was typed."""
    async with office(tmp_path) as (pilot, app, _session):
        await pilot.press("n")
        await settle(pilot)
        assert isinstance(app.screen, RecordForm)
        await pilot.press("x", "escape")
        await settle(pilot)
        assert isinstance(app.screen, Confirm)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, RecordForm)
        assert app.screen.is_dirty


async def test_hierarchy_shows_the_accounts_below(tmp_path: Path) -> None:
    """R001-44, R001-45: only this account at first, all below it on demand."""
    async with office(tmp_path) as (pilot, app, _session):
        await pilot.press("enter")
        await settle(pilot)
        assert "■ Acme North" not in screen_text(app)
        await pilot.press("v")
        await settle(pilot)
        assert "■ Acme" in screen_text(app)


async def test_record_menu_says_what_can_be_done(tmp_path: Path) -> None:
    """`.` on an objective offers plays, tasks and outcomes, then its own actions."""
    async with office(tmp_path) as (pilot, app, _session):
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("full_stop")
        await settle(pilot)
        assert isinstance(app.screen, Menu)
        text = screen_text(app)
        for shown in ("Run a SuccessPlay", "Add a task", "Complete", "Delete"):
            assert shown in text


async def test_delete_asks_and_undo_restores(tmp_path: Path) -> None:
    """Deleting a play shows what goes along; undo brings all of it back."""
    async with office(tmp_path) as (pilot, app, session):
        await pilot.press("enter")
        await settle(pilot)
        pane = app.screen.query_one(PlanPane)
        key = next(k for k in pane.outline.shown_keys if k.startswith("play:"))
        pane.outline.move_to(key)
        await pilot.press("d")
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert "takes 2 more along" in screen_text(app)
        await pilot.press("y")
        await settle(pilot)
        with session.read() as reader:
            assert reader.count(Task) == 0
        await pilot.press("u")
        await settle(pilot)
        with session.read() as reader:
            assert reader.count(Task) == 2


async def test_viewer_changes_nothing_on_screen(tmp_path: Path) -> None:
    """R001-49: what a viewer tries is refused with the missing role named."""
    async with office(tmp_path, "vic") as (pilot, app, session):
        await pilot.press("enter")
        await settle(pilot)
        pane = app.screen.query_one(PlanPane)
        key = next(k for k in pane.outline.shown_keys if k.startswith("task:"))
        pane.outline.move_to(key)
        await pilot.press("c")
        await settle(pilot)
        assert "you hold viewer" in screen_text(app)
        with session.read() as reader:
            assert all(task.state == "New" for task in reader.all(Task))


async def test_hostile_names_show_literally(tmp_path: Path) -> None:
    """Markup and click actions in a name are plain text in list, page, menu and messages."""
    async with office(tmp_path) as (pilot, app, _session):
        assert "[/x] [red] [@click=app.quit] [EMEA]" in screen_text(app).replace("…", "]")[
            :4000
        ] or ("[/x] [red]" in screen_text(app))
        await pilot.press("end", "enter")
        await settle(pilot)
        assert "[/x] [red] [@click=app.quit]" in screen_text(app)
        await pilot.press("full_stop")
        await settle(pilot)
        assert "[/x] [red]" in screen_text(app)
        await pilot.press("escape", "y")
        await settle(pilot)
        assert "\x1b" not in screen_text(app)


async def test_filter_finds_and_escape_brings_all_back(tmp_path: Path) -> None:
    """/ narrows by the query language; esc clears it; a mistake is said with its place."""
    async with office(tmp_path) as (pilot, app, _session):
        place = app.screen
        assert isinstance(place, RecordList)
        await pilot.press("slash", *"tier:growth".replace(":", "~"))
        line = place.query_one("#filter")
        line.value = "tier:growth"  # type: ignore[attr-defined]
        await pilot.press("enter")
        await settle(pilot)
        assert "1 account " in screen_text(app)
        line.value = "teir:growth"  # type: ignore[attr-defined]
        await pilot.press("slash", "enter")
        await settle(pilot)
        assert "teir:growth" in screen_text(app)
        assert "^" in screen_text(app)
        assert "1 account " in screen_text(app)
        await pilot.press("escape")
        assert line.value == "tier:growth"  # type: ignore[attr-defined]
        await pilot.press("escape")
        await settle(pilot)
        assert "3 accounts" in screen_text(app)


async def test_all_tabs_open(tmp_path: Path) -> None:
    """Every tab of the account page opens by its digit."""
    async with office(tmp_path) as (pilot, app, _session):
        await pilot.press("enter")
        await settle(pilot)
        for digit in "1345678902":
            await pilot.press(digit)
            await settle(pilot)
            assert isinstance(app.screen, AccountPlace)
        assert "Go live in spring" in screen_text(app)


async def test_plan_summary_is_absent_from_a_plan_without_one(tmp_path: Path) -> None:
    """R001-05, R001-08: an empty summary says how to add one, and names the next months."""
    async with office(tmp_path) as (pilot, app, session):
        await pilot.press("enter")
        await settle(pilot)
        text = screen_text(app)
        assert "3-12 months" in text
        assert "S adds" in text
        with session.read() as reader:
            assert reader.all(Plan)[0].summary is None
