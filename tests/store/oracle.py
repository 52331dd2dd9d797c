"""Who sees what, worked out a second time and another way: by asking upwards, person by person.

Imports nothing of the program, so that no mistake of the program can hide in it. Reads the plain
values of a world (`tests.worlds.World.rows`), and follows the text of the permission rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Row = dict[str, Any]

_ALIASES = {
    "sn_acct_lc.success_manager": "success_manager",
    "sn_acct_lc.customer_success_agent": "customer_success_agent",
}
_ROLES = {"admin", "success_manager", "customer_success_agent", "participant", "viewer"}
_OPEN_TO_ALL = {
    "user",
    "role",
    "team_pool",
    "product",
    "library",
    "exchange_rate",
    "setting",
    "picklist",
}
_FOR_THOSE_WHO_WORK = {"metric", "mapper", "data_source", "definition_record"}
_SEEN_WITH = {
    "next_step": "touchpoint",
    "health_point": "engagement",
    "risk_occurrence": "risk_signal",
    "risk_solution": "risk_signal",
    "outcome_point": "outcome",
    "engagement_contract": "engagement",
    "renewal_event": "contract",
    "launcher_notifier": "play",
}
_OF_ENGAGEMENTS = {"success_case", "internal_play", "touchpoint", "risk_signal"}
_OF_ACCOUNTS = {
    "account_team",
    "contact",
    "plan",
    "objective",
    "outcome",
    "play",
    "contract",
    "opportunity",
}


class Oracle:
    """Answers, for one viewer, whether a row may be seen."""

    def __init__(self, rows: dict[str, list[Row]], viewer_id: int) -> None:
        self._rows = rows
        self._by_id = {name: {row["id"]: row for row in many} for name, many in rows.items()}
        self.viewer = self._by_id["user"][viewer_id]
        self.roles = {_ALIASES.get(role, role) for role in self.viewer["roles"]} & _ROLES
        self._looks_back = False
        self.may_sign_in = bool(self.viewer["active"]) and not self.viewer["deleted"]
        self.people = {
            user["id"]
            for user in rows["user"]
            if user["id"] == viewer_id or (self._leads() and self._reports_to_viewer(user))
        }

    def ids(self, name: str, *, templates: bool | None = None) -> set[int]:
        """Ids of the living rows of a type that the viewer sees."""
        return {
            row["id"]
            for row in self._rows.get(name, [])
            if not row["deleted"]
            and (templates is None or bool(row.get("is_template")) is templates)
            and self.sees(name, row)
        }

    def sees(self, name: str, row: Row) -> bool:
        """Whether the viewer may see a row of that type."""
        if "admin" in self.roles:
            return True
        if not self.roles:
            return False
        if name in _OPEN_TO_ALL:
            return True
        if name in _FOR_THOSE_WHO_WORK:
            return bool(self.roles & {"success_manager", "customer_success_agent"})
        if row.get("is_template"):
            return True
        if name == "account":
            return self._account(row)
        if name == "engagement":
            return self._engagement_itself(row)
        if name in _OF_ACCOUNTS or name == "escalation":
            return self._account_named(row["account"])
        if name in _OF_ENGAGEMENTS:
            return self._engagement(row["engagement"])
        if name == "product_usage":
            if row["engagement"] is None:
                return self._account_named(row["account"])
            return self._engagement(row["engagement"])
        if name == "task":
            return self._task(row)
        if name == "work_note":
            return self._living_seen(str(row["record_type"]), row["record"])
        through = _SEEN_WITH[name]
        return self._living_seen(through, row[through])

    def knew(self, name: str, row: Row) -> bool:
        """Whether the viewer may still read the name of a deleted row, in history."""
        self._looks_back = True
        try:
            return self.sees(name, row)
        finally:
            self._looks_back = False

    def _leads(self) -> bool:
        return "success_manager" in self.roles

    def _reports_to_viewer(self, user: Row) -> bool:
        """Walks up the reporting line; a deleted person or a circle ends it."""
        passed: set[int] = set()
        while not user["deleted"] and user["id"] not in passed:
            passed.add(user["id"])
            if user["manager"] == self.viewer["id"]:
                return True
            if user["manager"] is None:
                return False
            user = self._by_id["user"][user["manager"]]
        return False

    def _ours(self, people: Iterable[int | None]) -> bool:
        return any(person in self.people for person in people if person is not None)

    def _account_named(self, account_id: int | None) -> bool:
        account = self._by_id["account"].get(account_id or 0)
        return account is not None and self._account(account)

    def _account(self, account: Row) -> bool:
        if self._gone(account):
            return False
        team = [
            member["user"]
            for member in self._rows["account_team"]
            if member["account"] == account["id"] and not member["deleted"]
        ]
        if self._ours([account["csm"], account["account_manager"], *team]):
            return True
        return any(
            engagement["account"] == account["id"]
            and not engagement["deleted"]
            and self._engagement_itself(engagement)
            for engagement in self._rows["engagement"]
        )

    def _engagement_itself(self, engagement: Row) -> bool:
        if engagement["csm"] is not None:
            return self._ours([engagement["csm"]])
        account = self._by_id["account"][engagement["account"]]
        return self._leads() and not account["deleted"] and self._ours([account["csm"]])

    def _engagement(self, engagement_id: int | None) -> bool:
        engagement = self._by_id["engagement"].get(engagement_id or 0)
        return (
            engagement is not None
            and not engagement["deleted"]
            and self._engagement_itself(engagement)
        )

    def _task(self, task: Row) -> bool:
        if task["owner_kind"] == "user" and self._ours([task["owner"]]):
            return True
        if self._ours([task["owner_user"]]):
            return True
        return self._living_seen(str(task["parent_type"]), task["parent"])

    def _living_seen(self, name: str, record_id: int) -> bool:
        row = self._by_id[name].get(record_id)
        return row is not None and not self._gone(row) and self.sees(name, row)

    def _gone(self, row: Row) -> bool:
        return bool(row["deleted"]) and not self._looks_back
