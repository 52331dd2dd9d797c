"""What a story of the demo is made of; each engagement plays one, so that its records fit together.

Owns the shape of stories; the table of them is in `stories`. Days are offsets from today; ranges
are (lowest, highest).
"""

from dataclasses import dataclass

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Goal:
    """An objective (or a lone play) of a story.

    Attributes:
        template: numbers of library templates to choose from; `""` is a custom objective.
        start: day it starts.
        state: New, Define, In progress, Paused, Closed or Canceled.
        pace: how the work goes: good, slow or stuck.
    """

    template: tuple[str, ...]
    start: Range
    state: str = "In progress"
    pace: str = "good"


@dataclass(frozen=True, slots=True)
class Scenario:
    """A story: stage, health and everything that follows from them.

    Attributes:
        health: perceived health values to choose from.
        score: range of the health score; None while it is not known.
        trend: points the score moved in the last twelve weeks.
        live_after: days from start to the planned go-live.
        live: whether it has gone live.
        contract, contract_end: story of the main contract and the day it ends.
        usage: range of adoption scores; None before the product is in use.
        plan: status of the success plan; empty for no plan.
        risks: categories of open risk signals.
        quiet: no conversation planned, the last one long ago.
    """

    key: str
    title: str
    stage: str
    state: str
    health: tuple[str, ...]
    score: Range | None
    started: Range
    contract: str
    contract_end: Range
    trend: int = 0
    live_after: Range = (55, 85)
    live: bool = True
    usage: Range | None = (55, 85)
    plan: str = "Active"
    goals: tuple[Goal, ...] = ()
    plays: tuple[Goal, ...] = ()
    risks: tuple[str, ...] = ()
    escalation: str = ""
    quiet: bool = False
