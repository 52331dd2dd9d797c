"""Trying a bulk change out, and carrying it out: record by record in one unit of work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from successtui.domain.errors import Conflict, Refused, SuccessError
from successtui.records import Record
from successtui.services.bulk.changes import BulkChange
from successtui.services.bulk.effects import side_effects
from successtui.services.bulk.reading import Ready, ready
from successtui.services.deleting import remove
from successtui.services.saver import Saver
from successtui.services.session import Session
from successtui.services.showing import Shower
from successtui.store.unit import UnitOfWork

Stop = Callable[[], bool]
Progress = Callable[[int, int], None]
"""Called with how many records are done, and how many there are."""

_NAMED = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One field of one record that changes: its value as shown, before and after.

    A deletion has one line a record, with an empty `field` and `label`.
    """

    record_id: int
    number: str
    caption: str
    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record the change cannot be made to, and why, in one line.

    Number and caption are empty for what is gone or hidden: both read the same.
    """

    record_id: int
    number: str
    caption: str
    reason: str

    def __str__(self) -> str:
        return f"{self.number} {self.caption}".strip() + f": {self.reason}"


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """What a bulk change would do.

    Attributes:
        ids: the records it was asked for, each once.
        lines: what changes on them, record by record in the order of `ids`.
        refused: those it cannot be made to.
        unchanged: how many already are as wanted.
        effects: what happens to other records besides, one line each.
        notices: what would be filled in or decided, one line each.
        versions: the versions of the records that were looked at, by id.
    """

    ids: tuple[int, ...]
    lines: tuple[Line, ...]
    refused: tuple[Refusal, ...]
    unchanged: int
    effects: tuple[str, ...]
    notices: tuple[str, ...]
    versions: Mapping[int, int]

    @property
    def changing(self) -> int:
        """How many of the records would change."""
        return len({line.record_id for line in self.lines})


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What a bulk change did.

    Attributes:
        changed: how many of the marked records changed.
        batch: the one undo step; `None` when nothing changed.
        touched: names of all record types the batch changed.
        refused: what was left out (with `skip_refused`).
        effects: what happened to other records besides.
    """

    changed: int
    batch: int | None
    touched: frozenset[str]
    refused: tuple[Refusal, ...]
    effects: tuple[str, ...]
    notices: tuple[str, ...]


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

    It is really done, in a unit of work that is rolled back, so it shows what rules fill in and
    what cascades take along. One refusal does not hide the others.

    Args:
        stop: asked before every record; once it says yes the work is given up.

    Raises:
        BadCall: the type takes no such change.
        Invalid: a field is unknown, or a value cannot be understood.
        Refused: it was stopped.
    """
    wanted = tuple(dict.fromkeys(ids))
    try:
        with session.change("Preview") as unit:
            prepared = ready(unit, cls, change, session.clock.today())
            work = _Work(unit, session, cls, prepared, progress, stop)
            work.do(wanted)
            unit.prepare()
            raise _OnlyLooking(
                BulkPreview(
                    wanted,
                    work.lines(),
                    tuple(work.refused.values()),
                    work.unchanged,
                    side_effects(unit, cls, wanted, will=True),
                    tuple(dict.fromkeys(work.notices)),
                    {i: record.version for i, record in work.before.items()},
                )
            )
    except _OnlyLooking as found:
        return found.seen


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
        work = _Work(unit, session, cls, prepared, progress, stop, seen.versions)
        work.do(wanted)
        if work.stale and not skip_refused:
            named = "; ".join(f"{r.number} {r.caption}".strip() for r in work.stale[:_NAMED])
            more = f" and {len(work.stale) - _NAMED} more" if len(work.stale) > _NAMED else ""
            message = "somebody else changed records since the preview, so nothing was stored"
            raise Conflict(f"{message}: {named}{more}; look again", {}, 0)
        if work.refused and not skip_refused:
            raise _refusal(cls, tuple(work.refused.values()))
        unit.prepare()
        effects = side_effects(unit, cls, wanted, will=False)
    refused = tuple({**known, **work.refused}.values())
    notices = tuple(dict.fromkeys(work.notices))
    touched = frozenset(unit.touched)
    return BulkResult(len(work.done), unit.batch_id, touched, refused, effects, notices)


class _OnlyLooking(Exception):
    """Ends a unit of work so that nothing of it is stored."""

    def __init__(self, seen: BulkPreview) -> None:
        super().__init__()
        self.seen = seen


@dataclass
class _Work:
    """A change on its way through the records of one unit of work."""

    unit: UnitOfWork
    session: Session
    cls: type[Record]
    change: Ready
    progress: Progress | None
    stop: Stop | None
    versions: Mapping[int, int] | None = None
    before: Mapping[int, Record] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)
    refused: dict[int, Refusal] = field(default_factory=dict)
    stale: list[Refusal] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    unchanged: int = 0

    def do(self, ids: Sequence[int]) -> None:
        """Makes the change, one record after another; what refuses is left as it was."""
        self.before = self.unit.rows(self.cls, ids)
        self.unit.house.rows(self.cls, list(self.before))
        saver = self._saver()
        left = [i for i in ids if self._is_there(i)]
        while left:
            again: list[int] = []
            settled = len(self.done)
            for place, record_id in enumerate(left, start=1):
                if self.stop is not None and self.stop():
                    raise Refused("stopped; nothing was changed")
                try:
                    with self.unit.attempt():
                        self._one(saver, self.before[record_id])
                except SuccessError as error:
                    again.append(record_id)
                    self.refused[record_id] = self._refusal(record_id, str(error))
                    saver = self._saver()
                else:
                    self.refused.pop(record_id, None)
                    self.notices += saver.notices
                    saver.notices.clear()
                if self.progress is not None:
                    self.progress(place, len(left))
            # What hangs from a marked record may have to go before it.
            worth_another = self.change.deletes and len(self.done) > settled
            left = again if worth_another else []
        self.refused = {i: self.refused[i] for i in ids if i in self.refused}

    def lines(self) -> tuple[Line, ...]:
        """What is other than before on the records that were changed."""
        named = {i: (r.number, self._caption(r)) for i, r in self.before.items()}
        if self.change.deletes:
            return tuple(Line(i, *named[i], "", "", "", "deleted") for i in named if i in self.done)
        now = self.unit.house.rows(self.cls, list(self.before), deleted=True)
        olds = [old for i, old in self.before.items() if i in now and now[i] != old]
        news = [now[old.id] for old in olds]
        fields = [f for f in self.cls.declaration.fields.values() if not f.automatic]
        names = [f.name for f in fields]
        today = self.session.clock.today()
        old_shower = Shower(self.unit, olds, today, names)
        new_shower = Shower(self.unit, news, today, names)
        return tuple(
            Line(
                old.id,
                *named[old.id],
                declared.name,
                declared.label,
                old_shower.cell(old, declared.name).text,
                new_shower.cell(new, declared.name).text,
            )
            for old, new in zip(olds, news, strict=True)
            for declared in fields
            if old[declared.name] != new[declared.name]
        )

    def _is_there(self, record_id: int) -> bool:
        record = self.before.get(record_id)
        if record is None:
            label = self.cls.declaration.label.lower()
            self.refused[record_id] = Refusal(record_id, "", "", f"there is no such {label}")
            return False
        if self.versions is not None and self.versions.get(record_id) != record.version:
            reason = "somebody else changed it since the preview"
            self.refused[record_id] = self._refusal(record_id, reason)
            self.stale.append(self.refused[record_id])
            return False
        return True

    def _one(self, saver: Saver, record: Record) -> None:
        if self.change.deletes:
            if self.unit.house.get(self.cls, record.id) is not None:
                remove(saver, record)
            self.done.add(record.id)
            return
        current = self.unit.house.get(self.cls, record.id) or record
        wanted = self.change.wanted(current)
        saved = saver.change(current, wanted) if wanted else current
        if saved.version == record.version:
            self.unchanged += 1
        else:
            self.done.add(record.id)

    def _saver(self) -> Saver:
        return Saver(self.unit, self.session.clock.today(), confirmed=True)

    def _refusal(self, record_id: int, reason: str) -> Refusal:
        record = self.before[record_id]
        return Refusal(record_id, record.number, self._caption(record), reason)

    def _caption(self, record: Record) -> str:
        return record.caption or self.unit.key_of(record)


def _refusal(cls: type[Record], refused: Sequence[Refusal]) -> Refused:
    """What is said when some cannot be changed and none are to be left out."""
    told = tuple(str(refusal).removeprefix(": ") for refusal in refused)
    more = f"; and {len(told) - _NAMED} more" if len(told) > _NAMED else ""
    noun = (cls.declaration.label if len(told) == 1 else cls.declaration.plural).lower()
    message = f"{len(told)} {noun} cannot be changed, so nothing was stored"
    return Refused(f"{message}: {'; '.join(told[:_NAMED])}{more}", told)
