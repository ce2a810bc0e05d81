"""`bench dashboard`: the pages on a home of a million invented posts: queries, drawing, filters, memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.config import Settings, load_settings
from monitor.demo.schedule import load_posts
from monitor.errors import StoreError
from monitor.myths import load_myths
from monitor.records import SENTIMENTS, STANCES
from monitor.store import Lake
from monitor.timing import Figure, Note, busy, figure, timed

POSTS = 1_000_000


def measure_dashboard() -> Iterator[Figure | Note]:
    """Seconds to make and count the home, then what `python -m dashboard.speed` measures on it."""
    yield from busy()
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(Path(folder))
        yield from make_many(settings, POSTS)
        for found in _speed(settings.home):
            if "note" in found:
                yield Note(found["note"])
            else:
                yield figure(found["what"], found["values"], found["unit"], f"{POSTS:,} invented posts")


def make_many(settings: Settings, posts: int) -> Iterator[Figure]:
    """Fills the home with invented posts and labels, and counts them."""
    import pyarrow as pa

    texts = [(post.text, language) for language, written in load_posts().items() for post in written]
    table = pa.table(
        {
            "at": list(range(len(texts))),
            "text": [text for text, _ in texts],
            "language": [language for _, language in texts],
        }
    )
    labels: dict[str, list[str]] = {
        "myths": [*load_myths()],
        "stances": [*STANCES],
        "sentiments": [*SENTIMENTS],
    }
    on = f"{posts:,} invented posts"
    with Lake.open(settings) as lake:
        until = datetime.now(UTC).replace(tzinfo=None)
        yield figure("make the posts", [timed(lambda: lake.fill(posts, table, until, labels))], "s", on)
        yield figure("count them", [timed(lake.recount)], "s", on)


def _speed(home: Path) -> Iterator[dict[str, Any]]:
    # The pipeline knows nothing of the dashboard: it is measured as a process of its own, as it runs.
    command = [sys.executable, "-m", "dashboard.speed"]
    environment = os.environ | {"MYTH_MONITOR_HOME": str(home)}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if run.returncode:
        raise StoreError(f"the pages could not be measured: {run.stderr.strip().splitlines()[-1:]}")
    for line in run.stdout.splitlines():
        if line.startswith("{"):
            yield json.loads(line)
