"""The doors through which objectives are made and edited."""

from pathlib import Path

from successtui.records import Objective, Outcome, Plan
from successtui.screens.form import RecordForm
from successtui.screens.form_fields import FieldRow
from successtui.screens.record_list import RecordList
from tests.ui.office import office, screen_text, settle


async def test_custom_objective_goes_to_the_plan_in_sight(tmp_path: Path) -> None:
    """R003-10, R003-29: made on the plan tab, the objective has that plan and that account."""
    async with office(tmp_path) as (pilot, app, session):
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("O")
        await settle(pilot)
        await pilot.press(*"Grow", "tab", *"More")
        await pilot.press("ctrl+s")
        await settle(pilot)
        with session.read() as reader:
            made = reader.all(Objective, {"name": "Grow"})[0]
            plan = reader.require(Plan, made.plan)
        assert plan.name == "Acme plan"
        assert made.account == plan.account
        assert "Grow" in screen_text(app)


async def test_new_in_the_list_is_blank_and_edit_changes_it(tmp_path: Path) -> None:
    """R003-09, R003-33: the list makes blank objectives only, and edits them in place."""
    async with office(tmp_path) as (pilot, app, session):
        app.open_list("objective")
        await settle(pilot)
        assert type(app.screen) is RecordList
        await pilot.press("e")
        await settle(pilot)
        form = app.screen_stack[-1]
        assert isinstance(form, RecordForm)
        form.query_one("#row-name", FieldRow).editor.focus()
        await pilot.press("end", "exclamation_mark", "ctrl+s")
        await settle(pilot)
        assert "Go live in spring!" in screen_text(app)
        await pilot.press("n")
        await settle(pilot)
        blank = app.screen_stack[-1]
        assert isinstance(blank, RecordForm)
        for name, text in (("name", "Blank"), ("description", "None")):
            blank.query_one(f"#row-{name}", FieldRow).editor.focus()
            await pilot.press(*text)
        blank.query_one("#row-account", FieldRow).editor.focus()
        await pilot.press(*"Acme North")
        await settle(pilot)
        await pilot.press("enter", "ctrl+s")
        await settle(pilot)
        with session.read() as reader:
            made = reader.all(Objective, {"name": "Blank"})[0]
            assert reader.count(Outcome, {"objective": made.id}) == 0
        assert made.source == "custom"
