"""Making the reviewed children of a template: objectives, KPIs, plays and tasks, each in its place.

Owns where a child goes whose parent was left out. Opens no unit of work and asks for no right of
its own: `library.py` and `plan_templates.py` do, and the saver checks every record.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from successtui.records import Account, Objective, Outcome, Plan, Play, Record
from successtui.services.copies import copy_reviewed
from successtui.services.plays import add_play, add_task
from successtui.services.review import ItemRefused, ReviewItem, naming
from successtui.services.saver import Saver

_KPI_FIELDS = (
    "priority",
    "category",
    "unit",
    "tracking_method",
    "metric",
    "base_value",
    "target_value",
    "direction",
)
_ORDER = ("objective", "outcome", "play", "task")


def make_items(saver: Saver, items: Sequence[ReviewItem], root: Objective | Plan) -> None:
    """Creates the included ones among reviewed items under an objective or a plan (R003-16).

    A child whose play or objective is left out hangs from what is above that (R003-13).

    Raises:
        ItemRefused: one of them cannot be created, and which; a KPI needs its objective.
    """
    maker = _Maker(saver, items, root)
    for kind in _ORDER:
        for item in items:
            if item.kind == kind and item.included:
                maker.make(item)


class _Maker:
    """What was made so far, and what hangs from what."""

    def __init__(self, saver: Saver, items: Sequence[ReviewItem], root: Objective | Plan) -> None:
        self._saver = saver
        self._root = root
        self._parents = {item.key: item.parent for item in items}
        self._made: dict[str, Record] = {}
        self._kpis: dict[int, int] = {}

    def make(self, item: ReviewItem) -> None:
        home = self._home(item)
        with naming(item):
            match item.kind:
                case "objective":
                    self._made[item.key] = self._objective(item)
                case "outcome":
                    self._kpis[item.origin] = self._outcome(item, home).id
                case "play":
                    self._made[item.key] = self._play(item, home)
                case _:
                    add_task(self._saver, item, home)

    def _home(self, item: ReviewItem) -> Record:
        """The nearest above it that is made."""
        key = item.parent
        while key is not None and key not in self._made:
            key = self._parents.get(key)
        return self._root if key is None else self._made[key]

    def _objective(self, item: ReviewItem) -> Objective:
        assert isinstance(self._root, Plan)
        template = self._saver.unit.require(Objective, item.origin)
        account = self._saver.unit.require(Account, self._root.account or 0)
        return copy_reviewed(self._saver, template, account, self._root.id, item)

    def _play(self, item: ReviewItem, home: Record) -> Play:
        """A play of the template; it serves the copy of the KPI its template serves."""
        origin = self._saver.unit.require(Play, item.origin)
        served = origin.primary_outcome or 0
        extras: dict[str, object] = {"shared": origin.shared}
        if isinstance(home, Objective):
            extras["primary_outcome"] = self._kpis.get(served)
            return add_play(self._saver, item, account=None, objective=home.id, extras=extras)
        extras["plan"] = home.id
        return add_play(self._saver, item, account=home["account"], objective=None, extras=extras)

    def _outcome(self, item: ReviewItem, home: Record) -> Outcome:
        """A KPI of the template for the new objective, its values starting afresh (R003-52)."""
        if not isinstance(home, Objective):
            raise ItemRefused(item, "a KPI comes with its objective only; select that as well")
        origin = self._saver.unit.require(Outcome, item.origin)
        return self._saver.add(
            Outcome,
            {
                **{name: origin[name] for name in _KPI_FIELDS},
                "objective": home.id,
                "title": item.title,
                "description": item.description,
                "owner": item.owner,
                "target_date": item.due,
                "planned_start": _moved_along(origin.planned_start, origin, item),
                "planned_stop": _moved_along(origin.planned_stop, origin, item),
            },
        )


def _moved_along(day: date | None, origin: Outcome, item: ReviewItem) -> date | None:
    """A date of a KPI's template, moved as far as its target date was."""
    if day is None or origin.target_date is None or item.due is None:
        return None
    shift: timedelta = item.due - origin.target_date
    return day + shift
