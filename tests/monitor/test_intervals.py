"""Intervals know that posts of one author resemble each other."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest

from monitor.intervals import Counted, share_of


def counted(per_author: list[tuple[int, int]]) -> Counted:
    """From (posts, posts with the label) of each author."""
    n, y = np.array(per_author).T
    return Counted(
        posts=int(n.sum()),
        hits=int(y.sum()),
        people=len(n),
        nn=int((n * n).sum()),
        yy=int((y * y).sum()),
        yn=int((y * n).sum()),
    )


def test_one_post_each_is_nearly_the_plain_wilson_interval() -> None:
    share = share_of(counted([(1, 1)] * 30 + [(1, 0)] * 170))
    wilson = binomtest(30, 200).proportion_ci(method="wilson")
    assert share is not None
    assert share.effective == pytest.approx(200, rel=0.01)
    assert (share.low, share.high) == (
        pytest.approx(wilson.low, abs=0.002),
        pytest.approx(wilson.high, abs=0.002),
    )


def test_one_busy_author_widens_it() -> None:
    many, busy = (
        share_of(counted([(1, 1)] * 20 + [(1, 0)] * 20)),
        share_of(counted([(20, 20)] + [(1, 0)] * 20)),
    )
    assert many is not None
    assert busy is not None
    assert busy.value == many.value == 0.5
    assert busy.high - busy.low > 1.5 * (many.high - many.low)


def test_none_at_all_still_has_an_upper_end() -> None:
    share = share_of(counted([(1, 0)] * 50))
    assert share is not None
    assert (share.value, share.low) == (0, 0)
    assert 0.05 < share.high < 0.1


def test_one_author_says_nothing() -> None:
    assert share_of(counted([(9, 3)])) is None


def test_it_covers_the_truth_nineteen_times_in_twenty() -> None:
    chance = np.random.default_rng(7)
    inside = tried = 0
    for _ in range(600):
        own = chance.beta(1.5, 3.5, 25)  # each author has a leaning; on average 0.3
        posts = chance.geometric(0.4, 25)
        share = share_of(
            counted(list(zip(posts.tolist(), chance.binomial(posts, own).tolist(), strict=True)))
        )
        if share is not None:
            tried += 1
            inside += share.low <= 0.3 <= share.high
    assert 0.93 <= inside / tried <= 0.985
