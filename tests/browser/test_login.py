"""Logging in at a real provider in a real browser: which role one has, what is refused, and logging out."""

from __future__ import annotations

import stat
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.provider import SECRET
from tests.browser.team import Team, team_at_work


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    with team_at_work(tmp_path_factory.mktemp("team")) as one:
        yield one


def test_who_has_not_logged_in_can_check_a_rumour_and_nothing_else(browser: Browser, team: Team) -> None:
    with team.visitor(browser) as page:
        page.goto(f"{team.address}/sources?lang=en")
        expect(page.get_by_label("What did you hear?")).to_be_visible()
        expect(page.get_by_text("This installation")).to_have_count(0)
        expect(page.get_by_role("link", name="Sources")).to_have_count(0)


def test_an_editor_sees_their_role_is_refused_what_is_not_theirs_and_logs_out(
    browser: Browser, team: Team
) -> None:
    with team.person(browser, "ana") as page:
        expect(page.get_by_text("Ana · editor")).to_be_visible()
        page.goto(f"{team.address}/sources?lang=en")
        page.get_by_role("button", name="Pause").or_(page.get_by_role("button", name="Resume")).click()
        expect(page.get_by_text("Your role does not allow this.")).to_be_visible()
        assert "paused: true" in (team.home / "sources" / "example-feed.yaml").read_text("utf-8")
        before = team.provider.logged_out
        page.get_by_role("button", name="Log out").click()
        expect(page.get_by_role("button", name="Log in")).to_be_visible()
        assert team.provider.logged_out == before + 1
        page.goto(f"{team.address}/sources?lang=en")
        expect(page.get_by_label("What did you hear?")).to_be_visible()
        expect(page.get_by_text("Ana")).to_have_count(0)


def test_an_account_without_a_role_sees_nothing(browser: Browser, team: Team) -> None:
    with team.person(browser, "rob") as page:
        expect(page.get_by_text("Your account has no role here yet.")).to_be_visible()
        expect(page.get_by_label("What did you hear?")).to_have_count(0)


def test_an_old_login_no_longer_counts(browser: Browser, team: Team) -> None:
    with team.person(browser, "old") as page:
        expect(page.get_by_role("button", name="Log in")).to_be_visible()
        expect(page.get_by_text("Old ·")).to_have_count(0)


def test_the_client_secret_lies_in_a_file_of_its_owner_only(team: Team) -> None:
    [file] = team.home.glob("dashboard-secrets-*.toml")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert SECRET in file.read_text("utf-8")
