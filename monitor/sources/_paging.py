"""Reading a place that shows its newest posts first, backwards, so that it can be cut at any moment.

`Coverage` says what has been read: everything up to `newest`, except the open gaps. Each stored page makes
the first gap shorter. A run that is killed, or that spends its requests, leaves its gaps to the next run,
which reads the newest page first and then goes on where the gaps begin.

A mark is a text that orders posts: an id, or a date written alike. Marks are compared by length, then by
character, so that «99» comes before «100».
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import Any, Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from monitor.errors import MalformedSourceError, NotFoundError
from monitor.records import Cursor, Page, RawPost, Skipped, Source

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Step(Generic[Item]):
    """One page as it was read. `next` is where the older page is, None at the end.

    The page holds everything from its top down to the mark `down_to`; its top item has the mark
    `newest`; its oldest item is from `reaches`. `keys` name its items, to notice paging without end.
    """

    items: tuple[Item, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    keys: tuple[str, ...] = ()
    newest: str | None = None
    down_to: str | None = None
    reaches: datetime | None = None
    next: str | None = None
    whole: bool = True  # False: it was cut short, so it must be asked for again even if it does not change
    remember: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gap:
    """Not read yet: from the page at `next` down to the mark `until`; None: down to the oldest wanted."""

    next: str
    until: str | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What has been read: all up to `newest` but the gaps, which stand newest first."""

    newest: str | None = None
    gaps: tuple[Gap, ...] = ()

    @classmethod
    def load(cls, state: Mapping[str, Any]) -> Self:
        """From the JSON that `dump` made."""
        gaps = tuple(Gap(next, until) for next, until in state.get("gaps", ()))
        return cls(state.get("newest"), gaps)

    def dump(self) -> dict[str, Any]:
        """As plain JSON."""
        return {"newest": self.newest, "gaps": [[gap.next, gap.until] for gap in self.gaps]}


def rank(mark: str | None) -> tuple[int, str]:
    """Orders marks; None before all."""
    return (len(mark), mark) if mark is not None else (-1, "")


def with_newest(coverage: Coverage, step: Step[Item], floor: datetime) -> Coverage:
    """The coverage once the newest page is stored."""
    newest = max(coverage.newest, step.newest, key=rank)
    return Coverage(newest, _rest(step, coverage.newest, floor) + coverage.gaps)


def with_older(coverage: Coverage, step: Step[Item], floor: datetime) -> Coverage:
    """The coverage once the page at the beginning of the first gap is stored."""
    gap, *others = coverage.gaps
    return replace(coverage, gaps=(*_rest(step, gap.until, floor), *others))


def _rest(step: Step[Item], until: str | None, floor: datetime) -> tuple[Gap, ...]:
    if step.next is None:
        return ()
    if until is not None and step.down_to is not None and rank(step.down_to) <= rank(until):
        return ()
    # Only a first reading ends by date: a later one must join what was read before, however long ago.
    if until is None and step.reaches is not None and step.reaches < floor:
        return ()
    return (Gap(step.next, until),)


def walk(
    coverage: Coverage, load: Callable[[str | None], Step[Item] | None], floor: datetime
) -> Iterator[tuple[Step[Item], Coverage]]:
    """Reads the newest page, then the gaps; yields each page with the coverage that its storing makes true.

    `load(None)` reads the newest page (None when it did not change), `load(next)` an older one.
    Raises MalformedSourceError when older pages do not lead on.
    """
    newest = load(None)
    if newest is not None:
        coverage = with_newest(coverage, newest, floor)
        yield newest, coverage
    before = newest.keys if newest else ()
    visited: set[str] = set()
    while coverage.gaps:
        gap, count = coverage.gaps[0], len(coverage.gaps)
        if gap.next in visited:
            raise MalformedSourceError(f"the paging does not end: “{gap.next}” leads back to itself")
        visited.add(gap.next)
        step = _load_older(load, gap.next)
        if step.keys and step.keys == before:
            raise MalformedSourceError(f"the paging does not end: “{gap.next}” shows the same posts again")
        coverage, before = with_older(coverage, step, floor), step.keys
        if len(coverage.gaps) < count:
            visited.clear()
        yield step, coverage


def _load_older(load: Callable[[str | None], Step[Item] | None], position: str) -> Step[Item]:
    try:
        return load(position) or Step()
    except NotFoundError as error:
        # What the site has removed cannot be waited for: the gap ends here.
        return Step(skipped=(Skipped(position, f"this older page is gone: {error}"),))


class PagedOptions(BaseModel):
    """What every source type that pages backwards lets a source file say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since_days: int = Field(default=365, gt=0, description="how many days back the first run reads")


def identity(source: Source, options: BaseModel) -> str:
    """Names what is read and how: a cursor made for another address or other options is not gone on with."""
    said = f"{source.type}\n{source.url}\n{options.model_dump_json()}"
    return blake2b(said.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Memory:
    """A source's cursor, opened: whose it is, how far back to read, and what its source type keeps."""

    of: str
    floor: datetime
    kept: Mapping[str, Any]

    @classmethod
    def open(cls, source: Source, options: PagedOptions, cursor: Cursor) -> Self:
        """Begins anew, `since_days` back from now, unless the cursor fits this source and its options."""
        of = identity(source, options)
        if cursor.get("of") == of:
            kept = {name: value for name, value in cursor.items() if name not in ("of", "floor")}
            return cls(of, _midnight(date.fromisoformat(cursor["floor"])), kept)
        return cls(of, _midnight((datetime.now(UTC) - timedelta(days=options.since_days)).date()), {})

    def cursor(self, **kept: Any) -> Cursor:
        """The cursor to store."""
        return {"of": self.of, "floor": self.floor.date().isoformat(), **kept}

    def wanted(self, posts: tuple[RawPost, ...]) -> tuple[RawPost, ...]:
        """Without posts from before the time that is read."""
        return tuple(post for post in posts if post.published_at >= self.floor)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def read_back(memory: Memory, load: Callable[[str | None], Step[RawPost] | None]) -> Iterator[Page]:
    """The pages of a place that is one backward list of posts, each with the cursor to go on from."""
    remember = {name: value for name, value in memory.kept.items() if name not in ("newest", "gaps")}
    for step, coverage in walk(Coverage.load(memory.kept), load, memory.floor):
        remember |= step.remember
        cursor = memory.cursor(**coverage.dump(), **remember)
        yield Page(memory.wanted(step.items), cursor, step.skipped)
