"""Figures of separation whose answer can be seen: vectors on a circle, two myths and a few posts."""

from __future__ import annotations

import numpy as np
import pytest

from classifiers.heads import Floats
from classifiers.matching import ClaimSpace, MythMatcher, near_score
from classifiers.myths import Calibration, ClaimVariant, NearnessScale, Thresholds
from classifiers.separation import Separation, separations

# Near is within 20 degrees: there the score passes 0.5.
SCALE = NearnessScale(slope=40.0, offset=-40 * float(np.cos(np.radians(20))))
CALIBRATION = Calibration(untrained=Thresholds(certain=0.5, suggested=0.4), nearness=SCALE)


def at(*degrees: float) -> Floats:
    turned = np.radians(np.array(degrees))
    return np.stack([np.cos(turned), np.sin(turned)], axis=1).astype(np.float32)


def figures(own: tuple[float, ...], other: tuple[float, ...], posts: tuple[float, ...]) -> Separation:
    variants = [ClaimVariant("own", "en", f"o{one}") for one in own]
    variants += [ClaimVariant("other", "en", f"x{one}") for one in other]
    space = ClaimSpace(np.zeros(2, np.float32), np.eye(2, dtype=np.float32))
    matcher = MythMatcher(variants, at(*own, *other), space, None, CALIBRATION)
    return separations(matcher, at(*posts))[0]


def test_variants_that_lie_together_find_each_other_and_nothing_else() -> None:
    one = figures(own=(0, 5, 10), other=(90, 95), posts=(180, 200))
    assert (one.found, one.variants, one.taken.total(), one.alarms) == (3, 3, 0, 0)
    assert one.fit is not None
    assert one.fit.certain < 0.5
    assert one.found_by_fit == 3


def test_a_variant_that_stands_alone_is_not_found_by_the_others() -> None:
    assert figures(own=(0, 3, 5, 8, 90), other=(150,), posts=(200,)).found == 4
    assert figures(own=(0,), other=(120,), posts=(200,)).found == 0


def test_what_is_taken_for_the_myth_is_counted_and_the_proposed_thresholds_keep_it_out() -> None:
    one = figures(own=(9, 10, 11), other=(25, 90), posts=(22, 200))
    assert one.taken == {"other": 1}
    assert one.alarms == 1
    assert one.fit is not None
    nearest = float(np.cos(np.radians([11, 12, 13])).mean())
    assert one.fit.certain > float(near_score(np.array([nearest], np.float32), CALIBRATION)[0])
    assert one.fit.suggested <= one.fit.certain


@pytest.mark.parametrize("count", [1, 2])
def test_few_variants_are_no_fault_of_the_figures(count: int) -> None:
    one = figures(own=tuple(range(count)), other=(90,), posts=(180,))
    assert one.variants == count
