"""What the page Now reads, cached: the chosen week, its communities, what is asked, what was posted, who is silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from dashboard import data
from monitor.corrections import corrections_in
from monitor.overview import WEEKS, Asked, ToldWeek, asked, community_weeks, myth_weeks
from monitor.silence import SourceWeeks, source_weeks
from monitor.trends import Place, weekly_read

_SECONDS = 60


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def weeks(version: str, last: date) -> list[date]:
    """The weeks to choose from, the newest first: at most 26, none before the first that was read."""
    first = last - timedelta(weeks=WEEKS - 1)
    read = set(weekly_read(data.lake(), version, first, last)["week"].to_pylist())
    begin = min(read, default=last)
    return [last - timedelta(weeks=at) for at in range((last - begin).days // 7 + 1)]


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def communities(version: str, week: date, place: Place) -> dict[str, list[ToldWeek]]:
    """The communities side by side, those that pass most on first."""
    return community_weeks(data.lake(), version, week, place)


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def rumours(version: str, week: date, place: Place) -> dict[str, list[ToldWeek]]:
    """The rumours side by side, those that are passed on most first."""
    return myth_weeks(data.lake(), version, week, place)


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def questions(version: str, week: date, place: Place) -> list[Asked]:
    """What people ask, those whose share of questions rises first."""
    return sorted(asked(data.lake(), version, week, place), key=lambda one: not one.rises)


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def corrections(first: date, last: date) -> Sequence[dict[str, Any]]:
    """What was posted from that day to that day."""
    return corrections_in(data.lake(), first, last)


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def silent(week: date) -> dict[str, SourceWeeks]:
    """The sources that gave fewer posts in that week than their own past explains."""
    return {id: found for id, found in sorted(source_weeks(data.lake(), week).items()) if found.silent}
