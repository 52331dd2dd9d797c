"""What a person set besides the command line: the config file and the variables.

Owns the order of precedence: option, variable, config file, default. Opens no database. The file is
`config.toml` in the config folder; it may name `db` (path or URL) and `format`.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from successtui import paths
from successtui.domain.errors import BadCall, BadInput

CONFIG_NAME = "config.toml"
DATABASE_VARIABLE = "SUCCESSTUI_DB"
TODAY_VARIABLE = "SUCCESSTUI_TODAY"
FORMATS = ("table", "csv", "json", "md")
"""How a command can print its answer; the first is the default."""

_LONGEST = 100_000
_PASSWORD = re.compile(r"//[^/?#@]*:[^/?#@]+@|[?&](?:ssl)?password=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Config:
    """What the config file says; empty where it says nothing."""

    database: str = ""
    format: str = ""


def load_config(path: Path) -> Config:
    """The config file's settings; a file that is not there sets nothing.

    Raises:
        BadInput: it cannot be read, with the line where that is known.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_LONGEST + 1)
    except FileNotFoundError:
        return Config()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from None
    return _known(path, _parse(path, raw))


def choose_database(option: str | None) -> str | None:
    """The path or URL of the workspace somebody asked for; `None` when nobody did.

    Raises:
        BadCall: the option is empty or holds a password, which every user of this computer
            could read in the list of processes.
        BadInput: the config file is damaged.
    """
    if option is not None:
        if not option.strip():
            raise BadCall("--db needs a path or a URL")
        if _PASSWORD.search(option):
            raise BadCall(
                "a password on the command line can be seen by others; leave it out of --db and "
                "use ~/.pgpass or a connection service (postgresql:///?service=NAME)"
            )
        return option
    return os.environ.get(DATABASE_VARIABLE) or _config().database or None


def choose_today(option: str | None) -> date | None:
    """The date to compare with, if somebody pinned it.

    Raises:
        BadCall: it is not spelled YYYY-MM-DD.
    """
    source, text = "--today", option
    if text is None:
        source, text = TODAY_VARIABLE, os.environ.get(TODAY_VARIABLE) or None
    if text is None:
        return None
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise BadCall(f"{source} takes a date as YYYY-MM-DD, not '{text}'") from None


def choose_format(option: str | None) -> str:
    """How to print the answer."""
    return option or _config().format or FORMATS[0]


def _config() -> Config:
    return load_config(paths.config_dir() / CONFIG_NAME)


def _parse(path: Path, raw: bytes) -> dict[str, object]:
    import tomllib  # deferred: most people have no config file

    if len(raw) > _LONGEST:
        raise BadInput(f"{path} is too long for a config file")
    try:
        # The line end lets an error at the end of the file name its line.
        return tomllib.loads(raw.decode("utf-8-sig") + "\n")
    except UnicodeDecodeError:
        raise BadInput(f"{path} is not UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{path} cannot be understood: {error}") from None
    except RecursionError:
        raise BadInput(f"{path} cannot be understood: brackets are nested too deep") from None


def _known(path: Path, table: dict[str, object]) -> Config:
    unknown = sorted(table.keys() - {"db", "format"})
    if unknown:
        raise BadInput(f"{path}: there is no setting '{unknown[0]}'; known are: db, format")
    database, chosen = table.get("db", ""), table.get("format", "")
    if not isinstance(database, str):
        raise BadInput(f"{path}: db takes a path or a URL in quotes")
    if chosen not in ("", *FORMATS) or not isinstance(chosen, str):
        raise BadInput(f"{path}: format takes one of: {', '.join(FORMATS)}")
    return Config(database, chosen)
