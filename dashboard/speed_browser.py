"""How fast the pages are for a reader: in a real browser, on a dashboard that runs as a process of its own.

Times are the browser's own: from the moment an address is opened, or a choice is clicked, until the page's first
sentence stands there («first paint»), and until nothing in the page changes any more («drawn»).
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.browser import browser_path
from dashboard.pages import all_pages
from monitor.serving import Served, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_VISITS = 5
_WINDOW = {"width": 1440, "height": 1000}
_PATIENCE = 150_000  # milliseconds
_QUIET = 400  # milliseconds in which nothing changes: then the page is drawn
_RUMOUR = "W Holandii zabierają dzieci, jak poprosisz o pomoc"
_LEFT_OUT = (
    "left out: first paint, filters and the server's memory, for there is no Chromium, Chrome or Edge with Playwright"
    " here (`pip install playwright` brings it)"
)

# Notes, by the browser's clock, when the first sentence came, when something was chosen, and what changed last.
_WATCH = """() => {
  const seen = window.seen = {sentence: 0, chosen: 0, changed: 0};
  document.addEventListener("click", (event) => {
    if (event.target.closest('[role="option"]')) seen.chosen = performance.now();
  }, true);
  new MutationObserver((changes) => {
    const main = document.querySelector('[data-testid="stMain"]');
    if (main && changes.some((change) => main.contains(change.target))) seen.changed = performance.now();
    if (!seen.sentence && document.querySelector(".answer")) seen.sentence = performance.now();
  }).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
}"""
_DRAWN = f"""() => {{
  const app = document.querySelector('[data-testid="stApp"]');
  return app && app.getAttribute("data-test-script-state") === "notRunning"
    && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
    && window.seen.changed && performance.now() - window.seen.changed > {_QUIET};
}}"""


def measure(home: Path) -> Iterator[dict[str, Any]]:
    """First paint and filters of Now, every page drawn, and the server's memory after all that; else a note."""
    path = browser_path()
    if path is None:
        yield {"note": _LEFT_OUT}
        return
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, served(home, Path(folder) / "log") as server:
        with sync_playwright() as playwright:
            # A container's root has no user namespaces for the sandbox, and only our own pages are opened.
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            yield from _pages(browser, server)
            browser.close()
        yield from _memory(server.process.pid)


def _pages(browser: Browser, server: Served) -> Iterator[dict[str, Any]]:
    sentence, drawn = _opened(browser, server, "")
    yield figure("now: first paint in Chromium, the first visitor after a start", [sentence], "s")
    yield figure("now: drawn in Chromium, the first visitor after a start", [drawn], "s")
    visits = [_opened(browser, server, "") for _ in range(_VISITS)]
    yield figure("now: first paint in Chromium", [sentence for sentence, _ in visits], "s")
    yield figure("now: drawn in Chromium", [drawn for _, drawn in visits], "s")
    yield figure("now: another language chosen in Chromium, until drawn", _filtered(browser, server), "s")
    for name in list(all_pages())[1:]:
        visits = [_opened(browser, server, name) for _ in range(2)]
        yield figure(f"{name}: drawn in Chromium, first and second visit", [one for _, one in visits], "s")
    _checked(browser, server)


def _visitor(browser: Browser) -> Page:
    page = browser.new_context(viewport=_WINDOW, locale="en-GB").new_page()  # type: ignore[arg-type]
    page.set_default_timeout(_PATIENCE)
    page.add_init_script(f"({_WATCH})()")
    return page


def _opened(browser: Browser, server: Served, name: str) -> tuple[float, float]:
    """Seconds until the first sentence of a page stood there, and until it was drawn, for a new visitor."""
    page = _visitor(browser)
    page.goto(f"{server.address}/{name}?lang=en")
    page.wait_for_function(_DRAWN)
    seen = page.evaluate("() => window.seen")
    page.context.close()
    return seen["sentence"] / 1000, seen["changed"] / 1000


def _filtered(browser: Browser, server: Served) -> list[float]:
    """Seconds from each choice of another language until the page was drawn again."""
    page = _visitor(browser)
    page.goto(f"{server.address}/?lang=en")
    page.wait_for_function(_DRAWN)
    seconds = []
    for at in range(1, _VISITS + 1):
        page.locator(".st-key-now-language").get_by_role("combobox").click()
        page.get_by_role("option").nth(at).click()
        page.wait_for_timeout(100)  # the click reaches the server before the page says that it runs
        page.wait_for_function(_DRAWN)
        seen = page.evaluate("() => window.seen")
        seconds.append((seen["changed"] - seen["chosen"]) / 1000)
    page.context.close()
    return seconds


def _checked(browser: Browser, server: Served) -> None:
    """Checks a rumour: only then the server holds the language model, too."""
    page = _visitor(browser)
    page.goto(f"{server.address}/check?lang=en")
    page.wait_for_function(_DRAWN)
    page.get_by_role("textbox").first.fill(_RUMOUR)
    page.locator('[data-testid="stFormSubmitButton"] button').first.click()
    page.locator(".answer").first.wait_for()
    page.wait_for_function(_DRAWN)
    page.context.close()


def _memory(pid: int) -> Iterator[dict[str, Any]]:
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        yield {"note": f"left out: the server's memory, which {sys.platform} does not tell"}
        return
    words = status.read_text().split()
    peak = int(words[words.index("VmHWM:") + 1]) / 1024
    yield figure("memory of the server at its peak, after all pages and one check", [peak], "MB")


def figure(what: str, values: list[float], unit: str) -> dict[str, Any]:
    """A measured figure, as `bench` reads it."""
    return {"what": what, "values": values, "unit": unit}
