"""Reading the keyboard so that no byte sequence can end or hijack the app.

Owns the input thread: bytes that are not UTF-8 become U+FFFD, pastes come out whole (`paste`), and
a sequence that Textual's parser cannot digest costs that sequence, not the session. Drawing stays
Textual's.

Touches these private names of Textual, each pinned by a test: `_xterm_parser.XTermParser`,
`LinuxDriver._run_input_thread`, `LinuxDriver._writer_thread`, `Driver._app`, `Driver._debug`,
`Driver._loop`, `App._handle_exception`.
"""

import codecs
import os
import selectors
import signal
import time
from collections.abc import Iterable
from threading import Event

from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Paste
from textual.message import Message

from successtui.terminal.paste import Pasted, PasteGuard

_READ_SIZE = 4096
_TICK = 0.1
"""Seconds between two looks at the clock: for a lone Escape and for pastes without an end."""
_BURST = 256
_MOMENT = 0.01

# What the parser has learned about the terminal and a new one must know.
_LEARNED = ("last_x", "last_y", "mouse_pixels", "terminal_size", "terminal_pixel_size")


def safe_driver_class() -> type[Driver]:
    """The driver for `App(driver_class=...)`; it also makes TEXTUAL_DRIVER without effect."""
    return SafeLinuxDriver


class SafeLinuxDriver(LinuxDriver):
    """Textual's driver for POSIX terminals with an input side that survives anything."""

    def run_input_thread(self) -> None:
        """Read, decode and dispatch until the driver stops or the terminal is gone."""
        keys = _KeyReader(self._debug)
        guard = PasteGuard()
        decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_TICK):
                    data = self._read()
                    if not data:
                        self._terminal_is_gone()
                        break
                    for item in guard.feed(decode(data), time.monotonic()):
                        self._dispatch(keys, item)
                for message in keys.tick():
                    self.process_message(message)
                for paste in guard.tick(time.monotonic()):
                    self._dispatch(keys, paste)

    def write(self, data: str) -> None:
        """Send data to the terminal, or nowhere once it is gone."""
        if self._can_write():
            super().write(data)

    def close(self) -> None:
        """Wait until everything is written, unless it never will be."""
        if self._can_write():
            super().close()

    def _can_write(self) -> bool:
        # A hang-up ends the writer; its queue then fills and would stop the app for ever.
        return self._writer_thread is None or self._writer_thread.is_alive()

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:
            self._loop.call_soon_threadsafe(self._app._handle_exception, error)

    def _dispatch(self, keys: "_KeyReader", item: str | Pasted) -> None:
        if isinstance(item, Pasted):
            self.process_message(Paste(item.text))
            return
        for sent, message in enumerate(keys.feed(item), 1):
            self.process_message(message)
            if sent % _BURST == 0:
                self._wait_for_the_app()

    def _wait_for_the_app(self) -> None:
        # Every event becomes a task of the loop. A flood of keys must wait in the kernel, where it
        # costs nothing, or a megabyte of noise would cost gigabytes.
        arrived = Event()
        self._loop.call_soon_threadsafe(arrived.set)
        while not arrived.is_set() or self._app.message_queue_size > _BURST:
            if self.exit_event.wait(_MOMENT):
                break

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, _READ_SIZE)
        except OSError:
            return b""

    def _terminal_is_gone(self) -> None:
        # The hang-up the kernel may not have told us: read again and again, the end of input would
        # cost a whole processor. SafetyNet answers it; without one the process ends.
        if not self.exit_event.is_set():
            # Not raise_signal: that would interrupt this thread and leave the main one asleep.
            os.kill(os.getpid(), signal.SIGHUP)


class _KeyReader:
    """Textual's parser, replaced by a fresh one when a sequence breaks it."""

    def __init__(self, debug: bool) -> None:
        self._debug = debug
        self._parser = XTermParser(debug)

    def feed(self, characters: str) -> Iterable[Message]:
        """The events of the characters."""
        # One by one: what follows a broken sequence in the same read is not lost with it.
        for character in characters:
            yield from self._ask(self._parser.feed(character))

    def tick(self) -> Iterable[Message]:
        """The events that were due because nothing more came."""
        return self._ask(self._parser.tick())

    def _ask(self, messages: Iterable[Message]) -> Iterable[Message]:
        try:
            for message in list(messages):
                # The end of a paste we have taken out ourselves.
                if not (isinstance(message, Paste) and not message.text):
                    yield message
        except Exception:
            # Key codes beyond Unicode, a window of no size: sequences no terminal means. Whatever
            # broke the parser, it can read no more and its state is worth nothing.
            fresh = XTermParser(self._debug)
            for name in _LEARNED:
                setattr(fresh, name, getattr(self._parser, name))
            self._parser = fresh
