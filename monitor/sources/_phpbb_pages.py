"""The pages of phpBB 3.x in its standard style (prosilver) → topics and posts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from monitor.errors import LoginWallError
from monitor.fetch import Answer
from monitor.records import RawPost, Skipped
from monitor.sources import _fields as fields
from monitor.sources._dates import parse_date
from monitor.sources._html import attribute, parse, refuse
from monitor.sources._paging import Step, rank
from monitor.sources._text import one_line, tag_to_text

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_USER = ".username, .username-coloured"
_PINNED = frozenset({"sticky", "announce", "global-announce"})
_LONGEST_NOTICE = 80
_LAST_WORD = re.compile(r"\s+\S+$")


@dataclass(frozen=True, slots=True)
class Topic:
    """A row of a board: the topic, its last post, and where its last page begins."""

    id: str
    last_post: str
    last_page: int
    pinned: bool
    active_at: datetime | None


def parse_index(answer: Answer) -> tuple[str, ...]:
    """The boards that a forum's first page lists, by id."""
    page = parse(answer)
    found = (_query(link, "f") for link in page.select("a.forumtitle"))
    boards = tuple(dict.fromkeys(board for board in found if board))
    if not boards:
        raise refuse(answer, "this page lists no phpBB boards")
    return boards


def parse_board(answer: Answer) -> Step[Topic]:
    """One page of a board. Raises LoginWallError for a closed board, MalformedSourceError for no phpBB."""
    page = parse(answer)
    rows = [row for row in page.select("li.row") if row.select_one("a.topictitle")]
    if not rows:
        _check_empty(page, answer)
        return Step()
    read = [_topic(row, number) for number, row in enumerate(rows, 1)]
    topics = tuple(one for one in read if isinstance(one, Topic))
    if not topics:
        raise refuse(answer, "no topic on this board says which post is its last")
    listed = [topic for topic in topics if not topic.pinned]
    following = page.select_one('a[rel="next"][href*="start="], li.next a[href*="start="]')
    following = following or page.select_one('a.right-box[href*="start="]')
    return Step(
        items=topics,
        skipped=tuple(one for one in read if isinstance(one, Skipped)),
        keys=tuple(f"{topic.id}:{topic.last_post}" for topic in topics),
        newest=max((topic.last_post for topic in topics), key=rank),
        down_to=min((topic.last_post for topic in listed), key=rank, default=None),
        reaches=min((topic.active_at for topic in listed if topic.active_at), default=None),
        next=_query(following, "start"),
    )


def _check_empty(page: BeautifulSoup, answer: Answer) -> None:
    for field in page.select('input[type="password"]'):
        if field.find_parent(class_="quick-login") is None:  # that one stands below every board
            raise LoginWallError(answer.url, "this board is only for members")
    if page.select_one(".section-viewforum, .forum-title, #viewforum") is None:
        raise refuse(answer, "this is not a board of a phpBB forum")


def _topic(row: Tag, number: int) -> Topic | Skipped:
    id = _query(row.select_one("a.topictitle"), "t")
    last = next((post for link in row.select(".lastpost a") if (post := _query(link, "p"))), None)
    if not id or not last:
        return Skipped(f"topic {id or number}", "the board does not say which post is its last")
    starts = [_query(link, "start") for link in row.select(".pagination a")]
    when = row.select_one(".lastpost time[datetime]")
    lines = [one_line(line) for line in row.select(".lastpost span")[0].stripped_strings] if not when else []
    return Topic(
        id=id,
        last_post=last,
        last_page=max((int(start) for start in starts if start), default=0),
        pinned=not _PINNED.isdisjoint(row.get("class") or ()),
        active_at=parse_date(attribute(when, "datetime") or (lines[-1] if lines else "")),
    )


def parse_topic(answer: Answer, base: str, start: int) -> Step[RawPost]:
    """One page of a topic, `start` posts after its beginning; `base` is the forum's own address."""
    page = parse(answer)
    tags = [(match[1], tag) for tag in page.select("div.post[id]") if (match := _POST.fullmatch(_id(tag)))]
    if not tags:
        raise refuse(answer, "this topic shows no posts")
    ids = [id for id, _ in tags]
    title = page.select_one(".topic-title, h2")
    heading = one_line(title.get_text()) if title and start == 0 else ""
    read = [_post(tag, id, base, heading if at == 0 else "") for at, (id, tag) in enumerate(tags)]
    posts = tuple(one for one in read if isinstance(one, RawPost))
    return Step(
        items=posts,
        skipped=tuple(one for one in read if isinstance(one, Skipped)),
        keys=tuple(ids),
        newest=max(ids, key=rank),
        down_to=min(ids, key=rank),
        reaches=min((post.published_at for post in posts), default=None),
        next=_page_before(page, start, len(ids)),
    )


