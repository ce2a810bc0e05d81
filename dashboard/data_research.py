"""What the page Research reads, cached."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import streamlit as st

from dashboard import data, visitor
from monitor.exports import Format
from monitor.research import Answer, Choice, ask
from monitor.research_files import answer_file, dictionary_file
from monitor.trends import last_complete_week, weekly_read

_SECONDS = 300


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def weeks() -> list[date]:
    """The weeks from the first in which something was read to the last complete one; none before that."""
    lake, version = data.lake(), data.version()
    last = last_complete_week(data.today())
    read = [row["week"] for row in weekly_read(lake, version).to_pylist()] if version else []
    if not read or min(read) > last:
        return []
    first: date = min(read)
    return [first + timedelta(weeks=at) for at in range((last - first).days // 7 + 1)]


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def languages() -> list[str]:
    """The languages in which something was read."""
    lake, version = data.lake(), data.version()
    return sorted({row["language"] for row in weekly_read(lake, version).to_pylist()}) if version else []


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def answer(choice: Choice) -> Answer | None:
    """The answer to the question; None before anything is labelled."""
    lake, version = data.lake(), data.version()
    if version is None:
        return None
    return ask(lake, version, choice, list(data.myths()))


def file(found: Answer, format: Format) -> Callable[[], bytes]:
    """Makes the answer's file when it is asked for, in the name of whoever looks at the page."""
    by = visitor.person()
    return lambda: answer_file(found, format, by)


def meanings(found: Answer) -> Callable[[], bytes]:
    """Makes the data dictionary of these files, as CSV."""
    by = visitor.person()
    return lambda: dictionary_file(found, by)
