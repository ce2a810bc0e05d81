"""How a post stands towards the myth that it speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    from classifiers.heads import Floats, LinearHead

Stance = Literal["asserts", "questions", "rejects", "experience", "mentions"]
STANCES: tuple[Stance, ...] = ("asserts", "questions", "rejects", "experience", "mentions")


def stances(head: LinearHead, embeddings: Floats) -> list[tuple[Stance, float]]:
    """The likeliest stance of each text and its probability. Only meaningful where a myth matches."""
    return [(cast(Stance, stance), score) for stance, score in head.best(embeddings)]
