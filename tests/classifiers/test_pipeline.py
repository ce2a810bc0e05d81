"""The shipped classifiers together: what a stream of posts gets, and what one text gets that somebody asks about."""

from __future__ import annotations

import pytest

from classifiers.pipeline import Pipeline
from monitor.annotate import claim_variants
from monitor.myths import load_myths
from monitor.paths import MODEL
from monitor.timing import sample_texts


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline.load(MODEL, claim_variants(load_myths()))


def test_a_label_does_not_depend_on_the_other_texts_of_a_batch(pipeline: Pipeline) -> None:
    texts = sample_texts(60)
    together = pipeline.label(texts, [None] * len(texts))
    for text, label in zip(texts[:12], together, strict=False):
        [alone] = pipeline.label([text], [None])
        assert (alone.language, alone.myths, alone.suggested) == (
            label.language,
            label.myths,
            label.suggested,
        )
        assert (alone.stance, alone.sentiment) == (label.stance, label.sentiment)


def test_what_has_no_visible_character_gets_no_more_than_an_unknown_language(pipeline: Pipeline) -> None:
    for label in pipeline.label([None, "", " \n\t"], [None] * 3):
        assert (label.language, label.matches, label.sentiment, label.embedding) == ("und", [], None, b"")


def test_a_text_that_somebody_asks_about_gets_the_likeliest_myth_as_a_suggestion(pipeline: Pipeline) -> None:
    text = "Do they really remove kids just because mum and dad have debts?"
    [in_a_stream] = pipeline.label([text], [None])
    asked = pipeline.asked(text, at_least=0.1)
    assert in_a_stream.myths == asked.myths == []
    assert asked.suggested == ["child-removal"]
    assert asked.stance == "questions"


@pytest.mark.parametrize("text", ["", "ok", "Kto ma pompkę do roweru?", "🙂🙂🙂"])
def test_an_ordinary_text_gets_none_even_then(pipeline: Pipeline, text: str) -> None:
    assert pipeline.asked(text, at_least=0.15).matches == []


def test_what_a_stream_finds_is_found_by_asking_too(pipeline: Pipeline) -> None:
    text = "Jak poprosisz o pomoc w gminie, to zabiorą ci dzieci"
    [in_a_stream] = pipeline.label([text], [None])
    assert in_a_stream.myths[0] == "child-removal"
    assert pipeline.asked(text, at_least=0.15) == in_a_stream
