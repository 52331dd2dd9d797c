"""Picklists that are field sets hold names of fields, spelled as they are declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from successtui.domain.field_sets import type_of_set
from successtui.services.draft import Draft, Mode
from successtui.services.rules.base import Rule

if TYPE_CHECKING:
    from successtui.services.saver import Saver


def check_field_set(_saver: Saver, draft: Draft) -> None:
    """Every value of a field set is a field of its type (R003-30)."""
    cls = type_of_set(str(draft["name"] or ""))
    if cls is None or draft.mode is not Mode.PERSON:
        return
    fields = cls.declaration.fields
    strange = [name for name in draft["entries"] or () if name not in fields]
    if strange:
        plural = cls.declaration.plural
        draft.refuse("entries", f"{', '.join(strange)}: no field of {plural}")


FIELD_SET_RULES = {"picklist": Rule(check=check_field_set)}
