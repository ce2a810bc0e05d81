"""Any public web page that lists posts, described by CSS selectors in the source file.

Each selector is looked up within one post («.» is the post itself). «a.permalink@href» takes an attribute
instead of the text; without «@», a date is taken from `datetime` and a link from `href`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urljoin

from pydantic import AfterValidator, Field

from monitor.errors import MalformedSourceError
from monitor.fetch import Answer, Fetch
from monitor.records import Cursor, Page, RawPost, Skipped, Source
from monitor.sources._dated import dated_step, read_dated
from monitor.sources._dates import parse_date
from monitor.sources._html import attribute, parse, refuse
from monitor.sources._paging import PagedOptions, Step
from monitor.sources._text import one_line, tag_to_text

if TYPE_CHECKING:
    from bs4 import Tag

LABEL = "web page (CSS selectors)"
NOT_COVERED = "what the page shows only after a login or by a script"

_WITH_ATTRIBUTE = re.compile(r"^(.*?)@([A-Za-z_:][\w:.-]*)$", re.DOTALL)


def _checked(selector: str) -> str:
    import soupsieve

    css, _ = _split(selector)
    if css not in ("", "."):
        try:
            soupsieve.compile(css)
        except soupsieve.SelectorSyntaxError as error:
            raise ValueError(f"not a CSS selector: {str(error).splitlines()[0]}") from None
    return selector


Selector = Annotated[str, AfterValidator(_checked), Field(max_length=500)]


class Options(PagedOptions):
    """How the page is laid out."""

    post: Selector = Field(min_length=1, description="one match per post, e.g. `article.message`")
    text: Selector = Field(min_length=1, description="the post's text")
    date: Selector = Field(
        min_length=1, description="when it was published: its `datetime` attribute, or its text"
    )
    author: Selector | None = Field(default=None, description="who wrote it (kept as a pseudonym only)")
    link: Selector | None = Field(default=None, description="the link to the post itself")
    id: Selector | None = Field(
        default=None, description="what identifies the post; default: its `id` attribute, else its link"
    )
    next: Selector | None = Field(default=None, description="on the page: the link to older posts")
    remove: tuple[Selector, ...] = Field(
        default=(), description="parts of the text that are not the author's: signatures, buttons, quotes"
    )
    empty: Selector | None = Field(
        default=None,
        description="on the page: what it shows when it has no posts; without it, that is a fault",
    )
    date_formats: tuple[str, ...] = Field(
        default=(), description="strptime formats, e.g. `%d %B %Y, %H:%M`; ISO dates need none"
    )


def read(source: Source, options: Options, cursor: Cursor, fetch: Fetch) -> Iterator[Page]:
    """The page's posts, then those of older pages.

    Raises MalformedSourceError when the selectors fit nothing, LoginWallError for a login form.
    """

    def parse_page(answer: Answer) -> Step[RawPost]:
        return _parse(answer, options)

    yield from read_dated(source, options, cursor, fetch, parse_page)


def _parse(answer: Answer, options: Options) -> Step[RawPost]:
    page = parse(answer)
    found = [
        _post(tag, options, answer.url, number) for number, tag in enumerate(page.select(options.post), 1)
    ]
    posts = tuple(one for one in found if isinstance(one, RawPost))
    skipped = tuple(one for one in found if isinstance(one, Skipped))
    if not found and not (options.empty and _one(page, options.empty)):
        raise refuse(answer, f"no part of the page fits the selector “{options.post}”")
    if found and not posts:
        raise MalformedSourceError(
            f"none of the {len(found)} posts could be read; the first: {skipped[0].why} ({answer.url})"
        )
    older = _value(page, options.next, "href") if options.next else None
    return dated_step(posts, skipped, next=urljoin(answer.url, older) if older else None)


def _post(tag: Tag, options: Options, base: str, number: int) -> RawPost | Skipped:
    where = f"post {number} on the page"
    moment = _moment(tag, options)
    if moment is None:
        return Skipped(where, f"“{options.date}” gives no date that can be read")
    link = _value(tag, options.link, "href") if options.link else None
    author = _value(tag, options.author) if options.author else None
    native_id = _value(tag, options.id, "id") if options.id else attribute(tag, "id") or link
    text = _text(tag, options)  # last, since it changes the tree
    if not text:
        return Skipped(where, f"“{options.text}” gives no text")
    return RawPost(
        native_id=native_id or _digest(moment, author or text),
        text=text,
        published_at=moment,
        author=author,
        names=(author,) if author else (),
        url=urljoin(base, link) if link else None,
    )


def _moment(tag: Tag, options: Options) -> datetime | None:
    said = _value(tag, options.date, "datetime")
    return parse_date(said, options.date_formats) if said else None


def _text(tag: Tag, options: Options) -> str:
    css, name = _split(options.text)
    if name:
        return one_line(_value(tag, options.text) or "")
    for selector in options.remove:
        for part in tag.select(selector):
            part.decompose()
    found = _one(tag, css)
    return tag_to_text(found) if found else ""


def _value(tag: Tag, selector: str, usual: str | None = None) -> str | None:
    """What the selector names: its attribute, else the usual attribute, else its text."""
    css, name = _split(selector)
    found = _one(tag, css)
    if found is None:
        return None
    if name:
        return attribute(found, name)
    return (attribute(found, usual) if usual else None) or one_line(found.get_text(" ")) or None


def _one(tag: Tag, css: str) -> Tag | None:
    return tag if css in ("", ".") else tag.select_one(css)


def _split(selector: str) -> tuple[str, str | None]:
    found = _WITH_ATTRIBUTE.match(selector)
    return (found[1].strip(), found[2]) if found else (selector, None)


def _digest(moment: datetime, rest: str) -> str:
    return blake2b(f"{moment.isoformat()}\n{rest}".encode(), digest_size=16).hexdigest()
