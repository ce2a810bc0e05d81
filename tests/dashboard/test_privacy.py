"""The page Privacy: what is kept, erasing on request, and the log."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config import load_settings
from monitor.source_files import save_source
from monitor.store import Lake
from tests.dashboard.homes import SOURCE, drawn, fill, html_of


def test_a_post_is_looked_for_first_and_then_erased_and_the_log_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path)
    settings = load_settings(tmp_path)
    settings.sources_dir.mkdir()
    save_source(settings.sources_dir, SOURCE.model_copy(update={"type": "import"}))
    page = drawn("privacy", tmp_path, monkeypatch)
    assert "There are 10 now" in html_of(page)
    page.text_input(key="name-field").set_value("Ana").run()
    page.radio(key="erase-by").set_value("posts").run()
    page.text_input(key="erase-value").set_value("0" * 32)
    next(one for one in page.button if one.label == "Look it up").click().run()
    assert "1 post is found" in html_of(page)
    page.button(key="erase-now").click().run()
    assert not page.exception, page.exception
    assert page.success[0].value == "Erased: 1 post, and every trace of it."
    assert "There are 9 now" in html_of(page)
    log = page.dataframe[0].value
    assert list(log["Who"]) == ["Ana"]
    assert list(log["What"]) == ["erased by number"]
    with Lake.open(settings) as lake:
        assert lake.query("SELECT 1 FROM posts").num_rows == 9


def test_what_is_not_there_cannot_be_erased(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = drawn("privacy", tmp_path, monkeypatch)
    page.text_input(key="erase-value").set_value("https://nowhere.example/")
    next(one for one in page.button if one.label == "Look it up").click().run()
    assert "No post of that kind is kept here." in html_of(page)
    assert not any(one.key == "erase-now" for one in page.button)
