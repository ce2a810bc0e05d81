"""The page of the answers: one text from its draft to where it was posted, and whose word counts for what."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.versions import compared
from monitor.config import load_settings
from monitor.corrections import corrections
from monitor.response_desk import history_of
from tests.dashboard.homes import drawn, html_of

CONTACT = '[contacts]\nlocal_contact = "Wijkteam"\n'
NEW = "In de wet staat niets over het aantal kamers in een huis. Vraag het uw gemeente."
SCOPE = "own-bedroom-nl-comment"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    (tmp_path / "settings.toml").write_text(CONTACT, "utf-8")
    page = drawn("responses", tmp_path, monkeypatch)
    page.selectbox(key="answer-myth").set_value("own-bedroom")
    page.selectbox(key="answer-language").set_value("nl")
    return page.run()


def as_person(page: AppTest, name: str) -> AppTest:
    page.text_input(key="name-field").set_value(name)
    return page.run()


def pressed(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click().run()
    assert not page.exception, page.exception
    return page


def written(page: AppTest, text: str) -> AppTest:
    page.text_area(key=f"new-text-{SCOPE}").set_value(text)
    save = next(one for one in page.button if one.label == "Save as a draft")
    save.click().run()
    assert not page.exception, page.exception
    return page


def test_what_ships_is_shown_as_checked_and_not_yet_approved(page: AppTest) -> None:
    assert "In use: version 1, ◐ checked, not yet approved." in html_of(page)
    assert "checked by the project" in html_of(page)


def test_an_answer_goes_from_draft_to_posted_by_three_people(page: AppTest, tmp_path: Path) -> None:
    as_person(page, "Ana")
    written(page, NEW)
    assert "Version 2 is a draft" in page.success[0].value
    pressed(page, "do-check")
    pressed(page, "do-approve")
    assert "a colleague has to approve it" in html_of(page)
    as_person(page, "Ben")
    pressed(page, "do-approve")
    assert "In use: version 2, ● approved." in html_of(page)
    page.text_input(key="posted-place").set_value("school in Helmond")
    next(one for one in page.button if one.label == "Note it").click().run()
    [row] = corrections(load_settings(tmp_path))
    assert (row["place"], row["response_version"], row["posted_by"]) == ("school in Helmond", 2, "Ben")
    assert "approved by Ben" in html_of(page)


def test_without_a_name_nothing_is_signed(page: AppTest, tmp_path: Path) -> None:
    written(page, NEW)
    assert "Something that you filled in cannot be used." in html_of(page)
    assert history_of(load_settings(tmp_path), "own-bedroom", "nl").newest == 1


def test_a_text_with_a_fault_is_kept_from_being_checked_and_says_why(page: AppTest) -> None:
    as_person(page, "Ana")
    written(page, NEW * 10)
    pressed(page, "do-check")
    assert "The text has a fault" in html_of(page)
    assert "at most 500" in html_of(page)


def test_who_was_faster_is_not_overwritten_and_the_own_text_stays(page: AppTest, tmp_path: Path) -> None:
    from monitor.response_desk import draft
    from monitor.rights import local

    as_person(page, "Ana")
    settings = load_settings(tmp_path)
    texts = history_of(settings, "own-bedroom", "nl").version(1).texts
    draft(settings, "own-bedroom", "nl", texts, local("Ben"))
    written(page, NEW)
    assert "Somebody wrote a newer version meanwhile" in html_of(page)
    assert page.text_area(key=f"new-text-{SCOPE}").value == NEW
    assert history_of(settings, "own-bedroom", "nl").newest == 2
    written(page, NEW)
    assert history_of(settings, "own-bedroom", "nl").version(3).written_by == "Ana"


def test_a_withdrawn_answer_is_in_use_no_more(page: AppTest) -> None:
    as_person(page, "Ana")
    pressed(page, "do-retire")
    assert "No text is in use." in html_of(page)


def test_the_list_says_what_is_missing_and_what_waits(page: AppTest) -> None:
    as_person(page, "Ana")
    written(page, NEW)
    assert "1 text waits for a colleague" in html_of(page)


def test_differences_are_marked_word_by_word_and_stay_plain_text() -> None:
    before, after = compared("Every <b>child</b> must", "No <b>child</b> must")
    assert before == "<del>Every</del> &lt;b&gt;child&lt;/b&gt; must"
    assert after == "<ins>No</ins> &lt;b&gt;child&lt;/b&gt; must"
