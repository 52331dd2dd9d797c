"""A tree beside a timeline: the same rows, their columns at the left, their bars at the right.

Owns which stretch of time is in sight. Draws the rows in sight only; what a bar looks like is
worked out in `timeline`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from successtui.widgets.columns import Column
from successtui.widgets.line_painter import GUTTER
from successtui.widgets.timeline import ZOOMS, Mark, Span, View, row, ruler
from successtui.widgets.tree_table import TreeTable

_SEPARATOR = "│"
_SHARE = 0.42
"""How much of a line the columns take."""
_LEAST_COLUMNS, _MOST_COLUMNS = 30, 76
_STEP = 4
"""A press scrolls by this part of what is in sight."""
_WEEKS = 1


class TimelineTree(TreeTable):
    """A tree with a timeline; see the module."""

    HEADER_LINES: ClassVar[int] = 2

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "timeline--ruler",
        "timeline--grid",
        "timeline--today",
        "timeline--bar",
        "timeline--late",
        "timeline--ended",
    }

    def __init__(
        self,
        columns: Sequence[Column] = (),
        *,
        today: date,
        initially_expanded: int = 1,
        empty: str = "",
        legend: str = "",
        id: str | None = None,
    ) -> None:
        """Make a tree; `today` is in sight at first, by weeks.

        Args:
            legend: stands beside the name of the scale, for the keys that matter here.
        """
        super().__init__(columns, initially_expanded=initially_expanded, empty=empty, id=id)
        self._today = today
        self._legend = legend
        self._spans: Mapping[str, Span] = {}
        self._view: View | None = None
        self._zoom = ZOOMS[_WEEKS]

    # What the owner says

    def set_spans(self, spans: Mapping[str, Span], today: date) -> None:
        """What the nodes show in time, by key; a node without a span shows nothing."""
        self._spans = spans
        self._today = today
        self.refresh()

    @property
    def view(self) -> View:
        """The stretch of time in sight; before it was laid out, as wide as it will be at least."""
        if self._view is None:
            self._view = View(self._zoom, 0).showing(self._today, self.time_cells)
        return self._view

    @view.setter
    def view(self, view: View) -> None:
        self._view, self._zoom = view, view.zoom
        self.refresh()

    @property
    def time_cells(self) -> int:
        """Cells the timeline has."""
        cells = self.scrollable_content_region.width
        return max(1, cells - self.columns_width(cells) - len(_SEPARATOR))

    def zoom(self, by: int) -> None:
        """Nearer (negative) or farther, around today when it is in sight, else the middle."""
        cells = self.time_cells
        around = self._today
        if not 0 <= self.view.cell_of(around.toordinal()) < cells:
            around = date.fromordinal(self.view.day_at(cells // 3))
        self.view = self.view.zoomed(by, cells, around)

    def scroll_time(self, by: int) -> None:
        """Later or, when negative, earlier, by a quarter of what is in sight."""
        self.view = self.view.scrolled(by * max(1, self.time_cells // _STEP))

    def show_today(self) -> None:
        """Bring today into sight."""
        self.view = self.view.showing(self._today, self.time_cells)

    def show_cursor_bar(self) -> bool:
        """Bring the beginning of the cursor's bar into sight; False where it has none."""
        span = self._spans.get(self.cursor_key or "")
        day = span and (span.start or span.end)
        if not day:
            return False
        self.view = self.view.showing(day, self.time_cells)
        return True

    # What the base asks

    def columns_width(self, cells: int) -> int:
        """The columns' share; without rows the sentence gets the line."""
        if not self.row_count:
            return cells
        wanted = min(max(int(cells * _SHARE), _LEAST_COLUMNS), _MOST_COLUMNS)
        return min(cells, wanted)

    def header_line(self, y: int) -> Strip:
        """The scale and larger units above; column titles and smaller units below."""
        left = self._painter.header() if y else self._scale()
        if not self.row_count:
            return left
        marks = ruler(self.view, self.time_cells, self._today)[y]
        ground = self._style_of("header") if y else self._look("ruler")
        return self._beside(left, marks, ground)

    def render_line(self, y: int) -> Strip:
        """A line of the tree, and of the timeline beside it."""
        line = super().render_line(y)
        if y < self.HEADER_LINES or not self.row_count:
            return line
        place = self.top_row + y - self.HEADER_LINES
        if place >= self.row_count:
            return self._beside(line, row(None, self.view, self.time_cells, self._today))
        span = self._spans.get(self.shown_keys_at(place))
        marks = row(span, self.view, self.time_cells, self._today)
        ground = self._style_of("cursor-row" if place == self._cursor_row else "row")
        return self._beside(line, marks, ground)

    def shown_keys_at(self, place: int) -> str:
        """Key of the node in that row."""
        return self._shown[place].key

    def _scale(self) -> Strip:
        style = self._look("ruler")
        cells = self.columns_width(self.scrollable_content_region.width)
        text = " " * GUTTER + f"by {self._zoom.name}  {self._legend}" if self.row_count else ""
        return Strip([Segment(text, style)]).adjust_cell_length(cells, style)

    def _beside(self, line: Strip, marks: Sequence[Mark], ground: Style | None = None) -> Strip:
        ground = ground or self._style_of("row")
        segments = [Segment(_SEPARATOR, self._look("grid"))]
        for meaning, run in groupby(marks, key=lambda mark: mark[1]):
            text = "".join(mark[0] for mark in run)
            segments.append(Segment(text, self._styled(meaning, ground)))
        return Strip.join([line, Strip(segments)])

    def _styled(self, meaning: str, ground: Style) -> Style:
        if meaning in ("", "label"):
            return ground
        style = self._look(meaning)
        return style if ground.bgcolor is None else style + Style(bgcolor=ground.bgcolor)

    def _look(self, name: str) -> Style:
        return self.get_component_rich_style(f"timeline--{name}")
