"""Counts stand with their denominator, follow edits, and hide small groups."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.store import Lake
from monitor.trends import (
    Cell,
    last_complete_week,
    model_version,
    myth_stances,
    weekly_matches,
    weekly_places,
    weekly_read,
)
from monitor.wordings import examples
from tests.monitor.labelled import WEEK, label, post, store


def test_counts_stand_with_the_posts_read(lake: Lake) -> None:
    told, other = [post(n, f"a{n}", f"tell {n}") for n in range(3)], [post(9, "b", "weather")]
    store(lake, told + other)
    label(lake, told, "own-bedroom", "asserts")
    label(lake, other, None, None)
    [row] = weekly_matches(lake, "m1").to_pylist()
    assert (row["week"], row["myth"], row["stance"], row["posts"], row["authors"]) == (
        WEEK,
        "own-bedroom",
        "asserts",
        3,
        3,
    )
    assert row["community"] == "pl-noord-brabant"
    [read] = weekly_read(lake, "m1").to_pylist()
    assert read["posts"] == 4


def test_an_author_counts_once_per_place_whatever_the_stances(lake: Lake) -> None:
    told = [post(n, f"a{n % 2}", f"tell {n}") for n in range(4)]
    store(lake, told)
    label(lake, told[:2], "own-bedroom", "asserts")
    label(lake, told[2:], "own-bedroom", "questions")
    rows = {row["scope"]: row for row in weekly_places(lake, "m1").to_pylist()}
    assert {scope: (row["place"], row["posts"], row["authors"]) for scope, row in rows.items()} == {
        "language": ("pl", 4, 2),
        "community": ("pl-noord-brabant", 4, 2),
    }


def test_only_the_asked_model_version_counts(lake: Lake) -> None:
    told = [post(1, "a", "tell")]
    store(lake, told)
    label(lake, told, "own-bedroom", "asserts", "m1")
    assert weekly_matches(lake, "m2").num_rows == 0
    assert model_version(lake) == "m1"


def test_an_edited_post_counts_only_as_it_now_reads(lake: Lake) -> None:
    store(lake, [post(1, "a", "before")])
    label(lake, [post(1, "a", "before")], "own-bedroom", "asserts")
    store(lake, [post(1, "a", "after")])
    assert weekly_matches(lake, "m1").num_rows == 0
    assert weekly_read(lake, "m1").num_rows == 0


def test_a_chain_message_is_one_example_with_its_copies(lake: Lake) -> None:
    copies = [post(n, f"a{n}", "the same warning in five words", copy="c") for n in range(4)]
    store(lake, [*copies, post(8, "x", "another wording")])
    label(lake, [*copies, post(8, "x", "another wording")], "own-bedroom", "asserts")
    found = examples(lake, "m1", "own-bedroom")
    assert sorted(example.copies for example in found) == [1, 4]


def test_stances_of_a_period(lake: Lake) -> None:
    told = [post(n, f"a{n % 2}", f"tell {n}") for n in range(6)]
    store(lake, told)
    label(lake, told, "own-bedroom", "questions")
    cells = myth_stances(lake, "m1", WEEK, WEEK)
    assert cells == {"own-bedroom": {"questions": Cell(posts=6, authors=2)}}
    assert cells["own-bedroom"]["questions"].shown() == "<5"


@pytest.mark.parametrize(
    ("posts", "authors", "shown"), [(0, 0, "0"), (1, 1, "<5"), (40, 4, "<5"), (5, 5, "5"), (12, 9, "12")]
)
def test_fewer_than_five_authors_are_not_shown(posts: int, authors: int, shown: str) -> None:
    assert Cell(posts, authors).shown() == shown


@pytest.mark.parametrize(
    ("today", "monday"),
    [
        (date(2026, 11, 24), date(2026, 11, 16)),
        (date(2026, 11, 23), date(2026, 11, 16)),
        (date(2026, 11, 22), date(2026, 11, 9)),
    ],
)
def test_the_last_complete_week_is_over(today: date, monday: date) -> None:
    assert last_complete_week(today) == monday
