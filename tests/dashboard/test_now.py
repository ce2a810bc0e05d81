"""Now: a week is grey where it was not read, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dashboard.homes import drawn, html_of


def test_the_demo_was_read_in_every_week_that_is_shown(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = drawn("now", demo_home, monkeypatch)
    assert "posts, usually" in html_of(page)  # a small line of weeks stands there
    assert "grey: nothing was read" not in html_of(page)
