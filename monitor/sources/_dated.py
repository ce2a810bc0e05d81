"""Places whose pages are ordered by date and linked by address: feeds and web pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.fetch import Answer, Fetch, Validators
from monitor.records import Cursor, Page, RawPost, Skipped, Source
from monitor.sources._paging import Memory, PagedOptions, Step, read_back


def read_dated(
    source: Source,
    options: PagedOptions,
    cursor: Cursor,
    fetch: Fetch,
    parse: Callable[[Answer], Step[RawPost]],
    accept: str | None = None,
) -> Iterator[Page]:
    """Reads such a place backwards. The newest page is asked for only if it changed (RFC 9110, 13)."""
    memory = Memory.open(source, options, cursor)

    def load(position: str | None) -> Step[RawPost] | None:
        if position is not None:
            return parse(fetch(position, accept=accept))
        known = Validators(**memory.kept.get("validators", {}))
        answer = fetch(source.url, validators=known, accept=accept)
        if answer.not_modified:
            return None
        step, given = parse(answer), answer.validators
        kept = {"etag": given.etag, "last_modified": given.last_modified} if step.whole else {}
        return replace(step, remember={"validators": kept})

    return read_back(memory, load)


def dated_step(
    posts: tuple[RawPost, ...],
    skipped: tuple[Skipped, ...] = (),
    *,
    next: str | None = None,
    whole: bool = True,
) -> Step[RawPost]:
    """A page whose posts, as they stand on it, have no other order than their dates."""
    if not posts:
        return Step(skipped=skipped, next=next, whole=whole)
    # A date ahead of the clock would make everything before it look known.
    newest = min(max(post.published_at for post in posts), datetime.now(UTC))
    # The last post stands for the page's end: an old one that was pinned or moved up says nothing of what
    # follows. More posts of its second may stand on the next page, hence the second on top.
    last = posts[-1].published_at
    return Step(
        items=posts,
        skipped=skipped,
        keys=tuple(post.native_id for post in posts),
        newest=_mark(newest),
        down_to=_mark(last + timedelta(seconds=1)),
        reaches=last,
        next=next,
        whole=whole,
    )


def _mark(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
