"""A custom objective of an account, and the SuccessPlays it takes over (R001-24 to R001-31)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from successtui.records import Objective
from successtui.screens.base import read
from successtui.screens.form import RecordForm
from successtui.text import ui_text
from successtui.widgets.choice import ChoiceField
from successtui.widgets.choices import Choice

if TYPE_CHECKING:
    from successtui.records import Play
    from successtui.services.records import Saved
    from successtui.services.session import Session

_FIXED = ("account", "plan", "library", "is_template")
_WARNING = "Objectives can be shared with customers: write for their eyes."
_NO_PLAYS = "No open SuccessPlays exist on this account."


class CustomObjective(RecordForm):
    """Asks for an objective and open plays to group under it; `None` when it was left."""

    def __init__(self, account_id: int, account_name: str) -> None:
        super().__init__(
            Objective,
            preset={"account": account_id},
            fixed=_FIXED,
            title=f"New objective for {account_name}",
        )
        self._account_id = account_id
        self._plays = ChoiceField([], multiple=True, placeholder="none; type or ↓ to choose")

    async def _fill(self) -> None:
        await super()._fill()
        if not self.rows:
            return
        found = await read(self, self._linkable)
        if found is None or not self.is_attached:
            return
        frame = self.query_one(".form", Vertical)
        await frame.mount(
            Static(ui_text(_WARNING), classes="form-warning"), after=frame.query_one(".form-title")
        )
        body = self.query_one("#fields", VerticalScroll)
        section = Vertical(classes="plays-to-group")
        headings = body.query(".form-section")
        await body.mount(section, before=headings.first() if headings else None)
        title = f"── SuccessPlays to group under it ({len(found)} open) "
        await section.mount(Static(ui_text(title), classes="form-section"))
        if not found:
            await section.mount(Static(ui_text(_NO_PLAYS), classes="form-fact"))
            return
        self._plays.set_choices([_choice(play, objective) for play, objective in found])
        await section.mount(self._plays)

    def _linkable(self, session: Session) -> list[tuple[Play, str]]:
        from successtui.services.plays import linkable_plays

        return linkable_plays(session, self._account_id)

    @property
    def is_dirty(self) -> bool:
        """Whether something was typed, or plays were chosen, that is not stored."""
        return super().is_dirty or bool(self._plays.values)

    def job(self, values: dict[str, Any], session: Session, confirmed: bool) -> Saved:
        """Stores the objective and moves the chosen plays under it (R001-28, R001-31)."""
        from successtui.services.plays import add_custom_objective

        plays = tuple(int(value) for value in self._plays.values)
        return add_custom_objective(session, {**self._fixed_values(), **values}, plays)


def _choice(play: Play, objective: str) -> Choice:
    """A play; one that serves an objective already says so, for choosing it moves it (R001-29)."""
    hint = f"{play.number} · now under {objective}, moves" if objective else play.number
    return Choice(str(play.id), play.name, hint)
