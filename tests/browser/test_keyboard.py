"""Without a mouse: Tab reaches everything on every page in a sensible order."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Browser

from dashboard.pages import all_pages
from tests.browser.reading import visit
from tests.browser.tabbing import controls, unfold, walk


@pytest.mark.parametrize("name", list(all_pages()))
def test_tab_reaches_every_control_and_shows_where_it_is(
    name: str, browser: Browser, demo_dashboard: str
) -> None:
    with visit(browser, demo_dashboard) as visitor:
        page = visitor.open(name)
        unfold(page)
        visitor.wait()
        page.evaluate("() => document.activeElement.blur()")
        wanted = controls(page)
        stops = walk(page)
        reached = {stop.id for stop in stops}
        assert [control for id, control in wanted.items() if id not in reached] == []
        assert [stop.name for stop in stops if not stop.shown] == []
        inside = [stop for stop in stops if stop.in_main]
        backwards = [
            f"{here.name} → {there.name}"
            for here, there in pairwise(inside)
            if there.bottom <= here.top and there.left <= here.left
        ]
        assert backwards == []
