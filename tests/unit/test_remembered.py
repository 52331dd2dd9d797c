"""What the app remembers between starts, and what it does when it cannot."""

import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from successtui import paths
from successtui.remembered import FILE_NAME, recall, remember


def test_values_come_back_and_stay_apart() -> None:
    assert recall("view") == ""
    remember("view", "cards")
    remember("other", "Ärger \ud83d")
    assert recall("view") == "cards"
    assert recall("other") == "Ärger \ud83d"


def test_the_file_is_private_and_alone() -> None:
    remember("view", "cards")
    remember("view", "list")
    file = paths.state_dir() / FILE_NAME
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == [FILE_NAME]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(content=st.one_of(st.binary(), st.sampled_from([b"[]", b"1", b'{"view": 1}', b"[" * 9999])))
def test_a_damaged_file_is_forgotten_and_replaced(content: bytes) -> None:
    (paths.state_dir() / FILE_NAME).write_bytes(content)
    assert recall("view") == ""
    remember("view", "cards")
    assert recall("view") == "cards"


def test_a_state_folder_that_cannot_be_made_is_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("SUCCESSTUI_HOME", str(tmp_path / "file" / "home"))
    remember("view", "cards")
    assert recall("view") == ""
