"""Success plans of the demo and the objectives in them.

Owns plans, objectives and their KPIs with values over time. Plays and tasks are added by `work`.
"""

from successtui.starter.demo import texts_plans
from successtui.starter.demo.people import HERO, PRODUCTS
from successtui.starter.demo.scenarios import Goal, Scenario
from successtui.starter.demo.texts_book import plan_summary
from successtui.starter.demo.texts_plans import CustomObjective
from successtui.starter.demo.values import KpiStory, add_kpi
from successtui.starter.demo.work import Frame, WorkMaker
from successtui.starter.demo.world import Engagement, World
from successtui.starter.templates import KpiTemplate, ObjectiveTemplate, PlayTemplate, libraries

GOAL_CLOSURES = {
    "Achieved": texts_plans.CLOSED_GOAL_NOTES,
    "Partially achieved": texts_plans.PARTIAL_GOAL_NOTES,
    "Missed": texts_plans.MISSED_GOAL_NOTES,
    "Canceled": texts_plans.CANCELED_NOTES,
}
_AHEAD, _BEHIND = 25, 20
"""Days around today in which a play of running work is worth having in the plan."""

_OLD_PLAN_AGE = 230
"""Closed objectives that began longer ago belong to the plan before the current one."""


def add_plans(world: World, engagements: list[Engagement]) -> None:
    """Adds plans, objectives, KPIs, plays and tasks for every engagement."""
    maker = _PlanMaker(world)
    for engagement in engagements:
        maker.engagement(engagement)


def goal_progress(state: str, pace: str) -> str:
    """The progress that goes with a state (`lifecycles.md`, progress coupling)."""
    if state == "In progress":
        return "On-Track" if pace == "good" else "At Risk"
    return {"Paused": "Paused", "Closed": "Completed", "Canceled": "Canceled"}.get(
        state, "Not Started"
    )


def _is_old(goal: Goal) -> bool:
    return goal.state == "Closed" and goal.start[1] < -_OLD_PLAN_AGE


