"""Small worlds written by hand: one account, and rows that hold only what a test is about."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from successtui.store.workspace import Workspace
from tests.report.asking import differences, told
from tests.report.loading import store_world
from tests.report.oracle_scope import Wanted
from tests.report.world import Change, Row, World

TODAY = date(2025, 11, 22)
LONG_AGO = date(2020, 6, 1)


class Small:
    """A world around 2025-11-22 with one account of abe's, whom the director dir oversees."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.world = World(TODAY)
        self.world.add("user", username="root", name="Root", roles=("admin",), manager=None)
        self.user("dir", "success_manager")
        self.user("abe", manager="dir")
        self.world.add("product", name="Suite")
        self.account("ACC1")
        self.stored = False

    def user(
        self, username: str, role: str = "customer_success_agent", manager: str | None = None
    ) -> Row:
        """A user of one role."""
        return self.world.add(
            "user",
            username=username,
            name=username.title(),
            roles=(role,),
            manager=manager,
            active=True,
        )

    def account(self, number: str, **values: Any) -> Row:
        """An account of abe's."""
        usual: Row = {"csm": "abe", "industry": None, "currency": "USD"}
        return self.world.add("account", number=number, name=number, **{**usual, **values})

    def engagement(self, number: str, **values: Any) -> Row:
        """An engagement of abe's that began long ago."""
        usual: Row = {
            "account": "ACC1",
            "title": number,
            "csm": "abe",
            "state": "In progress",
            "stage": "Adoption",
            "perceived_health": "Green",
            "health_score": None,
            "started_on": LONG_AGO,
            "initial_go_live": None,
            "went_live_on": None,
            "renewal_date": None,
        }
        return self.world.add("engagement", number=number, **{**usual, **values})

    def contract(self, number: str, *engagements: str, **values: Any) -> Row:
        """An active contract in US dollars, linked to the engagements."""
        usual: Row = {
            "name": number,
            "account": "ACC1",
            "start_date": LONG_AGO,
            "end_date": None,
            "value": "100",
            "currency": "USD",
            "state": "Active",
            "substate": None,
            "renewal_start": None,
            "renewal_finalized_on": None,
        }
        row = self.world.add("contract", number=number, **{**usual, **values})
        for engagement in engagements:
            self.world.add("engagement_contract", engagement=engagement, contract=number)
        return row

    def of_engagement(self, name: str, number: str, engagement: str, **values: Any) -> Row:
        """An objective, touchpoint or risk signal of an engagement of ACC1."""
        usual: dict[str, Row] = {
            "objective": {
                "name": number,
                "description": "Because",
                "state": "New",
                "progress": "Not Started",
                "is_template": False,
                "start_date": LONG_AGO,
            },
            "touchpoint": {
                "subject": number,
                "meeting_type": None,
                "meeting_at": None,
                "due_date": None,
                "state": "New",
            },
            "risk_signal": {
                "short_description": number,
                "description": "It may be",
                "category": None,
                "state": "Active",
                "probability": "High",
                "scope": None,
                "contracts_impacted": (),
                "reported_by": "root",
            },
        }
        home = {"account": "ACC1", "engagement": engagement}
        return self.world.add(name, number=number, **home, **{**usual[name], **values})

    def task(self, number: str, **values: Any) -> Row:
        """A new task of abe's on ACC1."""
        usual: Row = {
            "title": number,
            "parent_type": "account",
            "parent": "ACC1",
            "account": "ACC1",
            "engagement": None,
            "is_template": False,
            "owner_kind": "user",
            "owner": "abe",
            "owner_user": None,
            "state": "New",
            "due_date": None,
            "closed_at": None,
        }
        return self.world.add("task", number=number, **{**usual, **values})

    def verdict(self, contract: str, outcome: str, day: date) -> Row:
        """An entry of the log of renewals."""
        return self.world.add("renewal_event", contract=contract, outcome=outcome, finalized_on=day)

    def deal(self, number: str, contract: str, stage: str, day: date, kind: str = "Renew") -> Row:
        """A closed opportunity of a contract."""
        return self.world.add(
            "opportunity",
            number=number,
            account="ACC1",
            contract=contract,
            type=kind,
            stage=stage,
            value="9",
            currency="USD",
            actual_closed_date=day,
        )

    def rate(self, currency: str, rate: str, day: date) -> Row:
        """An exchange rate."""
        return self.world.add("exchange_rate", currency=currency, rate=rate, as_of=day)

    def was(self, contract: str, name: str, old: Any, new: Any, at: datetime) -> None:
        """A change of a contract that was made at that moment."""
        self.world.changes.append(Change(at, contract, name, old, new))

    def ask(
        self, key: str, viewer: str = "dir", wanted: Wanted | None = None, zone: str = "UTC"
    ) -> dict[str, Any]:
        """One indicator; all of them must be as the oracle has them."""
        if not self.stored:
            store_world(self.workspace, self.world)
            self.stored = True
        wanted = wanted or Wanted()
        assert differences(self.workspace, self.world, viewer, wanted, zone) == {}
        return told(self.workspace, self.world, viewer, wanted, zone)[key]

    def records(self, key: str, viewer: str = "dir", **how: Any) -> list[Any]:
        """The records an indicator counts, which are as many as it says."""
        answer = self.ask(key, viewer, **how)
        assert answer["value"] == len(answer["records"])
        found: list[Any] = answer["records"]
        return found

    def groups(self, key: str, viewer: str = "dir", **how: Any) -> dict[str, Any]:
        """The groups of an indicator by label."""
        return dict(self.ask(key, viewer, **how)["groups"])


def later(days: int) -> date:
    """The day that many days after today."""
    return TODAY + timedelta(days)


def at(day: date, hour: int = 12, minute: int = 0) -> datetime:
    """A moment of that day, UTC."""
    return datetime.combine(day, time(hour, minute), UTC)
