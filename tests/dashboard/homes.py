"""A home with a few labelled posts, and pages drawn on it as a visitor of that language sees them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from monitor.config import load_settings
from monitor.records import Community, Post, Source
from monitor.store import ANNOTATIONS, Lake
from monitor.trends import last_complete_week

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
    day = datetime.combine(last_complete_week(datetime.now(UTC).date()), time(12), UTC)
    posts = [_post(number, day + timedelta(hours=number)) for number in range(10)]
    with Lake.open(load_settings(home)) as lake:
        lake.start_run("run", SOURCE)
        lake.append_page(SOURCE.id, posts, {}, "run")
        lake.append_annotations(pa.Table.from_pylist([_label(post) for post in posts], schema=ANNOTATIONS))


def _post(number: int, published: datetime) -> Post:
    return Post(
        post_id=f"{number:032x}",
        source_id=SOURCE.id,
        author=f"author {number % 7}",
        published_at=published,
        edited_at=None,
        text=f"{NASTY} {number}",
        text_digest=f"{number:032x}",
        copy_id=None,
        url=None,
        language_hint="pl",
        in_reply_to=None,
        likes=None,
        shares=None,
        replies=None,
    )


def _label(post: Post) -> dict[str, object]:
    return {
        "post_id": post.post_id,
        "text_digest": post.text_digest,
        "model_version": "m1",
        "language": "pl",
        "language_score": 1.0,
        "has_claim_score": 1.0,
        "matches": [{"id": "child-removal", "score": 0.9, "certain": True, "variant": "wording"}],
        "myths": ["child-removal"],
        "suggested": [],
        "stance": "asserts",
        "stance_score": 1.0,
        "sentiment": "negative",
        "sentiment_score": 1.0,
        "embedding": b"",
        "annotated_at": datetime(2026, 11, 20),
    }


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
