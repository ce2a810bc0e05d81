"""`classify`: rows with `id,text[,source_language]` in, the same rows with labels out; no store touched.

JSON Lines, CSV and Parquet by the file's ending; `-` is JSON Lines on the standard streams. Rows keep
their order and their other columns. A row that cannot be read is named (file, line) and left out.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from monitor.errors import InputError

if TYPE_CHECKING:
    from classifiers.pipeline import Label, Pipeline

Row = dict[str, Any]
OnFault = Callable[[InputError], None]
LABEL_FIELDS = (
    "language",
    "language_score",
    "myths",
    "suggested",
    "stance",
    "stance_score",
    "sentiment",
    "sentiment_score",
)
FORMATS = (".jsonl", ".ndjson", ".csv", ".parquet")
_BATCH = 1024


def classify(
    source: str,
    target: str,
    pipeline: Pipeline,
    *,
    on_fault: OnFault,
    on_batch: Callable[[int], None] | None = None,
) -> int:
    """Labels every readable row of `source` into `target`; returns how many.

    `on_fault` hears of each row that cannot be read. Raises InputError when nothing can be read at all.
    """
    read, write = _reader(source), _writer(target)
    count = 0
    rows = read(source, on_fault)
    with write(target) as out:
        while batch := list(islice(rows, _BATCH)):
            labels = pipeline.label(
                [row.get("text") for row in batch], [row.get("source_language") or None for row in batch]
            )
            out([row | label_fields(label) for row, label in zip(batch, labels, strict=True)])
            count += len(batch)
            if on_batch:
                on_batch(len(batch))
    return count


def label_fields(label: Label) -> Row:
    """The documented output fields of one label."""
    return {
        "language": label.language,
        "language_score": round(label.language_score, 4),
        "myths": [{"id": m.id, "score": round(m.score, 4)} for m in label.matches if m.certain],
        "suggested": [{"id": m.id, "score": round(m.score, 4)} for m in label.matches if not m.certain],
        "stance": label.stance,
        "stance_score": None if label.stance_score is None else round(label.stance_score, 4),
        "sentiment": label.sentiment,
        "sentiment_score": None if label.sentiment_score is None else round(label.sentiment_score, 4),
    }


class _Read(Protocol):
    def __call__(self, source: str, on_fault: OnFault) -> Iterator[Row]: ...


def _reader(source: str) -> _Read:
    if source == "-":
        return _read_jsonl
    if not Path(source).is_file():
        raise InputError("there is no such file", file=source)
    return {".csv": _read_csv, ".parquet": _read_parquet}.get(_format(source), _read_jsonl)


def _writer(target: str) -> Any:
    if target == "-":
        return _write_jsonl
    return {".csv": _write_csv, ".parquet": _write_parquet}.get(_format(target), _write_jsonl)


def _format(name: str) -> str:
    ending = Path(name).suffix.lower()
    if ending not in FORMATS:
        raise InputError(f"the ending “{ending}” is not known; use one of {', '.join(FORMATS)}", file=name)
    return ending


def _read_jsonl(source: str, on_fault: OnFault) -> Iterator[Row]:
    with nullcontext(sys.stdin.buffer) if source == "-" else Path(source).open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
                _check_row(row)
            except (ValueError, RecursionError) as error:
                on_fault(InputError(_why(error), file=source, line=number))
                continue
            yield row


def _read_csv(source: str, on_fault: OnFault) -> Iterator[Row]:
    with Path(source).open(encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
        if missing := {"id", "text"} - set(reader.fieldnames or ()):
            raise InputError(
                f"no column “{', '.join(sorted(missing))}” in the first line", file=source, line=1
            )
        rows = iter(reader)
        while True:
            try:
                row: Row = next(rows)
                _check_csv_row(row)
            except StopIteration:
                return
            except (csv.Error, ValueError) as error:
                on_fault(InputError(_why(error), file=source, line=reader.line_num))
                continue
            yield row


def _read_parquet(source: str, on_fault: OnFault) -> Iterator[Row]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(source)
    except (pa.ArrowInvalid, OSError) as error:
        raise InputError(f"not a readable Parquet file: {error}", file=source) from None
    if missing := {"id", "text"} - set(file.schema_arrow.names):
        raise InputError(f"no column “{', '.join(sorted(missing))}”", file=source)
    number = 0
    for batch in file.iter_batches(_BATCH):
        for row in batch.to_pylist():
            number += 1
            try:
                _check_row(row)
            except ValueError as error:
                on_fault(InputError(_why(error), file=source, line=number))
                continue
            yield row


def _check_row(row: object) -> None:
    if not isinstance(row, dict):
        raise ValueError("not an object with `id` and `text`")
    if "id" not in row:
        raise ValueError("`id` is missing")
    if not isinstance(row.get("text"), str | None):
        raise ValueError(f"`text` must be a text or null, not {type(row['text']).__name__}")
    if not isinstance(row.get("source_language"), str | None):
        raise ValueError("`source_language` must be a language code or null")


def _check_csv_row(row: Row) -> None:
    if None in row:
        raise ValueError("more fields than the first line names")
    if any(value is None for value in row.values()):
        raise ValueError("fewer fields than the first line names")
    if any("\udc80" <= char <= "\udcff" for value in row.values() for char in value):
        raise ValueError("not UTF-8")


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON: {error.msg} at character {error.pos + 1}"
    if isinstance(error, UnicodeDecodeError):
        return "not UTF-8"
    return str(error) or type(error).__name__


@contextmanager
def _write_jsonl(target: str) -> Iterator[Callable[[Iterable[Row]], None]]:
    def put(rows: Iterable[Row], stream: IO[str]) -> None:
        stream.writelines(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)
        stream.flush()

    if target == "-":
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        yield lambda rows: put(rows, sys.stdout)
        return
    with _beside(target) as path, path.open("w", encoding="utf-8") as stream:
        yield lambda rows: put(rows, stream)


@contextmanager
def _write_csv(target: str) -> Iterator[Callable[[Iterable[Row]], None]]:
    with _beside(target) as path, path.open("w", encoding="utf-8", newline="") as stream:
        writer: csv.DictWriter[str] | None = None

        def put(rows: Iterable[Row]) -> None:
            nonlocal writer
            for row in rows:
                if writer is None:
                    writer = csv.DictWriter(stream, list(row), extrasaction="ignore")
                    writer.writeheader()
                writer.writerow({name: _flat(value) for name, value in row.items()})

        yield put


def _flat(value: Any) -> Any:
    """Lists as JSON; a text that a spreadsheet would run as a formula is kept as text."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


