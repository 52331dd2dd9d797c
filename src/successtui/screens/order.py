"""Step two of a wizard: some details, the Select Records grid below them, and making it all.

Owns re-dating when the start changes, what is lost on leaving, and showing errors where they
belong. What is asked for and what is made is said by a subclass.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from successtui.domain.errors import Invalid, Problem, SuccessError
from successtui.records.kinds import AnyReference, Field
from successtui.screens.base import beside, dialog, host, write
from successtui.screens.details import Details
from successtui.screens.review_grid import ReviewGrid, ReviewTable
from successtui.screens.typing_ahead import taken_in
from successtui.screens.wizard import Wizard, keys
from successtui.text import ui_text
from successtui.widgets.confirm import Confirm
from successtui.widgets.date_field import DateField

if TYPE_CHECKING:
    from successtui.services.records import Saved
    from successtui.services.review import Names, ReviewItem
    from successtui.services.session import Session

START = "start_date"


@dataclass(frozen=True, slots=True)
class OrderData:
    """What the step starts with.

    Attributes:
        intro: a line or two about what was chosen.
        values: of the fields that are asked for.
        labels: what referred records are called, by (type, id).
        names: what owners and resources of the items are called.
    """

    intro: str
    values: Mapping[str, Any]
    items: Sequence[ReviewItem]
    names: Names
    labels: Mapping[tuple[str, int], str]


class OrderWizard(Wizard):
    """Details and review of what is about to be made; see the module."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *keys("wizard.finish", "review.details", "review.resources", "review.remove", "review.add")
    ]
    ALLOW_ADD: ClassVar[bool] = False
    FIRST: ClassVar[str] = ""
    """The field to begin with when nothing that is required is missing; else the first."""
    NOTHING: ClassVar[str] = ""
    """Said in place of a grid that is empty and stays so."""

    def __init__(self, account_id: int) -> None:
        super().__init__()
        self.account_id = account_id
        self.start: date | None = None
        self._before: object = None
        self._dating = asyncio.Lock()

    # What a subclass says

    def fields(self) -> Sequence[Field]:
        """The fields that are asked for."""
        raise NotImplementedError

    def read_order(self, session: Session) -> OrderData:
        """What to start with; runs off the screen's thread."""
        raise NotImplementedError

    def dated_from(self, start: date, session: Session) -> Sequence[ReviewItem]:
        """The items dated from another start; runs off the screen's thread."""
        return ()

    def make(
        self, values: Mapping[str, Any], items: tuple[ReviewItem, ...], session: Session
    ) -> Saved:
        """Makes it; runs off the screen's thread."""
        raise NotImplementedError

    def said_when_done(self, values: Mapping[str, Any], items: Sequence[ReviewItem]) -> str:
        """What is said when it is made of these items."""
        raise NotImplementedError

    # Showing

    def body(self) -> ComposeResult:
        """What was chosen, the details, the grid."""
        yield Static("", classes="wizard-intro")
        yield Details(self.account_id, classes="wizard-details")
        yield Static(ui_text(self.NOTHING), classes="wizard-nothing")
        yield ReviewGrid(
            self.account_id,
            self.today,
            allow_add=self.ALLOW_ADD,
            empty="No tasks yet. Press n here to add one." if self.ALLOW_ADD else "",
        )

    @property
    def grid(self) -> ReviewGrid:
        """The items under review."""
        return self.query_one(ReviewGrid)

    @property
    def details(self) -> Details:
        """The fields above the grid."""
        return self.query_one(Details)

    def on_mount(self) -> None:
        """Reads what to start with."""
        self.grid.display = False
        beside(self, self._fill, group="fill")

    async def _fill(self) -> None:
        try:
            data = await host(self).desk.read(self.read_order)
        except SuccessError as error:
            self.say(str(error))
            return
        intro = self.query_one(".wizard-intro", Static)
        intro.update(ui_text(data.intro))
        intro.display = bool(data.intro)
        await self.details.fill(self.fields(), data, self.today)
        self.start = data.values.get(START)
        has_grid = bool(data.items) or self.ALLOW_ADD
        self.query_one(".wizard-nothing").display = not has_grid
        self.grid.display = has_grid
        self.grid.set_items(data.items, data.names)
        self.filled()
        self._before = self._state()
        self.details.begin(self.FIRST)

    def filled(self) -> None:
        """Called once the details stand."""

    # In the grid

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What changes the item under the cursor is at hand while the grid has the focus."""
        if action not in ("details", "resources", "remove", "add"):
            return True
        return isinstance(self.focused, ReviewTable) and self.grid.allows(action)

    def action_details(self) -> None:
        """Changes title and description."""
        self.grid.change_details()

    def action_resources(self) -> None:
        """Chooses who helps with a task."""
        self.grid.change_resources()

    def action_remove(self) -> None:
        """Leaves the item out."""
        self.grid.remove_item()

    def action_add(self) -> None:
        """Adds a task of one's own."""
        self.grid.add_task()

    # Start

    @on(DateField.Settled)
    def _settled(self, event: DateField.Settled) -> None:
        event.stop()
        self.details.row(START).say(event.error)
        if event.value_date not in (None, self.start):
            beside(self, self._move_start, group="dialog", exclusive=False)

    async def _move_start(self) -> None:
        await self._redate()

    async def _redate(self) -> bool:
        """Dates the items from another start (R003-21, R003-22); whether any of them moved."""
        editor = self.details.row(START).editor
        assert isinstance(editor, DateField)
        # Whoever comes while the person is being asked finds the answer given.
        async with self._dating:
            day = editor.value_date
            if day is None or day == self.start:
                return False
            if self.grid.edited_dates and not await self._may_lose_dates():
                editor.set_date(self.start)
                return False
            fresh = await host(self).desk.read(partial(self.dated_from, day))
            self.start = day
            self.grid.redate(fresh)
            self.restarted()
            return bool(fresh)

    async def _may_lose_dates(self) -> bool:
        question = Confirm(
            "Date everything from the new start?",
            (
                "Dates of plays and tasks that you changed by hand (marked *) will be lost.",
                "What is selected, owners and texts stay.",
            ),
            confirm_label="Date anew",
            cancel_label="Keep the old start",
        )
        return await self.app.push_screen_wait(question)

    def restarted(self) -> None:
        """Called once items were dated from another start."""

    # Making

    @dialog
    async def action_finish(self) -> None:
        """Makes what the screen shows; errors are shown where they belong."""
        if self._before is None:
            return
        await taken_in(self)
        unseen = await self._redate()
        values, problems = self.details.collect()
        if problems:
            self.show(problems)
            return
        if unseen:
            self.say("All dates moved with the new start: look at them, then press ctrl+s again.")
            self.grid.table.focus()
            return
        self.show([])
        items = self.grid.items
        job = partial(self._job, values, items)
        try:
            done = self.said_when_done(values, [item for item in items if item.included])
            self.done(await write(self, job, done=done, raise_errors=True))
        except Invalid as invalid:
            self.show(invalid.problems)
        except SuccessError as error:
            self.say(str(error))
            if (key := getattr(error, "key", None)) is not None:
                self.grid.move_to(key)

    def _job(
        self,
        values: Mapping[str, Any],
        items: tuple[ReviewItem, ...],
        session: Session,
        _confirmed: bool,
    ) -> Saved:
        return self.make(values, items, session)

    def show(self, problems: Sequence[Problem]) -> None:
        """Shows each problem under its field, those of no field below; goes to the first."""
        others = self.details.blame(problems)
        count = len(problems)
        nothing_made = f"{count} to mend; nothing was made" if count else ""
        self.say("; ".join(str(problem) for problem in others) or nothing_made)

    # Leaving

    @property
    def is_dirty(self) -> bool:
        """Whether something was changed that leaving would lose."""
        return self._before is not None and self._state() != self._before

    def _state(self) -> object:
        return self.details.texts(), self.grid.items

    @dialog
    async def action_leave(self) -> None:
        """Goes back a step; asks first when something was changed."""
        if self.is_dirty:
            question = Confirm(
                "Go back without making it?",
                ("What you changed here will be gone.",),
                confirm_label="Go back",
                cancel_label="Stay",
            )
            if not await self.app.push_screen_wait(question):
                return
        self.dismiss(None)


def owner_of(values: Mapping[str, Any], field: Field) -> tuple[str | None, int | None]:
    """Owner kind and owner among collected values."""
    assert isinstance(field.kind, AnyReference)
    return values.get(field.kind.discriminator), values.get(field.name)
