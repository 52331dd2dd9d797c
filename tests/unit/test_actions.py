"""The table of actions as a whole: every key reaches one action, and a terminal sends it."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from textual.binding import Binding
from textual.screen import ModalScreen, Screen

import successtui.screens
from successtui.actions import ACTIONS, Scope, key_name, key_table
from successtui.app import SuccessApp
from successtui.palette import bound_ids
from successtui.widgets.line_table import LineTable
from successtui.widgets.record_table import RecordTable
from successtui.widgets.tree_table import TreeTable

OURS = "successtui."
SWALLOWED = re.compile(
    r"ctrl\+[imhjz]|(shift|ctrl|alt)\+enter|ctrl\+tab|ctrl\+[0-9]|alt\+[^a-z].*|alt\+enter"
    r"|ctrl\+alt\+.*|(super|hyper|meta)\+.*"
)
"""Keys that arrive as another key, or not at all, in common terminals."""


def _screens() -> Iterator[type[Screen[Any]]]:
    """Every screen that can be in front."""
    for module in pkgutil.iter_modules(successtui.screens.__path__):
        importlib.import_module(f"{successtui.screens.__name__}.{module.name}")
    waiting: list[type[Screen[Any]]] = [Screen]
    seen: set[type[Any]] = set()
    while waiting:
        cls = waiting.pop()
        below = [sub for sub in cls.__subclasses__() if sub not in seen]
        seen.update(below)
        waiting += below
        if cls.__module__.startswith(OURS) and not below:
            yield cls


SCREENS = sorted(set(_screens()), key=lambda cls: cls.__name__)
each_screen = pytest.mark.parametrize("screen", SCREENS, ids=lambda cls: cls.__name__)


def _bindings(*classes: type[Any]) -> Iterator[Binding]:
    """Bindings of ours that are live together, one for each key."""
    for cls in classes:
        for holder in cls.__mro__:
            if holder.__module__.startswith(OURS):
                for binding in vars(holder).get("BINDINGS", ()):
                    assert isinstance(binding, Binding), (holder, binding)
                    for key in binding.key.split(","):
                        yield Binding(key, binding.action, binding.description, id=binding.id)


def _live_on(screen: type[Screen[Any]]) -> list[Binding]:
    """A dialog shuts out the keys of the app."""
    together = (screen,) if issubclass(screen, ModalScreen) else (screen, SuccessApp)
    return list(_bindings(*together))


def test_ids_are_unique_and_say_where_the_method_is() -> None:
    ids = [spec.id for spec in ACTIONS]

    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z]+\.[a-z_]+", name) for name in ids)


def test_every_action_can_be_carried_out() -> None:
    """An action belongs to the app, or to at least one screen that binds it."""
    bound = {name: screen for screen in SCREENS for name in bound_ids(screen)}
    for spec in ACTIONS:
        owner = SuccessApp if spec.id.startswith("app.") else bound.get(spec.id)
        assert owner is not None, f"no screen binds {spec.id}"
        assert callable(getattr(owner, f"action_{spec.method}", None)), spec.id


@each_screen
def test_a_screen_has_the_methods_of_its_actions(screen: type[Screen[Any]]) -> None:
    specs = {spec.id: spec for spec in ACTIONS}
    for name in bound_ids(screen):
        if name in specs:
            assert callable(getattr(screen, f"action_{specs[name].method}", None)), name


@each_screen
def test_a_key_means_one_thing_on_a_screen(screen: type[Screen[Any]]) -> None:
    meanings = defaultdict(set)
    for binding in _live_on(screen):
        meanings[binding.key].add(binding.action.rpartition(".")[2])

    assert {key: found for key, found in meanings.items() if len(found) > 1} == {}


def test_tables_take_no_key_from_an_action() -> None:
    """The focused table hears a key first: what it binds never reaches the place."""
    taken = {binding.key for binding in _bindings(LineTable, RecordTable, TreeTable)}
    same_there = {"list.first", "list.last"}
    for spec in ACTIONS:
        if spec.scope is not Scope.FORM and spec.scope is not Scope.WIZARD:
            assert spec.id in same_there or not taken & set(spec.keys.split(",")), spec.id


@pytest.mark.parametrize("key", sorted({k for s in ACTIONS for k in s.keys.split(",") if k}))
def test_terminals_send_the_key(key: str) -> None:
    assert not SWALLOWED.fullmatch(key)


@each_screen
def test_the_footer_stays_short(screen: type[Screen[Any]]) -> None:
    shown = {spec.id for spec in ACTIONS if spec.footer and spec.keys}
    ids = bound_ids(screen)
    if not issubclass(screen, ModalScreen):
        ids |= {spec.id for spec in ACTIONS if spec.id.startswith("app.")}

    assert len(ids & shown) <= 7, sorted(ids & shown)


def test_every_action_says_what_it_does() -> None:
    for spec in ACTIONS:
        assert spec.title
        assert spec.help
        assert not spec.help.endswith("."), spec.id


def test_keys_are_written_as_people_know_them() -> None:
    for spec in ACTIONS:
        assert "_" not in key_name(spec.keys), spec.keys
        assert not spec.keys or f"`{key_name(spec.keys).split()[0]}`" in key_table()
    assert key_name("question_mark") == "?"
    assert key_name("escape,q") == "esc q"
    assert key_name("ctrl+pagedown") == "ctrl+pgdn"
