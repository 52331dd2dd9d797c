"""A SuccessPlay about to be made: who, when, shared or not, and its tasks.

Owns what running a play of the library and making one by hand have in common.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on

from successtui.records import Play
from successtui.records.kinds import Boolean, Field
from successtui.screens.order import START, OrderData, OrderWizard, owner_of
from successtui.screens.review_cells import counted
from successtui.widgets.choice import ChoiceField

if TYPE_CHECKING:
    from successtui.services.records import Saved
    from successtui.services.review import ReviewItem
    from successtui.services.session import Session

_FIELDS = Play.declaration.fields
NAME = _FIELDS["name"]
DESCRIPTION = replace(_FIELDS["description"], required=True)
OWNER = replace(_FIELDS["owner"], help="role or team member; may stay empty")
START_DATE = replace(_FIELDS[START], label="Start date", required=True)
SHARED = replace(_FIELDS["shared"], label="Shared with customer")
BRING = Field(Boolean(), label="Bring its objective").named("bring_objective")
CO_OWNER = replace(_FIELDS["co_owner"], label="Co-owner", help="a contact, only if shared")


class PlayOrder(OrderWizard):
    """Asks for a play's details and tasks, then makes it (R001-34, R001-36)."""

    ALLOW_ADD: ClassVar[bool] = True
    FIRST: ClassVar[str] = "owner"

    def __init__(self, account_id: int, objective_id: int | None) -> None:
        super().__init__(account_id)
        self.objective_id = objective_id
        self.template = 0
        self.description = ""

    def fields(self) -> Sequence[Field]:
        """Name, owner (never a pool or a contact, R001-16), start, sharing."""
        return (NAME, OWNER, START_DATE, SHARED, CO_OWNER)

    def filled(self) -> None:
        """A co-owner can be chosen once the play is shared."""
        self._offer_co_owner()
        self._remember_owner()

    @on(ChoiceField.Changed)
    def _changed(self, event: ChoiceField.Changed) -> None:
        event.stop()
        if event.field is self.details.row("shared").editor:
            self._offer_co_owner()
        elif event.field is self.details.row("owner").editor:
            self._remember_owner()

    def _offer_co_owner(self) -> None:
        shared = self._choice("shared").value == "true"
        co_owner = self._choice("co_owner")
        co_owner.disabled = not shared
        if not shared:
            co_owner.clear()

    def _remember_owner(self) -> None:
        """Tasks that are added belong to the play's owner until somebody else is chosen."""
        self.grid.default_owner = next(iter(self._choice("owner").chosen), None)

    def _choice(self, name: str) -> ChoiceField:
        editor = self.details.row(name).editor
        assert isinstance(editor, ChoiceField)
        return editor

    def make(
        self, values: Mapping[str, Any], items: tuple[ReviewItem, ...], session: Session
    ) -> Saved:
        """Makes the play and its tasks on this account only (R001-35, R001-38)."""
        from successtui.services.plays import PlayOrder as Order
        from successtui.services.plays import run_play

        kind, owner = owner_of(values, OWNER)
        order = Order(
            template=self.template,
            account=self.account_id,
            objective=self.objective_id,
            name=values["name"],
            description=values.get("description") or self.description,
            start=values[START],
            items=items,
            owner_kind=kind,
            owner=owner,
            shared=values["shared"],
            co_owner=values["co_owner"],
            bring_objective=bool(values.get(BRING.name)),
        )
        return run_play(session, order)

    def said_when_done(self, values: Mapping[str, Any], items: Sequence[ReviewItem]) -> str:
        """What was made, and how to take it back."""
        along = f" with {counted(items)}" if items else " without tasks"
        return f"{values['name']} runs{along}. u takes it back"


class RunPlay(PlayOrder):
    """Reviews and runs a play of the library (R001-33 to R001-36)."""

    def __init__(
        self, account_id: int, objective_id: int | None, objective_name: str, template: int
    ) -> None:
        super().__init__(account_id, objective_id)
        self.template = template
        self._brings = False
        self._under = f" for {objective_name}" if objective_name else ""

    def fields(self) -> Sequence[Field]:
        """Without an objective to go to, the play may bring the one it belongs to (R001-14)."""
        return (*super().fields(), BRING) if self._brings else super().fields()

    def heading(self) -> str:
        """For which objective."""
        return f"Run a SuccessPlay{self._under}"

    def read_order(self, session: Session) -> OrderData:
        """The template with its tasks, dated from today, all selected."""
        from successtui.services.plays import home_objective, review_tasks
        from successtui.services.review import item_names, owner_names

        today = session.clock.today()
        items = review_tasks(session, self.template, today)
        with session.read() as reader:
            play = reader.require(Play, self.template)
            names = item_names(reader, items)
            owner = (play.owner_kind, play.owner)
            called = next(iter(owner_names(reader, [owner]).values()), "")
        self.description = play.description or ""
        self._brings = self.objective_id is None and bool(home_objective(session, self.template))
        return OrderData(
            intro=self.description,
            values={
                "name": play.name,
                "owner_kind": owner[0],
                "owner": owner[1],
                START: today,
                "shared": play.shared,
                BRING.name: True,
            },
            items=items,
            names=names,
            labels={(str(owner[0]), owner[1] or 0): called.removeprefix("Role: ")},
        )

    def dated_from(self, start: date, session: Session) -> Sequence[ReviewItem]:
        """The tasks keep their distance from the start."""
        from successtui.services.plays import review_tasks

        return review_tasks(session, self.template, start)
