"""Names of authors, found in texts whatever their case, diacritics and (cheaply) their endings."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

_FEWEST_LETTERS = 4
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = r"[\s._\-,']{1,3}"
# What declension puts behind a stem: Slavic, Lithuanian, Romanian, Turkish, Hungarian, Dutch; Latin and
# Cyrillic. Names that end in a vowel or in -as/-is/-us/-ė lose it first (Anna: Anny, Jonas: Jono).
_ENDINGS = (
    "a|e|i|o|u|y|ą|ę|ej|em|om|ie|ia|iu|ui|owi|ovi|owie|ami|ach|iem|ą|ego|emu|ich|im|imi|ej|iej|ij|"
    "as|es|is|os|us|ai|ei|ul|ului|lui|ei|in|un|nin|nun|dan|den|ya|ye|nak|nek|val|vel|s|"
    "а|я|е|і|и|у|ю|о|ы|й|ой|ої|ою|ею|ому|ом|ем|ові|еві|єм|ам|ів|ов|ев|ата|ът|та|то|те"
)
_VOWELS = "aeiouyąęėаеиоуяюыії"

_SPECIAL = {"ł": "l", "đ": "d", "ø": "o", "ı": "i", "ß": "s", "æ": "a", "œ": "o", "ё": "е", "’": "'"}


class _Fold(dict[int, str]):
    """One character to one character, so that places in the folded text are places in the text."""

    def __missing__(self, code: int) -> str:
        low = chr(code).lower()[:1] or chr(code)
        if not "\u0400" <= low <= "\u04ff":  # й is no и with a sign
            low = unicodedata.normalize("NFKD", low)[:1] or low
        self[code] = _SPECIAL.get(low, low)
        return self[code]


_FOLD = _Fold()


def fold(text: str) -> str:
    """Lower case without diacritics (Cyrillic letters stay as they are), of the same length."""
    return text.translate(_FOLD)


# A group's or an organisation's name is no personal data, and the texts are about them.
_NO_PERSON_WORDS = """
    gemeente gmina municipality stichting fundacja foundation fundatia vereniging school szkoła școala
    jeugdzorg politie buurtteam wijkteam ggd uwv svb ind belastingdienst kerk church parafia cafe
    nederland niderlandy holandia holandii holland olanda холандия нідерланди polska polacy polonia polen
    bulgaria bulgarije roemenië românia litouwen oekraïne redactie redakcja redacția nieuws news info
    admin administrator moderator anonymous anonim anoniem anonymus guest gast gość deleted member user
    uczestnik grupa group
"""
_NO_PERSON = frozenset(fold(_NO_PERSON_WORDS).split())


class Names:
    """Names and handles to look for: full names in either order, single ones of four letters or more."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_start: dict[str, list[re.Pattern[str]]] = defaultdict(list)
        for words in sorted({tuple(_WORD.findall(fold(name))) for name in names}, key=len, reverse=True):
            if _is_personal(words):
                for order in {words, words[::-1]}:
                    self._by_start[order[0][:2]].append(_pattern(order))

    def redact(self, text: str) -> str:
        """The text with [name] in place of each name."""
        spans = self._spans(text)
        for start, end in reversed(spans):
            text = f"{text[:start]}[name]{text[end:]}"
        return text

    def found_in(self, text: str) -> bool:
        """Whether one of the names stands in the text."""
        return bool(self._spans(text))

    def _spans(self, text: str) -> list[tuple[int, int]]:
        if not self._by_start:
            return []
        folded, spans, end = fold(text), [], 0
        for word in _WORD.finditer(folded):
            if word.start() < end:
                continue
            for pattern in self._by_start.get(word[0][:2], ()):
                if found := pattern.match(folded, word.start()):
                    end = found.end()
                    spans.append(found.span())
                    break
        return spans


def _is_personal(words: tuple[str, ...]) -> bool:
    letters = sum(char.isalpha() for word in words for char in word)
    return letters >= _FEWEST_LETTERS and not _NO_PERSON.intersection(words)


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_BETWEEN.join(_declined(word) for word in words) + r"(?![^\W_])")


def _declined(word: str) -> str:
    if len(word) < _FEWEST_LETTERS or not word.isalpha():
        return re.escape(word)
    stem = word[:-2] if word.endswith(("as", "is", "us")) else word.rstrip(_VOWELS)
    if len(stem) < _FEWEST_LETTERS - 1:
        stem = word
    return f"(?:{re.escape(word)}|{re.escape(stem)}(?:{fold(_ENDINGS)})?)"
