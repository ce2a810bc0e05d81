"""95 % intervals of shares among posts, where one author may have written several.

Posts by one author resemble each other, so a hundred posts by ten people say less than a hundred posts by a
hundred. The variance is that of a ratio over authors (Taylor linearisation, as in survey statistics); it says to
how many independent posts the posts amount, and a Wilson interval is built for that many, with Student's t for
the number of authors (Kish 1965; Dean and Pagano 2015; Franco and others 2019).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

METHOD = (
    "95 % Wilson interval for the effective number of posts: the more alike the posts of one author are,"
    " the less they count (design effect by author, Student's t)"
)


@dataclass(frozen=True, slots=True)
class Counted:
    """Sums over authors: n posts of each, y of them with the label."""

    posts: int  # sum of n
    hits: int  # sum of y
    people: int
    nn: int  # sum of n * n
    yy: int  # sum of y * y
    yn: int  # sum of y * n


@dataclass(frozen=True, slots=True)
class Share:
    """A share between 0 and 1 with its 95 % interval, and to how many independent posts its posts amount."""

    value: float
    low: float
    high: float
    effective: float


def share_of(counted: Counted) -> Share | None:
    """The share of the posts with the label; None where no two people wrote, which says nothing."""
    if not counted.posts or counted.people < 2:
        return None
    from scipy.special import stdtrit  # scipy.stats takes two seconds to load

    value = counted.hits / counted.posts
    effective = _effective(counted, value)
    low, high = _wilson(value, effective, float(stdtrit(counted.people - 1, 0.975)))
    return Share(value, low, high, effective)


def _effective(counted: Counted, value: float) -> float:
    if 0 < value < 1:
        spread = counted.yy - 2 * value * counted.yn + value**2 * counted.nn
        variance = counted.people / (counted.people - 1) * spread / counted.posts**2
        if variance > 0:
            return min(counted.posts, value * (1 - value) / variance)
    # All alike: nothing is known of how authors differ, so each may have said the same thing every time.
    return counted.posts**2 / counted.nn


def _wilson(value: float, effective: float, z: float) -> tuple[float, float]:
    middle = value + z**2 / (2 * effective)
    reach = z * sqrt(value * (1 - value) / effective + z**2 / (4 * effective**2))
    whole = 1 + z**2 / effective
    return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)
