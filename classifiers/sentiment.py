"""The mood of a post as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    from classifiers.heads import Floats, LinearHead

Sentiment = Literal["negative", "neutral", "positive"]
SENTIMENTS: tuple[Sentiment, ...] = ("negative", "neutral", "positive")


def sentiments(head: LinearHead, embeddings: Floats) -> list[tuple[Sentiment, float]]:
    """The likeliest sentiment of each text and its probability."""
    return [(cast(Sentiment, sentiment), score) for sentiment, score in head.best(embeddings)]