class _PlanMaker:
    """Adds the plans of one engagement after the other from one source of chance."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rng = world.chance("plans")
        self._work = WorkMaker(world)
        self._objectives: dict[str, ObjectiveTemplate] = {}
        self._plays: dict[str, PlayTemplate] = {}
        self._used: list[CustomObjective] = []
        for library in libraries():
            self._objectives.update({each.number: each for each in library.objectives})
            self._plays.update({each.number: each for each in library.plays})

    def engagement(self, engagement: Engagement) -> None:
        """Everything that is planned for one engagement."""
        scenario = engagement.scenario
        self._used.clear()
        shared = self._rng.random() < 0.45 and scenario.plan not in ("", "Draft")
        plan = self._plan(engagement, scenario.plan, shared) if scenario.plan else ""
        former = ""
        for place, goal in enumerate(scenario.goals):
            if place and engagement.csm != HERO and self._rng.random() < 0.25:
                continue
            old = _is_old(goal) and scenario.plan == "Active"
            if old and not former:
                former = self._former_plan(engagement)
            goal_plan = former if old else plan
            self._goal(engagement, goal, goal_plan, shared and goal_plan == plan)
        running = plan if scenario.plan in ("Active", "Draft") else ""
        for goal in scenario.plays:
            number = self._rng.choice(goal.template)
            start = self._rng.randint(*goal.start)
            self._work.play(self._plays[number], Frame(engagement, goal, start, running, shared))
        self._work.lone_tasks(engagement, running)

    def _plan(self, engagement: Engagement, status: str, shared: bool) -> str:
        world, rng, account = self._world, self._rng, engagement.account
        scenario = engagement.scenario
        goals = [goal.start[0] for goal in scenario.goals if not _is_old(goal)]
        start = max(engagement.started, min([-rng.randint(60, 200), *goals]))
        if status in ("Completed", "Canceled"):
            start = engagement.started
        end = start + rng.choice((270, 330, 365))
        if scenario.key == "expand-paused":
            status = "On hold"
        days = (start + 50, start + 130, end - 10)
        summary = self._summary(scenario, engagement, days)
        edited = -(len(summary) % 40) - 1
        return world.add(
            "plans",
            name=f"{account.name} – {_PLAN_NAMES[scenario.stage]}",
            account=account.number,
            engagement=engagement.number,
            owner=engagement.carer,
            status=status,
            summary=summary,
            summary_updated_by=engagement.carer if summary else "",
            summary_updated_at=world.instant(edited, 14, 10) if summary else "",
            start_date=world.day(start),
            end_date=world.day(end),
            shared_with_customer=shared,
        )

    def _summary(
        self, scenario: Scenario, engagement: Engagement, days: tuple[int, int, int]
    ) -> str:
        if self._rng.random() < 0.08:
            return ""
        first, second, third = (str(self._world.day(offset)) for offset in days)
        industry = engagement.account.industry
        return plan_summary(
            self._rng, scenario, industry, scenario.health[0], (first, second, third)
        )

    def _former_plan(self, engagement: Engagement) -> str:
        world = self._world
        end = max(engagement.started + 200, -_OLD_PLAN_AGE + 20)
        return world.add(
            "plans",
            name=f"{engagement.account.name} – first-year plan",
            account=engagement.account.number,
            engagement=engagement.number,
            owner=engagement.carer,
            status="Completed",
            summary="Reached what was agreed at the kick-off. Continued in the current plan.",
            start_date=world.day(engagement.started),
            end_date=world.day(end),
        )

    def _goal(self, engagement: Engagement, goal: Goal, plan: str, shared: bool) -> None:
        rng = self._rng
        number = rng.choice(goal.template)
        template = self._objectives[number] if number else _custom(self._wish(), engagement)
        start = max(rng.randint(*goal.start), engagement.started)
        objective, closure = self._objective(engagement, goal, template, start, plan)
        story = KpiStory(goal, start, start + template.days, closure, engagement.account.currency)
        outcomes = {
            kpi.number: add_kpi(self._world, rng, objective, kpi, story, engagement.carer)
            for kpi in template.kpis
        }
        frame = Frame(engagement, goal, start, plan, shared, objective, outcomes, template.days)
        for play in self._chosen(template.plays, goal, start):
            self._work.play(play, frame)
        if goal.state == "In progress":
            self._work.goal_tasks(engagement, objective)

    def _chosen(
        self, plays: tuple[PlayTemplate, ...], goal: Goal, start: int
    ) -> tuple[PlayTemplate, ...]:
        """The plays taken over with an objective: people deselect what they do not need."""
        if goal.state not in ("In progress", "Paused"):
            return (self._rng.choice(plays),) if plays else ()
        current = [
            play for play in plays if start + play.start < _AHEAD and start + play.end > -_BEHIND
        ]
        return tuple(current[-2:] or plays[-1:])

    def _wish(self) -> CustomObjective:
        """A customer's own objective, not twice in one engagement."""
        open_wishes = [wish for wish in texts_plans.CUSTOM_OBJECTIVES if wish not in self._used]
        self._used.append(self._rng.choice(open_wishes))
        return self._used[-1]

    def _objective(
        self,
        engagement: Engagement,
        goal: Goal,
        template: ObjectiveTemplate,
        start: int,
        plan: str,
    ) -> tuple[str, str]:
        """Adds the objective; returns its number and closure code."""
        world, rng, account = self._world, self._rng, engagement.account
        closure = self._closure(goal)
        own_kind, owner, owner_user = self._owner(engagement)
        library = template.library
        number = world.add(
            "objectives",
            name=template.name,
            description=template.description,
            account=account.number,
            plan=plan,
            engagement=engagement.number,
            owner_kind=own_kind,
            owner=owner,
            owner_user=owner_user,
            products=PRODUCTS[0][0] if rng.random() < 0.6 else "",
            category=template.category,
            state="In progress" if goal.state == "Paused" else goal.state,
            progress=goal_progress(goal.state, goal.pace),
            priority=template.priority,
            start_date=world.day(start),
            end_date=world.day(start + template.days),
            template_origin=template.number if library else "",
            library=library,
            source="library" if library else "custom",
            closure_code=closure,
            close_notes=rng.choice(GOAL_CLOSURES[closure]) if closure else "",
            closed_at=world.instant(min(start + template.days, -2), 14) if closure else "",
        )
        return number, closure

    def _closure(self, goal: Goal) -> str:
        if goal.state == "Closed":
            codes = ("Achieved", "Partially achieved", "Missed")
            return self._rng.choices(codes, weights=(76, 19, 5))[0]
        return "Canceled" if goal.state == "Canceled" else ""

    def _owner(self, engagement: Engagement) -> tuple[str, str, str]:
        """A role mostly, then a person, sometimes a contact; never a pool (R001-15)."""
        draw = self._rng.random()
        contact = engagement.account.portal_contact()
        if draw < 0.1 and contact:
            return "contact", contact.number, ""
        if draw < 0.4 and engagement.csm and engagement.active:
            return "user", engagement.csm, ""
        team = engagement.account.team
        return "role", "Success Manager", team.get("Success Manager", "")


_PLAN_NAMES = {
    "Initial onboarding": "onboarding plan",
    "Adoption": "adoption plan",
    "Expand": "growth plan",
    "Renew": "renewal plan",
    "Lost": "last plan",
}


def _custom(wish: CustomObjective, engagement: Engagement) -> ObjectiveTemplate:
    """A customer's own objective in the shape of a template, so that it is copied alike."""
    title, description, category, unit, base, target = wish.kpi
    direction = "Increase" if float(target) > float(base) else "Decrease"
    kpi = KpiTemplate("kpi", title, description, category, unit, wish.days, base, target, direction)
    play = WorkMaker.custom_play(wish)
    return ObjectiveTemplate(
        number="",
        library="",
        name=wish.name,
        description=f"{wish.description} Agreed with {engagement.account.contacts[0].name}.",
        category=wish.category,
        priority="Medium",
        days=wish.days,
        kpis=(kpi,),
        plays=(play,),
    )
