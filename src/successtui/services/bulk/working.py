"""Trying a bulk change out, and carrying it out as one unit of work."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cache, partial

from successtui.domain.errors import Conflict, Refused
from successtui.records import Record
from successtui.records.kinds import OnDelete
from successtui.records.record import referring
from successtui.services.bulk.changes import BulkChange, Delete
from successtui.services.bulk.effects import Effects
from successtui.services.bulk.reading import ready
from successtui.services.bulk.results import (
    BulkPreview,
    BulkResult,
    Line,
    Progress,
    Refusal,
    Stop,
)
from successtui.services.bulk.work import Work
from successtui.services.session import Session

HOLD = 1.0
"""Seconds after which an attempt lets go of the write lock."""
_PAUSE = 0.15
"""Seconds until it takes the lock again: those who wait for it look every tenth of a second."""
_PORTION = 1_000
"""Records that are tried under one lock at most."""
_NAMED = 5


def preview(
    session: Session,
    cls: type[Record],
    ids: Sequence[int],
    change: BulkChange,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> BulkPreview:
    """What the change would do to exactly these records; nothing is stored.

    It is really done, in units of work that are rolled back, so it shows what rules fill in and
    what cascades take along. One refusal does not hide the others. Many records are tried in
    portions of about a second, and other writers get their turn in between.

    Args:
        stop: asked before every record; once it says yes the work is given up.

    Raises:
        BadCall: the type takes no such change.
        Invalid: a field is unknown, or a value cannot be understood.
        Refused: it was stopped.
    """
    wanted = tuple(dict.fromkeys(ids))
    trial = _Trial(session, cls, change, wanted, stop)
    left: Sequence[int] = wanted
    while True:
        so_far = (len(wanted) - len(left), len(wanted))
        left = trial.portion(
            left, None if progress is None else partial(_of_all, progress, *so_far)
        )
        if not left:
            return trial.seen()
        time.sleep(_PAUSE)


def apply(
    session: Session,
    cls: type[Record],
    seen: BulkPreview,
    change: BulkChange,
    *,
    skip_refused: bool = False,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> BulkResult:
    """Makes the change to exactly the records of the preview, as one batch and one undo step.

    Args:
        seen: the preview of the same change. A record somebody changed since is refused rather
            than overwritten, as is one that is gone by now; what the preview refused is not tried.
        skip_refused: make the change to the others; otherwise any refusal stops all of it.

    Raises:
        Conflict: records were changed since the preview; the message names them.
        Refused: others cannot be changed (`obstacles` lists them), or it was stopped. Nothing is
            stored.
        BadCall, Invalid: as `preview`.
    """
    if seen.refused and not skip_refused:
        raise _refusal(cls, seen.refused)
    known = {refusal.record_id: refusal for refusal in seen.refused}
    wanted = [i for i in seen.ids if i not in known]
    with session.change("") as unit:
        prepared = ready(unit, cls, change, session.clock.today())
        declaration = cls.declaration
        noun = declaration.label if len(wanted) == 1 else declaration.plural
        unit.title = f"{prepared.verb} {len(wanted):,} {noun.lower()}"
        work = Work(unit, session, cls, prepared, progress, stop, seen.versions)
        work.do(wanted)
        if work.stale and not skip_refused:
            named = "; ".join(f"{r.number} {r.caption}".strip() for r in work.stale[:_NAMED])
            more = f" and {len(work.stale) - _NAMED} more" if len(work.stale) > _NAMED else ""
            message = "somebody else changed records since the preview, so nothing was stored"
            raise Conflict(f"{message}: {named}{more}; look again", {}, 0)
        if work.refused and not skip_refused:
            raise _refusal(cls, tuple(work.refused.values()))
        unit.prepare()
        effects = Effects(cls, wanted, will=False)
        effects.gather(unit)
    refused = tuple({**known, **work.refused}.values())
    notices = tuple(dict.fromkeys(work.notices))
    touched = frozenset(unit.touched)
    return BulkResult(len(work.done), unit.batch_id, touched, refused, effects.lines(), notices)


class _OnlyLooking(Exception):
    """Ends a unit of work so that nothing of it is stored."""


class _Trial:
    """An attempt, portion by portion, and what was seen so far."""

    def __init__(
        self,
        session: Session,
        cls: type[Record],
        change: BulkChange,
        wanted: tuple[int, ...],
        stop: Stop | None,
    ) -> None:
        self._session = session
        self._cls = cls
        self._change = change
        self._wanted = wanted
        self._stop = stop
        self._effects = Effects(cls, wanted, will=True)
        self._lines: list[Line] = []
        self._refused: dict[int, Refusal] = {}
        self._notices: dict[str, None] = {}
        self._versions: dict[int, int] = {}
        self._unchanged = 0

    def portion(self, ids: Sequence[int], progress: Progress | None) -> Sequence[int]:
        """Tries it on as many of the records as there is time for; those that are left.

        Where a record of the type can stand in the way of deleting another one, as the units of a
        company do, all are tried together, however long it takes.
        """
        name = self._cls.declaration.name
        together = isinstance(self._change, Delete) and _stand_in_each_others_way(name)
        some = ids if together else ids[:_PORTION]
        try:
            with self._session.change("Preview") as unit:
                began = time.monotonic()
                prepared = ready(unit, self._cls, self._change, self._session.clock.today())
                work = Work(unit, self._session, self._cls, prepared, progress, self._stop)
                if not together:
                    work.enough = lambda: time.monotonic() - began >= HOLD
                work.do(some)
                unit.prepare()
                self._take(work)
                self._effects.gather(unit)
                raise _OnlyLooking
        except _OnlyLooking:
            return [*work.left, *ids[len(some) :]]

    def seen(self) -> BulkPreview:
        """All of it."""
        return BulkPreview(
            self._wanted,
            tuple(self._lines),
            tuple(self._refused[i] for i in self._wanted if i in self._refused),
            self._unchanged,
            self._effects.lines(),
            tuple(self._notices),
            self._versions,
        )

    def _take(self, work: Work) -> None:
        left = set(work.left)
        self._lines += work.lines()
        self._refused.update(work.refused)
        self._unchanged += work.unchanged
        self._notices.update(dict.fromkeys(work.notices))
        reached = {i: record.version for i, record in work.before.items() if i not in left}
        self._versions.update(reached)


def _of_all(progress: Progress, before: int, total: int, done: int, _portion: int) -> None:
    """Tells of a portion as a part of the whole."""
    progress(before + done, total)


@cache
def _stand_in_each_others_way(name: str) -> bool:
    kinds = (field.kind for cls, field in referring(name) if cls.declaration.name == name)
    return any(getattr(kind, "on_delete", None) is not OnDelete.UNLINK for kind in kinds)


def _refusal(cls: type[Record], refused: Sequence[Refusal]) -> Refused:
    """What is said when some cannot be changed and none are to be left out."""
    told = tuple(str(refusal).removeprefix(": ") for refusal in refused)
    more = f"; and {len(told) - _NAMED} more" if len(told) > _NAMED else ""
    noun = (cls.declaration.label if len(told) == 1 else cls.declaration.plural).lower()
    message = f"{len(told)} {noun} cannot be changed, so nothing was stored"
    return Refused(f"{message}: {'; '.join(told[:_NAMED])}{more}", told)
