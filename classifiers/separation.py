"""How well a myth is told apart by its claim variants alone: from the other myths, and from ordinary posts.

What a myth must find is its own variants: each is left out once, and the others have to find it. What it must not
find is the variants of the other myths and ordinary posts. Thresholds are proposed that keep both out: the lowest at
which hardly any is taken for the myth.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from classifiers.matching import MythMatcher, closeness, near_score
from classifiers.myths import Thresholds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from classifiers.heads import Floats

    Columns = NDArray[np.intp]

# Shares of the ordinary posts, and of the other myths' variants, that one myth may take for its own.
_CERTAIN, _SUGGESTED = (0.002, 0.005), (0.006, 0.02)
_STEP = 0.0005


@dataclass(frozen=True, slots=True)
class Separation:
    """One myth by its variants alone. Counts are of certain finds, by the thresholds of a myth nobody trained.

    `found` of `variants`: own ones that the others find. `taken`: other myths' variants that are taken for it, by
    myth. `alarms` of `ordinary`: posts of no myth that it would raise. `trained`: the model learnt this myth, so
    that these figures are not what decides there.
    """

    myth: str
    variants: int
    found: int
    others: int
    taken: Counter[str]
    ordinary: int
    alarms: int
    now: Thresholds
    fit: Thresholds | None
    found_by_fit: int
    trained: bool


def separations(matcher: MythMatcher, ordinary: Floats) -> list[Separation]:
    """The figures of every myth, given the vectors of ordinary posts."""
    between = matcher.nearness(matcher.vectors)
    posts = matcher.nearness(ordinary)
    return [_separation(matcher, myth, own, between, posts) for myth, own in matcher.columns.items()]


def _separation(matcher: MythMatcher, myth: str, own: Columns, between: Floats, posts: Floats) -> Separation:
    calibration = matcher.calibration
    trained = matcher.knows(myth)
    now = calibration.untrained if trained else calibration.of(myth)
    others = np.setdiff1d(np.arange(len(between)), own)
    hits = near_score(_to_the_others(between[np.ix_(own, own)]), calibration)
    near_myths = near_score(closeness(between[np.ix_(others, own)]), calibration)
    near_posts = near_score(closeness(posts[:, own]), calibration)
    taken = Counter(matcher.variants[int(row)].myth for row in others[near_myths >= now.certain])
    fit = None if trained else _fit(near_myths, near_posts)
    return Separation(
        myth=myth,
        variants=len(own),
        found=int((hits >= now.certain).sum()),
        others=len(others),
        taken=taken,
        ordinary=len(posts),
        alarms=int((near_posts >= now.certain).sum()),
        now=now,
        fit=fit,
        found_by_fit=int((hits >= fit.certain).sum()) if fit else 0,
        trained=trained,
    )


def _to_the_others(among: Floats) -> Floats:
    """How near each variant is to the claim that the other ones make."""
    if len(among) < 2:
        return np.full(len(among), -1.0, np.float32)
    others = among[~np.eye(len(among), dtype=bool)].reshape(len(among), -1)
    return closeness(others)


def _fit(near_myths: Floats, near_posts: Floats) -> Thresholds:
    certain, suggested = (_quiet(near_myths, near_posts, *limits) for limits in (_CERTAIN, _SUGGESTED))
    return Thresholds(round(certain, 4), round(min(certain, suggested), 4))


def _quiet(near_myths: Floats, near_posts: Floats, posts: float, myths: float) -> float:
    """The lowest threshold that lets at most these shares pass."""
    return max(_passed_by(near_posts, posts), _passed_by(near_myths, myths))


def _passed_by(scores: Floats, share: float) -> float:
    """Just above the highest score that must not pass, if at most that share may."""
    if not len(scores):
        return _STEP
    first = len(scores) - int(share * len(scores)) - 1
    return float(np.sort(scores)[first]) + _STEP
