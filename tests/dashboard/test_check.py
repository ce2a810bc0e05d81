"""A key person pastes what they heard and takes an answer along; nothing personal is kept."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.plain import plain
from monitor.config import load_settings
from monitor.responses import load_responses
from monitor.store import Lake
from tests.dashboard.homes import drawn, html_of

HEARD = "W Holandii zabierają dzieci, jak poprosisz o pomoc"


def asked(text: str, home: Path, monkeypatch: pytest.MonkeyPatch, language: str = "pl") -> AppTest:
    page = drawn("check", home, monkeypatch, language)
    page.text_area(key="heard").set_value(text)
    page.button[0].click().run()
    assert not page.exception
    return page


def rows(home: Path, table: str) -> list[dict[str, object]]:
    with Lake.open(load_settings(home)) as lake:
        found: list[dict[str, object]] = lake.query(f"SELECT * FROM {table}").to_pylist()
        return found


def test_the_answer_can_be_taken_along_in_the_language_of_choice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = asked(HEARD, tmp_path, monkeypatch)
    assert "Zabierają dzieci rodzicom" in html_of(page)
    page.selectbox(key="in-child-removal").set_value("ro").run()
    shown = html_of(page)
    whatsapp, telegram, mail = (one.proto.url for one in page.get("link_button"))
    [text] = parse_qs(urlsplit(whatsapp).query)["text"]
    assert "copi" in text
    assert text.splitlines()[0] in shown
    assert telegram.startswith("https://t.me/share/url?url=https%3A%2F%2F")
    assert mail.startswith("mailto:?subject=")


def test_who_says_it_decides_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = load_responses()["child-removal", "pl"].texts
    page = asked(HEARD, tmp_path, monkeypatch)
    assert page.radio(key="who-child-removal").value == "asserts"
    assert plain(prepared["comment"].text.splitlines()[0])[:60] in html_of(page)
    page.radio(key="who-child-removal").set_value("experience").run()
    assert not page.exception
    assert plain(prepared["experience"].text.splitlines()[0])[:60] in html_of(page)
    page.radio(key="who-child-removal").set_value("rejects").run()
    shown = html_of(page)
    assert plain(prepared["comment"].text.splitlines()[0])[:60] not in shown
    assert plain(prepared["experience"].text.splitlines()[0])[:60] not in shown


def test_what_was_said_of_one_text_is_not_said_of_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = asked(HEARD, tmp_path, monkeypatch)
    page.radio(key="who-child-removal").set_value("experience").run()
    page.text_area(key="heard").set_value(f"{HEARD}!")
    page.button[0].click().run()
    assert page.radio(key="who-child-removal").value == "asserts"


def test_who_knows_better_than_the_model_names_the_rumour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = asked("Jutro wyprzedaż rowerów pod kościołem", tmp_path, monkeypatch)
    assert not page.get("link_button")
    page.selectbox(key="named").set_value("own-bedroom").run()
    assert not page.exception
    prepared = load_responses()["own-bedroom", "pl"].texts["comment"].text
    assert plain(prepared.splitlines()[0])[:60] in html_of(page)
    page.text_area(key="heard").set_value("Dzień dobry wszystkim")
    page.button[0].click().run()
    assert page.selectbox(key="named").value is None


def test_none_of_these_is_kept_to_learn_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = asked(f"{HEARD}, tel. 512 345 678", tmp_path, monkeypatch)
    page.button(key="none").click().run()
    [tip], [review] = rows(tmp_path, "tips"), rows(tmp_path, "reviews")
    assert "512" not in str(tip["text"])
    assert (review["post_id"], review["none_of_these"]) == (tip["tip_id"], True)
    assert page.success


def test_a_report_keeps_place_and_language_and_no_personal_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = asked("Sprzedam rower, tel. 512 345 678", tmp_path, monkeypatch)
    page.text_input(key="place").set_value("Helmond")
    page.selectbox(key="spoken").set_value("bg")
    page.button[-1].click().run()
    [tip] = rows(tmp_path, "tips")
    assert (tip["place"], tip["language"]) == ("Helmond", "bg")
    assert "512" not in str(tip["text"])
