"""Variation in code, on the training side only: how the same post looks from another keyboard."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

_BULGARIAN = dict(
    zip("абвгдезийклмнопрстуфхц", "abvgdeziiklmnoprstufhc", strict=True),
    ж="zh", ч="ch", ш="sh", щ="sht", ъ="a", ь="i", ю="iu", я="q",
)  # fmt: skip


def without_diacritics(text: str) -> str:
    """ł→l, ș→s, ğ→g; letters without a decomposition by hand."""
    folded = unicodedata.normalize("NFKD", text.translate(str.maketrans("łŁıđøß", "lLidos")))
    return "".join(char for char in folded if not unicodedata.combining(char) or "\u0400" <= char <= "\u04ff")


def bulgarian_in_latin(text: str) -> str:
    """As typed without a Cyrillic keyboard."""
    return "".join(_BULGARIAN.get(char, char) for char in text.lower())


def with_typos(text: str, chance: random.Random) -> str:
    """About one slip in thirty letters: a letter lost, doubled, or two swapped."""
    letters = list(text)
    for at in range(len(letters) - 1, 0, -1):
        if not letters[at].isalpha() or chance.random() > 1 / 30:
            continue
        kind = chance.randrange(3)
        if kind == 0:
            del letters[at]
        elif kind == 1:
            letters.insert(at, letters[at])
        else:
            letters[at - 1], letters[at] = letters[at], letters[at - 1]
    return "".join(letters)


def without_marks(text: str) -> str:
    """No punctuation, no capitals: typed in a hurry."""
    return " ".join("".join(char if char.isalnum() else " " for char in text.lower()).split())


def variations(text: str, language: str, chance: random.Random) -> list[str]:
    """One or two variations of the text, none equal to it."""
    ways: list[Callable[[str], str]] = [
        without_diacritics,
        without_marks,
        lambda one: with_typos(one, chance),
    ]
    if language == "bg":
        ways.append(bulgarian_in_latin)
    made = {way(text) for way in chance.sample(ways, 2)}
    return sorted(made - {text})
