"""What people name on the command line: record types, and fields with their values."""

from __future__ import annotations

from successtui.domain.errors import BadCall
from successtui.domain.plaintext import clean_text, one_line
from successtui.records import Record, record_type

NOTE = "work_notes"


def named_type(name: str) -> type[Record]:
    """The record type a person names.

    Raises:
        BadCall: there is none; the message lists those there are.
    """
    try:
        return record_type(name)
    except KeyError as error:
        raise BadCall(str(error.args[0])) from None


def split_assignments(assignments: tuple[str, ...]) -> tuple[dict[str, str], str]:
    """Field names with their texts, and the work note.

    Raises:
        BadCall: something is not FIELD=VALUE, or a field is given twice.
    """
    texts: dict[str, str] = {}
    for assignment in assignments:
        name, sign, text = assignment.partition("=")
        name = name.strip()
        if not sign or not name:
            raise BadCall(f"'{one_line(assignment, 60)}' is not FIELD=VALUE")
        if name in texts:
            raise BadCall(f"the field {name} is given twice")
        texts[name] = text
    note = clean_text(texts.pop(NOTE, ""), multiline=True)
    return texts, note
