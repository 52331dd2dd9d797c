"""The floor of the success report: the same numbers from a dozen grouped statements by hand.

Same rows and same days, sums of money by currency; nothing is converted, named or laid out.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from datetime import date, timedelta
from typing import Any

_TEAM = """WITH RECURSIVE team(id) AS (
    SELECT id FROM "user" WHERE username = ?
    UNION SELECT u.id FROM "user" u JOIN team ON u.manager = team.id WHERE u.deleted_at IS NULL
) SELECT id FROM team"""
_OPEN = "state NOT IN ('Closed', 'Canceled')"
_KEPT = "deleted_at IS NULL"
_MINE = "(SELECT value FROM json_each(:people))"
_DUE = "min(coalesce(c.end_date, '9'), coalesce(c.renewal_start, '9'))"
_RENEWAL = f"o.type = 'Renew' AND o.stage IN ('Closed won', 'Closed lost') AND o.{_KEPT}"
_VERDICT = f"""(SELECT o.stage FROM opportunity o WHERE o.contract = c.id AND {_RENEWAL}
    ORDER BY o.actual_closed_date DESC NULLS LAST, o.id DESC LIMIT 1)"""
_STATE = """CASE WHEN c.substate = 'Renewal rejected' OR (c.state = 'Expired'
    AND c.substate IS NULL) THEN 'Closed lost' END"""


class Floor:
    """One person's report on a file, by hand.

    Args:
        username: whose; `None` for everything there is.
        wide: they see a good part of it, so that reading whole tables is quicker.
    """

    def __init__(
        self, connection: sqlite3.Connection, username: str | None, today: date, *, wide: bool
    ) -> None:
        self._connection = connection
        self._username = username
        self._wide = wide
        self._names: dict[str, Any] = {
            "today": today.isoformat(),
            "tomorrow": (today + timedelta(days=1)).isoformat(),
            "year": f"{today.year}-01-01",
            "in30": (today + timedelta(days=30)).isoformat(),
            "in90": (today + timedelta(days=90)).isoformat(),
            "in91": (today + timedelta(days=91)).isoformat(),
        }
        for month in range(1, today.month):
            last = date(today.year, month + 1, 1) - timedelta(days=1)
            self._names[f"end{month}"] = last.isoformat()
        self._names[f"end{today.month}"] = self._names["today"]
        self._months = [f"end{month}" for month in range(1, today.month + 1)]
        self._statements = self._written()

    def report(self) -> dict[str, list[tuple[Any, ...]]]:
        """The rows of every statement."""
        if self._username is not None:
            found = self._connection.execute(_TEAM, (self._username,))
            self._names["people"] = json.dumps([row[0] for row in found])
        self._connection.execute("BEGIN")
        try:
            return {
                name: self._connection.execute(statement, self._names).fetchall()
                for name, statement in self._statements.items()
            }
        finally:
            self._connection.execute("COMMIT")

    def _written(self) -> dict[str, str]:
        engagements = self._engagements()
        active = self._engagements(f" AND {_OPEN}")
        return {
            "engagements": self._by_stage(),
            "csms": f"SELECT csm, count(*) FROM engagement WHERE id IN {active} GROUP BY 1",
            "tasks": self._tasks(),
            "risks": f"""SELECT category, scope, probability, count(*),
                count(CASE WHEN NOT EXISTS (SELECT 1 FROM risk_signal__contracts_impacted l
                    WHERE l.record_id = r.id) THEN 1 END)
                FROM risk_signal r WHERE {_KEPT} AND state IN ('New', 'Active')
                AND {self._of("engagement", engagements)} GROUP BY 1, 2, 3""",
            "at risk": f"""SELECT currency, count(*), sum(value) FROM contract
                WHERE {_KEPT} AND state <> 'Canceled' AND id IN (
                    SELECT l.target_id FROM risk_signal r
                    JOIN risk_signal__contracts_impacted l ON l.record_id = r.id
                    WHERE r.{_KEPT} AND r.state IN ('New', 'Active')
                    AND {self._of("r.engagement", engagements)}) GROUP BY 1""",
            "objectives": f"""SELECT progress, count(*) FROM objective WHERE {_KEPT}
                AND is_template = 0 AND {self._of("engagement", active)} GROUP BY 1""",
            "products": f"""SELECT count(*), count(DISTINCT engagement) FROM product_usage
                WHERE {_KEPT} AND adoption_score < 4000 AND usage_plan IS NOT 'Deactivated'
                AND {self._of("engagement", active)}""",
            "contracts": self._contracts(engagements),
            "due": f"""SELECT count(DISTINCT l.engagement) FROM engagement_contract l
                JOIN contract c ON c.id = l.contract WHERE l.{_KEPT} AND c.{_KEPT}
                AND c.state = 'Active' AND {_DUE} BETWEEN :today AND :in90
                AND {self._of("l.engagement", engagements)}""",
            "lost": f"""SELECT count(DISTINCT l.engagement) FROM engagement_contract l
                JOIN contract c ON c.id = l.contract WHERE l.{_KEPT} AND c.{_KEPT}
                AND c.state NOT IN ('Draft', 'Canceled')
                AND coalesce({_VERDICT}, {_STATE}) = 'Closed lost'
                AND {self._of("l.engagement", engagements)}""",
            "events": f"""SELECT substr(v.finalized_on, 1, 7), v.outcome, c.currency, count(*),
                sum(c.value) FROM renewal_event v JOIN contract c ON c.id = v.contract
                WHERE v.{_KEPT} AND v.finalized_on BETWEEN :year AND :today
                AND {self._counted(engagements)} AND NOT EXISTS (SELECT 1 FROM opportunity o
                    WHERE o.contract = c.id AND o.actual_closed_date IS NOT NULL AND {_RENEWAL})
                GROUP BY 1, 2, 3""",
            "deals": f"""SELECT substr(o.actual_closed_date, 1, 7), o.stage, c.currency,
                count(*), sum(c.value) FROM opportunity o JOIN contract c ON c.id = o.contract
                WHERE {_RENEWAL} AND o.actual_closed_date BETWEEN :year AND :today
                AND {self._counted(engagements)} AND NOT EXISTS (SELECT 1 FROM opportunity n
                    WHERE n.contract = c.id AND (n.actual_closed_date, n.id)
                    > (o.actual_closed_date, o.id) AND {_RENEWAL.replace("o.", "n.")})
                GROUP BY 1, 2, 3""",
        }

    def _engagements(self, extra: str = "") -> str:
        mine = "" if self._username is None else f" AND {self._of('csm', _MINE)}"
        return f"(SELECT id FROM engagement WHERE {_KEPT}{mine}{extra})"

    def _of(self, column: str, ids: str) -> str:
        # A plus sign keeps SQLite from beginning with the index of that column.
        return f"{'+' if self._wide else ''}{column} IN {ids}"

    def _has(self, table: str, condition: str, column: str = "engagement", of: str = "id") -> str:
        if self._wide:
            return f"e.{of} IN (SELECT {column} FROM {table} WHERE {condition})"
        return f"EXISTS (SELECT 1 FROM {table} WHERE {column} = e.{of} AND {condition})"

    def _by_stage(self) -> str:
        met = f"{_KEPT} AND {_OPEN} AND coalesce(meeting_at, due_date)"
        qbr = self._has("touchpoint", f"{met} >= :today AND meeting_type = 'QBR'")
        planned = self._has(
            "touchpoint", f"{met} >= :today AND coalesce(meeting_at, due_date) < :in91"
        )
        escalated = self._has(
            "escalation", f"state = 'Escalated' AND {_KEPT}", "account", "account"
        )
        some = "" if self._wide else f" AND engagement IN {self._engagements()}"
        mine = "" if self._username is None else f" AND {self._of('csm', _MINE)}"
        poor = "coalesce(health_score < 4000, perceived_health = 'Red')"
        counts = ", ".join(
            f"count(CASE WHEN {condition} THEN 1 END)"
            for condition in (
                _OPEN,
                f"NOT ({_OPEN})",
                "started_on BETWEEN :year AND :today AND state <> 'Canceled'",
                f"{_OPEN} AND {escalated}",
                f"{_OPEN} AND {qbr}",
                f"{_OPEN} AND renewal_date BETWEEN :today AND :in90 AND {poor}",
                f"{_OPEN} AND NOT {planned}",
                f"{_OPEN} AND initial_go_live < :today AND went_live_on IS NULL "
                "AND stage = 'Initial onboarding'",
                f"{_OPEN} AND went_live_on IS NULL AND initial_go_live BETWEEN :today AND :in30",
                f"{_OPEN} AND o.engagement IS NULL",
                f"{_OPEN} AND 100 * o.done > 80 * o.total",
            )
        )
        return f"""SELECT stage, perceived_health, {counts} FROM engagement e LEFT JOIN (
            SELECT engagement, count(CASE WHEN progress <> 'Canceled' THEN 1 END) AS total,
            count(CASE WHEN progress = 'Completed' THEN 1 END) AS done FROM objective
            WHERE {_KEPT} AND is_template = 0{some} GROUP BY engagement
            ) o ON o.engagement = e.id WHERE {_KEPT}{mine} GROUP BY 1, 2"""

    def _tasks(self) -> str:
        ended = "closed_at >= :year AND closed_at < :tomorrow"
        later = "(due_date > :today OR due_date IS NULL)"
        conditions = [f"{_OPEN} AND due_date < :today", f"{_OPEN} AND due_date = :today"]
        conditions += [f"state = '{s}' AND {later}" for s in ("In progress", "New", "Paused")]
        conditions += [f"state = '{s}' AND {ended}" for s in ("Closed", "Canceled")]
        counts = ", ".join(f"count(CASE WHEN {one} THEN 1 END)" for one in conditions)
        if self._username is None:
            mine = "(owner_kind = 'user' OR (owner_kind = 'role' AND owner_user IS NOT NULL))"
        else:
            mine = f"""((owner_kind = 'user' AND {self._of("owner", _MINE)})
                OR (owner_kind = 'role' AND {self._of("owner_user", _MINE)}))"""
        accounts = self._engagements().replace("SELECT id", "SELECT account")
        return f"""SELECT {counts} FROM task WHERE {_KEPT} AND is_template = 0 AND {mine}
            AND {"" if self._username is None else "+"}account IN {accounts}"""

    def _counted(self, engagements: str) -> str:
        linked = self._of("engagement", engagements)
        return f"""c.{_KEPT} AND c.state <> 'Draft' AND c.id IN (
            SELECT contract FROM engagement_contract WHERE {_KEPT} AND {linked})"""

    def _contracts(self, engagements: str) -> str:
        sums = ", ".join(
            f"""sum(CASE WHEN start_date <= :{end} AND (end_date IS NULL OR end_date >= :{end})
                AND state <> 'Canceled' THEN value ELSE 0 END)"""
            for end in self._months
        )
        return f"""SELECT state, substate, currency, count(*), sum(value), {sums}
            FROM contract c WHERE {self._counted(engagements)} GROUP BY 1, 2, 3"""


def numbers(rows: dict[str, list[tuple[Any, ...]]]) -> dict[str, int]:
    """What the rows come to, by keys of indicators."""
    sums = [sum(column) for column in list(zip(*rows["engagements"], strict=True))[2:]]
    months: Counter[str] = Counter()
    for _, verdict, _, contracts, _ in rows["events"] + rows["deals"]:
        months[verdict] += contracts
    return {
        "overview.total_engagements": sums[0],
        "overview.ytd_new_engagements": sums[2],
        "overview.engagements_with_escalations": sums[3],
        "overview.engagements_with_upcoming_qbrs": sums[4],
        "overview.success_manager_tasks": sum(rows["tasks"][0]),
        "risk.total_contract_value_at_risk": sum(row[1] for row in rows["at risk"]),
        "risk.renewals_due_soon_in_poor_health": sums[5],
        "risk.no_touchpoints_in_90_days": sums[6],
        "risk.active_risk_signals": sum(row[3] for row in rows["risks"]),
        "adoption.overdue_go_live": sums[7],
        "adoption.go_live_due_in_30_days": sums[8],
        "adoption.no_success_objectives": sums[9],
        "adoption.over_80_percent_objective_completion": sums[10],
        "adoption.success_objective_progress": sum(row[1] for row in rows["objectives"]),
        "adoption.low_adoption_products": rows["products"][0][0],
        "renewal.due_in_90_days": rows["due"][0][0],
        "renewal.lost_contracts": rows["lost"][0][0],
        "renewal.renewals_and_losses_by_month": months.total(),
    }
