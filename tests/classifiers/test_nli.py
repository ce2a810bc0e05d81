"""`classifiers.matcher = "nli"`: a zero-shot model judges each post against each myth's claim."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifiers.errors import ModelError
from classifiers.hugging_face import find
from classifiers.myths import Batch, ClaimVariant, NliChoice, Thresholds
from classifiers.nli import entailment_of, load_matcher
from classifiers.pipeline import Pipeline
from monitor.paths import MODEL
from tests.classifiers import tiny

ENGLISH = ClaimVariant("child-removal", "en", "they take")
POLISH = ClaimVariant("child-removal", "pl", "zabierają")
LIMITS = Thresholds(certain=0.9, suggested=0.5)


def _choice(folder: Path) -> NliChoice:
    return NliChoice(str(folder), [ENGLISH, POLISH], LIMITS)


def test_a_post_that_entails_the_claim_matches_for_certain(tmp_path: Path) -> None:
    matcher, version = load_matcher(_choice(tiny.judge(tmp_path / "judge")), threads=1)
    texts = ["they take your children", "no they take no children", "the bus is late"]
    batch = Batch(texts, ["en"] * 3, None)  # type: ignore[arg-type]  # NLI reads words, no vectors
    said, denied, other = matcher.match(batch, [False] * 3)
    assert [(match.id, match.certain) for match in said] == [("child-removal", True)]
    assert not denied
    assert not other
    assert version.startswith("judge-")


def test_what_is_held_back_is_at_most_suggested(tmp_path: Path) -> None:
    matcher, _ = load_matcher(_choice(tiny.judge(tmp_path / "judge")), threads=1)
    batch = Batch(["children"], ["en"], None)  # type: ignore[arg-type]
    [[match]] = matcher.match(batch, [True])
    assert not match.certain


def test_the_claim_is_asked_in_the_posts_language_where_there_is_one(tmp_path: Path) -> None:
    matcher, _ = load_matcher(_choice(tiny.judge(tmp_path / "judge")), threads=1)
    batch = Batch(["children", "children"], ["pl", "lt"], None)  # type: ignore[arg-type]
    [polish], [lithuanian] = matcher.match(batch, [False, False])
    assert polish.variant == POLISH
    assert lithuanian.variant == ENGLISH


def test_a_pairs_score_does_not_depend_on_the_other_pairs(tmp_path: Path) -> None:
    entails = entailment_of(find(tiny.judge(tmp_path / "judge")), threads=1)
    pairs = [("children", "they take"), ("the bus is late no", "they"), ("they", "your bus")] * 30
    together = entails(pairs)
    for number, pair in enumerate(pairs[:3]):
        assert entails([pair])[0] == pytest.approx(together[number], abs=1e-5)


def test_a_model_without_entailment_is_refused(tmp_path: Path) -> None:
    folder = tiny.judge(tmp_path / "stars", labels=("one star", "two stars", "three stars"))
    with pytest.raises(ModelError, match="none of them “entailment”"):
        load_matcher(_choice(folder), threads=1)


def test_an_encoder_is_no_nli_model(tmp_path: Path) -> None:
    folder = tiny.encoder(tmp_path / "encoder")
    (folder / "config.json").write_text('{"model_type": "bert", "id2label": {"0": "entailment"}}', "utf-8")
    with pytest.raises(ModelError, match="not an NLI model"):
        load_matcher(_choice(folder), threads=1)


def test_the_pipeline_takes_myths_from_it_and_the_rest_from_the_shipped_model(tmp_path: Path) -> None:
    pipeline = Pipeline.load(MODEL, [ENGLISH, POLISH], nli=_choice(tiny.judge(tmp_path / "judge")))
    [label] = pipeline.label(["they take your children, the children of all of us here"], [None])
    assert label.myths == ["child-removal"]
    assert label.stance is not None
    assert label.language == "en"
