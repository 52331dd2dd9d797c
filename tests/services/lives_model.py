"""A model of the lifecycles besides those of plans and contracts: C1 to C4 and C6.

Written from lifecycles.md; knows nothing of the program's tables.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from successtui.domain.errors import Forbidden, NeedsConfirmation, Refused

Graph = dict[str, tuple[str, ...]]

WORK: Graph = {
    "New": ("In progress", "Paused", "Closed", "Canceled"),
    "In progress": ("Paused", "Closed", "Canceled"),
    "Paused": ("In progress", "Closed", "Canceled"),
    "Closed": ("In progress",),
    "Canceled": ("In progress",),
}
WORK_ACTS = {
    "start": ("In progress", ("New", "Paused")),
    "pause": ("Paused", ("New", "In progress")),
    "close": ("Closed", ("New", "In progress", "Paused")),
    "complete": ("Closed", ("New", "In progress", "Paused")),
    "cancel": ("Canceled", ("New", "In progress", "Paused")),
    "reopen": ("In progress", ("Closed", "Canceled")),
}
ENDED = ("Closed", "Canceled")
PROGRESS = {
    "New": "Not Started",
    "In progress": "On-Track",
    "Paused": "Paused",
    "Closed": "Completed",
    "Canceled": "Canceled",
}


@dataclass(frozen=True)
class Life:
    """One lifecycle.

    Attributes:
        graph: the states that may follow each state.
        acts: for each action the state it leads to and where it is possible.
        closes: `asks` for code and notes, closes on one `key`, or knows `no` such thing.
        tasks: tasks can hang from it.
        under: it needs an engagement that is at work.
        managers: states only a manager leads to.
        admins: only an admin may change it.
    """

    graph: Graph
    acts: dict[str, tuple[str, tuple[str, ...]]]
    closes: str = "no"
    tasks: bool = False
    under: bool = False
    managers: tuple[str, ...] = ()
    admins: bool = False
    progress: bool = False


def _life_of_work(closes: str) -> Life:
    return Life(WORK, WORK_ACTS, closes, tasks=True, under=True, progress=True)


_RISK: Graph = {
    "New": ("Active", "Closed", "Canceled"),
    "Active": ("Closed", "Canceled"),
    "Closed": ("Active",),
    "Canceled": ("Active",),
}
_ENGAGEMENT: Graph = {
    "New": ("Define", "Canceled"),
    "Define": ("In progress", "Canceled"),
    "In progress": ("Closed", "Canceled"),
    "Closed": ("In progress",),
    "Canceled": ("In progress",),
}
_PLAN: Graph = {
    "Draft": ("Active", "Canceled"),
    "Active": ("On hold", "Completed", "Canceled"),
    "On hold": ("Active", "Completed", "Canceled"),
    "Completed": ("Active",),
    "Canceled": (),
}
_PURSUED = ("Open", "Prospecting", "Engaging")
LIVES: dict[str, Life] = {
    "success_case": _life_of_work("asks"),
    "internal_play": _life_of_work("asks"),
    "touchpoint": _life_of_work("key"),
    "engagement": Life(
        _ENGAGEMENT,
        {
            "define": ("Define", ("New",)),
            "start": ("In progress", ("Define",)),
            "close": ("Closed", ("In progress",)),
            "cancel": ("Canceled", ("New", "Define", "In progress")),
            "reopen": ("In progress", ENDED),
        },
        "asks",
    ),
    "risk_signal": Life(
        _RISK,
        {
            "start": ("Active", ("New",)),
            "close": ("Closed", ("New", "Active")),
            "cancel": ("Canceled", ("New", "Active")),
            "reopen": ("Active", ENDED),
        },
        "asks",
        under=True,
    ),
    "plan": Life(
        _PLAN,
        {
            "start": ("Active", ("Draft", "On hold")),
            "pause": ("On hold", ("Active",)),
            "complete": ("Completed", ("Active", "On hold")),
            "cancel": ("Canceled", ("Draft", "Active", "On hold")),
            "reopen": ("Active", ("Completed",)),
        },
    ),
    "escalation": Life(
        {
            "Requested": ("Escalated", "Declined"),
            "Escalated": ("Closed",),
            "Declined": (),
            "Closed": (),
        },
        {
            "escalate": ("Escalated", ("Requested",)),
            "decline": ("Declined", ("Requested",)),
            "de-escalate": ("Closed", ("Escalated",)),
        },
        managers=("Escalated", "Declined"),
    ),
    "definition_record": Life(
        {
            "Draft": ("Published", "Canceled"),
            "Published": ("Closed", "Canceled"),
            "Closed": (),
            "Canceled": (),
        },
        {
            "publish": ("Published", ("Draft",)),
            "close": ("Closed", ("Published",)),
            "cancel": ("Canceled", ("Draft", "Published")),
        },
        admins=True,
    ),
    "launcher_notifier": Life(
        {
            "Pending": ("Running",),
            "Running": ("Succeeded", "Failed", "Canceled"),
            "Succeeded": (),
            "Failed": (),
            "Canceled": (),
        },
        {
            "run": ("Running", ("Pending",)),
            "succeed": ("Succeeded", ("Running",)),
            "fail": ("Failed", ("Running",)),
            "cancel": ("Canceled", ("Running",)),
        },
    ),
    "next_step": Life(
        {"Pending": ("Converted", "Dropped"), "Dropped": ("Converted",), "Converted": ()},
        {"convert": ("Converted", ("Pending", "Dropped")), "drop": ("Dropped", ("Pending",))},
    ),
    "opportunity": Life(
        {
            **dict.fromkeys(_PURSUED, (*_PURSUED, "Closed won", "Closed lost")),
            "Closed won": (),
            "Closed lost": (),
        },
        {
            "prospect": ("Prospecting", ("Open", "Engaging")),
            "engage": ("Engaging", ("Open", "Prospecting")),
            "win": ("Closed won", _PURSUED),
            "lose": ("Closed lost", _PURSUED),
        },
    ),
}
STAGES: Graph = {
    "Initial onboarding": ("Adoption", "Lost"),
    "Adoption": ("Expand", "Lost"),
    "Expand": ("Renew", "Lost"),
    "Renew": ("Expand", "Lost"),
    "Lost": ("Renew", "Adoption"),
}


@dataclass
class Standing:
    """What the model knows: the record, the tasks below it, and the engagement above it."""

    life: Life
    state: str
    code: str | None = None
    progress: str = "Not Started"
    stage: str = "Initial onboarding"
    tasks: list[str] = field(default_factory=list)
    above: str = "New"

    @property
    def open_tasks(self) -> bool:
        return self.life.tasks and any(task not in ENDED for task in self.tasks)

    def act(self, name: str, manager: bool, *how: str | None, sure: bool) -> type[Exception] | None:
        """Carries an action out, or gives the error; `how` is code, notes and children."""
        code, notes, children = how
        goal, before = self.life.acts[name]
        if goal in self.life.managers and not manager:
            return Forbidden
        if self.state not in before:
            return Refused
        takes = goal == "Closed" and children is not None and self.open_tasks
        if takes and not sure:
            return NeedsConfirmation
        return self.enter(goal, code, notes, sure, children if takes else None)

    def enter(
        self, goal: str, code: str | None, notes: str | None, sure: bool, children: str | None
    ) -> type[Exception] | None:
        """The guards of a state, and what entering it changes."""
        if goal not in self.life.graph[self.state]:
            return Refused
        if self.life.closes != "no" and goal in ENDED and not self._closable(goal, code, notes):
            return Refused
        if goal == "Closed" and self.open_tasks and children is None:
            return Refused
        if goal == "Canceled" and self.open_tasks and not sure:
            return NeedsConfirmation
        reopens = self.state in ENDED and goal not in ENDED
        if reopens and self.life.under and self.above in ENDED:
            return Refused
        if goal in ENDED and self.life.tasks:
            end = "Closed" if goal == "Closed" and children == "close" else "Canceled"
            self.tasks = [task if task in ENDED else end for task in self.tasks]
        self.state = goal
        if self.life.closes != "no":
            self.code = None
            if goal == "Closed":
                self.code = code or "Achieved"
            if goal == "Canceled":
                self.code = "Canceled"
        if self.life.progress:
            self.progress = PROGRESS[goal]
        return None

    def _closable(self, goal: str, code: str | None, notes: str | None) -> bool:
        if self.life.closes == "asks" and not notes:
            return False
        if goal == "Closed":
            return code != "Canceled" and (code is not None or self.life.closes == "key")
        return code in (None, "Canceled")
