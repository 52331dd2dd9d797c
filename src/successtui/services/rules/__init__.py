"""What is special about saving single record types, by type name."""

from successtui.services.rules.accounts import ACCOUNT_RULES
from successtui.services.rules.base import Rule
from successtui.services.rules.contracts import CONTRACT_RULES
from successtui.services.rules.engagements import ENGAGEMENT_RULES
from successtui.services.rules.field_sets import FIELD_SET_RULES
from successtui.services.rules.lifecycle import LIFECYCLE_RULES
from successtui.services.rules.moves import MOVE_RULES
from successtui.services.rules.ownership import OWNERSHIP_RULES
from successtui.services.rules.plans import PLAN_RULES
from successtui.services.rules.settings import SETTING_RULES
from successtui.services.rules.work import WORK_RULES

_GROUPS = (
    OWNERSHIP_RULES,
    LIFECYCLE_RULES,
    ACCOUNT_RULES,
    ENGAGEMENT_RULES,
    PLAN_RULES,
    WORK_RULES,
    CONTRACT_RULES,
    MOVE_RULES,
    SETTING_RULES,
    FIELD_SET_RULES,
)

RULES: dict[str, tuple[Rule, ...]] = {}
for _group in _GROUPS:
    for _name, _rule in _group.items():
        RULES[_name] = (*RULES.get(_name, ()), _rule)
