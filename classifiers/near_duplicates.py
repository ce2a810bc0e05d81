"""Near-duplicates in sets of posts: MinHash over character 5-grams (Broder 1997), then exact Jaccard.

Training and evaluation must not share a wording; this is the check.
"""

from __future__ import annotations

import itertools
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

LIKE = 0.5  # Jaccard of the 5-grams from which on two texts count as one wording
_GRAM = 5
_ROWS, _BANDS = 3, 24  # a pair at 0.5 shares a band with probability 0.96
_SEED = 2026
_PRIME = (1 << 61) - 1


def near_duplicates(texts: Sequence[str], like: float = LIKE) -> Iterator[tuple[int, int, float]]:
    """Pairs (earlier, later, Jaccard) of texts that are alike, each once."""
    grams = [_grams(text) for text in texts]
    buckets: dict[tuple[int, ...], list[int]] = defaultdict(list)
    seen: set[tuple[int, int]] = set()
    for at, signature in enumerate(_signatures(grams)):
        for band in range(_BANDS):
            key = (band, *signature[band * _ROWS : (band + 1) * _ROWS])
            for other in buckets[key]:
                if (other, at) not in seen:
                    seen.add((other, at))
                    shared = len(grams[at] & grams[other]) / len(grams[at] | grams[other])
                    if shared >= like:
                        yield other, at, shared
            buckets[key].append(at)


def _grams(text: str) -> frozenset[int]:
    folded = unicodedata.normalize("NFKD", text.lower())
    letters = " ".join("".join(char if char.isalnum() else " " for char in folded).split())
    pieces = {letters[at : at + _GRAM] for at in range(max(1, len(letters) - _GRAM + 1))}
    return frozenset(zlib.crc32(piece.encode()) for piece in pieces)


def _signatures(grams: Sequence[frozenset[int]]) -> Iterator[tuple[int, ...]]:
    """MinHash of each set, all sets at once: one pass over all grams per hash function."""
    if not grams:
        return
    chance = np.random.default_rng(_SEED)
    count = _ROWS * _BANDS
    a = chance.integers(1, 1 << 31, count, dtype=np.uint64)
    b = chance.integers(0, 1 << 31, count, dtype=np.uint64)
    sizes = [len(one) for one in grams]
    values = np.fromiter(itertools.chain.from_iterable(grams), np.uint64, sum(sizes))
    starts = np.cumsum([0, *sizes[:-1]])
    rows = [
        np.minimum.reduceat((values * a[row] + b[row]) % np.uint64(_PRIME), starts) for row in range(count)
    ]
    yield from zip(*(row.tolist() for row in rows), strict=True)
