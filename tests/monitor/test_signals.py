"""A rise is judged against the series' own past: small counts, past peaks, many series."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import signals
from monitor.signals import Prediction, Series, judge, predict

WEEK = date(2026, 11, 16)


def series(*counts: int, read: int = 50, authors: int = 9, place: str = "pl") -> Series:
    weeks = [WEEK - timedelta(weeks=back) for back in range(len(counts) - 1, -1, -1)]
    return Series("own-bedroom", "language", place, weeks, counts, [read] * len(counts), authors)


def test_a_clear_rise_is_found() -> None:
    [signal] = judge([series(*[1, 0, 2, 1, 0, 1, 1, 0, 2, 1] * 2, 12)])
    assert signal.observed == 12
    assert signal.high < 12
    assert 0.5 < signal.expected < 2


def test_an_ordinary_week_is_not() -> None:
    assert judge([series(*[1, 0, 2, 1, 0, 1, 1, 0, 2, 1] * 2, 2)]) == []


def test_more_reading_explains_more_posts() -> None:
    quiet = series(*[2] * 12, 10)
    busy = Series(quiet.myth, quiet.scope, quiet.place, quiet.weeks, quiet.counts, [50] * 12 + [250], 9)
    assert judge([quiet])
    assert judge([busy]) == []


def test_two_authors_are_never_a_signal() -> None:
    assert judge([series(*[0] * 12, 12, authors=2)]) == []


def test_a_past_peak_does_not_hide_the_next_one() -> None:
    flat, peak = [1] * 20, [1] * 10 + [25] + [1] * 9
    read = [50] * 20
    assert predict(peak, read, 50).mean < 2 * predict(flat, read, 50).mean


def test_a_short_past_says_nothing() -> None:
    assert judge([series(0, 0, 0, 30)]) == []


def test_weeks_without_reading_are_not_zeros() -> None:
    known = predict([4] * 6, [50] * 6, 50)
    one = series(*[4] * 6, *[0] * 6, 7)
    gaps = Series(one.myth, one.scope, one.place, one.weeks, one.counts, [50] * 6 + [0] * 6 + [50], 9)
    assert known.tail(7) > 0.05
    assert judge([gaps]) == []


def test_many_series_are_corrected_for() -> None:
    # One of a hundred quiet series reaches p of about 0.01 by chance: no signal. Alone it would be one.
    history = [1, 0, 1, 2, 0, 1, 1, 0, 2, 1, 1, 0]
    chance = series(*history, 5)
    assert judge([chance])
    assert judge([chance, *(series(*history, 1, place=f"x{i}") for i in range(99))]) == []


@given(st.lists(st.integers(0, 500), min_size=6, max_size=26), st.integers(0, 500), st.integers(1, 100_000))
def test_any_past_gives_a_probability(past: list[int], now: int, read: int) -> None:
    prediction = predict(past, [read] * len(past), read)
    assert 0 <= prediction.tail(now) <= 1
    low, high = prediction.interval()
    assert 0 <= low <= high


def test_the_count_model_and_the_correction_agree_with_scipy() -> None:
    """Written with scipy.special alone, since scipy.stats takes seconds to load."""
    from scipy.stats import false_discovery_control, nbinom

    for mean, size in ((0.001, 0.4), (0.7, 1.3), (4.0, 12.0), (150.0, 30.0)):
        prediction = Prediction(mean=mean, size=size)
        p = size / (size + mean)
        for count in (0, 1, 3, 9, 40):
            assert prediction.tail(count) == pytest.approx(nbinom.sf(count - 1, size, p), rel=1e-9)
        low, high = nbinom.ppf([0.05, 0.95], size, p)
        assert prediction.interval() == (int(low), int(high))
    several = [0.2, 0.001, 0.03, 0.03, 1.0]
    assert signals._benjamini_hochberg(several) == pytest.approx(list(false_discovery_control(several)))
    assert signals._benjamini_hochberg([]) == []
