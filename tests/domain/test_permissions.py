"""The one function that decides, against the table written out in `permission_table`."""

from __future__ import annotations

import itertools

import pytest

from successtui.domain.errors import Forbidden
from successtui.domain.permissions import (
    Action,
    Actor,
    Subject,
    decide,
    known_roles,
    may_reassign,
    role_named,
)
from successtui.records import REGISTRY
from successtui.records.picklists import Role
from tests.domain.permission_table import CELLS, OWN_ONLY, ROLES, SPECIAL, Cell

ACTIONS = (Action.VIEW, Action.CREATE, Action.EDIT, Action.DELETE)


def actor(*roles: str, people: frozenset[int] | None = frozenset({1})) -> Actor:
    held = frozenset(Role(role) for role in roles)
    return Actor(1, "me", "Me", held, None if "admin" in roles else people)


def subject(cell: Cell) -> Subject:
    if cell.family == "template":
        return Subject("objective", own=True, template=True)
    return Subject(cell.family, own=True)


@pytest.mark.parametrize("cell", CELLS, ids=lambda c: f"{c.family}-{c.role}")
def test_every_cell(cell: Cell) -> None:
    """R000-02, R001-06, R001-18, R001-19, R003-03, R003-04, R003-49 and the rest of the table."""
    for action in ACTIONS:
        decision = decide(actor(cell.role), action, subject(cell))
        assert decision.allowed == cell.allows(action.value), (action, decision)
        if not decision.allowed:
            with pytest.raises(Forbidden, match=f"you hold {cell.role}"):
                decision.enforce()


def test_every_family_has_a_row() -> None:
    """No record type is forgotten by the table."""
    families = {cls.declaration.family for cls in REGISTRY.values()}
    assert families <= {cell.family for cell in CELLS}


@pytest.mark.parametrize(("one", "other"), itertools.combinations(ROLES, 2))
def test_several_roles_add_up(one: str, other: str) -> None:
    """Whoever holds two roles may do what either grants."""
    for first in (c for c in CELLS if c.role == one):
        second = next(c for c in CELLS if (c.family, c.role) == (first.family, other))
        for action in ACTIONS:
            allowed = decide(actor(one, other), action, subject(first)).allowed
            assert allowed == (first.allows(action.value) or second.allows(action.value))


@pytest.mark.parametrize("family", OWN_ONLY)
def test_an_agent_deletes_only_their_own(family: str) -> None:
    """The row says "d own" for agents; a manager deletes any."""
    foreign = Subject(family, own=False)
    refused = decide(actor("customer_success_agent"), Action.DELETE, foreign)
    assert not refused.allowed
    assert "success_manager" in refused.reason
    assert decide(actor("success_manager"), Action.DELETE, foreign).allowed


@pytest.mark.parametrize("role", ROLES)
def test_collaborators_edit_their_library(role: str) -> None:
    """R001-19: collaborators create and edit templates; plain users and participants do not."""
    ours = Subject("play", template=True, collaborator=True)
    may = role in ("admin", "success_manager", "customer_success_agent")
    assert decide(actor(role), Action.EDIT, ours).allowed == may
    assert decide(actor(role), Action.CREATE, ours).allowed == may
    assert decide(actor(role), Action.DELETE, ours).allowed == (role == "admin")


@pytest.mark.parametrize(("action", "role"), itertools.product(SPECIAL, ROLES))
def test_special_actions(action: str, role: str) -> None:
    """Templates, report, approval, administration and import (R001-47, R003-04, R004-01)."""
    decision = decide(actor(role), Action(action), Subject(""))
    assert decision.allowed == (role in SPECIAL[action])
    if not decision.allowed:
        named = SPECIAL[action] - {"admin"} or {"admin"}
        assert all(holder in decision.reason for holder in named)


def test_nobody_without_roles() -> None:
    """Without a known role nothing is allowed, viewing included."""
    for cell, action in itertools.product(CELLS, ACTIONS):
        decision = decide(actor(), action, subject(cell))
        assert not decision.allowed
        assert "you hold no role" in decision.reason
    assert not may_reassign(actor(), "account", own=True, to_user=None).allowed
    unknown = Subject("no such family")
    assert not decide(actor("success_manager"), Action.VIEW, unknown).allowed


def test_vendor_names_of_roles() -> None:
    """The vendors' role names are aliases; unknown names grant nothing."""
    assert role_named("sn_acct_lc.success_manager") is Role.MANAGER
    assert role_named("sn_acct_lc.customer_success_agent") is Role.AGENT
    assert role_named("wizard") is None
    assert known_roles(["wizard", "viewer", ""]) == {Role.VIEWER}


ME, REPORT, STRANGER = 1, 2, 9


@pytest.mark.parametrize(
    ("roles", "family", "own", "to_user", "allowed"),
    [
        (("admin",), "account", False, STRANGER, True),
        (("success_manager",), "account", False, REPORT, True),
        (("success_manager",), "account", True, STRANGER, False),
        (("success_manager",), "account", False, None, True),
        (("customer_success_agent",), "account", True, STRANGER, True),
        (("customer_success_agent",), "account", False, ME, False),
        (("success_manager", "customer_success_agent"), "account", True, STRANGER, True),
        (("success_manager", "customer_success_agent"), "account", False, STRANGER, False),
        (("participant",), "task", True, STRANGER, True),
        (("participant",), "task", False, STRANGER, False),
        (("participant",), "task", False, ME, True),
        (("participant",), "objective", True, STRANGER, False),
        (("participant",), "objective", True, None, True),
        (("viewer",), "task", True, STRANGER, False),
    ],
)
def test_handing_over(
    roles: tuple[str, ...], family: str, own: bool, to_user: int | None, allowed: bool
) -> None:
    """The row "reassign": all, within the team, own to anyone, own tasks, nobody."""
    who = actor(*roles, people=frozenset({ME, REPORT}))
    decision = may_reassign(who, family, own=own, to_user=to_user)
    assert decision.allowed == allowed
    assert allowed or decision.reason


def test_who_oversees_whom() -> None:
    """An admin oversees everybody, others their people."""
    assert actor("admin").oversees(STRANGER)
    team = actor("success_manager", people=frozenset({ME, REPORT}))
    assert team.oversees(REPORT)
    assert not team.oversees(STRANGER)
    assert team.is_manager
    assert not actor("customer_success_agent").is_manager
