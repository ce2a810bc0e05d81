"""A key person without a login, on a phone: pastes what they heard, takes the answer along, and reports."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from monitor.config import load_settings
from monitor.home import load_checker
from monitor.store import Lake
from monitor.tips import recent_tips
from tests.browser.reading import Visit, too_wide
from tests.browser.team import Team, team_at_work

PHONE = (390, 844)
HEARD = "Podobno w Holandii gmina zabiera dzieci, jak tylko poprosisz o pomoc. Uważajcie! Tel. 512 345 678"
LINKS = {"WhatsApp": "text", "Telegram": "text", "E-mail": "body"}  # and where each carries the answer


@pytest.fixture(scope="module")
def team(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    with team_at_work(tmp_path_factory.mktemp("key-person"), like=demo_home) as one:
        yield one


@contextmanager
def phone(browser: Browser, team: Team) -> Iterator[Page]:
    """A Polish phone on the bare address, with what was heard pasted and checked."""
    with team.visitor(browser, PHONE, "pl-PL") as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=team.address)
        page.goto(team.address)
        page.get_by_label("Jaka plotka do Ciebie dotarła?").fill(HEARD)
        page.get_by_role("button", name="Sprawdź").click()
        expect(page.get_by_text("To jest ta plotka: „Zabierają dzieci rodzicom”")).to_be_visible()
        Visit(page, team.address).wait()  # a button that is still moving takes no press
        yield page


def test_takes_the_romanian_answer_along(browser: Browser, team: Team) -> None:
    [myth] = load_checker(load_settings(team.home)).check(HEARD, "ro").myths
    assert myth.reply is not None
    answer = myth.reply.text
    with phone(browser, team) as page:
        # The button stays within reach of the thumb, however long the answer is.
        expect(page.get_by_role("button", name="Kopiuj")).to_be_in_viewport(ratio=1)
        page.get_by_role("combobox", name="Odpowiedź w języku").click()
        page.get_by_role("option", name="rumuński").click()
        expect(page.get_by_text(answer.splitlines()[0])).to_be_visible()
        Visit(page, team.address).wait()  # text and button arrive one after the other, within the same moment
        expect(page.get_by_role("button", name="Kopiuj")).to_be_in_viewport(ratio=1)
        page.get_by_role("button", name="Kopiuj").click()
        expect(page.get_by_role("button", name="Skopiowano")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == answer
        assert not any(sign in answer for sign in ("<", "**", "&amp;", "]("))
        for name, part in LINKS.items():
            link = page.get_by_role("link", name=name).get_attribute("href") or ""
            assert parse_qs(urlsplit(link).query)[part] == [answer]
        assert too_wide(page) == 0


def test_reports_that_they_heard_it_too(browser: Browser, team: Team) -> None:
    with phone(browser, team) as page:
        page.get_by_text("Do mnie też to dotarło").click()
        page.get_by_label("Gdzie?").fill("Helmond")
        Visit(page, team.address).wait()  # while the part unfolds, its button moves and takes no press
        page.get_by_role("button", name="Zgłoś").click()
        expect(page.get_by_text("Dziękujemy.")).to_be_visible()
    with Lake.open(load_settings(team.home)) as lake:
        [tip] = recent_tips(lake, 1)
    assert (tip.place, tip.language) == ("Helmond", "pl")
    assert tip.text.startswith("Podobno w Holandii gmina zabiera dzieci")
    assert "512" not in tip.text


def test_says_that_it_is_none_of_these(browser: Browser, team: Team) -> None:
    with phone(browser, team) as page:
        page.get_by_role("button", name="Żadna z tych").click()
        expect(page.get_by_text("Dziękujemy.")).to_be_visible()
    with Lake.open(load_settings(team.home)) as lake:
        kept = lake.query(
            "SELECT none_of_these FROM reviews JOIN tips ON tip_id = post_id WHERE text LIKE 'Podobno%'"
        ).to_pylist()
    assert kept == [{"none_of_these": True}]


def test_is_told_kindly_when_very_many_reports_came_in(browser: Browser, team: Team) -> None:
    settings = team.home / "settings.toml"
    settings.write_text(settings.read_text("utf-8").replace("[login]", "[login]\npublic_tips = 0"), "utf-8")
    with phone(browser, team) as page:
        page.get_by_role("button", name="Żadna z tych").click()
        expect(page.get_by_text("Spróbuj ponownie za godzinę")).to_be_visible()
        expect(page.get_by_text("Dziękujemy.")).to_have_count(0)
        expect(page.get_by_role("button", name="Kopiuj")).to_be_visible()
