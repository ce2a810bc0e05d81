"""Forums on phpBB 3.x: boards → topics → posts.

A board lists its topics by their last post. Topics are read from their last page backwards, and only those
with posts that are not known yet, so a forum without news costs one request per board.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qs, urljoin, urlsplit

from pydantic import Field

from monitor.errors import MalformedSourceError, NotFoundError
from monitor.fetch import Fetch
from monitor.records import Cursor, Page, RawPost, Skipped, Source
from monitor.sources._paging import Coverage, Memory, PagedOptions, Step, rank, walk
from monitor.sources._phpbb_pages import Topic, parse_board, parse_index, parse_topic

LABEL = "forum (phpBB)"
NOT_COVERED = "boards that need a login, and private messages"

# A cursor is stored with every page: it must stay small. A topic that is forgotten is read again, not lost.
_TOPICS_KEPT = 2000


class Options(PagedOptions):
    """A board is named by its address (viewforum.php?f=4), a whole forum by its first page."""

    boards: tuple[int, ...] = Field(
        default=(), description="when the address is a whole forum: only these boards (the number after `f=`)"
    )


@dataclass(slots=True)
class _BoardState:
    """What is known of one board.

    `listing` covers the list of topics by last post. `topics` covers the topics read since the listing
    was last complete; of all others, everything up to the post `base` is known.
    """

    listing: Coverage = field(default_factory=Coverage)
    base: str | None = None
    topics: dict[str, Coverage] = field(default_factory=dict)

    @classmethod
    def load(cls, state: Mapping[str, Any]) -> Self:
        topics = {id: Coverage.load(one) for id, one in state.get("topics", {}).items()}
        return cls(Coverage.load(state.get("listing", {})), state.get("base"), topics)

    def dump(self) -> dict[str, Any]:
        topics = {id: one.dump() for id, one in self.topics.items()}
        return {"listing": self.listing.dump(), "base": self.base, "topics": topics}

    def topic(self, id: str) -> Coverage:
        return self.topics.get(id, Coverage(newest=self.base))

    def note(self, id: str, coverage: Coverage) -> None:
        self.topics.pop(id, None)  # so that the dictionary stands in the order of reading
        self.topics[id] = coverage
        while len(self.topics) > _TOPICS_KEPT:
            del self.topics[next(iter(self.topics))]


def read(source: Source, options: Options, cursor: Cursor, fetch: Fetch) -> Iterator[Page]:
    """The posts of the board's topics, or of all boards of the forum.

    Raises LoginWallError for a closed board, MalformedSourceError for what is no phpBB in its usual style.
    """
    memory = Memory.open(source, options, cursor)
    base = urljoin(re.sub(r"[?#].*", "", source.url), "./")
    states = {id: _BoardState.load(state) for id, state in memory.kept.get("boards", {}).items()}
    for board in _boards(source.url, options, fetch):
        states.setdefault(board, _BoardState())
        reader = _Reader(memory, states, board, base, fetch)
        yield from reader.pages()


def _boards(url: str, options: Options, fetch: Fetch) -> tuple[str, ...]:
    parts = urlsplit(url)
    named = parse_qs(parts.query).get("f", [""])[0]
    if "viewforum" in parts.path:
        if not named.isdecimal():
            raise MalformedSourceError(f"{url} names no board", remedy="Use …/viewforum.php?f=NUMBER.")
        return (named,)
    chosen = tuple(str(board) for board in options.boards)
    return chosen or parse_index(fetch(url))


@dataclass(slots=True)
class _Reader:
    """Reads one board; the cursor of each page holds the state of all."""

    memory: Memory
    states: dict[str, _BoardState]
    board: str
    base: str
    fetch: Fetch

    @property
    def state(self) -> _BoardState:
        return self.states[self.board]

    def pages(self) -> Iterator[Page]:
        was_complete = not self.state.listing.gaps
        for number, (step, after) in enumerate(
            walk(self.state.listing, self._load_listing, self.memory.floor)
        ):
            for topic in step.items:
                yield from self._topic_pages(topic)
            self.state.listing = after
            # One look saw all news at once: no topic can have moved from a page not read to one that was.
            if number == 0 and was_complete and not after.gaps:
                self.state.base, self.state.topics = after.newest, {}
            yield self._page(skipped=step.skipped)

    def _load_listing(self, position: str | None) -> Step[Topic]:
        start = f"&start={position}" if position and position != "0" else ""
        return parse_board(self.fetch(f"{self.base}viewforum.php?f={self.board}{start}"))

    def _topic_pages(self, topic: Topic) -> Iterator[Page]:
        known = self.state.topic(topic.id)
        has_news = rank(topic.last_post) > rank(known.newest)
        is_old = known.newest is None and topic.active_at and topic.active_at < self.memory.floor
        if is_old or not (has_news or known.gaps):
            return

        def load(position: str | None) -> Step[RawPost] | None:
            if position is None and not has_news:
                return None
            start = topic.last_page if position is None else int(position)
            query = f"t={topic.id}&start={start}" if start else f"t={topic.id}"
            return parse_topic(self.fetch(f"{self.base}viewtopic.php?{query}"), self.base, start)

        try:
            for step, after in walk(known, load, self.memory.floor):
                self.state.note(topic.id, after)
                yield self._page(step)
        except (NotFoundError, MalformedSourceError) as error:
            # One topic that was removed or cannot be read does not hide the others.
            self.state.note(topic.id, Coverage(newest=max(known.newest, topic.last_post, key=rank)))
            yield self._page(skipped=(Skipped(f"topic {topic.id}", str(error)),))

    def _page(self, step: Step[RawPost] | None = None, skipped: tuple[Skipped, ...] = ()) -> Page:
        posts = self.memory.wanted(step.items) if step else ()
        boards = {id: state.dump() for id, state in self.states.items()}
        return Page(posts, self.memory.cursor(boards=boards), step.skipped if step else skipped)
