"""What the pages read, cached. Everything goes through monitor/; no SQL stands here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import streamlit as st

from dashboard import visitor
from monitor import doctor, home, pausing, silence, trial
from monitor import wordings as known_wordings
from monitor.check import Checked, Checker, Reply
from monitor.config import load_settings
from monitor.demo_marker import is_demo
from monitor.errors import ContactMissingError
from monitor.myths import Myth, load_myths
from monitor.overview import WEEKS
from monitor.placeholders import fill
from monitor.places import Told, myth_places
from monitor.records import Stance
from monitor.response_desk import home_responses
from monitor.responses import Response
from monitor.right_matches import RightMatches
from monitor.right_matches import right_matches as found_right
from monitor.signals import Signal, judge, weekly_series
from monitor.store import Lake
from monitor.tips import note_tip
from monitor.trends import (
    Place,
    community_names,
    last_complete_week,
    model_version,
    myth_stances,
    posts_per_source,
    weekly_read,
    weekly_stances,
)
from monitor.unknown_rumours import note_none_of_these
from monitor.wordings import Example, Wording

_SECONDS = 60  # new posts show within a minute; a click within it costs nothing


@dataclass(frozen=True, slots=True)
class Now:
    """What the page Now shows of one week."""

    week: date
    version: str
    read: int
    posts: int
    signals: list[Signal]
    sparks: dict[tuple[str, str], list[dict[str, Any]]]
    read_by: dict[tuple[str, str], int]  # by language of the text and region

    def read_in(self, place: Place) -> int:
        """The posts read there in that week."""
        return sum(
            posts
            for (language, region), posts in self.read_by.items()
            if place.language in (None, language) and place.region in (None, region)
        )


@st.cache_resource
def _lake() -> Lake:
    return Lake.open(load_settings())


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def demo_home() -> bool:
    """Whether the posts are the demo's invented ones."""
    return is_demo(load_settings().home)


# The two catalogues are asked for in every line of a page and never changed: nobody needs a copy of their own.
@st.cache_resource(ttl=_SECONDS, show_spinner=False)
def myths() -> Mapping[str, Myth]:
    """The catalogue."""
    return load_myths(load_settings().myths_dir)


@st.cache_resource(ttl=_SECONDS, show_spinner=False)
def responses() -> Mapping[tuple[str, str], Response]:
    """The responses in use by (myth, language): the home's own versions before the shipped ones."""
    return home_responses(load_settings(), lake=_lake())


def filled(text: str, language: str) -> tuple[str, bool]:
    """The text with the home's contact points, and whether none is missing; as it stands where one is."""
    try:
        return fill(text, load_settings().contacts, language), True
    except ContactMissingError:
        return text, False


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def version() -> str | None:
    """The model that labelled last; None before anything is labelled."""
    return model_version(_lake())


@st.cache_data(ttl=_SECONDS * 10, show_spinner=False)
def right_matches(version: str) -> RightMatches | None:
    """How many of the certain matches are right; None where nobody measured it."""
    return found_right(_lake(), load_settings(), version)


def now(week: date | None = None) -> Now | None:
    """The week (default: the last complete one); None before anything is labelled."""
    model = version()
    return None if model is None else _now(model, week or last_complete_week(today()))


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def _now(version: str, week: date) -> Now:
    lake = _lake()
    series = weekly_series(lake, version, week, myths())
    signals = judge(series)
    risen = {(signal.myth, signal.place) for signal in signals}
    regions = {id: region for id, (_, region) in communities().items()}
    read_by: dict[tuple[str, str], int] = {}
    for row in weekly_read(lake, version, week, week).to_pylist():
        key = (row["language"], regions.get(row["community"], ""))
        read_by[key] = read_by.get(key, 0) + row["posts"]
    return Now(
        week=week,
        version=version,
        read=sum(read_by.values()),
        posts=sum(posts_per_source(lake).values()),
        signals=signals,
        sparks={
            (one.myth, one.place): [
                {"week": at, "cell": cell, "read": read}
                for at, cell, read in list(zip(one.weeks, one.cells, one.read, strict=True))[-WEEKS:]
            ]
            for one in series
            if (one.myth, one.place) in risen
        },
        read_by=read_by,
    )


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def stance_weeks(version: str, myth: str, first: date, last: date) -> list[dict[str, Any]]:
    """The myth's weeks: posts and authors per stance."""
    return list(weekly_stances(lake(), version, myth, first, last).to_pylist())


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def unread_weeks(version: str, first: date, last: date) -> silence.Unread:
    """The weeks in which nothing was read, everywhere or of a community."""
    return silence.unread_weeks(_lake(), version, first, last)


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def example_posts(version: str, myth: str, week: date | None, language: str | None) -> list[Example]:
    """Redacted posts that speak of the myth."""
    return known_wordings.examples(_lake(), version, myth, week=week, language=language)


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def wordings(version: str, myth: str, first: date, last: date) -> list[Wording]:
    """The known wordings that most posts of the myth lie nearest to."""
    return known_wordings.wordings(_lake(), version, myth, first, last)


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def communities() -> dict[str, tuple[str, str]]:
    """Language and region of each community by its id."""
    return community_names(_lake())


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def stance_cells(version: str, first: date, last: date) -> dict[str, dict[str, Any]]:
    """Posts and authors per myth and stance in that period."""
    return dict(myth_stances(_lake(), version, first, last))


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def places(version: str, first: date, last: date) -> list[Told]:
    """Where and in which language each myth is told."""
    return myth_places(_lake(), version, first, last)


def today() -> date:
    """The day, in UTC as everywhere."""
    return datetime.now(UTC).date()


@st.cache_resource(ttl=_SECONDS * 60, show_spinner=False)
def _checker(_day: date) -> Checker:
    return home.load_checker(load_settings(), lake=_lake())


def forget_checker() -> None:
    """Loads what answers single texts anew: an answer was changed."""
    _checker.clear()


def check(text: str) -> Checked:
    """Which rumours one text speaks of; it is kept nowhere."""
    return _checker(today()).check(text)


def reply(myth: str, language: str, stance: Stance) -> Reply | None:
    """The text to answer that rumour with, told in that stance."""
    answer = _checker(today()).reply(myth, language, stance)
    return answer if isinstance(answer, Reply) else None


def tip(text: str, place: str, language: str) -> None:
    """Notes that a rumour goes round there."""
    note_tip(load_settings(), text, place, language, visitor.person())


def none_of_these(text: str, language: str) -> None:
    """Notes that no myth fits the text."""
    version = _checker(today()).pipeline.version
    note_none_of_these(load_settings(), text, language, version, visitor.person())


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def source_states() -> list[home.SourceState]:
    """How each source of the home fares."""
    return home.source_states(load_settings(), _lake())


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def source_weeks() -> dict[str, silence.SourceWeeks]:
    """The posts per week of each source up to the last complete week."""
    return silence.source_weeks(_lake(), last_complete_week(today()))


def set_paused(id: str, paused: bool) -> None:
    """Pauses the source or lets it go on, and shows that at once."""
    pausing.set_paused(load_settings(), id, paused, visitor.person())
    source_states.clear()


def try_source(id: str) -> trial.Trial:
    """One look at the source; nothing is stored."""
    return trial.try_source(load_settings(), id, visitor.person())


def examine() -> list[doctor.Finding]:
    """Doctor's checks of this installation."""
    return doctor.examine(load_settings(), visitor.person())


def lake() -> Lake:
    """The home's store, open once for all visitors: for the pages that have a data module of their own."""
    return _lake()
