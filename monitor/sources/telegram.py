"""Public Telegram channels, by the preview pages that Telegram shows to everyone: https://t.me/s/CHANNEL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from monitor.errors import MalformedSourceError
from monitor.fetch import Answer, Fetch
from monitor.records import Cursor, Page, RawPost, Skipped, Source
from monitor.sources import _fields as fields
from monitor.sources._dates import parse_date
from monitor.sources._html import attribute, parse, refuse
from monitor.sources._paging import Memory, PagedOptions, Step, rank, read_back
from monitor.sources._text import one_line, tag_to_text

if TYPE_CHECKING:
    from bs4 import Tag

LABEL = "Telegram channel (public preview)"
NOT_COVERED = "comments, groups, and channels without a public preview"

_NO_PREVIEW = (
    "this channel shows no public preview: it may be private, a group, or closed to readers without the app"
)
_APPROVALS = frozenset("👍❤💯🔥👏")


class Options(PagedOptions):
    """A channel needs nothing but its address, https://t.me/s/NAME."""


def read(source: Source, options: Options, cursor: Cursor, fetch: Fetch) -> Iterator[Page]:
    """The channel's messages that have text, newest page first.

    Raises MalformedSourceError when the channel has no public preview or the address is no channel.
    """
    memory = Memory.open(source, options, cursor)
    address = preview_address(source.url)

    def load(position: str | None) -> Step[RawPost]:
        answer = fetch(address if position is None else f"{address}?before={position}")
        step = _parse(answer)
        if position is not None and step.keys and rank(step.down_to) >= rank(position):
            raise MalformedSourceError(
                f"the paging does not end: nothing older than message {position} comes"
            )
        return step

    yield from read_back(memory, load)


def preview_address(url: str) -> str:
    """The preview page of a channel: t.me/NAME and t.me/s/NAME/123 become t.me/s/NAME.

    Raises MalformedSourceError for addresses that name no public channel.
    """
    parts = urlsplit(url)
    names = [name for name in parts.path.split("/") if name and name != "s"]
    if not names or not re.fullmatch(r"\w{4,64}", names[0]) or names[0] == "joinchat":
        raise MalformedSourceError(
            f"{url} is not the address of a public channel", remedy="Use https://t.me/s/NAME."
        )
    return urlunsplit((parts.scheme, parts.netloc, f"/s/{names[0]}", "", ""))


def _parse(answer: Answer) -> Step[RawPost]:
    page = parse(answer)
    messages = page.select(".tgme_widget_message[data-post]")
    if not messages:
        if page.select_one(".tgme_channel_history, .tgme_channel_info") is None:
            raise refuse(answer, _NO_PREVIEW)
        return Step()
    marks: list[str] = []
    found: list[RawPost | Skipped | None] = []
    for message in messages:
        channel, _, mark = str(message["data-post"]).partition("/")
        if mark.isdecimal():
            marks.append(mark)
            found.append(_post(message, channel, mark))
    posts = tuple(one for one in found if isinstance(one, RawPost))
    older = page.select_one(".js-messages_more[data-before]")
    return Step(
        items=posts,
        skipped=tuple(one for one in found if isinstance(one, Skipped)),
        keys=tuple(marks),
        newest=max(marks, key=rank, default=None),
        down_to=min(marks, key=rank, default=None),
        reaches=min((post.published_at for post in posts), default=None),
        next=min(marks, key=rank, default=None) if older else None,
    )


def _post(message: Tag, channel: str, mark: str) -> RawPost | Skipped | None:
    """The message; None when it has no text of its own (a photo, «channel created»)."""
    names = _names(message, channel)
    signed = message.select_one(".tgme_widget_message_from_author")
    moment = parse_date(attribute(message.select_one(".tgme_widget_message_meta time"), "datetime") or "")
    likes = _likes(message)
    answered = attribute(message.select_one("a.tgme_widget_message_reply"), "href")
    for quoted in message.select(".tgme_widget_message_reply, .tgme_widget_message_link_preview"):
        quoted.decompose()
    body = message.select_one(".tgme_widget_message_text")
    text = tag_to_text(body) if body else ""
    if not text:
        return None
    if moment is None:
        return Skipped(f"message {mark}", "it has no date")
    return RawPost(
        native_id=mark,
        text=text,
        published_at=moment,
        author=(one_line(signed.get_text()) if signed else "") or channel,
        names=names,
        url=f"https://t.me/{channel}/{mark}",
        in_reply_to=answered.rpartition("/")[2] if answered else None,
        likes=likes,
    )


def _names(message: Tag, channel: str) -> tuple[str, ...]:
    # The channel's own title is not here: it often is an everyday phrase («Poles in the Netherlands»), and
    # names are taken out of the text.
    owner = message.select_one(".tgme_widget_message_owner_name")
    title = one_line(owner.get_text()) if owner else ""
    people = message.select(
        ".tgme_widget_message_from_author, .tgme_widget_message_forwarded_from_name, "
        ".tgme_widget_message_author_name, .tgme_widget_message_via_bot"
    )
    said = fields.names(one_line(person.get_text()) for person in people)
    return tuple(name for name in said if name not in (title, channel))


def _likes(message: Tag) -> int | None:
    """Reactions that approve. Anger and laughter are reactions too, and no likes."""
    reactions = message.select(".tgme_reaction")
    if not reactions:
        return None
    texts = (one_line(reaction.get_text()).replace("\ufe0f", "") for reaction in reactions)
    return sum(fields.count(text[1:]) or 0 for text in texts if text[:1] in _APPROVALS)
