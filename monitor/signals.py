"""Rises: weeks in which a myth, in a language or community, is told more than its own past explains.

The model is a count model (weekly counts of 0 to 5 are usual, so methods for normally distributed
counts do not fit). Per series, the rate per post read is estimated from the past weeks with past peaks
weighted down (after Farrington et al. 1996 and Noufaily et al. 2013), and the week's count is judged by
the negative binomial prediction that this estimate and its uncertainty give. Many series are looked at,
so the false discovery rate is controlled (Benjamini & Hochberg 1995). Fewer than three different authors
are never a signal.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from monitor.trends import Cell, weekly_places, weekly_read

if TYPE_CHECKING:
    from monitor.store import Lake

Scope = Literal["language", "community"]
Floats = NDArray[np.float64]

FEWEST_AUTHORS = 3
FEWEST_WEEKS = 6  # of past reading; less says nothing about what is usual
PAST_WEEKS = 26
FALSE_DISCOVERY_RATE = 0.05
_PEAK = 1.5  # Anscombe residual above which a past week is weighted down
_PRIOR_COUNT = 0.5  # Jeffreys' prior of a Poisson rate: a myth never seen before is still judged


@dataclass(frozen=True, slots=True)
class Series:
    """Weekly counts of one myth in one scope, oldest first; the last entry is the week to judge."""

    myth: str
    scope: Scope
    place: str
    weeks: Sequence[date]
    counts: Sequence[int]
    read: Sequence[int]
    authors: int
    cells: Sequence[Cell] = ()


@dataclass(frozen=True, slots=True)
class Signal:
    """One rise: `observed` posts by `authors` in `week`, against `expected` (90 % within low-high)."""

    myth: str
    scope: Scope
    place: str
    week: date
    observed: int
    authors: int
    read: int
    expected: float
    low: int
    high: int
    p: float
    q: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the past says about the week: negative binomial with this mean and size."""

    mean: float
    size: float

    def tail(self, count: int) -> float:
        """Probability of `count` or more."""
        from scipy.special import betainc  # scipy.stats knows the distribution, and takes two seconds to load

        return float(betainc(count, self.size, 1 - self._p)) if count > 0 else 1.0

    def interval(self, level: float = 0.9) -> tuple[int, int]:
        """The central range that holds `level` of the probability."""
        from scipy.special import betainc

        variance = self.mean / self._p
        counts = np.arange(int(self.mean + 20 * variance**0.5) + 20)
        up_to = betainc(self.size, counts + 1, self._p)
        low, high = np.searchsorted(up_to, [(1 - level) / 2, (1 + level) / 2])
        return int(low), int(high)

    @property
    def _p(self) -> float:
        return self.size / (self.size + self.mean)


def predict(counts: Sequence[int], read: Sequence[int], read_now: int) -> Prediction:
    """The prediction for a week in which `read_now` posts were read, from past counts and posts read."""
    y, n = np.asarray(counts, float), np.asarray(read, float)
    weight = np.ones_like(y)
    for _ in range(3):
        rate = (weight @ y + _PRIOR_COUNT) / (weight @ n + 1.0)
        mean = np.maximum(rate * n, 1e-9)
        dispersion = max(1.0, float(weight @ ((y - mean) ** 2 / mean)) / max(1.0, weight.sum() - 1))
        weight = _weights(y, mean, dispersion)
    effective = float(weight @ y) + _PRIOR_COUNT
    rate = effective / (float(weight @ n) + 1.0)
    return Prediction(mean=max(rate * read_now, 1e-9), size=effective / dispersion)


def _weights(y: Floats, mean: Floats, dispersion: float) -> Floats:
    anscombe = 1.5 * (y ** (2 / 3) * mean ** (-1 / 6) - mean**0.5) / np.sqrt(dispersion)
    return np.where(anscombe > _PEAK, (_PEAK / np.maximum(anscombe, _PEAK)) ** 2, 1.0)


