"""What the date brings about: contracts that start, renew or expire (C5), as one undo step.

Runs as the person, on the contracts they see and may change. Running it again changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from successtui.domain.lifecycle_contracts import due_by
from successtui.domain.permissions import Action, Decision, Subject, decide
from successtui.records import Contract
from successtui.services.draft import Mode
from successtui.services.listing import filter_for
from successtui.services.saver import Saver
from successtui.services.session import Session

TITLE = "What the date brought"
_DUE = (
    "state = Draft and substate = Approved and start_date <= {today}",
    'state in (Active, Expired) and substate = "Renewal approved" and renewal_start <= {today}',
    "state = Active and end_date < {today}",
)
"""Every contract that `due_by` could change matches one of these."""


@dataclass(frozen=True, slots=True)
class Nightly:
    """What a run did, or would do.

    Attributes:
        lines: one for each contract, such as `CON0000001 Main: Active -> Expired`.
        batch: the undo step; `None` when nothing was due or nothing was stored.
    """

    lines: tuple[str, ...]
    batch: int | None
    touched: frozenset[str]


def may_run(session: Session) -> Decision:
    """Whether the person may change contracts at all."""
    return decide(session.actor(), Action.EDIT, Subject(Contract.declaration.family))


def run_nightly(session: Session, *, dry_run: bool = False) -> Nightly:
    """Carries out what is due by the session's date.

    Raises:
        Forbidden: the person may not change contracts.
    """
    may_run(session).enforce()
    today = session.clock.today()
    due = _due_ids(session)
    if not due:
        return Nightly((), None, frozenset())
    lines: list[str] = []
    if dry_run:
        with session.read() as reader:
            for contract in reader.rows(Contract, due).values():
                if changes := due_by(contract, today):
                    lines.append(_line(contract, contract.changed(**changes)))
        return Nightly(tuple(lines), None, frozenset())
    with session.change(TITLE) as unit:
        saver = Saver(unit, today)
        for contract in unit.rows(Contract, due).values():
            changes = due_by(contract, today)
            about = saver.subject(Contract, contract.values())
            if changes and decide(unit.writer, Action.EDIT, about).allowed:
                saved = saver.change(contract, changes, mode=Mode.PROGRAM)
                lines.append(_line(contract, saved))
    return Nightly(tuple(lines), unit.batch_id, frozenset(unit.touched))


def _due_ids(session: Session) -> list[int]:
    found: set[int] = set()
    with session.read() as reader:
        for query in _DUE:
            text = query.format(today=session.clock.today())
            wanted = filter_for(reader, session.clock, Contract, text)
            found.update(reader.ids(Contract, None, wanted.condition))
    return sorted(found)


def _line(before: Contract, after: Contract) -> str:
    def standing(contract: Contract) -> str:
        return f"{contract.state} {contract.substate or ''}".strip()

    text = f"{before.number} {before.name}: {standing(before)} -> {standing(after)}"
    return f"{text} until {after.end_date}" if after.start_date != before.start_date else text
