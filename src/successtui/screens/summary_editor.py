"""The editor of a plan's summary: Markdown and how it will look, kept on closing (R001-04 to -11).

Owns the text while it is written. What was written is never lost: a draft stands by until it is
stored, and what somebody else wrote meanwhile is shown beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.markdown import Markdown
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.timer import Timer
from textual.widgets import Static, TextArea

from successtui.domain.errors import Conflict, SuccessError
from successtui.records import Plan, User
from successtui.screens.base import beside, dialog, host, write
from successtui.screens.wizard import Wizard, keys
from successtui.text import ui_text
from successtui.widgets.confirm import Confirm

if TYPE_CHECKING:
    from successtui.services.records import Saved
    from successtui.services.session import Session

_HINT = "What do they want to reach in the next 3–12 months? Goals and key milestones."
_INTERNAL = "Never shared with the customer"
_EMPTY = "*Nothing written yet.*"
_PREVIEW_PAUSE = 0.25
"""Seconds without typing after which the preview follows."""


@dataclass(frozen=True, slots=True)
class SummaryData:
    """The summary as it is stored.

    Attributes:
        plan: id of the plan, `None` when the account has none yet.
        edited: who edited it last and when, in words.
        refusal: why the person may not write it; empty if they may (R001-06).
    """

    plan: int | None
    text: str
    edited: str
    refusal: str


class SummaryEditor(Wizard):
    """Writes the summary of an account's plan; closing keeps it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *keys("wizard.finish", "wizard.leave", "summary.preview", finish="", leave="Close and keep")
    ]

    def __init__(self, account_id: int, account_name: str) -> None:
        super().__init__()
        self._account_id = account_id
        self._account_name = account_name
        self._data: SummaryData | None = None
        self._base = ""
        self._failed = False
        self._pause: Timer | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where there is room for both, there is nothing to toggle."""
        return action != "preview" or self.has_class("-narrow")

    def heading(self) -> str:
        """Whose plan."""
        return f"{self._account_name} › Plan summary"

    def body(self) -> ComposeResult:
        """Who wrote it last, the hint, text and preview."""
        yield Static(ui_text(_INTERNAL), classes="summary-facts")
        yield Static(ui_text(_HINT), classes="wizard-intro")
        with Horizontal(classes="summary-halves"):
            area = TextArea("", compact=True, tab_behavior="focus", read_only=True)
            area.cursor_blink = False
            yield area
            with VerticalScroll(classes="summary-preview"):
                yield Static("", classes="summary-look")

    @property
    def area(self) -> TextArea:
        """The text."""
        return self.query_one(TextArea)

    def on_mount(self) -> None:
        """Reads the summary."""
        beside(self, self._fill, group="fill")

    async def _fill(self) -> None:
        try:
            data = await host(self).desk.read(partial(_read, self._account_id))
        except SuccessError as error:
            self.say(str(error))
            return
        self._data, self._base = data, data.text
        facts = " · ".join(fact for fact in (_INTERNAL, data.edited) if fact)
        self.query_one(".summary-facts", Static).update(ui_text(facts))
        self.area.read_only = bool(data.refusal)
        with self.prevent(TextArea.Changed):
            self.area.text = data.text
        self._look()
        self.say(f"Read only: {data.refusal}" if data.refusal else "")
        if data.refusal and self.has_class("-narrow"):
            self.action_preview()
        else:
            self.area.focus()
            self.area.move_cursor(self.area.document.end)

    # Looking

    def action_preview(self) -> None:
        """Text or preview, where there is no room for both."""
        self._look()
        self.toggle_class("-previewing")
        if self.has_class("-previewing"):
            self.query_one(".summary-preview").focus()
        else:
            self.area.focus()

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_PREVIEW_PAUSE, self._look)
        self._failed = False
        if self.is_dirty and self._data is not None:
            name = "new" if self._data.plan is None else str(self._data.plan)
            host(self).keep_draft(f"plan/{name}", {"summary": self.area.text})

    def _look(self) -> None:
        """Shows how the text will look. Links are written out: none can be followed."""
        text = ui_text(self.area.text).plain
        look = Markdown(text if text.strip() else _EMPTY, hyperlinks=False)
        self.query_one(".summary-look", Static).update(look)

    # Keeping

    @property
    def is_dirty(self) -> bool:
        """Whether the text is not the one that is stored."""
        return self._data is not None and self.area.text != self._base

    def action_finish(self) -> None:
        """Closes; the text is kept (R001-10)."""
        self._close()

    def action_leave(self) -> None:
        """Closes; the text is kept (R001-10)."""
        self._close()

    @dialog
    async def _close(self) -> None:
        if not self.is_dirty:
            self._forget_draft()
            self.dismiss(None)
            return
        if self._failed and await self._give_up():
            self.dismiss(None)
            return
        text = self.area.text
        try:
            saved = await write(
                self, partial(_keep, self._account_id, text, self._base), raise_errors=True
            )
        except Conflict as conflict:
            await self._settle(str(conflict.theirs.get("summary") or ""))
        except SuccessError as error:
            self._failed = True
            self.say(f"Not kept: {error}")
        else:
            self._forget_draft()
            self.done(saved)

    async def _settle(self, theirs: str) -> None:
        """Shows both texts; either mine replaces theirs, or both go on in the editor."""
        mine = self.area.text
        question = Confirm(
            "Somebody else changed the summary meanwhile. Replace theirs?",
            ("Stored now:", *_indented(theirs), "", "Yours:", *_indented(mine)),
            confirm_label="Replace theirs",
            cancel_label="Put both into the text",
        )
        self._base = theirs
        if await self.app.push_screen_wait(question):
            self.call_after_refresh(self._close)
            return
        self.area.text = f"{theirs.rstrip()}\n\n---\n\n{mine}"
        told = "Theirs stands above the line, yours below: edit, then close to keep it."
        self.say(told, wrong=False)
        self.area.focus()

    async def _give_up(self) -> bool:
        question = Confirm(
            "Close without keeping what you wrote?",
            ("It could not be stored. The next start offers it again as a draft.",),
            confirm_label="Close",
            cancel_label="Stay",
        )
        return await self.app.push_screen_wait(question)

    def _forget_draft(self) -> None:
        if self._data is not None:
            name = "new" if self._data.plan is None else str(self._data.plan)
            host(self).forget_draft(f"plan/{name}")


def _indented(text: str) -> list[str]:
    return [f"  {line}" for line in text.splitlines()] or ["  (empty)"]


def _read(account_id: int, session: Session) -> SummaryData:
    from successtui.domain.permissions import Action
    from successtui.services.planning import current_plan
    from successtui.services.records import may

    with session.read() as reader:
        plan = current_plan(reader, account_id)
        author = reader.get(User, plan.summary_updated_by) if plan else None
    decision = may(session, Action.EDIT if plan else Action.CREATE, plan or Plan)
    edited = ""
    if plan is not None and plan.summary_updated_at is not None:
        name = author.name if author else "somebody"
        at = session.clock.local(plan.summary_updated_at)
        edited = f"last by {name}, {at:%Y-%m-%d %H:%M}"
    text = (plan.summary if plan else None) or ""
    refusal = "" if decision.allowed else decision.reason
    return SummaryData(plan.id if plan else None, text, edited, refusal)


def _keep(account_id: int, text: str, base: str, session: Session, _confirmed: bool) -> Saved:
    from successtui.services.planning import save_summary

    return save_summary(session, account_id, text, base or None)
