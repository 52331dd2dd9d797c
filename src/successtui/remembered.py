"""Small things the app remembers between starts, such as which view was used last.

Owns `ui.json` in the state folder. Holds nothing that matters: what cannot be read counts as
forgotten, what cannot be written is not remembered. No data of customers belongs here.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path

from successtui import paths

FILE_NAME = "ui.json"


def recall(name: str) -> str:
    """What was remembered under that name, empty if nothing was."""
    with contextlib.suppress(OSError):
        return _read(paths.state_dir() / FILE_NAME).get(name, "")
    return ""


def remember(name: str, value: str) -> None:
    """Keeps a value under a name, privately and in one step."""
    # A full disk must not stand between a person and their work.
    with contextlib.suppress(OSError):
        file = paths.state_dir() / FILE_NAME
        _write(file, {**_read(file), name: value})


def _read(file: Path) -> dict[str, str]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)}


def _write(file: Path, values: dict[str, str]) -> None:
    # mkstemp makes the file readable for its owner only.
    handle, fresh = tempfile.mkstemp(prefix=f".{FILE_NAME}-", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(values, stream, ensure_ascii=True, indent=1, sort_keys=True)
        os.replace(fresh, file)
    except OSError:
        Path(fresh).unlink(missing_ok=True)
        raise
