"""ctrl+k: records of every type as one types, shown as they are, opened the usual way."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import OptionList

from successtui.app import SuccessApp
from successtui.records import Account, Task
from successtui.screens.account import AccountPlace
from successtui.screens.form import RecordForm
from successtui.screens.record_list import RecordList
from successtui.screens.search import SearchScreen
from successtui.services import records
from tests.ui.office import office, screen_text, settle

HOSTILE = "[/x] [red]Zulu[/] [@click=app.quit]"


def front(app: SuccessApp) -> object:
    return app.screen


async def test_search_finds_while_typing_and_enter_opens_the_account(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, session):
        with session.read() as reader:
            account = reader.all(Account, limit=1)[0]
        await pilot.press("ctrl+k", *account.name[:3].lower())
        await settle(pilot)
        assert isinstance(front(app), SearchScreen)
        assert account.name in screen_text(app)
        await pilot.press("ctrl+u", *account.number.lower(), "enter")
        await settle(pilot)
        assert isinstance(front(app), AccountPlace)
        assert account.name in screen_text(app)


async def test_a_record_opens_in_its_form_and_text_is_never_markup(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, session):
        with session.read() as reader:
            task = reader.all(Task, limit=1)[0]
        records.update(session, task, {"description": HOSTILE})
        await pilot.press("ctrl+k", *"zulu")
        await settle(pilot)
        assert HOSTILE in screen_text(app)
        assert "1 found" in screen_text(app)
        prompt = app.screen.query_one(OptionList).get_option_at_index(0).prompt
        spans = [(s.start, s.end) for s in prompt.spans if "underline" in str(s.style)]  # type: ignore[union-attr]
        assert [str(prompt)[start:end] for start, end in spans] == ["Zulu"]
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(front(app), RecordForm)
        assert task.title in screen_text(app)


@pytest.mark.parametrize("keys", [["quotation_mark"], ["asterisk", "minus", "minus"], ["x"]])
async def test_what_holds_no_word_finds_nothing(tmp_path: Path, keys: list[str]) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        await pilot.press("ctrl+k", *keys, "enter")
        await settle(pilot)
        assert isinstance(front(app), SearchScreen)
        assert app.screen.query_one(OptionList).option_count == 0
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(front(app), RecordList)


async def test_others_records_are_not_found(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, session):
        with session.workspace.read(None) as house, session.read() as reader:
            mine = set(reader.ids(Account))
            others = [a for a in house.all(Account) if a.id not in mine]
        assert others
        await pilot.press("ctrl+k", *others[0].number.lower(), "enter")
        await settle(pilot)
        assert "Nothing found" in screen_text(app)
