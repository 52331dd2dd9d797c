"""Importing: reads a source, then saves its good rows in one transaction, which is one undo step.

Owns what counts as the same record, what happens on a conflict and what an import reports. Every
record is saved by the same `Saver` as everything else, in its import mode.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal

from successtui.domain.errors import BadInput
from successtui.domain.permissions import Action, Subject, decide
from successtui.records import REGISTRY
from successtui.records.kinds import OpenPicklist
from successtui.services.draft import Mode
from successtui.services.saver import Saver
from successtui.services.session import Session
from successtui.store.unit import UnitOfWork
from successtui.transfer.cells import Candidate, read_feed
from successtui.transfer.matching import identity
from successtui.transfer.ordering import Ordered, in_order, targets
from successtui.transfer.renewals import make_missing_events
from successtui.transfer.report import ImportReport, Tally
from successtui.transfer.rows import OnConflict, RowSaver, Unusable
from successtui.transfer.source import ImportSource, Trouble

Progress = Callable[[int, int], None]
"""Called with the rows done and all rows; what it raises ends the import without a trace."""

Conflict = Literal["update", "skip", "replace", "fail"]
_WORTH_LOADING = 50
"""Rows or references of a type from which on it is read whole instead of one by one."""
_PROGRESS_STEP = 100


def import_rows(
    session: Session,
    source: ImportSource,
    *,
    on_conflict: Conflict = "update",
    dry_run: bool = False,
    keep_going: bool = False,
    ignore_unknown: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Saves the rows of a source.

    Any row that cannot be used stops the whole import, unless `keep_going`: then the good rows
    are the import. A row finds its record by number or key, deleted ones too, which it restores.

    Args:
        on_conflict: what a row does to a living record it finds: `update` sets the columns the
            file has, `replace` empties the others too, `skip` leaves it, `fail` rejects the row.
        dry_run: reports what would happen and stores nothing.
        ignore_unknown: passes over files and columns that nobody knows.

    Raises:
        Forbidden: the person may import nothing.
        BadInput: unknown files or columns.
    """
    decide(session.actor(), Action.IMPORT, Subject("")).enforce()
    if source.unknown and not ignore_unknown:
        listed = "; ".join(source.unknown)
        raise BadInput(f"{listed}. Mend that, or pass over it with --ignore-unknown")
    run = _Run(source, OnConflict(on_conflict), dry_run, keep_going, progress)
    while True:
        try:
            with session.change(f"Import {source.title}") as unit:
                return run.attempt(unit, session.clock.today())
        except _TakeBack as stop:
            if stop.report is not None:
                return stop.report


class _TakeBack(Exception):
    """Ends the transaction without storing anything; without a report, to try again."""

    def __init__(self, report: ImportReport | None) -> None:
        super().__init__()
        self.report = report


