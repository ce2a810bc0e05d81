"""«None of these»: a rumour that a person checked and that no myth covers. Kept to learn from."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from monitor.config import Settings
from monitor.rights import Person
from monitor.store import Lake
from monitor.tips import note_tip


def note_none_of_these(settings: Settings, text: str, language: str, model_version: str, by: Person) -> str:
    """Stores the redacted text as a tip and, as a review of it, that no myth fits; returns the tip's id.

    Raises InputError for a text that is empty or far too long.
    """
    import pyarrow as pa

    tip_id = note_tip(settings, text, "", language, by)
    row = {
        "review_id": uuid4().hex,
        "post_id": tip_id,
        "model_version": model_version,
        "none_of_these": True,
        "reviewed_at": datetime.now(UTC).replace(tzinfo=None),
    }
    with Lake.open(settings) as lake:
        lake.append("reviews", pa.Table.from_pylist([row]))
    return tip_id
