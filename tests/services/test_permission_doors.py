"""The permission table once more, through the command line and through imports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from successtui.cli.main import main
from successtui.domain.clock import Clock
from successtui.domain.codec import write
from successtui.domain.errors import Forbidden
from successtui.records import REGISTRY, Record
from successtui.records.kinds import AnyReference
from successtui.services.workspaces import create_workspace
from successtui.store.reader import Reader
from tests.domain.permission_table import ROLES, SPECIAL, cell, holders
from tests.pg import TODAY
from tests.services.importing import Files
from tests.services.permission_values import CHANGES, DEFAULT_CHANGE, VALUES, Stage, staged
from tests.worlds import Book

REFUSED, NOT_PERMITTED, NOT_FOUND = 1, 77, 66
WRITTEN_BY_DECISIONS = ("renewal_event",)
"""The log of renewals: nobody writes in it by hand."""


class Doors:
    """A workspace of the operating system's user, and somebody on trial in it."""

    def __init__(self, folder: Path, role: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.role = role
        self.path = folder / "doors.db"
        self.book = Book(create_workspace(self.path, Clock(TODAY), currency="EUR", admin=""))
        self.stage: Stage = staged(self.book, role)
        self._capsys = capsys

    def call(self, *arguments: str) -> tuple[int, str]:
        """Status and message of a command given as the person on trial."""
        self._capsys.readouterr()
        status = main((*arguments, "--db", str(self.path), "--as", "me"))
        return status, self._capsys.readouterr().err

    def texts(self, cls: type[Record], values: dict[str, Any], *, typed: bool) -> dict[str, str]:
        """Values as they are typed, or as they stand in a bundle."""
        with self.book.session.read() as reader:
            return {
                name: text
                for name, value in values.items()
                if (text := _spelled(reader, cls, values, name, value, typed)) is not None
            }

    def address(self, record: Record) -> str:
        """What a command names the record by."""
        with self.book.session.read() as reader:
            key = reader.key_of(record)
        return record.number or f"{record.declaration.name}:{key}"


def _spelled(
    reader: Reader, cls: type[Record], values: dict[str, Any], name: str, value: Any, typed: bool
) -> str | None:
    kind = cls.declaration.fields[name].kind
    kinds = [f.kind for f in cls.declaration.fields.values() if isinstance(f.kind, AnyReference)]
    if typed and any(name == k.discriminator for k in kinds):
        return None
    target = kind.target(values[kind.discriminator]) if isinstance(kind, AnyReference) else None
    text = write(kind, value, lambda t, i: reader.keys(t, [i])[i], target=target)
    return f"{target}:{text}" if typed and target else text


@pytest.fixture(params=ROLES)
def doors(
    request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Doors:
    """Everybody in turn."""
    return Doors(tmp_path, request.param, capsys)


def _expect(doors: Doors, family: str, action: str, status: int, message: str) -> None:
    about = cell(family, doors.role)
    if about.allows(action):
        assert status == 0, (family, action, message)
        return
    # What one may not see cannot be referred to either: the refusal then is that it is unknown.
    seen = about.allows("view")
    assert status in ((NOT_PERMITTED,) if seen else (REFUSED, NOT_FOUND, NOT_PERMITTED)), message
    if status == NOT_PERMITTED:
        needed = holders(family, action) - {"admin"} or {"admin"}
        assert any(role in message for role in needed), (family, action, message)


def test_the_table_on_the_command_line(doors: Doors) -> None:
    """permissions.md, "Which actions": new, set and delete, cell by cell, with exit status 77."""
    for name, cls in REGISTRY.items():
        family = cls.declaration.family
        given = doors.texts(cls, VALUES[name](doors.stage), typed=True)
        if name in WRITTEN_BY_DECISIONS:
            status, _ = doors.call("new", name, *_assigned(given))
            assert status in (REFUSED, NOT_PERMITTED)
            continue
        _expect(doors, family, "create", *doors.call("new", name, *_assigned(given)))
        stored = doors.book.add(cls, **VALUES[name](doors.stage))
        if cls.declaration.name == "work_note":
            continue  # Nobody names a note: notes are only ever added.
        change = CHANGES.get(name, DEFAULT_CHANGE)
        if change:
            asked = _assigned(doors.texts(cls, change, typed=True))
            _expect(doors, family, "edit", *doors.call("set", doors.address(stored), *asked))
        address = doors.address(doors.book.again(stored))
        _expect(doors, family, "delete", *doors.call("delete", address, "--yes"))


def test_the_table_through_imports(doors: Doors, tmp_path: Path) -> None:
    """permissions.md, "import / export": by the rules above, or not at all; nothing half-way."""
    mine = doors.book.as_("me")
    for name, cls in REGISTRY.items():
        if name in WRITTEN_BY_DECISIONS:
            continue
        about = cell(cls.declaration.family, doors.role)
        given = doors.texts(cls, VALUES[name](doors.stage), typed=False)
        stored = doors.book.add(cls, **VALUES[name](doors.stage))
        change = doors.texts(cls, CHANGES.get(name, DEFAULT_CHANGE), typed=False)
        with doors.book.session.read() as reader:
            known = {n: stored[n] for n in cls.declaration.key if n != "number"}
            key = {n: _spelled(reader, cls, known, n, v, False) or "" for n, v in known.items()}
        if cls.declaration.numbered:
            key["number"] = stored.number
            given["number"] = f"{cls.declaration.prefix}9000001"
        for action, row in (("create", given), ("edit", {**key, **change})):
            if action == "edit" and not change:
                continue
            files = Files(tmp_path / f"{name}-{action}")
            files.write(cls.declaration.file, ",".join(row), ",".join(row.values()))
            if doors.role not in SPECIAL["import"]:
                with pytest.raises(Forbidden, match="to import you need the role"):
                    files.into(mine)
                continue
            report = files.into(mine)
            done = report.committed and not report.rejected
            assert done == about.allows(action), (name, action, report.rejected)


def _assigned(texts: dict[str, str]) -> list[str]:
    return [f"{name}={text}" for name, text in texts.items()]
