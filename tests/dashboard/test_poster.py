"""A poster leads to «Check a rumour» in the readers' language, and loads nothing."""

from __future__ import annotations

import pytest

from dashboard.language import LANGUAGES
from dashboard.pages.poster import check_address, sheet


def test_the_code_opens_the_check_in_the_readers_language() -> None:
    assert check_address("https://m.example/", "pl") == "https://m.example/check?lang=pl"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_stands_alone(language: str) -> None:
    page = sheet(language, "<b>Helmond</b>", "https://m.example/check?lang=pl")
    assert f'<html lang="{language}">' in page
    assert "<svg" in page
    assert "&lt;b&gt;Helmond" in page
    assert "src=" not in page
    assert "href=" not in page


def test_the_sheet_speaks_the_language_of_its_readers() -> None:
    assert "plotkę" in sheet("pl", "", "https://m.example")
