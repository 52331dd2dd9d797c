"""Workspaces for worlds: one that stays open for a file of tests, and sessions on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from successtui.store.workspace import Workspace
from tests.report.loading import clear


@pytest.fixture(scope="module")
def open_workspace(
    sqlite_model: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    """A workspace that keeps its compiled queries from test to test."""
    path = tmp_path_factory.mktemp("report") / "workspace.db"
    shutil.copy(sqlite_model, path)
    workspace = Workspace(path)
    yield workspace
    workspace.close()


@pytest.fixture
def workspace(open_workspace: Workspace) -> Workspace:
    """The workspace of this file, emptied."""
    clear(open_workspace)
    return open_workspace
