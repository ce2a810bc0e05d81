"""How a home says that its posts are invented."""

from __future__ import annotations

from pathlib import Path

MARKER = "demo-home"


def is_demo(home: Path) -> bool:
    """Whether a demo made this home, so that its posts are invented."""
    return (home / MARKER).is_file()


def mark(home: Path) -> None:
    """Says so from now on."""
    (home / MARKER).write_text(
        "This folder is made anew by each `myth-monitor demo`; its posts are invented.\n", "utf-8"
    )
