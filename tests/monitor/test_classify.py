"""`classify`: rows in, the same rows with labels out, in order, with every fault named."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from monitor.annotate import load_pipeline
from monitor.classify import LABEL_FIELDS, classify
from monitor.config import load_settings
from monitor.errors import InputError
from monitor.myths import load_myths

ROWS = [
    {"id": "1", "text": "W Holandii zabierają dzieci jak poprosisz o pomoc gminę", "place": "Helmond"},
    {"id": "2", "text": "", "place": "Veghel"},
    {"id": "3", "text": None, "place": ""},
    {"id": "4", "text": "Търся стая под наем в Хага", "place": "Den Haag"},
]


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory):
    return load_pipeline(load_settings(tmp_path_factory.mktemp("home")), load_myths())


def labelled(pipeline, source: Path, target: Path) -> list[InputError]:
    faults: list[InputError] = []
    classify(str(source), str(target), pipeline, on_fault=faults.append)
    return faults


def test_json_lines_keep_order_and_columns(pipeline, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), encoding="utf-8")
    assert labelled(pipeline, source, target) == []
    out = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert [row["id"] for row in out] == ["1", "2", "3", "4"]
    assert [row["place"] for row in out] == [row["place"] for row in ROWS]
    assert all(set(LABEL_FIELDS) <= set(row) for row in out)
    assert [row["language"] for row in out] == ["pl", "und", "und", "bg"]
    for row in out[1:3]:
        assert (row["myths"], row["suggested"], row["stance"]) == ([], [], None)


def test_csv(pipeline, tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    with source.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, ["id", "text", "place"])
        writer.writeheader()
        writer.writerows(ROWS)
    assert labelled(pipeline, source, target) == []
    out = list(csv.DictReader(io.StringIO(target.read_text("utf-8"))))
    assert [row["language"] for row in out] == ["pl", "und", "und", "bg"]
    assert json.loads(out[1]["myths"]) == []


def test_parquet(pipeline, tmp_path: Path) -> None:
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pq.write_table(pa.Table.from_pylist(ROWS), source)
    assert labelled(pipeline, source, target) == []
    out = pq.read_table(target)
    assert out["language"].to_pylist() == ["pl", "und", "und", "bg"]
    assert out["myths"].to_pylist()[1] == []


def test_a_spreadsheet_formula_does_not_survive(pipeline, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.csv"
    source.write_text('{"id": "1", "text": "=HYPERLINK(\\"http://x\\")"}\n', encoding="utf-8")
    labelled(pipeline, source, target)
    [row] = csv.DictReader(io.StringIO(target.read_text("utf-8")))
    assert row["text"].startswith("'=")


def test_broken_lines_are_named_and_the_rest_goes_on(pipeline, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(
        b'{"id": "1", "text": "dzie\xc5\x84 dobry"}\n'
        b"{broken\n"
        b"[1, 2]\n"
        b'{"text": "no id"}\n'
        b'{"id": "5", "text": 7}\n'
        b'{"id": "6", "text": "\xff"}\n'
        b"\n"
        b'{"id": "8", "text": "dobranoc wszystkim"}\n'
    )
    faults = labelled(pipeline, source, target)
    assert [fault.line for fault in faults] == [2, 3, 4, 5, 6]
    assert all(fault.file == str(source) for fault in faults)
    assert [json.loads(line)["id"] for line in target.read_text("utf-8").splitlines()] == ["1", "8"]


@pytest.mark.parametrize("name", ["missing.jsonl", "posts.docx"])
def test_what_cannot_be_read_at_all_is_refused(pipeline, tmp_path: Path, name: str) -> None:
    if name.endswith("docx"):
        (tmp_path / name).write_bytes(b"x")
    with pytest.raises(InputError, match=name):
        labelled(pipeline, tmp_path / name, tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()


def test_streams_and_exit_code(tmp_path: Path) -> None:
    lines = '{"id": 1, "text": "Bună ziua tuturor"}\n{broken\n'
    answer = subprocess.run(
        [sys.executable, "-m", "monitor.cli", "classify", "-", "--out", "-", "--home", str(tmp_path)],
        input=lines.encode(),
        capture_output=True,
        timeout=120,
    )
    assert answer.returncode == 1
    [row] = [json.loads(line) for line in answer.stdout.decode().splitlines()]
    assert (row["id"], row["language"]) == (1, "ro")
    assert "-:2" in answer.stderr.decode()
