"""Texts that say much the same, found without knowing what.

Quality-threshold clustering (Heyer and others 1999): the text with the most neighbours within a radius and these
neighbours are one group; they are taken away, and so on. Unlike chaining methods it makes no group whose ends have
nothing to do with each other, and unlike k-means it leaves alone what fits nowhere. The embedding is taken, less what
the texts of one language share; the radius was chosen for that, not for the matcher's claim space.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from classifiers.heads import Floats

RADIUS = 0.36  # cosine; chosen on the development posts (docs/reference/new-rumours.md)
_FEW = 5  # texts that weigh as much as what is usual


def unpacked(packed: Sequence[bytes]) -> Floats:
    """The stored embeddings (signed bytes, x 127) as rows of numbers."""
    rows = np.array([np.frombuffer(one, np.int8) for one in packed], np.int8)
    return rows.astype(np.float32) / np.float32(127)


def centred(vectors: Floats, languages: Sequence[str], background: Floats | None = None) -> Floats:
    """Unit vectors without what the texts of one language share: the same claim in two languages comes close.

    What is shared is a mean. Where texts are few it leans on the mean of all, and that on `background`, what all
    texts share for this model (none: nothing).
    """
    names = np.array(languages)
    usual = np.zeros(vectors.shape[1], np.float32) if background is None else background
    overall = _mean(vectors, usual)
    moved = np.empty_like(vectors)
    for name in np.unique(names):
        own = names == name
        moved[own] = vectors[own] - _mean(vectors[own], overall)
    lengths = np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    unit: Floats = (moved / lengths).astype(np.float32)
    return unit


def _mean(vectors: Floats, usual: Floats) -> Floats:
    mean: Floats = (vectors.sum(axis=0) + _FEW * usual) / (len(vectors) + _FEW)
    return mean


def groups(
    vectors: Floats, weights: Sequence[int], fewest: int, radius: float = RADIUS
) -> list[NDArray[np.intp]]:
    """Groups of row numbers, the heaviest first; each begins with its centre and goes outwards.

    `weights` says how many people stand behind a row; a group has at least `fewest`. The same rows give the same
    groups.
    """
    if not len(vectors):
        return []
    nearness = vectors @ vectors.T
    near = nearness >= radius
    weight = np.asarray(weights, np.int64)
    free = np.ones(len(vectors), bool)
    reach = near @ weight
    found: list[NDArray[np.intp]] = []
    while True:
        open_reach = np.where(free, reach, 0)
        centre = int(open_reach.argmax())
        if open_reach[centre] < fewest:
            return found
        members = np.flatnonzero(near[centre] & free)
        found.append(members[np.argsort(-nearness[centre, members], kind="stable")])
        free[members] = False
        reach = reach - near[:, members] @ weight[members]
