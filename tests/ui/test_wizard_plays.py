"""Running a SuccessPlay and making one by hand, driven by keys on a real workspace."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from textual.widgets import OptionList

from successtui.records import Objective, Play, Task
from successtui.screens.custom_play import CustomPlay
from successtui.screens.play_order import RunPlay
from successtui.screens.play_picker import PlayPicker
from successtui.widgets.choice import ChoiceField
from tests.ui.office import session_of
from tests.ui.wizard_stage import TODAY, Stage, wizard
from tests.worlds import move_state

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
TO_GRID = ["tab"] * 3
"""From the owner over start and sharing; the co-owner is no stop while the play is not shared."""


async def open_picker(stage: Stage) -> None:
    objective = stage.only(Objective, name="Go live in spring")
    await stage.show(PlayPicker(stage.account().id, objective.id, objective.name))


async def open_run(stage: Stage) -> RunPlay:
    """The review of `Set up`, with the focus on its owner."""
    await open_picker(stage)
    await stage.press("slash", "=set up", "enter", "enter")
    screen = stage.app.screen
    assert isinstance(screen, RunPlay)
    return screen


async def open_custom(stage: Stage) -> CustomPlay:
    objective = stage.only(Objective, name="Go live in spring")
    screen = CustomPlay(stage.account().id, objective.id)
    await stage.show(screen)
    return screen


@SIZES
async def test_plays_are_searched_and_reviewed(tmp_path: Path, size: tuple[int, int]) -> None:
    """R001-33, R001-36: search, look at the tasks, run; play and tasks hang from the objective."""
    async with wizard(tmp_path, size=size) as stage:
        await open_picker(stage)
        assert stage.sees("Set up", "Go live", "3 tasks", "+ Custom SuccessPlay")
        stage.assert_tidy()
        await stage.press("slash", "=sso")
        assert stage.sees("Set up", "+ Custom SuccessPlay", "1 of 2 templates")
        await stage.press("enter", "right")
        assert stage.sees("Connect SSO", "Load data")
        await stage.press("enter")
        assert stage.sees("for Go live in spring", "3 of 3 will be created")
        stage.assert_tidy()
        await stage.press("ctrl+s")
        objective = stage.only(Objective, name="Go live in spring")
        play = stage.only(Play, name="Set up")
        assert play.objective == objective.id
        assert play.start_date == TODAY
        assert not play.is_custom
        assert [task.title for task in stage.all(Task, parent_type="play", parent=play.id)] == [
            "Connect SSO",
            "Load data",
            "Train admins",
        ]


async def test_review_changes_deletes_and_adds_tasks(tmp_path: Path) -> None:
    """R001-34, R001-35: due date, owner, deletion, addition; the next run is the original again."""
    async with wizard(tmp_path) as stage:
        await open_run(stage)
        await stage.press("shift+tab", "home", "=Our ", "tab", "=dora", "enter", *TO_GRID)
        await stage.press("right", "right", "enter", "ctrl+u", "=2026-03-20", "enter")
        await stage.press("down", "d", "n", "=Own step", "enter")
        assert stage.sees("3 of 4 will be created", "Own step")
        await stage.press("enter", "=+1w", "enter", "ctrl+s")
        play = stage.saved.record
        assert play.caption == "Our Set up"
        tasks = {t.title: t for t in stage.all(Task, parent_type="play", parent=play.id)}
        assert set(tasks) == {"Connect SSO", "Train admins", "Own step"}
        assert tasks["Connect SSO"].due_date == date(2026, 3, 20)
        assert tasks["Own step"].due_date == TODAY + timedelta(days=7)
        assert tasks["Own step"].owner == play["owner"]
        stage.answers.clear()
        await open_run(stage)
        assert stage.sees("3 of 3 will be created", "Load data")
        assert not stage.sees("Own step")


async def test_added_task_can_be_taken_out_again(tmp_path: Path) -> None:
    async with wizard(tmp_path) as stage:
        screen = await open_run(stage)
        await stage.press(*TO_GRID, "n", "=Own step", "enter")
        assert len(screen.grid.items) == 4
        await stage.press("d")
        assert [item.title for item in screen.grid.items] == [
            "Connect SSO",
            "Load data",
            "Train admins",
        ]


async def test_new_task_needs_a_title(tmp_path: Path) -> None:
    async with wizard(tmp_path) as stage:
        screen = await open_run(stage)
        await stage.press(*TO_GRID, "n", "= ", "enter")
        assert stage.sees("write a title, or press esc")
        await stage.press("escape")
        assert len(screen.grid.items) == 3


async def test_co_owner_only_of_a_shared_play(tmp_path: Path) -> None:
    """R001-16, R001-23, R001-34: a contact joins a shared play, and a single task."""
    async with wizard(tmp_path) as stage:
        screen = await open_run(stage)
        co_owner = screen.details.row("co_owner").editor
        assert isinstance(co_owner, ChoiceField)
        was_disabled = co_owner.disabled
        await stage.press("tab", "tab", "=yes", "enter")
        assert (was_disabled, co_owner.disabled) == (True, False)
        await stage.press("tab", "=jane", "enter", "tab")
        await stage.press("right", "right", "right", "enter", "=jane", "enter", "ctrl+s")
        play = stage.only(Play, name="Set up")
        assert play.shared
        assert play.co_owner is not None
        task = stage.only(Task, title="Connect SSO")
        assert (str(task.owner_kind), task.owner) == ("contact", play.co_owner)


async def test_unsharing_lets_the_co_owner_go(tmp_path: Path) -> None:
    """R001-16: without sharing there is no co-owner, whatever was chosen before."""
    async with wizard(tmp_path) as stage:
        screen = await open_run(stage)
        await stage.press("tab", "tab", "=yes", "enter", "tab", "=jane", "enter")
        await stage.press("shift+tab", "=no", "enter")
        co_owner = screen.details.row("co_owner").editor
        assert isinstance(co_owner, ChoiceField)
        assert co_owner.disabled
        await stage.press("ctrl+s")
        assert stage.only(Play, name="Set up").co_owner is None


async def test_play_owner_is_no_pool_and_no_contact(tmp_path: Path) -> None:
    """R001-16: only roles and team members are offered."""
    async with wizard(tmp_path) as stage:
        await open_run(stage)
        await stage.press("=a")
        assert stage.sees("Success Manager  role", "Max Berg  team member")
        assert not stage.sees("Jane Doe")


async def test_custom_entry_at_the_bottom(tmp_path: Path) -> None:
    """R001-37: the last row of list and cards leads to a play of one's own."""
    async with wizard(tmp_path) as stage:
        await open_picker(stage)
        await stage.press("end", "enter")
        assert stage.front(CustomPlay)
        await stage.press("escape", "v", "end", "enter")
        assert stage.front(CustomPlay)
        await stage.press("escape")
        assert stage.front(PlayPicker)
        assert stage.app.screen.query_one(OptionList).has_focus


