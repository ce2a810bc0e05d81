"""The log: who did what when. It holds names of colleagues and never what somebody posted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from monitor.rights import Person, require
from monitor.store import Lake
from monitor.workflow import signature


def signed(by: Person) -> str | None:
    """The person as the log names them; None for somebody at this machine who gave no name."""
    return signature(by) if by.name else None


def note(lake: Lake, by: Person, action: str, subject: str) -> None:
    """Adds an entry."""
    import pyarrow as pa

    row = {
        "entry_id": uuid4().hex,
        "happened_at": datetime.now(UTC).replace(tzinfo=None),
        "actor": signed(by),
        "action": action,
        "subject": subject,
    }
    lake.append("audit", pa.Table.from_pylist([row]))


def entries(lake: Lake, by: Person, limit: int = 500) -> list[dict[str, Any]]:
    """The newest entries: happened_at, actor, action, subject. Raises NotAllowedError."""
    require(by, "privacy")
    sql = "SELECT happened_at, actor, action, subject FROM audit ORDER BY happened_at DESC, entry_id LIMIT ?"
    rows: list[dict[str, Any]] = lake.query(sql, [limit]).to_pylist()
    return rows
