"""Tables as files: Parquet, CSV and Excel, each with its data dictionary. No spreadsheet formula survives."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Kind = Literal["text", "integer", "number", "date", "yes or no"]
Format = Literal["parquet", "csv", "xlsx"]
Row = Mapping[str, Any]

# What a spreadsheet may take for the beginning of a formula, once leading blanks are gone.
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Column:
    """One column and what it means."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to hand out. `about` says where they come from: period, model, query, method."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    about: Mapping[str, str]


def as_file(table: Table, format: Format) -> bytes:
    """The table as a file of that format."""
    return _WRITERS[format](table)


def dictionary(table: Table) -> Table:
    """The data dictionary as a table of its own: each column, then what the whole rests on."""
    columns = [
        Column("column", "text", "name of the column"),
        Column("kind", "text", "what it holds"),
        Column("meaning", "text", "what it says"),
    ]
    rows = [{"column": one.name, "kind": one.kind, "meaning": one.meaning} for one in table.columns]
    rows += [{"column": f"({key})", "kind": "about", "meaning": text} for key, text in table.about.items()]
    return Table(f"{table.name}-dictionary", columns, rows, {})


def harmless(text: str) -> str:
    """The text as a spreadsheet shows it and never runs it: what looks like a formula gets an apostrophe."""
    # Full-width signs count too: some spreadsheets read them as the plain ones.
    begin = unicodedata.normalize("NFKC", text).lstrip()
    blank = text[:1] in ("\t", "\r", "\n")
    return f"'{text}" if begin.startswith(_FORMULA) or blank else text


def _as_csv(table: Table) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(one.name) for one in table.columns])
    for row in table.rows:
        writer.writerow([_cell(row.get(one.name)) for one in table.columns])
    # The mark tells spreadsheets that this is UTF-8; other programs skip it.
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return harmless(value) if isinstance(value, str) else value


def _as_excel(table: Table) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        styles = {
            "head": book.add_format({"bold": True}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        _sheet(book.add_worksheet("data"), table, styles)
        _sheet(book.add_worksheet("data dictionary"), dictionary(table), styles)
    return out.getvalue()


def _sheet(sheet: Any, table: Table, styles: Mapping[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, harmless(column.name), styles["head"])
        sheet.set_column(at, at, min(60, max(12, len(column.name) + 2)))
    for line, row in enumerate(table.rows, 1):
        for at, column in enumerate(table.columns):
            _write(sheet, line, at, row.get(column.name), styles)


def _write(sheet: Any, line: int, at: int, value: Any, styles: Mapping[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, at, value)
    elif isinstance(value, int | float):
        sheet.write_number(line, at, value)
    elif isinstance(value, date):
        sheet.write_datetime(line, at, value, styles["date"])
    else:
        sheet.write_string(line, at, harmless(str(value)))


def _as_parquet(table: Table) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
        "yes or no": pa.bool_(),
    }
    schema = pa.schema(
        [pa.field(one.name, types[one.kind], metadata={"meaning": one.meaning}) for one in table.columns],
        metadata=dict(table.about),
    )
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([dict(row) for row in table.rows], schema=schema), out)
    return out.getvalue()


_WRITERS: Mapping[Format, Callable[[Table], bytes]] = {
    "parquet": _as_parquet,
    "csv": _as_csv,
    "xlsx": _as_excel,
}
FORMATS: tuple[Format, ...] = tuple(_WRITERS)