@SIZES
async def test_custom_play_with_tasks(tmp_path: Path, size: tuple[int, int]) -> None:
    """R001-32, R001-37, R001-38: name, description, tasks; on this account only."""
    async with wizard(tmp_path, size=size) as stage:
        await open_custom(stage)
        stage.assert_tidy()
        await stage.press("=Own play", "tab", "=What we agreed", "tab", "tab", "tab", "tab")
        assert stage.sees("Press n here to add one")
        await stage.press("n", "=First", "enter", "enter", "=+3d", "enter", "n", "=Second", "enter")
        assert stage.sees("2 of 2 will be created")
        await stage.press("right", "enter", "=success", "enter", "ctrl+s")
        play = stage.only(Play, name="Own play")
        assert play.is_custom
        assert play.description == "What we agreed"
        assert play.objective == stage.only(Objective, name="Go live in spring").id
        first, second = stage.all(Task, parent_type="play", parent=play.id)
        assert (first.title, first.due_date) == ("First", TODAY + timedelta(days=3))
        assert (str(second.owner_kind), second.title) == ("role", "Second")
        stage.answers.clear()
        await open_picker(stage)
        assert not stage.sees("Own play")


async def test_custom_play_needs_name_and_description(tmp_path: Path) -> None:
    async with wizard(tmp_path) as stage:
        await open_custom(stage)
        await stage.press("ctrl+s")
        assert stage.sees("✗ is required", "2 to mend; nothing was made")
        await stage.press("=Own play", "ctrl+s")
        assert stage.sees("1 to mend; nothing was made")
        assert not stage.all(Play, name="Own play")
        await stage.press("=Why", "ctrl+s")
        assert stage.only(Play, name="Own play").description == "Why"


