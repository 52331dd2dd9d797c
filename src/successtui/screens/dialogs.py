"""Whose turn it is to ask: the dialogs of a screen run one after another."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakKeyDictionary

from textual.screen import Screen


class DialogDesk:
    """Dialogs of one screen: one at a time, the next one waits until the last has finished.

    A key pressed twice by accident opens one dialog: until the first has asked its question,
    another is not taken. Once it was answered, what is pressed while that is stored is kept.
    """

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._taken = 0
        self._answered = False

    def take(self) -> bool:
        """Takes a dialog, to be `run` next; false when it is not to be started now."""
        if self._taken and not self._answered:
            return False
        self._taken += 1
        return True

    def answered(self) -> None:
        """The question in front was answered."""
        self._answered = True

    async def run(self, work: Callable[[], Awaitable[None]]) -> None:
        """Carries out a dialog that was taken, when it is its turn."""
        try:
            async with self._turn:
                self._answered = False
                await work()
        finally:
            self._taken -= 1


_DESKS: WeakKeyDictionary[Screen[Any], DialogDesk] = WeakKeyDictionary()


def dialogs(screen: Screen[Any]) -> DialogDesk:
    """The dialogs of a screen."""
    return _DESKS.setdefault(screen, DialogDesk())
