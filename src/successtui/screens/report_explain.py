"""How a number of the report is counted, in words: rule, window, exclusions, as of when."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from successtui.services.report.explaining import explain
from successtui.services.report.numbers import Report
from successtui.text import ui_text
from successtui.widgets.question import Question


class ReportExplain(Question[None]):
    """Explains one number.

    Args:
        moment: when it was counted, in the person's zone.
        filters: those in force, in words; empty without any.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,i,enter", "dismiss(None)", "Close", show=False),
        Binding("down,j,pagedown", "scroll(1)", "Further", show=False),
        Binding("up,k,pageup", "scroll(-1)", "Back", show=False),
    ]

    def __init__(
        self, report: Report, key: str, moment: datetime | None, filters: str = ""
    ) -> None:
        super().__init__()
        told = explain(report, key)
        counted = f", counted at {moment:%H:%M:%S}" if moment else ""
        self._title = told.title
        self._parts = (
            ("Counts", told.rule),
            ("Window", told.window or "none: dates play no part"),
            ("Leaves out", told.excludes),
            ("Filters", filters or "none"),
            ("As of", f"{told.as_of}{counted}"),
            ("Listed by", told.order),
            ("Notes", "; ".join(told.notes)),
        )

    def compose(self) -> ComposeResult:
        """The title, then part by part."""
        with Vertical(classes="dialog"):
            yield Static(ui_text(self._title), classes="dialog--title")
            with VerticalScroll(classes="explained", can_focus=False):
                for name, text in self._parts:
                    if text:
                        with Horizontal(classes="explained--part"):
                            yield Static(ui_text(name), classes="explained--name")
                            yield Static(ui_text(text), classes="explained--text")
            yield Static(ui_text("esc closes"), classes="dialog--hint")

    def action_scroll(self, by: int) -> None:
        """Shows what is further down, or up."""
        self.query_one(".explained", VerticalScroll).scroll_relative(y=by, animate=False)
