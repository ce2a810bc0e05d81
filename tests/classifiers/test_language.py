"""The language of posts as people type them: a floor per promised language, and what never changes."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.language import LANGUAGES, UNKNOWN, LanguageDetector
from classifiers.train.augment import bulgarian_in_latin

POSTS = Path(__file__).parents[2] / "data" / "sample" / "posts"
PROMISED = ("pl", "bg", "ro", "lt", "tr", "nl", "en", "uk")
MACRO, EACH = 0.97, 0.95  # measured 2026-11: 0.99 and 0.97; to be raised, never lowered, with the tables

detector = LanguageDetector()


def posts(language: str) -> list[str]:
    lines = (POSTS / f"{language}.jsonl").read_text("utf-8").splitlines()
    texts = dict.fromkeys(json.loads(line)["text"] for line in lines)
    return [text for text in texts if len(text) >= 20]


def without_diacritics(text: str) -> str:
    latin = text.translate({ord("ł"): "l", ord("ı"): "i", ord("Ł"): "L"})
    return "".join(
        char if "\u0400" <= char <= "\u052f" else unicodedata.normalize("NFD", char)[0] for char in latin
    )


def right(texts: list[str], language: str) -> float:
    found = detector.detect(texts, [None] * len(texts))
    return sum(one == language for one, _ in found) / len(texts)


@pytest.mark.parametrize("typed", [str, without_diacritics], ids=["as written", "without diacritics"])
def test_posts_of_the_promised_languages_reach_the_floor(typed: Callable[[str], str]) -> None:
    shares = {language: right([typed(text) for text in posts(language)], language) for language in PROMISED}
    assert sum(shares.values()) / len(shares) >= MACRO, shares
    assert min(shares.values()) >= EACH, shares


def test_bulgarian_in_latin_letters_is_bulgarian() -> None:
    assert right([bulgarian_in_latin(text) for text in posts("bg")], "bg") >= EACH


def test_the_same_text_gets_the_same_answer_in_any_company() -> None:
    texts = [text for language in PROMISED for text in posts(language)[:20]]
    together = detector.detect(texts, [None] * len(texts))
    alone = [LanguageDetector().detect([text], [None])[0] for text in texts[:3]]
    assert together == detector.detect(texts, [None] * len(texts))
    assert together[:3] == alone


@pytest.mark.parametrize(
    "text", ["", " \n", "🙂🙂", "12:30 €5,-", "https://example.org/a", "@anna", "日本語です"]
)
def test_where_there_is_nothing_to_detect_it_says_so(text: str) -> None:
    assert detector.detect([text], ["pl"]) == [(UNKNOWN, 0.0)]


@pytest.mark.parametrize(("text", "hint"), [("ok", "lt"), ("no", "ro"), ("da", "bg"), ("mama", "pl")])
def test_the_usual_language_of_the_place_makes_itself_likelier(text: str, hint: str) -> None:
    other = "nl" if hint != "nl" else "en"
    [(found, score)] = detector.detect([text], [hint])
    [(unhinted, before)] = detector.detect([text], [other])
    assert found == hint or unhinted != hint
    assert found != hint or unhinted != hint or score > before


@given(st.text(alphabet=st.characters(), max_size=300), st.sampled_from([None, "pl", "bg", "xx", ""]))
def test_any_string_gets_an_answer(text: str, hint: str | None) -> None:
    [(language, score)] = detector.detect([text], [hint])
    assert language in (*LANGUAGES, UNKNOWN)
    assert 0.0 <= score <= 1.0
    assert (language == UNKNOWN) == (score == 0.0)


@given(st.text(alphabet=st.characters(categories=["Cs", "Cn", "Co", "Mn", "Lo"]), max_size=60))
def test_strange_letters_are_no_fault(text: str) -> None:
    assert detector.detect([text], [None])[0][0] in (*LANGUAGES, UNKNOWN)


def test_fewer_languages_may_be_asked_for() -> None:
    assert LanguageDetector(["nl", "pl"]).detect(["Ik heb een vraag over de school"], [None])[0][0] == "nl"
    with pytest.raises(ValueError, match="xx"):
        LanguageDetector(["nl", "xx"])
