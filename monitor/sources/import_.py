"""Posts that other tools exported (CSV, NDJSON, JSON): 4CAT, Meta Content Library, CrowdTangle, own tables.

`myth-monitor import FILE --source ID` names the file. A killed import goes on at the row where it stopped;
a finished one may be repeated, which changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator

from monitor.errors import InputError
from monitor.fetch import Fetch
from monitor.records import Cursor, Page, RawPost, Skipped, Source
from monitor.sources import _fields as fields
from monitor.sources._dates import parse_date
from monitor.sources._rows import Row, rows
from monitor.sources._text import clean, html_to_text

LABEL = "file of another tool (CSV, NDJSON, JSON)"
NOT_COVERED = "what the other tool did not export"

_PAGE_ROWS = 500

# What each part of a post is called, by tool; the first name that the file has, and that is filled, counts.
# Capitals do not matter. Times named «unix…» come first, since they leave no doubt about their zone.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "post_id", "native_id", "mcl_id", "message_id", "tweet_id", "id_str", "crowdtangle id"),
    "url": ("url", "post url", "mcl_url", "link_to_post", "permalink", "permalink_url", "post_url"),
    "text": ("text", "body", "message", "full_text", "content", "caption", "post text", "description"),
    "title": ("subject", "title", "headline"),
    "date": (
        "unix_timestamp", "timestamp_unix", "created_utc", "creation_time", "timestamp", "date",
        "published_at", "created_at", "post created", "post created date", "published", "datetime", "time",
    ),
    "edited": ("unix_timestamp_edited", "timestamp_edited", "modified_time", "edited_at", "edit_date"),
    "author": (
        "post_owner.id", "author_id", "user.id", "account.id", "author", "post_owner.username",
        "user name", "username", "author_username", "user.screen_name", "facebook id", "handle", "page name",
        "post_owner.name",
    ),
    "language": ("lang", "language", "language_code"),
    "reply_to": ("in_reply_to", "reply_to", "parent_id", "in_reply_to_id", "thread_id"),
    "likes": (
        "likes", "like_count", "statistics.like_count", "statistics.reaction_count", "favourites_count",
        "score",
    ),
    "shares": (
        "shares", "share_count", "statistics.share_count", "retweet_count", "reblogs_count", "forwards",
    ),
    "replies": (
        "comments", "replies", "comment_count", "statistics.comment_count", "num_comments", "reply_count",
    ),
}  # fmt: skip

# Names that privacy.py takes out of the text.
_NAMES = (
    "author", "author_fullname", "author_name", "author_username", "username", "user name", "page name",
    "handle", "post_owner.name", "post_owner.username", "user.name", "user.screen_name",
    "account.display_name", "account.acct",
)  # fmt: skip


class Options(BaseModel):
    """How the file is read where its column names do not say it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str = Field(default="", description="set by `myth-monitor import`; not for source files")
    columns: dict[str, str] = Field(
        default_factory=dict,
        description=f"columns with other names, as `text: Bericht`; parts: {', '.join(COLUMNS)}",
    )
    date_formats: tuple[str, ...] = Field(default=(), description="strptime formats, e.g. `%m/%d/%Y %H:%M`")
    timezone: str = Field(
        default="Europe/Amsterdam", description="zone of dates that name none (4CAT writes UTC)"
    )
    encoding: str | None = Field(
        default=None, description="default: recognised (UTF-8, UTF-16, cp1250, cp1251 …)"
    )
    html: bool = Field(default=False, description="the texts hold HTML")

    @field_validator("columns")
    @classmethod
    def _known_parts(cls, columns: dict[str, str]) -> dict[str, str]:
        unknown = sorted(set(columns) - set(COLUMNS))
        if unknown:
            raise ValueError(f"unknown part “{unknown[0]}”; use {', '.join(COLUMNS)}")
        return columns

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("not a time zone, such as Europe/Amsterdam or UTC") from None
        return name

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, name: str | None) -> str | None:
        import codecs

        try:
            return name and codecs.lookup(name).name
        except LookupError:
            raise ValueError("not an encoding, such as utf-8 or cp1250") from None


