"""Every page, in a real browser: it draws, asks nothing of anybody else, fits a phone, and is accessible."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from dashboard.pages import all_pages
from tests.browser.reading import PHONE, visit

PAGES = list(all_pages())
FOLDED = {"now": "Every rumour, week by week", "sources": "Add a place to read"}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_draws_asks_nothing_elsewhere_and_has_no_serious_fault(
    name: str, browser: Browser, demo_dashboard: str
) -> None:
    with visit(browser, demo_dashboard) as visitor:
        page = visitor.open(name)
        assert not page.query_selector('[data-testid="stException"], [role="dialog"]')
        assert len(visitor.text()) > 40
        assert visitor.outside() == []
        assert visitor.faults() == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_dark_phone_with_long_words(name: str, browser: Browser, demo_dashboard: str) -> None:
    with visit(browser, demo_dashboard, PHONE, "dark") as visitor:
        for language in ("bg", "nl"):
            visitor.open(name, lang=language)
            assert visitor.too_wide() == 0
        assert visitor.faults() == []


@pytest.mark.parametrize("name", FOLDED)
def test_what_is_unfolded_fits_a_phone_and_has_no_serious_fault(
    name: str, browser: Browser, demo_dashboard: str
) -> None:
    with visit(browser, demo_dashboard, PHONE) as visitor:
        visitor.open(name).get_by_text(FOLDED[name]).click()
        visitor.wait()
        assert visitor.too_wide() == 0
        assert visitor.faults() == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_an_empty_home_draws_and_fits_a_phone(
    name: str, browser: Browser, empty_dashboard: str
) -> None:
    with visit(browser, empty_dashboard, PHONE) as visitor:
        page = visitor.open(name, lang="pl")
        assert not page.query_selector('[data-testid="stException"], [role="dialog"]')
        assert len(visitor.text()) > 20
        assert visitor.too_wide() == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_a_million_posts_draws(name: str, browser: Browser, million_dashboard: str) -> None:
    with visit(browser, million_dashboard) as visitor:
        page = visitor.open(name)
        assert not page.query_selector('[data-testid="stException"], [role="dialog"]')
        assert len(visitor.text()) > 20


@pytest.mark.slow
def test_what_waits_among_a_million_posts_is_found(browser: Browser, million_dashboard: str) -> None:
    with visit(browser, million_dashboard) as visitor:
        page = visitor.open("label")
        page.get_by_role("textbox").first.fill("somebody")
        page.keyboard.press("Enter")
        # On a busy machine the page stands still for a moment before the posts are there.
        page.get_by_text("posts wait for a look").wait_for()
        visitor.wait()
        assert "posts wait for a look" in visitor.text()
