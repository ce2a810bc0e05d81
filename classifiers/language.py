"""The language of short, misspelt texts.

Script decides which languages are possible. langdetect, restricted to these, judges every text; letters
that few languages have, frequent words of Bulgarian in Latin letters and the community's usual language are
its prior. Where it is unsure or the text is short, lingua is heard too. What the rules know lies in tables
(classifiers/languages/), not here.

langdetect draws n-grams of the text at random and multiplies their shares per language until it is sure. Here
the same profiles and shares are used, of all n-grams at once in numpy: the same text always gets the same
answer, rare n-grams are not missed, and it is several times faster.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

LANGUAGES = ("pl", "bg", "ro", "lt", "tr", "nl", "en", "uk", "ru", "de", "hu", "sk", "cs", "es", "pt", "lv")
UNKNOWN = "und"

_TABLES = Path(__file__).parent / "languages"
_CYRILLIC = ("bg", "uk", "ru")
_NOISE = re.compile(r"https?://\S+|www\.\S+|[@#]\w+|\[[\w-]+\]")
_LETTERS = re.compile(r"[^\W\d_]+")
_LATIN_LETTER = re.compile(r"[a-zA-Z\u00c0-\u024f\u1e00-\u1eff]")
_CYRILLIC_LETTER = re.compile(r"[\u0400-\u052f]")
# Compared on the training posts (0.5 and 0.25 alike, 1.0 worse); the floor is in tests/classifiers/test_language.py.
_LONGEST = 140  # characters; more costs time and says nothing more
_EVIDENCE = 0.5  # what one n-gram counts: they overlap, so their shares are not independent
_UNSEEN = 0.5 / 10_000  # langdetect's share of an n-gram that a language's profile lacks
_SURE = 0.95  # langdetect's share from which on lingua is not asked
_SHORT = 40  # letters; below this lingua is always asked
_HINT = 3.0  # how many times likelier the community's language is before a word is read
_LETTER = 2.0  # log-odds that each rare letter adds to the languages that have it
_WORD = 1.5  # log-odds that each frequent Bulgarian word in Latin letters adds
_SELDOM = 2.0  # log-odds against Bulgarian in Latin letters before a word is read
_AS_IN_PROFILES = {ord("ș"): "ş", ord("ț"): "ţ"}  # langdetect's Romanian has cedillas
_FLOOR = 1e-4  # no judge may rule a language out


def detectable(languages: Iterable[str]) -> tuple[str, ...]:
    """Which of these codes can be detected: the monitor's languages, and all that langdetect has a profile of."""
    return tuple(language for language in languages if _alphabet(language))


class LanguageDetector:
    """Detects one of `languages` (two-letter codes that are `detectable`).

    Quality is measured and promised for `LANGUAGES` only; the others make a new language usable at all.
    """

    def __init__(self, languages: Iterable[str] = LANGUAGES) -> None:
        self._languages = tuple(languages)
        if unknown := set(self._languages) - set(detectable(self._languages)):
            raise ValueError(f"no language profile for {', '.join(sorted(unknown))}")

    def detect(self, texts: Sequence[str], hints: Sequence[str | None]) -> list[tuple[str, float]]:
        """(language, score 0-1) of each text; `und` with 0.0 where there are no letters of a known script.

        `hints` are the communities' usual languages, or None. Takes any Unicode string.
        """
        return [self._one(text, hint) for text, hint in zip(texts, hints, strict=True)]

    def _one(self, text: str, hint: str | None) -> tuple[str, float]:
        text = _NOISE.sub(" ", text[: 2 * _LONGEST])[:_LONGEST].encode("utf-8", "ignore").decode("utf-8")
        words = [word.lower() for word in _LETTERS.findall(text)]
        script = self._script("".join(words))
        if script is None:
            return UNKNOWN, 0.0
        words = script.telling(words)
        prior = script.prior(words, hint)
        scores = script.langdetect(words, prior)
        best = max(scores, key=lambda language: scores[language])
        if scores[best] < _SURE or sum(map(len, words)) < _SHORT:
            scores = _together(scores, script.lingua(" ".join(words)))
            best = max(scores, key=lambda language: scores[language])
        return best, round(scores[best], 6)

    def _script(self, letters: str) -> _Script | None:
        latin, cyrillic = len(_LATIN_LETTER.findall(letters)), len(_CYRILLIC_LETTER.findall(letters))
        if self._others and len(letters) - cyrillic > 2 * latin:
            return self._others.get(_alphabet_of(letters))
        if not latin and not cyrillic:
            return None
        # Dutch words stand in Cyrillic texts, hardly ever the other way round: Cyrillic letters weigh double.
        return self._cyrillic if cyrillic * 2 > latin and self._cyrillic else self._latin or self._cyrillic

    @cached_property
    def _latin(self) -> _Script | None:
        written = [one for one in self._languages if _alphabet(one) == "LATIN" or one == "bg"]
        return _script(written, latin=True)

    @cached_property
    def _cyrillic(self) -> _Script | None:
        return _script([one for one in self._languages if _alphabet(one) == "CYRILLIC"], latin=False)

    @cached_property
    def _others(self) -> dict[str, _Script]:
        """Scripts of languages that were added: Greek, Arabic, Georgian …"""
        scripts = {_alphabet(one) for one in self._languages} - {"LATIN", "CYRILLIC"}
        return {
            script: _Script(tuple(one for one in self._languages if _alphabet(one) == script), False)
            for script in sorted(scripts)
        }


