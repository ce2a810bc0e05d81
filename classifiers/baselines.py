"""What a user would pick instead of the shipped model: a keyword list, BM25, plain cosine, the majority class.

Each scores texts against the catalogue's claim variants, without training; its thresholds are chosen like the
shipped model's, on development posts, so that the comparison is fair.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from classifiers.dataset import LabelledPost
from classifiers.heads import Floats
from classifiers.myths import ClaimVariant

KEYWORDS = 12  # per myth and language, as many as a person would put into a search box
_FALSE_ALARMS = 0.02
_K1, _B = 1.2, 0.75  # Robertson & Zaragoza 2009
_WORD = re.compile(r"[^\W\d_]{3,}")

Bools = NDArray[np.bool_]
Scorer = Callable[[Sequence[str]], Floats]


def words(text: str) -> list[str]:
    """The words of three letters and more, lower case, without diacritics."""
    folded = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    return _WORD.findall(plain)


def keyword_list(variants: Sequence[ClaimVariant], myths: Sequence[str]) -> Scorer:
    """Counts how many of a myth's most telling words a text has (words by log-odds within their language)."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in variants:
        counts[one.language, one.myth].update(set(words(one.text)))
    chosen: list[set[str]] = [set() for _ in myths]
    for (language, myth), own in counts.items():
        rest: Counter[str] = Counter()
        for (other_language, other_myth), other in counts.items():
            if other_language == language and other_myth != myth:
                rest += other
        telling = sorted(
            own, key=lambda word: (-own[word] * math.log((own[word] + 1) / (rest[word] + 1)), word)
        )
        chosen[myths.index(myth)].update(telling[:KEYWORDS])

    def score(texts: Sequence[str]) -> Floats:
        found = [set(words(text)) for text in texts]
        return np.array([[len(one & keys) for keys in chosen] for one in found], np.float32)

    return score


def bm25(variants: Sequence[ClaimVariant], myths: Sequence[str]) -> Scorer:
    """The best BM25 score of a text against the variants of each myth."""
    documents = [words(one.text) for one in variants]
    average = sum(map(len, documents)) / max(1, len(documents))
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, document in enumerate(documents):
        for word, times in Counter(document).items():
            scaled = times + _K1 * (1 - _B + _B * len(document) / average)
            postings[word].append((number, times * (_K1 + 1) / scaled))
    column = np.array([myths.index(one.myth) for one in variants])

    def score(texts: Sequence[str]) -> Floats:
        result = np.zeros((len(texts), len(myths)), np.float32)
        for row, text in enumerate(texts):
            scores = np.zeros(len(documents), np.float32)
            for word in set(words(text)):
                where = postings.get(word, [])
                rarity = math.log(1 + (len(documents) - len(where) + 0.5) / (len(where) + 0.5))
                for number, weight in where:
                    scores[number] += rarity * weight
            np.maximum.at(result[row], column, scores)
        return result

    return score


def plain_cosine(
    encode: Callable[[Sequence[str]], Floats], variants: Sequence[ClaimVariant], myths: Sequence[str]
) -> Scorer:
    """The cosine to the nearest variant of each myth, with an encoder that nobody trained for it."""
    vectors = encode([one.text for one in variants])
    column = np.array([myths.index(one.myth) for one in variants])

    def score(texts: Sequence[str]) -> Floats:
        near = encode(texts) @ vectors.T
        return np.stack([near[:, column == at].max(axis=1) for at in range(len(myths))], axis=1)

    return score


def limits(scores: Floats, posts: Sequence[LabelledPost], myths: Sequence[str]) -> Floats:
    """Per myth the threshold with the best F1 on these posts among those with few false alarms."""
    none = np.array([not post.myths for post in posts])
    chosen = []
    for at, myth in enumerate(myths):
        true = np.array([myth in post.myths for post in posts])
        best, quality = float("inf"), -1.0
        for limit in np.unique(scores[:, at])[-400:]:
            found = scores[:, at] >= limit
            f1 = 2 * float((found & true).sum()) / max(1.0, float(found.sum() + true.sum()))
            if found[none].mean() <= _FALSE_ALARMS / 2 and f1 > quality:
                best, quality = float(limit), f1
        chosen.append(best)
    return np.array(chosen, np.float32)


def found_by(
    scorer: Scorer, choosing: Sequence[LabelledPost], judged: Sequence[LabelledPost], myths: Sequence[str]
) -> Bools:
    """[judged posts, myths]: what the baseline finds, its thresholds chosen on other posts."""
    chosen = limits(scorer([post.text for post in choosing]), choosing, myths)
    found: Bools = scorer([post.text for post in judged]) >= chosen
    return found
