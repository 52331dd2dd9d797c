"""The Record Details panel of the tracker: facts at one side, the KPI section at the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.widgets import Static

from successtui.screens.tracker_look import facts_text, kpis_text
from successtui.text import ui_text

if TYPE_CHECKING:
    from successtui.services.tracking_kpis import Details


class DetailsPanel(Container):
    """Shows one record; hidden until it is asked for."""

    def compose(self) -> ComposeResult:
        """Facts and KPIs, each scrolling by itself."""
        with VerticalScroll(classes="details-facts", can_focus=False):
            yield Static("", id="facts")
        with VerticalScroll(classes="details-kpis", can_focus=False):
            yield Static("", id="kpis")

    def show(self, found: Details | None) -> None:
        """Shows a record, from its top."""
        facts = "" if found is None else facts_text(found)
        self.query_one("#facts", Static).update(ui_text(facts))
        kpis = "" if found is None else kpis_text(found)
        self.query_one("#kpis", Static).update(ui_text(kpis))
        for part in self.query(VerticalScroll):
            part.scroll_home(animate=False)

    def scroll_details(self, by: int) -> None:
        """Moves what is shown by so many lines."""
        for part in self.query(VerticalScroll):
            part.scroll_relative(y=by, animate=False)
