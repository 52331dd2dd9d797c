"""A form of nine Inputs and three Selects in a ModalScreen, opened from a page of text."""

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Footer, Header, Input, Label, Select, Static

INPUTS, SELECTS = 9, 3
CHOICES = [(name, name) for name in ("New", "Define", "In progress", "Canceled", "Closed")]


class Form(ModalScreen[None]):
    """The dialog."""

    CSS = """
    Form { align: center middle; }
    VerticalScroll { width: 90%; height: 95%; border: round $primary; }
    """
    BINDINGS = [Binding("escape", "dismiss", "Close")]

    def compose(self) -> ComposeResult:
        """A label and a field each."""
        with VerticalScroll():
            for number in range(1, INPUTS + 1):
                yield Label(f"Field {number}")
                yield Input(placeholder="text")
            for number in range(1, SELECTS + 1):
                yield Label(f"Choice {number}")
                yield Select(CHOICES)

    def on_mount(self) -> None:
        """Starts in the first field."""
        self.query_one(Input).focus()


class Page(App[None]):
    """The page below."""

    BINDINGS = [Binding("n", "new", "New")]

    def compose(self) -> ComposeResult:
        """Header, text, footer."""
        yield Header()
        yield Static("Ready to work")
        yield Footer()

    def action_new(self) -> None:
        """Opens the form."""
        self.push_screen(Form())


if __name__ == "__main__":
    Page().run()
