"""Asks for the point in the past that everything is to be shown as of."""

from __future__ import annotations

from datetime import date
from typing import Any

from textual.app import App

from successtui.domain.as_of import EXAMPLES, PointInTime, read_point
from successtui.widgets.prompt import Prompt


async def ask_for_point(app: App[Any], today: date) -> PointInTime | None:
    """The point a person typed; `None` when they left."""

    def wrong(text: str) -> str | None:
        try:
            read_point(text, today)
        except ValueError as error:
            return str(error)
        return None

    question = Prompt("Show everything as it stood on", placeholder=EXAMPLES, validator=wrong)
    typed = await app.push_screen_wait(question)
    return None if typed is None else read_point(typed, today)