class _Run:
    """One import: read once, attempted until only good rows are left."""

    def __init__(
        self,
        source: ImportSource,
        on_conflict: OnConflict,
        dry_run: bool,
        keep_going: bool,
        progress: Progress | None,
    ) -> None:
        self._source = source
        self._on_conflict = on_conflict
        self._dry_run = dry_run
        self._keep_going = keep_going
        self._progress = progress
        self._tally = Tally()
        self._rows = in_order(self._read())

    def attempt(self, unit: UnitOfWork, today: date) -> ImportReport:
        """Saves all rows that are still good; raises `_TakeBack` when that must not stay."""
        self._tally.forget_counts()
        saver = Saver(unit, today, Mode.IMPORT)
        _prepare(unit, self._rows)
        rejected, half_done = self._save(unit, saver)
        if rejected:
            self._rows = [row for row in self._rows if row[0] not in rejected]
        if half_done and self._keep_going:
            # A rejected row had already changed something: begin again without it.
            raise _TakeBack(None)
        keep = not self._dry_run and (self._keep_going or not self._tally.any_rejected)
        report = ImportReport(
            dry_run=self._dry_run,
            committed=keep,
            batch=unit.batch_id if keep else None,
            files=self._tally.files(),
            rejected=self._tally.rejected(),
            notices=(*self._source.notices, *dict.fromkeys(saver.notices)),
        )
        if not keep:
            raise _TakeBack(report)
        return report

    def _read(self) -> list[Candidate]:
        """The rows that can be used as far as the file alone tells."""
        good: list[Candidate] = []
        lines: dict[tuple[str, ...], Candidate] = {}
        for feed in self._source.feeds:
            self._tally.open(feed.file, feed.record.declaration.name)
            for candidate in read_feed(feed):
                key = identity(candidate)
                if key is not None:
                    first = lines.setdefault((candidate.name, *key), candidate)
                    if first is not candidate:
                        candidate.troubles.append(_double(first))
                if candidate.troubles:
                    self._reject(candidate, candidate.troubles)
                else:
                    good.append(candidate)
        return good

    def _save(self, unit: UnitOfWork, saver: Saver) -> tuple[set[Candidate], bool]:
        """Saves row by row; returns those that were refused, and whether one left a trace."""
        rows = RowSaver(unit, saver, self._on_conflict, _used_values(self._rows))
        rejected: set[Candidate] = set()
        half_done = False
        outcome: dict[Candidate, str] = {}
        for done, (candidate, later) in enumerate(self._rows):
            if self._progress is not None and done % _PROGRESS_STEP == 0:
                self._progress(done, len(self._rows))
            before = unit.written
            try:
                outcome[candidate] = rows.save(candidate, later)
            except Unusable as refusal:
                half_done |= unit.written != before
                rejected.add(candidate)
                self._reject(candidate, refusal.troubles)
        if self._progress is not None:
            self._progress(len(self._rows), len(self._rows))
        for candidate in rows.waiting:
            try:
                if rows.close_circle(candidate) and outcome[candidate] == "unchanged":
                    outcome[candidate] = "updated"
            except Unusable as refusal:
                half_done = True
                rejected.add(candidate)
                self._reject(candidate, refusal.troubles)
        make_missing_events(saver, rows.contracts)
        for candidate, what in outcome.items():
            if candidate not in rejected:
                self._tally.count(candidate.feed.file, candidate.name, what)
        return rejected, half_done

    def _reject(self, candidate: Candidate, troubles: Iterable[Trouble]) -> None:
        self._tally.reject(candidate.name, candidate.rejections(troubles))


def _double(first: Candidate) -> Trouble:
    place = f"{first.feed.file} line {first.row.line}"
    return Trouble("", "", f"the same record stands in {place} already")


def _prepare(unit: UnitOfWork, rows: Ordered) -> None:
    """Reads what many rows will ask for, and keeps the numbers that rows bring."""
    asked = Counter(candidate.name for candidate, _ in rows)
    numbers: dict[str, list[str]] = {}
    for candidate, _ in rows:
        if candidate.number:
            numbers.setdefault(candidate.name, []).append(candidate.number)
        for name, link in candidate.links.items():
            for target, _by in targets(candidate, name, link):
                asked[target] += len(link.keys)
    for name in ("setting", "picklist"):
        unit.house.load(REGISTRY[name])
    for name, times in asked.items():
        if times >= _WORTH_LOADING:
            unit.house.load(REGISTRY[name])
    for name, given in numbers.items():
        unit.reserve(REGISTRY[name], given)


def _used_values(rows: Ordered) -> dict[str, tuple[str, ...]]:
    """The values that rows give to fields with a list that can grow, by the list's name."""
    used: dict[str, dict[str, None]] = {}
    for candidate, _ in rows:
        for field in candidate.record.declaration.fields.values():
            if isinstance(field.kind, OpenPicklist) and candidate.values.get(field.name):
                value = str(candidate.values[field.name])
                used.setdefault(field.kind.setting, {})[value] = None
    return {name: tuple(values) for name, values in used.items()}
