"""The questions of a review, each about one item: when, who, with whom, in which words.

Each asks on the screen it is given and hands back the item as it is then, `None` where nothing was
answered. What owners are called is noted in the names that are handed in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from successtui.domain.dates import parse_date
from successtui.records import Objective, Outcome, Play, Task
from successtui.screens.review_dialogs import Chooser, ItemDetails, title_problem
from successtui.text import safe_notify
from successtui.widgets.choices import Choice
from successtui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from successtui.services.review import Names, ReviewItem

_OWNED = (Objective, Outcome, Play, Task)
_OWNER_FIELDS = {cls.declaration.name: cls.declaration.fields["owner"] for cls in _OWNED}
_RESOURCES = Task.declaration.fields["resources"]
_LABELS = {"role": "Role: ", "pool": "Pool: "}
_DATE_HINT = "2026-03-01, fri, +1w (from today); empty for none"


@dataclass(frozen=True, slots=True)
class Asking:
    """What a question needs to know.

    Attributes:
        account: whose contacts can own tasks.
        names: what owners and resources are called; grows with the answers.
    """

    screen: Screen[Any]
    account: int | None
    today: Callable[[], date]
    names: Names


async def ask_date(asking: Asking, item: ReviewItem, column: str) -> ReviewItem | None:
    """Another `start` or `due` date; none at all is a date, too."""
    if item.kind == "outcome" and column == "start":
        safe_notify(asking.screen, "A KPI has a target date only; go right to Due.")
        return None
    now: date | None = getattr(item, column)
    prompt = Prompt(
        f"{'Start' if column == 'start' else 'Due'} of {item.title}",
        value=now.isoformat() if now else "",
        placeholder=_DATE_HINT,
        validator=lambda text: _date_problem(item, column, text, asking.today()),
    )
    text = await asking.screen.app.push_screen_wait(prompt)
    if text is None:
        return None
    day = _read_date(text, asking.today())
    return replace(item, start=day) if column == "start" else replace(item, due=day)


async def ask_owner(asking: Asking, item: ReviewItem) -> ReviewItem | None:
    """Another owner, or nobody: whoever may own that kind of item (R001-16, R001-17)."""
    now: list[Choice] = []
    if item.owner is not None:
        name = asking.names.get((item.owner_kind or "", item.owner), "")
        value = f"{item.owner}" if item.kind == "outcome" else f"{item.owner_kind}:{item.owner}"
        now = [Choice(value, name)]
    chooser = Chooser(f"Owner of {item.title}", _OWNER_FIELDS[item.kind], asking.account, now)
    chosen = await asking.screen.app.push_screen_wait(chooser)
    return None if chosen is None else owned(item, next(iter(chosen), None), asking.names)


async def ask_resources(asking: Asking, item: ReviewItem) -> ReviewItem | None:
    """Other people who help; tasks only (R003-20)."""
    if item.kind != "task":
        safe_notify(asking.screen, "Only tasks take several people; this one takes one owner.")
        return None
    now = [Choice(str(i), asking.names.get(("user", i), "")) for i in item.resources]
    chooser = Chooser(f"Resources of {item.title}", _RESOURCES, asking.account, now, multiple=True)
    chosen = await asking.screen.app.push_screen_wait(chooser)
    if chosen is None:
        return None
    asking.names.update({("user", int(choice.value)): choice.label for choice in chosen})
    return replace(item, resources=tuple(sorted(int(choice.value) for choice in chosen)))


async def ask_details(asking: Asking, item: ReviewItem) -> ReviewItem | None:
    """Other words."""
    dialog = ItemDetails("Title and description", item.title, item.description, title_problem)
    words = await asking.screen.app.push_screen_wait(dialog)
    return None if words is None else replace(item, title=words[0], description=words[1])


async def ask_title(asking: Asking) -> str | None:
    """The title of a new task."""
    prompt = Prompt("Title of the new task", validator=title_problem)
    title = await asking.screen.app.push_screen_wait(prompt)
    return None if title is None else title.strip()


def owned(item: ReviewItem, choice: Choice | None, names: Names) -> ReviewItem:
    """The item with an owner as an owner field holds them: `user:3`, or `3` for a user."""
    if choice is None:
        return replace(item, owner_kind=None, owner=None)
    kind, _, record_id = choice.value.rpartition(":")
    kind = kind or "user"
    label = _LABELS.get(kind, "")
    name = choice.label if choice.label.startswith(label) else label + choice.label
    names[kind, int(record_id)] = name
    return replace(item, owner_kind=kind, owner=int(record_id))


def _read_date(text: str, today: date) -> date | None:
    return parse_date(text, today) if text.strip() else None


def _date_problem(item: ReviewItem, column: str, text: str, today: date) -> str | None:
    try:
        day = _read_date(text, today)
    except ValueError as error:
        return str(error)
    if item.kind == "objective" and column == "start":
        # Its end moves along with it.
        return None if day is not None else "an objective needs a start"
    start, due = (day, item.due) if column == "start" else (item.start, day)
    if start is not None and due is not None and start > due:
        other = "due" if column == "start" else "start"
        return f"the start {start} would lie after the due date {due}: move {other} first"
    return None
