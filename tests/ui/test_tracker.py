"""The Success Tracker, driven by keys."""

from datetime import date
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Static

from successtui.app import SuccessApp
from successtui.records import (
    Account,
    Engagement,
    Objective,
    Outcome,
    Plan,
    Record,
    Task,
    Touchpoint,
)
from successtui.screens.form import RecordForm
from successtui.screens.tracker import TrackerPlace
from successtui.screens.tracker_finder import SubjectFinder
from successtui.services.session import Session
from successtui.widgets.confirm import Confirm
from successtui.widgets.timeline_tree import TimelineTree
from tests.ui.office import TODAY, add, office, screen_text, settle

BROAD = (160, 44)


async def tracker(pilot: Pilot[None], app: SuccessApp) -> TrackerPlace:
    """Goes to the tracker of Acme, the account under the cursor of the first list."""
    await pilot.press("g", "t")
    await settle(pilot)
    assert isinstance(app.screen, TrackerPlace)
    return app.screen


def one(session: Session, cls: type[Record], **where: object) -> Record:
    with session.read() as reader:
        (found,) = reader.all(cls, where)
    return found


def stored(session: Session, record: Record) -> Record:
    with session.read() as reader:
        return reader.require(type(record), record.id)


async def put_cursor(pilot: Pilot[None], place: TrackerPlace, record: Record) -> TimelineTree:
    tree = place.timeline
    assert tree is not None
    assert tree.move_to(f"{record.declaration.name}:{record.id}")
    await settle(pilot)
    return tree


async def test_g_t_shows_the_plan_of_the_account_in_front(tmp_path: Path) -> None:
    """Plan, objective, play and task as a tree beside the timeline, overdue with a sign."""
    async with office(tmp_path) as (pilot, app, _session):
        place = await tracker(pilot, app)
        text = screen_text(app)
        for shown in ("Acme plan", "Go live in spring", "Active users", "Kick-off", "Invite"):
            assert shown in text
        assert "Mar 2026" in text
        assert "1 overdue" in text
        (invite,) = [line for line in text.splitlines() if "Invite" in line]
        assert "◆!" in invite
        await pilot.press("q")
        await settle(pilot)
        assert place.is_current


async def test_a_due_date_moves_by_a_week_without_a_form(tmp_path: Path) -> None:
    """Three presses are three weeks however fast they come; u takes one back."""
    async with office(tmp_path) as (pilot, app, session):
        place = await tracker(pilot, app)
        task = one(session, Task, title="Hold the kick-off")
        await put_cursor(pilot, place, task)
        await pilot.press(">", ">", ">")
        await settle(pilot)
        assert stored(session, task)["due_date"] == date(2026, 3, 30)
        await pilot.press("<", "]", "[", "]")
        await settle(pilot)
        assert stored(session, task)["due_date"] == date(2026, 3, 24)
        assert place.timeline is not None
        assert place.timeline.cursor_key == f"task:{task.id}"
        await pilot.press("u")
        await settle(pilot)
        assert stored(session, task)["due_date"] == date(2026, 3, 23)


async def test_title_dates_and_owner_change_in_place(tmp_path: Path) -> None:
    """R003-33: E and a letter; what cannot be understood is said and nothing is stored."""
    async with office(tmp_path) as (pilot, app, session):
        place = await tracker(pilot, app)
        goal = one(session, Objective, name="Go live in spring")
        await put_cursor(pilot, place, goal)
        await pilot.press("E", "t")
        await settle(pilot)
        await pilot.press("end", "!", "enter")
        await settle(pilot)
        assert stored(session, goal)["name"] == "Go live in spring!"
        await pilot.press("E", "d")
        await settle(pilot)
        await pilot.press(*"soon", "enter")
        await settle(pilot)
        assert "is not a date" in screen_text(app)
        await pilot.press("ctrl+u", *"+2w", "enter")
        await settle(pilot)
        assert stored(session, goal)["end_date"] == date(2026, 3, 16)
        await pilot.press("a")
        await settle(pilot)
        await pilot.press(*"max")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        with session.read() as reader:
            assert reader.labels("user", [stored(session, goal)["owner"]]) == {
                stored(session, goal)["owner"]: "Max Berg"
            }


async def test_c_completes_and_e_opens_the_form(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, session):
        place = await tracker(pilot, app)
        task = one(session, Task, title="Invite the team")
        await put_cursor(pilot, place, task)
        await pilot.press("c")
        await settle(pilot)
        assert stored(session, task)["state"] == "Closed"
        assert "overdue" not in place.breadcrumb()
        await pilot.press("e")
        await settle(pilot)
        assert isinstance(app.screen, RecordForm)


