"""The menu of sharing: plan and plays on or off, why an objective stays hidden, preview, document.

Reached from the plan tab, for the record under the cursor.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from successtui.records import Account, Plan, Play, Record
from successtui.screens.base import read, write
from successtui.screens.preview import CustomerPreview
from successtui.screens.share_document import share_document
from successtui.widgets.menu import Menu, MenuItem

if TYPE_CHECKING:
    from successtui.services.records import Saved
    from successtui.services.session import Session
    from successtui.services.sharing.switching import SharingState

_PLAY_KEYS = "123456789"


async def sharing_menu(screen: Screen[Any], account: Account, record: Record) -> None:
    """Shows what is shared around a record, and carries out what is chosen."""
    state = await read(screen, partial(_state, record))
    if state is None:
        return
    title = f"Sharing with the customer – {record.caption}"
    chosen = await screen.app.push_screen_wait(Menu(title, _items(state)))
    if chosen is None:
        return
    if chosen == "preview":
        await screen.app.push_screen_wait(CustomerPreview(account))
    elif chosen == "document":
        await share_document(screen, account)
    else:
        about = _chosen(state, chosen)
        shared = not _is_shared(about)
        done = f"{about.caption} is {'shared now' if shared else 'no longer shared'}. u undoes"
        await write(screen, partial(_switch, about, shared), done=done)


def _items(state: SharingState) -> list[MenuItem]:
    items = []
    if state.hidden:
        items.append(MenuItem("", "The customer does not see it", "", False, state.hidden))
    if state.plan is None:
        items.append(MenuItem("", "Share the plan", "", False, "there is no plan here"))
    else:
        items.append(MenuItem("plan", _switch_title(state.plan, "plan"), "s"))
    for key, play in zip(_PLAY_KEYS, state.plays, strict=False):
        items.append(MenuItem(f"play:{play.id}", _switch_title(play, "play"), key))
    items.append(MenuItem("preview", "Customer preview", "v"))
    items.append(MenuItem("document", "Share as document", "x"))
    return items


def _switch_title(record: Plan | Play, what: str) -> str:
    verb = "Stop sharing the" if _is_shared(record) else "Share the"
    return f"{verb} {what} {record.caption}"


def _is_shared(record: Plan | Play) -> bool:
    return record.shared_with_customer if isinstance(record, Plan) else record.shared


def _chosen(state: SharingState, item: str) -> Plan | Play:
    if item == "plan":
        assert state.plan is not None
        return state.plan
    return next(play for play in state.plays if item == f"play:{play.id}")


def _state(record: Record, session: Session) -> SharingState:
    from successtui.services.sharing.switching import sharing_of

    return sharing_of(session, record)


def _switch(about: Plan | Play, shared: bool, session: Session, _confirmed: bool) -> Saved:
    from successtui.services.sharing.switching import switch

    return switch(session, about, shared)
