"""A real browser, and dashboards for it to look at: the demo's, an empty one, and one of a million posts.

Without a browser these tests are left out, in CI never."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from dashboard.browser import browser_path
from monitor.bench_dashboard import POSTS, make_many
from monitor.config import load_settings
from monitor.home import make_home as make_empty_home
from tests.browser.browsers import LEFT_OUT, in_ci
from tests.browser.serving import serving

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.browser)
    if not ours or browser_path() is not None:
        return
    if in_ci():
        raise pytest.UsageError(LEFT_OUT.replace("left out", "CI must not leave out"))
    items[:] = [item for item in items if item not in ours]
    config.hook.pytest_deselected(items=ours)
    config.stash[_LEFT_OUT] = f"{LEFT_OUT}: {len(ours)} tests"


_LEFT_OUT = pytest.StashKey[str]()


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where nothing but these tests was asked for and they are left out, nothing failed."""
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and _LEFT_OUT in session.config.stash:
        session.exitstatus = pytest.ExitCode.OK


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if line := config.stash.get(_LEFT_OUT, ""):
        terminalreporter.write_line(line)


# Playwright keeps an event loop in this thread: it must end with this folder, before other tests run theirs.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # A container's root has no user namespaces for the sandbox, and only our own pages are opened.
        chromium = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def demo_dashboard(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard on the demo's home."""
    with serving(demo_home, tmp_path_factory.mktemp("demo-dashboard") / "log") as address:
        yield address


@pytest.fixture(scope="package")
def empty_dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard on a home into which nothing was read yet."""
    folder = tmp_path_factory.mktemp("empty")
    make_empty_home(load_settings(folder / "home"))
    with serving(folder / "home", folder / "log") as address:
        yield address


@pytest.fixture(scope="package")
def million_dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard on a home of 1,000,000 invented posts, counted.

    MYTH_MONITOR_TEST_MILLION names such a home that is made already.
    """
    folder = tmp_path_factory.mktemp("million")
    made = os.environ.get("MYTH_MONITOR_TEST_MILLION")
    home = Path(made) if made else folder / "home"
    if not made:
        list(make_many(load_settings(home), POSTS))
    with serving(home, folder / "log") as address:
        yield address
