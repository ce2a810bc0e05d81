"""People look at what the model is unsure of, label blind, settle what differs; all of it can be taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from classifiers.dataset import read_posts
from monitor.agreement import agreement
from monitor.config import Settings
from monitor.errors import InputError, NotAllowedError
from monitor.label_export import export_labels
from monitor.myths import Myth, load_myths
from monitor.records import Post
from monitor.review_queue import answer, review_queue
from monitor.reviews import Label, PostRef, standing, take_back
from monitor.rights import NOBODY, local
from monitor.rounds import draw_round, label_blind, next_post, rounds, settle
from monitor.store import Lake
from tests.monitor.labelled import keep_labels, post, store

ANA, BEA = local("Ana"), local("Bea")
ASSERTS = Label(("own-bedroom",), "asserts", "negative")
NOTHING = Label((), None, "neutral")


@pytest.fixture(scope="module")
def myths() -> dict[str, Myth]:
    return load_myths()


def suggest(lake: Lake, posts: dict[Post, tuple[str, float, bool]]) -> None:
    """Stores the posts, each with one match: (myth, score, certain)."""
    store(lake, list(posts))
    keep_labels(lake, [(one, _speaks(*match)) for one, match in posts.items()])


def _speaks(myth: str, score: float, certain: bool) -> dict[str, Any]:
    if not myth:
        return {}
    match = {"id": myth, "score": score, "certain": certain, "variant": "a known wording"}
    return {"matches": [match], "myths" if certain else "suggested": [myth], "stance": "asserts"}


def told(number: int, copy: str | None = None) -> Post:
    return post(number, f"author {number}", f"text number {number}", copy)


def test_least_certain_and_most_harmful_stands_on_top_and_copies_stand_once(
    lake: Lake, myths: dict[str, Myth]
) -> None:
    assert myths["child-removal"].harm.weight > myths["no-homework"].harm.weight
    suggest(
        lake,
        {
            told(1): ("no-homework", 0.5, False),
            told(2): ("child-removal", 0.5, False),
            told(3): ("child-removal", 0.72, False),
            told(4, "copy"): ("own-bedroom", 0.95, False),
            told(5, "copy"): ("own-bedroom", 0.95, False),
            told(6): ("own-bedroom", 0.95, True),
        },
    )
    queue = review_queue(lake, "m1", myths)
    assert (queue.posts[0].myth, queue.posts[0].copies) == ("child-removal", 1)
    assert [one.copies for one in queue.posts if one.myth == "own-bedroom"] == [2]
    assert (len(queue.posts), queue.waiting) == (4, 4)
    assert review_queue(lake, "m1", myths, languages=("bg",)).waiting == 0


def test_an_answer_takes_a_post_off_the_queue_and_can_be_taken_back(
    lake: Lake, myths: dict[str, Myth]
) -> None:
    suggest(
        lake, {told(1, "copy"): ("own-bedroom", 0.5, False), told(2, "copy"): ("own-bedroom", 0.5, False)}
    )
    [first] = review_queue(lake, "m1", myths).posts
    ids = answer(lake, "m1", first, Label(("own-bedroom",), "questions"), ANA, myths)
    assert review_queue(lake, "m1", myths).waiting == 0
    [kept] = standing(lake, ["suggested"])
    assert (kept.reviewer, kept.label.stance) == ("Ana", "questions")
    assert take_back(lake, ids, ANA) == 1
    assert take_back(lake, ids, ANA) == 0
    assert review_queue(lake, "m1", myths).waiting == 1
    assert standing(lake, ["suggested"]) == []


def test_a_label_that_cannot_be_is_refused(lake: Lake, myths: dict[str, Myth]) -> None:
    suggest(lake, {told(1): ("own-bedroom", 0.5, False)})
    [first] = review_queue(lake, "m1", myths).posts
    for wrong in (Label(("flat-earth",), "asserts"), Label(("own-bedroom",)), Label((), "asserts")):
        with pytest.raises(InputError):
            answer(lake, "m1", first, wrong, ANA, myths)
    with pytest.raises(NotAllowedError):
        answer(lake, "m1", first, ASSERTS, NOBODY, myths)


def test_a_round_draws_from_each_kind_and_never_twice(lake: Lake) -> None:
    kinds: dict[Post, tuple[str, float, bool]] = {told(n): ("own-bedroom", 0.9, True) for n in range(20)}
    kinds |= {told(20 + n): ("own-bedroom", 0.5, False) for n in range(3)}
    kinds |= {told(40 + n): ("", 0.0, False) for n in range(20)}
    suggest(lake, kinds)
    first = draw_round(lake, "m1", "first", 12, (), ANA)
    drawn = lake.query("SELECT post_id FROM round_posts WHERE round_id = $r", {"r": first})[
        "post_id"
    ].to_pylist()
    numbers = sorted(int(one, 16) for one in drawn)
    assert sum(20 <= n < 40 for n in numbers) == 3  # all the suggested ones there are
    assert abs(sum(n < 20 for n in numbers) - sum(n >= 40 for n in numbers)) <= 1
    second = draw_round(lake, "m1", "second", 100, (), BEA)
    assert {one.id: one.size for one in rounds(lake)} == {first: 12, second: 31}
    with pytest.raises(InputError, match="no post is left"):
        draw_round(lake, "m1", "third", 10, (), ANA)


@pytest.fixture
def round_of_three(lake: Lake) -> tuple[str, list[PostRef]]:
    suggest(lake, {told(n): ("own-bedroom", 0.9, True) for n in range(3)})
    round_id = draw_round(lake, "m1", "three", 3, (), ANA)
    refs = []
    rows = lake.query(
        "SELECT post_id, text_digest FROM round_posts JOIN posts USING (post_id) ORDER BY position"
    )
    for row in rows.to_pylist():
        refs.append(PostRef(**row))
    return round_id, refs


def test_two_people_label_the_same_posts_and_see_only_the_post(
    lake: Lake, myths: dict[str, Myth], round_of_three: tuple[str, list[PostRef]]
) -> None:
    round_id, refs = round_of_three
    for by in (ANA, BEA):
        for ref in refs:
            shown = next_post(lake, "m1", round_id, by)
            assert shown is not None
            assert shown.ref == ref
            assert {"ref", "text", "language", "position"} == set(type(shown).__slots__)
            label_blind(lake, round_id, ref, ASSERTS, by, myths)
        assert next_post(lake, "m1", round_id, by) is None
    [one] = rounds(lake)
    assert one.done == (("Ana", 3), ("Bea", 3))
    assert (one.done_by(ANA), one.done_by(local("Cor"))) == (3, 0)


def test_what_differs_is_settled_and_what_agrees_feeds_evaluate(
    lake: Lake,
    settings: Settings,
    myths: dict[str, Myth],
    round_of_three: tuple[str, list[PostRef]],
    tmp_path: Path,
) -> None:
    round_id, (first, second, third) = round_of_three
    said = {
        first: (ASSERTS, ASSERTS),
        second: (ASSERTS, NOTHING),
        third: (NOTHING, replace(NOTHING, sentiment="positive")),
    }
    for ref, labels in said.items():
        for by, label in zip((ANA, BEA), labels, strict=True):
            label_blind(lake, round_id, ref, label, by, myths)
    found = agreement(lake, "m1", round_id, local())
    assert (found.alike, found.settled, len(found.open)) == (1, 0, 2)
    assert found.people["myths"].posts == 3
    assert found.people["stance"].posts == 1
    assert found.model["myths"].posts == 6
    settle(lake, round_id, second, NOTHING, ANA, myths)
    assert [one.ref for one in agreement(lake, "m1", round_id, local()).open] == [third]
    out = tmp_path / "labels.jsonl"
    done = export_labels(settings, out, local())
    assert (done.posts, done.differing, done.single) == (2, 1, 0)
    posts = {one.id: one for one in read_posts([out])}
    assert posts[first.post_id].myths == ("own-bedroom",)
    assert posts[second.post_id].stance is None


def test_whoever_still_labels_sees_no_disagreement_on_what_they_have_not_labelled(
    lake: Lake, myths: dict[str, Myth], round_of_three: tuple[str, list[PostRef]]
) -> None:
    round_id, (first, second, _) = round_of_three
    for ref in (first, second):
        label_blind(lake, round_id, ref, ASSERTS, ANA, myths)
        label_blind(lake, round_id, ref, NOTHING, BEA, myths)
    cor = local("Cor")
    label_blind(lake, round_id, first, ASSERTS, cor, myths)
    assert [one.ref for one in agreement(lake, "m1", round_id, cor).open] == [first]


def test_an_erased_post_takes_its_labels_along(
    lake: Lake,
    settings: Settings,
    myths: dict[str, Myth],
    round_of_three: tuple[str, list[PostRef]],
    tmp_path: Path,
) -> None:
    round_id, (first, *_) = round_of_three
    label_blind(lake, round_id, first, ASSERTS, ANA, myths)
    lake.erase(posts=[first.post_id])
    assert standing(lake, ["blind"]) == []
    assert rounds(lake)[0].size == 2
    with pytest.raises(InputError, match="no post that two people"):
        export_labels(settings, tmp_path / "none.jsonl", local())
