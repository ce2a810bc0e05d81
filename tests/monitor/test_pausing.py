"""Pausing a source changes one line of its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config import load_settings
from monitor.errors import SettingsError
from monitor.pausing import set_paused, with_paused
from monitor.records import Community, Source
from monitor.rights import local
from monitor.source_files import find_source, save_source


def test_comments_and_order_stay() -> None:
    text = "# mine\nid: a\npaused: false # for now\nevery: 6h\n"
    assert with_paused(text, True) == "# mine\nid: a\npaused: true # for now\nevery: 6h\n"
    assert with_paused("id: a\n", True) == "id: a\npaused: true\n"


def test_a_source_is_paused_and_goes_on(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    settings.sources_dir.mkdir()
    community = Community(language="pl", region="Helmond")
    source = Source.model_validate(
        {"id": "a", "type": "feed", "title": "A", "address": "https://a.example/", "community": community}
    )
    save_source(settings.sources_dir, source)
    for paused in (True, False):
        set_paused(settings, "a", paused, local())
        assert find_source(settings.sources_dir, "a").paused is paused
    assert [path.name for path in settings.sources_dir.iterdir()] == ["a.yaml"]


def test_an_unknown_source_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no source “b”"):
        set_paused(load_settings(tmp_path), "b", True, local())
