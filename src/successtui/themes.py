"""The looks: dark, light, and one that uses only the terminal's own sixteen colours."""

from __future__ import annotations

import os

from textual.theme import Theme

DARK = Theme(
    name="success-dark",
    primary="#5fafd7",
    secondary="#87afaf",
    accent="#d7af5f",
    foreground="#d0d0d0",
    background="#1c1c1c",
    surface="#1c1c1c",
    panel="#262626",
    success="#87af5f",
    warning="#d7af5f",
    error="#d75f5f",
    dark=True,
)
LIGHT = Theme(
    name="success-light",
    primary="#005f87",
    secondary="#3a6a6a",
    accent="#875f00",
    foreground="#1c1c1c",
    background="#fafafa",
    surface="#fafafa",
    panel="#e4e4e4",
    success="#3a6a00",
    warning="#875f00",
    error="#af0000",
    dark=False,
)
SIXTEEN = "ansi-dark"
"""Textual's theme of the terminal's own colours."""

OWN_THEMES = (DARK, LIGHT)
CHOICES = ((DARK.name, "Dark"), (LIGHT.name, "Light"), (SIXTEEN, "16 colours"))
"""Names and titles of the themes to choose from."""


def fitting_theme() -> str:
    """The theme for this terminal: sixteen colours where it says that it has no more."""
    few = ("linux", "vt100", "vt220", "xterm", "screen", "ansi")
    plain = os.environ.get("TERM", "") in few and not os.environ.get("COLORTERM")
    return SIXTEEN if plain else DARK.name
