"""The pictures in docs show every page there is (`python -m tests.browser.screenshots` makes them)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.pages import all_pages

DOCS = Path(__file__).parents[2] / "docs"
_MOST_BYTES = 4_000_000  # they travel with the code


@pytest.mark.parametrize("name", all_pages())
def test_a_page_stands_in_the_pictures_wide_and_on_a_phone_light_and_dark(name: str) -> None:
    shown = set(re.findall(r'src="images/([^"]+)"', (DOCS / "pictures.md").read_text("utf-8")))
    wanted = {f"{name}-{size}-{ground}.png" for size in ("wide", "phone") for ground in ("light", "dark")}
    assert wanted <= shown
    assert all((DOCS / "images" / one).is_file() for one in wanted)


def test_the_pictures_are_small_enough_to_be_kept() -> None:
    assert sum(path.stat().st_size for path in (DOCS / "images").iterdir()) < _MOST_BYTES
