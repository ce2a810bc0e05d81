"""Which myths a text speaks of: trained heads where there are any, else the nearest claim variant.

Of a myth that the heads know, variants that came after the training (a language or wordings that somebody added)
count beside the head, so that they work at once.

In the raw embedding, language, register and the known myths weigh more than a claim that nobody trained. The
claim space takes that away: it is the embedding, centred and whitened by the scatter of the training posts
(classifiers/train/whiten.py), so that every direction counts alike. A new myth is found there from its variants.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.heads import Floats, LinearHead
from classifiers.myths import Batch, Calibration, ClaimVariant, Match

_NEAREST = 3  # variants of a claim that say together how near it is


@dataclass(frozen=True, slots=True)
class ClaimSpace:
    """A linear map of embeddings in which texts with the same claim lie close."""

    centre: Floats
    projection: Floats

    def place(self, embeddings: Floats) -> Floats:
        """Unit vectors [n, k] in the claim space."""
        moved = (embeddings - self.centre) @ self.projection
        lengths = np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
        placed: Floats = (moved / lengths).astype(np.float32)
        return placed

    @classmethod
    def plain(cls, vectors: Floats) -> ClaimSpace:
        """For a model without a trained space: what all variants share is taken away, no more."""
        width = vectors.shape[1]
        # A single variant shares everything with itself: nothing may be taken away.
        centre = vectors.mean(axis=0) if len(vectors) > 1 else np.zeros(width, np.float32)
        return cls(centre.astype(np.float32), np.eye(width, dtype=np.float32))


class MythMatcher:
    """Scores texts against claim variants that are given once."""

    def __init__(
        self,
        variants: Sequence[ClaimVariant],
        vectors: Floats,
        space: ClaimSpace,
        head: LinearHead | None,
        calibration: Calibration,
        later: Sequence[bool] | None = None,
    ) -> None:
        """`later` says which variants the head was not trained on: they count beside it, by nearness."""
        self._variants = tuple(variants)
        self._vectors = vectors
        self._space = space
        self._places = space.place(vectors) if len(variants) else vectors
        self._head = head
        self._calibration = calibration
        self.columns: dict[str, NDArray[np.intp]] = {}
        for myth in dict.fromkeys(one.myth for one in variants):
            self.columns[myth] = np.flatnonzero([one.myth == myth for one in variants])
        fresh = np.array(later if later is not None else [False] * len(variants), bool)
        self._later = {myth: own[fresh[own]] for myth, own in self.columns.items()}
        english = np.array([one.language == "en" for one in variants], bool)
        self._english = {myth: own[english[own]] for myth, own in self.columns.items()}

    def match(self, batch: Batch, at_most_suggested: Sequence[bool]) -> list[list[Match]]:
        """Per text its matches, highest score first; no certain one where `at_most_suggested` says so."""
        if not self._variants or not len(batch.embeddings):
            return [[] for _ in batch.texts]
        nearness = self.nearness(batch.embeddings)
        scores = self.scores(batch.embeddings, nearness)
        return [
            self._matches(scores[row], nearness[row], held_back)
            for row, held_back in enumerate(at_most_suggested)
        ]

    def likeliest(self, batch: Batch, at_least: float) -> list[Match | None]:
        """Per text the one myth that is likeliest, as a suggestion; None below `at_least`."""
        if not self._variants or not len(batch.embeddings):
            return [None] * len(batch.texts)
        nearness = self.nearness(batch.embeddings)
        scores, myths = self.scores(batch.embeddings, nearness), list(self.columns)
        best = scores.argmax(axis=1)
        return [
            self._match(myths[column], float(scores[row, column]), nearness[row], certain=False)
            if scores[row, column] >= at_least
            else None
            for row, column in enumerate(best)
        ]

    @property
    def variants(self) -> tuple[ClaimVariant, ...]:
        """The claim variants, in the order of `nearness`' columns; `columns` has those of each myth."""
        return self._variants

    @property
    def vectors(self) -> Floats:
        """The variants' unit vectors, as the encoder gave them."""
        return self._vectors

    @property
    def calibration(self) -> Calibration:
        """The thresholds and the scale that scores are judged by."""
        return self._calibration

    def knows(self, myth: str) -> bool:
        """Whether the model was trained on that myth; else its variants alone decide."""
        return self._head is not None and myth in self._head.classes

    def nearness(self, embeddings: Floats) -> Floats:
        """[texts, variants] cosines in the claim space."""
        near: Floats = self._space.place(embeddings) @ self._places.T
        return near

    def scores(self, embeddings: Floats, nearness: Floats) -> Floats:
        """[texts, myths] in the order of `columns`, each 0 to 1."""
        trained = self._head.predict_proba(embeddings) if self._head else None
        scores = np.empty((len(embeddings), len(self.columns)), np.float32)
        for column, (myth, variants) in enumerate(self.columns.items()):
            if self._head is not None and trained is not None and myth in self._head.classes:
                scores[:, column] = trained[:, self._head.classes.index(myth)]
                if len(later := self._later[myth]):
                    near = near_score(nearness[:, later].max(axis=1), self._calibration)
                    own = self._calibration.on_scale_of(myth, near)
                    scores[:, column] = np.maximum(scores[:, column], own)
            else:
                scores[:, column] = near_score(closeness(nearness[:, variants]), self._calibration)
        return scores

    def _matches(self, scores: Floats, nearness: Floats, held_back: bool) -> list[Match]:
        found = []
        for score, myth in zip(scores, self.columns, strict=True):
            limits = self._calibration.of(myth)
            if score >= limits.suggested:
                certain = bool(score >= limits.certain) and not held_back
                found.append(self._match(myth, float(score), nearness, certain=certain))
        return sorted(found, key=lambda match: -match.score)

    def _match(self, myth: str, score: float, nearness: Floats, *, certain: bool) -> Match:
        nearest, english = self._nearest(nearness, self.columns[myth]), self._english[myth]
        shown = self._nearest(nearness, english) if len(english) else None
        return Match(myth, score, certain, nearest, shown)

    def _nearest(self, nearness: Floats, among: NDArray[np.intp]) -> ClaimVariant:
        return self._variants[int(among[int(nearness[among].argmax())])]


def closeness(nearness: Floats) -> Floats:
    """[texts, variants of one claim] to [texts]: how near the claim is, the mean of the three nearest variants.

    One variant alone may share no more than a turn of phrase with the text.
    """
    count = min(_NEAREST, nearness.shape[1])
    near: Floats = np.partition(nearness, -count, axis=1)[:, -count:].mean(axis=1)
    return near


def near_score(nearness: Floats, calibration: Calibration) -> Floats:
    """Cosines in the claim space as scores from 0 to 1."""
    scale = calibration.nearness
    score: Floats = (1.0 / (1.0 + np.exp(-(scale.slope * nearness + scale.offset)))).astype(np.float32)
    return score
