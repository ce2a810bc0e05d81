"""A team's answer in a real browser: an editor drafts, a colleague checks, a third approves, and it is posted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from monitor.config import load_settings
from monitor.corrections import corrections
from monitor.response_desk import history_of, record_of
from tests.browser.team import Team, team_at_work

NEW = "In de wet staat niets over het aantal kamers in een huis. Vraag het uw gemeente."


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    with team_at_work(tmp_path_factory.mktemp("team")) as one:
        yield one


def open_answer(page: Page, team: Team) -> None:
    """The answer to «own bedroom» in Dutch, by its cell in the table."""
    page.goto(f"{team.address}/responses?lang=en")
    page.get_by_role("button", name="Every child must have its own bedroom, Dutch").click()
    expect(page.get_by_role("heading", name="Every child must have its own bedroom · Dutch")).to_be_visible()


def test_three_people_bring_an_answer_into_use_and_note_where_it_was_posted(
    browser: Browser, team: Team
) -> None:
    settings = load_settings(team.home)
    with team.person(browser, "ana") as page:
        open_answer(page, team)
        page.get_by_text("Write a new version").click()
        page.get_by_role("textbox", name="public comment").fill(NEW)
        page.get_by_role("button", name="Save as a draft").click()
        expect(page.get_by_text("Version 2 is a draft.")).to_be_visible()
    with team.person(browser, "cor") as page:
        open_answer(page, team)
        page.get_by_role("button", name="I read it against its facts").click()
        expect(page.get_by_text("Now a colleague approves it.")).to_be_visible()
        page.get_by_role("button", name="Approve", exact=True).click()
        expect(page.get_by_text("Your role does not allow this.")).to_be_visible()
    assert history_of(settings, "own-bedroom", "nl").version(2).state == "checked"
    with team.person(browser, "ben") as page:
        open_answer(page, team)
        page.get_by_role("button", name="Approve", exact=True).click()
        expect(page.get_by_text("In use: version 2, ● approved.")).to_be_visible()
        page.get_by_text("Posted here").click()
        page.get_by_label("Or another place").fill("school in Helmond")
        page.get_by_role("button", name="Note it").click()
        expect(page.get_by_text("Noted: it was posted there.")).to_be_visible()
    did = [
        (row["who"].partition(" · ")[0], row["did"]) for row in record_of(settings, "own-bedroom", "nl")[2:]
    ]
    assert did == [("Ana", "draft"), ("Cor", "checked"), ("Ben", "approved")]
    [posted] = corrections(settings)
    assert (posted["place"], posted["response_version"]) == ("school in Helmond", 2)
