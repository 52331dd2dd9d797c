"""The folders of the app: where they are, who may read them, what is said when they fail."""

import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from successtui import paths

FOLDERS = [("data", paths.data_dir), ("config", paths.config_dir), ("state", paths.state_dir)]


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(("name", "folder"), FOLDERS)
def test_home_variable_holds_every_folder_and_is_private(
    name: str, folder: Callable[[], Path], private_environment: Path
) -> None:
    made = folder()

    assert made == private_environment / name
    assert mode_of(made) == 0o700
    assert mode_of(private_environment) == 0o700


@pytest.mark.skipif(sys.platform != "linux", reason="XDG variables name the folders on Linux")
@pytest.mark.parametrize("empty_home", [True, False])
@pytest.mark.parametrize(("name", "folder"), FOLDERS)
def test_without_home_the_platform_names_the_folder(
    name: str,
    folder: Callable[[], Path],
    empty_home: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(tmp_path / name))
    if empty_home:
        monkeypatch.setenv(paths.HOME_VARIABLE, "")
    else:
        monkeypatch.delenv(paths.HOME_VARIABLE)

    made = folder()

    assert made == tmp_path / name / "successtui"
    assert mode_of(made) == 0o700


def test_a_folder_that_exists_keeps_its_content_and_mode(private_environment: Path) -> None:
    shared = private_environment / "data"
    shared.mkdir(parents=True)
    shared.chmod(0o750)
    (shared / "kept").touch()

    assert paths.data_dir() == shared
    assert mode_of(shared) == 0o750
    assert (shared / "kept").is_file()


def test_a_home_with_tilde_or_relative_becomes_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv(paths.HOME_VARIABLE, "~/mine")
    assert paths.data_dir() == tmp_path / "mine" / "data"

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(paths.HOME_VARIABLE, "here")
    assert paths.data_dir() == tmp_path / "here" / "data"


def test_default_database_lies_in_the_data_folder_and_is_not_made(
    private_environment: Path,
) -> None:
    database = paths.default_database()

    assert database == private_environment / "data" / "successtui.db"
    assert database.parent.is_dir()
    assert not database.exists()


def test_a_folder_that_cannot_be_made_says_which_and_what_to_do(
    private_environment: Path,
) -> None:
    private_environment.write_text("a file in the way")

    with pytest.raises(paths.FolderError) as caught:
        paths.data_dir()

    said = str(caught.value)
    assert str(private_environment / "data") in said
    assert paths.HOME_VARIABLE in said
    assert "\n" not in said


def test_styles_are_found() -> None:
    assert (paths.styles_dir() / "app.tcss").is_file()


def test_styles_of_the_package_come_before_those_of_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "src" / "successtui"
    for folder in (package / "styles", tmp_path / "styles"):
        folder.mkdir(parents=True)
        (folder / "app.tcss").touch()
    monkeypatch.setattr(paths, "__file__", str(package / "paths.py"))

    assert paths.styles_dir() == package / "styles"
    (package / "styles" / "app.tcss").unlink()
    assert paths.styles_dir() == tmp_path / "styles"


def test_missing_styles_say_that_the_installation_is_incomplete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "src" / "successtui" / "paths.py"))

    with pytest.raises(paths.FolderError, match="incomplete"):
        paths.styles_dir()


def test_importing_paths_loads_no_platformdirs() -> None:
    code = "import sys, successtui.paths; sys.exit('platformdirs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
