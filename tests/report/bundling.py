"""Writes the plain rows of a world as a bundle of CSV files."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

from successtui.records import REGISTRY
from tests.report.world import World

NOT_IN_FILES = ("deleted",)


def write_world(world: World, folder: Path) -> None:
    """Puts every living row in the file of its type; fields that are not exported stay out."""
    folder.mkdir()
    for name in world.rows:
        declaration = REGISTRY[name].declaration
        shown = [f.name for f in declaration.fields.values() if f.exported]
        rows = world.living(name)
        columns = [c for c in ("number", *shown) if any(c in row for row in rows)]
        with (folder / f"{declaration.file}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    if world.fiscal_start != 1:
        lines = ("name,value", f"fiscal_year_start_month,{world.fiscal_start}")
        (folder / "settings.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return ";".join(value) if isinstance(value, tuple) else str(value)
