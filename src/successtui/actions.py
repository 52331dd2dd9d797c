"""Every action of the program, declared once: its key, title, place and help.

Bindings, footer, palette, the `?` help and the key table of the README all follow from here. The
method that carries an action out is `action_<last part of the id>` on the app or screen of its
scope.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding


class Scope(StrEnum):
    """Where an action is at hand."""

    APP = "Everywhere"
    LIST = "In a list"
    RECORD = "On a record"
    INBOX = "In the inbox"
    REPORT = "In the report"
    ACCOUNT = "On an account"
    PLAN = "In a plan"
    TRACKER = "In the tracker"
    HISTORY = "In a history"
    FORM = "In a form"
    WIZARD = "In a wizard"
    VIEWS = "In the saved views"
    COLUMNS = "In the choice of columns"
    PREVIEW = "In a customer preview"
    PORTAL = "In the customer's portal"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    Attributes:
        keys: as Textual names them, separated by commas; empty for palette and menus only.
        footer: whether the footer shows it; a screen shows seven at most.
        first: its key is heard before anything else, so that what is typed behind it finds the
            menu it opens; it is bound as `METHOD_by_key`, which says when the key is text.
    """

    id: str
    title: str
    keys: str
    scope: Scope
    help: str
    footer: bool = False
    first: bool = False

    @property
    def bound(self) -> str:
        """The name its key calls it by."""
        return f"{self.method}_by_key" if self.first else self.method

    @property
    def method(self) -> str:
        """The name Textual calls the action by."""
        return self.id.rpartition(".")[2]


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("app.go", "Go to", "g", Scope.APP, "g, then a letter: another place", True, True),
    ActionSpec("app.undo", "Undo", "u", Scope.APP, "Take back the last change", True),
    ActionSpec("app.redo", "Redo", "U", Scope.APP, "Bring back what undo took away"),
    ActionSpec("app.deleted", "Deleted records", "", Scope.APP, "Look at them, bring them back"),
    ActionSpec("app.as_of", "As of a date", "", Scope.APP, "Everything as it stood; again: now"),
    ActionSpec("app.search", "Search", "ctrl+k", Scope.APP, "Records of every type, by words"),
    ActionSpec("app.help", "Keys", "question_mark", Scope.APP, "The keys of this screen", True),
    ActionSpec("app.command_palette", "Palette", "ctrl+p", Scope.APP, "Every action by name"),
    ActionSpec("app.theme", "Theme", "", Scope.APP, "Light, dark, or 16 colours"),
    ActionSpec("app.repaint", "Repaint", "ctrl+l", Scope.APP, "Draw the whole screen again"),
    ActionSpec("app.quit", "Quit", "ctrl+q", Scope.APP, "Leave the program"),
    ActionSpec("place.back", "Back", "escape,q", Scope.APP, "Back to where you came from", True),
    ActionSpec("place.refresh", "Refresh", "r", Scope.APP, "Read everything again"),
    ActionSpec("list.filter", "Filter", "slash", Scope.LIST, "Narrow the list by a query", True),
    ActionSpec("list.sort", "Sort", "s", Scope.LIST, "Sort by a column; again turns it round"),
    ActionSpec("list.sort_also", "Sort further", "S", Scope.LIST, "A second, third key to sort by"),
    ActionSpec("list.columns", "Columns", "C", Scope.LIST, "Which columns, in which order"),
    ActionSpec("list.views", "Views", "V", Scope.LIST, "Saved views: choose, save, pin, default"),
    ActionSpec("list.counts", "Counts", "number_sign", Scope.LIST, "How many of each value"),
    ActionSpec("list.mark_all", "Mark all", "asterisk", Scope.LIST, "Everything shown; again none"),
    ActionSpec("list.clear_marks", "No marks", "minus", Scope.LIST, "Also of rows not shown now"),
    ActionSpec("list.bulk", "Bulk work", "B", Scope.LIST, "On marked rows; shows the change first"),
    ActionSpec("list.assign", "Assign", "a", Scope.LIST, "Marked rows, else this one; shown first"),
    ActionSpec("list.export", "Export", "X", Scope.LIST, "What is shown, or marked, as a file"),
    ActionSpec("list.new", "New", "n", Scope.LIST, "Make a new record", True),
    ActionSpec("list.first", "Top", "home", Scope.LIST, "To the first row (g g as well)"),
    ActionSpec("list.last", "Bottom", "end,G", Scope.LIST, "To the last row"),
    ActionSpec("record.edit", "Edit", "e", Scope.RECORD, "Change the record in a form"),
    ActionSpec(
        "record.menu", "Actions", "full_stop", Scope.RECORD, "What can be done with it", True
    ),
    ActionSpec("record.complete", "Complete", "c", Scope.RECORD, "Close it as achieved"),
    ActionSpec("record.note", "Work note", "w", Scope.RECORD, "Add an internal note"),
    ActionSpec("record.delete", "Delete", "d", Scope.RECORD, "Asks first; undo restores"),
    ActionSpec("record.history", "History", "H", Scope.RECORD, "What changed, who, when"),
    ActionSpec("record.copy", "Copy number", "y", Scope.RECORD, "Number and name to the clipboard"),
    ActionSpec("inbox.read", "Read/unread", "m", Scope.INBOX, "Tick it off, or not", True),
    ActionSpec("inbox.read_all", "All read", "M", Scope.INBOX, "Tick off everything shown"),
    ActionSpec("inbox.show_all", "All/unread", "v", Scope.INBOX, "Those read before as well", True),
    ActionSpec("report.explain", "Explain", "i", Scope.REPORT, "How the number is counted", True),
    ActionSpec("report.filter", "Filters", "f", Scope.REPORT, "By value, CSM and industry", True),
    ActionSpec("report.clear_filters", "No filters", "F", Scope.REPORT, "Everything again"),
    ActionSpec("report.next_tab", "Next tab", "tab,ctrl+pagedown", Scope.REPORT, "Next tab"),
    ActionSpec(
        "report.previous_tab", "Previous tab", "shift+tab,ctrl+pageup", Scope.REPORT, "Tab before"
    ),
    ActionSpec("account.plan", "Plan", "p", Scope.ACCOUNT, "The account's success plan"),
    ActionSpec("account.next_tab", "Next tab", "tab,ctrl+pagedown", Scope.ACCOUNT, "Next tab"),
    ActionSpec(
        "account.previous_tab", "Previous tab", "shift+tab,ctrl+pageup", Scope.ACCOUNT, "Tab before"
    ),
    ActionSpec(
        "account.next_record",
        "Next account",
        "right_square_bracket",
        Scope.ACCOUNT,
        "Of the list one came from; the tab stays",
    ),
    ActionSpec(
        "account.previous_record",
        "Account before",
        "left_square_bracket",
        Scope.ACCOUNT,
        "Of the list one came from; the tab stays",
    ),
    ActionSpec("plan.quick", "Add", "plus", Scope.PLAN, "Add to the plan", True),
    ActionSpec("plan.summary", "Summary", "S", Scope.PLAN, "Write the plan summary (Markdown)"),
    ActionSpec(
        "plan.plan_template", "Plan from a template", "T", Scope.PLAN, "All its objectives at once"
    ),
    ActionSpec("plan.library", "Objective from library", "o", Scope.PLAN, "Pick from the library"),
    ActionSpec("plan.objective", "Custom objective", "O", Scope.PLAN, "Write your own objective"),
    ActionSpec("plan.run_play", "Run a SuccessPlay", "R", Scope.PLAN, "Run a play here"),
    ActionSpec("plan.custom_play", "Custom SuccessPlay", "P", Scope.PLAN, "Make a play by hand"),
    ActionSpec("plan.task", "Task", "t", Scope.PLAN, "Add a task here"),
    ActionSpec("plan.outcome", "Outcome (KPI)", "K", Scope.PLAN, "Add a KPI to the objective"),
    ActionSpec("plan.hierarchy", "Hierarchy", "v", Scope.PLAN, "This account / all below it"),
    ActionSpec("plan.preview", "Customer preview", "V", Scope.PLAN, "What the customer sees of it"),
    ActionSpec("plan.sharing", "Share", "C", Scope.PLAN, "With the customer: plan, play, document"),
    ActionSpec("tracker.choose", "Account or plan", "slash", Scope.TRACKER, "Track another one"),
    ActionSpec("tracker.change", "Change", "E", Scope.TRACKER, "One field, without a form"),
    ActionSpec("tracker.assign", "Assign", "a", Scope.TRACKER, "Another owner"),
    ActionSpec("tracker.value", "KPI value", "v", Scope.TRACKER, "The KPI's current value"),
    ActionSpec(
        "tracker.week_later", "Week later", "greater_than_sign", Scope.TRACKER, "Move its end date"
    ),
    ActionSpec(
        "tracker.week_earlier", "Week earlier", "less_than_sign", Scope.TRACKER, "Move its end date"
    ),
    ActionSpec(
        "tracker.day_later", "Day later", "right_square_bracket", Scope.TRACKER, "Move its end date"
    ),
    ActionSpec(
        "tracker.day_earlier",
        "Day earlier",
        "left_square_bracket",
        Scope.TRACKER,
        "Move its end date",
    ),
    ActionSpec("tracker.zoom_in", "Nearer", "equals_sign", Scope.TRACKER, "Less time, larger"),
    ActionSpec("tracker.zoom_out", "Farther", "minus", Scope.TRACKER, "More time, smaller"),
    ActionSpec("tracker.earlier", "Earlier", "comma,shift+left", Scope.TRACKER, "Back in time"),
    ActionSpec("tracker.later", "Later", "semicolon,shift+right", Scope.TRACKER, "On in time"),
    ActionSpec("tracker.now", "Today", "N", Scope.TRACKER, "Bring today into sight"),
    ActionSpec("tracker.find_bar", "Find bar", "f", Scope.TRACKER, "Bring its bar into sight"),
    ActionSpec("tracker.details", "Details", "i", Scope.TRACKER, "Facts and KPIs, or not"),
    ActionSpec(
        "tracker.next_tab", "Next tab", "tab,ctrl+pagedown", Scope.TRACKER, "KPIs, activity"
    ),
    ActionSpec(
        "tracker.previous_tab", "Previous tab", "shift+tab,ctrl+pageup", Scope.TRACKER, "Tab before"
    ),
    ActionSpec("history.field", "One field", "slash", Scope.HISTORY, "Narrow it to one field"),
    ActionSpec("history.restore", "Set back", "r", Scope.HISTORY, "Set back what the field was"),
    ActionSpec("history.batch", "Whole step", "b", Scope.HISTORY, "All it was done with; u undoes"),
    ActionSpec("batch.undo_batch", "Undo it whole", "u", Scope.HISTORY, "Take the step back"),
    ActionSpec("deleted.bring_back", "Bring back", "r", Scope.HISTORY, "With what went along"),
    ActionSpec("deleted.types", "Other types", "slash", Scope.HISTORY, "Deleted records of a type"),
    ActionSpec("history.close", "Close", "escape,q,H", Scope.HISTORY, "Back to where you were"),
    ActionSpec("form.save", "Save", "ctrl+s", Scope.FORM, "Save, and close the form", True),
    ActionSpec("form.cancel", "Close", "escape", Scope.FORM, "Close; asks when you typed", True),
    ActionSpec("form.history", "Field history", "f6", Scope.FORM, "What the field was before"),
    ActionSpec(
        "form.next_record",
        "Next record",
        "f8",
        Scope.FORM,
        "Of the list one came from; ] as well, outside of text",
    ),
    ActionSpec(
        "form.previous_record",
        "Record before",
        "f7",
        Scope.FORM,
        "Of the list one came from; [ as well, outside of text",
    ),
    ActionSpec("wizard.finish", "Add", "ctrl+s", Scope.WIZARD, "Make what the screen shows", True),
    ActionSpec(
        "wizard.leave", "Back", "escape", Scope.WIZARD, "A step back; asks what would be lost", True
    ),
    ActionSpec("wizard.search", "Search", "slash", Scope.WIZARD, "Narrow the list by words", True),
    ActionSpec("wizard.view", "Cards/list", "v", Scope.WIZARD, "Cards or a list; kept", True),
    ActionSpec("wizard.reload", "Reload", "r", Scope.WIZARD, "Read the templates again", True),
    ActionSpec("wizard.shift_kpis", "KPI dates", "K", Scope.WIZARD, "Move KPI dates along, too"),
    ActionSpec("review.details", "Text", "e", Scope.WIZARD, "Change title and description", True),
    ActionSpec("review.resources", "People", "m", Scope.WIZARD, "People who help a task", True),
    ActionSpec("review.remove", "Delete", "d", Scope.WIZARD, "Leave it out of what is made", True),
    ActionSpec("review.add", "New task", "n", Scope.WIZARD, "Add a task of your own", True),
    ActionSpec("views.save_as", "Save as", "s", Scope.VIEWS, "Keep what is shown, by name", True),
    ActionSpec("views.overwrite", "Update", "w", Scope.VIEWS, "To what the list shows now", True),
    ActionSpec("views.rename", "Rename", "e", Scope.VIEWS, "Another name", True),
    ActionSpec("views.pin", "Pin", "p", Scope.VIEWS, "Among the lists of g l, or not", True),
    ActionSpec("views.default", "Default", "f", Scope.VIEWS, "The list opens with it", True),
    ActionSpec("views.share", "Team", "t", Scope.VIEWS, "For the team, or for me alone", True),
    ActionSpec("views.remove", "Delete", "d", Scope.VIEWS, "Asks first; has no undo", True),
    ActionSpec("columns.down", "Down", "J,shift+down", Scope.COLUMNS, "Further right"),
    ActionSpec("columns.up", "Up", "K,shift+up", Scope.COLUMNS, "Further left"),
    ActionSpec("columns.usual", "Usual", "D", Scope.COLUMNS, "As they are at first"),
    ActionSpec("columns.find", "Find", "slash", Scope.COLUMNS, "By part of a name"),
    ActionSpec("preview.contact", "Contact", "c", Scope.PREVIEW, "As one contact, or as all", True),
    ActionSpec("preview.document", "Document", "X", Scope.PREVIEW, "This view as a file", True),
    ActionSpec("preview.close", "Close", "escape,q", Scope.PREVIEW, "Back to the plan", True),
    ActionSpec("portal.complete", "Complete", "c", Scope.PORTAL, "Your task is done", True),
    ActionSpec("portal.undo", "Undo", "u", Scope.PORTAL, "Open again what you completed", True),
    ActionSpec("portal.next_task", "Your next task", "n", Scope.PORTAL, "To what waits", True),
    ActionSpec("portal.refresh", "Refresh", "r", Scope.PORTAL, "Read everything again"),
    ActionSpec("portal.quit", "Leave", "q,ctrl+q", Scope.PORTAL, "Leave the portal", True),
    ActionSpec("summary.preview", "Preview", "ctrl+r", Scope.WIZARD, "Text or how it looks", True),
)


