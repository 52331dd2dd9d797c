"""What the tracker changes without a form: dates by a key, one field, deleting what may go."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from successtui.records import Outcome, Record
from successtui.screens.base import beside, dialog, read, say, write
from successtui.screens.record_actions import RecordActions
from successtui.screens.tracker_inline import change_in_place
from successtui.widgets.confirm import Confirm

if TYPE_CHECKING:
    from successtui.services.offering import Offer
    from successtui.services.records import Saved
    from successtui.services.session import Session


class TrackerChanges(RecordActions):
    """A place whose current record is changed in place.

    KPIs are changed and deleted here only while their objective is in a plan (R003-57, R003-58);
    the services refuse it as well.
    """

    @dialog
    async def action_change(self) -> None:
        """One field of the record, without its form."""
        if (about := self.current()) is not None:
            await change_in_place(self, *about)

    @dialog
    async def action_value(self) -> None:
        """The KPI's current value."""
        if (about := self.current()) is not None and about[0] is Outcome:
            await change_in_place(self, *about, "current_value")

    @dialog
    async def action_assign(self) -> None:
        """Another owner."""
        about = self.current()
        if about is None:
            return
        fields = about[0].declaration.fields
        name = next((n for n in ("owner", "assigned_to") if n in fields), "")
        if name:
            await change_in_place(self, *about, name)

    def action_week_later(self) -> None:
        """Moves the due date to a week later."""
        self._move(7)

    def action_week_earlier(self) -> None:
        """Moves the due date to a week earlier."""
        self._move(-7)

    def action_day_later(self) -> None:
        """Moves the due date to the next day."""
        self._move(1)

    def action_day_earlier(self) -> None:
        """Moves the due date to the day before."""
        self._move(-1)

    def _move(self, days: int) -> None:
        about = self.current()
        if about is not None:
            job = partial(_move_end, *about, days)
            beside(self, partial(self._moving, job), group="move", exclusive=False)

    async def _moving(self, job: partial[Saved]) -> None:
        await write(self, job)

    async def _form(self, record_type: type[Record], record_id: int) -> None:
        if await self._may_change(record_type, record_id):
            await super()._form(record_type, record_id)

    async def _carry_out(self, record: Record, offer: Offer) -> None:
        if await self._may_change(type(record), record.id):
            await super()._carry_out(record, offer)

    async def _delete(self, record: Record) -> None:
        if not await self._may_change(type(record), record.id):
            return
        label = record.declaration.label.lower()
        question = Confirm(
            f"Delete the {label} {record.caption}?",
            ("Undo (u) brings it back.",),
            confirm_label="Delete",
        )
        if await self.app.push_screen_wait(question):
            job = partial(_remove, type(record), record.id)
            await write(self, job, done=f"Deleted {record.caption}. u restores")

    async def _may_change(self, record_type: type[Record], record_id: int) -> bool:
        reason = await read(self, partial(_refusal, record_type, record_id))
        if reason:
            say(self, reason, wrong=True)
        return reason == ""


def _move_end(
    record_type: type[Record], record_id: int, days: int, session: Session, _confirmed: bool
) -> Saved:
    from successtui.services.tracking_changes import move_end

    return move_end(session, record_type, record_id, days)


def _remove(record_type: type[Record], record_id: int, session: Session, confirmed: bool) -> Saved:
    from successtui.services.tracking_changes import remove

    return remove(session, record_type, record_id, confirmed=confirmed)


def _refusal(record_type: type[Record], record_id: int, session: Session) -> str:
    from successtui.services.tracking_changes import refusal

    return refusal(session, record_type, record_id)
