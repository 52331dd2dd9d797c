"""The stories of the demo: each engagement plays one, so that all its records fit together.

Owns the table of stories. Days are offsets from today; ranges are (lowest, highest).
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


def _library(number: int) -> str:
    return f"OBJ-LIB-{number:03}"


def _play(number: int) -> tuple[str, ...]:
    return (f"PLY-LIB-{number:03}",)


CUSTOM = ""
LIVE, ADMINS, SIGNED = (_library(1),), (_library(2),), (_library(3),)
ACTIVE_USERS, DEPARTMENT, PROCESS = (_library(4),), (_library(5),), (_library(6),)
RETURN, SPONSOR, SATISFIED = (_library(7),), (_library(8),), (_library(9),)
RENEWED, LICENCES = (_library(10),), (_library(11),)
RECOVERY, ROOT_CAUSE, NEW_SPONSOR = (_library(12),), (_library(13),), (_library(14),)
OWN_WISH = (CUSTOM,)
GROWTH = (*DEPARTMENT, *PROCESS, CUSTOM)
VALUE = (*RETURN, *SATISFIED, *SPONSOR)

STORIES = (
    Scenario(
        "adoption-healthy",
        "Adoption programme",
        "Adoption",
        "In progress",
        ("Green",),
        (74, 93),
        (-300, -200),
        "running",
        (110, 300),
        trend=6,
        usage=(62, 90),
        goals=(
            Goal(LIVE, (-300, -250), "Closed"),
            Goal(ACTIVE_USERS, (-70, -40)),
            Goal(VALUE, (8, 25), "New"),
        ),
        plays=(Goal(_play(11), (-12, -3)),),
    ),
    Scenario(
        "onboarding-late",
        "Platform onboarding",
        "Initial onboarding",
        "In progress",
        ("Red", "Yellow"),
        (28, 52),
        (-110, -85),
        "fresh",
        (255, 280),
        trend=-14,
        live_after=(60, 78),
        live=False,
        usage=(8, 34),
        goals=(Goal(LIVE, (-72, -58), "In progress", "stuck"), Goal(ADMINS, (-30, -20))),
        risks=("Missed outcome deadline",),
        escalation="Escalated",
    ),
    Scenario(
        "renew-at-risk",
        "Renewal and recovery",
        "Renew",
        "In progress",
        ("Red", "Yellow"),
        (18, 38),
        (-700, -420),
        "awaiting",
        (14, 80),
        trend=-22,
        usage=(15, 44),
        goals=(
            Goal(RENEWED, (-85, -60), "In progress", "stuck"),
            Goal(RECOVERY, (-45, -25), "In progress", "slow"),
        ),
        risks=("Pricing/commercial", "Low adoption"),
        escalation="Escalated",
    ),
    Scenario(
        "expand-strong",
        "Growth partnership",
        "Expand",
        "In progress",
        ("Green",),
        (83, 98),
        (-640, -400),
        "renewed",
        (150, 330),
        trend=5,
        usage=(74, 96),
        goals=(
            Goal(LIVE, (-620, -400), "Closed"),
            Goal(ACTIVE_USERS, (-330, -240), "Closed"),
            Goal(VALUE, (-210, -170), "Closed"),
            Goal(OWN_WISH, (-110, -95), "Closed"),
        ),
        plays=(Goal(_play(25), (-20, -8)),),
    ),
    Scenario(
        "onboarding-on-time",
        "Platform onboarding",
        "Initial onboarding",
        "In progress",
        ("Green",),
        (66, 88),
        (-45, -32),
        "fresh",
        (320, 334),
        trend=4,
        live_after=(50, 60),
        live=False,
        usage=(35, 60),
        goals=(Goal(LIVE, (-40, -31)), Goal(ADMINS, (-20, -10))),
        plays=(Goal(_play(5), (-44, -38), "Closed"),),
    ),
    Scenario(
        "renew-safe",
        "Renewal and growth",
        "Renew",
        "In progress",
        ("Green", "Green", "Yellow"),
        (71, 92),
        (-760, -420),
        "under_review",
        (45, 105),
        trend=2,
        usage=(60, 88),
        goals=(Goal(RENEWED, (-70, -40)), Goal(VALUE, (-140, -110))),
    ),
    Scenario(
        "adoption-stalled",
        "Adoption programme",
        "Adoption",
        "In progress",
        ("Yellow",),
        (42, 58),
        (-330, -220),
        "soon",
        (25, 88),
        trend=-9,
        usage=(14, 46),
        goals=(
            Goal(ACTIVE_USERS, (-95, -70), "In progress", "slow"),
            Goal(GROWTH, (-40, -20), "In progress", "slow"),
        ),
        plays=(Goal(_play(10), (-22, -12), "In progress", "slow"),),
        risks=("Low adoption",),
    ),
    Scenario(
        "renewed",
        "Value partnership",
        "Adoption",
        "In progress",
        ("Green", "Green", "Yellow"),
        (68, 90),
        (-800, -430),
        "renewed",
        (40, 355),
        trend=3,
        goals=(
            Goal(RENEWED, (-360, -280), "Closed"),
            Goal(VALUE, (-120, -80)),
            Goal(OWN_WISH, (-60, -30)),
        ),
    ),
    Scenario(
        "adoption-red",
        "Recovery programme",
        "Adoption",
        "In progress",
        ("Red",),
        (14, 36),
        (-420, -250),
        "soon",
        (30, 85),
        trend=-25,
        usage=(9, 32),
        goals=(
            Goal(RECOVERY, (-40, -20), "In progress", "slow"),
            Goal((*ROOT_CAUSE, *NEW_SPONSOR), (-30, -14), "In progress", "stuck"),
        ),
        plays=(Goal(_play(30), (-9, -6), "In progress", "slow"),),
        risks=("Support volume", "Stakeholder change"),
        escalation="Escalated",
    ),
    Scenario(
        "onboarding-new",
        "Platform onboarding",
        "Initial onboarding",
        "New",
        ("Unknown",),
        None,
        (-10, -1),
        "fresh",
        (353, 361),
        live_after=(60, 80),
        live=False,
        usage=None,
        plan="",
        plays=(Goal(_play(5), (-4, 0)),),
    ),
    Scenario(
        "adoption-no-plan",
        "Adoption programme",
        "Adoption",
        "In progress",
        ("Green", "Yellow"),
        (55, 78),
        (-460, -200),
        "running",
        (120, 330),
        usage=(38, 70),
        plan="",
        quiet=True,
    ),
    Scenario(
        "lost",
        "Exit and hand-over",
        "Lost",
        "In progress",
        ("Red",),
        (5, 22),
        (-780, -420),
        "lost",
        (-60, -8),
        trend=-18,
        usage=(2, 18),
        plan="Canceled",
        goals=(Goal((*RENEWED, *RECOVERY), (-170, -130), "Canceled"),),
        plays=(Goal(_play(31), (-14, -5)),),
        quiet=True,
    ),
    Scenario(
        "expand-paused",
        "Growth partnership",
        "Expand",
        "In progress",
        ("Yellow", "Green"),
        (58, 74),
        (-560, -380),
        "running",
        (95, 260),
        trend=-3,
        goals=(Goal(LIVE, (-540, -360), "Closed"), Goal(GROWTH, (-90, -60), "Paused")),
        risks=("Other",),
    ),
    Scenario(
        "onboarding-define",
        "Platform onboarding",
        "Initial onboarding",
        "Define",
        ("Unknown", "Green"),
        None,
        (-26, -14),
        "fresh",
        (338, 350),
        live_after=(58, 72),
        live=False,
        usage=None,
        plan="Draft",
        goals=(Goal(LIVE, (2, 6), "Define"), Goal(SIGNED, (-8, -2), "New")),
    ),
    Scenario(
        "renew-approved",
        "Renewal and growth",
        "Renew",
        "In progress",
        ("Green",),
        (76, 94),
        (-740, -430),
        "approved",
        (8, 55),
        trend=4,
        usage=(60, 86),
        goals=(Goal(RENEWED, (-115, -100)), Goal(GROWTH, (12, 30), "New")),
    ),
    Scenario(
        "expired-review",
        "Renewal and growth",
        "Renew",
        "In progress",
        ("Yellow", "Red"),
        (36, 56),
        (-800, -430),
        "expired_review",
        (-58, -3),
        trend=-8,
        usage=(30, 62),
        goals=(Goal(RENEWED, (-135, -124), "In progress", "slow"),),
        risks=("Pricing/commercial",),
    ),
    Scenario(
        "adoption-steady",
        "Adoption programme",
        "Adoption",
        "In progress",
        ("Green", "Yellow"),
        (60, 80),
        (-350, -180),
        "running",
        (60, 240),
        trend=1,
        goals=(
            Goal(ADMINS, (-250, -190), "Closed"),
            Goal(GROWTH, (-50, -25)),
            Goal(OWN_WISH, (-30, -10)),
        ),
        plays=(Goal(_play(18), (-15, -6)),),
    ),
    Scenario(
        "renew-extension",
        "Renewal and growth",
        "Renew",
        "In progress",
        ("Yellow", "Green"),
        (48, 70),
        (-760, -430),
        "extension",
        (10, 60),
        trend=-4,
        usage=(45, 75),
        goals=(Goal(LICENCES, (-40, -25)),),
        plays=(Goal(_play(24), (-9, -5)),),
        risks=("Pricing/commercial",),
    ),
)
"""The stories every CSM's book is dealt from; the first CSM gets each of them once."""

CLOSED_STORIES = (
    Scenario(
        "finished",
        "Migration project",
        "Adoption",
        "Closed",
        ("Green",),
        (72, 90),
        (-620, -420),
        "shared",
        (0, 0),
        plan="Completed",
        goals=(Goal(LIVE, (-410, -330), "Closed"), Goal(ADMINS, (-400, -300), "Closed")),
        quiet=True,
    ),
    Scenario(
        "stopped",
        "Pilot of a second site",
        "Initial onboarding",
        "Canceled",
        ("Unknown",),
        None,
        (-260, -180),
        "shared",
        (0, 0),
        live=False,
        usage=None,
        plan="Canceled",
        goals=(Goal(DEPARTMENT, (-170, -140), "Canceled"),),
        quiet=True,
    ),
)
"""Second engagements of an account that has a running one."""

LEFT_FOR_GOOD = Scenario(
    "left",
    "Platform partnership",
    "Lost",
    "Closed",
    ("Red",),
    (6, 20),
    (-900, -500),
    "lost",
    (-330, -90),
    usage=None,
    plan="Canceled",
    goals=(Goal(RENEWED, (-450, -420), "Canceled"),),
    quiet=True,
)
"""A customer that left some time ago."""
