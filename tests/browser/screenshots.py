"""Pictures of every page of the demo, wide and on a phone, light and dark: `python -m tests.browser.screenshots`.

They go to docs/images, small enough to be kept with the code. MYTH_MONITOR_TEST_DEMO names a demo home that is
made already; MYTH_MONITOR_PICTURES another folder to write to. Arguments: the pages (default: all).
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from dashboard.browser import browser_path
from dashboard.pages import all_pages
from monitor.demo import run_demo
from tests.browser.browsers import LEFT_OUT
from tests.browser.reading import PHONE, WIDE, Visit, visit
from tests.browser.serving import serving

IMAGES = Path(__file__).parents[2] / "docs" / "images"
NAME = "A.B."
HEARD = "W Holandii zabierają dzieci, jak poprosisz o pomoc"
_TALLEST = 4000
_COLOURS = 256
# Pillow's usual way turns small marks of one stance into another's colour.
_BY_TREE = Image.Quantize.FASTOCTREE


def _ask(visitor: Visit) -> None:
    visitor.page.get_by_role("textbox").first.fill(HEARD)
    visitor.page.get_by_role("button", name="Check", exact=True).click()
    visitor.page.mouse.move(0, 0)  # a button under the mouse has another colour
    visitor.wait()


def _sign(visitor: Visit) -> None:
    visitor.page.get_by_label("Your name or initials, for the record").fill(NAME)
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_timeout(500)  # the second run that a new name asks for begins after the first
    visitor.wait()
    visitor.page.evaluate("() => document.activeElement.blur()")


def _label(visitor: Visit) -> None:
    _sign(visitor)
    visitor.page.get_by_role("button", name="Skip").wait_for()
    visitor.wait()


def _compare(visitor: Visit) -> None:
    visitor.page.get_by_text("Which rumours?").click()
    visitor.wait()


# What a reader does on a page before there is something to see.
_FIRST: Mapping[str, Callable[[Visit], None]] = {
    "check": _ask,
    "new_rumours": _sign,
    "research": _compare,
    "label": _label,
}


def take(browser: Browser, address: str, folder: Path, pages: list[str]) -> None:
    """All pictures of these pages."""
    for scheme in ("light", "dark"):
        with visit(browser, address, WIDE, scheme) as visitor:
            for name in pages:
                visitor.page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
                visitor.open(name)
                if first := _FIRST.get(name):
                    first(visitor)
                for size, (width, height) in {"wide": WIDE, "phone": PHONE}.items():
                    _fit(visitor, width, height)
                    _save(visitor.page.screenshot(), folder / f"{name}-{size}-{scheme}.png")
    if "now" in pages:
        picture = Image.open(folder / "now-wide-light.png")
        picture.crop((0, 0, picture.width, min(picture.height, 1100))).save(folder / "now.png", optimize=True)


def _fit(visitor: Visit, width: int, height: int) -> None:
    """The window as high as the page, so that nothing is cut off."""
    visitor.page.set_viewport_size({"width": width, "height": height})
    visitor.wait()
    whole = visitor.page.evaluate(
        "() => document.querySelector('[data-testid=\"stMainBlockContainer\"]').scrollHeight"
    )
    visitor.page.set_viewport_size({"width": width, "height": min(max(int(whole), height), _TALLEST)})
    visitor.wait()


def _save(picture: bytes, path: Path) -> None:
    few = Image.open(io.BytesIO(picture)).convert("RGB").quantize(_COLOURS, method=_BY_TREE)
    few.save(path, optimize=True)
    sys.stdout.write(f"{path.name}: {path.stat().st_size // 1024} kB\n")
    sys.stdout.flush()


def main() -> int:
    """Takes them; exit code 1 where there is no browser."""
    path = browser_path()
    if path is None:
        sys.stdout.write(LEFT_OUT + "\n")
        return 1
    folder = Path(os.environ.get("MYTH_MONITOR_PICTURES", IMAGES))
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        ready = os.environ.get("MYTH_MONITOR_TEST_DEMO")
        home = Path(ready) if ready else run_demo(Path(made) / "home", lambda _line: None)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        with serving(home, Path(made) / "log") as address:
            take(browser, address, folder, sys.argv[1:] or list(all_pages()))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
