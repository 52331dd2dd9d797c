"""Settings of the workspace: what the report could not read is not saved by people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from successtui.services.draft import Draft, Mode
from successtui.services.report.settings import setting_problem
from successtui.services.rules.base import Rule

if TYPE_CHECKING:
    from successtui.services.saver import Saver


def check_setting(_saver: Saver, draft: Draft) -> None:
    """A setting of the report holds what the report can read (R004-08)."""
    if draft.mode is Mode.PERSON and (draft.is_new or draft.changes("value")):
        problem = setting_problem(draft["name"], draft["value"])
        if problem is not None:
            draft.refuse("value", problem)


SETTING_RULES = {"setting": Rule(check=check_setting)}
