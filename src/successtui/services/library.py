"""The objective library: what it offers, and adding one of its objectives to an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from successtui.domain.permissions import Action, Subject, decide
from successtui.records import Account, Library, Objective
from successtui.services.copies import copy_objective
from successtui.services.records import Saved
from successtui.services.review import ReviewItem, review_objective
from successtui.services.saver import Saver
from successtui.services.session import Session
from successtui.services.template_children import make_items
from successtui.store.reader import Reader
from successtui.store.unit import UnitOfWork


@dataclass(frozen=True, slots=True)
class Offer:
    """One objective of the library and what it brings along."""

    objective: Objective
    library: str
    items: tuple[ReviewItem, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """What a person decided before adding an objective (R001-21, R001-22).

    Attributes:
        start: start of the objective; its children were dated from it in the review.
        items: the reviewed children; those not included are not created (R003-16).
    """

    template: int
    account: int
    start: date
    items: tuple[ReviewItem, ...]
    owner_kind: str | None = None
    owner: int | None = None


def offers(session: Session) -> list[Offer]:
    """All objectives marked as templates (R003-23), by library and name, dated from today.

    Those that stand in no library but in a plan's template come with that plan only.

    Raises:
        Forbidden: the person may not use templates (R003-04).
    """
    today = session.clock.today()
    with session.read() as reader:
        _permit(reader)
        templates = reader.all(Objective, templates=True, order=("name",))
        names = {library.id: library.name for library in reader.all(Library)}
        found = [
            Offer(
                template,
                names.get(template.library or 0, ""),
                tuple(review_objective(reader, template, today, today)),
            )
            for template in templates
            if template.library is not None or template.plan is None
        ]
    return sorted(found, key=lambda offer: (offer.library, offer.objective.name))


def review(session: Session, template_id: int, start: date) -> list[ReviewItem]:
    """The children of a template dated from another start (R003-21)."""
    with session.read() as reader:
        _permit(reader)
        template = reader.require(Objective, template_id)
        return review_objective(reader, template, start, session.clock.today())


def add_from_library(session: Session, order: Order) -> Saved:
    """Copies a template's objective and the chosen children to an account, as one undo step.

    The template stays as it is. A task whose play is left out hangs from the objective (R003-13).
    An account without a plan gets one.

    Raises:
        ItemRefused: one of the children cannot be created.
        Forbidden, Invalid, NotFound: as saving any record.
    """
    with session.change("Add objective from library") as unit:
        _permit(unit)
        saver = Saver(unit, session.clock.today())
        template = unit.require(Objective, order.template)
        account = unit.require(Account, order.account)
        objective = copy_objective(
            saver, template, account, order.start, order.owner_kind, order.owner
        )
        make_items(saver, order.items, objective)
        if template.start_date is None and any(item.origin for item in order.items):
            saver.notices.append("the template has no start: its dates were copied as they are")
        notices = tuple(saver.notices)
    return Saved(objective, unit.batch_id, (), frozenset(unit.touched), notices)


def _permit(reader: Reader | UnitOfWork) -> None:
    assert reader.actor is not None
    decide(reader.actor, Action.USE_TEMPLATES, Subject("objective")).enforce()
