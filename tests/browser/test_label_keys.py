"""Label is worked by single keys: one answers, and `z` takes the last answer back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from monitor.config import load_settings
from monitor.reviews import standing
from monitor.store import Lake
from tests.browser.reading import visit
from tests.browser.serving import serving


@pytest.fixture
def own_dashboard(demo_home: Path, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A copy of the demo's home, in which something may be changed, and its dashboard."""
    home = tmp_path / "home"
    shutil.copytree(demo_home, home)
    with serving(home, tmp_path / "log") as address:
        yield home, address


def test_label_is_worked_by_single_keys_and_z_takes_the_last_one_back(
    browser: Browser, own_dashboard: tuple[Path, str]
) -> None:
    home, address = own_dashboard
    with visit(browser, address) as visitor:
        page = visitor.open("label")
        name = page.get_by_label("Your name or initials, for the record")
        name.fill("Zofia")
        name.press("Enter")
        name.blur()
        waiting = page.get_by_text("wait for a look")
        expect(waiting).to_be_visible()
        visitor.wait()
        begin = int(waiting.inner_text().split()[0])
        post = page.locator("blockquote").inner_text()
        page.keyboard.press("1")
        expect(waiting).to_have_text(f"{begin - 1} posts wait for a look.")
        assert kept(home) == [("Zofia", "asserts")]
        visitor.wait()
        # In a field, keys are letters.
        name.focus()
        name.press("z")
        visitor.wait()
        assert kept(home) == [("Zofia", "asserts")]
        name.press("Backspace")
        name.blur()
        visitor.wait()
        page.keyboard.press("z")
        expect(waiting).to_have_text(f"{begin} posts wait for a look.")
        expect(page.locator("blockquote")).to_have_text(post, use_inner_text=True)
        assert kept(home) == []


def kept(home: Path) -> list[tuple[str, str | None]]:
    """Who said what of the posts in the queue."""
    with Lake.open(load_settings(home)) as lake:
        return [(one.reviewer, one.label.stance) for one in standing(lake, ["suggested"])]