async def test_an_objective_with_kpis_is_not_deleted(tmp_path: Path) -> None:
    """R003-38, R003-39, R003-58: refused with the KPIs named; after deleting them it goes."""
    async with office(tmp_path) as (pilot, app, session):
        place = await tracker(pilot, app)
        goal = one(session, Objective, name="Go live in spring")
        kpi = one(session, Outcome, title="Active users")
        await put_cursor(pilot, place, goal)
        await pilot.press("d", "y")
        await settle(pilot)
        assert "cannot be deleted while it has" in screen_text(app)
        await put_cursor(pilot, place, kpi)
        for _ in range(2):  # deleting its values along is asked as well
            await pilot.press("d" if place.is_current else "y")
            await settle(pilot)
        while isinstance(app.screen, Confirm):
            await pilot.press("y")
            await settle(pilot)
        with session.read() as reader:
            assert reader.get(Outcome, kpi.id) is None
        await pilot.press("3")
        await settle(pilot)
        await put_cursor(pilot, place, goal)
        await pilot.press("d")
        await settle(pilot)
        while isinstance(app.screen, Confirm):
            await pilot.press("y")
            await settle(pilot)
        with session.read() as reader:
            assert reader.get(Objective, goal.id) is None


async def test_time_is_zoomed_and_scrolled_by_keys(tmp_path: Path) -> None:
    async with office(tmp_path, size=BROAD) as (pilot, app, _session):
        place = await tracker(pilot, app)
        tree = place.timeline
        assert tree is not None
        seen = [tree.view.zoom.name]
        for key in ("=", "-", "-", "-", "-", "-"):
            await pilot.press(key)
            seen.append(tree.view.zoom.name)
        assert seen == ["weeks", "days", "weeks", "months", "quarters", "years", "years"]
        first = tree.view.first
        await pilot.press("shift+right", ";", ";")
        assert tree.view.first > first
        await pilot.press("N")
        assert 0 <= tree.view.cell_of(TODAY.toordinal()) < tree.time_cells
        # Left and right belong to the tree.
        shown = tree.shown_keys
        await pilot.press("left")
        assert len(tree.shown_keys) < len(shown)
        # The other timeline shows the same stretch of time.
        await pilot.press("3")
        await settle(pilot)
        assert place.timeline is not tree
        assert place.timeline is not None
        assert place.timeline.view == tree.view


async def test_the_details_show_facts_and_the_kpi_section(tmp_path: Path) -> None:
    """R003-56: values, progress, course and age of the KPIs the record serves."""
    async with office(tmp_path) as (pilot, app, session):
        place = await tracker(pilot, app)
        kpi = one(session, Outcome, title="Active users")
        await put_cursor(pilot, place, kpi)
        await pilot.press("v")
        await settle(pilot)
        await pilot.press("ctrl+u", *"60", "enter")
        await settle(pilot)
        assert stored(session, kpi)["current_value"] == 60
        task = one(session, Task, title="Invite the team")
        await put_cursor(pilot, place, task)
        await pilot.press("i")
        await settle(pilot)
        kpis = str(place.query_one("#kpis", Static).render())
        assert "KPIs of Go live in spring" in kpis
        assert "0 → 60 → 100 Quantity" in kpis
        assert "60%" in kpis
        assert "today" in kpis
        assert "2026-02-20" in str(place.query_one("#facts", Static).render())
        await pilot.press("i")
        await settle(pilot)
        assert not place.details.display


async def test_kpis_of_no_plan_are_locked(tmp_path: Path) -> None:
    """R003-57, R003-58: shown with the reason, neither changed, edited nor deleted."""
    async with office(tmp_path) as (pilot, app, session):
        texts = {"description": "d", "account": "Acme", "start_date": "2026-02-01"}
        goal = add(session, "objective", name="Standalone", **texts)
        kpi = add(session, "outcome", objective=goal.number, title="Loose", description="d")
        place = await tracker(pilot, app)
        await put_cursor(pilot, place, kpi)
        for keys in (("v",), ("e",), ("E",), ("d",), ("c",), (">",)):
            await pilot.press(*keys)
            await settle(pilot)
            assert app.screen is place, keys
            assert "in no plan" in screen_text(app), keys
            await pilot.press("r")
            await settle(pilot)
        assert stored(session, kpi)["current_value"] is None


async def test_the_kpi_overview_changes_values_in_place(tmp_path: Path) -> None:
    """R003-56, R003-57: the grid of the plan, the current value by one key."""
    async with office(tmp_path, size=BROAD) as (pilot, app, session):
        await tracker(pilot, app)
        await pilot.press("2")
        await settle(pilot)
        text = screen_text(app)
        for shown in ("Active users", "Current", "Target", "25", "100", "25%", "Go live in spring"):
            assert shown in text
        await pilot.press("v")
        await settle(pilot)
        await pilot.press("ctrl+u", *"75", "enter")
        await settle(pilot)
        assert stored(session, one(session, Outcome))["current_value"] == 75
        assert "75%" in screen_text(app)


