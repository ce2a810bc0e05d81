"""Counts stand ready, and are never other than what the posts say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from monitor.counted import uncovered, unsure
from monitor.silence import source_weeks, unread_weeks
from monitor.store import Lake
from monitor.trends import (
    myth_stances,
    posts_per_source,
    weekly_places,
    weekly_read,
)
from monitor.wordings import examples
from tests.monitor.labelled import SOURCE, WEEK, keep_labels, label, post


def told(lake: Lake, first: int, count: int) -> None:
    posts = [post(number, f"author {number % 7}", f"text {number}") for number in range(first, first + count)]
    lake.append_page(SOURCE.id, posts, {}, "run")
    label(lake, posts, "own-bedroom", "asserts")


def all_counts(lake: Lake) -> list[Any]:
    return [
        weekly_places(lake, "m1").to_pylist(),
        weekly_read(lake, "m1").to_pylist(),
        myth_stances(lake, "m1", WEEK, WEEK),
        posts_per_source(lake),
        source_weeks(lake, WEEK),
    ]


def test_counting_anew_changes_no_count(lake: Lake) -> None:
    told(lake, 0, 9)
    before = all_counts(lake)
    assert lake.uncounted() == [WEEK]
    assert lake.recount() == 1
    assert lake.uncounted() == []
    assert all_counts(lake) == before
    assert lake.recount() == 0


def test_an_author_gives_one_example_a_week(lake: Lake) -> None:
    told(lake, 0, 9)
    lake.recount()
    assert len({example.text for example in examples(lake, "m1", "own-bedroom", limit=50)}) == 7


def test_what_comes_after_counting_is_counted_at_once(lake: Lake) -> None:
    told(lake, 0, 9)
    lake.recount()
    told(lake, 9, 5)
    assert weekly_read(lake, "m1")["posts"].to_pylist() == [14]
    before = all_counts(lake)
    lake.maintain()
    assert all_counts(lake) == before


def test_an_edited_post_leaves_the_counts_until_it_is_labelled_again(lake: Lake) -> None:
    told(lake, 0, 9)
    lake.recount()
    lake.append_page(SOURCE.id, [post(0, "author 0", "another text")], {}, "run")
    assert weekly_read(lake, "m1")["posts"].to_pylist() == [8]
    assert posts_per_source(lake) == {SOURCE.id: 9}


def test_an_erased_author_is_in_no_count(lake: Lake) -> None:
    told(lake, 0, 9)
    lake.recount()
    lake.erase(author="author 0")
    assert lake.uncounted() == []
    assert weekly_read(lake, "m1")["posts"].to_pylist() == [7]
    assert lake.query("SELECT sum(posts)::INTEGER AS n FROM counted")["n"].to_pylist() == [7]


def test_a_week_without_any_post_was_not_read(lake: Lake) -> None:
    told(lake, 0, 9)
    before = WEEK - timedelta(weeks=1)
    assert unread_weeks(lake, "m1", before, WEEK).everywhere == [before]


def test_what_people_look_at_stands_ready_as_it_is_read_from_the_posts(lake: Lake) -> None:
    doubtful, claim = post(0, "author 0", "perhaps"), post(1, "author 1", "a claim that nobody knows")
    lake.append_page(SOURCE.id, [doubtful, claim], {}, "run")
    perhaps = [{"id": "own-bedroom", "score": 0.5, "certain": False, "variant": "wording"}]
    said = {"suggested": ["own-bedroom"], "matches": perhaps}
    keep_labels(lake, [(doubtful, said), (claim, {"embedding": b"x"})])

    def waiting() -> list[Any]:
        return [lake.query(sql(lake), {"version": "m1"}).to_pylist() for sql in (unsure, uncovered)]

    [[first], [second]] = before = waiting()
    assert (first["post_id"], second["post_id"]) == (doubtful.post_id, claim.post_id)
    lake.recount()
    assert waiting() == before
    lake.erase(posts=[doubtful.post_id, claim.post_id])
    assert waiting() == [[], []]