@lru_cache(maxsize=128)
def _alphabet(language: str) -> str:
    """`LATIN`, `CYRILLIC`, `GREEK` …; empty for a language that nothing here knows."""
    from langdetect.detector_factory import PROFILES_DIRECTORY

    if language in LANGUAGES:
        return "CYRILLIC" if language in _CYRILLIC else "LATIN"
    profile = Path(PROFILES_DIRECTORY) / language
    if not re.fullmatch("[a-z]{2}", language) or not profile.is_file():
        return ""
    counts = json.loads(profile.read_text("utf-8"))["freq"]
    frequent = sorted((part for part in counts if len(part) == 1), key=lambda part: -counts[part])
    return _alphabet_of("".join(frequent[:10]))


def _alphabet_of(letters: str) -> str:
    names = [unicodedata.name(letter, "?").partition(" ")[0] for letter in letters[:_LONGEST]]
    return max(names, key=names.count)


def _script(languages: list[str], *, latin: bool) -> _Script | None:
    return _Script(tuple(languages), latin) if languages else None


class _Script:
    """The languages that are written in one script, and who judges among them."""

    def __init__(self, languages: tuple[str, ...], latin: bool) -> None:
        self._languages = languages
        self._latin = latin
        self._rare = _rare_letters(languages)
        self._words = _words("bg-latin.txt") if latin and "bg" in languages else frozenset()
        self._elsewhere = _words("nl-elsewhere.txt") if latin else frozenset()

    def telling(self, words: Sequence[str]) -> list[str]:
        """The words that say something of the language: of this script, without the Dutch that all use."""
        letter = _LATIN_LETTER if self._latin else _CYRILLIC_LETTER
        own = [word for word in words if letter.search(word)]
        return [word for word in own if word not in self._elsewhere] or own

    def prior(self, words: Sequence[str], hint: str | None) -> dict[str, float]:
        """How likely each language is before langdetect reads the text (not normalised)."""
        odds = dict.fromkeys(self._languages, 0.0)
        if hint in odds:
            odds[hint] += math.log(_HINT)
        for letter in "".join(words):
            for language in self._rare.get(letter, ()):
                odds[language] += _LETTER
        if self._words:
            odds["bg"] += _WORD * sum(word in self._words for word in words) - _SELDOM
        highest = max(odds.values())
        return {language: math.exp(max(value - highest, -20.0)) for language, value in odds.items()}

    def langdetect(self, words: Sequence[str], prior: Mapping[str, float]) -> dict[str, float]:
        """langdetect's share of each language; the prior alone when no profile knows an n-gram of the text."""
        numbers, table = self._profiles
        rows = np.array([numbers[gram] for gram in _grams(words) if gram in numbers], np.intp)
        logs = _EVIDENCE * table[rows].sum(axis=0)
        logs += np.log([prior[language] for language in self._languages])
        shares = np.exp(logs - logs.max())
        return dict(zip(self._languages, (shares / shares.sum()).tolist(), strict=True))

    def lingua(self, text: str) -> dict[str, float]:
        """lingua's share of each language that it knows in this script."""
        if len(self._judged) < 2:
            return {}
        values = self._lingua.compute_language_confidence_values(text)
        # Its last digits differ from call to call.
        return {value.language.iso_code_639_1.name.lower(): round(value.value, 9) for value in values}

    @cached_property
    def _judged(self) -> tuple[str, ...]:
        from lingua import IsoCode639_1

        known = [language for language in self._languages if hasattr(IsoCode639_1, language.upper())]
        return tuple(language for language in known if not (self._latin and language == "bg"))

    @cached_property
    def _lingua(self) -> Any:
        from lingua import IsoCode639_1, LanguageDetectorBuilder

        codes = [getattr(IsoCode639_1, language.upper()) for language in self._judged]
        # Low accuracy is trigrams only: 44 MB and 0.2 s to load instead of 500 MB and 3.4 s.
        return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_low_accuracy_mode().build()

    @cached_property
    def _profiles(self) -> tuple[dict[str, int], NDArray[np.float32]]:
        """The number of each n-gram, and per number the logarithm of its share in each language."""
        from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
        from langdetect.utils.lang_profile import LangProfile

        factory = DetectorFactory()
        for index, language in enumerate(self._languages):
            profile = json.loads((Path(PROFILES_DIRECTORY) / language).read_text("utf-8"))
            if self._latin and language == "bg":
                profile = _in_latin(profile)
            factory.add_profile(LangProfile(**profile), index, len(self._languages))
        shares = np.array(list(factory.word_lang_prob_map.values()), np.float32)
        numbers = {gram: number for number, gram in enumerate(factory.word_lang_prob_map)}
        return numbers, np.log(shares + np.float32(_UNSEEN))


