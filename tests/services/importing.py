"""Short ways to import in tests: files written on the spot, and what came of them."""

from __future__ import annotations

from pathlib import Path

from successtui.services.session import Session
from successtui.transfer.bundle import read_bundle
from successtui.transfer.importer import Conflict, import_rows
from successtui.transfer.report import ImportReport


class Files:
    """A bundle folder that a test writes into and imports."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def write(self, name: str, *lines: str) -> Files:
        """Puts a file in the folder; the first line is the header."""
        (self.folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return self

    def into(
        self,
        session: Session,
        *,
        on_conflict: Conflict = "update",
        dry_run: bool = False,
        keep_going: bool = False,
        ignore_unknown: bool = False,
    ) -> ImportReport:
        """Imports the folder."""
        return import_rows(
            session,
            read_bundle(self.folder),
            on_conflict=on_conflict,
            dry_run=dry_run,
            keep_going=keep_going,
            ignore_unknown=ignore_unknown,
        )


def counts(report: ImportReport) -> dict[str, tuple[int, int, int, int]]:
    """File to (created, updated, unchanged, rejected)."""
    return {f.file: (f.created, f.updated, f.unchanged, f.rejected) for f in report.files}


def told(report: ImportReport) -> list[tuple[str, int, str, str]]:
    """The rejections as (file, line, column, reason)."""
    return [(r.file, r.line, r.column, r.reason) for r in report.rejected]
