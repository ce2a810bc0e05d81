"""What the command line prints: tables, progress, and errors with their remedy."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from monitor.errors import MonitorError


def say(text: str = "") -> None:
    """One line on standard output."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """One line on standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def explain(error: MonitorError) -> None:
    """The error and what to do about it, on standard error."""
    complain(f"error: {error}")
    if error.remedy:
        complain(f"  → {error.remedy}")


def as_json(value: Any) -> None:
    """The value as JSON on standard output."""
    say(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def table(rows: Sequence[Mapping[str, Any]], *, title: str = "", json_output: bool = False) -> None:
    """Rows as a table (rich on a terminal, aligned text elsewhere) or as JSON."""
    if json_output:
        as_json(list(rows))
        return
    if not rows:
        say(f"{title}: nothing yet" if title else "nothing yet")
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    drawn = Table(title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for name, value in rows[0].items():
        drawn.add_column(name, justify="right" if isinstance(value, int | float) else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*("" if value is None else escape(str(value)) for value in row.values()))
    width = None if sys.stdout.isatty() else 160
    Console(width=width, highlight=False).print(drawn)


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Gives a function that is told how many more are done. A bar on a terminal, plain lines elsewhere."""
    if not sys.stderr.isatty():
        yield _plain_progress(what)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (SpinnerColumn(), TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda count: bar.advance(task, count)


def _plain_progress(what: str) -> Callable[[int], None]:
    from time import monotonic

    done, spoke = 0, monotonic()

    def more(count: int) -> None:
        nonlocal done, spoke
        done += count
        if monotonic() - spoke > 10:  # a log wants a sign of life, not a line per batch
            complain(f"{what}: {done}")
            spoke = monotonic()

    return more
