"""Bulk work: asks what to do with the marked records, shows what it would do, then does it.

Owns the way through the questions. Nothing is stored before the person saw every line that changes
and agreed, and then exactly those records change, as one undo step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from textual.screen import Screen

from successtui.domain.errors import SuccessError
from successtui.domain.lifecycle import TRANSITIONS
from successtui.domain.permissions import Action
from successtui.records import Field, Record
from successtui.records.kinds import Boolean
from successtui.screens.base import host, say
from successtui.screens.bulk_diff import BulkDiff, Working
from successtui.screens.bulk_value import Typed, ValueQuestion
from successtui.screens.rights import refusal
from successtui.widgets.finder import Finder, FinderItem
from successtui.widgets.menu import Menu, MenuItem
from successtui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from successtui.services.bulk import BulkChange, BulkPreview, BulkResult
    from successtui.services.session import Session

T = TypeVar("T")

MANY = 40
"""Records from which on the work shows how far it is and can be given up."""

EXPORT = "export"
_DOING = {
    "edit": "Edit",
    "members": "Edit",
    "assign": "Assign",
    "complete": "Close",
    "cancel": "Cancel",
    "delete": "Delete",
}
_ENDS = {"complete": {"Closed", "Completed"}, "cancel": {"Canceled"}}


class Bulk:
    """One bulk change of records of one type, asked for on a screen."""

    def __init__(self, screen: Screen[Any], record_type: type[Record], ids: Sequence[int]) -> None:
        self._screen = screen
        self._type = record_type
        self._ids = tuple(ids)
        declaration = record_type.declaration
        one = len(self._ids) == 1
        self.subject = (
            f"{len(self._ids):,} {(declaration.label if one else declaration.plural).lower()}"
        )

    async def what(self) -> str | None:
        """Asks what to do; the id of it, or `None`."""
        menu = Menu(f"With {self.subject}", await host(self._screen).desk.read(self._items))
        answer: str | None = await self._screen.app.push_screen_wait(menu)
        return answer

    async def carry_out(self, what: str) -> tuple[str, BulkPreview, BulkResult] | None:
        """Asks for the rest, shows what would happen, and does it when the person agrees.

        Returns:
            What was done, on what, and what came of it; `None` when nothing was done.
        """
        reason = next((i.reason for i in self._items(None) if i.id == what and not i.enabled), "")
        if reason:
            say(self._screen, reason, wrong=True)
            return None
        change = await self._asked(what)
        if change is None:
            return None
        seen = await self._tried(change)
        if seen is None:
            return None
        doing = _DOING[what]
        diff = BulkDiff(doing, self._type, seen)
        if not await self._screen.app.push_screen_wait(diff):
            return None
        done = await self._done(seen, change)
        return None if done is None else (doing, seen, done)

    def told(self, doing: str, result: BulkResult) -> str:
        """What was done, in one line."""
        done = {"Close": "closed", "Cancel": "canceled", "Delete": "deleted"}
        declaration = self._type.declaration
        noun = (declaration.label if result.changed == 1 else declaration.plural).lower()
        parts = [f"{result.changed:,} {noun} {done.get(doing, 'changed')}"]
        if result.refused:
            parts.append(f"{len(result.refused):,} left out")
        if result.effects:
            parts.append(f"{len(result.effects):,} more besides")
        return ", ".join(parts) + ". u takes it back"

    # What can be done

    def _items(self, _session: Session | None) -> list[MenuItem]:
        from successtui.services.bulk import assignable, editable, member_fields

        plural = self._type.declaration.plural.lower()
        owner = assignable(self._type)
        nothing = f"{plural} have no field many can share"
        no_members = f"no field of {plural} holds several values"
        no_state = f"{plural} have no such state"
        edit = refusal(self._screen, Action.EDIT, self._type)
        delete = refusal(self._screen, Action.DELETE, self._type)
        return [
            _item("edit", "Edit a field", "e", edit, nothing, bool(editable(self._type))),
            _item(
                "members",
                "Add to or take from a field",
                "m",
                edit,
                no_members,
                bool(member_fields(self._type)),
            ),
            _item("assign", "Assign", "a", edit, f"{plural} have no owner", owner is not None),
            _item("complete", "Close", "c", edit, no_state, self._ends("complete")),
            _item("cancel", "Cancel", "x", edit, no_state, self._ends("cancel")),
            _item("delete", "Delete", "d", delete),
            _item(EXPORT, "Export", "X"),
        ]

    def _ends(self, what: str) -> bool:
        table = TRANSITIONS.get(self._type.declaration.name, {})
        return any(_ENDS[what] & following for following in table.values())

    # Questions

    async def _asked(self, what: str) -> BulkChange | None:
        from successtui.services import bulk

        match what:
            case "edit":
                return await self._edit()
            case "members":
                return await self._members()
            case "assign":
                return await self._assign()
            case "complete":
                return await self._close()
            case "cancel":
                notes = await self._notes("Cancel notes for all of them (one line)")
                return None if notes is None else bulk.Cancel(notes)
            case _:
                return bulk.Delete()

    async def _edit(self) -> BulkChange | None:
        from successtui.services.bulk import Edit, editable

        field = await self._field(f"Which field of {self.subject}?", editable(self._type))
        if field is None:
            return None
        may_empty = not field.required and not isinstance(field.kind, Boolean)
        typed = await self._value(f"{field.label} of {self.subject}", field, may_empty=may_empty)
        if typed is None:
            return None
        if not typed.texts:
            return Edit({}, frozenset({field.name}))
        return Edit({field.name: ";".join(typed.texts)})

    async def _members(self) -> BulkChange | None:
        from successtui.services.bulk import Members, member_fields

        field = await self._field(f"Which field of {self.subject}?", member_fields(self._type))
        if field is None:
            return None
        label = field.label.lower()
        ways = [MenuItem("add", f"Add to {label}", "a"), MenuItem("remove", "Take away", "t")]
        way = await self._screen.app.push_screen_wait(Menu(field.label, ways))
        if way is None:
            return None
        verb = "Add to" if way == "add" else "Take from"
        typed = await self._value(f"{verb} {label} of {self.subject}", field, may_empty=False)
        if typed is None:
            return None
        texts = tuple(part.strip() for text in typed.texts for part in text.split(";"))
        return Members(field.name, **{way: texts})

    async def _assign(self) -> BulkChange | None:
        from successtui.services.bulk import Assign, assignable

        owner = assignable(self._type)
        assert owner is not None
        title = f"{owner.label} of {self.subject}"
        typed = await self._value(title, owner, may_empty=False)
        return None if typed is None else Assign(typed.texts[0])

    async def _close(self) -> BulkChange | None:
        from successtui.services.bulk import Close

        code = ""
        if codes := list(self._codes()):
            menu = Menu("How did they end? One code for all", [MenuItem(c, c) for c in codes])
            chosen = await self._screen.app.push_screen_wait(menu)
            if chosen is None:
                return None
            code = chosen
        notes = await self._notes("Close notes for all of them (one line)")
        return None if notes is None else Close(code, notes)

    def _codes(self) -> Iterator[str]:
        field = self._type.declaration.fields.get("closure_code")
        for choice in getattr(field.kind, "choices", ()) if field else ():
            if choice.value != "Canceled":
                yield choice.value

    async def _notes(self, question: str) -> str | None:
        """A note; not asked for where the type has none."""
        if "close_notes" not in self._type.declaration.fields:
            return ""
        answer: str | None = await self._screen.app.push_screen_wait(Prompt(question))
        return answer

    async def _field(self, title: str, fields: Sequence[Field]) -> Field | None:
        shown = self._type.declaration.columns
        ranked = sorted(fields, key=lambda field: field.name not in shown)
        items = [FinderItem(f.name, f.label, f.help) for f in ranked]
        name = await self._screen.app.push_screen_wait(Finder(title, items))
        return next((field for field in fields if field.name == name), None)

    async def _value(self, title: str, field: Field, *, may_empty: bool) -> Typed | None:
        question = ValueQuestion(title, self._type, field, may_empty=may_empty)
        answer: Typed | None = await self._screen.app.push_screen_wait(question)
        return answer

    # Work

    async def _tried(self, change: BulkChange) -> BulkPreview | None:
        def job(session: Session, **told: Any) -> BulkPreview:
            from successtui.services.bulk import preview

            return preview(session, self._type, self._ids, change, **told)

        return await self._worked(f"Trying it on {self.subject}", job)

    async def _done(self, seen: BulkPreview, change: BulkChange) -> BulkResult | None:
        def job(session: Session, **told: Any) -> BulkResult:
            from successtui.services.bulk import apply

            return apply(session, self._type, seen, change, skip_refused=True, **told)

        return await self._worked(f"Changing {self.subject}", job)

    async def _worked(self, title: str, job: Callable[..., T]) -> T | None:
        """Does it behind a screen that shows how far it is, where it can take long.

        The attempt holds the same lock as a change, so it takes its turn among the changes.
        """
        if len(self._ids) < MANY:
            return await _turn(self._screen, job)
        working = Working(title, len(self._ids))
        self._screen.app.push_screen(working)
        told = {"progress": working.count, "stop": working.stop.is_set}
        try:
            return await _turn(self._screen, partial(job, **told))
        finally:
            working.dismiss()


async def _turn(screen: Screen[Any], job: Callable[[Session], T]) -> T | None:
    """The result of a job that takes its turn among the changes; an error is shown."""
    try:
        return await host(screen).desk.write(job)
    except SuccessError as error:
        say(screen, str(error), wrong=True)
        return None


def _item(
    id: str, title: str, key: str, refused: str = "", lacking: str = "", there: bool = True
) -> MenuItem:
    """An item that the person's roles may refuse, or that the type has nothing for."""
    reason = refused or ("" if there else lacking)
    return MenuItem(id, title, key, not reason, reason)
