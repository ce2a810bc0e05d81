"""The steps of the responses' workflow, and the record of who took them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any
from uuid import uuid4

import duckdb
from pydantic import TypeAdapter

from monitor.lake.connection import Connection
from monitor.lake.schema import utc
from monitor.responses import Channel, ResponseText, Step, Texts

# What to do next, decided on the steps there are. It may be called again, so it must change nothing itself.
Decide = Callable[[tuple[Step, ...]], Sequence[Step]]

_COLUMNS = "response_id, myth, language, version, state, review_by, texts, changed_by, changed_at"
_TEXTS = TypeAdapter(dict[Channel, ResponseText])


def change(writer: duckdb.DuckDBPyConnection, myth: str, language: str, decide: Decide) -> list[Step]:
    """Adds the steps that `decide` names, each with its entry in the audit. Whatever it raises, nothing is added."""
    found = writer.execute(
        f"SELECT {_COLUMNS} FROM responses WHERE myth = ? AND language = ?", [myth, language]
    ).to_arrow_table()
    added = list(decide(tuple(_step(row) for row in found.to_pylist())))
    for step in added:
        writer.execute(
            f"INSERT INTO responses ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            _row(myth, language, step),
        )
        writer.execute(
            "INSERT INTO audit (entry_id, happened_at, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?, ?)",
            [uuid4().hex, utc(step.at), step.by, f"response {step.state}", *_subject(myth, language, step)],
        )
    return added


def steps(connection: Connection) -> dict[tuple[str, str], tuple[Step, ...]]:
    """All steps by (myth, language), in their order."""
    found: dict[tuple[str, str], list[Step]] = {}
    for row in connection.read(f"SELECT {_COLUMNS} FROM responses").to_pylist():
        found.setdefault((row["myth"], row["language"]), []).append(_step(row))
    return {key: tuple(sorted(some, key=lambda s: (s.version, s.number))) for key, some in found.items()}


def _row(myth: str, language: str, step: Step) -> list[Any]:
    texts = _TEXTS.dump_json(dict(step.texts)).decode()
    id = f"{myth}/{language}/{step.version}/{step.number}"
    return [id, myth, language, step.version, step.state, step.review_by, texts, step.by, utc(step.at)]


def _subject(myth: str, language: str, step: Step) -> tuple[str, str]:
    detail: dict[str, Any] = {
        "step": step.number,
        "review_by": step.review_by.isoformat(),
        "texts": _digest(step.texts),
        "from_file": step.from_file,
    }
    return f"{myth}/{language}/{step.version}", json.dumps(detail)


def _digest(texts: Texts) -> str:
    return blake2b(_TEXTS.dump_json(dict(texts)), digest_size=8).hexdigest()


def _step(row: dict[str, Any]) -> Step:
    moment: datetime = row["changed_at"]
    return Step(
        version=row["version"],
        number=int(row["response_id"].rpartition("/")[2]),
        state=row["state"],
        review_by=row["review_by"],
        texts=_TEXTS.validate_json(row["texts"]),
        by=row["changed_by"],
        at=moment.replace(tzinfo=UTC),
    )
