"""Files say what their columns mean, open again with the same values, and hold no formula."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pyarrow.parquet as pq
import pytest

from monitor.exports import FORMATS, Column, Table, as_file, dictionary, harmless

NASTY = [
    '=HYPERLINK("https://evil.example","click")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    " =1+1",
    "＝1+1",
    "\r=cmd",
]
TABLE = Table(
    "posts",
    [
        Column("text", "text", "what was written"),
        Column("week", "date", "Monday"),
        Column("posts", "integer", "how many"),
        Column("share", "number", "part"),
        Column("hidden", "yes or no", "too few authors"),
    ],
    [
        {"text": NASTY[0], "week": date(2026, 11, 16), "posts": 7, "share": -0.5, "hidden": False},
        {"text": "zwykły tekst", "week": None, "posts": None, "share": None, "hidden": True},
    ],
    {"model": "m1"},
)


@pytest.mark.parametrize("text", NASTY)
def test_what_looks_like_a_formula_is_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a = b", "1-2", "zwykły", "'quoted"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


def test_csv_holds_no_formula_and_plain_numbers() -> None:
    first, second = csv.DictReader(io.StringIO(as_file(TABLE, "csv").decode("utf-8-sig")))
    assert first["text"].startswith("'=HYPERLINK")
    assert (first["week"], first["share"], first["hidden"]) == ("2026-11-16", "-0.5", "no")
    assert (second["text"], second["posts"], second["hidden"]) == ("zwykły tekst", "", "yes")


def test_excel_holds_no_formula_and_the_dictionary() -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_file(TABLE, "xlsx")))
    data, meanings = book["data"], book["data dictionary"]
    assert data["A2"].data_type == "s"
    assert data["A2"].hyperlink is None
    assert data["A2"].value.startswith("'=HYPERLINK")
    assert [cell.value for cell in data[2]][2:] == [7, -0.5, False]
    assert [cell.value for cell in meanings[2]] == ["text", "text", "what was written"]
    assert [cell.value for cell in meanings[meanings.max_row]] == ["(model)", "about", "m1"]


def test_parquet_opens_again_with_types_and_meanings() -> None:
    table = pq.read_table(io.BytesIO(as_file(TABLE, "parquet")))
    assert table.to_pylist() == [dict(row) for row in TABLE.rows]
    assert table.schema.field("posts").metadata[b"meaning"] == b"how many"
    assert table.schema.metadata[b"model"] == b"m1"


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_table_is_a_file_too(format: str) -> None:
    assert as_file(Table("none", TABLE.columns, [], {}), format)  # type: ignore[arg-type]


def test_the_dictionary_names_every_column() -> None:
    assert [row["column"] for row in dictionary(TABLE).rows] == [
        "text",
        "week",
        "posts",
        "share",
        "hidden",
        "(model)",
    ]