def read(source: Source, options: Options, cursor: Cursor, fetch: Fetch) -> Iterator[Page]:  # noqa: ARG001
    """The file's posts, 500 rows a page; a row that cannot be read is Skipped with its line number.

    Raises InputError when there is no file, or when it is not CSV, NDJSON or JSON.
    """
    if not options.file:
        raise InputError(f"“{source.id}” is an import: use `myth-monitor import FILE --source {source.id}`")
    path = Path(options.file)
    if not path.is_file():
        raise InputError("there is no such file", file=path)
    of = _digest(path, options)
    done = int(cursor.get("rows", 0)) if cursor.get("of") == of else 0
    posts: list[RawPost] = []
    skipped: list[Skipped] = []
    count = 0
    for count, row in enumerate(rows(path, options.encoding), 1):
        if count <= done:
            continue
        found = _post(row, options)
        posts.append(found) if isinstance(found, RawPost) else skipped.append(found)
        if len(posts) + len(skipped) == _PAGE_ROWS:
            _check(path, posts, skipped, count)
            yield Page(tuple(posts), {"of": of, "rows": count}, tuple(skipped))
            posts, skipped = [], []
    _check(path, posts, skipped, count)
    # No row is remembered at the end: importing the file once more reads all of it.
    yield Page(tuple(posts), {}, tuple(skipped))


def _check(path: Path, posts: list[RawPost], skipped: list[Skipped], count: int) -> None:
    """Raises InputError when the file's beginning holds no post at all: its columns are not understood."""
    if skipped and not posts and count <= _PAGE_ROWS:
        line = int(skipped[0].where.removeprefix("line "))
        raise InputError(f"no row could be read; the first: {skipped[0].why}", file=path, line=line)


def _digest(path: Path, options: Options) -> str:
    """Names this file, wherever it lies, and how it is read."""
    with path.open("rb") as file:
        start = file.read(1 << 20)
    said = options.model_dump_json(exclude={"file"}).encode()
    return blake2b(b"%d\n%s\n%s" % (path.stat().st_size, said, start), digest_size=8).hexdigest()


def _post(row: Row, options: Options) -> RawPost | Skipped:
    where = f"line {row.line}"
    if row.fault:
        return Skipped(where, row.fault)
    columns = {str(name).strip().lower(): value for name, value in row.columns.items()}

    def part(name: str) -> str | None:
        chosen = options.columns.get(name)
        return _first(columns, (chosen.strip().lower(),) if chosen else COLUMNS[name])

    text = _text(part("title"), part("text"), options)
    if not text:
        return Skipped(where, "it has no text" if _known(columns, options) else _unknown("text", columns))
    said = part("date")
    moment = parse_date(said, options.date_formats, ZoneInfo(options.timezone)) if said else None
    if moment is None:
        return Skipped(where, "its date cannot be read" if said else _unknown("date", columns))
    url, author = part("url"), part("author")
    return RawPost(
        native_id=part("id") or url or _id(said or "", author, text),
        text=text,
        published_at=moment,
        author=author,
        names=fields.names(columns.get(name) for name in _NAMES),
        url=url,
        edited_at=parse_date(part("edited") or "", options.date_formats, ZoneInfo(options.timezone)),
        language=fields.language(part("language")),
        in_reply_to=part("reply_to") if part("reply_to") != part("id") else None,  # 4CAT: the thread itself
        likes=fields.count(part("likes")),
        shares=fields.count(part("shares")),
        replies=fields.count(part("replies")),
    )


def _first(columns: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    return next((value for name in names if (value := fields.text(columns.get(name)))), None)


def _text(title: str | None, body: str | None, options: Options) -> str:
    as_text = html_to_text if options.html else clean
    parts = [as_text(part) for part in (title, body) if part]
    if len(parts) == 2 and parts[1].startswith(parts[0]):
        return parts[1]
    return "\n\n".join(parts)


def _known(columns: Mapping[str, Any], options: Options) -> bool:
    chosen = options.columns.get("text", "").strip().lower()
    return any(name in columns for name in ((chosen,) if chosen else COLUMNS["text"]))


def _unknown(part: str, columns: Mapping[str, Any]) -> str:
    known = ", ".join(list(columns)[:12])
    return (
        f"no column for its {part}; the file has {known}. Name it under `read: columns:` in the source file"
    )


def _id(said: str, author: str | None, text: str) -> str:
    return blake2b(f"{said}\n{author}\n{text}".encode("utf-8", "replace"), digest_size=16).hexdigest()
