"""What a record is: every record type of successtui, declared once.

Importing this package fills the registry. The table, the form, the list's columns, the bundle's
columns, validation, history and the generated documentation all follow from these declarations.
"""

from successtui.records.accounts import Account, AccountTeam, Contact, Product
from successtui.records.automation import (
    DataSource,
    DefinitionRecord,
    LauncherNotifier,
    Mapper,
    Metric,
)
from successtui.records.contracts import (
    Contract,
    EngagementContract,
    ExchangeRate,
    Opportunity,
    RenewalEvent,
)
from successtui.records.engagements import (
    Engagement,
    HealthPoint,
    InternalPlay,
    NextStep,
    SuccessCase,
    Touchpoint,
)
from successtui.records.house import PicklistValues, Setting, WorkNote
from successtui.records.kinds import Derived, Field
from successtui.records.people import Role, TeamPool, User
from successtui.records.plans import Library, Objective, Outcome, OutcomePoint, Plan, Play, Task
from successtui.records.record import REGISTRY, Declaration, Record, record_type
from successtui.records.risks import Escalation, RiskOccurrence, RiskSignal, RiskSolution
from successtui.records.usage import ProductUsage

__all__ = [
    "REGISTRY",
    "Account",
    "AccountTeam",
    "Contact",
    "Contract",
    "DataSource",
    "Declaration",
    "DefinitionRecord",
    "Derived",
    "Engagement",
    "EngagementContract",
    "Escalation",
    "ExchangeRate",
    "Field",
    "HealthPoint",
    "InternalPlay",
    "LauncherNotifier",
    "Library",
    "Mapper",
    "Metric",
    "NextStep",
    "Objective",
    "Opportunity",
    "Outcome",
    "OutcomePoint",
    "PicklistValues",
    "Plan",
    "Play",
    "Product",
    "ProductUsage",
    "Record",
    "RenewalEvent",
    "RiskOccurrence",
    "RiskSignal",
    "RiskSolution",
    "Role",
    "Setting",
    "SuccessCase",
    "Task",
    "TeamPool",
    "Touchpoint",
    "User",
    "WorkNote",
    "record_type",
]
