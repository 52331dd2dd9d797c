"""Keys of the tracker that move through time, and those that add to the plan under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from successtui.records import Record
from successtui.screens.base import dialog, say
from successtui.screens.record_actions import RecordActions
from successtui.screens.tracker_inline import change_in_place, changeable
from successtui.screens.tracker_panes import TimelinePane
from successtui.widgets.menu import MenuItem

if TYPE_CHECKING:
    from successtui.screens.panes import Pane
    from successtui.widgets.timeline_tree import TimelineTree

OF_PLAN = (
    "quick",
    "summary",
    "plan_template",
    "library",
    "objective",
    "run_play",
    "custom_play",
    "task",
    "outcome",
)
"""Actions of the plan that the tracker has as well."""
IN_TIME = frozenset(
    {"zoom_in", "zoom_out", "earlier", "later", "now", "find_bar"}
    | {"week_later", "week_earlier", "day_later", "day_earlier"}
)
"""Actions that make sense beside a timeline only."""


class TrackerKeys(RecordActions):
    """A place with a timeline, and a plan to add to."""

    @property
    def pane(self) -> Pane | None:
        """The body in front."""
        raise NotImplementedError

    @property
    def timeline(self) -> TimelineTree | None:
        """The timeline in front."""
        raise NotImplementedError

    # Through time

    def action_zoom_in(self) -> None:
        """Shows less time, larger."""
        self._zoom(-1)

    def action_zoom_out(self) -> None:
        """Shows more time, smaller."""
        self._zoom(1)

    def action_earlier(self) -> None:
        """Scrolls back in time."""
        if self.timeline is not None:
            self.timeline.scroll_time(-1)

    def action_later(self) -> None:
        """Scrolls on in time."""
        if self.timeline is not None:
            self.timeline.scroll_time(1)

    def action_now(self) -> None:
        """Brings today into sight."""
        if self.timeline is not None:
            self.timeline.show_today()

    def action_find_bar(self) -> None:
        """Brings the bar of the row under the cursor into sight."""
        if self.timeline is not None and not self.timeline.show_cursor_bar():
            say(self, "This row has no dates yet; E sets them", wrong=True)

    def _zoom(self, by: int) -> None:
        if self.timeline is not None:
            self.timeline.zoom(by)

    # Adding to the plan

    async def _add(self, name: str) -> None:
        if isinstance(self.pane, TimelinePane):
            await self.pane.carry_out(name)

    @dialog
    async def action_quick(self) -> None:
        """What can be added to the plan."""
        if isinstance(self.pane, TimelinePane):
            await self.pane.quick()

    @dialog
    async def action_summary(self) -> None:
        """The plan summary's editor."""
        await self._add("summary")

    @dialog
    async def action_plan_template(self) -> None:
        """A success plan from a template."""
        await self._add("plan_template")

    @dialog
    async def action_library(self) -> None:
        """An objective from the library."""
        await self._add("library")

    @dialog
    async def action_objective(self) -> None:
        """A custom objective."""
        await self._add("objective")

    @dialog
    async def action_run_play(self) -> None:
        """A SuccessPlay for the objective under the cursor."""
        await self._add("run_play")

    @dialog
    async def action_custom_play(self) -> None:
        """A play made by hand for the objective under the cursor."""
        await self._add("custom_play")

    @dialog
    async def action_task(self) -> None:
        """A task under what the cursor stands on."""
        await self._add("task")

    @dialog
    async def action_outcome(self) -> None:
        """A KPI for the objective under the cursor."""
        await self._add("outcome")

    @dialog
    async def action_new(self) -> None:
        """Something new: of the plan, a KPI, or a touchpoint."""
        pane = self.pane
        if isinstance(pane, TimelinePane):
            await pane.quick()
        elif pane is not None:
            await pane.add()

    def menu_items(self, record: Record) -> list[MenuItem]:
        """What can be added below in front of the record's own actions."""
        pane = self.pane
        extra = pane.menu_items(record) if isinstance(pane, TimelinePane) else []
        change = [MenuItem("inline", "Change one field", "E")] if changeable(type(record)) else []
        return [*extra, *change, *super().menu_items(record)]

    async def chosen(self, record: Record, item: str) -> None:
        """An action of the plan, a change in place, or one of the record's own."""
        pane = self.pane
        if item == "inline":
            await change_in_place(self, type(record), record.id)
        elif item.startswith("plan:") and isinstance(pane, TimelinePane):
            await pane.carry_out(item.partition(":")[2], record)
        else:
            await super().chosen(record, item)
