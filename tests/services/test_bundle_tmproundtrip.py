"""Laws of the bundle, for every record type: what comes in goes out again, byte for byte."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from successtui.domain.clock import Clock
from successtui.records import REGISTRY
from successtui.services.session import Session
from successtui.services.workspaces import create_workspace
from successtui.store.workspace import Workspace
from successtui.transfer.bundle import columns_of, read_bundle, write_bundle
from successtui.transfer.importer import import_rows
from tests.services.strategies import Bundle, bundles, expected, write_files

TODAY = date(2026, 3, 4)

Workspaces = Callable[[], Session]

_GIVEN_BY_THE_PROGRAM = frozenset(
    {"closure_code", "owner_user", "renewal_date", "visible_to_customer", "entries"}
)
"""Fields a rule may fill in or keep in step; the round trip covers them all the same."""


@pytest.fixture(scope="module")
def sqlite_workspaces(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspaces]:
    """Empty workspaces in files."""
    folder = tmp_path_factory.mktemp("workspaces")
    create_workspace(folder / "model.db", Clock(TODAY), admin="root").workspace.close()
    made: list[Workspace] = []

    def another() -> Session:
        path = folder / f"{len(made)}.db"
        shutil.copy(folder / "model.db", path)
        made.append(Workspace(path))
        return Session(made[-1], "root", Clock(TODAY))

    yield another
    for workspace in made:
        workspace.close()


@settings(max_examples=160, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(bundle=bundles)
def test_every_record_type_comes_back_byte_for_byte(
    bundle: Bundle, sqlite_workspaces: Workspaces, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Import, export, import into an empty workspace, export: the same bytes; twice: unchanged."""
    _check_laws(bundle, sqlite_workspaces, tmp_path_factory.mktemp("bundle"))


@settings(
    max_examples=2,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(bundle=bundles)
def test_the_laws_hold_on_both_engines(
    bundle: Bundle,
    new_address: Callable[[], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The same on SQLite and on PostgreSQL."""

    def another() -> Session:
        return create_workspace(new_address(), Clock(TODAY), admin="root")

    _check_laws(bundle, another, tmp_path_factory.mktemp("bundle"))


def _check_laws(bundle: Bundle, workspaces: Workspaces, folder: Path) -> None:
    write_files(bundle, folder / "given", random.Random(len(str(bundle))))
    session = workspaces()
    first = import_rows(session, read_bundle(folder / "given"))
    assert [str(r) for r in first.rejected] == []
    assert sum(f.created for f in first.files) == sum(len(rows) for rows in bundle.values())
    write_bundle(session, folder / "once")
    _check_cells(bundle, folder / "once")

    again = import_rows(session, read_bundle(folder / "given"))
    assert [f for f in again.files if f.created or f.updated or f.rejected] == []
    assert again.batch is None

    other = workspaces()
    assert import_rows(other, read_bundle(folder / "once")).rejected == ()
    write_bundle(other, folder / "twice")
    assert _bytes(folder / "twice") == _bytes(folder / "once")
    unchanged = import_rows(other, read_bundle(folder / "twice"))
    assert unchanged.batch is None
    for workspace in (session.workspace, other.workspace):
        workspace.close()


def _check_cells(bundle: Bundle, folder: Path) -> None:
    """Every cell that says something is there again, spelled as the format says."""
    exported = read_bundle(folder)
    stored = {feed.record.declaration.name: feed for feed in exported.feeds}
    for name, rows in bundle.items():
        declaration = REGISTRY[name].declaration
        columns = columns_of(REGISTRY[name])
        assert stored[name].columns == columns
        lines = [dict(zip(columns, row.cells, strict=True)) for row in stored[name].rows]
        for row in rows:
            told = {
                f.name: expected(f, row[f.name], is_key=f.name in declaration.key)
                for f in declaration.fields.values()
                if row[f.name] and f.exported and f.name not in _GIVEN_BY_THE_PROGRAM
            }
            lost = [{n: c for n, c in told.items() if line[n] != c} for line in lines]
            assert {} in lost, (name, min(lost, key=len))


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}
