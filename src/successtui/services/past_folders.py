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
_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


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
                self._lock = _locked(self.path)
        except OSError as error:
            raise IoTrouble(f"{home} cannot be written: {error.strerror}") from None

    def remove(self) -> None:
        """Removes the folder with what is in it; a second time does nothing."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Keeps others from taking a folder that is not locked yet for one that was left."""
    gate = _locked(home, wait=True)
    try:
        yield
    finally:
        os.close(gate)


def _locked(folder: Path, *, wait: bool = False) -> int:
    """The opened folder; the lock ends with this process, however it ends."""
    descriptor = os.open(folder, _FLAGS)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _sweep(home: Path) -> None:
    for folder in home.glob(f"{_PREFIX}*"):
        try:
            os.close(_locked(folder))
        except OSError:
            continue
        shutil.rmtree(folder, ignore_errors=True)
