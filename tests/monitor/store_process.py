"""What a second process does with a lake: run as a script by the tests of the store.

python store_process.py HOME open | write PAGES | erase ID
    python store_process.py HOME annotate | read | maintain      (until the file `enough` is in HOME)
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from monitor.config import StoreSettings, load_settings
from monitor.records import Post
from monitor.store import ANNOTATIONS, Lake

SOURCE = "forum-a"
PER_PAGE = 20
START = datetime(2026, 1, 5, tzinfo=UTC)


def post(number: int, text: str | None = None, *, source: str = SOURCE, **changes: object) -> Post:
    text = text if text is not None else f"Bericht nummer {number} over school en gemeente"
    values: dict[str, object] = {
        "post_id": f"{number:032x}",
        "source_id": source,
        "author": f"{number % 7:x}".rjust(32, "a"),  # as with HMACs, never equal to a post id
        "published_at": START + timedelta(hours=7 * number),
        "edited_at": None,
        "text": text,
        "text_digest": f"{hash_of(text):032x}",
        "copy_id": None,
        "url": f"https://forum.example/{number}",
        "language_hint": "pl",
        "in_reply_to": None,
        "likes": 1,
        "shares": None,
        "replies": 0,
    }
    return Post(**{**values, **changes})  # type: ignore[arg-type]


def hash_of(text: str) -> int:
    return int.from_bytes(text.encode()[:100], "big") % (1 << 128)


def page_of(number: int) -> list[Post]:
    """Twenty posts, of which five stood on the page before."""
    first = number * (PER_PAGE - 5)
    return [post(one) for one in range(first, first + PER_PAGE)]


def labels_for(posts: pa.Table, version: str = "model-1") -> pa.Table:
    rows = [
        {
            **row,
            "model_version": version,
            "language": "pl",
            "language_score": 0.9,
            "has_claim_score": 0.5,
            "matches": [
                {"id": "own-bedroom", "score": 0.8, "certain": True, "variant": "elk kind een kamer"}
            ],
            "myths": ["own-bedroom"],
            "suggested": [],
            "stance": "asserts",
            "stance_score": 0.7,
            "sentiment": "negative",
            "sentiment_score": 0.6,
            "embedding": bytes(384),
            "annotated_at": datetime(2026, 3, 1),
        }
        for row in posts.select(["post_id", "text_digest"]).to_pylist()
    ]
    return pa.Table.from_pylist(rows, schema=ANNOTATIONS)


def open_lake(home: Path, *, busy_timeout: float = 30.0, catalog: str = "") -> Lake:
    return Lake.open(load_settings(home, store=StoreSettings(busy_timeout=busy_timeout, catalog=catalog)))


def write(lake: Lake, pages: int) -> None:
    """Goes on from the stored cursor, as a source does."""
    _say_begun()
    for number in range(int(lake.cursor(SOURCE).get("page", 0)), pages):
        lake.append_page(SOURCE, page_of(number), {"page": number + 1}, "run")
        if number % 7 == 6:
            lake.maintain()


def _say_begun() -> None:
    sys.stdout.write("begun\n")
    sys.stdout.flush()


def annotate(lake: Lake) -> None:
    while (posts := lake.unannotated("model-1", 64)).num_rows:
        lake.append_annotations(labels_for(posts))


class Reader:
    """Sees whole pages only, and never fewer posts than before."""

    def __init__(self) -> None:
        self.before = 0

    def __call__(self, lake: Lake) -> None:
        sql = "SELECT count(*) AS n, count(DISTINCT post_id) AS ids, max(length(text)) AS longest FROM posts"
        [row] = lake.query(sql).to_pylist()
        assert row["n"] == row["ids"] >= self.before, (row, self.before)
        self.before = row["n"]


def maintain(lake: Lake) -> None:
    lake.maintain()
    time.sleep(0.3)


def repeat(step: Callable[[Lake], None], lake: Lake, enough: Path) -> None:
    """Once more after the file is there, so that nothing written before it is missed."""
    last = False
    while not last:
        last = enough.exists()
        step(lake)


def main(home: str, command: str, argument: str = "") -> None:
    with open_lake(Path(home)) as lake:
        if command == "write":
            write(lake, int(argument))
        elif command == "erase":
            _say_begun()
            lake.erase(posts=[argument])
        elif command != "open":
            steps = {"annotate": annotate, "read": Reader(), "maintain": maintain}
            repeat(steps[command], lake, Path(home) / "enough")


if __name__ == "__main__":
    main(*sys.argv[1:])
