"""Local contact points in texts: `{{ local_contact }}` and `{{ contact.NAME }}`, filled from the settings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from monitor.errors import ContactMissingError

Contacts = Mapping[str, str | Mapping[str, str]]

_BRACES = re.compile(r"\{\{\s*(.*?)\s*\}\}", re.DOTALL)
_KNOWN = re.compile(r"local_contact|contact\.([a-z0-9_-]+)")


def placeholders(text: str) -> Counter[str]:
    """What stands in double braces, and how often."""
    return Counter(_BRACES.findall(text))


def unknown(text: str) -> list[str]:
    """Placeholders that no setting could ever fill, and braces that do not close."""
    odd = [name for name in placeholders(text) if not _KNOWN.fullmatch(name)]
    rest = _BRACES.sub("", text)
    return odd + [braces for braces in ("{{", "}}") if braces in rest]


def fill(text: str, contacts: Contacts, language: str, region: str | None = None) -> str:
    """The text with every contact point in it. Raises ContactMissingError naming what is empty."""

    def put(match: re.Match[str]) -> str:
        known = _KNOWN.fullmatch(match[1])
        found = _contact(contacts, known[1] or "local_contact", language, region) if known else ""
        if not found:
            where = f"in “{language}”" + (f" for {region}" if region else "")
            raise ContactMissingError(f"the text names {match[0]}, and the settings do not give it {where}")
        return found

    return _BRACES.sub(put, text)


def _contact(contacts: Contacts, name: str, language: str, region: str | None) -> str:
    value = contacts.get(name, "")
    if isinstance(value, str):
        return value.strip()
    place = _slug(region) if region else ""
    table = {_slug(key): text.strip() for key, text in value.items()}
    wanted = [f"{language}-{place}", place, language, "all"] if place else [language, "all"]
    return next((table[key] for key in wanted if table.get(key)), "")


def _slug(text: str) -> str:
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-")
