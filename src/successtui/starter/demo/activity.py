"""What happens around the plans: cases, internal plays, risk signals, escalations and notes.

Owns what is tied to an engagement but is no part of its success plan; conversations are made by
`talks`.
"""

from random import Random

from successtui.starter.demo import people, texts_activity
from successtui.starter.demo.talks import TalkMaker
from successtui.starter.demo.texts_plans import CANCELED_NOTES, TASK_NOTES
from successtui.starter.demo.world import Engagement, World
from successtui.starter.rows import Row, several

_PROBABILITIES = {
    "Red": ("Very high", "High", "High", "Moderate"),
    "Yellow": ("High", "Moderate", "Moderate", "Low"),
    "Green": ("Moderate", "Low", "Very low"),
    "Unknown": ("Moderate", "Low"),
}
_RISK_PRIORITY = {
    "Very high": "Critical",
    "High": "High",
    "Moderate": "Medium",
    "Low": "Low",
    "Very low": "Very Low",
}


def add_activity(world: World, engagements: list[Engagement]) -> None:
    """Adds all activity for every engagement, then the work notes."""
    maker, talks = _ActivityMaker(world), TalkMaker(world)
    for place, engagement in enumerate(engagements):
        talks.engagement(engagement)
        maker.risks(engagement)
        maker.escalation(engagement, place)
        if engagement.active:
            maker.support(engagement)
    add_notes(world)


