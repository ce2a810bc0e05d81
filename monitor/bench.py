"""`bench`: measured speed of this installation, on this machine. Figures are printed, never asserted."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from monitor.bench_classify import measure_classify
from monitor.bench_dashboard import measure_dashboard
from monitor.config import Settings, load_settings
from monitor.privacy import KEY_BYTES, Pseudonymiser, redact
from monitor.records import Community, Post, Source
from monitor.store import Lake
from monitor.timing import RUNS, Figure, Note, cold_start, figure, sample_texts, timed

_STORED = 100_000


def measure(parts: tuple[str, ...]) -> Iterator[Figure | Note]:
    """The figures of the named parts (see `PARTS`), as they are measured."""
    for part in parts:
        yield from PARTS[part]()


def _start() -> Iterator[Figure]:
    yield cold_start("start: --help", "a cold process", ["--help"])
    yield cold_start(
        "start: check to answer", "a cold process, shipped model", ["check", "Zabierają dzieci?"]
    )


def _language() -> Iterator[Figure]:
    from classifiers.language import LanguageDetector

    detector, texts = LanguageDetector(), sample_texts(2000)
    hints: list[str | None] = [None] * len(texts)
    detector.detect(texts[:300], hints[:300])  # loads the tables of both scripts
    rates = [len(texts) / timed(lambda: detector.detect(texts, hints)) for _ in range(RUNS)]
    yield figure("language, one core", rates, "texts/s", "2,000 invented sample posts")


def _privacy() -> Iterator[Figure]:
    texts = sample_texts(2000)
    rates = [
        len(texts) / timed(lambda: [redact(text, ("Jan Kowalski",)) for text in texts]) for _ in range(3)
    ]
    yield figure("redact", rates, "posts/s", "2,000 invented sample posts")


def _store() -> Iterator[Figure]:
    from monitor.trends import weekly_read

    posts = _many_posts(_STORED)
    with tempfile.TemporaryDirectory() as home:
        settings: Settings = load_settings(Path(home))
        with Lake.open(settings) as lake:
            lake.start_run("bench", _SOURCE)
            seconds = timed(lambda: lake.append_page(_SOURCE.id, posts, {}, "bench"))
            yield figure("store: one large append", [_STORED / seconds], "posts/s", f"{_STORED:,} posts")
            pages = [_page(posts, at) for at in range(20)]
            times = [timed(partial(lake.append_page, _SOURCE.id, page, {}, "bench")) for page in pages]
            yield figure("store: one page of 50 posts", times, "s", "20 pages")
            times = [timed(lambda: weekly_read(lake, "none")) for _ in range(RUNS)]
            yield figure("store: weekly count", times, "s", f"{_STORED:,} posts")


_SOURCE = Source(
    id="bench", type="import", title="bench", community=Community(language="pl", region="Noord-Brabant")
)


def _many_posts(count: int) -> list[Post]:
    pseudonymiser = Pseudonymiser(b"bench".ljust(KEY_BYTES))
    start = datetime(2026, 1, 1, tzinfo=UTC)
    texts = cycle(sample_texts(1000))
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


PARTS: dict[str, Callable[[], Iterator[Figure | Note]]] = {
    "start": _start,
    "classify": measure_classify,
    "language": _language,
    "privacy": _privacy,
    "store": _store,
    "dashboard": measure_dashboard,
}
