"""A page of tiles and charts with one cursor over all of them.

Owns scrolling, the cursor, keys and mouse. Knows no record: the owner hands layouts over and hears
with `Opened` and `Moved` which key is meant. No widget per tile and no animation: a new page
repaints only the cells that differ from the one before, a step of the cursor two of its marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size, clamp
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from successtui.widgets.board_layout import Direction, Layout, chosen, draw, next_spot, spot_of
from successtui.widgets.pictures import Box, Key, Line, Picture, Spot
from successtui.widgets.strip_changes import changes

STYLES = frozenset(
    {
        *("title", "figure", "muted", "accent", "good", "warn", "bad"),
        *("bar", "bar-good", "bar-warn", "bar-bad", "bar-muted", "bar-accent"),
    }
)
_HEADING = 2
"""Lines above a spot that say what it is; they come into sight with it."""


class Board(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows one page; see the module."""

    ALLOW_SELECT = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "go('down')", "Down", show=False, id="board.down"),
        Binding("up,k", "go('up')", "Up", show=False, id="board.up"),
        Binding("left,h", "go('left')", "Left", show=False, id="board.left"),
        Binding("right,l", "go('right')", "Right", show=False, id="board.right"),
        Binding("pagedown", "page(1)", "Next page", show=False, id="board.page_down"),
        Binding("pageup", "page(-1)", "Previous page", show=False, id="board.page_up"),
        Binding("home", "first", "First number", show=False, id="board.first"),
        Binding("end,G", "last", "Last number", show=False, id="board.last"),
        Binding("enter", "open", "Open", show=False, id="board.open"),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "board--ground",
        "board--cursor",
        *(f"board--{name}" for name in STYLES),
    }

    @dataclass
    class Moved(Message):
        """The cursor came to stand on another spot; None where there is none."""

        board: Board
        key: Key | None

        @property
        def control(self) -> Board:
            """The board, for `@on` selectors."""
            return self.board

    @dataclass
    class Opened(Message):
        """Enter, or a second click, on a spot."""

        board: Board
        key: Key

        @property
        def control(self) -> Board:
            """The board, for `@on` selectors."""
            return self.board

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._layouts: tuple[Layout, ...] = ()
        self._picture = Picture(())
        self._strips: list[Strip] = []
        self._cells = 0
        self._wanted: Key | None = None
        self._spot: Spot | None = None

    # What the owner says

    def show(self, layouts: Sequence[Layout], *, cursor: Key | None, top: int = 0) -> None:
        """Show this page.

        Args:
            layouts: the page for several widths, the one that needs most first.
            cursor: where the cursor is to stand; the nearest whole, else the first spot, takes
                over where the page does not have it.
            top: the line to scroll to.
        """
        self._layouts = tuple(layouts)
        self._wanted = cursor
        self._draw_page(top)

    @property
    def cursor_key(self) -> Key | None:
        """What the cursor stands on."""
        return self._spot.key if self._spot else None

    @property
    def wanted_key(self) -> Key | None:
        """Where the cursor was last put, though the page may not have it at the moment."""
        return self._wanted

    @property
    def top_line(self) -> int:
        """The first line of the page in sight."""
        return self.scroll_offset.y

    @property
    def keys(self) -> tuple[Key, ...]:
        """Everything the cursor can stand on, in the order it was drawn."""
        return tuple(spot.key for spot in self._picture.spots)

    def move_to(self, key: Key) -> bool:
        """Put the cursor on this spot; False where the page does not have it."""
        spot = next((each for each in self._picture.spots if each.key == key), None)
        if spot is None:
            return False
        self._stand_on(spot)
        return True

    # Moving

    def action_go(self, direction: Direction) -> None:
        """Move the cursor to the next spot that way, or show what lies beyond the last one."""
        if self._spot is None:
            return
        spot = next_spot(self._picture.spots, self._spot, direction)
        if spot is not None:
            self._stand_on(spot)
        elif direction in ("up", "down"):
            self._scroll_to_line(0 if direction == "up" else len(self._strips))

    def action_page(self, pages: int) -> None:
        """Scroll by a page and take the cursor along."""
        if self._spot is None:
            return
        step = pages * max(1, self.size.height - _HEADING)
        wanted = self._spot.mark.y + step
        self._scroll_to_line(self.top_line + step)
        nearest = min(
            self._picture.spots,
            key=lambda spot: (abs(spot.mark.y - wanted), abs(spot.mark.x - self._mark.x)),
        )
        self._stand_on(nearest)

    def action_first(self) -> None:
        """Move the cursor to the first spot."""
        if self._picture.spots:
            self._stand_on(self._picture.spots[0])

    def action_last(self) -> None:
        """Move the cursor to the last spot."""
        if self._picture.spots:
            self._stand_on(self._picture.spots[-1])

    def action_open(self) -> None:
        """Tell the owner to open what the cursor stands on."""
        if self._spot is not None:
            self.post_message(self.Opened(self, self._spot.key))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the spot; a second click on it opens it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        event.stop()
        x, y = offset.x, offset.y + self.top_line
        for spot in self._picture.spots:
            if spot.area.holds(x, y):
                if spot == self._spot:
                    self.action_open()
                else:
                    self._stand_on(spot)
                return

    @property
    def _mark(self) -> Box:
        return self._spot.mark if self._spot else Box(0, 0, 0, 0)

    def _stand_on(self, spot: Spot) -> None:
        before, self._spot = self._mark, spot
        self._wanted = spot.key
        self._bring_into_sight(spot)
        if before != spot.mark:
            self._refresh_boxes(before, spot.mark)
            self.post_message(self.Moved(self, spot.key))

    def _bring_into_sight(self, spot: Spot) -> None:
        height = self.size.height
        if not height:
            return
        first, last = max(0, spot.area.y - _HEADING), spot.area.bottom
        if last > self.top_line + height:
            self._scroll_to_line(last - height)
        if first < self.top_line:
            self._scroll_to_line(first)

    def _scroll_to_line(self, line: int) -> None:
        if self.is_attached:
            self.scroll_to(y=line, animate=False, force=True)

    # Drawing

    def on_resize(self) -> None:
        """Lay the page out for the room there is now."""
        if self.scrollable_content_region.width != self._cells:
            self._draw_page(self.top_line)
        if self._spot is not None:
            self._bring_into_sight(self._spot)

    def notify_style_update(self) -> None:
        """Draw in the colours of another theme."""
        if self._layouts and self.is_attached:
            self._strips = [self._strip(line) for line in self._picture.lines]
        super().notify_style_update()

    def _draw_page(self, top: int) -> None:
        self._cells = self.scrollable_content_region.width
        if not self._cells or not self._layouts:
            return
        before = self._in_sight()
        key = self.cursor_key
        self._picture = draw(chosen(self._layouts, self._cells), self._cells)
        self._strips = [self._strip(line) for line in self._picture.lines]
        self._spot = self._found(self._wanted)
        self.virtual_size = Size(0, len(self._strips))
        self._scroll_to_line(clamp(top, 0, max(0, len(self._strips) - self.size.height)))
        self._refresh_changes(before)
        if self.cursor_key != key:
            self.post_message(self.Moved(self, self.cursor_key))

    def _found(self, key: Key | None) -> Spot | None:
        spots = self._picture.spots
        found = spot_of(spots, key) if key else None
        return found or (spots[0] if spots else None)

    def _in_sight(self) -> list[Strip]:
        return [self.render_line(y) for y in range(self.size.height)]

    def render_line(self, y: int) -> Strip:
        """Draw one line of the widget."""
        line = y + self.top_line
        ground = self._style_of("ground")
        if line >= len(self._strips):
            return Strip.blank(self.size.width, ground)
        strip = self._strips[line]
        mark = self._mark
        if mark.y <= line < mark.bottom:
            strip = self._marked(strip, mark)
        return strip.adjust_cell_length(self.size.width, ground)

    def _strip(self, line: Line) -> Strip:
        """The line in colours; what is blank takes those before it, which saves bytes."""
        segments: list[Segment] = []
        for span in line:
            style = self._style_of(span.style)
            if segments and not span.text.strip(" "):
                style = segments[-1].style or style
            segments.append(Segment(span.text, style))
        return Strip(segments).simplify().adjust_cell_length(self._cells, self._style_of(""))

    def _marked(self, strip: Strip, mark: Box) -> Strip:
        style = self._style_of("cursor")
        middle = Strip([Segment(strip.crop(mark.x, mark.right).text, style)])
        return Strip.join([strip.crop(0, mark.x), middle, strip.crop(mark.right, None)])

    def _style_of(self, name: str) -> Style:
        known = name if name in STYLES or name == "cursor" else "ground"
        return self.get_component_rich_style(f"board--{known}")

    def _refresh_boxes(self, *boxes: Box) -> None:
        regions = [
            Region(box.x, box.y - self.top_line, box.width, box.height)
            for box in boxes
            if box.bottom > self.top_line and box.y < self.top_line + self.size.height
        ]
        if regions:
            self.refresh(*regions)

    def _refresh_changes(self, before: Sequence[Strip]) -> None:
        """Repaint the cells in sight that look different now."""
        regions = [
            Region(first, y, last - first, 1)
            for y, (old, new) in enumerate(zip(before, self._in_sight(), strict=True))
            for first, last in changes(old, new)
        ]
        if regions:
            self.refresh(*regions)