async def test_objectives_plays_tasks_and_kpis_are_added_in_place(tmp_path: Path) -> None:
    """R003-09, R003-50: blank or from the library, a KPI under an existing objective."""
    async with office(tmp_path) as (pilot, app, session):
        place = await tracker(pilot, app)
        play = one(session, Objective, name="Go live in spring")
        await put_cursor(pilot, place, play)
        for key, name in (
            ("o", "LibraryPicker"),
            ("O", "CustomObjective"),
            ("K", "RecordForm"),
            ("R", "PlayPicker"),
            ("P", "CustomPlay"),
        ):
            await pilot.press("plus")
            await settle(pilot)
            await pilot.press(key)
            await settle(pilot)
            assert type(app.screen).__name__ == name
            await pilot.press("escape")
            await settle(pilot)
            assert app.screen is place
        await pilot.press("t")
        await settle(pilot)
        assert isinstance(app.screen, RecordForm)
        await pilot.press(*"Call", "ctrl+s")
        await settle(pilot)
        made = one(session, Task, title="Call")
        assert place.timeline is not None
        assert place.timeline.cursor_key == f"task:{made.id}"


async def test_touchpoints_stand_on_the_same_timeline(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, session):
        add(session, "engagement", title="Onboarding", account="Acme", csm="dora")
        place = await tracker(pilot, app)
        await pilot.press("3", "n")
        await settle(pilot)
        assert isinstance(app.screen, RecordForm)
        await pilot.press("escape")
        await settle(pilot)
        number = one(session, Engagement).number
        touch = add(
            session, "touchpoint", subject="Check-in", engagement=number, due_date="2026-03-05"
        )
        await pilot.press("r")
        await settle(pilot)
        await put_cursor(pilot, place, touch)
        await pilot.press(">")
        await settle(pilot)
        assert stored(session, touch)["due_date"] == date(2026, 3, 12)
        await pilot.press("d", "y")
        await settle(pilot)
        with session.read() as reader:
            assert reader.get(Touchpoint, touch.id) is None


async def test_another_account_or_plan_is_found_by_typing(tmp_path: Path) -> None:
    """What one may not see is not found; the last one is remembered for the next time."""
    async with office(tmp_path) as (pilot, app, session):
        place = await tracker(pilot, app)
        await pilot.press("slash")
        await settle(pilot)
        assert isinstance(app.screen, SubjectFinder)
        assert "Hidden" not in screen_text(app)
        await pilot.press(*"hidden")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, SubjectFinder)
        await pilot.press("ctrl+u", *"acme plan", "enter")
        await settle(pilot)
        assert place.is_current
        assert "Acme › Acme plan" in place.breadcrumb()
        await pilot.press("slash", *"north", "enter")
        await settle(pilot)
        assert "Acme North" in place.breadcrumb()
        assert "Nothing to track yet" in screen_text(app)
        await pilot.press("g", "l", *"libraries")
        await settle(pilot)
        await pilot.press("escape", "g", "n")
        await settle(pilot)
        await pilot.press("g", "t")
        await settle(pilot)
        assert isinstance(app.screen, TrackerPlace)
        assert "Acme North" in app.screen.breadcrumb()
        assert one(session, Plan).caption == "Acme plan"


async def test_without_a_remembered_account_it_asks(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        await pilot.press("g", "n")
        await settle(pilot)
        await pilot.press("g", "t")
        await settle(pilot)
        assert isinstance(app.screen, SubjectFinder)
        await pilot.press("escape")
        await settle(pilot)
        assert "press / and type" in screen_text(app)


async def test_a_viewer_changes_nothing(tmp_path: Path) -> None:
    async with office(tmp_path, "vic") as (pilot, app, session):
        place = await tracker(pilot, app)
        task = one(session, Task, title="Hold the kick-off")
        await put_cursor(pilot, place, task)
        await pilot.press(">")
        await settle(pilot)
        assert "you need the role" in screen_text(app)
        assert stored(session, task)["due_date"] == date(2026, 3, 9)


async def test_names_are_shown_as_they_were_typed(tmp_path: Path) -> None:
    """Markup in names is text, in tree, line, details and finder."""
    async with office(tmp_path) as (pilot, app, session):
        await tracker(pilot, app)
        await pilot.press("slash", *"zed")
        await settle(pilot)
        assert "[/x]" in screen_text(app)
        await pilot.press("enter")
        await settle(pilot)
        add(
            session,
            "objective",
            name="[bold]Wow[/] [/x]",
            description="[@click=app.quit]x[/]",
            account=one_zed(session),
            start_date="2026-02-01",
        )
        await pilot.press("r", "i")
        await settle(pilot)
        await pilot.press("j", "j")
        await settle(pilot)
        assert "[bold]Wow" in screen_text(app)


def one_zed(session: Session) -> str:
    with session.read() as reader:
        return next(a.number for a in reader.all(Account) if a.name.startswith("Zed"))
