"""Bulk work on marked records: what would happen first, then one undo step.

Bulk work is done on exactly the ids it is given, never on "all that match": who wants all of a
list hands over the ids the list shows.
"""

from successtui.services.bulk.changes import (
    Assign,
    BulkChange,
    Cancel,
    Close,
    Delete,
    Edit,
    Members,
    assignable,
    editable,
    member_fields,
)
from successtui.services.bulk.results import BulkPreview, BulkResult, Line, Refusal
from successtui.services.bulk.working import apply, preview

__all__ = [
    "Assign",
    "BulkChange",
    "BulkPreview",
    "BulkResult",
    "Cancel",
    "Close",
    "Delete",
    "Edit",
    "Line",
    "Members",
    "Refusal",
    "apply",
    "assignable",
    "editable",
    "member_fields",
    "preview",
]
