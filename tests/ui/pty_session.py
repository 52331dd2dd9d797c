"""A program in a real pseudo-terminal: keys in, bytes out, how it ended.

Owns waiting: every wait polls for a condition and reads what the program draws meanwhile.
"""

import contextlib
import fcntl
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

_POLL = 0.02


class PtySession:
    """A running Python script whose terminal we hold the other end of."""

    def __init__(self, script: Path, *arguments: str, ignore_hangup: bool = False) -> None:
        self.master, slave = pty.openpty()
        termios.tcsetwinsize(slave, (24, 80))
        self.output = b""

        def become_a_login() -> None:
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            if ignore_hangup:
                signal.signal(signal.SIGHUP, signal.SIG_IGN)

        self.process = subprocess.Popen(
            [sys.executable, str(script), *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=become_a_login,
            env={**os.environ, "TERM": "xterm-256color"},
        )
        # While both ends are open here, the program's end cannot be seen closing.
        os.close(slave)

    def type(self, keys: bytes) -> None:
        """Send bytes as if typed, however long the program takes to read them."""
        while keys:
            _, writable, _ = select.select([], [self.master], [], _POLL)
            self._drain()
            if writable:
                keys = keys[os.write(self.master, keys[:1024]) :]

    def until(self, condition: Callable[[], bool], seconds: float = 10.0) -> None:
        """Draw on until the condition holds.

        Raises:
            AssertionError: it did not in time, or the program ended before.
        """
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, f"not in {seconds} s; drawn: {self.output[-800:]!r}"
            assert self.process.poll() is None, f"ended early; drawn: {self.output[-800:]!r}"
            self._drain()

    def exit_code(self, seconds: float, reading: bool = True) -> int:
        """The exit code once the program ended; minus the signal's number if one killed it.

        Raises:
            AssertionError: it did not end in time.
        """
        deadline = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < deadline, f"still alive after {seconds} s"
            if reading:
                self._drain()
            else:
                self.pause()
        while reading and self._drain():
            pass
        return self.process.returncode

    def pause(self) -> None:
        """Let the program run for a moment without reading what it draws."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(_POLL)

    def echoes(self) -> bool:
        """Whether the terminal is back in the mode a shell expects."""
        return bool(termios.tcgetattr(self.master)[3] & termios.ECHO)

    def close_terminal(self) -> None:
        """Hang up."""
        os.close(self.master)
        self.master = -1

    def _drain(self) -> bool:
        if self.master < 0:
            select.select([], [], [], _POLL)
            return False
        readable, _, _ = select.select([self.master], [], [], _POLL)
        if not readable:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:  # how a pty says that nobody holds the other end any more
            return False
        self.output += data
        return bool(data)


@contextlib.contextmanager
def pty_session(script: Path, *arguments: str, ignore_hangup: bool = False) -> Iterator[PtySession]:
    """A session that is gone at the end of the block, whatever happened in it."""
    session = PtySession(script, *arguments, ignore_hangup=ignore_hangup)
    try:
        yield session
    finally:
        if session.process.poll() is None:
            session.process.kill()
        session.process.wait()
        if session.master >= 0:
            session.close_terminal()
