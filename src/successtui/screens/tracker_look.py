"""How the tracker's rows look: columns for the room there is, bars, the line about the cursor.

Pure functions over what the services hand out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from successtui.screens.cells import cell
from successtui.widgets.bars import progress_bar, sparkline
from successtui.widgets.columns import Cell, Column
from successtui.widgets.timeline import Span
from successtui.widgets.tree_table import Node

if TYPE_CHECKING:
    from successtui.services.tracking import Tracked
    from successtui.services.tracking_kpis import Details, Kpi

_ROOMY, _BROAD = 100, 150
"""Columns of the terminal from which there is room for dates, and for statuses in words."""
_TITLE = Column("title", "Plan", None, min_width=18, weight=4)
_SIGN = Column("sign", "", 1, priority=9)
_DUE = Column("due", "Due", 11, priority=7)
_STATUS = Column("status", "Status", 13, priority=8)
KPI_COLUMNS = (
    Column("title", "KPI", None, min_width=18, weight=3, priority=10),
    Column("current", "Current", 9, align="right", priority=9),
    Column("target", "Target", 9, align="right", priority=8),
    Column("progress", "Progress", 12, priority=7),
    Column("until", "Target date", 12, priority=6),
    Column("status", "KPI status", 15, priority=5),
    Column("base", "Base", 9, align="right", priority=4),
    Column("unit", "Unit", 10, priority=3),
    Column("course", "Course", 12, priority=2),
    Column("age", "As of", 9, priority=2),
    Column("objective", "Objective", None, min_width=16, weight=2, priority=1),
)
_MARKS = {
    "plan": "■",
    "objective": "⚑",
    "outcome": "◎",
    "play": "▷",
    "task": "·",
    "touchpoint": "✎",
}
_BAR = 7
_COURSE = 12
_LABEL = 15


def columns(cells: int) -> tuple[Column, ...]:
    """The columns beside the timeline, on a terminal of so many cells."""
    if cells < _ROOMY:
        return (_TITLE, _SIGN)
    return (_TITLE, _SIGN, _DUE) if cells < _BROAD else (_TITLE, _STATUS, _DUE)


def node(row: Tracked, columns: Sequence[Column]) -> Node:
    """A row of the tree with the cells of these columns."""
    name = row.record.declaration.name if row.record is not None else ""
    style = "bad" if row.late else "accent" if name in ("plan", "objective", "") else ""
    cells = {
        "title": Cell(f"{_MARKS.get(name, '')} {row.title}".strip(), "" if row.ended else style),
        "sign": Cell(row.status.text[:1], row.status.tone),
        "status": cell(row.status),
        "due": cell(row.due),
    }
    return Node(
        key=row.key,
        depth=row.depth,
        cells=tuple(cells[column.key] for column in columns),
        expandable=row.has_children,
        parent=row.parent,
        dim=row.ended,
    )


def span(row: Tracked) -> Span:
    """What a row shows in time."""
    return Span(row.start, row.end, row.progress, row.late, row.ended, row.assumed)


def about(row: Tracked | None) -> str:
    """One line about the row under the cursor, for what has no room beside the timeline."""
    if row is None:
        return ""
    if row.record is None:
        return row.title
    when = str(row.end or ("no dates" if row.start is None else "no end"))
    if row.start is not None:
        when = f"{row.start} → {when}"
    late = " overdue!" if row.late else " (from what lies below)" if row.assumed else ""
    done = f"{row.progress}%" if row.progress is not None else ""
    label = f"{row.record.declaration.label.lower()} {row.record.number}"
    parts = (row.title, f"{when}{late}", row.status.text, done, row.owner, label)
    return " · ".join(part for part in parts if part)


def overdue(rows: Iterable[Tracked]) -> str:
    """How many of the rows are overdue; empty when none is."""
    count = sum(row.late for row in rows)
    return f" · {count} overdue" if count else ""


def kpi_row(kpi: Kpi) -> tuple[Cell, ...]:
    """A row of the KPI overview; one that cannot be changed here is muted."""
    cells = kpi.cells
    title = Cell(f"◎ {cells['title'].text}", "" if kpi.in_plan else "muted")
    return (
        title,
        cell(cells["current_value"]),
        cell(cells["target_value"]),
        _progress(kpi.progress),
        cell(cells["target_date"]),
        cell(cells["kpi_status"]),
        cell(cells["base_value"]),
        cell(cells["unit"]),
        Cell(sparkline(kpi.values, _COURSE), "bar"),
        Cell(kpi.age, "muted"),
        Cell(kpi.objective),
    )


def facts_text(found: Details) -> str:
    """The facts of a record, one a line."""
    lines = [f"{label[:_LABEL]:<{_LABEL}} {value}" for label, value in found.facts]
    return "\n".join([found.title, *lines])


def kpis_text(found: Details) -> str:
    """The KPI section: values, progress, course and age, two lines a KPI."""
    if not found.about:
        return ""
    if not found.kpis:
        return f"KPIs of {found.about}\nnone yet; K adds one to an objective"
    lines = [f"KPIs of {found.about}"]
    for kpi in found.kpis:
        cells = kpi.cells
        share = (
            "" if kpi.progress is None else f"{progress_bar(kpi.progress, _BAR)} {kpi.progress}%"
        )
        until = f"  until {cells['target_date'].text}" if cells["target_date"].text else ""
        lines.append(f"◎ {cells['title'].text}  {share}  {cells['kpi_status'].text}")
        path = " → ".join(
            cells[name].text or "?" for name in ("base_value", "current_value", "target_value")
        )
        age = f"  {kpi.age}" if kpi.age else "  no value yet"
        course = sparkline(kpi.values, _COURSE)
        lines.append(f"  {path} {cells['unit'].text}  {course}{age}{until}")
    return "\n".join(lines)


def _progress(percent: int | None) -> Cell:
    if percent is None:
        return Cell("–", "muted")
    return Cell(f"{progress_bar(percent, _BAR)} {percent:>3}%", "bar")
