"""Rows of CSV, NDJSON and JSON files, one at a time: files may be larger than memory."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from monitor.errors import InputError
from monitor.sources._encoding import encoding_of

_LONGEST_LINE = 2_000_000  # characters: a quote that is never closed would swallow the rest of the file
_CHUNK = 1 << 16
_DELIMITERS = ",;\t|"
_LISTS = ("data", "posts", "items", "results", "messages", "statuses")


@dataclass(frozen=True, slots=True)
class Row:
    """One record: where it begins (line number), and its columns with nested names joined by dots, or why
    it cannot be read."""

    line: int
    columns: Mapping[str, Any]
    fault: str | None = None


def rows(path: Path, encoding: str | None = None) -> Iterator[Row]:
    """The file's records in order; a broken one has `fault` set.

    Raises InputError, with file and line, when the file as a whole is not CSV, NDJSON or JSON.
    """
    encoding = encoding or encoding_of(path)
    # Line ends stay as they are for csv; bytes that fit no character show as U+FFFD and fault their line.
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first, second = file.readline(_LONGEST_LINE).lstrip("\ufeff"), file.readline(_LONGEST_LINE)
        file.seek(0)
        start = first.lstrip()[:1] or second.lstrip()[:1]
        if start == "[" or (start == "{" and _is_one_object(first, second)):
            yield from _json_list(file, path)
        elif start == "{":
            yield from _lines(file)
        else:
            yield from _csv(file, path)


def _is_one_object(first: str, second: str) -> bool:
    """Whether these lines begin one large object with a list of posts, rather than one object per line."""
    try:
        found = json.loads(first)
    except (ValueError, RecursionError):
        return first.rstrip().endswith("[") or not second.lstrip().startswith("{")
    return not second.strip() and any(isinstance(found.get(name), list) for name in _LISTS)


def _lines(file: TextIO) -> Iterator[Row]:
    for number, line in enumerate(iter(lambda: file.readline(_LONGEST_LINE), ""), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Row(number, {}, f"not JSON: {error}")
            continue
        yield _row(number, found, line)


def _row(line: int, found: Any, text: str = "") -> Row:
    if "\ufffd" in text:
        return Row(line, {}, "it holds bytes that are no text in this file's encoding")
    if not isinstance(found, dict):
        return Row(line, {}, "not a JSON object")
    return Row(line, dict(_flat(found)))


def _flat(nested: Mapping[str, Any], prefix: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    for name, value in nested.items():
        if isinstance(value, dict) and depth < 5:
            yield from _flat(value, f"{prefix}{name}.", depth + 1)
        else:
            yield prefix + str(name), value


def _json_list(file: TextIO, path: Path) -> Iterator[Row]:
    """The objects of a JSON array, or of the first list in an object that is known to hold posts."""
    decoder, buffer, line = json.JSONDecoder(), "", 1
    begun = False
    while True:
        chunk = file.read(_CHUNK)
        buffer += chunk
        if not begun:
            at = _list_start(buffer)
            if at is None:
                if not chunk or len(buffer) > _LONGEST_LINE:
                    raise InputError("no list of posts was found in this JSON", file=path, line=1)
                continue
            line, buffer, begun = line + buffer.count("\n", 0, at), buffer[at:], True
        while True:
            text = buffer.lstrip(" \t\r\n,")
            line += buffer.count("\n", 0, len(buffer) - len(text))
            buffer = text
            if buffer.startswith("]"):
                return
            try:
                found, end = decoder.raw_decode(buffer)
            except (ValueError, RecursionError):
                break
            if end == len(buffer) and chunk:
                break  # a number may go on in the next chunk
            yield _row(line, found, buffer[:end])
            line, buffer = line + buffer.count("\n", 0, end), buffer[end:]
        if not chunk or len(buffer) > _LONGEST_LINE:
            raise InputError(
                "the JSON breaks off or is broken here; what came before was read", file=path, line=line
            )


def _list_start(buffer: str) -> int | None:
    text = buffer.lstrip("\ufeff \t\r\n")
    if text.startswith("["):
        return buffer.index("[") + 1
    for name in _LISTS:
        at = buffer.find(f'"{name}"')
        rest = buffer[at + len(name) + 2 :].lstrip(" \t\r\n") if at >= 0 else ""
        if rest.startswith(":") and rest[1:].lstrip(" \t\r\n").startswith("["):
            return buffer.index("[", at) + 1
    return None


def _csv(file: TextIO, path: Path) -> Iterator[Row]:
    first = file.readline().lstrip("\ufeff")
    delimiter = max(_DELIMITERS, key=first.count)
    header = [name.strip() for name in next(csv.reader([first], delimiter=delimiter), [])]
    if len(header) < 2:
        raise InputError("the first line should name the columns, such as id,text,date", file=path, line=1)
    limit = csv.field_size_limit(_LONGEST_LINE)
    try:
        yield from _csv_rows(csv.reader(file, delimiter=delimiter), header)
    finally:
        csv.field_size_limit(limit)


def _csv_rows(reader: Any, header: list[str]) -> Iterator[Row]:
    while True:
        line = reader.line_num + 2  # the header is line 1, and this row is not read yet
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(line, {}, f"not CSV: {error}")
            continue
        if not values:
            continue
        if len(values) != len(header):
            yield Row(line, {}, f"{len(values)} columns instead of {len(header)}")
        elif any("\ufffd" in value for value in values):
            yield Row(line, {}, "it holds bytes that are no text in this file's encoding")
        else:
            yield Row(line, dict(zip(header, values, strict=True)))
