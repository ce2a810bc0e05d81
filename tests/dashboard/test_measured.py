"""The grey line says how many matches are right, as a part of ten that is never all, and who measured it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import data, measured
from monitor.right_matches import RightMatches
from tests.dashboard.homes import drawn, fill, html_of


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.87, (9, 10)), (0.94, (9, 10)), (0.97, (19, 20)), (0.978, (49, 50)), (1.0, (99, 100)), (0.0, (0, 10))],
)
def test_a_share_is_said_as_a_part_of_few(share: float, said: tuple[int, int]) -> None:
    assert measured.out_of(share) == said


@pytest.mark.parametrize("name", ["now", "myth", "research"])
def test_it_stands_in_the_grey_line_where_it_was_measured(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path)
    assert "matches are right" not in html_of(
        drawn(name, tmp_path, monkeypatch)
    )  # by no model that was measured
    figure = RightMatches(0.91, 0.89, 0.93, 960, "evaluation")
    monkeypatch.setattr(data, "right_matches", lambda _version: figure)
    shown = html_of(drawn(name, tmp_path, monkeypatch))
    assert "≈ 9 of 10 matches are right (measured on 960 invented posts)" in shown
    figure = RightMatches(0.82, 0.7, 0.9, 64, "people")
    shown = html_of(drawn(name, tmp_path, monkeypatch))
    assert "≈ 8 of 10 matches are right (people here looked at 64 matches)" in shown
