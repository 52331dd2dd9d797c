"""Conversations of the demo: touchpoints held, planned and forgotten.

Owns touchpoints and the tasks that prepare them.
"""

from random import Random

from successtui.starter.demo import people, texts_talks
from successtui.starter.demo.world import Engagement, World

_NEXT_QBR = ("expand-strong", "renewed", "adoption-healthy", "renew-safe", "adoption-red")


class TalkMaker:
    """Adds conversations engagement by engagement from one source of chance."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rng = world.chance("talks")
        self._meets_today = True

    def engagement(self, engagement: Engagement) -> None:
        """Past conversations, and upcoming ones unless the story is quiet."""
        rng, scenario = self._rng, engagement.scenario
        latest = -rng.randint(95, 140) if scenario.quiet else -1
        earliest = max(engagement.started, -260)
        for _ in range(rng.choice((2, 3, 3, 4))):
            if earliest < latest:
                self._past_talk(engagement, rng.randint(earliest, latest))
        if engagement.active and not scenario.quiet:
            self._next_talks(engagement)

    def _past_talk(self, engagement: Engagement, day: int) -> None:
        rng, scenario = self._rng, engagement.scenario
        if rng.random() < 0.06 and engagement.csm:
            subject, text = rng.choice(texts_talks.INTERNAL_TALKS)
            self._talk(engagement, subject, text, "Web", "General conversation", "", day, True)
        elif rng.random() < 0.1 and scenario.stage in ("Adoption", "Expand", "Renew"):
            text = texts_talks.QBR_TEXT
            self._talk(
                engagement,
                "Quarterly business review",
                text,
                "Web",
                "Value and adoption",
                "QBR",
                day,
            )
        else:
            subject, text, category, channel, kind = rng.choice(texts_talks.TALKS[scenario.stage])
            self._talk(engagement, subject, text, channel, category, kind, day)

    def _next_talks(self, engagement: Engagement) -> None:
        rng, scenario = self._rng, engagement.scenario
        subject, kind, category = texts_talks.UPCOMING[scenario.stage]
        day = rng.randint(1, 26)
        if engagement.csm == people.HERO and self._meets_today:
            self._meets_today = False
            day = 0
        touchpoint = self._talk(engagement, subject, "", "Web", category, kind, day)
        if rng.random() < 0.2:
            self._preparation(engagement, touchpoint, day)
        if scenario.key in _NEXT_QBR and rng.random() < 0.7:
            text = texts_talks.QBR_TEXT
            self._talk(
                engagement,
                "Quarterly business review",
                text,
                "Web",
                "Value and adoption",
                "QBR",
                rng.randint(4, 75),
            )
        if rng.random() < 0.08:
            self._talk(engagement, "Call back after the survey", "", "Phone", category, "", -3)

    def _talk(
        self,
        engagement: Engagement,
        subject: str,
        text: str,
        channel: str,
        category: str,
        kind: str,
        day: int,
        internal: bool = False,
    ) -> str:
        """One conversation: over if it lies in the past (unless nobody ticked it off)."""
        rng, world = self._rng, self._world
        state, progress = _talk_state(rng, day, engagement.active)
        closing: dict[str, str] = {}
        if state in ("Closed", "Canceled"):
            canceled = state == "Canceled"
            closing = {
                "closure_code": "Canceled" if canceled else "Achieved",
                "close_notes": "Called off by the customer." if canceled else "",
                "closed_at": world.instant(day, 15, 10),
            }
        return world.add(
            "touchpoints",
            account=engagement.account.number,
            engagement=engagement.number,
            subject=subject,
            description=text,
            channel=channel,
            category=category,
            state=state,
            progress=progress,
            meeting_type=kind,
            meeting_at=world.instant(day, rng.randint(8, 14), rng.choice((0, 30))) if kind else "",
            due_date=world.day(day),
            assigned_to=engagement.carer,
            contact="" if internal else rng.choice(engagement.account.contacts).number,
            internal_only=internal,
            **closing,
        )

    def _preparation(self, engagement: Engagement, touchpoint: str, day: int) -> None:
        self._world.add(
            "tasks",
            account=engagement.account.number,
            parent_type="touchpoint",
            parent=touchpoint,
            title="Prepare the agenda and the figures",
            description="Three items at most; last time's decisions first.",
            owner_kind="user",
            owner=engagement.carer,
            start_date=self._world.day(day - 4),
            due_date=self._world.day(day - 1),
        )


def _talk_state(rng: Random, day: int, active: bool) -> tuple[str, str]:
    if day >= 0:
        return "New", "Not Started"
    if active and day > -6 and rng.random() < 0.25:
        return "In progress", "On-Track"
    return ("Canceled", "Canceled") if rng.random() < 0.05 else ("Closed", "Completed")
