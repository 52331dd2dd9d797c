"""The least a Textual program is: header, one line of text, footer."""

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header, Static


class Bare(App[None]):
    """Shows one line."""

    def compose(self) -> ComposeResult:
        """Header, text, footer."""
        yield Header()
        yield Static("Ready to work")
        yield Footer()


if __name__ == "__main__":
    Bare().run()
