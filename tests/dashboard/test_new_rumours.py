"""A group of posts is named, set aside, put back and made known on screen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.config import load_settings
from monitor.store import Lake
from tests.dashboard.homes import drawn, html_of
from tests.monitor import test_new_rumours as rumours
from tests.monitor.labelled import SOURCE

NASTY = "<img src=x onerror=alert(1)> **bank** zamyka"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from dashboard import data

    monkeypatch.setattr(data, "today", lambda: rumours.TODAY)
    with Lake.open(load_settings(tmp_path)) as lake:
        lake.start_run("run", SOURCE)
        rumours.claim(lake, [NASTY, *rumours.BANK[1:]], 2)
    return tmp_path


def test_quiet_weeks_look_finished(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboard import data

    monkeypatch.setattr(data, "today", lambda: datetime.now(UTC).date() + timedelta(weeks=60))
    assert "Nothing new" in html_of(drawn("new_rumours", home, monkeypatch))


def test_a_group_is_named_set_aside_and_put_back(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = drawn("new_rumours", home, monkeypatch)
    shown = html_of(page)
    assert "1 group of posts says something that no known rumour covers" in shown
    assert "&lt;img src=x onerror=alert(1)&gt; **bank**" in shown
    assert "posts: &lt;5" in shown
    page.text_input(key="name-field").set_value("Ana").run()
    words = next(one for one in page.text_input if one.label == "What do you call it?")
    words.set_value("the bank")
    next(one for one in page.button if one.label == "Keep the name").click().run()
    assert "the bank" in html_of(page)
    next(one for one in page.button if one.label == "Set aside").click().run()
    assert not page.exception
    assert "Nothing new" in html_of(page)


def test_a_group_is_made_known(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = drawn("new_rumours", home, monkeypatch)
    page.text_input(key="name-field").set_value("Ana").run()
    next(one for one in page.button if one.label == "Make it a known rumour").click().run()
    page.text_input(key="f-title-en").set_value("The bank closes accounts")
    page.text_area(key="f-claim-en").set_value("Banks close accounts of foreigners.")
    page.text_input(key="f-harmed").set_value("Everybody with an account")
    page.text_input(key="f-how").set_value("They keep cash at home")
    next(one for one in page.button if one.label.startswith("Write it into")).click().run()
    assert not page.exception
    assert (home / "myths" / "the-bank-closes-accounts.yaml").is_file()
    assert "the-bank-closes-accounts.yaml is written" in str([one.value for one in page.success])
