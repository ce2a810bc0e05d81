"""What the page Privacy reads, and what it erases, in the name of whoever looks at it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import data, visitor
from monitor import keeping, log
from monitor.config import load_settings
from monitor.keeping import Kept, Named
from monitor.store import Erased


def keep_days() -> int:
    """How many days a post is kept."""
    return load_settings().privacy.keep_days


def kept() -> list[Kept]:
    """What this home holds."""
    return keeping.kept(data.lake(), load_settings(), visitor.person())


def entries() -> list[dict[str, Any]]:
    """The newest entries of the log."""
    return log.entries(data.lake(), visitor.person())


def count(named: Named, value: str) -> int:
    """How many posts an erasure would remove."""
    return keeping.count(data.lake(), visitor.person(), named, value)


def known_author(source: str, name: str) -> str | None:
    """The pseudonym under which that name wrote there; None when nothing of theirs is kept."""
    return keeping.known_author(data.lake(), load_settings(), visitor.person(), source, name)


def erase(named: Named, value: str) -> Erased:
    """Removes these posts for good."""
    erased = keeping.erase(data.lake(), visitor.person(), named, value)
    st.cache_data.clear()  # no page may go on showing what was erased
    return erased


def expire() -> Erased:
    """Removes what has outlived its time."""
    erased = keeping.expire(data.lake(), load_settings(), visitor.person())
    st.cache_data.clear()
    return erased
