"""The only gate between text from people and the renderer.

Owns turning a plain string into something Textual and Rich show verbatim: never as markup, never
with a control character. Constructors that parse markup (labels, table cells, toasts, titles) get
what these functions return. Decides no layout.
"""

from typing import Protocol

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.content import Content
from textual.notifications import SeverityLevel

from successtui.domain.plaintext import ELLIPSIS, for_terminal, one_line

CELL_LIMIT = 500
"""Characters of a value a table cell gets at most: longer cells make a table slow to move in."""

_CHARACTERS_PER_COLUMN = 16


class Notifies(Protocol):
    """What shows toasts: the app, a screen or a widget."""

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None: ...


def ui_text(text: str, style: str = "") -> Content:
    """The text for any Textual widget: labels, buttons, options, tabs, titles, tooltips.

    Line breaks stay; `[/]` and `[@click=…]` are shown as typed.
    """
    return Content.styled(for_terminal(text), style)


def cell_text(text: str, style: str = "") -> Text:
    """The text for one cell of a DataTable or a label of a Tree, on one line.

    Values beyond `CELL_LIMIT` characters end in "…".
    """
    line = one_line(text[: CELL_LIMIT + 1])
    if len(text) > CELL_LIMIT:
        line = line[:CELL_LIMIT] + ELLIPSIS
    return Text(line, style=style, no_wrap=True, overflow="ellipsis", end="")


def safe_notify(
    target: Notifies,
    message: str,
    *,
    severity: SeverityLevel = "information",
    title: str = "",
    timeout: float | None = None,
) -> None:
    """Show a toast whose message and title are verbatim. `timeout` is in seconds."""
    target.notify(
        for_terminal(message),
        title=one_line(title),
        severity=severity,
        timeout=timeout,
        markup=False,
    )


def width(text: str) -> int:
    """Terminal columns the text takes on one line, as the renderer counts them."""
    return cell_len(one_line(text))


def fit(text: str, columns: int) -> str:
    """The text on one line of exactly `columns` terminal columns, cut with "…" or padded.

    A wide character that would cross the edge is left out and a space takes its place. Costs the
    same for ten characters as for ten thousand.
    """
    if columns <= 0:
        return ""
    limit = _CHARACTERS_PER_COLUMN * (columns + 1)
    line = one_line(text[:limit])
    if len(text) <= limit and cell_len(line) <= columns:
        return set_cell_size(line, columns)
    if cell_len(line) > columns - 1:
        line = set_cell_size(line, columns - 1)
    return set_cell_size(line.rstrip() + ELLIPSIS, columns)
