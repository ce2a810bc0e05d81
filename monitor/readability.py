"""How hard a text is to read, by the formula that was made for its language.

Syllables come from pyphen (the hyphenation patterns of LibreOffice), in Turkish from the vowels: each syllable
has exactly one. Every formula estimates only length of words and sentences; whether a text is clear, a reader
has to say. So what is found here is a note, never a fault.

| language | formula | hard for B1 |
| --- | --- | --- |
| en | Flesch Reading Ease (1948) | below 60 |
| nl | Flesch-Douma (1960) | below 60 |
| tr | Ateşman (1997) | below 50 |
| pl | Pisarek's index, as in the tools Jasnopis and Logios: length of sentences, words of four syllables | above 12 |
| others | LIX (Björnsson 1968), which needs no syllables and is used across languages | above 50 |

No formula with published norms was found for Bulgarian, Romanian, Lithuanian and Ukrainian.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[»”\"')]*\s+|\n+")
_VOWELS = re.compile(r"[aeıioöuüâîû]", re.IGNORECASE)
_FEWEST_WORDS = 30  # below this a formula says nothing
_LONG_WORD = 6  # letters, for LIX
_PISAREK_SYLLABLES = 4


@dataclass(frozen=True, slots=True)
class Counts:
    """What the formulas are made of."""

    words: Sequence[str]
    sentences: int
    syllables: Sequence[int]

    @property
    def sentence_length(self) -> float:
        """Words per sentence."""
        return len(self.words) / self.sentences

    @property
    def word_length(self) -> float:
        """Syllables per word."""
        return sum(self.syllables) / len(self.words)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, and the value beyond which a text is hard for readers at B1."""

    name: str
    value: Callable[[Counts], float]
    limit: float
    higher_is_harder: bool


def sentences(text: str) -> list[str]:
    """The sentences of a text, roughly: abbreviations with a dot end one too."""
    return [part.strip() for part in _SENTENCE_END.split(text) if _WORD.search(part)]


def hardness(text: str, language: str) -> str | None:
    """What makes the text hard to read, in words with figures; None when it is not, or too short to say."""
    words = _WORD.findall(text)
    if len(words) < _FEWEST_WORDS:
        return None
    counts = Counts(words, max(1, len(sentences(text))), [_syllables(word, language) for word in words])
    formula = _FORMULAS.get(language, _LIX)
    value = formula.value(counts)
    hard = value > formula.limit if formula.higher_is_harder else value < formula.limit
    if not hard:
        return None
    wanted = "at most" if formula.higher_is_harder else "at least"
    return (
        f"hard to read: {formula.name} {value:.0f}, {wanted} {formula.limit:g} wanted "
        f"({counts.sentence_length:.0f} words a sentence)"
    )


def _syllables(word: str, language: str) -> int:
    if language == "tr":
        return max(1, len(_VOWELS.findall(word)))
    patterns = _patterns(language)
    return len(patterns.positions(word)) + 1 if patterns else 1


@lru_cache(maxsize=32)
def _patterns(language: str) -> Any:
    import pyphen

    known = pyphen.language_fallback(language)
    return pyphen.Pyphen(lang=known, left=1, right=1) if known else None


def _lix(counts: Counts) -> float:
    long = sum(len(word) > _LONG_WORD for word in counts.words)
    return counts.sentence_length + 100 * long / len(counts.words)


def _pisarek(counts: Counts) -> float:
    hard = 100 * sum(number >= _PISAREK_SYLLABLES for number in counts.syllables) / len(counts.words)
    return math.hypot(counts.sentence_length, hard) / 2


_LIX = Formula("LIX", _lix, 50, higher_is_harder=True)
_FORMULAS = {
    "en": Formula(
        "Flesch",
        lambda c: 206.835 - 1.015 * c.sentence_length - 84.6 * c.word_length,
        60,
        higher_is_harder=False,
    ),
    "nl": Formula(
        "Flesch-Douma",
        lambda c: 206.835 - 0.93 * c.sentence_length - 77 * c.word_length,
        60,
        higher_is_harder=False,
    ),
    "tr": Formula(
        "Ateşman",
        lambda c: 198.825 - 2.61 * c.sentence_length - 40.175 * c.word_length,
        50,
        higher_is_harder=False,
    ),
    "pl": Formula("Pisarek", _pisarek, 12, higher_is_harder=True),
}
