"""The page Sources says how each source fares, and pauses and tests it."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.health import check_words, last_read, state_words
from monitor.config import load_settings
from monitor.doctor import Finding
from monitor.home import SourceState
from monitor.log import entries
from monitor.records import Source
from monitor.rights import local
from monitor.silence import SourceWeeks
from monitor.source_files import find_source, save_source
from monitor.store import Lake
from tests.conftest import MakeHome
from tests.dashboard.homes import SOURCE, drawn, html_of
from tests.monitor.labelled import WEEK


def test_a_source_is_paused_and_goes_on(make_home: MakeHome, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = make_home("home")
    id = sorted(path.stem for path in settings.sources_dir.glob("*.yaml"))[0]
    page = drawn("sources", settings.home, monkeypatch)
    assert "All is well with all" in html_of(page)
    page.button(key=f"pause-{id}").click().run()
    assert find_source(settings.sources_dir, id).paused
    assert "Paused" in html_of(page)
    page.button(key=f"pause-{id}").click().run()
    assert not find_source(settings.sources_dir, id).paused


def test_a_test_says_what_it_saw_and_stores_nothing(
    make_home: MakeHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = make_home("home")
    page = drawn("sources", settings.home, monkeypatch)
    page.button(key="test-pl-helmond-kanal").click().run()
    assert not page.exception
    assert "It can be read" in html_of(page)
    assert "last read: never · posts: 0" in html_of(page)


def test_a_bad_file_is_named_with_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings(tmp_path)
    settings.sources_dir.mkdir()
    (settings.sources_dir / "broken.yaml").write_text("id: [", "utf-8")
    address = {"address": "https://a.example/", "type": "feed"}
    save_source(settings.sources_dir, SOURCE.model_validate({**SOURCE.model_dump(), **address}))
    shown = html_of(drawn("sources", tmp_path, monkeypatch))
    assert "1 source needs a look." in shown
    assert "not valid YAML" in shown


def typed(page: AppTest, source: Source) -> AppTest:
    """The page with a new source typed into its form."""
    page.selectbox(key="new-source-kind-0").set_value(source.type).run()
    page.text_input(key="new-source-address-0").set_value(source.url)
    page.text_input(key="new-source-title-0").set_value(source.title)
    page.selectbox(key="new-source-language-0").set_value("bg")
    page.selectbox(key="new-source-region-0").set_value("Zeeland")
    return page


def submit(page: AppTest, label: str) -> AppTest:
    return (
        next(one for one in page.button if one.label == label and "new-source" in one.form_id).click().run()
    )


def test_a_new_source_is_tried_and_then_added(make_home: MakeHome, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = make_home("home")
    known = find_source(settings.sources_dir, "pl-helmond-kanal")
    page = typed(
        drawn("sources", settings.home, monkeypatch), known.model_copy(update={"title": "Нашият канал"})
    )
    before = sorted(settings.sources_dir.glob("*.yaml"))

    submit(page, "Test")
    assert "It can be read" in html_of(page)
    assert sorted(settings.sources_dir.glob("*.yaml")) == before

    submit(page, "Add")
    assert not page.exception
    assert "“Нашият канал” is added." in html_of(page)
    [path] = set(settings.sources_dir.glob("*.yaml")) - set(before)
    added = find_source(settings.sources_dir, path.stem)
    assert (added.type, added.url, added.community.id) == (known.type, known.url, "bg-zeeland")
    with Lake.open(settings) as lake:
        assert [entry["action"] for entry in entries(lake, local())] == ["source added"]
    assert page.text_input(key="new-source-address-1").value == ""


def test_what_cannot_be_a_source_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = typed(drawn("sources", tmp_path, monkeypatch), SOURCE)
    page.text_input(key="new-source-address-0").set_value("our group")
    submit(page, "Add")
    assert not page.exception
    assert "Something that you filled in cannot be used." in html_of(page)
    assert not list((tmp_path / "sources").glob("*"))


def test_silence_is_a_state_of_its_own() -> None:
    state = SourceState("a", "feed", "ok", None, 240, "0 new of 0 seen")
    assert "gone quiet" in state_words(state, SourceWeeks([WEEK], [2], 20))
    assert state_words(state, SourceWeeks([WEEK], [29], 20)) == "All is well."


def test_what_a_run_could_not_take_is_counted() -> None:
    state = SourceState("a", "feed", "ok", None, 240, "3 new of 5 seen; 2 left out, first #7: no date", 2)
    assert last_read(state).endswith("posts: 240 · 2 posts left out")


def test_a_check_stands_with_its_remedy() -> None:
    words = check_words(Finding("contact for sites", False, "empty", "Run `myth-monitor init`."))
    assert words == "○ Contact for the sites that are read: empty. Run `myth-monitor init`."