def judge(series: Iterable[Series]) -> list[Signal]:
    """The series whose last week rises, clearest first."""
    judged = []
    for one in series:
        past = [(y, n) for y, n in zip(one.counts[:-1], one.read[:-1], strict=True) if n]
        if len(past) < FEWEST_WEEKS or not one.read[-1]:
            continue
        prediction = predict([y for y, _ in past], [n for _, n in past], one.read[-1])
        judged.append((one, prediction, prediction.tail(one.counts[-1])))
    adjusted = _benjamini_hochberg([p for _, _, p in judged])
    rises = [
        _signal(one, prediction, p, q)
        for (one, prediction, p), q in zip(judged, adjusted, strict=True)
        if q <= FALSE_DISCOVERY_RATE and one.authors >= FEWEST_AUTHORS
    ]
    return sorted(rises, key=lambda signal: (signal.p, signal.myth, signal.place))


def _signal(series: Series, prediction: Prediction, p: float, q: float) -> Signal:
    low, high = prediction.interval()
    return Signal(
        myth=series.myth,
        scope=series.scope,
        place=series.place,
        week=series.weeks[-1],
        observed=series.counts[-1],
        authors=series.authors,
        read=series.read[-1],
        expected=prediction.mean,
        low=low,
        high=high,
        p=p,
        q=q,
    )


def _benjamini_hochberg(p: Sequence[float]) -> list[float]:
    order = np.argsort(p)
    scaled = np.asarray(p, float)[order] * len(p) / np.arange(1, len(p) + 1)
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return [float(q) for q in adjusted]


def weekly_series(lake: Lake, version: str, week: date, myths: Iterable[str]) -> list[Series]:
    """Every myth in every language and community that was read in `week`, with up to 26 weeks before."""
    weeks = [week - timedelta(weeks=back) for back in range(PAST_WEEKS, -1, -1)]
    read: dict[tuple[str, str, date], int] = defaultdict(int)
    for row in weekly_read(lake, version, weeks[0], week).to_pylist():
        for scope in ("language", "community"):
            read[scope, row[scope], row["week"]] += row["posts"]
    told = {
        (row["myth"], row["scope"], row["place"], row["week"]): (row["posts"], row["authors"])
        for row in weekly_places(lake, version, weeks[0], week).to_pylist()
    }
    places = sorted({(scope, place) for scope, place, at in read if at == week})
    return [
        Series(
            myth=myth,
            scope=scope,  # type: ignore[arg-type]
            place=place,
            weeks=weeks,
            counts=[told.get((myth, scope, place, at), (0, 0))[0] for at in weeks],
            read=[read[scope, place, at] for at in weeks],
            authors=told.get((myth, scope, place, week), (0, 0))[1],
            cells=[Cell(*told.get((myth, scope, place, at), (0, 0))) for at in weeks],
        )
        for scope, place in places
        for myth in myths
    ]


def save_signals(lake: Lake, version: str, signals: Sequence[Signal]) -> int:
    """Stores the signals that are not stored yet; returns how many."""
    import pyarrow as pa

    now = datetime.now(UTC).replace(tzinfo=None)
    rows = [
        {
            "signal_id": _signal_id(version, signal),
            "model_version": version,
            "found_at": now,
            **asdict(signal),
        }
        for signal in signals
    ]
    return lake.append("signals", pa.Table.from_pylist(rows)) if rows else 0


def _signal_id(version: str, signal: Signal) -> str:
    key = "|".join((version, signal.myth, signal.scope, signal.place, signal.week.isoformat()))
    return hashlib.blake2b(key.encode(), digest_size=16).hexdigest()


def likely(count: int, level: float = 0.9) -> tuple[int, int]:
    """The weekly rates under which this count is no surprise: the exact Poisson interval, in whole posts."""
    from scipy.special import gammaincinv

    tail = (1 - level) / 2
    low = gammaincinv(count, tail) if count else 0.0
    return math.floor(low), math.ceil(gammaincinv(count + 1, 1 - tail))


def find_signals(lake: Lake, version: str, week: date, myths: Iterable[str]) -> list[Signal]:
    """The rises of `week`, clearest first."""
    return judge(weekly_series(lake, version, week, myths))
