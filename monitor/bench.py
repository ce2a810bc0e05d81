"""`bench`: measured speed of this installation, on this machine. Figures are printed, never asserted."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter

from monitor.config import Settings, load_settings
from monitor.demo.schedule import load_posts
from monitor.myths import load_myths
from monitor.privacy import KEY_BYTES, Pseudonymiser, redact
from monitor.records import Community, Post, Source
from monitor.store import Lake

_RUNS = 5
_STORED = 100_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure: the median of several runs, with the spread and what it was measured on."""

    what: str
    value: float
    unit: str
    on: str
    low: float
    high: float


def measure(parts: tuple[str, ...]) -> Iterator[Figure]:
    """The figures of the named parts (see `PARTS`), as they are measured."""
    for part in parts:
        yield from PARTS[part]()


def _start() -> Iterator[Figure]:
    yield _seconds("start: --help", "a cold process", ["--help"])
    yield _seconds("start: check to answer", "a cold process, shipped model", ["check", "Zabierają dzieci?"])


def _seconds(what: str, on: str, arguments: list[str]) -> Figure:
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"MYTH_MONITOR_HOME": home}
        command = [sys.executable, "-m", "monitor.cli", *arguments]

        def run() -> None:
            subprocess.run(command, env=environment, capture_output=True, check=True)

        return _figure(what, [_timed(run) for _ in range(_RUNS)], "s", on)


def _classify() -> Iterator[Figure]:
    from monitor.annotate import load_pipeline

    texts = _sample_texts(1000)
    for threads in (1, 2):
        settings = load_settings(Path(tempfile.gettempdir()), classifiers={"threads": threads})
        pipeline = load_pipeline(settings, load_myths())
        hints: list[str | None] = [None] * len(texts)
        pipeline.label(texts[:64], hints[:64])
        times = [_timed(partial(pipeline.label, texts, hints)) for _ in range(3)]
        rates = [len(texts) / seconds for seconds in times]
        yield _figure(f"classify, {threads} threads", rates, "posts/s", "1,000 invented sample posts")


def _privacy() -> Iterator[Figure]:
    texts = _sample_texts(2000)
    rates = [
        len(texts) / _timed(lambda: [redact(text, ("Jan Kowalski",)) for text in texts]) for _ in range(3)
    ]
    yield _figure("redact", rates, "posts/s", "2,000 invented sample posts")


def _store() -> Iterator[Figure]:
    from monitor.trends import weekly_read

    posts = _many_posts(_STORED)
    with tempfile.TemporaryDirectory() as home:
        settings: Settings = load_settings(Path(home))
        with Lake.open(settings) as lake:
            lake.start_run("bench", _SOURCE)
            seconds = _timed(lambda: lake.append_page(_SOURCE.id, posts, {}, "bench"))
            yield _figure("store: one large append", [_STORED / seconds], "posts/s", f"{_STORED:,} posts")
            pages = [_page(posts, at) for at in range(20)]
            times = [_timed(partial(lake.append_page, _SOURCE.id, page, {}, "bench")) for page in pages]
            yield _figure("store: one page of 50 posts", times, "s", "20 pages")
            times = [_timed(lambda: weekly_read(lake, "none")) for _ in range(_RUNS)]
            yield _figure("store: weekly count", times, "s", f"{_STORED:,} posts")


_SOURCE = Source(
    id="bench", type="import", title="bench", community=Community(language="pl", region="Noord-Brabant")
)


def _many_posts(count: int) -> list[Post]:
    pseudonymiser = Pseudonymiser(b"bench".ljust(KEY_BYTES))
    start = datetime(2026, 1, 1, tzinfo=UTC)
    texts = cycle(_sample_texts(1000))
    return [
        _post(pseudonymiser.post_id("bench", str(at)), start + timedelta(minutes=at), text)
        for at, text in enumerate(islice(texts, count))
    ]


def _page(posts: list[Post], at: int) -> list[Post]:
    pseudonymiser = Pseudonymiser(b"bench page".ljust(KEY_BYTES))
    chosen = posts[at * 50 : at * 50 + 50]
    return [
        _post(pseudonymiser.post_id("bench", f"{at}-{n}"), one.published_at, one.text)
        for n, one in enumerate(chosen)
    ]


def _post(post_id: str, when: datetime, text: str) -> Post:
    return Post(
        post_id=post_id,
        source_id="bench",
        author=post_id[:6],
        published_at=when,
        edited_at=None,
        text=text,
        text_digest=post_id[:16],
        copy_id=None,
        url=None,
        language_hint=None,
        in_reply_to=None,
        likes=None,
        shares=None,
        replies=None,
    )


def _sample_texts(count: int) -> list[str]:
    written = [post.text for posts in load_posts().values() for post in posts]
    return list(islice(cycle(written), count))


def _timed(call: Callable[[], object]) -> float:
    started = perf_counter()
    call()
    return perf_counter() - started


def _figure(what: str, values: list[float], unit: str, on: str) -> Figure:
    return Figure(what, median(values), unit, on, min(values), max(values))


PARTS: dict[str, Callable[[], Iterator[Figure]]] = {
    "start": _start,
    "classify": _classify,
    "privacy": _privacy,
    "store": _store,
}
