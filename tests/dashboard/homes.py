"""A home with a few labelled posts, and pages drawn on it as a visitor of that language sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from monitor.config import load_settings
from monitor.records import Community, Post, Source
from monitor.store import Lake
from monitor.trends import last_complete_week
from tests.monitor.labelled import label, post

SOURCE = Source(id="page", type="page", title="A page", community=Community(language="pl", region="Brabant"))
NASTY = "<img src=x onerror=alert(1)> **zabierają** dzieci"

PAGE = """
from dashboard import language
from dashboard.pages import {name}
language.settle()
{name}.draw()
"""


def fill(home: Path) -> None:
    """Ten posts in the last complete week, all passing on one rumour, by seven authors."""
    posts = posts_of_last_week([f"{NASTY} {number}" for number in range(10)])
    with Lake.open(load_settings(home)) as lake:
        lake.start_run("run", SOURCE)
        lake.append_page(SOURCE.id, posts, {}, "run")
        label(lake, posts, "child-removal", "asserts")


def fill_weeks(home: Path, read: Mapping[str, Sequence[int]]) -> None:
    """A community of each language, with so many posts of a rumour a week, the last complete week last."""
    day = datetime.combine(last_complete_week(datetime.now(UTC).date()), time(12), UTC)
    with Lake.open(load_settings(home)) as lake:
        for at, (language, weeks) in enumerate(read.items()):
            source = Source(
                id=language,
                type="page",
                title="A page",
                community=Community(language=language, region="Brabant"),
            )
            posts = [
                replace(
                    post(
                        10_000 * at + 100 * back + number, f"author {number}", f"{language} {back} {number}"
                    ),
                    source_id=source.id,
                    published_at=day - timedelta(weeks=back),
                )
                for back, count in enumerate(reversed(weeks))
                for number in range(count)
            ]
            lake.start_run(language, source)
            lake.append_page(source.id, posts, {}, language)
            label(lake, posts, "child-removal", "asserts")


def posts_of_last_week(texts: Sequence[str]) -> list[Post]:
    """A post of each text in the last complete week, an hour apart, by seven authors."""
    day = datetime.combine(last_complete_week(datetime.now(UTC).date()), time(12), UTC)
    return [
        replace(post(number, f"author {number % 7}", text), published_at=day + timedelta(hours=number))
        for number, text in enumerate(texts)
    ]


def drawn(name: str, home: Path, monkeypatch: pytest.MonkeyPatch, language: str = "en") -> AppTest:
    """The page of that name, drawn once."""
    import streamlit as st

    st.cache_data.clear()
    st.cache_resource.clear()
    monkeypatch.setenv("MYTH_MONITOR_HOME", str(home))
    page = AppTest.from_string(PAGE.format(name=name), default_timeout=300)
    page.session_state["language"] = language
    page.run()
    assert not page.exception, page.exception
    return page


def html_of(page: AppTest) -> str:
    """All that the page shows as HTML."""
    return "\n".join(one.body for one in page.get("html"))
