"""Durations as people write them: 15m, 6h, 1d."""

from __future__ import annotations

import re
from datetime import timedelta

from monitor.errors import InputError

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_FORM = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw])")


def parse_duration(text: str) -> timedelta:
    """`15m` → 15 minutes. Raises InputError for anything else, and for nothing at all."""
    found = _FORM.fullmatch(text.strip().lower())
    if not found or not float(found[1]):
        raise InputError(f"“{text}” is not a duration; write for example 15m, 6h or 1d")
    return timedelta(**{_UNITS[found[2]]: float(found[1])})
