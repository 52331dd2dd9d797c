"""The report's filters: contract value, CSMs, industries; several of each (R004-05 to R004-11).

What is chosen is staged here and takes effect when it is applied; leaving changes nothing.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from successtui.screens.base import beside, read
from successtui.screens.report_jobs import options
from successtui.services.report.scope import Choice, Filters
from successtui.text import ui_text
from successtui.widgets.check_list import CheckGroup, CheckList
from successtui.widgets.question import Question

_TITLE = "Any of each group, all groups together; where nothing is chosen, all count"
_HINT = (
    "space chooses · tab next group · / finds · x none · ctrl+s applies · esc leaves it as it was"
)
_VALUES, _CSMS, _INDUSTRIES = "contract_values", "csms", "industries"


class ReportFilters(Question[Filters | None]):
    """Asks for filters; answers with them once applied, `None` when it was left.

    Args:
        filters: those in force.
    """

    AUTO_FOCUS = "CheckList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "apply", "Apply", show=False, priority=True),
        Binding("escape", "leave", "Leave", show=False),
        Binding("slash", "find", "Find", show=False),
        Binding("x", "none", "None", show=False),
    ]

    def __init__(self, filters: Filters) -> None:
        super().__init__()
        self._filters = filters

    def compose(self) -> ComposeResult:
        """Search line, choices, what would be applied, keys."""
        with Vertical(classes="dialog"):
            yield Static(ui_text("Filter the report"), classes="dialog--title")
            line = Input(placeholder="type a part of a name", compact=True, classes="-hidden")
            line.cursor_blink = False
            yield line
            yield CheckList(_TITLE, empty="reading …")
            yield Static(ui_text(_HINT), classes="dialog--hint")

    def on_mount(self) -> None:
        """Asks what can be chosen."""
        beside(self, self._fill, group="load")

    @property
    def _checks(self) -> CheckList:
        return self.query_one(CheckList)

    async def _fill(self) -> None:
        found = await read(self, partial(options, self._filters))
        if found is None:
            self.dismiss(None)
            return
        offered = (
            (_VALUES, "Contract value", found.contract_values),
            (_CSMS, "CSM", found.csms),
            (_INDUSTRIES, "Industry", found.industries),
        )
        groups, checked = [], []
        for name, title, choices in offered:
            chosen: tuple[str, ...] = getattr(self._filters, name)
            groups.append(CheckGroup(name, title, _with(choices, chosen)))
            checked += [(name, value) for value in chosen]
        self._checks.empty = "Nothing is called that. esc shows all."
        self._checks.set_groups(groups, checked)

    # Keys

    def action_apply(self) -> None:
        """The filters take effect now."""
        if not self._checks.row_count and not self._line.value:
            return
        chosen = self._checks.checked_of
        self.dismiss(Filters(chosen(_VALUES), chosen(_CSMS), chosen(_INDUSTRIES)))

    def action_leave(self) -> None:
        """Out of the search line first; then away, with everything as it was."""
        if self._line.has_class("-hidden"):
            self.dismiss(None)
            return
        self._line.value = ""
        self._line.add_class("-hidden")
        self._checks.focus()

    def action_find(self) -> None:
        """Opens the search line."""
        self._line.remove_class("-hidden")
        self._line.focus()

    def action_none(self) -> None:
        """Unchecks everything; applied like any other choice."""
        self._checks.uncheck_all()

    @property
    def _line(self) -> Input:
        return self.query_one(Input)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._checks.narrow(event.value)

    @on(Input.Submitted)
    def _found(self, event: Input.Submitted) -> None:
        event.stop()
        self._checks.focus()


def _with(choices: tuple[Choice, ...], chosen: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """What is offered, and what is in force though it is offered no more."""
    offered = tuple((choice.value, choice.label) for choice in choices)
    known = {value for value, _ in offered}
    return (*offered, *((value, value) for value in chosen if value not in known))
