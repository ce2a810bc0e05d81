"""A team's dashboard: `myth-monitor serve` with a login, the provider at which its people log in, and a browser each."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from monitor.config import load_settings
from monitor.home import make_home
from monitor.serving import free_port, wait_until_up
from tests.browser.provider import CLIENT, SECRET, Provider, provider

ROOT = Path(__file__).parents[2]
PATIENCE = 120_000  # a first page on a busy machine
ACCOUNTS = {
    "ana": {"name": "Ana", "realm_access": {"roles": ["communication", "something else"]}},
    "cor": {"name": "Cor", "realm_access": {"roles": ["communication"]}},
    "ben": {"name": "Ben", "realm_access": {"roles": ["manager"]}},
    "rob": {"name": "Rob", "realm_access": {"roles": ["something else"]}},
    "old": {"name": "Old", "realm_access": {"roles": ["manager"]}, "iat": int(time.time()) - 50 * 3600},
}
SETTINGS = """
[fetch]
contact = "test@example.org"

[login]
metadata_url = "{metadata_url}"
client_id = "{client}"
address = "http://localhost:{port}"
claim = "realm_access.roles"
roles = {{ communication = "editor", manager = "approver" }}
public_check = true

[contacts]
local_contact = "Wijkteam, 14 0492"
"""


expect.set_options(timeout=PATIENCE)


@dataclass
class Team:
    """A dashboard with a login, and the provider at which its people log in."""

    address: str
    home: Path
    provider: Provider

    @contextmanager
    def person(self, browser: Browser, name: str) -> Iterator[Page]:
        """Somebody with a browser of their own, logged in."""
        with self.visitor(browser) as page:
            page.goto(f"{self.address}/?lang=en")
            page.get_by_role("button", name="Log in").click()
            page.get_by_role("link", name=name).click()
            page.wait_for_url(f"{self.address}/**")
            yield page

    @contextmanager
    def visitor(
        self, browser: Browser, size: tuple[int, int] = (1280, 900), locale: str = "en-GB"
    ) -> Iterator[Page]:
        """Somebody with a browser of their own."""
        width, height = size
        context = browser.new_context(locale=locale, viewport={"width": width, "height": height})
        context.set_default_timeout(PATIENCE)
        try:
            yield context.new_page()
        finally:
            context.close()


@contextmanager
def _served(home: Path, port: int, log: Path) -> Iterator[None]:
    """`myth-monitor serve`, with the client's secret in the environment only."""
    command = [sys.executable, "-m", "monitor.cli", "serve", "--home", str(home), "--port", str(port)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "MYTH_MONITOR_LOGIN__CLIENT_SECRET": SECRET}
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.STDOUT)
        try:
            wait_until_up(f"http://127.0.0.1:{port}", process, log, patience=240)
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)
    assert "login at 127.0.0.1" in log.read_text("utf-8")


@contextmanager
def team_at_work(folder: Path, like: Path | None = None) -> Iterator[Team]:
    """A team with a home in that folder, a copy of `like` where that is given, until the block is left."""
    port = free_port()
    address = f"http://localhost:{port}"
    with provider(ACCOUNTS, f"{address}/oauth2callback") as one:
        home = folder / "home"
        if like is not None:
            shutil.copytree(like, home)
        make_home(load_settings(home))
        text = SETTINGS.format(metadata_url=one.metadata_url, client=CLIENT, port=port)
        (home / "settings.toml").write_text(text, "utf-8")
        with _served(home, port, folder / "log"):
            yield Team(address, home, one)
