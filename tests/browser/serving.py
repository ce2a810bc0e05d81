"""The address of a dashboard that runs as a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.serving import served


@contextmanager
def serving(home: Path, log: Path) -> Iterator[str]:
    """The address of a dashboard on that home, until the block is left. What it says goes to `log`."""
    with served(home, log) as one:
        yield one.address
