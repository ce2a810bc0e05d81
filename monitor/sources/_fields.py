"""Fields that came from outside, as JSON or parsed markup: each is what it should be, or None."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_LANGUAGE = re.compile(r"^([A-Za-z]{2})(?:[-_].*)?$")
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_SHORT_COUNT = re.compile(r"(\d+(?:[.,]\d+)?)([KМM]?)", re.IGNORECASE)
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


def text(value: object) -> str | None:
    """A text or number as text without spaces around it; None for anything else, and for nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None


def count(value: object) -> int | None:
    """A count as a number: 12, "12", "1 234", "1.2K", "3M"."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return int(value) if 0 <= value < 1e15 else None
    if not isinstance(value, str):
        return None
    bare = _SPACES.sub("", value)
    if _THOUSANDS.fullmatch(bare):
        return int(re.sub(r"\D", "", bare))
    found = _SHORT_COUNT.fullmatch(bare)
    if not found or len(bare) > 15:
        return None
    factor = {"": 1, "k": 1000}.get(found[2].lower(), 1_000_000)
    return round(float(found[1].replace(",", ".")) * factor)


def language(value: object) -> str | None:
    """A language tag (BCP 47) as its two letters."""
    found = _LANGUAGE.match(value.strip()) if isinstance(value, str) else None
    return found[1].lower() if found else None


def mapping(value: object) -> Mapping[str, Any]:
    """A JSON object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def objects(value: object) -> list[Mapping[str, Any]]:
    """The JSON objects in a list; none for anything else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def names(values: Iterable[object]) -> tuple[str, ...]:
    """The names among the values, each once, in order."""
    return tuple(dict.fromkeys(name for value in values if (name := text(value))))
