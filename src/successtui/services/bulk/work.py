"""A bulk change on its way through its records, within one unit of work.

Decides nothing about units: who tries a change out and who carries it out stands in `working.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from successtui.domain.errors import Refused, SuccessError
from successtui.records import REGISTRY, Record
from successtui.records.kinds import AnyReference, Reference
from successtui.records.record import fields_of_kind
from successtui.services.bulk.reading import Ready
from successtui.services.bulk.results import Line, Progress, Refusal, Stop
from successtui.services.deleting import remove
from successtui.services.saver import Saver
from successtui.services.session import Session
from successtui.services.showing import Shower
from successtui.store.unit import UnitOfWork

_TOGETHER = 50
"""Records that are changed under one savepoint, as long as none of them refuses."""


class Stopped(Refused):
    """The person gave the work up."""


@dataclass
class Work:
    """A change of the records of one unit of work.

    Attributes:
        versions: which versions the person saw; any will do when `None`.
        enough: asked between portions of records; once it says yes the rest is left.
        before: the records as they were.
        left: the ids that were not come to.
        done: the records that changed.
    """

    unit: UnitOfWork
    session: Session
    cls: type[Record]
    change: Ready
    progress: Progress | None = None
    stop: Stop | None = None
    versions: Mapping[int, int] | None = None
    enough: Callable[[], bool] | None = None
    before: Mapping[int, Record] = field(default_factory=dict)
    left: list[int] = field(default_factory=list)
    done: set[int] = field(default_factory=set)
    refused: dict[int, Refusal] = field(default_factory=dict)
    stale: list[Refusal] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    unchanged: int = 0
    _told: int = 0

    def do(self, ids: Sequence[int]) -> None:
        """Makes the change, one record after another; what refuses is left as it was.

        Raises:
            Stopped: the person gave it up.
        """
        self.before = self.unit.rows(self.cls, ids)
        todo = [i for i in ids if self._is_there(i)]
        while todo:
            settled = len(self.done)
            again = self._round(todo)
            # What hangs from a marked record may have to go before it.
            worth_another = self.change.deletes and len(self.done) > settled
            todo = again if worth_another and not self.left else []
        self.refused = {i: self.refused[i] for i in ids if i in self.refused}

    def lines(self) -> tuple[Line, ...]:
        """What is other than before on the records that were changed."""
        if self.change.deletes:
            gone = [record for i, record in self.before.items() if i in self.done]
            return tuple(Line(*self._named(record), "", "", "", "deleted") for record in gone)
        now = self.unit.house.rows(self.cls, list(self.before), deleted=True)
        olds = [old for i, old in self.before.items() if i in now and now[i] != old]
        news = [now[old.id] for old in olds]
        fields = [f for f in self.cls.declaration.fields.values() if not f.automatic]
        changed = [
            (old, new, declared)
            for old, new in zip(olds, news, strict=True)
            for declared in fields
            if old[declared.name] != new[declared.name]
        ]
        names = list(dict.fromkeys(declared.name for *_, declared in changed))
        today = self.session.clock.today()
        old_shower = Shower(self.unit, olds, today, names)
        new_shower = Shower(self.unit, news, today, names)
        return tuple(
            Line(
                *self._named(old),
                declared.name,
                declared.label,
                old_shower.cell(old, declared.name).text,
                new_shower.cell(new, declared.name).text,
            )
            for old, new, declared in changed
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

    def _round(self, ids: Sequence[int]) -> list[int]:
        """Goes through the records once; those that refused."""
        again: list[int] = []
        self._told = 0
        for start in range(0, len(ids), _TOGETHER):
            if start and self.enough is not None and self.enough():
                self.left = list(ids[start:])
                break
            some = ids[start : start + _TOGETHER]
            self._read_ahead(some)
            try:
                self._together(some, start, len(ids))
            except Stopped:
                raise
            except SuccessError:
                again += self._one_by_one(some, start, len(ids))
        return again

    def _together(self, ids: Sequence[int], start: int, total: int) -> None:
        """All of them, or none: one savepoint for many is quicker than one for each."""
        saver = Saver(self.unit, self.session.clock.today(), confirmed=True)
        outcomes: dict[int, bool] = {}
        with self.unit.attempt():
            for place, record_id in enumerate(ids, start=start + 1):
                self._ask_stop()
                outcomes[record_id] = self._one(saver, self.before[record_id])
                self._tell(place, total)
        for record_id, is_changed in outcomes.items():
            self._settle(record_id, changed=is_changed)
        self.notices += saver.notices

    def _one_by_one(self, ids: Sequence[int], start: int, total: int) -> list[int]:
        """Each for itself; those that refused."""
        again = []
        for place, record_id in enumerate(ids, start=start + 1):
            self._ask_stop()
            saver = Saver(self.unit, self.session.clock.today(), confirmed=True)
            try:
                with self.unit.attempt():
                    changed = self._one(saver, self.before[record_id])
            except SuccessError as error:
                again.append(record_id)
                self.refused[record_id] = self._refusal(record_id, str(error))
            else:
                self._settle(record_id, changed=changed)
                self.notices += saver.notices
            self._tell(place, total)
        return again

    def _one(self, saver: Saver, record: Record) -> bool:
        """Makes the change to one record; whether it is another than before."""
        if self.change.deletes:
            if self.unit.house.get(self.cls, record.id) is not None:
                remove(saver, record)
            return True
        current = self.unit.house.get(self.cls, record.id) or record
        wanted = self.change.wanted(current)
        saved = saver.change(current, wanted) if wanted else current
        return saved.version != record.version

    def _settle(self, record_id: int, *, changed: bool) -> None:
        self.refused.pop(record_id, None)
        if changed:
            self.done.add(record_id)
        else:
            self.unchanged += 1

    def _read_ahead(self, ids: Sequence[int]) -> None:
        """Has the house know the records and what they point to, all at once instead of one by
        one as the rules come to ask for them."""
        records = self.unit.house.rows(self.cls, ids).values()
        wanted: dict[str, set[int]] = {}
        for declared in fields_of_kind(self.cls, Reference, AnyReference):
            kind = declared.kind
            for record in records:
                target = (
                    kind.target(record[kind.discriminator])
                    if isinstance(kind, AnyReference)
                    else getattr(kind, "target", None)
                )
                if target and record[declared.name] is not None:
                    wanted.setdefault(target, set()).add(record[declared.name])
        for target, others in wanted.items():
            self.unit.house.rows(REGISTRY[target], sorted(others))

    def _ask_stop(self) -> None:
        if self.stop is not None and self.stop():
            raise Stopped("stopped; nothing was changed")

    def _tell(self, place: int, total: int) -> None:
        """Says how far it is; what is done over again is not told again."""
        if self.progress is not None and place > self._told:
            self._told = place
            self.progress(place, total)

    def _named(self, record: Record) -> tuple[int, str, str]:
        return record.id, record.number, self._caption(record)

    def _refusal(self, record_id: int, reason: str) -> Refusal:
        return Refusal(*self._named(self.before[record_id]), reason)

    def _caption(self, record: Record) -> str:
        return record.caption or self.unit.key_of(record)
