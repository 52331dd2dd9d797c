"""Going to a place: `g`, then its letter, as fast as one types.

Menus are put in front at once, so that no key typed behind the `g` is taken for something else.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from textual.app import App

from successtui.records import REGISTRY
from successtui.screens.base import Host, beside, say
from successtui.screens.places import (
    DESTINATIONS,
    NO_WORKSPACE,
    TOP,
    Destination,
    ListChoice,
    list_entries,
    pinned_entries,
)
from successtui.screens.record_menu import RecordMenu
from successtui.screens.rights import place_refusal
from successtui.widgets.board import Board
from successtui.widgets.line_table import LineTable
from successtui.widgets.menu import Menu, MenuItem

if TYPE_CHECKING:
    from successtui.services.session import Session
    from successtui.services.views import View


class GoMenu(Menu):
    """Asks for the letter of a place; answers with it.

    Args:
        refused: by letter, why the person may not go to a place.
    """

    def __init__(self, refused: Mapping[str, str] | None = None) -> None:
        items = [_item(d, (refused or {}).get(d.letter, "")) for d in DESTINATIONS]
        top = _beside_help("Top", "The first row")
        super().__init__("Go to", [*items, MenuItem(TOP, top, TOP)])


def _item(place: Destination, refused: str) -> MenuItem:
    title = place.title if refused else _beside_help(place.title, place.help)
    return MenuItem(place.letter, title, place.letter, not refused, refused)


def _beside_help(title: str, sentence: str) -> str:
    width = max(len(place.title) for place in DESTINATIONS)
    return f"{title:<{width}} {sentence}"


def go(app: App[Any]) -> None:
    """Asks for a letter, then goes there; `g g` is the top of the table in front."""
    if cast(Host, app).desk.session is None:
        say(app, NO_WORKSPACE, wrong=True)
        return
    menu = GoMenu({d.letter: place_refusal(app, d.letter) for d in DESTINATIONS})
    menu.then = partial(go_to, app)
    app.push_screen(menu)


def go_to(app: App[Any], letter: str | None) -> None:
    """Goes to the place of that letter, by way of a list to pick from where it has several."""
    if letter == TOP:
        _go_to_top(app)
        return
    for destination in DESTINATIONS:
        if destination.letter == letter:
            _arrive(app, destination)


def open_choice(app: App[Any], choice: ListChoice | None) -> None:
    """Opens a list that was chosen."""
    if choice is None:
        return
    if choice.view is None:
        host = cast(Host, app)
        host.open_list(choice.record_type, query=choice.query, templates=choice.templates)
        return
    from successtui.screens.record_list import RecordList

    cast(Host, app).show_place(RecordList(REGISTRY[choice.record_type], view=choice.view))


def _arrive(app: App[Any], destination: Destination) -> None:
    if destination.entries is None:
        module, _, name = destination.place.partition(":")
        place = getattr(import_module(f"successtui.screens.{module}"), name)
        cast(Host, app).show_place(place.coming_from(app.screen))
        return
    menu = RecordMenu(destination.title, destination.entries())
    menu.then = partial(open_choice, app)
    app.push_screen(menu)
    if destination.entries is list_entries:
        beside(app, partial(_offer_pinned, app, menu), group="pinned")


async def _offer_pinned(app: App[Any], menu: RecordMenu) -> None:
    views = await cast(Host, app).desk.read(_pinned)
    if views:
        menu.put_first(pinned_entries(views))


def _go_to_top(app: App[Any]) -> None:
    for table in app.screen.query(LineTable):
        table.action_first()
        return
    for board in app.screen.query(Board):
        board.action_first()
        return


def _pinned(session: Session) -> tuple[View, ...]:
    from successtui.services.views import pinned_views

    return pinned_views(session)
