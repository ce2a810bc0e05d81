"""What is kept and until when, and erasing it: on request, or because its time is over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from monitor.config import Settings
from monitor.errors import InputError
from monitor.log import signed
from monitor.privacy import Pseudonymiser, author_pseudonym, load_or_make_key
from monitor.rights import Person, require
from monitor.source_files import find_source
from monitor.store import Erased, Lake

Named = Literal["url", "posts", "author", "source"]
What = Literal["posts", "labels", "tips", "reviews", "answers", "corrections", "log", "erased"]

# Table, and the column that says how old a row is.
_TABLES: Mapping[What, tuple[str, str]] = {
    "posts": ("posts", "published_at"),
    "labels": ("annotations", "annotated_at"),
    "tips": ("tips", "added_at"),
    "reviews": ("reviews", "reviewed_at"),
    "answers": ("responses", "changed_at"),
    "corrections": ("corrections", "added_at"),
    "log": ("audit", "happened_at"),
    "erased": ("erased", "erased_at"),
}
# What is removed after `privacy.keep_days`. Labels and reviews go with their post; the rest is work of the team.
_EXPIRING: frozenset[What] = frozenset({"posts", "tips"})
_COLUMNS: Mapping[Named, str] = {"url": "url", "posts": "post_id", "author": "author", "source": "source_id"}


@dataclass(frozen=True, slots=True)
class Kept:
    """How much of one kind is kept, the oldest of it, and how much has outlived its time."""

    what: What
    rows: int
    oldest: date | None
    expires: bool
    overdue: int = 0


def kept(lake: Lake, settings: Settings, by: Person) -> list[Kept]:
    """What this home holds. Raises NotAllowedError."""
    require(by, "privacy")
    before = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=settings.privacy.keep_days)
    # Counts, and the oldest of all rows, stand in the files' own statistics; what is overdue lies in the oldest files.
    parts = [
        f"SELECT '{what}' AS what, count(*) AS n, min({at}) AS oldest, {_overdue(what)} AS overdue FROM {table}"
        for what, (table, at) in _TABLES.items()
    ]
    rows = {row["what"]: row for row in lake.query(" UNION ALL ".join(parts), [before]).to_pylist()}
    return [
        Kept(
            what=what,
            rows=rows[what]["n"],
            oldest=rows[what]["oldest"].date() if rows[what]["oldest"] else None,
            expires=what in _EXPIRING,
            overdue=rows[what]["overdue"],
        )
        for what in _TABLES
    ]


def _overdue(what: What) -> str:
    table, at = _TABLES[what]
    return f"(SELECT count(*) FROM {table} WHERE {at} < $1)" if what in _EXPIRING else "0"


def count(lake: Lake, by: Person, named: Named, value: str) -> int:
    """How many posts an erasure would remove. Raises NotAllowedError."""
    require(by, "privacy")
    sql = f"SELECT count(*) AS n FROM posts WHERE {_COLUMNS[named]} = ?"
    return int(lake.query(sql, [_value(value)])["n"][0].as_py())


def erase(lake: Lake, by: Person, named: Named, value: str | list[str]) -> Erased:
    """Removes these posts physically; the log says who did it, and not whose posts they were.

    Raises NotAllowedError, and InputError for an empty value.
    """
    require(by, "privacy")
    values = [_value(one) for one in ([value] if isinstance(value, str) else value)]
    actor = signed(by)
    if named == "posts":
        return lake.erase(posts=values, actor=actor)
    [one] = values
    given = {"author": None, "source": None, "url": None} | {named: one}
    return lake.erase(author=given["author"], source=given["source"], url=given["url"], actor=actor)


def expire(lake: Lake, settings: Settings, by: Person) -> Erased:
    """Removes what is older than `privacy.keep_days`. Raises NotAllowedError."""
    require(by, "privacy")
    return lake.retention(settings.privacy.keep_days, signed(by))


def known_author(lake: Lake, settings: Settings, by: Person, source: str, name: str) -> str | None:
    """The pseudonym under which that name wrote in that source; None when no post of theirs is kept.

    The name is used to look, and is written nowhere. Raises NotAllowedError, and SettingsError for no such source.
    """
    require(by, "privacy")
    place = find_source(settings.sources_dir, source)
    pseudonymiser = Pseudonymiser(load_or_make_key(settings.key_file))
    bare = _value(name).strip("@ ")
    for spelling in dict.fromkeys((name.strip(), bare, f"@{bare}", bare.lower())):
        found = author_pseudonym(place, spelling, pseudonymiser)
        if found and count(lake, by, "author", found):
            return found
    return None


def _value(text: str) -> str:
    if not text.strip():
        raise InputError("nothing was named")
    return text.strip()
