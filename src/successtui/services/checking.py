"""What is wrong with a workspace: damage in what is stored, and gaps that make reports wrong.

Damage is told by ids, so that it can be found and mended. People see the findings about records
they may see; what the engine itself reports names rows of any owner, so only admins read it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from successtui.domain.lifecycle import is_open
from successtui.records import (
    REGISTRY,
    Account,
    Contract,
    Engagement,
    EngagementContract,
    ExchangeRate,
    Objective,
    Outcome,
    Record,
    Task,
    User,
)
from successtui.services.money import rates
from successtui.services.session import Session
from successtui.store import search_index
from successtui.store.damage import Damage, Inspector
from successtui.store.engine import integrity
from successtui.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: the record, the field if it is about one, and what is the matter."""

    record: str
    number: str
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything a check found.

    Attributes:
        engine: what the database engine finds wrong, in its words, and its search index.
        damage: stored values that cannot stand.
        quality: records that are sound but incomplete or contradictory.
    """

    engine: tuple[str, ...]
    damage: tuple[Finding, ...]
    quality: tuple[Finding, ...]

    @property
    def broken(self) -> bool:
        """Whether the stored data itself is damaged."""
        return bool(self.engine or self.damage)


def check(session: Session) -> Findings:
    """Looks through the whole workspace, as far as the person may see it."""
    with session.read() as reader:
        engine = _engine(reader)
        found = _damage(reader)
        unreadable = {damage.record_type for damage in found if damage.broken}
        quality = tuple(_quality(reader, session.clock.today(), unreadable))
    lost = tuple(_finding(d) for d in found if not d.broken)
    return Findings(engine, tuple(_finding(d) for d in found if d.broken), lost + quality)


def _engine(reader: Reader) -> tuple[str, ...]:
    found = (*integrity(reader.connection), *search_index.trouble(reader.connection))
    if not found or reader.actor is None or reader.actor.is_admin:
        return found
    return (f"the database engine found {len(found)} problems; an admin can see which",)


def _damage(reader: Reader) -> list[Damage]:
    inspector = Inspector(reader.connection)
    found: list[Damage] = []
    for cls in REGISTRY.values():
        damage = inspector.damage(cls)
        if damage and reader.actor is not None and not reader.actor.is_admin:
            seen = set(reader.ids(cls, templates=None))
            damage = [d for d in damage if d.record_id in seen]
        found.extend(damage)
    return found


def _finding(damage: Damage) -> Finding:
    return Finding(
        damage.record_type, damage.number or f"id {damage.record_id}", damage.field, damage.what
    )


def _quality(reader: Reader, today: date, unreadable: set[str]) -> Iterator[Finding]:
    """Runs every rule whose records can be read."""
    for needed, rule in _RULES:
        if not unreadable & {cls.declaration.name for cls in needed}:
            yield from rule(reader, today)


def _about(record: Record, field: str, message: str) -> Finding:
    return Finding(record.declaration.name, record.number, field, message)


def _accounts(reader: Reader, _today: date) -> Iterator[Finding]:
    for account in reader.all(Account, {"status": "Active"}, order=("number",)):
        if account.csm is None:
            yield _about(account, "csm", "has no CSM")


def _engagements(reader: Reader, _today: date) -> Iterator[Finding]:
    for engagement in reader.all(Engagement, order=("number",)):
        if is_open(engagement.state) and engagement.csm is None:
            yield _about(engagement, "csm", "has no CSM; only managers see it")


def _objectives(reader: Reader, _today: date) -> Iterator[Finding]:
    for objective in reader.all(Objective, order=("number",)):
        if is_open(objective.state) and objective.engagement is None:
            yield _about(objective, "engagement", "has no engagement; the report leaves it out")


def _outcomes(reader: Reader, _today: date) -> Iterator[Finding]:
    for outcome in reader.all(Outcome, order=("number",)):
        if not is_open(outcome.state):
            continue
        if outcome.base_value is None or outcome.target_value is None:
            yield _about(outcome, "target_value", "has no base or target value to measure by")
        elif outcome.base_value == outcome.target_value:
            yield _about(outcome, "target_value", "equals the base value; there is no way to go")


def _tasks(reader: Reader, _today: date) -> Iterator[Finding]:
    for task in reader.all(Task, order=("number",)):
        if is_open(task.state) and task.owner is None:
            yield _about(task, "owner", "has no owner")


def _contracts(reader: Reader, today: date) -> Iterator[Finding]:
    exchange = rates(reader, today)
    linked = {link.contract for link in reader.all(EngagementContract)}
    for contract in reader.all(Contract, {"state": "Active"}, order=("number",)):
        if contract.end_date is not None and contract.end_date < today:
            yield _about(contract, "end_date", f"ended on {contract.end_date} but is still active")
        elif contract.end_date is not None and contract.renewal_start is None:
            yield _about(contract, "renewal_start", "has no renewal dates")
        if contract.id not in linked:
            yield _about(
                contract, "", "serves no engagement you see; no indicator counts its value"
            )
        if exchange.convert(contract.value, contract.currency) is None:
            what = f"there is no rate for {contract.currency}; sums leave its value out"
            yield _about(contract, "currency", what)


def _dismissed(reader: Reader, _today: date) -> Iterator[Finding]:
    gone = {user.id: user.username for user in reader.all(User, {"active": False})}
    for cls in (Account, Engagement):
        for record in reader.all(cls, {"csm": list(gone)}, order=("number",)):
            if cls is Account or is_open(record["state"]):
                yield _about(record, "csm", f"{gone[record['csm']]} is no longer active")


_Rule = Callable[[Reader, date], Iterator[Finding]]
_RULES: tuple[tuple[tuple[type[Record], ...], _Rule], ...] = (
    ((Account,), _accounts),
    ((Engagement,), _engagements),
    ((Objective,), _objectives),
    ((Outcome,), _outcomes),
    ((Task,), _tasks),
    ((Contract, EngagementContract, ExchangeRate), _contracts),
    ((User, Account, Engagement), _dismissed),
)
