"""Names of tabs in one line; digits and tab choose. No underline, no animation."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from successtui.text import ui_text


class TabStrip(Widget):
    """Shows which of several tabs is chosen."""

    chosen: reactive[int] = reactive(0)
    """Index of the chosen tab."""

    def __init__(self, titles: tuple[str, ...]) -> None:
        super().__init__()
        self.titles = titles

    def render(self) -> Content:
        """All tabs when there is room, else those around the chosen one."""
        pieces = [f" {_key(i)} {title} " for i, title in enumerate(self.titles)]
        first = 0
        while sum(len(p) for p in pieces[first : self.chosen + 1]) > self.size.width - 2:
            first += 1
        parts = [ui_text("‹" if first else "")]
        room = self.size.width - 2
        for index in range(first, len(pieces)):
            room -= len(pieces[index])
            if room < 0:
                parts.append(ui_text(" ›"))
                break
            style = "bold reverse" if index == self.chosen else ""
            parts.append(ui_text(pieces[index], style))
        return Content("").join(parts)


def _key(index: int) -> str:
    return "0" if index == 9 else str(index + 1)
