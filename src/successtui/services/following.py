"""What follows from other records, made to fit those that are there after an undo or a restore.

An old value comes back as it was then; what it mirrors, or what mirrors it, may have changed since.
Decides nothing, and changes nothing where all fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from successtui.records import Record
from successtui.services.draft import Draft, Mode
from successtui.services.mirrors import fill_mirrors, spread_mirrors
from successtui.services.rules.contracts import renew_again
from successtui.services.saver import Saver
from successtui.store.unit import UnitOfWork

Where = tuple[str, int]
"""Name of a record type, and an id."""


def follow_again(unit: UnitOfWork, before: Mapping[Where, Record], now: Iterable[Record]) -> None:
    """Carries values on from and to the records that were taken back or brought back.

    Args:
        before: what is known of them from before.
        now: the same records as they are stored now, deleted ones too.

    Raises:
        Invalid, Refused: a record cannot follow.
    """
    saver = Saver(unit, unit.now.date())
    everything = list(now)
    for record in everything:
        if record.deleted_at is None:
            old = before[record.declaration.name, record.id]
            changed = frozenset(n for n, v in record.values().items() if old[n] != v)
            spread_mirrors(saver, record, changed)
            _fill_again(saver, record)
    renew_again(saver, everything)


def _fill_again(saver: Saver, record: Record) -> None:
    current = saver.unit.house.get(type(record), record.id)
    if current is None:
        return
    draft = Draft(type(current), current, {**current.values()}, frozenset(), Mode.PROGRAM)
    fill_mirrors(saver.unit.house, draft)
    if changed := draft.changed():
        saver.change(current, changed, mode=Mode.PROGRAM)
