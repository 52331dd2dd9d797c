"""What an import did, or would do: counts per file, and every row that could not be used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from successtui.domain.plaintext import for_terminal


@dataclass(frozen=True, slots=True)
class FileCount:
    """How many rows of a file were used how, for one record type."""

    file: str
    record: str
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that could not be used, once for each reason."""

    file: str
    line: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        where = f"{self.file} line {self.line}"
        cell = f", {self.column}" if self.column else ""
        return for_terminal(f"{where}{cell}: {self.reason}")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The result of one run.

    Attributes:
        committed: the good rows are stored; rejected rows or a dry run prevent that.
        batch: the undo step; `None` when nothing changed or nothing was stored.
        notices: one line each about what was filled in or left out.
    """

    dry_run: bool
    committed: bool
    batch: int | None
    files: tuple[FileCount, ...]
    rejected: tuple[Rejection, ...]
    notices: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """The report as the command line prints it with `--format json`."""
        return {
            "dry_run": self.dry_run,
            "committed": self.committed,
            "batch": None if self.batch is None else str(self.batch),
            "files": [asdict(count) for count in self.files],
            "rejected": [asdict(rejection) for rejection in self.rejected],
            "notices": list(self.notices),
        }


class Tally:
    """Counts rows while an import runs."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], Counter[str]] = {}
        self._rejections: dict[tuple[str, str], dict[int, list[Rejection]]] = {}

    def open(self, file: str, record: str) -> None:
        """Begins to count a file for a record type; files without rows are listed too."""
        self._counts.setdefault((file, record), Counter())

    def count(self, file: str, record: str, what: str) -> None:
        """One more row that was `created`, `updated` or `unchanged`."""
        self._counts[file, record][what] += 1

    def forget_counts(self) -> None:
        """Starts counting anew; what was rejected stays."""
        for counter in self._counts.values():
            counter.clear()

    def reject(self, record: str, rejections: Iterable[Rejection]) -> None:
        """Notes why one row cannot be used."""
        for rejection in rejections:
            of_file = self._rejections.setdefault((rejection.file, record), {})
            of_file.setdefault(rejection.line, []).append(rejection)

    @property
    def any_rejected(self) -> bool:
        """Whether at least one row cannot be used."""
        return bool(self._rejections)

    def files(self) -> tuple[FileCount, ...]:
        """The counts, in the order the files were opened."""
        found = []
        for place, counter in self._counts.items():
            used = (counter["created"], counter["updated"], counter["unchanged"])
            found.append(FileCount(*place, *used, len(self._rejections.get(place, ()))))
        return tuple(found)

    def rejected(self) -> tuple[Rejection, ...]:
        """All rejections, by file and line."""
        order = {file: place for place, (file, _) in enumerate(self._counts)}
        every = [r for lines in self._rejections.values() for many in lines.values() for r in many]
        return tuple(sorted(every, key=lambda r: (order.get(r.file, 0), r.line)))
