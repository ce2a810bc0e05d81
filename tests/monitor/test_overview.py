"""Communities and rumours side by side: who passes on, who contradicts, and weeks in which nothing was read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.overview import WEEKS, community_weeks, myth_weeks
from monitor.records import Post
from monitor.store import Lake
from monitor.trends import Place
from tests.monitor.labelled import WEEK, label, post, store


def written(begin: int, count: int, weeks_ago: int) -> list[Post]:
    """Posts by as many authors in one week."""
    at = timedelta(weeks=weeks_ago)
    made = [post(number, f"author {number}", f"text {number}") for number in range(begin, begin + count)]
    return [replace(one, published_at=one.published_at - at) for one in made]


@pytest.fixture
def told(lake: Lake) -> Lake:
    now, before, ordinary = written(0, 7, 0), written(7, 6, 1), written(13, 9, 3)
    store(lake, [*now, *before, *ordinary])
    label(lake, now[:6], "child-removal", "asserts")
    label(lake, now[6:], "child-removal", "rejects")
    label(lake, before, "own-bedroom", "asserts")
    label(lake, ordinary, None, None)
    return lake


def test_a_rumour_has_its_weeks_with_all_that_was_read(told: Lake) -> None:
    found = myth_weeks(told, "m1", WEEK)
    assert list(found) == ["child-removal", "own-bedroom"]
    weeks = found["child-removal"]
    assert len(weeks) == WEEKS
    assert [(one.read, one.asserts.shown(), one.rejects.shown()) for one in weeks[-4:]] == [
        (9, "0", "0"),
        (0, "0", "0"),
        (6, "0", "0"),
        (7, "6", "<5"),
    ]


def test_elsewhere_nobody_speaks_of_it(told: Lake) -> None:
    assert myth_weeks(told, "m1", WEEK, Place(language="bg")) == {}


def test_a_community_counts_the_same_posts(told: Lake) -> None:
    [weeks] = community_weeks(told, "m1", WEEK).values()
    assert [(one.read, one.asserts.posts) for one in weeks[-2:]] == [(6, 6), (7, 6)]
