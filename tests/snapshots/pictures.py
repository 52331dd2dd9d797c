"""The README's pictures are the snapshots of the report; run after these were drawn again."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent / "__snapshots__" / "test_report"
THERE = Path(__file__).parents[2] / "docs" / "pictures"
_FONTS = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


def pictures() -> dict[str, str]:
    """File name to picture, which needs nothing from outside."""
    tabs = ("overview", "risk", "adoption", "renewal")
    return {
        f"report-{tab}.svg": _FONTS.sub("", (HERE / f"test_tab[{tab}-120x40].svg").read_text())
        for tab in tabs
    }


if __name__ == "__main__":
    THERE.mkdir(exist_ok=True)
    for name, picture in pictures().items():
        (THERE / name).write_text(picture)