async def test_enter_and_save_typed_at_once(tmp_path: Path) -> None:
    """What enter chose is stored even when ctrl+s comes in the same breath."""
    async with wizard(tmp_path) as stage:
        await open_run(stage)
        await stage.press("=max")
        await stage.pilot.press("enter", "ctrl+s")
        await stage.settle()
        with stage.session.read() as reader:
            owner = reader.labels("user", [stage.saved.record["owner"]])
        assert list(owner.values()) == ["Max Berg"]


async def test_participant_makes_plays_by_hand_only(tmp_path: Path) -> None:
    """R003-04: without the right to templates the reason stands there, and the way around it."""
    async with wizard(tmp_path, "pat") as stage:
        await open_picker(stage)
        assert stage.sees("to use templates you need the role", "+ Custom SuccessPlay")
        await stage.press("enter")
        assert stage.front(CustomPlay)


async def test_viewer_is_refused_with_the_reason(tmp_path: Path) -> None:
    async with wizard(tmp_path, "vic") as stage:
        await open_custom(stage)
        await stage.press("=Own play", "tab", "=Why", "ctrl+s")
        assert stage.sees("to create play you need the role")
        assert stage.sees("Own play")
        assert not stage.all(Play, name="Own play")


async def test_closed_objective_is_refused_in_place(tmp_path: Path) -> None:
    """Nothing typed is lost when the objective was closed meanwhile."""
    async with wizard(tmp_path) as stage:
        await open_custom(stage)
        await stage.press("=Own play", "tab", "=Why", "tab", "tab", "tab", "tab")
        await stage.press("n", "=First", "enter")
        admin = session_of(tmp_path / "office.db", "root")
        objective = stage.only(Objective, name="Go live in spring")
        notes = "no longer wanted"
        move_state(admin, objective, "Canceled", notes=notes, confirmed=True)
        admin.workspace.close()
        await stage.press("ctrl+s")
        assert stage.sees("Go live in spring is Canceled; reopen it first", "Own play", "First")


async def test_hostile_words_in_tasks(tmp_path: Path) -> None:
    """What people type is never markup, in the grid and in its dialogs."""
    async with wizard(tmp_path) as stage:
        screen = await open_run(stage)
        typed = "[/x] [@click=app.quit] 日本"
        await stage.press(*TO_GRID, "n", f"={typed}", "enter")
        assert stage.sees("[/x] [@click=app.quit]")
        for key, leave in (("e", ["escape"]), ("m", ["escape", "escape"])):
            await stage.press(key)
            assert stage.sees("[/x] [@click=app.quit]")
            await stage.press(*leave)
        assert screen.grid.items[-1].title == typed
        await stage.press("ctrl+s")
        assert len(stage.all(Task, title=typed)) == 1


async def test_start_of_a_custom_play_moves_nothing(tmp_path: Path) -> None:
    """Tasks of one's own have the dates one gave them, so a new start needs no second look."""
    async with wizard(tmp_path) as stage:
        await open_custom(stage)
        await stage.press("=Own play", "tab", "=Why", "tab", "tab", "tab", "tab")
        await stage.press("n", "=First", "enter", "enter", "=2026-05-01", "enter")
        await stage.press("shift+tab", "shift+tab", "ctrl+u", "=2026-04-01", "ctrl+s")
        play = stage.only(Play, name="Own play")
        assert play.start_date == date(2026, 4, 1)
        assert stage.only(Task, title="First").due_date == date(2026, 5, 1)
