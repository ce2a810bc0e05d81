"""Streamlit's settings and the colours of the charts are the same theme."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from dashboard.theme import DARK, LIGHT, Palette

CONFIG = Path(__file__).parents[2] / "dashboard" / "start" / ".streamlit" / "config.toml"


@pytest.mark.parametrize(("ground", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_pages_and_charts_have_the_same_ground(ground: str, palette: Palette) -> None:
    theme = tomllib.loads(CONFIG.read_text("utf-8"))["theme"]
    assert (theme[ground]["backgroundColor"], theme[ground]["textColor"]) == (palette.ground, palette.text)


def test_the_typeface_is_the_one_that_is_shipped() -> None:
    assert "http" not in CONFIG.read_text("utf-8")
