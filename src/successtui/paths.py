"""Where successtui keeps its files: styles, data, configuration, state.

Owns the choice of folders and their privacy (mode 0700); reads and writes no file in them. Imports
nothing of the project, and platformdirs only when a folder is asked for, so that `--version` and
`--help` stay quick.
"""

import os
from pathlib import Path
from typing import Literal

APP_NAME = "successtui"
HOME_VARIABLE = "SUCCESSTUI_HOME"
DATABASE_NAME = "successtui.db"

Kind = Literal["data", "config", "state"]


class FolderError(OSError):
    """A folder of the app cannot be made or found; the text is one line fit to show a person."""


def styles_dir() -> Path:
    """The folder with the `.tcss` files: inside the installed package, or of the checkout.

    Raises:
        FolderError: the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "styles", package.parents[1] / "styles"):
        if (folder / "app.tcss").is_file():
            return folder
    raise FolderError(f"No styles beside {package}: the installation is incomplete, install again.")


def data_dir() -> Path:
    """The private folder for the database and its backups, made if absent.

    Raises:
        FolderError: the folder cannot be made.
    """
    return _private_folder("data")


def config_dir() -> Path:
    """The private folder for what a person sets by hand, made if absent.

    Raises:
        FolderError: the folder cannot be made.
    """
    return _private_folder("config")


def state_dir() -> Path:
    """The private folder for what the app remembers and can lose (log, drafts), made if absent.

    Raises:
        FolderError: the folder cannot be made.
    """
    return _private_folder("state")


def default_database() -> Path:
    """The SQLite file used when nobody names a database; the file itself may not exist yet.

    Raises:
        FolderError: the data folder cannot be made.
    """
    return data_dir() / DATABASE_NAME


def _private_folder(kind: Kind) -> Path:
    folder = _folder_of(kind)
    try:
        # mkdir gives its mode to the last folder only: the home asked for is made first, privately.
        if folder.parent == _home():
            folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise FolderError(
            f"Cannot make the {kind} folder {folder}: {error.strerror}. "
            f"Set {HOME_VARIABLE} to a folder you can write to."
        ) from error
    return folder


def _folder_of(kind: Kind) -> Path:
    home = _home()
    if home is not None:
        return home / kind
    import platformdirs  # deferred: costs start-up time that `--version` should not pay

    folders = platformdirs.PlatformDirs(APP_NAME, appauthor=False)
    match kind:
        case "data":
            return folders.user_data_path
        case "config":
            return folders.user_config_path
        case "state":
            return folders.user_state_path


def _home() -> Path | None:
    value = os.environ.get(HOME_VARIABLE)
    return Path(value).expanduser().absolute() if value else None