_POST = re.compile(r"p(\d+)")


def _id(tag: Tag) -> str:
    return attribute(tag, "id") or ""


def _page_before(page: BeautifulSoup, start: int, posts: int) -> str | None:
    if start <= 0:
        return None
    link = page.select_one('a[rel="prev"][href*="viewtopic"], li.previous a, a.left-box[href*="viewtopic"]')
    # The link to the first page has no `start`. Without any link, a step back by what this page holds.
    before = int(_query(link, "start") or 0) if link else start - posts
    return str(max(0, min(before, start - 1)))


def _post(tag: Tag, id: str, base: str, heading: str) -> RawPost | Skipped | None:
    content = tag.select_one(".content")
    if content is None:
        return Skipped(f"post {id}", "it has no content")
    moment = _moment(tag)
    if moment is None:
        return Skipped(f"post {id}", "it has no date that can be read")
    user = tag.select_one(f".author :is({_USER}), .postprofile :is({_USER}), .author strong")
    author = one_line(user.get_text()) if user else ""
    edited = _edited(tag)
    quoted, answered = _quotes(content)
    text = tag_to_text(content)
    if not text:
        return None
    return RawPost(
        native_id=id,
        text=f"{heading}\n\n{text}" if heading else text,
        published_at=moment,
        author=author or None,
        names=fields.names([author, *quoted]),
        url=f"{base}viewtopic.php?p={id}#p{id}",
        edited_at=edited if edited and edited >= moment else None,
        in_reply_to=answered,
    )


def _moment(tag: Tag) -> datetime | None:
    line = tag.select_one(".author")
    if line is None:
        return None
    exact = attribute(line.select_one("time[datetime]"), "datetime")
    titles = [attribute(part, "title") for part in line.select("[title]")]
    written = one_line(line.get_text(" ")).rpartition("»")[2]  # before phpBB 3.3: «by NAME » DATE»
    said = (exact, *titles, written)
    return next((moment for one in said if one and (moment := parse_date(one))), None)


def _edited(tag: Tag) -> datetime | None:
    """When the author last changed the post, as far as its notice says so in words that can be read."""
    notice = tag.select_one(".notice")
    if notice is None:
        return None
    for user in notice.select(_USER):
        user.decompose()  # names can hold digits
    return parse_date(one_line(notice.get_text(" "))[:_LONGEST_NOTICE])


def _quotes(content: Tag) -> tuple[list[str], str | None]:
    """Takes the quotes out: whom they name, and which post the first one is from."""
    names: list[str] = []
    answered: str | None = None
    for quote in content.select("blockquote"):
        cite = quote.select_one("cite")
        if cite is not None:
            answered = answered or _quoted_post(quote, cite)
            names.append(_quoted_name(cite))
    for quote in content.select("blockquote"):
        quote.decompose()
    return [name for name in names if name], answered


def _quoted_post(quote: Tag, cite: Tag) -> str | None:
    link = cite.select_one("a[data-post-id]")
    found = re.search(r"[#?&]p=?(\d+)", attribute(quote, "cite") or "")
    return attribute(link, "data-post-id") or (found[1] if found else None)


def _quoted_name(cite: Tag) -> str:
    member = cite.select_one(f"a[href*='memberlist'], {_USER}")
    if member is not None:
        return one_line(member.get_text())
    said = one_line(cite.get_text(" ")).partition(":")[0]
    return _LAST_WORD.sub("", said)  # «NAME wrote», «NAME pisze», «NAME написа»


def _query(link: Tag | None, name: str) -> str | None:
    """A number in a link's query (`t=12`) or, for posts, in its fragment (`#p12`)."""
    parts = urlsplit(attribute(link, "href") or "")
    value = parse_qs(parts.query).get(name, [""])[0]
    if not value and name == "p" and (found := _POST.fullmatch(parts.fragment)):
        value = found[1]
    return value if value.isdecimal() and len(value) < 20 else None
