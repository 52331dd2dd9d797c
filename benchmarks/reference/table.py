"""A list of 2,000 rows in a DataTable."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Footer, Header

ROWS = 2_000


class Table(App[None]):
    """Seven columns, as the app's list of accounts has."""

    def compose(self) -> ComposeResult:
        """Header, table, footer."""
        yield Header()
        yield DataTable(cursor_type="row")
        yield Footer()

    def on_mount(self) -> None:
        """Fills the table."""
        table: DataTable[str] = self.query_one(DataTable)
        table.add_columns("Number", "Name", "Industry", "Tier", "Status", "CSM", "Parent account")
        table.add_rows(
            (f"ACC{i:07d}", f"Amber Foods {i:06d}", "Retail", "Growth", "Active", "Kim", "Amber")
            for i in range(1, ROWS + 1)
        )
        table.focus()


if __name__ == "__main__":
    Table().run()
