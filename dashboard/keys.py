"""Big buttons that one key presses, too: for people who answer the same question hundreds of times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

NUMBERS = "123456789"
LETTERS = "abcdefghijklmnopqr"


def ask(
    options: Mapping[str, str], prefix: str, keys: Sequence[str] = NUMBERS + LETTERS, wide: int = 3
) -> str | None:
    """Shows the options (value: label) in rows; the value that was chosen just now, or None."""
    chosen = None
    items = list(zip(options.items(), keys, strict=False))
    for begin in range(0, len(items), wide):
        for column, ((value, label), key) in zip(st.columns(wide), items[begin : begin + wide], strict=False):
            if column.button(label, key=f"{prefix}-{value}", shortcut=key, width="stretch"):
                chosen = value
    return chosen


def small(label: str, key: str, shortcut: str, disabled: bool = False) -> bool:
    """A lesser choice: skip, undo."""
    return st.button(label, key=key, shortcut=shortcut, type="tertiary", disabled=disabled)
