"""A tip: a rumour that a key person heard offline and reports by hand. Redacted before it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from monitor.config import Settings
from monitor.errors import InputError, TooManyTipsError
from monitor.privacy import redact
from monitor.rights import VISITOR, Person, require
from monitor.store import Lake

_LONGEST = 2000
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Tip:
    """What somebody heard, redacted, and where."""

    text: str
    language: str
    place: str
    added: date


def note_tip(settings: Settings, text: str, place: str, language: str, by: Person) -> str:
    """Stores the tip and returns its id.

    Raises InputError for a text that is empty or far too long, TooManyTipsError for a passer-by in a flood.
    """
    import pyarrow as pa

    require(by, "report")
    text = redact(" ".join(text.split()))
    if not text:
        raise InputError("the tip has no text")
    if len(text) > _LONGEST:
        raise InputError(f"the tip has {len(text)} characters; {_LONGEST} are enough")
    tip_id = uuid4().hex
    now = datetime.now(UTC).replace(tzinfo=None)
    row = {"tip_id": tip_id, "text": text, "language": language, "place": redact(place), "added_at": now}
    with Lake.open(settings) as lake:
        if by.roles == VISITOR.roles:
            _refuse_flood(lake, settings.login.public_tips, now)
        lake.append("tips", pa.Table.from_pylist([row]))
    return tip_id


def _refuse_flood(lake: Lake, most: int, now: datetime) -> None:
    # Nothing is known of a passer-by, on purpose: so the hour's reports are limited, not those of one of them.
    # Counted in the store, the limit holds over restarts and for several dashboards on one home.
    found = lake.query("SELECT count(*) AS tips FROM tips WHERE added_at > $since", {"since": now - _HOUR})
    if found.to_pylist()[0]["tips"] >= most:
        raise TooManyTipsError(f"{most} rumours were reported within an hour")


def recent_tips(lake: Lake, limit: int = 20) -> list[Tip]:
    """The newest tips."""
    rows = lake.query(
        "SELECT text, language, place, added_at FROM tips ORDER BY added_at DESC, tip_id LIMIT $limit",
        {"limit": limit},
    ).to_pylist()
    return [Tip(row["text"], row["language"], row["place"] or "", row["added_at"].date()) for row in rows]
