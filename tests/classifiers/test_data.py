"""The labelled posts: right labels, no wording twice, no writer on two sides."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest

from classifiers.dataset import LabelledPost, read_posts
from classifiers.near_duplicates import near_duplicates

DATA = Path(__file__).parents[2] / "data"
SETS = ("training", "development", "evaluation")


@pytest.fixture(scope="module")
def posts() -> dict[str, list[LabelledPost]]:
    """Every set by name. Reading them checks every label."""
    return {name: read_posts(sorted((DATA / name).glob("*.jsonl"))) for name in SETS}


def test_ids_are_unique(posts: dict[str, list[LabelledPost]]) -> None:
    ids = [post.id for post in chain(*posts.values())]
    assert len(ids) == len(set(ids))


def test_no_writer_is_on_two_sides(posts: dict[str, list[LabelledPost]]) -> None:
    writers = {name: {post.writer for post in written} for name, written in posts.items()}
    assert writers["training"].isdisjoint(writers["development"] | writers["evaluation"])
    assert writers["development"].isdisjoint(writers["evaluation"])


def test_all_invented_posts_say_so(posts: dict[str, list[LabelledPost]]) -> None:
    assert {post.origin for post in chain(*posts.values())} <= {"invented"}


def test_no_wording_stands_twice(posts: dict[str, list[LabelledPost]]) -> None:
    everything = list(chain(*posts.values()))
    found = [
        (everything[one].id, everything[other].id, round(like, 2))
        for one, other, like in near_duplicates([post.text for post in everything])
    ]
    assert found == []


def test_near_duplicates_are_found() -> None:
    texts = [
        "W Holandii zabierają dzieci, jak poprosisz gminę o pomoc",
        "Szukam pokoju w okolicach Helmond od pierwszego marca",
        "w holandii zabierają dzieci jak poprosisz gmine o pomoc!!!",
    ]
    assert [(one, other) for one, other, _ in near_duplicates(texts)] == [(0, 2)]
