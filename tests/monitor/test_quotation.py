"""A title stands in the quotation marks that its reader knows from school."""

from __future__ import annotations

import pytest

from monitor.quotation import quotation_marks, quoted
from monitor.records import PROMISED_LANGUAGES


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("pl", "„Szkoła”"),
        ("bg", "„Szkoła“"),
        ("ro", "„Szkoła”"),
        ("lt", "„Szkoła“"),
        ("nl", "‘Szkoła’"),
        ("en", "“Szkoła”"),
        ("tr", "“Szkoła”"),
        ("uk", "«Szkoła»"),
    ],
)
def test_each_language_has_its_own_marks(language: str, title: str) -> None:
    assert quoted("Szkoła", language) == title


def test_no_promised_language_is_left_out() -> None:
    assert set(PROMISED_LANGUAGES) <= set(quotation_marks())


def test_any_other_language_gets_the_english_marks() -> None:
    assert quoted("Szkoła", "hr") == "“Szkoła”"


def test_dots_in_a_wording_stay() -> None:
    assert quoted("they say …", "pl") == "„they say …”"
