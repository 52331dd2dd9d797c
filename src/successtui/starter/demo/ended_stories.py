"""The stories of the demo that are over: second engagements, and customers who left long ago.

Owns the table of ended stories and nothing else.
"""

from successtui.starter.demo.scenarios import Goal, Scenario
from successtui.starter.demo.stories import ADMINS, DEPARTMENT, LIVE, RENEWED

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
