"""Finds a browser of this machine: Debian's Chromium, Chrome, Edge, or Playwright's own."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

_COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)


@cache
def browser_path() -> Path | None:
    """The browser's program, or None where there is none, or no Playwright to steer it."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:  # it comes with the tools for development
        return None
    commands = (shutil.which(command) for command in _COMMANDS)
    found = [Path(path) for path in (*commands, *_PLACES) if path and Path(path).is_file()]
    if found:
        return found[0]
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.is_file() else None
