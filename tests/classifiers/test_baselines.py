"""What the model is compared with: figures that can be worked out by hand."""

from __future__ import annotations

import numpy as np

from classifiers.baselines import bm25, found_by, keyword_list, limits, plain_cosine
from classifiers.dataset import LabelledPost
from classifiers.evaluate import macro_of, majority_of
from classifiers.myths import ClaimVariant

MYTHS = ["own-bedroom", "child-removal"]
VARIANTS = [
    ClaimVariant("own-bedroom", "en", "every child needs a bedroom"),
    ClaimVariant("own-bedroom", "en", "a bedroom for every child is the law"),
    ClaimVariant("child-removal", "en", "they take your child away"),
    ClaimVariant("child-removal", "en", "youth care will take every child"),
]


def post(text: str, *myths: str) -> LabelledPost:
    stance = "asserts" if myths else None
    return LabelledPost(text, text, "en", myths, stance, "neutral", True, "w", "invented")


def test_keywords_are_those_that_tell_one_myth_from_the_other() -> None:
    score = keyword_list(VARIANTS, MYTHS)(["the bedroom is big", "they take it", "nothing"])
    assert score[0, 0] > score[0, 1]
    assert score[1, 1] > score[1, 0]
    assert score[2].tolist() == [0, 0]


def test_bm25_prefers_the_document_with_the_rare_words() -> None:
    score = bm25(VARIANTS, MYTHS)(["youth care", "bedroom law", "zzz"])
    assert score[0, 1] > 0
    assert score[0, 0] == 0
    assert score[1, 0] > score[1, 1]
    assert score[2].tolist() == [0, 0]


def test_plain_cosine_takes_the_nearest_variant() -> None:
    directions = {"every child needs a bedroom": [1, 0], "they take your child away": [0, 1]}

    def encode(texts: list[str]) -> np.ndarray:  # type: ignore[type-arg]
        return np.array([directions.get(text, [0.6, 0.8]) for text in texts], np.float32)

    score = plain_cosine(encode, [VARIANTS[0], VARIANTS[2]], MYTHS)(["else"])  # type: ignore[arg-type]
    assert np.allclose(score, [[0.6, 0.8]])


def test_thresholds_come_from_other_posts_and_keep_alarms_rare() -> None:
    choosing = [post("bedroom child", "own-bedroom"), post("take child", "child-removal"), post("hello")]
    scorer = keyword_list(VARIANTS, MYTHS)
    assert (limits(scorer([one.text for one in choosing]), choosing, MYTHS) > 0).all()
    judged = [post("a bedroom", "own-bedroom"), post("weather today")]
    found = found_by(scorer, choosing, judged, MYTHS)
    macro, alarms = macro_of(judged, found, ["own-bedroom", "child-removal"])
    assert found[1].sum() == 0
    assert alarms.value == 0.0
    assert 0 <= macro.low <= macro.value <= 1


def test_the_majority_class_is_right_for_one_class_only() -> None:
    figure = majority_of(("a", "b"), ["a", "a", "a", "b", None])
    assert figure.posts == 4
    assert round(figure.value, 3) == round((2 * 3 / (4 + 3)) / 2, 3)
