"""What the command line tells the full-screen app to start with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from successtui.domain.as_of import PointInTime


@dataclass(frozen=True, slots=True)
class AppOptions:
    """How to start.

    Attributes:
        address: path or URL of the workspace; `None` when there is none yet: first start.
        as_user: whom to act as; empty for oneself.
        today: the date to compare with, if pinned.
        as_of: the point in the past to look at first, if any.
        demo: whether the workspace is a throwaway demo, in which anybody may be anybody.
    """

    address: str | None = None
    as_user: str = ""
    today: date | None = None
    demo: bool = False
    as_of: PointInTime | None = None