def _grams(words: Iterable[str]) -> list[str]:
    """langdetect's n-grams: one to three characters, the spaces around a word included."""
    grams: list[str] = []
    for word in words:
        padded = f" {word.translate(_AS_IN_PROFILES)} "
        grams += padded[1:-1]
        grams += [padded[at : at + 2] for at in range(len(padded) - 1)]
        grams += [padded[at : at + 3] for at in range(len(padded) - 2)]
    return grams


def _together(first: Mapping[str, float], second: Mapping[str, float]) -> dict[str, float]:
    # What the second does not know (Bulgarian in Latin letters) keeps the share that the first gave it.
    left = 1.0 - sum(share for language, share in first.items() if language not in second)
    other = {
        language: second[language] * left if language in second else first[language] for language in first
    }
    return _shares(
        {language: math.sqrt((first[language] + _FLOOR) * (other[language] + _FLOOR)) for language in first}
    )


def _shares(scores: Mapping[str, float]) -> dict[str, float]:
    total = sum(scores.values()) or 1.0
    return {language: score / total for language, score in scores.items()}


def _rare_letters(languages: Sequence[str]) -> dict[str, tuple[str, ...]]:
    table = json.loads((_TABLES / "letters.json").read_text("utf-8"))
    letters = {letter for language in languages for letter in table.get(language, "")}
    return {
        letter: tuple(one for one in languages if letter in table.get(one, "")) for letter in sorted(letters)
    }


def _words(table: str) -> frozenset[str]:
    lines = (_TABLES / table).read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _in_latin(profile: Mapping[str, Any]) -> dict[str, Any]:
    """langdetect's Bulgarian profile as it would be, had it been counted on texts in Latin letters."""
    spellings = json.loads((_TABLES / "bg-letters.json").read_text("utf-8"))
    counts: dict[str, float] = {}
    for gram, count in profile["freq"].items():
        written = [""]
        for letter in gram:
            ways = spellings.get(letter.lower(), [letter])
            written = [start + way for start in written for way in ways]
        for text in written:
            for size in range(1, 4):
                for at in range(len(text) - size + 1):
                    part = text[at : at + size]
                    counts[part] = counts.get(part, 0.0) + count / len(written)
    totals = [sum(value for part, value in counts.items() if len(part) == size) for size in range(1, 4)]
    return {"name": "bg", "freq": counts, "n_words": totals}
