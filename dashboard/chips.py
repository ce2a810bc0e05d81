"""The filters of the page Now, as one line: week, language, region."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard import data, data_now
from dashboard.language import day, language_name, say
from monitor.signals import Signal
from monitor.trends import Place

_ALL = ""  # the choice that leaves nothing out


@dataclass(frozen=True, slots=True)
class Chosen:
    """The week and the place that the reader looks at."""

    week: date
    place: Place

    def takes(self, signal: Signal) -> bool:
        """Whether the rise is in that place. A whole language lies in no single region."""
        if signal.scope == "language":
            return self.place.region is None and self.place.language in (None, signal.place)
        language, region = data.communities().get(signal.place, (signal.place, ""))
        return self.place.language in (None, language) and self.place.region in (None, region)


def choose(latest: data.Now) -> Chosen:
    """Draws the line of filters; what they say."""
    communities = data.communities().values()
    languages = sorted({language for language, _ in communities}, key=language_name)
    regions = sorted({region for _, region in communities if region})
    with st.container(horizontal=True, gap="small"):
        week = st.selectbox(
            say("Week"),
            data_now.weeks(latest.version, latest.week),
            format_func=lambda monday: say("Week of {day}", day=day(monday)),
            key="now-week",
            label_visibility="collapsed",
            width=328,
        )
        language = _one_of("now-language", say("Language"), say("All languages"), languages, language_name)
        region = _one_of("now-region", say("Region"), say("All regions"), regions, str)
    return Chosen(week or latest.week, Place(language or None, region or None))


def _one_of(key: str, label: str, everything: str, options: list[str], name: object) -> str:
    names = {_ALL: everything, **{one: name(one) for one in options}}  # type: ignore[operator]
    chosen = st.selectbox(
        label, list(names), format_func=names.__getitem__, key=key, label_visibility="collapsed", width=156
    )
    return chosen or _ALL
