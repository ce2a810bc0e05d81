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


def as_shared(text: str, chance: random.Random) -> str:
    """With the marks that platforms leave on a shared post; none of them says anything about a claim."""
    link = "https://t.co/" + "".join(chance.choices("abcdefghXYZ0123456789", k=9))
    return chance.choice((f"RT @user: {text}", f"{text} {link}", f"@user {text}", f"{text} #nl {link}"))


def fragment(text: str, chance: random.Random) -> str:
    """A few words out of the middle, as cut-off posts and replies are."""
    words = text.split()
    length = chance.randint(3, 12)
    start = chance.randint(0, max(0, len(words) - length))
    return " ".join(words[start : start + length])


def varied(post: LabelledPost, chance: random.Random) -> LabelledPost:
    """The post as another keyboard would have typed it; every second one stays as it is.

    Of posts without a myth some become fragments: a stream is full of texts that say little, and no piece of
    such a post speaks of a myth. Nobody told their sentiment, so they count as the catalogue's.
    """
    if not post.myths and chance.random() < 0.2:
        return replace(post, text=fragment(post.text, chance), writer="catalogue")
    if chance.random() < 0.45:
        return post
    ways: list[Callable[[str], str]] = [
        without_diacritics,
        without_marks,
        lambda one: with_typos(one, chance),
        lambda one: with_emoji(one, chance),
        lambda one: with_other_spacing(one, chance),
        lambda one: as_shared(one, chance),
    ]
    if post.language == "bg":
        ways += [bulgarian_in_latin, bulgarian_in_latin]
    text = chance.choice(ways)(post.text)
    return replace(post, text=text) if text.strip() else post