class _ActivityMaker:
    """Adds activity engagement by engagement from one source of chance."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rng = world.chance("activity")

    def support(self, engagement: Engagement) -> None:
        """Now and then an unplanned case, or a play the customer never sees."""
        rng = self._rng
        if rng.random() < 0.3:
            self._case(engagement)
        if rng.random() < 0.36:
            self._internal_play(engagement)

    def _case(self, engagement: Engagement) -> None:
        rng, world = self._rng, self._world
        title, category, text = rng.choice(texts_activity.CASES)
        due = rng.randint(-50, 25)
        state, progress = _work_state(rng, due)
        assigned = rng.choice((engagement.carer, people.CONSULTANT))
        number = world.add(
            "success_cases",
            account=engagement.account.number,
            engagement=engagement.number,
            short_description=title,
            description=text,
            assigned_to=assigned,
            category=category,
            state=state,
            progress=progress,
            priority=rng.choice(("High", "Medium", "Medium", "Low")),
            due_date=world.day(due),
            **self._closing(state, due),
        )
        if rng.random() < 0.5:
            titles = ("Clarify what exactly is needed", "Deliver and confirm")
            self._steps(engagement, "success_case", number, titles, assigned, state, due)

    def _internal_play(self, engagement: Engagement) -> None:
        rng, world = self._rng, self._world
        title, category, text, tasks = rng.choice(texts_activity.INTERNAL_PLAYS)
        due = rng.randint(-45, 30)
        state, progress = _work_state(rng, due)
        number = world.add(
            "internal_plays",
            account=engagement.account.number,
            engagement=engagement.number,
            short_description=title,
            description=text,
            assigned_to=engagement.carer,
            category=category,
            state=state,
            progress=progress,
            priority=rng.choice(("High", "Medium", "Medium", "Low")),
            due_date=world.day(due),
            **self._closing(state, due),
        )
        self._steps(engagement, "internal_play", number, tasks, engagement.carer, state, due)

    def _steps(
        self,
        engagement: Engagement,
        parent_type: str,
        parent: str,
        titles: tuple[str, ...],
        owner: str,
        parent_state: str,
        parent_due: int,
    ) -> None:
        """Tasks under a case or internal play, a few days apart, ending with their parent."""
        rng, world = self._rng, self._world
        for place, title in enumerate(titles):
            due = parent_due - 4 * (len(titles) - 1 - place)
            state, progress = _work_state(rng, due)
            if parent_state in ("Closed", "Canceled"):
                state, progress = parent_state, _DONE[parent_state]
            elif parent_state == "New":
                state, progress = "New", "Not Started"
            launch = rng.choice(("automatic", "automatic", "optional", "conditional"))
            world.add(
                "tasks",
                account=engagement.account.number,
                parent_type=parent_type,
                parent=parent,
                title=title,
                description=rng.choice(texts_activity.INTERNAL_TASK_TEXTS),
                owner_kind="user",
                owner=owner,
                state=state,
                progress=progress,
                start_date=world.day(due - 5),
                due_date=world.day(due),
                launch_mode=launch if parent_type == "internal_play" else "",
                **self._closing(state, due, TASK_NOTES),
            )

    def risks(self, engagement: Engagement) -> None:
        """The open signals of the story, and some that were dealt with."""
        rng, scenario = self._rng, engagement.scenario
        if engagement.active:
            for category in scenario.risks:
                state = "New" if rng.random() < 0.2 else "Active"
                self._risk(engagement, category, state)
            if rng.random() < 0.08:
                self._risk(engagement, "Poor health", "New")
        if scenario.stage == "Lost":
            self._risk(engagement, "Stakeholder change", "Closed", "Occurred")
        elif rng.random() < 0.22:
            code = rng.choice(("Mitigated", "Mitigated", "Accepted", "Canceled"))
            state = "Canceled" if code == "Canceled" else "Closed"
            self._risk(engagement, rng.choice(tuple(texts_activity.RISKS)), state, code)

    def _risk(self, engagement: Engagement, category: str, state: str, closure: str = "") -> None:
        rng, world, scenario = self._rng, self._world, engagement.scenario
        scope, *texts = texts_activity.RISKS[category]
        title, text = rng.choice(texts)
        probability = rng.choice(_PROBABILITIES[scenario.health[0]])
        impacted = [each.number for each in engagement.contracts if rng.random() < 0.85]
        due = rng.randint(-60, -15) if closure else rng.randint(-8, 40)
        world.add(
            "risk_signals",
            account=engagement.account.number,
            engagement=engagement.number,
            short_description=title,
            description=text,
            risk_or_issue="Issue" if category == "Support volume" else "Risk",
            category=category,
            state=state,
            priority=_RISK_PRIORITY[probability],
            probability=probability,
            scope=scope if rng.random() < 0.92 else "",
            tracking_method="Automated" if category == "Low adoption" else "Manual",
            contracts_impacted=several(sorted(impacted)),
            products_impacted=people.PRODUCTS[0][0] if rng.random() < 0.4 else "",
            reported_by=rng.choice((engagement.carer, engagement.account.team["Support Lead"])),
            assigned_to="" if state == "New" else engagement.carer,
            due_date=world.day(due),
            closure_code=closure,
            close_notes=rng.choice(texts_activity.RISK_NOTES[closure]) if closure else "",
            closed_at=world.instant(due, 16) if closure else "",
        )

    def escalation(self, engagement: Engagement, place: int) -> None:
        """Some stories are escalated; elsewhere there are old or undecided escalations."""
        rng, world = self._rng, self._world
        state = engagement.scenario.escalation
        if state and engagement.csm != people.HERO and rng.random() < 0.7:
            state = ""
        if not state and engagement.active and place % 17 == 4:
            state = ("Closed", "Requested", "Declined")[place % 3]
        if not state:
            return
        opened = rng.randint(-28, -5) if state in ("Escalated", "Requested") else -75
        ended = state in ("Closed", "Declined")
        world.add(
            "escalations",
            account=engagement.account.number,
            state=state,
            severity=rng.choice(("High", "Medium")),
            reason=rng.choice(
                ("Inactivity", "Lack of Progress", "Lack of Progress", "Customer Imposed Deadline")
            ),
            opened_at=world.instant(opened, 10, 40),
            closed_at=world.instant(opened + rng.randint(3, 40), 12) if ended else "",
        )

    def _closing(
        self, state: str, day: int, notes: tuple[str, ...] = ("Settled with the customer.",)
    ) -> dict[str, str]:
        if state not in ("Closed", "Canceled"):
            return {}
        canceled = state == "Canceled"
        return {
            "closure_code": "Canceled" if canceled else "Achieved",
            "close_notes": self._rng.choice(CANCELED_NOTES if canceled else notes),
            "closed_at": self._world.instant(min(day, -1), 14, 50),
        }


_DONE = {"Closed": "Completed", "Canceled": "Canceled"}


def _work_state(rng: Random, due: int) -> tuple[str, str]:
    """State and progress of work due on day `due`."""
    if due < -14 or (due < 0 and rng.random() < 0.6):
        return ("Canceled", "Canceled") if rng.random() < 0.06 else ("Closed", "Completed")
    state = rng.choices(("New", "In progress", "Paused"), weights=(35, 55, 10))[0]
    late = due < 0 or rng.random() < 0.15
    running = "At Risk" if late else "On-Track"
    return state, {"New": "Not Started", "Paused": "Paused"}.get(state, running)


def add_notes(world: World) -> None:
    """Adds work notes to some of the open records of each type (R000-20)."""
    rng = world.chance("notes")
    csms = {row["number"]: row["csm"] for row in world.rows["engagements"] if row["csm"]}
    for record_type, file in (
        ("engagement", "engagements"),
        ("objective", "objectives"),
        ("risk_signal", "risk_signals"),
        ("outcome", "outcomes"),
        ("task", "tasks"),
        ("play", "plays"),
    ):
        for row in world.rows[file]:
            if row["state"] not in ("In progress", "Active") or rng.random() > 0.16:
                continue
            text = rng.choice(texts_activity.NOTES[record_type])
            world.add(
                "work_notes",
                record_type=record_type,
                record=row["number"],
                at=world.instant(-rng.randint(1, 20), rng.randint(7, 15), rng.randrange(60)),
                author=_author(row, csms) or rng.choice(people.SUPPORT_LEADS),
                text=text,
            )


def _author(row: Row, csms: dict[str, str]) -> str:
    """Who would write a note on this record: its engagement's CSM, else its owner."""
    by_person = row.get("owner_kind", "user") == "user"
    owner = row.get("owner", "") if by_person else row.get("owner_user", "")
    return csms.get(row.get("engagement", row["number"]), owner)
