"""The table "Which actions" of permissions.md, written out for the tests and for nothing else."""

from __future__ import annotations

from dataclasses import dataclass

ROLES = ("admin", "success_manager", "customer_success_agent", "participant", "viewer")

# Letters: v view, c create, e edit and lifecycle, d delete, - nothing.
_ROWS = """
account      vced vce  vce  v    v
plan         vced vced vced v    v
objective    vced vced vced vce  v
outcome      vced vced vced vce  v
play         vced vced vced vce  v
task         vced vced vced vce  v
template     vced v    v    v    v
library      vced v    v    v    v
engagement   vced vced vced v    v
risk         vced vced vced v    v
touchpoint   vced vced vced vce  v
contract     vced vce  vce  v    v
usage        vced vce  vce  v    v
metric       vced v    v    -    -
user         vced v    v    v    v
role         vced v    v    v    v
pool         vced v    v    v    v
picklist     vced v    v    v    v
rate         vced v    v    v    v
setting      vced v    v    v    v
product      vced v    v    v    v
work_note    vced vc   vc   vc   v
"""
"""An agent's right to delete what hangs from an engagement holds for their own only."""

OWN_ONLY = ("engagement", "risk", "touchpoint")

SPECIAL = {
    "use templates": {"admin", "success_manager", "customer_success_agent"},
    "open the report": {"admin", "success_manager", "customer_success_agent"},
    "approve": {"admin", "success_manager"},
    "administer": {"admin"},
    "import": {"admin", "success_manager", "customer_success_agent"},
}


@dataclass(frozen=True)
class Cell:
    """One cell of the table."""

    family: str
    role: str
    letters: str

    def allows(self, action: str) -> bool:
        """Whether the cell grants `view`, `create`, `edit` or `delete`."""
        return action[0] in self.letters


CELLS = tuple(
    Cell(family, role, letters)
    for family, *row in (line.split() for line in _ROWS.strip().splitlines())
    for role, letters in zip(ROLES, row, strict=True)
)


def cell(family: str, role: str) -> Cell:
    """The cell of a family and a role."""
    return next(c for c in CELLS if (c.family, c.role) == (family, role))


def holders(family: str, action: str) -> set[str]:
    """The roles that a row grants the action."""
    return {c.role for c in CELLS if c.family == family and c.allows(action)}