def specs(*scopes: Scope) -> list[ActionSpec]:
    """The actions of these scopes, in the order of declaration."""
    return [spec for spec in ACTIONS if spec.scope in scopes]


def bindings(*scopes: Scope, prefix: str = "") -> list[Binding]:
    """Key bindings for the actions of these scopes whose id starts with `prefix`."""
    return [
        Binding(
            spec.keys,
            spec.bound,
            spec.title,
            priority=spec.first,
            show=spec.footer,
            tooltip=spec.help,
            id=spec.id,
        )
        for spec in specs(*scopes)
        if spec.keys and spec.id.startswith(prefix)
    ]


def key_name(keys: str) -> str:
    """Keys as people write them: `?` for `question_mark`."""
    names = {
        "question_mark": "?",
        "full_stop": ".",
        "slash": "/",
        "plus": "+",
        "minus": "-",
        "equals_sign": "=",
        "comma": ",",
        "semicolon": ";",
        "less_than_sign": "<",
        "greater_than_sign": ">",
        "asterisk": "*",
        "number_sign": "#",
        "left_square_bracket": "[",
        "right_square_bracket": "]",
        "escape": "esc",
        "pagedown": "pgdn",
        "pageup": "pgup",
    }
    parts = []
    for key in keys.split(","):
        head, plus, last = key.rpartition("+") if len(key) > 1 else ("", "", key)
        parts.append(f"{head}{plus}{names.get(last, last)}")
    return " ".join(parts)


def key_table(*scopes: Scope) -> str:
    """The keys of these scopes, or all, as a Markdown table."""
    lines = ["| where | key | does |", "|---|---|---|"]
    for spec in specs(*(scopes or Scope)):
        if spec.keys:
            key = " ".join(f"`{part}`" for part in key_name(spec.keys).split())
            lines.append(f"| {spec.scope} | {key} | {spec.title}: {spec.help} |")
    return "\n".join(lines) + "\n"
