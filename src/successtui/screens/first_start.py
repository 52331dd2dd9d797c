"""What a person sees before there is any workspace: five ways to get one.

Owns the questions each way asks. Making and importing is done by `transfer/starting.py`; a
workspace that could not be made completely leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from successtui import paths
from successtui.domain.clock import Clock
from successtui.domain.errors import SuccessError
from successtui.screens.base import Place, beside, dialog, host
from successtui.screens.first_jobs import (
    check_address,
    currency_problem,
    folder_problem,
    import_folder,
    likely_currency,
    make_demo,
    make_empty_workspace,
    something_missing,
)
from successtui.text import ui_text
from successtui.widgets.confirm import Confirm
from successtui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from successtui.transfer.importer import Progress
    from successtui.transfer.report import ImportReport

T = TypeVar("T")

WAYS = (
    ("Try the demo", "a believable book of business, gone when you leave"),
    ("Empty workspace", "you become its admin"),
    ("Workspace with the starter library", "five SuccessBLOCs of templates"),
    ("Import", "a bundle, or another system's CSV files"),
    ("Open", "a workspace file, or a team database"),
)
_LISTED = 200
_HINT = "↑ ↓ and enter, or the number. ctrl+q leaves."


class GivenUp(SuccessError):
    """The person ended an import that was under way."""


class FirstStart(Place):
    """Asks what to start with; leaves for the accounts once a workspace is open."""

    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(str(number), f"choose({number})", title, show=False)
        for number, (title, _) in enumerate(WAYS, start=1)
    ]

    @dataclass
    class Imported(Message):
        """So many rows of an import are done."""

        done: int
        total: int

    def __init__(self) -> None:
        super().__init__()
        self._ended = False
        self._importing = False

    def breadcrumb(self) -> str:
        """The program's name: there is no place yet."""
        return "successtui"

    def body(self) -> ComposeResult:
        """The question, the ways, what happens or went wrong."""
        with Vertical(classes="first-start"):
            yield Static(ui_text("What would you like to start with?"), classes="dialog--title")
            yield OptionList(
                *(
                    Option(ui_text(f"{number}  {title}") + ui_text(f" – {help}", "dim"))
                    for number, (title, help) in enumerate(WAYS, start=1)
                ),
                markup=False,
                compact=True,
            )
            yield Static(ui_text(_HINT), id="progress")

    async def reload(self) -> None:
        """Nothing is stored yet."""

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_choose(event.option_index + 1)

    @dialog
    async def action_choose(self, number: int) -> None:
        """Goes the way of that number."""
        self._say(_HINT)
        match number:
            case 1:
                await self._demo()
            case 2:
                await self._empty(library=False)
            case 3:
                await self._empty(library=True)
            case 4:
                await self._import()
            case _:
                await self._open()

    def action_back(self) -> None:
        """Ends an import that is under way."""
        self._ended = True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to go back to, and nothing to read again."""
        return self._importing if action == "back" else action != "refresh"

    # The ways

    async def _demo(self) -> None:
        address = await self._work("Making the demo …", partial(make_demo, self._clock))
        if address is not None:
            self._leave(address, demo=True)

    async def _empty(self, *, library: bool) -> None:
        currency = await self._ask_currency()
        if currency is not None:
            job = partial(make_empty_workspace, self._clock, currency, library)
            address = await self._work("Making the workspace …", job)
            if address is not None:
                self._leave(address)

    async def _import(self) -> None:
        folder = await self._ask("Folder to import", "~/exports/crm", folder_problem)
        if folder is None:
            return
        mapping = await self._ask(
            "Mapping (leave it empty for a bundle)", "crm-sales, or a mapping file"
        )
        if mapping is None or (currency := await self._ask_currency()) is None:
            return
        job = partial(
            import_folder, self._clock, Path(folder).expanduser(), mapping.strip(), currency
        )
        report = await self._run_import(job, keep_going=False)
        if report is not None and not report.committed:
            report = await self._without_bad_rows(report, job)
        if report is not None:
            self._leave(str(paths.default_database()), told=_told(report))

    async def _without_bad_rows(
        self, report: ImportReport, job: Callable[[bool, Progress], ImportReport]
    ) -> ImportReport | None:
        """Shows the rows that cannot be used and asks whether the others will do."""
        rows = sum(count.rejected for count in report.files)
        lines = [str(rejection) for rejection in report.rejected[:_LISTED]]
        if len(report.rejected) > _LISTED:
            lines.append(f"… and {len(report.rejected) - _LISTED:,} more")
        question = Confirm(
            f"{rows:,} rows cannot be used (pgdn shows more). Import the others?",
            lines,
            confirm_label="Import the others",
            danger=False,
        )
        if not await self.app.push_screen_wait(question):
            self._say("Nothing was imported and no workspace was made.")
            return None
        return await self._run_import(job, keep_going=True)

    async def _run_import(
        self, job: Callable[[bool, Progress], ImportReport], *, keep_going: bool
    ) -> ImportReport | None:
        self._importing = True
        self.refresh_bindings()
        try:
            return await self._work("Reading …", partial(job, keep_going, self._progress()))
        finally:
            self._importing = False
            self.refresh_bindings()

    async def _open(self) -> None:
        address = await self._ask(
            "Workspace file or database", "~/team.db, or postgresql://host/name", something_missing
        )
        if address is not None:
            as_user = host(self).desk.options.as_user
            job = partial(check_address, address.strip(), self._clock, as_user)
            if await self._work("Opening …", job):
                self._leave(address.strip())

    # What they share

    @property
    def _clock(self) -> Clock:
        return Clock(host(self).desk.options.today)

    async def _ask(
        self, question: str, hint: str = "", validator: Callable[[str], str | None] | None = None
    ) -> str | None:
        prompt = Prompt(question, placeholder=hint, validator=validator)
        return await self.app.push_screen_wait(prompt)

    async def _ask_currency(self) -> str | None:
        likely = await self._work("…", likely_currency)
        self._say(_HINT)
        prompt = Prompt("Base currency", value=likely or "", validator=currency_problem)
        answer = await self.app.push_screen_wait(prompt)
        return None if answer is None else answer.strip().upper()

    async def _work(self, sentence: str, job: Callable[[], T]) -> T | None:
        """The result of a job off the screen's thread; an error is said and gives `None`."""
        self._say(sentence)
        self._ended = False
        try:
            return await host(self).desk.run(job)
        except (SuccessError, paths.FolderError) as error:
            self._say(str(error), wrong=True)
            return None

    def _progress(self) -> Progress:
        """Tells how far an import is, from its thread; ends it when the person wants that."""

        def told(done: int, total: int) -> None:
            if self._ended:
                raise GivenUp("The import was ended; nothing was stored.")
            self.post_message(self.Imported(done, total))

        return told

    @on(Imported)
    def _imported(self, event: Imported) -> None:
        event.stop()
        self._say(f"Importing … {event.done:,} of {event.total:,} rows. esc ends it.")

    def _leave(self, address: str, *, demo: bool = False, told: str = "") -> None:
        """Opens the workspace; run by the app, for this screen goes while that happens."""
        beside(self.app, partial(self._opened, address, demo, told), group="open")

    async def _opened(self, address: str, demo: bool, told: str) -> None:
        app = host(self)
        await app.open_workspace(address, demo=demo)
        if told:
            app.tell(told)

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        line = self.query_one("#progress", Static)
        line.update(ui_text(f"✗ {sentence}" if wrong else sentence))
        line.set_class(wrong, "-wrong")


def _told(report: ImportReport) -> str:
    made = sum(count.created + count.updated for count in report.files)
    left_out = sum(count.rejected for count in report.files)
    rest = f"; {left_out:,} rows were left out" if left_out else ""
    return f"Imported {made:,} records{rest}"
