"""Private folders for copies that show the past: each is locked as long as somebody looks at it.

What is not locked was left by a program that was killed, and goes as soon as anybody looks back.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from successtui import paths
from successtui.domain.errors import IoTrouble

_PREFIX = "as-of-"
_MARK = "in-use"
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC


class PastFolder:
    """A new folder that only its owner can enter, until it is removed.

    Raises on making:
        IoTrouble: the folder for them cannot be written.
    """

    def __init__(self) -> None:
        home = paths.state_dir() / "past"
        try:
            home.mkdir(mode=0o700, exist_ok=True)
            with _alone(home):
                _sweep(home)
                self.path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=home))
                self._mark = _locked(self.path / _MARK)
        except OSError as error:
            raise IoTrouble(f"{home} cannot be written: {error.strerror}") from None

    def remove(self) -> None:
        """Removes the folder with what is in it; a second time does nothing."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._mark >= 0:
            os.close(self._mark)
            self._mark = -1


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Keeps others from taking a folder that is not marked yet for one that was left."""
    gate = os.open(home / ".gate", _FLAGS, 0o600)
    try:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield
    finally:
        os.close(gate)


def _locked(mark: Path) -> int:
    """The opened mark; it is let go of when this process ends, however it ends."""
    descriptor = os.open(mark, _FLAGS, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _sweep(home: Path) -> None:
    for folder in home.glob(f"{_PREFIX}*"):
        try:
            os.close(_locked(folder / _MARK))
        except OSError:
            continue
        shutil.rmtree(folder, ignore_errors=True)
