"""What the page Responses reads, cached, and what it does, in the name of whoever looks at it."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from dashboard import data, visitor
from monitor import response_desk
from monitor.config import load_settings
from monitor.corrections import Posted, corrections, note_posted
from monitor.response_matrix import Cell, matrix
from monitor.response_todo import Due, due
from monitor.responses import Channel, ResponseText, State
from monitor.source_files import load_sources
from monitor.workflow import History, months_after

_SECONDS = 60
_SOON = 30  # days: what is due within them is named


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def histories() -> dict[tuple[str, str], History]:
    """Everything known of the answers, by myth and language."""
    return response_desk.histories(load_settings(), data.lake())


def history(myth: str, language: str) -> History:
    """Everything known of the answers to one myth in one language."""
    return histories().get((myth, language), History(myth, language, None))


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def cells(today: date) -> dict[tuple[str, str], Cell]:
    """The state of every answer."""
    return matrix(histories(), list(data.myths()), today)


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def to_do(today: date) -> list[Due]:
    """What is missing, expires soon or waits, the most harmful rumour first."""
    return due(histories(), data.myths().values(), today, _SOON)


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def record(myth: str, language: str) -> list[dict[str, Any]]:
    """Who did what when with these answers."""
    return response_desk.record_of(load_settings(), myth, language, data.lake())


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def posted(myth: str, language: str) -> list[dict[str, Any]]:
    """Where these answers were posted, the newest first."""
    rows = corrections(load_settings(), data.lake())
    return [row for row in rows if (row["myth"], row["language"]) == (myth, language)]


@st.cache_data(ttl=_SECONDS, show_spinner=False)
def sources() -> dict[str, str]:
    """The titles of the sources by their ids."""
    return {source.id: source.title for source in load_sources(load_settings().sources_dir)[0]}


def draft(myth: str, language: str, channel: Channel, text: str, facts: list[str], based_on: int) -> int:
    """Stores a new version; returns its number."""
    settings = load_settings()
    new = response_desk.replaced_text(settings, myth, language, channel, text, facts)
    step = response_desk.draft(settings, myth, language, {channel: new}, visitor.person(), based_on)
    forget()
    return step.version


def act(myth: str, language: str, version: int, state: State, review_by: date | None = None) -> None:
    """Takes a version to that state: checked, approved or retired."""
    settings, who = load_settings(), visitor.person()
    if state == "checked":
        response_desk.mark_checked(settings, myth, language, version, who)
    elif state == "approved":
        response_desk.mark_approved(settings, myth, language, version, who, review_by)
    else:
        response_desk.mark_retired(settings, myth, language, version, who)
    forget()


def note(one: Posted) -> None:
    """Notes that an answer was posted."""
    note_posted(load_settings(), one)
    posted.clear()


def forget() -> None:
    """Lets every page see at once what was done here."""
    for cached in (histories, cells, to_do, record, data.responses):
        cached.clear()
    data.forget_checker()


def default_texts(myth: str, language: str) -> dict[Channel, ResponseText]:
    """The texts that a new version begins with: those of the newest one."""
    known = history(myth, language)
    return dict(known.version(None).texts) if known.versions else {}


def usual_review(today: date) -> date:
    """Until when an approval holds that is given today."""
    return months_after(today, load_settings().responses.review_months)
