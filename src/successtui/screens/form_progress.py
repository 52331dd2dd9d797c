"""The progress an outcome's values would show, while they are being typed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from successtui.domain.numbers import parse_decimal
from successtui.domain.progress import is_measurable, progress_pct
from successtui.records import Outcome, Record
from successtui.widgets.bars import progress_bar

_WIDTH = 20


def live_progress(record_type: type[Record], texts: Mapping[str, str]) -> str:
    """One line with bar and percentage for an outcome's values; empty for other records."""
    if record_type is not Outcome:
        return ""
    base, current, target = (
        _number(texts.get(name, "")) for name in ("base_value", "current_value", "target_value")
    )
    direction = texts.get("direction") or "Increase"
    unit = texts.get("unit", "")
    if not is_measurable(base, current, target, direction):
        return "Progress – not available: give base, current and target in one direction"
    done = progress_pct(base, current, target, direction)
    return f"Progress {progress_bar(done, _WIDTH)} {done}%  {unit}"


def _number(text: str) -> Decimal | None:
    try:
        return parse_decimal(text.strip(), scale=4) if text.strip() else None
    except ValueError:
        return None
