"""Keys typed faster than the screen follows: let the fields take them in before they are read."""

from __future__ import annotations

import asyncio
from typing import Any

from textual.dom import DOMNode
from textual.screen import Screen


async def taken_in(screen: Screen[Any]) -> None:
    """Waits until the focused field, and what it stands in, have heard all keys typed so far.

    An enter that chooses something and the ctrl+s right behind it arrive together; what enter means
    is known a few messages later.
    """
    node: DOMNode | None = screen.focused
    while node is not None and node is not screen:
        heard = asyncio.Event()
        # A widget that is being taken away hears nothing more.
        if not node.call_later(heard.set):
            return
        await heard.wait()
        node = node.parent
