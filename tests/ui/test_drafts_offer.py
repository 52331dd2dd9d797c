"""Forms that were not saved when the program ended are offered at the next start."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from successtui.app import SuccessApp
from successtui.drafts import Draft, DraftStore
from successtui.records import Account, Outcome, Task
from successtui.screens.base import beside
from successtui.screens.drafts_offer import DraftsOffer, ago, chosen_values, described, offer
from successtui.screens.form import RecordForm
from successtui.screens.record_list import RecordList
from successtui.services.session import Session
from successtui.widgets.confirm import Confirm
from tests.ui.office import HOSTILE, office, screen_text, settle


def _left_behind(tmp_path: Path, key: str, **texts: str) -> tuple[DraftStore, list[Draft]]:
    """Drafts of a session that ended, in a store of their own."""
    folder = tmp_path / "drafts"
    before = DraftStore(folder, f"gone-{key}")
    before.save(key, texts)
    before.close()
    store = DraftStore(folder)
    return store, store.orphans()


async def _offered(
    pilot: Pilot[None], app: SuccessApp, store: DraftStore, drafts: list[Draft]
) -> None:
    app.call_later(partial(beside, app, partial(offer, app, store, drafts), group="dialog"))
    await settle(pilot)


def _account(session: Session, name: str) -> Account:
    with session.read() as reader:
        return reader.all(Account, {"name": name})[0]


async def test_a_new_record_is_reopened_and_saved(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, session):
        acme = _account(session, "Acme")
        typed = {"name": "Draft Inc", "parent_account": str(acme.id), "csm": str(acme.csm)}
        store, drafts = _left_behind(tmp_path, "account/new", **typed)
        await _offered(pilot, app, store, drafts)
        assert 'Account, new, just now: "Draft Inc"' in screen_text(app)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, RecordForm)
        assert "Acme" in screen_text(app)
        await pilot.press("ctrl+s")
        await settle(pilot)

        saved = _account(session, "Draft Inc")
        assert saved.parent_account == acme.id
        assert store.orphans() == []
        store.close()


async def test_a_changed_record_gets_back_what_was_typed_and_counts_as_unsaved(
    tmp_path: Path,
) -> None:
    async with office(tmp_path) as (pilot, app, session):
        acme = _account(session, "Acme")
        store, drafts = _left_behind(tmp_path, f"account/{acme.id}", name="Acme & Sons")
        await _offered(pilot, app, store, drafts)
        await pilot.press("enter")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, RecordForm)
        assert form.is_dirty
        assert form.rows[0].query_one(Input).value == "Acme & Sons"

        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, Confirm)
        await pilot.press("n", "ctrl+s")
        await settle(pilot)
        assert _account(session, "Acme & Sons").id == acme.id
        assert store.orphans() == []
        store.close()


async def test_escape_keeps_all_and_d_throws_one_away(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        _, _ = _left_behind(tmp_path, "account/new", name="First")
        store, drafts = _left_behind(tmp_path, "contact/new", last_name="Second")
        assert len(drafts) == 2
        await _offered(pilot, app, store, drafts)
        await pilot.press("d")
        await settle(pilot)
        assert isinstance(app.screen, DraftsOffer)
        assert [draft.fields for draft in store.orphans()] == [{"name": "First"}]
        await pilot.press("escape")
        await settle(pilot)

        assert isinstance(app.screen, RecordList)
        assert len(store.orphans()) == 1
        store.close()


async def test_a_record_that_is_gone_is_said_and_the_draft_kept(tmp_path: Path) -> None:
    async with office(tmp_path) as (pilot, app, _session):
        store, drafts = _left_behind(tmp_path, "account/999", name="Ghost")
        await _offered(pilot, app, store, drafts)
        await pilot.press("enter")
        await settle(pilot)

        assert isinstance(app.screen, RecordList)
        assert "no such account" in screen_text(app)
        assert len(store.orphans()) == 1
        store.close()


async def test_hostile_drafts_do_no_harm(tmp_path: Path) -> None:
    """What was typed is shown as typed; keys nobody knows are not offered."""
    async with office(tmp_path) as (pilot, app, _session):
        _, _ = _left_behind(tmp_path, "nonsense/../x", name="x")
        store, drafts = _left_behind(tmp_path, "account/new", name=HOSTILE, status="[/x]")
        await _offered(pilot, app, store, drafts)
        text = screen_text(app)
        assert "[/x] [red] [@click=app.quit]" in text
        assert "nonsense" not in text
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, RecordForm)
        store.close()


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(minutes=3), "3 min ago"),
        (timedelta(hours=5, minutes=59), "5 h ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=9), "9 days ago"),
    ],
)
def test_how_long_ago(span: timedelta, words: str) -> None:
    assert ago(span) == words


def test_a_draft_is_described_by_its_caption_or_by_what_there_is(tmp_path: Path) -> None:
    store, (draft,) = _left_behind(
        tmp_path, "outcome/new", description="Fast", title="SSO roll-out"
    )
    later = draft.saved_at + timedelta(minutes=3)
    assert described(draft, later) == 'Outcome (KPI), new, 3 min ago: "SSO roll-out"'
    store.discard_draft(draft)
    _, (draft,) = _left_behind(tmp_path, "outcome/7", description="Fast")
    assert described(draft, draft.saved_at) == 'Outcome (KPI), changed, just now: "Fast"'
    store.close()


def test_choices_come_back_from_their_texts() -> None:
    texts = {"owner": "contact:7", "resources": "3;1", "state": "New", "title": "x", "strange": "1"}

    assert chosen_values(Task, texts) == {
        "owner_kind": "contact",
        "owner": 7,
        "resources": (1, 3),
        "state": "New",
    }
    assert chosen_values(Outcome, {"objective": "", "owner": "x"}) == {
        "objective": None,
        "owner": None,
    }
