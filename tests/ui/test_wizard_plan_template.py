"""Success plan from a template: find it, look at every date, leave things out, make it; by keys."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from successtui.records import Objective, Outcome, Plan, Play, Record, Task
from successtui.screens.account import AccountPlace
from successtui.screens.plan_template_order import PlanTemplateOrder
from successtui.screens.plan_template_picker import PlanTemplatePicker
from successtui.screens.review_grid import ReviewGrid
from successtui.services.review import ReviewItem
from successtui.transfer.demo import install_library
from successtui.widgets.confirm import Confirm
from successtui.widgets.menu import Menu
from tests.ui.office import add, session_of
from tests.ui.wizard_stage import TODAY, Stage, wizard

NAME = "Ten goals"
FEW_KEYS = 40


def make_template(folder: Path, goals: int = 2, *, tasks: int = 1) -> Record:
    """A plan template whose objectives start a week apart, each with a KPI, a play and tasks."""
    admin = session_of(folder / "office.db", "root")
    told = {"is_template": "yes", "library": "Onboarding", "start_date": "2024-01-01"}
    plan = add(admin, "plan", name=NAME, **told)
    for week in range(goals):
        start = date(2024, 1, 1) + timedelta(weeks=week)
        goal = add(
            admin,
            "objective",
            name=f"Goal {week}",
            description="Why",
            is_template="yes",
            plan=plan.number,
            start_date=str(start),
            end_date=str(start + timedelta(days=60)),
        )
        day = str(start + timedelta(days=7))
        about = {"objective": goal.number, "description": "How"}
        add(admin, "outcome", title=f"KPI {week}", target_date=day, **about)
        play = add(admin, "play", name=f"Play {week}", start_date=str(start), **about)
        for task in range(tasks):
            parent = f"play:{play.number}"
            add(admin, "task", title=f"Task {week}.{task}", parent=parent, due_date=day)
    admin.workspace.close()
    return plan


async def open_review(stage: Stage, account: str = "Acme North") -> ReviewGrid:
    """The review of the template, with the focus in its grid."""
    found = stage.account(account)
    await stage.show(PlanTemplatePicker(found.id, found.name))
    await stage.press("enter")
    assert isinstance(stage.app.screen, PlanTemplateOrder)
    stage.app.screen.grid.table.focus()
    await stage.settle()
    return stage.app.screen.grid


def item(grid: ReviewGrid, title: str) -> ReviewItem:
    return next(each for each in grid.items if each.title == title)


async def test_ten_objectives_in_few_keys(tmp_path: Path) -> None:
    """R003-55: from an empty account to a plan with ten objectives in under forty keys, 80x24."""
    async with wizard(tmp_path) as stage:
        admin = session_of(tmp_path / "office.db", "root")
        install_library(admin)
        admin.workspace.close()
        account = stage.account("Acme North")
        stage.app.push_screen(AccountPlace(account.id))
        await stage.settle()
        keys = ["p", "T", "enter", "ctrl+s"]
        await stage.press(*keys[:2])
        assert stage.sees("First year with us", "10 objectives")
        stage.assert_tidy()
        await stage.press("enter")
        assert stage.sees("60 of 60 will be created", "2026-03-02")
        stage.assert_tidy()
        await stage.press("ctrl+s")
        assert len(keys) < FEW_KEYS
        plan = stage.only(Plan, account=account.id)
        made = stage.all(Objective, plan=plan.id)
        assert len(made) == 10
        assert [len(stage.all(cls, account=account.id)) for cls in (Outcome, Play)] == [10, 10]
        assert len(stage.all(Task, account=account.id)) == 30
        assert stage.front(AccountPlace)
        assert stage.sees(made[0].name[:20])


async def test_every_date_is_shown_before_anything_is_made(tmp_path: Path) -> None:
    """R003-14, R003-15, R003-21: all children selected, objectives, plays and tasks dated."""
    async with wizard(tmp_path) as stage:
        make_template(tmp_path)
        grid = await open_review(stage)
        assert stage.sees("8 of 8 will be created", "2026-03-09", "[x] Goal 1", "[x] KPI 0")
        assert item(grid, "Goal 1").start == TODAY + timedelta(days=7)
        assert item(grid, "Task 1.0").due == TODAY + timedelta(days=14)
        assert item(grid, "KPI 1").due == TODAY + timedelta(days=14)
        assert not stage.all(Plan, account=stage.account("Acme North").id)
        await stage.press("ctrl+s")
        assert stage.only(Objective, name="Goal 1").start_date == TODAY + timedelta(days=7)


async def test_an_objective_is_left_out_with_all_it_holds(tmp_path: Path) -> None:
    """R003-13, R003-16, R003-58: and one of its tasks comes all the same, in the plan."""
    async with wizard(tmp_path) as stage:
        make_template(tmp_path)
        await open_review(stage)
        await stage.press("space")
        assert stage.sees("4 of 8 will be created")
        await stage.press("down", "down", "down", "space")
        assert stage.sees("5 of 8 will be created", "1 task without a play")
        await stage.press("ctrl+s")
        assert [o.name for o in stage.all(Objective, source="library")] == ["Goal 1"]
        assert str(stage.only(Task, title="Task 0.0").parent_type) == "plan"
        assert [kpi.title for kpi in stage.all(Outcome, title="KPI 0")] == []


async def test_a_kpi_alone_is_refused_by_name(tmp_path: Path) -> None:
    """R003-16: what cannot be made is named, the cursor goes to it, and nothing is made."""
    async with wizard(tmp_path) as stage:
        make_template(tmp_path)
        grid = await open_review(stage)
        await stage.press("space", "down", "space", "home", "ctrl+s")
        assert stage.sees("KPI 0: a KPI comes with its objective only")
        assert grid.table.cursor_key == item(grid, "KPI 0").key
        assert not stage.all(Objective, name="Goal 1")


async def test_an_objective_moves_its_plays_and_tasks(tmp_path: Path) -> None:
    """R003-21, R003-54, R003-57: its KPI stays until K moves it; the next objective stays."""
    async with wizard(tmp_path) as stage:
        make_template(tmp_path)
        grid = await open_review(stage)
        await stage.press("right", "enter", "ctrl+u", "=2026-03-12", "enter")
        assert item(grid, "Goal 0").start == date(2026, 3, 12)
        assert item(grid, "Goal 0").due == date(2026, 3, 12) + timedelta(days=60)
        assert item(grid, "Play 0").start == date(2026, 3, 12)
        assert item(grid, "Task 0.0").due == date(2026, 3, 19)
        assert item(grid, "KPI 0").due == TODAY + timedelta(days=7)
        assert item(grid, "Goal 1").start == TODAY + timedelta(days=7)
        await stage.press("K")
        assert item(grid, "KPI 0").due == date(2026, 3, 19)
        assert item(grid, "KPI 1").due == TODAY + timedelta(days=14)


async def test_edits_below_an_objective_are_lost_after_a_warning(tmp_path: Path) -> None:
    """R003-18, R003-22: a date changed by hand is lost with the objective's new start."""
    async with wizard(tmp_path) as stage:
        make_template(tmp_path)
        grid = await open_review(stage)
        await stage.press("down", "down", "down", "right", "right", "enter", "ctrl+u", "=+5d")
        await stage.press("enter", "home", "left", "enter", "ctrl+u", "=2026-03-12", "enter")
        assert stage.front(Confirm)
        await stage.press("n")
        assert item(grid, "Task 0.0").due == date(2026, 3, 7)
        await stage.press("enter", "ctrl+u", "=2026-03-12", "enter", "y")
        assert item(grid, "Task 0.0").due == date(2026, 3, 19)


