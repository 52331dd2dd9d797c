"""Record types in forms: asked for once, read-only after, and each with fields of its own."""

from __future__ import annotations

from pathlib import Path

from successtui.records import Objective, PicklistValues, Record
from successtui.screens.custom_objective import CustomObjective
from successtui.screens.form import RecordForm
from successtui.services import records
from successtui.widgets.menu import Menu
from tests.ui.office import session_of
from tests.ui.wizard_stage import Stage, wizard


def set_up(folder: Path) -> None:
    """Two record types of objectives; the Strategic ones show few fields."""
    admin = session_of(folder / "office.db", "root")
    for name, entries in (
        ("objective_record_type", ("Strategic", "Tactical")),
        ("objective_fields: Strategic", ("owner", "end_date")),
        ("objective_fields", ("owner", "end_date", "priority")),
    ):
        records.create(admin, PicklistValues, {"name": name, "entries": entries})
    admin.workspace.close()


def asked(stage: Stage) -> set[str]:
    """Names of the fields the form in front asks for."""
    assert isinstance(stage.app.screen, RecordForm)
    return set(stage.app.screen.record_type_rows())


async def test_a_record_type_has_its_own_fields(tmp_path: Path) -> None:
    """R003-08, R003-30, R003-31: chosen first, then filled in and read-only; fields follow it."""
    async with wizard(tmp_path) as stage:
        set_up(tmp_path)
        account = stage.account()
        await stage.show(RecordForm(Objective, preset={"account": account.id}))
        assert stage.front(Menu)
        assert stage.sees("Strategic", "Tactical", "No record type")
        await stage.press("enter")
        required = {"name", "description", "account", "start_date", "state", "progress"}
        assert asked(stage) == required | {"owner", "end_date"}
        assert stage.sees("Record type", "Strategic")
        await stage.press("=Typed", "tab", "=Why", "ctrl+s")
        made = stage.only(Objective, name="Typed")
        assert made.record_type == "Strategic"
        await open_again(stage, made)
        assert stage.sees("Record type", "Strategic")
        assert asked(stage) >= {"owner", "end_date"}
        assert not asked(stage) & {"priority", "record_type"}


async def open_again(stage: Stage, record: Record) -> None:
    await stage.show(RecordForm(type(record), record))


async def test_the_other_type_shows_the_fields_of_all(tmp_path: Path) -> None:
    """R003-32: without a set of its own a record type shows the type's; so does no record type."""
    async with wizard(tmp_path) as stage:
        set_up(tmp_path)
        for steps in (["down"], ["down", "down"]):
            await stage.show(RecordForm(Objective, preset={"account": stage.account().id}))
            await stage.press(*steps, "enter")
            assert "priority" in asked(stage)
            assert "category" not in asked(stage)
            await stage.press("escape")
        assert stage.answers == [None, None]


async def test_leaving_the_question_leaves_the_form(tmp_path: Path) -> None:
    async with wizard(tmp_path) as stage:
        set_up(tmp_path)
        await stage.show(RecordForm(Objective))
        await stage.press("escape")
        assert stage.answers == [None]


async def test_custom_objectives_have_record_types_too(tmp_path: Path) -> None:
    """R003-08: from a plan's page as well, with the plays to group below."""
    async with wizard(tmp_path) as stage:
        set_up(tmp_path)
        account = stage.account()
        await stage.show(CustomObjective(account.id, account.name))
        await stage.press("down", "enter")
        assert stage.sees("SuccessPlays to group under it")
        await stage.press("=Custom", "tab", "=Why", "ctrl+s")
        made = stage.only(Objective, name="Custom")
        assert (made.record_type, made.account) == ("Tactical", account.id)


async def test_without_record_types_nothing_is_asked(tmp_path: Path) -> None:
    """R003-32: the default form, with all fields."""
    async with wizard(tmp_path) as stage:
        await stage.show(RecordForm(Objective))
        assert stage.front(RecordForm)
        assert {"category", "priority", "products"} <= asked(stage)
        assert "record_type" not in asked(stage)
