"""Agreement is Krippendorff's alpha, with the values of his own published example."""

from __future__ import annotations

import pytest

from monitor.agreement import alpha_of

# Four observers, twelve units, five values: Krippendorff, «Computing Krippendorff's alpha-reliability» (2011), D.
_ = None
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]
UNITS = [[value for value in unit if value is not None] for unit in zip(*OBSERVERS, strict=True)]


def test_the_published_example() -> None:
    nominal, ordinal = alpha_of(UNITS), alpha_of(UNITS, [1, 2, 3, 4, 5])
    assert nominal.value == pytest.approx(0.743, abs=0.0005)
    assert ordinal.value == pytest.approx(0.815, abs=0.0005)
    assert nominal.posts == 11  # one unit was seen by one observer only
    assert nominal.low is not None
    assert nominal.high is not None
    assert nominal.low < 0.743 < nominal.high <= 1


def test_the_interval_is_the_same_every_day_and_shrinks_with_more_posts() -> None:
    some, many = alpha_of(UNITS), alpha_of(UNITS * 8)
    assert some == alpha_of(UNITS)
    assert many.high - many.low < (some.high - some.low) / 2  # type: ignore[operator]


def test_full_agreement_is_one_and_opposite_answers_are_below_chance() -> None:
    assert alpha_of([["a", "a"], ["b", "b"]] * 5).value == 1
    opposite = alpha_of([["a", "b"]] * 10).value
    assert opposite is not None
    assert opposite < 0


@pytest.mark.parametrize("units", [[], [["a"]], [["a", "a"]] * 9])
def test_where_nothing_varies_it_says_nothing(units: list[list[str]]) -> None:
    assert alpha_of(units).value is None