async def test_a_new_start_moves_the_whole_plan(tmp_path: Path) -> None:
    """R003-21, R003-54: objectives, plays and tasks; KPI dates stay and it says so."""
    async with wizard(tmp_path) as stage:
        make_template(tmp_path)
        grid = await open_review(stage)
        screen = stage.app.screen
        assert isinstance(screen, PlanTemplateOrder)
        screen.details.row("start_date").editor.focus()
        await stage.press("ctrl+u", "=2026-03-12", "tab")
        assert item(grid, "Goal 1").start == date(2026, 3, 19)
        assert item(grid, "Task 0.0").due == date(2026, 3, 19)
        assert item(grid, "KPI 0").due == TODAY + timedelta(days=7)
        assert stage.sees("KPI target dates stay")


async def test_a_template_without_children_says_so(tmp_path: Path) -> None:
    """R003-17: a sentence in place of the grid, and the plan can be made all the same."""
    async with wizard(tmp_path) as stage:
        make_template(tmp_path, goals=0)
        account = stage.account("Acme North")
        await stage.show(PlanTemplatePicker(account.id, account.name))
        await stage.press("enter")
        assert stage.sees("brings no objectives along")
        assert not stage.sees("Select records")
        await stage.press("ctrl+s")
        assert stage.only(Plan, account=account.id).name == NAME


async def test_the_running_plan_is_named_before_it_is_joined(tmp_path: Path) -> None:
    """With a running plan nothing but the start is asked, and what is made joins it."""
    async with wizard(tmp_path) as stage:
        make_template(tmp_path)
        await open_review(stage, "Acme")
        assert stage.sees("all of it joins Acme plan")
        await stage.press("ctrl+s")
        plan = stage.only(Plan, name="Acme plan")
        assert stage.only(Objective, name="Goal 0").plan == plan.id


async def test_last_view_and_reload(tmp_path: Path) -> None:
    """R003-24, R003-25: cards come back; what was added meanwhile is there after r."""
    async with wizard(tmp_path) as stage:
        account = stage.account("Acme North")
        await stage.show(PlanTemplatePicker(account.id, account.name))
        assert stage.sees("The library holds no plans yet")
        await stage.press("v")
        make_template(tmp_path)
        await stage.press("r")
        assert stage.sees("▤ Ten goals", "2 objectives, 2 plays")
        await stage.press("escape")
        await stage.show(PlanTemplatePicker(account.id, account.name))
        assert stage.sees("▸ 2 objectives, 2 plays")
        await stage.press("right")
        assert stage.sees("⚑ Obj.  Goal 1", "· Task  Task 1.0")


async def test_save_as_template_from_the_menu(tmp_path: Path) -> None:
    """R001-19, R001-39: an admin saves an objective of a plan; the library offers it next."""
    async with wizard(tmp_path, "root") as stage:
        account = stage.account()
        stage.app.push_screen(AccountPlace(account.id))
        await stage.settle()
        await stage.press("p", "full_stop")
        assert stage.sees("Save as template")
        await stage.press("T")
        assert stage.front(Menu)
        assert stage.sees("Onboarding", "In no SuccessBLOC")
        await stage.press("enter")
        with stage.session.read() as reader:
            names = {o.name for o in reader.all(Objective, templates=True)}
        assert "Go live in spring" in names