@contextmanager
def _write_parquet(target: str) -> Iterator[Callable[[Iterable[Row]], None]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    match_type = pa.list_(pa.struct([("id", pa.string()), ("score", pa.float64())]))
    label_types = {
        "myths": match_type,
        "suggested": match_type,
        "stance": pa.string(),
        "stance_score": pa.float64(),
        "sentiment": pa.string(),
        "sentiment_score": pa.float64(),
        "language": pa.string(),
        "language_score": pa.float64(),
    }
    with _beside(target) as path:
        writer: pq.ParquetWriter | None = None

        def put(rows: Iterable[Row]) -> None:
            nonlocal writer
            batch = list(rows)
            columns = {name: [row.get(name) for row in batch] for name in batch[0]}
            if writer is None:
                arrays = {name: pa.array(values, label_types.get(name)) for name, values in columns.items()}
                writer = pq.ParquetWriter(path, pa.table(arrays).schema)
            writer.write_table(pa.table(columns, schema=writer.schema))

        try:
            yield put
        finally:
            if writer is not None:
                writer.close()
            else:
                empty = [("id", pa.string()), ("text", pa.string()), *label_types.items()]
                pq.write_table(pa.schema(empty).empty_table(), path)


@contextmanager
def _beside(target: str) -> Iterator[Path]:
    # Written beside and moved into place: a run that is cut leaves no half file under the final name.
    path = Path(target)
    beside = path.with_name(f".{path.name}.part")
    try:
        yield beside
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    beside.replace(path)
