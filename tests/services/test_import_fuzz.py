"""Damaged bundles: the database stays as it was or the import is complete; nothing crashes."""

from __future__ import annotations

import random
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from successtui.domain.clock import Clock
from successtui.domain.errors import SuccessError
from successtui.services.session import Session
from successtui.services.workspaces import create_workspace
from successtui.store.workspace import Workspace
from successtui.transfer.bundle import read_bundle, write_bundle
from successtui.transfer.importer import Conflict, import_rows
from tests.services.strategies import BundleMaker, write_files

_SNIPPETS = (
    b'"',
    b",",
    b"\n",
    b"\r",
    b";",
    b"\\",
    b"\x00",
    b"\x1b[2J",
    b"\xff",
    b"\xc2\x9b",
    b"-1",
    b"9" * 30,
    b"2026-02-30",
    b"(hidden)",
    b"true",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"number",
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A good bundle, and a workspace that holds it."""
    folder = tmp_path_factory.mktemp("whole")
    rng = random.Random(5)
    write_files(BundleMaker(rng, ["text", "a;b", "two\nlines"]).bundle, folder / "bundle", rng)
    session = create_workspace(folder / "model.db", Clock(date(2026, 3, 4)), admin="root")
    assert import_rows(session, read_bundle(folder / "bundle")).committed
    session.workspace.close()
    return folder / "bundle", folder / "model.db"


@settings(max_examples=15)
@given(
    seed=st.integers(0, 2**32),
    keep_going=st.booleans(),
    mode=st.sampled_from(["update", "replace"]),
)
def test_a_damaged_bundle_is_told_and_never_half_stored(
    seed: int,
    keep_going: bool,
    mode: Conflict,
    whole: tuple[Path, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    bundle, model = whole
    shutil.copytree(bundle, folder / "bundle")
    shutil.copy(model, folder / "model.db")
    _damage(folder / "bundle", random.Random(seed))
    workspace = Workspace(folder / "model.db")
    session = Session(workspace, "root", Clock(date(2026, 3, 4)))
    write_bundle(session, folder / "before")
    stored, lines = _outcome(session, folder / "bundle", keep_going, mode)
    assert "\n" not in "".join(lines)
    write_bundle(session, folder / "after")
    if not stored:
        assert _bytes(folder / "after") == _bytes(folder / "before")
    workspace.close()


def _outcome(
    session: Session, folder: Path, keep_going: bool, mode: Conflict
) -> tuple[bool, list[str]]:
    """Whether something was stored, and every line that people are told."""
    try:
        report = import_rows(session, read_bundle(folder), keep_going=keep_going, on_conflict=mode)
    except SuccessError as error:
        return False, [str(error)]
    return report.committed, [str(rejection) for rejection in report.rejected]


def _damage(folder: Path, rng: random.Random) -> None:
    files = sorted(folder.iterdir())
    for _ in range(rng.randint(1, 4)):
        file = rng.choice(files)
        data = bytearray(file.read_bytes())
        place = rng.randint(0, len(data))
        match rng.randint(0, 3):
            case 0:
                data[place:place] = rng.choice(_SNIPPETS)
            case 1:
                del data[place : place + rng.randint(1, 30)]
            case 2:
                data[place : place + 1] = bytes([rng.randint(0, 255)])
            case _:
                data[place:place] = data[rng.randint(0, place) : place][:200]
        file.write_bytes(bytes(data))


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}
