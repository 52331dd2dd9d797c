"""Four tabs of twelve tiles each in a TabbedContent; the benchmark runs it without animation."""

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Grid
from textual.widgets import Footer, Header, Static, TabbedContent, TabPane

TABS, TILES = 4, 12


class Board(App[None]):
    """Tiles with a number each."""

    CSS = """
    Grid { grid-size: 4 3; }
    .tile { border: round $primary; height: 1fr; }
    """
    BINDINGS = [Binding("tab", "next_tab", "Next tab", priority=True)]

    def compose(self) -> ComposeResult:
        """Header, tabs, footer."""
        yield Header()
        with TabbedContent():
            for tab in range(1, TABS + 1):
                with TabPane(f"Report {tab}", id=f"tab-{tab}"), Grid():
                    for tile in range(1, TILES + 1):
                        yield Static(f"Tile {tab}.{tile}\n{tab * 100 + tile}", classes="tile")
        yield Footer()

    def action_next_tab(self) -> None:
        """Shows the tab to the right."""
        tabs = self.query_one(TabbedContent)
        tabs.active = f"tab-{int(tabs.active.removeprefix('tab-')) % TABS + 1}"


if __name__ == "__main__":
    Board().run()
