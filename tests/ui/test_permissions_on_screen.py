"""The table "Which actions" of permissions.md on screen: greyed, and every refused key says why."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from successtui.actions import ACTIONS
from successtui.app import SuccessApp
from successtui.palette import SuccessCommands
from successtui.records import REGISTRY
from successtui.screens.account import AccountPlace
from successtui.screens.record_list import RecordList
from successtui.widgets.menu import Menu, MenuItem
from tests.domain.permission_table import SPECIAL, cell, holders
from tests.ui.office import add, office, screen_text, session_of, settle

HELD = {
    "root": "admin",
    "max": "success_manager",
    "dora": "customer_success_agent",
    "pat": "participant",
    "vic": "viewer",
}
PEOPLE = tuple(HELD)
KEYS = {"n": ("new", "create"), "e": ("edit", "edit"), "d": ("delete", "delete")}
"""Key, the action it is bound to, and what it needs of the table."""
ONE_OF_EACH = {cls.declaration.family: name for name, cls in REGISTRY.items()}
"""A record type of each family."""
CHANGING = ("edit", "members", "assign", "complete", "cancel")


def names_the_role(reason: str, family: str, action: str) -> bool:
    """Whether a reason says which role is missing."""
    needed = holders(family, action) - {"admin"} or {"admin"}
    return "you need the role" in reason and any(role in reason for role in needed)


async def shown(pilot: Pilot[None], app: SuccessApp, name: str) -> RecordList:
    """The list of a type, in front and read."""
    app.open_list(name)
    await settle(pilot)
    place = app.screen
    assert isinstance(place, RecordList)
    assert place.record_type is REGISTRY[name]
    return place


def menu_of(app: SuccessApp) -> dict[str, MenuItem]:
    """The items of the menu in front."""
    assert isinstance(app.screen, Menu), app.screen
    return {item.id: item for item in app.screen._items}


@pytest.mark.parametrize("username", PEOPLE)
async def test_lists_of_every_family(username: str, tmp_path: Path) -> None:
    """New, edit, delete and bulk work of every family are greyed as the table says."""
    role = HELD[username]
    async with office(tmp_path, username, (120, 40)) as (pilot, app, _):
        for name in ONE_OF_EACH.values():
            about = cell(REGISTRY[name].declaration.family, role)
            place = await shown(pilot, app, name)
            for method, action in KEYS.values():
                allowed = about.allows(action)
                assert bool(place.check_action(method, ())) == allowed, (name, action)
                reason = place.why_not(method)
                assert allowed == (not reason), (name, action, reason)
                assert allowed or names_the_role(reason, about.family, action), (name, reason)
            bulk = _bulk_items(place)
            for item in CHANGING:
                if not about.allows("edit"):
                    assert names_the_role(bulk[item].reason, about.family, "edit"), (name, item)
                else:
                    assert "you need the role" not in bulk[item].reason, (name, item)
            assert bulk["delete"].enabled == about.allows("delete"), name


def _bulk_items(place: RecordList) -> dict[str, MenuItem]:
    from successtui.screens.bulk import Bulk

    return {item.id: item for item in Bulk(place, place.record_type, [1])._items(None)}


@pytest.mark.parametrize("username", ["pat", "vic"])
async def test_refused_keys_say_which_role_is_missing(username: str, tmp_path: Path) -> None:
    """A key that is greyed does nothing but say why."""
    role = HELD[username]
    async with office(tmp_path, username, (120, 40)) as (pilot, app, _):
        for name in ("account", "plan", "objective", "task", "user"):
            about = cell(REGISTRY[name].declaration.family, role)
            place = await shown(pilot, app, name)
            place.table.move_to(place.table.ids[0])
            for key, (_, action) in KEYS.items():
                if about.allows(action):
                    continue
                await pilot.press(key)
                await settle(pilot)
                assert app.screen is place, (name, key)
                assert names_the_role(screen_text(app), about.family, action), (name, key)


@pytest.mark.parametrize("username", PEOPLE)
async def test_the_menus_of_one_record(username: str, tmp_path: Path) -> None:
    """The `.` menu of a record of each family greys what the role does not allow."""
    role = HELD[username]
    async with office(tmp_path, username, (120, 40)) as (pilot, app, _):
        _stock(tmp_path, username)
        for name in ("account", "plan", "objective", "outcome", "play", "task", "engagement",
                     "risk_signal", "touchpoint", "contract", "user", "library"):  # fmt: skip
            cls = REGISTRY[name]
            about = cell(cls.declaration.family, role)
            place = await shown(pilot, app, name)
            assert place.table.ids, (name, username)
            place.table.move_to(place.table.ids[0])
            await pilot.press("full_stop")
            await settle(pilot)
            items = menu_of(app)
            for item in [items["act:edit"], *_lifecycle(items)]:
                if not about.allows("edit"):
                    assert not item.enabled, (name, item)
                    assert names_the_role(item.reason, about.family, "edit"), (name, item)
            assert items["act:edit"].enabled == about.allows("edit"), name
            assert items["act:delete"].enabled == about.allows("delete"), name
            if "note" in items:
                assert items["note"].enabled == cell("work_note", role).allows("create")
            await pilot.press("escape")
            await settle(pilot)


def _lifecycle(items: dict[str, MenuItem]) -> list[MenuItem]:
    apart = ("act:edit", "act:delete", "act:save-as-template", "act:plan-from-template")
    return [item for id, item in items.items() if id.startswith("act:") and id not in apart]


def _stock(folder: Path, username: str) -> None:
    """Records of the families the office has none of, where the person sees them."""
    root = session_of(folder / "office.db", "root")
    csm = username if username in ("pat", "vic") else "dora"
    add(root, "engagement", title="Rollout", account="Acme", csm=csm)
    with root.read() as reader:
        engagement = reader.all(REGISTRY["engagement"])[0].number
    told = {"short_description": "Slow", "description": "It is slow"}
    add(root, "risk_signal", engagement=engagement, probability="Low", **told)
    add(root, "touchpoint", engagement=engagement, subject="Call")
    add(root, "contract", name="Suite", account="Acme", start_date="2026-01-01", value="5")
    root.workspace.close()


@pytest.mark.parametrize("username", PEOPLE)
async def test_the_palette_and_the_places(username: str, tmp_path: Path) -> None:
    """What is greyed on screen is greyed in the palette; so is the report without the role."""
    role = HELD[username]
    async with office(tmp_path, username, (120, 40)) as (pilot, app, _):
        for name in ("account", "plan", "touchpoint", "exchange_rate"):
            place = await shown(pilot, app, name)
            palette = SuccessCommands(app.screen)
            for spec in ACTIONS:
                if spec.id in ("list.new", "record.edit", "record.delete", "list.assign"):
                    assert palette._action(spec).reason == place.why_not(spec.method), (name, spec)
        commands = {command.title: command for command in palette._everything()}
        for name, cls in REGISTRY.items():
            seen = cell(cls.declaration.family, role).allows("view")
            assert seen == (not commands[cls.declaration.plural].reason), name
        reports = role in SPECIAL["open the report"]
        assert reports == (not commands["Go to Report"].reason)
        await pilot.press("g")
        await settle(pilot)
        assert menu_of(app)["r"].enabled == reports


@pytest.mark.parametrize("username", ["pat", "vic", "dora"])
async def test_adding_to_a_plan(username: str, tmp_path: Path) -> None:
    """A participant creates blank objectives, plays and tasks, none from a template (R003-04)."""
    role = HELD[username]
    templates = role in SPECIAL["use templates"]
    async with office(tmp_path, username, (120, 40)) as (pilot, app, _):
        place = await shown(pilot, app, "account")
        place.table.move_to(place.table.ids[0])
        await pilot.press("enter")
        await settle(pilot)
        page = app.screen
        assert isinstance(page, AccountPlace)
        expected = {
            "plan_template": templates,
            "library": templates,
            "run_play": templates,
            "objective": cell("objective", role).allows("create"),
            "custom_play": cell("play", role).allows("create"),
            "task": cell("task", role).allows("create"),
            "outcome": cell("outcome", role).allows("create"),
            "summary": cell("plan", role).allows("edit"),
        }
        for method, allowed in expected.items():
            assert bool(page.check_action(method, ())) == allowed, method
            assert allowed == (not page.why_not(method)), method
        if not expected["library"]:
            await pilot.press("o")
            await settle(pilot)
            assert app.screen is page
            assert "you need the role success_manager" in screen_text(app)
        await pilot.press("plus")
        await settle(pilot)
        items = menu_of(app)
        assert {method: items[method].enabled for method in expected} == expected
