"""What the tests do with a page in the browser: open it and wait until it stands still, look, and press keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page

from dashboard.pages import all_pages

WIDE, PHONE = (1440, 1000), (360, 740)
_AXE = Path(__file__).parent / "axe" / "axe.min.js"
_PATIENCE = 150_000  # milliseconds; a busy machine is no fault of the page

# Streamlit says in the page when a run of the script is over; charts and tables are drawn after that.
_STILL = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app && app.getAttribute("data-test-script-state") === "notRunning"
    && app.getAttribute("data-test-connection-state") === "CONNECTED"
    && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
    && document.querySelector('[data-testid="stMain"] [data-testid="stElementContainer"]');
}"""


@dataclass
class Visit:
    """A page in a browser of its own, and every request that it made."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list)

    def open(self, name: str = "", **query: str) -> Page:
        """The dashboard's page of that name, drawn to the end. The first page has the bare address."""
        path = "" if name == next(iter(all_pages())) else name
        self.page.goto(f"{self.address}/{path}?{urlencode({'lang': 'en', **query})}")
        self.wait()
        return self.page

    def wait(self) -> None:
        """Until the page stands still."""
        self.page.wait_for_timeout(150)  # a click reaches the server before the page says that it runs
        self.page.wait_for_function(_STILL, timeout=_PATIENCE)
        self.page.wait_for_timeout(250)

    def outside(self) -> list[str]:
        """The requests that left for another place than the dashboard itself."""
        own = (self.address, self.address.replace("http", "ws", 1), "data:", "blob:", "about:")
        return [url for url in self.requests if not url.startswith(own)]

    def text(self) -> str:
        """What a reader sees."""
        return self.page.inner_text('[data-testid="stMain"]')

    def too_wide(self) -> float:
        """By how many pixels the page would scroll sideways."""
        return too_wide(self.page)

    def faults(self) -> list[str]:
        """The serious and critical faults that axe-core finds, each with the element that has it."""
        self.page.add_script_tag(path=str(_AXE))
        found: list[dict[str, Any]] = self.page.evaluate(
            "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
        )
        return [
            f"{one['id']}: {one['help']}: {node['html'][:160]}: {node.get('failureSummary', '')[:200]}"
            for one in found
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]


def too_wide(page: Page) -> float:
    """By how many pixels the page is wider than its window, and would scroll sideways."""
    return float(
        page.evaluate(
            """() => {
              const main = document.querySelector('[data-testid="stMain"]');
              const root = document.documentElement;
              return Math.max(root.scrollWidth - root.clientWidth, main.scrollWidth - main.clientWidth);
            }"""
        )
    )


@contextmanager
def visit(
    browser: Browser,
    address: str,
    size: tuple[int, int] = WIDE,
    scheme: Literal["light", "dark"] = "light",
    locale: str = "en-GB",
) -> Iterator[Visit]:
    """A visitor with a browser, window size and colours of their own."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, locale=locale, bypass_csp=True
    )
    try:
        one = Visit(context.new_page(), address)
        one.page.on("request", lambda request: one.requests.append(request.url))
        one.page.on("websocket", lambda socket: one.requests.append(socket.url))
        yield one
    finally:
        context.close()
