"""Variation in code, on the training side only: how the same post looks from another keyboard."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from classifiers.dataset import LabelledPost

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


def with_emoji(text: str, chance: random.Random) -> str:
    """A sign at the end that says nothing about the claim."""
    return f"{text} {chance.choice('🙂🤔🙈👍🤷💬')}"


def with_other_spacing(text: str, chance: random.Random) -> str:
    """Signs repeated or glued, as a phone's keyboard leaves them."""
    return text.replace(", ", chance.choice((",", " , ", " ")))


def varied(post: LabelledPost, chance: random.Random) -> LabelledPost:
    """The post as another keyboard would have typed it; every second one stays as it is."""
    if chance.random() < 0.5:
        return post
    ways: list[Callable[[str], str]] = [
        without_diacritics,
        without_marks,
        lambda one: with_typos(one, chance),
        lambda one: with_emoji(one, chance),
        lambda one: with_other_spacing(one, chance),
    ]
    if post.language == "bg":
        ways += [bulgarian_in_latin, bulgarian_in_latin]
    text = chance.choice(ways)(post.text)
    return replace(post, text=text) if text.strip() else post
