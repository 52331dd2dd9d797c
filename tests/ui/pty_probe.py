"""A small app that stands for the product in a pseudo-terminal; run as a script, not a test.

Arguments: the folder it writes to, and what to be: "busy" (draws without end), "hostile" (shows
raw hostile text in many widgets), "flooded" (keeps no record of keys), or nothing.
"""

import json
import sys
import threading
import time
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.widgets import DataTable, Input, Label, Static, TextArea

from successtui.drafts import DraftStore
from successtui.terminal.calm import CalmApp, run_calmly
from successtui.terminal.signals import SafetyNet

FOLDER = Path(sys.argv[1])
MODE = sys.argv[2] if len(sys.argv) > 2 else ""
HOSTILE = "Acme \x1b]52;c;Y2FuYXJ5\x1b\\\x1b]2;canary\x1b\\\x9b31m\u202e\x85Ltd"


def say(**facts: object) -> None:
    """Tell the test something."""
    with (FOLDER / "log").open("a") as log:
        log.write(json.dumps(facts) + "\n")


class Probe(CalmApp[None]):
    """A note whose every change is journalled, and hotkeys that a paste must never press."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [("f2", "hotkey('f2')"), ("ctrl+d", "hotkey('ctrl+d')"), ("f9", "quit")]

    def crash_folder(self) -> Path:
        return FOLDER

    def __init__(self) -> None:
        super().__init__()
        self.store = DraftStore(FOLDER / "drafts")
        self.net = SafetyNet(self, on_end=lambda: say(end=True))

    def compose(self) -> ComposeResult:
        if MODE == "hostile":
            yield Static(HOSTILE, markup=False)
            yield Label(HOSTILE, markup=False)
            yield Input(HOSTILE)
            yield DataTable()
        yield TextArea(HOSTILE if MODE == "hostile" else "", id="note")
        yield Static("", id="ticks")

    def on_mount(self) -> None:
        self.net.install()
        if MODE == "hostile":
            self.query_one(DataTable).add_columns(HOSTILE)
            self.query_one(DataTable).add_row(HOSTILE)
            self.notify(HOSTILE, markup=False)
        if MODE == "busy":
            self.ticks = 0
            self.set_interval(0.01, self.tick)
        self.query_one(TextArea).focus()
        self.call_after_refresh(say, ready=True)

    def tick(self) -> None:
        self.ticks += 1
        self.query_one("#ticks", Static).update(str(self.ticks) * 900)
        say(tick=self.ticks)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        if MODE == "flooded":
            return
        self.store.save("note", {"text": event.text_area.text})
        say(note=event.text_area.text)

    def key_f3(self) -> None:
        customer_note = "canary-note"
        raise RuntimeError(f"password=canary-secret for '{customer_note}'")

    def key_f4(self) -> None:
        say(stuck=True)
        time.sleep(60)

    def key_f5(self) -> None:
        self.hang()

    def key_f8(self) -> None:
        self.fail()

    async def action_quit(self) -> None:
        self.net.arm_watchdog(0)
        self.exit()

    def action_hotkey(self, name: str) -> None:
        say(hotkey=name)

    @work(thread=True)
    def hang(self) -> None:
        say(hanging=True)
        threading.Event().wait(60)

    @work(thread=True)
    def fail(self) -> None:
        raise KeyError("canary-note")


if __name__ == "__main__":
    sys.exit(run_calmly(Probe()))
