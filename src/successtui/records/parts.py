"""Groups of fields that several record types share."""

from datetime import datetime

from successtui.records.kinds import instant, picklist, reference, references, text
from successtui.records.picklists import ClosureCode, Priority, Progress, WorkState
from successtui.records.record import Record


class Closable(Record, abstract=True):
    """What is kept when work ends; cleared again when it is reopened."""

    closure_code: ClosureCode | None = picklist(ClosureCode, section="Closure")
    close_notes: str | None = text(multiline=True, section="Closure", internal=True)
    closed_at: datetime | None = instant(automatic=True, section="Closure")
    closed_by: int | None = reference("user", automatic=True, section="Closure")


class Watched(Record, abstract=True):
    """Who hears of changes (R000-18, R000-19)."""

    watch_list: tuple[int, ...] = references(
        "user", section="People", internal=True, help="Notified of any update."
    )
    work_notes_list: tuple[int, ...] = references(
        "user", section="People", internal=True, help="Notified of new work notes."
    )


class WorkItem(Closable, Watched, abstract=True):
    """Work with a state and, apart from it, a progress (R000-11 to R000-14)."""

    state: WorkState = picklist(WorkState, required=True, default=WorkState.NEW)
    progress: Progress = picklist(Progress, required=True, default=Progress.NOT_STARTED)
    priority: Priority | None = picklist(Priority, default=Priority.MEDIUM)
