"""What the rules let a customer read, worked out from plain rows and from nothing of the program.

R001-02, -03, -07, -41 and -42 in plain Python.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.sharing.telltale_world import Row, TelltaleWorld

_SOURCES = {"user": "user", "role": "role", "pool": "team_pool", "contact": "contact"}


class Allowed:
    """The texts a contact may read; without a contact, those of a document for all.

    Attributes:
        texts: every text they may come across.
        titles: what must be there: names of plans, objectives, KPIs, plays and tasks.
        own: ids of the open tasks they may complete.
    """

    def __init__(self, world: TelltaleWorld, account: Row, contact: Row | None) -> None:
        self._world = world
        self._contact = contact
        self.texts = {account["name"]}
        self.titles: set[str] = set()
        self.own: set[int] = set()
        if contact is not None:
            self._person(contact)
        plans = [plan for plan in world.living("plan") if self._is_shared(plan, account)]
        for plan in plans:
            self._title(plan["name"])
            self._person(world.find("user", plan["owner"]))
            self._of_plan(plan)
        for task in self._todos(account, {None, *(plan["id"] for plan in plans)}) if plans else ():
            self._task(task)

    def _is_shared(self, plan: Row, account: Row) -> bool:
        here = plan["account"] == account["id"] and plan["shared_with_customer"]
        named = plan["shared_contacts"]
        meant = not named or (self._contact is not None and self._contact["id"] in named)
        return here and meant and plan["status"] != "Canceled"

    def _of_plan(self, plan: Row) -> None:
        for play in self._world.living("play"):
            if play["plan"] != plan["id"] or not play["shared"] or play["state"] == "Canceled":
                continue
            if play["objective"] is not None:
                goals = [g for g in self._world.living("objective") if g["id"] == play["objective"]]
                if not goals or goals[0]["plan"] != plan["id"] or goals[0]["state"] == "Canceled":
                    continue
                self._objective(goals[0])
            self._title(play["name"])
            self.texts.add(play["description"])
            self._owner(play)
            self._person(self._world.find("contact", play["co_owner"]))
            for task in self._world.living("task"):
                of_it = (task["parent_type"], task["parent"]) == ("play", play["id"])
                if of_it and task["visible_to_customer"] and task["state"] != "Canceled":
                    self._task(task)

    def _objective(self, goal: Row) -> None:
        self._title(goal["name"])
        self.texts.add(goal["description"])
        self._owner(goal)
        for outcome in self._world.living("outcome"):
            if outcome["objective"] == goal["id"] and outcome["state"] != "Canceled":
                self._title(outcome["title"])
                self.texts |= {outcome["description"], outcome["unit"]}

    def _todos(self, account: Row, plans: set[int | None]) -> Iterator[Row]:
        internal = {m["id"] for m in self._world.living("touchpoint") if not m["internal_only"]}
        in_shared_plays = {
            play["id"] for play in self._world.living("play")
            if play["shared"] and play["state"] != "Canceled"
        }  # fmt: skip
        for task in self._world.living("task"):
            kind, parent = task["parent_type"], task["parent"]
            if kind == "internal_play" or (kind == "touchpoint" and parent not in internal):
                continue
            if kind == "play" and parent in in_shared_plays:
                continue
            if task["owner_kind"] != "contact" or task["account"] != account["id"]:
                continue
            if task["state"] == "Canceled" or task["plan"] not in plans:
                continue
            if self._contact is None:
                if kind in ("objective", "plan", "account"):
                    yield task
            elif task["owner"] == self._contact["id"]:
                yield task

    def _task(self, task: Row) -> None:
        self._title(task["title"])
        self.texts.add(task["description"])
        self._owner(task)
        mine = self._contact is not None and task["owner"] == self._contact["id"]
        if mine and task["owner_kind"] == "contact" and task["state"] != "Closed":
            self.own.add(task["id"])

    def _title(self, text: str) -> None:
        self.titles.add(text)
        self.texts.add(text)

    def _owner(self, row: Row) -> None:
        if row["owner_user"] is not None:
            self._person(self._world.find("user", row["owner_user"]))
        elif row["owner_kind"] is not None:
            self._person(self._world.find(_SOURCES[row["owner_kind"]], row["owner"]))

    def _person(self, row: Row | None) -> None:
        """Whatever a person, role or pool is called; of contacts no address and no phone."""
        if row is not None:
            named = [row.get(key) for key in ("name", "first_name", "last_name")]
            self.texts |= {text for text in named if text}
